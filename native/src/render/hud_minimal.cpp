// The minimal HUD over the full-height view (renderer.md 5.5).
#include <charconv>

#include "render/draw_picture.h"
#include "render/hud.h"
#include "render/sprites.h"
#include "sim/inventory.h"
#include "sim/players.h"

namespace caco {
namespace {

constexpr Fixed kHeavyArmor = 2 * kUnit / 5; // armour that saves more than this is the blue one

// Positions in units of the clean factor; negative ones count from the right or bottom border.
struct CleanSpace {
    const Assets& assets;
    const DrawTarget& target;
    int32_t factor;

    double x(int32_t v) const { return (v < 0 ? target.width : 0) + v * factor; }
    double y(int32_t v) const { return (v < 0 ? target.height : 0) + v * factor; }

    const Picture* find(std::string_view name) const {
        const TextureId id = assets.findPicture(name);
        return id == kNoTexture ? nullptr : &assets.texture(id);
    }
    PictureRect rect(const Picture& p, double left, double top) const {
        const double width = scaledTexels(p.width, p.xScale) * factor, height = scaledTexels(p.height, p.yScale) * factor;
        return {left, top, width, height};
    }
    // An icon that stands on the point, whatever its own offsets.
    void drawIcon(std::string_view name, int32_t centre, int32_t bottom) const {
        const Picture* p = find(name);
        if (!p) return;
        const int32_t width = scaledTexels(p->width, p->xScale), height = scaledTexels(p->height, p->yScale);
        const int32_t left = scaledTexels(p->leftOffset, p->xScale) - width / 2, top = scaledTexels(p->topOffset, p->yScale) - height;
        drawPicture(target, *p, rect(*p, x(centre) + left * factor, y(bottom) + top * factor));
    }
    void drawNumber(int32_t value, int32_t right, int32_t top) const {
        char name[] = "STTNUM0";
        const Picture* zero = find(name);
        if (!zero) return;
        char text[12];
        const char* end = std::to_chars(text, text + sizeof text, value).ptr;
        const double advance = scaledTexels(zero->width, zero->xScale) * factor;
        double left = x(right) - advance * static_cast<double>(end - text);
        for (const char* c = text; c < end; ++c, left += advance) {
            name[6] = *c;
            const Picture* digit = find(*c == '-' ? std::string_view("STTMINUS") : std::string_view(name));
            if (!digit) continue;
            drawPictureShadow(target, *digit, rect(*digit, left + 2 * factor, y(top) + 2 * factor));
            drawPicture(target, *digit, rect(*digit, left, y(top)));
        }
    }
};

std::string_view ammoIcon(const World& w, const Actor& ammo) {
    const ClassTable::Known& known = w.classes->known;
    if (ammo.cls == known.clip) return "CLIPA0";
    if (ammo.cls == known.shell) return "SHELA0";
    if (ammo.cls == known.rocketAmmo) return "ROCKA0";
    return ammo.cls == known.cell ? "CELLA0" : "";
}

void drawAmmo(const World& w, const Player& p, const CleanSpace& space) {
    const Actor* weapon = w.resolve(p.readyWeapon);
    if (!weapon) return;
    const Actor* ammo[2] = {w.resolve(weapon->item.ammo[0]), w.resolve(weapon->item.ammo[1])};
    if (ammo[1] == ammo[0]) ammo[1] = nullptr;
    for (int32_t i = 0; i < 2; ++i) {
        if (!ammo[i]) continue;
        space.drawIcon(ammoIcon(w, *ammo[i]), -14, -4 - 18 * i);
        space.drawNumber(ammo[i]->item.amount, -25, -20 - 18 * i);
    }
}

std::string_view keyIcon(std::string_view name) {
    static constexpr std::string_view kIcons[][2] = {{"BlueCard", "STKEYS0"},  {"YellowCard", "STKEYS1"},  {"RedCard", "STKEYS2"},
                                                     {"BlueSkull", "STKEYS3"}, {"YellowSkull", "STKEYS4"}, {"RedSkull", "STKEYS5"}};
    for (const auto& icon : kIcons) {
        if (icon[0] == name) return icon[1];
    }
    return {};
}

void drawKeys(const World& w, const Actor& pawn, const CleanSpace& space) {
    int32_t top = 2;
    for (const Actor* item = w.resolve(pawn.inventory); item; item = w.resolve(item->item.nextItem)) {
        const ClassInfo& info = w.info(*item);
        const Picture* icon = info.native == NativeKind::Key ? space.find(keyIcon(info.name)) : nullptr;
        if (!icon) continue;
        drawPicture(space.target, *icon, space.rect(*icon, space.x(-10), space.y(top)));
        top += scaledTexels(icon->height, icon->yScale) + 2;
    }
}

} // namespace

void drawMinimalHud(World& w, int player, const ViewGeometry& g, const RenderSettings&, DrawTarget& target) {
    const Player& p = w.state->player[player];
    const Actor* pawn = pawnOf(w, player);
    if (!pawn) return;
    const CleanSpace space{*w.assets, target, g.cleanFactor};
    space.drawIcon("MEDIA0", 20, -2);
    space.drawNumber(p.health, 82, -20);
    if (const Actor* armor = findItem(w, *pawn, w.classes->known.basicArmor); armor && armor->item.amount != 0) {
        space.drawIcon(armor->item.savePercent > kHeavyArmor ? "ARM2A0" : "ARM1A0", 20, -24);
        space.drawNumber(armor->item.amount, 82, -39);
    }
    drawAmmo(w, p, space);
    drawKeys(w, *pawn, space);
}

} // namespace caco
