#include "sim/movers.h"
#include "sim/sectors.h"
namespace caco {
void tickDoor(World&, Mover&) {}
void tickPlat(World&, Mover&) {}
void tickFloor(World&, Mover&) {}
void tickCeiling(World&, Mover&) {}
void tickElevator(World&, Mover&) {}
void tickLight(World&, Mover&) {}
void startLight(World&, int32_t, int32_t) {}
void startTimedDoor(World&, int32_t, bool) {}
bool doDoor(World&, int32_t, const int32_t*, int32_t, Actor*) { return false; }
bool doPlat(World&, int32_t, const int32_t*, int32_t) { return false; }
bool doFloor(World&, int32_t, const int32_t*, int32_t) { return false; }
bool doCeiling(World&, int32_t, const int32_t*, int32_t) { return false; }
bool doLight(World&, int32_t, const int32_t*, int32_t) { return false; }
} // namespace caco
