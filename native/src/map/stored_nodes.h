#pragma once

#include "map/level.h"
#include "map/map_source.h"

namespace caco {

// Reads the map's node lumps, classic or extended, GL or not (simulation.md 6.5). False where there are none or where
// any index, count or tree shape is wrong: the caller builds nodes then. Needs the level's lines connected.
bool readStoredNodes(const MapSource& source, const Level& level, NodeTree& out);

// True when all children exist, the root reaches every node at most once, and no path is longer than a walk may
// recurse.
bool isSoundTree(const NodeTree& tree);

}  // namespace caco
