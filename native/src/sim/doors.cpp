// Doors (simulation.md 7.3).
#include "sim/inventory.h"
#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {
namespace {

// Mover fields: low = closed height, high = open height, delay = wait at the top, count = rest of the wait.
enum DoorType : uint8_t { kClose, kOpen, kRaise, kCloseWaitOpen };
enum DoorDirection : int8_t { kDown = -1, kWaiting = 0, kUp = 1, kWaitingToRaise = 2 };

constexpr Fixed kLintel = 4 * kUnit;
constexpr int32_t kTicsPerOctic = 8;  // an octic is an eighth of a second
constexpr Fixed kNormalSpeed = 2 * kUnit;
constexpr int32_t kNormalWait = 150;

Mover* startDoor(World& w, DoorType type, int32_t sector, int32_t line, int32_t tag, Fixed speed, int32_t delay) {
    Mover* m = startMover(w, MoverKind::Door, Plane::Ceiling, sector, line, tag);
    if (!m) {
        return nullptr;
    }
    const bool closes = type == kClose || type == kCloseWaitOpen;
    m->type = type;
    m->direction = closes ? kDown : kUp;
    m->speed = speed;
    m->delay = delay;
    m->low = w.sectors[sector].floor;
    m->high = type == kCloseWaitOpen ? w.sectors[sector].ceiling : subWrap(lowestCeilingAround(w, sector), kLintel);
    return m;
}

// Using a door that is on its way. True = the special did something.
bool reverseDoor(World& w, Mover& m, int32_t line, const Actor* actor) {
    if (m.kind != MoverKind::Door || m.type != kRaise) {
        return false;
    }
    if (m.direction == kDown) {
        m.direction = kUp;
        return true;
    }
    const bool pushed = line != kNoIndex && (w.lines[line].activation & (kActPush | kActMPush));
    if (!actor || actor->player < 0 || pushed) {
        return false;
    }
    m.direction = kDown;
    return true;
}

DoorType typeOfSpecial(int32_t special, int32_t delay) {
    switch (special) {
        case kSpecDoorClose:
            return kClose;
        case kSpecDoorRaise:
            return kRaise;
        case kSpecDoorLockedRaise:
            return delay ? kRaise : kOpen;
        case kSpecDoorCloseWaitOpen:
            return kCloseWaitOpen;
        default:
            return kOpen;
    }
}

int32_t delayOf(int32_t special, const int32_t args[5]) {
    switch (special) {
        case kSpecDoorRaise:
        case kSpecDoorLockedRaise:
            return args[2];
        case kSpecDoorCloseWaitOpen:
            return mulWrap(args[2], kTicRate) / kTicsPerOctic;
        default:
            return 0;
    }
}

void lowerDoor(World& w, Mover& m) {
    switch (moveCeiling(w, m.sector, m.speed, m.low, m.crush, -1)) {
        case PlaneMove::PastDestination:
            if (m.type == kCloseWaitOpen) {
                m.direction = kWaiting;
                m.count = m.delay;
            } else {
                endMover(w, m);
            }
            break;
        case PlaneMove::Crushed:
            if (m.type == kRaise || m.type == kOpen) {
                m.direction = kUp;
            }
            break;
        case PlaneMove::Ok:
            break;
    }
}

void raiseDoor(World& w, Mover& m) {
    if (moveCeiling(w, m.sector, m.speed, m.high, m.crush, 1) != PlaneMove::PastDestination) {
        return;
    }
    if (m.type == kRaise) {
        m.direction = kWaiting;
        m.count = m.delay;
    } else {
        endMover(w, m);
    }
}

}  // namespace

bool doDoor(World& w, int32_t special, const int32_t args[5], int32_t line, Actor* actor) {
    if (special == kSpecDoorLockedRaise && !hasKey(w, actor, args[3])) {
        return false;
    }
    const int32_t delay = delayOf(special, args);
    const DoorType type = typeOfSpecial(special, delay);
    bool started = false;
    for (int32_t s = nextTaggedSector(w, args[0], line, kNoIndex); s != kNoIndex;
         s = nextTaggedSector(w, args[0], line, s)) {
        if (const uint32_t slot = w.sectors[s].ceilingMover) {
            if (args[0] == 0 && type == kRaise) {
                return reverseDoor(w, w.movers[slot - 1], line, actor);
            }
            continue;
        }
        started |= startDoor(w, type, s, line, args[0], speedOf(args[1]), delay) != nullptr;
    }
    return started;
}

void startTimedDoor(World& w, int32_t sector, bool opens) {
    Mover* m = startDoor(w, kRaise, sector, kNoIndex, 0, kNormalSpeed, kNormalWait);
    if (m) {
        m->direction = opens ? kWaitingToRaise : kWaiting;
        m->count = (opens ? 5 * 60 : 30) * kTicRate;
        w.sectors[sector].special &= ~kSectorEffectMask;
    }
}

void tickDoor(World& w, Mover& m) {
    switch (m.direction) {
        case kWaiting:
            if (--m.count == 0) {
                m.direction = m.type == kCloseWaitOpen ? kUp : kDown;
            }
            break;
        case kWaitingToRaise:
            if (--m.count == 0) {
                m.direction = kUp;
            }
            break;
        case kDown:
            lowerDoor(w, m);
            break;
        default:
            raiseDoor(w, m);
            break;
    }
}

}  // namespace caco
