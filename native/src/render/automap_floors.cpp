// Textured floors of the automap: subsector polygons filled with flats (renderer.md 6.5).
#include <algorithm>
#include <array>
#include <bit>

#include "render/automap.h"
#include "render/scene.h"

namespace caco {
namespace {

constexpr int32_t kMaxRows = 1200;
constexpr double kTieNudge = 1.5e-8;

int32_t nearestInt(double v) { return roundInt(v + kTieNudge); }

struct ScreenPoint {
    float x, y;
};

// Map coordinates to pixels in single precision, as the polygon filler wants them.
struct ScreenSpace {
    const MapWindow& window;
    float scale;

    ScreenPoint place(MapPoint p) const {
        constexpr float kFraction = 16777216.0f;
        p = window.place(p);
        return {static_cast<float>(subWrap(p.x, window.x)) * scale / kFraction,
                static_cast<float>(window.rows) - static_cast<float>(subWrap(p.y, window.y)) * scale / kFraction};
    }
};

struct Polygon {
    const NodeTree& tree;
    const SubSector& sub;
    const ScreenSpace& space;

    int32_t size() const { return sub.segCount; }
    int32_t next(int32_t i, int32_t step) const {
        i += step;
        return i == size() ? 0 : i < 0 ? size() - 1 : i;
    }
    ScreenPoint at(int32_t i) const {
        const Seg& seg = tree.segs[static_cast<size_t>(sub.firstSeg + i)];
        const Vertex& v = tree.vertices[static_cast<size_t>(seg.v1)];
        return space.place({v.x >> 4, v.y >> 4});
    }
};

struct FloorTexture {
    const uint8_t* pixels;
    const uint8_t* map;
    uint32_t uShift, vShift, vBits;
    bool standard;                      // 64 x 64
    ScreenPoint origin;
    double uScale, vScale;              // texture position per pixel, full range = 2^32
    bool turned;
    double cosine, sine;
};

class FloorFiller {
public:
    FloorFiller(const DrawTarget& target, const FloorTexture& texture)
        : t_(target), f_(texture), kernels_(target.kernels ? *target.kernels : scalarKernels()) {
        uStep_ = static_cast<uint32_t>(nearestInt(f_.turned ? f_.cosine * f_.uScale : f_.uScale));
        vStep_ = f_.turned ? static_cast<uint32_t>(nearestInt(f_.sine * f_.vScale)) : 0;
    }

    void fill(const Polygon& polygon) {
        int32_t top = 0, bottom = 0;
        ScreenPoint first = polygon.at(0);
        float topY = first.y, bottomY = first.y;
        for (int32_t i = 1; i < polygon.size(); ++i) {
            const float y = polygon.at(i).y;
            if (y < topY) {
                topY = y;
                top = i;
            }
            if (y > bottomY) {
                bottomY = y;
                bottom = i;
            }
        }
        if (nearestInt(topY + 0.5f) >= t_.height || nearestInt(bottomY + 0.5f) <= 0) return;
        walk(polygon, top, bottom, 1, [this](int32_t y, int32_t x) { end_[static_cast<size_t>(y)] = std::clamp(x, -1, t_.width); });
        walk(polygon, top, bottom, -1, [this](int32_t y, int32_t x) { fillRow(y, x); });
    }

private:
    // Calls edge(row, column) for each row of the chain from vertex `from` to `to`.
    template <typename Edge> void walk(const Polygon& polygon, int32_t from, int32_t to, int32_t step, Edge edge) {
        ScreenPoint a = polygon.at(from);
        int32_t y = nearestInt(a.y + 0.5f);
        for (int32_t i = from; i != to;) {
            i = polygon.next(i, step);
            const ScreenPoint b = polygon.at(i);
            const int32_t stop = nearestInt(b.y + 0.5f);
            if (y < stop && stop > 0 && y < t_.height) {
                Fixed x = toFixed(a.x + 0.5f);
                const Fixed slope = toFixed((b.x - a.x) / (b.y - a.y));
                if (y < 0) {
                    x = subWrap(x, mulWrap(slope, y));
                    y = 0;
                }
                for (const int32_t last = std::min(stop, t_.height); y < last; ++y) {
                    edge(y, x >> 16);
                    x = addWrap(x, slope);
                }
            }
            y = stop;
            a = b;
        }
    }

    void fillRow(int32_t y, int32_t x1) {
        int32_t x2 = end_[static_cast<size_t>(y)];
        if (x2 <= x1 || x2 <= 0 || x1 >= t_.width) return;
        x1 = std::max(x1, 0);
        x2 = std::min(x2, t_.width);
        double tx = x1 - static_cast<double>(f_.origin.x), ty = y - static_cast<double>(f_.origin.y);
        if (f_.turned) {
            const double across = tx;
            tx = across * f_.cosine - ty * f_.sine;
            ty = ty * f_.cosine + across * f_.sine;
        }
        uint64_t u = static_cast<uint32_t>(nearestInt(tx * f_.uScale));
        uint64_t v = static_cast<uint32_t>(nearestInt(ty * f_.vScale));
        uint8_t* dest = t_.screen + static_cast<ptrdiff_t>(y) * t_.width;
        if (f_.standard) {
            FlatRuns run;
            run.screen = dest, run.texels = f_.pixels, run.maps = f_.map, run.count = 1;
            run.offset[0] = x1, run.pixels[0] = x2 - x1, run.map[0] = 0;
            run.u[0] = static_cast<uint32_t>(u), run.v[0] = static_cast<uint32_t>(v), run.du[0] = uStep_, run.dv[0] = vStep_;
            kernels_.flatRuns(run);
            return;
        }
        for (int32_t x = x1; x < x2; ++x) {
            dest[x] = f_.map[f_.pixels[((u >> f_.uShift) << f_.vBits) + (v >> f_.vShift)]];
            u = static_cast<uint32_t>(u + uStep_);
            v = static_cast<uint32_t>(v + vStep_);
        }
    }

    const DrawTarget& t_;
    const FloorTexture& f_;
    const DrawKernels& kernels_;
    uint32_t uStep_, vStep_;
    std::array<int32_t, kMaxRows> end_;
};

const uint8_t* floorLight(const World& w, int32_t sector, const AutomapPlan& plan, bool dim) {
    int32_t light = planeLight(w, *plan.view, sector, false);
    if (dim) light = (light + 3000) / 16;
    const int32_t row = std::clamp((shadeOf(light) - 12 * kUnit) >> 16, 0, 31);
    return (dim ? plan.dimMap.data() : w.tints[w.sectors[sector].tint].rows) + row * 256;
}

bool makeTexture(const World& w, const AutomapPlan& plan, int32_t sector, const ScreenSpace& space, const DrawTarget& target,
                 FloorTexture& out) {
    const LevelView& view = *plan.view;
    const PlaneMapping& mapping = view.mappings[view.sectors[static_cast<size_t>(sector)].plane[0].mapping];
    const TextureId shown = target.animated[static_cast<size_t>(w.sectors[sector].floorTexture)];
    const Picture& p = w.assets->texture(shown);
    if (p.width <= 0 || p.height <= 0 || p.pixels.empty()) return false;
    const double xScale = mul16(mapping.xScale, p.xScale) / 65536.0, yScale = mul16(mapping.yScale, p.yScale) / 65536.0;
    if (!(xScale > 0) || !(yScale > 0)) return false;
    const double pixelsPerUnit = static_cast<double>(space.scale / 4096.0f);
    const uint32_t xBits = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.width)) - 1);
    const uint32_t yBits = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(p.height)) - 1);
    out.pixels = p.pixels.data();
    out.standard = p.width == 64 && p.height == 64;
    out.uShift = 32 - xBits;
    out.vShift = 32 - yBits;
    out.vBits = yBits;
    out.uScale = static_cast<double>(uint64_t{1} << out.uShift) / (pixelsPerUnit / xScale);
    out.vScale = static_cast<double>(uint64_t{1} << out.vShift) / (pixelsPerUnit / yScale);
    out.origin = space.place({negWrap(mapping.xOffset >> 4), mapping.yOffset >> 4});
    out.turned = space.window.turned;
    out.cosine = space.window.cosine;
    out.sine = space.window.sine;
    return true;
}

} // namespace

void drawMapFloors(World& w, const MapWindow& window, const AutomapPlan& plan, bool all, const DrawTarget& target) {
    const NodeTree& tree = w.level->renderNodes;
    ViewState& view = viewState(w);
    const ScreenSpace space{window, static_cast<float>(window.scale)};
    for (size_t i = 0; i < plan.floorSector.size(); ++i) {
        const bool seen = view.isSeen(static_cast<int32_t>(i));
        if (!seen && !all) continue;
        const SubSector& sub = tree.subSectors[i];
        const int32_t sector = plan.floorSector[i];
        if (sub.segCount < 3 || w.sectors[sector].floorTexture == w.assets->skyFlat) continue;
        FloorTexture texture;
        if (!makeTexture(w, plan, sector, space, target, texture)) continue;
        texture.map = floorLight(w, sector, plan, !seen);
        FloorFiller(target, texture).fill({tree, sub, space});
    }
}

} // namespace caco
