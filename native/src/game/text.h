// Small text helpers of the cfg language.
#pragma once

#include <string>
#include <string_view>

namespace caco {

// Lower case without underscores: how keys and values are compared.
inline std::string foldName(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    for (const char c : text) {
        if (c != '_') {
            folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
        }
    }
    return folded;
}

inline std::string_view trimmed(std::string_view text) {
    const char* blanks = " \t\r\n\f\v";
    const size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace caco
