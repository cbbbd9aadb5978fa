// Notify lines and centre messages (renderer.md 5.8).
#include "render/messages.h"

#include "hud_fixture.h"

namespace caco::test {
namespace {

constexpr uint8_t kInk = 100;

// Letters of 5 x 7 solid pixels; the dash is narrower.
class Messages : public HudArena {
protected:
    void SetUp() override {
        HudArena::SetUp();
        assets->textures.resize(1);
        assets->textures.reserve(40);
        for (char c = 'A'; c <= 'Z'; ++c) addGlyph(c, 5);
        addGlyph('-', 3);
        makeMessageFont(*assets, font);
        world->assets = assets;
    }

    void addGlyph(char c, int32_t width) {
        Picture p;
        p.width = width;
        p.height = p.columnStride = 7;
        p.pixels.assign(static_cast<size_t>((width + 1) * 7), kInk);
        for (int32_t u = 0; u < width; ++u) {
            p.postStart.push_back(static_cast<uint32_t>(p.posts.size()));
            p.posts.push_back({0, 7});
        }
        p.postStart.push_back(static_cast<uint32_t>(p.posts.size()));
        char name[16];
        std::snprintf(name, sizeof name, "STCFN%03d", c);
        assets->pictureNames[LumpName::of(name).bits] = static_cast<TextureId>(assets->textures.size());
        assets->textures.push_back(std::move(p));
    }

    void draw(bool messages = true, int player = 0) {
        std::fill(screen.begin(), screen.end(), kPaper);
        drawMessages(*world, player, geometry, messages, font, target);
    }
    void wait(int32_t tics) { world->state->mapTime += tics; }
    // First inked row at column x, or -1.
    int32_t firstRow(int32_t x = 0, int32_t from = 0) const {
        for (int32_t y = from; y < target.height; ++y) {
            if (at(x, y) != kPaper) return y;
        }
        return -1;
    }

    MessageFont font;
};

TEST_F(Messages, NotifyLineLiesInTheCornerForThreeSeconds) {
    say(*world, 0, NoticeKind::Obituary, "Ab-a c");
    draw();
    EXPECT_EQ(at(0, 0), kInk);
    EXPECT_EQ(at(17, 6), kInk);            // 5 + 5 + 3 + 5
    EXPECT_EQ(at(18, 3), kPaper);          // the blank
    EXPECT_EQ(at(22, 3), kInk);
    EXPECT_EQ(at(27, 3), kPaper);
    EXPECT_EQ(at(0, 7), kPaper);
    EXPECT_EQ(depth[0], 0);
    EXPECT_EQ(labels[0], 0);
    wait(104);
    draw();
    EXPECT_GE(firstRow(), 0);
    wait(1);
    draw();
    EXPECT_EQ(firstRow(), -1);
}

TEST_F(Messages, PickupsAreRed) {
    say(*world, 0, NoticeKind::Pickup, "A");
    draw();
    // One shade only: its place in the range is 0.
    EXPECT_EQ(at(0, 0), assets->nearest(0x3F, 0, 0));
    EXPECT_NE(at(0, 0), kInk);
}

TEST_F(Messages, LastTicsFade) {
    say(*world, 0, NoticeKind::Obituary, "A");
    wait(99);
    draw();
    EXPECT_EQ(at(0, 0), kInk);             // 6 tics left
    int32_t before = kInk;
    for (int left = 5; left > 0; --left) {
        wait(1);
        draw();
        EXPECT_GT(at(0, 0), before);       // towards the paper
        EXPECT_LT(at(0, 0), kPaper);
        before = at(0, 0);
    }
    wait(1);
    draw();
    EXPECT_EQ(at(0, 0), kPaper);
}

TEST_F(Messages, FourLinesAtMostAndTheOldestGoes) {
    for (const char* text : {"A", "AA", "AAA", "AAAA", "AAAAA"}) say(*world, 0, NoticeKind::Obituary, text);
    draw();
    for (int32_t line = 0; line < 4; ++line) {
        const int32_t width = 5 * (line + 2);
        EXPECT_EQ(at(width - 1, line * 9), kInk) << line;
        EXPECT_EQ(at(width, line * 9), kPaper) << line;
    }
    EXPECT_EQ(firstRow(0, 36), -1);
}

TEST_F(Messages, LinesSlideUpWhenTheOldestIsGone) {
    say(*world, 0, NoticeKind::Obituary, "A");
    wait(20);
    say(*world, 0, NoticeKind::Obituary, "B");
    draw();
    wait(85);                              // A is gone
    draw();
    EXPECT_EQ(firstRow(), 9);
    for (int32_t row = 8; row >= 0; --row) {
        wait(1);
        draw();
        EXPECT_EQ(firstRow(), row);
    }
    wait(5);
    draw();
    EXPECT_EQ(firstRow(), 0);
    wait(200);
    draw();
    say(*world, 0, NoticeKind::Obituary, "C");
    draw();
    EXPECT_EQ(firstRow(), 0);
}

TEST_F(Messages, LongTextsBreakAtWords) {
    // 160 columns hold 32 letters.
    const std::string text = std::string(20, 'A') + " " + std::string(20, 'B') + " " + std::string(40, 'C');
    say(*world, 0, NoticeKind::Obituary, text);
    draw();
    EXPECT_EQ(at(99, 0), kInk);
    EXPECT_EQ(at(100, 0), kPaper);
    EXPECT_EQ(at(99, 9), kInk);
    EXPECT_EQ(at(100, 9), kPaper);
    EXPECT_EQ(at(159, 18), kInk);
    EXPECT_EQ(at(39, 27), kInk);
    EXPECT_EQ(at(40, 27), kPaper);
}

TEST_F(Messages, SwitchedOffTheyLeaveOnlyCentreTextsForever) {
    say(*world, 0, NoticeKind::Pickup, "A");
    say(*world, 0, NoticeKind::Secret, "BB");
    draw(false);
    EXPECT_EQ(firstRow(), -1);
    const int32_t top = (geometry.viewHeight - 9) * 3 / 8;
    EXPECT_EQ(at(75, top), kInk);
    EXPECT_EQ(at(84, top + 6), kInk);
    EXPECT_EQ(at(74, top), kPaper);
    EXPECT_EQ(at(85, top), kPaper);
    EXPECT_EQ(changedPixels(), 70u);
    wait(5000);
    draw(false);
    EXPECT_EQ(changedPixels(), 70u);
    say(*world, 0, NoticeKind::Secret, "B");
    draw(false);
    EXPECT_EQ(changedPixels(), 35u);
    resetViewState(*world);
    world->state->noticeCount = 0;
    draw(false);
    EXPECT_EQ(changedPixels(), 0u);
}

TEST_F(Messages, SwitchedOnCentreTextsEndToo) {
    say(*world, kEverybody, NoticeKind::Print, "A\nB");
    draw();
    EXPECT_EQ(changedPixels(), 70u);
    wait(105);
    draw();
    EXPECT_EQ(changedPixels(), 0u);
}

TEST_F(Messages, OthersDoNotSeeThem) {
    say(*world, 1, NoticeKind::Pickup, "A");
    draw();
    EXPECT_EQ(changedPixels(), 0u);
}

TEST_F(Messages, WithoutAFontNothingIsDrawn) {
    font = MessageFont{};
    say(*world, 0, NoticeKind::Pickup, "A");
    draw();
    EXPECT_EQ(changedPixels(), 0u);
}

}  // namespace
}  // namespace caco::test
