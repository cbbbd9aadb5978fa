// Projectiles (actors.md section 4).
#pragma once

#include "sim/world.h"

namespace caco {

// spawnZ: absolute z; the default is source.z + 32 units.
Actor* spawnMissile(World& w, Actor& source, Actor& dest, ClassId cls, const Fixed* spawnZ = nullptr, Actor* owner = nullptr);
Actor* spawnPlayerMissile(World& w, Actor& source, ClassId cls, Angle angle, Fixed xofs = 0, Fixed yofs = 0, Fixed zofs = 0, bool noFreeAim = false,
                          bool noAutoAim = false, Actor** aimTarget = nullptr);
bool checkMissileSpawn(World& w, Actor& missile, Fixed maxDistance);

} // namespace caco
