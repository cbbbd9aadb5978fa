// Pictures of the 2-D layer, crosshair, status bar values and face (renderer.md 5).
#include <algorithm>

#include "assets/pictures.h"
#include "hud_fixture.h"
#include "render/bar_layer.h"
#include "render/draw_picture.h"
#include "render/hud.h"
#include "render/hud_face.h"
#include "sim/inventory.h"
#include "sim/spawn.h"

namespace caco::test {
namespace {

// Texel (u, v) = 10 + 16 u + v, with a hole at (1, 1).
Picture makePicture(int32_t width, int32_t height) {
    Picture p;
    p.width = width;
    p.height = p.columnStride = height;
    p.pixels.resize(static_cast<size_t>((width + 1) * height));
    for (int32_t u = 0; u < width; ++u) {
        p.postStart.push_back(static_cast<uint32_t>(p.posts.size()));
        for (int32_t v = 0; v < height; ++v) {
            const bool hole = u == 1 && v == 1;
            p.pixels[static_cast<size_t>(u * height + v)] = static_cast<uint8_t>(hole ? 0 : 10 + 16 * u + v);
        }
        if (u == 1) {
            p.posts.push_back({0, 1});
            p.posts.push_back({2, static_cast<uint16_t>(height - 2)});
        } else {
            p.posts.push_back({0, static_cast<uint16_t>(height)});
        }
    }
    p.postStart.push_back(static_cast<uint32_t>(p.posts.size()));
    return p;
}

using Hud = HudArena;

TEST_F(Hud, PictureIsCopiedAtItsOffsets) {
    Picture p = makePicture(4, 3);
    p.leftOffset = 1;
    p.topOffset = -2;
    drawPicture(target, p, {10, 20, 4, 3});
    for (int32_t u = 0; u < 4; ++u) {
        for (int32_t v = 0; v < 3; ++v) {
            const bool hole = u == 1 && v == 1;
            const size_t i = static_cast<size_t>((22 + v) * target.width + 9 + u);
            EXPECT_EQ(screen[i], hole ? kPaper : 10 + 16 * u + v);
            EXPECT_EQ(depth[i], hole ? 9 : 0);
            EXPECT_EQ(labels[i], hole ? 9 : 0);
        }
    }
    EXPECT_EQ(changedPixels(), 11u);
}

TEST_F(Hud, EnlargedPictureRepeatsTexels) {
    drawPicture(target, makePicture(4, 4), {0, 0, 8, 8});
    for (int32_t y = 0; y < 8; ++y) {
        for (int32_t x = 0; x < 8; ++x) {
            const int32_t u = x / 2, v = y / 2;
            EXPECT_EQ(at(x, y), u == 1 && v == 1 ? kPaper : 10 + 16 * u + v) << x << ' ' << y;
        }
    }
}

TEST_F(Hud, PicturesAreClippedToTheFrame) {
    const Picture p = makePicture(4, 4);
    for (const double x : {-40.0, -2.0, 158.0, 500.0}) {
        for (const double y : {-40.0, -2.0, 118.0, 500.0}) {
            drawPictureShadow(target, p, {x, y, 4, 4});
            drawPicture(target, p, {x, y, 4, 4});
        }
    }
    EXPECT_EQ(at(0, 0), 10 + 16 * 2 + 2); // texel (2, 2) of the picture at (-2, -2)
    EXPECT_EQ(at(159, 119), kPaper);      // the hole of the one at (158, 118)
    EXPECT_EQ(at(158, 118), 10);
}

TEST_F(Hud, CrosshairStandsInTheViewsCentre) {
    drawCrosshair(*world, 0, geometry, target);
    EXPECT_EQ(changedPixels(), 9u);
    EXPECT_NE(at(80, 60), kPaper);
    EXPECT_NE(at(78, 60), kPaper);
    EXPECT_NE(at(80, 62), kPaper);
    EXPECT_EQ(depth[60 * 160 + 80], 0);
    setSize(640, 480, false);
    drawCrosshair(*world, 0, geometry, target);
    EXPECT_NE(at(316, 240), kPaper);
    EXPECT_NE(at(320, 236), kPaper);
    EXPECT_EQ(at(315, 240), kPaper);
}

TEST_F(Hud, TheDeadHaveNoCrosshair) {
    player().health = 0;
    drawCrosshair(*world, 0, geometry, target);
    EXPECT_EQ(changedPixels(), 0u);
}

TEST_F(Hud, ValuesFollowTheInventory) {
    Actor& pawn = *pawnOf(*world, 0);
    HudState& hud = viewState(*world).hud;
    takeHudValues(*world, 0, hud);
    EXPECT_EQ(hud.health, 100);
    EXPECT_EQ(hud.armor, 0);
    EXPECT_EQ(hud.ammo[0], 50);
    EXPECT_EQ(hud.ammoMax[0], 200);
    EXPECT_EQ(hud.ammo[1], 0);
    EXPECT_EQ(hud.ammoMax[1], 50);
    EXPECT_TRUE(hud.slotOwned[2]);
    EXPECT_FALSE(hud.slotOwned[3]);
    EXPECT_EQ(hud.key[2], 0);
    giveInventory(*world, pawn, "RedCard", 1);
    giveInventory(*world, pawn, "RedSkull", 1);
    giveInventory(*world, pawn, "BlueSkull", 1);
    giveInventory(*world, pawn, "Shotgun", 1);
    giveInventory(*world, pawn, "GreenArmor", 1);
    takeHudValues(*world, 0, hud);
    EXPECT_EQ(hud.key[0], 2);
    EXPECT_EQ(hud.key[1], 0);
    EXPECT_EQ(hud.key[2], 3);
    EXPECT_TRUE(hud.slotOwned[3]);
    EXPECT_EQ(hud.armor, 100);
    EXPECT_GT(hud.ammo[1], 0);
}

TEST_F(Hud, ReadyAmmoComesOneDrawnFrameLate) {
    ViewState& view = viewState(*world);
    Actor& weapon = *world->resolve(player().readyWeapon);
    Actor& clip = *world->resolve(weapon.item.ammo[0]);
    drawStatusBar(*world, 0, geometry, settings, target); // the first draw takes everything as it is
    finishHudFrame(*world, 0, view);
    EXPECT_EQ(view.hud.readyAmmo, clip.item.amount);
    const int32_t before = clip.item.amount;
    clip.item.amount = before - 7;
    tickStatusBar(*world);
    EXPECT_EQ(view.hud.readyAmmo, before);
    EXPECT_EQ(view.hud.ammo[0], before - 7);
    finishHudFrame(*world, 0, view);
    tickStatusBar(*world);
    EXPECT_EQ(view.hud.readyAmmo, before - 7);
}

// The pictures of the bar, of random texels without holes. The eights are so large that they lie on their neighbours.
class HudBar : public HudArena {
protected:
    void SetUp() override {
        HudArena::SetUp();
        add("NONE", 1, 1); // no texture has the first number
        add("STBAR", 320, 32);
        add("STARMS", 40, 32);
        add("STTPRCNT", 13, 16);
        for (int32_t i = 0; i < 10; ++i) {
            const std::string digit = std::to_string(i);
            add("STTNUM" + digit, i == 8 ? 70 : 13, 16);
            add("STYSNUM" + digit, 4, i == 8 ? 15 : 6);
            add("STGNUM" + digit, 4, 6);
            add("STKEYS" + digit, 7, 5);
            for (int32_t level = 0; level < 5; ++level) add("STFST" + std::to_string(level) + digit, 24, 30);
        }
    }
    void changeSomething() {
        HudState& hud = viewState(*world).hud;
        const int32_t value = static_cast<int32_t>(next() % 250);
        switch (next() % 9) {
        case 0: hud.readyAmmo = value - 20; break;
        case 1: hud.health = value; break;
        case 2: hud.armor = value; break;
        case 3: hud.ammo[next() % 4] = value; break;
        case 4: hud.ammoMax[next() % 4] = value; break;
        case 5: hud.key[next() % 3] = static_cast<uint8_t>(value % 4); break;
        case 6: hud.slotOwned[next() % 10] ^= 1; break;
        case 7: player().health = 1 + value % 100; break;
        default: hud.face[1].pick = value; break;
        }
    }

private:
    uint32_t next() { return random_ = random_ * 1664525 + 1013904223, random_ >> 8; }
    void add(const std::string& name, int32_t width, int32_t height) {
        Picture p;
        allocatePicture(p, width, height);
        for (uint8_t& texel : p.pixels) texel = static_cast<uint8_t>(1 + next() % 255);
        finishPicture(p);
        assets->pictureNames[LumpName::of(name).bits] = static_cast<TextureId>(assets->textures.size());
        assets->textures.push_back(std::move(p));
    }
    uint32_t random_ = 5;
};

TEST_F(HudBar, KeptPixelsAreThoseOfABarDrawnAnew) {
    for (const int32_t width : {160, 320, 640}) {
        setSize(width, width * 3 / 4, true);
        BarLayer layer;
        reserveBarLayer(geometry, layer);
        for (int round = 0; round < 400; ++round) {
            target.barLayer = &layer;
            drawStatusBar(*world, 0, geometry, settings, target);
            const std::vector<uint8_t> kept = screen;
            target.barLayer = nullptr;
            drawStatusBar(*world, 0, geometry, settings, target);
            ASSERT_EQ(kept, screen) << "round " << round << " of width " << width;
            changeSomething();
        }
        EXPECT_EQ(layer.state, BarLayer::State::Ready) << "width " << width;
    }
}

class HudFace : public HudArena {
protected:
    HudState& hud() { return viewState(*world).hud; }
    FaceKind kind() { return static_cast<FaceKind>(hud().faceState); }
    int32_t frame() {
        tickFace(*world, 0, hud());
        return updateFace(*world, 0, hud());
    }
    std::string picture(int32_t direction) {
        char buffer[9];
        return std::string(facePicture(hud(), player().health, 100, direction, buffer));
    }
};

TEST_F(HudFace, NormalFacesLastSeventeenTics) {
    const uint32_t& drawn = world->state->stream[static_cast<size_t>(Stream::Cosmetic)].index;
    world->draw(Stream::Cosmetic); // fills the generator's block
    const uint32_t index = drawn;
    updateFace(*world, 0, hud());
    EXPECT_EQ(kind(), FaceKind::Normal);
    EXPECT_EQ(picture(0).substr(0, 6), "STFST0");
    EXPECT_EQ(drawn, index + 1);
    for (int i = 0; i < 17; ++i) {
        frame();
    }
    EXPECT_EQ(drawn, index + 1);
    frame(); // the eighteenth tic ends it and the next one starts
    EXPECT_EQ(drawn, index + 2);
}

TEST_F(HudFace, PainLooksAtTheAttacker) {
    Actor& pawn = *pawnOf(*world, 0); // looks north
    Actor& imp = *spawnActor(*world, world->classes->find("DoomImp"), pawn.x + 128 * kUnit, pawn.y, 0, false);
    player().attacker = world->refOf(imp);
    player().damageCount = 10;
    EXPECT_EQ(frame(), 0);
    EXPECT_EQ(kind(), FaceKind::Pain);
    EXPECT_EQ(picture(0), "STFTR00");
    imp.x = pawn.x - 128 * kUnit;
    EXPECT_EQ(frame(), 2);
    EXPECT_EQ(picture(2), "STFTL00");
    imp.x = pawn.x;
    imp.y = pawn.y + 128 * kUnit;
    EXPECT_EQ(frame(), 1);
    EXPECT_EQ(picture(1), "STFKILL0");
    player().damageCount = 0; // the last direction stays while the face lasts
    EXPECT_EQ(frame(), 1);
}

TEST_F(HudFace, HeavyHitsShock) {
    frame();
    player().health = 70;
    player().damageCount = 30;
    updateFace(*world, 0, hud());
    EXPECT_EQ(kind(), FaceKind::Ouch);
    EXPECT_EQ(picture(1), "STFOUCH1");
}

TEST_F(HudFace, LongFireEnrages) {
    player().attackDown = 1;
    for (int i = 0; i < 71; ++i) {
        frame();
    }
    EXPECT_EQ(kind(), FaceKind::Rampage);
}

TEST_F(HudFace, NewWeaponsMakeItGrin) {
    player().grinRequested = 1;
    player().bonusCount = 6;
    frame();
    EXPECT_EQ(kind(), FaceKind::Grin);
    player().bonusCount = 0;
    frame();
    EXPECT_FALSE(hud().grin);
}

TEST_F(HudFace, DrawingLeavesThePlayerAlone) {
    player().grinRequested = 1;
    updateFace(*world, 0, hud());
    EXPECT_EQ(player().grinRequested, 1);
    tickFace(*world, 0, hud()); // turned down already: bonusCount was 0
    EXPECT_FALSE(hud().grin);
}

TEST_F(HudFace, GodsAndTheDead) {
    player().cheats = kCheatGod;
    frame();
    EXPECT_EQ(picture(0), "STFGOD0");
    player().health = 0;
    frame();
    EXPECT_EQ(picture(0), "STFDEAD0");
}

} // namespace
} // namespace caco::test
