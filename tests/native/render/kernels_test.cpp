// Every instruction set that this machine has gives the bytes of the plain loops.
#include "render/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "support/wad_builder.h"

namespace caco {
namespace {

using test::TestRandom;

class Kernels : public testing::TestWithParam<KernelPath> {
protected:
    void SetUp() override {
        kernels = findKernels(GetParam());
        if (!kernels) GTEST_SKIP() << "this machine or build lacks the path";
    }
    const DrawKernels* kernels = nullptr;
    const DrawKernels& plain = scalarKernels();
};

std::vector<uint8_t> randomBytes(TestRandom& random, size_t count) {
    std::vector<uint8_t> bytes(count);
    for (uint8_t& b : bytes) b = static_cast<uint8_t>(random.below(256));
    return bytes;
}

// Columns of a random wall on a random frame.
struct WallStage {
    static constexpr int32_t kWidth = 150, kHeight = 200, kEntries = kWidth + 32;
    std::array<std::vector<uint8_t>, 3> frame;
    std::vector<int16_t> top, bottom;
    std::vector<int32_t> scale, column;
    std::vector<uint8_t> texels, colormap, depthScale;
    WallColumnJob job{};

    explicit WallStage(uint32_t seed) {
        TestRandom random(seed);
        for (auto& buffer : frame) buffer = randomBytes(random, kWidth * kHeight + kKernelSlack);
        colormap = randomBytes(random, 32 * 256);
        depthScale = randomBytes(random, 256);
        job.bits = 1 + random.below(kMaxKernelBits);
        const int32_t height = (1 << job.bits) - (random.below(2) ? 0 : static_cast<int32_t>(random.below((1u << job.bits) / 2)));
        job.textureWidth = random.below(2) ? 1 << random.below(8) : 1 + static_cast<int32_t>(random.below(200));
        job.textureStride = height;
        texels = randomBytes(random, static_cast<size_t>(job.textureStride) * static_cast<size_t>(job.textureWidth + 1));
        makeShape(random);
        job.q = random.below(3) ? 512 : static_cast<int32_t>(random.below(4096));
        job.mid = random.next();
        job.horizon = static_cast<int32_t>(random.below(kHeight)) << 16;
        job.columnOffset = static_cast<int32_t>(random.below(1 << 24)) - (1 << 23);
        job.shade = static_cast<int32_t>(random.below(64 << 16)) - (8 << 16);
        job.lightStart = static_cast<int32_t>(random.below(30 << 16));
        job.lightStep = static_cast<int32_t>(random.below(1 << 16)) - (1 << 15);
        job.lockedDepth = random.below(4) ? -1 : 77;
        if (random.below(4) == 0) job.fixedMap = colormap.data() + 256;
        if (random.below(2)) job.depth = frame[1].data();
        if (random.below(2)) job.labels = frame[2].data();
        job.screen = frame[0].data();
        job.stride = kWidth;
        job.height = kHeight;
        job.x1 = static_cast<int32_t>(random.below(kWidth - 1));
        job.x2 = job.x1 + 1 + static_cast<int32_t>(random.below(static_cast<uint32_t>(kWidth - job.x1)));
        job.top = top.data();
        job.bottom = bottom.data();
        job.wallScale = scale.data();
        job.column = column.data();
        job.pixels = texels.data();
        job.colormap = colormap.data();
        job.depthScale = depthScale.data();
    }

    // Mostly edges as of a wall, sometimes with columns that are cut or hidden.
    void makeShape(TestRandom& random) {
        const auto from = static_cast<int32_t>(random.below(kHeight)), to = static_cast<int32_t>(random.below(kHeight + 1));
        const auto lean = static_cast<int32_t>(random.below(5)) - 2;
        for (int32_t x = 0; x < kEntries; ++x) {
            const bool odd = random.below(9) == 0;
            const int32_t t = odd ? static_cast<int32_t>(random.below(kHeight)) : from + lean * x / 3;
            const int32_t b = odd ? static_cast<int32_t>(random.below(kHeight + 1)) : to - lean * x / 2;
            top.push_back(static_cast<int16_t>(std::clamp(t, 0, kHeight)));
            bottom.push_back(static_cast<int16_t>(std::clamp(b, 0, kHeight)));
            scale.push_back(static_cast<int32_t>(random.below(50) ? random.below(1 << 20) : random.next()));
            column.push_back(static_cast<int32_t>(random.next()));
        }
    }
};

TEST_P(Kernels, WallsAreTheSame) {
    for (uint32_t seed = 0; seed < 3000; ++seed) {
        WallStage want(seed), got(seed);
        plain.wallColumns(want.job);
        kernels->wallColumns(got.job);
        for (size_t i = 0; i < want.frame.size(); ++i) ASSERT_EQ(want.frame[i], got.frame[i]) << "buffer " << i << " of seed " << seed;
    }
}

TEST_P(Kernels, FlatsAreTheSame) {
    TestRandom random(5);
    const std::vector<uint8_t> texels = randomBytes(random, 64 * 65), map = randomBytes(random, 256);
    for (int i = 0; i < 3000; ++i) {
        const auto count = static_cast<int32_t>(random.below(700));
        std::vector<uint8_t> want(static_cast<size_t>(count) + 2, 7), got = want;
        const uint32_t shift = random.below(20);
        FlatRun run{want.data() + 1, count, texels.data(), map.data(), random.next(), random.next(), random.next() >> shift, random.next() >> shift};
        if (random.below(2)) run.du = 0u - run.du;
        if (random.below(2)) run.dv = 0u - run.dv;
        plain.flatRun(run);
        run.dest = got.data() + 1;
        kernels->flatRun(run);
        ASSERT_EQ(want, got) << "run " << i;
    }
}

TEST_P(Kernels, TablesAreTheSame) {
    TestRandom random(6);
    const std::vector<uint8_t> tables = randomBytes(random, 4 * 256);
    using Map = void (*)(const uint8_t*, const uint8_t*, size_t, uint8_t*);
    const std::pair<Map, Map> maps[] = {{plain.mapBytes, kernels->mapBytes},
                                        {plain.mapPlanes, kernels->mapPlanes},
                                        {plain.mapTriples, kernels->mapTriples},
                                        {plain.mapQuads, kernels->mapQuads}};
    for (size_t count = 0; count < 300; ++count) {
        const std::vector<uint8_t> in = randomBytes(random, count);
        for (const auto& [want, got] : maps) {
            std::vector<uint8_t> a(4 * count + 1, 7), b = a;
            want(tables.data(), in.data(), count, a.data());
            got(tables.data(), in.data(), count, b.data());
            ASSERT_EQ(a, b) << count << " bytes";
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Paths, Kernels, testing::Values(KernelPath::Avx2, KernelPath::Avx512),
                         [](const testing::TestParamInfo<KernelPath>& path) { return path.param == KernelPath::Avx2 ? "Avx2" : "Avx512"; });

}  // namespace
}  // namespace caco
