#include "sim/monster_tools.h"

#include "sim/ai.h"
#include "sim/damage.h"
#include "sim/sight.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr int32_t kThingSetGoal = 229;

bool isNoTargetPlayer(const World& w, const Actor& a) {
    return a.player >= 0 && (w.state->player[a.player].cheats & kCheatNoTarget);
}

void takeGoalSpecial(World& w, Actor& self) {
    if (self.special != kThingSetGoal || self.args[0] != 0) {
        return;
    }
    self.special = 0;
    self.goal = 0;
    forEachTid(w, self.args[1], [&](Actor& point) {
        if (point.cls != w.classes->known.patrolPoint) return true;
        self.goal = w.refOf(point);
        return false;
    });
    self.reactionTime = self.args[2] * kTicRate + w.state->mapTime;
    self.flags.assign(Flag::CHASEGOAL, self.args[3] != 0);
}

// True when something heard (or hated) wakes the looker.
bool hearsTarget(World& w, Actor& self, Actor& heard) {
    if (isFriend(w, self, heard)) {
        if (lookForPlayers(w, self, has(self, Flag::LOOKALLAROUND))) {
            return true;
        }
        if (findState(w, self, Label::See) != kNoState) {
            setStateLabel(w, self, Label::See);
        } else {
            wander(w, self);
        }
        return false;
    }
    self.target = w.refOf(heard);
    return !has(self, Flag::AMBUSH) || checkSight(w, self, heard, kSightPastBlockAll);
}

} // namespace

void lookAround(World& w, Actor& self) {
    takeGoalSpecial(w, self);
    self.threshold = 0;
    Actor* heard = nullptr;
    if (self.tidToHate != 0) {
        heard = w.resolve(self.target);
    } else {
        const bool listensToSector = has(self, Flag::NOSECTOR) && self.sector >= 0;
        heard = w.resolve(listensToSector ? w.sectors[self.sector].soundTarget : self.lastHeard);
    }
    if (heard && heard->health <= 0) {
        heard = nullptr;
    }
    if (heard && isNoTargetPlayer(w, *heard)) {
        return;
    }
    if (has(self, Flag::STEALTH)) {
        self.visDir = -1;
    }
    const bool awake = heard && has(*heard, Flag::SHOOTABLE) && hearsTarget(w, self, *heard);
    if (!self.alive || (!awake && !lookForPlayers(w, self, has(self, Flag::LOOKALLAROUND)))) {
        return;
    }
    Actor* goal = w.resolve(self.goal);
    if (goal && goal == w.resolve(self.target) && self.reactionTime > w.state->mapTime) {
        self.target = 0;
    }
    if (w.resolve(self.target)) {
        setStateLabel(w, self, Label::See);
    }
}

void copyFriendliness(World& w, const Actor& from, Actor& to, bool target) {
    const bool counted = has(to, Flag::COUNTKILL) && !has(to, Flag::FRIENDLY);
    to.flags.assign(Flag::FRIENDLY, has(from, Flag::FRIENDLY));
    const bool counts = has(to, Flag::COUNTKILL) && !has(to, Flag::FRIENDLY);
    w.state->totalMonsters += static_cast<int32_t>(counts) - static_cast<int32_t>(counted);
    const Actor* enemy = w.resolve(from.target);
    if (target && enemy && !has(*enemy, Flag::NOTARGET) && !has(*enemy, Flag::NEVERTARGET)) {
        to.target = to.lastHeard = from.target;
    }
}

void reviveActor(World& w, Actor& reviver, Actor& corpse) {
    const ClassInfo& info = w.info(corpse);
    corpse.height = info.height;
    corpse.radius = info.radius;
    corpse.flags = info.flags;
    corpse.damageType = info.damageType;
    corpse.health = info.health;
    corpse.target = corpse.lastEnemy = 0;
    if (has(corpse, Flag::COUNTKILL) && !has(corpse, Flag::FRIENDLY)) {
        ++w.state->totalMonsters;
    }
    copyFriendliness(w, reviver, corpse, false);
    setStateLabel(w, corpse, Label::Raise);
}

} // namespace caco
