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
    for (uint32_t seed = 0; seed < 1200; ++seed) {
        WallStage want(seed), got(seed);
        plain.wallColumns(want.job);
        kernels->wallColumns(got.job);
        for (size_t i = 0; i < want.frame.size(); ++i) ASSERT_EQ(want.frame[i], got.frame[i]) << "buffer " << i << " of seed " << seed;
    }
}

TEST_P(Kernels, FlatsAreTheSame) {
    TestRandom random(5);
    const std::vector<uint8_t> texels = randomBytes(random, 64 * 65), maps = randomBytes(random, 3 * 256);
    for (int i = 0; i < 100; ++i) {
        FlatRuns runs{};
        runs.texels = texels.data();
        runs.maps = maps.data();
        runs.count = random.below(kFlatRuns + 1);
        const uint32_t longest = random.below(8) ? 200 : kMaxRunPixels;
        int32_t pixels = 1;
        for (size_t r = 0; r < runs.count; ++r) {
            const uint32_t shift = random.below(20);
            runs.offset[r] = pixels;
            runs.pixels[r] = 1 + static_cast<int32_t>(random.below(longest));
            runs.map[r] = 256 * static_cast<int32_t>(random.below(3));
            runs.u[r] = random.next(), runs.v[r] = random.next();
            runs.du[r] = random.next() >> shift, runs.dv[r] = random.next() >> shift;
            if (random.below(2)) runs.du[r] = 0u - runs.du[r];
            if (random.below(2)) runs.dv[r] = 0u - runs.dv[r];
            pixels += runs.pixels[r] + 1;
        }
        std::vector<uint8_t> want(static_cast<size_t>(pixels), 7), got = want;
        runs.screen = want.data();
        plain.flatRuns(runs);
        runs.screen = got.data();
        kernels->flatRuns(runs);
        ASSERT_EQ(want, got) << "batch " << i;
    }
}

TEST_P(Kernels, FlatNumbersAreTheSame) {
    constexpr int32_t kHeight = 120;
    for (uint32_t seed = 0; seed < 300; ++seed) {
        TestRandom random(seed);
        std::vector<int32_t> slope(kHeight);
        for (int32_t& s : slope) s = static_cast<int32_t>(random.next()) >> random.below(20);
        const auto number = [&random] { return static_cast<int32_t>(random.next()); };
        const FlatPlane plane{slope.data(), number() >> 8, random.next(), random.next(), random.next(), random.next(), random.next(), random.next(), 79, random.below(4) != 0, number(), number() >> 10, number(), 160};
        std::array<RowRun, kFlatRuns> runs{};
        const size_t count = random.below(kFlatRuns + 1);
        for (size_t i = 0; i < count; ++i) {
            const auto x = static_cast<int16_t>(random.below(150));
            runs[i] = {static_cast<int16_t>(random.below(kHeight)), x, static_cast<int16_t>(x + 1 + static_cast<int16_t>(random.below(10)))};
        }
        FlatRuns want{}, got{};
        plain.makeFlatRuns(plane, runs.data(), count, want);
        kernels->makeFlatRuns(plane, runs.data(), count, got);
        ASSERT_EQ(got.count, count);
        for (size_t i = 0; i < count; ++i) {
            const auto all = [i](const FlatRuns& r) { return std::array<int64_t, 7>{r.offset[i], r.pixels[i], r.map[i], r.u[i], r.v[i], r.du[i], r.dv[i]}; };
            ASSERT_EQ(all(want), all(got)) << "seed " << seed << ", run " << i;
        }
    }
}

// Every pixel of a plane is in just one run, and no pixel beside it; also where the runs do not fit at once.
TEST_P(Kernels, RunsCoverThePlane) {
    for (uint32_t seed = 0; seed < 300; ++seed) {
        TestRandom random(seed);
        const auto height = 1 + static_cast<int32_t>(random.below(200));
        const auto left = static_cast<int32_t>(random.below(90)), right = left + 1 + static_cast<int32_t>(random.below(random.below(3) ? 250 : 1900));
        const uint32_t steadiness = 1 + random.below(40);
        std::vector<int16_t> top(static_cast<size_t>(right) + 15), bottom(top.size());
        for (size_t x = 1; x < top.size(); ++x) {
            top[x] = top[x - 1], bottom[x] = bottom[x - 1];
            if (random.below(steadiness)) continue;
            top[x] = random.below(4) ? static_cast<int16_t>(random.below(static_cast<uint32_t>(height))) : INT16_MAX;
            bottom[x] = static_cast<int16_t>(random.below(static_cast<uint32_t>(height) + 1));
        }
        PlaneColumns columns{top.data(), bottom.data(), left, right, 0, height};
        std::vector<int> covered(static_cast<size_t>(right) * static_cast<size_t>(height));
        RowRun found[kRowRuns];
        while (columns.row < columns.endRow) {
            const int32_t row = columns.row;
            const size_t count = kernels->rowRuns(columns, found);
            ASSERT_GT(columns.row, row);
            for (size_t i = 0; i < count; ++i) {
                ASSERT_TRUE(found[i].x1 >= left && found[i].x1 < found[i].x2 && found[i].x2 <= right && found[i].y >= row && found[i].y < columns.row);
                for (int32_t x = found[i].x1; x < found[i].x2; ++x) ++covered[static_cast<size_t>(found[i].y * right + x)];
            }
        }
        for (int32_t y = 0; y < height; ++y) {
            for (int32_t x = left; x < right; ++x) {
                const auto at = static_cast<size_t>(x);
                ASSERT_EQ(covered[static_cast<size_t>(y * right + x)], top[at] <= y && y < bottom[at]) << "seed " << seed << " at " << x << ", " << y;
            }
        }
    }
}

TEST_P(Kernels, FacingSegsAreTheSame) {
    size_t seen = 0;
    for (uint32_t seed = 0; seed < 2000; ++seed) {
        TestRandom random(seed);
        // Mostly a map's size, sometimes so far that numbers wrap.
        const uint32_t shift = random.below(8) ? 6 : 0;
        const auto coordinate = [&] { return static_cast<int32_t>(random.next()) >> shift; };
        std::array<std::array<int32_t, kBatchSegs>, 4> ends;
        for (auto& values : ends) std::generate(values.begin(), values.end(), coordinate);
        if (random.below(3) == 0) ends[3] = ends[1];
        const auto factor = [&] { return static_cast<int32_t>(random.below(1 << 17)) - (1 << 16); };
        const SegBatch batch{coordinate(), coordinate(), factor(), factor(), factor(), factor(), random.below(2) != 0, ends[0].data(), ends[1].data(), ends[2].data(), ends[3].data()};
        const auto count = 1 + static_cast<int32_t>(random.below(kBatchSegs));
        SegPoints want{}, got{};
        const uint32_t facing = plain.facingSegs(batch, count, want);
        ASSERT_EQ(kernels->facingSegs(batch, count, got), facing) << "seed " << seed;
        for (size_t i = 0; i < kBatchSegs; ++i) {
            if (!((facing >> i) & 1)) continue;
            ++seen;
            ASSERT_EQ(std::make_pair(got.tx1[i], got.ty1[i]), std::make_pair(want.tx1[i], want.ty1[i])) << "seed " << seed;
            ASSERT_EQ(std::make_pair(got.tx2[i], got.ty2[i]), std::make_pair(want.tx2[i], want.ty2[i])) << "seed " << seed;
        }
    }
    EXPECT_GT(seen, 100u);
}

TEST_P(Kernels, NumbersByColumnAreTheSame) {
    constexpr size_t kWidth = 100;
    for (uint32_t seed = 0; seed < 500; ++seed) {
        TestRandom random(seed);
        const auto integer = [&random] { return static_cast<double>(static_cast<int32_t>(random.next()) >> random.below(30)); };
        const auto x1 = static_cast<int32_t>(random.below(kWidth - 1)), x2 = x1 + 1 + static_cast<int32_t>(random.below(static_cast<uint32_t>(static_cast<int32_t>(kWidth) - x1)));
        // Sometimes u and z run through zero.
        const ColumnTable terms{x1, x2, integer() * 900, integer(), random.below(4) ? integer() : 10 * integer(), integer(), integer(), integer() * 0.37, integer() * 0.61, nullptr, nullptr};
        const int32_t row = static_cast<int32_t>(random.next()), step = static_cast<int32_t>(random.next()) >> random.below(20);
        std::vector<int32_t> wantColumn(kWidth, 7), wantScale = wantColumn, gotColumn = wantColumn, gotScale = wantColumn;
        std::vector<int16_t> wantRows(kWidth, 7), gotRows = wantRows;
        const auto fill = [&](const DrawKernels& by, std::vector<int32_t>& column, std::vector<int32_t>& scale, std::vector<int16_t>& rows) {
            ColumnTable table = terms;
            table.column = column.data(), table.wallScale = scale.data();
            by.columnTable(table);
            by.slopeRows(rows.data() + x1, x2 - x1, row, step);
        };
        fill(plain, wantColumn, wantScale, wantRows);
        fill(*kernels, gotColumn, gotScale, gotRows);
        ASSERT_EQ(wantColumn, gotColumn) << "seed " << seed;
        ASSERT_EQ(wantScale, gotScale) << "seed " << seed;
        ASSERT_EQ(wantRows, gotRows) << "seed " << seed;
    }
}

TEST_P(Kernels, CutRowsAreTheSame) {
    constexpr size_t kWidth = 200;
    for (uint32_t seed = 0; seed < 500; ++seed) {
        TestRandom random(seed);
        using Rows = std::array<std::vector<int16_t>, 8>;
        Rows want;
        for (auto& rows : want) {
            for (size_t x = 0; x < kWidth; ++x) rows.push_back(static_cast<int16_t>(static_cast<int32_t>(random.below(60)) - 1));
        }
        Rows got = want;
        const uint32_t planes = random.below(4);
        const bool closes = random.below(2) != 0;
        const auto x1 = static_cast<int32_t>(random.below(kWidth - 1)), x2 = x1 + 1 + static_cast<int32_t>(random.below(static_cast<uint32_t>(static_cast<int32_t>(kWidth) - x1)));
        const auto cut = [&](const DrawKernels& by, Rows& r) {
            const auto plane = [&](uint32_t bit, size_t i) { return planes & bit ? r[i].data() : nullptr; };
            by.cutRows({x1, x2, r[0].data(), r[1].data(), r[2].data(), r[3].data(), plane(1, 4), plane(1, 5), plane(2, 6), plane(2, 7), closes, 99, -1});
        };
        cut(plain, want);
        cut(*kernels, got);
        ASSERT_EQ(want, got) << "seed " << seed;
        EXPECT_FALSE(kernels->allEqual(got[0].data(), 0, kWidth, got[0][0]));
        std::fill(got[0].begin() + x1, got[0].begin() + x2, int16_t{1000});
        EXPECT_TRUE(kernels->allEqual(got[0].data(), x1, x2, 1000));
        got[0][static_cast<size_t>(x1) + random.below(static_cast<uint32_t>(x2 - x1))] = 7;
        EXPECT_FALSE(kernels->allEqual(got[0].data(), x1, x2, 1000));
    }
}

TEST_P(Kernels, MaskedBlocksAreTheSame) {
    constexpr int32_t kStride = 80, kHeight = 300;
    TestRandom colors(7);
    const std::vector<uint8_t> nearest = randomBytes(colors, 32768);
    for (uint32_t seed = 0; seed < 500; ++seed) {
        TestRandom random(seed);
        const std::vector<uint8_t> texels = randomBytes(random, 300), maps = randomBytes(random, 3 * 256);
        std::vector<uint32_t> weights(512);
        // Sums of the plain kind stay below 30 bits; the others have room for carries.
        const bool saturates = random.below(2) == 0;
        for (uint32_t& w : weights) w = random.below(1 << 30) & ~(saturates ? 0x40100400u : 0x20080200u);
        std::vector<uint8_t> want[3], got[3];
        for (size_t i = 0; i < 3; ++i) got[i] = want[i] = randomBytes(random, kStride * kHeight);
        MaskedBlock block{};
        block.height = 1 + static_cast<int32_t>(random.below(kMaxStripHeight));
        const uint32_t room = static_cast<uint32_t>(block.height) << 16;
        std::vector<MaskedStrip> strips;
        std::vector<MaskedPiece> pieces;
        for (int32_t lane = 0; lane < kBlockColumns; ++lane) {
            const auto top = static_cast<int32_t>(random.below(100)), rows = 1 + static_cast<int32_t>(random.below(kHeight - 100));
            // The texels end where the buffer ends: nothing behind them may be read.
            MaskedStrip strip{lane, texels.data() + texels.size() - block.height, 0, 0, maps.data() + 256 * random.below(2)};
            const uint32_t position = random.below(room);
            strip.step = seed % 2 && !strips.empty() ? strips[0].step : (room - 1 - position) / static_cast<uint32_t>(rows);
            strip.origin = seed % 2 && !strips.empty() ? strips[0].origin : position - static_cast<uint32_t>(top) * strip.step;
            const auto inside = [&](int32_t y) { return strip.origin + static_cast<uint32_t>(y) * strip.step < room; };
            const auto index = static_cast<uint32_t>(strips.size());
            size_t count = 0;
            for (int32_t y = top; y < top + rows;) {
                int32_t bottom = std::min(top + rows - 1, y + static_cast<int32_t>(random.below(90)));
                while (bottom >= y && !(inside(y) && inside(bottom))) --bottom;
                if (bottom >= y && random.below(4)) pieces.push_back({index, y, bottom}), ++count;
                y = std::max(y, bottom) + 1 + static_cast<int32_t>(random.below(20));
            }
            if (count) strips.push_back(strip);
        }
        block.stride = kStride;
        block.x = 16 * static_cast<int32_t>(random.below(5));
        block.strips = strips.data();
        block.stripCount = strips.size();
        block.pieces = pieces.data();
        block.pieceCount = pieces.size();
        block.translation = random.below(2) ? maps.data() + 512 : nullptr;
        if (random.below(2)) block.blend = {weights.data(), weights.data() + 256, nearest.data(), saturates};
        block.depthValue = 99;
        block.label = 3;
        const bool depth = random.below(2), labels = random.below(2);
        const auto draw = [&](const DrawKernels& path, std::vector<uint8_t>* frame) {
            block.screen = frame[0].data();
            block.depth = depth ? frame[1].data() : nullptr;
            block.labels = labels ? frame[2].data() : nullptr;
            path.maskedBlock(block);
        };
        draw(plain, want);
        draw(*kernels, got);
        for (size_t i = 0; i < 3; ++i) ASSERT_EQ(want[i], got[i]) << "buffer " << i << " of seed " << seed;
    }
}

// Of the paths that draw sprites whole; the others have nothing to test here.
class SpriteKernels : public Kernels {};

TEST_P(SpriteKernels, ShowTheTexelsOfTheirRows) {
    ASSERT_NE(kernels->spriteColumns, nullptr);
    constexpr int32_t kStride = 80, kHeight = 300;
    int drawn = 0;
    for (uint32_t seed = 0; seed < 300; ++seed) {
        TestRandom random(seed);
        const std::vector<uint8_t> maps = randomBytes(random, 2 * 256);
        std::vector<uint8_t> want[2], got[2];
        for (size_t i = 0; i < 2; ++i) got[i] = want[i] = randomBytes(random, kStride * kHeight);
        SpriteJob job{};
        job.stride = kStride;
        job.x1 = static_cast<int32_t>(random.below(40));
        job.x2 = job.x1 + 1 + static_cast<int32_t>(random.below(40));
        job.width = 1 + static_cast<int32_t>(random.below(90));
        job.height = job.columnStride = 1 + static_cast<int32_t>(random.below(kMaxStripHeight));
        std::vector<uint8_t> pixels = randomBytes(random, static_cast<size_t>(job.width * job.height));
        for (uint8_t& texel : pixels) texel = static_cast<uint8_t>(random.below(3) ? texel : 0);
        std::vector<int16_t> top(96), bottom(96);
        for (size_t x = 0; x < 96; ++x) {
            top[x] = static_cast<int16_t>(random.below(kHeight));
            bottom[x] = static_cast<int16_t>(random.below(kHeight));
        }
        job.top = top.data();
        job.bottom = bottom.data();
        job.pixels = pixels.data();
        job.uStep = static_cast<uint32_t>((job.width << 16) / (job.x2 - job.x1));
        job.scale = 2000 + static_cast<int32_t>(random.below(300000));
        job.step = static_cast<int32_t>(0xffffffffu / static_cast<uint32_t>(job.scale));
        const auto mid = static_cast<int32_t>(random.below(256 << 16)), horizon = static_cast<int32_t>(random.below(kHeight)) << 16;
        job.above = horizon - static_cast<int32_t>((int64_t{mid} * job.scale) >> 16);
        job.origin = mid - static_cast<int32_t>((int64_t{horizon - 65536} * job.step) >> 16);
        job.map = maps.data();
        job.translation = random.below(2) ? maps.data() + 256 : nullptr;
        job.depthValue = 99;
        job.screen = got[0].data();
        job.depth = random.below(2) ? got[1].data() : nullptr;
        if (!kernels->spriteColumns(job)) {
            for (size_t i = 0; i < 2; ++i) ASSERT_EQ(want[i], got[i]) << "seed " << seed;
            continue;
        }
        ++drawn;
        for (int32_t x = job.x1; x < job.x2; ++x) {
            const auto u = static_cast<int32_t>((static_cast<uint32_t>(x - job.x1) * job.uStep) >> 16);
            for (int32_t y = top[static_cast<size_t>(x)]; y < bottom[static_cast<size_t>(x)]; ++y) {
                const uint32_t v = (static_cast<uint32_t>(job.origin) + static_cast<uint32_t>(y) * static_cast<uint32_t>(job.step)) >> 16;
                const uint8_t texel = v < static_cast<uint32_t>(job.height) ? pixels[static_cast<size_t>(u * job.height) + v] : 0;
                if (texel == 0) continue;
                const auto at = static_cast<size_t>(y * kStride + x);
                want[0][at] = maps[job.translation ? maps[256 + texel] : texel];
                if (job.depth) want[1][at] = 99;
            }
        }
        for (size_t i = 0; i < 2; ++i) ASSERT_EQ(want[i], got[i]) << "buffer " << i << " of seed " << seed;
    }
    EXPECT_GT(drawn, 100);
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

INSTANTIATE_TEST_SUITE_P(Paths, SpriteKernels, testing::Values(KernelPath::Avx512), [](const auto&) { return "Avx512"; });
INSTANTIATE_TEST_SUITE_P(Paths, Kernels, testing::Values(KernelPath::Avx2, KernelPath::Avx512),
                         [](const testing::TestParamInfo<KernelPath>& path) { return path.param == KernelPath::Avx2 ? "Avx2" : "Avx512"; });

}  // namespace
}  // namespace caco
