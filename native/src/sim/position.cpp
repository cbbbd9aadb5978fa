#include "sim/position.h"

#include <algorithm>

#include "sim/ai.h"
#include "sim/damage.h"
#include "sim/hitscan.h"
#include "sim/inventory.h"
#include "sim/lines.h"
#include "sim/links.h"
#include "sim/spawn.h"

namespace caco {
namespace {

constexpr Fixed kNearlyEqual = 256;
constexpr Fixed kRailHeight = 32 * kUnit;
constexpr Fixed kDogDrop = 128 * kUnit;
constexpr int32_t kMissileDamageMask = 7;
constexpr int32_t kStrifeDamageMask = 3;
constexpr int32_t kRipDamageMask = 3;

bool withinReach(const Actor& thing, Fixed x, Fixed y, Fixed reach) {
    return absWrap(subWrap(thing.x, x)) < reach && absWrap(subWrap(thing.y, y)) < reach;
}

Fixed distanceFrom(const Actor& thing, Fixed x, Fixed y) {
    return approxDistance(subWrap(thing.x, x), subWrap(thing.y, y));
}

// Starts the figures of a check from the sector of the point.
void surveySector(const World& w, int32_t sector, MoveCheck& c) {
    const SectorState& s = w.sectors[sector];
    c.floorSector = c.ceilingSector = sector;
    c.floorZ = c.dropOffZ = s.floor;
    c.ceilingZ = s.ceiling;
    c.floorPic = s.floorTexture;
    c.ceilingPic = s.ceilingTexture;
}

void setBox(MoveCheck& c, Fixed x, Fixed y, Fixed radius) {
    c.x = x;
    c.y = y;
    c.box[kBoxTop] = addWrap(y, radius);
    c.box[kBoxBottom] = subWrap(y, radius);
    c.box[kBoxLeft] = subWrap(x, radius);
    c.box[kBoxRight] = addWrap(x, radius);
}

void narrow(const World& w, const Opening& open, int32_t line, MoveCheck& c) {
    if (open.top < c.ceilingZ) {
        c.ceilingZ = open.top;
        c.ceilingSector = open.topSector;
        c.ceilingPic = w.sectors[open.topSector].ceilingTexture;
        c.ceilingLine = line;
        c.blockingLine = line;
    }
    if (open.bottom > c.floorZ) {
        c.floorZ = open.bottom;
        c.floorSector = open.bottomSector;
        c.floorPic = w.sectors[open.bottomSector].floorTexture;
        c.blockingLine = line;
    }
    c.dropOffZ = std::min(c.dropOffZ, open.lowFloor);
}

void surveyLines(World& w, MoveCheck& c) {
    forEachLine(w, c.box[kBoxLeft], c.box[kBoxBottom], c.box[kBoxRight], c.box[kBoxTop], [&](int32_t index) {
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        if (line.backSector != kNoIndex && boxMeetsLine(c.box, line)) {
            const Fixed reference = c.floorZ;
            narrow(w, lineOpening(w, line, c.x, c.y, &reference), index, c);
        }
        return true;
    });
}

void offerPush(World& w, int32_t line, Actor& a, int32_t side) {
    if (w.lines[line].special) {
        pushLine(w, line, a, side);
    }
}

bool lineStops(uint32_t flags, const Actor& a) {
    const bool missile = has(a, Flag::MISSILE);
    if (missile && !(flags & (kLineBlockEverything | kLineBlockProjectiles))) {
        return false;
    }
    return (flags & (kLineBlocking | kLineBlockEverything)) ||
           ((flags & kLineBlockMonsters) && !has(a, Flag::NOBLOCKMONST)) ||
           ((flags & kLineBlockPlayers) && a.player >= 0) || ((flags & kLineBlockProjectiles) && missile) ||
           ((flags & kLineBlockFloaters) && has(a, Flag::FLOAT));
}

// One line whose box overlaps the mover's and which the mover's box crosses. False when it blocks.
bool checkLine(World& w, Actor& a, int32_t index, MoveCheck& c) {
    const LineDef& line = w.level->lines[static_cast<size_t>(index)];
    if (line.backSector == kNoIndex) {
        c.blockingLine = index;
        offerPush(w, index, a, 0);
        return false;
    }
    const uint32_t flags = w.lines[index].flags;
    if (lineStops(flags, a)) {
        c.blockingLine = index;
        offerPush(w, index, a, pointSide(a.x, a.y, line));
        return false;
    }
    const Fixed reference = c.floorZ;
    Opening open = lineOpening(w, line, c.x, c.y, &reference);
    const bool projectilePasses = has(a, Flag::MISSILE) && !(flags & (kLineBlockEverything | kLineBlockProjectiles));
    if ((flags & kLineRailing) && !projectilePasses) {
        open.bottom = addWrap(open.bottom, kRailHeight);
    }
    narrow(w, open, index, c);
    if (w.lines[index].special) {
        WorldState& s = *w.state;
        if (s.contactCount < kMaxContacts) {
            s.contact[s.contactCount++] = index;
        } else {
            s.statusBits |= kErrContactsFull;
        }
    }
    return true;
}

// Whether a mover that already touches the thing may go on because it gets away from it.
bool isUnblocking(const Actor& thing, const Actor& m, const MoveCheck& c, Fixed reach) {
    if (!(c.fromMonsterStep || m.player >= 0) || !has(thing, Flag::SOLID)) {
        return false;
    }
    if (c.x == m.x && c.y == m.y) {
        return true;
    }
    // A move in the plane never turns a pair that is apart in height into an overlap, so the distances decide.
    return withinReach(thing, m.x, m.y, reach) && distanceFrom(thing, c.x, c.y) > distanceFrom(thing, m.x, m.y);
}

// Only decals come of it, but the draw belongs to the missile's stream.
void splatter(World& w, const Actor& missile, Actor& victim, int32_t amount) {
    if (has(missile, Flag::BLOODLESSIMPACT)) {
        return;
    }
    const bool bleeds = !has(victim, Flag::NOBLOOD) && !has(victim, Flag::INVULNERABLE) && !has(victim, Flag::DORMANT);
    if (has(missile, Flag::BLOODSPLATTER) && bleeds) {
        w.r(Stream::CheckThing);
    }
    traceBleed(w, amount, victim);
}

// A missile goes through the victim and hurts it once per movement.
bool rip(World& w, Actor& m, Actor& victim, Actor* shooter, MoveCheck& c) {
    const uint32_t slot = w.slotOf(victim) + 1;
    if (c.ripped == slot) {
        return true;
    }
    c.ripped = slot;
    const int32_t amount = missileDamage(w, m, kRipDamageMask, 2);
    damageActor(w, victim, &m, shooter, amount, m.damageType);
    return true;
}

// True = the missile passes.
bool missileMeets(World& w, Actor& m, Actor& thing, MoveCheck& c) {
    if (has(thing, Flag::NONSHOOTABLE) || (has(thing, Flag::GHOST) && has(m, Flag::THRUGHOST))) {
        return true;
    }
    Actor* shooter = w.target(m);
    if (has(m, Flag::MTHRUSPECIES) && shooter && speciesOf(w, *shooter) == speciesOf(w, thing)) {
        return true;
    }
    const Fixed pass = w.info(thing).projectilePassHeight;
    if (m.z > addWrap(thing.z, pass > 0 ? pass : thing.height) || topOf(m) < thing.z) {
        return true;
    }
    if (shooter) {
        if (shooter == &thing) {
            return true;
        }
        if (!canHurt(w, thing, *shooter)) {
            return false;
        }
    }
    if (!has(thing, Flag::SHOOTABLE)) {
        return !has(thing, Flag::SOLID);
    }
    if (has(m, Flag::RIPPER)) {
        return rip(w, m, thing, shooter, c);
    }
    const int32_t amount = missileDamage(w, m, has(m, Flag::STRIFEDAMAGE) ? kStrifeDamageMask : kMissileDamageMask, 1);
    if (amount > 0 || has(m, Flag::FORCEPAIN) || has(m, Flag::CAUSEPAIN)) {
        const int32_t done = damageActor(w, thing, &m, shooter, amount, m.damageType);
        splatter(w, m, thing, done > 0 ? done : amount);
    }
    return false;
}

// One thing near the target place. True = passes; a stop leaves the thing as the mover's blocking actor or clears that.
bool checkThing(World& w, Actor& m, Actor& thing, MoveCheck& c) {
    if (&thing == &m || !thing.alive ||
        !(has(thing, Flag::SOLID) || has(thing, Flag::SPECIAL) || has(thing, Flag::SHOOTABLE) ||
          has(thing, Flag::TOUCHY))) {
        return true;
    }
    const Fixed reach = addWrap(thing.radius, m.radius);
    if (!withinReach(thing, c.x, c.y, reach) || has(thing, Flag::THRUACTORS) || has(m, Flag::THRUACTORS) ||
        (has(m, Flag::THRUSPECIES) && speciesOf(w, thing) == speciesOf(w, m))) {
        return true;
    }
    m.blockingActor = w.refOf(thing);
    const Fixed top = topOf(thing);
    const bool bridge = has(thing, Flag::ACTLIKEBRIDGE);
    if (bridge && has(m, Flag::ISMONSTER) && top >= c.floorZ && top <= addWrap(m.z, m.maxStepHeight)) {
        c.stepThing = &thing;
        c.floorZ = top;
    }
    const bool unblocking = isUnblocking(thing, m, c, reach);
    if ((has(m, Flag::CANPASS) || bridge) && !(has(m, Flag::MISSILE) && has(m, Flag::RIPPER))) {
        if (has(thing, Flag::DONTOVERLAP) && has(m, Flag::DONTOVERLAP)) {
            return unblocking;
        }
        if (m.z >= top || topOf(m) <= thing.z) {
            return true;
        }
    }
    if (has(thing, Flag::TOUCHY) && has(m, Flag::SOLID) && thing.health > 0 && !has(thing, Flag::DORMANT)) {
        damageActor(w, thing, nullptr, nullptr, thing.health, kNameNone, kDamageForced);
        return true;
    }
    if (has(m, Flag::SKULLFLY)) {
        monsterSkullSlam(w, m, &thing);
        m.blockingActor = 0;
        return false;
    }
    if (has(m, Flag::MISSILE)) {
        return missileMeets(w, m, thing, c);
    }
    if (has(thing, Flag::PUSHABLE) && !has(m, Flag::CANNOTPUSH)) {
        const Fixed factor = w.info(thing).pushFactor;
        thing.velX = addWrap(thing.velX, mul16(m.velX, factor));
        thing.velY = addWrap(thing.velY, mul16(m.velY, factor));
    }
    const bool solid = has(thing, Flag::SOLID) && !has(thing, Flag::NOCLIP) && has(m, Flag::SOLID);
    if (has(thing, Flag::SPECIAL) && has(m, Flag::PICKUP) && thing.z < subWrap(topOf(m), m.maxStepHeight)) {
        touchSpecial(w, thing, m);
    }
    return !solid || unblocking;
}

// The thing pass. False = definitely blocked; `candidate` is what the mover could step upon.
bool checkThings(World& w, Actor& m, MoveCheck& c, Actor*& candidate) {
    return forEachThing(w, c.x, c.y, m.radius, [&](Actor& thing) {
        if (checkThing(w, m, thing, c)) {
            return true;
        }
        Actor* blocker = w.resolve(m.blockingActor);
        if (!blocker) {
            return false;
        }
        const bool walks = !has(m, Flag::FLOAT) && !has(m, Flag::MISSILE) && !has(m, Flag::SKULLFLY);
        if (blocker->player < 0 && walks && subWrap(topOf(*blocker), m.z) <= m.maxStepHeight) {
            if (!candidate || blocker->z > candidate->z) {
                candidate = blocker;
            }
            m.blockingActor = 0;
            return true;
        }
        if (m.player >= 0 && subWrap(topOf(m), blocker->z) <= m.maxStepHeight) {
            if (candidate) {
                return false;
            }
            m.blockingActor = 0;
            return true;
        }
        return false;
    });
}

bool checkLines(World& w, Actor& a, MoveCheck& c) {
    bool good = true;
    int32_t count = 0;
    forEachLine(w, c.box[kBoxLeft], c.box[kBoxBottom], c.box[kBoxRight], c.box[kBoxTop], [&](int32_t index) {
        if (boxMeetsLine(c.box, w.level->lines[static_cast<size_t>(index)])) {
            if (count < static_cast<int32_t>(std::size(c.crossed))) {
                c.crossed[count] = index;
            }
            ++count;
            good &= checkLine(w, a, index, c);
        }
        return true;
    });
    c.crossedCount = count <= static_cast<int32_t>(std::size(c.crossed)) ? count : -1;
    return good;
}

// A player may go on over a thing of step height under it (simulation.md 5.8 step 2).
bool playerMayStepOn(const World& w, const Actor& a, const Actor& blocker, const MoveCheck& c) {
    if (blocker.player >= 0 || a.player < 0 || !has(a, Flag::CANPASS)) {
        return false;
    }
    const Fixed top = topOf(blocker);
    const Fixed above = blocker.sector == kNoIndex ? c.ceilingZ : w.sectors[blocker.sector].ceiling;
    return subWrap(top, a.z) <= a.maxStepHeight && subWrap(above, top) >= a.height &&
           subWrap(c.ceilingZ, top) >= a.height;
}

enum class Verdict : uint8_t { Fits, Blocked, Silent };

bool dropsTooFar(World& w, const Actor& a, DropOff dropOff, const MoveCheck& c, bool missileSpawn) {
    if (dropOff == DropOff::Dog) {
        const Actor* target = w.target(a);
        if (subWrap(c.floorZ, c.dropOffZ) > kDogDrop || !target || target->z > c.dropOffZ) {
            dropOff = DropOff::Forbidden;
        }
    }
    if (dropOff != DropOff::Forbidden || has(a, Flag::DROPOFF) || has(a, Flag::FLOAT) || has(a, Flag::MISSILE)) {
        return false;
    }
    if (has(a, Flag::AVOIDINGDROPOFF)) {
        return subWrap(a.floorZ, c.floorZ) > a.maxDropOffHeight || subWrap(a.dropOffZ, c.dropOffZ) > a.maxDropOffHeight;
    }
    const Fixed from = has(a, Flag::ONMOBJ) ? std::max(a.z, c.floorZ) : c.floorZ;
    return subWrap(from, c.dropOffZ) > a.maxDropOffHeight && !has(a, Flag::BLASTED) && !missileSpawn;
}

// The height rules of a move whose position check found no obstacle.
Verdict judgeHeights(World& w, Actor& a, DropOff dropOff, MoveCheck& c, bool missileSpawn) {
    if (has(a, Flag::FLOORHUGGER)) {
        a.z = c.floorZ;
    } else if (has(a, Flag::CEILINGHUGGER)) {
        a.z = subWrap(c.ceilingZ, a.height);
    }
    if (has(a, Flag::NOCLIP)) {
        return Verdict::Fits;
    }
    if (subWrap(c.ceilingZ, c.floorZ) < a.height) {
        return Verdict::Blocked;
    }
    c.floatOk = true;
    const bool flies = has(a, Flag::FLY) && has(a, Flag::NOGRAVITY);
    if (subWrap(c.ceilingZ, a.z) < a.height && !has(a, Flag::TELEPORT) && !has(a, Flag::CEILINGHUGGER) && !flies) {
        return Verdict::Blocked;
    }
    if (has(a, Flag::MISSILE) && !has(a, Flag::STEPMISSILE) && c.floorZ > a.z) {
        return Verdict::Blocked;
    }
    if (subWrap(c.floorZ, a.z) > a.maxStepHeight) {
        return Verdict::Blocked;
    }
    if (a.z < c.floorZ) {
        const Fixed z = a.z;
        a.z = c.floorZ;
        const bool free = testZ(w, a) == nullptr;
        a.z = z;
        if (!free) {
            return Verdict::Blocked;
        }
    }
    if (dropsTooFar(w, a, dropOff, c, missileSpawn)) {
        return Verdict::Silent;
    }
    if (has(a, Flag::CANTLEAVEFLOORPIC) && (c.floorPic != a.floorPic || a.z != c.floorZ)) {
        return Verdict::Blocked;
    }
    return Verdict::Fits;
}

void commit(World& w, Actor& a, Fixed x, Fixed y, const MoveCheck& c) {
    unlinkForMove(w, a);
    takePlanes(a, c);
    a.x = x;
    a.y = y;
    if (c.crossedCount >= 0) {
        linkActorKnown(w, a, c.sector, {c.crossed, static_cast<size_t>(c.crossedCount)});
    } else {
        linkActor(w, a);
    }
}

// A teleport on the way empties the shared list, which ends the loop.
void crossContacts(World& w, Actor& a, Fixed oldX, Fixed oldY) {
    WorldState& s = *w.state;
    while (s.contactCount > 0 && a.alive) {
        const int32_t index = s.contact[--s.contactCount];
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        const int32_t oldSide = pointSide(oldX, oldY, line);
        if (pointSide(a.x, a.y, line) != oldSide && w.lines[index].special && !has(a, Flag::NOTRIGGER)) {
            crossLine(w, index, a, oldSide);
        }
    }
}

// The line leaves room around the actor: then touching it is no collision with it.
bool opensAround(const World& w, const Actor& a, const LineDef& line) {
    if (line.backSector == kNoIndex) {
        return false;
    }
    const SectorState& front = w.sectors[line.frontSector];
    const SectorState& back = w.sectors[line.backSector];
    const Fixed top = topOf(a);
    return front.ceiling >= top && back.ceiling >= top && front.floor <= a.z && back.floor <= a.z;
}

void pushContacts(World& w, Actor& a) {
    WorldState& s = *w.state;
    for (int32_t n = s.contactCount; n > 0 && a.alive;) {
        --n;
        if (n >= s.contactCount) {
            continue;  // a push started another move, which emptied the list
        }
        const int32_t index = s.contact[n];
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        if (!opensAround(w, a, line)) {
            offerPush(w, index, a, pointSide(a.x, a.y, line));
        }
    }
}

bool triggersLines(const Actor& a) {
    return !has(a, Flag::TELEPORT) && !has(a, Flag::NOCLIP);
}

}  // namespace

void takePlanes(Actor& a, const MoveCheck& c) {
    a.floorZ = c.floorZ;
    a.ceilingZ = c.ceilingZ;
    a.dropOffZ = c.dropOffZ;
    a.floorSector = c.floorSector;
    a.ceilingSector = c.ceilingSector;
    a.floorPic = c.floorPic;
    a.ceilingPic = c.ceilingPic;
}

Opening lineOpening(const World& w, const LineDef& line, Fixed, Fixed, const Fixed* reference) {
    if (line.backSector == kNoIndex) {
        const SectorState& only = w.sectors[line.frontSector];
        return {only.floor, only.floor, 0, only.floor, line.frontSector, line.frontSector};
    }
    const SectorState& front = w.sectors[line.frontSector];
    const SectorState& back = w.sectors[line.backSector];
    Opening open;
    const bool frontTop = front.ceiling < back.ceiling;
    open.top = frontTop ? front.ceiling : back.ceiling;
    open.topSector = frontTop ? line.frontSector : line.backSector;
    // All planes are flat: with a point of reference, floors of nearly the same height count as the front's.
    const bool apart = !reference || absWrap(subWrap(front.floor, back.floor)) > kNearlyEqual;
    const bool frontBottom = apart ? front.floor > back.floor : true;
    open.bottom = frontBottom ? front.floor : back.floor;
    open.lowFloor = frontBottom ? back.floor : front.floor;
    open.bottomSector = frontBottom ? line.frontSector : line.backSector;
    open.range = subWrap(open.top, open.bottom);
    return open;
}

bool checkPosition(World& w, Actor& a, Fixed x, Fixed y, MoveCheck& c, bool actorsOnly) {
    c.thing = &a;
    setBox(c, x, y, a.radius);
    c.sector = w.level->gameNodes.sectorAt(x, y);
    c.crossedCount = -1;
    surveySector(w, c.sector, c);
    c.ceilingLine = c.blockingLine = kNoIndex;
    c.stepThing = nullptr;
    c.floatOk = false;
    w.state->contactCount = 0;
    a.blockingActor = 0;
    a.blockingLine = kNoIndex;
    if (has(a, Flag::NOCLIP) && !has(a, Flag::SKULLFLY)) {
        return true;
    }
    // A taller player meets the things that it could step upon.
    const Fixed height = a.height;
    if (a.player >= 0) {
        a.height = addWrap(height, a.maxStepHeight);
    }
    Actor* candidate = nullptr;
    const bool free = checkThings(w, a, c, candidate);
    a.height = height;
    if (!free) {
        return false;
    }
    a.blockingActor = 0;
    if (!actorsOnly && !has(a, Flag::NOCLIP)) {
        const Fixed thingDropOff = c.floorZ;
        c.floorZ = c.dropOffZ;
        const bool passes = checkLines(w, a, c);
        a.blockingLine = c.blockingLine;
        if (!passes || subWrap(c.ceilingZ, c.floorZ) < a.height) {
            return false;
        }
        if (c.stepThing) {
            c.dropOffZ = thingDropOff;
        }
    }
    a.blockingActor = w.refOf(candidate);
    return candidate == nullptr;
}

bool tryMove(World& w, Actor& a, Fixed x, Fixed y, DropOff dropOff, MoveCheck& c, bool missileSpawn) {
    const Fixed oldX = a.x;
    const Fixed oldY = a.y;
    const Fixed oldZ = a.z;
    Verdict verdict = Verdict::Fits;
    if (!checkPosition(w, a, x, y, c)) {
        const Actor* blocker = w.resolve(a.blockingActor);
        verdict = blocker && playerMayStepOn(w, a, *blocker, c) ? Verdict::Fits : Verdict::Blocked;
    }
    if (!a.alive) {
        return false;
    }
    if (verdict == Verdict::Fits) {
        verdict = judgeHeights(w, a, dropOff, c, missileSpawn);
    }
    if (verdict == Verdict::Fits) {
        commit(w, a, x, y, c);
        if (triggersLines(a)) {
            crossContacts(w, a, oldX, oldY);
        }
        return true;
    }
    a.z = oldZ;
    if (verdict == Verdict::Blocked && triggersLines(a)) {
        pushContacts(w, a);
    }
    return false;
}

Actor* testZ(World& w, Actor& a) {
    if (has(a, Flag::NOCLIP)) {
        return nullptr;
    }
    Actor* highest = nullptr;
    const Actor* shooter = has(a, Flag::MISSILE) ? w.target(a) : nullptr;
    const bool item = has(a, Flag::SPECIAL);
    forEachThing(w, a.x, a.y, a.radius, [&](Actor& o) {
        if (!withinReach(o, a.x, a.y, addWrap(o.radius, a.radius)) || !has(o, Flag::SOLID) || has(o, Flag::SPECIAL) ||
            has(o, Flag::NOCLIP) || has(o, Flag::THRUACTORS) || has(a, Flag::THRUACTORS) ||
            (has(o, Flag::CORPSE) && !has(o, Flag::ICECORPSE)) || (item && !has(o, Flag::ACTLIKEBRIDGE)) || &o == &a ||
            &o == shooter) {
            return true;
        }
        if (a.z <= topOf(o) && topOf(a) > o.z && (!highest || topOf(o) >= topOf(*highest))) {
            highest = &o;
        }
        return true;
    });
    return highest;
}

bool testMobjLocation(World& w, Actor& a) {
    const bool picksUp = has(a, Flag::PICKUP);
    a.flags.clear(Flag::PICKUP);
    MoveCheck check;
    const bool free = checkPosition(w, a, a.x, a.y, check);
    a.flags.assign(Flag::PICKUP, picksUp);
    return free && a.z >= a.floorZ && topOf(a) <= a.ceilingZ;
}

void findFloorCeiling(World& w, Actor& a, bool onlySpawnPos) {
    MoveCheck c;
    setBox(c, a.x, a.y, a.radius);
    const bool linkedSector = onlySpawnPos && a.sector != kNoIndex;
    surveySector(w, linkedSector ? a.sector : w.level->gameNodes.sectorAt(a.x, a.y), c);
    if (!onlySpawnPos) {
        surveyLines(w, c);
    }
    takePlanes(a, c);
}

void surveyPlace(World& w, const Actor& a, Fixed x, Fixed y, MoveCheck& c) {
    setBox(c, x, y, a.radius);
    surveySector(w, w.level->gameNodes.sectorAt(x, y), c);
    surveyLines(w, c);
}

bool hitFloorOrCeilingFits(World& w, Actor& a) {
    MoveCheck c;
    c.fromMonsterStep = has(a, Flag::ISMONSTER) && has(a, Flag::CANPASS);
    const bool fits = checkPosition(w, a, a.x, a.y, c);
    takePlanes(a, c);
    return fits;
}

}  // namespace caco
