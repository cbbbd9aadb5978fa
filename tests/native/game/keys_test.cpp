// Every key of the cfg language, in a table: what a host can see of a short play changes with it, or it is known to have no effect here
// and, where somebody may count on it, says so in the reports.
#include "base/hash.h"
#include "sim/lines.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

enum class Effect : uint8_t {
    Acts,    // on the usual play
    Exits,   // on a play that leaves the level
    Loads,   // tells what to load: acts in the C interface or before a game is made
    Reports, // has nothing to act on, and says so
    None     // has nothing to act on
};

struct KeyRow {
    const char* key;
    const char* value;
    Effect effect;
    const char* with = ""; // settings that it needs beside it
};

constexpr KeyRow kRows[] = {
    {"seed", "99", Effect::Acts},
    {"mode", "SPECTATOR", Effect::Acts},
    {"ticrate", "70", Effect::None}, // the pace of the asynchronous modes
    {"doom_skill", "1", Effect::Acts},
    {"doom_map", "MAP02", Effect::Acts},
    {"episode_timeout", "20", Effect::Acts},
    {"episode_start_time", "9", Effect::Acts},
    {"vizdoom_path", "/a/vizdoom", Effect::None}, // the reference's program
    {"doom_game_path", "/a/freedoom2.wad", Effect::Loads},
    {"doom_scenario_path", "/a/my.wad", Effect::Loads},
    {"doom_config_path", "/a/engine.ini", Effect::Reports},
    {"living_reward", "-1", Effect::Acts},
    {"death_penalty", "100", Effect::Acts},
    {"death_reward", "-3", Effect::Acts},
    {"map_exit_reward", "50", Effect::Exits},
    {"kill_reward", "100", Effect::Acts},
    {"secret_reward", "2", Effect::Acts},
    {"item_reward", "0.25", Effect::Acts},
    {"frag_reward", "7", Effect::Acts},
    {"hit_reward", "0.1", Effect::Acts},
    {"hit_taken_reward", "-2", Effect::Acts},
    {"hit_taken_penalty", "3", Effect::Acts},
    {"damage_made_reward", "0.5", Effect::Acts},
    {"damage_taken_reward", "-0.5", Effect::Acts},
    {"damage_taken_penalty", "0.75", Effect::Acts},
    {"health_reward", "0.01", Effect::Acts},
    {"armor_reward", "0.02", Effect::Acts},
    {"screen_resolution", "RES_200X150", Effect::Acts},
    {"screen_format", "GRAY8", Effect::Acts},
    {"depth_buffer_enabled", "true", Effect::Acts},
    {"labels_buffer_enabled", "true", Effect::Acts},
    {"automap_buffer_enabled", "true", Effect::Acts},
    {"automap_mode", "OBJECTS_WITH_SIZE", Effect::Acts, "automap_buffer_enabled = true\n"},
    {"automap_rotate", "true", Effect::Acts, "automap_buffer_enabled = true\nautomap_mode = WHOLE\n"},
    {"automap_render_textures", "false", Effect::Acts, "automap_buffer_enabled = true\nautomap_mode = WHOLE\n"},
    {"automap_render_objects_as_sprites", "true", Effect::Acts, "automap_buffer_enabled = true\nautomap_mode = OBJECTS\n"},
    {"objects_info_enabled", "true", Effect::Acts},
    {"sectors_info_enabled", "true", Effect::Acts},
    {"audio_buffer_enabled", "true", Effect::Acts},
    {"audio_sampling_rate", "SR_11025", Effect::Acts, "audio_buffer_enabled = true\n"},
    {"audio_buffer_size", "8", Effect::Acts, "audio_buffer_enabled = true\n"},
    {"notifications_buffer_enabled", "true", Effect::Acts},
    {"notifications_buffer_size", "1000", Effect::Acts, "notifications_buffer_enabled = true\n"},
    {"render_hud", "true", Effect::Acts},
    {"render_minimal_hud", "true", Effect::Acts, "render_hud = true\n"},
    {"render_weapon", "false", Effect::Acts},
    {"render_crosshair", "true", Effect::Acts},
    {"render_decals", "false", Effect::None}, // none are drawn: their pictures and choices are the reference's own resource file's
    {"render_particles", "false", Effect::Acts, "render_effects_sprites = false\n"},
    {"render_effects_sprites", "false", Effect::Acts},
    {"render_messages", "true", Effect::None}, // the test's archive has no font
    {"render_corpses", "false", Effect::Acts},
    {"render_screen_flashes", "false", Effect::None}, // they tint the output device, never the exported frame
    {"render_all_frames", "true", Effect::Acts},
    {"window_visible", "true", Effect::None},
    {"console_enabled", "true", Effect::Reports},
    {"sound_enabled", "true", Effect::Reports},
    {"available_buttons", "{ ATTACK }", Effect::Acts},
    {"available_game_variables", "{ HEALTH }", Effect::Acts},
    {"button_max_value", "{ TURN_LEFT_RIGHT_DELTA 2 }", Effect::Acts},
    {"game_args", "+sv_gravity 100 +sv_noautoaim 1", Effect::Acts},
};
static_assert(std::size(kRows) == 61);

const char* const kBase = "seed = 5\nscreen_resolution = RES_160X120\navailable_buttons = { TURN_LEFT_RIGHT_DELTA ATTACK JUMP }\n";

std::shared_ptr<const Content> content() {
    static const std::shared_ptr<const Content> made = [] {
        GridMap map = room();
        map.things.push_back({256, 400, 270, 3001, 0}); // an imp
        map.things.push_back({200, 400, 270, 3004, 0}); // a zombie
        map.things.push_back({256, 256, 0, 2015, 0});   // an armour bonus under the player
        GridMap other = map;
        other.light = 96;
        WadBuilder wad;
        wad.add("S_START");
        for (const char* name : {"TROO", "POSS", "PUFF", "BLUD", "PISG", "BON2"}) {
            for (const char* frame : {"A0", "B0", "C0", "D0", "E0", "F0", "G0", "H0", "I0", "J0", "K0", "L0", "M0"}) {
                wad.add(std::string(name) + frame, makePatch(40, 40, 20, 38, [](int, int) { return uint8_t{90}; }));
            }
        }
        wad.add("S_END");
        wad.add("MAP01").add("TEXTMAP", map.textMap()).add("ENDMAP");
        wad.add("MAP02").add("TEXTMAP", other.textMap()).add("ENDMAP");
        return contentOf(wad.build());
    }();
    return made;
}

uint64_t mix(uint64_t seen, const void* data, size_t size) { return data && size ? hashBytes(data, size, seen) : seen + 1; }

// Everything that a host can see after a step.
uint64_t look(Game& game, uint64_t seen) {
    const size_t pixels = static_cast<size_t>(game.width()) * static_cast<size_t>(game.height());
    const auto format = static_cast<ScreenFormat>(game.config().format);
    seen = mix(seen, game.convertedScreen(), pixels * static_cast<size_t>(bytesPerPixel(format)));
    seen = mix(seen, game.convertedAutomap(), game.convertedAutomap() ? pixels * static_cast<size_t>(bytesPerPixel(format)) : 0);
    seen = mix(seen, game.renderer()->depth(), game.renderer()->depth() ? pixels : 0);
    seen = mix(seen, game.renderer()->labels(), game.renderer()->labels() ? pixels : 0);
    const uint64_t counts[] = {game.labels().size(),   game.objects().size(),          game.config().sectorsInfo, game.frameNumber(),
                               game.config().variables.size(), game.config().buttons.size(),  static_cast<uint64_t>(game.episodeTime()),
                               game.episode().finished, game.hash()};
    seen = mix(seen, counts, sizeof counts);
    const double rewards[] = {game.episode().lastReward, game.episode().totalReward};
    seen = mix(seen, rewards, sizeof rewards);
    const std::string notes = game.notifications();
    seen = mix(seen, notes.data(), notes.size());
    if (const Audio* audio = game.audio()) seen = mix(seen, audio->heard(0).data(), audio->heard(0).size_bytes());
    return seen;
}

// The picture with the corpses, and whatever else is shown on the way.
uint64_t playAndLook(const std::string& settings, bool exits, std::string* reports = nullptr) {
    auto game = gameOf(content(), configOf(kBase + settings));
    if (!game) return 0;
    uint64_t seen = look(*game, 1);
    const size_t buttons = game->config().buttons.size();
    const auto press = [&](double turn, double attack, double jump, uint32_t tics) {
        const double all[] = {turn, attack, jump};
        act(*game, std::vector<double>(all, all + std::min<size_t>(buttons, 3)), tics);
        seen = look(*game, seen);
    };
    for (int i = 0; i < 20; ++i) {
        press(i % 5 == 0 ? 4 : -1, 1, i % 6 == 0, 3);
    }
    game->world().state->foundSecrets = 1; // the room has none to walk into
    EXPECT_TRUE(game->command("kill monsters").ok());
    for (int i = 0; i < 8; ++i) {
        press(0, 0, 0, 3);
    }
    if (exits) {
        const int32_t args[5]{};
        executeSpecial(game->world(), 243, nullptr, kNoIndex, 0, args);
    } else {
        EXPECT_TRUE(game->command("kill").ok());
    }
    press(0, 0, 0, 2);
    if (reports) *reports = game->reports();
    return seen;
}

TEST(Keys, EachActsOrIsKnownNotTo) {
    const uint64_t plain = playAndLook("", false), left = playAndLook("", true);
    ASSERT_EQ(playAndLook("", false), plain) << "the play itself must be the same every time";
    for (const KeyRow& row : kRows) {
        SCOPED_TRACE(row.key);
        const std::string setting = std::string(row.key) + " = " + row.value + "\n";
        GameConfig config;
        ASSERT_TRUE(setConfigKey(config, row.key, row.value, false, "").ok());
        std::string reports;
        switch (row.effect) {
            case Effect::Acts:
                EXPECT_NE(playAndLook(row.with + setting, false), *row.with ? playAndLook(row.with, false) : plain);
                break;
            case Effect::Exits:
                EXPECT_NE(playAndLook(setting, true), left);
                break;
            case Effect::Reports:
                EXPECT_EQ(playAndLook(setting, false, &reports), plain);
                EXPECT_NE(reports.find(row.key), std::string::npos) << reports;
                break;
            case Effect::None:
            case Effect::Loads:
                EXPECT_EQ(playAndLook(setting, false), plain);
                break;
        }
    }
}

TEST(Keys, RenderAllFramesDrawsEveryTicOfAnAction) {
    for (const bool all : {false, true}) {
        GameConfig config = battleConfig(3);
        config.allFrames = all;
        auto game = gameOf(battleContent(), config);
        const uint32_t before = game->frameNumber();
        act(*game, {}, 4);
        EXPECT_EQ(game->frameNumber() - before, all ? 4u : 1u);
    }
}

TEST(Keys, LumpsThatAreNotReadAreNamedOnce) {
    WadBuilder wad;
    wad.add("TERRAIN", "splash X {}\n").add("DECALDEF", "decal X {}\n");
    std::shared_ptr<const Content> content;
    ASSERT_TRUE(loadContent({wad.build(), roomWad(room())}, content).ok());
    GameOptions options;
    options.noScreen = true;
    const std::string reports = gameOf(content, configOf(""), options)->reports();
    for (const char* name : {"TERRAIN", "DECALDEF"}) {
        const size_t at = reports.find(name);
        EXPECT_NE(at, std::string::npos) << reports;
        EXPECT_EQ(reports.find(name, at + 1), std::string::npos) << reports;
    }
    EXPECT_EQ(reports.find("TEXTURES"), std::string::npos);
}

} // namespace
} // namespace caco::test
