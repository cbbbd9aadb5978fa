#pragma once

#include "base/status.h"
#include "map/level.h"

namespace caco {

// Builds GL nodes for a level whose lines are connected: closed subsectors with mini-segs and partners
// (renderer.md 3.11). The result is the same for the same lines on every machine. Fails (BadData, message without file
// and map) where the lines do not divide into convex pieces within sane limits of depth, size and work.
Status buildGlNodes(const Level& level, NodeTree& out);

}  // namespace caco
