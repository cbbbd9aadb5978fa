// Text comparison as the formats of the game want it: ASCII letters of either case are the same.
#pragma once

#include <algorithm>
#include <string_view>

namespace caco {

constexpr char lowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr bool equalsIgnoreCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lowerCase(x) == lowerCase(y); });
}

} // namespace caco
