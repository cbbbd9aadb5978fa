#include "render/wall_columns.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace caco {
namespace {

// Texture constants of one job.
struct WallTexture {
    const uint8_t* pixels;
    int32_t width, stride;
    bool powerOfTwo;
    uint32_t shift;  // texel row = position >> shift
    int32_t q;
    uint32_t mid;
};

WallTexture makeTexture(const WallJob& job) {
    const Picture& p = *job.picture;
    const uint32_t bits =
        std::max<uint32_t>(1, static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.height - 1))));
    WallTexture t{};
    t.pixels = p.pixels.data();
    t.width = p.width;
    t.stride = p.columnStride;
    t.powerOfTwo = (p.width & (p.width - 1)) == 0;
    t.shift = 32 - bits;
    t.q = job.scale >> (2 + bits);
    t.mid = static_cast<uint32_t>(job.mid) << (16 - bits);
    return t;
}

const uint8_t* fetchColumn(const WallTexture& t, int32_t c) {
    if (t.powerOfTwo) {
        c &= t.width - 1;
    } else {
        if (c < 0) c = t.width + c % t.width;
        if (c >= t.width) c %= t.width;
    }
    return t.pixels + static_cast<size_t>(c) * static_cast<size_t>(t.stride);
}

struct Column {
    const uint8_t* texels;
    const uint8_t* map;
    uint32_t position, step;
    int32_t top, bottom;
    uint8_t depth;
};

uint8_t wallDepth(const Scene& s, int32_t step, int32_t q) {
    if (s.depthLocked) return s.depth;
    int32_t a = absWrap(step);
    if (q == 1024) a /= 8;
    if (q == 512) a /= 4;
    if (q == 256) a /= 2;
    if (a > 160000000) return s.depthScale[255];
    if (a < 950000) return s.depthScale[0];
    return s.depthScale[(static_cast<uint32_t>((a / 100 - 9500) * 255) / 1590500) & 255];
}

template <bool Depth>
Column makeColumn(const Scene& s, const WallJob& job, const WallTexture& t, int32_t x) {
    Column c;
    c.top = job.top[x];
    c.bottom = job.bottom[x];
    if (c.bottom <= c.top) return c;
    const int32_t step = mulWrap(job.wallScale[x], t.q);
    c.texels = fetchColumn(t, addWrap(job.column[x], job.columnOffset) >> 16);
    c.map = job.fixedMap;
    if (!c.map) c.map = s.lightRow(job.light.shade, addWrap(job.light.start, mulWrap(job.light.step, x - job.x1)));
    c.step = static_cast<uint32_t>(step);
    c.position = t.mid + static_cast<uint32_t>(mul16(step, addWrap(subWrap(c.top << 16, job.horizon), 65536)));
    if constexpr (Depth) c.depth = wallDepth(s, step, t.q);
    return c;
}

void drawRows(uint8_t* dest, int32_t stride, Column& c, const uint8_t* map, uint32_t shift, int32_t from, int32_t to) {
    const uint8_t* texels = c.texels;
    uint32_t position = c.position;
    const uint32_t step = c.step;
    dest += static_cast<ptrdiff_t>(from) * stride;
    for (int32_t y = from; y < to; ++y, dest += stride) {
        *dest = map[texels[position >> shift]];
        position += step;
    }
    c.position = position;
}

void fillColumn(uint8_t* base, int32_t stride, int32_t x, int32_t from, int32_t to, uint8_t value) {
    uint8_t* dest = base + static_cast<ptrdiff_t>(from) * stride + x;
    for (int32_t y = from; y < to; ++y, dest += stride) {
        *dest = value;
    }
}

template <bool Depth>
void drawSingle(Scene& s, const WallTexture& t, Column& c, int32_t x) {
    if (c.bottom <= c.top) return;
    const DrawTarget& target = s.target;
    drawRows(target.screen + x, target.width, c, c.map, t.shift, c.top, c.bottom);
    if constexpr (Depth) {
        s.depth = c.depth;
        fillColumn(target.depth, target.width, x, c.top, c.bottom, c.depth);
    }
}

// Rows [from, to) of four neighbouring columns.
void drawShared(uint8_t* dest, int32_t stride, Column* c, uint32_t shift, int32_t from, int32_t to) {
    const uint8_t *t0 = c[0].texels, *t1 = c[1].texels, *t2 = c[2].texels, *t3 = c[3].texels;
    const uint8_t *m0 = c[0].map, *m1 = c[1].map, *m2 = c[2].map, *m3 = c[3].map;
    uint32_t p0 = c[0].position, p1 = c[1].position, p2 = c[2].position, p3 = c[3].position;
    const uint32_t s0 = c[0].step, s1 = c[1].step, s2 = c[2].step, s3 = c[3].step;
    dest += static_cast<ptrdiff_t>(from) * stride;
    for (int32_t y = from; y < to; ++y, dest += stride) {
        const uint8_t four[4] = {m0[t0[p0 >> shift]], m1[t1[p1 >> shift]], m2[t2[p2 >> shift]], m3[t3[p3 >> shift]]};
        std::memcpy(dest, four, 4);
        p0 += s0, p1 += s1, p2 += s2, p3 += s3;
    }
    c[0].position = p0, c[1].position = p1, c[2].position = p2, c[3].position = p3;
}

template <bool Depth>
void writeSharedDepth(Scene& s, const Column* c, int32_t x, int32_t from, int32_t last) {
    if constexpr (Depth) {
        const uint8_t four[4] = {c[0].depth, c[1].depth, c[2].depth, c[3].depth};
        uint8_t* dest = s.target.depth + static_cast<ptrdiff_t>(from) * s.target.width + x;
        for (int32_t y = from; y <= last; ++y, dest += s.target.width) {
            std::memcpy(dest, four, 4);
        }
        s.depth = c[3].depth;
    }
}

template <bool Labels>
void clearSharedLabels(Scene& s, int32_t x, int32_t from, int32_t last) {
    if constexpr (Labels) {
        uint8_t* dest = s.target.labels + static_cast<ptrdiff_t>(from) * s.target.width + x;
        for (int32_t y = from; y <= last; ++y, dest += s.target.width) {
            std::memset(dest, 0, 4);
        }
    }
}

// Four columns that share rows: parts above, the shared area (whose depth and labels reach one row further), parts
// below. Below the shared area all columns wear the light of the first one.
template <bool Depth, bool Labels>
void drawGroup(Scene& s, const WallTexture& t, Column* c, int32_t x) {
    const DrawTarget& target = s.target;
    const int32_t from = std::max(std::max(c[0].top, c[1].top), std::max(c[2].top, c[3].top));
    const int32_t to = std::min(std::min(c[0].bottom, c[1].bottom), std::min(c[2].bottom, c[3].bottom));
    bool whole = to > from;
    for (int32_t z = 0; z < 4; ++z) {
        whole = whole && c[z].bottom > c[z].top;
    }
    if (!whole) {
        for (int32_t z = 0; z < 4; ++z) {
            drawSingle<Depth>(s, t, c[z], x + z);
        }
        return;
    }
    for (int32_t z = 0; z < 4; ++z) {
        if (c[z].top >= from) continue;
        drawRows(target.screen + x + z, target.width, c[z], c[z].map, t.shift, c[z].top, from);
        if constexpr (Depth) fillColumn(target.depth, target.width, x + z, c[z].top, from, c[z].depth);
    }
    drawShared(target.screen + x, target.width, c, t.shift, from, to);
    const int32_t last = std::min(to, target.height - 1);
    writeSharedDepth<Depth>(s, c, x, from, last);
    clearSharedLabels<Labels>(s, x, from, last);
    for (int32_t z = 0; z < 4; ++z) {
        if (c[z].bottom <= to) continue;
        drawRows(target.screen + x + z, target.width, c[z], c[0].map, t.shift, to, c[z].bottom);
        if constexpr (Depth) {
            s.depth = c[z].depth;
            fillColumn(target.depth, target.width, x + z, to, c[z].bottom, c[z].depth);
        }
    }
}

template <bool Depth, bool Labels>
void drawColumns(Scene& s, const WallJob& job) {
    const WallTexture t = makeTexture(job);
    int32_t x = job.x1;
    const auto single = [&] {
        Column c = makeColumn<Depth>(s, job, t, x);
        drawSingle<Depth>(s, t, c, x);
        ++x;
    };
    while (x < job.x2 && (x & 3)) {
        single();
    }
    while (x < job.x2 - 3) {
        Column c[4];
        for (int32_t z = 0; z < 4; ++z) {
            c[z] = makeColumn<Depth>(s, job, t, x + z);
        }
        drawGroup<Depth, Labels>(s, t, c, x);
        x += 4;
    }
    while (x < job.x2) {
        single();
    }
}

}  // namespace

void drawWallColumns(Scene& s, const WallJob& job) {
    const bool labels = job.writesLabels && s.target.labels;
    if (s.target.depth) {
        labels ? drawColumns<true, true>(s, job) : drawColumns<true, false>(s, job);
    } else {
        labels ? drawColumns<false, true>(s, job) : drawColumns<false, false>(s, job);
    }
}

}  // namespace caco
