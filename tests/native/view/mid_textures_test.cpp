// Middle textures of two-sided lines that repeat over the whole opening (WRAP_MIDTEX).
#include <gtest/gtest.h>

#include <algorithm>

#include "support/cut_room.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr int32_t kWidth = 160, kHeight = 120;

// Bars: the upper half of the picture is opaque, the lower one is open.
std::vector<uint8_t> bars(int height) {
    std::vector<std::vector<uint8_t>> rows;
    for (int v = 0; v < height; ++v) {
        std::vector<uint8_t> row;
        for (int u = 0; u < 16; ++u) {
            row.insert(row.end(), {250, 10, 10, static_cast<uint8_t>(v < height / 2 ? 255 : 0)});
        }
        rows.push_back(row);
    }
    return makePng(16, height, 8, 6, rows);
}

// A room of 512 x 512 x 128 units, cut by a line 192 units north of the player.
std::vector<uint8_t> wadWith(const std::string& line, const std::string& side) {
    const std::string bright = "lightlevel = 255;";
    const std::string map = cutRoom({.cut = 384, .playerY = 192, .line = line, .side = side, .first = bright, .second = bright});
    WadBuilder wad;
    wad.add("TX_START").add("BARS16", bars(16)).add("BARS24", bars(24)).add("TX_END");
    wad.add("F_START").add("PLAIN", std::vector<uint8_t>(4096, 5)).add("F_END");
    return wad.add("MAP01").add("TEXTMAP", map).add("ENDMAP").build();
}

struct Frame {
    std::vector<uint8_t> screen, depth, labels;
};

Frame frameOf(const std::string& line, const std::string& side) {
    GameOptions options;
    options.width = kWidth;
    options.height = kHeight;
    const auto game = gameOf(contentOf(wadWith(line, side)),
                             configOf("seed = 1\nrender_hud = false\nrender_weapon = false\nrender_crosshair = false\n"
                                      "depth_buffer_enabled = true\nlabels_buffer_enabled = true\n"),
                             options);
    const Renderer& r = *game->renderer();
    constexpr size_t kSize = static_cast<size_t>(kWidth) * kHeight;
    return {{r.screen(), r.screen() + kSize}, {r.depth(), r.depth() + kSize}, {r.labels(), r.labels() + kSize}};
}

struct Bar {
    int32_t from, to;
};

// Rows of column x, run by run, where the frames differ.
std::vector<Bar> barsOf(const Frame& with, const Frame& without, int32_t x) {
    std::vector<Bar> runs;
    for (int32_t y = 0; y < kHeight; ++y) {
        const size_t at = static_cast<size_t>(y * kWidth + x);
        if (with.screen[at] == without.screen[at]) continue;
        if (runs.empty() || runs.back().to != y) runs.push_back({y, y});
        ++runs.back().to;
    }
    return runs;
}

std::string middle(int height) { return "texturemiddle = \"BARS" + std::to_string(height) + "\";"; }

TEST(MidTextures, WrapFillsTheOpening) {
    const Frame without = frameOf("", "");
    for (const int height : {16, 24}) {
        const Frame hanging = frameOf("", middle(height)), wrapped = frameOf("wrapmidtex = true;", middle(height));
        for (const int32_t x : {40, 80, 81, 121}) {
            EXPECT_EQ(barsOf(hanging, without, x).size(), 1u);
            const std::vector<Bar> runs = barsOf(wrapped, without, x);
            ASSERT_EQ(runs.size(), height == 16 ? 8u : 6u) << "height " << height << " column " << x;
            // The first repetition is the one that hangs there without the flag; all are of one height but the cut one.
            const Bar first = barsOf(hanging, without, x)[0];
            EXPECT_NEAR(runs[0].from, first.from, 1);
            EXPECT_NEAR(runs[0].to, first.to, 1);
            for (size_t i = 1; i + 1 < runs.size(); ++i) {
                EXPECT_NEAR(runs[i].to - runs[i].from, runs[1].to - runs[1].from, 1);
                EXPECT_NEAR(runs[i + 1].from - runs[i].from, runs[1].from - runs[0].from, 1);
            }
        }
    }
}

TEST(MidTextures, WrapStandsOnTheFloorWhenUnpegged) {
    // 128 is no multiple of 24: from the floor up, the lowest half is open and the cut repetition is the uppermost.
    const Frame without = frameOf("", "");
    const auto hanging = barsOf(frameOf("wrapmidtex = true;", middle(24)), without, 80);
    const auto standing = barsOf(frameOf("wrapmidtex = true; dontpegbottom = true;", middle(24)), without, 80);
    ASSERT_FALSE(hanging.empty());
    ASSERT_FALSE(standing.empty());
    EXPECT_LT(standing.back().to, hanging.back().to);
    const Frame moved = frameOf("wrapmidtex = true;", middle(16) + " offsety = 8;");
    EXPECT_LT(barsOf(frameOf("wrapmidtex = true;", middle(16)), without, 80)[0].from, barsOf(moved, without, 80)[0].from);
}

TEST(MidTextures, WrapWritesDepthAndMixes) {
    const Frame without = frameOf("", ""), solid = frameOf("wrapmidtex = true;", middle(16)),
                glass = frameOf("wrapmidtex = true; alpha = 0.5; renderstyle = \"translucent\";", middle(16));
    size_t drawn = 0, nearer = 0, mixed = 0;
    for (size_t i = 0; i < solid.screen.size(); ++i) {
        if (solid.screen[i] == without.screen[i]) continue;
        ++drawn;
        nearer += solid.depth[i] < without.depth[i];
        EXPECT_EQ(solid.labels[i], 0);
        EXPECT_EQ(glass.depth[i], solid.depth[i]);
        mixed += glass.screen[i] != solid.screen[i] && glass.screen[i] != without.screen[i];
    }
    EXPECT_GT(drawn, 2000u);
    EXPECT_EQ(mixed, drawn);
    EXPECT_GT(nearer, drawn / 2) << "behind most bars is the far wall";
}

} // namespace
} // namespace caco::test
