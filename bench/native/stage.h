// What the native benches share: content, games, actions and clocks.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "game/builtin.h"
#include "game/game.h"

namespace caco::bench {

[[noreturn]] inline void fail(const std::string& message) {
    std::fprintf(stderr, "bench: %s\n", message.c_str());
    std::exit(1);
}

inline void check(const Status& status) {
    if (!status.ok()) fail(status.message);
}

inline std::string sharedFolder() {
    const char* given = std::getenv("CACO_SHARED");
    return given ? given : CACO_SOURCE_DIR "/../shared";
}

inline std::string iwadPath() {
    const char* folder = std::getenv("DOOMWADDIR");
    return std::string(folder ? folder : "/usr/share/games/doom") + "/freedoom2.wad";
}

// A scenario with its archives, loaded once.
struct Stage {
    std::shared_ptr<const Content> content;
    GameConfig config;
};

// The built-in battle, or one of the shared folder: its cfg and WAD below data/scenarios.
inline Stage loadStage(const std::string& cfg = "", const std::string& wad = "") {
    auto archives = std::make_shared<ArchiveSet>();
    check(archives->addFile(iwadPath()));
    Stage stage;
    const std::string scenarios = sharedFolder() + "/data/scenarios/";
    if (!cfg.empty()) {
        std::vector<std::string> warnings;
        check(applyConfigFile(stage.config, scenarios + cfg, &warnings));
        if (!wad.empty()) check(archives->addFile(scenarios + wad));
    } else {
        const BuiltinScenario* battle = findBuiltinScenario("battle");
        check(archives->addMemory(battle->wad, "battle.wad"));
        check(applyConfigText(stage.config, battle->cfg, "battle.cfg", "", nullptr));
    }
    check(makeContent(archives, stage.content));
    return stage;
}

inline GameConfig withSettings(GameConfig config, const std::string& settings, uint32_t seed = 1) {
    check(applyConfigText(config, "mode = PLAYER\nepisode_timeout = 0\n" + settings, "case", "", nullptr));
    config.seed = seed;
    config.seedSet = true;
    return config;
}

// Random buttons, a new set for each step.
class Actions {
public:
    explicit Actions(const std::vector<int32_t>& buttons, uint64_t start = 0x62656E6368) : buttons_(buttons), values_(buttons.size()), state_(start) {}

    const std::vector<double>& next() {
        for (size_t i = 0; i < values_.size(); ++i) {
            state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
            const auto r = static_cast<uint32_t>(state_ >> 33);
            values_[i] = buttons_[i] < kBinaryButtons ? r & 1 : static_cast<double>(r % 21) - 10;
        }
        return values_;
    }

private:
    std::vector<int32_t> buttons_;
    std::vector<double> values_;
    uint64_t state_;
};

// A game whose episodes have no time limit.
inline std::unique_ptr<Game> makeGame(const Stage& stage, const std::string& settings, int32_t width, int32_t height, uint32_t seed = 1) {
    GameOptions options;
    options.width = width;
    options.height = height;
    options.noScreen = width == 0;
    std::unique_ptr<Game> game;
    check(Game::create(stage.content, withSettings(stage.config, settings, seed), options, game));
    return game;
}

// A tic with its screen in the format of the game, as a learner takes it.
inline void step(Game& game, Actions& actions) {
    check(game.setAction(actions.next()));
    check(game.advance(1, true));
    game.convertedScreen();
    if (game.config().automapBuffer) game.convertedAutomap();
    if (game.episode().finished) check(game.newEpisode());
}

// Of this process: what other processes do to the machine's cores counts only by what it does to the caches.
inline double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

inline double wallSeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Memory of this process that is backed by pages, in bytes; 0 where the system does not tell.
inline size_t residentBytes() {
    size_t pages = 0, resident = 0;
    if (std::FILE* f = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(f, "%zu %zu", &pages, &resident) != 2) resident = 0;
        std::fclose(f);
    }
    return resident * 4096;
}

} // namespace caco::bench
