// Action functions of states by id.
#pragma once

#include <string_view>

#include "sim/world.h"

namespace caco {

// What an action call sees. For weapon states `self` is the pawn and `item` the ready weapon; `psp` tells the calling layer.
struct ActionCall {
    Actor& self;
    Actor* item;                // owner of the state: ready weapon, or the item of a CustomInventory chain
    StateId state;              // the calling state
    int psp;                    // -1 = actor state
    bool result;                // success of item actions (CustomInventory)
};
using ActionFn = void (*)(World&, ActionCall&);

// Id of an action name (case-insensitive), 0 = none; -1 = unknown name. Names of line specials give the special call action.
int32_t actionByName(std::string_view name);
std::string_view actionName(uint16_t id);
// Null: the figures know the action but the engine does not implement it yet; the class is reported when spawned.
ActionFn actionFunction(uint16_t id);
void callAction(World& w, ActionCall& call);

// Argument n of the calling state; the defaults are already filled in by the class loader.
int32_t argInt(World& w, const ActionCall& call, int n);
Fixed argFixed(World& w, const ActionCall& call, int n);     // distances (actors.md section 2)
Angle argAngle(World& w, const ActionCall& call, int n);
double argFloat(World& w, const ActionCall& call, int n);
ClassId argClass(World& w, const ActionCall& call, int n);
StateId argState(World& w, const ActionCall& call, int n);   // label in the actor's class or an offset from the calling state

} // namespace caco
