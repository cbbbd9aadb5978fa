#include "sim/lines.h"

#include <algorithm>

#include "base/trig.h"
#include "sim/inventory.h"
#include "sim/path.h"
#include "sim/position.h"
#include "sim/specials.h"

namespace caco {
namespace {

constexpr int32_t kSlowDoor = 64;
constexpr uint32_t kAnyUse = kActUse | kActUseThrough | kActUseBack;

bool isMissile(const Actor& a) {
    return has(a, Flag::MISSILE);
}

bool isTeleport(uint16_t special) {
    return special == kSpecTeleport || special == kSpecTeleportNoFog;
}

uint32_t activationOf(const LineState& line, const Actor* actor, Activation type) {
    uint32_t flags = line.activation;
    if (flags & kActUseThrough) {
        flags |= kActUse;
    }
    if (line.special == kSpecTeleport && (flags & kActCross) && type == kActPCross && actor && isMissile(*actor)) {
        flags |= kActPCross;
    }
    if (flags & kActAnyCross) {
        flags |= kActCross | kActMCross;
    }
    return flags;
}

// What monsters may do on maps with the lax rule although the line does not name them.
bool laxRuleAllows(const LineState& line, Activation type) {
    const bool slowDoor = line.special == kSpecDoorRaise && line.args[1] < kSlowDoor;
    if (type == kActUse || type == kActPush) {
        return !(line.flags & kLineSecret) && ((slowDoor && line.args[0] == 0) || isTeleport(line.special));
    }
    if (type == kActMCross) {
        return slowDoor || isTeleport(line.special) || line.special == kSpecTeleportLine ||
               line.special == kSpecPlatDownWaitUpStay || line.special == kSpecPlatDownWaitUpStayLip;
    }
    return true;
}

// The switch's own texture must lie within the user's height.
bool switchInReach(const World& w, int32_t index, const Actor& a) {
    const LineDef& line = w.level->lines[static_cast<size_t>(index)];
    if (line.backSector == kNoIndex || line.side[0] == kNoIndex) {
        return true;
    }
    const SideState& side = w.sides[line.side[0]];
    if (side.texture[kMiddle] != kNoTexture) {
        return true;
    }
    const Opening open = lineOpening(w, line, a.x, a.y);
    return (side.texture[kTop] != kNoTexture && topOf(a) > open.top) ||
           (side.texture[kBottom] != kNoTexture && a.z < open.bottom);
}

bool wallUserAccepted(const LineState& line, const Actor& a, Activation type) {
    return (type == kActUse && (line.activation & kActMUse) && has(a, Flag::CANUSEWALLS)) ||
           (type == kActPush && (line.activation & kActMPush) && has(a, Flag::CANPUSHWALLS));
}

bool runsOnSwitch(Activation type) {
    return type == kActUse || type == kActImpact || type == kActPush;
}

// True = the use goes no further.
bool lineStopsUse(World& w, int32_t index, const PathTrace& trace, Fixed frac) {
    const LineDef& line = w.level->lines[static_cast<size_t>(index)];
    if (line.backSector == kNoIndex || (w.lines[index].flags & (kLineBlockEverything | kLineBlockUse))) {
        return true;
    }
    const Fixed x = addWrap(trace.x, mul16(trace.dx, frac));
    const Fixed y = addWrap(trace.y, mul16(trace.dy, frac));
    return lineOpening(w, line, x, y).range <= 0;
}

// True = the use goes no further.
bool useLine(World& w, Actor& pawn, int32_t index, const PathTrace& trace, Fixed frac) {
    const LineState& line = w.lines[index];
    const uint32_t activation = line.activation;
    if (line.special == 0 || !(activation & kAnyUse)) {
        return lineStopsUse(w, index, trace, frac);
    }
    if (pointSide(pawn.x, pawn.y, w.level->lines[static_cast<size_t>(index)]) == 1) {
        if (!(activation & kActUseBack)) {
            return lineStopsUse(w, index, trace, frac);
        }
        activateLine(w, index, &pawn, 1, kActUseBack);
        return true;
    }
    activateLine(w, index, &pawn, 0, kActUse);
    return (activation & kActUse) != 0;
}

bool useThing(World& w, Actor& pawn, Actor& thing) {
    if (&thing == &pawn || !has(thing, Flag::USESPECIAL) || thing.special == 0) {
        return false;
    }
    executeSpecial(w, thing.special, &pawn, kNoIndex, 0, thing.args);
    return true;
}

}  // namespace

bool testActivateLine(World& w, int32_t index, Actor* actor, int32_t side, Activation type) {
    const LineState& line = w.lines[index];
    if ((line.flags & kLineFirstSideOnly) && side == 1) {
        return false;
    }
    const uint32_t flags = activationOf(line, actor, type);
    const bool other = actor && actor->player < 0;
    if (other && wallUserAccepted(line, *actor, type)) {
        return true;
    }
    if (type == kActUse && actor && (line.flags & kLineCheckSwitchRange) && !switchInReach(w, index, *actor)) {
        return false;
    }
    if (!(flags & type) && !(type == kActMCross && flags == kActCross)) {
        return false;
    }
    const bool forMonsters = (line.flags & kLineMonstersCanActivate) != 0;
    if (other && !isMissile(*actor) && !forMonsters && !(type == kActMCross && (flags & kActMCross)) &&
        (!w.level->laxMonsterActivation || !laxRuleAllows(line, type))) {
        return false;
    }
    return type != kActMCross || (flags & kActMCross) || forMonsters;
}

bool activateLine(World& w, int32_t index, Actor* actor, int32_t side, Activation type) {
    if (!testActivateLine(w, index, actor, side, type)) {
        return false;
    }
    const LineDef& def = w.level->lines[static_cast<size_t>(index)];
    LineState& line = w.lines[index];
    if (def.lockNumber != 0 && !hasKey(w, actor, def.lockNumber)) {
        return false;
    }
    const int32_t special = line.special;
    const bool repeat = (line.flags & kLineRepeat) != 0;
    int32_t args[5];
    std::copy_n(line.args, 5, args);
    if (executeSpecial(w, special, actor, index, side, args) == 0) {
        return true;
    }
    if (!repeat) {
        line.special = 0;
    }
    if (runsOnSwitch(type) && def.side[0] != kNoIndex) {
        changeSwitchTexture(w, def.side[0], repeat);
    }
    return true;
}

void useLines(World& w, Actor& pawn) {
    const Fixed range = w.info(pawn).useRange;
    const Fixed x = addWrap(pawn.x, mul16(range, cosine(pawn.angle)));
    const Fixed y = addWrap(pawn.y, mul16(range, sine(pawn.angle)));
    PathScratch scratch;
    PathTrace trace;
    for (const Intercept& hit : scratch.walk(w, pawn.x, pawn.y, x, y, kPathLines | kPathThings, trace)) {
        const bool stop =
            hit.thing ? hit.thing->alive && useThing(w, pawn, *hit.thing) : useLine(w, pawn, hit.line, trace, hit.frac);
        if (stop || !pawn.alive) {
            return;
        }
    }
}

void pushLine(World& w, int32_t index, Actor& mover, int32_t side) {
    if (w.lines[index].special == 0) {
        return;
    }
    if (has(mover, Flag::CANPUSHWALLS)) {
        activateLine(w, index, &mover, side, kActPush);
    } else if (has(mover, Flag::ACTIVATEIMPACT)) {
        Actor* shooter = w.target(mover);
        activateLine(w, index, shooter ? shooter : &mover, side, kActImpact);
    }
}

void crossLine(World& w, int32_t index, Actor& mover, int32_t oldSide) {
    const uint16_t special = w.lines[index].special;
    Activation type = kActAnyCross;
    if (mover.player >= 0) {
        type = kActCross;
    } else if (has(mover, Flag::ACTIVATEMCROSS)) {
        type = kActMCross;
    } else if (has(mover, Flag::ACTIVATEPCROSS)) {
        type = kActPCross;
    } else if (isTeleport(special) || special == kSpecTeleportLine) {
        type = kActMCross;
    }
    activateLine(w, index, &mover, oldSide, type);
}

void exitLevel(World& w, bool secret) {
    w.state->exitKind = static_cast<uint8_t>(secret ? ExitKind::Secret : ExitKind::Normal);
}

}  // namespace caco
