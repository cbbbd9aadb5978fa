// Particles: what they take from the cosmetic stream, how long they live, and what the pool bounds.
#include "sim/particles.h"

#include <vector>

#include "player_arena.h"
#include "sim/hitscan.h"

namespace caco::test {
namespace {

class Particles : public PlayerArena {
protected:
    void SetUp() override {
        PlayerArena::SetUp();
        showParticles(kMaxParticles);
    }
    // The arena's world keeps none; its host section is swapped for one of this test.
    void showParticles(uint32_t capacity) {
        pool.assign(capacity + 1, Particle{});
        world->particles = pool.data();
        world->particleCapacity = capacity;
        world->state->particleUsed = 0;
    }
    uint32_t used() const { return world->state->particleUsed; }

    std::vector<Particle> pool;
};

TEST_F(Particles, DrawsAreTheSameWhetherTheyAreKeptOrNot) {
    for (const uint32_t capacity : {kMaxParticles, 0u}) {
        showParticles(capacity);
        const int before = drawsOf(Stream::Cosmetic);
        splashBlood(*world, 0, 0, 0);
        EXPECT_EQ(drawsOf(Stream::Cosmetic) - before, 240);
        splashCrushed(*world, 0, 0, 0);
        EXPECT_EQ(drawsOf(Stream::Cosmetic) - before, 240 + 1 + 32 * 6);
        trailRocket(*world, pawn());
        EXPECT_EQ(drawsOf(Stream::Cosmetic) - before, 240 + 193 + 75);
        splashPuff(*world, 0, 0, 0);
        EXPECT_EQ(drawsOf(Stream::Cosmetic) - before, 240 + 193 + 75);
        EXPECT_EQ(used(), capacity ? 40u + 32u + 12u : 0u);
    }
}

TEST_F(Particles, PuffsSplashWhereParticlesStandForSprites) {
    world->particlesForSprites = true;
    const int before = drawsOf(Stream::Cosmetic);
    ASSERT_NE(spawnPuff(*world, world->classes->known.bulletPuff, pawn().x, pawn().y, pawn().z, &pawn(), 0), nullptr);
    EXPECT_EQ(drawsOf(Stream::Cosmetic) - before, 32 * 9);
    EXPECT_EQ(used(), 32u);
}

TEST_F(Particles, BloodLivesTwelveTics) {
    splashBlood(*world, pawn().x, pawn().y, pawn().z);
    const Fixed z = pool[0].z;
    for (int tic = 1; tic < 12; ++tic) {
        run(1);
        ASSERT_EQ(used(), 40u) << tic;
    }
    EXPECT_NE(pool[0].z, z);
    EXPECT_LT(pool[0].opacity, 60);
    run(1);
    EXPECT_EQ(used(), 0u);
}

TEST_F(Particles, OlderOnesStayInFront) {
    trailRocket(*world, pawn());
    run(3);
    splashBlood(*world, pawn().x, pawn().y, pawn().z);
    EXPECT_EQ(pool[0].shade, static_cast<uint8_t>(ParticleShade::Spark));
    run(3);
    EXPECT_EQ(used(), 40u);
    EXPECT_LE(pool[0].shade, static_cast<uint8_t>(ParticleShade::Blood));
}

TEST_F(Particles, AFullPoolEndsTheDraws) {
    showParticles(45);
    const int before = drawsOf(Stream::Cosmetic);
    splashBlood(*world, 0, 0, 0);
    splashBlood(*world, 0, 0, 0);
    EXPECT_EQ(used(), 45u);
    EXPECT_EQ(drawsOf(Stream::Cosmetic) - before, 240 + 5 * 6);
}

TEST_F(Particles, PlayDoesNotSeeThem) {
    const uint64_t hash = world->hash();
    splashBlood(*world, pawn().x, pawn().y, pawn().z);
    EXPECT_EQ(world->hash(), hash);
}

TEST_F(Particles, SnapshotsCarryThemAndWorldsWithoutLeaveThemOut) {
    splashBlood(*world, pawn().x, pawn().y, pawn().z);
    std::vector<std::byte> snapshot(world->snapshotSize());
    world->save(snapshot.data());
    const Particle kept = pool[39];
    run(20);
    EXPECT_EQ(used(), 0u);
    ASSERT_TRUE(world->restore(snapshot.data(), snapshot.size()).ok());
    ASSERT_EQ(used(), 40u);
    EXPECT_EQ(pool[39].x, kept.x);
    EXPECT_EQ(pool[39].ticsLeft, kept.ticsLeft);
    showParticles(0);
    ASSERT_TRUE(world->restore(snapshot.data(), snapshot.size()).ok());
    EXPECT_EQ(used(), 0u);
}

}  // namespace
}  // namespace caco::test
