#include "base/hash.h"

#include <cstring>

namespace caco {
namespace {

constexpr uint64_t kMultiplier = 0xFF51AFD7ED558CCDull;

uint64_t mix(uint64_t h, uint64_t v) {
    h ^= v * kMultiplier;
    h = (h << 27) | (h >> 37);
    return h * 0x9FB21C651E98DF25ull + 0x52DCE729u;
}

} // namespace

uint64_t hashBytes(const void* data, uint64_t size, uint64_t seed) {
    const auto* p = static_cast<const unsigned char*>(data);
    uint64_t h = seed ^ (size * kMultiplier);
    for (; size >= 8; size -= 8, p += 8) {
        uint64_t v;
        std::memcpy(&v, p, 8);
        h = mix(h, v);
    }
    uint64_t tail = 0;
    std::memcpy(&tail, p, size);
    h = mix(h, tail);
    h ^= h >> 32;
    h *= kMultiplier;
    return h ^ (h >> 29);
}

} // namespace caco
