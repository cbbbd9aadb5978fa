// Pictures and animations that text lumps define (renderer.md 1.3, 1.5).
#include "assets_fixture.h"

namespace caco {
namespace {

using test::loadFiles;
using test::loadGood;
using test::makePatch;
using test::texelAt;
using test::WadBuilder;

uint8_t numbered(int u, int v) { return static_cast<uint8_t>(1 + u * 16 + v); }

std::shared_ptr<const Assets> withText(const char* lump, const std::string& text) {
    return loadGood({test::makeSmallGame().build(), WadBuilder()
                                                        .add(lump, text)
                                                        .add("P_START")
                                                        .add("SMALL", makePatch(4, 8, 0, 0, numbered))
                                                        .add("P_END")
                                                        .build()});
}

std::string errorOf(const char* lump, const std::string& text) {
    const auto result = loadFiles({test::makeSmallGame().build(), WadBuilder().add(lump, text).build()});
    EXPECT_EQ(result.status.code, StatusCode::BadData) << text;
    return result.status.message;
}

TEST(TextTextures, WallsFlatsAndGraphicsOfPatches) {
    const auto a = withText("TEXTURES", R"(
// a wall of two copies
WallTexture "TWICE", 8, 8 { XScale 2.0 YScale 0.5 WorldPanning Patch "SMALL", 0, 0 Patch SMALL, 4, 0 { FlipX } }
texture WALL1, 4, 8 { Offset 3, 4 /* walls have no offsets */ Patch SMALL, 0, 0 }
Flat optional NUKAGE2, 4, 8 { Patch SMALL, 0, 0 { FlipY } }
Graphic M_TEST, 8, 4 { Offset 3, -4 Patch SMALL, 0, 0 { Rotate 90 } }
texture FROMWALL, 64, 64 { Patch WALL2, 0, 0 Patch NOWHERE, 0, 0 }
texture NOTHING, 2, 2
)");
    ASSERT_TRUE(a);
    const Picture& twice = a->texture(a->findWall("TWICE"));
    EXPECT_EQ(twice.xScale, 2 * kUnit);
    EXPECT_EQ(twice.yScale, kUnit / 2);
    EXPECT_TRUE(twice.worldPanning);
    for (int u = 0; u < 4; ++u) {
        EXPECT_EQ(texelAt(twice, u, 5), numbered(u, 5));
        EXPECT_EQ(texelAt(twice, 4 + u, 5), numbered(3 - u, 5));
    }
    const Picture& wall = a->texture(a->findWall("WALL1"));
    EXPECT_EQ(wall.width, 4);
    EXPECT_EQ(wall.leftOffset, 0);
    const Picture& flat = a->texture(a->findFlat("NUKAGE2"));
    EXPECT_TRUE(flat.flat);
    EXPECT_EQ(texelAt(flat, 1, 0), numbered(1, 7));
    // A quarter clockwise: the lower left corner comes up left.
    const Picture& graphic = a->texture(a->findPicture("M_TEST"));
    EXPECT_EQ(graphic.leftOffset, 3);
    EXPECT_EQ(graphic.topOffset, -4);
    EXPECT_EQ(texelAt(graphic, 0, 0), numbered(0, 7));
    EXPECT_EQ(texelAt(graphic, 7, 0), numbered(0, 0));
    EXPECT_EQ(texelAt(graphic, 7, 3), numbered(3, 0));
    const Picture& other = a->texture(a->findWall("WALL2"));
    EXPECT_EQ(texelAt(a->texture(a->findWall("FROMWALL")), 20, 20), texelAt(other, 20, 20));
    for (const char* name : {"TWICE", "WALL1", "FROMWALL", "NOTHING"}) test::expectSound(a->texture(a->findWall(name)));
    test::expectSound(flat);
}

TEST(TextTextures, WhatIsNotUnderstoodIsNamed) {
    EXPECT_NE(errorOf("TEXTURES", "\n\nsprite TROOA1, 4, 4 {}").find("lump TEXTURES: line 3: \"sprite\""), std::string::npos);
    EXPECT_NE(errorOf("TEXTURES", "texture A, 4, 4\n{ Glow }").find("line 2: \"Glow\""), std::string::npos);
    EXPECT_NE(errorOf("TEXTURES", "texture A, 4, 4 { Patch B, 0, 0 { Blend red } }").find("\"Blend\""), std::string::npos);
    for (const char* text : {"texture", "texture A", "texture A, 4", "texture A, 0, 4", "texture A, 4, 99999", "texture TOOLONGNAME, 4, 4",
                             "texture A, 4, 4 {", "texture A, 4, 4 { XScale 0 }", "texture A, 4, 4 { Patch", "texture A, 4, 4 { Patch B, x, 0 }",
                             "texture A, 4, 4 { Patch B, 0, 0 { Rotate 45 } }"}) {
        EXPECT_NE(errorOf("TEXTURES", text).find("line 1"), std::string::npos) << text;
    }
}

TEST(AnimDefs, RangesPicturesAndSwitches) {
    const auto a = withText("ANIMDEFS", R"(
flat NUKAGE1 range NUKAGE3 tics 4
texture WALL1 pic WALL2 tics 3 pic 1 tics 5 // 1 = itself
flat optional NOWHERE range NOWHERE4 tics 8
switch doom SW1TEK on sound switches/on pic WALL2 tics 0 off pic SW1TEK tics 0
warp2 flat FLOOR1 2.0
cameratexture CAM 32 32 fit 64 64
)");
    ASSERT_TRUE(a);
    const auto shown = [&](TextureId id, uint32_t tic) {
        std::vector<TextureId> table(a->textures.size());
        animateTextures(*a, tic, table);
        return table[static_cast<size_t>(id)];
    };
    const TextureId nukage[] = {a->findFlat("NUKAGE1"), a->findFlat("NUKAGE2"), a->findFlat("NUKAGE3")};
    for (uint32_t tic = 0; tic < 30; ++tic) {
        for (size_t i = 0; i < 3; ++i) EXPECT_EQ(shown(nukage[i], tic), nukage[(i + tic / 4) % 3]);
        EXPECT_EQ(shown(a->findWall("WALL1"), tic), a->findWall(tic % 8 < 3 ? "WALL2" : "WALL1"));
        EXPECT_EQ(shown(a->findWall("WALL2"), tic), a->findWall("WALL2"));
    }
    EXPECT_EQ(a->switches.back().off, a->findWall("SW1TEK"));
    EXPECT_EQ(a->switches.back().on, a->findWall("WALL2"));

    std::vector<TextureId> kept(a->textures.size()), fresh = kept;
    animateTextures(*a, 0, kept);
    for (uint32_t tic = 0, until = 0; tic < 100; ++tic) {
        if (tic == until) until += advanceAnimations(*a, tic, kept);
        ASSERT_GT(until, tic);
        animateTextures(*a, tic, fresh);
        ASSERT_EQ(kept, fresh) << tic;
    }
}

TEST(AnimDefs, OscillateGoesThereAndBack) {
    const auto a = withText("ANIMDEFS", "flat NUKAGE1 range NUKAGE3 tics 1 oscillate");
    ASSERT_TRUE(a);
    const TextureId n[] = {a->findFlat("NUKAGE1"), a->findFlat("NUKAGE2"), a->findFlat("NUKAGE3")};
    std::vector<TextureId> table(a->textures.size());
    const size_t order[] = {0, 1, 2, 1, 0, 1};
    for (uint32_t tic = 0; tic < 6; ++tic) {
        animateTextures(*a, tic, table);
        EXPECT_EQ(table[static_cast<size_t>(n[0])], n[order[tic]]) << tic;
    }
}

TEST(AnimDefs, WhatIsNotUnderstoodIsNamed) {
    EXPECT_NE(errorOf("ANIMDEFS", "flat A range B tics 4\nanimateddoor X").find("lump ANIMDEFS: line 2: \"animateddoor\""), std::string::npos);
    for (const char* text : {"flat A range B", "flat A range B tics x", "texture A pic B 4", "texture A pic B rand 3", "warp A", "cameratexture A 3", "{"}) {
        EXPECT_NE(errorOf("ANIMDEFS", text).find("line 1"), std::string::npos) << text;
    }
}

TEST(TextLumps, DamagedTextNeverBreaks) {
    const std::string good = "texture A, 8, 8 { XScale 2 Offset 1, 2 Patch \"PATCH64\", 0, 0 { FlipX Rotate 90 } }\nflat B, 4, 4 { Patch WALL1, 1, -1 }\n";
    const std::string anims = "flat NUKAGE1 range NUKAGE3 tics 4 oscillate\ntexture WALL1 pic 2 rand 3 8 pic WALL2 tics 5 random\nswitch SW1TEK on pic WALL2 tics 0\n";
    constexpr std::string_view kMarks = "{},\"/* \n0A.-";
    test::TestRandom random(3);
    const auto base = test::makeSmallGame().build();
    for (int round = 0; round < 120; ++round) {
        std::string texts[] = {good, anims};
        for (std::string& text : texts) {
            for (uint32_t n = random.below(4); n > 0; --n) text[random.below(static_cast<uint32_t>(text.size()))] = kMarks[random.below(kMarks.size())];
            if (random.below(3) == 0) text.resize(random.below(static_cast<uint32_t>(text.size())));
        }
        const auto result = loadFiles({base, WadBuilder().add("TEXTURES", texts[0]).add("ANIMDEFS", texts[1]).build()});
        if (!result.status.ok()) continue;
        std::vector<TextureId> table(result.assets->textures.size());
        for (uint32_t tic = 0; tic < 40; tic += 3) animateTextures(*result.assets, tic, table);
    }
}

}  // namespace
}  // namespace caco
