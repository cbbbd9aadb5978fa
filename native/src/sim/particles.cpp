#include "sim/particles.h"

#include <algorithm>

#include "base/trig.h"
#include "sim/players.h"
#include "sim/world.h"

namespace caco {
namespace {

constexpr int kBloodCount = 40, kCrushCount = 32, kPuffCount = 32, kTrailCount = 12;
constexpr uint8_t kSplashTics = 12, kTrailTics = 6;
constexpr Fixed kBloodFall = -kUnit / 8;

// The next place in the pool; a scratch one where nothing is kept. Null = the pool is used up and nothing is drawn.
class Spawner {
public:
    explicit Spawner(World& w) : w_(w), stream_(w.state->stream[static_cast<size_t>(Stream::Cosmetic)]) {}

    Particle* next() {
        if (w_.particleCapacity == 0) {
            scratch_ = {};
            return &scratch_;
        }
        if (w_.state->particleUsed == w_.particleCapacity) return nullptr;
        Particle& p = w_.particles[w_.state->particleUsed++];
        p = {};
        return &p;
    }
    int32_t draw() { return static_cast<int32_t>(stream_.next() & 255); }

private:
    World& w_;
    Sfmt607& stream_;
    Particle scratch_{};
};

struct Splash {
    int count;
    bool ownSpeed;                      // three draws more: a direction and speeds of its own
    ParticleShade dark, light;
    Fixed fall;
};

// Draws of a speck: shade, speed upwards, [direction, two speeds,] height, direction, place (two).
void splash(World& w, const Splash& kind, Fixed x, Fixed y, Fixed z) {
    Spawner spawner(w);
    for (int i = 0; i < kind.count; ++i) {
        Particle* p = spawner.next();
        if (!p) return;
        p->shade = static_cast<uint8_t>(spawner.draw() & 128 ? kind.light : kind.dark);
        p->velZ = spawner.draw() * (kUnit / 256) - kUnit / 4;
        if (kind.ownSpeed) {
            const Angle direction = static_cast<Angle>(spawner.draw()) << 24;
            p->velX = mul16(cosine(direction), spawner.draw() * (kUnit / 512));
            p->velY = mul16(sine(direction), spawner.draw() * (kUnit / 512));
        }
        p->z = addWrap(z, (spawner.draw() - 128) * (kUnit / 32));
        const Angle direction = static_cast<Angle>(spawner.draw()) << 24;
        p->x = addWrap(x, mul16(cosine(direction), (spawner.draw() & 31) * (kUnit / 4)));
        p->y = addWrap(y, mul16(sine(direction), (spawner.draw() & 31) * (kUnit / 4)));
        p->fall = kind.fall;
        p->ticsLeft = kSplashTics;
        p->opacity = 255;
        p->fade = 255 / kSplashTics;
        p->size = 2;
    }
}

} // namespace

void splashBlood(World& w, Fixed x, Fixed y, Fixed z) {
    splash(w, {kBloodCount, false, ParticleShade::DarkBlood, ParticleShade::Blood, kBloodFall}, x, y, z);
}

void splashCrushed(World& w, Fixed x, Fixed y, Fixed z) {
    w.drawCosmetic();
    splash(w, {kCrushCount, false, ParticleShade::DarkBlood, ParticleShade::Blood, kBloodFall}, x, y, z);
}

void splashPuff(World& w, Fixed x, Fixed y, Fixed z) {
    if (!w.particlesForSprites) return;
    splash(w, {kPuffCount, true, ParticleShade::Smoke, ParticleShade::PaleSmoke, kUnit / 64}, x, y, z);
}

// The first speck takes nine draws, the others six; they lie along the last tic's way.
void trailRocket(World& w, const Actor& rocket) {
    Spawner spawner(w);
    for (int i = 0; i < kTrailCount; ++i) {
        Particle* p = spawner.next();
        if (!p) return;
        int32_t r[6];
        for (int32_t& v : r) v = spawner.draw();
        const Fixed back = i * (kUnit / kTrailCount);
        const auto place = [back](Fixed at, Fixed speed, int32_t jitter) {
            return addWrap(subWrap(at, mul16(speed, back)), (jitter - 128) * (kUnit / 64));
        };
        p->x = place(rocket.x, rocket.velX, r[0]);
        p->y = place(rocket.y, rocket.velY, r[1]);
        p->z = addWrap(place(rocket.z, rocket.velZ, r[2]), rocket.height / 2);
        const auto drift = [&](Fixed speed, int32_t jitter) { return addWrap(-(speed >> 4), (jitter - 128) * (kUnit / 1024)); };
        p->velX = drift(rocket.velX, r[3]);
        p->velY = drift(rocket.velY, r[4]);
        p->velZ = drift(rocket.velZ, r[5]);
        if (i == 0) {
            for (int extra = 0; extra < 3; ++extra) spawner.draw();
        }
        p->shade = static_cast<uint8_t>(i == 0 ? ParticleShade::Spark : i < 6 ? ParticleShade::Flame : ParticleShade::Ember);
        p->ticsLeft = kTrailTics;
        p->opacity = 255;
        p->fade = 255 / kTrailTics;
        p->size = i == 0 ? 4 : 3;
        p->bright = i < 6;
    }
}

void trailRockets(World& w) {
    const Actor* pawn = pawnOf(w, 0);
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        const Actor& a = w.actors[slot];
        if (!a.alive || !has(a, Flag::ROCKETTRAIL) || !has(a, Flag::MISSILE)) continue;
        const bool unseen = pawn && a.sector >= 0 && pawn->sector >= 0 && w.level->rejects(pawn->sector, a.sector);
        if (!unseen) trailRocket(w, a);
    }
}

void moveParticles(World& w) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w.state->particleUsed; ++i) {
        Particle p = w.particles[i];
        if (--p.ticsLeft == 0 || p.opacity <= p.fade) continue;
        p.opacity = static_cast<uint8_t>(p.opacity - p.fade);
        p.x = addWrap(p.x, p.velX);
        p.y = addWrap(p.y, p.velY);
        p.z = addWrap(p.z, p.velZ);
        p.velZ = addWrap(p.velZ, p.fall);
        w.particles[kept++] = p;
    }
    w.state->particleUsed = kept;
}

} // namespace caco
