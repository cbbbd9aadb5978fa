// Position checks and steps (simulation.md 5.8, 5.9.6, 5.11; actors.md 1.8).
#pragma once

#include "sim/world.h"

namespace caco {

struct Opening {
    Fixed top, bottom, range, lowFloor;
    int32_t topSector, bottomSector;            // whose ceiling / floor is chosen
};
Opening lineOpening(const World& w, const LineDef& line, Fixed x, Fixed y, const Fixed* reference = nullptr);

// What a position check found out.
struct MoveCheck {
    Actor* thing = nullptr;
    Fixed x = 0, y = 0;
    Fixed box[4] = {};
    Fixed floorZ = 0, ceilingZ = 0, dropOffZ = 0;
    int32_t floorSector = kNoIndex, ceilingSector = kNoIndex;
    int32_t floorPic = 0, ceilingPic = 0;
    int32_t ceilingLine = kNoIndex;
    int32_t blockingLine = kNoIndex;
    Actor* stepThing = nullptr;
    bool floatOk = false;
    bool fromMonsterStep = false;               // in: the "unblocking" rule applies (actors.md 1.8 item 3)
    uint32_t ripped = 0;                        // one shared record per XY movement: rippers
    int32_t sector = kNoIndex;                  // of (x, y)
    int32_t crossedCount = -1;                  // lines that the box crosses, in blockmap order; -1 = not all known
    int32_t crossed[16];
};

bool checkPosition(World& w, Actor& a, Fixed x, Fixed y, MoveCheck& check, bool actorsOnly = false);

enum class DropOff : uint8_t { Forbidden = 0, Allowed = 1, Dog = 2 };
// Moves a to (x, y) when it fits; crosses or pushes special lines. missileSpawn: actors.md 4.2 step 3.
bool tryMove(World& w, Actor& a, Fixed x, Fixed y, DropOff dropOff, MoveCheck& check, bool missileSpawn = false);
inline bool tryMove(World& w, Actor& a, Fixed x, Fixed y, DropOff dropOff) {
    MoveCheck check;
    return tryMove(w, a, x, y, dropOff, check);
}

Actor* testZ(World& w, Actor& a);               // solid thing overlapping a in z at its place; null = none
Actor* standsOn(World& w, Actor& a);            // on-mobj test with the simulated z move (simulation.md 5.11)
bool testMobjLocation(World& w, Actor& a);      // fits at its own position: scripts' Spawn and SetActorPosition (simulation.md 8.8)
void findFloorCeiling(World& w, Actor& a, bool onlySpawnPos); // floorZ/ceilingZ/dropOffZ; full search includes lines crossing the box
void takePlanes(Actor& a, const MoveCheck& check); // floorZ, ceilingZ, dropOffZ, their sectors and pictures
// Planes at a place without any blocking: its sector, then every two-sided line that the box of `a` would cross there.
void surveyPlace(World& w, const Actor& a, Fixed x, Fixed y, MoveCheck& check);
bool hitFloorOrCeilingFits(World& w, Actor& a); // height change: position check in place with new planes (simulation.md 7.2); takes floorZ, ceilingZ, dropOffZ

} // namespace caco
