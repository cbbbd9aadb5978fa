// Area-resized gray pictures straight from palette indices: no colour picture in between.
#pragma once

#include <cstdint>
#include <vector>

#include "assets/assets.h"
#include "render/formats.h"

namespace caco {

// Every output pixel is the mean of the gray values below it, each weighted by the area that it covers, rounded half up. In integers, with
// gray(x, y) = the GRAY8 value of the palette, W x H the input and w x h the output:
//   overlap(i, n, I, N) = length of [i*N, (i+1)*N) that lies in [I*n, (I+1)*n), for input cell i of n and output cell I of N
//   out(X, Y) = floor((2 * sum + W*H) / (2*W*H)),   sum over x, y of gray(x, y) * overlap(x, W, X, w) * overlap(y, H, Y, h)
// The same size gives GRAY8 itself; larger sizes are defined the same way. Immutable; any thread.
class GrayResize {
public:
    // Sizes 1..4096 x 1..1200 (sums stay below 32 bits).
    GrayResize(const Assets& assets, int32_t width, int32_t height, int32_t outWidth, int32_t outHeight);

    // Bytes of scratch memory of a run, 64-byte aligned.
    size_t scratchBytes() const;
    // (height x width) indices to (outHeight x outWidth) gray values.
    void run(const uint8_t* indices, uint8_t* out, uint8_t* scratch) const;

private:
    // The input cells that an output cell covers: `count` from `first`, weights in one list of the axis.
    struct Span {
        int32_t first, count;
        uint32_t weightsAt;
    };
    struct Axis {
        std::vector<Span> spans;
        std::vector<uint32_t> weights;
    };
    static Axis makeAxis(int32_t from, int32_t to);
    void writeRow(const uint32_t* sums, uint8_t* out) const;
    uint8_t mean(uint32_t sum) const;

    FrameConverter gray_;
    int32_t width_, height_, outWidth_, outHeight_;
    Axis columns_, rows_;
    uint32_t area_;
    uint64_t reciprocal_;  // of 2 * area_, for an exact division by multiplication
    int shift_;
};

} // namespace caco
