#include <algorithm>

#include "assets/light_tint.h"
#include "render/automap.h"

namespace caco {
namespace {

constexpr int32_t kMapUnit = 4096;
constexpr int32_t kStartZoom = 2867;    // 0.7
constexpr int32_t kNearestRadius = 16;

constexpr Rgb kColors[] = {
    {0x6c, 0x54, 0x40}, {0xfc, 0xe8, 0xd8}, {0x2c, 0x18, 0x08}, {0x00, 0x00, 0x00}, {0xff, 0xff, 0xff}, {0x88, 0x88, 0x88},
    {0x88, 0x70, 0x58}, {0x4c, 0x38, 0x20}, {0xfc, 0xfc, 0xfc}, {0x80, 0x80, 0x80}, {0x00, 0x78, 0x00}, {0x00, 0x00, 0xff},
    {0xff, 0x00, 0x00}, {0xff, 0x00, 0xff}, {0xff, 0x00, 0x00}, {0x00, 0x00, 0xff}, {0xff, 0xff, 0x00}, {0x80, 0x80, 0xff}, {0x6c, 0x6c, 0x6c}};
static_assert(std::size(kColors) == static_cast<size_t>(MapColor::Count));

void measure(const Level& level, AutomapPlan& plan) {
    plan.minX = plan.minY = INT32_MAX;
    plan.maxX = plan.maxY = INT32_MIN;
    for (const Vertex& v : level.vertices) {
        plan.minX = std::min(plan.minX, v.x >> 4);
        plan.maxX = std::max(plan.maxX, v.x >> 4);
        plan.minY = std::min(plan.minY, v.y >> 4);
        plan.maxY = std::max(plan.maxY, v.y >> 4);
    }
    if (level.vertices.empty()) plan.minX = plan.minY = plan.maxX = plan.maxY = 0;
}

void chooseScale(const ViewGeometry& g, AutomapPlan& plan) {
    const int32_t across = safeDivShift<12>(g.width << 12, subWrap(plan.maxX, plan.minX));
    const int32_t down = safeDivShift<12>(g.statusBarTop << 12, subWrap(plan.maxY, plan.minY));
    const int32_t smallest = std::min(across, down);
    const int32_t largest = safeDivShift<12>(g.height << 12, 2 * kNearestRadius * kMapUnit);
    plan.scale = safeDivShift<12>(smallest, kStartZoom);
    if (plan.scale > largest) plan.scale = smallest;
    plan.scale = std::max(plan.scale, 1);
    plan.inverse = safeDivShift<12>(kMapUnit, plan.scale);
}

constexpr int32_t kUndecided = -1;

int32_t outerSector(const NodeTree& tree, const SubSector& sub, const std::vector<int32_t>& owner) {
    for (int32_t i = sub.firstSeg; i < sub.firstSeg + sub.segCount; ++i) {
        const Seg& seg = tree.segs[static_cast<size_t>(i)];
        if (seg.line == kNoIndex) continue;
        const bool border =
            seg.partner == kNoIndex ||
            tree.subSectors[static_cast<size_t>(owner[static_cast<size_t>(seg.partner)])].sector != sub.sector;
        if (border) return seg.frontSector;
    }
    return kUndecided;
}

int32_t neighbourSector(const NodeTree& tree, const SubSector& sub, const std::vector<int32_t>& owner,
                        const std::vector<int32_t>& decided) {
    for (int32_t i = sub.firstSeg; i < sub.firstSeg + sub.segCount; ++i) {
        const int32_t partner = tree.segs[static_cast<size_t>(i)].partner;
        if (partner == kNoIndex) continue;
        const int32_t sector = decided[static_cast<size_t>(owner[static_cast<size_t>(partner)])];
        if (sector != kUndecided) return sector;
    }
    return kUndecided;
}

// Subsectors that touch no border take the floor of a neighbour: one wave per pass.
void chooseFloorSectors(const NodeTree& tree, std::vector<int32_t>& sectors) {
    std::vector<int32_t> owner(tree.segs.size(), 0);
    for (size_t s = 0; s < tree.subSectors.size(); ++s) {
        const SubSector& sub = tree.subSectors[s];
        std::fill_n(owner.begin() + sub.firstSeg, sub.segCount, static_cast<int32_t>(s));
    }
    sectors.clear();
    for (const SubSector& sub : tree.subSectors) {
        sectors.push_back(outerSector(tree, sub, owner));
    }
    for (bool progress = true; progress;) {
        progress = false;
        for (size_t s = sectors.size(); s-- > 0;) {
            if (sectors[s] != kUndecided) continue;
            sectors[s] = neighbourSector(tree, tree.subSectors[s], owner, sectors);
            progress |= sectors[s] != kUndecided;
        }
    }
    for (size_t s = 0; s < sectors.size(); ++s) {
        if (sectors[s] == kUndecided) sectors[s] = tree.subSectors[s].sector;
    }
}

// Light rows for coloured, half grey light that fades to black.
void makeDimMap(const Assets& assets, std::vector<uint8_t>& map) {
    LightTint tint;
    tint.color = {(255 + 255) / 2, (255 + 200) / 2, (255 + 160) / 2};
    tint.desaturation = 255 - (255 - 0) / 4;
    map.resize(kLightRowBytes);
    makeTintRows(assets, tint, map.data());
}

} // namespace

void makeAutomapPlan(const Level& level, const LevelView& view, const Assets& assets, const ViewGeometry& g, const RenderSettings& s,
                     AutomapPlan& out) {
    out.view = &view;
    measure(level, out);
    chooseScale(g, out);
    for (size_t i = 0; i < std::size(kColors); ++i) {
        out.color[i] = assets.nearest(kColors[i].r, kColors[i].g, kColors[i].b);
    }
    out.floorSector.clear();
    out.dimMap.clear();
    if (!s.automapTextures || !level.hasGlNodes()) return;
    chooseFloorSectors(level.renderNodes, out.floorSector);
    if (s.automapMode != AutomapMode::Normal) makeDimMap(assets, out.dimMap);
}

} // namespace caco
