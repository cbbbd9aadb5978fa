// The world's calls to the right: scripts and status bar of one game.
#pragma once

#include <memory>

#include "game/seat_view.h"
#include "render/view_state.h"
#include "script/acs.h"

namespace caco {

class GameHooks final : public WorldHooks {
public:
    // viewStride: bytes of a player's part of the view section; 0 = there is one player.
    explicit GameHooks(std::shared_ptr<const Behavior> behavior, uint32_t viewStride = 0)
        : behavior_(std::move(behavior)), viewStride_(viewStride) {}

    bool startScript(World& w, Actor* activator, int32_t line, int32_t side, int32_t script, int32_t map, const int32_t args[4], bool always,
                     bool wantResult, int32_t& result) override {
        return caco::startScript(w, *behavior_, activator, line, side, script, map, args, always, wantResult, result);
    }
    void suspendScript(World& w, int32_t script, int32_t map) override { caco::suspendScript(w, *behavior_, script, map); }
    void terminateScript(World& w, int32_t script, int32_t map) override { caco::terminateScript(w, *behavior_, script, map); }
    void startTypedScripts(World& w, int32_t type, Actor* activator, bool always) override {
        caco::startTypedScripts(w, *behavior_, type, activator, always);
    }
    void stopScriptsOf(World& w, ActorRef activator) override { caco::stopScriptsOf(w, *behavior_, activator); }
    void runScripts(World& w) override { caco::runScripts(w, *behavior_); }
    void tickStatusBar(World& w) override {
        forViews(w, [&](int player) { caco::tickStatusBar(w, player); });
    }
    void resetMemory(World& w) override {
        resetScripts(w, *behavior_);
        forViews(w, [&](int) { resetViewState(w); });
    }

private:
    template <class F> void forViews(World& w, F&& f) {
        const uint32_t stride = viewStride_ ? viewStride_ : w.viewBytes;
        for (int player = 0; player < w.rules.players; ++player) {
            const SeatView view(w, player, stride);
            f(player);
        }
    }

    std::shared_ptr<const Behavior> behavior_;
    uint32_t viewStride_;
};

} // namespace caco
