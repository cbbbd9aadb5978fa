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

// Is the thing so far to the side that no rotation of it reaches the screen? The eighth of the distance allows for rounding.
bool offSide(const SpriteFrame& frame, const Actor& a, Fixed tx, Fixed tz) {
    if (frame.reach < 0) return false;
    const int64_t edge = int64_t{tz} * 18, reach = int64_t{absWrap(a.xScale)} * frame.reach;
    return int64_t{tx} - reach > edge || int64_t{tx} + reach < -edge;
}

bool chooseRotation(const Scene& s, const Actor& a, const SpriteFrame* frame, Rotation& out) {
    const Angle towards = pointToAngle(s.camera.x, s.camera.y, a.x, a.y);
    const Angle half = frame->picture[0] == frame->picture[1] ? 0x90000000u : 0x88000000u;
    const uint32_t slot = (towards - a.angle + half) >> 28;
    const TextureId id = frame->picture[slot];
    if (id == kNoTexture) return false;
    out.picture = &s.assets->texture(id);
    out.flip = ((frame->flip >> slot) & 1) != 0;
    return out.picture->width > 0 && out.picture->height > 0 && out.picture->xScale > 0 && out.picture->yScale > 0;
}

const uint8_t* spriteMap(const Scene& s, const Actor& a, const SpriteThing& thing) {
    const TintRows& tint = *thing.tint;
    if (s.camera.fixedMap) return s.camera.fixedMap;
    if ((a.fullBright || has(a, Flag::BRIGHT)) && !tint.foggy) return tint.rows;
    return s.lightRow(tint.rows, thing.shade, divShift<12>(s.geometry.spriteVisibility, std::max(thing.tz, kNearest)));
}

void collectThing(Scene& s, const Actor& a, const TintRows& tint, Fixed shade) {
    const Camera& c = s.camera;
    const Fixed dx = subWrap(a.x, c.x), dy = subWrap(a.y, c.y);
    const Fixed tz = dmulShift<20>(dx, c.tanCosine, dy, c.tanSine);
    if (tz < kNearest) return;
    Fixed tx = dmul16(dx, c.sine, negWrap(dy), c.cosine);
    if (s.flip) tx = negWrap(tx);
    if ((absWrap(tx) >> 6) > tz || skipped(s, a)) return;
    const SpriteFrame* frame = findFrame(s, a.sprite, a.frame);
    if (!frame || offSide(*frame, a, tx, tz)) return;
    s.things.push_back({&a, frame, &tint, shade, tx, tz, s.turns++});
}

// A wall that closes its columns wears constant clip rows.
bool closesColumns(const Scene& s, const DrawSeg& d) {
    return ((d.silhouette & kSilTop) && d.topClip == s.heightRow()) || ((d.silhouette & kSilBottom) && d.bottomClip == s.minusRow());
}

// Mid textures are drawn when a sprite before them is, hidden or not: no column of theirs counts as closed.
void findClosedColumns(Scene& s) {
    Fixed* closed = s.closedFrom.data();
    std::fill_n(closed, s.geometry.width, kFixedMax);
    for (const DrawSeg& d : s.drawSegs) {
        if (!closesColumns(s, d)) continue;
        const Fixed far = std::max(d.span.sz1, d.span.sz2);
        for (int32_t x = d.x1; x < d.x2; ++x) closed[x] = std::min(closed[x], far);
    }
    for (const DrawSeg& d : s.drawSegs) {
        if (d.maskedColumns != kNoOffset) std::fill(closed + d.x1, closed + d.x2, kFixedMax);
    }
}

// Do walls hide all columns that any picture of the frame could reach?
bool behindWalls(const Scene& s, const SpriteThing& thing, Fixed xScale) {
    if (thing.frame->reach < 0) return false;
    const int64_t reach = int64_t{absWrap(thing.actor->xScale)} * thing.frame->reach, left = thing.tx - reach, right = thing.tx + reach;
    if (left < kFixedMin || right > kFixedMax) return false;
    const int32_t x1 = s.geometry.centerX + mulShift<32>(static_cast<Fixed>(left), xScale);
    const int32_t x2 = s.geometry.centerX + mulShift<32>(static_cast<Fixed>(right), xScale);
    const int32_t from = std::max(x1, s.windowLeft), to = std::min(x2, s.windowRight);
    for (int32_t x = from; x < to; ++x) {
        if (s.closedFrom[static_cast<size_t>(x)] > thing.tz) return false;
    }
    return true;
}

void placeSprite(Scene& s, const SpriteThing& thing, Fixed xScale) {
    const Camera& c = s.camera;
    const Actor& a = *thing.actor;
    const Fixed tz = thing.tz;
    Fixed tx = thing.tx;
    const Fixed z = bobbedZ(s, a);
    Rotation r;
    if (!chooseRotation(s, a, thing.frame, r)) return;

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
    // Labels count hidden things too. In mirrors depths are not the ones of the view, and mid textures may still come.
    const bool all = s.target.labels || s.mirrored || !s.mirrors.empty();
    if (!all && !s.things.empty()) findClosedColumns(s);
    for (const SpriteThing& thing : s.things) {
        const Fixed xScale = divShift<12>(s.geometry.centerX << 16, thing.tz);
        if (all || !behindWalls(s, thing, xScale)) placeSprite(s, thing, xScale);
    }
    s.things.clear();
}

}  // namespace caco
