// Damaged maps and random line specials, played and drawn.
#include "stage.h"
#include "support/map_test_support.h"

namespace caco::test {
namespace {

// Rooms in a row, each 128 units wide, joined by two-sided lines that a player crosses; all kinds of things stand in
// them.
BinaryMap rooms(int count, TestRandom& random) {
    BinaryMap map;
    for (int i = 0; i <= count; ++i) {
        map.vertices.emplace_back(i * 128, 0);
        map.vertices.emplace_back(i * 128, 192);
    }
    auto side = [&](int sector) {
        map.sideSectors.push_back(sector);
        return static_cast<int>(map.sideSectors.size()) - 1;
    };
    auto line = [&](int v1, int v2, int front, int back) {
        BinaryMap::Line l{v1, v2};
        l.flags = back < 0 ? 1 : 4;
        l.side0 = side(front);
        l.side1 = back < 0 ? 0xFFFF : side(back);
        if (random.below(2)) {
            l.special = static_cast<int>(random.below(256));
            l.flags |= static_cast<int>(random.below(8)) << 10 | 0x200 | (random.below(2) ? 0x2000 : 0);
            for (int& arg : l.args) {
                arg = static_cast<int>(random.below(4) ? random.below(6) : random.below(256));
            }
        }
        map.lines.push_back(l);
    };
    line(0, 1, 0, -1);
    for (int i = 0; i < count; ++i) {
        line(2 * i + 1, 2 * i + 3, i, -1);
        line(2 * i + 2, 2 * i, i, -1);
        if (i) line(2 * i, 2 * i + 1, i, i - 1);
        const int floor = static_cast<int>(random.below(6)) * 8;
        map.sectors.push_back(
            {floor, floor + 64 + static_cast<int>(random.below(96)), static_cast<int>(random.below(256)),
             random.below(3) ? 0 : static_cast<int>(random.below(256)), static_cast<int>(random.below(6))});
    }
    line(2 * count + 1, 2 * count, count - 1, -1);
    map.things.push_back({64, 96, 0, 1, 0x7E7});
    constexpr int kinds[] = {3001, 3004, 9,    3002, 3003, 3005, 3006, 64,   68, 67, 65,   2035,
                             2012, 2007, 2018, 2023, 14,   87,   118,  2001, 5,  41, 9001, 9025};
    for (int i = 0; i < 12; ++i) {
        const int x = 16 + static_cast<int>(random.below(static_cast<uint32_t>(count * 128 - 32)));
        const int type = random.below(6) ? kinds[random.below(std::size(kinds))] : static_cast<int>(random.below(4000));
        map.things.push_back(
            {x, 16 + static_cast<int>(random.below(160)), static_cast<int>(random.below(8)) * 45, type, 0x7E7});
    }
    return map;
}

// The things of a map in Hexen format, the player's start without a special and the others with one of their own.
std::vector<uint8_t> hexenThings(const BinaryMap& map, TestRandom& random) {
    std::vector<uint8_t> bytes = map.hexenThings();
    constexpr size_t kSize = 20, kSpecial = 14;
    for (size_t at = 0; at < bytes.size(); at += kSize) {
        for (size_t i = kSpecial; i < kSize; ++i) {
            bytes[at + i] = static_cast<uint8_t>(at == 0 ? 0 : random.below(i == kSpecial ? 256 : 8));
        }
    }
    return bytes;
}

TEST(MapPlayFuzz, RandomSpecialsAndThings) {
    Stage stage;
    TestRandom random(31);
    int played = 0;
    const int cases = fuzzCases(700);
    for (int i = 0; i < cases; ++i) {
        const BinaryMap map = rooms(2 + static_cast<int>(random.below(5)), random);
        if (random.below(2)) {
            WadBuilder wad;
            wad.add("MAP01")
                .add("THINGS", hexenThings(map, random))
                .add("LINEDEFS", map.hexenLines())
                .add("SIDEDEFS", map.sideLump());
            wad.add("VERTEXES", map.vertexLump()).add("SECTORS", map.sectorLump()).add("BEHAVIOR");
            played += stage.playArchive(wad.build(), random);
        } else {
            played += stage.playArchive(map.doomWad(), random);
        }
    }
    EXPECT_EQ(played, cases) << "nothing is wrong with these maps";
}

TEST(MapPlayFuzz, DamagedLumps) {
    Stage stage;
    TestRandom random(32);
    int played = 0;
    for (int i = 0; i < fuzzCases(1000); ++i) {
        const BinaryMap map = rooms(4, random);
        const bool hexen = random.below(2) != 0;
        std::vector<std::pair<std::string, std::vector<uint8_t>>> lumps = {
            {"THINGS", hexen ? hexenThings(map, random) : map.doomThings()},
            {"LINEDEFS", hexen ? map.hexenLines() : map.doomLines()},
            {"SIDEDEFS", map.sideLump()},
            {"VERTEXES", map.vertexLump()},
            {"SECTORS", map.sectorLump()},
        };
        for (uint32_t n = 1 + random.below(3); n; --n) {
            auto& lump = lumps[random.below(5)].second;
            lump = damaged(lump, random, 3);
        }
        WadBuilder wad;
        wad.add("MAP01");
        for (const auto& [name, data] : lumps) {
            wad.add(name, data);
        }
        if (hexen) wad.add("BEHAVIOR");
        played += stage.playArchive(wad.build(), random);
    }
    EXPECT_GT(played, 100);
}

// Numbers and words of a text map are exchanged, so that it still reads well.
TEST(MapPlayFuzz, TextMapsWithOtherNumbers) {
    Stage stage;
    TestRandom random(33);
    const std::string base = twoRoomsText();
    int played = 0;
    for (int i = 0; i < fuzzCases(700); ++i) {
        std::string text = base;
        for (uint32_t n = 1 + random.below(5); n; --n) {
            const size_t at = text.find_first_of("0123456789", random.below(static_cast<uint32_t>(text.size())));
            if (at == std::string::npos) continue;
            const size_t end = text.find_first_not_of("-0123456789", at);
            constexpr const char* numbers[] = {"0",   "1",     "2",      "3",     "-1",         "7",
                                               "128", "32767", "-32768", "65536", "2147483647", "99999999999"};
            text.replace(at, end - at, numbers[random.below(std::size(numbers))]);
        }
        if (random.below(3) == 0) {
            text +=
                "thing { x = 300.0; y = 100.0; type = 3001; single = true; skill1 = true; skill2 = true; skill3 = "
                "true; health = " +
                std::to_string(static_cast<int32_t>(random.next())) +
                ".0; special = " + std::to_string(random.below(256)) + "; }\n";
        }
        played += stage.playArchive(textWad(text), random);
    }
    EXPECT_GT(played, 100);
}

TEST(MapPlayFuzz, DamagedBattle) {
    Stage stage;
    TestRandom random(34);
    const auto& wad = battleWad();
    int played = 0;
    for (int i = 0; i < fuzzCases(120); ++i) {
        played += stage.playArchive(damaged(wad, random, 3), random);
    }
    EXPECT_GT(played, 4);
}

}  // namespace
}  // namespace caco::test
