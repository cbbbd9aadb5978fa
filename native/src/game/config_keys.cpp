#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>
#include <type_traits>

#include "game/config.h"
#include "game/text.h"

namespace caco {
namespace {

Status badValue(std::string_view key, std::string_view value, const std::string& want) {
    return Status::error(StatusCode::BadData, std::string(key) + ": \"" + std::string(value) + "\" is not " + want);
}

bool parseBool(std::string_view text, bool& out) {
    const std::string word = foldName(text);
    if (word == "true" || word == "1") {
        out = true;
        return true;
    }
    if (word == "false" || word == "0") {
        out = false;
        return true;
    }
    return false;
}

template <class T> bool parseNumber(std::string_view text, T& out) {
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
    }
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return false;
    }
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) {
            return false;
        }
    }
    out = value;
    return true;
}

std::string formatNumber(double v) {
    char text[64];
    const auto result = std::to_chars(text, text + sizeof text, v);
    return std::string(text, result.ptr);
}

std::string quoted(std::string_view value) {
    std::string text(value);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
        text = text.substr(1, text.size() - 2);
    }
    return text;
}

std::string resolvePath(std::string_view value, const std::string& baseDir) {
    const std::string text = quoted(value);
    const std::filesystem::path path(text);
    return text.empty() || path.is_absolute() || baseDir.empty() ? text : (std::filesystem::path(baseDir) / path).lexically_normal().string();
}

std::vector<std::string> listItems(std::string_view value) {
    std::vector<std::string> items;
    std::string item;
    for (const char c : value) {
        if (c == '{' || c == '}' || c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            if (!item.empty()) {
                items.push_back(std::move(item));
                item.clear();
            }
        } else {
            item.push_back(c);
        }
    }
    if (!item.empty()) {
        items.push_back(std::move(item));
    }
    return items;
}

// One key: how it is set and shown.
struct Key {
    const char* name;
    std::function<Status(GameConfig&, std::string_view value, bool append, const std::string& baseDir)> set;
    std::function<std::string(const GameConfig&)> get;
};

template <class Member> Key boolKey(const char* name, Member member) {
    return {name,
            [name, member](GameConfig& c, std::string_view v, bool, const std::string&) {
                return parseBool(v, c.*member) ? Status{} : badValue(name, v, "true or false");
            },
            [member](const GameConfig& c) { return std::string(c.*member ? "true" : "false"); }};
}

template <class Member> Key doubleKey(const char* name, Member access, double sign = 1) {
    return {name,
            [name, access, sign](GameConfig& c, std::string_view v, bool, const std::string&) -> Status {
                double number;
                if (!parseNumber(v, number)) return badValue(name, v, "a number");
                access(c) = sign * number;
                return {};
            },
            [access, sign](const GameConfig& c) { return formatNumber(sign * access(const_cast<GameConfig&>(c)) + 0.0); }};
}

Key intKey(const char* name, int32_t GameConfig::*member, int32_t low, int32_t high) {
    return {name,
            [=](GameConfig& c, std::string_view v, bool, const std::string&) -> Status {
                int32_t number;
                if (!parseNumber(v, number) || number < low || number > high) {
                    return badValue(name, v, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
                }
                c.*member = number;
                return {};
            },
            [member](const GameConfig& c) { return std::to_string(c.*member); }};
}

Key enumKey(const char* name, int32_t GameConfig::*member, Vocabulary words, const char* want) {
    return {name,
            [=](GameConfig& c, std::string_view v, bool, const std::string&) -> Status {
                const int32_t number = numberOf(words, v);
                if (number < 0) return badValue(name, v, want);
                c.*member = number;
                return {};
            },
            [=](const GameConfig& c) { return std::string(namesOf(words)[static_cast<size_t>(c.*member)]); }};
}

Key pathKey(const char* name, std::string GameConfig::*member) {
    return {name,
            [member](GameConfig& c, std::string_view v, bool, const std::string& base) {
                c.*member = resolvePath(v, base);
                return Status{};
            },
            [member](const GameConfig& c) { return c.*member; }};
}

Key listKey(const char* name, std::vector<int32_t> GameConfig::*member, Vocabulary words, const char* what) {
    return {name,
            [=](GameConfig& c, std::string_view v, bool append, const std::string&) -> Status {
                std::vector<int32_t> list = append ? c.*member : std::vector<int32_t>{};
                for (const std::string& item : listItems(v)) {
                    const int32_t number = numberOf(words, item);
                    if (number < 0) return badValue(name, item, what);
                    bool known = false;
                    for (const int32_t have : list) {
                        known |= have == number;
                    }
                    if (!known) list.push_back(number);
                }
                c.*member = std::move(list);
                return {};
            },
            [=](const GameConfig& c) {
                std::string text = "{";
                for (const int32_t number : c.*member) {
                    text += ' ';
                    text += namesOf(words)[static_cast<size_t>(number)];
                }
                return text + " }";
            }};
}

// "BUTTON value" pairs.
Status setButtonMax(GameConfig& c, std::string_view value, bool append, const std::string&) {
    const std::vector<std::string> items = listItems(value);
    auto max = append ? c.buttonMax : decltype(c.buttonMax){};
    for (size_t i = 0; i < items.size(); i += 2) {
        const int32_t button = numberOf(Vocabulary::Button, items[i]);
        double limit;
        if (button < 0 || i + 1 >= items.size() || !parseNumber(std::string_view(items[i + 1]), limit)) {
            return badValue("button_max_value", value, "a list of button names, each with a number");
        }
        max[static_cast<size_t>(button)] = limit;
    }
    c.buttonMax = max;
    return {};
}

std::string showButtonMax(const GameConfig& c) {
    std::string text = "{";
    for (size_t i = 0; i < c.buttonMax.size(); ++i) {
        if (c.buttonMax[i] != 0) {
            text += ' ' + std::string(namesOf(Vocabulary::Button)[i]) + ' ' + formatNumber(c.buttonMax[i]);
        }
    }
    return text + " }";
}

Status setSeed(GameConfig& c, std::string_view value, bool, const std::string&) {
    uint32_t number;
    if (!parseNumber(value, number)) {
        return badValue("seed", value, "a whole number from 0 to 4294967295");
    }
    c.seed = number;
    c.seedSet = true;
    return {};
}

Status setMode(GameConfig& c, std::string_view value, bool, const std::string&) {
    const int32_t number = numberOf(Vocabulary::Mode, value);
    if (number < 0) {
        return badValue("mode", value, "PLAYER, SPECTATOR, ASYNC_PLAYER or ASYNC_SPECTATOR");
    }
    c.mode = static_cast<Mode>(number);
    return {};
}

Status setResolution(GameConfig& c, std::string_view value, bool, const std::string&) {
    int32_t number = numberOf(Vocabulary::ScreenResolution, value);
    if (number < 0) {
        number = numberOf(Vocabulary::ScreenResolution, "res" + std::string(value));
    }
    if (number < 0) {
        return badValue("screen_resolution", value, "one of the 36 resolutions, such as RES_320X240");
    }
    c.resolution = number;
    return {};
}

Status setGameArgs(GameConfig& c, std::string_view value, bool append, const std::string&) {
    c.gameArgs = append && !c.gameArgs.empty() ? c.gameArgs + ' ' + std::string(value) : std::string(value);
    return {};
}

#define CACO_FIELD(member) [](GameConfig & c) -> double& { return c.member; }

std::vector<Key> makeKeys() {
    using C = GameConfig;
    return {
        {"seed", setSeed, [](const C& c) { return c.seedSet ? std::to_string(c.seed) : std::string(); }},
        {"mode", setMode, [](const C& c) { return std::string(namesOf(Vocabulary::Mode)[static_cast<size_t>(c.mode)]); }},
        intKey("ticrate", &C::ticrate, 1, 100000),
        intKey("doom_skill", &C::skill, 1, 5),
        {"doom_map", [](C& c, std::string_view v, bool, const std::string&) { c.map = quoted(v); return Status{}; }, [](const C& c) { return c.map; }},
        intKey("episode_timeout", &C::episodeTimeout, 0, INT32_MAX),
        intKey("episode_start_time", &C::episodeStartTime, 0, INT32_MAX),
        pathKey("vizdoom_path", &C::vizdoomPath),
        pathKey("doom_game_path", &C::iwadPath),
        pathKey("doom_scenario_path", &C::scenarioPath),
        pathKey("doom_config_path", &C::engineConfigPath),
        doubleKey("living_reward", CACO_FIELD(livingReward)),
        doubleKey("death_penalty", CACO_FIELD(deathPenalty)),
        doubleKey("death_reward", CACO_FIELD(deathReward)),
        doubleKey("map_exit_reward", CACO_FIELD(shaping.mapExit)),
        doubleKey("kill_reward", CACO_FIELD(shaping.kill)),
        doubleKey("secret_reward", CACO_FIELD(shaping.secret)),
        doubleKey("item_reward", CACO_FIELD(shaping.item)),
        doubleKey("frag_reward", CACO_FIELD(shaping.frag)),
        doubleKey("hit_reward", CACO_FIELD(shaping.hit)),
        doubleKey("hit_taken_reward", CACO_FIELD(shaping.hitTaken)),
        doubleKey("hit_taken_penalty", CACO_FIELD(shaping.hitTaken), -1),
        doubleKey("damage_made_reward", CACO_FIELD(shaping.damageMade)),
        doubleKey("damage_taken_reward", CACO_FIELD(shaping.damageTaken)),
        doubleKey("damage_taken_penalty", CACO_FIELD(shaping.damageTaken), -1),
        doubleKey("health_reward", CACO_FIELD(shaping.health)),
        doubleKey("armor_reward", CACO_FIELD(shaping.armor)),
        {"screen_resolution", setResolution,
         [](const C& c) { return std::string(namesOf(Vocabulary::ScreenResolution)[static_cast<size_t>(c.resolution)]); }},
        enumKey("screen_format", &C::format, Vocabulary::ScreenFormat, "a screen format, such as CRCGCB, RGB24 or GRAY8"),
        boolKey("depth_buffer_enabled", &C::depthBuffer),
        boolKey("labels_buffer_enabled", &C::labelsBuffer),
        boolKey("automap_buffer_enabled", &C::automapBuffer),
        enumKey("automap_mode", &C::automapMode, Vocabulary::AutomapMode, "NORMAL, WHOLE, OBJECTS or OBJECTS_WITH_SIZE"),
        boolKey("automap_rotate", &C::automapRotate),
        boolKey("automap_render_textures", &C::automapTextures),
        boolKey("automap_render_objects_as_sprites", &C::automapSprites),
        boolKey("objects_info_enabled", &C::objectsInfo),
        boolKey("sectors_info_enabled", &C::sectorsInfo),
        boolKey("audio_buffer_enabled", &C::audioBuffer),
        enumKey("audio_sampling_rate", &C::samplingRate, Vocabulary::SamplingRate, "SR_11025, SR_22050 or SR_44100"),
        intKey("audio_buffer_size", &C::audioBufferSize, 1, 35 * 60),
        boolKey("notifications_buffer_enabled", &C::notificationsBuffer),
        intKey("notifications_buffer_size", &C::notificationsSize, 0, 100000),
        boolKey("render_hud", &C::hud),
        boolKey("render_minimal_hud", &C::minimalHud),
        boolKey("render_weapon", &C::weapon),
        boolKey("render_crosshair", &C::crosshair),
        boolKey("render_decals", &C::decals),
        boolKey("render_particles", &C::particles),
        boolKey("render_effects_sprites", &C::effectSprites),
        boolKey("render_messages", &C::messages),
        boolKey("render_corpses", &C::corpses),
        boolKey("render_screen_flashes", &C::screenFlashes),
        boolKey("render_all_frames", &C::allFrames),
        boolKey("window_visible", &C::windowVisible),
        boolKey("console_enabled", &C::console),
        boolKey("sound_enabled", &C::sound),
        listKey("available_buttons", &C::buttons, Vocabulary::Button, "a button name"),
        listKey("available_game_variables", &C::variables, Vocabulary::Variable, "a game variable name"),
        {"button_max_value", setButtonMax, showButtonMax},
        {"game_args", setGameArgs, [](const C& c) { return c.gameArgs; }},
    };
}

const Key* findKey(const std::vector<Key>& keys, std::string_view name) {
    const std::string folded = foldName(name);
    for (const Key& key : keys) {
        if (foldName(key.name) == folded) {
            return &key;
        }
    }
    return nullptr;
}

} // namespace

Status setConfigKey(GameConfig& config, std::string_view key, std::string_view value, bool append, const std::string& baseDir) {
    const std::vector<Key> keys = makeKeys();
    const Key* found = findKey(keys, key);
    if (!found) {
        return Status::error(StatusCode::BadData, "unknown key \"" + std::string(key) + "\"");
    }
    const std::string_view name = found->name;
    if (append && name != "game_args" && name != "available_buttons" && name != "available_game_variables" && name != "button_max_value") {
        return Status::error(StatusCode::BadData, std::string(key) + ": += is for lists and game_args only");
    }
    return found->set(config, trimmed(value), append, baseDir);
}

bool getConfigKey(const GameConfig& config, std::string_view key, std::string& value) {
    const std::vector<Key> keys = makeKeys();
    const Key* found = findKey(keys, key);
    if (found) {
        value = found->get(config);
    }
    return found != nullptr;
}

} // namespace caco
