// Line of sight (actors.md 3.2, 3.3).
#pragma once

#include "sim/world.h"

namespace caco {

enum SightFlag : uint32_t { kSightIgnoreVisibility = 1, kSightPastShootable = 2, kSightPastBlockAll = 4, kSightIgnoreWater = 8 };

bool checkSight(World& w, Actor& from, Actor& to, uint32_t flags);
bool isVisible(World& w, Actor& looker, Actor& other, bool allAround);

} // namespace caco
