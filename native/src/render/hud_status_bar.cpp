// The full status bar (renderer.md 5.2, 5.3).
#include <algorithm>
#include <bitset>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "render/bar_layer.h"
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
    int32_t above = 0;    // rows of the frame above the target's first
    bool* cut = nullptr;  // set when something lies there
    PixelRect* drawn = nullptr;  // grows by what is drawn

    const Picture* find(std::string_view name) const {
        const TextureId id = assets.findPicture(name);
        return id == kNoTexture ? nullptr : &assets.texture(id);
    }
    void draw(const Picture& p, int32_t x, int32_t y) const {
        const int32_t height = scaledTexels(p.height, p.yScale);
        const double left = space.x(x), top = space.y(y) - above;
        const double right = space.x(x + scaledTexels(p.width, p.xScale)), bottom = space.y(y + height) - above;
        if (cut && height > 0 && top - scaledTexels(p.topOffset, p.yScale) * (bottom - top) / height < 0) *cut = true;
        const PixelRect pixels = drawPicture(target, p, {left, top, right - left, bottom - top});
        if (drawn) drawn->cover(pixels);
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

// Is the bar narrower than the screen?
bool hasSides(const ViewGeometry& g) { return g.width != 320 && g.aspectClass != 0 && g.aspectClass != 4; }

// Beside a bar that is narrower than the screen.
void drawSides(const Bar& bar, const ViewGeometry& g) {
    if (!hasSides(g)) return;
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

void drawKeys(const Bar& bar, const BarValues& hud) {
    static constexpr std::string_view kNames[3][3] = {
        {"STKEYS0", "STKEYS3", "STKEYS6"}, {"STKEYS1", "STKEYS4", "STKEYS7"}, {"STKEYS2", "STKEYS5", "STKEYS8"}};
    for (int32_t i = 0; i < 3; ++i) {
        const uint8_t owned = hud.key[i] & 3;
        if (owned) bar.draw(kNames[i][owned - 1], 239, 171 + 10 * i);
    }
}

void drawArms(const Bar& bar, const BarValues& hud) {
    bar.draw("STARMS", 104, 168);
    for (int32_t slot = 2; slot <= 7; ++slot) {
        const char owned[] = {'S', 'T', 'Y', 'S', 'N', 'U', 'M', static_cast<char>('0' + slot)};
        const char missing[] = {'S', 'T', 'G', 'N', 'U', 'M', static_cast<char>('0' + slot)};
        const int32_t x = 111 + 12 * ((slot - 2) % 3), y = 172 + 10 * ((slot - 2) / 3);
        bar.draw(hud.slotOwned[slot] ? std::string_view(owned, sizeof owned) : std::string_view(missing, sizeof missing), x, y);
    }
}

void drawBack(const Bar& bar) {
    bar.draw("STBAR", 0, 168);
    bar.draw("STTPRCNT", 90, 171);
    bar.draw("STTPRCNT", 221, 171);
}

void drawPart(const Bar& bar, const BarValues& v, BarPart part) {
    switch (part) {
    case BarPart::ReadyAmmo:
        if (v.readyAmmo >= 0) drawNumber(bar, kBigDigits, v.readyAmmo, 3, 44, 171);
        return;
    case BarPart::Health: return drawNumber(bar, kBigDigits, v.health, 3, 90, 171);
    case BarPart::Armor: return drawNumber(bar, kBigDigits, v.armor, 3, 221, 171);
    case BarPart::Keys: return drawKeys(bar, v);
    case BarPart::ArmsOrFrags: return v.deathmatch ? drawNumber(bar, kBigDigits, v.frags, 2, 138, 171) : drawArms(bar, v);
    case BarPart::Face:
        if (v.multiplayer) bar.draw("STFBANY", 143, 169);
        return bar.draw(v.face, 143, 168);
    default: break;
    }
    const auto field = static_cast<int32_t>(part) - static_cast<int32_t>(BarPart::Ammo), kind = field / 2;
    drawNumber(bar, kSmallDigits, field % 2 ? v.ammoMax[kind] : v.ammo[kind], 3, field % 2 ? 314 : 288, 173 + 6 * kind);
}

bool samePart(const BarValues& a, const BarValues& b, BarPart part) {
    switch (part) {
    case BarPart::ReadyAmmo: return a.readyAmmo == b.readyAmmo;
    case BarPart::Health: return a.health == b.health;
    case BarPart::Armor: return a.armor == b.armor;
    case BarPart::Keys: return std::ranges::equal(a.key, b.key);
    case BarPart::ArmsOrFrags: return a.deathmatch == b.deathmatch && a.frags == b.frags && std::ranges::equal(a.slotOwned, b.slotOwned);
    case BarPart::Face: return a.multiplayer == b.multiplayer && std::ranges::equal(a.face, b.face);
    default: break;
    }
    const auto field = static_cast<int32_t>(part) - static_cast<int32_t>(BarPart::Ammo), kind = field / 2;
    return field % 2 ? a.ammoMax[kind] == b.ammoMax[kind] : a.ammo[kind] == b.ammo[kind];
}

BarValues takeValues(World& w, int player) {
    HudState& hud = viewState(w).hud;
    if (!hud.valid) {
        hud.readyAmmoNext = readyAmmoOf(w, player, 0);
        takeHudValues(w, player, hud);
        hud.valid = 1;
    }
    const int32_t direction = updateFace(w, player, hud);
    const Player& p = w.state->player[player];
    const Actor* pawn = pawnOf(w, player);
    const int32_t maxHealth = pawn && w.info(*pawn).maxHealth > 0 ? w.info(*pawn).maxHealth : 100;
    BarValues v;
    std::memset(&v, 0, sizeof v);
    v.readyAmmo = hud.readyAmmo;
    v.health = hud.health;
    v.armor = hud.armor;
    v.frags = p.fragCount;
    std::copy_n(hud.ammo, 4, v.ammo);
    std::copy_n(hud.ammoMax, 4, v.ammoMax);
    std::copy_n(hud.key, 3, v.key);
    std::copy_n(hud.slotOwned, 10, v.slotOwned);
    v.deathmatch = w.rules.deathmatch;
    v.multiplayer = w.rules.multiplayer;
    char name[9];
    const std::string_view face = facePicture(hud, p.health, maxHealth, direction, name);
    face.copy(v.face, sizeof v.face - 1);
    return v;
}

DrawTarget layerTarget(const DrawTarget& frame, const BarLayer& layer, uint8_t* pixels) {
    DrawTarget target = frame;
    target.screen = pixels;
    target.depth = target.labels = nullptr;
    target.height = layer.rows;
    return target;
}

// The back must fill its rows and no others; that it marks each pixel's depth tells.
void makeBack(const Assets& assets, const DrawTarget& frame, const ViewGeometry& g, BarLayer& layer) {
    std::vector<uint8_t> untouched(static_cast<size_t>(layer.rows) * static_cast<size_t>(g.width), 1);
    DrawTarget target = layerTarget(frame, layer, layer.back.get());
    target.depth = untouched.data();
    bool cut = false;
    drawBack({assets, target, {g}, layer.top, &cut});
    const bool whole = std::find(untouched.begin(), untouched.end(), 1) == untouched.end();
    layer.state = whole && !cut && !hasSides(g) ? BarLayer::State::Ready : BarLayer::State::Useless;
}

using PartSet = std::bitset<kBarParts>;

PartSet changedParts(const BarValues& a, const BarValues& b) {
    PartSet changed;
    for (size_t i = 0; i < kBarParts; ++i) changed[i] = !samePart(a, b, static_cast<BarPart>(i));
    return changed;
}

// The parts with all that lie on pixels of theirs, and so on.
PartSet withNeighbours(const BarLayer& layer, PartSet parts) {
    for (size_t before = 0; before != parts.count();) {
        before = parts.count();
        for (size_t i = 0; i < kBarParts; ++i) {
            for (size_t k = 0; k < kBarParts && !parts[i]; ++k) parts[i] = parts[k] && layer.part[i].meets(layer.part[k]);
        }
    }
    return parts;
}

void uncover(BarLayer& layer, int32_t width, const PixelRect& r) {
    for (int32_t y = r.top; !r.empty() && y < r.bottom; ++y) {
        const size_t from = static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(r.left);
        std::memcpy(layer.pixels.get() + from, layer.back.get() + from, static_cast<size_t>(r.right - r.left));
    }
}

// Draws the parts anew; nothing else lies on their pixels so far. False: something lies above the bar.
bool drawParts(const Assets& assets, const BarValues& v, const DrawTarget& frame, const ViewGeometry& g, BarLayer& layer, PartSet parts) {
    const DrawTarget target = layerTarget(frame, layer, layer.pixels.get());
    bool cut = false;
    for (size_t i = 0; i < kBarParts; ++i) {
        if (parts[i]) uncover(layer, g.width, std::exchange(layer.part[i], {}));
    }
    for (size_t i = 0; i < kBarParts; ++i) {
        if (parts[i]) drawPart({assets, target, {g}, layer.top, &cut, &layer.part[i]}, v, static_cast<BarPart>(i));
    }
    return !cut;
}

// False: the layer cannot stand for the bar.
bool updateLayer(const Assets& assets, const BarValues& v, const DrawTarget& frame, const ViewGeometry& g, BarLayer& layer) {
    if (layer.state == BarLayer::State::Empty) makeBack(assets, frame, g, layer);
    if (layer.state == BarLayer::State::Useless) return false;
    PartSet parts = PartSet().set();
    if (layer.drawn) {
        parts = changedParts(layer.values, v);
        if (parts.none()) return true;
        parts = withNeighbours(layer, parts);
    } else {
        std::memcpy(layer.pixels.get(), layer.back.get(), static_cast<size_t>(layer.rows) * static_cast<size_t>(g.width));
    }
    bool whole = drawParts(assets, v, frame, g, layer, parts);
    // What has grown may lie on others now, in the wrong order.
    if (withNeighbours(layer, parts) != parts) whole = drawParts(assets, v, frame, g, layer, PartSet().set()) && whole;
    if (!whole) layer.state = BarLayer::State::Useless;
    layer.values = v;
    layer.drawn = true;
    return whole;
}

void showLayer(const BarLayer& layer, const DrawTarget& target) {
    const size_t offset = static_cast<size_t>(layer.top) * static_cast<size_t>(target.width);
    const size_t size = static_cast<size_t>(layer.rows) * static_cast<size_t>(target.width);
    std::memcpy(target.screen + offset, layer.pixels.get(), size);
    if (target.depth) std::memset(target.depth + offset, 0, size);
    if (target.labels) std::memset(target.labels + offset, 0, size);
}

} // namespace

void reserveBarLayer(const ViewGeometry& g, BarLayer& out) {
    out = BarLayer{};
    out.top = g.statusBarTop;
    out.rows = g.height - g.statusBarTop;
    const size_t size = static_cast<size_t>(out.rows) * static_cast<size_t>(g.width);
    out.back = makeAlignedBuffer(size);
    out.pixels = makeAlignedBuffer(size);
}

void drawStatusBar(World& w, int player, const ViewGeometry& g, const RenderSettings&, DrawTarget& target) {
    const BarValues values = takeValues(w, player);
    if (target.barLayer && updateLayer(*w.assets, values, target, g, *target.barLayer)) {
        showLayer(*target.barLayer, target);
        return;
    }
    const Bar bar{*w.assets, target, {g}};
    drawSides(bar, g);
    drawBack(bar);
    for (size_t i = 0; i < kBarParts; ++i) drawPart(bar, values, static_cast<BarPart>(i));
}

} // namespace caco
