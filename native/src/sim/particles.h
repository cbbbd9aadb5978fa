// Particles: specks of blood, puffs and rocket trails that only a picture shows. They draw from the cosmetic stream even
// where none are kept (renderer.md 5.4); their number and the order of their draws are the reference's, their spread and
// shades our own.
#pragma once

#include <cstdint>

#include "base/fixed.h"
#include "base/rng.h"

namespace caco {

struct World;
struct Actor;

inline constexpr uint32_t kMaxParticles = 4000;

enum class ParticleShade : uint8_t { DarkBlood, Blood, Spark, Flame, Ember, Smoke, PaleSmoke, Count };

struct Particle {
    Fixed x, y, z;
    Fixed velX, velY, velZ;
    Fixed fall;                         // added to velZ each tic
    uint8_t ticsLeft;
    uint8_t opacity;                    // 255 = opaque
    uint8_t fade;                       // opacity lost each tic
    uint8_t size;
    uint8_t shade;                      // ParticleShade
    uint8_t bright;                     // drawn in full light
    uint8_t pad_[2];
};

void splashBlood(World& w, Fixed x, Fixed y, Fixed z);
void splashCrushed(World& w, Fixed x, Fixed y, Fixed z);
// A puff's specks; only drawn and kept when particles stand for the sprites of effects.
void splashPuff(World& w, Fixed x, Fixed y, Fixed z);
void trailRocket(World& w, const Actor& rocket);
// The trails of all rockets, after a tic. The face of the status bar draws from the same stream, so whoever shows a view calls this
// whether particles are kept or not.
void trailRockets(World& w);
// Start of a tic: the living move, the dead leave; the order stays that of their birth.
void moveParticles(World& w);

} // namespace caco
