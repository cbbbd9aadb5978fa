// The sky behind sky planes (renderer.md 3.9).
#include <algorithm>
#include <cmath>

#include "render/scene.h"
#include "render/wall_columns.h"

namespace caco {
namespace {

constexpr int32_t kStretchedHeight = 228;

struct SkySetup {
    Fixed mid;
    Fixed inverseScale;  // texels per row
    Fixed rowScale;      // rows per texel
};

int32_t roundedScaled(int32_t texels, Fixed texelsPerUnit) {
    const int64_t v = (static_cast<int64_t>(texels) << 17) / texelsPerUnit;
    return static_cast<int32_t>((v >> 1) + (v & 1));
}

// Field of view before the widening of wide screens.
int32_t plainFineFov(const Scene& s) {
    return static_cast<int32_t>(std::clamp(s.geometryFov, 5.0f, 170.0f) * 8192.0f / 360.0f);
}

// The sky of the level, or the one that a line lends.
struct SkySource {
    const Picture* picture = nullptr;
    Angle turn = 0;
    Fixed raise = 0;
    bool lent = false;
    bool mirrored = false;
};

SkySource findSky(const Scene& s, int32_t line) {
    SkySource out;
    TextureId id = s.level->skyTexture;
    if (line != kNoIndex) {
        const LineDef& lender = s.level->lines[static_cast<size_t>(line)];
        const SideDef& side = s.level->sides[static_cast<size_t>(lender.side[0])];
        id = s.world->sides[lender.side[0]].texture[kTop];
        out.turn = static_cast<Angle>(side.xOffset[kTop]);
        out.raise = side.yOffset[kTop];
        out.lent = true;
        out.mirrored = lender.args[2] != 0;
    }
    if (id != kNoTexture) out.picture = &s.shown(id);
    return out;
}

SkySetup setupSky(const Scene& s, const SkySource& source) {
    const Picture& sky = *source.picture;
    SkySetup out{};
    const int32_t height = roundedScaled(sky.height, sky.yScale);
    bool stretch = false;
    if (height >= 128 && height < 200) {
        out.mid = -28 * kUnit;
        stretch = true;
    } else if (height > 200) {
        out.mid = mul16((200 - height) * kUnit, sky.yScale);
    }
    if (source.lent) out.mid = addWrap(source.raise, -28 * kUnit);
    const int32_t fov = plainFineFov(s);
    out.inverseScale = scale((200 * kUnit) / s.geometry.height, fov, 2048);
    out.rowScale = scale((s.geometry.height << 16) / 200, 2048, fov);
    if (stretch) {
        out.rowScale = scale(out.rowScale, kStretchedHeight, height);
        out.inverseScale = scale(out.inverseScale, height, kStretchedHeight);
        out.mid = scale(out.mid, height, kStretchedHeight);
    }
    return out;
}

void makeSkyColumns(Scene& s, const SkySource& source, const VisPlane& p, Fixed inverseScale) {
    const Picture& sky = *source.picture;
    const uint32_t around = static_cast<uint32_t>(std::max(sky.width, sky.xScale >> 6));
    const int32_t width = s.geometry.width;
    for (int32_t x = p.left; x < p.right; ++x) {
        Angle a = s.camera.angle + s.skyAngle[static_cast<size_t>(s.flip ? width - x : x)] + source.turn;
        if (source.mirrored) a = ~a;
        s.column[static_cast<size_t>(x)] =
            static_cast<int32_t>(static_cast<uint32_t>((static_cast<uint64_t>(a) * around) >> 16));
        s.wallScale[static_cast<size_t>(x)] = mulWrap(inverseScale, 4);
    }
}

// A sky whose height is not a power of two is drawn once per repetition, without the fraction of the horizon.
void drawSkyStrips(Scene& s, const Picture& sky, const SkySetup& setup, WallJob job, const VisPlane& p) {
    const int32_t viewHeight = s.geometry.viewHeight;
    const int32_t cy = s.camera.horizonRow;
    const Fixed rows = divShift<16>(setup.rowScale, sky.yScale);
    if (rows <= 0) return;
    const Fixed texels = divShift<32>(1, rows);
    const Fixed mid = viewHeight <= 600 ? subWrap(setup.mid, kUnit) : setup.mid;
    const Fixed height = sky.height << 16;
    const int16_t drawHeight = static_cast<int16_t>(mul16(sky.height, rows));
    if (drawHeight <= 0) return;
    Fixed first = addWrap(mid, mulWrap(texels, 1 - cy)) % height;
    if (first < 0) first = addWrap(first, height);
    const int16_t* top = job.top;
    const int16_t* bottom = job.bottom;
    int32_t yl = 0, yh = static_cast<int16_t>(mulShift<32>(subWrap(height, first), rows));
    job.horizon = cy << 16;
    job.mid = subWrap(first, mulWrap(texels, 1 - cy));
    job.top = s.stripUp.data();
    job.bottom = s.stripDown.data();
    while (yl < viewHeight) {
        for (int32_t x = p.left; x < p.right; ++x) {
            s.stripUp[static_cast<size_t>(x)] = std::max(static_cast<int16_t>(yl), top[x]);
            s.stripDown[static_cast<size_t>(x)] = std::min(static_cast<int16_t>(yh), bottom[x]);
        }
        drawWallColumns(s, job);
        yl = yh;
        yh += drawHeight;
        job.mid = mulWrap(texels, cy - yl - 1);
    }
}

}  // namespace

void drawSky(Scene& s, int32_t index) {
    const VisPlane& p = s.planes[static_cast<size_t>(index)];
    if (p.left >= p.right) return;
    const SkySource source = findSky(s, p.key.light);
    if (!source.picture || source.picture->width <= 0 || source.picture->height <= 0) return;
    const Picture& sky = *source.picture;
    const SkySetup setup = setupSky(s, source);
    makeSkyColumns(s, source, p, setup.inverseScale);
    int16_t* top = s.planeTop(index);
    int16_t* bottom = s.planeBottom(index);
    for (int32_t x = p.left; x < p.right; ++x) {
        if (top[x] == kUntouched) bottom[x] = 0;
    }
    WallJob job{};
    job.x1 = p.left, job.x2 = p.right;
    job.top = top, job.bottom = bottom;
    job.wallScale = s.wallScale.data();
    job.column = s.column.data();
    job.picture = &sky;
    job.scale = sky.yScale;
    job.mid = mul16(setup.mid, sky.yScale);
    job.horizon = s.camera.horizon;
    // A fixed light row does not reach the sky; an inverted palette does.
    const bool inverted = s.camera.fixedMap == s.assets->inverseMap.data();
    job.fixedMap = inverted ? s.camera.fixedMap : s.assets->colormap.data();
    job.writesLabels = true;
    setDepth(s, 255);
    const bool locked = s.depthLocked;
    s.depthLocked = true;
    if ((sky.height & (sky.height - 1)) == 0) {
        drawWallColumns(s, job);
    } else {
        drawSkyStrips(s, sky, setup, job, p);
    }
    s.depthLocked = locked;
}

}  // namespace caco
