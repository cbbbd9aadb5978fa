#include "render/wall_columns.h"

#include <algorithm>
#include <bit>

#include "render/kernel_columns.h"

namespace caco {
namespace {

WallColumnJob makeColumnJob(const Scene& s, const WallJob& job) {
    const Picture& p = *job.picture;
    const uint32_t bits = std::max<uint32_t>(1, static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.height - 1))));
    WallColumnJob out{};
    out.screen = s.target.screen;
    out.depth = s.target.depth;
    out.labels = job.writesLabels ? s.target.labels : nullptr;
    out.stride = s.target.width;
    out.height = s.target.height;
    out.x1 = job.x1;
    out.x2 = job.x2;
    out.top = job.top;
    out.bottom = job.bottom;
    out.wallScale = job.wallScale;
    out.column = job.column;
    out.columnOffset = job.columnOffset;
    out.pixels = p.pixels.data();
    out.textureWidth = p.width;
    out.textureStride = p.columnStride;
    out.bits = bits;
    out.q = job.scale >> (2 + bits);
    out.mid = static_cast<uint32_t>(job.mid) << (16 - bits);
    out.horizon = job.horizon;
    out.fixedMap = job.fixedMap;
    out.colormap = job.light.rows;
    out.shade = job.light.shade;
    out.lightStart = job.light.start;
    out.lightStep = job.light.step;
    out.lockedDepth = s.depthLocked ? s.depth : -1;
    out.depthScale = s.depthScale.data();
    return out;
}

// The depth register keeps what was written last: in a group that is the last column with rows below the shared ones.
void keepDepth(Scene& s, const WallColumnJob& job) {
    for (int32_t x = job.x2 - 1; x >= job.x1; --x) {
        const int32_t first = x & ~3;
        int32_t from, to;
        if (sharedRows(job, first, from, to)) {
            int32_t last = first + 3;
            while (last > first && job.bottom[last] <= to) --last;
            if (job.bottom[last] <= to) last = first + 3;
            s.depth = wallDepth(job, wallStep(job, last));
            return;
        }
        if (job.bottom[x] > job.top[x]) {
            s.depth = wallDepth(job, wallStep(job, x));
            return;
        }
    }
}

// The positions of a solid wall, each column by its own light. Depth and label go where a texel does, as for posts.
void drawColumnsWithHoles(Scene& s, const WallJob& wall, const WallColumnJob& job) {
    const uint32_t shift = 32 - job.bits;
    for (int32_t x = job.x1; x < job.x2; ++x) {
        if (job.bottom[x] <= job.top[x]) continue;
        const auto step = static_cast<uint32_t>(wallStep(job, x));
        const int32_t u = wrapColumn(addWrap(job.column[x], job.columnOffset) >> 16, job.textureWidth);
        const uint8_t* texels = job.pixels + static_cast<size_t>(u) * static_cast<size_t>(job.textureStride);
        const uint8_t* map = wall.fixedMap;
        if (!map) map = s.lightRow(wall.light.rows, wall.light.shade, addWrap(wall.light.start, mulWrap(wall.light.step, x - job.x1)));
        const Fixed rows = addWrap(subWrap(job.top[x] << 16, job.horizon), kUnit);
        uint32_t position = job.mid + static_cast<uint32_t>(mul16(static_cast<Fixed>(step), rows));
        if (job.depth) s.depth = wallDepth(job, static_cast<int32_t>(step));
        ptrdiff_t at = static_cast<ptrdiff_t>(job.top[x]) * job.stride + x;
        for (int32_t y = job.top[x]; y < job.bottom[x]; ++y, at += job.stride, position += step) {
            const uint8_t texel = texels[position >> shift];
            if (texel == 0) continue;
            uint8_t& pixel = job.screen[at];
            pixel = wall.holes->fg ? blendSum(*s.blend, wall.holes->fg[map[texel]], wall.holes->bg[pixel]) : map[texel];
            if (job.depth) job.depth[at] = s.depth;
            if (s.target.labels) s.target.labels[at] = 0;
        }
    }
}

// A texture whose height is not a power of two is drawn once per repetition.
void drawStrips(Scene& s, const Projection& span, const TierHeights& range, WallJob job) {
    const Fixed height = job.picture->height << 16;
    const Fixed repeat = div16(height, job.scale);
    if (repeat < kUnit) {
        drawWallColumns(s, job);
        return;
    }
    const int16_t* bottom = job.bottom;
    int64_t z = range.top;
    z -= subWrap(subWrap(range.top, div16(job.mid, job.scale)), s.camera.z) % repeat;
    job.mid = addWrap(mul16(subWrap(wrap32(z), s.camera.z), job.scale), height);
    std::copy(job.top + job.x1, job.top + job.x2, s.stripUp.begin() + job.x1);
    job.top = s.stripUp.data();
    job.bottom = s.stripDown.data();
    while (z > range.bottom) {
        const int32_t bits = edgeRows(s, subWrap(wrap32(z), s.camera.z), span, s.stripEdge.data());
        if (bits != 3) {
            for (size_t x = static_cast<size_t>(job.x1); x < static_cast<size_t>(job.x2); ++x) {
                const int16_t e = s.stripEdge[x];
                s.stripDown[x] = e < s.stripUp[x] ? s.stripUp[x] : e > bottom[x] ? bottom[x] : e;
            }
            drawWallColumns(s, job);
            std::copy(s.stripDown.begin() + job.x1, s.stripDown.begin() + job.x2, s.stripUp.begin() + job.x1);
        }
        z -= repeat;
        job.mid = subWrap(job.mid, height);
    }
    job.bottom = bottom;
    drawWallColumns(s, job);
}

}  // namespace

void drawRepeatedWall(Scene& s, const Projection& span, const TierHeights& range, const WallJob& job) {
    if ((job.picture->height & (job.picture->height - 1)) == 0) {
        drawWallColumns(s, job);
    } else {
        drawStrips(s, span, range, job);
    }
}

void drawWallColumns(Scene& s, const WallJob& job) {
    if (job.x1 >= job.x2) return;
    const WallColumnJob columns = makeColumnJob(s, job);
    if (job.holes) {
        drawColumnsWithHoles(s, job, columns);
        return;
    }
    const DrawKernels& kernels = columns.bits <= kMaxKernelBits ? *s.kernels : scalarKernels();
    kernels.wallColumns(columns);
    if (columns.depth) keepDepth(s, columns);
}

}  // namespace caco
