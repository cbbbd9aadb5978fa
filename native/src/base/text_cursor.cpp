#include "base/text_cursor.h"

#include <algorithm>

namespace caco {

void TextCursor::skip(size_t count) {
    const std::string_view skipped = rest().substr(0, count);
    line += static_cast<int32_t>(std::count(skipped.begin(), skipped.end(), '\n'));
    at += skipped.size();
}

void TextCursor::skipBlanks(bool lines) {
    while (!atEnd()) {
        const std::string_view left = rest();
        if (left.starts_with("//")) {
            skip(std::min(left.find('\n'), left.size()));
        } else if (left.starts_with("/*")) {
            const size_t end = left.find("*/", 2);
            skip(end == std::string_view::npos ? left.size() : end + 2);
        } else if (isBlank(left[0]) && (lines || left[0] != '\n')) {
            skip(1);
        } else {
            return;
        }
    }
}

} // namespace caco
