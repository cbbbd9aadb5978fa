// Monster movement and senses (actors.md section 3).
#pragma once

#include "sim/world.h"

namespace caco {

// Unit steps of the eight directions of movement (Actor::moveDir).
inline constexpr Fixed kDiagonalStep = 46341;
inline constexpr Fixed kStepX[8] = {kUnit, kDiagonalStep, 0, -kDiagonalStep, -kUnit, -kDiagonalStep, 0, kDiagonalStep};
inline constexpr Fixed kStepY[8] = {0, kDiagonalStep, kUnit, kDiagonalStep, 0, -kDiagonalStep, -kUnit, -kDiagonalStep};

void noiseAlert(World& w, Actor* target, Actor& emitter, bool splash = false, Fixed maxDistance = 0);
bool lookForPlayers(World& w, Actor& self, bool allAround);
bool inMeleeRange(World& w, Actor& self);
bool inMissileRange(World& w, Actor& self);
bool stepMonster(World& w, Actor& self);              // actors.md 3.8
void newChaseDir(World& w, Actor& self);
void wander(World& w, Actor& self);
void chase(World& w, Actor& self, StateId melee, StateId missile);
void faceTarget(World& w, Actor& self);
bool monsterSkullSlam(World& w, Actor& self, Actor* victim); // actors.md 3.14 lost-soul slam

} // namespace caco
