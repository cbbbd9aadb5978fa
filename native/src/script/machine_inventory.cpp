// Operations on inventories (simulation.md 8.8).

#include "script/machine.h"
#include "sim/inventory.h"
#include "sim/players.h"
#include "sim/weapons.h"

namespace caco {

// The activator, or every player of the game when a script without one asks.
template <class F> void Machine::forReceivers(F&& f) {
    if (self_.activator != 0) {
        if (Actor* a = activator()) {
            f(*a);
        }
        return;
    }
    for (int i = 0; i < w_.state->playerCount; ++i) {
        if (Actor* pawn = w_.state->player[i].inGame ? pawnOf(w_, i) : nullptr) {
            f(*pawn);
        }
    }
}

int32_t Machine::setWeapon(const std::string& name) {
    Actor* who = activator();
    Player* player = who ? playerOf(w_, *who) : nullptr;
    const ClassId cls = w_.classes->find(name);
    Actor* weapon = player && cls != kNoClass ? findItem(w_, *who, cls) : nullptr;
    if (!weapon || !w_.classes->isA(cls, NativeKind::Weapon)) {
        return 0;
    }
    if (player->readyWeapon == w_.refOf(*weapon)) {
        player->pendingWeapon = 0;
        return 1;
    }
    if (!hasAmmoFor(w_, *weapon, true)) {
        return 0;
    }
    player->pendingWeapon = w_.refOf(*weapon);
    return 1;
}

int32_t Machine::useItemOf(Actor& a, const std::string& name) {
    Player* player = playerOf(w_, a);
    const ClassId cls = w_.classes->find(name);
    Actor* item = player && cls != kNoClass ? findItem(w_, a, cls) : nullptr;
    if (!item) {
        return 0;
    }
    useItem(w_, *player, *item);
    return 1;
}

bool Machine::stepInventory(int32_t opcode) {
    const int32_t* a;
    int32_t literal[2] = {};
    switch (opcode) {
    case 142: forReceivers([&](Actor& who) { clearInventory(w_, who); }); break;
    case 143:
    case 145:
        if ((a = take(2))) {
            forReceivers([&](Actor& who) { opcode == 143 ? giveInventory(w_, who, text(a[0]), a[1]) : takeInventory(w_, who, text(a[0]), a[1]); });
        }
        break;
    case 144:
    case 146:
        words(literal, 2);
        if (running()) {
            forReceivers([&](Actor& who) {
                opcode == 144 ? giveInventory(w_, who, text(literal[0]), literal[1]) : takeInventory(w_, who, text(literal[0]), literal[1]);
            });
        }
        break;
    case 147:
    case 148: {
        if (opcode == 147) {
            a = take(1);
            literal[0] = a ? *a : 0;
        } else {
            literal[0] = word();
        }
        if (running()) {
            Actor* who = activator();
            push(who ? checkInventory(w_, *who, text(literal[0])) : 0);
        }
        break;
    }
    case 223:
        if ((a = take(1))) {
            const Actor* who = activator();
            const Player* player = who ? playerOf(w_, *who) : nullptr;
            const Actor* ready = player ? w_.resolve(player->readyWeapon) : nullptr;
            push(ready && ready->cls == w_.classes->find(text(*a)));
        }
        break;
    case 224:
        if ((a = take(1))) {
            push(setWeapon(text(*a)));
        }
        break;
    case 271:
        if ((a = take(1))) {
            const ClassId cls = w_.classes->find(text(*a));
            const Actor* who = activator();
            const Actor* item = who && cls != kNoClass ? findItem(w_, *who, cls) : nullptr;
            push(!who || cls == kNoClass || !w_.classes->isA(cls, NativeKind::Ammo) ? 0 : item ? item->item.maxAmount : w_.info(cls).maxAmount);
        }
        break;
    case 272:
        if ((a = take(2))) {
            const ClassId cls = w_.classes->find(text(a[0]));
            forReceivers([&](Actor& who) {
                if (Actor* item = cls == kNoClass ? nullptr : findItem(w_, who, cls)) {
                    item->item.maxAmount = a[1];
                }
            });
        }
        break;
    case 284:
        if ((a = take(1))) {
            forActors(*a, [&](Actor& who) { clearInventory(w_, who); });
        }
        break;
    case 285:
        if ((a = take(3))) {
            forActors(a[0], [&](Actor& who) { giveInventory(w_, who, text(a[1]), a[2]); });
        }
        break;
    case 286:
        if ((a = take(3))) {
            forActors(a[0], [&](Actor& who) { takeInventory(w_, who, text(a[1]), a[2]); });
        }
        break;
    case 287:
        if ((a = take(2))) {
            Actor* who = single(a[0]);
            push(who ? checkInventory(w_, *who, text(a[1])) : 0);
        }
        break;
    case 336:
        if ((a = take(1))) {
            Actor* who = activator();
            push(who ? useItemOf(*who, text(*a)) : 0);
        }
        break;
    case 337:
        if ((a = take(2))) {
            int32_t count = 0;
            forActors(a[0], [&](Actor& who) { count += useItemOf(who, text(a[1])); });
            push(count);
        }
        break;
    default: return false;
    }
    return true;
}

} // namespace caco
