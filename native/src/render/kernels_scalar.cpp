// The drawing loops for any machine.
#include <cstring>

#include "assets/blend.h"
#include "render/kernel_columns.h"
#include "render/kernel_tables.h"

namespace caco {
namespace {

struct Column {
    const uint8_t* texels;
    const uint8_t* map;
    uint32_t position, step;
    int32_t top, bottom;
    uint8_t depth;
};

// Offset of a light row.
int32_t lightRow(int32_t shade, int32_t visibility) {
    constexpr int32_t kLightCap = 24 << 16;
    const int32_t row = (shade - (visibility < kLightCap ? visibility : kLightCap)) >> 16;
    return (row < 0 ? 0 : row > 31 ? 31 : row) * 256;
}

const uint8_t* lightMap(const WallColumnJob& job, int32_t x) {
    if (job.fixedMap) return job.fixedMap;
    return job.colormap + lightRow(job.shade, job.lightStart + job.lightStep * (x - job.x1));
}

Column makeColumn(const WallColumnJob& job, int32_t x) {
    Column c;
    c.top = job.top[x];
    c.bottom = job.bottom[x];
    if (c.bottom <= c.top) return c;
    const int32_t step = wallStep(job, x);
    const int32_t u = wrapColumn((job.column[x] + job.columnOffset) >> 16, job.textureWidth);
    c.texels = job.pixels + static_cast<size_t>(u) * static_cast<size_t>(job.textureStride);
    c.map = lightMap(job, x);
    c.step = static_cast<uint32_t>(step);
    const int32_t rows = c.top * 65536 - job.horizon + 65536;
    c.position = job.mid + static_cast<uint32_t>((static_cast<int64_t>(step) * rows) >> 16);
    if (job.depth) c.depth = wallDepth(job, step);
    return c;
}

void drawRows(const WallColumnJob& job, Column& c, const uint8_t* map, int32_t x, int32_t from, int32_t to) {
    const uint8_t* texels = c.texels;
    uint32_t position = c.position;
    const uint32_t step = c.step, shift = 32 - job.bits;
    uint8_t* dest = job.screen + static_cast<ptrdiff_t>(from) * job.stride + x;
    for (int32_t y = from; y < to; ++y, dest += job.stride) {
        *dest = map[texels[position >> shift]];
        position += step;
    }
    c.position = position;
}

void fillDepth(const WallColumnJob& job, const Column& c, int32_t x, int32_t from, int32_t to) {
    if (!job.depth) return;
    uint8_t* dest = job.depth + static_cast<ptrdiff_t>(from) * job.stride + x;
    for (int32_t y = from; y < to; ++y, dest += job.stride) {
        *dest = c.depth;
    }
}

void drawSingle(const WallColumnJob& job, int32_t x) {
    Column c = makeColumn(job, x);
    if (c.bottom <= c.top) return;
    drawRows(job, c, c.map, x, c.top, c.bottom);
    fillDepth(job, c, x, c.top, c.bottom);
}

// Rows [from, to) of four neighbouring columns.
void drawShared(uint8_t* dest, int32_t stride, Column* c, uint32_t shift, int32_t rows) {
    const uint8_t *t0 = c[0].texels, *t1 = c[1].texels, *t2 = c[2].texels, *t3 = c[3].texels;
    const uint8_t *m0 = c[0].map, *m1 = c[1].map, *m2 = c[2].map, *m3 = c[3].map;
    uint32_t p0 = c[0].position, p1 = c[1].position, p2 = c[2].position, p3 = c[3].position;
    const uint32_t s0 = c[0].step, s1 = c[1].step, s2 = c[2].step, s3 = c[3].step;
    for (; rows > 0; --rows, dest += stride) {
        const uint8_t four[4] = {m0[t0[p0 >> shift]], m1[t1[p1 >> shift]], m2[t2[p2 >> shift]], m3[t3[p3 >> shift]]};
        std::memcpy(dest, four, 4);
        p0 += s0, p1 += s1, p2 += s2, p3 += s3;
    }
    c[0].position = p0, c[1].position = p1, c[2].position = p2, c[3].position = p3;
}

// Depth and labels of the shared rows reach one row further.
void markShared(const WallColumnJob& job, const Column* c, int32_t x, int32_t from, int32_t last) {
    const ptrdiff_t offset = static_cast<ptrdiff_t>(from) * job.stride + x;
    const uint8_t depth[4] = {c[0].depth, c[1].depth, c[2].depth, c[3].depth};
    for (int32_t y = from; job.depth && y <= last; ++y) {
        std::memcpy(job.depth + offset + static_cast<ptrdiff_t>(y - from) * job.stride, depth, 4);
    }
    for (int32_t y = from; job.labels && y <= last; ++y) {
        std::memset(job.labels + offset + static_cast<ptrdiff_t>(y - from) * job.stride, 0, 4);
    }
}

// Four columns that share rows: parts above, the shared area, parts below. Below it all columns wear the light of the first one.
void drawGroup(const WallColumnJob& job, int32_t x, int32_t from, int32_t to) {
    Column c[4];
    for (int32_t z = 0; z < 4; ++z) {
        c[z] = makeColumn(job, x + z);
        if (c[z].top >= from) continue;
        drawRows(job, c[z], c[z].map, x + z, c[z].top, from);
        fillDepth(job, c[z], x + z, c[z].top, from);
    }
    drawShared(job.screen + static_cast<ptrdiff_t>(from) * job.stride + x, job.stride, c, 32 - job.bits, to - from);
    markShared(job, c, x, from, to < job.height ? to : job.height - 1);
    for (int32_t z = 0; z < 4; ++z) {
        if (c[z].bottom <= to) continue;
        drawRows(job, c[z], c[0].map, x + z, to, c[z].bottom);
        fillDepth(job, c[z], x + z, to, c[z].bottom);
    }
}

void wallColumns(const WallColumnJob& job) {
    for (int32_t x = job.x1; x < job.x2;) {
        int32_t from, to;
        if ((x & 3) == 0 && sharedRows(job, x, from, to)) {
            drawGroup(job, x, from, to);
            x += 4;
        } else {
            drawSingle(job, x);
            ++x;
        }
    }
}

// Is the line from the first to the second point outside of the cone |tx| <= ty?
bool missesCone(const SegPoints& p, int32_t i) {
    const int32_t tx1 = p.tx1[i], ty1 = p.ty1[i], tx2 = p.tx2[i], ty2 = p.ty2[i];
    const bool left = tx1 >= -ty1 ? tx1 > ty1 || ty1 == 0 : tx2 < -ty2;
    const bool right = tx2 <= ty2 ? tx2 < -ty2 || ty2 == 0 : tx1 > ty1;
    return left || right;
}

uint32_t facingSegs(const SegBatch& b, int32_t count, SegPoints& out) {
    const auto sum = [](int32_t a0, int32_t a1, int32_t b0, int32_t b1) { return int64_t{a0} * a1 + int64_t{b0} * b1; };
    uint32_t facing = 0;
    for (int32_t i = 0; i < count; ++i) {
        const int32_t x1 = b.x1[i] - b.x, y1 = b.y1[i] - b.y, x2 = b.x2[i] - b.x, y2 = b.y2[i] - b.y;
        if (sum(y1, x1 - x2, x1, y2 - y1) >= 0) continue;
        out.tx1[i] = static_cast<int32_t>(sum(x1, b.sine, -y1, b.cosine) >> 20);
        out.ty1[i] = static_cast<int32_t>(sum(x1, b.tanCosine, y1, b.tanSine) >> 20);
        out.tx2[i] = static_cast<int32_t>(sum(x2, b.sine, -y2, b.cosine) >> 20);
        out.ty2[i] = static_cast<int32_t>(sum(x2, b.tanCosine, y2, b.tanSine) >> 20);
        if (b.flip) {
            const int32_t tx = out.tx1[i], ty = out.ty1[i];
            out.tx1[i] = 256 - out.tx2[i], out.ty1[i] = out.ty2[i];
            out.tx2[i] = 256 - tx, out.ty2[i] = ty;
        }
        if (!missesCone(out, i)) facing |= 1u << i;
    }
    return facing;
}

int32_t nearest(double v) {
    const double moved = v + kNudge + kToInteger;
    uint64_t bits;
    std::memcpy(&bits, &moved, sizeof bits);
    return static_cast<int32_t>(bits);
}

void columnTable(const ColumnTable& t) {
    double u = t.u, z = t.z;
    for (int32_t x = t.x1; x < t.x2; ++x) {
        const double f = u / z;
        t.column[x] = nearest(f * t.range);
        t.wallScale[x] = nearest(f * t.scaleStep + t.scaleOrigin);
        u += t.uStep;
        z += t.zStep;
    }
}

void slopeRows(int16_t* rows, int32_t count, int32_t row, int32_t step) {
    for (int32_t i = 0; i < count; ++i) rows[i] = static_cast<int16_t>((row + i * step) >> 16);
}

int16_t smaller(int16_t a, int16_t b) { return a < b ? a : b; }
int16_t greater(int16_t a, int16_t b) { return a > b ? a : b; }

void cutRows(const WallPiece& p) {
    const int16_t* const open = p.ceilingClip;
    const int16_t* const end = p.floorClip;
    for (int32_t x = p.x1; x < p.x2; ++x) {
        p.topEdge[x] = greater(p.topEdge[x], open[x]);
        p.bottomEdge[x] = smaller(p.bottomEdge[x], end[x]);
    }
    for (int32_t x = p.x1; p.ceilingTop && x < p.x2; ++x) {
        const int16_t last = smaller(p.topEdge[x], end[x]);
        if (open[x] < last) p.ceilingTop[x] = open[x], p.ceilingBottom[x] = last;
    }
    for (int32_t x = p.x1; p.floorTop && x < p.x2; ++x) {
        const int16_t first = greater(p.bottomEdge[x], open[x]);
        if (first < end[x]) p.floorTop[x] = first, p.floorBottom[x] = end[x];
    }
    for (int32_t x = p.x1; p.closes && x < p.x2; ++x) p.ceilingClip[x] = p.closedTop, p.floorClip[x] = p.closedBottom;
}

bool allEqual(const int16_t* values, int32_t x1, int32_t x2, int16_t value) {
    int32_t x = x1;
    while (x < x2 && values[x] == value) ++x;
    return x >= x2;
}

// From a plane's left column on, with columns without rows up to whole groups: loops of a fixed length become vectors.
struct PlaneRows {
    int16_t top[kMaxRunPixels + 64], bottom[kMaxRunPixels + 64];
};

uint64_t columnsWith(const int16_t* top, const int16_t* bottom, int16_t row) {
    uint8_t has[64];
    for (int32_t i = 0; i < 64; ++i) has[i] = (top[i] <= row) & (bottom[i] > row);
    uint64_t columns = 0;
    for (int32_t i = 0; i < 64; i += 8) {
        uint64_t eight;
        std::memcpy(&eight, has + i, sizeof eight);
        columns |= (eight * 0x0102040810204080) >> 56 << i;  // the lowest bits of eight bytes side by side
    }
    return columns;
}

size_t rowRuns(PlaneColumns& p, RowRun (&out)[kRowRuns]) {
    PlaneRows rows;
    const auto count = static_cast<size_t>(p.right - p.left);
    std::memcpy(rows.top, p.top + p.left, count * sizeof(int16_t));
    std::memcpy(rows.bottom, p.bottom + p.left, count * sizeof(int16_t));
    for (size_t i = count; i < count + 63; ++i) rows.top[i] = INT16_MAX, rows.bottom[i] = 0;
    return findRowRuns(p, out, [&rows](int32_t first, int32_t, int32_t y) {
        return columnsWith(rows.top + first, rows.bottom + first, static_cast<int16_t>(y));
    });
}

void makeFlatRuns(const FlatPlane& p, const RowRun* runs, size_t count, FlatRuns& out) {
    const auto times = [](int32_t a, int32_t b) { return static_cast<int32_t>((static_cast<int64_t>(a) * b) >> 16); };
    out.count = count;
    for (size_t i = 0; i < count; ++i) {
        const RowRun run = runs[i];
        const int32_t distance = times(p.height, p.slope[run.y]);
        const auto along = [&](uint32_t factor) { return static_cast<uint32_t>(times(distance, static_cast<int32_t>(factor))); };
        const auto column = static_cast<uint32_t>(run.x1 - p.originColumn);
        out.offset[i] = run.y * p.stride + run.x1;
        out.pixels[i] = run.x2 - run.x1;
        out.du[i] = along(p.xStep);
        out.dv[i] = along(p.yStep);
        out.u[i] = along(p.xAhead + column * p.xStep) + p.x;
        out.v[i] = along(p.yAhead + column * p.yStep) + p.y;
        const int32_t rows = p.horizon - run.y * 65536;
        out.map[i] = p.lit ? lightRow(p.shade, times(p.visibility, rows < 0 ? -rows : rows)) : 0;
    }
}

void flatRuns(const FlatRuns& r) {
    const uint8_t* const texels = r.texels;
    for (size_t i = 0; i < r.count; ++i) {
        uint32_t u = r.u[i], v = r.v[i];
        const uint32_t du = r.du[i], dv = r.dv[i];
        const uint8_t* map = r.maps + r.map[i];
        uint8_t* dest = r.screen + r.offset[i];
        for (uint8_t* const end = dest + r.pixels[i]; dest < end; ++dest) {
            *dest = map[texels[((u >> 20) & 0xFC0) + (v >> 26)]];
            u += du;
            v += dv;
        }
    }
}

void fillPiece(uint8_t* base, const MaskedBlock& b, int32_t lane, const MaskedPiece& piece, uint8_t value) {
    uint8_t* dest = base + static_cast<ptrdiff_t>(piece.top) * b.stride + b.x + lane;
    for (int32_t y = piece.top; y <= piece.bottom; ++y, dest += b.stride) {
        *dest = value;
    }
}

// mix(texel, pixel) gives the new pixel. Pixels are bytes and may be anything to the compiler: what the loops need is copied first.
template <class Mix> void drawPiece(const MaskedBlock& b, const MaskedStrip& strip, const MaskedPiece& piece, const Mix mix) {
    uint8_t* dest = b.screen + static_cast<ptrdiff_t>(piece.top) * b.stride + b.x + strip.lane;
    const uint8_t* const texels = strip.texels;
    const uint8_t* const map = strip.map;
    const uint8_t* const translation = b.translation;
    const ptrdiff_t stride = b.stride;
    const uint32_t step = strip.step;
    uint32_t position = strip.origin + static_cast<uint32_t>(piece.top) * step;
    int32_t rows = piece.bottom - piece.top + 1;
    if (translation) {
        for (; rows > 0; --rows, dest += stride, position += step) *dest = mix(map[translation[texels[position >> 16]]], *dest);
    } else {
        for (; rows > 0; --rows, dest += stride, position += step) *dest = mix(map[texels[position >> 16]], *dest);
    }
}

void drawPiece(const MaskedBlock& b, const MaskedStrip& strip, const MaskedPiece& piece) {
    const uint32_t* const fg = b.blend.fg;
    const uint32_t* const bg = b.blend.bg;
    const uint8_t* const nearest = b.blend.nearest15;
    if (!fg) {
        drawPiece(b, strip, piece, [](uint8_t texel, uint8_t) { return texel; });
    } else if (b.blend.saturates) {
        drawPiece(b, strip, piece, [=](uint8_t texel, uint8_t pixel) { return blendSaturated(nearest, fg[texel], bg[pixel]); });
    } else {
        drawPiece(b, strip, piece, [=](uint8_t texel, uint8_t pixel) { return blendSum(nearest, fg[texel], bg[pixel]); });
    }
}

void maskedBlock(const MaskedBlock& b) {
    for (size_t i = 0; i < b.pieceCount; ++i) {
        const MaskedPiece& piece = b.pieces[i];
        const MaskedStrip& strip = b.strips[piece.strip];
        drawPiece(b, strip, piece);
        if (b.depth) fillPiece(b.depth, b, strip.lane, piece, b.depthValue);
        if (b.labels) fillPiece(b.labels, b, strip.lane, piece, b.label);
    }
}

void mapBytes(const uint8_t* table, const uint8_t* in, size_t count, uint8_t* out) {
    for (size_t i = 0; i < count; ++i) {
        out[i] = table[in[i]];
    }
}

void mapPlanes(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) {
    for (size_t p = 0; p < 3; ++p) {
        mapBytes(tables + 256 * p, in, count, out + p * count);
    }
}

// A pixel is written with the byte behind it, which the next one replaces; the last one is not.
template <size_t Bytes> void mapPixels(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) {
    if (count == 0) return;
    uint8_t word[256][4];
    for (size_t i = 0; i < 256; ++i) {
        for (size_t b = 0; b < 4; ++b) word[i][b] = b < Bytes ? tables[256 * b + i] : 0;
    }
    for (size_t i = 0; i + 1 < count; ++i, out += Bytes) {
        std::memcpy(out, word[in[i]], 4);
    }
    std::memcpy(out, word[in[count - 1]], Bytes);
}

} // namespace

const DrawKernels kScalarKernels{"scalar", wallColumns, facingSegs, columnTable, slopeRows, cutRows, allEqual, rowRuns, makeFlatRuns, flatRuns, maskedBlock, nullptr, mapBytes, mapPlanes, mapPixels<3>, mapPixels<4>};

} // namespace caco
