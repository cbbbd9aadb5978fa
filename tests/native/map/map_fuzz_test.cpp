// Damaged maps load or give an error; nothing else may happen. CACO_FUZZ_SCALE multiplies the number of cases.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/damage.h"
#include "support/map_test_support.h"

namespace caco {
namespace {

using namespace test;

struct LumpData {
    std::string name;
    std::vector<uint8_t> data;
};

// Mutates whole lumps, so that the archive itself stays readable.
class MapFuzzer {
public:
    MapFuzzer(std::vector<LumpData> lumps, uint64_t seed) : lumps_(std::move(lumps)), random_(seed) {}

    // Returns how many cases loaded.
    int run(int cases) {
        int loaded = 0;
        const int all = fuzzCases(cases);
        for (int i = 0; i < all; ++i) {
            std::vector<LumpData> damaged = lumps_;
            const uint32_t changes = 1 + random_.below(4);
            for (uint32_t c = 0; c < changes; ++c)
                damageOnce(damaged[random_.below(static_cast<uint32_t>(damaged.size()))].data, random_);
            WadBuilder wad;
            for (const LumpData& lump : damaged)
                wad.add(lump.name, lump.data);
            LevelOptions options;
            options.wadNodesForView = i % 8 != 0;  // building is the slow part
            const auto [status, level] = loadWad(wad.build(), "MAP01", options);
            if (!status.ok()) {
                EXPECT_FALSE(status.message.empty());
                continue;
            }
            ++loaded;
            use(*level);
        }
        return loaded;
    }

private:
    void use(const Level& level) {
        expectSoundIndices(level);
        for (int i = 0; i < 8; ++i) {
            const auto x = static_cast<Fixed>(random_.next());
            const auto y = static_cast<Fixed>(random_.next());
            for (const NodeTree* tree : {&level.gameNodes, &level.renderNodes}) {
                if (i == 0) expectGridAgrees(*tree);
                EXPECT_LT(static_cast<size_t>(tree->sectorAt(x, y)), level.sectors.size());
                EXPECT_LT(static_cast<size_t>(tree->sectorAtOriginal(x, y)), level.sectors.size());
            }
        }
        const auto last = static_cast<int32_t>(level.sectors.size()) - 1;
        EXPECT_EQ(level.rejects(last, last), level.rejects(last, last));
    }

    std::vector<LumpData> lumps_;
    TestRandom random_;
};

std::vector<LumpData> lumpsOf(const std::string& file) {
    std::vector<LumpData> out;
    ArchiveSet archives;
    if (!archives.addFile(file).ok()) return out;
    for (int32_t i = 0; i < archives.lumpCount(); ++i) {
        const Lump& lump = archives.lump(i);
        out.push_back({lump.name.text(), {lump.data.begin(), lump.data.end()}});
    }
    return out;
}

std::string scenario(const char* path) {
    const std::string root = sharedFolder();
    if (root.empty()) return {};
    const auto full = std::filesystem::path(root) / "data" / "scenarios" / path;
    return std::filesystem::exists(full) ? full.string() : std::string();
}

TEST(MapFuzz, TinyTextMap) {
    const std::string text = twoRoomsText();
    MapFuzzer fuzzer({{"MAP01", {}}, {"TEXTMAP", {text.begin(), text.end()}}, {"ENDMAP", {}}}, 1);
    EXPECT_GT(fuzzer.run(1500), 100);
}

TEST(MapFuzz, TinyBinaryMap) {
    const BinaryMap map = twoRooms();
    MapFuzzer fuzzer({{"MAP01", {}},
                      {"THINGS", map.doomThings()},
                      {"LINEDEFS", map.doomLines()},
                      {"SIDEDEFS", map.sideLump()},
                      {"VERTEXES", map.vertexLump()},
                      {"SECTORS", map.sectorLump()},
                      {"REJECT", {0}},
                      {"BLOCKMAP", {}}},
                     2);
    EXPECT_GT(fuzzer.run(1500), 100);
}

TEST(MapFuzz, StoredGlNodes) {
    const std::string file = scenario("vizdoom/basic.wad");
    if (file.empty()) GTEST_SKIP() << "no scenario WADs (set CACO_SHARED)";
    MapFuzzer fuzzer(lumpsOf(file), 3);
    EXPECT_GT(fuzzer.run(1000), 100);
}

TEST(MapFuzz, HexenMapWithClassicNodes) {
    const std::string file = scenario("battle/D3_battle.wad");
    if (file.empty()) GTEST_SKIP() << "no scenario WADs (set CACO_SHARED)";
    MapFuzzer fuzzer(lumpsOf(file), 4);
    EXPECT_GT(fuzzer.run(400), 50);
}

}  // namespace
}  // namespace caco
