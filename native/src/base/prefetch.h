// Hints to bring memory into the caches before it is needed.
#pragma once

#include <cstddef>

namespace caco {

// Nothing is read: any address will do.
inline void prefetch(const void* from, size_t size) {
#if defined(__GNUC__)
    const auto* line = static_cast<const char*>(from);
    for (const char* const end = line + size; line < end; line += 64) __builtin_prefetch(line);
#else
    static_cast<void>(from);
    static_cast<void>(size);
#endif
}

} // namespace caco
