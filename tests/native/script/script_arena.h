// A room with one player and the scripts of a test.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "acs_assembler.h"
#include "script/acs.h"
#include "sim/game_tic.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "support/tiny_world.h"

namespace caco::test {

// The world's calls to the scripts, as a game makes them.
class ScriptHooks final : public WorldHooks {
public:
    std::shared_ptr<const Behavior> behavior;

    bool startScript(World& w, Actor* activator, int32_t line, int32_t side, int32_t script, int32_t map, const int32_t args[4], bool always,
                     bool wantResult, int32_t& result) override {
        return caco::startScript(w, *behavior, activator, line, side, script, map, args, always, wantResult, result);
    }
    void suspendScript(World& w, int32_t script, int32_t map) override { caco::suspendScript(w, *behavior, script, map); }
    void terminateScript(World& w, int32_t script, int32_t map) override { caco::terminateScript(w, *behavior, script, map); }
    void startTypedScripts(World& w, int32_t type, Actor* activator, bool always) override {
        caco::startTypedScripts(w, *behavior, type, activator, always);
    }
    void stopScriptsOf(World& w, ActorRef activator) override { caco::stopScriptsOf(w, *behavior, activator); }
    void runScripts(World& w) override { caco::runScripts(w, *behavior); }
    void tickStatusBar(World&) override {}
    void resetMemory(World& w) override { resetScripts(w, *behavior); }
};

class ScriptArena : public ::testing::Test {
protected:
    // Starts a game with these scripts; no world tic has run.
    void start(const std::vector<uint8_t>& behaviorLump, const std::string& things = "") {
        Status status = loadBehavior(behaviorLump, "BEHAVIOR", hooks.behavior);
        ASSERT_TRUE(status.ok()) << status.message;
        begin(behaviorLump, things);
    }

    void begin(const std::vector<uint8_t>& behaviorLump, const std::string& things = "") {
        if (!level) {
            loadRoom(behaviorLump, things);
        }
        WorldConfig config;
        config.assets = assets;
        config.level = level;
        config.classes = classes;
        config.hooks = &hooks;
        config.actorCapacity = 512;
        config.scriptBytes = scriptStateBytes(*hooks.behavior);
        world = std::make_unique<World>(config);
        NewGame game;
        game.seed = 77;
        const Status status = startGame(*world, game);
        ASSERT_TRUE(status.ok()) << status.message;
    }

    void run(int tics) {
        const TicCommand command{};
        for (int i = 0; i < tics; ++i) {
            runTic(*world, &command);
        }
    }

    int32_t global(int index) const { return world->state->acsGlobal[index]; }
    Actor& pawn() { return *pawnOf(*world, 0); }
    bool reported(std::string_view part) const {
        for (const std::string& r : world->reports) {
            if (r.find(part) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    ScriptHooks hooks;
    std::shared_ptr<Assets> assets;
    std::shared_ptr<const Level> level;
    std::shared_ptr<const ClassTable> classes;
    std::unique_ptr<World> world;

private:
    void loadRoom(const std::vector<uint8_t>& behaviorLump, const std::string& things) {
        TinyWorld tiny;
        const Status status = loadTinyWorld(squareRoom(kPlayerInTheMiddle + things), tiny, behaviorLump);
        ASSERT_TRUE(status.ok()) << status.message;
        assets = tiny.assets;
        level = tiny.config.level;
        classes = tiny.config.classes;
    }
};

} // namespace caco::test
