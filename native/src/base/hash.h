// 64-bit hash of memory blocks for world hashes and hash chains. Not cryptographic; stable across builds and machines of one byte order.
#pragma once

#include <cstdint>

namespace caco {

inline constexpr uint64_t kHashSeed = 0x9E3779B97F4A7C15ull;

uint64_t hashBytes(const void* data, uint64_t size, uint64_t seed = kHashSeed);

} // namespace caco
