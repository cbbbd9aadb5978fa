// Ceilings and crushers (simulation.md 7.5).
#include <string>

#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {
namespace {

// Mover fields: low, high = ends; speed = now, speed1 = down, speed2 = up; oldDirection = before a stop; flag[0] =
// blocked crushers stop.
enum CeilingType : uint8_t { kOnce, kCrusher };

constexpr Fixed kCrushGap = 8 * kUnit;
constexpr Fixed kGrindingSpeed = kUnit / 8;
constexpr int32_t kHexenMode = 2;

Fixed units(int32_t n) {
    return mulWrap(n, kUnit);
}

// Generic_Ceiling (tag, speed, height, target, flags).
enum GenericTarget : int32_t { kByHeight = 0, kToHighest = 1, kToLowest = 2 };
constexpr int32_t kGenericUp = 8;

bool setGeneric(World& w, Mover& m, const int32_t args[5]) {
    const Fixed own = w.sectors[m.sector].ceiling;
    const bool up = (args[4] & kGenericUp) != 0;
    Fixed dest = own;
    switch (args[3]) {
        case kByHeight:
            dest = up ? addWrap(own, units(args[2])) : subWrap(own, units(args[2]));
            break;
        case kToHighest:
            dest = highestCeilingAround(w, m.sector);
            break;
        case kToLowest:
            dest = lowestCeilingAround(w, m.sector);
            break;
        default:
            return false;
    }
    m.direction = up ? 1 : -1;
    m.low = m.high = dest;
    return true;
}

void setCrusher(World& w, Mover& m, const int32_t args[5]) {
    m.type = kCrusher;
    m.low = addWrap(w.sectors[m.sector].floor, units(args[1]));
    m.speed = m.speed1 = m.speed2 = speedOf(args[2]);
    m.crush = args[3];
}

// False when the special's form is not known.
bool setCeiling(World& w, Mover& m, int32_t special, const int32_t args[5]) {
    const SectorState& s = w.sectors[m.sector];
    m.speed = m.speed1 = m.speed2 = speedOf(args[1]);
    m.direction = -1;
    m.high = s.ceiling;
    switch (special) {
        case kSpecCeilingLowerAndCrush:
            m.low = addWrap(s.floor, kCrushGap);
            m.crush = args[2];
            m.flag[0] = args[3] == kHexenMode;
            return true;
        case kSpecCeilingCrushAndRaiseDist:
        case kSpecCeilingCrushAndRaiseSilentDist:
            setCrusher(w, m, args);
            return true;
        case kSpecCeilingLowerToHighestFloor:
            m.low = highestFloorAround(w, m.sector);
            return true;
        case kSpecCeilingLowerToLowest:
            m.low = lowestCeilingAround(w, m.sector);
            return true;
        case kSpecCeilingLowerToFloor:
            m.low = s.floor;
            return true;
        default:
            return setGeneric(w, m, args);
    }
}

bool startCeiling(World& w, int32_t sector, int32_t special, const int32_t args[5], int32_t line) {
    Mover* m = startMover(w, MoverKind::Ceiling, Plane::Ceiling, sector, line, args[0]);
    if (!m) {
        return false;
    }
    if (!setCeiling(w, *m, special, args)) {
        w.report("line special " + std::to_string(special) + " (Generic_Ceiling): target " + std::to_string(args[3]) +
                 " is not supported");
        endMover(w, *m);
        return false;
    }
    return true;
}

// With tag 0 only the one behind the line.
template <class F>
bool forEachCrusher(World& w, int32_t tag, int32_t line, F&& f) {
    const int32_t only = tag == 0 ? nextTaggedSector(w, tag, line, kNoIndex) : kNoIndex;
    bool any = false;
    for (uint32_t i = 0; i < w.state->moverUsed; ++i) {
        Mover& m = w.movers[i];
        if (m.used && m.kind == MoverKind::Ceiling && m.type == kCrusher &&
            (tag == 0 ? m.sector == only : m.tag == tag)) {
            any |= f(m);
        }
    }
    return any;
}

bool stopCrushers(World& w, int32_t tag, int32_t line) {
    return forEachCrusher(w, tag, line, [](Mover& m) {
        if (m.direction == 0) {
            return false;
        }
        m.oldDirection = m.direction;
        m.direction = 0;
        return true;
    });
}

bool resumeCrushers(World& w, int32_t tag, int32_t line) {
    return forEachCrusher(w, tag, line, [](Mover& m) {
        if (m.direction != 0) {
            return false;
        }
        m.direction = static_cast<int8_t>(m.oldDirection);
        return true;
    });
}

void turnCrusher(Mover& m) {
    m.direction = static_cast<int8_t>(-m.direction);
    m.speed = m.direction > 0 ? m.speed2 : m.speed1;
}

}  // namespace

bool doCeiling(World& w, int32_t special, const int32_t args[5], int32_t line) {
    const int32_t tag = args[0];
    if (special == kSpecCeilingCrushStop) {
        return stopCrushers(w, tag, line);
    }
    const bool crusher = special == kSpecCeilingCrushAndRaiseDist || special == kSpecCeilingCrushAndRaiseSilentDist;
    bool started = crusher && resumeCrushers(w, tag, line);
    for (int32_t s = nextTaggedSector(w, tag, line, kNoIndex); s != kNoIndex; s = nextTaggedSector(w, tag, line, s)) {
        started |= startCeiling(w, s, special, args, line);
    }
    return started;
}

void tickCeiling(World& w, Mover& m) {
    if (m.direction == 0) {
        return;
    }
    const bool down = m.direction < 0;
    const PlaneMove result =
        moveCeiling(w, m.sector, m.speed, down ? m.low : m.high, m.crush, m.direction, m.flag[0] != 0);
    if (result == PlaneMove::PastDestination) {
        if (m.type == kCrusher) {
            turnCrusher(m);
        } else {
            endMover(w, m);
        }
    } else if (result == PlaneMove::Crushed && down && m.type == kCrusher && m.speed1 == kUnit && m.speed2 == kUnit) {
        m.speed = kGrindingSpeed;
    }
}

}  // namespace caco
