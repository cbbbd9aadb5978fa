// Things become sprites of the view (renderer.md 4.1 to 4.3).
#include "render/sprites.h"

#include <algorithm>

#include "base/trig.h"
#include "render/masked_columns.h"

namespace caco {
namespace {

constexpr Fixed kNearest = 8192;  // two units as 20.12

// Puffs, blood and rocket smoke, which particles can stand for.
bool isEffect(const World& w, const Actor& a) { return has(a, Flag::ALLOWPARTICLES) || a.cls == w.classes->known.rocketSmokeTrail; }

bool skipped(const Scene& s, const Actor& a) {
    if (has(a, Flag::INVISIBLE)) return true;
    if (&a == s.camera.actor && !s.mirrored) return true;
    if (!s.settings.effectSprites && isEffect(*s.world, a)) return true;
    if (!s.settings.corpses && has(a, Flag::CORPSE) && a.health <= 0) return true;
    const auto style = static_cast<RenderStyle>(a.renderStyle);
    Blend blend;
    return style != RenderStyle::Normal && !chooseBlend(s, style, a.alpha, nullptr, blend);
}

Fixed bobbedZ(const Scene& s, const Actor& a) {
    if (!has(a, Flag::FLOATBOB)) return a.z;
    const uint32_t turn = static_cast<uint32_t>(a.floatBobPhase + s.world->state->mapTime + 1) * 128;
    return addWrap(a.z, mulWrap(fineSine(turn & kFineMask), 8));
}

struct Rotation {
    const Picture* picture;
    bool flip;
};

bool chooseRotation(const Scene& s, const Actor& a, const SpriteFrame& frame, Rotation& out) {
    const Angle towards = pointToAngle(s.camera.x, s.camera.y, a.x, a.y);
    const Angle half = frame.picture[0] == frame.picture[1] ? 0x90000000u : 0x88000000u;
    const uint32_t slot = (towards - a.angle + half) >> 28;
    const TextureId id = frame.picture[slot];
    if (id == kNoTexture) return false;
    out.picture = &s.assets->texture(id);
    out.flip = ((frame.flip >> slot) & 1) != 0;
    return out.picture->width > 0 && out.picture->height > 0 && out.picture->xScale > 0 && out.picture->yScale > 0;
}

const uint8_t* spriteMap(const Scene& s, const Actor& a, const SpriteThing& thing) {
    const TintRows& tint = *thing.tint;
    if (s.camera.fixedMap) return s.camera.fixedMap;
    if ((a.fullBright || has(a, Flag::BRIGHT)) && !tint.foggy) return tint.rows;
    return s.lightRow(tint.rows, thing.shade, divShift<12>(s.geometry.spriteVisibility, std::max(thing.tz, kNearest)));
}

// Every thing is written down, and the next one goes over it where it turned out to be behind or far to the side: which it is, is
// hard to foresee.
void collectThing(Scene& s, const Actor& a, const TintRows& tint, Fixed shade) {
    const Camera& c = s.camera;
    const Fixed dx = subWrap(a.x, c.x), dy = subWrap(a.y, c.y);
    const Fixed tz = dmulShift<20>(dx, c.tanCosine, dy, c.tanSine), side = dmul16(dx, c.sine, negWrap(dy), c.cosine);
    const Fixed tx = s.flip ? negWrap(side) : side;
    if (s.things.size() == s.thingCount) s.things.resize(s.thingCount + 64);
    s.things[s.thingCount] = {&a, &tint, shade, tx, tz, s.turns++};
    s.thingCount += static_cast<size_t>(tz >= kNearest) & static_cast<size_t>((absWrap(tx) >> 6) <= tz);
}

// A wall that closes its columns wears constant clip rows.
bool closesColumns(const Scene& s, const DrawSeg& d) {
    return ((d.silhouette & kSilTop) && d.topClip == s.heightRow()) || ((d.silhouette & kSilBottom) && d.bottomClip == s.minusRow());
}

void findClosedColumns(Scene& s) {
    Fixed* closed = s.closedFrom.data();
    std::fill_n(closed, s.geometry.width, kFixedMax);
    // Labels count hidden things too. In mirrors depths are not the ones of the view, and mid textures may still come.
    if (s.target.labels || s.mirrored || !s.mirrors.empty()) return;
    for (const DrawSeg& d : s.drawSegs) {
        if (!closesColumns(s, d)) continue;
        const Fixed far = std::max(d.span.sz1, d.span.sz2);
        for (int32_t x = d.x1; x < d.x2; ++x) closed[x] = std::min(closed[x], far);
    }
    // Mid textures are drawn when a sprite before them is, hidden or not: no column of theirs counts as closed.
    for (const DrawSeg& d : s.drawSegs) {
        if (d.maskedColumns != kNoOffset) std::fill(closed + d.x1, closed + d.x2, kFixedMax);
    }
}

// Is any column open at this depth? Eight at a time: most things have few.
bool anyOpen(const Scene& s, int32_t x, int32_t end, Fixed tz) {
    for (; x < end; x += 8) {
        const Fixed* closed = s.closedFrom.data() + x;
        int32_t open = 0;
        for (int32_t i = 0; i < 8; ++i) open |= static_cast<int32_t>(x + i < end) & static_cast<int32_t>(closed[i] > tz);
        if (open) return true;
    }
    return false;
}

// Could some picture of the frame show in a column of the window? One column more on the right: a sprite that ends at the window's left
// edge has no column, but a label.
bool mayShow(const Scene& s, const SpriteThing& thing, const SpriteFrame& frame, Fixed xScale) {
    const int64_t reach = int64_t{absWrap(thing.actor->xScale)} * frame.reach, left = thing.tx - reach, right = thing.tx + reach;
    if (reach < 0 || left < kFixedMin || right > kFixedMax) return true;
    const int32_t x1 = s.geometry.centerX + mulShift<32>(static_cast<Fixed>(left), xScale);
    const int32_t x2 = s.geometry.centerX + mulShift<32>(static_cast<Fixed>(right), xScale);
    return anyOpen(s, std::max(x1, s.windowLeft), std::min(x2 + 1, s.windowRight), thing.tz);
}

void placeSprite(Scene& s, const SpriteThing& thing, const SpriteFrame& frame, Fixed xScale) {
    const Camera& c = s.camera;
    const Actor& a = *thing.actor;
    const Fixed tz = thing.tz;
    Fixed tx = thing.tx;
    const Fixed z = bobbedZ(s, a);
    Rotation r;
    if (!chooseRotation(s, a, frame, r)) return;

    const Picture& p = *r.picture;
    bool flip = r.flip != has(a, Flag::XFLIP);
    Fixed scaleX = a.xScale, scaleY = a.yScale;
    if (scaleX < 0) {
        scaleX = negWrap(scaleX);
        flip = !flip;
    }
    if (scaleY < 0) scaleY = negWrap(scaleY);
    if (s.flip) flip = !flip;
    const int32_t above = scaledTexels(p.topOffset, p.yScale), height = scaledTexels(p.height, p.yScale);
    const Fixed top = addWrap(z, mulWrap(scaleY, above));
    const Fixed bottom = addWrap(z, mulWrap(scaleY, above - height));
    if (mulShift<12>(c.upClip, tz) > subWrap(c.z, bottom)) return;
    if (mulShift<12>(c.downClip, tz) < subWrap(c.z, top)) return;

    const Fixed texelWidth = divShift<16>(scaleX, p.xScale);
    tx = subWrap(tx, mulWrap(flip ? p.width - p.leftOffset - 1 : p.leftOffset, texelWidth));
    const int32_t x1 = s.geometry.centerX + mulShift<32>(tx, xScale);
    if (x1 >= s.windowRight) return;
    tx = addWrap(tx, mulWrap(p.width, texelWidth));
    const int32_t x2 = s.geometry.centerX + mulShift<32>(tx, xScale);
    if (x2 < s.windowLeft || x2 <= x1) return;

    VisSprite v{};
    const Fixed texelScale = safeDivShift<16>(scaleY, p.yScale);
    const Fixed distance = static_cast<Fixed>(static_cast<uint32_t>(tz) << 4);
    if (texelScale == 0 || distance == 0) return;
    v.yScale = scale(s.geometry.invZ, texelScale, distance);
    v.depthOrder = static_cast<uint32_t>(divShift<32>(1, tz)) >> 1;
    v.floorClip = div16(a.floorClip, texelScale);
    v.textureMid = subWrap(p.topOffset << 16, div16(addWrap(subWrap(c.z, z), a.floorClip), texelScale));
    v.turn = thing.turn;
    v.tz = tz;
    v.x = a.x;
    v.y = a.y;
    v.x1 = std::max(x1, s.windowLeft);
    v.x2 = std::min(x2, s.windowRight);
    const uint32_t step = static_cast<uint32_t>((p.width << 16) / (x2 - x1));
    v.u = flip ? (static_cast<uint32_t>(p.width) << 16) - 1 : 0;
    v.uStep = flip ? 0u - step : step;
    v.u += v.uStep * static_cast<uint32_t>(v.x1 - x1);
    v.picture = &p;
    v.map = spriteMap(s, a, thing);
    v.translation =
        a.translation >= 0 && a.translation < 3 ? s.translations[static_cast<size_t>(a.translation)].data() : nullptr;
    v.style = static_cast<RenderStyle>(a.renderStyle);
    v.alpha = a.alpha;
    v.label = static_cast<int32_t>(s.labels.size());
    s.sprites.push_back(v);
    s.labels.push_back({s.world->refOf(a), 0, UINT32_MAX, UINT32_MAX, 0, 0, false});
}

}  // namespace

const SpriteFrame* findFrame(Scene& s, uint32_t sprite, int32_t frame) {
    // The four letters differ little; their sum spreads them well enough.
    SpriteMemo& memo = s.spriteMemo[(sprite + (sprite >> 8) + (sprite >> 16) + (sprite >> 24)) % s.spriteMemo.size()];
    if (memo.sprite != sprite) memo = {sprite, s.assets->findSprite(sprite)};
    const SpriteDef* def = memo.def;
    if (!def || frame < 0 || static_cast<size_t>(frame) >= def->frames.size()) return nullptr;
    const SpriteFrame& f = def->frames[static_cast<size_t>(frame)];
    return f.present ? &f : nullptr;
}

int32_t scaledTexels(int32_t texels, Fixed texelsPerUnit) {
    const int64_t v = static_cast<int64_t>(static_cast<uint64_t>(static_cast<int64_t>(texels)) << 17) / texelsPerUnit;
    return static_cast<int32_t>((v >> 1) + (v & 1));
}

void collectThings(Scene& s, int32_t sector) {
    const World& w = *s.world;
    const SectorState& state = w.sectors[sector];
    if (state.thingHead == 0) return;
    const bool open = state.ceilingTexture == s.assets->skyFlat;
    const TintRows& tint = w.tints[state.tint];
    const Fixed shade = shadeOf(planeLight(s, sector, open) + s.extraLight(tint));
    for (const Actor* a = w.bySlot(state.thingHead); a; a = w.bySlot(a->sectorNext)) {
        collectThing(s, *a, tint, shade);
    }
}

void placeSprites(Scene& s) {
    if (s.thingCount > 0) findClosedColumns(s);
    for (size_t i = 0; i < s.thingCount; ++i) {
        const SpriteThing& thing = s.things[i];
        if (skipped(s, *thing.actor)) continue;
        const SpriteFrame* frame = findFrame(s, thing.actor->sprite, thing.actor->frame);
        const Fixed xScale = divShift<12>(s.geometry.centerX << 16, thing.tz);
        if (frame && mayShow(s, thing, *frame, xScale)) placeSprite(s, thing, *frame, xScale);
    }
    s.thingCount = 0;
}

}  // namespace caco
