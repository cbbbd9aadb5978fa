// The automap's plan, lines and pictures (renderer.md 6.5, 6.6).
#include <algorithm>

#include "hud_fixture.h"
#include "sim/spawn.h"
#include "sim/specials.h"

namespace caco::test {
namespace {

constexpr uint8_t kInk = 40;

class Automap : public HudArena {
protected:
    void prepare() {
        settings.automap = true;
        settings.automapTextures = false;
        makeLevelView(*world->level, view);
        makeAutomapPlan(*world->level, view, *assets, geometry, settings, plan);
        target.automap = &plan;
    }
    void draw() {
        prepare();
        drawAutomap(*world, 0, geometry, settings, target);
    }
    size_t count(uint8_t color) const { return static_cast<size_t>(std::count(screen.begin(), screen.end(), color)); }

    LevelView view;
    AutomapPlan plan;
};

TEST_F(Automap, LevelAndFlatLinesAreSolid) {
    drawSmoothLine(target, 30, 10, 20, 10, kInk);
    for (int32_t x = 20; x <= 30; ++x) EXPECT_EQ(at(x, 10), kInk);
    EXPECT_EQ(count(kInk), 11u);
    drawSmoothLine(target, 50, 30, 50, 20, kInk);
    for (int32_t y = 20; y < 30; ++y) EXPECT_EQ(at(50, y), kInk);
    EXPECT_EQ(at(50, 30), kPaper);
    drawSmoothLine(target, 70, 20, 60, 30, kInk);
    for (int32_t i = 0; i < 10; ++i) EXPECT_EQ(at(70 - i, 20 + i), kInk);
    EXPECT_EQ(at(60, 30), kPaper);
}

TEST_F(Automap, SlopedLinesShareTheirInkBetweenTwoPixels) {
    drawSmoothLine(target, 10, 10, 30, 20, kInk);
    EXPECT_LT(at(10, 10), kPaper / 2);
    EXPECT_LT(at(30, 20), kPaper / 2);
    for (int32_t x = 11; x < 30; ++x) {
        int32_t ink = 0;
        for (int32_t y = 0; y < 40; ++y) ink += kPaper - at(x, y);
        EXPECT_NEAR(ink, kPaper - kInk, 20) << x;
    }
    EXPECT_TRUE(std::all_of(depth.begin(), depth.end(), [](uint8_t d) { return d == 9; }));
}

TEST_F(Automap, SmoothingStaysInsideTheFrame) {
    const int32_t width = 40, height = 30, right = width - 1, bottom = height - 1;
    const size_t frame = static_cast<size_t>(width * height);
    std::vector<uint8_t> memory(3 * frame, kPaper); // a frame between two guards
    DrawTarget small = target;
    small.screen = memory.data() + frame;
    small.width = width;
    small.height = height;
    drawSmoothLine(small, 0, 0, right, bottom, kInk);
    drawSmoothLine(small, right, 0, 0, bottom, kInk);
    drawSmoothLine(small, 0, bottom - 1, right, bottom, kInk);
    drawSmoothLine(small, right - 1, 0, right, bottom, kInk);
    drawSmoothLine(small, 1, 0, 0, bottom, kInk);
    const auto untouched = [](uint8_t p) { return p == kPaper; };
    EXPECT_TRUE(std::all_of(memory.begin(), memory.begin() + static_cast<ptrdiff_t>(frame), untouched));
    EXPECT_TRUE(std::all_of(memory.end() - static_cast<ptrdiff_t>(frame), memory.end(), untouched));
    EXPECT_FALSE(std::all_of(memory.begin(), memory.end(), untouched));
}

TEST_F(Automap, LinesAreClippedToTheWindow) {
    prepare();
    MapWindow window{};
    window.columns = target.width;
    window.rows = 100;
    window.scale = 4096;            // one pixel per map unit
    window.width = window.columns * 4096;
    window.height = window.rows * 4096;
    const auto line = [&](int32_t x0, int32_t y0, int32_t x1, int32_t y1) {
        drawMapLine(window, {x0 * 4096, y0 * 4096}, {x1 * 4096, y1 * 4096}, kInk, target);
    };
    line(-50, -10, 500, -10);
    line(-50, 50, -10, 90);
    line(200, -50, 200, 400);
    EXPECT_EQ(changedPixels(), 0u);
    line(-50, 50, 500, 50);
    EXPECT_EQ(count(kInk), 160u);
    line(80, -500, 80, 500);
    for (int32_t y = 0; y < 99; ++y) EXPECT_EQ(at(80, y), kInk) << y;
    EXPECT_EQ(at(80, 100), kPaper);
}

TEST_F(Automap, PlanFitsTheLevelIntoTheFrame) {
    prepare();
    EXPECT_EQ(plan.minX, 0);
    EXPECT_EQ(plan.maxX, 1024 * 4096);
    const int32_t across = (geometry.width << 12) / 1024, down = (geometry.statusBarTop << 12) / 1024;
    EXPECT_NEAR(plan.scale, std::min(across, down) * 4096 / 2867, 2);
    EXPECT_EQ(plan.inverse, 4096 * 4096 / plan.scale);
}

TEST_F(Automap, UnseenLinesAppearOnlyInCheatModes) {
    draw();
    const uint8_t wall = plan.of(MapColor::Wall);
    EXPECT_EQ(count(wall), 0u);
    EXPECT_GT(count(plan.of(MapColor::You)), 5u);
    EXPECT_EQ(at(geometry.width / 2, (geometry.viewHeight + 1) / 2), plan.of(MapColor::CrossHair));
    viewState(*world).setMapped(0);
    draw();
    const size_t one = count(wall);
    EXPECT_GT(one, 50u);
    settings.automapMode = AutomapMode::Whole;
    draw();
    EXPECT_GT(count(wall), one);
}

TEST_F(Automap, ComputerMapShowsUnseenLinesInTheirOwnColour) {
    world->state->mapRevealed = 1;
    viewState(*world).setMapped(0);
    world->lines[1].flags |= kLineDontDraw;
    draw();
    const size_t unseen = count(plan.of(MapColor::NotSeen));
    EXPECT_GT(unseen, 100u);
    EXPECT_GT(count(plan.of(MapColor::Wall)), 50u);
    world->lines[2].flags |= kLineDontDraw;
    draw();
    EXPECT_LT(count(plan.of(MapColor::NotSeen)), unseen);
}

TEST_F(Automap, SpecialLinesAreMarked) {
    viewState(*world).setMapped(0);
    LineState& line = world->lines[0];
    line.special = kSpecTeleport;
    line.activation = kActCross;
    draw();
    EXPECT_GT(count(plan.of(MapColor::IntraTeleport)), 50u);
    line.activation = kActMCross; // monsters only
    draw();
    EXPECT_GT(count(plan.of(MapColor::Wall)), 50u);
    line.flags |= kLineDontDraw;
    draw();
    EXPECT_EQ(count(plan.of(MapColor::Wall)), 0u);
}

TEST_F(Automap, KeysHaveAShapeInTheColourOfTheirLock) {
    constexpr uint8_t kRed = 11, kBlue = 12, kOther = 13; // grey shades alone would not tell them apart
    const auto drawWith = [&](AutomapMode mode) {
        settings.automapMode = mode;
        prepare();
        plan.color[static_cast<size_t>(MapColor::RedLock)] = kRed;
        plan.color[static_cast<size_t>(MapColor::BlueLock)] = kBlue;
        plan.color[static_cast<size_t>(MapColor::Thing)] = kOther;
        drawAutomap(*world, 0, geometry, settings, target);
    };
    drawWith(AutomapMode::Objects);
    const size_t others = count(kOther);
    EXPECT_EQ(count(kRed), 0u);
    ASSERT_NE(spawnActor(*world, world->classes->find("RedSkull"), 300 * kUnit, 300 * kUnit, 0, true), nullptr);
    drawWith(AutomapMode::Objects);
    EXPECT_GT(count(kRed), 1u);
    EXPECT_EQ(count(kBlue), 0u);
    EXPECT_EQ(count(kOther), others);
    drawWith(AutomapMode::Whole);
    EXPECT_EQ(count(kRed), 0u);
}

TEST_F(Automap, ThingsMayShowTheirPictures) {
    constexpr uint8_t kCloth = 77;
    Picture picture;
    picture.name = "TROOA1";
    picture.width = picture.height = picture.columnStride = 64;
    picture.pixels.assign(65 * 64, kCloth);
    picture.leftOffset = 32;
    picture.topOffset = 60;
    for (uint32_t i = 0; i <= 64; ++i) {
        picture.postStart.push_back(i);
        if (i < 64) picture.posts.push_back({0, 64});
    }
    if (assets->textures.empty()) assets->textures.emplace_back(); // number 0 means none
    const auto id = static_cast<TextureId>(assets->textures.size());
    assets->textures.push_back(picture);
    SpriteDef imp;
    imp.frames.resize(1);
    imp.frames[0].present = true;
    std::fill(std::begin(imp.frames[0].picture), std::end(imp.frames[0].picture), id);
    assets->sprites[spriteKey("TROO")] = imp;
    ASSERT_NE(spawnActor(*world, world->classes->find("DoomImp"), 300 * kUnit, 512 * kUnit, 0, true), nullptr);
    settings.automapMode = AutomapMode::Objects;
    draw();
    EXPECT_EQ(count(kCloth), 0u);
    const size_t triangles = count(plan.of(MapColor::Thing));
    settings.automapSprites = true;
    draw();
    const double side = 64 * plan.scale / 4096.0;
    EXPECT_NEAR(static_cast<double>(count(kCloth)), side * side, 4 * side + 4);
    EXPECT_LT(count(plan.of(MapColor::Thing)), triangles);
    settings.automapMode = AutomapMode::Whole;
    draw();
    EXPECT_EQ(count(kCloth), 0u);
}

TEST_F(Automap, StatusBarRowsAreLeftAlone) {
    setSize(320, 240, true);
    draw();
    EXPECT_EQ(at(0, 207), plan.of(MapColor::Background));
    EXPECT_TRUE(std::all_of(screen.begin() + 208 * 320, screen.end(), [](uint8_t p) { return p == kPaper; }));
}

TEST_F(Automap, RotationTurnsTheMapUnderThePlayer) {
    settings.automapMode = AutomapMode::Whole;
    settings.automapRotate = true;
    pawnOf(*world, 0)->angle = kAngle90; // north is up already
    draw();
    const std::vector<uint8_t> north = screen;
    settings.automapRotate = false;
    draw();
    EXPECT_EQ(screen, north);
    settings.automapRotate = true;
    pawnOf(*world, 0)->angle = kAngle45;
    draw();
    EXPECT_NE(screen, north);
}

TEST(AutomapTurn, QuarterTurnsAreExact) {
    const MapPoint p = turnPoint({1000, -250}, 0.0, 1.0);
    EXPECT_EQ(p.x, 250);
    EXPECT_EQ(p.y, 1000);
    EXPECT_NEAR(angleRadians(kAngle180), 3.14159265, 1e-8);
}

} // namespace
} // namespace caco::test
