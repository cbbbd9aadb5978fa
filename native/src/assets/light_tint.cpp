#include "assets/light_tint.h"

namespace caco {
namespace {

// A share 0..255 in 256ths.
int32_t weightOf(uint8_t share) { return share * 256 / 255; }

int32_t mix(int32_t from, int32_t to, int32_t weight) { return (from * (256 - weight) + to * weight) >> 8; }

int32_t channel(int32_t v, int32_t grey, int32_t greyWeight, int32_t fade, int32_t fadeWeight, int32_t color) {
    return (mix(mix(v, grey, greyWeight), fade, fadeWeight) * color) >> 8;
}

} // namespace

void makeTintRows(const Assets& assets, const LightTint& tint, uint8_t* rows) {
    const int32_t greyWeight = weightOf(tint.desaturation);
    const int32_t red = weightOf(tint.color.r), green = weightOf(tint.color.g), blue = weightOf(tint.color.b);
    for (int32_t row = 0; row < 32; ++row) {
        const int32_t distance = row * 8;
        for (const Rgb c : assets.palette) {
            const int32_t grey = (77 * c.r + 143 * c.g + 37 * c.b) >> 8;
            *rows++ = assets.nearest(channel(c.r, grey, greyWeight, tint.fade.r, distance, red),
                                     channel(c.g, grey, greyWeight, tint.fade.g, distance, green),
                                     channel(c.b, grey, greyWeight, tint.fade.b, distance, blue));
        }
    }
}

} // namespace caco
