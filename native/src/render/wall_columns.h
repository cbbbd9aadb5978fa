// Drawing of textured wall columns (renderer.md 3.8).
#pragma once

#include <cstdint>

#include "render/scene.h"

namespace caco {

// A wall that one sees through: texels of index 0 are not drawn. The weights mix the others with the screen; null = opaque.
struct WallHoles {
    const uint32_t* fg;
    const uint32_t* bg;
};

// Heights between which a tier lies.
struct TierHeights {
    Fixed top, bottom;
};

// Columns [x1, x2), rows [top[x], bottom[x]) of one wall tier or sky piece. Arrays are indexed by column.
struct WallJob {
    int32_t x1, x2;
    const int16_t* top;
    const int16_t* bottom;
    const int32_t* wallScale;  // texels per row, 18 fractional bits
    const int32_t* column;     // texture column, 16.16
    int32_t columnOffset;
    const Picture* picture;
    Fixed scale;  // vertical texture scale
    Fixed mid;    // texel row at the horizon
    Fixed horizon;
    const uint8_t* fixedMap;  // used for every column; null = light
    WallLight light;          // at column x1
    bool writesLabels;        // shared areas clear the labels
    const WallHoles* holes;   // null = a wall without
};

void drawWallColumns(Scene& s, const WallJob& job);
// The same, repeated upwards and downwards whatever the texture's height. span: the seg.
void drawRepeatedWall(Scene& s, const Projection& span, const TierHeights& range, const WallJob& job);

}  // namespace caco
