// Light of a colour, with fog and without colour (renderer.md 1.2): light rows made from the palette instead of COLORMAP.
#pragma once

#include <cstdint>

#include "assets/assets.h"

namespace caco {

inline constexpr size_t kLightRowBytes = 32 * 256;

struct LightTint {
    Rgb color{255, 255, 255};     // of the light
    uint8_t desaturation = 0;     // 0 = full colour, 255 = grey
    Rgb fade{0, 0, 0};            // what distance fades to; anything but black is fog
    uint8_t pad_ = 0;

    // Ordinary light: COLORMAP's rows.
    bool plain() const { return (color.r & color.g & color.b) == 255 && desaturation == 0 && !foggy(); }
    bool foggy() const { return (fade.r | fade.g | fade.b) != 0; }
};
inline bool operator==(const LightTint& a, const LightTint& b) {
    const auto same = [](Rgb x, Rgb y) { return x.r == y.r && x.g == y.g && x.b == y.b; };
    return same(a.color, b.color) && a.desaturation == b.desaturation && same(a.fade, b.fade);
}

// rows: kLightRowBytes bytes, 32 rows of 256 palette indices, from bright to dark. Costs some milliseconds.
void makeTintRows(const Assets& assets, const LightTint& tint, uint8_t* rows);

} // namespace caco
