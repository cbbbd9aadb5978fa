// Traversal of blockmap cells along a line in order of distance (simulation.md 5.9.5).
#pragma once

#include "sim/world.h"

namespace caco {

struct Intercept {
    Fixed frac;
    int32_t line;                               // Level index, kNoIndex for things
    Actor* thing;
};

enum PathFlags : uint32_t { kPathLines = 1, kPathThings = 2, kPathDelta = 4 }; // kPathDelta: (x2, y2) is a delta (hitscan)

struct PathTrace {
    Fixed x, y, dx, dy;                         // start (shifted off cell borders) and direction
};

// Collects intercepts with frac 0..kUnit in delivery order; the span lives until the next call with the same scratch.
class PathScratch {
public:
    std::span<const Intercept> walk(World& w, Fixed x1, Fixed y1, Fixed x2, Fixed y2, uint32_t flags, PathTrace& trace);

private:
    std::vector<Intercept> intercepts_;         // grows once, then is reused
};

// Fraction along `first` where `second` crosses it (simulation.md 1.8).
Fixed interceptFraction(Fixed fx, Fixed fy, Fixed fdx, Fixed fdy, Fixed sx, Fixed sy, Fixed sdx, Fixed sdy);

} // namespace caco
