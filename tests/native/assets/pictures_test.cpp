#include "assets/pictures.h"

#include <algorithm>

#include "assets_fixture.h"

namespace caco {
namespace {

using test::Bytes;
using test::expectSound;
using test::loadGood;
using test::texelAt;

class Pictures : public testing::Test {
protected:
    void SetUp() override {
        assets = loadGood({test::makeSmallGame().build()});
        ASSERT_TRUE(assets);
        maps = std::make_unique<TexelMaps>(TexelMaps{*assets, true});
    }
    Picture patch(std::span<const uint8_t> data) {
        Picture picture;
        EXPECT_EQ(decodePatch(data, *maps, picture), "");
        return picture;
    }
    Picture png(std::span<const uint8_t> data) {
        Picture picture;
        EXPECT_EQ(decodePng(data, *maps, picture), "");
        return picture;
    }
    std::shared_ptr<const Assets> assets;
    std::unique_ptr<TexelMaps> maps;
};

// One column: rows 0 and 4 opaque; 0 is a real colour in a post.
std::vector<uint8_t> holedPatch() {
    Bytes b;
    b.i16(2).i16(8).i16(-3).i16(5).u32(16).u32(28);
    b.u8(1).u8(2).u8(0).u8(10).u8(0).u8(0);    // rows 1..2: 10, 0
    b.u8(6).u8(1).u8(0).u8(12).u8(0).u8(255);  // row 6: 12
    b.u8(255);                                 // column 1 is empty
    return b;
}

TEST_F(Pictures, PatchPostsAndTransparency) {
    const Picture p = patch(holedPatch());
    expectSound(p);
    EXPECT_EQ(p.width, 2);
    EXPECT_EQ(p.height, 8);
    EXPECT_EQ(p.leftOffset, -3);
    EXPECT_EQ(p.topOffset, 5);
    EXPECT_EQ(texelAt(p, 0, 0), 0);
    EXPECT_EQ(texelAt(p, 0, 1), 10);
    EXPECT_EQ(texelAt(p, 0, 2), assets->remap[0]);
    EXPECT_EQ(texelAt(p, 0, 6), 12);
    ASSERT_EQ(p.postStart, (std::vector<uint32_t>{0, 2, 2}));
    EXPECT_EQ(p.posts[0].top, 1);
    EXPECT_EQ(p.posts[0].length, 2);
    EXPECT_EQ(p.posts[1].top, 6);
    EXPECT_EQ(p.posts[1].length, 1);
}

TEST_F(Pictures, TouchingPostsMergeAndLaterPostsOverwrite) {
    Bytes b;
    b.i16(1).i16(8).i16(0).i16(0).u32(12);
    b.u8(0).u8(2).u8(0).u8(1).u8(2).u8(0);
    b.u8(2).u8(2).u8(0).u8(3).u8(4).u8(0);
    b.u8(3).u8(1).u8(0).u8(9).u8(0);
    b.u8(255);
    const Picture p = patch(b.vector());
    ASSERT_EQ(p.posts.size(), 1u);
    EXPECT_EQ(p.posts[0].length, 4);
    EXPECT_EQ(texelAt(p, 0, 3), 9);
}

TEST_F(Pictures, TallPatchesStartRelativeToThePostBefore) {
    Bytes b;
    b.i16(1).i16(400).i16(0).i16(0).u32(12);
    b.u8(200).u8(1).u8(0).u8(1).u8(0);
    b.u8(100).u8(1).u8(0).u8(2).u8(0);  // 200 + 100
    b.u8(90).u8(1).u8(0).u8(3).u8(0);   // 300 + 90
    b.u8(90).u8(1).u8(0).u8(4).u8(0);   // 480: below the picture
    b.u8(255);
    const Picture p = patch(b.vector());
    EXPECT_EQ(texelAt(p, 0, 200), 1);
    EXPECT_EQ(texelAt(p, 0, 300), 2);
    EXPECT_EQ(texelAt(p, 0, 390), 3);
    EXPECT_EQ(p.posts.size(), 3u);
}

TEST_F(Pictures, PostsAreClippedToTheHeight) {
    Bytes b;
    b.i16(1).i16(2).i16(0).i16(0).u32(12).u8(1).u8(4).u8(0).u8(5).u8(6).u8(7).u8(8).u8(0).u8(255);
    const Picture p = patch(b.vector());
    ASSERT_EQ(p.posts.size(), 1u);
    EXPECT_EQ(p.posts[0].top, 1);
    EXPECT_EQ(p.posts[0].length, 1);
}

TEST_F(Pictures, PaddingIsZero) {
    const Picture p =
        patch(test::makePatch(3, 5, 0, 0, [](int u, int v) { return static_cast<uint8_t>(1 + u * 10 + v); }));
    for (int v = 0; v < 5; ++v) {
        EXPECT_EQ(texelAt(p, 3, v), 0);
    }
}

TEST_F(Pictures, DamagedPatchesSayWhy) {
    const auto good = holedPatch();
    for (size_t length = 0; length < good.size(); ++length) {
        Picture p;
        const std::string error = decodePatch(std::span(good).first(length), *maps, p);
        EXPECT_FALSE(error.empty()) << length;
    }
    Bytes far;
    far.i16(1).i16(8).i16(0).i16(0).u32(0xFFFFFFFFu).u8(255);
    Picture p;
    EXPECT_NE(decodePatch(far.vector(), *maps, p).find("column 0"), std::string::npos);
    for (const int side : {0, -1, 5000}) {
        Bytes b;
        b.i16(side).i16(side).i16(0).i16(0).u32(12).u8(255);
        Picture q;
        EXPECT_FALSE(decodePatch(b.vector(), *maps, q).empty());
    }
}

TEST_F(Pictures, FlatsAreTurnedToColumnsAndSizedByLength) {
    std::vector<uint8_t> bytes(4096);
    for (size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<uint8_t>(i * 7 + (i >> 6));
    }
    Picture p;
    ASSERT_EQ(decodeFlat(bytes, *maps, p), "");
    expectSound(p);
    EXPECT_TRUE(p.flat);
    for (int v = 0; v < 64; v += 5) {
        for (int u = 0; u < 64; ++u) {
            const uint8_t raw = bytes[static_cast<size_t>(v * 64 + u)];
            ASSERT_EQ(texelAt(p, u, v), assets->remap[raw]);
        }
    }
    const std::pair<size_t, int> sizes[] = {{1024, 32}, {4096, 64}, {4160, 64}, {8192, 64}, {16384, 128}, {65536, 256}};
    for (const auto& [length, side] : sizes) {
        Picture q;
        ASSERT_EQ(decodeFlat(std::vector<uint8_t>(length, 3), *maps, q), "");
        EXPECT_EQ(q.width, side) << length;
        EXPECT_EQ(q.height, side);
    }
    Picture q;
    EXPECT_FALSE(decodeFlat(std::vector<uint8_t>(100, 3), *maps, q).empty());
}

TEST_F(Pictures, PalettedPngMatchesEachEntryAndKeepsItsOffsets) {
    const Rgb exact = assets->palette[40];
    Bytes colors;
    colors.u8(exact.r).u8(exact.g).u8(exact.b).u8(1).u8(2).u8(3).u8(0).u8(0).u8(0).u8(9).u8(9).u8(9);
    Bytes extra;
    extra.append(test::makePngChunk("grAb", Bytes().be32(14).be32(static_cast<uint32_t>(-30))));
    extra.append(test::makePngChunk("PLTE", colors))
        .append(test::makePngChunk("tRNS", Bytes().u8(255).u8(255).u8(255).u8(0)));
    // Two bits a texel: 0 1 2 3 / 3 2 1 0.
    const Picture p = png(test::makePng(4, 2, 2, 3, {{0x1B}, {0xE4}}, extra));
    expectSound(p);
    EXPECT_EQ(p.leftOffset, 14);
    EXPECT_EQ(p.topOffset, -30);
    const uint8_t expected[4] = {40, assets->nearest(1, 2, 3), assets->remap[0], 0};
    for (int u = 0; u < 4; ++u) {
        EXPECT_EQ(texelAt(p, u, 0), expected[u]) << u;
        EXPECT_EQ(texelAt(p, u, 1), expected[3 - u]) << u;
    }
}

TEST_F(Pictures, TrueColourPngGoesThroughRgb32k) {
    const Picture p = png(test::makePng(2, 1, 8, 6, {{200, 100, 50, 255, 200, 100, 50, 0}}));
    EXPECT_EQ(texelAt(p, 0, 0), assets->rgb32k[25 << 10 | 12 << 5 | 6]);
    EXPECT_EQ(texelAt(p, 1, 0), 0);
    const Picture deep = png(test::makePng(1, 1, 16, 2, {{200, 1, 100, 2, 50, 3}}));
    EXPECT_EQ(texelAt(deep, 0, 0), texelAt(p, 0, 0));
}

TEST_F(Pictures, GreyPngs) {
    const Picture p = png(test::makePng(3, 1, 8, 0, {{0, 128, 255}}));
    EXPECT_EQ(texelAt(p, 0, 0), assets->nearest(0, 0, 0));
    EXPECT_EQ(texelAt(p, 1, 0), assets->nearest(128, 128, 128));
    EXPECT_EQ(texelAt(p, 2, 0), assets->nearest(255, 255, 255));
    const Picture oneBit = png(test::makePng(3, 1, 1, 0, {{0xA0}}));
    EXPECT_EQ(texelAt(oneBit, 0, 0), assets->nearest(255, 255, 255));
    EXPECT_EQ(texelAt(oneBit, 1, 0), assets->nearest(0, 0, 0));
    const Picture alpha = png(test::makePng(2, 1, 8, 4, {{128, 255, 128, 0}}));
    EXPECT_EQ(texelAt(alpha, 0, 0), assets->nearest(128, 128, 128));
    EXPECT_EQ(texelAt(alpha, 1, 0), 0);
}

TEST_F(Pictures, InterlacedPngEqualsThePlainOne) {
    // 3 x 3 in the seven passes: (0,0) | - | - | (2,0) | (0,2) (2,2) | (1,0) (1,2) | row 1.
    const auto value = [](int u, int v) { return static_cast<uint8_t>(20 + 40 * u + 9 * v); };
    const auto packed = test::makePng(3, 3, 8, 0,
                                      {{value(0, 0)},
                                       {value(2, 0)},
                                       {value(0, 2), value(2, 2)},
                                       {value(1, 0)},
                                       {value(1, 2)},
                                       {value(0, 1), value(1, 1), value(2, 1)}},
                                      {}, true);
    const Picture p = png(packed);
    for (int u = 0; u < 3; ++u) {
        for (int v = 0; v < 3; ++v) {
            const int grey = value(u, v);
            EXPECT_EQ(texelAt(p, u, v), assets->nearest(grey, grey, grey)) << u << " " << v;
        }
    }
}

TEST_F(Pictures, RowFilters) {
    // makePng writes filter 0; the raw bytes are stored, so other filters can be patched in.
    auto bytes = test::makePng(2, 5, 8, 0, {{10, 20}, {1, 2}, {1, 2}, {3, 4}, {5, 6}});
    const std::vector<uint8_t> rows = {0, 10, 20, 0, 1, 2, 0, 1, 2, 0, 3, 4, 0, 5, 6};
    const auto at = std::search(bytes.begin(), bytes.end(), rows.begin(), rows.end());
    ASSERT_NE(at, bytes.end());
    for (int j = 1; j < 5; ++j) {
        at[j * 3] = static_cast<uint8_t>(j);
    }
    // The checksum of the stream must follow its bytes.
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
        a = (a + at[static_cast<std::ptrdiff_t>(i)]) % 65521;
        b = (b + a) % 65521;
    }
    const uint32_t sum = b << 16 | a;
    for (int i = 0; i < 4; ++i) {
        at[15 + i] = static_cast<uint8_t>(sum >> (24 - 8 * i));
    }
    const Picture p = png(bytes);
    // Row 1 sub: 1, 3. Row 2 up: 2, 5. Row 3 average: 3+1=4, 4+(4+5)/2=8. Row 4 Paeth: 5+4=9, 6+p(9,8,4)=15 (9 is
    // nearest to 13).
    const int expected[5][2] = {{10, 20}, {1, 3}, {2, 5}, {4, 8}, {9, 15}};
    for (int v = 0; v < 5; ++v) {
        for (int u = 0; u < 2; ++u) {
            EXPECT_EQ(texelAt(p, u, v), assets->nearest(expected[v][u], expected[v][u], expected[v][u]))
                << u << " " << v;
        }
    }
}

TEST_F(Pictures, DamagedPngsFailSoftly) {
    Bytes extra;
    extra.append(test::makePngChunk("PLTE", Bytes().u8(1).u8(2).u8(3).u8(4).u8(5).u8(6)));
    const auto good =
        test::makePng(9, 7, 8, 3, std::vector<std::vector<uint8_t>>(7, std::vector<uint8_t>(9, 1)), extra);
    for (size_t length = 0; length < good.size(); ++length) {
        Picture p;
        EXPECT_FALSE(decodePng(std::span(good).first(length), *maps, p).empty()) << length;
    }
    for (size_t bit = 64; bit < good.size() * 8; ++bit) {
        auto bytes = good;
        bytes[bit / 8] = static_cast<uint8_t>(bytes[bit / 8] ^ (1u << (bit % 8)));
        Picture p;
        if (decodePng(bytes, *maps, p).empty()) {
            ASSERT_NO_FATAL_FAILURE(expectSound(p));
        }
    }
}

}  // namespace
}  // namespace caco
