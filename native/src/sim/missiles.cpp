#include "sim/missiles.h"

#include <algorithm>
#include <cmath>

#include "base/trig.h"
#include "sim/hitscan.h"
#include "sim/movement.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/spawn.h"

namespace caco {
namespace {

constexpr int32_t kLineHorizon = 9;
constexpr Angle kSideAim = 0x04000000;  // second and third try of the automatic aim

// Truncates toward zero; what does not fit becomes the smallest integer, as the processor's conversion does.
int32_t truncated(float v) {
    return v > -2147483648.0f && v < 2147483648.0f ? static_cast<int32_t>(v) : INT32_MIN;
}

// Single-precision length of the vector; every step is rounded to single (actors.md 4.1).
float lengthOf(float x, float y, float z) {
    const float xx = x * x;
    const float yy = y * y;
    const float zz = z * z;
    const float xy = xx + yy;
    return std::sqrt(xy + zz);
}

// Velocity of length `speed` along (dx, dy, dz). The horizontal parts enter the product exactly, the length as singles.
void aimVelocity(Actor& missile, int32_t dx, int32_t dy, float dz) {
    const double length = static_cast<double>(lengthOf(static_cast<float>(dx), static_cast<float>(dy), dz));
    const double k = static_cast<double>(static_cast<float>(missile.speed)) / length;
    missile.velX = truncated(static_cast<float>(dx * k));
    missile.velY = truncated(static_cast<float>(dy * k));
    missile.velZ = truncated(static_cast<float>(static_cast<double>(dz) * k));
}

void rotateVelocity(Actor& missile, Angle angle) {
    const int64_t c = cosine(angle);
    const int64_t s = sine(angle);
    const int64_t x = missile.velX;
    const int64_t y = missile.velY;
    missile.velX = wrap32((x * c - y * s) >> 16);
    missile.velY = wrap32((x * s + y * c) >> 16);
}

// Moves a fresh missile out of its shooter, without links.
void advance(Actor& missile, Fixed maxDistance) {
    if (maxDistance <= 0) {
        return;
    }
    double x = missile.velX / 65536.0;
    double y = missile.velY / 65536.0;
    double z = missile.velZ / 65536.0;
    const double reach = maxDistance / 65536.0;
    do {
        x *= 0.5;
        y *= 0.5;
        z *= 0.5;
    } while (x * x + y * y >= reach * reach);
    missile.x = addWrap(missile.x, toFixed(x));
    missile.y = addWrap(missile.y, toFixed(y));
    missile.z = addWrap(missile.z, toFixed(z));
}

struct PlayerAim {
    Angle angle;
    int32_t pitch;
    Actor* target;
};

PlayerAim aimPlayerMissile(World& w, Actor& source, const ClassInfo& info, Angle angle, bool noFreeAim,
                           bool noAutoAim) {
    const Player* p = playerOf(w, source);
    const Actor* weapon = p ? w.resolve(p->readyWeapon) : nullptr;
    if (noAutoAim || (weapon && has(*weapon, Flag::WEAPON_NOAUTOAIM))) {
        return {angle, source.pitch, nullptr};
    }
    const Fixed range = info.maxTargetRange > 0 ? mulWrap(info.maxTargetRange, 64) : 1024 * kUnit;
    const Angle vrange = noFreeAim ? 35 * kAngle1 : 0;
    int32_t pitch = source.pitch;
    for (const Angle offset : {Angle{0}, kSideAim, 0u - kSideAim}) {
        Actor* target = nullptr;
        pitch = aimLine(w, source, angle + offset, range, &target, vrange);
        if (target) {
            return {angle + offset, pitch, target};
        }
        if (w.rules.noAutoAim && !noFreeAim) {
            break;
        }
    }
    return {angle, noFreeAim ? 0 : pitch, nullptr};
}

}  // namespace

bool checkMissileSpawn(World& w, Actor& missile, Fixed maxDistance) {
    if (has(missile, Flag::RANDOMIZE) && missile.tics > 0) {
        missile.tics = std::max(1, missile.tics - (w.r(Stream::CheckMissileSpawn) & 3));
    }
    advance(missile, maxDistance);
    MoveCheck check;
    if (tryMove(w, missile, missile.x, missile.y, DropOff::Forbidden, check, true)) {
        return missile.alive != 0;
    }
    if (!missile.alive) {
        return false;
    }
    clearCounters(w, missile);
    if (check.blockingLine != kNoIndex && w.lines[check.blockingLine].special == kLineHorizon) {
        destroyActor(w, missile);
    } else {
        explodeMissile(w, missile, kNoIndex, w.resolve(missile.blockingActor));
    }
    return false;
}

Actor* spawnMissile(World& w, Actor& source, Actor& dest, ClassId cls, const Fixed* spawnZ, Actor* owner) {
    const Fixed z = subWrap(spawnZ ? *spawnZ : addWrap(source.z, 32 * kUnit), source.floorClip);
    Actor* spawned = spawnActor(w, cls, source.x, source.y, z, true);
    if (!spawned) {
        return nullptr;
    }
    Actor& missile = *spawned;
    missile.target = w.refOf(owner ? owner : &source);
    float dz = static_cast<float>(subWrap(dest.z, source.z));
    if (subWrap(z, source.z) >= dest.height) {
        dz += static_cast<float>(addWrap(subWrap(dest.height, z), source.z));
    }
    aimVelocity(missile, subWrap(dest.x, source.x), subWrap(dest.y, source.y), dz);
    if (has(dest, Flag::SHADOW) && !has(source, Flag::SEEINVISIBLE)) {
        rotateVelocity(missile, static_cast<uint32_t>(w.r2(Stream::SpawnMissile)) << 20);
    }
    missile.angle = pointToAngle(0, 0, missile.velX, missile.velY);
    return checkMissileSpawn(w, missile, source.radius) ? &missile : nullptr;
}

Actor* spawnPlayerMissile(World& w, Actor& source, ClassId cls, Angle angle, Fixed xofs, Fixed yofs, Fixed zofs,
                          bool noFreeAim, bool noAutoAim, Actor** aimTarget) {
    if (cls == kNoClass) {
        return nullptr;
    }
    const PlayerAim aim = aimPlayerMissile(w, source, w.info(cls), angle, noFreeAim, noAutoAim);
    if (aimTarget) {
        *aimTarget = aim.target;
    }
    const Player* p = playerOf(w, source);
    Fixed z = addWrap(zofs, subWrap(addWrap(source.z, source.height >> 1), source.floorClip));
    z = std::max(addWrap(z, p ? mul16(p->attackZ - 4 * kUnit, p->crouchFactor) : 4 * kUnit), source.floorZ);
    Actor* spawned = spawnActor(w, cls, addWrap(source.x, xofs), addWrap(source.y, yofs), z, true);
    if (!spawned) {
        return nullptr;
    }
    Actor& missile = *spawned;
    missile.target = w.refOf(source);
    missile.angle = aim.angle;
    const Angle pitch = static_cast<Angle>(aim.pitch);
    aimVelocity(missile, mul16(cosine(pitch), cosine(aim.angle)), mul16(cosine(pitch), sine(aim.angle)),
                static_cast<float>(-sine(pitch)));
    return checkMissileSpawn(w, missile, source.radius) ? &missile : nullptr;
}

}  // namespace caco
