// Game variables (simulation.md section 9).
#pragma once

#include <array>

#include "game/names.h"
#include "sim/world.h"

namespace caco {

using VariableBlock = std::array<double, kVariables>;

// Samples every variable of a player except DEATHCOUNT, which the episode rules keep.
void sampleVariables(World& w, int player, VariableBlock& out);

// Angles as reported: degrees (the divisor is 2^32 - 1).
constexpr double angleDegrees(Angle a) { return a / 4294967295.0 * 360.0; }
constexpr double pitchDegrees(int32_t pitch) { return pitch / 32768.0 * 180.0 / 65536.0; }
constexpr double toDouble(Fixed v) { return v / 65536.0; }

} // namespace caco
