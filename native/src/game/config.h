// A scenario: everything that a ViZDoom cfg file says, with ViZDoom's defaults (api.md "cfg keys").
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "game/names.h"

namespace caco {

enum class Mode : int32_t { Player, Spectator, AsyncPlayer, AsyncSpectator };

// Multipliers of the change of a quantity in a step; a penalty key is stored negated.
struct ShapingRewards {
    double mapExit = 0, kill = 0, secret = 0, item = 0, frag = 0, hit = 0, hitTaken = 0, damageMade = 0, damageTaken = 0, health = 0, armor = 0;
};

struct GameConfig {
    // Flow.
    uint32_t seed = 0;
    bool seedSet = false;
    Mode mode = Mode::Player;
    int32_t ticrate = 35;
    int32_t skill = 3; // 1..5
    std::string map = "map01";
    int32_t episodeTimeout = 0;
    int32_t episodeStartTime = 1;
    // Paths, as resolved against the cfg's folder.
    std::string vizdoomPath, iwadPath, scenarioPath, engineConfigPath;
    // Rewards.
    double livingReward = 0, deathPenalty = 0, deathReward = 0;
    ShapingRewards shaping;
    // Rendering. windowVisible, console, sound, vizdoomPath and engineConfigPath are accepted and have nothing to act on here; ticrate is the pace
    // of the asynchronous modes alone, which play in lockstep.
    int32_t resolution = 8; // RES_320X240
    int32_t format = 0;     // CRCGCB
    bool depthBuffer = false, labelsBuffer = false, automapBuffer = false;
    int32_t automapMode = 0;
    bool automapRotate = false, automapTextures = true, automapSprites = false;
    bool objectsInfo = false, sectorsInfo = false;
    bool audioBuffer = false;
    int32_t samplingRate = 2;
    int32_t audioBufferSize = 4;
    bool notificationsBuffer = false;
    int32_t notificationsSize = 0;
    bool hud = false, minimalHud = false, weapon = true, crosshair = false, decals = true, particles = true, effectSprites = true,
         messages = false, corpses = true, screenFlashes = true, allFrames = false;
    bool windowVisible = false, console = false, sound = false;
    // Lists.
    std::vector<int32_t> buttons;
    std::vector<int32_t> variables;
    std::array<double, kButtons> buttonMax{}; // 0 = unlimited
    std::string gameArgs;
};

// Applies the cfg text. On an error nothing is changed, unless `warnings` is given: then bad lines are skipped and named there.
Status applyConfigText(GameConfig& config, std::string_view text, const std::string& label, const std::string& baseDir, std::vector<std::string>* warnings);
Status applyConfigFile(GameConfig& config, const std::string& path, std::vector<std::string>* warnings);
// One key; `append` is "+=". baseDir resolves relative paths.
Status setConfigKey(GameConfig& config, std::string_view key, std::string_view value, bool append, const std::string& baseDir);
// The value of a key as cfg text; false for an unknown key.
bool getConfigKey(const GameConfig& config, std::string_view key, std::string& value);

} // namespace caco
