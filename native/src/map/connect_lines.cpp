#include <algorithm>
#include <string>

#include "map/map_readers.h"

namespace caco {
namespace {

std::string lineText(size_t index) {
    return "line " + std::to_string(index) + ": ";
}

MapLump lineLump(const Level& level) {
    return level.format == MapFormat::Udmf ? MapLump::TextMap : MapLump::LineDefs;
}

Status checkLine(const MapSource& source, const Level& level, size_t index) {
    const LineDef& line = level.lines[index];
    const MapLump lump = lineLump(level);
    for (int32_t v : {line.v1, line.v2}) {
        if (v < 0 || static_cast<size_t>(v) >= level.vertices.size()) {
            return source.error(lump, lineText(index) + "vertex " + std::to_string(v) +
                                          " does not exist (the map has " + std::to_string(level.vertices.size()) +
                                          ")");
        }
    }
    if (line.side[0] == kNoIndex) return source.error(lump, lineText(index) + "it has no front side");
    for (int32_t s : line.side) {
        if (s == kNoIndex) continue;
        if (s < 0 || static_cast<size_t>(s) >= level.sides.size()) {
            return source.error(lump, lineText(index) + "side " + std::to_string(s) + " does not exist (the map has " +
                                          std::to_string(level.sides.size()) + ")");
        }
        const int32_t sector = level.sides[static_cast<size_t>(s)].sector;
        if (sector < 0 || static_cast<size_t>(sector) >= level.sectors.size()) {
            return source.error(level.format == MapFormat::Udmf ? MapLump::TextMap : MapLump::SideDefs,
                                "side " + std::to_string(s) + ": sector " + std::to_string(sector) +
                                    " does not exist (the map has " + std::to_string(level.sectors.size()) + ")");
        }
    }
    const Vertex a = level.vertices[static_cast<size_t>(line.v1)];
    const Vertex b = level.vertices[static_cast<size_t>(line.v2)];
    const int64_t dx = int64_t{b.x} - a.x;
    const int64_t dy = int64_t{b.y} - a.y;
    if (dx != static_cast<int32_t>(dx) || dy != static_cast<int32_t>(dy)) {
        return source.error(lump, lineText(index) + "it spans more than 32767 units");
    }
    return {};
}

bool hasLength(const Level& level, const LineDef& line) {
    const Vertex a = level.vertices[static_cast<size_t>(line.v1)];
    const Vertex b = level.vertices[static_cast<size_t>(line.v2)];
    return a.x != b.x || a.y != b.y;
}

void placeLine(const Level& level, LineDef& line) {
    const Vertex a = level.vertices[static_cast<size_t>(line.v1)];
    const Vertex b = level.vertices[static_cast<size_t>(line.v2)];
    line.x = a.x;
    line.y = a.y;
    line.dx = b.x - a.x;
    line.dy = b.y - a.y;
    line.box[kBoxTop] = std::max(a.y, b.y);
    line.box[kBoxBottom] = std::min(a.y, b.y);
    line.box[kBoxLeft] = std::min(a.x, b.x);
    line.box[kBoxRight] = std::max(a.x, b.x);
}

// Packed maps share one side between lines; a switch that changes one must not change the others.
void ownSides(Level& level, int32_t index) {
    LineDef& line = level.lines[static_cast<size_t>(index)];
    for (int32_t& number : line.side) {
        if (number == kNoIndex) continue;
        if (level.sides[static_cast<size_t>(number)].line != kNoIndex) {
            const SideDef copy = level.sides[static_cast<size_t>(number)];
            number = static_cast<int32_t>(level.sides.size());
            level.sides.push_back(copy);
        }
        level.sides[static_cast<size_t>(number)].line = index;
    }
    line.frontSector = level.sides[static_cast<size_t>(line.side[0])].sector;
    line.backSector = line.side[1] == kNoIndex ? kNoIndex : level.sides[static_cast<size_t>(line.side[1])].sector;
}

void groupSectorLines(Level& level) {
    for (const LineDef& line : level.lines) {
        ++level.sectors[static_cast<size_t>(line.frontSector)].lineCount;
        if (line.backSector != kNoIndex && line.backSector != line.frontSector) {
            ++level.sectors[static_cast<size_t>(line.backSector)].lineCount;
        }
    }
    int32_t next = 0;
    for (SectorDef& sector : level.sectors) {
        sector.firstLine = next;
        next += sector.lineCount;
        sector.lineCount = 0;
    }
    level.sectorLines.resize(static_cast<size_t>(next));
    const auto add = [&](int32_t sectorIndex, size_t line) {
        SectorDef& sector = level.sectors[static_cast<size_t>(sectorIndex)];
        level.sectorLines[static_cast<size_t>(sector.firstLine + sector.lineCount++)] = static_cast<int32_t>(line);
    };
    for (size_t i = 0; i < level.lines.size(); ++i) {
        const LineDef& line = level.lines[i];
        add(line.frontSector, i);
        if (line.backSector != kNoIndex && line.backSector != line.frontSector) add(line.backSector, i);
    }
}

// TranslucentLine is a constant of the map: it sets the opacity of the lines with its id (its own line for id 0).
void applyTranslucency(Level& level) {
    constexpr uint16_t kTranslucentLine = 208;
    for (LineDef& from : level.lines) {
        if (from.special != kTranslucentLine) continue;
        const Fixed alpha = scale(std::clamp(from.args[1], 0, 255), kUnit, 255);
        if (from.args[0] == 0) {
            from.alpha = alpha;
            continue;
        }
        for (LineDef& to : level.lines) {
            if (to.id == from.args[0]) to.alpha = alpha;
        }
    }
}

}  // namespace

SideDef plainSide() {
    SideDef side{};
    side.line = kNoIndex;
    for (int tier = 0; tier < 3; ++tier)
        side.xScale[tier] = side.yScale[tier] = kUnit;
    return side;
}

LineDef plainLine() {
    LineDef line{};
    line.side[0] = line.side[1] = kNoIndex;
    line.frontSector = line.backSector = kNoIndex;
    line.alpha = kUnit;
    return line;
}

SectorDef plainSector() {
    SectorDef sector{};
    sector.gravity = 1.0;
    sector.damageInterval = 32;
    sector.floorXScale = sector.floorYScale = sector.ceilingXScale = sector.ceilingYScale = kUnit;
    return sector;
}

MapThing plainThing() {
    MapThing thing{};
    thing.health = kUnit;
    thing.gravity = kUnit;
    thing.floatBobPhase = -1;
    return thing;
}

Status connectLines(const MapSource& source, Level& level, bool& linesDropped) {
    if (level.sectors.empty()) return source.error("it has no sectors");
    if (level.lines.empty()) return source.error("it has no lines");
    for (size_t i = 0; i < level.lines.size(); ++i) {
        if (Status s = checkLine(source, level, i); !s.ok()) return s;
    }
    const size_t before = level.lines.size();
    std::erase_if(level.lines, [&](const LineDef& line) { return !hasLength(level, line); });
    linesDropped = level.lines.size() != before;
    if (level.lines.empty()) return source.error("all of its lines have no length");
    for (size_t i = 0; i < level.lines.size(); ++i) {
        placeLine(level, level.lines[i]);
        ownSides(level, static_cast<int32_t>(i));
    }
    groupSectorLines(level);
    applyTranslucency(level);
    return {};
}

}  // namespace caco
