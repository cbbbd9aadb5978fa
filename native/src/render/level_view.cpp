#include "render/level_view.h"

#include <algorithm>
#include <cmath>

#include "sim/movers.h"
#include "sim/specials.h"

namespace caco {
namespace {

constexpr size_t kMostScrollers = 1024; // as many as a world has movers; more would only grow the table

int8_t fakeContrast(const LineDef& line) {
    if (line.dx == 0) return 16;
    return line.dy == 0 ? -16 : 0;
}

// Walls that scroll all the time; their state is a function of the tic alone.
void setScroll(const LineDef& line, ViewSeg& out) {
    constexpr uint16_t kLeft = 100, kRight = 101, kUp = 102, kDown = 103;
    if (out.backSide || line.special < kLeft || line.special > kDown) return;
    const Fixed speed = mulWrap(line.args[0], kUnit / 64);
    if (line.special == kLeft) out.scrollX = speed;
    if (line.special == kRight) out.scrollX = negWrap(speed);
    if (line.special == kUp) out.scrollY = speed;
    if (line.special == kDown) out.scrollY = negWrap(speed);
    out.scrollTiers = static_cast<uint8_t>(line.args[1] == 0 ? 7 : line.args[1] & 7);
}

ViewSeg makeSeg(const Level& level, const Seg& seg) {
    ViewSeg out{};
    const Vertex a = level.renderNodes.vertices[static_cast<size_t>(seg.v1)];
    const Vertex b = level.renderNodes.vertices[static_cast<size_t>(seg.v2)];
    out.x1 = a.x, out.y1 = a.y, out.x2 = b.x, out.y2 = b.y;
    out.line = seg.line;
    out.side = kNoIndex;
    out.frontSector = seg.frontSector;
    out.backSector = seg.backSector;
    out.backSide = seg.side != 0;
    if (seg.line == kNoIndex) return out;
    const LineDef& line = level.lines[static_cast<size_t>(seg.line)];
    out.side = line.side[seg.side != 0 ? 1 : 0];
    const Fixed endX = addWrap(line.x, line.dx), endY = addWrap(line.y, line.dy);
    const bool forward = a.x == line.x && a.y == line.y && b.x == endX && b.y == endY;
    const bool backward = b.x == line.x && b.y == line.y && a.x == endX && a.y == endY;
    out.wholeLine = forward || backward;
    out.contrast = fakeContrast(line);
    setScroll(line, out);
    // A side that is missing cannot be drawn; such a seg only bounds its subsector.
    if (out.side == kNoIndex || out.frontSector == kNoIndex) out.line = kNoIndex;
    return out;
}

uint16_t findMapping(std::vector<PlaneMapping>& mappings, const PlaneMapping& m) {
    const auto it = std::find(mappings.begin(), mappings.end(), m);
    const size_t index = static_cast<size_t>(it - mappings.begin());
    if (it == mappings.end()) mappings.push_back(m);
    return static_cast<uint16_t>(index);
}

// Lines that lend their front sector's light to the floors or ceilings of tagged sectors.
void setLightTransfers(const Level& level, LevelView& out) {
    constexpr uint16_t kTransferFloor = 210, kTransferCeiling = 211;
    for (const LineDef& line : level.lines) {
        if (line.special != kTransferFloor && line.special != kTransferCeiling) continue;
        const size_t plane = line.special == kTransferFloor ? 0 : 1;
        for (size_t i = 0; i < level.sectors.size(); ++i) {
            if (level.sectors[i].tag == line.args[0]) out.sectors[i].plane[plane].lightFrom = line.frontSector;
        }
    }
}

// Lines that lend the upper texture of their front as the sky of tagged sectors (renderer.md 3.9).
void setSkies(const Level& level, LevelView& out) {
    constexpr uint16_t kStaticInit = 190;
    constexpr int32_t kSky = 255;
    for (size_t i = 0; i < level.lines.size(); ++i) {
        const LineDef& line = level.lines[i];
        if (line.special != kStaticInit || line.args[1] != kSky || line.side[0] == kNoIndex) continue;
        for (size_t s = 0; s < level.sectors.size(); ++s) {
            if (level.sectors[s].tag == line.args[0]) out.sectors[s].skyLine = static_cast<int32_t>(i);
        }
    }
}

PlaneMapping mappingOf(const SectorDef& s, bool ceiling) {
    if (ceiling) return {s.ceilingXOffset, s.ceilingYOffset, s.ceilingXScale, s.ceilingYScale, s.ceilingAngle};
    return {s.floorXOffset, s.floorYOffset, s.floorXScale, s.floorYScale, s.floorAngle};
}

bool scrollsFlats(const Level& level) {
    return std::any_of(level.lines.begin(), level.lines.end(), [](const LineDef& line) {
        return line.special == kSpecScrollFloor || line.special == kSpecScrollCeiling;
    });
}

void moveFlat(const FlatShift& shift, LevelView& view, int32_t sector, bool ceiling) {
    ViewSectorPlane& plane = view.sectors[static_cast<size_t>(sector)].plane[ceiling ? 1 : 0];
    PlaneMapping m = view.mappings[plane.mapping];
    m.xOffset = addWrap(m.xOffset, shift.x);
    m.yOffset = addWrap(m.yOffset, shift.y);
    plane.mapping = findMapping(view.mappings, m);
}

} // namespace

void moveFlats(const World& w, LevelView& view) {
    if (!view.scrolls) return;
    view.mappings.resize(view.restingMappings);
    const auto forEach = [&](auto&& act) {
        for (uint32_t i = 0; i < w.state->moverUsed; ++i) {
            const FlatShift shift = flatShiftOf(w.movers[i]);
            if (shift.floor) act(shift, w.movers[i].sector, false);
            if (shift.ceiling) act(shift, w.movers[i].sector, true);
        }
    };
    // Several scrollers may move one flat: first all go to rest.
    forEach([&](const FlatShift&, int32_t sector, bool ceiling) {
        view.sectors[static_cast<size_t>(sector)].plane[ceiling ? 1 : 0].mapping =
            findMapping(view.mappings, mappingOf(w.level->sectors[static_cast<size_t>(sector)], ceiling));
    });
    forEach([&](const FlatShift& shift, int32_t sector, bool ceiling) { moveFlat(shift, view, sector, ceiling); });
}

int32_t planeLight(const World& w, const LevelView& view, int32_t sector, bool ceiling) {
    const ViewSectorPlane& p = view.sectors[static_cast<size_t>(sector)].plane[ceiling ? 1 : 0];
    if (p.lightFrom != kNoIndex) return w.sectors[p.lightFrom].light;
    if (p.lightAbsolute) return p.light;
    return std::clamp(w.sectors[sector].light + p.light, -32768, 32767);
}

void makeLevelView(const Level& level, LevelView& out) {
    out.segs.clear();
    out.ends = {};
    out.segs.reserve(level.renderNodes.segs.size());
    for (const Seg& seg : level.renderNodes.segs) {
        const ViewSeg& made = out.segs.emplace_back(makeSeg(level, seg));
        out.ends.x1.push_back(made.x1), out.ends.y1.push_back(made.y1);
        out.ends.x2.push_back(made.x2), out.ends.y2.push_back(made.y2);
    }
    out.lineLength.clear();
    for (const LineDef& line : level.lines) {
        const double dx = line.dx / 65536.0, dy = line.dy / 65536.0;
        out.lineLength.push_back(static_cast<int32_t>(std::sqrt(dx * dx + dy * dy) + 0.5));
    }
    out.sectors.clear();
    out.mappings.clear();
    for (const SectorDef& s : level.sectors) {
        ViewSector v{};
        v.plane[0] = {findMapping(out.mappings, mappingOf(s, false)), s.floorLight, s.floorLightAbsolute};
        v.plane[1] = {findMapping(out.mappings, mappingOf(s, true)), s.ceilingLight, s.ceilingLightAbsolute};
        out.sectors.push_back(v);
    }
    out.restingMappings = out.mappings.size();
    out.scrolls = scrollsFlats(level);
    if (out.scrolls) out.mappings.reserve(out.restingMappings + kMostScrollers);
    setLightTransfers(level, out);
    setSkies(level, out);
}

} // namespace caco
