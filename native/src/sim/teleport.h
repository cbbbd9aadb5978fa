// Teleports (simulation.md 5.16, 5.16b).
#pragma once

#include "sim/world.h"

namespace caco {

bool teleportMove(World& w, Actor& a, Fixed x, Fixed y, Fixed z, bool telefrag);
bool teleportToDestination(World& w, Actor& a, int32_t side, int32_t tid, int32_t tag, bool fog, bool keepOrientation, bool keepHeight);
bool teleportLine(World& w, Actor& a, int32_t line, int32_t side, int32_t targetId, bool reversed);

} // namespace caco
