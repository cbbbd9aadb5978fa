// Projection of walls to columns and rows (renderer.md 3.2 to 3.4).
#include <algorithm>

#include "render/scene.h"

namespace caco {

void resetSolid(Scene& s, int32_t left, int32_t right) {
    s.solid.clear();
    s.solid.push_back({-32767, left});
    s.solid.push_back({right, 32767});
}

void transformPoint(const Scene& s, Fixed x, Fixed y, Fixed& tx, Fixed& ty) {
    const Camera& c = s.camera;
    tx = dmulShift<20>(x, c.sine, negWrap(y), c.cosine);
    ty = dmulShift<20>(x, c.tanCosine, y, c.tanSine);
}

bool projectSpan(const Scene& s, Fixed x1, Fixed y1, Fixed x2, Fixed y2, Fixed nearest, Projection& out) {
    Fixed tx1, ty1, tx2, ty2;
    transformPoint(s, x1, y1, tx1, ty1);
    transformPoint(s, x2, y2, tx2, ty2);
    if (s.flip) {
        const Fixed x = tx1, y = ty1;
        tx1 = subWrap(256, tx2), ty1 = ty2;
        tx2 = subWrap(256, x), ty2 = y;
    }
    return projectEnds(s, tx1, ty1, tx2, ty2, nearest, out);
}

bool projectEnds(const Scene& s, Fixed tx1, Fixed ty1, Fixed tx2, Fixed ty2, Fixed nearest, Projection& out) {
    const int32_t width = s.geometry.width;
    const Fixed center = s.geometry.centerX << 16;
    if (tx1 >= negWrap(ty1)) {
        if (tx1 > ty1 || ty1 == 0) return false;
        out.sx1 = addWrap(center, scale(tx1, center, ty1)) >> 16;
        if (tx1 >= 0) out.sx1 = std::min(width, out.sx1 + 1);
        out.sz1 = ty1;
    } else {
        if (tx2 < negWrap(ty2)) return false;
        const Fixed den = addWrap(subWrap(subWrap(tx1, tx2), ty2), ty1);
        if (den == 0) return false;
        out.sx1 = 0;
        out.sz1 = addWrap(ty1, scale(subWrap(ty2, ty1), addWrap(tx1, ty1), den));
    }
    if (out.sz1 < nearest) return false;
    if (tx2 <= ty2) {
        if (tx2 < negWrap(ty2) || ty2 == 0) return false;
        out.sx2 = addWrap(center, scale(tx2, center, ty2)) >> 16;
        if (tx2 >= 0) out.sx2 = std::min(width, out.sx2 + 1);
        out.sz2 = ty2;
    } else {
        if (tx1 > ty1) return false;
        const Fixed den = addWrap(subWrap(subWrap(ty2, ty1), tx2), tx1);
        if (den == 0) return false;
        out.sx2 = width;
        out.sz2 = addWrap(ty1, scale(subWrap(ty2, ty1), subWrap(tx1, ty1), den));
    }
    if (out.sz2 < nearest || out.sx2 <= out.sx1) return false;
    // Only damaged numbers (wrapped distances) leave the screen here.
    if (out.sx1 < 0 || out.sx2 > width) return false;
    out.tx1 = tx1, out.ty1 = ty1, out.tx2 = tx2, out.ty2 = ty2;
    return true;
}

namespace {

// Where the edge crosses a clip plane between its ends.
struct Crossing {
    int32_t column;
    Fixed depth;
};
Crossing cross(Fixed z, Fixed limit1, Fixed limit2, const Projection& p) {
    const Fixed t = divShift<30>(subWrap(z, limit1), subWrap(limit2, limit1));
    const Fixed depth = addWrap(p.sz1, mulShift<30>(subWrap(p.sz2, p.sz1), t));
    if (depth == 0) return {p.sx1, p.sz1};
    return {addWrap(p.sx1, scale(mulShift<30>(p.sz2, t), p.sx2 - p.sx1, depth)), depth};
}

void fillRows(const Scene& s, int16_t* rows, int32_t from, int32_t to, int16_t value) {
    if (from < to) s.kernels->slopeRows(rows + from, to - from, value << 16, 0);
}

struct EdgeSpan {
    int32_t x1, x2;
    Fixed y1, y2;
};

void clipEdge(const Scene& s, Fixed z, Fixed limit1, Fixed limit2, bool right, int16_t value, const Projection& p,
              EdgeSpan& e, int16_t* rows) {
    const Crossing c = cross(z, limit1, limit2, p);
    if (right) {
        if (p.sx1 <= c.column) e.x2 = c.column, e.y2 = c.depth;
        fillRows(s, rows, std::max(c.column, p.sx1), p.sx2, value);
    } else {
        if (c.column <= p.sx2) e.x1 = c.column, e.y1 = c.depth;
        fillRows(s, rows, p.sx1, std::min(c.column, p.sx2), value);
    }
}

}  // namespace

int32_t edgeRows(const Scene& s, Fixed height, const Projection& p, int16_t* rows) {
    const Camera& cam = s.camera;
    const int16_t bottomRow = static_cast<int16_t>(s.geometry.viewHeight);
    const Fixed z = negWrap(height >> 4);
    const Fixed up1 = mul16(cam.upClip, p.sz1), up2 = mul16(cam.upClip, p.sz2);
    const Fixed down1 = mul16(cam.downClip, p.sz1), down2 = mul16(cam.downClip, p.sz2);
    const int32_t bits = (z < up1 ? 1 : 0) | (z < up2 ? 2 : 0) | (z > down1 ? 4 : 0) | (z > down2 ? 8 : 0);
    if ((bits & 3) == 3) {
        fillRows(s, rows, p.sx1, p.sx2, 0);
        return bits;
    }
    if ((bits & 12) == 12) {
        fillRows(s, rows, p.sx1, p.sx2, bottomRow);
        return bits;
    }
    EdgeSpan e{p.sx1, p.sx2, p.sz1, p.sz2};
    if (bits & 3) clipEdge(s, z, up1, up2, (bits & 2) != 0, 0, p, e, rows);
    if (bits & 12) clipEdge(s, z, down1, down2, (bits & 8) != 0, bottomRow, p, e, rows);
    if (e.y1 == 0 || e.y2 == 0) return bits;
    const Fixed y = scale(z, s.geometry.invZ, e.y1);
    if (e.x2 == e.x1) {
        if (e.x1 >= p.sx1 && e.x1 < p.sx2) rows[e.x1] = static_cast<int16_t>(addWrap(y, cam.horizon) >> 16);
    } else {
        const int32_t count = subWrap(e.x2, e.x1);
        const Fixed step = subWrap(scale(z, s.geometry.invZ, e.y2), y) / count;
        const int32_t from = std::max(e.x1, p.sx1), to = std::min(e.x2, p.sx2);
        s.kernels->slopeRows(rows + from, to - from, addWrap(addWrap(y, cam.horizon), mulWrap(subWrap(from, e.x1), step)), step);
    }
    const auto clampRow = [&](int32_t x) {
        if (x >= p.sx1 && x < p.sx2) rows[x] = std::clamp<int16_t>(rows[x], 0, bottomRow);
    };
    clampRow(e.x1);
    clampRow(e.x2 - 1);
    return bits;
}

}  // namespace caco
