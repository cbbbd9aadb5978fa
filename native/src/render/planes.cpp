// Floors and ceilings: collected while walking, drawn as horizontal runs (renderer.md 3.7, 6.4).
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/trig.h"
#include "render/scene.h"

namespace caco {
namespace {

int32_t bucketOf(const Scene& s, const PlaneKey& key, Fixed height) {
    const Fixed constant = key.ceiling ? height : negWrap(height);
    const int32_t order = s.assets->texture(key.texture).orderNumber;
    const int32_t sum = addWrap(addWrap(mulWrap(order, 3), key.sky ? 0 : key.light), mulWrap(constant, 7));
    return sum & (kPlaneBuckets - 1);
}

int32_t newPlane(Scene& s, const PlaneKey& key, int32_t bucket) {
    const int32_t index = static_cast<int32_t>(s.planes.size());
    VisPlane p{};
    p.key = key;
    p.left = s.geometry.width;
    p.right = 0;
    p.next = s.bucket[static_cast<size_t>(bucket)];
    s.bucket[static_cast<size_t>(bucket)] = index;
    s.planes.push_back(p);
    const size_t need = s.planes.size() * 2 * static_cast<size_t>(s.rowStride());
    if (s.planeRows.size() < need) s.planeRows.resize(std::max(need, s.planeRows.size() * 2));
    return index;
}

} // namespace

int32_t planeLight(const Scene& s, int32_t sector, bool ceiling) { return planeLight(*s.world, s.levelView, sector, ceiling); }

void clearPlanes(Scene& s) {
    s.planes.clear();
    s.bucket.fill(-1);
}

int32_t findPlane(Scene& s, int32_t sector, bool ceiling) {
    const SectorState& state = s.world->sectors[sector];
    PlaneKey key{};
    key.ceiling = ceiling;
    key.texture = ceiling ? state.ceilingTexture : state.floorTexture;
    key.sky = key.texture == s.assets->skyFlat;
    const Fixed height = ceiling ? state.ceiling : state.floor;
    const bool facing = ceiling ? height > s.camera.z : s.camera.z > height;
    if (!facing && !key.sky) return -1;
    if (!key.sky) {
        key.height = height;
        key.tint = state.tint;
        key.light = planeLight(s, sector, ceiling) + s.extraLight(s.world->tints[key.tint]);
        key.mapping = s.levelView.sectors[static_cast<size_t>(sector)].plane[ceiling ? 1 : 0].mapping;
    } else {
        key.light = s.levelView.sectors[static_cast<size_t>(sector)].skyLine;
    }
    const int32_t bucket = bucketOf(s, key, height);
    for (int32_t i = s.bucket[static_cast<size_t>(bucket)]; i >= 0; i = s.planes[static_cast<size_t>(i)].next) {
        if (s.planes[static_cast<size_t>(i)].key == key) return i;
    }
    return newPlane(s, key, bucket);
}

int32_t coverPlane(Scene& s, int32_t plane, int32_t start, int32_t stop) {
    VisPlane& p = s.planes[static_cast<size_t>(plane)];
    int16_t* top = s.planeTop(plane);
    const int32_t from = std::max(p.left, start), to = std::min(p.right, stop);
    const bool taken = std::any_of(top + from, top + std::max(from, to), [](int16_t t) { return t != kUntouched; });
    if (taken) {
        const PlaneKey key = p.key;
        const int32_t index = newPlane(s, key, bucketOf(s, key, key.height));
        VisPlane& copy = s.planes[static_cast<size_t>(index)];
        copy.left = start;
        copy.right = stop;
        std::fill(s.planeTop(index) + start, s.planeTop(index) + stop, kUntouched);
        return index;
    }
    // Columns outside [left, right) hold leftovers of earlier frames.
    if (p.left >= p.right) {
        std::fill(top + start, top + stop, kUntouched);
        p.left = start;
        p.right = stop;
        return plane;
    }
    if (start < p.left) {
        std::fill(top + start, top + p.left, kUntouched);
        p.left = start;
    }
    if (stop > p.right) {
        std::fill(top + p.right, top + stop, kUntouched);
        p.right = stop;
    }
    return plane;
}

namespace {

// One plane's texture mapping and light.
struct FlatJob {
    const uint8_t* pixels;
    uint32_t uShift, vShift, vBits;     // texel = (u >> uShift) << vBits | v >> vShift
    bool standard;                      // 64 x 64
    Fixed px, py;
    uint32_t xStep, yStep;              // at distance one
    uint32_t bx, by;
    int32_t originColumn;
    Fixed planeHeight;
    Fixed visibility;
    Fixed shade;
    const uint8_t* rows;
    const uint8_t* fixedMap;
};

bool makeFlat(const Scene& s, const PlaneKey& key, FlatJob& f) {
    const Picture& p = s.shown(key.texture);
    if (p.width <= 0 || p.height <= 0 || p.pixels.empty()) return false;
    const Camera& c = s.camera;
    const uint32_t xBits = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.width)) - 1);
    const uint32_t yBits = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.height)) - 1);
    const PlaneMapping& m = s.levelView.mappings[key.mapping];
    const auto xScale = static_cast<int32_t>(static_cast<uint32_t>(mul16(m.xScale, p.xScale)) << (16 - xBits));
    const auto yScale = static_cast<int32_t>(static_cast<uint32_t>(mul16(m.yScale, p.yScale)) << (16 - yBits));
    if (m.angle == 0) {
        f.px = addWrap(m.xOffset, c.x);
        f.py = subWrap(m.yOffset, c.y);
    } else {
        constexpr double kPi = 3.14159265358979323846;
        const double r = (m.angle >> 1) * kPi / 1073741824.0;
        f.px = roundInt(m.xOffset + c.x * std::cos(r) - c.y * std::sin(r) + 1.5e-8);
        f.py = roundInt(m.yOffset - c.x * std::sin(r) - c.y * std::cos(r) + 1.5e-8);
    }
    f.px = mul16(xScale, f.px);
    f.py = mul16(yScale, f.py);
    const uint32_t a = (c.angle - kAngle90 + m.angle) >> kFineShift;
    f.xStep = static_cast<uint32_t>(scale(xScale, fineCosine(a), s.geometry.focalX));
    f.yStep = static_cast<uint32_t>(scale(yScale, negWrap(fineSine(a)), s.geometry.focalX));
    if (s.flip) {
        f.xStep = 0u - f.xStep;
        f.yStep = 0u - f.yStep;
    }
    const uint32_t b = (a + 2048) & kFineMask;
    f.bx = static_cast<uint32_t>(mul16(xScale, fineCosine(b)));
    f.by = static_cast<uint32_t>(mul16(yScale, negWrap(fineSine(b))));
    f.originColumn = (s.geometry.width >> 1) - 1;
    f.planeHeight = absWrap(subWrap(key.height, c.z));
    f.visibility = div16(s.geometry.floorVisibility, f.planeHeight);
    f.shade = shadeOf(key.light);
    f.rows = s.world->tints[key.tint].rows;
    f.fixedMap = c.fixedMap;
    f.pixels = p.pixels.data();
    f.uShift = 32 - xBits;
    f.vShift = 32 - yBits;
    f.vBits = yBits;
    f.standard = xBits == 6 && yBits == 6 && p.width == 64 && p.height == 64;
    return true;
}

uint8_t planeDepth(Fixed distance) {
    if (distance > 120000000) return 255;
    if (distance < 358000) return 0;
    return static_cast<uint8_t>(static_cast<uint32_t>(distance - 716000) / 469184);
}

void drawRunAny(const FlatJob& f, const FlatRun& r) {
    uint64_t u = r.u, v = r.v;
    for (int32_t i = 0; i < r.count; ++i) {
        r.dest[i] = r.map[f.pixels[((u >> f.uShift) << f.vBits) + (v >> f.vShift)]];
        u = static_cast<uint32_t>(u + r.du);
        v = static_cast<uint32_t>(v + r.dv);
    }
}

// The runs of one plane, drawn many at a time.
template <bool Depth, bool Labels> class FlatRuns {
public:
    FlatRuns(Scene& s, const FlatJob& f) : s_(s), f_(f) {}
    ~FlatRuns() { draw(); }
    // Columns [x1, x2) of row y.
    void add(int32_t y, int32_t x1, int32_t x2) {
        const Fixed distance = mul16(f_.planeHeight, s_.slope[static_cast<size_t>(y)]);
        const uint32_t n = static_cast<uint32_t>(x1 - f_.originColumn);
        const auto along = [&](uint32_t factor) { return static_cast<uint32_t>(mul16(distance, static_cast<int32_t>(factor))); };
        const ptrdiff_t offset = static_cast<ptrdiff_t>(y) * s_.target.width + x1;
        FlatRun& r = runs_[count_];
        r.dest = s_.target.screen + offset;
        r.count = x2 - x1;
        r.du = along(f_.xStep);
        r.dv = along(f_.yStep);
        r.u = along(f_.bx + n * f_.xStep) + static_cast<uint32_t>(f_.px);
        r.v = along(f_.by + n * f_.yStep) + static_cast<uint32_t>(f_.py);
        r.map = f_.fixedMap;
        if (!r.map) r.map = s_.lightRow(f_.rows, f_.shade, mul16(f_.visibility, absWrap(subWrap(s_.camera.horizon, y << 16))));
        if constexpr (Depth) {
            s_.depth = planeDepth(distance);
            std::memset(s_.target.depth + offset, s_.depth, static_cast<size_t>(r.count));
        }
        if constexpr (Labels) {
            if (f_.standard) std::memset(s_.target.labels + offset, 1, static_cast<size_t>(r.count));
        }
        if (++count_ == kRuns) draw();
    }

private:
    static constexpr size_t kRuns = 64;

    void draw() {
        if (f_.standard) {
            s_.kernels->flatRuns(f_.pixels, runs_, count_);
        } else {
            for (size_t i = 0; i < count_; ++i) drawRunAny(f_, runs_[i]);
        }
        count_ = 0;
    }

    Scene& s_;
    const FlatJob& f_;
    size_t count_ = 0;
    FlatRun runs_[kRuns];
};

// Columns from right to left; a run ends where its row leaves the column's rows. The order of the runs is part of the depth
// register's rules.
template <bool Depth, bool Labels>
void drawFlat(Scene& s, int32_t index) {
    const VisPlane& p = s.planes[static_cast<size_t>(index)];
    FlatJob f;
    if (p.left >= p.right || !makeFlat(s, p.key, f)) return;
    FlatRuns<Depth, Labels> runs(s, f);
    const int16_t* tops = s.planeTop(index);
    const int16_t* bottoms = s.planeBottom(index);
    int32_t* end = s.spanEnd.data();
    int32_t top = kUntouched, bottom = 0; // of the column to the right
    for (int32_t x = p.right - 1; x >= p.left; --x) {
        int32_t t = tops[x], b = bottoms[x];
        if (t == kUntouched) b = 0;
        const int32_t close = std::min(t, bottom);
        for (; top < close; ++top) {
            runs.add(top, x + 1, end[top]);
        }
        for (const int32_t stop = std::max(b, top); bottom > stop; --bottom) {
            runs.add(bottom - 1, x + 1, end[bottom - 1]);
        }
        for (int32_t y = t; y < std::min(top, b); ++y) {
            end[y] = x + 1;
        }
        for (int32_t y = std::max(bottom, t); y < b; ++y) {
            end[y] = x + 1;
        }
        top = t;
        bottom = b;
    }
    for (int32_t y = bottom - 1; y >= top; --y) {
        runs.add(y, p.left, end[y]);
    }
}

using DrawFlat = void (*)(Scene&, int32_t);

} // namespace

void drawPlanes(Scene& s) {
    static constexpr DrawFlat kDraw[2][2] = {{drawFlat<false, false>, drawFlat<false, true>}, {drawFlat<true, false>, drawFlat<true, true>}};
    const DrawFlat draw = kDraw[s.target.depth != nullptr][s.target.labels != nullptr];
    for (const int32_t head : s.bucket) {
        for (int32_t i = head; i >= 0; i = s.planes[static_cast<size_t>(i)].next) {
            if (s.planes[static_cast<size_t>(i)].key.sky) {
                drawSky(s, i);
            } else {
                draw(s, i);
            }
        }
    }
}

} // namespace caco
