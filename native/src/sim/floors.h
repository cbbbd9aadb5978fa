// Floor movers, and the ways to start them (simulation.md 7.5).
#pragma once

#include "sim/world.h"

namespace caco {

// Null when the floor moves already. Fields: dest; crush; flag[0] = blocked crushers stop; flag[1] = picture and
// special change on arrival to newTexture and (flag[2]) newSpecial with a..d = damage, interval, leak, type and flag[3]
// = end-level bits.
Mover* startFloorMover(World& w, int32_t sector, int32_t line, int32_t tag, int8_t direction, Fixed speed, Fixed dest);
// model: the sector whose special is taken; kNoIndex clears it.
void changeOnArrival(World& w, Mover& m, TextureId picture, int32_t model);

bool buildStairs(World& w, int32_t sector, const int32_t args[5], int32_t line);
void stairArrived(World& w, int32_t sector);
bool startElevator(World& w, int32_t sector, int32_t special, const int32_t args[5], int32_t line);

}  // namespace caco
