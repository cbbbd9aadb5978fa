// Sector effects: movers, damage, secrets, plane motion against things (simulation.md 5.14, 7.2-7.5, 7.9).
#pragma once

#include "sim/world.h"

namespace caco {

void setupSectorSpecials(World& w);                         // at level load: specials in index order, lights, scrollers, friction
void tickMover(World& w, Mover& m);                         // dispatch by kind
void playerInSector(World& w, Player& p, Actor& pawn);      // damage and secrets; caller tests z == floor
enum class PlaneMove : uint8_t { Ok, Crushed, PastDestination };
PlaneMove moveFloor(World& w, int32_t sector, Fixed speed, Fixed dest, int32_t crush, int32_t direction, bool hexenCrush = false);
PlaneMove moveCeiling(World& w, int32_t sector, Fixed speed, Fixed dest, int32_t crush, int32_t direction, bool hexenCrush = false);
// Sectors with a tag in index order; tag 0 = the line's back sector. -1 ends.
int32_t nextTaggedSector(const World& w, int32_t tag, int32_t line, int32_t after);
bool sectorBusy(const World& w, int32_t tag);               // some sector with the tag moves (script tag wait)

// Starters used by specials; true = something was started.
bool doDoor(World& w, int32_t special, const int32_t args[5], int32_t line, Actor* actor);
bool doPlat(World& w, int32_t special, const int32_t args[5], int32_t line);
bool doFloor(World& w, int32_t special, const int32_t args[5], int32_t line);
bool doCeiling(World& w, int32_t special, const int32_t args[5], int32_t line);
bool doLight(World& w, int32_t special, const int32_t args[5], int32_t line);
void resetScrollCarry(World& w);                            // start of every tic

} // namespace caco
