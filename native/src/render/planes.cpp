// Floors and ceilings: collected while walking, drawn as horizontal runs (renderer.md 3.7, 6.4).
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>

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
    std::fill_n(s.planeTop(index), s.rowStride(), kUntouched);
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
    VisPlane* p = &s.planes[static_cast<size_t>(plane)];
    if (!s.kernels->allEqual(s.planeTop(plane), start, stop, kUntouched)) {
        const PlaneKey key = p->key;
        plane = newPlane(s, key, bucketOf(s, key, key.height));
        p = &s.planes[static_cast<size_t>(plane)];
    }
    p->left = std::min(p->left, start);
    p->right = std::max(p->right, stop);
    return plane;
}

namespace {

// One plane's texture mapping and light.
struct FlatJob {
    FlatPlane plane;
    const uint8_t* pixels;
    uint32_t uShift, vShift, vBits;     // texel = (u >> uShift) << vBits | v >> vShift
    bool standard;                      // 64 x 64
    const uint8_t* rows;                // light rows
};

bool makeFlat(const Scene& s, const PlaneKey& key, FlatJob& f) {
    const Picture& p = s.shown(key.texture);
    if (p.width <= 0 || p.height <= 0 || p.pixels.empty()) return false;
    const Camera& c = s.camera;
    FlatPlane& plane = f.plane;
    Fixed px, py;
    const uint32_t xBits = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.width)) - 1);
    const uint32_t yBits = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.height)) - 1);
    const PlaneMapping& m = s.levelView.mappings[key.mapping];
    const auto xScale = static_cast<int32_t>(static_cast<uint32_t>(mul16(m.xScale, p.xScale)) << (16 - xBits));
    const auto yScale = static_cast<int32_t>(static_cast<uint32_t>(mul16(m.yScale, p.yScale)) << (16 - yBits));
    if (m.angle == 0) {
        px = addWrap(m.xOffset, c.x);
        py = subWrap(m.yOffset, c.y);
    } else {
        constexpr double kPi = 3.14159265358979323846;
        const double r = (m.angle >> 1) * kPi / 1073741824.0;
        px = roundInt(m.xOffset + c.x * std::cos(r) - c.y * std::sin(r) + 1.5e-8);
        py = roundInt(m.yOffset - c.x * std::sin(r) - c.y * std::cos(r) + 1.5e-8);
    }
    plane.x = static_cast<uint32_t>(mul16(xScale, px));
    plane.y = static_cast<uint32_t>(mul16(yScale, py));
    const uint32_t a = (c.angle - kAngle90 + m.angle) >> kFineShift;
    plane.xStep = static_cast<uint32_t>(scale(xScale, fineCosine(a), s.geometry.focalX));
    plane.yStep = static_cast<uint32_t>(scale(yScale, negWrap(fineSine(a)), s.geometry.focalX));
    if (s.flip) {
        plane.xStep = 0u - plane.xStep;
        plane.yStep = 0u - plane.yStep;
    }
    const uint32_t b = (a + 2048) & kFineMask;
    plane.xAhead = static_cast<uint32_t>(mul16(xScale, fineCosine(b)));
    plane.yAhead = static_cast<uint32_t>(mul16(yScale, negWrap(fineSine(b))));
    plane.originColumn = (s.geometry.width >> 1) - 1;
    plane.height = absWrap(subWrap(key.height, c.z));
    plane.visibility = div16(s.geometry.floorVisibility, plane.height);
    plane.shade = shadeOf(key.light);
    plane.lit = !c.fixedMap;
    plane.horizon = c.horizon;
    plane.slope = s.slope.data();
    plane.stride = s.target.width;
    f.rows = c.fixedMap ? c.fixedMap : s.world->tints[key.tint].rows;
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

void drawRunAny(const FlatJob& f, const FlatRuns& r, size_t run) {
    uint64_t u = r.u[run], v = r.v[run];
    uint8_t* const dest = r.screen + r.offset[run];
    const uint8_t* const map = r.maps + r.map[run];
    for (int32_t i = 0; i < r.pixels[run]; ++i) {
        dest[i] = map[f.pixels[((u >> f.uShift) << f.vBits) + (v >> f.vShift)]];
        u = static_cast<uint32_t>(u + r.du[run]);
        v = static_cast<uint32_t>(v + r.dv[run]);
    }
}

Fixed rowDistance(const Scene& s, const FlatJob& f, int32_t y) { return mul16(f.plane.height, s.slope[static_cast<size_t>(y)]); }

void drawRuns(const Scene& s, const FlatJob& f, std::span<const RowRun> found) {
    FlatRuns runs;
    runs.screen = s.target.screen;
    runs.texels = f.pixels;
    runs.maps = f.rows;
    while (!found.empty()) {
        const size_t count = std::min(found.size(), kFlatRuns);
        s.kernels->makeFlatRuns(f.plane, found.data(), count, runs);
        if (f.standard) {
            s.kernels->flatRuns(runs);
        } else {
            for (size_t i = 0; i < count; ++i) drawRunAny(f, runs, i);
        }
        found = found.subspan(count);
    }
}

void markRuns(const Scene& s, const FlatJob& f, std::span<const RowRun> runs) {
    for (const RowRun& r : runs) {
        const ptrdiff_t offset = static_cast<ptrdiff_t>(r.y) * s.target.width + r.x1;
        const auto count = static_cast<size_t>(r.x2 - r.x1);
        if (s.target.depth) std::memset(s.target.depth + offset, planeDepth(rowDistance(s, f, r.y)), count);
        if (s.target.labels && f.standard) std::memset(s.target.labels + offset, 1, count);
    }
}

// The depth register keeps the depth of the run that would be the last if columns went from right to left, each ending the runs of the
// rows that it lacks from above, and the rest at the plane's left end going up.
void keepDepth(Scene& s, const FlatJob& f, const PlaneColumns& p) {
    for (int32_t x = p.left; x < p.right; ++x) {
        if (p.top[x] == kUntouched) continue;
        s.depth = planeDepth(rowDistance(s, f, x == p.left ? p.top[x] : p.bottom[x] - 1));
        return;
    }
}

void drawFlat(Scene& s, int32_t index) {
    const VisPlane& p = s.planes[static_cast<size_t>(index)];
    FlatJob f;
    if (p.left >= p.right || !makeFlat(s, p.key, f)) return;
    PlaneColumns columns{s.planeTop(index), s.planeBottom(index), p.left, p.right, kUntouched, 0};
    for (int32_t x = p.left; x < p.right; ++x) {
        const int16_t top = columns.top[x], bottom = columns.bottom[x];
        columns.row = std::min<int32_t>(columns.row, top);
        columns.endRow = std::max<int32_t>(columns.endRow, top == kUntouched ? 0 : bottom);
    }
    RowRun found[kRowRuns];
    while (columns.row < columns.endRow) {
        const std::span<const RowRun> runs{found, s.kernels->rowRuns(columns, found)};
        drawRuns(s, f, runs);
        if (s.target.depth || s.target.labels) markRuns(s, f, runs);
    }
    if (s.target.depth) keepDepth(s, f, columns);
}

} // namespace

void drawPlanes(Scene& s) {
    for (const int32_t head : s.bucket) {
        for (int32_t i = head; i >= 0; i = s.planes[static_cast<size_t>(i)].next) {
            if (s.planes[static_cast<size_t>(i)].key.sky) {
                drawSky(s, i);
            } else {
                drawFlat(s, i);
            }
        }
    }
}

} // namespace caco
