#include "assets/blend.h"

namespace caco {

void makeBlendTables(const Assets& assets, BlendTables& out) {
    for (uint32_t a = 0; a <= 64; ++a) {
        for (uint32_t i = 0; i < 256; ++i) {
            const Rgb c = assets.palette[i];
            const uint32_t packed = ((c.r * a) >> 4) << 20 | ((c.b * a) >> 4) << 10 | ((c.g * a) >> 4);
            out.weighted[a][i] = packed;
            out.clamped[a][i] = a == 0 || a == 64 ? packed : packed & 0x3feffbffu;
        }
    }
    out.nearest15 = assets.rgb32k;
}

}  // namespace caco
