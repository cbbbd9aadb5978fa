#include "assets/text_lump.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace caco {
namespace {

constexpr std::string_view kMarks = "{},;=()";

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\0'; }

} // namespace

void TextLump::skipBlanks() {
    while (at_ < text_.size()) {
        const std::string_view rest = text_.substr(at_);
        size_t length = 1;
        if (rest.starts_with("//")) {
            length = std::min(rest.find('\n'), rest.size());
        } else if (rest.starts_with("/*")) {
            const size_t end = rest.find("*/", 2);
            length = end == std::string_view::npos ? rest.size() : end + 2;
        } else if (!isBlank(rest[0])) {
            return;
        }
        line_ += static_cast<int32_t>(std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
        at_ += length;
    }
}

void TextLump::advance() {
    skipBlanks();
    quoted_ = false;
    word_ = {};
    if (at_ >= text_.size()) return;
    const std::string_view rest = text_.substr(at_);
    if (rest[0] == '"') {
        const size_t end = std::min(rest.find_first_of("\"\n", 1), rest.size());
        quoted_ = true;
        word_ = rest.substr(1, end - 1);
        at_ += end < rest.size() && rest[end] == '"' ? end + 1 : end;
        return;
    }
    size_t length = 1;
    if (kMarks.find(rest[0]) == std::string_view::npos) {
        while (length < rest.size() && !isBlank(rest[length]) && rest[length] != '"' && kMarks.find(rest[length]) == std::string_view::npos) ++length;
    }
    word_ = rest.substr(0, length);
    at_ += length;
}

bool TextLump::take(std::string_view word) {
    if (quoted_ || !equalsIgnoreCase(word_, word)) return false;
    next();
    return true;
}

bool TextLump::number(double& value) {
    const std::string word(next());
    char* end = nullptr;
    value = std::strtod(word.c_str(), &end);
    if (!word.empty() && *end == '\0' && value > -1e9 && value < 1e9) return true;
    value = 0;
    return false;
}

Status TextLump::error(std::string_view problem) const {
    constexpr size_t kShown = 40;
    return Status::error(StatusCode::BadData, label_ + ": line " + std::to_string(lastLine_) + ": \"" + std::string(last_.substr(0, kShown)) +
                                                  "\": " + std::string(problem));
}

} // namespace caco
