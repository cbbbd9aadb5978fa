// Whole games in memory: the small archive, tiny rooms with scripts, and the built-in battle. Header only; needs
// caco_game.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "acs_assembler.h"
#include "game/builtin.h"
#include "game/game.h"
#include "grid_map.h"
#include "support/wad_builder.h"

namespace caco::test {

// The small archive with other archives after it.
inline Status loadContent(const std::vector<std::vector<uint8_t>>& archives, std::shared_ptr<const Content>& out) {
    static const std::vector<uint8_t> smallGame = makeSmallGame().build();
    auto set = std::make_shared<ArchiveSet>();
    Status status = set->addMemory(smallGame, "small.wad");
    for (const std::vector<uint8_t>& archive : archives) {
        if (!status.ok()) return status;
        status = set->addMemory(archive, "test.wad");
    }
    return status.ok() ? makeContent(std::move(set), out) : status;
}

inline std::shared_ptr<const Content> contentOf(const std::vector<uint8_t>& archive) {
    std::shared_ptr<const Content> content;
    const Status status = loadContent({archive}, content);
    EXPECT_TRUE(status.ok()) << status.message;
    return content;
}

inline GameConfig configOf(std::string_view text) {
    GameConfig config;
    const Status status = applyConfigText(config, text, "test.cfg", "", nullptr);
    EXPECT_TRUE(status.ok()) << status.message;
    return config;
}

inline std::unique_ptr<Game> gameOf(std::shared_ptr<const Content> content, const GameConfig& config,
                                    const GameOptions& options = {}) {
    std::unique_ptr<Game> game;
    const Status status = Game::create(std::move(content), config, options, game);
    EXPECT_TRUE(status.ok()) << status.message;
    return game;
}

inline const std::vector<uint8_t>& battleWad() {
    static const std::vector<uint8_t> bytes = [] {
        const auto wad = findBuiltinScenario("battle")->wad;
        return std::vector<uint8_t>(wad.begin(), wad.end());
    }();
    return bytes;
}

inline std::shared_ptr<const Content> battleContent() {
    static const std::shared_ptr<const Content> content = contentOf(battleWad());
    return content;
}

inline GameConfig battleConfig(uint32_t seed) {
    GameConfig config = configOf(findBuiltinScenario("battle")->cfg);
    config.seed = seed;
    config.seedSet = true;
    return config;
}

// The battle of a seed; without frames unless asked.
inline std::unique_ptr<Game> battle(uint32_t seed, bool screen = false) {
    GameOptions options;
    options.noScreen = !screen;
    return gameOf(battleContent(), battleConfig(seed), options);
}

// A square room of 512 units with the player in its middle, looking north.
inline GridMap room() {
    GridMap map;
    map.rows.assign(8, "........");
    map.things.push_back({256, 256, 90, 1, 0});
    return map;
}

inline std::vector<uint8_t> roomWad(const GridMap& map, const std::vector<uint8_t>& behavior = {},
                                    std::string_view decorate = {}) {
    WadBuilder wad;
    wad.add("S_START")
        .add("TROOA0", makeSolidPatch(4, 4, 9))
        .add("S_END");  // a map thing without pictures is not spawned
    if (!decorate.empty()) wad.add("DECORATE", decorate);
    wad.add("MAP01").add("TEXTMAP", map.textMap());
    if (!behavior.empty()) wad.add("BEHAVIOR", behavior);
    return wad.add("ENDMAP").build();
}

// Pseudo-random values for a list of buttons, each set held for four tics.
class ActionSource {
public:
    ActionSource(uint64_t seed, const std::vector<int32_t>& buttons) : random_(seed), buttons_(buttons) {}

    const std::vector<double>& next() {
        if (tic_++ % 4 == 0) {
            values_.clear();
            for (const int32_t b : buttons_) {
                values_.push_back(b < kBinaryButtons ? random_.below(3) == 0 : random_.below(61) * 0.5 - 15);
            }
        }
        return values_;
    }

private:
    TestRandom random_;
    std::vector<int32_t> buttons_;
    std::vector<double> values_;
    uint32_t tic_ = 0;
};

// One action of `tics` tics; the reward of the step.
inline double act(Game& game, const std::vector<double>& values, uint32_t tics = 1) {
    const Status set = game.setAction(values);
    EXPECT_TRUE(set.ok()) << set.message;
    const Status advanced = game.advance(tics, true);
    EXPECT_TRUE(advanced.ok()) << advanced.message;
    return game.episode().lastReward;
}

}  // namespace caco::test
