// Stepping through the blockmap cells along a line (simulation.md 5.9.5 b and c). Shared by traces and sight.
#pragma once

#include "map/level.h"

namespace caco {

inline constexpr int kBlockShift = 23;
inline constexpr Fixed kBlockMask = (1 << kBlockShift) - 1;
inline constexpr int kMaxWalkCells = 100;

struct CellWalk {
    int32_t cellX, cellY, endX, endY;
    int32_t stepX, stepY;          // +1, -1 or 0 cells
    Fixed interceptX, interceptY;  // in cells, 16.16
    Fixed slopeX, slopeY;          // their change per row and column

    CellWalk(const BlockMap& map, Fixed x1, Fixed y1, Fixed x2, Fixed y2) {
        const int64_t left = int64_t{x1} - map.originX;
        const int64_t bottom = int64_t{y1} - map.originY;
        const int64_t right = int64_t{x2} - map.originX;
        const int64_t top = int64_t{y2} - map.originY;
        cellX = wrap32(left >> kBlockShift);
        cellY = wrap32(bottom >> kBlockShift);
        endX = wrap32(right >> kBlockShift);
        endY = wrap32(top >> kBlockShift);
        const Fixed startX = wrap32(left >> 7);
        const Fixed startY = wrap32(bottom >> 7);
        Fixed partX = firstPart(startX, endX - cellX, stepX);
        Fixed partY = firstPart(startY, endY - cellY, stepY);
        slopeY = stepX ? div16(wrap32(top - bottom), wrap32(magnitude(right - left))) : 256 * kUnit;
        slopeX = stepY ? div16(wrap32(right - left), wrap32(magnitude(top - bottom))) : 256 * kUnit;
        interceptY = addWrap(startY, mul16(partX, slopeY));
        interceptX = addWrap(startX, mul16(partY, slopeX));
        if (absWrap(slopeX) == kUnit && absWrap(slopeY) == kUnit) {
            // An exact diagonal through cell corners.
            if (slopeY < 0) {
                partX = kUnit - partX;
            }
            if (slopeX < 0) {
                partY = kUnit - partY;
            }
            if (partX == partY) {
                interceptX = wrap32(int64_t{cellX} << 16);
                interceptY = wrap32(int64_t{cellY} << 16);
            }
        }
    }

    bool matchesRow() const { return (interceptY >> 16) == cellY; }
    bool matchesColumn() const { return (interceptX >> 16) == cellX; }
    void advanceX() {
        interceptY = addWrap(interceptY, slopeY);
        cellX += stepX;
    }
    void advanceY() {
        interceptX = addWrap(interceptX, slopeX);
        cellY += stepY;
    }

private:
    static int64_t magnitude(int64_t v) { return v < 0 ? -v : v; }
    // Distance in cells from the start to the first cell border in walking direction.
    static Fixed firstPart(Fixed start, int32_t cells, int32_t& step) {
        step = cells > 0 ? 1 : cells < 0 ? -1 : 0;
        const Fixed inside = start & 0xFFFF;
        return cells < 0 ? inside : cells > 0 ? kUnit - inside : kUnit;
    }
};

// True when the line crosses the trace: both tests of simulation.md 5.9.5 by the truncating side function.
inline bool lineCrossesTrace(const LineDef& line, Fixed x, Fixed y, Fixed dx, Fixed dy) {
    return pointSide(line.x, line.y, x, y, dx, dy) !=
           pointSide(addWrap(line.x, line.dx), addWrap(line.y, line.dy), x, y, dx, dy);
}
inline bool traceCrossesLine(const LineDef& line, Fixed x, Fixed y, Fixed dx, Fixed dy) {
    return pointSide(x, y, line) != pointSide(addWrap(x, dx), addWrap(y, dy), line);
}

}  // namespace caco
