#include "base/text_cursor.h"

#include <gtest/gtest.h>

namespace caco {
namespace {

TextCursor behindBlanks(std::string_view text, bool lines = true) {
    TextCursor c{text};
    c.skipBlanks(lines);
    return c;
}

TEST(TextCursor, PassesBlanksAndCommentsAndCountsLines) {
    const TextCursor c = behindBlanks(" \t\r\n// one\n/* two\n\n * three */\v x y");
    EXPECT_EQ(c.rest(), "x y");
    EXPECT_EQ(c.line, 5);
    EXPECT_EQ(behindBlanks("/ x").rest(), "/ x");
    EXPECT_EQ(behindBlanks("/**/x").rest(), "x");
}

TEST(TextCursor, StopsAtTheEndOfALineWhenToldSo) {
    EXPECT_EQ(behindBlanks("  // note\nx", false).rest(), "\nx");
    EXPECT_EQ(behindBlanks(" /* a\nb */ x", false).rest(), "x");
}

TEST(TextCursor, EndsWithATextThatIsCutOff) {
    for (const std::string_view text : {"", "   ", "//", "// note", "/*", "/* note", "/*/", "\n\n"}) {
        const TextCursor c = behindBlanks(text);
        EXPECT_TRUE(c.atEnd()) << text;
        EXPECT_EQ(c.peek(), '\0');
        EXPECT_EQ(c.at, text.size());
    }
}

TEST(TextCursor, SkipsNoFurtherThanTheEnd) {
    TextCursor c{"a\nb"};
    c.skip(2);
    EXPECT_EQ(c.line, 2);
    EXPECT_EQ(c.from(0), "a\n");
    c.skip(100);
    EXPECT_TRUE(c.atEnd());
    EXPECT_EQ(c.peek(1), '\0');
}

}  // namespace
}  // namespace caco
