// Powers: timers and what they do to their owner (actors.md 7.5).
#include <algorithm>

#include "sim/items.h"
#include "sim/players.h"

namespace caco {
namespace {

bool blinksOn(const Actor& power) { return power.item.effectTics > kBlinkTics || (power.item.effectTics & 8) != 0; }

void shade(Actor& owner, const Actor& power) {
    owner.flags.set(Flag::SHADOW);
    if (has(power, Flag::GHOST)) {
        owner.flags.set(Flag::GHOST);
    }
    owner.renderStyle = static_cast<uint8_t>(blinksOn(power) ? RenderStyle::OptFuzzy : RenderStyle::Normal);
}

} // namespace

void powerEffect(World& w, Actor& owner, Actor& power) {
    Player* p = playerOf(w, owner);
    switch (w.info(power).power) {
    case PowerKind::Invulnerable:
        owner.flags.set(Flag::INVULNERABLE);
        if (p) {
            p->fixedColormap = blinksOn(power) ? 0 : -1;
        }
        break;
    case PowerKind::Invisibility: shade(owner, power); break;
    case PowerKind::LightAmp:
        if (p) {
            p->fixedLightLevel = blinksOn(power) ? 1 : -1;
        }
        break;
    default: break;
    }
}

void startPower(World& w, Actor& owner, Actor& power) { powerEffect(w, owner, power); }

void endPower(World& w, Actor& owner, Actor& power) {
    Player* p = playerOf(w, owner);
    switch (w.info(power).power) {
    case PowerKind::Invulnerable:
        owner.flags.clear(Flag::INVULNERABLE);
        if (p) {
            p->fixedColormap = -1;
        }
        break;
    case PowerKind::Invisibility:
        owner.flags.clear(Flag::SHADOW);
        owner.flags.clear(Flag::GHOST);
        owner.renderStyle = static_cast<uint8_t>(w.info(owner).renderStyle);
        break;
    case PowerKind::LightAmp:
        if (p) {
            p->fixedLightLevel = -1;
        }
        break;
    default: break;
    }
}

void tickPower(World& w, Actor& power) {
    if (w.info(power).power == PowerKind::Strength) {
        power.item.effectTics = addWrap(power.item.effectTics, 2); // counts up: its tint fades and it never ends
    }
    if (power.item.effectTics > 0 && --power.item.effectTics == 0) {
        removeItem(w, power);
    }
}

Handling powerMeets(World& w, Actor& held, Actor& item) {
    if (held.cls != item.cls) {
        return Handling::Ignored;
    }
    if (w.info(held).power == PowerKind::Strength || item.item.effectTics == 0) {
        held.item.effectTics = std::max(1, item.item.effectTics);
        return Handling::Taken;
    }
    if (has(item, Flag::INVENTORY_ADDITIVETIME)) {
        held.item.effectTics = addWrap(held.item.effectTics, item.item.effectTics);
        return Handling::Taken;
    }
    if (held.item.effectTics > kBlinkTics && !has(item, Flag::INVENTORY_ALWAYSPICKUP)) {
        return Handling::Refused;
    }
    held.item.effectTics = std::max(held.item.effectTics, item.item.effectTics);
    return Handling::Taken;
}

} // namespace caco
