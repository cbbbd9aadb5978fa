// The values of the status bar and when they are taken (renderer.md 5.3).
#include <algorithm>

#include "render/hud.h"
#include "render/hud_face.h"
#include "sim/inventory.h"
#include "sim/players.h"
#include "sim/weapons.h"

namespace caco {
namespace {

struct KeySlot {
    std::string_view card, skull;
};
constexpr KeySlot kKeySlots[3] = {{"BlueCard", "BlueSkull"}, {"YellowCard", "YellowSkull"}, {"RedCard", "RedSkull"}};

void takeKey(HudState& hud, std::string_view name) {
    for (size_t i = 0; i < 3; ++i) {
        if (name == kKeySlots[i].card) hud.key[i] |= 1;
        if (name == kKeySlots[i].skull) hud.key[i] |= 2;
    }
}

void takeInventory(const World& w, const Player& p, const Actor& pawn, HudState& hud) {
    const ClassId ammo[4] = {w.classes->known.clip, w.classes->known.shell, w.classes->known.rocketAmmo, w.classes->known.cell};
    for (size_t i = 0; i < 4; ++i) {
        hud.ammo[i] = 0;
        hud.ammoMax[i] = ammo[i] == kNoClass ? 0 : w.info(ammo[i]).maxAmount;
    }
    std::fill(std::begin(hud.key), std::end(hud.key), uint8_t{0});
    std::fill(std::begin(hud.slotOwned), std::end(hud.slotOwned), uint8_t{0});
    hud.armor = 0;
    for (const Actor* item = w.resolve(pawn.inventory); item; item = w.resolve(item->item.nextItem)) {
        const ClassInfo& info = w.info(*item);
        if (item->cls == w.classes->known.basicArmor) hud.armor = item->item.amount;
        if (info.native == NativeKind::Key) takeKey(hud, info.name);
        if (info.native == NativeKind::Weapon) {
            const int32_t slot = slotOfWeapon(w, p, item->cls);
            if (slot >= 0 && slot < 10) hud.slotOwned[slot] = 1;
        }
        for (size_t i = 0; i < 4; ++i) {
            if (item->cls != ammo[i]) continue;
            hud.ammo[i] = item->item.amount;
            hud.ammoMax[i] = item->item.maxAmount;
        }
    }
}

} // namespace

void takeHudValues(const World& w, int player, HudState& hud) {
    const Player& p = w.state->player[player];
    const Actor* pawn = pawnOf(w, player);
    hud.readyAmmo = hud.readyAmmoNext;
    hud.health = std::max(p.health, 0);
    if (pawn) takeInventory(w, p, *pawn, hud);
}

int32_t readyAmmoOf(const World& w, int player, int trigger) {
    const Actor* weapon = w.resolve(w.state->player[player].readyWeapon);
    const Actor* ammo = weapon ? w.resolve(weapon->item.ammo[trigger]) : nullptr;
    return ammo ? ammo->item.amount : -1;
}

void tickStatusBar(World& w, int player) {
    if (w.viewBytes < sizeof(ViewState)) return;
    HudState& hud = viewState(w).hud;
    // Before the first drawn frame nobody reads the values, and that frame takes all of them anew.
    if (hud.valid) takeHudValues(w, player, hud);
    tickFace(w, player, hud);
}

void finishHudFrame(World& w, int player, ViewState& view) { view.hud.readyAmmoNext = readyAmmoOf(w, player, 0); }

} // namespace caco
