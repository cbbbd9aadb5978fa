// Actor properties that scripts read and write by number (simulation.md 8.8).
#include "script/machine.h"
#include "sim/damage.h"
#include "sim/players.h"

namespace caco {
namespace {

enum Property : int32_t {
    kHealth, kSpeed, kDamage, kAlpha, kRenderStyle, kSeeSound, kAttackSound, kPainSound, kDeathSound, kActiveSound, kAmbush, kInvulnerable, kJumpZ,
    kChaseGoal, kFrightened, kGravity, kFriendly, kSpawnHealth, kDropped, kNoTarget, kSpecies, kNameTag, kScore, kNoTrigger, kDamageFactor, kMasterTid,
    kTargetTid, kTracerTid, kWaterLevel, kScaleX, kScaleY, kDormant, kMass, kAccuracy, kStamina, kHeight, kRadius, kReactionTime, kMeleeRange, kViewHeight,
    kAttackZOffset, kStencilColor, kFriction, kDamageMultiplier
};

// Numbers that scripts use for render styles.
struct StyleNumber {
    int32_t number;
    RenderStyle style;
};
constexpr StyleNumber kStyles[] = {
    {0, RenderStyle::None}, {1, RenderStyle::Normal}, {2, RenderStyle::Fuzzy}, {3, RenderStyle::SoulTrans}, {4, RenderStyle::OptFuzzy},
    {5, RenderStyle::Stencil}, {64, RenderStyle::Translucent}, {65, RenderStyle::Add}, {66, RenderStyle::Shaded},
    {67, RenderStyle::TranslucentStencil}, {68, RenderStyle::Shadow}, {69, RenderStyle::Subtract},
};

bool flagOf(int32_t property, Flag& flag) {
    switch (property) {
    case kAmbush: flag = Flag::AMBUSH; return true;
    case kInvulnerable: flag = Flag::INVULNERABLE; return true;
    case kChaseGoal: flag = Flag::CHASEGOAL; return true;
    case kFrightened: flag = Flag::FRIGHTENED; return true;
    case kDropped: flag = Flag::DROPPED; return true;
    case kNoTarget: flag = Flag::NOTARGET; return true;
    case kNoTrigger: flag = Flag::NOTRIGGER; return true;
    case kFriendly: flag = Flag::FRIENDLY; return true;
    default: return false;
    }
}

void setHealth(World& w, Actor& a, Actor* activator, int32_t value) {
    Player* p = playerOf(w, a);
    if (a.health <= 0 || (p && p->playerState == PlayerState::Dead)) {
        return;
    }
    a.health = value;
    if (p) {
        p->health = value;
    }
    if (value <= 0) {
        killActor(w, a, activator, activator);
    }
}

void setFriendly(World& w, Actor& a, bool on) {
    const auto counts = [&] { return has(a, Flag::COUNTKILL) && !has(a, Flag::FRIENDLY); };
    const bool before = counts();
    a.flags.assign(Flag::FRIENDLY, on);
    w.state->totalMonsters += static_cast<int32_t>(counts()) - static_cast<int32_t>(before);
}

int32_t tidOf(const World& w, ActorRef ref) {
    const Actor* a = w.resolve(ref);
    return a ? a->tid : 0;
}

Actor* firstWithTid(World& w, int32_t tid) {
    Actor* found = nullptr;
    if (tid != 0) {
        forEachTid(w, tid, [&](Actor& a) {
            found = &a;
            return false;
        });
    }
    return found;
}

} // namespace

bool setActorProperty(World& w, Actor& a, Actor* activator, int32_t property, int32_t value) {
    Flag flag;
    if (property == kFriendly) {
        setFriendly(w, a, value != 0);
        return true;
    }
    if (flagOf(property, flag)) {
        a.flags.assign(flag, value != 0);
        return true;
    }
    switch (property) {
    case kHealth: setHealth(w, a, activator, value); return true;
    case kSpeed: a.speed = value; return true;
    case kDamage: a.damage = value; return true;
    case kAlpha: a.alpha = value; return true;
    case kRenderStyle:
        for (const StyleNumber& s : kStyles) {
            if (s.number == value) {
                a.renderStyle = static_cast<uint8_t>(s.style);
            }
        }
        return true;
    case kSeeSound:
    case kAttackSound:
    case kPainSound:
    case kDeathSound:
    case kActiveSound:
    case kNameTag:
    case kStencilColor: return true; // heard, read or seen only
    case kJumpZ:
    case kViewHeight:
    case kAttackZOffset:
        if (Player* p = playerOf(w, a)) (property == kJumpZ ? p->jumpZ : property == kViewHeight ? p->eyeHeight : p->attackZ) = value;
        return true; // only players have these
    case kGravity: a.gravity = value; return true;
    case kScore: a.score = value; return true;
    case kDamageFactor: a.damageFactor = value; return true;
    case kMasterTid: a.master = w.refOf(firstWithTid(w, value)); return true;
    case kScaleX: a.xScale = value; return true;
    case kScaleY: a.yScale = value; return true;
    case kMass: a.mass = value; return true;
    case kAccuracy: a.accuracy = value; return true;
    case kStamina: a.stamina = value; return true;
    case kReactionTime: a.reactionTime = value; return true;
    case kMeleeRange: a.meleeRange = value; return true;
    case kDamageMultiplier: a.damageMultiply = value; return true;
    case kTargetTid:
    case kTracerTid:
    case kWaterLevel:
    case kDormant:
    case kHeight:
    case kRadius: return true; // read-only
    default: return false;
    }
}

bool getActorProperty(World& w, Actor& a, int32_t property, int32_t& value) {
    Flag flag;
    if (flagOf(property, flag)) {
        value = has(a, flag);
        return true;
    }
    const ClassInfo& info = w.info(a);
    const Player* player = playerOf(w, a);
    switch (property) {
    case kHealth: value = a.health; return true;
    case kSpeed: value = a.speed; return true;
    case kDamage: value = a.damage; return true;
    case kAlpha: value = a.alpha; return true;
    case kRenderStyle:
        for (const StyleNumber& s : kStyles) {
            if (static_cast<uint8_t>(s.style) == a.renderStyle) {
                value = s.number;
            }
        }
        return true;
    case kJumpZ: value = player ? player->jumpZ : 0; return true;
    case kGravity: value = a.gravity; return true;
    case kSpawnHealth: value = player && info.maxHealth > 0 ? info.maxHealth : info.health; return true;
    case kScore: value = a.score; return true;
    case kDamageFactor: value = a.damageFactor; return true;
    case kMasterTid: value = tidOf(w, a.master); return true;
    case kTargetTid: value = tidOf(w, a.target); return true;
    case kTracerTid: value = tidOf(w, a.tracer); return true;
    case kWaterLevel: value = a.waterLevel; return true;
    case kScaleX: value = a.xScale; return true;
    case kScaleY: value = a.yScale; return true;
    case kDormant: value = has(a, Flag::DORMANT); return true;
    case kMass: value = a.mass; return true;
    case kAccuracy: value = a.accuracy; return true;
    case kStamina: value = a.stamina; return true;
    case kHeight: value = a.height; return true;
    case kRadius: value = a.radius; return true;
    case kReactionTime: value = a.reactionTime; return true;
    case kMeleeRange: value = a.meleeRange; return true;
    case kViewHeight: value = player ? player->eyeHeight : 0; return true;
    case kAttackZOffset: value = player ? player->attackZ : 0; return true;
    case kFriction: value = info.friction; return true;
    case kDamageMultiplier: value = a.damageMultiply; return true;
    default: return false;
    }
}

} // namespace caco
