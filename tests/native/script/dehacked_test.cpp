// DEHACKED lumps: what they change, and that nothing in them is fatal.
#include "script/dehacked.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/wad_builder.h"

namespace caco {
namespace {

ClassTable patched(std::string_view text) {
    ClassTable table = builtinClasses();
    applyDehackedText(text, "test", table);
    return table;
}

const State& stateOf(const ClassTable& table, std::string_view owner, int32_t index) {
    return table.state(table.info(table.find(owner)).firstState + index);
}

bool reported(const ClassTable& table, std::string_view part) {
    return std::any_of(table.loadReports.begin(), table.loadReports.end(),
                       [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

// Every class of the number range owns as many frames as lie between its first number and the next one's.
TEST(Dehacked, FrameNumbersReachTheirClasses) {
    const ClassTable table = patched("Frame 174\nDuration = 1\nFrame 206\nDuration = 2\nFrame 406\nDuration = 3\n"
                                     "Frame 674\nDuration = 4\nFrame 700\nDuration = 5\nFrame 777\nDuration = 6\n");
    EXPECT_EQ(stateOf(table, "Zombieman", 0).tics, 1);
    EXPECT_EQ(stateOf(table, "Zombieman", 32).tics, 2);
    EXPECT_EQ(stateOf(table, "ChaingunGuy", 0).tics, 3);
    EXPECT_EQ(stateOf(table, "Cyberdemon", 0).tics, 4);
    EXPECT_EQ(stateOf(table, "Cyberdemon", 26).tics, 5);
    EXPECT_EQ(stateOf(table, "CommanderKeen", 14).tics, 6);
    EXPECT_TRUE(table.loadReports.empty());
}

TEST(Dehacked, SubnumberSetsLetterAndBrightness) {
    const ClassTable before = builtinClasses();
    EXPECT_EQ(stateOf(before, "Zombieman", 11).frame, 5);
    EXPECT_FALSE(stateOf(before, "Zombieman", 11).flags & kStateBright);
    const ClassTable bright = patched("Patch File for DeHackEd v3.0\nDoom version = 19\nPatch format = 6\n\n# comment\n"
                                      "Frame 185\r\nSprite subnumber = 32773\r\n");
    EXPECT_EQ(stateOf(bright, "Zombieman", 11).frame, 5);
    EXPECT_TRUE(stateOf(bright, "Zombieman", 11).flags & kStateBright);
    EXPECT_TRUE(bright.loadReports.empty());
    const ClassTable plain = patched("Frame 185\nSprite subnumber = 32773\nFrame 185\nSprite subnumber = 2\n");
    EXPECT_EQ(stateOf(plain, "Zombieman", 11).frame, 2);
    EXPECT_FALSE(stateOf(plain, "Zombieman", 11).flags & kStateBright);
}

TEST(Dehacked, NextFrameLinksAndEnds) {
    const ClassTable table = patched("Frame 175\nNext frame = 674\nFrame 176\nNext frame = 0\n");
    EXPECT_EQ(stateOf(table, "Zombieman", 1).next, table.info(table.find("Cyberdemon")).firstState);
    EXPECT_EQ(stateOf(table, "Zombieman", 2).next, kNoState);
}

TEST(Dehacked, StringsJoinLinesAndKeepLineFeeds) {
    const ClassTable table = patched("[STRINGS]\nGOTCLIP = One = two.\nE1TEXT = first\\n\\\n   second \\\n  third\n"
                                     "Frame 174\nDuration = 9\n");
    ASSERT_NE(table.findString("gotclip"), nullptr);
    EXPECT_EQ(*table.findString("gotclip"), "One = two.");
    ASSERT_NE(table.findString("E1TEXT"), nullptr);
    EXPECT_EQ(*table.findString("E1TEXT"), "first\nsecond third");
    EXPECT_EQ(table.findString("GOTSHELLS"), nullptr);
    EXPECT_EQ(stateOf(table, "Zombieman", 0).tics, 9);
}

TEST(Dehacked, UnknownThingsAreNamedOnce) {
    const ClassTable before = builtinClasses();
    const ClassTable table = patched(
        "Thing 1 (Player)\nHit points = 5\nThing 2\nSpeed = 3\nFrame 5\nDuration = 1\nFrame 174\nColour = 3\n"
        "Sprite subnumber = 70000\nSprite subnumber = x\nNext frame = 12\n[CODEPTR]\nFRAME 1 = NULL\n[PARS]\npar 1 30\n");
    EXPECT_EQ(std::count_if(table.loadReports.begin(), table.loadReports.end(),
                            [](const std::string& text) { return text.find("Thing") != std::string::npos; }),
              1);
    EXPECT_TRUE(reported(table, "Frame 5 "));
    EXPECT_TRUE(reported(table, "\"Colour = 3\""));
    EXPECT_TRUE(reported(table, "70000"));
    EXPECT_TRUE(reported(table, "\"Sprite subnumber = x\""));
    EXPECT_TRUE(reported(table, "Next frame = 12"));
    EXPECT_TRUE(reported(table, "[CODEPTR]"));
    EXPECT_FALSE(reported(table, "par"));
    EXPECT_EQ(stateOf(table, "Zombieman", 0).frame, stateOf(before, "Zombieman", 0).frame);
}

// The replaced text may look like anything, also like blocks.
TEST(Dehacked, TextBlocksAreSteppedOver) {
    const ClassTable table = patched("Text 9 8\r\nFrame 174\r\nDuration\r\nFrame 175\r\nDuration = 7\r\n");
    const ClassTable before = builtinClasses();
    EXPECT_EQ(stateOf(table, "Zombieman", 0).tics, stateOf(before, "Zombieman", 0).tics);
    EXPECT_EQ(stateOf(table, "Zombieman", 1).tics, 7);
    EXPECT_TRUE(reported(table, "Text"));
}

TEST(Dehacked, RandomTextIsHarmless) {
    static constexpr std::string_view kWords[] = {"Frame", " 185", "\n",     " = ",  "Text", " 4000000 -9", "[STRINGS]", "\\",
                                                  "#",     "\r\n", "Thing",  "32773", "[",   "Sprite subnumber", "\0x", "Next frame"};
    test::TestRandom random(5);
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (uint32_t n = random.below(60); n > 0; --n) text += kWords[random.below(std::size(kWords))];
        ClassTable table = patched(text);
        EXPECT_TRUE(table.seal().ok());
    }
}

TEST(Dehacked, LumpsOfEveryFileApply) {
    test::WadBuilder first, second;
    const std::string_view one = "Frame 174\nDuration = 1\nFrame 175\nDuration = 1\n", two = "Frame 175\nDuration = 2\nSprite 1\n";
    first.add("DEHACKED", one);
    second.add("DEHACKED", two);
    ArchiveSet set;
    ASSERT_TRUE(set.addMemory(first.build(), "first.wad").ok());
    ASSERT_TRUE(set.addMemory(second.build(), "second.wad").ok());
    ClassTable table = builtinClasses();
    applyDehacked(set, table);
    EXPECT_EQ(stateOf(table, "Zombieman", 0).tics, 1);
    EXPECT_EQ(stateOf(table, "Zombieman", 1).tics, 2);
    EXPECT_TRUE(reported(table, "second.wad"));
}

}  // namespace
}  // namespace caco
