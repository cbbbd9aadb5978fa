// Thinker lists: FIFO per number, new ones in a fresh list (simulation.md 5.13).
#pragma once

#include "sim/world.h"

namespace caco {

ThinkerRef thinkerOf(const World& w, const Actor& a);
ThinkerRef thinkerOf(const World& w, const Mover& m);
ThinkerLink& linkOf(World& w, ThinkerRef ref);

void addThinker(World& w, ThinkerRef ref, ThinkerList list);      // to the tail of the fresh list
void moveThinker(World& w, ThinkerRef ref, ThinkerList list);     // to the fresh list of another number
void removeThinker(World& w, ThinkerRef ref);                     // safe while the lists run
// One pass over all lists, then the fresh ones until none is left; list 103 (scripts) after the others.
void runThinkers(World& w);

// Mover slots. Null when the pool is full (statusBits set).
Mover* allocateMover(World& w, MoverKind kind, ThinkerList list = ThinkerList::Default);
void freeMover(World& w, Mover& m);
uint32_t moverSlot(const World& w, const Mover& m);               // slot + 1

} // namespace caco
