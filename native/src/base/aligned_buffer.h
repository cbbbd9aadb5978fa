// Byte buffers aligned to cache lines, for frames that callers read in place.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

namespace caco {

inline constexpr size_t kBufferAlignment = 64;

struct FreeAligned {
    void operator()(uint8_t* p) const { ::operator delete[](p, std::align_val_t{kBufferAlignment}); }
};
using AlignedBuffer = std::unique_ptr<uint8_t[], FreeAligned>;

// Zeroed.
inline AlignedBuffer makeAlignedBuffer(size_t size) {
    AlignedBuffer b(static_cast<uint8_t*>(::operator new[](size, std::align_val_t{kBufferAlignment})));
    std::memset(b.get(), 0, size);
    return b;
}

} // namespace caco
