// Planes that move, and the things they meet (simulation.md 7.2).
#include <algorithm>
#include <array>

#include "sim/damage.h"
#include "sim/links.h"
#include "sim/position.h"
#include "sim/sectors.h"

namespace caco {
namespace {

constexpr Fixed kGentleDrop = 9 * kUnit;
constexpr int kMaxPushDepth = 48;
constexpr size_t kMaxPushed = 64;

// One adjustment of the things that touch a sector.
struct Change {
    World& w;
    int32_t sector;
    Fixed amount;  // length of the move
    int32_t crush;
    bool blocked = false;

    void grind(Actor& a) { blocked |= crunch(w, a, crush); }
    void setZ(Actor& a, Fixed z) {
        if (a.player >= 0) {
            Player& p = w.state->player[a.player];
            if (w.resolve(p.pawn) == &a) {
                p.viewZ = addWrap(p.viewZ, subWrap(z, a.z));
            }
        }
        a.z = z;
    }
};

enum class Push : uint8_t { Done, NoRoom, Blocked };

struct Pushed {
    std::array<Actor*, kMaxPushed> thing;
    size_t count = 0;
};

bool canBePushed(const World&, const Actor& thing, const Actor& other) {
    const bool oneMoves = has(thing, Flag::CANPASS) || has(thing, Flag::ISMONSTER) || has(other, Flag::CANPASS) ||
                          has(other, Flag::ISMONSTER);
    const bool corpse = has(other, Flag::CORPSE) && !has(other, Flag::ICECORPSE);
    return &other != &thing && has(other, Flag::SOLID) && !has(other, Flag::SPECIAL) && !corpse && oneMoves;
}

// Things in the box of `thing` whose bottom (upwards) or top (downwards) lies within its height.
void collect(World& w, const Actor& thing, bool up, Pushed& out) {
    forEachThing(w, thing.x, thing.y, thing.radius, [&](Actor& other) {
        const Fixed reach = addWrap(thing.radius, other.radius);
        const Fixed edge = up ? other.z : topOf(other);
        if (canBePushed(w, thing, other) && absWrap(subWrap(other.x, thing.x)) < reach &&
            absWrap(subWrap(other.y, thing.y)) < reach && edge >= thing.z && edge <= topOf(thing) &&
            out.count < kMaxPushed) {
            out.thing[out.count++] = &other;
        }
        return true;
    });
}

bool tooHeavy(const Actor& thing, const Actor& other) {
    return !has(other, Flag::CANPASS) || (!has(other, Flag::ISMONSTER) && other.mass > thing.mass);
}

Push pushUp(Change& c, Actor& thing, int depth);
Push pushDown(Change& c, Actor& thing, int depth);

Push pushAll(Change& c, Actor& thing, bool up, int depth) {
    if (depth >= kMaxPushDepth) {
        return Push::Blocked;
    }
    Pushed pushed;
    collect(c.w, thing, up, pushed);
    for (size_t i = 0; i < pushed.count; ++i) {
        Actor& other = *pushed.thing[i];
        if (!other.alive) {
            continue;
        }
        if (tooHeavy(thing, other)) {
            return Push::Blocked;
        }
        const Fixed oldZ = other.z;
        hitFloorOrCeilingFits(c.w, other);
        const Fixed z = up ? addWrap(topOf(thing), 1) : subWrap(thing.z, other.height);
        if (!up && oldZ <= z) {
            continue;
        }
        c.setZ(other, z);
        const Push result = up ? pushUp(c, other, depth + 1) : pushDown(c, other, depth + 1);
        if (result != Push::Done) {
            c.grind(other);
            c.setZ(other, oldZ);
            return Push::Blocked;
        }
    }
    return Push::Done;
}

Push pushUp(Change& c, Actor& thing, int depth) {
    return topOf(thing) > thing.ceilingZ ? Push::NoRoom : pushAll(c, thing, true, depth);
}

Push pushDown(Change& c, Actor& thing, int depth) {
    return thing.z <= thing.floorZ ? Push::NoRoom : pushAll(c, thing, false, depth);
}

void floorLowered(Change& c, Actor& a) {
    const Fixed oldFloor = a.floorZ;
    hitFloorOrCeilingFits(c.w, a);
    const bool falls = !has(a, Flag::NOGRAVITY);
    if (a.floorZ == oldFloor || a.velZ != 0 || !(falls || (a.z == oldFloor && !has(a, Flag::NOLIFTDROP)))) {
        return;
    }
    const bool gentle = c.w.level->floorDrop || c.amount < kGentleDrop;
    if (!falls || (gentle && subWrap(a.z, a.floorZ) <= c.amount)) {
        c.setZ(a, a.floorZ);
    }
}

void floorRaised(Change& c, Actor& a) {
    hitFloorOrCeilingFits(c.w, a);
    if (a.z > a.floorZ) {
        return;
    }
    const Fixed oldZ = a.z;
    c.setZ(a, a.floorZ);
    const Push result = pushUp(c, a, 0);
    if (result != Push::Done) {
        c.grind(a);
    }
    if (result == Push::Blocked) {
        c.setZ(a, oldZ);
    }
}

void ceilingLowered(Change& c, Actor& a) {
    const bool onFloor = a.z <= a.floorZ;
    hitFloorOrCeilingFits(c.w, a);
    if (topOf(a) <= a.ceilingZ) {
        return;
    }
    const Fixed below = subWrap(a.ceilingZ, a.height);
    c.setZ(a, std::max(below, a.floorZ));
    if (pushDown(c, a, 0) != Push::Done) {
        if (onFloor) {
            c.setZ(a, a.floorZ);
        }
        c.grind(a);
    }
}

void ceilingRaised(Change& c, Actor& a) {
    hitFloorOrCeilingFits(c.w, a);
    if (a.z < a.floorZ && topOf(a) >= subWrap(a.ceilingZ, c.amount)) {
        c.setZ(a, a.floorZ);
    }
}

using Adjust = void (*)(Change&, Actor&);

// Every thing that touches the sector once; the list may change under the walk, so it starts anew after each.
// True = something does not fit.
bool adjustThings(World& w, int32_t sector, Fixed amount, int32_t crush, Adjust adjust) {
    Change change{w, sector, amount, crush};
    std::array<uint64_t, kMaxActors / 64> seen;
    if (!w.sectors[sector].touchHead) {
        return false;
    }
    seen.fill(0);
    for (uint32_t n = w.sectors[sector].touchHead; n;) {
        const uint32_t slot = w.touchNodes[n - 1].actor - 1;
        uint64_t& word = seen[slot >> 6];
        const uint64_t bit = uint64_t{1} << (slot & 63);
        if (word & bit) {
            n = w.touchNodes[n - 1].nextInSector;
            continue;
        }
        word |= bit;
        Actor& a = w.actors[slot];
        if (a.alive && !has(a, Flag::NOBLOCKMAP)) {
            adjust(change, a);
        }
        n = w.sectors[sector].touchHead;
    }
    return change.blocked;
}

struct PlaneRef {
    Fixed& height;
    Fixed& texture;

    void set(Fixed to) const {
        texture = addWrap(texture, subWrap(to, height));
        height = to;
    }
};

struct PlaneStep {
    int32_t sector;
    int32_t crush;
    Adjust forward, backward;
    bool keepsWhenCrushing;
};

// Sets the plane; when things block, it goes back (or not, when it crushes). True = blocked.
bool shift(World& w, PlaneRef plane, Fixed to, const PlaneStep& step, bool last) {
    const Fixed from = plane.height;
    const Fixed amount = absWrap(subWrap(to, from));
    plane.set(to);
    if (!adjustThings(w, step.sector, amount, step.crush, step.forward)) {
        return false;
    }
    if (last || !step.keepsWhenCrushing) {
        plane.set(from);
        adjustThings(w, step.sector, amount, step.crush, step.backward);
    }
    return true;
}

PlaneMove advance(World& w, PlaneRef plane, Fixed speed, Fixed dest, int32_t direction, const PlaneStep& step) {
    const int64_t next = int64_t{plane.height} + (direction > 0 ? int64_t{speed} : -int64_t{speed});
    if (direction > 0 ? next >= dest : next <= dest) {
        shift(w, plane, dest, step, true);
        return PlaneMove::PastDestination;
    }
    return shift(w, plane, static_cast<Fixed>(next), step, false) ? PlaneMove::Crushed : PlaneMove::Ok;
}

}  // namespace

PlaneMove moveFloor(World& w, int32_t sector, Fixed speed, Fixed dest, int32_t crush, int32_t direction,
                    bool hexenCrush) {
    SectorState& s = w.sectors[sector];
    const PlaneRef plane{s.floor, s.floorTexZ};
    if (direction > 0) {
        return advance(w, plane, speed, std::min(dest, s.ceiling), 1,
                       {sector, crush, floorRaised, floorLowered, crush >= 0 && !hexenCrush});
    }
    return advance(w, plane, speed, dest, -1, {sector, crush, floorLowered, floorRaised, false});
}

PlaneMove moveCeiling(World& w, int32_t sector, Fixed speed, Fixed dest, int32_t crush, int32_t direction,
                      bool hexenCrush) {
    SectorState& s = w.sectors[sector];
    const PlaneRef plane{s.ceiling, s.ceilingTexZ};
    if (direction > 0) {
        return advance(w, plane, speed, dest, 1, {sector, crush, ceilingRaised, ceilingLowered, false});
    }
    return advance(w, plane, speed, std::max(dest, s.floor), -1,
                   {sector, crush, ceilingLowered, ceilingRaised, crush >= 0 && !hexenCrush});
}

}  // namespace caco
