// Actions that every kind of actor shares (actors.md 3.14, 4.5, 6.5).

#include <algorithm>

#include "base/trig.h"
#include "sim/action_functions.h"
#include "sim/ai.h"
#include "sim/damage.h"
#include "sim/hitscan.h"
#include "sim/links.h"
#include "sim/missiles.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr int32_t kBlastHurtsShooter = 1;  // flags of A_Explode
constexpr int32_t kBlastIsOwn = 4;

void noBlocking(World& w, Actor& self) {
    self.flags.clear(Flag::SOLID);
    if (has(self, Flag::STEALTH)) {
        self.alpha = kUnit;
        self.visDir = 0;
    }
    if (!w.classes->isA(self.cls, NativeKind::PlayerPawn)) {
        dropItems(w, self);
    }
}

// Fits at its own place; the body is back in its full size.
bool respawnFits(World& w, Actor& self) {
    MoveCheck check;
    return testMobjLocation(w, self) && checkPosition(w, self, self.x, self.y, check, true);
}

}  // namespace

// Sounds do not take part in the simulation.
void actPain(World&, ActionCall&) {}
void actScream(World&, ActionCall&) {}
void actXScream(World&, ActionCall&) {}
void actPlayerScream(World&, ActionCall&) {}

// Jumps only for skins of other games, which do not exist here.
void actPlayerSkinCheck(World&, ActionCall&) {}

void actNoBlocking(World& w, ActionCall& call) {
    noBlocking(w, call.self);
}
void actFall(World& w, ActionCall& call) {
    noBlocking(w, call.self);
}

void actSetFloorClip(World&, ActionCall& call) {
    // Only terrain with a foot clip gives a depth, and no plain sector has one.
    call.self.flags.set(Flag::FLOORCLIP);
    call.self.floorClip = 0;
}

void actUnSetFloorClip(World&, ActionCall& call) {
    call.self.flags.clear(Flag::FLOORCLIP);
    call.self.floorClip = 0;
}

void actExplode(World& w, ActionCall& call) {
    Actor& self = call.self;
    const ClassInfo& info = w.info(self);
    int32_t damage = argInt(w, call, 0);
    int32_t distance = argInt(w, call, 1);
    int32_t flags = argInt(w, call, 2);
    const bool alert = argInt(w, call, 3) != 0;
    const int32_t fullDistance = argInt(w, call, 4);
    if (argInt(w, call, 5) > 0) {
        w.report("A_Explode of class " + info.name + ": nails are not implemented; only the blast was made");
    }
    if (damage < 0) {
        damage = info.explosionDamage;
        distance = info.explosionRadius;
        flags = info.dontHurtShooter ? 0 : kBlastHurtsShooter;
    }
    if (distance <= 0) {
        distance = damage;
    }
    Actor* shooter = w.target(self);
    Actor* source = flags & kBlastIsOwn ? &self : shooter;
    radiusAttack(w, self, source, damage, distance, self.damageType,
                 flags & kBlastHurtsShooter ? static_cast<uint32_t>(kRadiusHurtSource) : 0u, fullDistance);
    if (alert && shooter && self.alive) {
        noiseAlert(w, shooter, self, true);
    }
}

void actDetonate(World& w, ActionCall& call) {
    const int32_t damage = missileDamage(w, call.self, 0, 1);
    radiusAttack(w, call.self, w.target(call.self), damage, damage, call.self.damageType, kRadiusHurtSource);
}

void actBarrelDestroy(World& w, ActionCall& call) {
    destroyActor(w, call.self);
}

void actDie(World& w, ActionCall& call) {
    damageActor(w, call.self, nullptr, nullptr, call.self.health, argInt(w, call, 0), kDamageForced);
}

void actStop(World& w, ActionCall& call) {
    Actor& self = call.self;
    self.velX = self.velY = self.velZ = 0;
    Player* p = playerOf(w, self);
    if (p && w.resolve(p->pawn) == &self) {
        setPlayerRunning(w, self, false);
        p->bobVelX = p->bobVelY = 0;
    }
}

void actFadeOut(World& w, ActionCall& call) {
    Actor& self = call.self;
    Fixed reduce = argFixed(w, call, 0);
    if (reduce == 0) {
        reduce = kUnit / 10;
    }
    if (self.renderStyle == static_cast<uint8_t>(RenderStyle::Normal)) {
        self.renderStyle = static_cast<uint8_t>(RenderStyle::Translucent);
    }
    self.alpha = subWrap(self.alpha, reduce);
    if (self.alpha <= 0 && (argInt(w, call, 1) & 1)) {
        destroyActor(w, self);
    }
}

void actRespawn(World& w, ActionCall& call) {
    Actor& self = call.self;
    const ClassInfo& info = w.info(self);
    const Fixed oldX = self.x, oldY = self.y, oldZ = self.z;
    const Fixed height = self.height;
    self.flags.set(Flag::SOLID);
    self.height = info.height;
    setPosition(w, self, self.spawnX, self.spawnY, self.z);
    findFloorCeiling(w, self, true);
    self.z = self.floorZ;
    if (!respawnFits(w, self)) {
        self.flags.clear(Flag::SOLID);
        self.height = height;
        setPosition(w, self, oldX, oldY, oldZ);
        findFloorCeiling(w, self, true);
        return;
    }
    const bool wasFriendly = has(self, Flag::FRIENDLY);
    self.target = self.lastEnemy = self.lastHeard = 0;
    self.health = info.health;
    self.radius = info.radius;
    self.flags = info.flags;
    self.flags.assign(Flag::FRIENDLY, wasFriendly);
    self.damageType = info.damageType;
    self.angle = kAngle45 * static_cast<uint32_t>(self.spawnAngle / 45);
    if (has(self, Flag::COUNTKILL) && !wasFriendly) {
        ++w.state->totalMonsters;
    }
    if (setState(w, self, findState(w, self, Label::Spawn)) && (argInt(w, call, 0) & 1)) {
        spawnActor(w, w.classes->known.teleportFog, oldX, oldY, oldZ, true);
        spawnActor(w, w.classes->known.teleportFog, self.x, self.y, self.z, true);
    }
}

void actSkullPop(World& w, ActionCall& call) {
    // The figures hold no class of a loose skull; one that an archive defines would need the chase camera of that
    // effect.
    if (argClass(w, call, 0) != kNoClass) {
        w.report("A_SkullPop of class " + w.info(call.self).name + " is not implemented and did nothing");
    }
}

void actBFGSpray(World& w, ActionCall& call) {
    Actor& self = call.self;
    Actor* shooter = w.target(self);
    if (!shooter) {
        return;
    }
    const ClassId spray = argClass(w, call, 0);
    const int32_t rays = std::max(argInt(w, call, 1), 1);
    const int32_t dice = argInt(w, call, 2);
    const Angle spread = argAngle(w, call, 3);
    const Fixed distance = argFixed(w, call, 4);
    const Angle vrange = argAngle(w, call, 5);
    const int32_t fixedDamage = argInt(w, call, 6);
    const NameId sprayType = spray != kNoClass ? w.info(spray).damageType : kNameNone;
    const NameId type = sprayType != kNameNone ? sprayType : typeOf(DamageType::BFGSplash);
    for (int32_t i = 0; i < rays; ++i) {
        const Angle angle = self.angle - spread / 2 + spread / static_cast<uint32_t>(rays) * static_cast<uint32_t>(i);
        Actor* victim = nullptr;
        aimLine(w, *shooter, angle, distance, &victim, vrange);
        if (!victim) {
            continue;
        }
        spawnActor(w, spray, victim->x, victim->y, addWrap(victim->z, victim->height >> 2), true);
        int32_t damage = fixedDamage;
        if (damage == 0) {
            for (int32_t d = 0; d < dice; ++d) {
                damage += (w.r(Stream::BFGSpray) & 7) + 1;
            }
        }
        const int32_t done = damageActor(w, *victim, shooter, shooter, damage, type);
        traceBleed(w, done > 0 ? done : damage, *victim);
        if (!shooter->alive) {
            return;
        }
    }
}

}  // namespace caco
