// Properties of the translucency sums (renderer.md 4.7).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "assets/blend.h"

namespace caco {
namespace {

// A palette and a 15-bit table that answers with an index derived from the colour itself.
struct Fixture {
    Assets assets;
    std::unique_ptr<BlendTables> tables = std::make_unique<BlendTables>();

    Fixture() {
        for (size_t i = 0; i < 256; ++i) {
            const auto gray = static_cast<uint8_t>(i);
            assets.palette[i] = {gray, gray, gray};
        }
        // Grey colours only: the green channel decides.
        for (size_t i = 0; i < 32768; ++i) {
            const size_t green = (i >> 5) & 31;
            assets.rgb32k[i] = static_cast<uint8_t>(green << 3 | green >> 2);
        }
        makeBlendTables(assets, *tables);
    }
};

TEST(Blend, FullWeightKeepsTheColour) {
    const Fixture f;
    for (size_t i = 0; i < 256; ++i) {
        const int got = blendSum(*f.tables, f.tables->weighted[64][i], f.tables->weighted[0][17]);
        EXPECT_NEAR(got, static_cast<int>(i), 8);
    }
}

TEST(Blend, TablesDoNotNeedTheirAssets) {
    Fixture f;
    const uint8_t before = blendSum(*f.tables, f.tables->weighted[32][200], f.tables->weighted[32][40]);
    EXPECT_NEAR(before, 120, 8);
    f.assets.rgb32k.fill(0);
    EXPECT_EQ(blendSum(*f.tables, f.tables->weighted[32][200], f.tables->weighted[32][40]), before);
}

TEST(Blend, SumsLieBetweenTheirColours) {
    const Fixture f;
    for (uint32_t weight = 0; weight <= 64; ++weight) {
        for (size_t a = 0; a < 256; a += 15) {
            for (size_t b = 0; b < 256; b += 15) {
                const int got = blendSum(*f.tables, f.tables->weighted[weight][a], f.tables->weighted[64 - weight][b]);
                EXPECT_GE(got, static_cast<int>(std::min(a, b)) - 9);
                EXPECT_LE(got, static_cast<int>(std::max(a, b)) + 8);
            }
        }
    }
}

TEST(Blend, AdditionSaturatesInsteadOfWrapping) {
    const Fixture f;
    for (uint32_t weight = 1; weight < 64; ++weight) {
        for (size_t a = 0; a < 256; a += 5) {
            for (size_t b = 0; b < 256; b += 5) {
                const int got = blendSaturated(*f.tables, f.tables->clamped[weight][a], f.tables->clamped[64][b]);
                const double exact = std::min(255.0, static_cast<double>(a) * weight / 64 + static_cast<double>(b));
                EXPECT_NEAR(got, exact, 17) << a << " " << b << " " << weight;
            }
        }
    }
}

TEST(Blend, AddingBlackChangesNothingVisible) {
    const Fixture f;
    for (size_t b = 0; b < 256; ++b) {
        EXPECT_NEAR(blendSaturated(*f.tables, f.tables->clamped[48][0], f.tables->clamped[64][b]), static_cast<int>(b),
                    8);
    }
}

}  // namespace
}  // namespace caco
