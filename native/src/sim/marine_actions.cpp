// Scripted marines (actors.md 3.16).
#include "base/trig.h"
#include "sim/action_functions.h"
#include "sim/ai.h"
#include "sim/damage.h"
#include "sim/hitscan.h"
#include "sim/missiles.h"
#include "sim/monster_tools.h"
#include "sim/sight.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr Fixed kBulletRange = 2048 * kUnit;
constexpr Fixed kSawRange = 64 * kUnit + 1;

void jumpAhead(World& w, ActionCall& call) { setState(w, call.self, call.state + 1); }

bool targetGone(const World& w, const Actor& self) {
    const Actor* target = w.target(self);
    return !target || target->health <= 0;
}

void gunShot(World& w, Actor& self, int32_t slope, bool accurate) {
    const int32_t damage = 5 * (w.r(Stream::SMarineGunshot) % 3 + 1);
    Angle angle = self.angle;
    if (!accurate) {
        angle += static_cast<Angle>(w.r2(Stream::SMarineGunshot)) << 18;
    }
    lineAttack(w, self, angle, kBulletRange, slope, damage, typeOf(DamageType::Hitscan), w.classes->known.bulletPuff);
}

void fireBullet(World& w, ActionCall& call) {
    Actor& self = call.self;
    if (!w.target(self)) {
        return;
    }
    const bool accurate = argInt(w, call, 0) != 0;
    faceTarget(w, self);
    gunShot(w, self, aimLine(w, self, self.angle, kBulletRange, nullptr), accurate);
}

void punch(World& w, Actor& self, int32_t multiplier) {
    if (!w.target(self)) {
        return;
    }
    const int32_t damage = ((w.r(Stream::SMarinePunch) % 10 + 1) << 1) * multiplier;
    faceTarget(w, self);
    const Angle angle = self.angle + (static_cast<Angle>(w.r2(Stream::SMarinePunch)) << 18);
    const int32_t slope = aimLine(w, self, angle, 64 * kUnit, nullptr);
    if (Actor* hit = lineAttack(w, self, angle, 64 * kUnit, slope, damage, typeOf(DamageType::Melee), w.classes->known.bulletPuff, kAttackMelee)) {
        self.angle = pointToAngle(self.x, self.y, hit->x, hit->y);
    }
}

// The saw pulls its user around (as the player's, actors.md 6.5).
void turnWithSaw(Actor& self, const Actor& hit) {
    const Angle wanted = pointToAngle(self.x, self.y, hit.x, hit.y);
    constexpr Angle kStep = kAngle90 / 20, kPull = kAngle90 / 21;
    if (wanted - self.angle > kAngle180) {
        if (wanted - self.angle < 0u - kStep) {
            self.angle = wanted + kPull;
        } else {
            self.angle -= kStep;
        }
    } else if (wanted - self.angle > kStep) {
        self.angle = wanted - kPull;
    } else {
        self.angle += kStep;
    }
}

} // namespace

void actMarineLook(World& w, ActionCall& call) { lookAround(w, call.self); }
void actMarineChase(World& w, ActionCall& call) { chase(w, call.self, call.self.meleeState, call.self.missileState); }
void actMarineNoise(World&, ActionCall&) {}

void actM_Refire(World& w, ActionCall& call) {
    Actor& self = call.self;
    const bool ignoreMissile = argInt(w, call, 0) != 0;
    if (targetGone(w, self)) {
        if (self.missileState != kNoState && w.r(Stream::SMarineRefire) < 160 && lookForPlayers(w, self, true) && inMissileRange(w, self)) {
            return;
        }
        jumpAhead(w, call);
        return;
    }
    const bool meleeOnly = ignoreMissile || self.missileState == kNoState;
    if ((meleeOnly && !inMeleeRange(w, self)) || !checkSight(w, self, *w.target(self), 0) || w.r(Stream::SMarineRefire) < 4) {
        jumpAhead(w, call);
    }
}

void actM_SawRefire(World& w, ActionCall& call) {
    if (targetGone(w, call.self) || !inMeleeRange(w, call.self)) {
        jumpAhead(w, call);
    }
}

void actM_CheckAttack(World& w, ActionCall& call) {
    if (call.self.special1 != 0 || !w.target(call.self)) {
        setStateLabel(w, call.self, Label::SkipAttack);
    } else {
        faceTarget(w, call.self);
    }
}

void actM_Saw(World& w, ActionCall& call) {
    Actor& self = call.self;
    if (!w.target(self)) {
        return;
    }
    const int32_t factor = argInt(w, call, 2);
    faceTarget(w, self);
    if (!inMeleeRange(w, self)) {
        return;
    }
    const int32_t damage = factor * (w.r(Stream::SMarineSaw) % 10 + 1);
    const Angle angle = self.angle + (static_cast<Angle>(w.r2(Stream::SMarineSaw)) << 18);
    const int32_t slope = aimLine(w, self, angle, kSawRange, nullptr);
    if (Actor* hit = lineAttack(w, self, angle, kSawRange, slope, damage, typeOf(DamageType::Melee), w.classes->known.bulletPuff)) {
        turnWithSaw(self, *hit);
    }
}

void actM_Punch(World& w, ActionCall& call) { punch(w, call.self, argInt(w, call, 0)); }
void actM_FirePistol(World& w, ActionCall& call) { fireBullet(w, call); }
void actM_FireCGun(World& w, ActionCall& call) { fireBullet(w, call); }

void actM_FireShotgun(World& w, ActionCall& call) {
    Actor& self = call.self;
    if (!turnToTarget(w, self)) {
        return;
    }
    const int32_t slope = aimLine(w, self, self.angle, kBulletRange, nullptr);
    for (int i = 0; i < 7; ++i) {
        gunShot(w, self, slope, false);
    }
    self.special1 = w.state->mapTime + 27;
}

void actM_FireShotgun2(World& w, ActionCall& call) {
    Actor& self = call.self;
    if (!turnToTarget(w, self)) {
        return;
    }
    const int32_t slope = aimLine(w, self, self.angle, kBulletRange, nullptr);
    for (int i = 0; i < 20; ++i) {
        const int32_t damage = 5 * (w.r(Stream::SMarineFireSSG) % 3 + 1);
        const Angle angle = self.angle + (static_cast<Angle>(w.r2(Stream::SMarineFireSSG)) << 19);
        const int32_t pitch = addWrap(slope, mulWrap(w.r2(Stream::SMarineFireSSG), 332063));
        lineAttack(w, self, angle, kBulletRange, pitch, damage, typeOf(DamageType::Hitscan), w.classes->known.bulletPuff);
    }
    self.special1 = w.state->mapTime;
}

void actM_FireMissile(World& w, ActionCall& call) {
    if (!w.target(call.self)) {
        return;
    }
    if (inMeleeRange(w, call.self)) {
        punch(w, call.self, 1);
    } else {
        faceTarget(w, call.self);
        fireAt(w, call.self, "Rocket");
    }
}

void actM_FirePlasma(World& w, ActionCall& call) {
    if (turnToTarget(w, call.self)) {
        fireAt(w, call.self, "PlasmaBall");
        call.self.special1 = w.state->mapTime + 20;
    }
}

void actM_BFGsound(World& w, ActionCall& call) {
    Actor& self = call.self;
    if (!w.target(self)) {
        return;
    }
    if (self.special1 != 0) {
        setStateLabel(w, self, Label::See);
    } else {
        faceTarget(w, self);
        self.painChance = 0;
    }
}

void actM_FireBFG(World& w, ActionCall& call) {
    if (turnToTarget(w, call.self)) {
        fireAt(w, call.self, "BFGBall");
        call.self.special1 = w.state->mapTime + 30;
        call.self.painChance = 160;
    }
}

void actM_FireRailgun(World& w, ActionCall& call) {
    Actor& self = call.self;
    Actor* target = w.target(self);
    if (!target) {
        return;
    }
    self.flags.clear(Flag::AMBUSH);
    self.angle = pointToAngle(self.x, self.y, target->x, target->y);
    const int32_t savedPitch = self.pitch;
    Actor* hit = nullptr;
    self.pitch = aimLine(w, self, self.angle, kBulletRange, &hit, 60 * kAngle1, target);
    if (!hit) {
        const double dx = subWrap(target->x, self.x), dy = subWrap(target->y, self.y);
        const double dz = subWrap(addWrap(target->z, target->height >> 1), addWrap(self.z, self.height >> 1));
        constexpr double kPi = 3.14159265358979323846;
        self.pitch = static_cast<int32_t>(static_cast<int64_t>(std::atan2(dz, std::sqrt(dx * dx + dy * dy)) * 2147483648.0 / -kPi));
    }
    self.angle = pointToAngle(self.x, self.y, subWrap(target->x, mulWrap(target->velX, 3)), subWrap(target->y, mulWrap(target->velY, 3)));
    if (has(*target, Flag::SHADOW)) {
        self.angle += static_cast<Angle>(w.r2(Stream::RailFace)) << 21;
    }
    railAttack(w, self, self.damage, self.pitch);
    self.pitch = savedPitch;
    self.special1 = w.state->mapTime + 50;
}

} // namespace caco
