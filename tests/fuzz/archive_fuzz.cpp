// Damaged archives through the C interface: assets, game, actions, frames.
#include <gtest/gtest.h>

#include "caco/caco.h"
#include "stage.h"

namespace caco::test {
namespace {

struct Outcome {
    int loaded = 0, played = 0;
};

void expectMessage(caco_status status) {
    EXPECT_NE(status, CACO_OK);
    EXPECT_NE(status, CACO_ERROR_INTERNAL) << caco_last_error();
    EXPECT_STRNE(caco_last_error(), "");
}

// One archive over the small one: load, start, 20 tics with frames.
void tryArchive(const std::vector<uint8_t>& iwad, const std::vector<uint8_t>& pwad, Outcome& outcome) {
    const caco_source sources[2] = {{nullptr, iwad.data(), iwad.size(), "iwad"},
                                    {nullptr, pwad.data(), pwad.size(), "pwad"}};
    caco_assets* assets = nullptr;
    caco_status status = caco_assets_create(sources, 2, &assets);
    if (status != CACO_OK) {
        EXPECT_EQ(assets, nullptr);
        return expectMessage(status);
    }
    ++outcome.loaded;
    caco_scenario* scenario = nullptr;
    ASSERT_EQ(caco_scenario_create(&scenario), CACO_OK);
    EXPECT_EQ(caco_scenario_load_text(scenario,
                                      "seed = 3\navailable_buttons = { ATTACK USE MOVE_FORWARD TURN_LEFT_RIGHT_DELTA "
                                      "}\nlabels_buffer_enabled = 1\n"
                                      "objects_info_enabled = 1",
                                      "fuzz.cfg", nullptr, 0),
              CACO_OK);
    caco_options options;
    caco_options_init(&options);
    options.width = 64;
    options.height = 48;
    options.actor_capacity = 512;
    caco_game* game = nullptr;
    status = caco_game_create(scenario, assets, &options, &game);
    caco_assets_destroy(assets);
    caco_scenario_destroy(scenario);
    if (status != CACO_OK) {
        EXPECT_EQ(game, nullptr);
        return expectMessage(status);
    }
    ++outcome.played;
    const double action[] = {1, 0, 1, 7};
    EXPECT_EQ(caco_game_make_action(game, action, 4, 10, nullptr), CACO_OK);
    EXPECT_EQ(caco_game_make_action(game, action, 2, 10, nullptr), CACO_OK);
    caco_buffer buffer;
    EXPECT_EQ(caco_game_buffer(game, CACO_BUFFER_SCREEN, &buffer), CACO_OK);
    EXPECT_NE(buffer.data, nullptr);
    caco_object object;
    caco_game_objects(game, &object, 1);
    caco_game_labels(game, &object, 1);
    EXPECT_NE(caco_game_reports(game), nullptr);
    caco_game_destroy(game);
}

TEST(ArchiveFuzz, Battle) {
    const std::vector<uint8_t> iwad = makeSmallGame().build();
    TestRandom random(21);
    Outcome outcome;
    for (int i = 0; i < fuzzCases(200); ++i) {
        tryArchive(iwad, damaged(battleWad(), random, 4), outcome);
    }
    EXPECT_GT(outcome.played, 4);
}

TEST(ArchiveFuzz, Room) {
    const std::vector<uint8_t> iwad = makeSmallGame().build(), wad = roomWad(room());
    TestRandom random(22);
    Outcome outcome;
    for (int i = 0; i < fuzzCases(250); ++i) {
        tryArchive(iwad, damaged(wad, random, 4), outcome);
    }
    EXPECT_GT(outcome.played, 4);
}

// The archive with the pictures is damaged: palettes, textures, sprites.
TEST(ArchiveFuzz, Pictures) {
    const std::vector<uint8_t> iwad = makeSmallGame().build(), wad = roomWad(room());
    TestRandom random(23);
    Outcome outcome;
    for (int i = 0; i < fuzzCases(200); ++i) {
        tryArchive(damaged(iwad, random, 12), wad, outcome);
    }
    EXPECT_GT(outcome.played, 4);
}

}  // namespace
}  // namespace caco::test
