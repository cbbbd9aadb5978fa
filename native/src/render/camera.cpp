// The view point of a frame (renderer.md 2.4 to 2.6).
#include <algorithm>

#include "base/trig.h"
#include "render/scene.h"

namespace caco {
namespace {

void makeSlopes(Scene& s) {
    const ViewGeometry& g = s.geometry;
    const Camera& c = s.camera;
    if (s.slopeHorizon == c.horizon && s.slopeFocal == g.focalY && s.slope.size() == static_cast<size_t>(g.height))
        return;
    s.slope.resize(static_cast<size_t>(g.height));
    for (int32_t y = 0; y < g.height; ++y) {
        const Fixed down = y < c.horizonRow ? subWrap(subWrap(c.horizon, y << 16), 32768)
                                            : addWrap(subWrap(y << 16, c.horizon), 32768);
        s.slope[static_cast<size_t>(y)] = div16(g.focalY, down);
    }
    s.slopeHorizon = c.horizon;
    s.slopeFocal = g.focalY;
}

void setupHorizon(Scene& s, int32_t pitch) {
    const ViewGeometry& g = s.geometry;
    Camera& c = s.camera;
    const uint32_t fine = (0x40000000u - static_cast<uint32_t>(pitch)) >> kFineShift;
    const Fixed shear = mul16(g.focalY, kTrig.tangent[std::min<uint32_t>(fine, 4095)]);
    c.horizon = addWrap(g.viewHeight << 15, shear);
    c.horizonRow = c.horizon >> 16;
    c.upClip = div16(negWrap(c.horizon), g.invZ);
    c.downClip = div16(subWrap(g.viewHeight << 16, c.horizon), g.invZ);
    makeSlopes(s);
}

}  // namespace

void aimCamera(Scene& s, Fixed x, Fixed y, Angle angle) {
    Camera& c = s.camera;
    c.x = x;
    c.y = y;
    c.angle = angle;
    c.sine = sine(angle);
    c.cosine = cosine(angle);
    c.tanSine = mul16(s.geometry.focalTangent, c.sine);
    c.tanCosine = mul16(s.geometry.focalTangent, c.cosine);
}

bool setupCamera(Scene& s, int player) {
    const World& w = *s.world;
    const Player& p = w.state->player[player];
    const Actor* pawn = w.resolve(p.pawn);
    if (!pawn) return false;
    Camera& c = s.camera;
    c.actor = pawn;
    aimCamera(s, pawn->x, pawn->y, pawn->angle);
    c.sector = s.level->gameNodes.sectorAt(c.x, c.y);
    c.z = std::min(p.viewZ, subWrap(w.ceilingAt(c.sector), 4 * kUnit));
    c.z = std::max(c.z, addWrap(w.floorAt(c.sector), 4 * kUnit));
    c.extraLight = p.extraLight * 16;
    c.fixedMap = nullptr;
    if (p.fixedColormap >= 0) {
        c.fixedMap = s.assets->inverseMap.data();
    } else if (p.fixedLightLevel >= 0) {
        c.fixedMap = s.assets->colormap.data() + std::min(p.fixedLightLevel, 31) * 256;
    }
    setupHorizon(s, pawn->pitch);
    return true;
}

void makeSkyAngles(Scene& s) {
    const ViewGeometry& g = s.geometry;
    const int32_t width = g.width, cx = g.centerX;
    const Fixed center = cx << 16;
    std::vector<Angle>& out = s.skyAngle;
    out.assign(static_cast<size_t>(width) + 1, 0);
    const auto column = [&](int32_t i) {
        const Fixed t = kTrig.tangent[i];
        if (t > 2 * kUnit) return -1;
        if (t < -2 * kUnit) return width + 1;
        return std::clamp(addWrap(subWrap(center, mul16(t, g.focalX)), 65535) >> 16, -1, width + 1);
    };
    const int32_t t1 = std::max(cx - (g.focalX >> 16), 0);
    const int32_t t2 = std::min(cx + (g.focalX >> 16), width);
    int32_t i = 0;
    for (int32_t x = t2; x >= t1; --x) {
        while (i < 4095 && column(i) > x)
            ++i;
        out[static_cast<size_t>(x)] = (static_cast<uint32_t>(i) << kFineShift) - kAngle90;
    }
    for (int32_t x = t2 + 1; x <= width; ++x) {
        out[static_cast<size_t>(x)] = kAngle270 + kTrig.arcTangent[std::min((g.focalX >> 5) / (x - cx), 2048)];
    }
    for (int32_t x = 0; x < t1; ++x) {
        out[static_cast<size_t>(x)] = 0u - out[static_cast<size_t>(width - x)];
    }
}

}  // namespace caco
