#include <algorithm>

#include "script/decorate_text.h"

namespace caco::decorate {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == 0; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isWordStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isWord(char c) { return isWordStart(c) || isDigit(c); }
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

void Scanner::skipBlanks(bool overLines) {
    while (at_ < text_.size()) {
        const char c = text_[at_];
        const char following = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
        if (c == '\n') {
            if (!overLines) {
                return;
            }
            ++line_;
            ++at_;
        } else if (isBlank(c)) {
            ++at_;
        } else if (c == '/' && following == '/') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (c == '/' && following == '*') {
            const size_t end = std::min(text_.find("*/", at_ + 2), text_.size());
            const std::string_view comment = text_.substr(at_, end - at_);
            line_ += static_cast<int32_t>(std::count(comment.begin(), comment.end(), '\n'));
            at_ = std::min(end + 2, text_.size());
        } else {
            return;
        }
    }
}

Token Scanner::quoted() {
    Token t{Token::Kind::Text, {}, line_};
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\')) {
            ++at_;
        }
        line_ += text_[at_] == '\n';
        t.text += text_[at_];
    }
    at_ = std::min(at_ + 1, text_.size());
    return t;
}

Token Scanner::next() {
    skipBlanks(true);
    Token t{Token::Kind::End, {}, line_};
    if (at_ >= text_.size()) {
        return t;
    }
    const char c = text_[at_];
    const char following = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const size_t start = at_;
    if (c == '"') {
        return quoted();
    }
    const bool isSigned = c == '-' && (isDigit(following) || following == '.');
    if (isDigit(c) || isSigned || (c == '.' && isDigit(following))) {
        ++at_;
        while (at_ < text_.size() && (isWord(text_[at_]) || text_[at_] == '.' ||
                                      ((text_[at_] == '-' || text_[at_] == '+') && lowerCase(text_[at_ - 1]) == 'e'))) {
            ++at_;
        }
        t.kind = Token::Kind::Number;
    } else if (isWordStart(c)) {
        while (at_ < text_.size() && isWord(text_[at_])) {
            ++at_;
        }
        t.kind = Token::Kind::Word;
    } else {
        at_ += c == ':' && following == ':' ? 2 : 1;
        t.kind = Token::Kind::Mark;
    }
    t.text = std::string(text_.substr(start, at_ - start));
    return t;
}

Token Scanner::peek() {
    const size_t at = at_;
    const int32_t line = line_;
    Token t = next();
    at_ = at;
    line_ = line;
    return t;
}

Token Scanner::nextWord() {
    skipBlanks(true);
    if (at_ < text_.size() && text_[at_] == '"') {
        return quoted();
    }
    Token t{Token::Kind::Word, {}, line_};
    const size_t start = at_;
    while (at_ < text_.size() && text_[at_] != '\n' && !isBlank(text_[at_]) && kEndsRun.find(text_[at_]) == std::string_view::npos) {
        ++at_;
    }
    t.text = std::string(text_.substr(start, at_ - start));
    if (t.text.empty()) {
        return next();
    }
    return t;
}

bool Scanner::atLineEnd() {
    skipBlanks(false);
    return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '}';
}

bool Scanner::nextIs(char mark) {
    skipBlanks(false);
    const bool doubled = mark == ':' && at_ + 1 < text_.size() && text_[at_ + 1] == ':';
    return at_ < text_.size() && text_[at_] == mark && !doubled;
}

} // namespace caco::decorate
