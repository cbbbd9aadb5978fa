// What a game sounds like: when, how loud, from which side, and that listening changes nothing.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "game/audio.h"
#include "sim/lines.h"
#include "support/game_setup.h"

using namespace caco;
using namespace caco::test;

namespace {

constexpr int32_t kRate = 11025;

Bytes soundLump(uint32_t rate, uint32_t count, uint8_t high) {
    Bytes lump;
    lump.u16(3).u16(rate).u32(count + 32).fill(16, 128);
    for (uint32_t i = 0; i < count; ++i) {
        lump.u8(i % 8 < 4 ? high : 256u - high);
    }
    return lump.fill(16, 128);
}

// Every sound that can start, a tenth of a second of one tone; and pictures of things.
std::vector<uint8_t> soundWad() {
    WadBuilder wad;
#define CACO_ADD(name) wad.add("DS" #name, soundLump(kRate, 1102, 228));
    CACO_SOUNDS(CACO_ADD)
#undef CACO_ADD
    wad.add("S_START");
    for (const char* name : {"CLIPA0", "SHOTA0", "BAR1A0", "BAR1B0"}) {
        wad.add(name, makeSolidPatch(4, 4, 9)); // a map thing without pictures is not spawned
    }
    return wad.add("S_END").build();
}

std::shared_ptr<const Content> soundContent(const std::vector<uint8_t>& map) {
    static const std::vector<uint8_t> sounds = soundWad();
    std::shared_ptr<const Content> content;
    const Status status = loadContent({sounds, map}, content);
    EXPECT_TRUE(status.ok()) << status.message;
    return content;
}

const char* const kShooter = "available_buttons = { ATTACK }\naudio_buffer_enabled = true\naudio_sampling_rate = SR_11025\n";

// Shots fall in the first second: the pistol has to come up.
std::unique_ptr<Game> shoot(const GridMap& map, int32_t players = 1, const std::string& more = "") {
    GameOptions options;
    options.noScreen = true;
    options.players = players;
    auto game = gameOf(soundContent(roomWad(map)), configOf(kShooter + more), options);
    act(*game, {0}, 30);
    return game;
}

int32_t loudness(std::span<const int16_t> heard, size_t ear) {
    int32_t most = 0;
    for (size_t i = ear; i < heard.size(); i += 2) {
        most = std::max(most, std::abs(int32_t{heard[i]}));
    }
    return most;
}

// A hall of 40 x 40 cells, player 1 in its middle and player 2 somewhere else, looking east.
GridMap hall(int32_t x, int32_t y) {
    GridMap map;
    map.rows.assign(40, std::string(40, '.'));
    map.things.push_back({1280, 1280, 90, 1, 0});
    map.things.push_back({x, y, 0, 2, 0});
    return map;
}

struct Ears {
    int32_t left, right;
};

// What the second player hears of the first one's shot.
Ears shotHeardAt(int32_t x, int32_t y) {
    auto game = shoot(hall(x, y), 2);
    act(*game, {1}, 8);
    const auto heard = game->audio()->heard(1);
    return {loudness(heard, 0), loudness(heard, 1)};
}

TEST(Audio, IsOffUnlessAskedFor) {
    GameOptions options;
    options.noScreen = true;
    EXPECT_EQ(gameOf(soundContent(roomWad(room())), configOf(""), options)->audio(), nullptr);
}

TEST(Audio, APistolShotIsHeardAfterSilence) {
    auto game = shoot(room(), 1, "audio_buffer_size = 10\n");
    ASSERT_NE(game->audio(), nullptr);
    EXPECT_EQ(loudness(game->audio()->heard(0), 0), 0);
    act(*game, {1}, 10);
    const int32_t left = loudness(game->audio()->heard(0), 0);
    EXPECT_GT(left, 4000);
    EXPECT_EQ(left, loudness(game->audio()->heard(0), 1)) << "his own shot is not to one side";
    act(*game, {0}, 40);
    EXPECT_EQ(loudness(game->audio()->heard(0), 0), 0) << "the sound is over";
}

TEST(Audio, RatesAndSizesGiveTheLengthOfTheBuffer) {
    const struct {
        const char* name;
        int32_t rate;
    } rates[] = {{"SR_11025", 11025}, {"SR_22050", 22050}, {"SR_44100", 44100}};
    for (const auto& rate : rates) {
        for (const int32_t tics : {1, 4, 35}) {
            auto game = shoot(room(), 1, std::string("audio_sampling_rate = ") + rate.name + "\naudio_buffer_size = " + std::to_string(tics) + "\n");
            EXPECT_EQ(game->audio()->rate(), rate.rate);
            EXPECT_EQ(game->audio()->length(), rate.rate / 35 * tics);
            EXPECT_EQ(game->audio()->heard(0).size(), static_cast<size_t>(game->audio()->length()) * 2);
            const int16_t* const place = game->audio()->heard(0).data();
            for (int i = 0; i < 10; ++i) {
                act(*game, {1}, 1);
                EXPECT_EQ(game->audio()->heard(0).data(), place);
            }
        }
    }
}

TEST(Audio, TheLastTicIsAtTheEndOfTheBuffer) {
    auto game = shoot(room());
    const auto heard = game->audio()->heard(0);
    const size_t tic = heard.size() / 4;
    while (loudness(heard, 0) == 0 && game->episodeTime() < 100) {
        act(*game, {1}, 1);
    }
    ASSERT_GT(loudness(heard, 0), 0);
    EXPECT_EQ(loudness(heard.first(3 * tic), 0), 0);
    act(*game, {1}, 1);
    EXPECT_GT(loudness(heard.subspan(2 * tic, tic), 0), 0);
}

TEST(Audio, NearIsLouderThanFarAndLeftIsLeft) {
    const Ears near = shotHeardAt(1280 - 200, 1280), far = shotHeardAt(1280 - 800, 1280), beyond = shotHeardAt(1280, 1280 - 1250);
    EXPECT_GT(near.left, far.left + 1000);
    EXPECT_GT(far.left, 0);
    EXPECT_EQ(beyond.left + beyond.right, 0);
    EXPECT_LT(std::abs(near.left - near.right), 100) << "straight ahead";
    // He looks east: what is north of him is to his left.
    const Ears left = shotHeardAt(1280, 1280 - 300), right = shotHeardAt(1280, 1280 + 300);
    EXPECT_GT(left.left, 3 * left.right);
    EXPECT_GT(right.right, 3 * right.left);
}

TEST(Audio, TheSimulationIsTheSameWithAndWithout) {
    const auto content = soundContent(battleWad());
    std::vector<uint64_t> hashes[2];
    std::set<int32_t> loud;
    for (const bool hears : {false, true}) {
        GameConfig config = battleConfig(5);
        config.audioBuffer = hears;
        GameOptions options;
        options.noScreen = true;
        auto game = gameOf(content, config, options);
        ActionSource actions(17, config.buttons);
        for (int tic = 0; tic < 350 && !game->episode().finished; ++tic) {
            act(*game, actions.next());
            hashes[hears].push_back(game->hash());
            if (hears) loud.insert(loudness(game->audio()->heard(0), 0));
        }
    }
    EXPECT_EQ(hashes[0], hashes[1]);
    EXPECT_GT(loud.size(), 10u) << "it is not that nothing is heard";
}

TEST(Audio, ARestoredGameIsSilentAndGoesOnAsBefore) {
    auto game = shoot(room());
    std::vector<std::byte> snapshot(game->snapshotSize());
    game->save(snapshot.data());
    act(*game, {1}, 8);
    const auto heard = game->audio()->heard(0);
    const std::vector<int16_t> first(heard.begin(), heard.end());
    ASSERT_GT(loudness(heard, 0), 0);
    ASSERT_TRUE(game->restore(snapshot.data(), snapshot.size()).ok());
    EXPECT_EQ(loudness(heard, 0), 0);
    act(*game, {1}, 8);
    EXPECT_TRUE(std::equal(heard.begin(), heard.end(), first.begin(), first.end()));
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(loudness(heard, 0), 0);
}

TEST(Audio, LumpsThatAreNoSoundsAreSilent) {
    WadBuilder wad;
    wad.add("DSPISTOL", soundLump(kRate, 4000, 255).u32(0)).add("DSSHOTGN", Bytes().u16(3).u16(11025).u32(1u << 31)).add("DSSAWUP", Bytes().u16(0));
    wad.add("DSITEMUP", soundLump(0, 100, 200)).add("DSPUNCH", soundLump(kRate, 0, 200));
    auto archives = std::make_shared<ArchiveSet>();
    ASSERT_TRUE(archives->addMemory(wad.build(), "test.wad").ok());
    const SoundLumps lumps(archives);
    EXPECT_EQ(lumps[SoundId::PISTOL].samples.size(), 4000u);
    for (const SoundId id : {SoundId::SHOTGN, SoundId::SAWUP, SoundId::ITEMUP, SoundId::PUNCH, SoundId::BFG, SoundId::None}) {
        EXPECT_TRUE(lumps[id].samples.empty()) << static_cast<int>(id);
    }
}

// Sounds of a game in which the player runs and shoots, by what he meets.
std::set<SoundId> soundsOf(const GridMap& map, const std::vector<double>& values, int32_t tics, const char* buttons) {
    GameOptions options;
    options.noScreen = true;
    auto game = gameOf(soundContent(roomWad(map)), configOf(std::string("available_buttons = ") + buttons + "\nseed = 3\n"), options);
    SoundWatch watch(game->world());
    std::set<SoundId> heard;
    for (int32_t i = 0; i < tics && !game->episode().finished; ++i) {
        act(*game, values);
        for (const SoundStart& s : watch.listen(game->world())) {
            heard.insert(s.sound);
        }
    }
    return heard;
}

bool hasAny(const std::set<SoundId>& heard, std::initializer_list<SoundId> wanted) {
    return std::any_of(wanted.begin(), wanted.end(), [&](SoundId id) { return heard.count(id) != 0; });
}

TEST(SoundWatch, HearsAMonsterWakeThrowHitAndDie) {
    GridMap map = room();
    map.things.push_back({256, 420, 270, 3001, 0}); // an imp before him
    const auto heard = soundsOf(map, {1}, 350, "{ ATTACK }");
    EXPECT_TRUE(hasAny(heard, {SoundId::BGSIT1, SoundId::BGSIT2}));
    EXPECT_TRUE(heard.count(SoundId::PISTOL));
    EXPECT_TRUE(heard.count(SoundId::POPAIN));
    EXPECT_TRUE(hasAny(heard, {SoundId::BGDTH1, SoundId::BGDTH2, SoundId::PLPAIN}));
    EXPECT_FALSE(hasAny(heard, {SoundId::SGTSIT, SoundId::DOROPN, SoundId::SHOTGN}));
}

TEST(SoundWatch, HearsWhatIsPickedUp) {
    GridMap map = room();
    map.things.push_back({256, 330, 0, 2007, 0}); // a clip
    auto heard = soundsOf(map, {1}, 30, "{ MOVE_FORWARD }");
    EXPECT_EQ(heard, (std::set<SoundId>{SoundId::ITEMUP}));
    map.things.back().type = 2001; // a shotgun
    heard = soundsOf(map, {1}, 30, "{ MOVE_FORWARD }");
    EXPECT_TRUE(heard.count(SoundId::WPNUP));
    EXPECT_FALSE(heard.count(SoundId::ITEMUP));
}

TEST(SoundWatch, HearsABarrelBurst) {
    GridMap map = room();
    map.things.push_back({256, 440, 0, 2035, 0});
    EXPECT_TRUE(soundsOf(map, {1}, 200, "{ ATTACK }").count(SoundId::BAREXP));
}

TEST(SoundWatch, HearsSectorsOnTheirWay) {
    GridMap map = room();
    map.rows[1] = "..##....";
    GameOptions options;
    options.noScreen = true;
    auto game = gameOf(soundContent(roomWad(map)), configOf(""), options);
    World& w = game->world();
    const auto line = std::find_if(w.level->lines.begin(), w.level->lines.end(), [](const LineDef& l) { return l.backSector != kNoIndex; });
    ASSERT_NE(line, w.level->lines.end());
    const int32_t index = static_cast<int32_t>(line - w.level->lines.begin());
    const auto soundsOfSpecial = [&](int32_t special, std::initializer_list<int32_t> values, int32_t tics) {
        SoundWatch watch(w);
        int32_t args[5]{};
        std::copy(values.begin(), values.end(), args);
        EXPECT_NE(executeSpecial(w, special, nullptr, index, 0, args), 0);
        std::vector<SoundId> heard;
        for (int32_t i = 0; i < tics; ++i) {
            act(*game, {});
            for (const SoundStart& s : watch.listen(w)) {
                EXPECT_EQ(s.channel, SoundChannel::Place);
                EXPECT_TRUE(s.x > 64 * kUnit && s.x < 320 * kUnit) << "it comes from the rock";
                if (heard.empty() || heard.back() != s.sound) heard.push_back(s.sound);
            }
        }
        return heard;
    };
    using S = SoundId;
    EXPECT_EQ(soundsOfSpecial(62, {0, 64, 10}, 80), (std::vector<S>{S::PSTART, S::PSTOP, S::PSTART, S::PSTOP})) << "a lift";
    EXPECT_EQ(soundsOfSpecial(21, {0, 16}, 100), (std::vector<S>{S::STNMOV, S::PSTOP})) << "a floor";
    EXPECT_EQ(soundsOfSpecial(10, {0, 16}, 100), (std::vector<S>{S::DORCLS})) << "a door that closes";
    EXPECT_EQ(soundsOfSpecial(12, {0, 16, 10}, 300), (std::vector<S>{S::DOROPN, S::DORCLS})) << "a door";
    EXPECT_EQ(soundsOfSpecial(12, {0, 64, 10}, 100), (std::vector<S>{S::BDOPN, S::BDCLS})) << "a fast door";
}

TEST(SoundTable, DerivedClassesSoundAsTheirAncestors) {
    ClassTable classes = builtinClasses();
    ASSERT_TRUE(classes.seal().ok());
    const SoundTable table(classes);
    EXPECT_EQ(table.of(classes.find("Spectre")).pain, SoundId::DMPAIN);
    EXPECT_EQ(table.of(classes.find("HellKnight")).see.take[0], SoundId::KNTSIT);
    EXPECT_EQ(table.of(classes.find("Clip")).pain, SoundId::None);
}

} // namespace
