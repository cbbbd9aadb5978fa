// Particles and the switches of effects in whole frames.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/trig.h"
#include "sim/hitscan.h"
#include "sim/particles.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

class Effects : public testing::Test {
protected:
    std::unique_ptr<Game> start(const std::string& settings) {
        GameConfig config = battleConfig(3);
        const Status status = applyConfigText(config, "labels_buffer_enabled = true\n" + settings, "test", "", nullptr);
        EXPECT_TRUE(status.ok()) << status.message;
        WadBuilder pictures;
        pictures.add("S_START");
        for (const char* name : {"PUFFA0", "PUFFB0", "PUFFC0", "PUFFD0"}) pictures.add(name, makeSolidPatch(8, 8, 9));
        std::shared_ptr<const Content> content;
        const Status loaded = loadContent({battleWad(), pictures.add("S_END").build()}, content);
        EXPECT_TRUE(loaded.ok()) << loaded.message;
        std::unique_ptr<Game> game = gameOf(content, config);
        act(*game, {}, 20);
        return game;
    }
    static void before(Game& game, Fixed distance, Fixed& x, Fixed& y, Fixed& z) {
        const Actor& pawn = *pawnOf(game.world(), 0);
        x = addWrap(pawn.x, mul16(distance, cosine(pawn.angle)));
        y = addWrap(pawn.y, mul16(distance, sine(pawn.angle)));
        z = addWrap(pawn.z, 36 * kUnit);
    }
    static std::vector<uint8_t> frame(const Game& game) {
        const Renderer& r = *game.renderer();
        const size_t size = static_cast<size_t>(r.settings().width) * static_cast<size_t>(r.settings().height);
        return {r.screen(), r.screen() + size};
    }
    static size_t different(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
        size_t n = 0;
        for (size_t i = 0; i < a.size(); ++i) n += a[i] != b[i];
        return n;
    }
};

TEST_F(Effects, ParticlesAreDrawnOnlyWhereTheyAreOn) {
    const auto on = start("render_particles = true\n"), off = start("render_particles = false\n");
    EXPECT_EQ(frame(*on), frame(*off));
    for (Game* game : {on.get(), off.get()}) {
        Fixed x, y, z;
        before(*game, 48 * kUnit, x, y, z);
        splashBlood(game->world(), x, y, z);
        act(*game, {}, 1);
    }
    EXPECT_GT(different(frame(*on), frame(*off)), 40u);
    EXPECT_EQ(on->world().hash(), off->world().hash());
    // They take no part in the labels.
    EXPECT_EQ(on->renderer()->labelBoxes().size(), off->renderer()->labelBoxes().size());
    const size_t size = frame(*on).size();
    EXPECT_TRUE(std::equal(on->renderer()->labels(), on->renderer()->labels() + size, off->renderer()->labels()));
    act(*on, {}, 20);
    act(*off, {}, 20);
    EXPECT_EQ(frame(*on), frame(*off));
}

// The face of the status bar draws from the particles' stream, so rockets take from it even where no particle is kept.
TEST_F(Effects, RocketsDrawTheSameWithoutParticles) {
    const auto on = start("render_particles = true\n"), off = start("render_particles = false\n");
    for (Game* game : {on.get(), off.get()}) {
        World& w = game->world();
        Fixed x, y, z;
        before(*game, 48 * kUnit, x, y, z);
        Actor* rocket = spawnActor(w, w.classes->find("Rocket"), x, y, z, false);
        ASSERT_NE(rocket, nullptr);
        ASSERT_TRUE(has(*rocket, Flag::ROCKETTRAIL));
        rocket->target = w.refOf(*pawnOf(w, 0));
        trailRockets(w);
        EXPECT_EQ(w.state->particleUsed, game == on.get() ? 12u : 0u);
    }
    EXPECT_EQ(on->world().drawCosmetic(), off->world().drawCosmetic());
}

TEST_F(Effects, SwitchedOffEffectsHaveNoSprites) {
    size_t boxes[2] = {};
    uint64_t hashes[2] = {};
    for (const bool sprites : {false, true}) {
        const auto game = start(std::string("render_particles = false\nrender_effects_sprites = ") + (sprites ? "true\n" : "false\n"));
        Fixed x, y, z;
        before(*game, 48 * kUnit, x, y, z);
        const size_t others = game->renderer()->labelBoxes().size();
        spawnPuff(game->world(), game->world().classes->known.bulletPuff, x, y, z, nullptr, 0);
        act(*game, {}, 1);
        boxes[sprites] = game->renderer()->labelBoxes().size() - others;
        hashes[sprites] = game->world().hash();
    }
    EXPECT_EQ(boxes[0], 0u);
    EXPECT_EQ(boxes[1], 1u);
    EXPECT_EQ(hashes[0], hashes[1]);
}

}  // namespace
}  // namespace caco::test
