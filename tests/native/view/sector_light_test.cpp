// Coloured, faded and grey light of sectors in whole frames (renderer.md 1.2).
#include "sim/sector_light.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/lines.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "sim/specials.h"
#include "support/cut_room.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr int32_t kWidth = 160, kHeight = 120;
constexpr uint8_t kFlat = 5; // the only texel of floors and ceilings

// Two rooms of 512 x 256 units, one behind the other; the player stands in the first (tag 1) and looks into the second (tag 2).
std::vector<uint8_t> wadWith(const std::string& first, const std::string& second) {
    const std::string map = cutRoom({.line = "", .side = "", .first = "lightlevel = 144; id = 1; " + first, .second = "lightlevel = 144; id = 2; " + second});
    WadBuilder wad;
    wad.add("S_START").add("MEDIA0", makeSolidPatch(20, 20, 9)).add("S_END");
    wad.add("F_START").add("PLAIN", std::vector<uint8_t>(4096, kFlat)).add("F_END");
    return wad.add("MAP01").add("TEXTMAP", map).add("ENDMAP").build();
}

std::unique_ptr<Game> roomsWith(const std::string& first, const std::string& second = "") {
    GameOptions options;
    options.width = kWidth;
    options.height = kHeight;
    return gameOf(contentOf(wadWith(first, second)),
                  configOf("seed = 1\nrender_hud = false\nrender_weapon = false\nrender_crosshair = false\n"), options);
}

std::vector<uint8_t> frameOf(Game& game) {
    game.redraw();
    const uint8_t* screen = game.renderer()->screen();
    return {screen, screen + kWidth * kHeight};
}

// The indices of the bottom rows: the floor before the player's feet.
std::set<uint8_t> floorColors(Game& game) {
    const std::vector<uint8_t> frame = frameOf(game);
    return {frame.end() - kWidth * 20, frame.end()};
}

std::set<uint8_t> shadesOf(const Assets& assets, const LightTint& tint) {
    std::vector<uint8_t> rows(kLightRowBytes);
    makeTintRows(assets, tint, rows.data());
    std::set<uint8_t> shades;
    for (size_t row = 0; row < 32; ++row) shades.insert(rows[row * 256 + kFlat]);
    return shades;
}

// What a camera in the middle of both rooms sees.
std::set<uint8_t> colorsTowards(Game& game, Angle angle) {
    Actor& pawn = *pawnOf(game.world(), 0);
    pawn.x = pawn.y = 256 * kUnit;
    pawn.angle = angle;
    const std::vector<uint8_t> frame = frameOf(game);
    return {frame.begin(), frame.end()};
}

void setLight(Game& game, int32_t special, const int32_t (&args)[5]) {
    EXPECT_EQ(executeSpecial(game.world(), special, nullptr, kNoIndex, 0, args), 1);
}

TEST(SectorLight, KeysOfTheMapGiveEachSectorItsLight) {
    const auto plain = roomsWith(""), both = roomsWith("lightcolor = 0xFF2000; fadecolor = 0x203040; desaturation = 0.5;", "lightcolor = 65280;");
    const LightTint fog{{255, 0x20, 0}, 127, {0x20, 0x30, 0x40}}, green{{0, 255, 0}, 0, {}};
    EXPECT_TRUE(tintOf(both->world(), 0) == fog);
    EXPECT_TRUE(tintOf(both->world(), 1) == green);
    EXPECT_TRUE(tintOf(plain->world(), 0).plain());
    const std::set<uint8_t> shades = shadesOf(*both->world().assets, fog);
    for (const uint8_t color : floorColors(*both)) EXPECT_TRUE(shades.contains(color)) << int{color};
    EXPECT_NE(floorColors(*both), floorColors(*plain));
    // Equal light is kept once; black fog and white light are none.
    const auto same = roomsWith("lightcolor = 255;", "lightcolor = 255;"), none = roomsWith("lightcolor = 0xFFFFFF; fadecolor = 0;");
    EXPECT_EQ(same->world().level->tints.size(), 1u);
    EXPECT_TRUE(none->world().level->tints.empty());
}

TEST(SectorLight, LineSpecialsColourTaggedSectors) {
    const auto game = roomsWith(""), fromMap = roomsWith("lightcolor = 0xFF8000; fadecolor = 0x000040;", "");
    const std::vector<uint8_t> before = frameOf(*game);
    setLight(*game, kSpecSectorSetColor, {1, 255, 128, 0, 0});
    setLight(*game, kSpecSectorSetFade, {1, 0, 0, 64, 0});
    EXPECT_EQ(frameOf(*game), frameOf(*fromMap));
    // In the map's own light nothing new is made.
    EXPECT_EQ(fromMap->world().state->tintCount, 0);
    setLight(*fromMap, kSpecSectorSetColor, {1, 255, 128, 0, 0});
    EXPECT_EQ(fromMap->world().state->tintCount, 0);
    setLight(*game, kSpecSectorSetColor, {1, 255, 255, 255, 0});
    setLight(*game, kSpecSectorSetFade, {1, 0, 0, 0, 0});
    EXPECT_EQ(frameOf(*game), before);
    EXPECT_EQ(game->world().sectors[0].tint, 0);
}

TEST(SectorLight, FogKnowsNoMuzzleFlashNoContrastAndNoFullBright) {
    const auto clear = roomsWith("", ""), fog = roomsWith("fadecolor = 0x808080;", "fadecolor = 0x808080;");
    for (Game* game : {clear.get(), fog.get()}) {
        const std::vector<uint8_t> before = frameOf(*game);
        game->world().state->player[0].extraLight = 2;
        EXPECT_EQ(frameOf(*game) == before, game == fog.get());
        game->world().state->player[0].extraLight = 0;
        World& w = game->world();
        Actor* item = spawnActor(w, w.classes->find("Medikit"), 256 * kUnit, 160 * kUnit, 0, false);
        ASSERT_NE(item, nullptr);
        const std::vector<uint8_t> dull = frameOf(*game);
        item->fullBright = true;
        EXPECT_EQ(frameOf(*game) == dull, game == fog.get());
        destroyActor(w, *item);
        // From the middle of the square, walls along x look as walls along y do.
        EXPECT_EQ(colorsTowards(*game, kAngle90) == colorsTowards(*game, 0), game == fog.get());
    }
}

TEST(SectorLight, SnapshotsCarryColoursMadeInPlay) {
    const auto game = roomsWith(""), other = roomsWith("");
    setLight(*game, kSpecSectorSetColor, {2, 0, 0, 255, 0});
    setLight(*game, kSpecSectorSetColor, {1, 200, 20, 20, 40});
    setLight(*other, kSpecSectorSetFade, {1, 9, 9, 9, 0});
    std::vector<std::byte> saved(game->snapshotSize());
    game->save(saved.data());
    ASSERT_TRUE(other->restore(saved.data(), saved.size()).ok());
    EXPECT_EQ(frameOf(*other), frameOf(*game));
    EXPECT_EQ(other->hash(), game->hash());
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->world().state->tintCount, 0);
    EXPECT_TRUE(tintOf(game->world(), 0).plain());
}

TEST(SectorLight, UnusedColoursMakeRoomForNewOnes) {
    const auto game = roomsWith("");
    for (int32_t i = 0; i <= kMaxPlayTints; ++i) setLight(*game, kSpecSectorSetColor, {1, i, 7, 7, 0});
    EXPECT_TRUE(tintOf(game->world(), 0) == (LightTint{{kMaxPlayTints, 7, 7}, 0, {}}));
    EXPECT_EQ(game->world().state->tintCount, kMaxPlayTints);
    EXPECT_TRUE(game->reports().empty()) << game->reports();
    const std::set<uint8_t> shades = shadesOf(*game->world().assets, tintOf(game->world(), 0));
    for (const uint8_t color : floorColors(*game)) EXPECT_TRUE(shades.contains(color));
}

} // namespace
} // namespace caco::test
