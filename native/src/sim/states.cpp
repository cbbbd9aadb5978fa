#include "sim/states.h"

#include <algorithm>

#include "sim/actions.h"
#include "sim/position.h"
#include "sim/spawn.h"

namespace caco {
namespace {

// Runs of states without duration longer than this can only be loops of a faulty definition.
constexpr int kMaxInstantStates = 10000;
constexpr int32_t kRespawnTics = 420;  // nightmare respawn: 12 seconds
constexpr int32_t kRespawnReaction = 18;

void enterState(World& w, Actor& a, StateId id, const State& s) {
    a.state = id;
    a.tics = stateTics(w, s);
    if ((s.flags & kStateFast) && a.tics > 0 && isFast(w, a)) {
        a.tics -= a.tics >> 1;
    }
    a.fullBright = (s.flags & kStateBright) != 0;
    if (s.sprite != kKeepSprite) {
        a.sprite = s.sprite;
    }
    if (s.frame != kKeepFrame) {
        a.frame = s.frame;
    }
}

// Brings a dead monster back at its starting point (actors.md 1.12).
void nightmareRespawn(World& w, Actor& corpse) {
    MapThing thing{};
    thing.x = corpse.spawnX;
    thing.y = corpse.spawnY;
    thing.flags = corpse.spawnFlags;
    const ClassInfo& info = w.info(corpse);
    const Fixed zMode = info.flags.has(Flag::SPAWNCEILING) ? kOnCeilingZ
                        : info.flags.has(Flag::SPAWNFLOAT) ? kFloatRandomZ
                                                           : kOnFloorZ;
    Actor* mo = spawnActor(w, corpse.cls, thing.x, thing.y, zMode, false, &thing);
    if (!mo) {
        return;
    }
    if (zMode == kOnFloorZ) {
        mo->z = addWrap(mo->z, corpse.spawnZ);
        mo->z = std::max(mo->z, mo->floorZ);
        if (topOf(*mo) > mo->ceilingZ) {
            mo->z = subWrap(mo->ceilingZ, mo->height);
        }
    } else if (zMode == kOnCeilingZ) {
        mo->z = subWrap(mo->z, corpse.spawnZ);
    }
    MoveCheck check;
    if (!checkPosition(w, *mo, mo->x, mo->y, check, true)) {
        clearCounters(w, *mo);
        destroyActor(w, *mo);
        return;
    }
    mo->spawnX = corpse.spawnX;
    mo->spawnY = corpse.spawnY;
    mo->spawnZ = corpse.spawnZ;
    mo->spawnAngle = corpse.spawnAngle;
    mo->spawnFlags = corpse.spawnFlags;
    mo->angle = kAngle45 * static_cast<uint32_t>(corpse.spawnAngle / 45);
    mo->flags.assign(Flag::AMBUSH, (corpse.spawnFlags & kThingAmbush) != 0);
    if (has(corpse, Flag::FRIENDLY) && !has(*mo, Flag::FRIENDLY)) {
        clearCounters(w, *mo);
        mo->flags.set(Flag::FRIENDLY);
    }
    mo->reactionTime = kRespawnReaction;
    spawnActor(w, w.classes->known.teleportFog, corpse.x, corpse.y, corpse.z, true);
    spawnActor(w, w.classes->known.teleportFog, mo->x, mo->y, mo->z, true);
    destroyActor(w, corpse);
}

void checkRespawn(World& w, Actor& a) {
    const bool respawns = (w.state->skill == 4 || has(a, Flag::ALWAYSRESPAWN)) && !has(a, Flag::NEVERRESPAWN);
    if (!respawns || !has(a, Flag::ISMONSTER) || has(a, Flag::DORMANT)) {
        return;
    }
    ++a.moveCount;
    if (a.moveCount < kRespawnTics || (w.state->levelTime & 31) || w.r(Stream::NightmareRespawn) > 4) {
        return;
    }
    nightmareRespawn(w, a);
}

}  // namespace

int32_t stateTics(World& w, const State& s) {
    if (s.ticRange == 0) {
        return s.tics;
    }
    return s.tics + static_cast<int32_t>(w.draw(Stream::StateTics) % (static_cast<uint32_t>(s.ticRange) + 1));
}

bool isFast(const World& w, const Actor& a) {
    return has(a, Flag::ALWAYSFAST) || (!has(a, Flag::NEVERFAST) && w.state->skill == 4);
}

bool setState(World& w, Actor& a, StateId state) {
    for (int i = 0; i < kMaxInstantStates; ++i) {
        if (state == kNoState) {
            a.state = kNoState;
            destroyActor(w, a);
            return false;
        }
        const State& s = w.classes->state(state);
        enterState(w, a, state, s);
        if (s.action) {
            ActionCall call{a, nullptr, state, -1, false};
            callAction(w, call);
            if (!a.alive) {
                return false;
            }
        }
        if (a.tics != 0) {
            return true;
        }
        state = s.next;
    }
    w.report("class " + w.info(a).name + ": its states form a loop without duration; give one of them at least 1 tic");
    a.tics = 1;
    return true;
}

StateId findState(const World& w, const Actor& a, Label label) {
    return w.info(a).state(label);
}

bool setStateLabel(World& w, Actor& a, Label label) {
    const StateId state = findState(w, a, label);
    return state == kNoState || setState(w, a, state);
}

void goIdle(World& w, Actor& a) {
    const StateId idle = findState(w, a, Label::Idle);
    setState(w, a, idle != kNoState ? idle : findState(w, a, Label::Spawn));
}

bool inStateSequence(const World& w, StateId state, StateId base) {
    if (base == kNoState || state == kNoState) {
        return false;
    }
    for (StateId s = base;; ++s) {
        if (s == state) {
            return true;
        }
        if (w.classes->state(s).next != s + 1) {
            return false;
        }
    }
}

void advanceState(World& w, Actor& a) {
    if (a.tics == -1) {
        checkRespawn(w, a);
        return;
    }
    if (--a.tics <= 0) {
        setState(w, a, w.classes->state(a.state).next);
    }
}

}  // namespace caco
