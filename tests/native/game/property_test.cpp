// Two properties on many random games, their seeds fixed: going back to a snapshot and playing the same actions again is the same game,
// and nothing that is merely shown or listed (buffers, resolutions, formats, HUD, sound) changes play.
#include "support/game_setup.h"

using namespace caco;
using namespace caco::test;

namespace {

// Contents to draw games from: the built-in battle, and levels of the IWAD where one is installed.
struct Place {
    std::shared_ptr<const Content> content;
    std::vector<std::string> maps;
};

const std::vector<Place>& worlds() {
    static const std::vector<Place> all = [] {
        std::vector<Place> list = {{battleContent(), {"map01"}}};
        const std::string iwad = findIwad();
        auto archives = std::make_shared<ArchiveSet>();
        std::shared_ptr<const Content> content;
        if (!iwad.empty() && archives->addFile(iwad).ok() && makeContent(std::move(archives), content).ok()) {
            list.push_back({content, {"MAP01", "MAP07", "MAP11", "MAP19"}});
        }
        return list;
    }();
    return all;
}

GameConfig randomGame(TestRandom& random, const Place& world) {
    GameConfig config;
    config.map = world.maps[random.below(static_cast<uint32_t>(world.maps.size()))];
    config.seed = random.next();
    config.seedSet = true;
    config.skill = 1 + static_cast<int32_t>(random.below(5));
    for (int32_t b = 0; b < kButtons; ++b) {
        if (random.below(3) != 0) config.buttons.push_back(b);
    }
    if (random.below(4) == 0) config.gameArgs = "+sv_noautoaim 1 +sv_gravity 500";
    return config;
}

// Everything that a host may look at, switched by chance.
void randomView(TestRandom& random, GameConfig& config, GameOptions& options) {
    for (bool* flag : {&config.depthBuffer, &config.labelsBuffer, &config.automapBuffer, &config.automapRotate, &config.automapTextures,
                       &config.automapSprites, &config.objectsInfo, &config.sectorsInfo, &config.audioBuffer, &config.notificationsBuffer,
                       &config.hud, &config.minimalHud, &config.weapon, &config.crosshair, &config.decals, &config.particles,
                       &config.effectSprites, &config.messages, &config.corpses, &config.screenFlashes, &config.allFrames}) {
        *flag = random.below(2) != 0;
    }
    config.automapMode = static_cast<int32_t>(random.below(4));
    config.format = static_cast<int32_t>(random.below(10));
    config.samplingRate = static_cast<int32_t>(random.below(3));
    options.width = 32 + static_cast<int32_t>(random.below(200));
    options.height = 24 + static_cast<int32_t>(random.below(150));
    options.noScreen = random.below(5) == 0;
    options.holdAnimations = random.below(2) != 0;
    options.freshView = random.below(2) != 0;
}

class Play {
public:
    Play(const Place& world, const GameConfig& config, const GameOptions& options, uint64_t actions)
        : game_(gameOf(world.content, config, options)), actions_(actions, config.buttons) {}

    // Hashes of the next tics; a finished episode is followed by the next one.
    std::vector<uint64_t> tics(int count) {
        std::vector<uint64_t> hashes;
        for (int i = 0; i < count; ++i) {
            if (game_->episode().finished) {
                EXPECT_TRUE(game_->newEpisode().ok());
            }
            act(*game_, actions_.next(), 1 + static_cast<uint32_t>(i % 3 == 0));
            if (game_->convertedScreen() && i % 16 == 0) game_->redraw();
            hashes.push_back(game_->hash());
        }
        return hashes;
    }
    Game& game() { return *game_; }
    ActionSource& actions() { return actions_; }

private:
    std::unique_ptr<Game> game_;
    ActionSource actions_;
};

TEST(Property, GoingBackToASnapshotIsTheSameGame) {
    TestRandom random(2024);
    for (int sample = 0; sample < 8; ++sample) {
        const Place& world = worlds()[static_cast<size_t>(sample) % worlds().size()];
        const GameConfig config = randomGame(random, world);
        GameOptions options;
        options.noScreen = random.below(2) != 0;
        options.width = 64;
        options.height = 48;
        SCOPED_TRACE("sample " + std::to_string(sample) + ", " + config.map + ", seed " + std::to_string(config.seed));
        Play play(world, config, options, random.next());
        play.tics(static_cast<int>(random.below(120)));
        std::vector<std::byte> snapshot(play.game().snapshotSize());
        play.game().save(snapshot.data());
        const ActionSource actions = play.actions();
        const int more = 10 + static_cast<int>(random.below(60));
        const std::vector<uint64_t> first = play.tics(more);

        ASSERT_TRUE(play.game().restore(snapshot.data(), snapshot.size()).ok());
        play.actions() = actions;
        EXPECT_EQ(play.tics(more), first);

        // Also in a game that has been elsewhere.
        GameConfig other = config;
        other.seed = config.seed + 1;
        Play elsewhere(world, other, options, 5);
        elsewhere.tics(static_cast<int>(random.below(30)));
        ASSERT_TRUE(elsewhere.game().restore(snapshot.data(), snapshot.size()).ok());
        elsewhere.actions() = actions;
        EXPECT_EQ(elsewhere.tics(more), first);
    }
}

TEST(Property, WhatIsShownDoesNotChangePlay) {
    TestRandom random(77);
    for (int sample = 0; sample < 6; ++sample) {
        const Place& world = worlds()[static_cast<size_t>(sample) % worlds().size()];
        const GameConfig plain = randomGame(random, world);
        const uint64_t actions = random.next();
        GameOptions blind;
        blind.noScreen = true;
        const std::vector<uint64_t> expected = Play(world, plain, blind, actions).tics(60);
        for (int view = 0; view < 2; ++view) {
            GameConfig config = plain;
            GameOptions options;
            randomView(random, config, options);
            SCOPED_TRACE("sample " + std::to_string(sample) + ", view " + std::to_string(view) + ", " + config.map + ", seed " +
                         std::to_string(config.seed) + ", " + std::to_string(options.width) + "x" + std::to_string(options.height));
            ASSERT_EQ(Play(world, config, options, actions).tics(60), expected);
        }
    }
}

// Each of the named resolutions and formats once.
TEST(Property, EveryResolutionAndFormatPlaysTheSameGame) {
    GameConfig config = battleConfig(3);
    GameOptions options;
    options.noScreen = true;
    const Place& world = worlds()[0];
    const std::vector<uint64_t> expected = Play(world, config, options, 9).tics(4);
    options.noScreen = false;
    for (int32_t resolution = 0; resolution < 36; ++resolution) {
        config.resolution = resolution;
        config.format = resolution % 10;
        SCOPED_TRACE(resolution);
        ASSERT_EQ(Play(world, config, options, 9).tics(4), expected);
    }
}

} // namespace
