// Floors, donuts and transfers of floor pictures (simulation.md 7.5). Stairs and elevators: stairs.cpp, elevators.cpp.
#include "sim/floors.h"

#include <algorithm>

#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {
namespace {

constexpr Fixed kCrushGap = 8 * kUnit;
constexpr int32_t kNormalAdjust = 128;
constexpr int32_t kHexenMode = 2;

Fixed units(int32_t n) {
    return mulWrap(n, kUnit);
}

// Height of the texture in map units; 0 when there is none.
Fixed textureHeight(const World& w, int32_t side, int32_t tier) {
    if (side == kNoIndex) {
        return 0;
    }
    const TextureId id = w.sides[side].texture[tier];
    if (id == kNoTexture || static_cast<size_t>(id) >= w.assets->textures.size()) {
        return 0;
    }
    const Picture& p = w.assets->texture(id);
    return p.yScale == 0 ? units(p.height) : div16(units(p.height), p.yScale);
}

Fixed shortestLowerTexture(const World& w, int32_t sector) {
    Fixed shortest = kFixedMax;
    forEachNeighbour(w, sector, [&](int32_t, int32_t line) {
        for (const int32_t side : w.level->lines[static_cast<size_t>(line)].side) {
            const Fixed height = textureHeight(w, side, kBottom);
            if (height > 0) {
                shortest = std::min(shortest, height);
            }
        }
        return true;
    });
    return shortest == kFixedMax ? 0 : shortest;
}

Fixed lowestCeilingOver(const World& w, int32_t sector) {
    return std::min(lowestCeilingAround(w, sector), w.sectors[sector].ceiling);
}

Fixed lowerToHighest(const World& w, int32_t sector, int32_t adjust) {
    const Fixed highest = highestFloorAround(w, sector);
    return highest == w.sectors[sector].floor ? highest : addWrap(highest, units(subWrap(adjust, kNormalAdjust)));
}

struct Target {
    int8_t direction;
    Fixed dest;
};

Target targetOf(const World& w, int32_t sector, int32_t special, const int32_t args[5]) {
    const Fixed own = w.sectors[sector].floor;
    switch (special) {
        case kSpecFloorLowerByValue:
            return {-1, subWrap(own, units(args[2]))};
        case kSpecFloorLowerByValueTimes8:
            return {-1, subWrap(own, units(mulWrap(args[2], 8)))};
        case kSpecFloorLowerToLowest:
        case kSpecFloorLowerToLowestTxTy:
            return {-1, lowestFloorAround(w, sector)};
        case kSpecFloorLowerToNearest:
            return {-1, nextLowerFloor(w, sector)};
        case kSpecFloorLowerToHighest:
            return {-1, lowerToHighest(w, sector, args[2])};
        case kSpecFloorRaiseByValue:
        case kSpecFloorRaiseByValueTxTy:
            return {1, addWrap(own, units(args[2]))};
        case kSpecFloorRaiseByValueTimes8:
            return {1, addWrap(own, units(mulWrap(args[2], 8)))};
        case kSpecFloorRaiseToHighest:
            return {1, highestFloorAround(w, sector)};
        case kSpecFloorRaiseToNearest:
            return {1, nextHigherFloor(w, sector)};
        case kSpecFloorRaiseToLowestCeiling:
            return {1, lowestCeilingOver(w, sector)};
        case kSpecFloorRaiseAndCrushDoom:
            return {1, subWrap(lowestCeilingOver(w, sector), kCrushGap)};
        case kSpecFloorRaiseByTexture:
            return {1, addWrap(own, shortestLowerTexture(w, sector))};
        default:
            return {1, own};
    }
}

void copyFromFront(World& w, int32_t sector, int32_t line) {
    if (line == kNoIndex) {
        return;
    }
    const int32_t front = w.level->lines[static_cast<size_t>(line)].frontSector;
    w.sectors[sector].floorTexture = w.sectors[front].floorTexture;
    copySectorSpecial(w, sector, front);
}

bool startFloor(World& w, int32_t sector, int32_t special, const int32_t args[5], int32_t line) {
    if (w.sectors[sector].stairLock) {
        return false;
    }
    const Target target = targetOf(w, sector, special, args);
    Mover* m = startFloorMover(w, sector, line, args[0], target.direction, speedOf(args[1]), target.dest);
    if (!m) {
        return false;
    }
    if (special == kSpecFloorRaiseAndCrushDoom) {
        m->crush = args[2];
        m->flag[0] = args[3] == kHexenMode;
    } else if (special == kSpecFloorRaiseByValueTxTy) {
        copyFromFront(w, sector, line);
    } else if (special == kSpecFloorLowerToLowestTxTy) {
        const int32_t model = neighbourWithFloor(w, sector, target.dest);
        if (model != kNoIndex) {
            changeOnArrival(w, *m, w.sectors[model].floorTexture, model);
        }
    }
    return true;
}

bool transferPicture(World& w, int32_t special, int32_t tag, int32_t line) {
    bool any = false;
    for (int32_t s = nextTaggedSector(w, tag, line, kNoIndex); s != kNoIndex; s = nextTaggedSector(w, tag, line, s)) {
        if (special == kSpecFloorTransferTrigger) {
            copyFromFront(w, s, line);
            any |= line != kNoIndex;
            continue;
        }
        const int32_t model = neighbourWithFloor(w, s, w.sectors[s].floor);
        if (model != kNoIndex) {
            w.sectors[s].floorTexture = w.sectors[model].floorTexture;
            copySectorSpecial(w, s, model);
            any = true;
        }
    }
    return any;
}

int32_t firstNeighbour(const World& w, int32_t sector) {
    int32_t found = kNoIndex;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        found = other;
        return false;
    });
    return found;
}

// The sector behind the ring, seen from the pillar.
int32_t outsideOf(const World& w, int32_t ring, int32_t pillar) {
    int32_t found = kNoIndex;
    forEachNeighbour(w, ring, [&](int32_t, int32_t line) {
        const int32_t back = w.level->lines[static_cast<size_t>(line)].backSector;
        if (back != pillar && back != ring) {
            found = back;
        }
        return found == kNoIndex;
    });
    return found;
}

bool startDonut(World& w, int32_t pillar, const int32_t args[5], int32_t line) {
    const int32_t ring = firstNeighbour(w, pillar);
    const int32_t outside = ring == kNoIndex ? kNoIndex : outsideOf(w, ring, pillar);
    if (outside == kNoIndex || w.sectors[pillar].floorMover || w.sectors[ring].floorMover) {
        return false;
    }
    const Fixed dest = w.sectors[outside].floor;
    if (Mover* m = startFloorMover(w, ring, line, args[0], 1, speedOf(args[2]), dest)) {
        changeOnArrival(w, *m, w.sectors[outside].floorTexture, kNoIndex);
    }
    startFloorMover(w, pillar, line, args[0], -1, speedOf(args[1]), dest);
    return true;
}

using Starter = bool (*)(World&, int32_t sector, int32_t special, const int32_t args[5], int32_t line);

Starter starterOf(int32_t special) {
    switch (special) {
        case kSpecFloorDonut:
            return [](World& w, int32_t s, int32_t, const int32_t* args, int32_t line) {
                return startDonut(w, s, args, line);
            };
        case kSpecStairsBuildUpDoom:
            return [](World& w, int32_t s, int32_t, const int32_t* args, int32_t line) {
                return buildStairs(w, s, args, line);
            };
        case kSpecElevatorRaiseToNearest:
        case kSpecElevatorMoveToFloor:
        case kSpecElevatorLowerToNearest:
            return startElevator;
        default:
            return startFloor;
    }
}

}  // namespace

Mover* startFloorMover(World& w, int32_t sector, int32_t line, int32_t tag, int8_t direction, Fixed speed, Fixed dest) {
    Mover* m = startMover(w, MoverKind::Floor, Plane::Floor, sector, line, tag);
    if (m) {
        m->direction = direction;
        m->speed = speed;
        m->dest = dest;
    }
    return m;
}

void changeOnArrival(World& w, Mover& m, TextureId picture, int32_t model) {
    m.flag[1] = 1;
    m.newTexture = picture;
    if (model == kNoIndex) {
        return;
    }
    const SectorState& s = w.sectors[model];
    m.flag[2] = 1;
    m.newSpecial = s.special;
    m.a = s.damage;
    m.b = s.damageInterval;
    m.c = s.leak;
    m.d = s.damageType;
    m.flag[3] = static_cast<uint8_t>((s.endLevel ? 1 : 0) | (s.endGodMode ? 2 : 0));
}

bool doFloor(World& w, int32_t special, const int32_t args[5], int32_t line) {
    if (special == kSpecFloorTransferTrigger || special == kSpecFloorTransferNumeric) {
        return transferPicture(w, special, args[0], line);
    }
    const Starter start = starterOf(special);
    bool started = false;
    for (int32_t s = nextTaggedSector(w, args[0], line, kNoIndex); s != kNoIndex;
         s = nextTaggedSector(w, args[0], line, s)) {
        started |= start(w, s, special, args, line);
    }
    return started;
}

void tickFloor(World& w, Mover& m) {
    if (moveFloor(w, m.sector, m.speed, m.dest, m.crush, m.direction, m.flag[0] != 0) != PlaneMove::PastDestination) {
        return;
    }
    if (m.flag[1]) {
        w.sectors[m.sector].floorTexture = m.newTexture;
        clearSectorSpecial(w, m.sector);
    }
    if (m.flag[2]) {
        SectorState& s = w.sectors[m.sector];
        s.special = m.newSpecial;
        s.damage = m.a;
        s.damageInterval = m.b;
        s.leak = m.c;
        s.damageType = m.d;
        s.endLevel = m.flag[3] & 1;
        s.endGodMode = (m.flag[3] >> 1) & 1;
    }
    const int32_t sector = m.sector;
    endMover(w, m);
    stairArrived(w, sector);
}

}  // namespace caco
