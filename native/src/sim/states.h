// State machine of actors (actors.md 1.2).
#pragma once

#include "sim/world.h"

namespace caco {

// False when the actor was destroyed. The table of actions is in actions.h.
bool setState(World& w, Actor& a, StateId state);
StateId findState(const World& w, const Actor& a, Label label);
bool setStateLabel(World& w, Actor& a, Label label);  // no effect (true) when the label is missing
int32_t stateTics(World& w, const State& s);          // duration draw only (StateTics), no skill rule
bool isFast(const World& w, const Actor& a);
void advanceState(World& w, Actor& a);                // countdown at the end of the actor's tick, nightmare respawn
void goIdle(World& w, Actor& a);                      // Idle or Spawn state
bool inStateSequence(const World& w, StateId state, StateId base); // state belongs to the run of states starting at base

} // namespace caco
