// 2-D pictures on the frame (renderer.md 5.1). Every pixel drawn here gets depth 0 and label 0.
#pragma once

#include <cstdint>

#include "render/render_context.h"

namespace caco {

// A rectangle in screen pixels, real-valued.
struct PictureRect {
    double x, y, width, height;
};

// Draws the picture such that the rectangle is where it would lie without its offsets. Clipped to the frame. Returns where it drew.
PixelRect drawPicture(const DrawTarget& target, const Picture& picture, const PictureRect& rect);
// The same area in translucent black.
void drawPictureShadow(const DrawTarget& target, const Picture& picture, const PictureRect& rect);
// The same in other colours: map has an entry for each palette index. weight: of 64; the rest of a pixel is what was there.
void drawPictureMapped(const DrawTarget& target, const Picture& picture, const PictureRect& rect, const uint8_t* map, int32_t weight);
// Repeats the picture unscaled over columns [left, right) and `picture.height` rows from row `top`; the first column shows its first.
void tilePicture(const DrawTarget& target, const Picture& picture, int32_t left, int32_t right, int32_t top);
// Covers columns [left, right) of rows [top, bottom) with a flat aligned to the frame's corner. Leaves depth and labels alone.
void fillFlat(const DrawTarget& target, const Picture& flat, int32_t left, int32_t right, int32_t top, int32_t bottom);

// One pixel that belongs to the 2-D layer.
inline void markFlatPixel(const DrawTarget& target, ptrdiff_t offset) {
    if (target.depth) target.depth[offset] = 0;
    if (target.labels) target.labels[offset] = 0;
}

} // namespace caco
