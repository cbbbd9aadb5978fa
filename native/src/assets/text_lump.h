// Words of the text lumps that define pictures and animations (TEXTURES, ANIMDEFS).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/text_cursor.h"

namespace caco {

// Words, quoted strings and single marks such as "{" or ",", over comments of both kinds.
class TextLump {
public:
    // `label` names the lump in errors.
    TextLump(std::span<const uint8_t> data, std::string label)
        : cursor_{{reinterpret_cast<const char*>(data.data()), data.size()}}, label_(std::move(label)) {
        advance();
    }

    bool atEnd() const { return word_.empty() && !quoted_; }
    // Whether the next word begins with a digit.
    bool atDigit() const { return !word_.empty() && isDigit(word_[0]); }
    // The word, without its quotes; "" at the end.
    std::string_view next() {
        const std::string_view word = word_;
        lastLine_ = cursor_.line;
        last_ = word;
        advance();
        return word;
    }
    // Takes the next word if it is this one, whatever its case.
    bool take(std::string_view word);
    // A number after an optional sign; 0 and false when there is none.
    bool number(double& value);

    // Names lump, line and the word taken last.
    Status error(std::string_view problem) const;

private:
    void advance();

    TextCursor cursor_;
    std::string_view word_, last_;
    std::string label_;
    int32_t lastLine_ = 1;
    bool quoted_ = false;
};

} // namespace caco
