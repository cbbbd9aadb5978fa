// Helpers shared by everything that shows sprite frames.
#pragma once

#include "render/scene.h"

namespace caco {

// The frame of a sprite; null when there is none.
const SpriteFrame* findFrame(Scene& s, uint32_t sprite, int32_t frame);
// Texels as map units, rounded half up (renderer.md 4.3 step 3).
int32_t scaledTexels(int32_t texels, Fixed texelsPerUnit);

}  // namespace caco
