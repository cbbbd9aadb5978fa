// Text comparison as the formats of the game want it: ASCII letters of either case are the same.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace caco {

constexpr char lowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr bool equalsIgnoreCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lowerCase(x) == lowerCase(y); });
}

// For unordered maps of names that are looked up without a copy.
struct HashIgnoreCase {
    using is_transparent = void;
    // Eight letters at a time. Bit 5 tells the cases apart; that other characters lose it too does no harm here.
    size_t operator()(std::string_view text) const {
        uint64_t h = text.size();
        while (!text.empty()) {
            uint64_t letters = 0;
            const size_t count = text.size() < sizeof letters ? text.size() : sizeof letters;
            std::memcpy(&letters, text.data(), count);
            h = (h ^ (letters | 0x2020202020202020)) * 0x9E3779B97F4A7C15;
            h ^= h >> 32;
            text.remove_prefix(count);
        }
        return static_cast<size_t>(h);
    }
};
struct EqualIgnoreCase {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return equalsIgnoreCase(a, b); }
};

} // namespace caco
