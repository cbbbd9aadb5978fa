// Buttons to tic commands (simulation.md section 4).
#pragma once

#include <array>
#include <cstdint>

#include "game/config.h"
#include "game/names.h"
#include "sim/world.h"

namespace caco {

// Trivially copyable: part of a game's snapshot.
struct InputState {
    std::array<double, kButtons> value{};    // as set by the user; delta limits overwrite
    std::array<double, kButtons> previous{}; // at the previous tic
    std::array<uint8_t, 20> held{};          // buttons 0..19 without TURN180
    int32_t turnHeld = 0;
};

void clearInput(InputState& input);
// Applies the values to one player before a tic: one-shot commands (weapon selection) and the tic command.
// every: also buttons that the scenario does not list count.
TicCommand buildCommand(World& w, int player, const GameConfig& config, InputState& input, bool every = false);

} // namespace caco
