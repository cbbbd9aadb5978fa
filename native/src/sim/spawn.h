// Creation and removal of actors (simulation.md 6.6, actors.md 1.3).
#pragma once

#include "sim/world.h"

namespace caco {

inline constexpr Fixed kOnFloorZ = kFixedMin;
inline constexpr Fixed kOnCeilingZ = kFixedMax;
inline constexpr Fixed kFloatRandomZ = kFixedMax - 1;

// Null when the pool is full (statusBits set) or the class is abstract.
Actor* spawnActor(World& w, ClassId cls, Fixed x, Fixed y, Fixed z, bool replace, const MapThing* mapThing = nullptr);
Actor* spawnMapThing(World& w, const MapThing& thing, ClassId cls); // after the filters; all of actors.md 1.3 "Map thing spawn"
// Removes the actor from the world; its slot is reused after the tic. References to it resolve to null.
void destroyActor(World& w, Actor& a);
void recycleDestroyed(World& w);                      // end of the tic
void clearCounters(World& w, Actor& a);               // undo the totals of a spawn that is taken back

void setTid(World& w, Actor& a, int32_t tid);         // hashed, newest first
void removeTid(World& w, Actor& a);
// Actors with a tid, newest first; f(Actor&) -> bool, false stops.
template <class F> void forEachTid(World& w, int32_t tid, F&& f) {
    uint32_t next;
    for (uint32_t slot = w.state->tidHead[static_cast<uint32_t>(tid) & 127]; slot; slot = next) {
        Actor& a = w.actors[slot - 1];
        next = a.tidNext;
        if (a.tid == tid && a.alive && !f(a)) return;
    }
}
NameId speciesOf(const World& w, const Actor& a);     // class id of the species as a NameId-like integer (actors.md 1.13)

} // namespace caco
