#include "map/udmf_tokenizer.h"

#include <charconv>
#include <cmath>

namespace caco {
namespace {

bool isNumberPart(char c) {
    return isWordPart(c) || c == '.' || c == '+' || c == '-';
}

// Whole text as a number: decimal, 0x hexadecimal, leading 0 octal, or real.
bool parseNumber(std::string_view text, double& out) {
    double sign = 1;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        sign = text.front() == '-' ? -1 : 1;
        text.remove_prefix(1);
    }
    if (text.empty() || text.front() == '+' || text.front() == '-') return false;
    const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const bool octal =
        !hex && text.size() > 1 && text[0] == '0' && text.find_first_not_of("01234567") == std::string_view::npos;
    if (hex || octal) {
        if (hex) text.remove_prefix(2);
        uint64_t value = 0;
        const auto r = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 8);
        out = sign * static_cast<double>(value);
        return r.ec == std::errc() && r.ptr == text.data() + text.size();
    }
    if (!isDigit(text.front()) && text.front() != '.') return false;  // no "inf", no "nan"
    const auto r = std::from_chars(text.data(), text.data() + text.size(), out);
    out *= sign;
    return r.ec == std::errc() && r.ptr == text.data() + text.size();
}

}  // namespace

int32_t UdmfValue::asInt() const {
    if (kind == Kind::Bool) return truth ? 1 : 0;
    if (kind == Kind::Text || std::isnan(number)) return 0;
    if (number >= 2147483647.0) return INT32_MAX;
    if (number <= -2147483648.0) return INT32_MIN;
    return static_cast<int32_t>(number);
}

UdmfTokenizer::Token UdmfTokenizer::number() {
    const size_t start = cursor_.at;
    cursor_.skip(1);
    for (; isNumberPart(cursor_.peek()); cursor_.skip(1)) {
        // A sign continues a number only behind its exponent letter.
        const char c = cursor_.peek(), before = cursor_.text[cursor_.at - 1];
        if ((c == '+' || c == '-') && before != 'e' && before != 'E') break;
    }
    Token token{Kind::Number, cursor_.from(start), 0};
    if (!parseNumber(token.text, token.number)) token.kind = Kind::Error;
    return token;
}

UdmfTokenizer::Token UdmfTokenizer::quoted() {
    const size_t start = cursor_.at + 1;
    for (cursor_.skip(1); !cursor_.atEnd() && cursor_.peek() != '"';) {
        cursor_.skip(cursor_.peek() == '\\' ? 2 : 1);
    }
    if (cursor_.atEnd()) return {Kind::Error, "a text without its closing quote", 0};
    const std::string_view text = cursor_.from(start);
    cursor_.skip(1);
    return {Kind::Text, text, 0};
}

UdmfTokenizer::Token UdmfTokenizer::next() {
    cursor_.skipBlanks();
    if (cursor_.atEnd()) return {};
    const char c = cursor_.peek();
    if (isDigit(c) || c == '.' || c == '-' || c == '+') return number();
    if (c == '"') return quoted();
    const size_t start = cursor_.at;
    do {
        cursor_.skip(1);
    } while (isWordStart(c) && isWordPart(cursor_.peek()));
    return {isWordStart(c) ? Kind::Identifier : Kind::Symbol, cursor_.from(start), 0};
}

}  // namespace caco
