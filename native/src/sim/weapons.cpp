#include "sim/weapons.h"

#include <algorithm>
#include <cstring>

#include "base/trig.h"
#include "sim/actions.h"
#include "sim/ai.h"
#include "sim/items.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr Fixed kWeaponTop = 32 * kUnit + 0x6000;
constexpr Fixed kWeaponBottom = 128 * kUnit;
constexpr int kStepLimit = 10000;
constexpr int kSlots = 10;
constexpr int32_t kDropTics = 35; // a thrown item cannot be taken back at once

Actor* ready(const World& w, const Player& p) { return w.resolve(p.readyWeapon); }

StateId weaponState(const World& w, const Actor& weapon, Label label) { return w.info(weapon).state(label); }

bool ownerHasInfiniteAmmo(const World& w, const Actor& weapon) {
    const Actor* owner = w.resolve(weapon.item.owner);
    const Player* p = owner ? playerOf(w, *owner) : nullptr;
    return p && ((p->cheats & kCheatInfiniteAmmo) || w.rules.has(kRuleInfiniteAmmo));
}

Actor* ammoOf(const World& w, const Actor& weapon, int slot) {
    if (Actor* ammo = w.resolve(weapon.item.ammo[slot])) {
        return ammo;
    }
    const Actor* owner = w.resolve(weapon.item.owner);
    return owner ? findItem(w, *owner, w.info(weapon).ammoType[slot]) : nullptr;
}

// One mode's ammo, the rules of both modes applied.
bool hasAmmo(const World& w, const Actor& weapon, bool alt) {
    if (ownerHasInfiniteAmmo(w, weapon)) {
        return true;
    }
    if (alt && weaponState(w, weapon, Label::AltFire) == kNoState) {
        return false;
    }
    bool enough[2];
    for (int i = 0; i < 2; ++i) {
        const Actor* ammo = ammoOf(w, weapon, i);
        enough[i] = (ammo ? ammo->item.amount : 0) >= w.info(weapon).ammoUse[i];
    }
    const bool optional = has(weapon, alt ? Flag::WEAPON_ALT_AMMO_OPTIONAL : Flag::WEAPON_AMMO_OPTIONAL);
    const bool both = has(weapon, Flag::WEAPON_AMMO_CHECKBOTH) ||
                      has(weapon, alt ? Flag::WEAPON_ALT_USES_BOTH : Flag::WEAPON_PRIMARY_USES_BOTH);
    return optional || (both ? enough[0] && enough[1] : enough[alt ? 1 : 0]);
}

void spendAmmo(World& w, Actor& weapon, int slot) {
    if (Actor* ammo = ammoOf(w, weapon, slot)) {
        ammo->item.amount = std::max(0, subWrap(ammo->item.amount, w.info(weapon).ammoUse[slot]));
    }
}

void fire(World& w, Player& p, Actor& weapon, bool alt) {
    Actor* pawn = w.resolve(p.pawn);
    if (!pawn || (alt && weaponState(w, weapon, Label::AltFire) == kNoState) || !checkAmmo(w, p, weapon, alt, true)) {
        return;
    }
    setStateLabel(w, *pawn, Label::Missile);
    weapon.special2 = alt ? 1 : 0; // which trigger a refire belongs to
    StateId state = p.refire ? weaponState(w, weapon, alt ? Label::AltHold : Label::Hold) : kNoState;
    if (state == kNoState) {
        state = weaponState(w, weapon, alt ? Label::AltFire : Label::Fire);
    }
    setPsprite(w, p, kPspWeapon, state);
    if (!has(weapon, Flag::WEAPON_NOALERT)) {
        noiseAlert(w, pawn, *pawn);
    }
}

// True = the trigger is held, whether or not a shot came of it.
bool pullTrigger(World& w, Player& p, Actor& weapon, bool alt) {
    if (!(p.weaponBits & (alt ? kWeaponReadyAlt : kWeaponReady)) || !(p.cmd.buttons & (alt ? kBtAltAttack : kBtAttack))) {
        return false;
    }
    if (!p.attackDown || !has(weapon, Flag::WEAPON_NOAUTOFIRE)) {
        p.attackDown = 1;
        fire(w, p, weapon, alt);
    }
    return true;
}

void checkFire(World& w, Player& p) {
    Actor* weapon = ready(w, p);
    if (weapon && !pullTrigger(w, p, *weapon, false) && !pullTrigger(w, p, *weapon, true)) {
        p.attackDown = 0;
    }
}

void checkSwitch(World& w, Player& p) {
    if ((p.pendingWeapon || p.health <= 0) && (p.weaponBits & kWeaponSwitchOk)) {
        dropWeapon(w, p);
    }
}

void advance(World& w, Player& p, PspLayer layer) {
    PspSprite& psp = p.psp[layer];
    if (psp.state == kNoState || !psp.pending || psp.tics == -1) {
        return;
    }
    if (--psp.tics == 0) {
        setPsprite(w, p, layer, w.classes->state(psp.state).next);
    }
}

const std::vector<std::vector<ClassId>>* slotsOf(const World& w, const Player& p) {
    const Actor* pawn = w.resolve(p.pawn);
    const ClassId cls = pawn ? pawn->cls : w.classes->known.doomPlayer;
    return cls == kNoClass ? nullptr : &w.info(cls).weaponSlots;
}

struct SlotPlace {
    int slot, index; // slot -1 = in none
};

SlotPlace placeOf(const World& w, const Player& p, ClassId weapon) {
    if (const auto* slots = slotsOf(w, p)) {
        for (size_t s = 0; s < slots->size(); ++s) {
            for (size_t i = 0; i < (*slots)[s].size(); ++i) {
                if ((*slots)[s][i] == weapon) {
                    return {static_cast<int>(s), static_cast<int>(i)};
                }
            }
        }
    }
    return {-1, 0};
}

Actor* usableWeapon(const World& w, const Actor& pawn, ClassId cls) {
    Actor* weapon = findItem(w, pawn, cls);
    return weapon && hasAmmoFor(w, *weapon, true) ? weapon : nullptr;
}

int slotSize(const std::vector<std::vector<ClassId>>& slots, int slot) {
    return slot < static_cast<int>(slots.size()) ? static_cast<int>(slots[static_cast<size_t>(slot)].size()) : 0;
}

} // namespace

void setPsprite(World& w, Player& p, PspLayer layer, StateId state) {
    PspSprite& psp = p.psp[layer];
    if (layer == kPspWeapon) {
        p.weaponBits &= kWeaponRefireSwitchOk;
    }
    psp.pending = 0;
    int steps = 0;
    do {
        if (state == kNoState || ++steps > kStepLimit) {
            if (state != kNoState) {
                w.report("weapon states of class " + w.info(w.classes->state(state).owner).name + " loop without taking time");
            }
            psp.state = kNoState;
            return;
        }
        const State& s = w.classes->state(state);
        if (s.sprite != kKeepSprite) {
            psp.sprite = s.sprite;
        }
        if (s.frame != kKeepFrame) {
            psp.frame = s.frame;
        }
        psp.state = state;
        psp.tics = stateTics(w, s);
        if (s.misc1) {
            psp.sx = s.misc1 * kUnit;
        }
        if (s.misc2) {
            psp.sy = s.misc2 * kUnit;
        }
        Actor* pawn = w.resolve(p.pawn);
        if (s.action && pawn) {
            ActionCall call{*pawn, ready(w, p), state, layer, true};
            callAction(w, call);
            if (psp.state == kNoState) {
                return;
            }
        }
        state = w.classes->state(psp.state).next;
    } while (psp.tics == 0);
}

void startPsprites(World&, Player& p) {
    for (PspSprite& psp : p.psp) {
        psp.pending = 1;
    }
}

void movePsprites(World& w, Player& p) {
    const Actor* pawn = w.resolve(p.pawn);
    const bool burnt = p.health <= 0 && pawn && pawn->damageType == static_cast<NameId>(DamageType::Fire);
    if (!ready(w, p) && !burnt) {
        setPsprite(w, p, kPspWeapon, kNoState);
        setPsprite(w, p, kPspFlash, kNoState);
        if (p.pendingWeapon) {
            bringUpWeapon(w, p);
        }
        return;
    }
    advance(w, p, kPspWeapon);
    advance(w, p, kPspFlash);
    p.psp[kPspFlash].sx = p.psp[kPspWeapon].sx;
    p.psp[kPspFlash].sy = p.psp[kPspWeapon].sy;
    checkSwitch(w, p);
    if (p.weaponBits & (kWeaponReady | kWeaponReadyAlt)) {
        checkFire(w, p);
    }
}

void bringUpWeapon(World& w, Player& p) {
    Actor* pending = w.resolve(p.pendingWeapon);
    if (!pending) {
        p.pendingWeapon = 0;
        if (const Actor* weapon = ready(w, p)) {
            p.psp[kPspWeapon].sy = kWeaponTop;
            setPsprite(w, p, kPspWeapon, weaponState(w, *weapon, Label::Ready));
        }
        return;
    }
    p.refire = 0;
    p.readyWeapon = p.pendingWeapon;
    p.pendingWeapon = 0;
    p.psp[kPspWeapon].sy = kWeaponBottom;
    setPsprite(w, p, kPspFlash, kNoState);
    setPsprite(w, p, kPspWeapon, weaponState(w, *pending, Label::Select));
}

void dropWeapon(World& w, Player& p) {
    if (const Actor* weapon = ready(w, p)) {
        setPsprite(w, p, kPspWeapon, weaponState(w, *weapon, Label::Deselect));
    }
}

void fireWeapon(World& w, Player& p) {
    if (Actor* weapon = ready(w, p)) {
        fire(w, p, *weapon, weapon->special2 != 0);
    }
}

bool checkAmmo(World& w, Player& p, Actor& weapon, bool alt, bool autoSwitch) {
    if (hasAmmo(w, weapon, alt)) {
        return true;
    }
    if (autoSwitch) {
        pickNewWeapon(w, p);
    }
    return false;
}

bool hasAmmoFor(const World& w, const Actor& weapon, bool eitherMode) {
    return hasAmmo(w, weapon, false) || (eitherMode && hasAmmo(w, weapon, true));
}

bool depleteAmmo(World& w, Player& p, Actor& weapon, bool alt) {
    if ((p.cheats & kCheatInfiniteAmmo) || w.rules.has(kRuleInfiniteAmmo)) {
        return true;
    }
    if (!hasAmmo(w, weapon, alt)) {
        return false;
    }
    const bool both = has(weapon, alt ? Flag::WEAPON_ALT_USES_BOTH : Flag::WEAPON_PRIMARY_USES_BOTH);
    if (!alt || both) {
        spendAmmo(w, weapon, 0);
    }
    if (alt || both) {
        spendAmmo(w, weapon, 1);
    }
    return true;
}

Actor* bestWeapon(World& w, const Player& p, ClassId ammoType) {
    const Actor* pawn = w.resolve(p.pawn);
    Actor* best = nullptr;
    int32_t bestOrder = INT32_MAX;
    for (Actor* item = pawn ? w.resolve(pawn->inventory) : nullptr; item; item = w.resolve(item->item.nextItem)) {
        const ClassInfo& info = w.info(*item);
        if (info.native != NativeKind::Weapon || info.selectionOrder > bestOrder || has(*item, Flag::WEAPON_POWERED_UP) ||
            (ammoType != kNoClass && info.ammoType[0] != ammoType) || !hasAmmo(w, *item, false)) {
            continue;
        }
        bool enough = true;
        for (int i = 0; i < 2; ++i) {
            const Actor* ammo = ammoOf(w, *item, i);
            enough = enough && (info.minSelectionAmmo[i] <= 0 || !ammo || ammo->item.amount >= info.minSelectionAmmo[i]);
        }
        if (enough) {
            bestOrder = info.selectionOrder;
            best = item;
        }
    }
    return best;
}

void pickNewWeapon(World& w, Player& p) {
    Actor* best = bestWeapon(w, p, kNoClass);
    if (!best) {
        return;
    }
    p.pendingWeapon = w.refOf(*best);
    if (ready(w, p)) {
        dropWeapon(w, p);
    } else {
        bringUpWeapon(w, p);
    }
}

void checkWeaponSwitch(World& w, Player& p, ClassId ammoType) {
    const Actor* current = ready(w, p);
    if (p.pendingWeapon || (current && !has(*current, Flag::WEAPON_WIMPY_WEAPON))) {
        return;
    }
    const Actor* best = bestWeapon(w, p, ammoType);
    if (best && (!current || w.info(*best).selectionOrder < w.info(*current).selectionOrder)) {
        p.pendingWeapon = w.refOf(*best);
    }
}

void weaponLost(World& w, Player& p, const Actor& weapon) {
    const ActorRef ref = w.refOf(weapon);
    if (p.pendingWeapon == ref) {
        p.pendingWeapon = 0;
    }
    if (p.readyWeapon != ref) {
        return;
    }
    p.readyWeapon = 0;
    p.refire = 0;
    if (!p.pendingWeapon) {
        pickNewWeapon(w, p);
    }
}

int32_t slotOfWeapon(const World& w, const Player& p, ClassId weapon) { return placeOf(w, p, weapon).slot; }

Actor* pickSlotWeapon(World& w, Player& p, int slot) {
    const Actor* pawn = w.resolve(p.pawn);
    const auto* slots = slotsOf(w, p);
    Actor* current = ready(w, p);
    if (!pawn || !slots || slot < 0) {
        return nullptr;
    }
    const int size = slotSize(*slots, slot);
    if (size == 0) {
        return current;
    }
    const std::vector<ClassId>& weapons = (*slots)[static_cast<size_t>(slot)];
    const SlotPlace place = current ? placeOf(w, p, current->cls) : SlotPlace{-1, 0};
    if (current && place.slot == slot) {
        for (int step = 1; step < size; ++step) {
            if (Actor* weapon = usableWeapon(w, *pawn, weapons[static_cast<size_t>((place.index - step + size) % size)])) {
                return weapon;
            }
        }
        return current;
    }
    for (int i = size - 1; i >= 0; --i) {
        if (Actor* weapon = usableWeapon(w, *pawn, weapons[static_cast<size_t>(i)])) {
            return weapon;
        }
    }
    return current;
}

Actor* pickNextWeapon(World& w, Player& p, int direction) {
    const Actor* pawn = w.resolve(p.pawn);
    const auto* slots = slotsOf(w, p);
    Actor* current = ready(w, p);
    if (!pawn || !slots || slots->empty()) {
        return nullptr;
    }
    const Actor* from = w.resolve(p.pendingWeapon);
    if (!from) {
        from = current;
    }
    SlotPlace start;
    if (from) {
        start = placeOf(w, p, from->cls);
        if (start.slot < 0) {
            return current;
        }
    } else {
        start = direction > 0 ? SlotPlace{kSlots - 1, slotSize(*slots, kSlots - 1) - 1} : SlotPlace{0, 0};
    }
    SlotPlace at = start;
    for (int slotsTried = 0; slotsTried <= kSlots;) {
        at.index += direction;
        if (at.index < 0 || at.index >= slotSize(*slots, at.slot)) {
            at.slot = (at.slot + direction + kSlots) % kSlots;
            at.index = direction > 0 ? 0 : std::max(0, slotSize(*slots, at.slot) - 1);
            ++slotsTried;
        }
        if (from && at.slot == start.slot && at.index == start.index) {
            break;
        }
        if (at.index < slotSize(*slots, at.slot)) {
            if (Actor* weapon = usableWeapon(w, *pawn, (*slots)[static_cast<size_t>(at.slot)][static_cast<size_t>(at.index)])) {
                return weapon;
            }
        }
    }
    return current;
}

void useItem(World& w, Player& p, Actor& item) {
    const Actor* pawn = w.resolve(p.pawn);
    if (!pawn || pawn->health <= 0 || p.playerState != PlayerState::Live || w.resolve(item.item.owner) != pawn) {
        return;
    }
    if (w.info(item).native == NativeKind::Weapon) {
        const ActorRef ref = w.refOf(item);
        if (p.readyWeapon != ref) {
            p.pendingWeapon = ref;
        }
        return;
    }
    if (useInventory(w, item) && item.alive && --item.item.amount <= 0) {
        if (has(item, Flag::INVENTORY_KEEPDEPLETED)) {
            item.item.amount = 0;
        } else {
            removeItem(w, item);
        }
    }
}

void dropSelectedItem(World& w, Player& p, Actor& item) {
    Actor* pawn = w.resolve(p.pawn);
    if (!pawn || pawn->health <= 0 || p.playerState != PlayerState::Live || w.resolve(item.item.owner) != pawn ||
        has(item, Flag::INVENTORY_UNDROPPABLE) || has(item, Flag::INVENTORY_UNTOSSABLE) || item.item.amount <= 0 ||
        w.info(item).state(Label::Spawn) == kNoState) {
        return;
    }
    Actor* thrown = &item;
    if (item.item.amount > 1) {
        thrown = spawnGift(w, item.cls);
        if (!thrown) {
            return;
        }
        --item.item.amount;
        thrown->item.amount = 1;
    } else {
        detachItem(w, item);
    }
    unlinkActor(w, *thrown);
    const ClassInfo& info = w.info(*thrown);
    thrown->flags.assign(Flag::NOSECTOR, info.flags.has(Flag::NOSECTOR));
    thrown->flags.assign(Flag::NOBLOCKMAP, info.flags.has(Flag::NOBLOCKMAP));
    thrown->flags.set(Flag::SPECIAL);
    thrown->flags.set(Flag::DROPPED);
    thrown->flags.clear(Flag::NOGRAVITY);
    thrown->item.ammoGive[0] = thrown->item.ammoGive[1] = 0; // its ammo stays with the owner
    thrown->item.ammo[0] = thrown->item.ammo[1] = 0;
    thrown->item.dropTime = w.state->levelTime + kDropTics;
    thrown->angle = pawn->angle;
    setPosition(w, *thrown, pawn->x, pawn->y, addWrap(pawn->z, pawn->height / 2));
    thrown->floorZ = thrown->dropOffZ = pawn->floorZ;
    thrown->ceilingZ = pawn->ceilingZ;
    thrown->velX = addWrap(pawn->velX, mul16(4 * kUnit, cosine(pawn->angle)));
    thrown->velY = addWrap(pawn->velY, mul16(4 * kUnit, sine(pawn->angle)));
    thrown->velZ = addWrap(pawn->velZ, kUnit);
    setStateLabel(w, *thrown, Label::Spawn);
}

} // namespace caco
