// Whole frames are the same on every instruction set that this machine has.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "base/hash.h"
#include "render/kernels.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

class KernelChoice {
public:
    explicit KernelChoice(const char* name) { setenv("CACO_KERNELS", name, 1); }
    ~KernelChoice() { unsetenv("CACO_KERNELS"); }
};

// Hash over all buffers of a random battle's frames.
uint64_t framesOf(const char* path, const char* settings, int width, int height) {
    const KernelChoice choice(path);
    GameConfig config = battleConfig(3);
    EXPECT_TRUE(applyConfigText(config, settings, "test.cfg", "", nullptr).ok());
    GameOptions options;
    options.width = width;
    options.height = height;
    const std::unique_ptr<Game> game = gameOf(battleContent(), config, options);
    ActionSource actions(3, config.buttons);
    const auto pixels = static_cast<uint64_t>(width * height);
    uint64_t hash = kHashSeed;
    for (int tic = 0; tic < 150; ++tic) {
        act(*game, actions.next());
        const Renderer& r = *game->renderer();
        for (const uint8_t* buffer : {r.screen(), r.depth(), r.labels(), r.automap()}) {
            if (buffer) hash = hashBytes(buffer, pixels, hash);
        }
        hash = hashBytes(game->convertedScreen(), pixels * static_cast<uint64_t>(bytesPerPixel(static_cast<ScreenFormat>(config.format))), hash);
    }
    return hash;
}

class KernelPaths : public testing::TestWithParam<KernelPath> {};

TEST_P(KernelPaths, FramesAreThoseOfThePlainLoops) {
    const DrawKernels* kernels = findKernels(GetParam());
    if (!kernels) GTEST_SKIP() << "this machine or build lacks the path";
    const struct {
        const char* settings;
        int width, height;
    } cases[] = {{"screen_format = CRCGCB\nrender_hud = true\n", 320, 240},
                 {"screen_format = GRAY8\ndepth_buffer_enabled = true\nlabels_buffer_enabled = true\nautomap_buffer_enabled = true\n", 160, 120},
                 {"screen_format = BGR24\nlabels_buffer_enabled = true\n", 211, 160},
                 {"screen_format = RGBA32\ndepth_buffer_enabled = true\nrender_minimal_hud = true\nrender_hud = true\n", 400, 225}};
    for (const auto& c : cases) {
        EXPECT_EQ(framesOf(kernels->name, c.settings, c.width, c.height), framesOf("scalar", c.settings, c.width, c.height))
            << c.width << "x" << c.height;
    }
}

INSTANTIATE_TEST_SUITE_P(Paths, KernelPaths, testing::Values(KernelPath::Avx2, KernelPath::Avx512),
                         [](const testing::TestParamInfo<KernelPath>& path) { return path.param == KernelPath::Avx2 ? "Avx2" : "Avx512"; });

}  // namespace
}  // namespace caco::test
