#include "support/map_test_support.h"

#include <gtest/gtest.h>

namespace caco::test {

Assets bareAssets(std::vector<uint8_t> wad, const std::string& label) {
    auto archives = std::make_shared<ArchiveSet>();
    Assets assets;
    if (archives->addMemory(wad, label).ok()) assets.archives = archives;
    return assets;
}

LoadResult loadFrom(const Assets& assets, std::string_view map, LevelOptions options) {
    LoadResult result;
    result.status = loadLevel(assets, map, options, result.level);
    return result;
}

LoadResult loadWad(std::vector<uint8_t> wad, std::string_view map, LevelOptions options) {
    return loadFrom(bareAssets(std::move(wad)), map, options);
}

std::vector<uint8_t> BinaryMap::vertexLump() const {
    Bytes out;
    for (const auto& [x, y] : vertices)
        out.i16(x).i16(y);
    return out;
}

std::vector<uint8_t> BinaryMap::doomLines() const {
    Bytes out;
    for (const Line& l : lines) {
        for (int v : {l.v1, l.v2, l.flags, l.special, l.tag, l.side0, l.side1})
            out.u16(static_cast<uint32_t>(v));
    }
    return out;
}

std::vector<uint8_t> BinaryMap::hexenLines() const {
    Bytes out;
    for (const Line& l : lines) {
        for (int v : {l.v1, l.v2, l.flags})
            out.u16(static_cast<uint32_t>(v));
        out.u8(static_cast<uint32_t>(l.special));
        for (int arg : l.args)
            out.u8(static_cast<uint32_t>(arg));
        for (int v : {l.side0, l.side1})
            out.u16(static_cast<uint32_t>(v));
    }
    return out;
}

std::vector<uint8_t> BinaryMap::sideLump() const {
    Bytes out;
    for (int sector : sideSectors) {
        out.i16(3).i16(-4).name8("UP").name8("LOW").name8("MID").u16(static_cast<uint32_t>(sector));
    }
    return out;
}

std::vector<uint8_t> BinaryMap::sectorLump() const {
    Bytes out;
    for (const Sector& s : sectors) {
        out.i16(s.floor).i16(s.ceiling).name8("FLAT1").name8("F_SKY1").i16(s.light).i16(s.special).i16(s.tag);
    }
    return out;
}

std::vector<uint8_t> BinaryMap::doomThings() const {
    Bytes out;
    for (const Thing& t : things)
        out.i16(t.x).i16(t.y).i16(t.angle).i16(t.type).u16(static_cast<uint32_t>(t.options));
    return out;
}

std::vector<uint8_t> BinaryMap::hexenThings() const {
    Bytes out;
    for (const Thing& t : things) {
        out.i16(7).i16(t.x).i16(t.y).i16(16).i16(t.angle).i16(t.type).u16(static_cast<uint32_t>(t.options));
        out.u8(80).u8(1).u8(2).u8(3).u8(4).u8(5);
    }
    return out;
}

std::vector<uint8_t> BinaryMap::doomWad(const std::vector<std::pair<std::string, std::vector<uint8_t>>>& extra) const {
    WadBuilder wad;
    wad.add("MAP01").add("THINGS", doomThings()).add("LINEDEFS", doomLines()).add("SIDEDEFS", sideLump());
    wad.add("VERTEXES", vertexLump()).add("SECTORS", sectorLump());
    for (const auto& [name, data] : extra)
        wad.add(name, data);
    return wad.build();
}

std::vector<uint8_t> BinaryMap::hexenWad() const {
    WadBuilder wad;
    wad.add("MAP01").add("THINGS", hexenThings()).add("LINEDEFS", hexenLines()).add("SIDEDEFS", sideLump());
    wad.add("VERTEXES", vertexLump())
        .add("SECTORS", sectorLump())
        .add("BEHAVIOR", std::vector<uint8_t>{'A', 'C', 'S', 0});
    return wad.build();
}

BinaryMap twoRooms() {
    BinaryMap map;
    map.vertices = {{0, 0}, {0, 256}, {256, 256}, {512, 256}, {512, 0}, {256, 0}};
    map.sideSectors = {0, 0, 1, 1, 1, 0, 0, 1};
    map.lines = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}, {5, 2}};
    for (int i = 0; i < 6; ++i)
        map.lines[static_cast<size_t>(i)].side0 = i;
    map.lines[6] = {5, 2, 4, 0, 0, 7, 6, {0, 0, 0, 0, 0}};  // runs north: front (east) is sector 1
    map.sectors = {{}, {8, 136, 200, 9, 5}};
    map.things = {{128, 128, 90, 1, 7}};
    return map;
}

std::string twoRoomsText() {
    std::string text = "namespace = \"zdoom\";\n";
    const BinaryMap map = twoRooms();
    for (const auto& [x, y] : map.vertices)
        text += "vertex { x = " + std::to_string(x) + ".0; y = " + std::to_string(y) + ".0; }\n";
    for (const auto& l : map.lines) {
        text += "linedef { v1 = " + std::to_string(l.v1) + "; v2 = " + std::to_string(l.v2) +
                "; sidefront = " + std::to_string(l.side0) + ";";
        text += l.side1 == 0xFFFF ? " blocking = true; }\n"
                                  : " sideback = " + std::to_string(l.side1) + "; twosided = true; }\n";
    }
    for (int s : map.sideSectors)
        text += "sidedef { sector = " + std::to_string(s) + "; texturemiddle = \"MID\"; }\n";
    text += "sector { heightceiling = 128; texturefloor = \"FLAT1\"; textureceiling = \"F_SKY1\"; }\n";
    text += "sector { heightfloor = 8; heightceiling = 136; lightlevel = 200; special = 83; id = 5; }\n";
    text += "thing { x = 128.5; y = 128.0; angle = 90; type = 1; single = true; skill1 = true; skill5 = true; }\n";
    return text;
}

std::vector<uint8_t> textWad(std::string_view text,
                             const std::vector<std::pair<std::string, std::vector<uint8_t>>>& extra) {
    WadBuilder wad;
    wad.add("MAP01").add("TEXTMAP", text);
    for (const auto& [name, data] : extra)
        wad.add(name, data);
    return wad.add("ENDMAP").build();
}

namespace {

template <typename Table>
bool inside(int32_t index, const Table& table) {
    return index >= 0 && static_cast<size_t>(index) < table.size();
}

int treeErrors(const Level& level, const NodeTree& tree) {
    int bad = tree.subSectors.empty();
    for (const Seg& seg : tree.segs) {
        bad += !inside(seg.v1, tree.vertices) || !inside(seg.v2, tree.vertices);
        bad += seg.line != kNoIndex && (!inside(seg.line, level.lines) || seg.side < 0 || seg.side > 1);
        bad += !inside(seg.frontSector, level.sectors);
        bad += seg.backSector != kNoIndex && !inside(seg.backSector, level.sectors);
        bad += seg.partner != kNoIndex && !inside(seg.partner, tree.segs);
        if (seg.line != kNoIndex && inside(seg.line, level.lines)) {
            bad += !inside(level.lines[static_cast<size_t>(seg.line)].side[seg.side & 1], level.sides);
        }
    }
    for (const SubSector& sub : tree.subSectors) {
        bad += sub.segCount <= 0 || !inside(sub.firstSeg, tree.segs) ||
               !inside(sub.firstSeg + sub.segCount - 1, tree.segs);
        bad += !inside(sub.sector, level.sectors);
    }
    for (const Node& node : tree.nodes) {
        for (uint32_t child : node.child) {
            bad +=
                child & kSubSectorBit ? (child & ~kSubSectorBit) >= tree.subSectors.size() : child >= tree.nodes.size();
        }
    }
    return bad;
}

}  // namespace

void expectSoundIndices(const Level& level) {
    int bad = 0;
    for (const LineDef& line : level.lines) {
        bad +=
            !inside(line.v1, level.vertices) || !inside(line.v2, level.vertices) || !inside(line.side[0], level.sides);
        bad += line.side[1] != kNoIndex && !inside(line.side[1], level.sides);
        bad += (line.side[1] == kNoIndex) != (line.backSector == kNoIndex);
        bad += !inside(line.frontSector, level.sectors) ||
               (line.backSector != kNoIndex && !inside(line.backSector, level.sectors));
        bad += line.dx == 0 && line.dy == 0;
    }
    for (const SectorDef& sector : level.sectors) {
        bad += sector.firstLine < 0 || sector.lineCount < 0 ||
               static_cast<size_t>(sector.firstLine + sector.lineCount) > level.sectorLines.size();
    }
    for (int32_t line : level.sectorLines)
        bad += !inside(line, level.lines);
    EXPECT_EQ(bad, 0) << "lines and sectors";
    EXPECT_EQ(treeErrors(level, level.gameNodes), 0) << "game nodes";
    EXPECT_EQ(treeErrors(level, level.renderNodes), 0) << "render nodes";
    const BlockMap& map = level.blockMap;
    bad = map.cellStart.size() != static_cast<size_t>(map.width) * static_cast<size_t>(map.height) + 1;
    for (size_t i = 1; i < map.cellStart.size(); ++i)
        bad += map.cellStart[i] < map.cellStart[i - 1];
    bad += !map.cellStart.empty() && map.cellStart.back() > map.lines.size();
    for (int32_t line : map.lines)
        bad += !inside(line, level.lines);
    EXPECT_EQ(bad, 0) << "blockmap";
    EXPECT_TRUE(level.reject.empty() || level.reject.size() * 8 >= level.sectors.size() * level.sectors.size());
}

void expectClosedRings(const NodeTree& tree) {
    int open = 0, lonely = 0;
    for (const SubSector& sub : tree.subSectors) {
        const Seg* segs = tree.segs.data() + sub.firstSeg;
        for (int32_t i = 0; i < sub.segCount; ++i)
            open += segs[i].v2 != segs[(i + 1) % sub.segCount].v1;
    }
    for (size_t i = 0; i < tree.segs.size(); ++i) {
        const int32_t partner = tree.segs[i].partner;
        if (partner != kNoIndex) lonely += tree.segs[static_cast<size_t>(partner)].partner != static_cast<int32_t>(i);
    }
    EXPECT_EQ(open, 0);
    EXPECT_EQ(lonely, 0);
}

namespace {

bool holds(const Fixed (&box)[4], Vertex v, int64_t slack) {
    return v.y <= box[kBoxTop] + slack && v.y >= box[kBoxBottom] - slack && v.x >= box[kBoxLeft] - slack &&
           v.x <= box[kBoxRight] + slack;
}

int outsideBox(const NodeTree& tree, uint32_t child, const Fixed (&box)[4], int64_t slack) {
    if ((child & kSubSectorBit) == 0) {
        const Node& node = tree.nodes[child];
        return outsideBox(tree, node.child[0], box, slack) + outsideBox(tree, node.child[1], box, slack);
    }
    int bad = 0;
    const SubSector& sub = tree.subSectors[child & ~kSubSectorBit];
    for (int32_t i = sub.firstSeg; i < sub.firstSeg + sub.segCount; ++i) {
        const Seg& seg = tree.segs[static_cast<size_t>(i)];
        bad += !holds(box, tree.vertices[static_cast<size_t>(seg.v1)], slack);
        bad += !holds(box, tree.vertices[static_cast<size_t>(seg.v2)], slack);
    }
    return bad;
}

}  // namespace

void expectBoxesHold(const NodeTree& tree, Fixed slack) {
    int bad = 0;
    for (const Node& node : tree.nodes) {
        for (int i = 0; i < 2; ++i)
            bad += outsideBox(tree, node.child[i], node.box[i], slack);
    }
    EXPECT_EQ(bad, 0);
}

namespace {

int32_t walkFromRoot(const NodeTree& tree, Fixed x, Fixed y) {
    uint32_t child = tree.nodes.empty() ? kSubSectorBit : tree.root();
    while (!(child & kSubSectorBit)) {
        const Node& n = tree.nodes[child];
        child = n.child[pointSide(x, y, n.x, n.y, n.dx, n.dy)];
    }
    return static_cast<int32_t>(child & ~kSubSectorBit);
}

}  // namespace

void expectGridAgrees(const NodeTree& tree) {
    TestRandom random(5);
    int bad = 0;
    const auto check = [&](Fixed x, Fixed y) { bad += tree.subSectorAt(x, y) != walkFromRoot(tree, x, y); };
    const PointGrid& grid = tree.grid;
    for (int i = 0; i < 200; ++i) {
        check(static_cast<Fixed>(random.next()), static_cast<Fixed>(random.next()));
        if (grid.start.empty()) continue;
        const Fixed left = addWrap(grid.originX, static_cast<Fixed>(random.below(grid.width) << grid.shift));
        const Fixed bottom = addWrap(grid.originY, static_cast<Fixed>(random.below(grid.height) << grid.shift));
        check(left, bottom);
        check(subWrap(left, 1), subWrap(bottom, 1));
        check(addWrap(left, static_cast<Fixed>(random.below(1u << grid.shift))), addWrap(bottom, static_cast<Fixed>(random.below(1u << grid.shift))));
    }
    for (const Node& n : tree.nodes) {
        check(n.x, n.y);
        check(addWrap(n.x, n.dx), addWrap(n.y, n.dy));
        check(addWrap(n.x, n.dx / 2), addWrap(n.y, n.dy / 2));
    }
    EXPECT_EQ(bad, 0);
}

}  // namespace caco::test
