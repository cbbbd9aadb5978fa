#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "map/level.h"

namespace caco {

// Reads a BLOCKMAP lump. False where it is empty, too large for its 16-bit offsets, or damaged: build one then.
bool readBlockMap(std::span<const uint8_t> lump, size_t lineCount, BlockMap& out);

// The grid of 128-unit cells over all vertices, with every line in each cell it passes (simulation.md 6.5).
BlockMap buildBlockMap(std::span<const Vertex> vertices, std::span<const LineDef> lines);

}  // namespace caco
