// Damaged cfg texts: an error with file and line and nothing applied, or a config whose keys can be read back.
#include <gtest/gtest.h>

#include <string_view>

#include "game/builtin.h"
#include "game/config.h"
#include "support/damage.h"

namespace caco::test {
namespace {

constexpr std::string_view kText = R"(# a scenario
doom_scenario_path = some.wad
doom_map = map02
seed = 12
doom_skill = 3
living_reward = -1.5
death_penalty = 1e2
episode_timeout = 300
episode_start_time = 14
screen_resolution = RES_320X240
screen_format = CRCGCB
render_hud = True
mode = PLAYER
available_buttons =
{
    MOVE_LEFT   # left
    TURN_LEFT_RIGHT_DELTA
    ATTACK
}
available_buttons += { USE }
available_game_variables = { AMMO2 HEALTH }
button_max_value = { TURN_LEFT_RIGHT_DELTA 5 }
game_args += +sv_noautoaim 1
)";

// Reads every key: none of them may hold a number outside its table.
std::string readAll(const GameConfig& config) {
    std::string all, value;
    for (const char* key : {"seed", "mode", "doom_skill", "doom_map", "episode_timeout", "living_reward",
                            "screen_resolution", "screen_format", "automap_mode", "audio_sampling_rate",
                            "available_buttons", "available_game_variables", "button_max_value", "game_args"}) {
        EXPECT_TRUE(getConfigKey(config, key, value));
        all += value + "\n";
    }
    return all;
}

void tryText(const std::string& text) {
    GameConfig config;
    const std::string before = readAll(config);
    const Status status = applyConfigText(config, text, "x.cfg", "/base", nullptr);
    const std::string after = readAll(config);
    if (!status.ok()) {
        EXPECT_TRUE(status.message.starts_with("x.cfg:")) << status.message;
        EXPECT_EQ(after, before) << text;
    }
    GameConfig lenient;
    std::vector<std::string> warnings;
    EXPECT_TRUE(applyConfigText(lenient, text, "x.cfg", "/base", &warnings).ok());
    EXPECT_EQ(warnings.empty(), status.ok()) << text;
    readAll(lenient);
}

TEST(ConfigFuzz, DamagedBytes) {
    TestRandom random(11);
    for (int i = 0; i < fuzzCases(1500); ++i) {
        const std::vector<uint8_t> bytes = damaged({kText.begin(), kText.end()}, random, 6);
        tryText({bytes.begin(), bytes.end()});
    }
}

TEST(ConfigFuzz, ShuffledPieces) {
    constexpr std::string_view pieces[] = {"{",
                                           "}",
                                           "=",
                                           "+=",
                                           "+",
                                           "#",
                                           "\n",
                                           "\r\n",
                                           " ",
                                           "\t",
                                           "seed",
                                           "doom_skill",
                                           "available_buttons",
                                           "button_max_value",
                                           "ATTACK",
                                           "HEALTH",
                                           "1",
                                           "-1",
                                           "1e999",
                                           "99999999999999999999",
                                           "true",
                                           "\"",
                                           "'",
                                           "_",
                                           "game_args",
                                           "mode",
                                           "PLAYER",
                                           "screen_resolution",
                                           "640x480",
                                           "doom_map",
                                           "\xFF",
                                           "\xEF\xBB\xBF"};
    TestRandom random(12);
    for (int i = 0; i < fuzzCases(1500); ++i) {
        std::string text;
        for (uint32_t n = random.below(40); n; --n) {
            text += pieces[random.below(std::size(pieces))];
        }
        text += std::string(random.below(20) == 0 ? 1 : 0, '\0');
        tryText(text);
    }
}

}  // namespace
}  // namespace caco::test
