#include "script/decorate_text.h"

namespace caco::decorate {
namespace {

constexpr std::string_view kEndsRun = "{}(),;:\"";

} // namespace

Status errorAt(std::string_view label, int32_t line, std::string_view token, std::string_view problem) {
    constexpr size_t kLongest = 60;
    std::string message = std::string(label) + ": line " + std::to_string(line) + ": ";
    if (!token.empty()) {
        message += "\"" + std::string(token.substr(0, kLongest)) + "\": ";
    }
    return Status::error(StatusCode::BadData, message + std::string(problem));
}

Token Scanner::quoted() {
    Token t{Token::Kind::Text, {}, cursor_.line};
    for (cursor_.skip(1); !cursor_.atEnd() && cursor_.peek() != '"'; cursor_.skip(1)) {
        const char following = cursor_.peek(1);
        if (cursor_.peek() == '\\' && (following == '"' || following == '\\')) {
            cursor_.skip(1);
        }
        t.text += cursor_.peek();
    }
    cursor_.skip(1);
    return t;
}

Token Scanner::next() {
    cursor_.skipBlanks();
    Token t{Token::Kind::End, {}, cursor_.line};
    if (cursor_.atEnd()) {
        return t;
    }
    const char c = cursor_.peek(), following = cursor_.peek(1);
    if (c == '"') {
        return quoted();
    }
    const size_t start = cursor_.at;
    const bool isSigned = c == '-' && (isDigit(following) || following == '.');
    if (isDigit(c) || isSigned || (c == '.' && isDigit(following))) {
        t.kind = Token::Kind::Number;
        const auto goesOn = [&] {
            const char n = cursor_.peek();
            return isWordPart(n) || n == '.' || ((n == '-' || n == '+') && lowerCase(cursor_.text[cursor_.at - 1]) == 'e');
        };
        do {
            cursor_.skip(1);
        } while (goesOn());
    } else if (isWordStart(c)) {
        t.kind = Token::Kind::Word;
        while (isWordPart(cursor_.peek())) {
            cursor_.skip(1);
        }
    } else {
        t.kind = Token::Kind::Mark;
        cursor_.skip(c == ':' && following == ':' ? 2 : 1);
    }
    t.text = std::string(cursor_.from(start));
    return t;
}

Token Scanner::peek() {
    const TextCursor before = cursor_;
    Token t = next();
    cursor_ = before;
    return t;
}

Token Scanner::nextWord() {
    cursor_.skipBlanks();
    if (cursor_.peek() == '"') {
        return quoted();
    }
    Token t{Token::Kind::Word, {}, cursor_.line};
    const size_t start = cursor_.at;
    while (!cursor_.atEnd() && !isBlank(cursor_.peek()) && kEndsRun.find(cursor_.peek()) == std::string_view::npos) {
        cursor_.skip(1);
    }
    t.text = std::string(cursor_.from(start));
    return t.text.empty() ? next() : t;
}

bool Scanner::atLineEnd() {
    cursor_.skipBlanks(false);
    return cursor_.atEnd() || cursor_.peek() == '\n' || cursor_.peek() == '}';
}

bool Scanner::nextIs(char mark) {
    cursor_.skipBlanks(false);
    const bool doubled = mark == ':' && cursor_.peek(1) == ':';
    return !cursor_.atEnd() && cursor_.peek() == mark && !doubled;
}

} // namespace caco::decorate
