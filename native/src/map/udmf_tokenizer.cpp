#include "map/udmf_tokenizer.h"

#include <charconv>
#include <cmath>

namespace caco {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isWord(char c) {
    return isWordStart(c) || isDigit(c);
}
bool isNumberPart(char c) {
    return isWord(c) || c == '.' || c == '+' || c == '-';
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

void UdmfTokenizer::skipBlank() {
    while (pos_ < text_.size()) {
        const char c = text_[pos_];
        if (c == '\n') {
            ++line_;
            ++pos_;
        } else if (static_cast<unsigned char>(c) <= ' ') {
            ++pos_;
        } else if (text_.substr(pos_, 2) == "//") {
            while (pos_ < text_.size() && text_[pos_] != '\n')
                ++pos_;
        } else if (text_.substr(pos_, 2) == "/*") {
            pos_ += 2;
            while (pos_ < text_.size() && text_.substr(pos_, 2) != "*/")
                line_ += text_[pos_++] == '\n';
            pos_ = pos_ < text_.size() ? pos_ + 2 : pos_;
        } else {
            return;
        }
    }
}

UdmfTokenizer::Token UdmfTokenizer::number() {
    const size_t start = pos_++;
    while (pos_ < text_.size() && isNumberPart(text_[pos_])) {
        // A sign continues a number only behind its exponent letter.
        const bool sign = text_[pos_] == '+' || text_[pos_] == '-';
        if (sign && text_[pos_ - 1] != 'e' && text_[pos_ - 1] != 'E') break;
        ++pos_;
    }
    Token token{Kind::Number, text_.substr(start, pos_ - start), 0};
    if (!parseNumber(token.text, token.number)) token.kind = Kind::Error;
    return token;
}

UdmfTokenizer::Token UdmfTokenizer::quoted() {
    const size_t start = ++pos_;
    while (pos_ < text_.size() && text_[pos_] != '"') {
        if (text_[pos_] == '\n') ++line_;
        pos_ += text_[pos_] == '\\' && pos_ + 1 < text_.size() ? 2 : 1;
    }
    if (pos_ >= text_.size()) return {Kind::Error, "a text without its closing quote", 0};
    return {Kind::Text, text_.substr(start, pos_++ - start), 0};
}

UdmfTokenizer::Token UdmfTokenizer::next() {
    skipBlank();
    if (pos_ >= text_.size()) return {};
    const char c = text_[pos_];
    if (isWordStart(c)) {
        const size_t start = pos_;
        while (pos_ < text_.size() && isWord(text_[pos_]))
            ++pos_;
        return {Kind::Identifier, text_.substr(start, pos_ - start), 0};
    }
    if (isDigit(c) || c == '.' || c == '-' || c == '+') return number();
    if (c == '"') return quoted();
    return {Kind::Symbol, text_.substr(pos_++, 1), 0};
}

}  // namespace caco
