// Handles of the C interface that free themselves, on the small archive and the built-in battle.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "caco/caco.h"
#include "support/wad_builder.h"

namespace caco::test {

struct Deleter {
    void operator()(caco_assets* p) const { caco_assets_destroy(p); }
    void operator()(caco_scenario* p) const { caco_scenario_destroy(p); }
    void operator()(caco_game* p) const { caco_game_destroy(p); }
};
using AssetsHandle = std::unique_ptr<caco_assets, Deleter>;
using ScenarioHandle = std::unique_ptr<caco_scenario, Deleter>;
using GameHandle = std::unique_ptr<caco_game, Deleter>;

inline void expectOk(caco_status status) {
    EXPECT_EQ(status, CACO_OK) << caco_last_error();
}

// The call failed with this code and its message holds `part`.
inline void expectFailure(caco_status status, caco_status code, const std::string& part) {
    EXPECT_EQ(status, code) << caco_last_error();
    EXPECT_NE(std::string(caco_last_error()).find(part), std::string::npos) << caco_last_error() << " lacks " << part;
}

inline const std::vector<uint8_t>& smallArchive() {
    static const std::vector<uint8_t> bytes = makeSmallGame().build();
    return bytes;
}

inline caco_source memorySource(const std::vector<uint8_t>& bytes, const char* label = nullptr) {
    return {nullptr, bytes.data(), bytes.size(), label};
}

inline AssetsHandle battleAssets() {
    caco_source sources[2] = {memorySource(smallArchive()), {}};
    const char* cfg = nullptr;
    expectOk(caco_builtin_scenario("battle", &sources[1].data, &sources[1].size, &cfg));
    caco_assets* assets = nullptr;
    expectOk(caco_assets_create(sources, 2, &assets));
    return AssetsHandle(assets);
}

inline ScenarioHandle battleScenario(const std::string& more = "") {
    caco_scenario* scenario = nullptr;
    expectOk(caco_scenario_create(&scenario));
    const uint8_t* wad = nullptr;
    uint64_t size = 0;
    const char* cfg = nullptr;
    expectOk(caco_builtin_scenario("battle", &wad, &size, &cfg));
    expectOk(caco_scenario_load_text(scenario, (std::string(cfg) + "\nseed = 1\n" + more).c_str(), "battle.cfg",
                                     nullptr, 0));
    return ScenarioHandle(scenario);
}

inline GameHandle battleGame(const std::string& more = "", const caco_options* options = nullptr) {
    const AssetsHandle assets = battleAssets();
    const ScenarioHandle scenario = battleScenario(more);
    caco_game* game = nullptr;
    expectOk(caco_game_create(scenario.get(), assets.get(), options, &game));
    return GameHandle(game);  // assets and scenario may go: the game keeps what it uses
}

}  // namespace caco::test
