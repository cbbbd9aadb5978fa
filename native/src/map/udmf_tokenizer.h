// Tokens of UDMF text (TEXTMAP lumps).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/text_cursor.h"

namespace caco {

struct UdmfValue {
    enum class Kind : uint8_t { Number, Bool, Text };
    Kind kind = Kind::Number;
    double number = 0;
    bool truth = false;
    std::string_view text;  // without quotes; escapes stay as written

    int32_t asInt() const;  // truncated and clamped
    double asDouble() const { return kind == Kind::Number ? number : 0.0; }
    bool asBool() const { return kind == Kind::Bool ? truth : kind == Kind::Number && number != 0; }
};

class UdmfTokenizer {
public:
    enum class Kind : uint8_t { End, Identifier, Number, Text, Symbol, Error };
    struct Token {
        Kind kind = Kind::End;
        std::string_view text;
        double number = 0;
        char symbol() const { return kind == Kind::Symbol ? text.front() : '\0'; }
    };

    explicit UdmfTokenizer(std::string_view text) : cursor_{text} {}
    Token next();
    int32_t line() const { return cursor_.line; }  // of the last token, from 1

private:
    Token number();
    Token quoted();

    TextCursor cursor_;
};

}  // namespace caco
