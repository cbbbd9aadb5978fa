// Whole frames against pictures recorded from the reference: screen, depth and labels of the first seconds of some
// games.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "game/game.h"
#include "golden_file.h"
#include "support/wad_builder.h"

namespace caco {
namespace {

struct Case {
    const char* name;
    const char* cfg;  // below data/scenarios
    const char* wad;  // empty = none
    const char* map;  // empty = the cfg's
    int32_t seed;
    int32_t lastRow;
};

// Levels of all three map formats, stored and built nodes, mirrors, pitch, masked mid textures, the small sizes and the
// large one.
constexpr Case kCases[] = {
    {"basic", "vizdoom/basic.cfg", "vizdoom/basic.wad", "", 1, 50},
    {"D3_battle", "battle/D3_battle.cfg", "battle/D3_battle.wad", "", 1, 50},
    {"D3_battle.small", "battle/D3_battle.cfg", "battle/D3_battle.wad", "", 2, 50},
    {"D3_battle.weng", "battle/D3_battle.cfg", "battle/D3_battle.wad", "", 2, 25},
    {"D4_battle2", "battle/D4_battle2.cfg", "battle/D4_battle2.wad", "", 1, 75},
    {"deathmatch.walk", "vizdoom/deathmatch.cfg", "vizdoom/deathmatch.wad", "", 2, 75},
    {"my_way_home.walk", "vizdoom/my_way_home.cfg", "vizdoom/my_way_home.wad", "", 1, 75},
    {"deadly_corridor", "vizdoom/deadly_corridor.cfg", "vizdoom/deadly_corridor.wad", "", 1, 350},
    {"freedoom2.map01", "vizdoom/oblige.cfg", "", "map01", 1, 75},
    {"freedoom2.map02", "vizdoom/oblige.cfg", "", "map02", 2, 75},
};

std::string extraConfig(const Case& c, const test::Trace& trace) {
    std::string text =
        "screen_resolution = " + trace.resolution +
        "\nscreen_format = DOOM_256_COLORS8\ndepth_buffer_enabled = true\nlabels_buffer_enabled = true\n"
        "automap_buffer_enabled = true\nobjects_info_enabled = true\nmode = PLAYER\navailable_buttons = {";
    for (const std::string& button : trace.buttons) {
        text += " " + button;
    }
    text += " }\n";
    if (*c.map) text += std::string("doom_map = ") + c.map + "\n";
    return text;
}

void makeGame(const Case& c, const test::Trace& trace, std::unique_ptr<Game>& out) {
    const std::string scenarios = test::sharedFolder() + "/data/scenarios/";
    GameConfig config;
    std::vector<std::string> warnings;
    Status status = applyConfigFile(config, scenarios + c.cfg, &warnings);
    ASSERT_TRUE(status.ok()) << status.message;
    status = applyConfigText(config, extraConfig(c, trace), "test", "", &warnings);
    ASSERT_TRUE(status.ok()) << status.message;
    config.seed = static_cast<uint32_t>(c.seed);
    config.seedSet = true;
    auto archives = std::make_shared<ArchiveSet>();
    ASSERT_TRUE(archives->addFile(test::findIwad()).ok());
    if (*c.wad) {
        ASSERT_TRUE(archives->addFile(scenarios + c.wad).ok());
    }
    std::shared_ptr<const Content> content;
    ASSERT_TRUE(makeContent(archives, content).ok());
    GameOptions options;
    options.holdAnimations = true;
    status = Game::create(content, config, options, out);
    ASSERT_TRUE(status.ok()) << status.message;
}

void expectEqual(const std::string& path, const uint8_t* got, const char* what) {
    test::GrayPicture want;
    ASSERT_TRUE(test::readGrayPng(path, want)) << path;
    size_t different = 0, first = 0;
    for (size_t i = want.pixels.size(); i-- > 0;) {
        if (want.pixels[i] != got[i]) ++different, first = i;
    }
    const size_t width = static_cast<size_t>(want.width);
    EXPECT_EQ(different, 0u) << what << " of " << path << ": first at (" << first % width << ", " << first / width
                             << "): expected " << int{want.pixels[first]} << ", got " << int{got[first]};
}

// The recorded pictures of labels have no boxes beside them, but what is seen of a thing lies in its box: every value of the
// picture belongs to one entry, and its pixels to that entry's box (limits included, renderer.md 6.3).
void expectBoxesHold(const std::string& path, const std::vector<LabelBox>& boxes) {
    constexpr uint8_t kFlat = 1;
    test::GrayPicture picture;
    ASSERT_TRUE(test::readGrayPng(path, picture)) << path;
    for (int32_t y = 0; y < picture.height; ++y) {
        for (int32_t x = 0; x < picture.width; ++x) {
            const uint8_t value = picture.pixels[static_cast<size_t>(y * picture.width + x)];
            if (value <= kFlat) continue;
            const auto box = std::find_if(boxes.begin(), boxes.end(), [&](const LabelBox& b) { return b.value == value; });
            ASSERT_NE(box, boxes.end()) << path << ": no box has the value " << int{value};
            const bool inside = x >= box->x && x <= box->x + box->width && y >= box->y && y <= box->y + box->height;
            ASSERT_TRUE(inside) << path << ": (" << x << ", " << y << ") has the value " << int{value} << " outside its box";
        }
    }
}

class GoldenView : public testing::TestWithParam<Case> {};

TEST_P(GoldenView, FramesAreExact) {
    const Case& c = GetParam();
    const std::string shared = test::sharedFolder();
    if (shared.empty() || test::findIwad().empty()) GTEST_SKIP() << "needs the shared data and freedoom2.wad";
    const std::string base = shared + "/data/golden/" + c.name + "/seed" + std::to_string(c.seed);
    test::Trace trace;
    ASSERT_TRUE(test::readTrace(base + ".jsonl.gz", c.lastRow, trace)) << base;
    std::unique_ptr<Game> game;
    ASSERT_NO_FATAL_FAILURE(makeGame(c, trace, game));
    int compared = 0;
    for (size_t i = 0; i < trace.rows.size(); ++i) {
        const test::TraceRow& row = trace.rows[i];
        if (row.reset && i > 0) {
            ASSERT_TRUE(game->newEpisode().ok());
        } else if (!row.reset) {
            ASSERT_TRUE(game->setAction(row.action).ok());
            ASSERT_TRUE(game->advance(1, true).ok());
        }
        char number[16];
        std::snprintf(number, sizeof number, ".row%04d", row.row);
        if (!std::filesystem::exists(base + number + ".screen.png")) continue;
        ++compared;
        const Renderer& r = *game->renderer();
        expectEqual(base + number + ".screen.png", r.screen(), "screen");
        expectEqual(base + number + ".depth.png", r.depth(), "depth");
        expectEqual(base + number + ".labels.png", r.labels(), "labels");
        expectBoxesHold(base + number + ".labels.png", r.labelBoxes());
    }
    EXPECT_GT(compared, 1);
}

std::string nameOf(const testing::TestParamInfo<Case>& test) {
    std::string name = test.param.name;
    for (char& c : name) {
        if (c == '.') c = '_';
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(All, GoldenView, testing::ValuesIn(kCases), nameOf);

}  // namespace
}  // namespace caco
