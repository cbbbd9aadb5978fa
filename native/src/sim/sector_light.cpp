#include "sim/sector_light.h"

#include <algorithm>

#include "sim/sectors.h"
#include "sim/specials.h"

namespace caco {
namespace {

uint8_t asByte(int32_t arg) { return static_cast<uint8_t>(std::clamp(arg, 0, 255)); }

size_t firstPlayTint(const World& w) { return 1 + w.level->tints.size(); }

void makePlayTint(World& w, size_t slot) {
    const LightTint& tint = w.state->tint[slot];
    if (w.playTints.size() <= slot) w.playTints.resize(slot + 1);
    std::unique_ptr<TintedLight>& light = w.playTints[slot];
    if (!light || !(light->tint == tint)) {
        if (!light) light = std::make_unique<TintedLight>();
        light->tint = tint;
        makeTintRows(*w.assets, tint, light->rows.data());
    }
    const size_t index = firstPlayTint(w) + slot;
    if (w.tints.size() <= index) w.tints.resize(index + 1, {w.assets->colormap.data(), false});
    w.tints[index] = {light->rows.data(), tint.foggy()};
}

// A slot that no sector uses; kMaxPlayTints when there is none.
size_t freeSlot(World& w) {
    if (w.state->tintCount < kMaxPlayTints) return static_cast<size_t>(w.state->tintCount++);
    bool used[kMaxPlayTints] = {};
    const size_t first = firstPlayTint(w);
    for (size_t i = 0; i < w.level->sectors.size(); ++i) {
        if (w.sectors[i].tint >= first) used[w.sectors[i].tint - first] = true;
    }
    return static_cast<size_t>(std::find(std::begin(used), std::end(used), false) - std::begin(used));
}

// Index into World::tints; -1 = no room.
int32_t findTint(World& w, const LightTint& tint) {
    if (tint.plain()) return 0;
    for (size_t i = 0; i < w.level->tints.size(); ++i) {
        if (w.level->tints[i].tint == tint) return static_cast<int32_t>(i) + 1;
    }
    const size_t first = firstPlayTint(w);
    for (size_t i = 0; i < static_cast<size_t>(w.state->tintCount); ++i) {
        if (w.state->tint[i] == tint) return static_cast<int32_t>(first + i);
    }
    const size_t slot = freeSlot(w);
    if (slot == kMaxPlayTints) return -1;
    w.state->tint[slot] = tint;
    makePlayTint(w, slot);
    return static_cast<int32_t>(first + slot);
}

template <typename Change>
int32_t changeTint(const SpecialCall& c, Change change) {
    for (int32_t s = nextTaggedSector(c.w, c.arg[0], c.line, kNoIndex); s != kNoIndex; s = nextTaggedSector(c.w, c.arg[0], c.line, s)) {
        LightTint tint = tintOf(c.w, s);
        change(tint);
        setTint(c.w, s, tint);
    }
    return 1;
}

} // namespace

LightTint tintOf(const World& w, int32_t sector) {
    const size_t index = w.sectors[sector].tint, first = firstPlayTint(w);
    if (index == 0) return {};
    return index < first ? w.level->tints[index - 1].tint : w.state->tint[index - first];
}

void setTint(World& w, int32_t sector, const LightTint& tint) {
    const int32_t index = findTint(w, tint);
    if (index < 0) {
        w.report("map " + w.level->name + " gives its sectors more than " + std::to_string(kMaxPlayTints) +
                 " colours of light at a time: further ones keep theirs");
        return;
    }
    w.sectors[sector].tint = static_cast<uint16_t>(index);
}

void refreshTints(World& w) {
    w.tints.assign(1, {w.assets->colormap.data(), false});
    for (const TintedLight& light : w.level->tints) {
        w.tints.push_back({light.rows.data(), light.tint.foggy()});
    }
    for (int32_t i = 0; i < w.state->tintCount; ++i) {
        makePlayTint(w, static_cast<size_t>(i));
    }
}

int32_t setSectorColor(const SpecialCall& c) {
    return changeTint(c, [&](LightTint& tint) {
        tint.color = {asByte(c.arg[1]), asByte(c.arg[2]), asByte(c.arg[3])};
        tint.desaturation = asByte(c.arg[4]);
    });
}

int32_t setSectorFade(const SpecialCall& c) {
    return changeTint(c, [&](LightTint& tint) { tint.fade = {asByte(c.arg[1]), asByte(c.arg[2]), asByte(c.arg[3])}; });
}

} // namespace caco
