// The automap (renderer.md 6.5): what of it stays the same for a level and resolution.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "render/level_view.h"
#include "render/render_context.h"

namespace caco {

enum class MapColor : uint8_t {
    Background, You, Wall, SecretWall, SpecialWall, TwoSidedWall, FloorStep, CeilingStep, Thing, CrossHair, Locked,
    IntraTeleport, InterTeleport, SecretSector, RedLock, BlueLock, YellowLock, OtherLock, NotSeen, Count
};

// Computed once per renderer. Lengths in "map units" are 20.12.
struct AutomapPlan {
    int32_t minX, minY, maxX, maxY;     // of the level's vertices
    int32_t scale, inverse;             // map -> pixels and back, 12 fractional bits
    std::array<uint8_t, static_cast<size_t>(MapColor::Count)> color;
    std::vector<int32_t> floorSector;   // per subsector: whose floor it shows
    const LevelView* view;              // of the same renderer
    std::vector<uint8_t> dimMap;        // 32 light rows for subsectors that were not seen; only in the cheat modes

    uint8_t of(MapColor c) const { return color[static_cast<size_t>(c)]; }
};
void makeAutomapPlan(const Level& level, const LevelView& view, const Assets& assets, const ViewGeometry& g, const RenderSettings& s, AutomapPlan& out);

struct MapPoint {
    int32_t x, y;
};

// The part of the map in the window, and how it is turned.
struct MapWindow {
    int32_t x, y, width, height;        // map units
    int32_t columns, rows;              // pixels
    int32_t scale;
    bool turned;
    double cosine, sine;                // of the turn

    MapPoint centre() const { return {x + width / 2, y + height / 2}; }
    MapPoint place(MapPoint p) const;   // turns a point about the centre
    int32_t column(int32_t mapX) const { return mulShift<24>(subWrap(mapX, x), scale); }
    int32_t row(int32_t mapY) const { return rows - mulShift<24>(subWrap(mapY, y), scale); }
};

// Turns a vector by an angle given by its cosine and sine.
MapPoint turnPoint(MapPoint p, double cosine, double sine);
double angleRadians(Angle a);

void drawMapFloors(World& w, const MapWindow& window, const AutomapPlan& plan, bool all, const DrawTarget& target);
void drawMapLine(const MapWindow& window, MapPoint a, MapPoint b, uint8_t color, const DrawTarget& target);
// renderer.md 6.6. Ends may lie outside the frame only by what smoothing adds; such pixels are skipped.
void drawSmoothLine(const DrawTarget& target, int32_t x0, int32_t y0, int32_t x1, int32_t y1, uint8_t color);

} // namespace caco
