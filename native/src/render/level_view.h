// What the view needs of a level in the order it needs it; computed once per renderer.
#pragma once

#include <cstdint>
#include <vector>

#include "map/level.h"
#include "sim/world.h"

namespace caco {

struct ViewSeg {
    Fixed x1, y1, x2, y2;
    int32_t line;               // kNoIndex = mini-seg
    int32_t side;               // index into Level::sides
    int32_t frontSector;        // of the seg itself
    int32_t backSector;         // kNoIndex = one-sided
    uint8_t backSide;           // the seg runs along the back of its line
    uint8_t wholeLine;          // ends are the line's vertices
    int8_t contrast;            // light difference of axis-aligned lines
    uint8_t scrollTiers;        // bit per Tier that moves by scrollX, scrollY texels each tic
    Fixed scrollX, scrollY;
};

// Scale, offset and rotation of a sector plane's texture.
struct PlaneMapping {
    Fixed xOffset, yOffset, xScale, yScale;
    Angle angle;
    bool operator==(const PlaneMapping&) const = default;
};

struct ViewSectorPlane {
    uint16_t mapping;           // index into LevelView::mappings
    int16_t light;
    bool lightAbsolute;
    int32_t lightFrom = kNoIndex;       // sector whose light it shows instead of its own
    bool operator==(const ViewSectorPlane&) const = default;
};

struct ViewSector {
    ViewSectorPlane plane[2];   // floor, ceiling
    int32_t skyLine = kNoIndex; // the line that lends its sky (Static_Init); kNoIndex = the level's sky
};

// x1, y1, x2 and y2 of all segs.
struct SegEnds {
    std::vector<Fixed> x1, y1, x2, y2;
};

struct LevelView {
    std::vector<ViewSeg> segs;
    SegEnds ends;
    std::vector<int32_t> lineLength;    // map units, rounded
    std::vector<ViewSector> sectors;
    std::vector<PlaneMapping> mappings;
    size_t restingMappings = 0;         // the first ones are the map's own, the others of scrolled flats in this frame
    bool scrolls = false;               // the map has lines that scroll flats
};

void makeLevelView(const Level& level, LevelView& out);

// Puts scrolled flats where they are now; once a frame.
void moveFlats(const World& w, LevelView& view);

// Light of a sector's floor or ceiling, without the player's extra light.
int32_t planeLight(const World& w, const LevelView& view, int32_t sector, bool ceiling);

} // namespace caco
