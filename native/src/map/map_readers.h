// Steps of loading a map; each fills its part of the Level.
#pragma once

#include "assets/assets.h"
#include "base/status.h"
#include "map/level.h"
#include "map/map_source.h"

namespace caco {

// Vertices, sectors, sides, lines and things as the lumps say. Line geometry and sectors are still unset.
Status readBinaryMap(const Assets& assets, const MapSource& source, Level& level);
Status readUdmfMap(const Assets& assets, const MapSource& source, Level& level);

// Drops lines without length, gives every line its own sides, checks all indices, fills geometry and sector line lists.
// `linesDropped`: line numbers changed, so stored nodes and the stored blockmap are void.
Status connectLines(const MapSource& source, Level& level, bool& linesDropped);

// Neutral values of the fields a format does not have.
SideDef plainSide();
LineDef plainLine();
SectorDef plainSector();
MapThing plainThing();

}  // namespace caco
