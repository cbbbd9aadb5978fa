// Links of actors into sectors and blockmap cells (simulation.md 5.9.3, 5.9.4).
#pragma once

#include "sim/world.h"

namespace caco {

void linkActor(World& w, Actor& a);             // by x, y; sets sector, thing list, touching sectors, cells (heads of the lists)
void linkActorAtLoad(World& w, Actor& a);       // first link of a map thing: original side test (simulation.md 6.6)
// linkActor for a caller that knows the sector of (x, y) and all lines that the actor's box crosses, in blockmap order.
void linkActorKnown(World& w, Actor& a, int32_t sector, std::span<const int32_t> crossedLines);
void unlinkActor(World& w, Actor& a);           // from all lists
void unlinkForMove(World& w, Actor& a);         // before a linkActor of the same actor: sectors touched before and after keep their order
void setPosition(World& w, Actor& a, Fixed x, Fixed y, Fixed z); // unlink, set, link; no checks

struct CellBox {
    int32_t x1, y1, x2, y2;                     // inclusive, clamped; empty when x1 > x2
};
// True when (cx, cy) is the first cell of the box, in iteration order, that holds the actor.
bool firstCellInBox(const World& w, const Actor& a, const CellBox& box, int32_t cx, int32_t cy);
CellBox cellsOf(const World& w, Fixed left, Fixed bottom, Fixed right, Fixed top);

// True when the box (top, bottom, left, right) overlaps the line's own box and lies on both of its sides.
inline bool boxMeetsLine(const Fixed box[4], const LineDef& line) {
    return box[kBoxRight] > line.box[kBoxLeft] && box[kBoxLeft] < line.box[kBoxRight] && box[kBoxTop] > line.box[kBoxBottom] &&
           box[kBoxBottom] < line.box[kBoxTop] && boxSide(box, line) == -1;
}

// Calls f(Actor&) -> bool for the things of the cells overlapped by the box centre +- radius, each once, newest link first
// inside a cell; false stops. Returns false when stopped. The next pointer is read before the call.
template <class F> bool forEachThing(World& w, Fixed x, Fixed y, Fixed radius, F&& f);
// The same for lines (Level index), each once, blockmap order.
template <class F> bool forEachLine(World& w, Fixed left, Fixed bottom, Fixed right, Fixed top, F&& f);

} // namespace caco

#include "sim/links.inl"
