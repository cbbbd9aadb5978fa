// Where players enter a map: starts, deathmatch spots, and room at them (simulation.md 6.7).
#pragma once

#include "sim/world.h"

namespace caco {

// Zero-based player of a start thing, or -1.
int32_t playerOfStart(int32_t type);
inline constexpr int32_t kDeathmatchStart = 11;

// The start of a player who enters now; null when the map has none for him. May draw from the stream DMSpawn.
const MapThing* chooseStart(World& w, int player);
// Everything that stands where the pawn has just appeared dies.
void stompStart(World& w, Actor& pawn);

} // namespace caco
