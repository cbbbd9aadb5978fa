// Several players, commands, texts and files through the C interface.
#include <cstdio>
#include <cstring>
#include <random>

#include "support/allocation_counter.h"
#include "capi_setup.h"

namespace caco::test {
namespace {

TEST(CapiPlayers, AreRefusedWhereThereIsNoStart) {
    const AssetsHandle assets = battleAssets();
    const ScenarioHandle scenario = battleScenario();
    caco_options options;
    caco_options_init(&options);
    options.players = 17;
    caco_game* game = nullptr;
    expectFailure(caco_game_create(scenario.get(), assets.get(), &options, &game), CACO_ERROR_INVALID_ARGUMENT, "17");
    options.players = 2;
    expectFailure(caco_game_create(scenario.get(), assets.get(), &options, &game), CACO_ERROR_BAD_DATA, "player 2");
    EXPECT_EQ(game, nullptr);
}

TEST(CapiPlayers, OneIsTheOnlyOneByDefault) {
    auto game = battleGame();
    EXPECT_EQ(caco_game_player_count(game.get()), 1u);
    EXPECT_EQ(caco_game_selected_player(game.get()), 0u);
    expectFailure(caco_game_select_player(game.get(), 1), CACO_ERROR_INVALID_ARGUMENT, "player 1");
    expectFailure(caco_game_select_player(game.get(), UINT32_MAX), CACO_ERROR_INVALID_ARGUMENT, "player");
    expectFailure(caco_game_respawn_player(game.get()), CACO_ERROR_INVALID_STATE, "one player");
    const uint32_t buttons = caco_game_last_action(game.get(), nullptr, 0);
    std::vector<double> values(buttons, 0.0);
    values[0] = 1;
    double rewards[1] = {99};
    expectOk(caco_game_make_actions(game.get(), values.data(), buttons, 3, rewards));
    EXPECT_NE(rewards[0], 99);
    expectFailure(caco_game_make_actions(game.get(), values.data(), buttons - 1, 1, nullptr), CACO_ERROR_INVALID_ARGUMENT, "values");
    caco_player row;
    EXPECT_EQ(caco_game_players(game.get(), &row, 1), 1u);
    EXPECT_EQ(row.in_game, 1);
    EXPECT_EQ(row.is_dead, 0);
    EXPECT_EQ(row.last_action_tic, caco_game_episode_time(game.get()));
}

TEST(CapiPlayers, StepsOfAllAllocateNothing) {
    auto game = battleGame();
    const uint32_t buttons = caco_game_last_action(game.get(), nullptr, 0);
    const std::vector<double> values(buttons, 1.0);
    double reward = 0;
    for (int i = 0; i < 50; ++i) {
        expectOk(caco_game_make_actions(game.get(), values.data(), buttons, 1, &reward));
    }
    if (!countsAllocations()) GTEST_SKIP() << "a sanitizer counts its own allocations";
    const uint64_t before = allocationCount();
    for (int i = 0; i < 20; ++i) {
        expectOk(caco_game_make_actions(game.get(), values.data(), buttons, 1, &reward));
    }
    EXPECT_EQ(allocationCount(), before);
}

TEST(CapiCommands, ActAndAreRefusedByName) {
    auto game = battleGame("notifications_buffer_enabled = true\nnotifications_buffer_size = 100");
    expectOk(caco_game_send_command(game.get(), "give health 50; set sv_gravity 400"));
    expectFailure(caco_game_send_command(game.get(), "dance now"), CACO_ERROR_UNSUPPORTED, "dance");
    expectFailure(caco_game_send_command(game.get(), nullptr), CACO_ERROR_INVALID_ARGUMENT, "command");
    expectFailure(caco_game_set_spectated(game.get(), nullptr, 0), CACO_ERROR_INVALID_STATE, "SPECTATOR");
    expectOk(caco_game_send_command(game.get(), "kill"));
    expectOk(caco_game_advance(game.get(), 1, 1));
    EXPECT_EQ(caco_game_is_player_dead(game.get()), 1);
    EXPECT_NE(std::string(caco_game_notifications(game.get())).find("killed himself"), std::string::npos);
    EXPECT_STREQ(caco_game_last_damage_type(game.get()), "Suicide");
    EXPECT_STREQ(caco_game_last_attacker(game.get()), "DoomPlayer");
}

TEST(CapiFiles, KeepAState) {
    const std::string path = ::testing::TempDir() + "caco-capi-" + std::to_string(std::random_device()());
    auto game = battleGame();
    const uint64_t hash = caco_game_hash(game.get());
    expectOk(caco_game_save_file(game.get(), path.c_str()));
    expectOk(caco_game_advance(game.get(), 5, 1));
    expectOk(caco_game_restore_file(game.get(), path.c_str()));
    EXPECT_EQ(caco_game_hash(game.get()), hash);
    std::remove(path.c_str());
    expectFailure(caco_game_restore_file(game.get(), path.c_str()), CACO_ERROR_FILE_NOT_FOUND, path);
    expectFailure(caco_game_save_file(game.get(), nullptr), CACO_ERROR_INVALID_ARGUMENT, "path");
}

}  // namespace
}  // namespace caco::test
