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
    out.colormap = s.assets->colormap.data();
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

}  // namespace

void drawWallColumns(Scene& s, const WallJob& job) {
    if (job.x1 >= job.x2) return;
    const WallColumnJob columns = makeColumnJob(s, job);
    const DrawKernels& kernels = columns.bits <= kMaxKernelBits ? *s.kernels : scalarKernels();
    kernels.wallColumns(columns);
    if (columns.depth) keepDepth(s, columns);
}

}  // namespace caco
