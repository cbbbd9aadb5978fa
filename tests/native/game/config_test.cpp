// The cfg language: every key, the grammar, and its errors.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

#include "game/config.h"

namespace caco::test {
namespace {

struct KeyCase {
    const char* key;
    const char* value;  // as written
    const char* shown;  // as read back
};

// All 61 keys, each with a value that is not its default.
constexpr KeyCase kKeys[] = {
    {"seed", "4294967295", "4294967295"},
    {"mode", "async_spectator", "ASYNC_SPECTATOR"},
    {"ticrate", "70", "70"},
    {"doom_skill", "5", "5"},
    {"doom_map", "map07", "map07"},
    {"episode_timeout", "2100", "2100"},
    {"episode_start_time", "14", "14"},
    {"vizdoom_path", "/a/vizdoom", "/a/vizdoom"},
    {"doom_game_path", "/a/freedoom2.wad", "/a/freedoom2.wad"},
    {"doom_scenario_path", "\"/a/my scenario.wad\"", "/a/my scenario.wad"},
    {"doom_config_path", "/a/engine.ini", "/a/engine.ini"},
    {"living_reward", "-1", "-1"},
    {"death_penalty", "100", "100"},
    {"death_reward", "-3.5", "-3.5"},
    {"map_exit_reward", "50", "50"},
    {"kill_reward", "1e2", "100"},
    {"secret_reward", "+2", "2"},
    {"item_reward", "0.25", "0.25"},
    {"frag_reward", "7", "7"},
    {"hit_reward", "0.1", "0.1"},
    {"hit_taken_reward", "-2", "-2"},
    {"hit_taken_penalty", "3", "3"},
    {"damage_made_reward", "0.5", "0.5"},
    {"damage_taken_reward", "-0.5", "-0.5"},
    {"damage_taken_penalty", "0.75", "0.75"},
    {"health_reward", "0.01", "0.01"},
    {"armor_reward", "0.02", "0.02"},
    {"screen_resolution", "640x480", "RES_640X480"},
    {"screen_format", "gray8", "GRAY8"},
    {"depth_buffer_enabled", "true", "true"},
    {"labels_buffer_enabled", "1", "true"},
    {"automap_buffer_enabled", "True", "true"},
    {"automap_mode", "Objects_With_Size", "OBJECTS_WITH_SIZE"},
    {"automap_rotate", "TRUE", "true"},
    {"automap_render_textures", "false", "false"},
    {"automap_render_objects_as_sprites", "true", "true"},
    {"objects_info_enabled", "true", "true"},
    {"sectors_info_enabled", "true", "true"},
    {"audio_buffer_enabled", "true", "true"},
    {"audio_sampling_rate", "SR_22050", "SR_22050"},
    {"audio_buffer_size", "8", "8"},
    {"notifications_buffer_enabled", "true", "true"},
    {"notifications_buffer_size", "16", "16"},
    {"render_hud", "true", "true"},
    {"render_minimal_hud", "true", "true"},
    {"render_weapon", "false", "false"},
    {"render_crosshair", "true", "true"},
    {"render_decals", "0", "false"},
    {"render_particles", "False", "false"},
    {"render_effects_sprites", "false", "false"},
    {"render_messages", "true", "true"},
    {"render_corpses", "false", "false"},
    {"render_screen_flashes", "false", "false"},
    {"render_all_frames", "true", "true"},
    {"window_visible", "true", "true"},
    {"console_enabled", "true", "true"},
    {"sound_enabled", "true", "true"},
    {"available_buttons", "{ attack Move_Forward turnleftrightdelta }",
     "{ ATTACK MOVE_FORWARD TURN_LEFT_RIGHT_DELTA }"},
    {"available_game_variables", "{HEALTH, ammo2, USER60}", "{ HEALTH AMMO2 USER60 }"},
    {"button_max_value", "{ TURN_LEFT_RIGHT_DELTA 7.5 MOVE_FORWARD_BACKWARD_DELTA 30 }",
     "{ TURN_LEFT_RIGHT_DELTA 7.5 MOVE_FORWARD_BACKWARD_DELTA 30 }"},
    {"game_args", "+sv_noautoaim 1", "+sv_noautoaim 1"},
};
static_assert(std::size(kKeys) == 61);

std::string get(const GameConfig& config, std::string_view key) {
    std::string value;
    EXPECT_TRUE(getConfigKey(config, key, value)) << key;
    return value;
}

// All keys with their values: two configs are equal when these are.
std::string everything(const GameConfig& config) {
    std::string text;
    for (const KeyCase& c : kKeys) {
        text += std::string(c.key) + " = " + get(config, c.key) + "\n";
    }
    return text;
}

Status applied(GameConfig& config, std::string_view text, std::vector<std::string>* warnings = nullptr) {
    return applyConfigText(config, text, "my.cfg", "", warnings);
}

void expectError(std::string_view text, std::initializer_list<std::string_view> parts) {
    GameConfig config;
    const std::string before = everything(config);
    const Status status = applied(config, text);
    EXPECT_EQ(status.code, StatusCode::BadData) << text;
    for (const std::string_view part : parts) {
        EXPECT_NE(status.message.find(part), std::string::npos) << status.message << " lacks " << part;
    }
    EXPECT_EQ(everything(config), before) << "something was applied of: " << text;
}

TEST(ConfigKeys, EveryKeyIsSetAndReadBack) {
    for (const KeyCase& c : kKeys) {
        GameConfig config;
        const std::string fresh = get(config, c.key);
        EXPECT_NE(fresh, c.shown) << c.key << ": the case does not change anything";
        const Status status = setConfigKey(config, c.key, c.value, false, "");
        ASSERT_TRUE(status.ok()) << status.message;
        EXPECT_EQ(get(config, c.key), c.shown) << c.key;
        GameConfig again;
        ASSERT_TRUE(setConfigKey(again, c.key, c.shown, false, "").ok()) << c.key;
        EXPECT_EQ(everything(again), everything(config)) << c.key;
    }
}

TEST(ConfigKeys, CaseAndUnderscoresDoNotMatter) {
    for (const KeyCase& c : kKeys) {
        std::string plain, loud;
        for (const char* p = c.key; *p; ++p) {
            if (*p != '_') plain += *p;
            loud += static_cast<char>(std::toupper(static_cast<unsigned char>(*p)));
        }
        for (const std::string& spelling : {plain, loud, "_" + plain + "_"}) {
            GameConfig config;
            ASSERT_TRUE(setConfigKey(config, spelling, c.value, false, "").ok()) << spelling;
            EXPECT_EQ(get(config, spelling), c.shown) << spelling;
        }
    }
}

TEST(ConfigKeys, DefaultsAreViZDooms) {
    const GameConfig config;
    const KeyCase defaults[] = {{"mode", "", "PLAYER"},
                                {"ticrate", "", "35"},
                                {"doom_skill", "", "3"},
                                {"doom_map", "", "map01"},
                                {"episode_timeout", "", "0"},
                                {"episode_start_time", "", "1"},
                                {"living_reward", "", "0"},
                                {"screen_resolution", "", "RES_320X240"},
                                {"screen_format", "", "CRCGCB"},
                                {"render_hud", "", "false"},
                                {"render_weapon", "", "true"},
                                {"render_crosshair", "", "false"},
                                {"render_decals", "", "true"},
                                {"render_particles", "", "true"},
                                {"render_effects_sprites", "", "true"},
                                {"render_messages", "", "false"},
                                {"render_corpses", "", "true"},
                                {"render_screen_flashes", "", "true"},
                                {"available_buttons", "", "{ }"},
                                {"seed", "", ""}};
    for (const KeyCase& c : defaults) {
        EXPECT_EQ(get(config, c.key), c.shown) << c.key;
    }
}

TEST(ConfigKeys, PenaltiesAreNegatedRewards) {
    GameConfig config;
    ASSERT_TRUE(applied(config, "damage_taken_penalty = 2\nhit_taken_penalty = -1\n").ok());
    EXPECT_EQ(config.shaping.damageTaken, -2);
    EXPECT_EQ(config.shaping.hitTaken, 1);
    EXPECT_EQ(get(config, "damage_taken_reward"), "-2");
}

TEST(ConfigText, ReadsTheWholeGrammar) {
    GameConfig config;
    const Status status = applied(config,
                                  "\xEF\xBB\xBF# a comment\r\n"
                                  "\r\n"
                                  "Doom_Skill=4 # behind a value\r\n"
                                  "  livingreward   =   -0.5\r\n"
                                  "available_buttons =\n"
                                  "{\n"
                                  "    MOVE_LEFT # the first\n"
                                  "    # none here\n"
                                  "    MoveRight\n"
                                  "}\n"
                                  "available_game_variables = { HEALTH\n"
                                  "  AMMO2 }\n"
                                  "available_game_variables += { KILLCOUNT HEALTH }\n"
                                  "available_buttons += ATTACK\n"
                                  "game_args = -nomonsters\n"
                                  "game_args += +sv_noautoaim 1\n"
                                  "button_max_value = { TURN_LEFT_RIGHT_DELTA 5 }\n"
                                  "button_max_value += { LOOK_UP_DOWN_DELTA 4 }");
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(config.skill, 4);
    EXPECT_EQ(config.livingReward, -0.5);
    EXPECT_EQ(get(config, "available_buttons"), "{ MOVE_LEFT MOVE_RIGHT ATTACK }");
    EXPECT_EQ(get(config, "available_game_variables"), "{ HEALTH AMMO2 KILLCOUNT }");
    EXPECT_EQ(config.gameArgs, "-nomonsters +sv_noautoaim 1");
    EXPECT_EQ(get(config, "button_max_value"), "{ LOOK_UP_DOWN_DELTA 4 TURN_LEFT_RIGHT_DELTA 5 }");
}

TEST(ConfigText, LaterTextsOverrideEarlierOnes) {
    GameConfig config;
    ASSERT_TRUE(
        applied(config,
                "doom_skill = 2\navailable_buttons = { ATTACK USE }\nbutton_max_value = { LOOK_UP_DOWN_DELTA 4 }")
            .ok());
    ASSERT_TRUE(
        applied(config, "doom_skill = 3\ndoom_skill = 5\navailable_buttons = { JUMP }\nbutton_max_value = { }").ok());
    EXPECT_EQ(config.skill, 5);
    EXPECT_EQ(get(config, "available_buttons"), "{ JUMP }");
    EXPECT_EQ(get(config, "button_max_value"), "{ }");
}

TEST(ConfigText, AllKeysAtOnce) {
    std::string text;
    for (const KeyCase& c : kKeys) {
        if (std::string_view(c.key).find("_taken_reward") ==
            std::string_view::npos) {  // the penalties write the same fields
            text += std::string(c.key) + " = " + c.value + "\n";
        }
    }
    GameConfig config, again;
    ASSERT_TRUE(applied(config, text).ok());
    EXPECT_EQ(get(config, "hit_taken_reward"), "-3");
    ASSERT_TRUE(applied(again, everything(config)).ok());
    EXPECT_EQ(everything(again), everything(config));
}

TEST(ConfigText, ErrorsNameFileLineAndWhatIsWrong) {
    expectError("doom_skill = 3\n\n# x\nlivng_reward = 1\n", {"my.cfg:4:", "unknown key", "livng_reward"});
    expectError("doom_skill = 6", {"my.cfg:1:", "doom_skill", "6", "from 1 to 5"});
    expectError("doom_skill = 3.5", {"doom_skill", "3.5"});
    expectError("doom_skill = 99999999999", {"99999999999"});
    expectError("seed = 4294967296", {"seed", "4294967296", "4294967295"});
    expectError("seed = -1", {"seed"});
    expectError("living_reward = much", {"living_reward", "much", "number"});
    expectError("living_reward = inf", {"living_reward", "number"});
    expectError("living_reward = nan", {"living_reward", "number"});
    expectError("living_reward = 1 2", {"living_reward"});
    expectError("\nrender_hud = maybe", {"my.cfg:2:", "render_hud", "maybe", "true or false"});
    expectError("mode = GOD", {"mode", "GOD", "PLAYER"});
    expectError("screen_format = RGB", {"screen_format", "RGB", "CRCGCB"});
    expectError("screen_resolution = RES_1X1", {"screen_resolution", "RES_1X1", "RES_320X240"});
    expectError("available_buttons = { ATTACK SHOOT }", {"my.cfg:1:", "available_buttons", "SHOOT", "button name"});
    expectError("available_game_variables =\n{\nHEALTH\nLUCK }", {"my.cfg:1:", "available_game_variables", "LUCK"});
    expectError("button_max_value = { ATTACK }", {"button_max_value"});
    expectError("button_max_value = { ATTACK lots }", {"button_max_value"});
    expectError("available_buttons = { ATTACK\nMOVE_LEFT\n", {"my.cfg:1:", "not closed", "}"});
    expectError("doom_skill =\nmode = PLAYER", {"my.cfg:1:", "doom_skill", "no value"});
    expectError("doom_skill =", {"my.cfg:1:", "no value"});
    expectError("doom_skill 3", {"my.cfg:1:", "KEY = VALUE", "doom_skill 3"});
    expectError("= 3", {"my.cfg:1:"});
    expectError("+= 3", {"my.cfg:1:", "no key"});
    expectError("doom_skill += 3", {"doom_skill", "+=", "lists"});
}

TEST(ConfigText, NothingIsAppliedOnAnError) {
    GameConfig config;
    ASSERT_TRUE(applied(config, "doom_skill = 2\navailable_buttons = { USE }").ok());
    const std::string before = everything(config);
    EXPECT_FALSE(
        applied(config, "doom_skill = 4\navailable_buttons += { ATTACK }\nliving_reward = 3\nnonsense = 1\n").ok());
    EXPECT_EQ(everything(config), before);
    EXPECT_FALSE(applied(config, "doom_skill = 4\navailable_buttons = { ATTACK NOPE }").ok());
    EXPECT_EQ(everything(config), before);
}

TEST(ConfigText, LenientReadingWarnsAndGoesOn) {
    GameConfig config;
    std::vector<std::string> warnings;
    const Status status = applied(config,
                                  "doom_skill = 4\n"
                                  "nonsense = 1\n"
                                  "what is this\n"
                                  "living_reward = x\n"
                                  "death_penalty = 9\n"
                                  "available_buttons = { ATTACK NOPE }\n"
                                  "episode_timeout =\n"
                                  "render_hud = true\n"
                                  "available_game_variables = { HEALTH\n",
                                  &warnings);
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(config.skill, 4);
    EXPECT_EQ(config.deathPenalty, 9);
    EXPECT_TRUE(config.hud);
    EXPECT_EQ(config.livingReward, 0);
    EXPECT_TRUE(config.buttons.empty());
    EXPECT_TRUE(config.variables.empty());
    for (const char* line : {"my.cfg:2:", "my.cfg:3:", "my.cfg:4:", "my.cfg:6:", "my.cfg:7:", "my.cfg:9:"}) {
        EXPECT_EQ(
            std::count_if(warnings.begin(), warnings.end(), [&](const std::string& w) { return w.starts_with(line); }),
            1)
            << line;
    }
    EXPECT_EQ(warnings.size(), 6u);
}

// A folder that goes away with the test.
class ConfigFiles : public ::testing::Test {
protected:
    void SetUp() override {
        folder = std::filesystem::path(::testing::TempDir()) /
                 ("caco_cfg_" + std::to_string(reinterpret_cast<uintptr_t>(this)));
        std::filesystem::create_directories(folder / "sub");
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    std::string write(const char* name, std::string_view text) {
        const std::string path = (folder / name).string();
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    std::filesystem::path folder;
};

TEST_F(ConfigFiles, PathsAreRelativeToTheFile) {
    GameConfig config;
    const std::string path = write(
        "sub/a.cfg", "doom_scenario_path = ../maps/my.wad\ndoom_game_path = \"iwad.wad\"\nvizdoom_path = /bin/viz\n");
    const Status status = applyConfigFile(config, path, nullptr);
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(config.scenarioPath, (folder / "maps" / "my.wad").string());
    EXPECT_EQ(config.iwadPath, (folder / "sub" / "iwad.wad").string());
    EXPECT_EQ(config.vizdoomPath, "/bin/viz");
}

TEST_F(ConfigFiles, MissingFilesAndFoldersAreNamed) {
    GameConfig config;
    const std::string missing = (folder / "none.cfg").string();
    Status status = applyConfigFile(config, missing, nullptr);
    EXPECT_EQ(status.code, StatusCode::FileNotFound);
    EXPECT_NE(status.message.find(missing), std::string::npos);
    status = applyConfigFile(config, folder.string(), nullptr);
    EXPECT_EQ(status.code, StatusCode::FileNotFound);
    EXPECT_NE(status.message.find("folder"), std::string::npos);
}

TEST_F(ConfigFiles, ErrorsNameTheFile) {
    GameConfig config;
    const std::string path = write("bad.cfg", "\nfoo = 1\n");
    const Status status = applyConfigFile(config, path, nullptr);
    EXPECT_NE(status.message.find(path + ":2:"), std::string::npos) << status.message;
}

}  // namespace
}  // namespace caco::test
