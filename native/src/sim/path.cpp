#include "sim/path.h"

#include <algorithm>

#include "sim/cell_walk.h"

namespace caco {

Fixed interceptFraction(Fixed fx, Fixed fy, Fixed fdx, Fixed fdy, Fixed sx, Fixed sy, Fixed sdx, Fixed sdy) {
    const double den = static_cast<double>(sdy) * fdx - static_cast<double>(sdx) * fdy;
    if (den == 0.0) {
        return 0;
    }
    const double num = (static_cast<double>(sx) - fx) * sdy + (static_cast<double>(fy) - sy) * sdx;
    return toFixed(num / den);
}

// Keeps the order of delivery: by fraction, equal ones as they came.
void PathScratch::insert(Intercept in) {
    if (count_ == capacity_) {
        std::vector<Intercept> larger(capacity_ * 2);
        std::copy_n(items_, count_, larger.begin());
        spill_ = std::move(larger);
        items_ = spill_.data();
        capacity_ = spill_.size();
    }
    size_t at = count_++;
    while (at > 0 && items_[at - 1].frac > in.frac) {
        items_[at] = items_[at - 1];
        --at;
    }
    items_[at] = in;
}

bool PathScratch::seenBefore(uint32_t actor) {
    const size_t known = std::min(seen_, kInlineSeen);
    if (std::find(inlineSeen_, inlineSeen_ + known, actor) != inlineSeen_ + known ||
        std::find(spillSeen_.begin(), spillSeen_.end(), actor) != spillSeen_.end()) {
        return true;
    }
    if (seen_ < kInlineSeen) {
        inlineSeen_[seen_] = actor;
    } else {
        spillSeen_.push_back(actor);
    }
    ++seen_;
    return false;
}

void PathScratch::addLines(World& w, int32_t cx, int32_t cy, const PathTrace& trace, uint32_t mark) {
    const BlockMap& map = w.level->blockMap;
    if (!map.inside(cx, cy)) {
        return;
    }
    constexpr Fixed kLong = 16 * kUnit;
    const bool longTrace = trace.dx > kLong || trace.dy > kLong || trace.dx < -kLong || trace.dy < -kLong;
    for (const int32_t index : map.cell(cx, cy)) {
        LineState& state = w.lines[index];
        if (state.validCount == mark) {
            continue;
        }
        state.validCount = mark;
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        const bool crosses = longTrace ? lineCrossesTrace(line, trace.x, trace.y, trace.dx, trace.dy)
                                       : traceCrossesLine(line, trace.x, trace.y, trace.dx, trace.dy);
        if (!crosses) {
            continue;
        }
        const Fixed frac = interceptFraction(trace.x, trace.y, trace.dx, trace.dy, line.x, line.y, line.dx, line.dy);
        if (frac >= 0 && frac <= kUnit) {
            insert({frac, index, nullptr});
        }
    }
}

void PathScratch::addThings(World& w, int32_t cx, int32_t cy, const PathTrace& trace) {
    const BlockMap& map = w.level->blockMap;
    if (!map.inside(cx, cy)) {
        return;
    }
    const uint32_t head =
        w.blockHeads[static_cast<size_t>(cy) * static_cast<size_t>(map.width) + static_cast<size_t>(cx)];
    for (uint32_t n = head; n; n = w.blockNodes[n - 1].nextInCell) {
        const uint32_t actor = w.blockNodes[n - 1].actor;
        Actor& thing = w.actors[actor - 1];
        const bool severalCells = thing.blockHead && w.blockNodes[thing.blockHead - 1].nextOfActor;
        if (severalCells && seenBefore(actor)) {
            continue;
        }
        addThing(thing, trace);
    }
}

// A thing is met on the edges of its box that face the start; inside the box it is met at once.
void PathScratch::addThing(Actor& thing, const PathTrace& trace) {
    const Fixed r = thing.radius;
    const Fixed left = subWrap(thing.x, r);
    const Fixed right = addWrap(thing.x, r);
    const Fixed bottom = subWrap(thing.y, r);
    const Fixed top = addWrap(thing.y, r);
    const Fixed length = mulWrap(r, 2);
    const struct {
        Fixed x, y, dx, dy;
    } edges[4] = {{right, top, negWrap(length), 0},
                  {right, bottom, 0, length},
                  {left, bottom, length, 0},
                  {left, top, 0, negWrap(length)}};
    bool faced = false;
    for (const auto& e : edges) {
        if (pointSide(trace.x, trace.y, e.x, e.y, e.dx, e.dy) != 0) {
            continue;
        }
        faced = true;
        const int32_t first = pointSide(e.x, e.y, trace.x, trace.y, trace.dx, trace.dy);
        const int32_t second = pointSide(addWrap(e.x, e.dx), addWrap(e.y, e.dy), trace.x, trace.y, trace.dx, trace.dy);
        if (first == second) {
            continue;
        }
        const Fixed frac = interceptFraction(trace.x, trace.y, trace.dx, trace.dy, e.x, e.y, e.dx, e.dy);
        if (frac >= 0 && frac <= kUnit) {
            insert({frac, kNoIndex, &thing});
        }
    }
    if (!faced) {
        insert({0, kNoIndex, &thing});
    }
}

std::span<const Intercept> PathScratch::walk(World& w, Fixed x1, Fixed y1, Fixed x2, Fixed y2, uint32_t flags,
                                             PathTrace& trace) {
    const BlockMap& map = w.level->blockMap;
    count_ = 0;
    seen_ = 0;
    spillSeen_.clear();
    if ((subWrap(x1, map.originX) & kBlockMask) == 0) {
        x1 = addWrap(x1, kUnit);
    }
    if ((subWrap(y1, map.originY) & kBlockMask) == 0) {
        y1 = addWrap(y1, kUnit);
    }
    if (flags & kPathDelta) {
        trace = {x1, y1, x2, y2};
        x2 = addWrap(x1, x2);
        y2 = addWrap(y1, y2);
    } else {
        trace = {x1, y1, subWrap(x2, x1), subWrap(y2, y1)};
    }
    const bool lines = (flags & kPathLines) != 0;
    const bool things = (flags & kPathThings) != 0;
    const uint32_t mark = ++w.state->validCount;
    CellWalk cells(map, x1, y1, x2, y2);
    for (int round = 0; round < kMaxWalkCells; ++round) {
        if (lines) {
            addLines(w, cells.cellX, cells.cellY, trace, mark);
        }
        if (things) {
            addThings(w, cells.cellX, cells.cellY, trace);
        }
        if (cells.cellX == cells.endX && cells.cellY == cells.endY) {
            break;
        }
        const bool row = cells.matchesRow();
        const bool column = cells.matchesColumn();
        if (!row && !column) {
            break;
        }
        if (row && column) {
            const int32_t besideX = cells.cellX + cells.stepX;
            const int32_t besideY = cells.cellY + cells.stepY;
            if (lines) {
                addLines(w, besideX, cells.cellY, trace, mark);
                addLines(w, cells.cellX, besideY, trace, mark);
            }
            if (things) {
                addThings(w, besideX, cells.cellY, trace);
                addThings(w, cells.cellX, besideY, trace);
            }
            cells.advanceX();
            cells.advanceY();
        } else if (column) {
            cells.advanceY();
        } else {
            cells.advanceX();
        }
    }
    return {items_, count_};
}

}  // namespace caco
