// Translucency by packed 10-bit colour sums (renderer.md 4.7).
#pragma once

#include <array>
#include <cstdint>

#include "assets/assets.h"

namespace caco {

// weighted[a][i] is palette colour i times a/64, its three channels 10 bits apart. The clamped variant keeps the carry
// bits between the channels free, so that sums above one can saturate.
struct BlendTables {
    uint32_t weighted[65][256];
    uint32_t clamped[65][256];
    std::array<uint8_t, 32768> nearest15;  // Assets::rgb32k; a copy, since assets may be copied or go before their tables
};

void makeBlendTables(const Assets& assets, BlendTables& out);

// nearest15: BlendTables::nearest15; fg and bg are entries of BlendTables::weighted whose weights sum to at most 64.
inline uint8_t blendSum(const uint8_t* nearest15, uint32_t fg, uint32_t bg) {
    const uint32_t s = (fg + bg) | 0x01f07c1fu;
    return nearest15[s & (s >> 15)];
}
inline uint8_t blendSum(const BlendTables& t, uint32_t fg, uint32_t bg) { return blendSum(t.nearest15.data(), fg, bg); }

// fg and bg are entries of BlendTables::clamped.
inline uint8_t blendSaturated(const uint8_t* nearest15, uint32_t fg, uint32_t bg) {
    uint32_t a = fg + bg;
    uint32_t carry = a;
    a |= 0x01f07c1fu;
    carry &= 0x40100400u;
    a &= 0x3fffffffu;
    carry -= carry >> 5;
    a |= carry;
    return nearest15[a & (a >> 15)];
}
inline uint8_t blendSaturated(const BlendTables& t, uint32_t fg, uint32_t bg) { return blendSaturated(t.nearest15.data(), fg, bg); }

}  // namespace caco
