// The masked pass: sprites from far to near with mid textures in between (renderer.md 3.10, 4.4).
#include <algorithm>
#include <cstring>

#include "render/masked_columns.h"
#include "render/scene.h"
#include "render/wall_columns.h"

namespace caco {
namespace {

// --- mid textures
// ----------------------------------------------------------------------------------------------------------------

struct MidTexture {
    const Picture* picture;
    const ViewSeg* seg;
    const SideDef* side;
    uint32_t flags;
    Fixed scale;
    Fixed height;  // map units
    Fixed anchor;  // height of the top of the texture before its offset
};

bool findMidTexture(const Scene& s, const DrawSeg& d, MidTexture& m) {
    const ViewSeg& seg = s.levelView.segs[static_cast<size_t>(d.seg)];
    const TextureId id = s.world->sides[seg.side].texture[kMiddle];
    if (id == kNoTexture || seg.backSector == kNoIndex) return false;
    m.picture = &s.shown(id);
    m.seg = &seg;
    m.side = &s.level->sides[static_cast<size_t>(seg.side)];
    m.flags = s.world->lines[seg.line].flags;
    m.scale = mul16(m.picture->yScale, m.side->yScale[kMiddle]);
    if (m.scale == 0) return false;
    m.height = divShift<16>(m.picture->height << 16, m.picture->yScale);
    const Fixed sideScale = absWrap(m.side->yScale[kMiddle]);
    if (sideScale != kUnit && sideScale != 0) m.height = div16(m.height, sideScale);
    const SectorState& f = s.world->sectors[seg.frontSector];
    const SectorState& b = s.world->sectors[seg.backSector];
    m.anchor = (m.flags & kLinePegBottom) ? addWrap(std::max(f.floorTexZ, b.floorTexZ), m.height)
                                          : std::min(f.ceilingTexZ, b.ceilingTexZ);
    return true;
}

bool offScreen(const Scene& s, const DrawSeg& d, Fixed top, Fixed height) {
    const Camera& c = s.camera;
    const Fixed low = negWrap(top), high = subWrap(height, top);
    if (mulShift<12>(c.downClip, d.span.sz1) < low && mulShift<12>(c.downClip, d.span.sz2) < low) return true;
    return mulShift<12>(c.upClip, d.span.sz1) > high && mulShift<12>(c.upClip, d.span.sz2) > high;
}

// Texel row at the horizon.
Fixed midRow(const Scene& s, const MidTexture& m, Fixed offset) {
    if (m.picture->worldPanning) return mul16(subWrap(addWrap(m.anchor, offset), s.camera.z), m.scale);
    return addWrap(mul16(subWrap(m.anchor, s.camera.z), m.scale), offset);
}

// Fills all that the opening leaves, like a wall.
void drawWrappedMid(Scene& s, const DrawSeg& d, const MidTexture& m, const MaskedJob& masked, const MidTextureColumns& columns) {
    const SectorState& front = s.world->sectors[m.seg->frontSector];
    const WallHoles holes{masked.blend.fg, masked.blend.bg};
    WallJob job{};
    job.x1 = masked.x1, job.x2 = masked.x2;
    job.top = s.clipPool.data() + d.topClip;
    job.bottom = s.clipPool.data() + d.bottomClip;
    job.wallScale = columns.wallScale;
    job.column = columns.textureColumn;
    job.picture = m.picture;
    job.scale = m.scale;
    job.mid = midRow(s, m, sideOffsetY(s, *m.seg, kMiddle));
    job.horizon = s.camera.horizon;
    job.fixedMap = columns.fixedMap;
    job.light = columns.light;
    job.light.start = addWrap(job.light.start, mulWrap(job.light.step, job.x1 - columns.origin));
    job.holes = &holes;
    drawRepeatedWall(s, d.span, {front.ceiling, front.floor}, job);
}

void drawHangingMid(Scene& s, const DrawSeg& d, const MidTexture& m, MaskedJob& job, const MidTextureColumns& columns) {
    const Fixed offset = sideOffsetY(s, *m.seg, kMiddle);
    const Fixed top = m.picture->worldPanning ? subWrap(addWrap(m.anchor, offset), s.camera.z)
                                              : addWrap(subWrap(m.anchor, s.camera.z), div16(offset, m.scale));
    job.mid = midRow(s, m, offset);
    if (offScreen(s, d, top, m.height)) return;
    int16_t* upper = s.stripUp.data();
    int16_t* lower = s.stripDown.data();
    edgeRows(s, top, d.span, upper);
    edgeRows(s, subWrap(top, m.height), d.span, lower);
    const int16_t* savedTop = s.clipPool.data() + d.topClip;
    const int16_t* savedBottom = s.clipPool.data() + d.bottomClip;
    for (int32_t x = job.x1; x < job.x2; ++x) {
        upper[x] = std::max(upper[x], savedTop[x]);
        lower[x] = std::min(lower[x], savedBottom[x]);
    }
    job.topClip = upper;
    job.bottomClip = lower;
    drawMidTextureColumns(s, job, columns);
}

// Columns [x1, x2) of a stored mid texture; they are done afterwards.
void drawMidTexture(Scene& s, DrawSeg& d, int32_t x1, int32_t x2) {
    MidTexture m;
    if (!findMidTexture(s, d, m)) return;
    const LineDef& line = s.level->lines[static_cast<size_t>(s.levelView.segs[static_cast<size_t>(d.seg)].line)];
    MaskedJob job{};
    const RenderStyle style = (m.flags & kLineAdditive) ? RenderStyle::Add
                              : line.alpha < kUnit      ? RenderStyle::Translucent
                                                        : RenderStyle::Normal;
    if (!chooseBlend(s, style, line.alpha, nullptr, job.blend)) return;
    job.x1 = x1, job.x2 = x2;
    job.picture = m.picture;
    job.horizon = s.camera.horizon;
    job.label = 0;
    job.entry = nullptr;
    MidTextureColumns columns{};
    columns.textureColumn = s.columnPool.data() + d.maskedColumns;
    columns.wallScale = s.columnPool.data() + d.maskedScales;
    columns.textureScale = m.scale;
    columns.scaleStart = d.scaleStart;
    columns.scaleStep = d.scaleStep;
    columns.origin = d.x1;
    columns.light = d.light;
    columns.fixedMap = s.camera.fixedMap;
    if (m.flags & kLineWrapMidTexture) {
        drawWrappedMid(s, d, m, job, columns);
    } else {
        drawHangingMid(s, d, m, job, columns);
    }
    if (!d.topShared) {
        int16_t* top = s.clipPool.data() + d.topClip;
        std::fill(top + x1, top + x2, static_cast<int16_t>(s.geometry.viewHeight));
    }
}

// --- sprites
// ---------------------------------------------------------------------------------------------------------------------

// True when the drawseg lies behind the sprite.
bool behind(const Scene& s, const DrawSeg& d, const VisSprite& v) {
    const Fixed near = std::min(d.span.sz1, d.span.sz2), far = std::max(d.span.sz1, d.span.sz2);
    if (near > v.tz) return true;
    if (far <= v.tz) return false;
    const ViewSeg& seg = s.levelView.segs[static_cast<size_t>(d.seg)];
    return dmul32(subWrap(v.y, seg.y1), subWrap(seg.x2, seg.x1), subWrap(seg.x1, v.x), subWrap(seg.y2, seg.y1)) <= 0;
}

// Eight columns at a time: most sprites have few. Both arrays have room for the columns behind the last, which stay as they are.
template <class Choose> void clipRows(int16_t* rows, const int16_t* clip, int32_t from, int32_t to, Choose choose) {
    for (; from < to; from += 8) {
        int16_t mine[8], other[8];
        std::memcpy(mine, rows + from, sizeof mine);
        std::memcpy(other, clip + from, sizeof other);
        for (int32_t i = 0; i < 8; ++i) mine[i] = from + i < to ? choose(mine[i], other[i]) : mine[i];
        std::memcpy(rows + from, mine, sizeof mine);
    }
}

void clipByDrawSegs(Scene& s, const VisSprite& v) {
    for (size_t i = s.drawSegs.size(); i-- > 0;) {
        DrawSeg& d = s.drawSegs[i];
        const bool pending = d.maskedColumns != kNoOffset;
        if (d.x1 >= v.x2 || d.x2 <= v.x1 || (d.silhouette == kSilNone && !pending)) continue;
        const int32_t from = std::max(d.x1, v.x1), to = std::min(d.x2, v.x2);
        if (behind(s, d, v)) {
            if (pending) drawMidTexture(s, d, from, to);
            continue;
        }
        if (d.silhouette & kSilBottom) {
            clipRows(s.spriteBottom.data(), s.clipPool.data() + d.bottomClip, from, to, [](int16_t a, int16_t b) { return std::min(a, b); });
        }
        if (d.silhouette & kSilTop) {
            clipRows(s.spriteTop.data(), s.clipPool.data() + d.topClip, from, to, [](int16_t a, int16_t b) { return std::max(a, b); });
        }
    }
}

void drawMidTexturesBehind(Scene& s, const VisSprite& v) {
    for (size_t i = s.drawSegs.size(); i-- > 0;) {
        DrawSeg& d = s.drawSegs[i];
        if (d.maskedColumns == kNoOffset || d.x1 >= v.x2 || d.x2 <= v.x1 || !behind(s, d, v)) continue;
        drawMidTexture(s, d, std::max(d.x1, v.x1), std::min(d.x2, v.x2));
    }
}

int32_t bottomRow(const Scene& s, const VisSprite& v) {
    const int32_t height = s.geometry.viewHeight;
    if (v.floorClip == 0) return height;
    const Fixed feet = addWrap(subWrap(v.textureMid, v.picture->height << 16), v.floorClip);
    const int32_t row = subWrap(s.camera.horizon, mul16(feet, v.yScale)) >> 16;
    return std::min(height, std::max(0, row));
}

// drawn counts the sprites that reached the screen routine so far.
void drawSprite(Scene& s, const VisSprite& v, int32_t total, int32_t& drawn) {
    if (v.label == kNoLabel) {
        drawMidTexturesBehind(s, v);
        drawParticle(s, v);
        return;
    }
    if (v.x1 >= v.x2 || v.yScale == 0) return;
    const int32_t bottom = bottomRow(s, v);
    if (bottom <= 0) return;
    std::fill(s.spriteBottom.begin() + v.x1, s.spriteBottom.begin() + v.x2, static_cast<int16_t>(bottom));
    std::fill(s.spriteTop.begin() + v.x1, s.spriteTop.begin() + v.x2, static_cast<int16_t>(0));
    clipByDrawSegs(s, v);
    LabelEntry& entry = s.labels[static_cast<size_t>(v.label)];
    ++drawn;
    entry.value = (drawn * 255 / (total + 1)) & 255;

    MaskedJob job{};
    if (!chooseBlend(s, v.style, v.alpha, v.translation, job.blend)) return;
    job.x1 = v.x1, job.x2 = v.x2;
    job.topClip = s.spriteTop.data();
    job.bottomClip = s.spriteBottom.data();
    job.picture = v.picture;
    job.mid = v.textureMid;
    job.horizon = s.camera.horizon;
    job.label = static_cast<uint8_t>(entry.value);
    job.entry = &entry;
    SpriteColumns columns{};
    columns.scale = v.yScale;
    columns.step = static_cast<Fixed>(0xffffffffu / static_cast<uint32_t>(v.yScale));
    columns.top = subWrap(s.camera.horizon, mul16(v.textureMid, v.yScale));
    columns.u = v.u;
    columns.uStep = v.uStep;
    columns.map = v.map;
    drawSpriteColumns(s, job, columns);
}

// Nearest first; among equals the one that the walk met earlier first.
void sortSprites(Scene& s) {
    s.spriteOrder.clear();
    for (uint32_t i = 0; i < s.sprites.size(); ++i) {
        const VisSprite& v = s.sprites[i];
        s.spriteOrder.push_back({uint64_t{~v.depthOrder} << 32 | v.turn, i});
    }
    std::sort(s.spriteOrder.begin(), s.spriteOrder.end(), [](const SpritePlace& a, const SpritePlace& b) { return a.key < b.key; });
}

}  // namespace

void drawMaskedPass(Scene& s) {
    sortSprites(s);
    const int32_t total = static_cast<int32_t>(s.labels.size());
    int32_t drawn = 0;
    for (size_t i = s.spriteOrder.size(); i-- > 0;) {
        drawSprite(s, s.sprites[s.spriteOrder[i].sprite], total, drawn);
    }
    for (size_t i = s.drawSegs.size(); i-- > 0;) {
        DrawSeg& d = s.drawSegs[i];
        if (d.maskedColumns != kNoOffset) drawMidTexture(s, d, d.x1, d.x2);
    }
}

}  // namespace caco
