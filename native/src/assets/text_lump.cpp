#include "assets/text_lump.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace caco {
namespace {

constexpr std::string_view kMarks = "{},;=()";

} // namespace

void TextLump::advance() {
    cursor_.skipBlanks();
    quoted_ = false;
    word_ = {};
    if (cursor_.atEnd()) return;
    const std::string_view rest = cursor_.rest();
    if (rest[0] == '"') {
        const size_t end = std::min(rest.find_first_of("\"\n", 1), rest.size());
        quoted_ = true;
        word_ = rest.substr(1, end - 1);
        cursor_.skip(end < rest.size() && rest[end] == '"' ? end + 1 : end);
        return;
    }
    size_t length = 1;
    if (kMarks.find(rest[0]) == std::string_view::npos) {
        while (length < rest.size() && !isBlank(rest[length]) && rest[length] != '"' && kMarks.find(rest[length]) == std::string_view::npos) ++length;
    }
    word_ = rest.substr(0, length);
    cursor_.skip(length);
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
