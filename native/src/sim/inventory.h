// Items: pick-up, ownership, ammo, armour, powers (actors.md section 7).
#pragma once

#include "sim/world.h"

namespace caco {

void touchSpecial(World& w, Actor& item, Actor& toucher);   // pick-up attempt from a position check
bool callTryPickup(World& w, Actor& item, Actor& toucher);  // item may be destroyed
Actor* findItem(const World& w, const Actor& owner, ClassId cls); // exact class
void attachItem(World& w, Actor& owner, Actor& item);       // newest first
void detachItem(World& w, Actor& item);
bool giveBody(World& w, Actor& actor, int32_t amount, int32_t max);
// Armour chain of damage(): returns the remaining damage.
int32_t absorbDamage(World& w, Actor& target, int32_t damage, NameId type);
void notifyOwnerDied(World& w, Actor& owner);
void tickItems(World& w, Actor& owner);                     // per-tic effects of owned items (simulation.md 5.5 step 3)
void tickItem(World& w, Actor& item);                       // own tick of an owned item instead of the actor tick: power timers, states
void destroyInventory(World& w, Actor& owner);

// Script and console verbs (simulation.md 8.8). Names: "Armor" and "Health" have special meanings there.
void giveInventory(World& w, Actor& actor, std::string_view cls, int32_t amount);
void takeInventory(World& w, Actor& actor, std::string_view cls, int32_t amount);
int32_t checkInventory(World& w, Actor& actor, std::string_view cls);
void clearInventory(World& w, Actor& actor);
bool giveItemAction(World& w, Actor& actor, ClassId cls, int32_t amount); // A_GiveInventory
Actor* spawnStartItem(World& w, Actor& pawn, ClassId cls, int32_t amount);
bool hasKey(const World& w, const Actor* actor, int32_t lock);  // simulation.md 7.3b

} // namespace caco
