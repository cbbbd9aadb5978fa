// Random damage for fuzz-type tests. CACO_FUZZ_SCALE multiplies the number of their cases.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "support/wad_builder.h"

namespace caco::test {

inline int fuzzCases(int cases) {
    const char* scale = std::getenv("CACO_FUZZ_SCALE");
    return scale ? cases * std::max(std::atoi(scale), 1) : cases;
}

// One change: a cut, a flipped bit, an extreme or doubled byte; an empty buffer sometimes grows.
inline void damageOnce(std::vector<uint8_t>& data, TestRandom& random) {
    if (data.empty()) {
        if (random.below(4) == 0) data.resize(random.below(64), static_cast<uint8_t>(random.next()));
        return;
    }
    const size_t at = random.below(static_cast<uint32_t>(data.size()));
    switch (random.below(6)) {
        case 0:
            data.resize(at);
            break;
        case 1:
            data[at] = static_cast<uint8_t>(random.next());
            break;
        case 2:
            data[at] = random.below(2) ? 0xFF : 0;
            break;
        case 3:
            data[at] ^= static_cast<uint8_t>(1u << random.below(8));
            break;
        case 4:
            data.insert(data.begin() + static_cast<std::ptrdiff_t>(at), data[at]);
            break;
        default:
            for (size_t i = at; i < std::min(at + 4, data.size()); ++i) {
                data[i] = random.below(2) ? 0xFF : 0x7F;
            }
            break;
    }
}

// Several changes; half of the time only such as keep the size, which get further.
inline std::vector<uint8_t> damaged(std::vector<uint8_t> data, TestRandom& random, uint32_t most) {
    const bool inPlace = random.below(2) != 0;
    for (uint32_t n = 1 + random.below(most); n; --n) {
        if (inPlace && !data.empty()) {
            uint8_t& byte = data[random.below(static_cast<uint32_t>(data.size()))];
            byte = static_cast<uint8_t>(random.below(2) ? random.next() : byte ^ (1u << random.below(8)));
        } else {
            damageOnce(data, random);
        }
    }
    return data;
}

}  // namespace caco::test
