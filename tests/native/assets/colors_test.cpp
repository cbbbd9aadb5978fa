#include "assets/light_tint.h"
#include "assets_fixture.h"

namespace caco {
namespace {

using test::Bytes;
using test::loadFiles;
using test::loadGood;
using test::WadBuilder;

std::vector<uint8_t> gameWithPalette(const std::vector<uint8_t>& palette) {
    return WadBuilder("IWAD").add("PLAYPAL", palette).add("COLORMAP", test::makeColormap()).build();
}

int distance(Rgb c, int r, int g, int b) {
    return (c.r - r) * (c.r - r) + (c.g - g) * (c.g - g) + (c.b - b) * (c.b - b);
}

TEST(Colors, RemapUsesTheTwinOfColourZero) {
    const auto a = loadGood({gameWithPalette(test::makePlaypal())});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->remap[0], 247);
    for (size_t i = 1; i < 256; ++i) {
        EXPECT_EQ(a->remap[i], i);
    }
}

TEST(Colors, RemapTakesAnIndexFromAPairOfEquals) {
    auto palette = test::makePlaypal();
    palette[247 * 3] = 9;  // colour 0 has no twin any more, 100 and 101 are equal
    palette[247 * 3 + 1] = 250;
    for (size_t c = 0; c < 3; ++c) {
        palette[101 * 3 + c] = palette[100 * 3 + c];
    }
    const auto a = loadGood({gameWithPalette(palette)});
    ASSERT_TRUE(a);
    const uint8_t donor = a->remap[0];
    ASSERT_TRUE(donor == 100 || donor == 101);
    EXPECT_EQ(a->remap[donor], 201 - donor);
    EXPECT_EQ(distance(a->palette[donor], 0, 0, 0), 0);
}

TEST(Colors, RemapFallsBackToTheNearestColour) {
    auto palette = test::makePlaypal();
    palette[247 * 3] = 9;
    palette[247 * 3 + 1] = 250;
    const auto a = loadGood({gameWithPalette(palette)});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->remap[0], a->nearest(0, 0, 0));
    EXPECT_NE(a->remap[0], 0);
}

TEST(Colors, NearestNeverGivesZeroOr255AndTheFirstOfEqualsWins) {
    auto palette = test::makePlaypal();
    for (size_t c = 0; c < 3; ++c) {
        palette[30 * 3 + c] = palette[20 * 3 + c] = 201;
        palette[255 * 3 + c] = 77;
    }
    const auto a = loadGood({gameWithPalette(palette)});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->nearest(201, 201, 201), 20);
    EXPECT_EQ(a->nearest(0, 0, 0), 247);
    EXPECT_NE(a->nearest(77, 77, 77), 255);
}

TEST(Colors, ColormapRowsEqualTheLumpExceptColumnZero) {
    const auto lump = test::makeColormap();
    const auto a = loadGood({gameWithPalette(test::makePlaypal())});
    ASSERT_TRUE(a);
    for (size_t row = 0; row < 32; ++row) {
        for (size_t j = 1; j < 256; ++j) {
            ASSERT_EQ(a->colormap[row * 256 + j], lump[row * 256 + j]) << row << " " << j;
        }
        // Nothing maps to index 0, so it keeps what the lump has for it.
        EXPECT_EQ(a->colormap[row * 256], lump[row * 256]);
    }
}

TEST(Colors, Rgb32kIsTheNearestIndexOfEveryWidenedColour) {
    const auto a = loadGood({gameWithPalette(test::makePlaypal())});
    ASSERT_TRUE(a);
    const auto widen = [](size_t c) { return static_cast<int>(c << 3 | c >> 2); };
    for (size_t i = 0; i < 32768; ++i) {
        ASSERT_EQ(a->rgb32k[i], a->nearest(widen(i >> 10), widen(i >> 5 & 31), widen(i & 31))) << i;
    }
    EXPECT_EQ(a->rgb32k[0], 247);
}

TEST(Colors, InverseMapTurnsIntensityRound) {
    const auto a = loadGood({gameWithPalette(test::makePlaypal())});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->inverseMap[247], a->nearest(255, 255, 255));
    const Rgb c = a->palette[100];
    const int v = static_cast<int>(255 - (77 * c.r + 143 * c.g + 37 * c.b) / 256.0);
    EXPECT_EQ(a->inverseMap[100], a->nearest(v, v, v));
}

TEST(Colors, TintedRowsGreyThenFadeThenColour) {
    const auto a = loadGood({gameWithPalette(test::makePlaypal())});
    ASSERT_TRUE(a);
    std::vector<uint8_t> rows(kLightRowBytes);
    makeTintRows(*a, {{255, 128, 0}, 0, {0, 0, 0}}, rows.data());
    for (const size_t i : {1u, 100u, 200u}) {
        const Rgb c = a->palette[i];
        EXPECT_EQ(rows[i], a->nearest(c.r, (c.g * 128) >> 8, 0));
        EXPECT_EQ(rows[16 * 256 + i], a->nearest(c.r / 2, ((c.g / 2) * 128) >> 8, 0));
    }
    makeTintRows(*a, {{255, 255, 255}, 255, {40, 80, 120}}, rows.data());
    for (const size_t i : {1u, 100u, 200u}) {
        const Rgb c = a->palette[i];
        const int grey = (77 * c.r + 143 * c.g + 37 * c.b) >> 8;
        const auto faded = [&](int to) { return (grey * 8 + to * 248) >> 8; };
        EXPECT_EQ(rows[i], a->nearest(grey, grey, grey));
        EXPECT_EQ(rows[31 * 256 + i], a->nearest(faded(40), faded(80), faded(120)));
    }
    EXPECT_TRUE(LightTint{}.plain());
    EXPECT_FALSE((LightTint{{255, 255, 255}, 0, {0, 0, 1}}).plain());
}

TEST(Colors, MissingOrShortLumpsAreNamed) {
    const auto missing = loadFiles({WadBuilder().add("X", "y").build()});
    EXPECT_EQ(missing.status.code, StatusCode::BadData);
    EXPECT_NE(missing.status.message.find("PLAYPAL"), std::string::npos);
    const auto noArchives = loadFiles({});
    EXPECT_FALSE(noArchives.status.ok());
    const auto shortMap =
        loadFiles({WadBuilder().add("PLAYPAL", test::makePlaypal()).add("COLORMAP", "short").build()});
    EXPECT_NE(shortMap.status.message.find("file0.wad: lump COLORMAP"), std::string::npos) << shortMap.status.message;
    const auto shortPalette =
        loadFiles({WadBuilder().add("PLAYPAL", "abc").add("COLORMAP", test::makeColormap()).build()});
    EXPECT_NE(shortPalette.status.message.find("file0.wad: lump PLAYPAL"), std::string::npos);
    std::shared_ptr<const Assets> out;
    EXPECT_EQ(loadAssets(nullptr, out).code, StatusCode::InvalidArgument);
}

}  // namespace
}  // namespace caco
