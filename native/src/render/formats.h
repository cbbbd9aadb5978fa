// Palette indices to the screen formats of the interface (renderer.md 6.2).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "render/kernels.h"
#include "render/renderer.h"

namespace caco {

// Tables of one format. Immutable once made; any thread.
class FrameConverter {
public:
    FrameConverter(const Assets& assets, ScreenFormat format, const DrawKernels& kernels);

    ScreenFormat format() const { return format_; }
    // `count` pixels; a planar format's planes lie `count` bytes apart.
    void convert(const uint8_t* indices, size_t count, uint8_t* out) const;

private:
    alignas(64) std::array<uint8_t, 4 * 256> tables_{};  // 256 entries for each byte of a pixel
    ScreenFormat format_;
    const DrawKernels* kernels_;
};

} // namespace caco
