// The rules of the interface: versions, layouts, null arguments, struct sizes, names and messages.
#include <cstring>
#include <map>
#include <thread>

#include "capi_setup.h"
#include "header_c11.h"

namespace caco::test {
namespace {

TEST(CapiVersion, IsTheHeaders) {
    EXPECT_EQ(caco_version(), uint32_t{CACO_VERSION});
}

TEST(CapiLayout, EqualsWhatACompilerOfTheHeaderSees) {
    uint32_t count = 0, expectedCount = 0;
    const caco_layout_entry* rows = caco_abi_layout(&count);
    const caco_layout_entry* expected = header_c11_layout(&expectedCount);
    ASSERT_EQ(count, expectedCount);
    for (uint32_t i = 0; i < count; ++i) {
        EXPECT_STREQ(rows[i].struct_name, expected[i].struct_name);
        EXPECT_STREQ(rows[i].field_name, expected[i].field_name);
        EXPECT_EQ(rows[i].offset, expected[i].offset) << rows[i].struct_name << "." << rows[i].field_name;
        EXPECT_EQ(rows[i].size, expected[i].size) << rows[i].struct_name << "." << rows[i].field_name;
    }
    EXPECT_EQ(caco_abi_layout(nullptr), rows);
}

TEST(CapiLayout, HasNoHiddenPadding) {
    uint32_t count = 0;
    const caco_layout_entry* rows = caco_abi_layout(&count);
    std::map<std::string, uint32_t> sizes, sums;
    for (uint32_t i = 0; i < count; ++i) {
        (rows[i].field_name[0] ? sums : sizes)[rows[i].struct_name] += rows[i].size;
    }
    EXPECT_EQ(sizes, sums) << "every byte belongs to a field, so no field is missing in the table";
}

TEST(CapiHeader, PlaysFromC11) {
    uint64_t hash = 0;
    expectOk(header_c11_play(smallArchive().data(), smallArchive().size(), &hash));
    auto game = battleGame();
    const double action[] = {1, 0};
    expectOk(caco_game_make_action(game.get(), action, 2, 10, nullptr));
    EXPECT_EQ(caco_game_hash(game.get()), hash);
}

TEST(CapiNames, BothWays) {
    EXPECT_STREQ(caco_name(CACO_NAMES_BUTTON, 0), "ATTACK");
    EXPECT_STREQ(caco_name(CACO_NAMES_VARIABLE, 9), "HEALTH");
    EXPECT_STREQ(caco_name(CACO_NAMES_MODE, 3), "ASYNC_SPECTATOR");
    EXPECT_STREQ(caco_name(CACO_NAMES_SCREEN_FORMAT, 9), "DOOM_256_COLORS8");
    EXPECT_STREQ(caco_name(CACO_NAMES_SCREEN_RESOLUTION, 35), "RES_1920X1080");
    EXPECT_STREQ(caco_name(CACO_NAMES_AUTOMAP_MODE, 2), "OBJECTS");
    EXPECT_STREQ(caco_name(CACO_NAMES_SAMPLING_RATE, 1), "SR_22050");
    const uint32_t counts[] = {CACO_BUTTON_COUNT, CACO_VARIABLE_COUNT, 4, 10, 36, 4, 3};
    for (int32_t names = 0; names < 7; ++names) {
        uint32_t count = 0;
        for (; caco_name(names, static_cast<int32_t>(count)); ++count) {
            EXPECT_EQ(caco_number(names, caco_name(names, static_cast<int32_t>(count))), static_cast<int32_t>(count));
        }
        EXPECT_EQ(count, counts[names]);
        EXPECT_EQ(caco_name(names, -1), nullptr);
        EXPECT_EQ(caco_name(names, INT32_MIN), nullptr);
        EXPECT_EQ(caco_number(names, "NOPE"), -1);
        EXPECT_EQ(caco_number(names, nullptr), -1);
    }
    for (const int32_t names : {-1, 7, INT32_MAX, INT32_MIN}) {
        EXPECT_EQ(caco_name(names, 0), nullptr);
        EXPECT_EQ(caco_number(names, "ATTACK"), -1);
    }
    EXPECT_EQ(caco_number(CACO_NAMES_BUTTON, "moveforward"), 13);
}

TEST(CapiNull, IsRefusedByName) {
    auto game = battleGame();
    auto scenario = battleScenario();
    const caco_status bad = CACO_ERROR_INVALID_ARGUMENT;
    const uint8_t* wad = nullptr;
    uint64_t size = 0;
    const char* cfg = nullptr;
    caco_assets* assets = nullptr;
    caco_scenario* newScenario = nullptr;
    caco_game* newGame = nullptr;
    const caco_source source = memorySource(smallArchive());

    expectFailure(caco_assets_create(&source, 1, nullptr), bad, "out is null");
    expectFailure(caco_assets_create(nullptr, 1, &assets), bad, "sources");
    expectFailure(caco_assets_create(&source, 0, &assets), bad, "sources");
    expectFailure(caco_builtin_scenario(nullptr, &wad, &size, &cfg), bad, "name is null");
    expectFailure(caco_builtin_scenario("battle", nullptr, &size, &cfg), bad, "null");
    expectFailure(caco_builtin_scenario("battle", &wad, nullptr, &cfg), bad, "null");
    expectFailure(caco_builtin_scenario("battle", &wad, &size, nullptr), bad, "null");
    expectFailure(caco_scenario_create(nullptr), bad, "out is null");
    expectFailure(caco_scenario_clone(nullptr, &newScenario), bad, "scenario is null");
    expectFailure(caco_scenario_clone(scenario.get(), nullptr), bad, "out is null");
    expectFailure(caco_scenario_load_file(nullptr, "x.cfg", 0), bad, "scenario is null");
    expectFailure(caco_scenario_load_file(scenario.get(), nullptr, 0), bad, "path is null");
    expectFailure(caco_scenario_load_text(nullptr, "", "", "", 0), bad, "scenario is null");
    expectFailure(caco_scenario_load_text(scenario.get(), nullptr, "", "", 0), bad, "text is null");
    expectFailure(caco_scenario_set(nullptr, "seed", "1"), bad, "scenario is null");
    expectFailure(caco_scenario_set(scenario.get(), nullptr, "1"), bad, "key is null");
    expectFailure(caco_scenario_set(scenario.get(), "seed", nullptr), bad, "value is null");
    expectFailure(caco_game_create(nullptr, nullptr, nullptr, &newGame), bad, "scenario is null");
    expectFailure(caco_game_create(scenario.get(), nullptr, nullptr, nullptr), bad, "out is null");
    EXPECT_EQ(assets, nullptr);
    EXPECT_EQ(newScenario, nullptr);
    EXPECT_EQ(newGame, nullptr);

    double value = 0;
    caco_state state;
    caco_buffer buffer;
    uint8_t bytes[8];
    expectFailure(caco_game_set_seed(nullptr, 1), bad, "game is null");
    expectFailure(caco_game_new_episode(nullptr), bad, "game is null");
    expectFailure(caco_game_start_episode(nullptr, 1), bad, "game is null");
    expectFailure(caco_game_set_action(nullptr, &value, 1), bad, "game is null");
    expectFailure(caco_game_set_action(game.get(), nullptr, 1), bad, "values is null");
    expectFailure(caco_game_advance(nullptr, 1, 1), bad, "game is null");
    expectFailure(caco_game_make_action(nullptr, &value, 1, 1, &value), bad, "game is null");
    expectFailure(caco_game_make_action(game.get(), nullptr, 1, 1, &value), bad, "values is null");
    expectFailure(caco_game_variable(nullptr, 0, &value), bad, "game is null");
    expectFailure(caco_game_variable(game.get(), 0, nullptr), bad, "out is null");
    expectFailure(caco_game_button(nullptr, 0, &value), bad, "game is null");
    expectFailure(caco_game_button(game.get(), 0, nullptr), bad, "out is null");
    expectFailure(caco_game_state(nullptr, &state), bad, "game is null");
    expectFailure(caco_game_state(game.get(), nullptr), bad, "out is null");
    expectFailure(caco_game_buffer(nullptr, 0, &buffer), bad, "game is null");
    expectFailure(caco_game_buffer(game.get(), 0, nullptr), bad, "out is null");
    caco_audio audio;
    expectFailure(caco_game_audio(nullptr, &audio), bad, "game is null");
    expectFailure(caco_game_audio(game.get(), nullptr), bad, "out is null");
    expectFailure(caco_game_save(nullptr, bytes, 8), bad, "game is null");
    expectFailure(caco_game_save(game.get(), nullptr, 8), bad, "out is null");
    expectFailure(caco_game_restore(nullptr, bytes, 8), bad, "game is null");
    expectFailure(caco_game_restore(game.get(), nullptr, 8), bad, "data is null");
    expectFailure(caco_game_redraw(nullptr), bad, "game is null");
}

TEST(CapiNull, GivesNothingWhereThereIsNoStatus) {
    caco_assets_destroy(nullptr);
    caco_scenario_destroy(nullptr);
    caco_game_destroy(nullptr);
    caco_options_init(nullptr);
    EXPECT_EQ(caco_assets_hash(nullptr), 0u);
    EXPECT_EQ(caco_assets_palette(nullptr), nullptr);
    EXPECT_EQ(caco_game_draw_count(nullptr), 0u);
    EXPECT_EQ(caco_game_last_draws(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_assets_map_count(nullptr), 0u);
    EXPECT_EQ(caco_assets_map_name(nullptr, 0), nullptr);
    EXPECT_STREQ(caco_scenario_warnings(nullptr), "");
    EXPECT_EQ(caco_scenario_get(nullptr, "seed"), nullptr);
    EXPECT_EQ(caco_scenario_buttons(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_scenario_variables(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_seed(nullptr), 0u);
    EXPECT_EQ(caco_game_episode_seed(nullptr), 0u);
    EXPECT_EQ(caco_game_last_action(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_is_episode_finished(nullptr), 0);
    EXPECT_EQ(caco_game_is_timeout_reached(nullptr), 0);
    EXPECT_EQ(caco_game_is_player_dead(nullptr), 0);
    EXPECT_EQ(caco_game_episode_time(nullptr), 0);
    EXPECT_EQ(caco_game_last_reward(nullptr), 0);
    EXPECT_EQ(caco_game_total_reward(nullptr), 0);
    EXPECT_EQ(caco_game_variables(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_labels(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_objects(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_objects_raw(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_sectors(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_lines(nullptr, nullptr, 0), 0u);
    EXPECT_EQ(caco_game_hash(nullptr), 0u);
    EXPECT_EQ(caco_game_snapshot_size(nullptr), 0u);
    EXPECT_STREQ(caco_game_reports(nullptr), "");
    EXPECT_STREQ(caco_game_map(nullptr), "");
}

TEST(CapiErrors, BelongToTheirThread) {
    expectFailure(caco_game_new_episode(nullptr), CACO_ERROR_INVALID_ARGUMENT, "game is null");
    std::thread([] {
        EXPECT_STREQ(caco_last_error(), "");
        expectFailure(caco_scenario_create(nullptr), CACO_ERROR_INVALID_ARGUMENT, "out is null");
    }).join();
    EXPECT_STREQ(caco_last_error(), "game is null");
}

TEST(CapiOptions, AreChecked) {
    caco_options options;
    std::memset(&options, 0xCD, sizeof options);
    caco_options_init(&options);
    EXPECT_EQ(options.struct_size, sizeof options);
    EXPECT_EQ(options.actor_capacity, 4096u);
    EXPECT_EQ(options.width, 0);
    EXPECT_EQ(options.height, 0);
    EXPECT_EQ(options.hold_animations, 0);
    EXPECT_EQ(options.no_screen, 0);
    EXPECT_EQ(options.fresh_view, 0);
    for (const uint8_t byte : options.reserved) {
        EXPECT_EQ(byte, 0);
    }

    const AssetsHandle assets = battleAssets();
    const ScenarioHandle scenario = battleScenario();
    auto expectRefused = [&](auto&& change, caco_status code, const char* part) {
        caco_options changed = options;
        change(changed);
        caco_game* game = reinterpret_cast<caco_game*>(&changed);
        expectFailure(caco_game_create(scenario.get(), assets.get(), &changed, &game), code, part);
        EXPECT_EQ(game, nullptr);
    };
    expectRefused([](caco_options& o) { o.struct_size = 0; }, CACO_ERROR_STRUCT_SIZE, "caco_options_init");
    expectRefused([](caco_options& o) { o.struct_size = sizeof o - 1; }, CACO_ERROR_STRUCT_SIZE,
                  "struct_size is 23, expected at least 24");
    expectRefused([](caco_options& o) { o.actor_capacity = 15; }, CACO_ERROR_INVALID_ARGUMENT, "actor_capacity");
    expectRefused([](caco_options& o) { o.actor_capacity = 16384; }, CACO_ERROR_INVALID_ARGUMENT, "16383");
    expectRefused([](caco_options& o) { o.width = 320; }, CACO_ERROR_INVALID_ARGUMENT, "both width and height");
    expectRefused([](caco_options& o) { o.width = 31, o.height = 24; }, CACO_ERROR_INVALID_ARGUMENT, "31");
    expectRefused([](caco_options& o) { o.width = 32, o.height = 23; }, CACO_ERROR_INVALID_ARGUMENT, "23");
    expectRefused([](caco_options& o) { o.width = 1921, o.height = 24; }, CACO_ERROR_INVALID_ARGUMENT, "1921");
    expectRefused([](caco_options& o) { o.width = -320, o.height = -200; }, CACO_ERROR_INVALID_ARGUMENT, "-320");

    options.actor_capacity = 16383;
    options.width = 32;
    options.height = 24;
    options.struct_size = sizeof options + 64;  // a caller of a later header
    caco_game* game = nullptr;
    expectOk(caco_game_create(scenario.get(), assets.get(), &options, &game));
    caco_game_destroy(game);
}

TEST(CapiAssets, AreNamedWhenTheyFail) {
    caco_assets* assets = nullptr;
    caco_source both = memorySource(smallArchive());
    both.path = "x.wad";
    expectFailure(caco_assets_create(&both, 1, &assets), CACO_ERROR_INVALID_ARGUMENT, "sources[0]");
    const caco_source neither = {};
    expectFailure(caco_assets_create(&neither, 1, &assets), CACO_ERROR_INVALID_ARGUMENT, "sources[0]");
    caco_source missing = {};
    missing.path = "/nowhere/none.wad";
    expectFailure(caco_assets_create(&missing, 1, &assets), CACO_ERROR_FILE_NOT_FOUND, "/nowhere/none.wad");
    std::vector<uint8_t> cut(smallArchive().begin(), smallArchive().begin() + 1000);
    const caco_source damaged = memorySource(cut, "cut.wad");
    expectFailure(caco_assets_create(&damaged, 1, &assets), CACO_ERROR_BAD_DATA, "cut.wad");
    const caco_source unnamed[2] = {memorySource(smallArchive()), memorySource(cut)};
    expectFailure(caco_assets_create(unnamed, 2, &assets), CACO_ERROR_BAD_DATA, "memory archive 2");
    const std::vector<uint8_t> nothing;
    caco_source empty = memorySource(cut, "empty.wad");
    empty.size = 0;
    expectFailure(caco_assets_create(&empty, 1, &assets), CACO_ERROR_BAD_DATA, "empty.wad");
    EXPECT_EQ(assets, nullptr);
}

TEST(CapiAssets, TellWhatTheyHold) {
    const AssetsHandle a = battleAssets(), b = battleAssets();
    EXPECT_NE(caco_assets_hash(a.get()), 0u);
    EXPECT_EQ(caco_assets_hash(a.get()), caco_assets_hash(b.get()));
    const caco_source source = memorySource(smallArchive());
    caco_assets* raw = nullptr;
    expectOk(caco_assets_create(&source, 1, &raw));
    const AssetsHandle alone(raw);
    EXPECT_NE(caco_assets_hash(a.get()), caco_assets_hash(raw));
    EXPECT_EQ(caco_assets_map_count(raw), 0u);
    ASSERT_EQ(caco_assets_map_count(a.get()), 1u);
    EXPECT_STREQ(caco_assets_map_name(a.get(), 0), "MAP01");
    EXPECT_EQ(caco_assets_map_name(a.get(), 1), nullptr);
    const std::vector<uint8_t> palette = makePlaypal();
    EXPECT_EQ(std::memcmp(caco_assets_palette(a.get()), palette.data(), 768), 0);
}

TEST(CapiScenario, BuiltinScenariosAreNamed) {
    const uint8_t* wad = nullptr;
    uint64_t size = 0;
    const char* cfg = nullptr;
    expectOk(caco_builtin_scenario("Battle", &wad, &size, &cfg));
    EXPECT_EQ(std::memcmp(wad, "PWAD", 4), 0);
    EXPECT_GT(size, 1000u);
    EXPECT_NE(std::string(cfg).find("available_buttons"), std::string::npos);
    expectFailure(caco_builtin_scenario("basic", &wad, &size, &cfg), CACO_ERROR_INVALID_ARGUMENT, "there is: battle");
}

TEST(CapiScenario, KeysAndLists) {
    const ScenarioHandle scenario = battleScenario();
    caco_scenario* s = scenario.get();
    expectOk(caco_scenario_set(s, "Living_Reward", "-1"));
    EXPECT_STREQ(caco_scenario_get(s, "livingreward"), "-1");
    EXPECT_EQ(caco_scenario_get(s, "nonsense"), nullptr);
    EXPECT_EQ(caco_scenario_get(s, nullptr), nullptr);
    expectFailure(caco_scenario_set(s, "nonsense", "1"), CACO_ERROR_BAD_DATA, "unknown key \"nonsense\"");
    expectFailure(caco_scenario_set(s, "doom_skill", "7"), CACO_ERROR_BAD_DATA, "doom_skill");
    EXPECT_STREQ(caco_scenario_get(s, "doom_skill"), "2");

    caco_scenario* raw = nullptr;
    expectOk(caco_scenario_clone(s, &raw));
    const ScenarioHandle copy(raw);
    expectOk(caco_scenario_set(raw, "available_buttons", "{ USE }"));
    int32_t buttons[4] = {-1, -1, -1, -1};
    EXPECT_EQ(caco_scenario_buttons(s, buttons, 2), 8u) << "the original keeps its own";
    EXPECT_EQ(buttons[0], 0);
    EXPECT_EQ(buttons[1], 8);
    EXPECT_EQ(buttons[2], -1) << "no more than the capacity is written";
    EXPECT_EQ(caco_scenario_buttons(raw, buttons, 4), 1u);
    EXPECT_EQ(buttons[0], 1);
    EXPECT_EQ(caco_scenario_buttons(raw, nullptr, 4), 1u);
    int32_t variables[8];
    EXPECT_EQ(caco_scenario_variables(s, variables, 8), 5u);
    EXPECT_EQ(variables[0], 9);
}

TEST(CapiScenario, LoadsTextsAndFiles) {
    caco_scenario* raw = nullptr;
    expectOk(caco_scenario_create(&raw));
    const ScenarioHandle scenario(raw);
    EXPECT_STREQ(caco_scenario_warnings(raw), "");
    expectFailure(caco_scenario_load_text(raw, "\nfoo = 1", nullptr, nullptr, 0), CACO_ERROR_BAD_DATA,
                  "scenario text:2:");
    expectFailure(caco_scenario_load_text(raw, "\nfoo = 1", "my.cfg", nullptr, 0), CACO_ERROR_BAD_DATA,
                  "my.cfg:2: unknown key \"foo\"");
    expectOk(
        caco_scenario_load_text(raw, "foo = 1\ndoom_skill = 1\nbar = 2\ndoom_game_path = a.wad", "my.cfg", "/base", 1));
    const std::string warnings = caco_scenario_warnings(raw);
    EXPECT_NE(warnings.find("my.cfg:1:"), std::string::npos) << warnings;
    EXPECT_NE(warnings.find("\nmy.cfg:3:"), std::string::npos) << warnings;
    EXPECT_STREQ(caco_scenario_get(raw, "doom_skill"), "1");
    EXPECT_STREQ(caco_scenario_get(raw, "doom_game_path"), "/base/a.wad");
    expectFailure(caco_scenario_load_file(raw, "/nowhere/none.cfg", 0), CACO_ERROR_FILE_NOT_FOUND, "/nowhere/none.cfg");
}

TEST(CapiGame, WithoutAssetsLoadsWhatTheScenarioNames) {
    const ScenarioHandle scenario = battleScenario();
    caco_game* game = nullptr;
    expectFailure(caco_game_create(scenario.get(), nullptr, nullptr, &game), CACO_ERROR_INVALID_ARGUMENT,
                  "doom_game_path");
    expectOk(caco_scenario_set(scenario.get(), "doom_game_path", "/nowhere/doom2.wad"));
    expectFailure(caco_game_create(scenario.get(), nullptr, nullptr, &game), CACO_ERROR_FILE_NOT_FOUND,
                  "/nowhere/doom2.wad");
    EXPECT_EQ(game, nullptr);
}

TEST(CapiGame, NamesTheMapThatIsMissing) {
    const AssetsHandle assets = battleAssets();
    const ScenarioHandle scenario = battleScenario("doom_map = MAP09");
    caco_game* game = nullptr;
    expectFailure(caco_game_create(scenario.get(), assets.get(), nullptr, &game), CACO_ERROR_INVALID_ARGUMENT, "MAP09");
    EXPECT_EQ(game, nullptr);
}

}  // namespace
}  // namespace caco::test
