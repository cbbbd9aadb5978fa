// Aiming, bullets, puffs and blood, rails, blasts (actors.md sections 4.5 and 5).
#pragma once

#include "sim/world.h"

namespace caco {

enum TraceHit : uint8_t { kTraceNone, kTraceFloor, kTraceCeiling, kTraceWall, kTraceActor };
struct TraceResult {
    TraceHit hit;
    Fixed x, y, z, distance, fraction;
    int32_t line, side, sector;
    int32_t tier;
    Actor* actor;
};
// 3-D trace of actors.md 5.5. `onActor` decides: 0 skip, 1 stop, 2 collect and go on, 3 stop without hit.
using TraceActorFn = int (*)(World&, Actor&, const TraceResult&, void*);
TraceResult traceShot(World& w, Actor& shooter, Fixed x, Fixed y, Fixed z, int32_t sector, Fixed vx, Fixed vy, Fixed vz, Fixed range,
                      uint32_t wallMask, bool impact, bool pcross, bool discardSky, TraceActorFn onActor, void* context);

int32_t aimLine(World& w, Actor& shooter, Angle angle, Fixed distance, Actor** target, Angle vrange = 0, Actor* only = nullptr);
int32_t bulletSlope(World& w, Actor& shooter, Actor** target = nullptr);
enum LineAttackFlag : uint32_t { kAttackMelee = 1 };
// Returns the victim or null. `puff` is a class.
Actor* lineAttack(World& w, Actor& shooter, Angle angle, Fixed range, int32_t pitch, int32_t damage, NameId type, ClassId puff, uint32_t flags = 0);
void railAttack(World& w, Actor& source, int32_t damage, int32_t pitch);

enum PuffFlag : uint32_t { kPuffMelee = 1, kPuffHitThing = 2, kPuffHitThingBleed = 4, kPuffTemporary = 8, kPuffNoRandomZ = 16 };
Actor* spawnPuff(World& w, ClassId puff, Fixed x, Fixed y, Fixed z, Actor* source, uint32_t flags);
void spawnBlood(World& w, Fixed x, Fixed y, Fixed z, Angle direction, int32_t damage, Actor& victim);
void traceBleed(World& w, int32_t damage, Actor& victim); // decal draws of stream TraceBleed; no effect on play

enum RadiusFlag : uint32_t { kRadiusHurtSource = 1, kRadiusNoImpactDamage = 2, kRadiusSourceIsSpot = 4, kRadiusNoDamage = 8 };
void radiusAttack(World& w, Actor& spot, Actor* source, int32_t damage, int32_t distance, NameId type, uint32_t flags, int32_t fullDistance = 0);

} // namespace caco
