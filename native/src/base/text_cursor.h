// What the readers of text lumps share: letters, and a place in a text that knows its line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace caco {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isWordStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool isWordPart(char c) { return isWordStart(c) || isDigit(c); }
// Spaces, line ends and all other control characters.
constexpr bool isBlank(char c) { return static_cast<unsigned char>(c) <= ' '; }

struct TextCursor {
    std::string_view text;
    size_t at = 0;
    int32_t line = 1;

    bool atEnd() const { return at >= text.size(); }
    // The character at the cursor, or so many behind it; 0 behind the end.
    char peek(size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }
    std::string_view rest() const { return text.substr(at); }
    // Over so many characters, at most to the end; lines are counted.
    void skip(size_t count);
    // Over blanks and comments of both kinds; not over the end of a line unless `lines`. A comment that does not end goes to the end.
    void skipBlanks(bool lines = true);
    // The characters from `start` up to here.
    std::string_view from(size_t start) const { return text.substr(start, at - start); }
};

} // namespace caco
