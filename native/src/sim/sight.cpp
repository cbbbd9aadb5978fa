#include "sim/sight.h"

#include <algorithm>

#include "base/trig.h"
#include "sim/cell_walk.h"
#include "sim/path.h"

namespace caco {
namespace {

constexpr int32_t kMaxDrawOfUnseen = 50;
constexpr int kScriptSpecials[] = {80, 83, 84, 85, 226};

// The vertical window that is still open along the way to the other actor.
struct SightLine {
    World& w;
    uint32_t flags;
    uint32_t mark;
    Fixed x, y, dx, dy;
    Fixed eye;
    Fixed bottom, top;

    bool passesCell(int32_t cx, int32_t cy);
    bool passesLine(int32_t index);
};

// Whether a block-everything line can be shot open: it counts as passable for those who may only look past such lines.
bool runsScriptOnImpact(const World& w, const LineState& line) {
    const bool script =
        std::find(std::begin(kScriptSpecials), std::end(kScriptSpecials), line.special) != std::end(kScriptSpecials);
    return script && (line.activation & kActImpact) && (line.args[1] == 0 || line.args[1] == w.level->levelNumber);
}

bool SightLine::passesLine(int32_t index) {
    LineState& state = w.lines[index];
    if (state.validCount == mark) {
        return true;
    }
    state.validCount = mark;
    const LineDef& line = w.level->lines[static_cast<size_t>(index)];
    if (!lineCrossesTrace(line, x, y, dx, dy) || !traceCrossesLine(line, x, y, dx, dy)) {
        return true;
    }
    if (line.backSector == kNoIndex || !(state.flags & kLineTwoSided) || (state.flags & kLineBlockSight)) {
        return false;
    }
    if (state.flags & kLineBlockEverything) {
        if (!(flags & kSightPastBlockAll) || (!(flags & kSightPastShootable) && !runsScriptOnImpact(w, state))) {
            return false;
        }
    }
    const SectorState& front = w.sectors[line.frontSector];
    const SectorState& back = w.sectors[line.backSector];
    const Fixed openTop = std::min(front.ceiling, back.ceiling);
    const Fixed openBottom = std::max(front.floor, back.floor);
    if (subWrap(openTop, openBottom) <= 0) {
        return false;
    }
    // The window only narrows, so the order of the lines does not matter.
    const Fixed frac = interceptFraction(x, y, dx, dy, line.x, line.y, line.dx, line.dy);
    bottom = std::max(bottom, div16(subWrap(openBottom, eye), frac));
    top = std::min(top, div16(subWrap(openTop, eye), frac));
    return top > bottom;
}

bool SightLine::passesCell(int32_t cx, int32_t cy) {
    const BlockMap& map = w.level->blockMap;
    if (!map.inside(cx, cy)) {
        return true;
    }
    for (const int32_t index : map.cell(cx, cy)) {
        if (!passesLine(index)) {
            return false;
        }
    }
    return true;
}

bool walkSight(SightLine& sight, Fixed endX, Fixed endY) {
    const BlockMap& map = sight.w.level->blockMap;
    CellWalk cells(map, sight.x, sight.y, endX, endY);
    if (!map.inside(cells.cellX, cells.cellY) || !map.inside(cells.endX, cells.endY)) {
        return false;
    }
    for (int round = 0; round < kMaxWalkCells; ++round) {
        if (!sight.passesCell(cells.cellX, cells.cellY)) {
            return false;
        }
        if (cells.stepX == 0 && cells.stepY == 0) {
            break;
        }
        const bool row = cells.matchesRow();
        const bool column = cells.matchesColumn();
        if (!row && !column) {
            break;
        }
        if (row && column &&
            (!sight.passesCell(cells.cellX + cells.stepX, cells.cellY) ||
             !sight.passesCell(cells.cellX, cells.cellY + cells.stepY))) {
            return false;
        }
        if (row) {
            cells.advanceX();
        }
        if (column) {
            cells.advanceY();
        }
        if (cells.cellX == cells.endX) {
            cells.stepX = 0;
        }
        if (cells.cellY == cells.endY) {
            cells.stepY = 0;
        }
    }
    return true;
}

bool drawnInvisible(const Actor& a) {
    if (has(a, Flag::INVISIBLE)) {
        return true;
    }
    switch (static_cast<RenderStyle>(a.renderStyle)) {
        case RenderStyle::None:
            return true;
        case RenderStyle::Translucent:
        case RenderStyle::Add:
        case RenderStyle::TranslucentStencil:
        case RenderStyle::Subtract:
            return a.alpha <= 0;
        default:
            return false;
    }
}

}  // namespace

bool checkSight(World& w, Actor& from, Actor& to, uint32_t flags) {
    if (from.sector == kNoIndex || to.sector == kNoIndex || w.level->rejects(from.sector, to.sector)) {
        return false;
    }
    if (!(flags & kSightIgnoreVisibility) && drawnInvisible(to) && w.r(Stream::CheckSight) > kMaxDrawOfUnseen) {
        return false;
    }
    const BlockMap& map = w.level->blockMap;
    const Fixed x = (subWrap(from.x, map.originX) & kBlockMask) == 0 ? addWrap(from.x, kUnit) : from.x;
    const Fixed y = (subWrap(from.y, map.originY) & kBlockMask) == 0 ? addWrap(from.y, kUnit) : from.y;
    const Fixed eye = subWrap(addWrap(from.z, from.height), from.height >> 2);
    const Fixed bottom = subWrap(to.z, eye);
    SightLine sight{w,   flags,  ++w.state->validCount,     x, y, subWrap(to.x, x), subWrap(to.y, y),
                    eye, bottom, addWrap(bottom, to.height)};
    return walkSight(sight, to.x, to.y);
}

bool isVisible(World& w, Actor& looker, Actor& other, bool allAround) {
    if (!allAround) {
        constexpr Fixed kReach = 64 * kUnit;
        const Angle off = pointToAngle(looker.x, looker.y, other.x, other.y) - looker.angle;
        if (off > kAngle90 && off < 0xFFFFFFFFu - kAngle90 &&
            approxDistance(subWrap(other.x, looker.x), subWrap(other.y, looker.y)) > kReach) {
            return false;
        }
    }
    return checkSight(w, looker, other, kSightPastShootable);
}

}  // namespace caco
