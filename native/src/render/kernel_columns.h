// What all paths compute alike for the columns of a wall. Everything lies in an unnamed namespace: each path compiles its own copy
// (see kernels.h).
#pragma once

#include "render/kernels.h"

namespace caco {
namespace {

// Texture column as an index into the texture.
inline int32_t wrapColumn(int32_t c, int32_t width) {
    if ((width & (width - 1)) == 0) return c & (width - 1);
    if (c < 0) c = width + c % width;
    return c >= width ? c % width : c;
}

inline uint8_t wallDepth(const WallColumnJob& job, int32_t step) {
    if (job.lockedDepth >= 0) return static_cast<uint8_t>(job.lockedDepth);
    int32_t a = step < 0 ? static_cast<int32_t>(0u - static_cast<uint32_t>(step)) : step;
    if (job.q == 1024) a /= 8;
    if (job.q == 512) a /= 4;
    if (job.q == 256) a /= 2;
    if (a > 160000000) return job.depthScale[255];
    if (a < 950000) return job.depthScale[0];
    return job.depthScale[(static_cast<uint32_t>((a / 100 - 9500) * 255) / 1590500) & 255];
}

inline int32_t wallStep(const WallColumnJob& job, int32_t x) {
    return static_cast<int32_t>(static_cast<uint32_t>(job.wallScale[x]) * static_cast<uint32_t>(job.q));
}

// Do the four columns from x on, a multiple of four, count as a group? Then rows [from, to) are the ones that they share.
inline bool sharedRows(const WallColumnJob& job, int32_t x, int32_t& from, int32_t& to) {
    if (x < job.x1 || x + 4 > job.x2) return false;
    from = job.top[x];
    to = job.bottom[x];
    for (int32_t z = 0; z < 4; ++z) {
        const int32_t top = job.top[x + z], bottom = job.bottom[x + z];
        if (bottom <= top) return false;
        if (top > from) from = top;
        if (bottom < to) to = bottom;
    }
    return to > from;
}

constexpr double kNudge = 1.5e-8;
// Added to a number, it leaves the nearest integer in the lower bits.
constexpr double kToInteger = 6755399441055744.0;

// inside(i, n, y): a bit for each of the n <= 64 columns from left + i on that has row y.
template <typename Inside> inline size_t findRowRuns(PlaneColumns& p, RowRun* out, Inside inside) {
    const int32_t width = p.right - p.left;
    const auto mostPerRow = static_cast<size_t>(width + 1) / 2;
    size_t count = 0;
    for (; p.row < p.endRow && count + mostPerRow <= kRowRuns; ++p.row) {
        const auto close = [&](int32_t from, int32_t to) {
            out[count++] = {static_cast<int16_t>(p.row), static_cast<int16_t>(p.left + from), static_cast<int16_t>(p.left + to)};
        };
        int32_t from = -1;      // where the open run starts
        uint64_t before = 0;
        for (int32_t i = 0; i < width; i += 64) {
            const uint64_t columns = inside(i, width - i < 64 ? width - i : 64, p.row);
            // Bits where a run starts and where it has ended, in turn.
            for (uint64_t turns = columns ^ (columns << 1 | before); turns; turns &= turns - 1) {
                const int32_t at = i + __builtin_ctzll(turns);
                if (from >= 0) close(from, at);
                from = from >= 0 ? -1 : at;
            }
            before = columns >> 63;
        }
        if (from >= 0) close(from, width);
    }
    return count;
}

} // namespace
} // namespace caco
