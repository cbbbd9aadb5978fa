#include "sim/movers.h"

#include <algorithm>
#include <climits>

#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {

void tickMover(World& w, Mover& m) {
    switch (m.kind) {
        case MoverKind::Door:
            tickDoor(w, m);
            break;
        case MoverKind::Plat:
            tickPlat(w, m);
            break;
        case MoverKind::Floor:
            tickFloor(w, m);
            break;
        case MoverKind::Ceiling:
            tickCeiling(w, m);
            break;
        case MoverKind::Elevator:
            tickElevator(w, m);
            break;
        case MoverKind::Scroller:
            tickScroller(w, m);
            break;
        case MoverKind::Light:
            tickLight(w, m);
            break;
        case MoverKind::None:
            break;
    }
}

void endMover(World& w, Mover& m) {
    SectorState& s = w.sectors[m.sector];
    const uint32_t slot = moverSlot(w, m);
    if (s.floorMover == slot) {
        s.floorMover = 0;
    }
    if (s.ceilingMover == slot) {
        s.ceilingMover = 0;
    }
    freeMover(w, m);
}

Mover* startMover(World& w, MoverKind kind, Plane plane, int32_t sector, int32_t line, int32_t tag) {
    SectorState& s = w.sectors[sector];
    uint32_t& holder = plane == Plane::Floor ? s.floorMover : s.ceilingMover;
    Mover* m = holder ? nullptr : allocateMover(w, kind);
    if (m) {
        m->sector = sector;
        m->line = line;
        m->tag = tag;
        m->crush = -1;
        holder = moverSlot(w, *m);
    }
    return m;
}

int32_t nextTaggedSector(const World& w, int32_t tag, int32_t line, int32_t after) {
    if (tag == 0) {
        return after == kNoIndex && line != kNoIndex ? w.level->lines[static_cast<size_t>(line)].backSector : kNoIndex;
    }
    const int32_t count = static_cast<int32_t>(w.level->sectors.size());
    for (int32_t i = after + 1; i < count; ++i) {
        if (w.level->sectors[static_cast<size_t>(i)].tag == tag) {
            return i;
        }
    }
    return kNoIndex;
}

bool sectorBusy(const World& w, int32_t tag) {
    for (size_t i = 0; i < w.level->sectors.size(); ++i) {
        if (w.level->sectors[i].tag == tag && (w.sectors[i].floorMover || w.sectors[i].ceilingMover)) {
            return true;
        }
    }
    return false;
}

Fixed lowestFloorAround(const World& w, int32_t sector) {
    Fixed height = w.sectors[sector].floor;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        height = std::min(height, w.sectors[other].floor);
        return true;
    });
    return height;
}

Fixed highestFloorAround(const World& w, int32_t sector) {
    int64_t height = INT64_MIN;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        height = std::max<int64_t>(height, w.sectors[other].floor);
        return true;
    });
    return height == INT64_MIN ? w.sectors[sector].floor : static_cast<Fixed>(height);
}

Fixed nextHigherFloor(const World& w, int32_t sector) {
    const Fixed own = w.sectors[sector].floor;
    int64_t height = INT64_MAX;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        const Fixed floor = w.sectors[other].floor;
        height = floor > own ? std::min<int64_t>(height, floor) : height;
        return true;
    });
    return height == INT64_MAX ? own : static_cast<Fixed>(height);
}

Fixed nextLowerFloor(const World& w, int32_t sector) {
    const Fixed own = w.sectors[sector].floor;
    int64_t height = INT64_MIN;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        const Fixed floor = w.sectors[other].floor;
        height = floor < own ? std::max<int64_t>(height, floor) : height;
        return true;
    });
    return height == INT64_MIN ? own : static_cast<Fixed>(height);
}

Fixed lowestCeilingAround(const World& w, int32_t sector) {
    int64_t height = INT64_MAX;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        height = std::min<int64_t>(height, w.sectors[other].ceiling);
        return true;
    });
    return height == INT64_MAX ? w.sectors[sector].ceiling : static_cast<Fixed>(height);
}

Fixed highestCeilingAround(const World& w, int32_t sector) {
    int64_t height = INT64_MIN;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        height = std::max<int64_t>(height, w.sectors[other].ceiling);
        return true;
    });
    return height == INT64_MIN ? w.sectors[sector].ceiling : static_cast<Fixed>(height);
}

int32_t neighbourWithFloor(const World& w, int32_t sector, Fixed height) {
    int32_t found = kNoIndex;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        if (w.sectors[other].floor == height) {
            found = other;
        }
        return found == kNoIndex;
    });
    return found;
}

void copySectorSpecial(World& w, int32_t to, int32_t from) {
    SectorState& t = w.sectors[to];
    const SectorState& f = w.sectors[from];
    t.special = f.special;
    t.damage = f.damage;
    t.damageInterval = f.damageInterval;
    t.leak = f.leak;
    t.damageType = f.damageType;
    t.endLevel = f.endLevel;
    t.endGodMode = f.endGodMode;
}

void clearSectorSpecial(World& w, int32_t sector) {
    SectorState& s = w.sectors[sector];
    s.special = 0;
    s.damage = s.leak = 0;
    s.damageType = kNameNone;
    s.endLevel = s.endGodMode = 0;
}

}  // namespace caco
