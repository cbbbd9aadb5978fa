#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>

#include "map/blockmap.h"
#include "map/node_builder.h"
#include "map/stored_nodes.h"
#include "support/map_test_support.h"

namespace caco {
namespace {

using namespace test;

// GL nodes of twoRooms by hand: one node along x = 256, the east room in front.
Bytes glNodes(std::string_view id) {
    const bool wide = id != "XGLN" && id != "ZGLN";
    const auto line = [&](Bytes& b, uint32_t n) { wide ? b.u32(n) : b.u16(n); };
    Bytes body;
    body.u32(6).u32(0);
    body.u32(2).u32(4).u32(4);
    body.u32(8);
    const struct {
        uint32_t v1, partner, line, side;
    } segs[] = {{2, ~0u, 2, 0}, {3, ~0u, 3, 0}, {4, ~0u, 4, 0}, {5, 6, 6, 0},
                {0, ~0u, 0, 0}, {1, ~0u, 1, 0}, {2, 3, 6, 1},   {5, ~0u, 5, 0}};
    for (const auto& s : segs) {
        body.u32(s.v1).u32(s.partner);
        line(body, s.line);
        body.u8(s.side);
    }
    body.u32(1);
    if (id == "XGL3" || id == "ZGL3") {
        body.i32(256 * kUnit).i32(0).i32(0).i32(256 * kUnit);
    } else {
        body.i16(256).i16(0).i16(0).i16(256);
    }
    body.i16(256).i16(0).i16(256).i16(512).i16(256).i16(0).i16(0).i16(256);
    body.u32(kSubSectorBit).u32(kSubSectorBit | 1);
    Bytes out;
    out.text(id);
    if (id[0] != 'Z') return out.append(body.vector());
    std::vector<uint8_t> packed(compressBound(body.size()));
    uLongf size = packed.size();
    EXPECT_EQ(compress(packed.data(), &size, body.vector().data(), body.size()), Z_OK);
    packed.resize(size);
    return out.append(packed);
}

void expectTwoRooms(const Level& level) {
    expectSoundIndices(level);
    expectGridAgrees(level.gameNodes);
    EXPECT_EQ(level.gameNodes.sectorAt(10 * kUnit, 100 * kUnit), 0);
    EXPECT_EQ(level.gameNodes.sectorAt(500 * kUnit, 100 * kUnit), 1);
    EXPECT_EQ(level.renderNodes.sectorAt(500 * kUnit, 100 * kUnit), 1);
}

// A grid that always started at the root would agree as well.
TEST(PointGrid, KnowsTheSubsectorOfMostCells) {
    const auto [status, level] = loadWad(twoRooms().doomWad());
    ASSERT_TRUE(status.ok()) << status.message;
    const PointGrid& grid = level->gameNodes.grid;
    ASSERT_FALSE(grid.start.empty());
    const auto known = std::count_if(grid.start.begin(), grid.start.end(), [](uint32_t child) { return (child & kSubSectorBit) != 0; });
    EXPECT_GT(static_cast<size_t>(known) * 2, grid.start.size());
}

// Differences of coordinates wrap in a map this wide.
TEST(PointGrid, AgreesWhereCoordinatesWrap) {
    NodeTree tree;
    tree.vertices = {{INT32_MIN, INT32_MIN}, {INT32_MAX, INT32_MAX}};
    tree.subSectors.resize(3);
    tree.nodes.push_back({0, 0, 64 * kUnit, 32000 * kUnit, {}, {kSubSectorBit, kSubSectorBit | 1}});
    tree.nodes.push_back({30000 * kUnit, -30000 * kUnit, -128 * kUnit, 640 * kUnit, {}, {kSubSectorBit | 2, 0}});
    tree.grid = makePointGrid(tree);
    expectGridAgrees(tree);
}

TEST(StoredNodes, ReadsEveryGlForm) {
    for (const char* id : {"XGLN", "ZGLN", "XGL2", "ZGL2", "XGL3", "ZGL3"}) {
        const auto [status, level] = loadWad(textWad(twoRoomsText(), {{"ZNODES", glNodes(id)}}));
        ASSERT_TRUE(status.ok()) << status.message;
        expectTwoRooms(*level);
        expectClosedRings(level->renderNodes);
        ASSERT_EQ(level->renderNodes.nodes.size(), 1u);
        EXPECT_EQ(level->renderNodes.nodes[0].x, 256 * kUnit) << id;
        EXPECT_EQ(level->renderNodes.nodes[0].box[0][kBoxRight], 512 * kUnit) << id;
        EXPECT_EQ(level->renderNodes.segs[3].backSector, 0);
        EXPECT_EQ(level->renderNodes.segs[3].partner, 6);
        EXPECT_EQ(level->renderNodes.segs[0].line, 2) << "stored, not built: " << id;

        const auto classic = loadWad(twoRooms().doomWad({{"SSECTORS", glNodes(id)}}));
        ASSERT_TRUE(classic.status.ok());
        EXPECT_EQ(classic.level->renderNodes.segs[0].line, 2) << id;
    }
}

Bytes plainNodes(std::string_view id) {
    Bytes out;
    out.text(id);
    out.u32(6).u32(1).i32(7 * kUnit).i32(9 * kUnit);
    out.u32(2).u32(4).u32(4).u32(8);
    const uint32_t segs[][4] = {{5, 2, 6, 0}, {2, 3, 2, 0}, {3, 4, 3, 0}, {4, 5, 4, 0},
                                {0, 1, 0, 0}, {1, 2, 1, 0}, {2, 5, 6, 1}, {5, 0, 5, 0}};
    for (const auto& s : segs)
        out.u32(s[0]).u32(s[1]).u16(s[2]).u8(s[3]);
    out.u32(1).i16(256).i16(0).i16(0).i16(256);
    for (int i = 0; i < 8; ++i)
        out.i16(0);
    out.u32(kSubSectorBit).u32(kSubSectorBit | 1);
    return out;
}

TEST(StoredNodes, ReadsExtendedPlainNodesForPlayOnly) {
    const auto [status, level] = loadWad(twoRooms().doomWad({{"NODES", plainNodes("XNOD")}}));
    ASSERT_TRUE(status.ok()) << status.message;
    expectTwoRooms(*level);
    EXPECT_EQ(level->gameNodes.vertices.size(), 7u);
    EXPECT_EQ(level->gameNodes.vertices[6].y, 9 * kUnit);
    EXPECT_FALSE(level->gameNodes.gl);
    EXPECT_TRUE(level->renderNodes.gl);
    LevelOptions asStored;
    asStored.wadNodesForView = true;
    const auto plain = loadWad(twoRooms().doomWad({{"NODES", plainNodes("XNOD")}}), "MAP01", asStored);
    ASSERT_TRUE(plain.status.ok());
    EXPECT_FALSE(plain.level->hasGlNodes());
}

struct ClassicLumps {
    Bytes segs, subs, nodes;
    std::vector<std::pair<std::string, std::vector<uint8_t>>> list() const {
        return {{"SEGS", segs}, {"SSECTORS", subs}, {"NODES", nodes}};
    }
};

ClassicLumps classicNodes(uint32_t child0 = 0x8000, uint32_t child1 = 0x8001, uint32_t nodeCount = 1) {
    ClassicLumps out;
    const uint32_t segs[][4] = {{5, 2, 6, 0}, {2, 3, 2, 0}, {3, 4, 3, 0}, {4, 5, 4, 0},
                                {0, 1, 0, 0}, {1, 2, 1, 0}, {2, 5, 6, 1}, {5, 0, 5, 0}};
    for (const auto& s : segs)
        out.segs.u16(s[0]).u16(s[1]).u16(0).u16(s[2]).u16(s[3]).u16(0);
    out.subs.u16(4).u16(0).u16(4).u16(4);
    for (uint32_t n = 0; n < nodeCount; ++n) {
        out.nodes.i16(256).i16(0).i16(0).i16(256);
        for (int i = 0; i < 8; ++i)
            out.nodes.i16(0);
        out.nodes.u16(child0).u16(child1);
    }
    return out;
}

TEST(StoredNodes, ReadsClassicNodes) {
    const auto [status, level] = loadWad(twoRooms().doomWad(classicNodes().list()));
    ASSERT_TRUE(status.ok()) << status.message;
    expectTwoRooms(*level);
    EXPECT_FALSE(level->gameNodes.gl);
    EXPECT_EQ(level->gameNodes.segs.size(), 8u);
    EXPECT_EQ(level->gameNodes.segs[0].backSector, 0);
}

TEST(StoredNodes, DamagedTreesAreRebuilt) {
    // Nodes that point at themselves, at one another, at nothing; a seg of a line that does not exist.
    std::vector<ClassicLumps> damaged = {classicNodes(0, 0x8001), classicNodes(0x8000, 0x8009), classicNodes(1, 0, 2),
                                         classicNodes(5, 0x8000)};
    damaged.push_back(classicNodes());
    damaged.back().segs = Bytes().append(classicNodes().segs.vector()).u16(0).u16(1).u16(0).u16(99).u16(0).u16(0);
    damaged.push_back(classicNodes());
    damaged.back().subs = Bytes().u16(4).u16(0).u16(0).u16(4);
    for (const ClassicLumps& lumps : damaged) {
        const auto [status, level] = loadWad(twoRooms().doomWad(lumps.list()));
        ASSERT_TRUE(status.ok()) << status.message;
        EXPECT_TRUE(level->gameNodes.gl) << "built";
        expectTwoRooms(*level);
    }
}

TEST(StoredNodes, CountsAreNotBelieved) {
    for (size_t at : {size_t{4}, size_t{8}, size_t{12}, size_t{16}, size_t{24}}) {
        Bytes lump = glNodes("XGL3");
        lump.setU32(at, 0xFFFFFFF0u);
        const auto [status, level] = loadWad(textWad(twoRoomsText(), {{"ZNODES", lump}}));
        ASSERT_TRUE(status.ok()) << status.message;
        expectTwoRooms(*level);
    }
}

TEST(StoredNodes, DeepChainsAreRefused) {
    NodeTree tree;
    tree.subSectors.resize(2);
    tree.nodes.resize(5000);
    for (size_t i = 0; i < tree.nodes.size(); ++i) {
        tree.nodes[i].child[0] = kSubSectorBit;
        tree.nodes[i].child[1] = i == 0 ? kSubSectorBit | 1 : static_cast<uint32_t>(i - 1);
    }
    EXPECT_FALSE(isSoundTree(tree));
    tree.nodes.resize(500);
    EXPECT_TRUE(isSoundTree(tree));
}

TEST(NodeBuilder, DividesTwoRoomsAlongTheirBorder) {
    const auto [status, level] = loadWad(twoRooms().doomWad());
    ASSERT_TRUE(status.ok()) << status.message;
    const NodeTree& tree = level->renderNodes;
    ASSERT_EQ(tree.nodes.size(), 1u);
    ASSERT_EQ(tree.subSectors.size(), 2u);
    EXPECT_EQ(tree.nodes[0].x, 256 * kUnit);
    EXPECT_EQ(tree.nodes[0].dy, 256 * kUnit);
    EXPECT_EQ(tree.subSectors[0].sector, 1);
    EXPECT_EQ(tree.nodes[0].box[0][kBoxLeft], 256 * kUnit);
    EXPECT_EQ(tree.nodes[0].box[0][kBoxRight], 512 * kUnit);
    EXPECT_EQ(tree.segs[0].line, 2) << "rings start at their lowest line";
    const auto border = std::find_if(tree.segs.begin(), tree.segs.end(), [](const Seg& s) { return s.line == 6; });
    ASSERT_NE(border, tree.segs.end());
    EXPECT_EQ(border->side, 0);
    EXPECT_EQ(tree.segs[static_cast<size_t>(border->partner)].side, 1);
    EXPECT_EQ(tree.segs[static_cast<size_t>(border->partner)].line, 6);
}

TEST(NodeBuilder, ClosesConcaveRoomsWithMiniSegs) {
    BinaryMap map;  // an L
    map.vertices = {{0, 0}, {0, 512}, {256, 512}, {256, 256}, {512, 256}, {512, 0}};
    map.sectors = {{}};
    for (int i = 0; i < 6; ++i) {
        map.lines.push_back({i, (i + 1) % 6});
        map.lines.back().side0 = i;
        map.sideSectors.push_back(0);
    }
    const auto [status, level] = loadWad(map.doomWad());
    ASSERT_TRUE(status.ok()) << status.message;
    const NodeTree& tree = level->renderNodes;
    expectClosedRings(tree);
    expectBoxesHold(tree, 0);
    EXPECT_EQ(tree.subSectors.size(), 2u);
    const auto mini =
        std::count_if(tree.segs.begin(), tree.segs.end(), [](const Seg& s) { return s.line == kNoIndex; });
    EXPECT_EQ(mini, 2);
    for (const Seg& s : tree.segs) {
        if (s.line == kNoIndex) {
            EXPECT_NE(s.partner, kNoIndex);
        }
    }
}

TEST(NodeBuilder, MergesEqualVerticesAndDropsUnusedOnes) {
    BinaryMap map = twoRooms();
    map.vertices.insert(map.vertices.begin(), {-2000, -2000});
    for (auto& l : map.lines) {
        ++l.v1;
        ++l.v2;
    }
    map.vertices.push_back({0, 0});
    map.lines[5].v2 = 7;
    const auto [status, level] = loadWad(map.doomWad());
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(level->vertices.size(), 8u);
    EXPECT_EQ(level->renderNodes.vertices.size(), 6u);
    EXPECT_EQ(level->blockMap.originX, 0) << "unused vertices do not widen the blockmap";
}

TEST(NodeBuilder, HopelessGeometryIsAnErrorNotAHang) {
    TestRandom random(5);
    int built = 0;
    for (int round = 0; round < 40; ++round) {
        BinaryMap map;
        map.sectors = {{}, {}, {}};
        map.sideSectors = {0, 1, 2};
        for (int i = 0; i < 30; ++i) {
            const int spread = round % 2 ? 40 : 30000;
            map.vertices.push_back({static_cast<int>(random.below(static_cast<uint32_t>(spread))) - spread / 2,
                                    static_cast<int>(random.below(static_cast<uint32_t>(spread))) - spread / 2});
        }
        for (int i = 0; i < 60; ++i) {
            BinaryMap::Line line{static_cast<int>(random.below(30)), static_cast<int>(random.below(30))};
            line.side0 = static_cast<int>(random.below(3));
            if (random.below(2)) line.side1 = static_cast<int>(random.below(3));
            map.lines.push_back(line);
        }
        const auto [status, level] = loadWad(map.doomWad());
        if (!status.ok()) {
            EXPECT_NE(status.message.find("map MAP01"), std::string::npos);
            continue;
        }
        ++built;
        expectSoundIndices(*level);
    }
    EXPECT_GT(built, 0);
}

// Cells of a straight walk along the line, sampled densely: the generated lists must hold them all.
TEST(BlockMapBuilder, HoldsEveryCellTheLineEnters) {
    TestRandom random(11);
    std::vector<Vertex> vertices;
    std::vector<LineDef> lines;
    for (int i = 0; i < 400; ++i) {
        const auto at = [&] { return static_cast<Fixed>(random.below(1500)) * kUnit; };
        LineDef line{};
        line.x = at();
        line.y = at();
        Fixed x2 = at(), y2 = at();
        if (i % 4 == 0) y2 = line.y;
        if (i % 4 == 1) x2 = line.x;
        if (i % 4 == 2 && line.y + (x2 - line.x) >= 0) y2 = line.y + (x2 - line.x);
        line.dx = x2 - line.x;
        line.dy = y2 - line.y;
        vertices.push_back({line.x, line.y});
        vertices.push_back({x2, y2});
        lines.push_back(line);
    }
    const BlockMap map = buildBlockMap(vertices, lines);
    int missing = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
        for (int step = 0; step <= 256; ++step) {
            const double x = lines[i].x / 65536.0 + lines[i].dx / 65536.0 * step / 256 - map.originX / 65536.0;
            const double y = lines[i].y / 65536.0 + lines[i].dy / 65536.0 * step / 256 - map.originY / 65536.0;
            // Within a unit of a cell's edge the integer walk may choose either cell.
            if (std::fmod(x, 128) < 1.5 || std::fmod(x, 128) > 126.5 || std::fmod(y, 128) < 1.5 ||
                std::fmod(y, 128) > 126.5)
                continue;
            const auto cell = map.cell(static_cast<int32_t>(x / 128), static_cast<int32_t>(y / 128));
            missing += std::find(cell.begin(), cell.end(), static_cast<int32_t>(i)) == cell.end();
        }
    }
    EXPECT_EQ(missing, 0);
    for (size_t i = 0; i + 1 < map.cellStart.size(); ++i) {
        EXPECT_TRUE(std::is_sorted(map.lines.begin() + map.cellStart[i], map.lines.begin() + map.cellStart[i + 1]));
    }
}

TEST(BlockMapLump, ReadsAndRefuses) {
    Bytes good;
    good.i16(-64).i16(32).u16(2).u16(1).u16(6).u16(9);
    good.u16(0).u16(3).u16(0xFFFF).u16(0).u16(0xFFFF);
    BlockMap map;
    ASSERT_TRUE(readBlockMap(good.vector(), 4, map));
    EXPECT_EQ(map.originX, -64 * kUnit);
    EXPECT_EQ(std::vector<int32_t>(map.cell(0, 0).begin(), map.cell(0, 0).end()), std::vector<int32_t>{3});
    EXPECT_TRUE(map.cell(1, 0).empty());
    EXPECT_FALSE(readBlockMap(good.vector(), 3, map)) << "line 3 does not exist";
    for (size_t cut = 0; cut < good.size(); ++cut)
        EXPECT_FALSE(readBlockMap(std::span(good.vector()).first(cut), 4, map)) << cut;
    std::vector<uint8_t> huge(0x20000);
    EXPECT_FALSE(readBlockMap(huge, 4, map));
}

}  // namespace
}  // namespace caco
