// Things behind walls are left out where nobody counts them: the picture must not tell.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support/game_setup.h"

namespace caco::test {
namespace {

// Hidden sprites may set the depth register all the same, so depth is compared too.
TEST(HiddenThings, FramesAreTheSameWithAndWithoutLabels) {
    for (const uint32_t seed : {3u, 4u, 5u}) {
        GameConfig plain = battleConfig(seed);
        ASSERT_TRUE(applyConfigText(plain, "depth_buffer_enabled = true\n", "test.cfg", "", nullptr).ok());
        GameConfig counted = plain;
        ASSERT_TRUE(applyConfigText(counted, "labels_buffer_enabled = true\n", "test.cfg", "", nullptr).ok());
        GameOptions options;
        options.width = 160;
        options.height = 120;
        const std::unique_ptr<Game> a = gameOf(battleContent(), plain, options), b = gameOf(battleContent(), counted, options);
        ActionSource actions(seed, plain.buttons);
        for (int tic = 0; tic < 200; ++tic) {
            const auto& action = actions.next();
            act(*a, action);
            act(*b, action);
            const uint8_t *screen = a->renderer()->screen(), *depth = a->renderer()->depth();
            ASSERT_TRUE(std::equal(screen, screen + 160 * 120, b->renderer()->screen())) << "tic " << tic << " of seed " << seed;
            ASSERT_TRUE(std::equal(depth, depth + 160 * 120, b->renderer()->depth())) << "tic " << tic << " of seed " << seed;
        }
    }
}

}  // namespace
}  // namespace caco::test
