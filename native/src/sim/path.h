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

// Collects intercepts with frac 0..kUnit in delivery order. Meant to live on the stack of the walker: then walks that the delivery
// itself starts cannot disturb it. The span lives until the next call with the same scratch.
class PathScratch {
public:
    PathScratch() = default;
    PathScratch(const PathScratch&) = delete;
    PathScratch& operator=(const PathScratch&) = delete;

    std::span<const Intercept> walk(World& w, Fixed x1, Fixed y1, Fixed x2, Fixed y2, uint32_t flags, PathTrace& trace);

private:
    static constexpr size_t kInline = 160;
    static constexpr size_t kInlineSeen = 64;

    void addLines(World& w, int32_t cx, int32_t cy, const PathTrace& trace, uint32_t mark);
    void addThings(World& w, int32_t cx, int32_t cy, const PathTrace& trace);
    void addThing(Actor& thing, const PathTrace& trace);
    void insert(Intercept in);
    bool seenBefore(uint32_t actor);

    Intercept inline_[kInline];
    uint32_t inlineSeen_[kInlineSeen];          // actors of several cells that were met
    std::vector<Intercept> spill_;              // only when the inline room does not do
    std::vector<uint32_t> spillSeen_;
    Intercept* items_ = inline_;
    size_t count_ = 0, capacity_ = kInline;
    size_t seen_ = 0;
};

// Fraction along `first` where `second` crosses it (simulation.md 1.8).
Fixed interceptFraction(Fixed fx, Fixed fy, Fixed fdx, Fixed fdy, Fixed sx, Fixed sy, Fixed sdx, Fixed sdy);

} // namespace caco
