// Things behind walls are left out where nobody counts them: the picture must not tell.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support/game_setup.h"

namespace caco::test {
namespace {

TEST(HiddenThings, ScreenIsTheSameWithAndWithoutLabels) {
    for (const uint32_t seed : {3u, 4u, 5u}) {
        GameConfig plain = battleConfig(seed), counted = plain;
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
            const uint8_t* screen = a->renderer()->screen();
            ASSERT_TRUE(std::equal(screen, screen + 160 * 120, b->renderer()->screen())) << "tic " << tic << " of seed " << seed;
        }
    }
}

}  // namespace
}  // namespace caco::test
