#include "sim/teleport.h"

#include <algorithm>

#include "base/trig.h"
#include "sim/damage.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/spawn.h"

namespace caco {
namespace {

constexpr int32_t kFreezeTics = 18;
constexpr float kZoomFov = 45.0f;
constexpr float kWidestFov = 175.0f;
constexpr int32_t kFullFraction = 1 << 30;

// Monsters of this map may telefrag (actors.md 1.15).
bool monstersTelefrag(const World& w) {
    return w.level->name == "MAP30";
}

// False when something at the destination refuses to be telefragged.
bool clearPlace(World& w, Actor& a, Fixed x, Fixed y, Fixed z, bool telefrag) {
    const bool stomps = telefrag || has(a, Flag::TELESTOMP) || monstersTelefrag(w);
    return forEachThing(w, x, y, a.radius, [&](Actor& o) {
        const Fixed reach = addWrap(o.radius, a.radius);
        if (!has(o, Flag::SHOOTABLE) || &o == &a || absWrap(subWrap(o.x, x)) >= reach ||
            absWrap(subWrap(o.y, y)) >= reach || has(o, Flag::THRUACTORS) || has(a, Flag::THRUACTORS) ||
            (has(a, Flag::THRUSPECIES) && speciesOf(w, a) == speciesOf(w, o))) {
            return true;
        }
        const bool passesOver = has(a, Flag::CANPASS) || has(o, Flag::ACTLIKEBRIDGE);
        const bool neverOverlaps = has(a, Flag::DONTOVERLAP) && has(o, Flag::DONTOVERLAP);
        if (passesOver && !neverOverlaps && (z > topOf(o) || addWrap(z, a.height) < o.z)) {
            return true;
        }
        if ((!stomps || has(o, Flag::NOTELEFRAG)) && !has(o, Flag::ALWAYSTELEFRAG)) {
            return false;
        }
        damageActor(w, o, &a, &a, kTelefragDamage, typeOf(DamageType::Telefrag), kDamageThrustless);
        return true;
    });
}

bool isDestination(const World& w, const Actor& a) {
    return a.alive && w.classes->isA(a.cls, w.classes->known.teleportDest);
}

Actor* destinationByTid(World& w, int32_t tid, int32_t tag) {
    auto fits = [&](const Actor& a) {
        return isDestination(w, a) && a.sector != kNoIndex &&
               (tag == 0 || w.level->sectors[static_cast<size_t>(a.sector)].tag == tag);
    };
    int32_t count = 0;
    Actor* found = nullptr;
    forEachTid(w, tid, [&](Actor& a) {
        if (fits(a) && count++ == 0) {
            found = &a;
        }
        return true;
    });
    if (count < 2) {
        return found;
    }
    int32_t skip = w.rn(Stream::Teleport, count);
    forEachTid(w, tid, [&](Actor& a) {
        if (!fits(a)) {
            return true;
        }
        found = &a;
        return skip-- > 0;
    });
    return found;
}

// Oldest destination of the first tagged sector that has one.
Actor* destinationBySector(World& w, int32_t tag) {
    Actor* found = nullptr;
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        Actor& a = w.actors[slot];
        if (isDestination(w, a) && a.sector != kNoIndex && w.level->sectors[static_cast<size_t>(a.sector)].tag == tag &&
            (!found || a.sector < found->sector)) {
            found = &a;
        }
    }
    return found;
}

Actor* findDestination(World& w, int32_t tid, int32_t tag) {
    if (tid != 0) {
        return destinationByTid(w, tid, tag);
    }
    return tag != 0 ? destinationBySector(w, tag) : nullptr;
}

void spawnFog(World& w, Actor& a, ClassId cls, Fixed x, Fixed y, Fixed z) {
    if (cls == kNoClass) {
        return;
    }
    if (Actor* fog = spawnActor(w, cls, x, y, z, true)) {
        fog->target = w.refOf(a);
    }
}

bool teleportsWithoutFreeze(const World& w, const Actor& a) {
    for (const Actor* item = w.resolve(a.inventory); item; item = w.resolve(item->item.nextItem)) {
        if (has(*item, Flag::INVENTORY_NOTELEPORTFREEZE)) {
            return true;
        }
    }
    return false;
}

Player* ownPlayer(World& w, const Actor& a) {
    Player* p = playerOf(w, a);
    return p && w.resolve(p->pawn) == &a ? p : nullptr;
}

Fixed heightAt(const World& w, const Actor& a, const Actor& dest, bool keepHeight) {
    if (w.classes->isA(dest.cls, w.classes->known.teleportDest2)) {
        return dest.z;
    }
    const SectorState& s = w.sectors[w.level->gameNodes.sectorAt(dest.x, dest.y)];
    const bool flies = a.player >= 0 && has(a, Flag::NOGRAVITY);
    if (!keepHeight && !flies && !has(a, Flag::MISSILE)) {
        return s.floor;
    }
    const Fixed z = addWrap(s.floor, subWrap(a.z, a.floorZ));
    return addWrap(z, a.height) > s.ceiling ? subWrap(s.ceiling, a.height) : z;
}

void stopAfterTeleport(World& w, Actor& a) {
    if (has(a, Flag::MISSILE)) {
        a.velX = mul16(a.speed, cosine(a.angle));
        a.velY = mul16(a.speed, sine(a.angle));
        return;
    }
    a.velX = a.velY = a.velZ = 0;
    if (Player* p = ownPlayer(w, a)) {
        p->bobVelX = p->bobVelY = 0;
    }
}

int32_t part30(int32_t a, int32_t b) {
    return wrap32((int64_t{a} * b) >> 30);
}

// Position along the crossed line as a 30-bit fraction.
int32_t fractionAlong(const LineDef& line, Fixed x, Fixed y) {
    const int64_t den = int64_t{line.dx} * line.dx + int64_t{line.dy} * line.dy;
    const int64_t num = int64_t{subWrap(x, line.x)} * line.dx + int64_t{subWrap(y, line.y)} * line.dy;
    if (num <= 0) {
        return 0;
    }
    const int64_t unit = den >> 30;
    return num >= den ? kFullFraction : unit ? static_cast<int32_t>(num / unit) : 0;
}

int32_t findTargetLine(const World& w, int32_t crossed, int32_t id) {
    for (size_t i = 0; i < w.level->lines.size(); ++i) {
        const LineDef& line = w.level->lines[i];
        if (static_cast<int32_t>(i) != crossed && line.id == id && line.backSector != kNoIndex) {
            return static_cast<int32_t>(i);
        }
    }
    return kNoIndex;
}

// Moves the point by hairs until it lies on the wanted side of the line.
void nudgeToSide(const LineDef& line, int32_t side, Fixed& x, Fixed& y) {
    constexpr int kNudges = 10;
    for (int n = 0; n < kNudges && pointSide(x, y, line) != side; ++n) {
        if (absWrap(line.dx) > absWrap(line.dy)) {
            y = subWrap(y, (line.dx < 0) != (side != 0) ? -1 : 1);
        } else {
            x = addWrap(x, (line.dy < 0) != (side != 0) ? -1 : 1);
        }
    }
}

void rotate(Fixed& x, Fixed& y, Fixed sin, Fixed cos) {
    const Fixed oldX = x;
    const Fixed oldY = y;
    x = dmul16(oldX, cos, negWrap(oldY), sin);
    y = dmul16(oldY, cos, oldX, sin);
}

}  // namespace

bool teleportMove(World& w, Actor& a, Fixed x, Fixed y, Fixed z, bool telefrag) {
    MoveCheck check;
    surveyPlace(w, a, x, y, check);
    w.state->contactCount = 0;
    if (!clearPlace(w, a, x, y, z, telefrag) || !a.alive) {
        return false;
    }
    setPosition(w, a, x, y, z);
    takePlanes(a, check);
    a.prevX = x;
    a.prevY = y;
    a.prevZ = z;
    return true;
}

bool teleportToDestination(World& w, Actor& a, int32_t side, int32_t tid, int32_t tag, bool fog, bool keepOrientation,
                           bool keepHeight) {
    if (side != 0 || has(a, Flag::NOTELEPORT)) {
        return false;
    }
    const Actor* dest = findDestination(w, tid, tag);
    if (!dest) {
        return false;
    }
    const Fixed oldX = a.x;
    const Fixed oldY = a.y;
    const Fixed oldZ = a.z;
    const Angle angle = keepOrientation ? a.angle : dest->angle;
    if (!teleportMove(w, a, dest->x, dest->y, heightAt(w, a, *dest, keepHeight), false)) {
        return false;
    }
    Player* p = ownPlayer(w, a);
    if (p) {
        p->viewZ = addWrap(a.z, p->viewHeight);
    }
    a.angle = angle;
    if (fog) {
        constexpr int32_t kFogDistance = 20;
        const ClassInfo& info = w.info(a);
        spawnFog(w, a, info.teleFogSource, oldX, oldY, oldZ);
        spawnFog(w, a, info.teleFogDest, addWrap(a.x, mulWrap(kFogDistance, cosine(angle))),
                 addWrap(a.y, mulWrap(kFogDistance, sine(angle))), a.z);
    }
    if (p) {
        p->fov = std::min(kWidestFov, p->desiredFov + kZoomFov);
        if ((fog || !keepOrientation) && !teleportsWithoutFreeze(w, a)) {
            a.reactionTime = kFreezeTics;
        }
    }
    if (!keepOrientation) {
        stopAfterTeleport(w, a);
    }
    return true;
}

bool teleportLine(World& w, Actor& a, int32_t index, int32_t side, int32_t targetId, bool reversed) {
    if (side != 0 || has(a, Flag::NOTELEPORT) || index == kNoIndex) {
        return false;
    }
    const LineDef& from = w.level->lines[static_cast<size_t>(index)];
    const int32_t target = from.backSector == kNoIndex ? kNoIndex : findTargetLine(w, index, targetId);
    if (target == kNoIndex) {
        return false;
    }
    const LineDef& to = w.level->lines[static_cast<size_t>(target)];
    int32_t pos = fractionAlong(from, a.x, a.y);
    const Fixed offX = subWrap(subWrap(a.x, from.x), part30(from.dx, pos));
    const Fixed offY = subWrap(subWrap(a.y, from.y), part30(from.dy, pos));
    Angle turn = pointToAngle(0, 0, to.dx, to.dy) - pointToAngle(0, 0, from.dx, from.dy);
    if (!reversed) {
        turn += kAngle180;
        pos = kFullFraction - pos;
    }
    const Fixed sin = sine(turn);
    const Fixed cos = cosine(turn);
    Fixed x = offX;
    Fixed y = offY;
    rotate(x, y, sin, cos);
    x = addWrap(x, addWrap(to.x, part30(pos, to.dx)));
    y = addWrap(y, addWrap(to.y, part30(pos, to.dy)));
    const bool stepDown = w.sectors[to.frontSector].floor < w.sectors[to.backSector].floor;
    Player* p = ownPlayer(w, a);
    nudgeToSide(to, reversed || (a.player >= 0 && stepDown) ? 1 : 0, x, y);
    const Fixed z = addWrap(subWrap(a.z, a.floorZ), w.sectors[stepDown ? to.backSector : to.frontSector].floor);
    if (!teleportMove(w, a, x, y, z, false)) {
        return false;
    }
    a.angle += turn;
    rotate(a.velX, a.velY, sin, cos);
    if (p) {
        rotate(p->bobVelX, p->bobVelY, sin, cos);
        const Fixed delta = p->deltaViewHeight;
        p->deltaViewHeight = 0;
        calcViewHeight(w, *p, a);
        p->deltaViewHeight = delta;
    }
    return true;
}

}  // namespace caco
