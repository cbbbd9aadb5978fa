// The full status bar (renderer.md 5.2, 5.3).
#include <algorithm>
#include <charconv>

#include "render/draw_picture.h"
#include "render/hud.h"
#include "render/hud_face.h"
#include "render/sprites.h"
#include "sim/players.h"

namespace caco {
namespace {

// Virtual 320 x 200 coordinates to screen pixels.
struct BarSpace {
    const ViewGeometry& g;

    double x(double v) const {
        const double w = g.width;
        if (g.width == 320) return v;
        if (g.aspectClass == 0 || g.aspectClass == 4) return v * w / 320.0;
        return (v - 160.0) * w * 960.0 / (320.0 * g.baseWidth) + w / 2;
    }
    double y(double v) const {
        const double h = g.height;
        if (g.width == 320) return v - 200.0 + h;
        if (g.aspectClass != 4) return v * h / 200.0;
        return (v - 100.0) * h * 600.0 / (200.0 * g.baseHeight) + h * 0.5 + (h - h * 45.0 / 48.0) * 0.5;
    }
};

struct Bar {
    const Assets& assets;
    const DrawTarget& target;
    BarSpace space;

    const Picture* find(std::string_view name) const {
        const TextureId id = assets.findPicture(name);
        return id == kNoTexture ? nullptr : &assets.texture(id);
    }
    void draw(const Picture& p, int32_t x, int32_t y) const {
        const double left = space.x(x), top = space.y(y);
        const double right = space.x(x + scaledTexels(p.width, p.xScale)), bottom = space.y(y + scaledTexels(p.height, p.yScale));
        drawPicture(target, p, {left, top, right - left, bottom - top});
    }
    void draw(std::string_view name, int32_t x, int32_t y) const {
        if (const Picture* p = find(name)) draw(*p, x, y);
    }
};

// A row of digit pictures of equal advance.
struct DigitFont {
    std::string_view prefix, minus;
};
constexpr DigitFont kBigDigits{"STTNUM", "STTMINUS"};
constexpr DigitFont kSmallDigits{"STYSNUM", ""};

void drawNumber(const Bar& bar, const DigitFont& font, int32_t value, int32_t maxDigits, int32_t right, int32_t y) {
    char name[12];
    const size_t prefix = font.prefix.copy(name, font.prefix.size());
    const auto digitName = [&](char digit) {
        name[prefix] = digit;
        return std::string_view(name, prefix + 1);
    };
    const Picture* zero = bar.find(digitName('0'));
    if (!zero) return;
    int32_t limit = 1;
    for (int32_t i = 0; i < maxDigits; ++i) limit *= 10;
    char text[12];
    const char* end = std::to_chars(text, text + sizeof text, std::clamp(value, 1 - limit, limit - 1)).ptr;
    const int32_t advance = scaledTexels(zero->width, zero->xScale);
    int32_t x = right - static_cast<int32_t>(end - text) * advance;
    for (const char* c = text; c < end; ++c, x += advance) {
        bar.draw(*c == '-' ? font.minus : digitName(*c), x, y);
    }
}

// Beside a bar that is narrower than the screen.
void drawSides(const Bar& bar, const ViewGeometry& g) {
    if (g.width == 320 || g.aspectClass == 0 || g.aspectClass == 4) return;
    const int32_t missing = g.width * (48 - g.multiplier);
    const int32_t left = missing / 96, right = g.width - (missing + 95) / 96;
    const TextureId rock = bar.assets.findFlat("GRNROCK");
    if (rock != kNoTexture) {
        const Picture& flat = bar.assets.texture(rock);
        fillFlat(bar.target, flat, 0, left + 1, g.statusBarTop, g.height);
        fillFlat(bar.target, flat, right - 1, g.width, g.statusBarTop, g.height);
    }
    if (const Picture* border = bar.find("BRDR_B")) {
        tilePicture(bar.target, *border, 0, left, g.statusBarTop);
        tilePicture(bar.target, *border, right, g.width, g.statusBarTop);
    }
}

void drawKeys(const Bar& bar, const HudState& hud) {
    static constexpr std::string_view kNames[3][3] = {
        {"STKEYS0", "STKEYS3", "STKEYS6"}, {"STKEYS1", "STKEYS4", "STKEYS7"}, {"STKEYS2", "STKEYS5", "STKEYS8"}};
    for (int32_t i = 0; i < 3; ++i) {
        const uint8_t owned = hud.key[i] & 3;
        if (owned) bar.draw(kNames[i][owned - 1], 239, 171 + 10 * i);
    }
}

void drawArms(const Bar& bar, const HudState& hud) {
    bar.draw("STARMS", 104, 168);
    for (int32_t slot = 2; slot <= 7; ++slot) {
        const char owned[] = {'S', 'T', 'Y', 'S', 'N', 'U', 'M', static_cast<char>('0' + slot)};
        const char missing[] = {'S', 'T', 'G', 'N', 'U', 'M', static_cast<char>('0' + slot)};
        const int32_t x = 111 + 12 * ((slot - 2) % 3), y = 172 + 10 * ((slot - 2) / 3);
        bar.draw(hud.slotOwned[slot] ? std::string_view(owned, sizeof owned) : std::string_view(missing, sizeof missing), x, y);
    }
}

} // namespace

void drawStatusBar(World& w, int player, const ViewGeometry& g, const RenderSettings&, DrawTarget& target) {
    HudState& hud = viewState(w).hud;
    if (!hud.valid) {
        hud.readyAmmoNext = readyAmmoOf(w, player, 0);
        takeHudValues(w, player, hud);
        hud.valid = 1;
    }
    const int32_t direction = updateFace(w, player, hud);
    const Player& p = w.state->player[player];
    const Bar bar{*w.assets, target, {g}};
    drawSides(bar, g);
    bar.draw("STBAR", 0, 168);
    bar.draw("STTPRCNT", 90, 171);
    bar.draw("STTPRCNT", 221, 171);
    if (hud.readyAmmo >= 0) drawNumber(bar, kBigDigits, hud.readyAmmo, 3, 44, 171);
    drawNumber(bar, kBigDigits, hud.health, 3, 90, 171);
    drawNumber(bar, kBigDigits, hud.armor, 3, 221, 171);
    drawKeys(bar, hud);
    for (int32_t i = 0; i < 4; ++i) {
        drawNumber(bar, kSmallDigits, hud.ammo[i], 3, 288, 173 + 6 * i);
        drawNumber(bar, kSmallDigits, hud.ammoMax[i], 3, 314, 173 + 6 * i);
    }
    if (w.rules.deathmatch) {
        drawNumber(bar, kBigDigits, p.fragCount, 2, 138, 171);
    } else {
        drawArms(bar, hud);
    }
    if (w.rules.multiplayer) bar.draw("STFBANY", 143, 169);
    const Actor* pawn = pawnOf(w, player);
    const int32_t maxHealth = pawn && w.info(*pawn).maxHealth > 0 ? w.info(*pawn).maxHealth : 100;
    char name[9];
    bar.draw(facePicture(hud, p.health, maxHealth, direction, name), 143, 168);
}

} // namespace caco
