#include <gtest/gtest.h>

#include "map/line_translation.h"
#include "support/map_test_support.h"

namespace caco {
namespace {

using namespace test;

TEST(DoomFormat, ReadsTwoRooms) {
    BinaryMap map = twoRooms();
    map.lines[1].special = 46;  // shoot to open
    map.lines[1].tag = 5;
    map.lines[6].flags = 4 | 0x200;
    map.lines[6].special = 62;
    map.lines[6].tag = 5;
    const auto [status, level] = loadWad(map.doomWad());
    ASSERT_TRUE(status.ok()) << status.message;
    expectSoundIndices(*level);
    expectClosedRings(level->renderNodes);
    EXPECT_EQ(level->name, "MAP01");
    EXPECT_EQ(level->format, MapFormat::Doom);
    EXPECT_TRUE(level->floorDrop);
    EXPECT_FALSE(level->laxMonsterActivation);
    EXPECT_EQ(level->sectors[1].floor, 8 * kUnit);
    EXPECT_EQ(level->sectors[1].light, 200);
    EXPECT_EQ(level->sectors[1].special, 0x400);  // 9 = secret
    EXPECT_EQ(level->sectors[1].tag, 5);
    EXPECT_EQ(level->sides[0].xOffset[kMiddle], 3 * kUnit);
    EXPECT_EQ(level->sides[0].yOffset[kBottom], -4 * kUnit);

    const LineDef& shoot = level->lines[1];
    EXPECT_EQ(shoot.special, 11);
    EXPECT_EQ(shoot.args[0], 5);
    EXPECT_EQ(shoot.args[1], 16);
    EXPECT_EQ(shoot.activation, kActImpact | kActPCross);
    EXPECT_EQ(shoot.flags & (kLineRepeat | kLineMonstersCanActivate), kLineRepeat | kLineMonstersCanActivate);
    EXPECT_EQ(shoot.id, 5);
    const LineDef& lift = level->lines[6];
    EXPECT_EQ(lift.special, 206);
    EXPECT_EQ(lift.activation, kActUseThrough);
    EXPECT_EQ(lift.frontSector, 1);
    EXPECT_EQ(lift.backSector, 0);
    EXPECT_EQ(level->lines[0].backSector, kNoIndex);

    EXPECT_EQ(level->gameNodes.sectorAt(128 * kUnit, 128 * kUnit), 0);
    EXPECT_EQ(level->gameNodes.sectorAt(300 * kUnit, 128 * kUnit), 1);
    EXPECT_EQ(level->gameNodes.sectorAtOriginal(300 * kUnit, 128 * kUnit), 1);
    EXPECT_EQ(level->blockMap.width, 5);
    EXPECT_EQ(level->blockMap.height, 3);
    const std::vector<int32_t> westLines(level->sectorLines.begin(),
                                         level->sectorLines.begin() + level->sectors[0].lineCount);
    EXPECT_EQ(westLines, (std::vector<int32_t>{0, 1, 5, 6}));
}

TEST(DoomFormat, ThingOptions) {
    BinaryMap map = twoRooms();
    map.things = {{10, 20, 45, 3004, 7}, {0, 0, 0, 1, 1 | 8 | 16}, {0, 0, 0, 1, 4 | 0xE0}, {0, 0, 0, 1, 2 | 0x1F0}};
    const auto [status, level] = loadWad(map.doomWad());
    ASSERT_TRUE(status.ok()) << status.message;
    ASSERT_EQ(level->things.size(), 4u);
    EXPECT_EQ(level->things[0].x, 10 * kUnit);
    EXPECT_EQ(level->things[0].type, 3004);
    EXPECT_EQ(level->things[0].skillMask, 31u);
    EXPECT_EQ(level->things[0].flags, kThingSingle | kThingCoop | kThingDeathmatch);
    EXPECT_EQ(level->things[1].skillMask, 3u);
    EXPECT_EQ(level->things[1].flags, kThingAmbush | kThingCoop | kThingDeathmatch);
    EXPECT_EQ(level->things[2].skillMask, 24u);
    EXPECT_EQ(level->things[2].flags, kThingSingle | kThingFriendly);
    EXPECT_EQ(level->things[3].skillMask, 4u);
    EXPECT_EQ(level->things[3].flags, kThingCoop | kThingDeathmatch) << "upper bits of a bad editor are dropped";
}

TEST(DoomFormat, DropsLinesWithoutLengthAndMissingFirstSides) {
    BinaryMap map = twoRooms();
    map.vertices.push_back({0, 0});
    map.lines.insert(map.lines.begin() + 1, BinaryMap::Line{0, 6});
    map.lines[3].side0 = 0xFFFF;  // north wall of the east room takes side 0, which is the west room's
    const auto [status, level] = loadWad(map.doomWad({{"BLOCKMAP", {1, 2, 3}}}));
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(level->lines.size(), 7u);
    EXPECT_EQ(level->lines[1].v1, 1);
    EXPECT_EQ(level->lines[2].frontSector, 0);
    EXPECT_NE(level->lines[2].side[0], level->lines[0].side[0]) << "a shared side is copied";
    EXPECT_EQ(level->sides[static_cast<size_t>(level->lines[2].side[0])].line, 2);
    expectSoundIndices(*level);
}

TEST(HexenFormat, ReadsActivationIdsAndFlags) {
    BinaryMap map = twoRooms();
    map.lines[0].special = 121;
    map.lines[0].args = {7, 2, 0, 0, 1};
    map.lines[1].special = 80;
    map.lines[1].flags = 1 | 0x200 | (3 << 10) | 0x2000;
    map.lines[1].args = {1, 2, 3, 4, 5};
    map.lines[2].flags = 1 | (7 << 10) | 0x4000 | 0x8000;
    map.lines[3].special = 215;
    map.lines[3].args = {9, 0, 0, 0, 0};
    map.lines[3].flags = 1 | (6 << 10);
    map.things = {{128, 128, 90, 1, 7 | 0x10 | 0x20 | 0x100 | 0x4000}};
    const auto [status, level] = loadWad(map.hexenWad());
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(level->format, MapFormat::Hexen);
    EXPECT_TRUE(level->laxMonsterActivation);
    EXPECT_FALSE(level->floorDrop);
    EXPECT_EQ(level->behavior.size(), 4u);
    EXPECT_EQ(level->sectors[1].special, 9) << "not translated";
    EXPECT_EQ(level->lines[0].id, 7 + 256);
    EXPECT_EQ(level->lines[0].special, 0);
    EXPECT_TRUE(level->lines[0].flags & kLineRailing);
    EXPECT_EQ(level->lines[1].activation, kActImpact | kActPCross);
    EXPECT_TRUE(level->lines[1].flags & kLineRepeat);
    EXPECT_TRUE(level->lines[1].flags & kLineMonstersCanActivate);
    EXPECT_EQ(level->lines[1].args[4], 5);
    EXPECT_EQ(level->lines[2].activation, kActImpact | kActPCross);
    EXPECT_TRUE(level->lines[2].flags & kLineBlockPlayers);
    EXPECT_TRUE(level->lines[2].flags & kLineBlockEverything);
    EXPECT_EQ(level->lines[3].id, 9);
    EXPECT_EQ(level->lines[3].activation, kActUseThrough);
    const MapThing& thing = level->things[0];
    EXPECT_EQ(thing.tid, 7);
    EXPECT_EQ(thing.z, 16 * kUnit);
    EXPECT_EQ(thing.special, 80);
    EXPECT_EQ(thing.args[4], 5);
    EXPECT_EQ(thing.classMask, 1u);
    EXPECT_EQ(thing.flags, kThingDormant | kThingSingle | kThingStandStill);
}

TEST(Udmf, ReadsTwoRooms) {
    const auto [status, level] = loadWad(textWad(twoRoomsText(), {{"BEHAVIOR", {1}}, {"BEHAVIOR", {2, 3}}}));
    ASSERT_TRUE(status.ok()) << status.message;
    expectSoundIndices(*level);
    EXPECT_EQ(level->format, MapFormat::Udmf);
    EXPECT_EQ(level->behavior, (std::vector<uint8_t>{2, 3})) << "the last one wins";
    EXPECT_FALSE(level->laxMonsterActivation);
    EXPECT_EQ(level->sectors[0].light, 160);
    EXPECT_EQ(level->sectors[1].special, 83);
    EXPECT_EQ(level->things[0].x, 128 * kUnit + kUnit / 2);
    EXPECT_EQ(level->things[0].skillMask, 0b10001u);
    EXPECT_EQ(level->things[0].flags, kThingSingle);
    EXPECT_EQ(level->things[0].health, kUnit);
    EXPECT_EQ(level->lines[0].flags, kLineBlocking);
    EXPECT_EQ(level->lines[0].id, -1);
    EXPECT_EQ(level->gameNodes.sectorAt(300 * kUnit, 128 * kUnit), 1);
}

TEST(Udmf, ReadsEveryKindOfField) {
    std::string text = twoRoomsText();
    text +=
        "linedef { v1 = 0; v2 = 3; sidefront = 0; PlayerUse = true; passuse = true; monstercross = true; repeatspecial "
        "= true;\n"
        " special = 80; arg0 = 0x10; arg4 = -3; id = 12; locknumber = 129; alpha = 0.25; unknown_field = \"a \\\" b\"; "
        "}\n"
        "sidedef { sector = 0; offsetx = 5; offsetx_mid = 2.5; scaley_top = 2.0; light = -20; lightabsolute = true; }\n"
        "/* a comment\n over lines */ sector { gravity = 0.5; damageamount = 10; rotationfloor = 90.0; xscalefloor = "
        "2; dropactors = true; }\n"
        "thing { x = -1.5e1; y = +2; skill16 = true; class3 = true; health = -50; arg1 = 7; id = 3; height = 8.5; "
        "floatbobphase = 4; }\n"
        "user_block { key = true; } some_global = 5; // the end";
    const auto [status, level] = loadWad(textWad(text));
    ASSERT_TRUE(status.ok()) << status.message;
    const LineDef& line = level->lines.back();
    EXPECT_EQ(line.activation, kActUseThrough | kActMCross);
    EXPECT_EQ(line.flags, kLineRepeat);
    EXPECT_EQ(line.special, 80);
    EXPECT_EQ(line.args[0], 16);
    EXPECT_EQ(line.args[4], -3);
    EXPECT_EQ(line.id, 12);
    EXPECT_EQ(line.lockNumber, 129);
    EXPECT_EQ(line.alpha, kUnit / 4);
    const SideDef& side = level->sides[8];
    EXPECT_EQ(side.xOffset[kTop], 5 * kUnit);
    EXPECT_EQ(side.xOffset[kMiddle], 7 * kUnit + kUnit / 2);
    EXPECT_EQ(side.yScale[kTop], 2 * kUnit);
    EXPECT_EQ(side.light, -20);
    EXPECT_TRUE(side.lightAbsolute);
    const SectorDef& sector = level->sectors[2];
    EXPECT_EQ(sector.gravity, 0.5);
    EXPECT_EQ(sector.damage, 10);
    EXPECT_EQ(sector.floorAngle, kAngle90);
    EXPECT_EQ(sector.floorXScale, 2 * kUnit);
    EXPECT_TRUE(sector.dropActors);
    const MapThing& thing = level->things[1];
    EXPECT_EQ(thing.x, -15 * kUnit);
    EXPECT_EQ(thing.y, 2 * kUnit);
    EXPECT_EQ(thing.skillMask, 1u << 15);
    EXPECT_EQ(thing.classMask, 4u);
    EXPECT_EQ(thing.health, -50 * kUnit);
    EXPECT_EQ(thing.args[1], 7);
    EXPECT_EQ(thing.z, 8 * kUnit + kUnit / 2);
    EXPECT_EQ(thing.floatBobPhase, 4);
}

TEST(Udmf, ErrorsNameTheTextLine) {
    const struct {
        const char* text;
        const char* expected;
    } cases[] = {{"namespace = \"zdoom\";\nvertex { x = ; }", "text line 2: expected a value, found ';'"},
                 {"vertex\n{\n x = 5\n y = 3; }", "text line 4: expected ';', found 'y'"},
                 {"vertex { x = 5;", "the text ends where a key or '}' is expected"},
                 {"vertex { x = 5.5.5; }", "expected a value, found '5.5.5'"},
                 {"vertex { x = \"open; }", "closing quote"},
                 {"thing { single = maybe; }", "expected a value, found 'maybe'"},
                 {"namespace = \"strife\";", "namespace 'strife' is not supported"},
                 {"7 { }", "expected a block name, found '7'"}};
    for (const auto& c : cases) {
        const auto [status, level] = loadWad(textWad(c.text));
        EXPECT_FALSE(status.ok());
        EXPECT_NE(status.message.find(c.expected), std::string::npos) << status.message;
        EXPECT_EQ(status.message.find("test.wad: map MAP01: lump TEXTMAP: "), 0u) << status.message;
    }
}

TEST(MapErrors, NameFileMapAndLump) {
    const auto expectError = [](const BinaryMap& map, const std::string& expected) {
        const auto [status, level] = loadWad(map.doomWad());
        EXPECT_EQ(status.code, StatusCode::BadData);
        EXPECT_EQ(level, nullptr);
        EXPECT_EQ(status.message, "test.wad: map MAP01: " + expected);
    };
    BinaryMap map = twoRooms();
    map.lines[2].v2 = 60;
    expectError(map, "lump LINEDEFS: line 2: vertex 60 does not exist (the map has 6)");
    map = twoRooms();
    map.lines[2].side0 = 8;
    expectError(map, "lump LINEDEFS: line 2: side 8 does not exist (the map has 8)");
    map = twoRooms();
    map.sideSectors[4] = 2;
    expectError(map, "lump SIDEDEFS: side 4: sector 2 does not exist (the map has 2)");
    map = twoRooms();
    map.sectors.clear();
    expectError(map, "it has no sectors");
    map = twoRooms();
    map.lines.clear();
    expectError(map, "it has no lines");
    map = twoRooms();
    map.vertices[0] = {-32000, 0};
    map.vertices[1] = {32000, 256};
    expectError(map, "lump LINEDEFS: line 0: it spans more than 32767 units");
}

TEST(MapErrors, MissingLumpsAndMaps) {
    const BinaryMap map = twoRooms();
    WadBuilder wad;
    wad.add("MAP01").add("THINGS", map.doomThings()).add("LINEDEFS", map.doomLines()).add("SIDEDEFS", map.sideLump());
    wad.add("VERTEXES", map.vertexLump());
    EXPECT_EQ(loadWad(wad.build()).status.message, "test.wad: map MAP01: lump SECTORS is missing");
    EXPECT_EQ(loadWad(wad.build(), "MAP09").status.message, "map MAP09 not found; maps in the loaded files: MAP01");
    EXPECT_EQ(loadWad(WadBuilder().add("X").build(), "").status.code, StatusCode::InvalidArgument);
    std::vector<uint8_t> cut = map.vertexLump();
    cut.pop_back();
    WadBuilder cutWad;
    cutWad.add("E1M3").add("THINGS").add("LINEDEFS").add("SIDEDEFS").add("VERTEXES", cut).add("SECTORS");
    EXPECT_NE(loadWad(cutWad.build(), "e1m3").status.message.find("map E1M3: lump VERTEXES: its 23 bytes"),
              std::string::npos);
}

TEST(MapLookup, LastMapWinsAndNamesAreListedOnce) {
    auto archives = std::make_shared<ArchiveSet>();
    BinaryMap map = twoRooms();
    ASSERT_TRUE(archives->addMemory(map.doomWad(), "first.wad").ok());
    map.sectors[0].light = 77;
    ASSERT_TRUE(archives->addMemory(map.doomWad(), "second.wad").ok());
    EXPECT_EQ(listMaps(*archives), std::vector<std::string>{"MAP01"});
    Assets assets;
    assets.archives = archives;
    const auto [status, level] = loadFrom(assets, "map01");
    ASSERT_TRUE(status.ok());
    EXPECT_EQ(level->sectors[0].light, 77);
}

TEST(MapLookup, SkyAndNumberFollowTheName) {
    const BinaryMap map = twoRooms();
    for (const auto& [name, number, sky] : {std::tuple{"MAP01", 1, 1},
                                            {"MAP11", 11, 1},
                                            {"MAP12", 12, 2},
                                            {"MAP20", 20, 2},
                                            {"MAP21", 21, 3},
                                            {"MAP32", 32, 3},
                                            {"E1M1", 1, 1},
                                            {"E2M3", 13, 2}}) {
        WadBuilder wad;
        wad.add(name).add("THINGS").add("LINEDEFS", map.doomLines()).add("SIDEDEFS", map.sideLump());
        wad.add("VERTEXES", map.vertexLump()).add("SECTORS", map.sectorLump());
        Assets assets = bareAssets(wad.build());
        for (int i = 1; i <= 3; ++i)
            assets.wallNames[LumpName::of("SKY" + std::to_string(i)).bits] = i;
        const auto [status, level] = loadFrom(assets, name);
        ASSERT_TRUE(status.ok()) << status.message;
        EXPECT_EQ(level->levelNumber, number) << name;
        EXPECT_EQ(level->skyTexture, sky) << name;
    }
}

TEST(LineTranslation, MatchesTheTable) {
    const auto arg = [](const TranslatedLine& t) { return std::vector<int32_t>(std::begin(t.args), std::end(t.args)); };
    TranslatedLine t = translateLine(1, 6, false, false);
    EXPECT_EQ(t.special, 12);
    EXPECT_EQ(arg(t), (std::vector<int32_t>{0, 16, 150, 6, 0}));
    EXPECT_TRUE(t.monsters && t.repeat);
    EXPECT_FALSE(translateLine(1, 6, false, true).monsters) << "a secret door stays closed to monsters";
    EXPECT_TRUE(translateLine(97, 6, false, true).monsters);
    t = translateLine(126, 3, true, false);
    EXPECT_EQ(t.special, 70);
    EXPECT_EQ(t.activation, kActMCross);
    EXPECT_TRUE(t.repeat);
    EXPECT_FALSE(t.monsters);
    t = translateLine(186, 2, false, false);
    EXPECT_EQ(arg(t), (std::vector<int32_t>{2, 8, 8, 1998, 0}));
    t = translateLine(48, 2, false, false);
    EXPECT_EQ(t.special, 100);
    EXPECT_EQ(t.activation, 0);
    for (int32_t unknown : {0, -1, 192 + 100, 85000, 13331, 272 + 1})
        EXPECT_EQ(translateLine(unknown, 1, false, false).special, 0);
    int known = 0;
    for (int32_t type = 1; type <= 272; ++type)
        known += translateLine(type, 1, false, false).special != 0;
    EXPECT_GE(known, 250);
}

TEST(SectorTranslation, MatchesTheTable) {
    EXPECT_EQ(translateSectorSpecial(0), 0);
    EXPECT_EQ(translateSectorSpecial(1), 65);
    EXPECT_EQ(translateSectorSpecial(9), 0x400);
    EXPECT_EQ(translateSectorSpecial(11), 75);
    EXPECT_EQ(translateSectorSpecial(19), 83);
    EXPECT_EQ(translateSectorSpecial(0x60 | 1), 0x300 | 65);
    EXPECT_EQ(translateSectorSpecial(0x80), 0x400);
}

TEST(BoxSide, FollowsTheLine) {
    LineDef line{};
    line.x = 0;
    line.y = 0;
    line.dx = 0;
    line.dy = 64 * kUnit;
    const Fixed east[4] = {10 * kUnit, -10 * kUnit, 5 * kUnit, 20 * kUnit};
    const Fixed across[4] = {10 * kUnit, -10 * kUnit, -5 * kUnit, 20 * kUnit};
    EXPECT_EQ(boxSide(east, line), 0);
    EXPECT_EQ(boxSide(across, line), -1);
    line.dy = -line.dy;
    EXPECT_EQ(boxSide(east, line), 1);
    line.dx = 64 * kUnit;
    line.dy = 64 * kUnit;
    const Fixed below[4] = {-10 * kUnit, -30 * kUnit, 5 * kUnit, 20 * kUnit};
    EXPECT_EQ(boxSide(below, line), 0);
    line.dy = -line.dy;
    EXPECT_EQ(boxSide(below, line), -1);
}

}  // namespace
}  // namespace caco
