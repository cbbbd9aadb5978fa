// What the drawing files share: the frame being drawn and the borders between the 3-D view and the 2-D layer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "render/kernels.h"
#include "render/renderer.h"

namespace caco {

struct BlendTables;
struct AutomapPlan;
struct BarLayer;

// A colour looked for lately.
struct ColorMemo {
    int32_t rgb = -1;
    uint8_t color = 0;
};

// Pixels [left, right) x [top, bottom); as it is made, there are none.
struct PixelRect {
    int32_t left = INT32_MAX, top = INT32_MAX, right = INT32_MIN, bottom = INT32_MIN;

    bool empty() const { return left >= right || top >= bottom; }
    bool meets(const PixelRect& o) const { return left < o.right && o.left < right && top < o.bottom && o.top < bottom; }
    void cover(const PixelRect& o) {
        left = std::min(left, o.left);
        top = std::min(top, o.top);
        right = std::max(right, o.right);
        bottom = std::max(bottom, o.bottom);
    }
};

// Where pixels go during one pass.
struct DrawTarget {
    uint8_t* screen;
    uint8_t* depth;             // may be null
    uint8_t* labels;            // may be null
    int32_t width, height;      // of the whole frame, stride = width
    int32_t viewHeight;         // rows of the 3-D view
    const BlendTables* blend = nullptr;         // translucency tables of the palette
    const TextureId* animated = nullptr;        // texture to show for each texture id in this frame
    const AutomapPlan* automap = nullptr;       // null when there is no automap
    const DrawKernels* kernels = nullptr;       // null: the plain ones
    BarLayer* barLayer = nullptr;               // null: the status bar is drawn anew each time
    ColorMemo* crosshair = nullptr;             // null: its colour is looked for each time
};

// Constants of the resolution (renderer.md 2.2, 2.3).
struct ViewGeometry {
    int32_t width, height, viewHeight, statusBarTop;
    int32_t aspectClass, multiplier, baseWidth, baseHeight, gunShift;
    int32_t centerX, centerXWide, fineFov;
    Fixed focalTangent, yAspect, focalX, focalY, invZ;
    float wallTextureScale;     // wallTS
    Fixed pspScaleX, pspScaleY, pspInverse;
    Fixed wallVisibility, floorVisibility, spriteVisibility;
    int32_t cleanFactor;        // minimal HUD (renderer.md 5.5)
};
ViewGeometry makeGeometry(const RenderSettings& settings, float fov);

// 2-D layer (files hud*.cpp, automap*.cpp): implemented beside the 3-D view.
void drawAutomap(World& w, int player, const ViewGeometry& g, const RenderSettings& s, DrawTarget& target);
void drawCrosshair(World& w, int player, const ViewGeometry& g, DrawTarget& target);
void drawStatusBar(World& w, int player, const ViewGeometry& g, const RenderSettings& s, DrawTarget& target);
void drawMinimalHud(World& w, int player, const ViewGeometry& g, const RenderSettings& s, DrawTarget& target);
// Covers the frame after the level was left. Nobody is shown it, but it lasts where the next level's frames draw nothing.
void drawIntermission(const Assets& assets, DrawTarget& target);
void finishHudFrame(World& w, int player, ViewState& view); // end of a drawn frame's 2-D pass: takes the next ready-ammo number

} // namespace caco
