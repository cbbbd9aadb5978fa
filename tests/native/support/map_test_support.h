// Tiny maps made in code, and checks that hold for every loaded level.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "map/level.h"
#include "support/wad_builder.h"

namespace caco::test {

// Assets without pictures: every texture name is unknown.
Assets bareAssets(std::vector<uint8_t> wad, const std::string& label = "test.wad");

struct LoadResult {
    Status status;
    std::shared_ptr<const Level> level;
};
LoadResult loadFrom(const Assets& assets, std::string_view map = "MAP01", LevelOptions options = {});
LoadResult loadWad(std::vector<uint8_t> wad, std::string_view map = "MAP01", LevelOptions options = {});

// A binary map under construction; corners in whole units.
struct BinaryMap {
    std::vector<std::pair<int, int>> vertices;
    struct Line {
        int v1, v2, flags = 1, special = 0, tag = 0, side0 = 0, side1 = 0xFFFF;
        std::vector<int> args = {0, 0, 0, 0, 0};
    };
    std::vector<Line> lines;
    std::vector<int> sideSectors;
    struct Sector {
        int floor = 0, ceiling = 128, light = 160, special = 0, tag = 0;
    };
    std::vector<Sector> sectors;
    struct Thing {
        int x, y, angle, type, options;
    };
    std::vector<Thing> things;

    std::vector<uint8_t> vertexLump() const;
    std::vector<uint8_t> doomLines() const;
    std::vector<uint8_t> hexenLines() const;
    std::vector<uint8_t> sideLump() const;
    std::vector<uint8_t> sectorLump() const;
    std::vector<uint8_t> doomThings() const;
    std::vector<uint8_t> hexenThings() const;
    std::vector<uint8_t> doomWad(const std::vector<std::pair<std::string, std::vector<uint8_t>>>& extra = {}) const;
    std::vector<uint8_t> hexenWad() const;
};

// Two rooms of 256x256 units side by side, joined by a two-sided line; sector 0 west, sector 1 east.
BinaryMap twoRooms();
std::string twoRoomsText();
std::vector<uint8_t> textWad(std::string_view text,
                             const std::vector<std::pair<std::string, std::vector<uint8_t>>>& extra = {});

// Every index of the level lies inside its table; gtest failures otherwise.
void expectSoundIndices(const Level& level);
// Rings, partners, boxes.
void expectClosedRings(const NodeTree& tree);
void expectBoxesHold(const NodeTree& tree, Fixed slack);
// Looking up points through the grid ends where the walk from the root does: points everywhere, on the nodes' lines and at cells' edges.
void expectGridAgrees(const NodeTree& tree);

}  // namespace caco::test
