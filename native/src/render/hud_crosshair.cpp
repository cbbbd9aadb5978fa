// The crosshair: a mask blended over the view's centre in the colour of the player's health (renderer.md 5.6).
#include <algorithm>

#include "assets/blend.h"
#include "render/draw_picture.h"
#include "sim/players.h"

namespace caco {
namespace {

// One letter per pixel: strong, weak, faint, nothing.
constexpr uint8_t kStrong = 48, kWeak = 24, kFaint = 16; // of 64
constexpr uint8_t s = kStrong, w = kWeak, f = kFaint;
constexpr uint8_t kSmall[25] = {0, 0, s, 0, 0, 0, 0, s, 0, 0, s, s, f, s, s, 0, 0, s, 0, 0, 0, 0, s, 0, 0};
constexpr uint8_t kLarge[81] = {0, 0, 0, w, s, w, 0, 0, 0, 0, 0, 0, w, s, w, 0, 0, 0, 0, 0, 0, w, s, w, 0, 0, 0,
                                w, w, w, w, s, w, w, w, w, s, s, s, s, f, s, s, s, s, w, w, w, w, s, w, w, w, w,
                                0, 0, 0, w, s, w, 0, 0, 0, 0, 0, 0, w, s, w, 0, 0, 0, 0, 0, 0, w, s, w, 0, 0, 0};

int32_t healthRgb(int32_t percent) {
    if (percent >= 85) return 255 << 8;
    const int32_t h = std::max(percent - 25, 0);
    return h < 30 ? 255 << 16 | (h * 255 / 30) << 8 : ((60 - h) * 255 / 30) << 16 | 255 << 8;
}

uint8_t nearestOf(const Assets& assets, int32_t rgb, ColorMemo* memo) {
    if (memo && memo->rgb == rgb) return memo->color;
    const uint8_t color = assets.nearest(rgb >> 16, rgb >> 8 & 255, rgb & 255);
    if (memo) *memo = {rgb, color};
    return color;
}

} // namespace

void drawCrosshair(World& world, int player, const ViewGeometry& g, DrawTarget& target) {
    const Player& p = world.state->player[player];
    const Actor* pawn = pawnOf(world, player);
    if (!pawn || p.health <= 0) return;
    const int32_t normal = std::max(world.info(*pawn).health, 1);
    const int32_t rgb = healthRgb(static_cast<int32_t>(int64_t{p.health} * 100 / normal));
    const uint8_t color = nearestOf(*world.assets, rgb, target.crosshair);
    const bool large = g.width >= 640;
    const int32_t side = large ? 9 : 5;
    const uint8_t* mask = large ? kLarge : kSmall;
    const BlendTables& blend = *target.blend;
    for (int32_t i = 0; i < side * side; ++i) {
        const int32_t x = g.width / 2 - side / 2 + i % side, y = g.viewHeight / 2 - side / 2 + i / side;
        const uint8_t weight = mask[i];
        if (weight == 0 || x < 0 || y < 0 || x >= target.width || y >= target.height) continue;
        const ptrdiff_t offset = static_cast<ptrdiff_t>(y) * target.width + x;
        target.screen[offset] = blendSum(blend, blend.weighted[weight][color], blend.weighted[64 - weight][target.screen[offset]]);
        markFlatPixel(target, offset);
    }
}

} // namespace caco
