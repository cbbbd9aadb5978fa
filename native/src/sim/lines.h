// Line activation and line specials (simulation.md 5.12, 5.16b, section 7).
#pragma once

#include "sim/world.h"

namespace caco {

// True = the activation was permitted, whether or not the special did anything (simulation.md 5.12.2).
bool activateLine(World& w, int32_t line, Actor* actor, int32_t side, Activation type);
bool testActivateLine(World& w, int32_t line, Actor* actor, int32_t side, Activation type);
void useLines(World& w, Actor& pawn);                       // USE edge
void pushLine(World& w, int32_t line, Actor& mover, int32_t side); // 5.12.4; side from the mover's current position
// Crossing of a line by a committed move: picks the activation type by the mover (simulation.md 5.8 commit step 6).
void crossLine(World& w, int32_t line, Actor& mover, int32_t oldSide);
// Runs a line special by number (scripts, deaths, pick-ups, actions). Unknown numbers are reported once by number. Result of the special.
int32_t executeSpecial(World& w, int32_t special, Actor* activator, int32_t line, int32_t side, const int32_t args[5]);
void exitLevel(World& w, bool secret);
void tickButtons(World& w);
bool changeSwitchTexture(World& w, int32_t side, bool repeatable);

} // namespace caco
