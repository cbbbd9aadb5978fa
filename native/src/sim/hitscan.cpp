#include "sim/hitscan.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/trig.h"
#include "sim/damage.h"
#include "sim/links.h"
#include "sim/particles.h"
#include "sim/path.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/sight.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr Angle kAimRange = 35 * kAngle1;
constexpr Angle kNoAimRange = kAngle1 / 2;
constexpr Angle kSideAim = 0x04000000;
constexpr int32_t kLineHorizon = 9;
constexpr Fixed kRailRange = 8192 * kUnit;
constexpr int kMaxRailHits = 256;

Fixed shootHeight(const World& w, const Actor& a) {
    const Player* p = playerOf(w, a);
    const Fixed z = subWrap(addWrap(a.z, a.height >> 1), a.floorClip);
    return addWrap(z, p ? mul16(p->attackZ, p->crouchFactor) : 8 * kUnit);
}

int32_t pitchTo(Fixed shootZ, Fixed distance, Fixed z) {
    return negWrap(static_cast<int32_t>(pointToAngle(0, shootZ, distance, z)));
}

Angle aimRangeOf(const World& w, const Actor& shooter) {
    const Player* p = playerOf(w, shooter);
    const Actor* weapon = p ? w.resolve(p->readyWeapon) : nullptr;
    const bool off = p && w.rules.noAutoAim;
    return off || (weapon && has(*weapon, Flag::WEAPON_NOAUTOAIM)) ? kNoAimRange : kAimRange;
}

bool bleeds(const Actor& a) {
    return !has(a, Flag::NOBLOOD) && !has(a, Flag::INVULNERABLE) && !has(a, Flag::DORMANT);
}

// Narrows the window of the aim to a line's opening; false when nothing is left.
bool passOpening(const World& w, const PathTrace& trace, const Intercept& in, Fixed shootZ, Fixed distance,
                 int32_t& top, int32_t& bottom) {
    const LineDef& line = w.level->lines[static_cast<size_t>(in.line)];
    const uint32_t flags = w.lines[in.line].flags;
    if (!(flags & kLineTwoSided) || (flags & kLineBlockEverything) || line.backSector == kNoIndex) {
        return false;
    }
    const Opening open =
        lineOpening(w, line, addWrap(trace.x, mul16(trace.dx, in.frac)), addWrap(trace.y, mul16(trace.dy, in.frac)));
    if (open.bottom >= open.top) {
        return false;
    }
    const Fixed d = mul16(distance, in.frac);
    bottom = std::min(bottom, pitchTo(shootZ, d, open.bottom));
    top = std::max(top, pitchTo(shootZ, d, open.top));
    return top < bottom;
}

struct BulletFilter {
    const Actor* shooter;
};

int stopAtShootable(World&, Actor& a, const TraceResult&, void* context) {
    const auto* filter = static_cast<const BulletFilter*>(context);
    return &a != filter->shooter && has(a, Flag::SHOOTABLE) ? 1 : 0;
}

struct RailHits {
    const Actor* source;
    struct Hit {
        ActorRef actor;
        Fixed distance;
    } hit[kMaxRailHits];
    int count;
};

int collectRailHit(World& w, Actor& a, const TraceResult& at, void* context) {
    auto& hits = *static_cast<RailHits*>(context);
    if (&a == hits.source || !has(a, Flag::SHOOTABLE)) {
        return 0;
    }
    if (has(a, Flag::INVULNERABLE)) {
        return 3;
    }
    if (hits.count < kMaxRailHits) {
        hits.hit[hits.count++] = {w.refOf(a), subWrap(at.distance, 10 * kUnit)};
    }
    return 2;
}

// Hurts what a bullet hit. Without a visible puff a temporary one stands in as the inflictor.
void hitActor(World& w, Actor& shooter, Actor& victim, Fixed x, Fixed y, Fixed z, Angle bloodAngle, int32_t damage,
              NameId type, ClassId puffClass, uint32_t puffFlags) {
    puffFlags |= kPuffHitThing;
    Actor* puff = nullptr;
    Actor* temporary = nullptr;
    const bool puffOnActors = puffClass != kNoClass && w.info(puffClass).flags.has(Flag::PUFFONACTORS);
    if (bleeds(victim)) {
        puffFlags |= kPuffHitThingBleed;
    }
    if (!bleeds(victim) || puffOnActors) {
        puff = spawnPuff(w, puffClass, x, y, z, &shooter, puffFlags);
    }
    int32_t done = damage;
    if (damage != 0) {
        if (!puff) {
            puff = temporary = spawnPuff(w, puffClass, x, y, z, &shooter, puffFlags | kPuffTemporary);
        }
        const uint32_t flags = kDamageInflictorIsPuff | (shooter.player >= 0 ? kDamagePlayerAttack : 0u);
        done = damageActor(w, victim, puff ? puff : &shooter, &shooter, damage, type, flags);
    }
    if (bleeds(victim)) {
        spawnBlood(w, x, y, z, bloodAngle, done > 0 ? done : damage, victim);
        if (damage != 0) {
            traceBleed(w, done > 0 ? done : damage, victim);
        }
    }
    if (temporary) {
        destroyActor(w, *temporary);
    }
}

double lengthForRadius(const Actor& spot, const Actor& o, double flat) {
    if (spot.z < o.z || spot.z >= topOf(o)) {
        const double dz = spot.z > o.z ? subWrap(spot.z, topOf(o)) : subWrap(o.z, spot.z);
        if (flat <= o.radius) {
            return dz;
        }
        const double beside = flat - o.radius;
        return std::sqrt(beside * beside + dz * dz);
    }
    return std::max(0.0, flat - o.radius);
}

int32_t truncated(double v) {
    return v > -2147483649.0 && v < 2147483648.0 ? static_cast<int32_t>(v) : INT32_MIN;
}

struct Blast {
    Actor& spot;
    Actor* source;
    int32_t damage, distance, fullDistance;
    NameId type;
    uint32_t flags;
};

void blastNormal(World& w, const Blast& b, Actor& o) {
    const Fixed dx = absWrap(subWrap(b.spot.x, o.x));
    const Fixed dy = absWrap(subWrap(b.spot.y, o.y));
    const double perUnit = 1.0 / (b.distance - b.fullDistance);
    double length = lengthForRadius(b.spot, o, std::max(dx, dy)) / 65536.0;
    length = std::clamp(length - b.fullDistance, 0.0, std::max(0.0, length));
    double points = b.damage * (1.0 - length * perUnit);
    points *= w.info(o).radiusDamageFactor / 65536.0;
    if (points * b.damage <= 0 || !checkSight(w, o, b.spot, kSightIgnoreVisibility | kSightIgnoreWater)) {
        return;
    }
    if (!(b.flags & kRadiusNoDamage)) {
        const int32_t done = damageActor(w, o, &b.spot, b.source, absWrap(truncated(points)), b.type);
        if (!o.alive) {
            return;
        }
        if (!has(o, Flag::ICECORPSE)) {
            traceBleed(w, done, o);
        }
    }
    if (has(b.spot, Flag::NODAMAGETHRUST) || (b.source && has(*b.source, Flag::NODAMAGETHRUST)) ||
        has(o, Flag::DONTTHRUST) || o.mass == 0) {
        return;
    }
    const double push = points * 0.5 / o.mass;
    double up = static_cast<double>(subWrap(addWrap(o.z, o.height >> 1), b.spot.z)) * push;
    up *= &o == b.source ? static_cast<double>(0.8f) : 0.5;
    const Angle angle = pointToAngle(b.spot.x, b.spot.y, o.x, o.y);
    o.velX = addWrap(o.velX, truncated(cosine(angle) * push));
    o.velY = addWrap(o.velY, truncated(sine(angle) * push));
    if (!(b.flags & kRadiusNoDamage)) {
        o.velZ = addWrap(o.velZ, truncated(up));
    }
}

void blastOld(World& w, const Blast& b, Actor& o) {
    const Fixed dx = absWrap(subWrap(b.spot.x, o.x));
    const Fixed dy = absWrap(subWrap(b.spot.y, o.y));
    const int32_t distance = std::max(0, subWrap(std::max(dx, dy), o.radius) >> 16);
    if (distance >= b.distance || !checkSight(w, o, b.spot, kSightIgnoreVisibility | kSightIgnoreWater)) {
        return;
    }
    const int32_t done = scale(b.damage, b.distance - distance, b.distance);
    if (done > 0 && !(b.flags & kRadiusNoDamage)) {
        damageActor(w, o, &b.spot, b.source, done, b.type);
    }
}

bool blastReaches(const World& w, const Blast& b, const Actor& o) {
    if (!o.alive || (!has(o, Flag::SHOOTABLE) && !has(o, Flag::VULNERABLE))) {
        return false;
    }
    if (has(o, Flag::NORADIUSDMG) && !has(b.spot, Flag::FORCERADIUSDMG)) {
        return false;
    }
    if (!(b.flags & kRadiusHurtSource) && (&o == b.source || &o == &b.spot)) {
        return false;
    }
    if (has(b.spot, Flag::DONTHARMCLASS) && o.player < 0 && b.source && o.cls == b.source->cls) {
        return false;
    }
    return !(has(b.spot, Flag::DONTHARMSPECIES) && b.source && speciesOf(w, o) == speciesOf(w, *b.source));
}

}  // namespace

int32_t aimLine(World& w, Actor& shooter, Angle angle, Fixed distance, Actor** target, Angle vrange, Actor* only) {
    const Fixed shootZ = shootHeight(w, shooter);
    const Angle range = vrange ? vrange : aimRangeOf(w, shooter);
    int32_t top = subWrap(shooter.pitch, static_cast<int32_t>(range));
    int32_t bottom = addWrap(shooter.pitch, static_cast<int32_t>(range));
    const Fixed x2 = addWrap(shooter.x, mulWrap(distance >> 16, cosine(angle)));
    const Fixed y2 = addWrap(shooter.y, mulWrap(distance >> 16, sine(angle)));
    if (target) {
        *target = nullptr;
    }
    PathScratch scratch;
    PathTrace trace{};
    for (const Intercept& in : scratch.walk(w, shooter.x, shooter.y, x2, y2, kPathLines | kPathThings, trace)) {
        if (in.line != kNoIndex) {
            if (!passOpening(w, trace, in, shootZ, distance, top, bottom)) {
                break;
            }
            continue;
        }
        Actor& o = *in.thing;
        if (&o == &shooter || (only && &o != only) || !has(o, Flag::SHOOTABLE) || has(o, Flag::NOTAUTOAIMED)) {
            continue;
        }
        const Fixed d = mul16(distance, in.frac);
        const int32_t thingTop = pitchTo(shootZ, d, topOf(o));
        const int32_t thingBottom = pitchTo(shootZ, d, o.z);
        if (thingTop > bottom || thingBottom < top) {
            continue;
        }
        if (target) {
            *target = &o;
        }
        return std::max(thingTop, top) / 2 + std::min(thingBottom, bottom) / 2;
    }
    return shooter.pitch;
}

int32_t bulletSlope(World& w, Actor& shooter, Actor** target) {
    int32_t pitch = shooter.pitch;
    Actor* found = nullptr;
    for (const Angle offset : {Angle{0}, kSideAim, 0u - kSideAim}) {
        pitch = aimLine(w, shooter, shooter.angle + offset, 1024 * kUnit, &found);
        if (found) {
            break;
        }
    }
    if (target) {
        *target = found;
    }
    return pitch;
}

Actor* lineAttack(World& w, Actor& shooter, Angle angle, Fixed range, int32_t pitch, int32_t damage, NameId type,
                  ClassId puff, uint32_t flags) {
    const Angle p = static_cast<Angle>(pitch);
    const Fixed vx = mul16(cosine(p), cosine(angle));
    const Fixed vy = mul16(cosine(p), sine(angle));
    const Fixed vz = -sine(p);
    const Fixed shootZ = shootHeight(w, shooter);
    const NameId puffType = puff != kNoClass ? w.info(puff).damageType : kNameNone;
    if (puffType != kNameNone &&
        (type == kNameNone || type == typeOf(DamageType::Melee) || type == typeOf(DamageType::Hitscan))) {
        type = puffType;
    }
    BulletFilter filter{&shooter};
    const TraceResult hit =
        traceShot(w, shooter, shooter.x, shooter.y, shootZ, shooter.sector, vx, vy, vz, range,
                  kLineBlockEverything | kLineBlockHitscan, true, false, true, &stopAtShootable, &filter);
    const uint32_t puffFlags = flags & kAttackMelee ? static_cast<uint32_t>(kPuffMelee) : 0u;
    if (hit.hit == kTraceNone) {
        if (puff != kNoClass && w.info(puff).flags.has(Flag::ALWAYSPUFF)) {
            spawnPuff(w, puff, hit.x, hit.y, hit.z, &shooter, puffFlags);
        }
        return nullptr;
    }
    const bool onActor = hit.hit == kTraceActor && hit.actor;
    const Fixed d = onActor ? hit.distance : subWrap(hit.distance, 4 * kUnit);
    const Fixed x = addWrap(shooter.x, mul16(vx, d));
    const Fixed y = addWrap(shooter.y, mul16(vy, d));
    const Fixed z = addWrap(shootZ, mul16(vz, d));
    if (!onActor) {
        if (hit.hit != kTraceWall || hit.line == kNoIndex || w.lines[hit.line].special != kLineHorizon) {
            spawnPuff(w, puff, x, y, z, &shooter, puffFlags);
        }
        return nullptr;
    }
    // The direction of the blood is made from the table index of the angle, not from the angle.
    hitActor(w, shooter, *hit.actor, x, y, z, fineAngle(angle) - kAngle180, damage, type, puff, puffFlags);
    return hit.actor;
}

void railAttack(World& w, Actor& source, int32_t damage, int32_t pitch) {
    const Angle p = 0u - static_cast<Angle>(pitch);
    const Angle angle = source.angle;
    const Fixed vx = mul16(cosine(p), cosine(angle));
    const Fixed vy = mul16(cosine(p), sine(angle));
    const Fixed vz = sine(p);
    const Fixed shootZ = shootHeight(w, source);
    RailHits hits;
    hits.source = &source;
    hits.count = 0;
    traceShot(w, source, source.x, source.y, shootZ, source.sector, vx, vy, vz, kRailRange, kLineBlockEverything, true,
              true, false, &collectRailHit, &hits);
    const ClassId puffClass = w.classes->known.bulletPuff;
    Actor* puff = spawnActor(w, puffClass, source.x, source.y, source.z, true);
    for (int i = 0; i < hits.count; ++i) {
        Actor* victim = w.resolve(hits.hit[i].actor);
        if (!victim) {
            continue;
        }
        const Fixed d = hits.hit[i].distance;
        const Fixed x = addWrap(source.x, mul16(vx, d));
        const Fixed y = addWrap(source.y, mul16(vy, d));
        const Fixed z = addWrap(shootZ, mul16(vz, d));
        const bool bleeding = bleeds(*victim);
        if (!bleeding) {
            spawnPuff(w, puffClass, x, y, z, &source, kPuffHitThing);
        }
        const int32_t done = damageActor(w, *victim, puff ? puff : &source, &source, damage,
                                         typeOf(DamageType::Railgun), kDamageInflictorIsPuff);
        if (bleeding) {
            spawnBlood(w, x, y, z, angle - kAngle180, done > 0 ? done : damage, *victim);
            traceBleed(w, done > 0 ? done : damage, *victim);
        }
    }
    if (puff) {
        destroyActor(w, *puff);
    }
}

Actor* spawnPuff(World& w, ClassId puffClass, Fixed x, Fixed y, Fixed z, Actor* source, uint32_t flags) {
    if (puffClass == kNoClass) {
        return nullptr;
    }
    if (!(flags & kPuffNoRandomZ)) {
        z = addWrap(z, w.r2(Stream::SpawnPuff) * 1024);
    }
    Actor* spawned = spawnActor(w, puffClass, x, y, z, true);
    if (!spawned) {
        return nullptr;
    }
    Actor& puff = *spawned;
    if (has(puff, Flag::RANDOMIZE) && puff.tics > 0) {
        puff.tics = std::max(1, puff.tics - (w.r(Stream::SpawnPuff) & 3));
    }
    if (source) {
        puff.angle = pointToAngle(x, y, source->x, source->y);
        if (has(puff, Flag::PUFFGETSOWNER)) {
            puff.target = w.refOf(*source);
        }
    }
    StateId state = kNoState;
    if (!(flags & kPuffHitThing)) {
        state = findState(w, puff, Label::Crash);
    } else if (flags & kPuffHitThingBleed) {
        state = findState(w, puff, Label::DeathExtreme);
    }
    if (state == kNoState && (flags & kPuffMelee)) {
        state = findState(w, puff, Label::Melee);
    }
    if (state != kNoState) {
        setState(w, puff, state);
    }
    if (has(puff, Flag::ALLOWPARTICLES)) {
        splashPuff(w, x, y, z);
    }
    return puff.alive ? &puff : nullptr;
}

void spawnBlood(World& w, Fixed x, Fixed y, Fixed z, Angle direction, int32_t damage, Actor& victim) {
    const ClassId own = w.info(victim).bloodType;
    z = addWrap(z, w.r2(Stream::SpawnBlood) * 1024);
    Actor* spawned = spawnActor(w, own != kNoClass ? own : w.classes->known.blood, x, y, z, true);
    if (spawned) {
        Actor& blood = *spawned;
        blood.velZ = 2 * kUnit;
        blood.angle = direction;
        blood.tics = std::max(1, blood.tics - (w.r(Stream::SpawnBlood) & 3));
        const int advance = damage < 9 ? 2 : damage <= 12 ? 1 : 0;
        const StateId first = findState(w, blood, Label::Spawn);
        const ClassInfo& info = w.info(blood);
        // Rows past the class's own states do not belong to it.
        for (int i = advance; i > 0 && first != kNoState; --i) {
            if (first + i < info.firstState + info.stateCount) {
                setState(w, blood, first + i);
                break;
            }
        }
    }
    splashBlood(w, x, y, z);
}

// Wall decals are not modelled, and the stream of this trace feeds nothing else: the call keeps the place in the order
// of events.
void traceBleed(World&, int32_t, Actor&) {}

void radiusAttack(World& w, Actor& spot, Actor* source, int32_t damage, int32_t distance, NameId type, uint32_t flags,
                  int32_t fullDistance) {
    if (distance <= 0) {
        return;
    }
    const Blast blast{spot,     flags & kRadiusSourceIsSpot ? &spot : source, damage,
                      distance, std::clamp(fullDistance, 0, distance - 1),    type,
                      flags};
    forEachThing(w, spot.x, spot.y, mulWrap(distance, kUnit), [&](Actor& o) {
        if (blastReaches(w, blast, o)) {
            if (has(spot, Flag::OLDRADIUSDMG) || has(o, Flag::OLDRADIUSDMG)) {
                blastOld(w, blast, o);
            } else {
                blastNormal(w, blast, o);
            }
        }
        return true;
    });
}

}  // namespace caco
