#include "assets/assets.h"

#include <algorithm>

#include "assets_fixture.h"

namespace caco {
namespace {

using test::Bytes;
using test::expectSound;
using test::loadFiles;
using test::loadGood;
using test::makeSmallGame;
using test::makeSolidPatch;
using test::texelAt;
using test::WadBuilder;

TEST(Assets, SmallGameIsSound) {
    const auto a = loadGood({makeSmallGame().build()});
    ASSERT_TRUE(a);
    expectSound(*a);
    EXPECT_EQ(a->texture(kNoTexture).posts.size(), 0u);
    EXPECT_NE(a->missingTexture, kNoTexture);
    EXPECT_EQ(a->texture(a->missingTexture).width, 64);
    EXPECT_EQ(a->texture(a->missingTexture).posts.size(), 64u);
}

TEST(Assets, NameLookUps) {
    const auto a = loadGood({makeSmallGame().build()});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->findWall("-"), kNoTexture);
    EXPECT_EQ(a->findWall(""), kNoTexture);
    EXPECT_EQ(a->findFlat("-"), kNoTexture);
    EXPECT_EQ(a->findWall("nosuch"), a->missingTexture);
    EXPECT_EQ(a->findFlat("nosuch"), a->missingTexture);
    EXPECT_EQ(a->findPicture("nosuch"), kNoTexture);
    EXPECT_EQ(a->findWall("wall1"), a->findWall("WALL1"));
    EXPECT_EQ(a->texture(a->findWall("WALL1")).name, "WALL1");
    // The first entry of TEXTURE1 stands for no texture.
    EXPECT_EQ(a->findWall("NULLTEX"), kNoTexture);
    // Fall-backs: walls may name flats and loose pictures, planes may name walls.
    EXPECT_TRUE(a->texture(a->findWall("FLOOR1")).flat);
    EXPECT_EQ(a->texture(a->findWall("STBAR")).width, 320);
    EXPECT_EQ(a->texture(a->findFlat("SKY1")).width, 256);
    EXPECT_EQ(a->texture(a->findPicture("MEDIA0")).topOffset, 15);
    EXPECT_EQ(a->skyFlat, a->findFlat("F_SKY1"));
    EXPECT_NE(a->skyFlat, kNoTexture);
}

TEST(Assets, CompositesCopyOpaqueTexelsClipped) {
    const auto a = loadGood({makeSmallGame().build()});
    ASSERT_TRUE(a);
    const Picture& wall = a->texture(a->findWall("WALL2"));  // 64x32: PATCH64 at 0,0; PATCH16 (colour 0) at 16,-8
    EXPECT_EQ(wall.width, 64);
    EXPECT_EQ(wall.height, 32);
    for (int u = 0; u < 64; ++u) {
        for (int v = 0; v < 32; ++v) {
            const bool over = u >= 16 && u < 32 && v < 8;
            ASSERT_EQ(texelAt(wall, u, v), over ? a->remap[0] : 1 + ((u + v) & 127)) << u << " " << v;
        }
    }
    const Picture& sw = a->texture(a->findWall("SW2TEK"));  // PATCH16 at 4,4 of 16x16: a hole above and to the left
    EXPECT_EQ(sw.postStart[4], 0u);
    EXPECT_EQ(sw.postStart[5], 1u);
    EXPECT_EQ(sw.posts[0].top, 4);
    EXPECT_EQ(sw.posts[0].length, 12);
}

TEST(Assets, TextureScaleAndWorldPanning) {
    auto wad = WadBuilder("IWAD");
    wad.add("PLAYPAL", test::makePlaypal()).add("COLORMAP", test::makeColormap());
    wad.add("TEXTURE1",
            test::makeTextureLump(
                {{"FIRST", 8, 8, {}}, {"HIRES", 8, 8, {{0, 0, 0}}, 0x8000, 16, 4}, {"PLAIN", 8, 8, {{0, 0, 0}}}}));
    wad.add("PNAMES", test::makePnames({"PATCH"})).add("PATCH", makeSolidPatch(8, 8, 3));
    const auto a = loadGood({wad.build()});
    ASSERT_TRUE(a);
    const Picture& hires = a->texture(a->findWall("HIRES"));
    EXPECT_EQ(hires.xScale, 2 * kUnit);
    EXPECT_EQ(hires.yScale, kUnit / 2);
    EXPECT_TRUE(hires.worldPanning);
    const Picture& plain = a->texture(a->findWall("PLAIN"));
    EXPECT_EQ(plain.xScale, kUnit);
    EXPECT_FALSE(plain.worldPanning);
}

TEST(Assets, OrderNumbersRunThroughTexturesThenFlats) {
    const auto a = loadGood({makeSmallGame().build()});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->texture(a->findWall("WALL1")).orderNumber, 2668);
    // 8 textures; F1_START takes the first number of the flats.
    EXPECT_EQ(a->texture(a->findFlat("FLOOR1")).orderNumber, 2667 + 8 + 1);
    EXPECT_EQ(a->texture(a->findFlat("F_SKY1")).orderNumber, 2667 + 8 + 5);
}

TEST(Assets, LaterFilesOverride) {
    auto mod = WadBuilder();
    mod.add("STBAR", makeSolidPatch(20, 10, 99));
    mod.add("PATCH64", makeSolidPatch(64, 64, 50));  // loose lumps replace patches
    mod.add("SS_START").add("PLAYA1", makeSolidPatch(30, 40, 8)).add("SS_END");
    mod.add("FF_START").add("FLOOR1", std::vector<uint8_t>(1024, 9)).add("FF_END");
    mod.add("TX_START").add("WALL2", makeSolidPatch(32, 16, 77)).add("TX_END");
    const auto a = loadGood({makeSmallGame().build(), mod.build()});
    ASSERT_TRUE(a);
    expectSound(*a);
    EXPECT_EQ(a->texture(a->findPicture("STBAR")).width, 20);
    EXPECT_EQ(texelAt(a->texture(a->findWall("WALL1")), 5, 5), 50);
    EXPECT_EQ(texelAt(a->texture(a->findWall("WALL2")), 5, 5), 77);
    EXPECT_EQ(a->texture(a->findFlat("FLOOR1")).width, 32);
    const SpriteFrame& frame = a->findSprite(spriteKey("PLAY"))->frames[0];
    EXPECT_EQ(a->texture(frame.picture[0]).width, 30);
    EXPECT_EQ(a->texture(frame.picture[2]).width, 8);
}

TEST(Assets, PwadTexturesWithTheirOwnNames) {
    auto mod = WadBuilder();
    mod.add("PNAMES", test::makePnames({"MINE", "ABSENT"})).add("MINE", makeSolidPatch(16, 16, 60));
    mod.add("TEXTURE1", test::makeTextureLump({{"MODNULL", 16, 16, {}},
                                               {"MODWALL", 16, 16, {{0, 0, 0}, {0, 0, 1}}},
                                               {"WALL1", 16, 16, {{0, 0, 0}}}}));
    const auto a = loadGood({makeSmallGame().build(), mod.build()});
    ASSERT_TRUE(a);
    EXPECT_EQ(texelAt(a->texture(a->findWall("MODWALL")), 0, 0), 60);
    EXPECT_EQ(a->texture(a->findWall("WALL1")).width, 16);
    EXPECT_EQ(a->texture(a->findWall("WALL2")).width, 64);
}

TEST(Sprites, RotationsMirroredPairsAndFlips) {
    const auto a = loadGood({makeSmallGame().build()});
    ASSERT_TRUE(a);
    const SpriteDef* sprite = a->findSprite(spriteKey("play"));
    ASSERT_TRUE(sprite);
    ASSERT_EQ(sprite->frames.size(), 1u);
    const SpriteFrame& f = sprite->frames[0];
    EXPECT_TRUE(f.present);
    EXPECT_FALSE(f.rotationless);
    const char* names[8] = {"PLAYA1", "PLAYA2A8", "PLAYA3A7", "PLAYA4A6", "PLAYA5", "PLAYA4A6", "PLAYA3A7", "PLAYA2A8"};
    for (size_t rotation = 0; rotation < 8; ++rotation) {
        for (size_t slot = rotation * 2; slot < rotation * 2 + 2; ++slot) {
            EXPECT_EQ(a->texture(f.picture[slot]).name, names[rotation]);
            EXPECT_EQ((f.flip >> slot & 1) != 0, rotation > 4);
        }
    }
    const SpriteFrame& item = a->findSprite(spriteKey("MEDI"))->frames[0];
    EXPECT_TRUE(item.rotationless);
    EXPECT_EQ(item.flip, 0);
    EXPECT_TRUE(std::all_of(std::begin(item.picture), std::end(item.picture),
                            [&](TextureId id) { return id == item.picture[0] && id > 0; }));
    EXPECT_EQ(a->findSprite(spriteKey("NONE")), nullptr);
}

TEST(Sprites, SixteenRotationsAndGaps) {
    auto wad = makeSmallGame();
    wad.add("S_START");
    const auto patch = makeSolidPatch(4, 4, 5);
    for (const char c : std::string("123456789ABCDEFG")) {
        wad.add(std::string("FULLC") + c, patch);
    }
    wad.add("HALFA0B0", patch).add("S_END");
    const auto a = loadGood({wad.build()});
    ASSERT_TRUE(a);
    const SpriteDef* full = a->findSprite(spriteKey("FULL"));
    ASSERT_EQ(full->frames.size(), 3u);
    EXPECT_FALSE(full->frames[0].present);
    EXPECT_FALSE(full->frames[1].present);
    const std::string order = "192A3B4C5D6E7F8G";
    for (size_t slot = 0; slot < 16; ++slot) {
        EXPECT_EQ(a->texture(full->frames[2].picture[slot]).name, std::string("FULLC") + order[slot]);
    }
    const SpriteDef* half = a->findSprite(spriteKey("HALF"));
    EXPECT_EQ(half->frames[0].flip, 0);
    EXPECT_EQ(half->frames[1].flip, 0xFFFF);
}

TEST(Sprites, AFrameThatLacksRotationsIsAnError) {
    const auto result =
        loadFiles({makeSmallGame().add("S_START").add("LACKA1", makeSolidPatch(4, 4, 5)).add("S_END").build()});
    EXPECT_EQ(result.status.code, StatusCode::BadData);
    EXPECT_NE(result.status.message.find("file0.wad: lump LACKA1: rotation 2"), std::string::npos)
        << result.status.message;
}

TEST(Assets, BuiltinPicturesFillTheGaps) {
    const auto a = loadGood({makeSmallGame().build()});
    ASSERT_TRUE(a);
    const SpriteDef* nothing = a->findSprite(spriteKey("TNT1"));
    ASSERT_TRUE(nothing);
    EXPECT_TRUE(nothing->frames[0].present);
    EXPECT_EQ(nothing->frames[0].picture[0], kNoTexture);
    const SpriteDef* smoke = a->findSprite(spriteKey("RSMK"));
    ASSERT_TRUE(smoke);
    const int sizes[5][4] = {{28, 28, 14, 30}, {29, 36, 13, 35}, {42, 43, 21, 39}, {36, 34, 19, 38}, {20, 27, 7, 33}};
    ASSERT_EQ(smoke->frames.size(), 5u);
    for (size_t i = 0; i < 5; ++i) {
        const Picture& p = a->texture(smoke->frames[i].picture[7]);
        EXPECT_EQ(p.width, sizes[i][0]);
        EXPECT_EQ(p.height, sizes[i][1]);
        EXPECT_EQ(p.leftOffset, sizes[i][2]);
        EXPECT_EQ(p.topOffset, sizes[i][3]);
        EXPECT_FALSE(p.posts.empty());
    }
    EXPECT_NE(a->findPicture("STKEYS6"), kNoTexture);
    EXPECT_NE(a->findPicture("STFBANY"), kNoTexture);
    // An archive's own picture is kept.
    const auto own = loadGood({makeSmallGame()
                                   .add("S_START")
                                   .add("RSMKB0", makeSolidPatch(4, 4, 5))
                                   .add("S_END")
                                   .add("STKEYS6", makeSolidPatch(9, 9, 5))
                                   .build()});
    ASSERT_TRUE(own);
    EXPECT_EQ(own->texture(own->findSprite(spriteKey("RSMK"))->frames[1].picture[0]).width, 4);
    EXPECT_EQ(own->texture(own->findSprite(spriteKey("RSMK"))->frames[2].picture[0]).width, 42);
    EXPECT_EQ(own->texture(own->findPicture("STKEYS6")).width, 9);
}

TEST(Animations, DefaultsAndClock) {
    const auto a = loadGood({makeSmallGame().build()});
    ASSERT_TRUE(a);
    ASSERT_EQ(a->animations.size(), 2u);  // NUKAGE1..3 and FIREBLU1..2
    ASSERT_EQ(a->switches.size(), 1u);
    EXPECT_EQ(a->switches[0].off, a->findWall("SW1TEK"));
    EXPECT_EQ(a->switches[0].on, a->findWall("SW2TEK"));
    const TextureId nukage[3] = {a->findFlat("NUKAGE1"), a->findFlat("NUKAGE2"), a->findFlat("NUKAGE3")};
    std::vector<TextureId> shown(a->textures.size(), -1);
    for (const uint32_t tic : {0u, 7u, 8u, 16u, 24u, 1000u, 0xFFFFFFFFu}) {
        animateTextures(*a, tic, shown);
        for (uint32_t i = 0; i < 3; ++i) {
            EXPECT_EQ(shown[static_cast<size_t>(nukage[i])], nukage[(i + tic / 8 % 3) % 3]) << tic;
        }
        EXPECT_EQ(shown[static_cast<size_t>(a->findWall("WALL1"))], a->findWall("WALL1"));
    }
    std::vector<TextureId> tooShort(2, -1);
    animateTextures(*a, 8, tooShort);
    EXPECT_EQ(tooShort, (std::vector<TextureId>{0, 1}));
}

TEST(Animations, LumpsReplaceTheDefaults) {
    Bytes animated;
    animated.u8(0).name8("NUKAGE3").u8(0).name8("NUKAGE2").u8(0).u32(5);
    animated.u8(1).name8("WALL1").u8(0).name8("WALL2").u8(0).u32(0);  // backward, speed 0
    animated.u8(1).name8("NOWHERE2").u8(0).name8("NOWHERE1").u8(0).u32(8).u8(255);
    Bytes switches;
    switches.name8("WALL1").u8(0).name8("WALL2").u8(0).u16(1);
    switches.fill(20, 0);
    const auto a =
        loadGood({makeSmallGame().build(), WadBuilder().add("ANIMATED", animated).add("SWITCHES", switches).build()});
    ASSERT_TRUE(a);
    ASSERT_EQ(a->animations.size(), 2u);
    EXPECT_EQ(a->animations[0].tics, 5);
    EXPECT_EQ(a->animations[0].frames, (std::vector<TextureId>{a->findFlat("NUKAGE2"), a->findFlat("NUKAGE3")}));
    EXPECT_TRUE(a->animations[1].backward);
    EXPECT_EQ(a->animations[1].tics, 1);
    ASSERT_EQ(a->switches.size(), 1u);
    EXPECT_EQ(a->switches[0].on, a->findWall("WALL2"));
    const auto cut = loadFiles({makeSmallGame().build(), WadBuilder().add("ANIMATED", "short").build()});
    EXPECT_NE(cut.status.message.find("file1.wad: lump ANIMATED"), std::string::npos);
}

void expectError(const WadBuilder& mod, const std::string& text) {
    const auto result = loadFiles({makeSmallGame().build(), mod.build()});
    EXPECT_EQ(result.status.code, StatusCode::BadData) << text;
    EXPECT_NE(result.status.message.find(text), std::string::npos) << result.status.message;
}

TEST(AssetErrors, NameFileAndLump) {
    const std::vector<uint8_t> cutPatch = {8, 0, 8, 0, 0, 0, 0, 0, 200, 0, 0, 0};
    expectError(WadBuilder().add("S_START").add("BADSA0", cutPatch).add("S_END"), "file1.wad: lump BADSA0");
    expectError(WadBuilder().add("P_START").add("BADPATCH", cutPatch).add("P_END"), "file1.wad: lump BADPATCH");
    expectError(WadBuilder().add("F_START").add("BADFLAT", "tiny").add("F_END"), "file1.wad: lump BADFLAT");
    expectError(WadBuilder().add("TX_START").add("BADTEX", "tiny").add("TX_END"), "file1.wad: lump BADTEX");
    expectError(WadBuilder().add("STBAR", cutPatch), "file1.wad: lump STBAR");
    expectError(WadBuilder().add("PNAMES", Bytes().u32(1000)).add("TEXTURE2", test::makeTextureLump({})),
                "file1.wad: lump PNAMES");
    expectError(WadBuilder().add("TEXTURE2", Bytes().u32(0x40000000)), "file1.wad: lump TEXTURE2");
    expectError(WadBuilder().add("TEXTURE2", Bytes().u32(1).u32(100)), "file1.wad: lump TEXTURE2: texture 0");
    expectError(WadBuilder().add("TEXTURE2", test::makeTextureLump({{"HUGE", 9000, 9000, {}}})), "texture 0 (HUGE)");
    expectError(WadBuilder().add("TEXTURE2", test::makeTextureLump({{"BADREF", 9, 9, {{0, 0, 77}}}})), "uses patch 77");
    const auto noNames = loadFiles({WadBuilder()
                                        .add("PLAYPAL", test::makePlaypal())
                                        .add("COLORMAP", test::makeColormap())
                                        .add("TEXTURE1", test::makeTextureLump({}))
                                        .build()});
    EXPECT_NE(noNames.status.message.find("PNAMES"), std::string::npos);
}

TEST(AssetErrors, HugeTotalsAreRefused) {
    std::vector<test::TextureSpec> textures;
    for (int i = 0; i < 40; ++i) {
        textures.push_back({"BIG" + std::to_string(i), 4096, 4096, {}});
    }
    const auto result =
        loadFiles({makeSmallGame().build(), WadBuilder().add("TEXTURE2", test::makeTextureLump(textures)).build()});
    EXPECT_EQ(result.status.code, StatusCode::OutOfCapacity);
}

TEST(AssetErrors, TextThatIsNoPictureIsLeftAlone) {
    const auto a = loadGood({makeSmallGame().add("DECORATE", "actor Foo {}").add("EMPTY").build()});
    ASSERT_TRUE(a);
    EXPECT_EQ(a->findPicture("DECORATE"), kNoTexture);
}

// A PWAD that uses everything, small enough for thousands of loads.
std::vector<uint8_t> fuzzSeed() {
    WadBuilder wad("IWAD");
    Bytes animated;
    animated.u8(0).name8("FLATB").u8(0).name8("FLATA").u8(0).u32(5).u8(255);
    Bytes switches;
    switches.name8("WA").u8(0).name8("WB").u8(0).u16(1);
    Bytes extra;
    extra.append(test::makePngChunk("PLTE", Bytes().u8(1).u8(2).u8(3).u8(4).u8(5).u8(6)));
    wad.add("ANIMATED", animated).add("SWITCHES", switches).add("PNAMES", test::makePnames({"PA", "PB"}));
    wad.add("TEXTURE1", test::makeTextureLump(
                            {{"NUL", 4, 4, {}}, {"WA", 8, 8, {{0, 0, 0}, {3, -2, 1}}}, {"WB", 8, 16, {{0, 0, 0}}}}));
    wad.add("STBAR", makeSolidPatch(9, 4, 3))
        .add("PB", test::makePng(3, 3, 8, 3, {{0, 1, 0}, {1, 0, 1}, {0, 1, 0}}, extra));
    wad.add("P_START").add("PA", makeSolidPatch(8, 8, 4)).add("P_END");
    wad.add("S_START").add("SPRTA1", makeSolidPatch(3, 3, 1));
    for (const char* name : {"SPRTA2A8", "SPRTA3A7", "SPRTA4A6", "SPRTA5"}) {
        wad.add(name, makeSolidPatch(3, 3, 2));
    }
    wad.add("S_END")
        .add("F_START")
        .add("FLATA", std::vector<uint8_t>(64, 5))
        .add("FLATB", std::vector<uint8_t>(64, 6))
        .add("F_END");
    return wad.build();
}

class AssetFuzz : public testing::Test {
protected:
    void SetUp() override {
        base = std::make_shared<std::vector<uint8_t>>(
            WadBuilder("IWAD").add("PLAYPAL", test::makePlaypal()).add("COLORMAP", test::makeColormap()).build());
    }
    // Loads and, when that works, checks everything the renderer relies on.
    void tryLoad(std::span<const uint8_t> bytes) {
        auto archives = std::make_shared<ArchiveSet>();
        ASSERT_TRUE(archives->addMemory(*base, "base.wad").ok());
        Status status = archives->addMemory(bytes, "fuzz.wad");
        std::shared_ptr<const Assets> assets;
        if (status.ok()) {
            status = loadAssets(archives, assets);
        }
        if (status.ok()) {
            ++loaded;
            ASSERT_NO_FATAL_FAILURE(expectSound(*assets));
        } else {
            ++refused;
            EXPECT_FALSE(status.message.empty());
        }
    }
    std::shared_ptr<std::vector<uint8_t>> base;
    int loaded = 0, refused = 0;
};

TEST_F(AssetFuzz, TruncatedLumps) {
    const auto seed = fuzzSeed();
    tryLoad(seed);
    ASSERT_EQ(loaded, 1);
    const size_t directory = static_cast<size_t>(seed[8] | seed[9] << 8 | seed[10] << 16);
    const size_t lumps = seed[4];
    for (size_t i = 0; i < lumps; ++i) {
        auto bytes = seed;
        uint8_t* entry = &bytes[directory + i * 16];
        const uint32_t size = static_cast<uint32_t>(entry[4] | entry[5] << 8);
        // Every length of small lumps, a spread of the larger ones.
        for (uint32_t length = 0; length < size; length += 1 + size / 16) {
            entry[4] = static_cast<uint8_t>(length);
            entry[5] = static_cast<uint8_t>(length >> 8);
            ASSERT_NO_FATAL_FAILURE(tryLoad(bytes));
        }
    }
    EXPECT_GT(refused, 50);
}

TEST_F(AssetFuzz, FlippedBits) {
    const auto seed = fuzzSeed();
    test::TestRandom random(7);
    for (int round = 0; round < 400; ++round) {
        auto bytes = seed;
        const uint32_t flips = 1 + random.below(4);
        for (uint32_t i = 0; i < flips; ++i) {
            bytes[random.below(static_cast<uint32_t>(bytes.size()))] ^= static_cast<uint8_t>(1u << random.below(8));
        }
        ASSERT_NO_FATAL_FAILURE(tryLoad(bytes));
    }
    EXPECT_GT(loaded, 0);
    EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace caco
