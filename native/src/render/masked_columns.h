// Drawing of columns with holes: sprites, weapon layers, mid textures (renderer.md 4.6, 4.7, 6.3, 6.4).
#pragma once

#include <cstdint>

#include "render/scene.h"

namespace caco {

// How a texel reaches the screen. The order matters to the depth and label rules.
enum class ColumnStyle : uint8_t { Opaque, Translated, Translucent, Saturated, Fuzz };

struct Blend {
    ColumnStyle style = ColumnStyle::Opaque;
    const uint8_t* translation = nullptr;
    const uint32_t* fg = nullptr;  // weighted colours of the texel
    const uint32_t* bg = nullptr;  // weighted colours of the screen
};

// False: the thing is invisible.
bool chooseBlend(const Scene& s, RenderStyle style, Fixed alpha, const uint8_t* translation, Blend& out);

// One column to draw.
struct MaskedColumn {
    int32_t textureColumn;  // unwrapped
    Fixed scale;            // rows per texel
    Fixed step;             // texels per row
    Fixed top;              // row of texel 0, 16.16
    Fixed origin;           // texel position of row 0
    const uint8_t* map;
    uint8_t depthValue;  // unscaled own depth in a group
};

// Common part of all columns of a picture.
struct MaskedJob {
    int32_t x1, x2;
    const int16_t* topClip;     // first row, by column
    const int16_t* bottomClip;  // row after the last
    const Picture* picture;
    Fixed mid;  // texel row at the horizon
    Fixed horizon;
    Blend blend;
    uint8_t label;      // value of label writes
    LabelEntry* entry;  // box of label writes; null = none kept
};

struct SpriteColumns {  // constant scale, linear texture column
    Fixed scale, step, top;
    uint32_t u, uStep;  // at x1
    const uint8_t* map;
};
void drawSpriteColumns(Scene& s, const MaskedJob& job, const SpriteColumns& columns);

struct MidTextureColumns {         // per-column values
    const int32_t* textureColumn;  // by column, 16.16
    const int32_t* wallScale;
    Fixed textureScale;
    Fixed scaleStart, scaleStep;
    int32_t origin;  // column of scaleStart and light.start
    WallLight light;
    const uint8_t* fixedMap;
};
void drawMidTextureColumns(Scene& s, const MaskedJob& job, const MidTextureColumns& columns);

}  // namespace caco
