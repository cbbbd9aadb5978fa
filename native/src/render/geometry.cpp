// Constants of a resolution and field of view (renderer.md 2.2, 2.3, 5.5).
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/trig.h"
#include "render/render_context.h"

namespace caco {
namespace {

struct AspectClass {
    int32_t baseWidth, baseHeight, gunShift, multiplier;
};
constexpr AspectClass kAspects[5] = {
    {960, 600, 0, 48}, {1280, 450, 0, 36}, {1152, 500, 0, 40}, {1224, 471, 0, 37}, {960, 640, 425984, 45}};

int32_t classify(int32_t w, int32_t h) {
    if (w * 9 == h * 16) return 1;
    if (w * 10 == h * 16) return 2;
    if (w * 3 == h * 4) return 0;
    if (w * 4 == h * 5) return 4;
    if (std::abs(h * 16 / 9 - w) < 10) return 1;
    if (std::abs(h * 17 / 10 - w) < 10) return 3;
    if (std::abs(h * 16 / 10 - w) < 60) return 2;
    if (h * 5 / 4 == w) return 4;
    return 0;
}

int32_t statusBarTop(int32_t w, int32_t h, int32_t aspect) {
    if (w == 320) return h - 32;
    if (aspect != 4) return 168 * h / 200;
    return scale(68, h * 3, 640) + h / 2 + (h - h * 45 / 48) / 2;
}

int32_t fineFieldOfView(float fov, int32_t centerX, int32_t centerXWide) {
    constexpr double kPi = 3.14159265358979323846;
    const float degrees = std::clamp(fov, 5.0f, 170.0f);
    int32_t fine = static_cast<int32_t>(degrees * 8192.0f / 360.0f);
    if (centerXWide != centerX) {
        fine = static_cast<int32_t>(std::atan(centerX * std::tan(fine * kPi / 8192) / centerXWide) * 8192 / kPi);
    }
    return std::min(fine, 170 * 8192 / 360);
}

int32_t cleanScale(int32_t w, int32_t h, int32_t aspect, int32_t multiplier) {
    const int32_t fitWidth = aspect == 4 ? w : w * multiplier / 48;
    const int32_t fitHeight = aspect == 4 ? h * 45 / 48 : h;
    const int32_t x1 = std::max(fitWidth / 320, 1), y1 = std::max(fitHeight / 200, 1);
    const int32_t x2 = std::max(w / 320, 1), y2 = std::max(h / 200, 1);
    return std::abs(x1 - y1) <= std::abs(x2 - y2) ? std::min(x1, y1) : std::min(x2, y2);
}

}  // namespace

ViewGeometry makeGeometry(const RenderSettings& settings, float fov) {
    constexpr Fixed kBaseVisibility = 8 * kUnit;
    ViewGeometry g{};
    const int32_t w = settings.width, h = settings.height;
    g.width = w;
    g.height = h;
    g.aspectClass = classify(w, h);
    const AspectClass& aspect = kAspects[g.aspectClass];
    g.multiplier = aspect.multiplier;
    g.baseWidth = aspect.baseWidth;
    g.baseHeight = aspect.baseHeight;
    g.gunShift = aspect.gunShift;
    g.statusBarTop = statusBarTop(w, h, g.aspectClass);
    g.viewHeight = settings.hud && !settings.minimalHud ? g.statusBarTop : h;
    g.centerX = w / 2;
    g.centerXWide = g.aspectClass == 4 ? g.centerX : g.centerX * g.multiplier / 48;
    g.fineFov = fineFieldOfView(fov, g.centerX, g.centerXWide);
    g.focalTangent = kTrig.tangent[2048 + g.fineFov / 2];

    const int32_t virtualWidth = g.aspectClass == 4 ? w : w * g.multiplier / 48;
    const int32_t virtualHeight = g.aspectClass == 4 ? h * 45 / 48 : h;
    const Fixed centerXFixed = g.centerX << 16;
    g.yAspect = scale(320 << 16, virtualHeight, 200 * virtualWidth);
    const float inverseYAspect = static_cast<float>(virtualWidth * 200 / 320.0 / virtualHeight);
    g.focalX = div16(centerXFixed, g.focalTangent);
    g.focalY = scale(centerXFixed, g.yAspect, g.focalTangent);
    g.invZ = mulWrap(g.yAspect, g.centerX);
    g.wallTextureScale = inverseYAspect * 64.0f / static_cast<float>(g.centerX);
    g.pspScaleX = (g.centerXWide << 16) / 160;
    g.pspScaleY = mul16(g.pspScaleX, g.yAspect);
    g.pspInverse = div16(kUnit, g.pspScaleX);

    const Fixed maxWall = div16(0x7fff0000, mul16(scale(g.invZ, w * 200, w * h), g.focalTangent));
    const Fixed wall = std::min(kBaseVisibility, maxWall);
    g.wallVisibility = mul16(scale(g.invZ, w * g.baseHeight, w * h * 3), mul16(wall, g.focalTangent));
    const Fixed maxFloor = scale(div16(0x7fff0000, g.viewHeight << 14), g.focalY, 160 << 16);
    const Fixed floor = std::min(kBaseVisibility, maxFloor);
    g.floorVisibility = scale(160 << 16, floor, g.focalY);
    g.spriteVisibility = g.wallVisibility;
    g.cleanFactor = cleanScale(w, h, g.aspectClass, g.multiplier);
    return g;
}

}  // namespace caco
