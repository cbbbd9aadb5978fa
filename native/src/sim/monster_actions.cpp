// Attacks and behaviour of monsters (actors.md 3.5, 3.6, 3.11, 3.15).
#include "base/trig.h"
#include "sim/action_functions.h"
#include "sim/ai.h"
#include "sim/damage.h"
#include "sim/hitscan.h"
#include "sim/links.h"
#include "sim/missiles.h"
#include "sim/monster_tools.h"
#include "sim/position.h"
#include "sim/sight.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {

Actor* turnToTarget(World& w, Actor& self) {
    Actor* target = w.target(self);
    if (target) {
        faceTarget(w, self);
    }
    return target;
}

void hitInMelee(World& w, Actor& self, Actor& target, int32_t damage, NameId type) {
    const int32_t done = damageActor(w, target, &self, &self, damage, type);
    traceBleed(w, done > 0 ? done : damage, target);
}

void fireAt(World& w, Actor& self, std::string_view missile) {
    if (Actor* target = w.target(self)) {
        spawnMissile(w, self, *target, w.classes->find(missile));
    }
}

void spreadMissile(Actor& m, Angle turn) {
    m.angle += turn;
    m.velX = mul16(m.speed, cosine(m.angle));
    m.velY = mul16(m.speed, sine(m.angle));
}

namespace {

constexpr Fixed kMonsterRange = 2048 * kUnit;

NameId melee() { return typeOf(DamageType::Melee); }

void bullet(World& w, Actor& self, Angle angle, int32_t slope, int32_t damage) {
    lineAttack(w, self, angle, kMonsterRange, slope, damage, typeOf(DamageType::Hitscan), w.classes->known.bulletPuff);
}

Angle spread(int32_t draw, int shift) { return static_cast<Angle>(draw) << shift; }

// One bullet with the usual spread and dice of a stream.
void spreadBullet(World& w, Actor& self, Stream stream, Angle base, int32_t slope) {
    const Angle angle = base + spread(w.r2(stream), 20);
    const int32_t damage = (w.r(stream) % 5 + 1) * 3;
    bullet(w, self, angle, slope, damage);
}

// Faces the target and fires along one aim.
void shootBullets(World& w, Actor& self, Stream stream, int count) {
    if (!turnToTarget(w, self)) {
        return;
    }
    const Angle base = self.angle;
    const int32_t slope = aimLine(w, self, base, kMonsterRange, nullptr);
    for (int i = 0; i < count; ++i) {
        spreadBullet(w, self, stream, base, slope);
    }
}

// Bite when in reach, otherwise the missile (none: nothing happens).
void biteOrFire(World& w, Actor& self, Stream stream, int32_t sides, int32_t factor, std::string_view missile, bool face) {
    Actor* target = w.target(self);
    if (!target) {
        return;
    }
    if (face) {
        faceTarget(w, self);
    }
    if (inMeleeRange(w, self)) {
        const int32_t damage = (w.r(stream) % sides + 1) * factor;
        hitInMelee(w, self, *target, damage, melee());
    } else if (!missile.empty()) {
        fireAt(w, self, missile);
    }
}

void refire(World& w, Actor& self, Stream stream, int32_t keep) {
    faceTarget(w, self);
    if (w.r(stream) < keep) {
        return;
    }
    Actor* target = w.target(self);
    if (!target || target->health <= 0 || !checkSight(w, self, *target, kSightPastBlockAll | kSightPastShootable)) {
        setStateLabel(w, self, Label::See);
    }
}

void launchSkull(World& w, Actor& skull, Fixed speed) {
    Actor* target = w.target(skull);
    if (!target) {
        return;
    }
    skull.flags.set(Flag::SKULLFLY);
    faceTarget(w, skull);
    skull.velX = mul16(speed, cosine(skull.angle));
    skull.velY = mul16(speed, sine(skull.angle));
    int32_t n = approxDistance(subWrap(target->x, skull.x), subWrap(target->y, skull.y)) / speed;
    if (n < 1) {
        n = 1;
    }
    skull.velZ = subWrap(addWrap(target->z, target->height >> 1), skull.z) / n;
}

// A line between the two places that no skull may pass (actors.md 3.11 shootSkull).
bool wallBetween(World& w, const Actor& self, Fixed x, Fixed y) {
    const Fixed left = self.x < x ? self.x : x, right = self.x < x ? x : self.x;
    const Fixed bottom = self.y < y ? self.y : y, top = self.y < y ? y : self.y;
    return !forEachLine(w, left, bottom, right, top, [&](int32_t index) {
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        const uint32_t flags = w.lines[index].flags;
        const bool passable = (flags & kLineTwoSided) && !(flags & (kLineBlocking | kLineBlockMonsters | kLineBlockEverything));
        if (passable || line.box[kBoxLeft] > right || line.box[kBoxRight] < left || line.box[kBoxTop] < bottom || line.box[kBoxBottom] > top) {
            return true;
        }
        auto side = [&](Fixed px, Fixed py) {
            return int64_t{subWrap(py, line.y)} * line.dx + int64_t{subWrap(line.x, px)} * line.dy > 0;
        };
        return side(self.x, self.y) == side(x, y);
    });
}

void shootSkull(World& w, Actor& self, Angle angle) {
    const ClassId skullClass = w.classes->known.lostSoul;
    if (self.damageType == typeOf(DamageType::Massacre) || skullClass == kNoClass) {
        return;
    }
    if (addWrap(topOf(self), 8 * kUnit) > self.ceilingZ) {
        if (has(self, Flag::FLOAT)) {
            self.velZ -= 2 * kUnit;
            self.flags.set(Flag::INFLOAT);
            self.flags.set(Flag::VFRICTION);
        }
        return;
    }
    const Fixed step = 4 * kUnit + 3 * (self.radius + w.info(skullClass).radius) / 2;
    const Fixed x = addWrap(self.x, mul16(step, cosine(angle)));
    const Fixed y = addWrap(self.y, mul16(step, sine(angle)));
    if (wallBetween(w, self, x, y)) {
        return;
    }
    Actor* skull = spawnActor(w, skullClass, x, y, addWrap(self.z, 8 * kUnit), true);
    if (!skull) {
        return;
    }
    const SectorState& sector = w.sectors[skull->sector];
    MoveCheck check;
    const bool misplaced = skull->z > sector.ceiling - skull->height || skull->z < sector.floor;
    if (misplaced || !checkPosition(w, *skull, skull->x, skull->y, check)) {
        damageActor(w, *skull, &self, &self, kTelefragDamage, kNameNone);
        return;
    }
    copyFriendliness(w, self, *skull, true);
    launchSkull(w, *skull, 20 * kUnit);
}

// The flame keeps in front of the archvile's victim.
void fireStep(World& w, Actor& fire, Fixed height) {
    Actor* dest = w.resolve(fire.tracer);
    Actor* vile = w.resolve(fire.target);
    if (!dest || !vile || !checkSight(w, *vile, *dest, 0)) {
        return;
    }
    setPosition(w, fire, addWrap(dest->x, mul16(24 * kUnit, cosine(dest->angle))), addWrap(dest->y, mul16(24 * kUnit, sine(dest->angle))),
                addWrap(dest->z, height));
}

void fatAttack(World& w, ActionCall& call, Angle selfTurn, Angle missileTurn) {
    Actor& self = call.self;
    Actor* target = turnToTarget(w, self);
    if (!target) {
        return;
    }
    const ClassId shot = argClass(w, call, 0);
    self.angle += selfTurn;
    spawnMissile(w, self, *target, shot);
    if (Actor* m = spawnMissile(w, self, *target, shot)) {
        spreadMissile(*m, missileTurn);
    }
}

// One corpse that an archvile may raise: it must fit where it lies.
bool raiseCorpse(World& w, Actor& vile, Actor& corpse) {
    const ClassInfo& info = w.info(corpse);
    corpse.velX = corpse.velY = 0;
    const Fixed height = corpse.height, radius = corpse.radius;
    const bool solid = has(corpse, Flag::SOLID);
    corpse.height = info.height;
    corpse.flags.set(Flag::SOLID);
    MoveCheck check;
    const bool fits = checkPosition(w, corpse, corpse.x, corpse.y, check);
    corpse.flags.assign(Flag::SOLID, solid);
    corpse.height = height;
    corpse.radius = radius;
    if (!fits) {
        return false;
    }
    const ActorRef target = vile.target;
    vile.target = w.refOf(corpse);
    faceTarget(w, vile);
    vile.target = target;
    setStateLabel(w, vile, Label::Heal);
    reviveActor(w, vile, corpse);
    return true;
}

bool lookForCorpse(World& w, Actor& self) {
    if (self.moveDir == kDirNone) {
        return false;
    }
    const Fixed x = addWrap(self.x, mul16(absWrap(self.speed), kStepX[self.moveDir]));
    const Fixed y = addWrap(self.y, mul16(absWrap(self.speed), kStepY[self.moveDir]));
    bool raised = false;
    forEachThing(w, x, y, 32 * kUnit, [&](Actor& corpse) {
        if (!has(corpse, Flag::CORPSE) || corpse.player >= 0 || findState(w, corpse, Label::Raise) == kNoState) return true;
        const bool resting = corpse.tics == -1 || (corpse.state != kNoState && (w.classes->state(corpse.state).flags & kStateCanRaise));
        const Fixed reach = w.info(corpse).radius + self.radius;
        if (!resting || absWrap(subWrap(corpse.x, x)) > reach || absWrap(subWrap(corpse.y, y)) > reach) return true;
        raised = raiseCorpse(w, self, corpse);
        return !raised;
    });
    return raised;
}

} // namespace

void actLook(World& w, ActionCall& call) { lookAround(w, call.self); }
void actChase(World& w, ActionCall& call) { chase(w, call.self, call.self.meleeState, call.self.missileState); }
void actHoof(World& w, ActionCall& call) { actChase(w, call); }
void actMetal(World& w, ActionCall& call) { actChase(w, call); }
void actBabyMetal(World& w, ActionCall& call) { actChase(w, call); }
void actVileChase(World& w, ActionCall& call) {
    if (!lookForCorpse(w, call.self)) {
        actChase(w, call);
    }
}

void actFaceTarget(World& w, ActionCall& call) {
    Actor& self = call.self;
    const Actor* target = w.target(self);
    const Angle limit = argAngle(w, call, 0);
    if (limit != 0 && target) {
        const Angle wanted = pointToAngle(self.x, self.y, target->x, target->y);
        const Angle delta = wanted - self.angle;
        const Angle distance = delta < kAngle180 ? delta : 0u - delta;
        if (limit < distance) {
            self.flags.clear(Flag::AMBUSH);
            self.angle += delta < kAngle180 ? limit : 0u - limit;
            return;
        }
    }
    faceTarget(w, self);
}

void actPosAttack(World& w, ActionCall& call) { shootBullets(w, call.self, Stream::PosAttack, 1); }

void actSPosAttackUseAtkSound(World& w, ActionCall& call) { shootBullets(w, call.self, Stream::SPosAttack, 3); }

void actCPosAttack(World& w, ActionCall& call) { shootBullets(w, call.self, Stream::CPosAttack, 1); }

void actCPosRefire(World& w, ActionCall& call) { refire(w, call.self, Stream::CPosRefire, 40); }
void actSpidRefire(World& w, ActionCall& call) { refire(w, call.self, Stream::SpidRefire, 10); }
void actTroopAttack(World& w, ActionCall& call) { biteOrFire(w, call.self, Stream::TroopAttack, 8, 3, "DoomImpBall", true); }
void actSargAttack(World& w, ActionCall& call) { biteOrFire(w, call.self, Stream::SargAttack, 10, 4, "", true); }
void actHeadAttack(World& w, ActionCall& call) { biteOrFire(w, call.self, Stream::HeadAttack, 6, 10, "CacodemonBall", true); }
void actBruisAttack(World& w, ActionCall& call) { biteOrFire(w, call.self, Stream::BruisAttack, 8, 10, "BaronBall", false); }
void actSkelFist(World& w, ActionCall& call) { biteOrFire(w, call.self, Stream::SkelFist, 10, 6, "", true); }

void actSkullAttack(World& w, ActionCall& call) { launchSkull(w, call.self, 20 * kUnit); }

void actBetaSkullAttack(World& w, ActionCall& call) {
    Actor& self = call.self;
    Actor* target = w.target(self);
    if (!target || speciesOf(w, *target) == speciesOf(w, self)) {
        return;
    }
    faceTarget(w, self);
    const int32_t damage = (w.r(Stream::BetaLostSoul) % 8 + 1) * self.damage;
    hitInMelee(w, self, *target, damage, kNameNone);
}

void actCyberAttack(World& w, ActionCall& call) {
    if (turnToTarget(w, call.self)) {
        fireAt(w, call.self, "Rocket");
    }
}
void actBspiAttack(World& w, ActionCall& call) {
    if (turnToTarget(w, call.self)) {
        fireAt(w, call.self, "ArachnotronPlasma");
    }
}

void actFatRaise(World& w, ActionCall& call) { faceTarget(w, call.self); }
void actFatAttack1(World& w, ActionCall& call) { fatAttack(w, call, kAngle90 / 8, kAngle90 / 8); }
void actFatAttack2(World& w, ActionCall& call) { fatAttack(w, call, 0u - kAngle90 / 8, 0u - kAngle90 / 4); }
void actFatAttack3(World& w, ActionCall& call) {
    Actor& self = call.self;
    Actor* target = turnToTarget(w, self);
    if (!target) {
        return;
    }
    const ClassId shot = argClass(w, call, 0);
    for (const Angle turn : {0u - kAngle90 / 16, kAngle90 / 16}) {
        if (Actor* m = spawnMissile(w, self, *target, shot)) {
            spreadMissile(*m, turn);
        }
    }
}

void actSkelWhoosh(World& w, ActionCall& call) { faceTarget(w, call.self); }

void actSkelMissile(World& w, ActionCall& call) {
    Actor& self = call.self;
    Actor* target = turnToTarget(w, self);
    if (!target) {
        return;
    }
    const Fixed z = addWrap(self.z, 48 * kUnit);
    if (Actor* m = spawnMissile(w, self, *target, w.classes->find("RevenantTracer"), &z)) {
        setPosition(w, *m, addWrap(m->x, m->velX), addWrap(m->y, m->velY), m->z);
        m->tracer = self.target;
    }
}

void actTracer(World& w, ActionCall& call) {
    Actor& self = call.self;
    if (w.state->levelTime & 3) {
        return;
    }
    spawnPuff(w, w.classes->known.bulletPuff, self.x, self.y, self.z, &self, 0);
    if (Actor* smoke = spawnActor(w, w.classes->find("RevenantTracerSmoke"), subWrap(self.x, self.velX), subWrap(self.y, self.velY), self.z, true)) {
        smoke->velZ = kUnit;
        smoke->tics -= w.r(Stream::Tracer) & 3;
        if (smoke->tics < 1) smoke->tics = 1;
    }
    Actor* dest = w.resolve(self.tracer);
    if (!dest || dest->health <= 0 || self.speed == 0 || has(*dest, Flag::CANTSEEK)) {
        return;
    }
    constexpr Angle kTurn = 0x0C000000;
    const Angle exact = pointToAngle(self.x, self.y, dest->x, dest->y);
    if (exact != self.angle) {
        if (exact - self.angle > kAngle180) {
            self.angle -= kTurn;
            if (exact - self.angle < kAngle180) self.angle = exact;
        } else {
            self.angle += kTurn;
            if (exact - self.angle > kAngle180) self.angle = exact;
        }
    }
    self.velX = mul16(self.speed, cosine(self.angle));
    self.velY = mul16(self.speed, sine(self.angle));
    int32_t n = approxDistance(subWrap(dest->x, self.x), subWrap(dest->y, self.y)) / self.speed;
    if (n < 1) {
        n = 1;
    }
    const Fixed want = dest->height >= 56 * kUnit ? subWrap(addWrap(dest->z, 40 * kUnit), self.z) / n
                                                  : subWrap(addWrap(dest->z, self.height * 2 / 3), self.z) / n;
    self.velZ += want < self.velZ ? -kUnit / 8 : kUnit / 8;
}

void actPainAttack(World& w, ActionCall& call) {
    if (turnToTarget(w, call.self)) {
        shootSkull(w, call.self, call.self.angle);
    }
}

void actPainDie(World& w, ActionCall& call) {
    Actor& self = call.self;
    if (const Actor* target = w.target(self); target && isFriend(w, self, *target)) {
        self.flags.clear(Flag::FRIENDLY);
    }
    actNoBlocking(w, call);
    for (const Angle turn : {kAngle90, kAngle180, kAngle270}) {
        shootSkull(w, self, self.angle + turn);
    }
}

void actVileStart(World&, ActionCall&) {}

void actVileTarget(World& w, ActionCall& call) {
    Actor& self = call.self;
    Actor* target = turnToTarget(w, self);
    if (!target) {
        return;
    }
    Actor* fire = spawnActor(w, w.classes->find("ArchvileFire"), target->x, target->y, target->z, true);
    if (!fire) {
        return;
    }
    self.tracer = w.refOf(*fire);
    fire->target = w.refOf(self);
    fire->tracer = self.target;
    fireStep(w, *fire, 0);
}

void actStartFire(World& w, ActionCall& call) { fireStep(w, call.self, 0); }
void actFire(World& w, ActionCall& call) { fireStep(w, call.self, argFixed(w, call, 0)); }
void actFireCrackle(World& w, ActionCall& call) { fireStep(w, call.self, 0); }

void actVileAttack(World& w, ActionCall& call) {
    Actor& self = call.self;
    Actor* target = turnToTarget(w, self);
    if (!target) {
        return;
    }
    if (!checkSight(w, self, *target, 0)) {
        return;
    }
    hitInMelee(w, self, *target, 20, kNameNone);
    if (Actor* fire = w.resolve(self.tracer)) {
        setPosition(w, *fire, subWrap(target->x, mul16(24 * kUnit, cosine(self.angle))),
                    subWrap(target->y, mul16(24 * kUnit, sine(self.angle))), target->z);
        radiusAttack(w, *fire, &self, 70, 70, typeOf(DamageType::Fire), 0);
    }
    if (target->alive && !has(*target, Flag::DONTTHRUST)) {
        target->velZ = scale(kUnit, 1000, target->mass ? target->mass : 1);
    }
}

} // namespace caco
