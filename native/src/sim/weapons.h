// Weapon handling and weapon sprites (actors.md section 6).
#pragma once

#include "sim/world.h"

namespace caco {

void setPsprite(World& w, Player& p, PspLayer layer, StateId state);
void movePsprites(World& w, Player& p);                     // each tic, end of player think
void startPsprites(World& w, Player& p);                    // pending flags at the start of a game tic
void bringUpWeapon(World& w, Player& p);
void dropWeapon(World& w, Player& p);                       // lower it
void fireWeapon(World& w, Player& p);
bool checkAmmo(World& w, Player& p, Actor& weapon, bool alt, bool autoSwitch);
bool depleteAmmo(World& w, Player& p, Actor& weapon, bool alt);
void pickNewWeapon(World& w, Player& p);
Actor* bestWeapon(World& w, const Player& p, ClassId ammoType);
void checkWeaponSwitch(World& w, Player& p, ClassId ammoType);
bool hasAmmoFor(const World& w, const Actor& weapon, bool eitherMode);

// One-shot selection (simulation.md 4.6, actors.md 6.4): the weapon item to use, null = nothing.
Actor* pickSlotWeapon(World& w, Player& p, int slot);
Actor* pickNextWeapon(World& w, Player& p, int direction);  // +1 next, -1 previous
void useItem(World& w, Player& p, Actor& item);             // runs at the start of the tic
void dropSelectedItem(World& w, Player& p, Actor& item);
int32_t slotOfWeapon(const World& w, const Player& p, ClassId weapon); // -1 = in no slot

} // namespace caco
