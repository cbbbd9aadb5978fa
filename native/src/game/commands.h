// Console commands of a player (ViZDoom's send_game_command), between two tics.
//
//   give NAME [AMOUNT]      an item, or all, health, armor, ammo, weapons, keys, backpack
//   take NAME [AMOUNT]      an item, or all
//   summon CLASS            a thing in front of the player (a missile flies where he looks); summonfriend: on his side
//   kill [monsters|CLASS]   the player himself, all monsters, or all things of a class
//   god, buddha, noclip, notarget, fly, freeze, infiniteammo    switched on and off
//   puke NUMBER [ARGUMENTS] starts a script of the map
//   use CLASS, drop CLASS, slot N, weapnext, weapprev, centerview, turn180
//   warp X Y [Z]            moves the player, in map units
//   [set] SETTING VALUE     the settings of sim/settings.h, for this and later episodes
//
// Several commands are separated by ";". What they do is seen after the next tic. Anything else is an error that names it.
#pragma once

#include <string_view>

#include "base/status.h"

namespace caco {

class Game;

Status runCommand(Game& game, std::string_view text);

} // namespace caco
