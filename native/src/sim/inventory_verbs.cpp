// Giving, taking and counting items by name; keys (simulation.md 7.3b, 8.8).
#include <algorithm>
#include <climits>

#include "base/text.h"
#include "sim/action_functions.h"
#include "sim/items.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "sim/weapons.h"

namespace caco {
namespace {


bool isItemClass(const World& w, ClassId cls) { return cls != kNoClass && w.classes->isA(cls, NativeKind::Inventory); }

ClassId itemClass(const World& w, std::string_view name) {
    const ClassId cls = w.classes->find(name);
    return isItemClass(w, cls) ? cls : kNoClass;
}

bool isArmorClass(const World& w, ClassId cls) {
    return w.classes->isA(cls, NativeKind::BasicArmorPickup) || w.classes->isA(cls, NativeKind::BasicArmorBonus);
}

void takeFrom(World& w, Actor& item, int32_t amount) {
    item.item.amount = static_cast<int32_t>(std::clamp<int64_t>(int64_t{item.item.amount} - amount, 0, INT32_MAX));
    if (item.item.amount == 0 && !has(item, Flag::INVENTORY_KEEPDEPLETED)) {
        removeItem(w, item);
    }
}

bool owns(const World& w, const Actor& actor, std::string_view name) {
    const Actor* item = findItem(w, actor, w.classes->find(name));
    return item && item->item.amount > 0;
}

bool ownsAnyKey(const World& w, const Actor& actor) {
    for (const Actor* item = w.resolve(actor.inventory); item; item = w.resolve(item->item.nextItem)) {
        if (w.info(*item).native == NativeKind::Key) {
            return true;
        }
    }
    return false;
}

struct KeyColour {
    const char *card, *skull;
};
constexpr KeyColour kRed{"RedCard", "RedSkull"}, kBlue{"BlueCard", "BlueSkull"}, kYellow{"YellowCard", "YellowSkull"};

bool ownsColour(const World& w, const Actor& a, const KeyColour& c) { return owns(w, a, c.card) || owns(w, a, c.skull); }
bool ownsBoth(const World& w, const Actor& a, const KeyColour& c) { return owns(w, a, c.card) && owns(w, a, c.skull); }

} // namespace

void giveInventory(World& w, Actor& actor, std::string_view name, int32_t amount) {
    const ClassId cls = itemClass(w, equalsIgnoreCase(name, "Armor") ? std::string_view{"BasicArmorPickup"} : name);
    if (amount <= 0 || cls == kNoClass) {
        return;
    }
    Player* p = playerOf(w, actor);
    const ActorRef pending = p ? p->pendingWeapon : 0;
    const bool hadWeapon = p && w.resolve(p->readyWeapon);
    Actor* item = spawnGift(w, cls);
    if (!item) {
        return;
    }
    clearCounters(w, *item);
    if (isArmorClass(w, cls)) {
        item->item.saveAmount = mulWrap(item->item.saveAmount, amount);
    } else {
        item->item.amount = amount;
    }
    if (!callTryPickup(w, *item, actor) && item->alive) {
        destroyActor(w, *item);
    }
    if (hadWeapon) {
        p->pendingWeapon = pending; // a gift does not switch weapons
    }
}

void takeInventory(World& w, Actor& actor, std::string_view name, int32_t amount) {
    if (amount <= 0) {
        return;
    }
    const ClassId cls = itemClass(w, equalsIgnoreCase(name, "Armor") ? std::string_view{"BasicArmor"} : name);
    if (Actor* item = findItem(w, actor, cls)) {
        takeFrom(w, *item, amount);
    }
}

int32_t checkInventory(World& w, Actor& actor, std::string_view name) {
    if (equalsIgnoreCase(name, "Health")) {
        return actor.health;
    }
    const ClassId cls = itemClass(w, equalsIgnoreCase(name, "Armor") ? std::string_view{"BasicArmor"} : name);
    const Actor* item = findItem(w, actor, cls);
    return item ? item->item.amount : 0;
}

void clearInventory(World& w, Actor& actor) {
    Player* p = playerOf(w, actor);
    if (p) {
        p->readyWeapon = p->pendingWeapon = 0; // so that no other weapon comes up meanwhile
        p->refire = 0;
    }
    for (Actor* item = w.resolve(actor.inventory); item;) {
        Actor* next = w.resolve(item->item.nextItem);
        if (w.info(*item).native == NativeKind::Ammo) {
            item->item.amount = 0;
        } else if (!has(*item, Flag::INVENTORY_UNDROPPABLE)) {
            removeItem(w, *item);
        }
        item = next;
    }
    if (p) {
        p->readyWeapon = p->pendingWeapon = 0;
        setPsprite(w, *p, kPspWeapon, kNoState);
        setPsprite(w, *p, kPspFlash, kNoState);
    }
}

bool giveItemAction(World& w, Actor& actor, ClassId cls, int32_t amount) {
    if (!isItemClass(w, cls)) {
        return false;
    }
    const int32_t count = amount == 0 ? 1 : amount;
    Actor* item = spawnGift(w, cls);
    if (!item) {
        return false;
    }
    if (w.info(cls).native == NativeKind::Health) {
        item->item.amount = mulWrap(item->item.amount, count);
    } else {
        item->item.amount = count;
    }
    item->flags.set(Flag::DROPPED);
    clearCounters(w, *item);
    if (callTryPickup(w, *item, actor)) {
        return true;
    }
    if (item->alive) {
        destroyActor(w, *item);
    }
    return false;
}

Actor* spawnStartItem(World& w, Actor& pawn, ClassId cls, int32_t amount) {
    if (!isItemClass(w, cls)) {
        return nullptr;
    }
    if (Actor* owned = findItem(w, pawn, cls)) {
        const int64_t sum = int64_t{owned->item.amount} + (amount ? amount : w.info(cls).amount);
        owned->item.amount = static_cast<int32_t>(std::clamp<int64_t>(sum, 0, owned->item.maxAmount));
        return owned;
    }
    Actor* item = spawnGift(w, cls);
    if (!item) {
        return nullptr;
    }
    item->flags.set(Flag::INVENTORY_IGNORESKILL);
    if (amount) {
        item->item.amount = amount;
    }
    if (w.info(cls).native == NativeKind::Weapon) {
        item->item.ammoGive[0] = item->item.ammoGive[1] = 0;
    }
    if (!callTryPickup(w, *item, pawn)) {
        if (item->alive) {
            destroyActor(w, *item);
        }
        return nullptr;
    }
    return findItem(w, pawn, cls);
}

bool hasKey(const World& w, const Actor* actor, int32_t lock) {
    if (lock < 1 || lock > 255) {
        return true;
    }
    if (!actor) {
        return false;
    }
    switch (lock) {
    case 1: return owns(w, *actor, "RedCard");
    case 2: return owns(w, *actor, "BlueCard");
    case 3: return owns(w, *actor, "YellowCard");
    case 4: return owns(w, *actor, "RedSkull");
    case 5: return owns(w, *actor, "BlueSkull");
    case 6: return owns(w, *actor, "YellowSkull");
    case 129:
    case 132: return ownsColour(w, *actor, kRed);
    case 130:
    case 133: return ownsColour(w, *actor, kBlue);
    case 131:
    case 134: return ownsColour(w, *actor, kYellow);
    case 100:
    case 228: return ownsAnyKey(w, *actor);
    case 229: return ownsColour(w, *actor, kRed) && ownsColour(w, *actor, kBlue) && ownsColour(w, *actor, kYellow);
    case 101: return ownsBoth(w, *actor, kRed) && ownsBoth(w, *actor, kBlue) && ownsBoth(w, *actor, kYellow);
    default: return false;
    }
}

void actGiveInventory(World& w, ActionCall& call) {
    if (argInt(w, call, 2) != 0) {
        w.report("A_GiveInventory: only the default receiver is supported");
        call.result = false;
        return;
    }
    call.result = giveItemAction(w, call.self, argClass(w, call, 0), argInt(w, call, 1));
}

void actTakeInventory(World& w, ActionCall& call) {
    if (argInt(w, call, 3) != 0) {
        w.report("A_TakeInventory: only the default owner is supported");
        call.result = false;
        return;
    }
    Actor* item = findItem(w, call.self, argClass(w, call, 0));
    const int32_t amount = argInt(w, call, 1);
    call.result = item && item->item.amount > 0;
    if (item) {
        takeFrom(w, *item, amount == 0 ? item->item.amount : amount);
    }
}

} // namespace caco
