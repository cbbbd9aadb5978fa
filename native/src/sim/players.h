// Player records and pawns: spawn, think, death (simulation.md 5.2-5.4, 6.7; actors.md section 8).
#pragma once

#include "sim/world.h"

namespace caco {

inline Actor* pawnOf(const World& w, int player) { return w.resolve(w.state->player[player].pawn); }
inline Player* playerOf(const World& w, const Actor& a) { return a.player >= 0 ? &w.state->player[a.player] : nullptr; }

void spawnPlayer(World& w, int player, const MapThing& start, bool keepInventory);
void playerThink(World& w, int player);
void calcViewHeight(World& w, Player& p, Actor& pawn);
void setPlayerRunning(World& w, Actor& pawn, bool running); // See <-> Spawn animation rules
void killPlayer(World& w, Actor& pawn, Actor* source);      // the player part of actors.md 1.10 step 6
void respawnPlayer(World& w, int player);
void damageFlash(World& w, Player& p, int32_t amount);      // damageCount

} // namespace caco
