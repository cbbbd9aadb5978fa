// Specials that act on things by tid (simulation.md 8.8; actors.md 3.17, 3.18).
#include <cmath>
#include <string>

#include "base/trig.h"
#include "sim/damage.h"
#include "sim/inventory.h"
#include "sim/missiles.h"
#include "sim/position.h"
#include "sim/spawn.h"
#include "sim/specials.h"
#include "sim/states.h"

namespace caco {
namespace {

// Means-of-death numbers of the script language.
NameId damageTypeOf(int32_t number) {
    switch (number) {
        case 9:
            return typeOf(DamageType::BFGSplash);
        case 12:
            return typeOf(DamageType::Drowning);
        case 13:
            return typeOf(DamageType::Slime);
        case 14:
            return typeOf(DamageType::Fire);
        case 15:
            return typeOf(DamageType::Crush);
        case 16:
            return typeOf(DamageType::Telefrag);
        case 17:
            return typeOf(DamageType::Falling);
        case 18:
            return typeOf(DamageType::Suicide);
        case 20:
            return typeOf(DamageType::Exit);
        case 22:
            return typeOf(DamageType::Melee);
        case 23:
            return typeOf(DamageType::Railgun);
        case 24:
            return typeOf(DamageType::Ice);
        case 25:
            return typeOf(DamageType::Disintegrate);
        case 26:
            return typeOf(DamageType::Poison);
        case 27:
            return typeOf(DamageType::Electric);
        case 1000:
            return typeOf(DamageType::Massacre);
        default:
            return kNameNone;
    }
}

// Calls f(Actor&) for the activator (tid 0) or every actor with the tid; the number of calls.
template <class F>
int32_t forTargets(const SpecialCall& c, int32_t tid, F&& f) {
    if (tid == 0) {
        if (!c.actor || !c.actor->alive) {
            return 0;
        }
        f(*c.actor);
        return 1;
    }
    int32_t count = 0;
    forEachTid(c.w, tid, [&](Actor& a) {
        f(a);
        ++count;
        return true;
    });
    return count;
}

bool isPawnOfPlayer(const World& w, const Actor& a) {
    return a.player >= 0 && w.resolve(w.state->player[a.player].pawn) == &a;
}

void damageOrHeal(World& w, Actor& a, Actor* source, int32_t amount, NameId type) {
    if (amount > 0) {
        if (has(a, Flag::SHOOTABLE)) {
            damageActor(w, a, nullptr, source, amount, type);
        }
    } else if (amount < 0) {
        giveBody(w, a, negWrap(amount), 0);
    }
}

int32_t massacre(World& w, Actor* source) {
    int32_t killed = 0;
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        Actor& a = w.actors[slot];
        if (a.alive && has(a, Flag::ISMONSTER) && has(a, Flag::SHOOTABLE) && a.health > 0) {
            damageActor(w, a, nullptr, source, kTelefragDamage, typeOf(DamageType::Massacre));
            ++killed;
        }
    }
    return killed;
}

bool inTaggedSector(const World& w, const Actor& a, int32_t tag) {
    return tag == 0 || (a.sector != kNoIndex && w.level->sectors[static_cast<size_t>(a.sector)].tag == tag);
}

// ---- hate

bool isHatee(const Actor& a) {
    return has(a, Flag::SHOOTABLE) && a.health > 0 && !has(a, Flag::DORMANT);
}

Actor* findHatee(const SpecialCall& c, int32_t tid, const Actor& hater) {
    if (tid == 0) {
        return c.actor && c.actor != &hater && isHatee(*c.actor) ? c.actor : nullptr;
    }
    Actor* found = nullptr;
    forEachTid(c.w, tid, [&](Actor& a) {
        if (&a != &hater && isHatee(a)) {
            found = &a;
        }
        return !found;
    });
    return found;
}

void forgetOthers(World& w, ActorRef& ref, int32_t tid) {
    const Actor* a = w.resolve(ref);
    if (a && a->tid != tid) {
        ref = 0;
    }
}

void makeHate(const SpecialCall& c, Actor& hater) {
    World& w = c.w;
    const int32_t tid = c.arg[1];
    const int32_t type = c.arg[2];
    const StateId see = findState(w, hater, Label::See);
    if (hater.health <= 0 || !has(hater, Flag::SHOOTABLE) || see == kNoState) {
        return;
    }
    if (type != 0) {
        hater.tidToHate = tid;
        hater.lastLookActor = 0;
        if (tid != 0) {
            forgetOthers(w, hater.target, tid);
            forgetOthers(w, hater.lastEnemy, tid);
        }
    }
    hater.flags.assign(Flag::NOSIGHTCHECK, type == 2 || type == 4 || type == 6);
    hater.flags.assign(Flag::HUNTPLAYERS, type == 3 || type == 4);
    hater.flags.assign(Flag::NOHATEPLAYERS, type == 5 || type == 6);
    Actor* hatee = findHatee(c, tid, hater);
    if (!hatee) {
        return;
    }
    const Actor* goal = w.resolve(hater.goal);
    if (type == 0 || (goal && w.target(hater) != goal)) {
        if (w.target(hater)) {
            hater.lastEnemy = hater.target;
        }
        hater.target = w.refOf(*hatee);
        setState(w, hater, see);
    }
}

Actor* findPatrolPoint(World& w, int32_t tid) {
    Actor* found = nullptr;
    forEachTid(w, tid, [&](Actor& a) {
        if (w.info(a).native == NativeKind::PatrolPoint) {
            found = &a;
        }
        return !found;
    });
    return found;
}

// ---- spawning

Actor* firstWithTid(World& w, int32_t tid) {
    Actor* found = nullptr;
    forEachTid(w, tid, [&](Actor& a) {
        found = &a;
        return false;
    });
    return found;
}

ClassId classToSpawn(const SpecialCall& c, int32_t spawnId) {
    const ClassId cls = c.w.classes->findSpawnId(spawnId);
    if (cls == kNoClass) {
        c.w.report("line special " + std::to_string(c.special) + ": there is no class with the spawn number " +
                   std::to_string(spawnId));
        return kNoClass;
    }
    return c.w.rules.noMonsters && c.w.info(cls).flags.has(Flag::ISMONSTER) ? kNoClass : cls;
}

void spawnFog(World& w, const Actor& a) {
    const ClassId fog = w.classes->known.teleportFog;
    if (fog != kNoClass) {
        spawnActor(w, fog, a.x, a.y, a.z, true);
    }
}

bool spawnAt(World& w, const Actor& spot, ClassId cls, Angle angle, bool fog, int32_t tid) {
    Actor* a = spawnActor(w, cls, spot.x, spot.y, spot.z, true);
    if (!a) {
        return false;
    }
    const bool passes = has(*a, Flag::CANPASS);
    a->flags.set(Flag::CANPASS);
    const bool fits = testMobjLocation(w, *a);
    a->flags.assign(Flag::CANPASS, passes);
    if (!fits) {
        clearCounters(w, *a);
        destroyActor(w, *a);
        return false;
    }
    a->angle = angle;
    if (fog) {
        spawnFog(w, *a);
    }
    if (has(*a, Flag::SPECIAL)) {
        a->flags.set(Flag::DROPPED);
    }
    if (tid != 0) {
        setTid(w, *a, tid);
    }
    return true;
}

Actor* launch(const SpecialCall& c, Actor& spot, ClassId cls) {
    World& w = c.w;
    Fixed z = spot.z;
    if (z != kOnFloorZ && z != kOnCeilingZ) {
        z = subWrap(z, spot.floorClip);
    }
    Actor* missile = spawnActor(w, cls, spot.x, spot.y, z, true);
    if (missile) {
        missile->target = w.refOf(spot);
    }
    return missile;
}

void finishLaunch(World& w, Actor& missile) {
    if (has(missile, Flag::MISSILE)) {
        checkMissileSpawn(w, missile, missile.radius);
    } else if (!testMobjLocation(w, missile)) {
        clearCounters(w, missile);
        destroyActor(w, missile);
    }
}

}  // namespace

int32_t damageThing(const SpecialCall& c) {
    if (!c.actor) {
        return 0;
    }
    const NameId type = damageTypeOf(c.arg[1]);
    if (c.arg[0] == 0) {
        damageActor(c.w, *c.actor, nullptr, nullptr, kTelefragDamage, type);
    } else {
        damageOrHeal(c.w, *c.actor, nullptr, c.arg[0], type);
    }
    return 1;
}

int32_t healThing(const SpecialCall& c) {
    return c.actor ? giveBody(c.w, *c.actor, c.arg[0], c.arg[1]), 1 : 0;
}

int32_t thingDamage(const SpecialCall& c) {
    const NameId type = damageTypeOf(c.arg[2]);
    return forTargets(c, c.arg[0], [&](Actor& a) { damageOrHeal(c.w, a, c.actor, c.arg[1], type); }) != 0;
}

int32_t thingActivate(const SpecialCall& c) {
    return forTargets(c, c.arg[0], [&](Actor& a) {
               if (has(a, Flag::ISMONSTER)) {
                   if (a.health > 0 && has(a, Flag::DORMANT)) {
                       a.flags.clear(Flag::DORMANT);
                       a.tics = 1;
                   }
               } else {
                   setStateLabel(c.w, a, Label::Active);
               }
           }) != 0;
}

int32_t thingDeactivate(const SpecialCall& c) {
    return forTargets(c, c.arg[0], [&](Actor& a) {
               if (has(a, Flag::ISMONSTER)) {
                   if (a.health > 0 && !has(a, Flag::DORMANT)) {
                       a.flags.set(Flag::DORMANT);
                       a.tics = -1;
                   }
               } else {
                   setStateLabel(c.w, a, Label::Inactive);
               }
           }) != 0;
}

int32_t thingRemove(const SpecialCall& c) {
    forTargets(c, c.arg[0], [&](Actor& a) {
        if (!isPawnOfPlayer(c.w, a)) {
            clearCounters(c.w, a);
            destroyActor(c.w, a);
        }
    });
    return 1;
}

int32_t thingDestroy(const SpecialCall& c) {
    World& w = c.w;
    const int32_t tag = c.arg[2];
    if (c.arg[0] == 0 && tag == 0) {
        massacre(w, c.actor);
        return 1;
    }
    const auto destroy = [&](Actor& a) {
        if (has(a, Flag::SHOOTABLE) && inTaggedSector(w, a, tag)) {
            damageActor(w, a, nullptr, c.actor, c.arg[1] ? kTelefragDamage : a.health, kNameNone);
        }
        return true;
    };
    if (c.arg[0] != 0) {
        forEachTid(w, c.arg[0], destroy);
        return 1;
    }
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        if (w.actors[slot].alive) {
            destroy(w.actors[slot]);
        }
    }
    return 1;
}

int32_t thingProjectile(const SpecialCall& c) {
    const ClassId cls = classToSpawn(c, c.arg[1]);
    if (cls == kNoClass) {
        return 0;
    }
    int32_t count = 0;
    const Angle angle = static_cast<Angle>(c.arg[2]) << 24;
    forTargets(c, c.arg[0], [&](Actor& spot) {
        Actor* missile = launch(c, spot, cls);
        if (!missile) {
            return;
        }
        missile->angle = angle;
        missile->velX = mul16(speedOf(c.arg[3]), cosine(angle));
        missile->velY = mul16(speedOf(c.arg[3]), sine(angle));
        missile->velZ = speedOf(c.arg[4]);
        finishLaunch(c.w, *missile);
        ++count;
    });
    return count != 0;
}

int32_t thingProjectileAimed(const SpecialCall& c) {
    World& w = c.w;
    const ClassId cls = classToSpawn(c, c.arg[1]);
    const Actor* target = c.arg[3] ? firstWithTid(w, c.arg[3]) : c.actor;
    if (cls == kNoClass || !target) {
        return 0;
    }
    int32_t count = 0;
    forTargets(c, c.arg[0], [&](Actor& spot) {
        Actor* missile = launch(c, spot, cls);
        if (!missile || !target->alive) {
            return;
        }
        const double dx = subWrap(target->x, missile->x);
        const double dy = subWrap(target->y, missile->y);
        const double dz = subWrap(addWrap(target->z, target->height / 2), missile->z);
        const double length = std::sqrt(dx * dx + dy * dy + dz * dz);
        const double factor = length > 0 ? speedOf(c.arg[2]) / length : 0.0;
        missile->angle = pointToAngle(missile->x, missile->y, target->x, target->y);
        missile->velX = static_cast<Fixed>(dx * factor);
        missile->velY = static_cast<Fixed>(dy * factor);
        missile->velZ = static_cast<Fixed>(dz * factor);
        if (has(*missile, Flag::SEEKERMISSILE)) {
            missile->tracer = w.refOf(target);
        }
        if (c.arg[4] != 0) {
            setTid(w, *missile, c.arg[4]);
        }
        finishLaunch(w, *missile);
        ++count;
    });
    return count != 0;
}

int32_t thingSpawn(const SpecialCall& c) {
    const ClassId cls = classToSpawn(c, c.arg[1]);
    if (cls == kNoClass) {
        return 0;
    }
    const bool facing = c.special == kSpecThingSpawnFacing;
    const bool fog = facing ? c.arg[2] == 0 : c.special == kSpecThingSpawn;
    int32_t count = 0;
    forTargets(c, c.arg[0], [&](Actor& spot) {
        const Angle angle = facing ? spot.angle : static_cast<Angle>(c.arg[2]) << 24;
        count += spawnAt(c.w, spot, cls, angle, fog, c.arg[3]);
    });
    return count != 0;
}

int32_t thingChangeTid(const SpecialCall& c) {
    forTargets(c, c.arg[0], [&](Actor& a) {
        removeTid(c.w, a);
        setTid(c.w, a, c.arg[1]);
    });
    return 1;
}

int32_t thingHate(const SpecialCall& c) {
    forTargets(c, c.arg[0], [&](Actor& a) { makeHate(c, a); });
    return 1;
}

int32_t thingSetGoal(const SpecialCall& c) {
    World& w = c.w;
    const Actor* goal = findPatrolPoint(w, c.arg[1]);
    forTargets(c, c.arg[0], [&](Actor& a) {
        if (!has(a, Flag::SHOOTABLE)) {
            return;
        }
        const Actor* target = w.target(a);
        if (target && target == w.resolve(a.goal)) {
            a.target = 0;
        }
        a.goal = w.refOf(goal);
        a.flags.assign(Flag::CHASEGOAL, c.arg[3] != 0);
        if (!w.target(a)) {
            a.reactionTime = mulWrap(c.arg[2], kTicRate);
        }
    });
    return 1;
}

}  // namespace caco
