// The player's weapon in front of the view (renderer.md 4.8).
#include <algorithm>

#include "base/trig.h"
#include "render/masked_columns.h"
#include "render/sprites.h"

namespace caco {
namespace {

struct Offset {
    Fixed x, y;
};

// Moves the gate one step toward its target; the bob itself is the player's as long as the gate is open.
Offset weaponBob(Scene& s, const Player& p) {
    const World& w = *s.world;
    const Actor* weapon = w.resolve(p.readyWeapon);
    if (!weapon || has(*weapon, Flag::WEAPON_DONTBOB)) return {0, 0};
    const ClassInfo& info = w.info(*weapon);
    Fixed& gate = s.view->bobGate;
    const Fixed target = (p.weaponBits & kWeaponBobbing) ? p.bob : 0;
    const Fixed distance = absWrap(subWrap(target, gate));
    if (distance <= kUnit) {
        gate = target;
    } else {
        const Fixed step = std::max(kUnit, distance / 40);
        gate = gate < target ? addWrap(gate, step) : subWrap(gate, step);
    }
    if (gate == 0) return {0, 0};
    const uint32_t angle =
        static_cast<uint32_t>(mulWrap(mulWrap(128, info.bobSpeed) >> 16, w.state->levelTime)) & kFineMask;
    return {mul16(mul16(p.bob, info.bobRangeX), fineCosine(angle)),
            mul16(mul16(p.bob, info.bobRangeY), fineSine(angle & (kFineMask >> 1)))};
}

// Partial invisibility makes the weapon a shadow; near its end it blinks.
RenderStyle weaponStyle(const World& w, const Actor& pawn) {
    const ClassId power = w.classes->known.powerInvisibility;
    if (power == kNoClass) return RenderStyle::Normal;
    for (const Actor* item = w.resolve(pawn.inventory); item; item = w.resolve(item->item.nextItem)) {
        if (!w.classes->isA(item->cls, power)) continue;
        const int32_t left = item->item.effectTics;
        return left < 4 * 32 && !(left & 8) ? RenderStyle::Normal : RenderStyle::OptFuzzy;
    }
    return RenderStyle::Normal;
}

const uint8_t* weaponLight(const Scene& s, const PspSprite& psp) {
    if (s.camera.fixedMap) return s.camera.fixedMap;
    const int32_t sector = s.camera.sector;
    const TintRows& tint = s.tintAt(sector);
    if ((s.world->classes->state(psp.state).flags & kStateBright) && !tint.foggy) return tint.rows;
    const int32_t light = (planeLight(s, sector, false) + planeLight(s, sector, true)) >> 1;
    return s.lightRow(tint.rows, shadeOf(light + s.extraLight(tint)), kLightCap);
}

struct Layer {
    const PspSprite* psp;
    Fixed x, y;
    RenderStyle style;
    LabelEntry* entry;
};

void drawLayer(Scene& s, const Layer& layer) {
    const ViewGeometry& g = s.geometry;
    const SpriteFrame* frame = findFrame(s, layer.psp->sprite, layer.psp->frame);
    if (!frame || frame->picture[0] == kNoTexture) return;
    const Picture& p = s.assets->texture(frame->picture[0]);
    if (p.width <= 0 || p.height <= 0 || p.xScale <= 0 || p.yScale <= 0) return;
    const Fixed center = g.centerX << 16;
    const int32_t left = scaledTexels(p.leftOffset, p.xScale), width = scaledTexels(p.width, p.xScale);
    Fixed t = subWrap(subWrap(layer.x, 160 << 16), left * kUnit);
    const int32_t x1 = addWrap(center, mul16(t, g.pspScaleX)) >> 16;
    if (x1 > g.width) return;
    t = addWrap(t, width * kUnit);
    const int32_t x2 = addWrap(center, mul16(t, g.pspScaleX)) >> 16;
    if (x2 <= 0) return;
    const Fixed yScale = divShift<16>(g.pspScaleY, p.yScale);
    if (yScale <= 0) return;

    MaskedJob job{};
    if (!chooseBlend(s, layer.style, kUnit, nullptr, job.blend)) return;
    job.x1 = std::max(x1, 0);
    job.x2 = std::min(x2, g.width);
    if (job.x1 >= job.x2) return;
    job.topClip = s.clipPool.data() + s.zeroRow();
    job.bottomClip = s.clipPool.data() + s.heightRow();
    job.picture = &p;
    job.mid = addWrap(mul16(subWrap(100 << 16, layer.y), p.yScale), p.topOffset * kUnit);
    job.mid = subWrap(job.mid, g.gunShift);
    job.horizon = (g.viewHeight >> 1) << 16;
    job.label = 255;
    job.entry = layer.entry;
    const bool flip = (frame->flip & 1) != 0;
    SpriteColumns columns{};
    const uint32_t step = static_cast<uint32_t>(mul16(g.pspInverse, p.xScale));
    columns.uStep = flip ? 0u - step : step;
    columns.u =
        (flip ? (static_cast<uint32_t>(p.width) << 16) - 1 : 0) + columns.uStep * static_cast<uint32_t>(job.x1 - x1);
    columns.scale = yScale;
    columns.step = static_cast<Fixed>(0xffffffffu / static_cast<uint32_t>(yScale));
    columns.top = subWrap(job.horizon, mul16(job.mid, yScale));
    columns.map = weaponLight(s, *layer.psp);
    drawSpriteColumns(s, job, columns);
}

}  // namespace

void drawWeaponSprites(Scene& s, int player) {
    if (!s.settings.weapon || s.camera.sector == kNoIndex) return;
    const World& w = *s.world;
    const Player& p = w.state->player[player];
    const Actor* pawn = s.camera.actor;
    const Offset bob = weaponBob(s, p);
    const RenderStyle style = weaponStyle(w, *pawn);
    // The layers share one label; it must stay where it is while they draw.
    s.labels.push_back({w.refOf(*pawn), 255, UINT32_MAX, UINT32_MAX, 0, 0, false});
    s.depth = 0;
    s.depthLocked = true;
    for (const PspSprite& psp : p.psp) {
        if (psp.state == kNoState) continue;
        drawLayer(s, {&psp, addWrap(psp.sx, bob.x), addWrap(psp.sy, bob.y), style, &s.labels.back()});
    }
    s.depthLocked = false;
    if (!s.labels.back().drawn) s.labels.pop_back();
}

}  // namespace caco
