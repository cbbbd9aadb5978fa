#include "render/draw_picture.h"

#include <algorithm>

#include "assets/blend.h"
#include "render/sprites.h"

namespace caco {
namespace {

constexpr uint32_t kShadowWeight = 26; // of black, of 64

struct OpaquePen {
    uint8_t operator()(uint8_t texel, uint8_t) const { return texel; }
};

struct ShadowPen {
    const BlendTables& blend;
    uint32_t black;
    uint8_t operator()(uint8_t, uint8_t dest) const { return blendSum(blend, black, blend.weighted[64 - kShadowWeight][dest]); }
};

struct MapPen {
    const uint8_t* map;
    uint8_t operator()(uint8_t texel, uint8_t) const { return map[texel]; }
};

struct MixedPen {
    const BlendTables& blend;
    const uint8_t* map;
    uint32_t weight;
    uint8_t operator()(uint8_t texel, uint8_t dest) const {
        return blendSum(blend, blend.weighted[weight][map[texel]], blend.weighted[64 - weight][dest]);
    }
};

// Vertical placement of a picture: rows per texel, texels per row, first row.
struct ColumnScale {
    Fixed top, rowsPerTexel, texelsPerRow, offset;
};

ColumnScale makeColumnScale(double y, double rowsPerTexel) {
    ColumnScale c;
    c.top = toFixed(y) & ~65535;
    c.rowsPerTexel = toFixed(rowsPerTexel);
    c.texelsPerRow = c.rowsPerTexel == 0 ? 0 : divShift<32>(1, c.rowsPerTexel);
    c.offset = mul16(negWrap(c.top), c.texelsPerRow); // texel position of row 0
    return c;
}

template <typename Pen>
void drawPost(const DrawTarget& t, const uint8_t* texels, const Post& post, int32_t x, const ColumnScale& c, Pen pen, PixelRect& drawn) {
    const Fixed step = c.texelsPerRow;
    const int32_t first = post.top, length = post.length;
    int32_t top = addWrap(c.top, mulWrap(c.rowsPerTexel, first)) >> 16;
    int32_t bottom = subWrap(addWrap(c.top, mulWrap(c.rowsPerTexel, first + length)), kUnit) >> 16;
    bottom = std::min(bottom, t.height - 1);
    top = std::max(top, 0);
    if (top > bottom) return;
    Fixed f = addWrap(subWrap(c.offset, first << 16), mulWrap(top, step));
    while (f < 0) {
        if (++top > bottom) return;
        f = addWrap(f, step);
    }
    const Fixed limit = length << 16;
    Fixed last = addWrap(f, mulWrap(bottom - top, step));
    if (bottom < t.height - 1 && last < limit - step) {
        ++bottom;
    } else {
        while (last >= limit) {
            if (--bottom < top) return;
            last = subWrap(last, step);
        }
    }
    drawn.cover({x, top, x + 1, bottom + 1});
    ptrdiff_t offset = static_cast<ptrdiff_t>(top) * t.width + x;
    for (int32_t y = top; y <= bottom; ++y, offset += t.width) {
        t.screen[offset] = pen(texels[std::min(f >> 16, length - 1)], t.screen[offset]);
        markFlatPixel(t, offset);
        f = addWrap(f, step);
    }
}

template <typename Pen> PixelRect drawScaled(const DrawTarget& t, const Picture& p, const PictureRect& rect, Pen pen) {
    PixelRect drawn;
    const int32_t unitsWide = scaledTexels(p.width, p.xScale), unitsHigh = scaledTexels(p.height, p.yScale);
    if (unitsWide <= 0 || unitsHigh <= 0 || !(rect.width > 0) || !(rect.height > 0)) return drawn;
    double x = rect.x - scaledTexels(p.leftOffset, p.xScale) * rect.width / unitsWide;
    const double y = rect.y - scaledTexels(p.topOffset, p.yScale) * rect.height / unitsHigh;
    const ColumnScale scale = makeColumnScale(y, rect.height / p.height);
    const auto step = static_cast<uint32_t>(toFixed(p.width / rect.width));
    if (scale.texelsPerRow <= 0 || step == 0) return drawn;
    uint32_t u = 0;
    const int32_t right = std::min(static_cast<int32_t>(x + rect.width), t.width);
    if (x < 0) {
        u = static_cast<uint32_t>(toFixed(-x * p.width / rect.width));
        x = 0;
    }
    for (int32_t column = static_cast<int32_t>(x); column < right; ++column, u += step) {
        const uint32_t index = (u >> 16) % static_cast<uint32_t>(p.width);
        const uint8_t* texels = p.pixels.data() + static_cast<size_t>(index) * static_cast<size_t>(p.columnStride);
        for (uint32_t i = p.postStart[index]; i < p.postStart[index + 1]; ++i) {
            drawPost(t, texels + p.posts[i].top, p.posts[i], column, scale, pen, drawn);
        }
    }
    return drawn;
}

} // namespace

PixelRect drawPicture(const DrawTarget& target, const Picture& picture, const PictureRect& rect) {
    return drawScaled(target, picture, rect, OpaquePen{});
}

void drawPictureShadow(const DrawTarget& target, const Picture& picture, const PictureRect& rect) {
    const BlendTables& blend = *target.blend;
    drawScaled(target, picture, rect, ShadowPen{blend, blend.weighted[kShadowWeight][blend.nearest15[0]]});
}

void drawPictureMapped(const DrawTarget& target, const Picture& picture, const PictureRect& rect, const uint8_t* map, int32_t weight) {
    if (weight >= 64) {
        drawScaled(target, picture, rect, MapPen{map});
    } else {
        drawScaled(target, picture, rect, MixedPen{*target.blend, map, static_cast<uint32_t>(std::max(weight, 0))});
    }
}

void tilePicture(const DrawTarget& target, const Picture& picture, int32_t left, int32_t right, int32_t top) {
    if (picture.width <= 0 || top < 0) return;
    right = std::min(right, target.width);
    const int32_t rows = std::min(picture.height, target.height - top);
    for (int32_t x = std::max(left, 0); x < right; ++x) {
        const auto column = static_cast<size_t>((x - left) % picture.width);
        const uint8_t* texels = picture.pixels.data() + column * static_cast<size_t>(picture.columnStride);
        for (int32_t y = 0; y < rows; ++y) {
            if (texels[y] == 0 && !picture.flat) continue;
            const ptrdiff_t offset = static_cast<ptrdiff_t>(top + y) * target.width + x;
            target.screen[offset] = texels[y];
            markFlatPixel(target, offset);
        }
    }
}

void fillFlat(const DrawTarget& target, const Picture& flat, int32_t left, int32_t right, int32_t top, int32_t bottom) {
    if (flat.width <= 0 || flat.height <= 0) return;
    left = std::max(left, 0);
    right = std::min(right, target.width);
    bottom = std::min(bottom, target.height);
    for (int32_t y = std::max(top, 0); y < bottom; ++y) {
        uint8_t* row = target.screen + static_cast<ptrdiff_t>(y) * target.width;
        for (int32_t x = left; x < right; ++x) {
            const auto column = static_cast<size_t>(x % flat.width);
            row[x] = flat.pixels[column * static_cast<size_t>(flat.columnStride) + static_cast<size_t>(y % flat.height)];
        }
    }
}

} // namespace caco
