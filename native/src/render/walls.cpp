// Segs: which are seen, what they hide, and their textured tiers (renderer.md 3.2, 3.3, 3.5, 3.6, 3.8, 4.5).
#include <algorithm>
#include <bit>
#include <cmath>

#include "render/scene.h"
#include "render/wall_columns.h"

namespace caco {
namespace {

struct TierDraw {
    const Picture* picture = nullptr;  // null = nothing to draw
    Fixed scale = kUnit;               // vertical
    Fixed columnScale = kUnit;         // horizontal
    Fixed mid = 0;
    Fixed columnOffset = 0;
};

// Terms of the texture mapping: u/z and 1/z as linear functions of the column. All are integers: map units, and columns times those.
struct MappingTerms {
    float uOrigin, uStep, iOrigin, iStep;
};

// The seg that is being drawn.
struct WallSeg {
    const ViewSeg* seg;
    const SideDef* side;
    const SideState* sideState;
    const LineDef* line;
    int32_t index;
    int32_t frontIndex, backIndex;
    const SectorState* front;
    const SectorState* back;  // null = one-sided
    const ViewSector* frontView;
    const ViewSector* backView;
    Projection span;
    bool mirror = false;
    bool closed = false, doorClosed = false;
    bool hasHigh = false, hasLow = false;
    int32_t topBits = 0, bottomBits = 0;
    // Set up when the first piece is seen.
    bool prepared = false;
    bool markFloor = false, markCeiling = false;
    TierDraw tier[3];
    Fixed tableScale = kUnit;  // columnScale of the current column table
    MappingTerms terms{};
    WallLight light{};
};

constexpr int32_t kSpecialMirror = 182;
constexpr Fixed kMaskedNear = 3072;

bool isSky(const Scene& s, TextureId texture) {
    return texture == s.assets->skyFlat;
}
bool bothSky(const Scene& s, const WallSeg& w) {
    return isSky(s, w.front->ceilingTexture) && isSky(s, w.back->ceilingTexture);
}

// What the back sector's look adds to the front one's.
bool looksDiffer(const WallSeg& w) {
    const SectorState &f = *w.front, &b = *w.back;
    return f.light != b.light || f.tint != b.tint || f.floorTexture != b.floorTexture || f.ceilingTexture != b.ceilingTexture ||
           w.frontView->plane[0] != w.backView->plane[0] || w.frontView->plane[1] != w.backView->plane[1] ||
           w.sideState->texture[kMiddle] != kNoTexture;
}

enum class SegKind { Solid, Window, Nothing };

SegKind classify(const Scene& s, WallSeg& w) {
    if (!w.back) return SegKind::Solid;
    const SectorState &f = *w.front, &b = *w.back;
    w.hasHigh = f.ceiling > b.ceiling;
    w.hasLow = f.floor < b.floor;
    if (b.ceiling <= f.floor || b.floor >= f.ceiling) {
        w.closed = true;
        return SegKind::Solid;
    }
    if (!bothSky(s, w) && b.ceiling <= b.floor &&
        (b.ceiling >= f.ceiling || w.sideState->texture[kTop] != kNoTexture) &&
        (b.floor <= f.floor || w.sideState->texture[kBottom] != kNoTexture)) {
        w.doorClosed = true;
        return SegKind::Solid;
    }
    if (f.ceiling != b.ceiling || f.floor != b.floor) return SegKind::Window;
    return looksDiffer(w) ? SegKind::Window : SegKind::Nothing;
}

// --- texture mapping
// -------------------------------------------------------------------------------------------------------------

MappingTerms mappingTerms(const Scene& s, const WallSeg& w) {
    Fixed tx1 = w.span.tx1, ty1 = w.span.ty1, tx2 = w.span.tx2, ty2 = w.span.ty2;
    const float center = static_cast<float>(s.geometry.centerX);
    if (w.seg->wholeLine) {
        if (s.flip) {
            return {static_cast<float>(tx2) * center, static_cast<float>(negWrap(ty2)),
                    static_cast<float>(subWrap(tx2, tx1)) * center, static_cast<float>(subWrap(ty1, ty2))};
        }
    } else {
        const LineDef& line = *w.line;
        Fixed x1 = line.x, y1 = line.y, x2 = addWrap(line.x, line.dx), y2 = addWrap(line.y, line.dy);
        if (w.seg->backSide) {
            std::swap(x1, x2);
            std::swap(y1, y2);
        }
        transformPoint(s, subWrap(x1, s.camera.x), subWrap(y1, s.camera.y), tx1, ty1);
        transformPoint(s, subWrap(x2, s.camera.x), subWrap(y2, s.camera.y), tx2, ty2);
        if (s.flip) {
            tx1 = negWrap(tx1);
            tx2 = negWrap(tx2);
        }
    }
    return {static_cast<float>(tx1) * center, static_cast<float>(negWrap(ty1)),
            static_cast<float>(subWrap(tx1, tx2)) * center, static_cast<float>(subWrap(ty2, ty1))};
}

int32_t roundNudged(double v) {
    return roundInt(v + 1.5e-8);
}

int32_t columnRange(const Scene& s, const WallSeg& w, Fixed columnScale) {
    return mulWrap(s.levelView.lineLength[static_cast<size_t>(w.seg->line)], columnScale);
}

// Columns just outside the texture's range at both ends of the wall are rounding errors.
void repairColumns(Scene& s, const WallSeg& w, int32_t range) {
    int32_t* column = s.column.data();
    const uint32_t limit = static_cast<uint32_t>(range);
    const int32_t left = s.flip ? range - 1 : 0, right = s.flip ? 0 : range - 1;
    if (w.span.sx1 > 0) {
        for (int32_t x = w.span.sx1; x < w.span.sx2 && static_cast<uint32_t>(column[x]) >= limit; ++x) {
            column[x] = left;
        }
    }
    for (int32_t x = w.span.sx2 - 1; x >= w.span.sx1 && static_cast<uint32_t>(column[x]) >= limit; --x) {
        column[x] = right;
    }
}

void makeColumnTable(Scene& s, WallSeg& w, Fixed columnScale) {
    const MappingTerms& t = w.terms;
    const int32_t range = columnRange(s, w, columnScale);
    const double i = w.span.sx1 - s.geometry.centerX;
    ColumnTable table{};
    table.x1 = w.span.sx1, table.x2 = w.span.sx2;
    table.u = t.uOrigin + static_cast<double>(t.uStep) * i, table.uStep = t.uStep;
    table.z = t.iOrigin + static_cast<double>(t.iStep) * i, table.zStep = t.iStep;
    table.range = range;
    table.scaleStep = t.iStep * s.geometry.wallTextureScale;
    table.scaleOrigin = -t.uStep * s.geometry.wallTextureScale;
    table.column = s.column.data();
    table.wallScale = s.wallScale.data();
    s.kernels->columnTable(table);
    repairColumns(s, w, range);
    w.tableScale = columnScale;
}

void rescaleColumnTable(Scene& s, WallSeg& w, Fixed columnScale) {
    const MappingTerms& t = w.terms;
    const int32_t range = columnRange(s, w, columnScale);
    const double i = w.span.sx1 - s.geometry.centerX;
    double top = (t.uOrigin + static_cast<double>(t.uStep) * i) * range;
    double bottom = t.iOrigin + static_cast<double>(t.iStep) * i;
    const double topStep = static_cast<double>(t.uStep) * range;
    for (int32_t x = w.span.sx1; x < w.span.sx2; ++x) {
        s.column[static_cast<size_t>(x)] = roundNudged(top / bottom);
        top += topStep;
        bottom += t.iStep;
    }
    repairColumns(s, w, range);
    w.tableScale = columnScale;
}

// --- set-up of a seg that is seen
// ------------------------------------------------------------------------------------------------

TierDraw makeTier(const Scene& s, const WallSeg& w, Tier tier) {
    TierDraw t;
    const TextureId id = w.sideState->texture[tier];
    if (id == kNoTexture) return t;
    const Picture& p = s.shown(id);
    if (p.width <= 0 || p.height <= 0) return t;
    t.picture = &p;
    t.scale = mul16(p.yScale, w.side->yScale[tier]);
    t.columnScale = mul16(p.xScale, w.side->xScale[tier]);
    const Fixed offset = sideOffsetX(s, *w.seg, tier);
    t.columnOffset = p.worldPanning ? mul16(offset, t.columnScale) : offset;
    if (t.columnScale < 0) t.columnOffset = negWrap(t.columnOffset);
    return t;
}

// reference: the height the texture hangs from or stands on. hanging: texel 0 is at the reference, so negative offsets
// wrap.
void anchorTier(const Scene& s, WallSeg& w, Tier tier, Fixed reference, bool addHeight, bool wrapOffset) {
    TierDraw& t = w.tier[tier];
    if (!t.picture) return;
    const Fixed height = t.picture->height << 16;
    Fixed offset = sideOffsetY(s, *w.seg, tier);
    t.mid = mul16(subWrap(reference, s.camera.z), t.scale);
    if (addHeight) t.mid = addWrap(t.mid, height);
    if (wrapOffset && offset < 0) offset = addWrap(offset, height);
    t.mid = addWrap(t.mid, t.picture->worldPanning ? mul16(offset, t.scale) : offset);
}

void setupOneSided(const Scene& s, WallSeg& w) {
    w.markFloor = w.markCeiling = true;
    if (w.mirror) return;
    w.tier[kMiddle] = makeTier(s, w, kMiddle);
    const bool pegged = (s.world->lines[w.seg->line].flags & kLinePegBottom) != 0;
    if (pegged) {
        anchorTier(s, w, kMiddle, w.front->floorTexZ, true, false);
    } else {
        anchorTier(s, w, kMiddle, w.front->ceilingTexZ, false, true);
    }
}

void setupMarks(const Scene& s, WallSeg& w) {
    const SectorState &f = *w.front, &b = *w.back;
    if (w.closed) {
        w.markFloor = w.markCeiling = true;
        return;
    }
    const uint32_t flags = s.world->lines[w.seg->line].flags;
    const bool clipsMid =
        w.sideState->texture[kMiddle] != kNoTexture && (flags & (kLineClipMidTexture | kLineWrapMidTexture));
    const bool litApart = f.light != b.light || f.tint != b.tint;
    w.markFloor = f.floor != b.floor || litApart || f.floorTexture != b.floorTexture ||
                  w.frontView->plane[0] != w.backView->plane[0] || clipsMid;
    w.markCeiling =
        !bothSky(s, w) && (f.ceiling != b.ceiling || litApart || f.ceilingTexture != b.ceilingTexture ||
                           w.frontView->plane[1] != w.backView->plane[1] || clipsMid);
}

void setupTwoSided(Scene& s, WallSeg& w) {
    const SectorState &f = *w.front, &b = *w.back;
    Fixed lowerReference = f.ceilingTexZ;
    if (bothSky(s, w)) {
        if (w.hasHigh) {
            std::copy(s.upperEdge.begin() + w.span.sx1, s.upperEdge.begin() + w.span.sx2,
                      s.topEdge.begin() + w.span.sx1);
            w.hasHigh = false;
        } else if (w.hasLow && f.ceiling != b.ceiling) {
            w.topBits = edgeRows(s, subWrap(b.ceiling, s.camera.z), w.span, s.topEdge.data());
        }
        lowerReference = b.ceilingTexZ;
    }
    setupMarks(s, w);
    const uint32_t flags = s.world->lines[w.seg->line].flags;
    if (w.hasHigh) {
        w.tier[kTop] = makeTier(s, w, kTop);
        const bool unpegged = (flags & kLinePegTop) != 0;
        anchorTier(s, w, kTop, unpegged ? f.ceilingTexZ : b.ceilingTexZ, !unpegged, unpegged);
    }
    if (w.hasLow) {
        w.tier[kBottom] = makeTier(s, w, kBottom);
        const bool unpegged = (flags & kLinePegBottom) != 0;
        anchorTier(s, w, kBottom, unpegged ? lowerReference : b.floorTexZ, false, !unpegged);
    }
    w.tier[kMiddle] = makeTier(s, w, kMiddle);
}

// Lit as by this sector (renderer.md 3.6): fog has neither contrast of directions nor muzzle flashes.
void setShade(const Scene& s, const WallSeg& w, const SectorState& sector, WallLight& light) {
    const TintRows& tint = s.world->tints[sector.tint];
    const int32_t own = sector.light + (tint.foggy ? 0 : w.seg->contrast) + w.side->light;
    light.shade = shadeOf((w.side->lightAbsolute ? w.side->light : own) + s.extraLight(tint));
    light.rows = tint.rows;
}

void setupLight(const Scene& s, WallSeg& w) {
    const Fixed left = safeDivShift<12>(s.geometry.wallVisibility, w.span.sz1);
    const Fixed right = safeDivShift<12>(s.geometry.wallVisibility, w.span.sz2);
    setShade(s, w, *w.front, w.light);
    w.light.start = left;
    w.light.step = subWrap(right, left) / (w.span.sx2 - w.span.sx1);
}

WallLight lightAt(const WallSeg& w, int32_t x) {
    return {w.light.shade, addWrap(w.light.start, mulWrap(w.light.step, x - w.span.sx1)), w.light.step, w.light.rows};
}

void prepareSeg(Scene& s, WallSeg& w) {
    w.prepared = true;
    if (s.settings.automap) s.view->setMapped(w.seg->line);
    if (!s.drawing) return;
    if (w.back) {
        setupTwoSided(s, w);
    } else {
        setupOneSided(s, w);
    }
    if (s.camera.z <= w.front->floor) w.markFloor = false;
    if (!isSky(s, w.front->ceilingTexture) && s.camera.z >= w.front->ceiling) w.markCeiling = false;
    if (w.tier[kTop].picture || w.tier[kMiddle].picture || w.tier[kBottom].picture) {
        w.terms = mappingTerms(s, w);
        makeColumnTable(s, w, w.tier[kMiddle].picture ? w.tier[kMiddle].columnScale : kUnit);
        setupLight(s, w);
    }
}

// --- drawing one piece
// -----------------------------------------------------------------------------------------------------------

// Offset such that pool[offset + x] is column x of a new piece of the pool.
int32_t saveClip(Scene& s, const RowArray& rows, int32_t x1, int32_t x2) {
    const size_t count = static_cast<size_t>(x2 - x1);
    if (s.clipUsed + count + kColumnSlack > s.clipPool.size()) s.clipPool.resize(s.clipPool.size() * 2 + count);
    std::copy(rows.begin() + x1, rows.begin() + x2, s.clipPool.begin() + static_cast<ptrdiff_t>(s.clipUsed));
    const int32_t offset = static_cast<int32_t>(s.clipUsed) - x1;
    s.clipUsed += count;
    return offset;
}

int32_t saveColumns(Scene& s, const ColumnArray& values, int32_t add, int32_t x1, int32_t x2) {
    const size_t count = static_cast<size_t>(x2 - x1);
    if (s.columnUsed + count > s.columnPool.size()) s.columnPool.resize(s.columnPool.size() * 2 + count);
    for (size_t i = 0; i < count; ++i) {
        s.columnPool[s.columnUsed + i] = addWrap(values[static_cast<size_t>(x1) + i], add);
    }
    const int32_t offset = static_cast<int32_t>(s.columnUsed) - x1;
    s.columnUsed += count;
    return offset;
}

bool showsMidTexture(const WallSeg& w) {
    if (!w.back || !w.tier[kMiddle].picture) return false;
    if (w.span.sz1 < kMaskedNear || w.span.sz2 < kMaskedNear) return false;
    if ((w.topBits & 12) == 12 && w.sideState->texture[kTop] != kNoTexture) return false;
    return !((w.bottomBits & 3) == 3 && w.sideState->texture[kBottom] != kNoTexture);
}

Fixed postScale(Fixed wallScale, Fixed scale) {
    Fixed v = mulShift<18>(wallScale, scale);
    if (v >= 0 && v <= 2) v = 3;
    if (v < 0 && v >= -2) v = -3;
    return divShift<32>(1, v);
}

void storeMidTexture(Scene& s, WallSeg& w, DrawSeg& d) {
    const TierDraw& mid = w.tier[kMiddle];
    if (w.tableScale != mid.columnScale) rescaleColumnTable(s, w, mid.columnScale);
    d.maskedColumns = saveColumns(s, s.column, mid.columnOffset, d.x1, d.x2);
    d.maskedScales = saveColumns(s, s.wallScale, 0, d.x1, d.x2);
    const Fixed left = postScale(s.wallScale[static_cast<size_t>(d.x1)], mid.scale);
    const Fixed right = postScale(s.wallScale[static_cast<size_t>(d.x2 - 1)], mid.scale);
    d.scaleStart = left;
    d.scaleStep = subWrap(right, left) / (d.x2 - d.x1);
    d.light = lightAt(w, d.x1);
    setShade(s, w, s.world->sectors[w.seg->frontSector], d.light);
}

void setSilhouette(const Scene& s, const WallSeg& w, DrawSeg& d) {
    if (!w.back) {
        if (w.mirror) {
            d.silhouette = kSilBoth;
            return;
        }
        d.silhouette = kSilBoth;
        d.topClip = s.heightRow();
        d.bottomClip = s.minusRow();
        d.topShared = true;
        return;
    }
    const SectorState &f = *w.front, &b = *w.back;
    uint8_t silhouette = kSilNone;
    if (f.floor > b.floor || s.camera.z < b.floor) silhouette |= kSilBottom;
    if (f.ceiling < b.ceiling || s.camera.z > b.ceiling) silhouette |= kSilTop;
    if (w.doorClosed || b.ceiling <= f.floor) {
        d.bottomClip = s.minusRow();
        silhouette |= kSilBottom;
    }
    if (w.doorClosed || b.floor >= f.ceiling) {
        d.topClip = s.heightRow();
        d.topShared = true;
        silhouette |= kSilTop;
    }
    d.silhouette = silhouette;
}

// Constant rows are indexed by column from their start.
DrawSeg beginDrawSeg(Scene& s, WallSeg& w, int32_t x1, int32_t x2) {
    DrawSeg d{};
    d.seg = w.index;
    d.x1 = x1;
    d.x2 = x2;
    d.span = w.span;
    d.topClip = d.bottomClip = kNoOffset;
    d.maskedColumns = d.maskedScales = kNoOffset;
    setSilhouette(s, w, d);
    if (showsMidTexture(w)) storeMidTexture(s, w, d);
    return d;
}

void finishDrawSeg(Scene& s, const WallSeg& w, DrawSeg& d) {
    const bool masked = d.maskedColumns != kNoOffset;
    if (((d.silhouette & kSilTop) || masked) && d.topClip == kNoOffset)
        d.topClip = saveClip(s, s.ceilingClip, d.x1, d.x2);
    if (((d.silhouette & kSilBottom) || masked) && d.bottomClip == kNoOffset)
        d.bottomClip = saveClip(s, s.floorClip, d.x1, d.x2);
    if (masked) d.silhouette = kSilBoth;
    if (w.mirror) s.mirrors.push_back(static_cast<int32_t>(s.drawSegs.size()));
    s.drawSegs.push_back(d);
}

// Planes outside of the piece, and its edges; `closes`: nothing behind it is seen.
void cutOpenRows(Scene& s, int32_t start, int32_t stop, bool floor, bool ceiling, bool closes) {
    WallPiece p{};
    p.x1 = start, p.x2 = stop;
    p.topEdge = s.topEdge.data(), p.bottomEdge = s.bottomEdge.data();
    p.ceilingClip = s.ceilingClip.data(), p.floorClip = s.floorClip.data();
    if (ceiling) p.ceilingTop = s.planeTop(s.ceilingPlane), p.ceilingBottom = s.planeBottom(s.ceilingPlane);
    if (floor) p.floorTop = s.planeTop(s.floorPlane), p.floorBottom = s.planeBottom(s.floorPlane);
    p.closes = closes;
    p.closedTop = static_cast<int16_t>(s.geometry.viewHeight), p.closedBottom = -1;
    s.kernels->cutRows(p);
}

TierHeights tierHeights(const WallSeg& w, Tier tier) {
    const SectorState& f = *w.front;
    if (tier == kTop) return {f.ceiling, w.back->ceiling};
    if (tier == kBottom) return {w.back->floor, f.floor};
    return {f.ceiling, f.floor};
}

void drawTier(Scene& s, WallSeg& w, Tier tier, int32_t start, int32_t stop, const int16_t* top, const int16_t* bottom) {
    const TierDraw& t = w.tier[tier];
    if (w.tableScale != t.columnScale) rescaleColumnTable(s, w, t.columnScale);
    WallJob job{};
    job.x1 = start, job.x2 = stop;
    job.top = top, job.bottom = bottom;
    job.wallScale = s.wallScale.data();
    job.column = s.column.data();
    job.columnOffset = t.columnOffset;
    job.picture = t.picture;
    job.scale = t.scale;
    job.mid = t.mid;
    job.horizon = s.camera.horizon;
    job.fixedMap = s.camera.fixedMap;
    job.light = lightAt(w, start);
    job.writesLabels = s.mirrored;
    drawRepeatedWall(s, w.span, tierHeights(w, tier), job);
}

void copyRows(const RowArray& from, RowArray& to, int32_t start, int32_t stop) {
    std::copy(from.begin() + start, from.begin() + stop, to.begin() + start);
}

void drawTwoSided(Scene& s, WallSeg& w, int32_t start, int32_t stop, bool floor, bool ceiling) {
    if (w.tier[kTop].picture) {
        for (size_t x = static_cast<size_t>(start); x < static_cast<size_t>(stop); ++x) {
            s.upperEdge[x] = std::max(std::min(s.upperEdge[x], s.floorClip[x]), s.topEdge[x]);
        }
        drawTier(s, w, kTop, start, stop, s.topEdge.data(), s.upperEdge.data());
        copyRows(s.upperEdge, s.ceilingClip, start, stop);
    } else if (ceiling) {
        copyRows(s.topEdge, s.ceilingClip, start, stop);
    }
    if (w.tier[kBottom].picture) {
        for (size_t x = static_cast<size_t>(start); x < static_cast<size_t>(stop); ++x) {
            s.lowerEdge[x] = std::min(std::max(s.lowerEdge[x], s.ceilingClip[x]), s.bottomEdge[x]);
        }
        drawTier(s, w, kBottom, start, stop, s.lowerEdge.data(), s.bottomEdge.data());
        copyRows(s.lowerEdge, s.floorClip, start, stop);
    } else if (floor) {
        copyRows(s.bottomEdge, s.floorClip, start, stop);
    }
}

void drawPiece(Scene& s, WallSeg& w, int32_t start, int32_t stop) {
    if (start >= stop) return;
    if (!w.prepared) prepareSeg(s, w);
    if (!s.drawing) return;
    DrawSeg d = beginDrawSeg(s, w, start, stop);
    const bool ceiling = w.markCeiling && s.ceilingPlane >= 0;
    const bool floor = w.markFloor && s.floorPlane >= 0;
    if (ceiling) s.ceilingPlane = coverPlane(s, s.ceilingPlane, start, stop);
    if (floor) s.floorPlane = coverPlane(s, s.floorPlane, start, stop);
    const bool open = w.back || w.mirror;
    cutOpenRows(s, start, stop, floor, ceiling, !open);
    if (open) {
        drawTwoSided(s, w, start, stop, floor, ceiling);
    } else if (w.tier[kMiddle].picture) {
        drawTier(s, w, kMiddle, start, stop, s.topEdge.data(), s.bottomEdge.data());
    }
    finishDrawSeg(s, w, d);
}

// --- the list of solid columns
// ---------------------------------------------------------------------------------------------------

size_t firstTouching(const Scene& s, int32_t x) {
    size_t i = 0;
    while (s.solid[i].last < x)
        ++i;
    return i;
}

void clipSolid(Scene& s, WallSeg& w, int32_t first, int32_t last) {
    std::vector<ColumnRange>& solid = s.solid;
    const size_t start = firstTouching(s, first);
    if (first < solid[start].first) {
        if (last < solid[start].first) {
            drawPiece(s, w, first, last);
            solid.insert(solid.begin() + static_cast<ptrdiff_t>(start), ColumnRange{first, last});
            return;
        }
        drawPiece(s, w, first, solid[start].first);
        solid[start].first = first;
    }
    if (last <= solid[start].last) return;
    size_t next = start;
    bool swallowed = false;
    while (next + 1 < solid.size() && last >= solid[next + 1].first) {
        drawPiece(s, w, solid[next].last, solid[next + 1].first);
        ++next;
        if (last <= solid[next].last) {
            swallowed = true;
            break;
        }
    }
    if (swallowed) {
        solid[start].last = solid[next].last;
    } else {
        drawPiece(s, w, solid[next].last, last);
        solid[start].last = last;
    }
    solid.erase(solid.begin() + static_cast<ptrdiff_t>(start) + 1, solid.begin() + static_cast<ptrdiff_t>(next) + 1);
}

void clipWindow(Scene& s, WallSeg& w, int32_t first, int32_t last) {
    const std::vector<ColumnRange>& solid = s.solid;
    size_t i = firstTouching(s, first);
    if (first < solid[i].first) {
        if (last <= solid[i].first) {
            drawPiece(s, w, first, last);
            return;
        }
        drawPiece(s, w, first, solid[i].first);
    }
    if (last <= solid[i].last) return;
    while (i + 1 < solid.size() && last >= solid[i + 1].first) {
        drawPiece(s, w, solid[i].last, solid[i + 1].first);
        ++i;
        if (last <= solid[i].last) return;
    }
    drawPiece(s, w, solid[i].last, last);
}

bool hidden(const Scene& s, int32_t first, int32_t last) {
    const ColumnRange& r = s.solid[firstTouching(s, first)];
    return first >= r.first && last <= r.last;
}

// The ends' coordinates are entry i of the batch.
void addSeg(Scene& s, int32_t segIndex, int32_t sector, int32_t subSector, const SegPoints& ends, size_t i) {
    const ViewSeg& seg = s.levelView.segs[static_cast<size_t>(segIndex)];
    const bool marksSubSector = s.settings.automap && !s.view->isSeen(subSector);
    if (seg.line == kNoIndex && !marksSubSector) return;
    const Camera& c = s.camera;
    WallSeg w;
    if (!projectEnds(s, ends.tx1[i], ends.ty1[i], ends.tx2[i], ends.ty2[i], 32, w.span)) return;
    if (w.span.sx1 >= s.windowRight || w.span.sx2 <= s.windowLeft) return;
    if (hidden(s, w.span.sx1, w.span.sx2)) return;
    if (marksSubSector) s.view->setSeen(subSector);
    if (seg.line == kNoIndex) return;

    w.seg = &seg;
    w.index = segIndex;
    w.line = &s.level->lines[static_cast<size_t>(seg.line)];
    w.side = &s.level->sides[static_cast<size_t>(seg.side)];
    w.sideState = &s.world->sides[seg.side];
    w.frontIndex = sector;
    w.backIndex = seg.backSector;
    w.front = &s.world->sectors[sector];
    w.back = seg.backSector == kNoIndex ? nullptr : &s.world->sectors[seg.backSector];
    w.frontView = &s.levelView.sectors[static_cast<size_t>(sector)];
    w.backView = w.back ? &s.levelView.sectors[static_cast<size_t>(seg.backSector)] : nullptr;
    w.mirror = !w.back && s.world->lines[seg.line].special == kSpecialMirror;

    const SegKind kind = classify(s, w);
    if (kind == SegKind::Nothing) return;
    if (s.drawing) {
        if (w.hasHigh) edgeRows(s, subWrap(w.back->ceiling, c.z), w.span, s.upperEdge.data());
        if (w.hasLow) edgeRows(s, subWrap(w.back->floor, c.z), w.span, s.lowerEdge.data());
        w.topBits = edgeRows(s, subWrap(w.front->ceiling, c.z), w.span, s.topEdge.data());
        w.bottomBits = edgeRows(s, subWrap(w.front->floor, c.z), w.span, s.bottomEdge.data());
    }
    if (kind == SegKind::Solid) {
        clipSolid(s, w, w.span.sx1, w.span.sx2);
    } else {
        clipWindow(s, w, w.span.sx1, w.span.sx2);
    }
}

}  // namespace

void addSegs(Scene& s, int32_t first, int32_t count, int32_t sector, int32_t subSector) {
    const Camera& c = s.camera;
    const SegEnds& ends = s.levelView.ends;
    for (int32_t done = 0; done < count; done += kBatchSegs) {
        const int32_t from = first + done;
        const SegBatch batch{c.x,  c.y, c.sine, c.cosine, c.tanSine, c.tanCosine, s.flip, ends.x1.data() + from, ends.y1.data() + from, ends.x2.data() + from,
                             ends.y2.data() + from};
        SegPoints points;
        uint32_t facing = s.kernels->facingSegs(batch, std::min(count - done, kBatchSegs), points);
        for (; facing; facing &= facing - 1) {
            const int32_t i = std::countr_zero(facing);
            addSeg(s, from + i, sector, subSector, points, static_cast<size_t>(i));
        }
    }
}

}  // namespace caco
