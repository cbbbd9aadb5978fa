// Elevators: floor and ceiling move together (types 227-238 of simulation.md 7.8).
#include "sim/floors.h"
#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {

bool startElevator(World& w, int32_t sector, int32_t special, const int32_t args[5], int32_t line) {
    SectorState& s = w.sectors[sector];
    if (s.ceilingMover || (special == kSpecElevatorMoveToFloor && line == kNoIndex)) {
        return false;
    }
    Fixed dest = s.floor;
    switch (special) {
        case kSpecElevatorRaiseToNearest:
            dest = nextHigherFloor(w, sector);
            break;
        case kSpecElevatorLowerToNearest:
            dest = nextLowerFloor(w, sector);
            break;
        default:
            dest = w.sectors[w.level->lines[static_cast<size_t>(line)].frontSector].floor;
            break;
    }
    Mover* m = startMover(w, MoverKind::Elevator, Plane::Floor, sector, line, args[0]);
    if (!m) {
        return false;
    }
    s.ceilingMover = moverSlot(w, *m);
    m->speed = speedOf(args[1]);
    m->low = dest;
    m->high = addWrap(dest, subWrap(s.ceiling, s.floor));
    m->direction = dest < s.floor ? -1 : 1;
    return true;
}

void tickElevator(World& w, Mover& m) {
    // The plane that makes room goes first.
    PlaneMove floor;
    if (m.direction < 0) {
        floor = moveFloor(w, m.sector, m.speed, m.low, m.crush, -1);
        if (floor != PlaneMove::Crushed) {
            moveCeiling(w, m.sector, m.speed, m.high, m.crush, -1);
        }
    } else {
        if (moveCeiling(w, m.sector, m.speed, m.high, m.crush, 1) == PlaneMove::Crushed) {
            return;
        }
        floor = moveFloor(w, m.sector, m.speed, m.low, m.crush, 1);
    }
    if (floor == PlaneMove::PastDestination) {
        endMover(w, m);
    }
}

}  // namespace caco
