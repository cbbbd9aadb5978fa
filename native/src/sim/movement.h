// Per-tic motion of an actor (simulation.md 5.6, 5.7, 5.10; actors.md 1.6, 1.7).
#pragma once

#include "sim/world.h"

namespace caco {

// XY step; returns floorZ from before the move. The actor may be destroyed by it (test a.alive).
Fixed xyMovement(World& w, Actor& a, Fixed scrollX, Fixed scrollY);
void zMovement(World& w, Actor& a, Fixed oldFloorZ);
void slideMove(World& w, Actor& a, Fixed tryX, Fixed tryY, int32_t steps);
// Friction and move factor under an actor (simulation.md 5.6.4).
Fixed frictionOf(const World& w, const Actor& a, Fixed* moveFactor);
Fixed gravityOf(const World& w, const Actor& a);
// Carry of scrolling floors for this tic (simulation.md 5.5 step 6).
void scrollCarry(World& w, const Actor& a, Fixed& x, Fixed& y);
// Missile hits something: velocities 0, death state (actors.md 1.16).
void explodeMissile(World& w, Actor& missile, int32_t line, Actor* hit);
void crashCheck(World& w, Actor& a);            // actors.md 1.10, crash state
// Everything an actor does in a tic (simulation.md 5.5); destroyed actors are skipped by the caller.
void tickActor(World& w, Actor& a);

} // namespace caco
