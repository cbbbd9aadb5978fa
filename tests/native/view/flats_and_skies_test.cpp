// Scrolled flats and lent skies in whole frames (simulation.md 7.5b, renderer.md 3.9).
#include <gtest/gtest.h>

#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr int32_t kWidth = 160, kHeight = 120;

uint8_t stripes(int u, int v) { return static_cast<uint8_t>(1 + (u + v) % 200); }
uint8_t waves(int u, int v) { return static_cast<uint8_t>(1 + (u * 3 + v * v / 16) % 230); }

struct Rooms {
    std::string line;           // of the wall at the far end, in the second room
    std::string side;
    std::string sector;         // the second one, tag 7
    std::string ceiling = "TILES";
    uint8_t (*sky)(int, int) = stripes;
};

// A room of 512 x 256 units and one behind it, as in a corridor; the player looks from the first (tag 1) into the second.
std::vector<uint8_t> wadOf(const Rooms& rooms) {
    std::string map = "namespace = \"zdoom\";\n"
                      "thing { x = 256.0; y = 64.0; angle = 90; type = 1; skill3 = true; single = true; }\n";
    for (const auto& [x, y] : {std::pair{0, 0}, {0, 256}, {0, 512}, {512, 512}, {512, 256}, {512, 0}}) {
        map += "vertex { x = " + std::to_string(x) + ".0; y = " + std::to_string(y) + ".0; }\n";
    }
    for (int v = 0; v < 6; ++v) {
        const bool far = v == 2;
        map += "linedef { v1 = " + std::to_string(v) + "; v2 = " + std::to_string((v + 1) % 6) + "; sidefront = " + std::to_string(v) +
               "; blocking = true; " + (far ? rooms.line : "") + " }\n";
        map += "sidedef { sector = " + std::string(v >= 1 && v <= 3 ? "1" : "0") + "; texturemiddle = \"WALL1\"; " + (far ? rooms.side : "") + " }\n";
    }
    map += "linedef { v1 = 1; v2 = 4; sidefront = 6; sideback = 7; twosided = true; }\nsidedef { sector = 0; }\nsidedef { sector = 1; }\n";
    map += "sector { texturefloor = \"TILES\"; textureceiling = \"TILES\"; heightceiling = 128; lightlevel = 255; id = 1; }\n";
    map += "sector { texturefloor = \"TILES\"; textureceiling = \"" + rooms.ceiling + "\"; heightceiling = 128; lightlevel = 255; id = 7; " +
           rooms.sector + " }\n";
    std::vector<uint8_t> tiles;
    for (int i = 0; i < 4096; ++i) tiles.push_back(static_cast<uint8_t>(1 + (i % 64) + 3 * (i / 64) % 190));
    WadBuilder wad;
    wad.add("TX_START").add("SKY1", makePatch(256, 128, 0, 0, rooms.sky)).add("OTHER", makePatch(256, 128, 0, 0, waves)).add("TX_END");
    wad.add("F_START").add("TILES", tiles).add("F_SKY1", tiles).add("F_END");
    return wad.add("MAP01").add("TEXTMAP", map).add("ENDMAP").build();
}

std::unique_ptr<Game> gameIn(const Rooms& rooms) {
    GameOptions options;
    options.width = kWidth;
    options.height = kHeight;
    return gameOf(contentOf(wadOf(rooms)),
                  configOf("seed = 1\nrender_hud = false\nrender_weapon = false\nrender_crosshair = false\nautomap_buffer_enabled = true\n"
                           "automap_mode = WHOLE\n"),
                  options);
}

struct Frame {
    std::vector<uint8_t> screen, automap;
    bool operator==(const Frame&) const = default;
};
Frame frameAfter(const Rooms& rooms, uint32_t tics) {
    const auto game = gameIn(rooms);
    if (tics > 1) act(*game, {}, tics - 1);
    const Renderer& r = *game->renderer();
    constexpr size_t kSize = static_cast<size_t>(kWidth) * kHeight;
    return {{r.screen(), r.screen() + kSize}, {r.automap(), r.automap() + kSize}};
}

// One unit per tic east, half a unit north.
Rooms scroller(int special, int what) {
    Rooms rooms;
    rooms.line = "special = " + std::to_string(special) + "; arg0 = 7; arg2 = " + std::to_string(what) + "; arg3 = 160; arg4 = 144;";
    return rooms;
}

TEST(Flats, ScrollersMoveTheFlatAndItsAutomapPicture) {
    for (const uint32_t tics : {1u, 10u}) {
        Rooms floor, ceiling;
        const std::string shift = std::to_string(tics) + ".0;", half = std::to_string(tics * 0.5) + ";";
        floor.sector = "xpanningfloor = -" + shift + " ypanningfloor = " + half;
        ceiling.sector = "xpanningceiling = -" + shift + " ypanningceiling = " + half;
        const Frame still = frameAfter({}, tics);
        EXPECT_EQ(frameAfter(scroller(223, 0), tics), frameAfter(floor, tics));
        EXPECT_EQ(frameAfter(scroller(223, 2), tics), frameAfter(floor, tics));
        EXPECT_EQ(frameAfter(scroller(223, 1), tics), still);
        EXPECT_EQ(frameAfter(scroller(224, 0), tics), frameAfter(ceiling, tics));
        EXPECT_NE(frameAfter(floor, tics).screen, still.screen);
        EXPECT_NE(frameAfter(ceiling, tics).screen, still.screen);
        EXPECT_NE(frameAfter(floor, tics).automap, still.automap);
    }
}

TEST(Flats, SnapshotsCarryThePlaceOfAFlat) {
    const Rooms both = scroller(223, 0);
    const auto game = gameIn(both);
    EXPECT_EQ(game->world().state->moverUsed, 1u);
    act(*game, {}, 5);
    std::vector<std::byte> saved(game->snapshotSize());
    game->save(saved.data());
    const auto other = gameIn(both);
    ASSERT_TRUE(other->restore(saved.data(), saved.size()).ok());
    for (Game* g : {game.get(), other.get()}) act(*g, {}, 3);
    const size_t size = static_cast<size_t>(kWidth) * kHeight;
    EXPECT_TRUE(std::equal(game->renderer()->screen(), game->renderer()->screen() + size, other->renderer()->screen()));
}

TEST(Skies, ALineLendsItsUpperTexture) {
    Rooms lent, own, plain;
    lent.ceiling = own.ceiling = plain.ceiling = "F_SKY1";
    lent.line = "special = 190; arg0 = 7; arg1 = 255;";
    lent.side = "texturetop = \"OTHER\";";
    own.sky = waves;
    EXPECT_EQ(frameAfter(lent, 1).screen, frameAfter(own, 1).screen);
    EXPECT_NE(frameAfter(lent, 1).screen, frameAfter(plain, 1).screen);
    // Offsets turn and raise it; the flag mirrors it. A line for another tag lends nothing.
    Rooms turned = lent, raised = lent, mirrored = lent, elsewhere = lent;
    turned.side += " offsetx_top = 4096.0;";
    raised.side += " offsety_top = 16.0;";
    mirrored.line += " arg2 = 1;";
    elsewhere.line = "special = 190; arg0 = 8; arg1 = 255;";
    for (const Rooms& changed : {turned, raised, mirrored}) EXPECT_NE(frameAfter(changed, 1).screen, frameAfter(lent, 1).screen);
    EXPECT_EQ(frameAfter(elsewhere, 1).screen, frameAfter(plain, 1).screen);
}

} // namespace
} // namespace caco::test
