// Lifts and platforms (simulation.md 7.4, 7.5).
#include <algorithm>

#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {
namespace {

// Mover fields: low, high = the two ends, delay = wait, count = rest of the wait, oldDirection = direction before a
// stop, flag[0] = PlatState.
enum PlatType : uint8_t { kDownWaitUp, kUpWaitDown, kPerpetual, kRaiseAndStay, kToggle };
enum PlatState : uint8_t { kMoving, kWaiting, kStopped };

constexpr Fixed kLip = 8 * kUnit;
constexpr int32_t kToggleCrush = 10;

Fixed units(int32_t n) {
    return mulWrap(n, kUnit);
}

Fixed lowEnd(const World& w, int32_t sector, Fixed lip) {
    return std::min(addWrap(lowestFloorAround(w, sector), lip), w.sectors[sector].floor);
}
Fixed highEnd(const World& w, int32_t sector) {
    return std::max(highestFloorAround(w, sector), w.sectors[sector].floor);
}

PlatType typeOfSpecial(int32_t special) {
    switch (special) {
        case kSpecPlatPerpetualRaise:
        case kSpecPlatPerpetualRaiseLip:
            return kPerpetual;
        case kSpecPlatUpWaitDownStay:
        case kSpecPlatUpByValue:
            return kUpWaitDown;
        case kSpecPlatRaiseAndStayTx0:
        case kSpecPlatUpByValueStayTx:
            return kRaiseAndStay;
        case kSpecPlatToggleCeiling:
            return kToggle;
        default:
            return kDownWaitUp;
    }
}

// Ends of the way; for the kinds that stay, the direction of the first move follows from the type.
void setEnds(World& w, Mover& m, int32_t special, const int32_t args[5]) {
    const SectorState& s = w.sectors[m.sector];
    m.low = m.high = s.floor;
    switch (special) {
        case kSpecPlatDownWaitUpStay:
            m.low = lowEnd(w, m.sector, kLip);
            break;
        case kSpecPlatDownWaitUpStayLip:
            m.low = lowEnd(w, m.sector, units(args[3]));
            break;
        case kSpecPlatPerpetualRaise:
        case kSpecPlatPerpetualRaiseLip:
            m.low = lowEnd(w, m.sector, special == kSpecPlatPerpetualRaise ? kLip : units(args[3]));
            m.high = highEnd(w, m.sector);
            break;
        case kSpecPlatDownByValue:
            m.low = subWrap(s.floor, units(mulWrap(args[3], 8)));
            break;
        case kSpecPlatUpByValue:
            m.high = addWrap(s.floor, units(mulWrap(args[3], 8)));
            break;
        case kSpecPlatUpWaitDownStay:
            m.high = highEnd(w, m.sector);
            break;
        case kSpecPlatUpByValueStayTx:
            m.high = addWrap(s.floor, units(mulWrap(args[2], 8)));
            break;
        case kSpecPlatRaiseAndStayTx0:
            m.high = nextHigherFloor(w, m.sector);
            break;
        default:
            break;
    }
}

int8_t firstDirection(World& w, PlatType type) {
    switch (type) {
        case kDownWaitUp:
            return -1;
        case kPerpetual:
            return w.r(Stream::DoPlat) & 1 ? 1 : -1;
        default:
            return 1;
    }
}

void copyPicture(World& w, int32_t sector, int32_t special, int32_t line) {
    if (line != kNoIndex && (special == kSpecPlatRaiseAndStayTx0 || special == kSpecPlatUpByValueStayTx)) {
        w.sectors[sector].floorTexture = w.sectors[w.level->lines[static_cast<size_t>(line)].frontSector].floorTexture;
    }
    if (special == kSpecPlatRaiseAndStayTx0) {
        clearSectorSpecial(w, sector);
    }
}

bool startPlat(World& w, int32_t sector, int32_t special, const int32_t args[5], int32_t line) {
    Mover* m = startMover(w, MoverKind::Plat, Plane::Floor, sector, line, args[0]);
    if (!m) {
        return false;
    }
    const PlatType type = typeOfSpecial(special);
    m->type = type;
    m->speed = speedOf(args[1]);
    m->delay = type == kRaiseAndStay || type == kToggle ? 0 : args[2];
    m->crush = type == kToggle ? kToggleCrush : -1;
    setEnds(w, *m, special, args);
    m->direction = firstDirection(w, type);
    copyPicture(w, sector, special, line);
    return true;
}

// With tag 0 only the one behind the line.
template <class F>
bool forEachPlat(World& w, int32_t tag, int32_t line, F&& f) {
    const int32_t only = tag == 0 ? nextTaggedSector(w, tag, line, kNoIndex) : kNoIndex;
    bool any = false;
    for (uint32_t i = 0; i < w.state->moverUsed; ++i) {
        Mover& m = w.movers[i];
        if (m.used && m.kind == MoverKind::Plat && (tag == 0 ? m.sector == only : m.tag == tag)) {
            any |= f(m);
        }
    }
    return any;
}

bool stopPlats(World& w, int32_t tag, int32_t line) {
    return forEachPlat(w, tag, line, [](Mover& m) {
        if (m.flag[0] == kStopped) {
            return false;
        }
        m.flag[1] = m.flag[0];
        m.flag[0] = kStopped;
        return true;
    });
}

bool resumePlats(World& w, int32_t tag, int32_t line, PlatType type) {
    return forEachPlat(w, tag, line, [type](Mover& m) {
        if (m.flag[0] != kStopped || m.type != type) {
            return false;
        }
        m.flag[0] = m.flag[1];
        return true;
    });
}

void arrive(World& w, Mover& m) {
    const bool ends = m.type == kRaiseAndStay || (m.type == kDownWaitUp && m.direction > 0) ||
                      (m.type == kUpWaitDown && m.direction < 0);
    if (ends) {
        endMover(w, m);
        return;
    }
    m.flag[0] = kWaiting;
    m.count = m.delay;
}

// The floor jumps to the ceiling or back to where it was, then rests until it is asked again.
void toggle(World& w, Mover& m) {
    const Fixed dest = m.direction > 0 ? w.sectors[m.sector].ceiling : m.low;
    moveFloor(w, m.sector, kFixedMax, dest, m.crush, m.direction);
    m.direction = static_cast<int8_t>(-m.direction);
    m.flag[1] = kMoving;
    m.flag[0] = kStopped;
}

void movePlat(World& w, Mover& m) {
    if (m.type == kToggle) {
        toggle(w, m);
        return;
    }
    switch (moveFloor(w, m.sector, m.speed, m.direction > 0 ? m.high : m.low, m.crush, m.direction)) {
        case PlaneMove::PastDestination:
            arrive(w, m);
            break;
        case PlaneMove::Crushed:
            m.direction = static_cast<int8_t>(-m.direction);
            break;
        case PlaneMove::Ok:
            break;
    }
}

}  // namespace

bool doPlat(World& w, int32_t special, const int32_t args[5], int32_t line) {
    const int32_t tag = args[0];
    if (special == kSpecPlatStop) {
        return stopPlats(w, tag, line);
    }
    const PlatType type = typeOfSpecial(special);
    bool started = (type == kPerpetual || type == kToggle) && resumePlats(w, tag, line, type);
    for (int32_t s = nextTaggedSector(w, tag, line, kNoIndex); s != kNoIndex; s = nextTaggedSector(w, tag, line, s)) {
        started |= startPlat(w, s, special, args, line);
    }
    return started;
}

void tickPlat(World& w, Mover& m) {
    switch (m.flag[0]) {
        case kMoving:
            movePlat(w, m);
            break;
        case kWaiting:
            if (m.count > 0 && --m.count == 0) {
                m.flag[0] = kMoving;
                m.direction = w.sectors[m.sector].floor == m.low ? 1 : -1;
            }
            break;
        default:
            break;
    }
}

}  // namespace caco
