// New games and the world tic (simulation.md 3.4, 5.1, 6.6, 6.7).
#pragma once

#include "sim/world.h"

namespace caco {

// Resets the world to the start of the level: seeds the streams, spawns all map things and players, starts OPEN and ENTER scripts.
// The world stands at map time 0; the caller runs the first tic. An error names what is missing (no player start).
Status startGame(World& w, const NewGame& game);
// One world tic; commands: one per player of the game. A pending exit makes this the tic that ends the level (simulation.md 3.9).
void runTic(World& w, const TicCommand* commands);

} // namespace caco
