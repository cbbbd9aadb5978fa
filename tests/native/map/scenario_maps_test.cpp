// Real maps: the scenario WADs of the shared data and the levels of the IWAD.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "map/blockmap.h"
#include "map/map_source.h"
#include "map/node_builder.h"
#include "map/stored_nodes.h"
#include "support/map_test_support.h"

namespace caco {
namespace {

using namespace test;

std::vector<std::string> scenarioFiles() {
    std::vector<std::string> files;
    const std::string root = sharedFolder();
    if (root.empty()) return files;
    const std::filesystem::path folder = std::filesystem::path(root) / "data" / "scenarios";
    if (!std::filesystem::exists(folder)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".wad") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Assets assetsOf(const std::string& file) {
    auto archives = std::make_shared<ArchiveSet>();
    const Status status = archives->addFile(file);
    EXPECT_TRUE(status.ok()) << status.message;
    Assets assets;
    assets.archives = archives;
    return assets;
}

// Sector of a point by the nearest line east of it; -1 in the void or within 2 units of a line.
int32_t sectorByRay(const Level& level, double x, double y) {
    double nearest = 1e9;
    int32_t sector = -1;
    for (const LineDef& line : level.lines) {
        const double x1 = line.x / 65536.0, y1 = line.y / 65536.0;
        const double dx = line.dx / 65536.0, dy = line.dy / 65536.0;
        const double t = std::clamp(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
        if (std::hypot(x1 + t * dx - x, y1 + t * dy - y) < 2) return -1;
        if ((y1 > y) == (y1 + dy > y)) continue;
        const double at = x1 + (y - y1) / dy * dx;
        if (at < x || at - x >= nearest) continue;
        nearest = at - x;
        sector = dy > 0 ? line.backSector : line.frontSector;
    }
    return sector;
}

struct Agreement {
    int tested = 0, play = 0, view = 0, original = 0;
};

Agreement comparePoints(const Level& level, int points) {
    TestRandom random(17);
    const BlockMap& map = level.blockMap;
    Agreement result;
    for (int i = 0; i < points; ++i) {
        const Fixed x =
            addWrap(map.originX, static_cast<Fixed>(random.below(static_cast<uint32_t>(map.width) * 128 * 64)) * 1024);
        const Fixed y =
            addWrap(map.originY, static_cast<Fixed>(random.below(static_cast<uint32_t>(map.height) * 128 * 64)) * 1024);
        const int32_t expected = sectorByRay(level, x / 65536.0, y / 65536.0);
        if (expected < 0) continue;
        ++result.tested;
        result.play += level.gameNodes.sectorAt(x, y) == expected;
        result.view += level.renderNodes.sectorAt(x, y) == expected;
        result.original += level.gameNodes.sectorAtOriginal(x, y) == expected;
    }
    return result;
}

void checkLevel(const Level& level, double agreement) {
    expectSoundIndices(level);
    ASSERT_TRUE(level.renderNodes.gl);
    expectClosedRings(level.renderNodes);
    expectBoxesHold(level.renderNodes, kUnit);  // stored boxes are cut to whole units
    EXPECT_TRUE(isSoundTree(level.gameNodes));
    expectGridAgrees(level.gameNodes);
    expectGridAgrees(level.renderNodes);
    const Agreement points = comparePoints(level, 300);
    EXPECT_GT(points.tested, 20);
    for (int hits : {points.play, points.view, points.original})
        EXPECT_GE(hits, points.tested * agreement);
}

TEST(ScenarioMaps, AllLoadAndHoldTogether) {
    const auto files = scenarioFiles();
    if (files.empty()) GTEST_SKIP() << "no scenario WADs (set CACO_SHARED)";
    for (const std::string& file : files) {
        SCOPED_TRACE(file);
        const Assets assets = assetsOf(file);
        const auto maps = listMaps(*assets.archives);
        EXPECT_FALSE(maps.empty());
        for (const std::string& map : maps) {
            const auto [status, level] = loadFrom(assets, map);
            ASSERT_TRUE(status.ok()) << status.message;
            checkLevel(*level, 1.0);
            EXPECT_FALSE(level->behavior.empty());
        }
    }
}

// The tool that wrote these maps' nodes divides by the same rules as the engine, so ours must come out equal.
TEST(ScenarioMaps, BuilderReproducesStoredGlNodes) {
    const auto files = scenarioFiles();
    if (files.empty()) GTEST_SKIP() << "no scenario WADs (set CACO_SHARED)";
    int compared = 0;
    for (const std::string& file : files) {
        const Assets assets = assetsOf(file);
        for (const std::string& map : listMaps(*assets.archives)) {
            SCOPED_TRACE(file + " " + map);
            MapSource source;
            ASSERT_TRUE(findMap(*assets.archives, map, source).ok());
            const auto [status, level] = loadFrom(assets, map);
            ASSERT_TRUE(status.ok()) << status.message;
            NodeTree stored, built;
            if (!readStoredNodes(source, *level, stored) || !stored.gl) continue;
            ASSERT_TRUE(buildGlNodes(*level, built).ok());
            ASSERT_EQ(built.nodes.size(), stored.nodes.size());
            ASSERT_EQ(built.subSectors.size(), stored.subSectors.size());
            ASSERT_EQ(built.segs.size(), stored.segs.size());
            int differ = 0;
            for (size_t i = 0; i < built.nodes.size(); ++i) {
                const Node& a = built.nodes[i];
                const Node& b = stored.nodes[i];
                for (auto [p, q] : {std::pair{a.x, b.x}, {a.y, b.y}, {a.dx, b.dx}, {a.dy, b.dy}})
                    differ += p >> 16 != q >> 16;
                differ += a.child[0] != b.child[0] || a.child[1] != b.child[1];
            }
            for (size_t i = 0; i < built.subSectors.size(); ++i) {
                differ += built.subSectors[i].segCount != stored.subSectors[i].segCount;
                differ += built.subSectors[i].sector != stored.subSectors[i].sector;
            }
            for (size_t i = 0; i < built.segs.size(); ++i) {
                const Seg& a = built.segs[i];
                const Seg& b = stored.segs[i];
                const Vertex v = built.vertices[static_cast<size_t>(a.v1)];
                const Vertex w = stored.vertices[static_cast<size_t>(b.v1)];
                differ += a.line != b.line || a.side != b.side || a.partner != b.partner || v.x != w.x || v.y != w.y;
            }
            EXPECT_EQ(differ, 0);
            ++compared;
        }
    }
    EXPECT_GE(compared, 15);
}

// The battle family stores blockmaps of the rule the generator follows.
TEST(ScenarioMaps, GeneratedBlockMapEqualsTheStoredOne) {
    int compared = 0;
    for (const std::string& file : scenarioFiles()) {
        const Assets assets = assetsOf(file);
        MapSource source;
        if (!findMap(*assets.archives, "MAP01", source).ok() || source.data(MapLump::BlockMap).empty()) continue;
        SCOPED_TRACE(file);
        const auto [status, level] = loadFrom(assets);
        ASSERT_TRUE(status.ok()) << status.message;
        const BlockMap built = buildBlockMap(level->vertices, level->lines);
        EXPECT_EQ(built.originX, level->blockMap.originX);
        EXPECT_EQ(built.originY, level->blockMap.originY);
        EXPECT_EQ(built.width, level->blockMap.width);
        EXPECT_EQ(built.cellStart, level->blockMap.cellStart);
        EXPECT_EQ(built.lines, level->blockMap.lines);
        ++compared;
    }
    if (compared == 0) GTEST_SKIP() << "no scenario WADs (set CACO_SHARED)";
}

TEST(IwadMaps, AllLoadAndHoldTogether) {
    const std::string iwad = findIwad();
    if (iwad.empty()) GTEST_SKIP() << "freedoom2.wad is not installed";
    const Assets assets = assetsOf(iwad);
    const auto maps = listMaps(*assets.archives);
    EXPECT_EQ(maps.size(), 32u);
    for (const std::string& map : maps) {
        SCOPED_TRACE(map);
        const auto [status, level] = loadFrom(assets, map);
        ASSERT_TRUE(status.ok()) << status.message;
        EXPECT_EQ(level->format, MapFormat::Doom);
        EXPECT_FALSE(level->gameNodes.gl);
        expectBoxesHold(level->gameNodes, kUnit);
        checkLevel(*level, 0.97);  // some sectors are drawn open or refer to themselves on purpose
    }
}

}  // namespace
}  // namespace caco
