// What the kinds of items do when they are found (actors.md 7.3, 7.4).
#include <algorithm>

#include "sim/actions.h"
#include "sim/items.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "sim/states.h"
#include "sim/weapons.h"

namespace caco {
namespace {

constexpr int kChainLimit = 10000;

bool isA(const World& w, const Actor& a, NativeKind kind) { return w.classes->isA(a.cls, kind); }

int32_t addCapped(int32_t amount, int32_t more, int32_t max) {
    const int64_t sum = int64_t{amount} + more;
    return static_cast<int32_t>(std::min<int64_t>(sum, max));
}

void switchAfterRefill(World& w, Actor& owner, ClassId ammo) {
    if (Player* p = playerOf(w, owner)) {
        checkWeaponSwitch(w, *p, ammo);
    }
}

// ---- Ammo ----

Handling ammoMeets(World& w, Actor& held, Actor& item) {
    if (held.cls != item.cls && held.cls != rootAmmo(w, item.cls)) {
        return Handling::Ignored;
    }
    if (held.item.amount >= held.item.maxAmount) {
        return Handling::Refused;
    }
    const int32_t before = held.item.amount;
    const int32_t found = has(item, Flag::INVENTORY_IGNORESKILL) ? item.item.amount : skillAmmo(w, item.item.amount);
    held.item.amount = addCapped(before, found, held.item.maxAmount);
    if (before == 0) {
        if (Actor* owner = w.resolve(held.item.owner)) {
            switchAfterRefill(w, *owner, held.cls);
        }
    }
    return Handling::Taken;
}

Actor* copyAmmo(World& w, Actor& item) {
    const int32_t amount = has(item, Flag::INVENTORY_IGNORESKILL) ? item.item.amount : skillAmmo(w, item.item.amount);
    const ClassId root = rootAmmo(w, item.cls);
    Actor* copy = &item;
    if (root != item.cls && root != kNoClass) {
        if (!goAway(w, item)) {
            destroyActor(w, item);
        }
        copy = spawnGift(w, root);
    } else if (goAway(w, item)) {
        copy = spawnGift(w, item.cls);
    }
    if (copy) {
        copy->item.amount = std::min(amount, copy->item.maxAmount);
    }
    return copy;
}

// ---- Weapons ----

bool refill(World& w, Actor& weapon, Actor& found, int slot) {
    Actor* owner = w.resolve(weapon.item.owner);
    const int32_t give = found.item.ammoGive[slot];
    const ClassId type = w.info(weapon).ammoType[slot];
    Actor* ammo = owner ? findItem(w, *owner, type) : nullptr;
    if (!ammo || give <= 0 || ammo->item.amount >= ammo->item.maxAmount) {
        return false;
    }
    const int32_t before = ammo->item.amount;
    const int32_t amount = has(found, Flag::INVENTORY_IGNORESKILL) ? give : skillAmmo(w, give);
    ammo->item.amount = addCapped(before, amount, ammo->item.maxAmount);
    if (before == 0) {
        switchAfterRefill(w, *owner, type);
    }
    return true;
}

Handling weaponMeets(World& w, Actor& held, Actor& item) {
    if (held.cls != item.cls) {
        return Handling::Ignored;
    }
    if (staysForOthers(w, item)) {
        return Handling::Refused;
    }
    const bool first = refill(w, held, item, 0);
    const bool second = refill(w, held, item, 1);
    return first || second ? Handling::Taken : Handling::Refused;
}

void weaponTaken(World& w, Actor& owner, Actor& weapon) {
    const ClassInfo& info = w.info(weapon);
    const bool ignoreSkill = has(weapon, Flag::INVENTORY_IGNORESKILL);
    for (int i = 0; i < 2; ++i) {
        Actor* ammo = addAmmo(w, owner, info.ammoType[i], weapon.item.ammoGive[i], ignoreSkill);
        weapon.item.ammo[i] = w.refOf(ammo);
    }
    Player* p = playerOf(w, owner);
    if (!p) {
        return;
    }
    const bool keepsWeapon = w.rules.has(kRuleNoSwitchOnPickup) && w.resolve(p->readyWeapon);
    if (!has(weapon, Flag::WEAPON_NOAUTOSWITCHTO) && !keepsWeapon) {
        p->pendingWeapon = w.refOf(weapon);
    }
    p->grinRequested = 1;
}

// ---- Backpack ----

Actor* copyBackpack(World& w, Actor& item, Actor& toucher) {
    const bool ignoreSkill = has(item, Flag::INVENTORY_IGNORESKILL);
    // Ammo of other games has no use here, but each first gift of it owes one draw. The pawn's own item block, which no
    // pawn needs, remembers that they were given.
    const bool foreignGiven = toucher.item.backpackAmount != 0;
    for (const ClassId type : w.classes->ammoRoots) {
        if (type == kNoClass) {
            if (!foreignGiven) {
                w.draw(Stream::SpawnActor);
            }
            continue;
        }
        const ClassInfo& info = w.info(type);
        const int32_t amount = std::max(0, ignoreSkill ? info.backpackAmount : skillAmmo(w, info.backpackAmount));
        if (Actor* ammo = findItem(w, toucher, type)) {
            ammo->item.maxAmount = std::max(ammo->item.maxAmount, info.backpackMaxAmount);
            if (ammo->item.amount < ammo->item.maxAmount) {
                ammo->item.amount = addCapped(ammo->item.amount, amount, ammo->item.maxAmount);
            }
        } else if (Actor* gift = spawnGift(w, type)) {
            gift->item.maxAmount = std::max(gift->item.maxAmount, info.backpackMaxAmount);
            gift->item.amount = std::min(amount, gift->item.maxAmount);
            attachItem(w, toucher, *gift);
        }
    }
    toucher.item.backpackAmount = 1;
    return goAway(w, item) ? spawnGift(w, item.cls) : &item;
}

Handling backpackMeets(World& w, Actor& held, Actor& item) {
    if (!isA(w, item, NativeKind::Backpack)) {
        return Handling::Ignored;
    }
    Actor* owner = w.resolve(held.item.owner);
    if (!owner) {
        return Handling::Taken;
    }
    for (Actor* ammo = w.resolve(owner->inventory); ammo; ammo = w.resolve(ammo->item.nextItem)) {
        if (rootAmmo(w, ammo->cls) != ammo->cls || ammo->item.amount >= ammo->item.maxAmount) {
            continue;
        }
        const int32_t plain = w.info(*ammo).backpackAmount;
        const int32_t before = ammo->item.amount;
        const int32_t more = has(item, Flag::INVENTORY_IGNORESKILL) ? plain : skillAmmo(w, plain);
        ammo->item.amount = addCapped(before, std::max(0, more), ammo->item.maxAmount);
        if (before == 0 && ammo->item.amount > 0) {
            switchAfterRefill(w, *owner, ammo->cls);
        }
    }
    return Handling::Taken;
}

// ---- Armour ----

Actor* armorOf(World& w, Actor& owner) {
    if (Actor* armor = findItem(w, owner, w.classes->known.basicArmor)) {
        return armor;
    }
    Actor* armor = spawnGift(w, w.classes->known.basicArmor);
    if (armor) {
        armor->item.amount = 0;
        armor->item.savePercent = 0;
        attachItem(w, owner, *armor);
    }
    return armor;
}

bool useArmorPickup(World& w, Actor& item, Actor& owner) {
    Actor* armor = armorOf(w, owner);
    if (!armor || armor->item.amount >= item.item.saveAmount) {
        return false;
    }
    armor->item.savePercent = item.item.savePercent;
    armor->item.amount = armor->item.maxAmount = item.item.saveAmount;
    return true;
}

bool useArmorBonus(World& w, Actor& item, Actor& owner) {
    Actor* armor = armorOf(w, owner);
    const int32_t max = w.info(item).maxSaveAmount;
    const int32_t give = std::min(item.item.saveAmount, max);
    if (!armor || give <= 0 || armor->item.amount >= max) {
        return false;
    }
    if (armor->item.amount <= 0) {
        armor->item.amount = 0;
        armor->item.savePercent = item.item.savePercent;
    }
    armor->item.maxAmount = std::max(armor->item.maxAmount, max);
    armor->item.amount = addCapped(armor->item.amount, give, max);
    return true;
}

// ---- Items made of states ----

// Runs the actions of a chain at once. True when any of them succeeded.
bool runChain(World& w, Actor& actor, Actor& item, StateId state) {
    bool any = false;
    for (int guard = 0; state != kNoState; ++guard) {
        if (guard >= kChainLimit) {
            w.report("item " + w.info(item).name + ": its pick-up states form a loop without end");
            return false;
        }
        const State& s = w.classes->state(state);
        if (s.action) {
            ActionCall call{actor, &item, state, -1, true};
            callAction(w, call);
            any = any || call.result;
        }
        if (s.next == state) {
            return false;
        }
        state = s.next;
    }
    return any;
}

bool takeCustom(World& w, Actor& item, Actor& toucher) {
    const ClassInfo& info = w.info(item);
    const StateId pickup = info.state(Label::Pickup);
    const bool ok = pickup != kNoState && runChain(w, toucher, item, pickup);
    if ((ok || pickup == kNoState) && info.state(Label::Use) != kNoState) {
        return genericPickup(w, item, toucher);
    }
    if (ok) {
        goAwayAndDie(w, item);
    }
    return ok;
}

// ---- Powers ----

bool usePowerGiver(World& w, Actor& item, Actor& owner) {
    const ClassInfo& giver = w.info(item);
    Actor* power = spawnGift(w, giver.powerType);
    if (!power) {
        return false;
    }
    if (giver.powerDuration) {
        power->item.effectTics = giver.powerDuration;
    }
    for (const Flag f : {Flag::INVENTORY_ALWAYSPICKUP, Flag::INVENTORY_ADDITIVETIME, Flag::INVENTORY_NOTELEPORTFREEZE}) {
        if (has(item, f)) {
            power->flags.set(f);
        }
    }
    if (callTryPickup(w, *power, owner)) {
        return true;
    }
    if (power->alive) {
        destroyActor(w, *power);
    }
    return false;
}

Handling genericMeets(Actor& held, const Actor& item) {
    if (held.cls != item.cls) {
        return Handling::Ignored;
    }
    if (held.item.amount >= held.item.maxAmount) {
        return Handling::Refused;
    }
    held.item.amount = addCapped(held.item.amount, item.item.amount, held.item.maxAmount);
    return Handling::Taken;
}

} // namespace

ClassId rootAmmo(const World& w, ClassId cls) {
    const ClassId ammo = w.classes->known.ammo;
    for (ClassId c = cls; c != kNoClass; c = w.info(c).parent) {
        if (w.info(c).parent == ammo) {
            return c;
        }
    }
    return kNoClass;
}

int32_t skillAmmo(const World& w, int32_t amount) {
    const bool doubled = w.state->skill == 0 || w.state->skill == 4;
    return doubled ? mul16(amount, 2 * kUnit) : amount;
}

Actor* addAmmo(World& w, Actor& owner, ClassId type, int32_t amount, bool ignoreSkill) {
    if (type == kNoClass) {
        return nullptr;
    }
    const int32_t given = std::max(0, ignoreSkill ? amount : skillAmmo(w, amount));
    if (Actor* ammo = findItem(w, owner, type)) {
        if (ammo->item.amount < ammo->item.maxAmount) {
            ammo->item.amount = addCapped(ammo->item.amount, given, ammo->item.maxAmount);
        }
        return ammo;
    }
    Actor* ammo = spawnGift(w, type);
    if (ammo) {
        ammo->item.amount = std::min(given, ammo->item.maxAmount);
        attachItem(w, owner, *ammo);
    }
    return ammo;
}

Handling handlePickup(World& w, Actor& held, Actor& item) {
    switch (w.info(held).native) {
    case NativeKind::Ammo: return ammoMeets(w, held, item);
    case NativeKind::Weapon:
    case NativeKind::WeaponGiver: return held.item.maxAmount > 1 ? genericMeets(held, item) : weaponMeets(w, held, item);
    case NativeKind::Backpack: return backpackMeets(w, held, item);
    case NativeKind::Key:
        if (held.cls != item.cls) return Handling::Ignored;
        return staysForOthers(w, item) ? Handling::Refused : Handling::Taken;
    case NativeKind::BasicArmor:
    case NativeKind::HexenArmor: return held.cls == item.cls ? Handling::Refused : Handling::Ignored;
    case NativeKind::Powerup: return powerMeets(w, held, item);
    default: return genericMeets(held, item);
    }
}

Actor* createCopy(World& w, Actor& item, Actor& toucher) {
    switch (w.info(item).native) {
    case NativeKind::Ammo: return copyAmmo(w, item);
    case NativeKind::Backpack: return copyBackpack(w, item, toucher);
    case NativeKind::HexenArmor: return spawnGift(w, item.cls); // always a second one (actors.md 8.2)
    default: break;
    }
    if (!goAway(w, item)) {
        return &item;
    }
    Actor* copy = spawnGift(w, item.cls);
    if (copy) {
        copy->item = item.item;
        copy->item.owner = copy->item.nextItem = 0;
    }
    return copy;
}

bool tryPickup(World& w, Actor& item, Actor& toucher) {
    switch (w.info(item).native) {
    case NativeKind::Health:
        if (!giveBody(w, toucher, item.item.amount, item.item.maxAmount)) {
            return false;
        }
        goAwayAndDie(w, item);
        return true;
    case NativeKind::CustomInventory: return takeCustom(w, item, toucher);
    case NativeKind::MapRevealer:
        w.state->mapRevealed = 1;
        goAwayAndDie(w, item);
        return true;
    case NativeKind::ScoreItem:
        toucher.score = addWrap(toucher.score, item.item.amount);
        goAwayAndDie(w, item);
        return true;
    default: return genericPickup(w, item, toucher);
    }
}

bool useInventory(World& w, Actor& item) {
    Actor* owner = w.resolve(item.item.owner);
    if (!owner) {
        return false;
    }
    switch (w.info(item).native) {
    case NativeKind::BasicArmorPickup: return useArmorPickup(w, item, *owner);
    case NativeKind::BasicArmorBonus: return useArmorBonus(w, item, *owner);
    case NativeKind::PowerupGiver: return usePowerGiver(w, item, *owner);
    case NativeKind::HealthPickup: return giveBody(w, *owner, item.health, 0);
    case NativeKind::CustomInventory: {
        const StateId use = w.info(item).state(Label::Use);
        return use != kNoState && runChain(w, *owner, item, use);
    }
    default: return false;
    }
}

void itemAttached(World& w, Actor& owner, Actor& item) {
    switch (w.info(item).native) {
    case NativeKind::Weapon:
    case NativeKind::WeaponGiver: weaponTaken(w, owner, item); break;
    case NativeKind::Powerup: startPower(w, owner, item); break;
    default: break;
    }
}

void itemDetached(World& w, Actor& owner, Actor& item) {
    switch (w.info(item).native) {
    case NativeKind::Weapon:
    case NativeKind::WeaponGiver:
        if (Player* p = playerOf(w, owner)) {
            weaponLost(w, *p, item);
        }
        break;
    case NativeKind::Powerup: endPower(w, owner, item); break;
    default: break;
    }
}

bool giveBody(World& w, Actor& actor, int32_t amount, int32_t max) {
    Player* p = playerOf(w, actor);
    if (actor.health <= 0 || (p && p->playerState != PlayerState::Live)) {
        return false;
    }
    if (max <= 0) {
        max = p ? 100 + actor.stamina : w.info(actor).health;
    }
    const int32_t health = p ? p->health : actor.health;
    const int32_t number = std::clamp(amount, -65536, 65536);
    int32_t result;
    if (number < 0) {
        result = static_cast<int32_t>(int64_t{max} * -number / 100);
        if (health >= result) {
            return false;
        }
    } else if (number > 0 && health < max) {
        result = addCapped(health, std::max(1, number), max);
    } else {
        return false;
    }
    actor.health = result;
    if (p) {
        p->health = result;
    }
    return true;
}

int32_t absorbDamage(World& w, Actor& target, int32_t damage, NameId type) {
    const Actor* owner = &target;
    if (target.player >= 0) {
        if (const Actor* real = pawnOf(w, target.player)) {
            owner = real;
        }
    }
    for (Actor* item = w.resolve(owner->inventory); item && damage > 0; item = w.resolve(item->item.nextItem)) {
        const ClassInfo& info = w.info(*item);
        if (info.native == NativeKind::Powerup) {
            if (info.power == PowerKind::IronFeet && type == static_cast<NameId>(DamageType::Drowning)) {
                damage = 0;
            }
        } else if (info.native == NativeKind::BasicArmor && type != static_cast<NameId>(DamageType::Drowning)) {
            const int32_t saved = std::min(mul16(damage, item->item.savePercent), item->item.amount);
            damage -= saved;
            item->item.amount -= saved;
            if (item->item.amount == 0) {
                item->item.savePercent = 0;
            }
        }
    }
    return damage;
}

} // namespace caco
