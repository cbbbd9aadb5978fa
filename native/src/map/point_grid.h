// Square cells over a map, each with the deepest part of a BSP that holds all of it: where looking up a point can start.
#pragma once

#include <cstdint>
#include <vector>

#include "base/fixed.h"

namespace caco {

struct NodeTree;

struct PointGrid {
    Fixed originX = 0, originY = 0;
    int32_t shift = 31;             // a cell is 1 << shift wide and high
    uint32_t width = 0, height = 0; // in cells
    std::vector<uint32_t> start;    // per cell: a node, or a subsector with kSubSectorBit; row by row

    // Where to start for a point; `root` for points outside.
    uint32_t startOf(Fixed x, Fixed y, uint32_t root) const {
        const uint32_t cx = static_cast<uint32_t>(subWrap(x, originX)) >> shift, cy = static_cast<uint32_t>(subWrap(y, originY)) >> shift;
        return cx < width && cy < height ? start[static_cast<size_t>(cy) * width + cx] : root;
    }
};

// For the tree's nodes as they are; empty where there are none.
PointGrid makePointGrid(const NodeTree& tree);

} // namespace caco
