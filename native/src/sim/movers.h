// Parts of moving sectors that several kinds share (simulation.md 7.2-7.5).
#pragma once

#include "sim/world.h"

namespace caco {

void tickDoor(World& w, Mover& m);
void tickPlat(World& w, Mover& m);
void tickFloor(World& w, Mover& m);
void tickCeiling(World& w, Mover& m);
void tickElevator(World& w, Mover& m);
void tickScroller(World& w, Mover& m);
void tickLight(World& w, Mover& m);

void startScrollers(World& w);                              // level load
void startLight(World& w, int32_t sector, int32_t effect);  // light effect of a sector special, level load
void startTimedDoor(World& w, int32_t sector, bool opens);  // closes after 30 s or opens after 5 min

enum class Plane : uint8_t { Floor, Ceiling };
// Gives back the mover and the plane(s) it held.
void endMover(World& w, Mover& m);
// A mover that holds the plane; null when it is held already or the pool is full.
Mover* startMover(World& w, MoverKind kind, Plane plane, int32_t sector, int32_t line, int32_t tag);

// Calls f(other sector, line) for the sectors across the two-sided lines, in line order; f -> bool, false stops.
template <class F>
void forEachNeighbour(const World& w, int32_t sector, F&& f) {
    const SectorDef& def = w.level->sectors[static_cast<size_t>(sector)];
    for (int32_t i = 0; i < def.lineCount; ++i) {
        const int32_t index = w.level->sectorLines[static_cast<size_t>(def.firstLine + i)];
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        if (line.backSector == kNoIndex) {
            continue;
        }
        const int32_t other = line.frontSector == sector ? line.backSector : line.frontSector;
        if (other != sector && !f(other, index)) {
            return;
        }
    }
}

// Heights of neighbours. The lowest and highest floor of none is the sector's own; the lowest floor includes the own
// one.
Fixed lowestFloorAround(const World& w, int32_t sector);
Fixed highestFloorAround(const World& w, int32_t sector);
Fixed nextHigherFloor(const World& w, int32_t sector);
Fixed nextLowerFloor(const World& w, int32_t sector);
Fixed lowestCeilingAround(const World& w, int32_t sector);
Fixed highestCeilingAround(const World& w, int32_t sector);
// First neighbour whose floor has that height; kNoIndex.
int32_t neighbourWithFloor(const World& w, int32_t sector, Fixed height);

// The effect of a sector special: damage, secret bit and light belong together.
void copySectorSpecial(World& w, int32_t to, int32_t from);
void clearSectorSpecial(World& w, int32_t sector);

// How far a scroller has moved the flats of its sector.
struct FlatShift {
    bool floor, ceiling;
    Fixed x, y;     // added to the offsets
};
FlatShift flatShiftOf(const Mover& m);          // {} for other movers

}  // namespace caco
