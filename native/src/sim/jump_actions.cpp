// Actions that jump to another state (DECORATE of archives).
#include "sim/action_functions.h"
#include "sim/inventory.h"
#include "sim/players.h"
#include "sim/states.h"
#include "sim/weapons.h"

namespace caco {
namespace {

constexpr int32_t kAlways = 256;

void jump(World& w, ActionCall& call, StateId target) {
    const bool inChain = call.psp < 0 && call.item; // the states of a pick-up run at once and cannot jump
    call.result = false;
    if (target == kNoState || inChain) {
        return;
    }
    if (call.psp < 0) {
        setState(w, call.self, target);
    } else if (Player* p = playerOf(w, call.self)) {
        setPsprite(w, *p, static_cast<PspLayer>(call.psp), target);
    }
}

} // namespace

void actJump(World& w, ActionCall& call) {
    const int32_t labels = w.classes->state(call.state).argCount - 1;
    const int32_t chance = argInt(w, call, 0);
    call.result = false;
    if (labels < 1 || (chance < kAlways && w.r(Stream::CustomJump) >= chance)) {
        return;
    }
    jump(w, call, argState(w, call, labels == 1 ? 1 : 1 + w.rn(Stream::CustomJump, labels)));
}

void actJumpIfInventory(World& w, ActionCall& call) {
    if (argInt(w, call, 3) != 0) {
        w.report("A_JumpIfInventory: only the default owner is supported");
        call.result = false;
        return;
    }
    const Actor* item = findItem(w, call.self, argClass(w, call, 0));
    const int32_t wanted = argInt(w, call, 1);
    const bool owned = item && (wanted > 0 ? item->item.amount >= wanted : item->item.amount >= item->item.maxAmount);
    if (owned) {
        jump(w, call, argState(w, call, 2));
    } else {
        call.result = false;
    }
}

} // namespace caco
