// What the files of monster actions share.
#pragma once

#include <string_view>

#include "sim/world.h"

namespace caco {

void lookAround(World& w, Actor& self);                     // A_Look (actors.md 3.5)
// Faces the target; null (and nothing done) without one.
Actor* turnToTarget(World& w, Actor& self);
void hitInMelee(World& w, Actor& self, Actor& target, int32_t damage, NameId type);
void fireAt(World& w, Actor& self, std::string_view missile);
void spreadMissile(Actor& missile, Angle turn);             // turn and fly at full speed along the new angle
// Same side as `from`; with `target` also what it fights, unless that must not be targeted.
void copyFriendliness(World& w, const Actor& from, Actor& to, bool target);
void reviveActor(World& w, Actor& reviver, Actor& corpse);  // actors.md 3.12 "Success"

} // namespace caco
