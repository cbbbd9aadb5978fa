// Item rules shared by the files of inventory, pick-ups, powers and weapons (actors.md section 7).
#pragma once

#include "sim/inventory.h"

namespace caco {

inline constexpr int32_t kBlinkTics = 128; // powers blink in their last tics

// Item without replacement at the map's origin, as gifts are made. Null when the pool is full.
Actor* spawnGift(World& w, ClassId cls);
// Detaches and removes an item.
void removeItem(World& w, Actor& item);
void linkItem(World& w, Actor& owner, Actor& item);   // list only
void unlinkItem(World& w, Actor& item);               // list only
void becomeItem(World& w, Actor& item);               // leaves the map

// Weapons and keys that everybody may take once (rules of games with several players).
bool staysForOthers(const World& w, const Actor& item);
bool goAway(World& w, Actor& item);                   // true: the item stays, or hides and comes back, so a copy is taken
void goAwayAndDie(World& w, Actor& item);
bool genericPickup(World& w, Actor& item, Actor& toucher);

// Class rules (pickups.cpp).
enum class Handling : uint8_t { Ignored, Refused, Taken };
Handling handlePickup(World& w, Actor& held, Actor& item);      // an owned item meets a new one
bool tryPickup(World& w, Actor& item, Actor& toucher);
Actor* createCopy(World& w, Actor& item, Actor& toucher);
bool useInventory(World& w, Actor& item);
void itemAttached(World& w, Actor& owner, Actor& item);
void itemDetached(World& w, Actor& owner, Actor& item);

ClassId rootAmmo(const World& w, ClassId cls);        // kNoClass when cls is no ammo
int32_t skillAmmo(const World& w, int32_t amount);    // with the skill's ammo factor
Actor* addAmmo(World& w, Actor& owner, ClassId type, int32_t amount, bool ignoreSkill);

// Powers (powers.cpp).
void startPower(World& w, Actor& owner, Actor& power);
void endPower(World& w, Actor& owner, Actor& power);
void powerEffect(World& w, Actor& owner, Actor& power);
void tickPower(World& w, Actor& power);
Handling powerMeets(World& w, Actor& held, Actor& item);

// Weapons (weapons.cpp): the item leaves its owner.
void weaponLost(World& w, Player& p, const Actor& weapon);

} // namespace caco
