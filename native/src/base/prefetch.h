// Hints to bring memory into the caches before it is needed.
#pragma once

#include <cstddef>

namespace caco {

// Nothing is read: any address will do. For the second cache: the first holds what runs now, and what has to come from memory would
// block its few places for misses.
inline void prefetch(const void* from, size_t size) {
#if defined(__GNUC__)
    const auto* line = static_cast<const char*>(from);
    for (const char* const end = line + size; line < end; line += 64) __builtin_prefetch(line, 0, 2);
#else
    static_cast<void>(from);
    static_cast<void>(size);
#endif
}

} // namespace caco
