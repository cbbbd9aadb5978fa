#include "sim/inventory.h"

#include <algorithm>

#include "sim/items.h"
#include "sim/lines.h"
#include "sim/links.h"
#include "sim/notices.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr int32_t kPickupFlash = 6;
constexpr int32_t kRespawnTics = 1050;

bool isItem(const World& w, const Actor& a) { return w.classes->isA(a.cls, NativeKind::Inventory); }

void setItemState(World& w, Actor& item, Label label) { setStateLabel(w, item, label); }

// The pick-up worked: counters, flash and the item's special, all from what the item was before it went away.
void reportPickup(World& w, ClassId cls, const FlagSet& flags, Actor& toucher) {
    Player* p = playerOf(w, toucher);
    if (p && !flags.has(Flag::INVENTORY_QUIET)) {
        sayPickup(w, cls, toucher.player);
    }
    if (p && !flags.has(Flag::INVENTORY_QUIET) && !flags.has(Flag::INVENTORY_NOSCREENFLASH)) {
        p->bonusCount = kPickupFlash;
    }
}

void countPickup(World& w, const FlagSet& flags, Actor& toucher) {
    Player* p = playerOf(w, toucher);
    if (flags.has(Flag::COUNTITEM)) {
        if (p) {
            ++p->itemCount;
        }
        ++w.state->foundItems;
    }
    if (flags.has(Flag::COUNTSECRET)) {
        if (p) {
            ++p->secretCount;
        }
        ++w.state->foundSecrets;
    }
}

bool shouldRespawn(const World& w, const Actor& item) {
    if (has(item, Flag::INVENTORY_NEVERRESPAWN) || (has(item, Flag::INVENTORY_BIGPOWERUP) && !w.rules.has(kRuleRespawnSuper))) {
        return false;
    }
    return w.rules.has(kRuleItemsRespawn) || has(item, Flag::INVENTORY_ALWAYSRESPAWN);
}

} // namespace

Actor* spawnGift(World& w, ClassId cls) { return cls == kNoClass ? nullptr : spawnActor(w, cls, 0, 0, 0, false); }

Actor* findItem(const World& w, const Actor& owner, ClassId cls) {
    if (cls == kNoClass) {
        return nullptr;
    }
    for (Actor* item = w.resolve(owner.inventory); item; item = w.resolve(item->item.nextItem)) {
        if (item->cls == cls) {
            return item;
        }
    }
    return nullptr;
}

void linkItem(World& w, Actor& owner, Actor& item) {
    item.item.owner = w.refOf(owner);
    item.item.nextItem = owner.inventory;
    item.item.inventoryId = w.state->nextInventoryId++;
    owner.inventory = w.refOf(item);
}

void unlinkItem(World& w, Actor& item) {
    // A reference to a destroyed item does not resolve, so the chain is followed by slots.
    Actor* owner = w.resolve(item.item.owner);
    if (!owner) {
        return;
    }
    const ActorRef self = w.refOf(item);
    for (ActorRef* link = &owner->inventory; *link;) {
        if (*link == self) {
            *link = item.item.nextItem;
            break;
        }
        link = &w.actors[*link & kActorIndexMask].item.nextItem;
    }
    item.item.owner = 0;
    item.item.nextItem = 0;
}

void becomeItem(World& w, Actor& item) {
    unlinkActor(w, item);
    item.flags.set(Flag::NOBLOCKMAP);
    item.flags.set(Flag::NOSECTOR);
    removeTid(w, item);
    item.flags.clear(Flag::SPECIAL);
    setItemState(w, item, Label::Held);
}

void attachItem(World& w, Actor& owner, Actor& item) {
    if (item.item.owner) {
        detachItem(w, item);
    }
    becomeItem(w, item);
    if (!item.alive) {
        return;
    }
    linkItem(w, owner, item);
    itemAttached(w, owner, item);
}

void detachItem(World& w, Actor& item) {
    Actor* owner = w.resolve(item.item.owner);
    if (!owner) {
        item.item.owner = 0;
        return;
    }
    unlinkItem(w, item);
    itemDetached(w, *owner, item);
}

void removeItem(World& w, Actor& item) {
    detachItem(w, item);
    if (item.alive) {
        destroyActor(w, item);
    }
}

bool staysForOthers(const World& w, const Actor& item) {
    if (!w.rules.multiplayer || has(item, Flag::DROPPED)) {
        return false;
    }
    switch (w.info(item).native) {
        case NativeKind::Key: return true;
        case NativeKind::Weapon:
        case NativeKind::WeaponGiver: return !w.rules.deathmatch || w.rules.has(kRuleWeaponsStay);
        default: return false;
    }
}

bool goAway(World& w, Actor& item) {
    if (staysForOthers(w, item)) {
        return true;
    }
    if (has(item, Flag::DROPPED) || !shouldRespawn(w, item)) {
        return false;
    }
    item.flags.clear(Flag::SPECIAL);
    item.flags.set(Flag::NOGRAVITY);
    item.renderStyle = static_cast<uint8_t>(RenderStyle::None);
    setItemState(w, item, Label::HideDoomish);
    const int32_t tics = w.info(item).respawnTics;
    item.tics = tics ? tics : kRespawnTics;
    return true;
}

void goAwayAndDie(World& w, Actor& item) {
    if (!item.alive || goAway(w, item)) {
        return;
    }
    item.flags.clear(Flag::SPECIAL);
    setItemState(w, item, Label::HoldAndDestroy);
}

bool genericPickup(World& w, Actor& item, Actor& toucher) {
    for (Actor* held = w.resolve(toucher.inventory); held;) {
        Actor* next = w.resolve(held->item.nextItem);
        const Handling handling = handlePickup(w, *held, item);
        if (handling == Handling::Taken) {
            goAwayAndDie(w, item);
        }
        if (handling != Handling::Ignored) {
            return handling == Handling::Taken;
        }
        held = next;
    }
    if (item.item.maxAmount == 0 && !w.classes->isA(item.cls, NativeKind::Ammo)) {
        if (!has(item, Flag::INVENTORY_AUTOACTIVATE)) {
            return false;
        }
        linkItem(w, toucher, item);
        const bool used = useInventory(w, item);
        unlinkItem(w, item);
        if (used) {
            goAwayAndDie(w, item);
        }
        return used;
    }
    Actor* copy = createCopy(w, item, toucher);
    if (!copy) {
        return false;
    }
    copy->item.amount = std::min(copy->item.amount, copy->item.maxAmount);
    if (copy != &item) {
        goAwayAndDie(w, item);
    }
    attachItem(w, toucher, *copy);
    if (copy->alive && has(*copy, Flag::INVENTORY_AUTOACTIVATE) && useInventory(w, *copy)) {
        if (--copy->item.amount <= 0 && !has(*copy, Flag::INVENTORY_KEEPDEPLETED)) {
            removeItem(w, *copy);
        }
    }
    return true;
}

bool callTryPickup(World& w, Actor& item, Actor& toucher) {
    if (tryPickup(w, item, toucher)) {
        return true;
    }
    if (!item.alive || !has(item, Flag::INVENTORY_ALWAYSPICKUP) || staysForOthers(w, item)) {
        return false;
    }
    goAwayAndDie(w, item);
    return true;
}

void touchSpecial(World& w, Actor& item, Actor& toucher) {
    const Fixed delta = subWrap(item.z, toucher.z);
    if (delta > toucher.height || delta < std::min(-32 * kUnit, negWrap(item.height)) || toucher.health <= 0 || !isItem(w, item)) {
        return;
    }
    if (item.item.dropTime > w.state->levelTime) {
        return; // just thrown away
    }
    Actor* picker = toucher.player >= 0 ? pawnOf(w, toucher.player) : &toucher;
    if (!picker) {
        return;
    }
    const FlagSet flags = item.flags;
    const ClassId cls = item.cls;
    const int32_t special = item.special;
    int32_t args[5];
    std::copy_n(item.args, 5, args);
    if (!callTryPickup(w, item, *picker)) {
        return;
    }
    reportPickup(w, cls, flags, *picker);
    if (special) {
        executeSpecial(w, special, picker, kNoIndex, 0, args);
        item.special = 0;
    }
    countPickup(w, flags, *picker);
}

void tickItems(World& w, Actor& owner) {
    for (Actor* item = w.resolve(owner.inventory); item;) {
        Actor* next = w.resolve(item->item.nextItem);
        if (w.info(*item).native == NativeKind::Powerup) {
            powerEffect(w, owner, *item);
        }
        item = next;
    }
}

void tickItem(World& w, Actor& item) {
    if (w.info(item).native == NativeKind::Powerup) {
        tickPower(w, item);
    }
    if (item.alive) {
        item.noDelayPending = 0;
        advanceState(w, item);
    }
}

void notifyOwnerDied(World& w, Actor& owner) {
    for (Actor* item = w.resolve(owner.inventory); item;) {
        Actor* next = w.resolve(item->item.nextItem);
        if (w.info(*item).native == NativeKind::Powerup) {
            removeItem(w, *item);
        }
        item = next;
    }
}

void destroyInventory(World& w, Actor& owner) {
    if (Player* p = playerOf(w, owner); p && w.resolve(p->pawn) == &owner) {
        p->readyWeapon = p->pendingWeapon = 0;
    }
    while (Actor* item = w.resolve(owner.inventory)) {
        removeItem(w, *item);
    }
    owner.inventory = 0;
}

} // namespace caco
