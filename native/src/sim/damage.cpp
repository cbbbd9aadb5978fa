#include "sim/damage.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "base/trig.h"
#include "sim/actions.h"
#include "sim/hitscan.h"
#include "sim/inventory.h"
#include "sim/lines.h"
#include "sim/movement.h"
#include "sim/particles.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr int32_t kThreshold = 100;  // tics for which a new target is kept

// State of the label BASE.TYPE, exact; compares in place, because damage must not allocate.
StateId typedState(const World& w, const Actor& a, std::string_view base, NameId type) {
    if (type == kNameNone) {
        return kNoState;
    }
    const std::string_view name = w.classes->names[static_cast<size_t>(type)];
    for (const auto& [label, state] : w.info(a).labels) {
        const std::string_view text = label;
        if (text.size() == base.size() + 1 + name.size() && text[base.size()] == '.' &&
            equalsIgnoreCase(text.substr(0, base.size()), base) && equalsIgnoreCase(text.substr(base.size() + 1), name)) {
            return state;
        }
    }
    return kNoState;
}

bool isGod(const Player& p) {
    return (p.cheats & kCheatGod) != 0;
}

// The pawn that the player record belongs to; differs from the target for voodoo dolls.
Actor* realPawn(const World& w, const Actor& target) {
    const Player* p = playerOf(w, target);
    return p ? w.resolve(p->pawn) : nullptr;
}

int32_t spawnHealth(const World& w, const Actor& a) {
    return w.info(a).health;
}

int32_t gibHealthOf(const World& w, const Actor& a) {
    const int32_t gib = w.info(a).gibHealth;
    return gib != INT32_MIN ? negWrap(absWrap(gib)) : negWrap(spawnHealth(w, a));
}

// Factors of the damage before it pushes or hurts; -1 in `stop` ends the call with that result.
int32_t scaleDamage(World& w, Actor& target, Actor* inflictor, Actor* source, int32_t dmg, bool& stopped) {
    const Player* p = playerOf(w, target);
    const int32_t before = dmg;
    if (p && dmg > 1) {
        dmg = mul16(dmg, w.state->skill == 0 ? kUnit / 2 : kUnit);
    }
    if (inflictor && p && isGod(*p) && realPawn(w, target) == &target) {
        stopped = true;
        return dmg;
    }
    if (dmg > 0 && source) {
        dmg = mul16(dmg, source->damageMultiply);
    }
    dmg = mul16(dmg, target.damageFactor);
    stopped = before > 0 && dmg <= 0;
    return has(target, Flag::NODAMAGE) ? 0 : dmg;
}

// An actor without a Death label but with special ones only takes the types that it can die of.
bool canDieOf(const World& w, const Actor& target, NameId type) {
    if (findState(w, target, Label::Death) != kNoState) {
        return true;
    }
    bool special = false;
    for (const auto& label : w.info(target).labels) {
        special = special || (label.first.size() > 6 && equalsIgnoreCase(std::string_view(label.first).substr(0, 6), "Death."));
    }
    return !special || typedState(w, target, "Death", type) != kNoState;
}

int32_t kickbackOf(const World& w, const Actor& inflictor, const Actor* source) {
    if (const int32_t own = w.info(inflictor).projectileKickback) {
        return own;
    }
    const Player* p = source ? playerOf(w, *source) : nullptr;
    const Actor* weapon = p ? w.resolve(p->readyWeapon) : nullptr;
    return weapon ? w.info(*weapon).kickback : 100;
}

void thrust(World& w, Actor& target, Actor& inflictor, Actor* source, int32_t dmg, uint32_t flags) {
    const bool sourceDenies = source && source->player >= 0 && has(*source, Flag::NODAMAGETHRUST);
    if (&inflictor == &target || has(target, Flag::NOCLIP) || has(inflictor, Flag::NODAMAGETHRUST) ||
        (flags & kDamageThrustless) || has(target, Flag::DONTTHRUST) || sourceDenies) {
        return;
    }
    const int32_t kickback = kickbackOf(w, inflictor, source);
    if (kickback == 0) {
        return;
    }
    const Actor& origin = (flags & kDamageInflictorIsPuff) && source ? *source : inflictor;
    Angle angle = origin.x == target.x && origin.y == target.y ? w.draw(Stream::KickbackDir)
                                                               : pointToAngle(origin.x, origin.y, target.x, target.y);
    double strength = 32.0;
    if (target.mass > 0) {
        strength = std::clamp((dmg * 0.125 * kickback) / target.mass, 0.0, 32.0);
    }
    Fixed push = toFixed(strength);
    if (push < 655) {
        push = 0;
    }
    if (dmg < 40 && dmg > target.health && subWrap(target.z, origin.z) > 64 * kUnit &&
        (w.r(Stream::ActorTakeDamage) & 1) && push < 10 * kUnit && !has(target, Flag::NOGRAVITY) &&
        !has(inflictor, Flag::NOFORWARDFALL)) {
        angle += kAngle180;
        push *= 4;
    }
    target.velX = addWrap(target.velX, mul16(push, cosine(angle)));
    target.velY = addWrap(target.velY, mul16(push, sine(angle)));
}

void logDamage(World& w, const Actor& target, const Actor* source, int32_t dmg) {
    if (dmg < 0 || dmg > 1000) {
        return;
    }
    for (int i = 0; i < w.state->playerCount; ++i) {
        const Actor* pawn = pawnOf(w, i);
        if (!pawn) {
            continue;
        }
        DamageLog& log = w.state->log[i];
        if (pawn == &target) {
            log.damageTaken = addWrap(log.damageTaken, dmg);
            ++log.hitsTaken;
        } else if (pawn == source) {
            log.damageCount = addWrap(log.damageCount, dmg);
            ++log.hitCount;
        }
    }
}

// Steps 8 to 10 for a player's pawn (or a voodoo doll of one). True: `result` ends the call.
bool hurtPlayer(World& w, Actor& target, const Actor* inflictor, Actor* source, int32_t raw, int32_t& dmg, NameId type, uint32_t flags,
                int32_t& result) {
    Player& p = *playerOf(w, target);
    Actor* pawn = w.resolve(p.pawn);
    Actor& body = pawn ? *pawn : target;
    if (target.sector >= 0 && w.sectors[target.sector].endLevel && dmg >= target.health) {
        dmg = target.health - 1;
    }
    if (!(flags & kDamageForced)) {
        if ((raw < kTelefragDamage && (has(target, Flag::INVULNERABLE) || isGod(p))) || has(target, Flag::NODAMAGE)) {
            result = -1;
            return true;
        }
        if (!(flags & kDamageNoArmor) && body.inventory) {
            const int32_t left = absorbDamage(w, body, dmg, type);
            if (raw < kTelefragDamage) {
                dmg = left;
            }
            if (dmg <= 0) {
                result = dmg;
                return true;
            }
        }
    }
    logDamage(w, target, source, dmg);
    p.health = subWrap(p.health, dmg);
    body.health = subWrap(body.health, dmg);
    if (p.health <= 0) {
        if ((p.cheats & kCheatBuddha) && raw < kTelefragDamage) {
            p.health = body.health = 1;
        } else {
            p.health = 0;
        }
    }
    if (&body != &target) {
        target.health = body.health;
    }
    p.attacker = w.refOf(source);
    w.state->lastHurt[target.player] = {source ? source->cls : kNoClass, inflictor ? inflictor->cls : kNoClass, type, dmg};
    damageFlash(w, p, dmg);
    return false;
}

// The type under which the victim dies.
void recordDeathType(const World& w, Actor& target, const Actor* inflictor, int32_t dmg, NameId type) {
    if (inflictor && w.info(*inflictor).deathType != kNameNone) {
        type = w.info(*inflictor).deathType;
    }
    if (type == typeOf(DamageType::Fire) && target.player >= 0) {
        const bool burns = !inflictor || (target.health > -50 && dmg > 25) || !has(*inflictor, Flag::SPECIALFIREDAMAGE);
        if (burns) {
            target.damageType = type;
        }
        return;
    }
    target.damageType = type;
}

// True when the victim flinched; it may have been destroyed by that.
bool feelPain(World& w, Actor& target, const Actor* inflictor, int32_t dmg, NameId type) {
    if (has(target, Flag::NOPAIN) || (inflictor && has(*inflictor, Flag::PAINLESS)) || has(target, Flag::SKULLFLY)) {
        return false;
    }
    const bool hurts = dmg >= w.info(target).painThreshold && w.r(Stream::ActorTakeDamage) < target.painChance;
    if (!hurts && !(inflictor && has(*inflictor, Flag::FORCEPAIN))) {
        return false;
    }
    const NameId painType = inflictor && w.info(*inflictor).painType != kNameNone ? w.info(*inflictor).painType : type;
    StateId state = typedState(w, target, "Pain", painType);
    if (state == kNoState) {
        state = findState(w, target, Label::Pain);
    }
    if (state != kNoState) {
        setState(w, target, state);
    }
    return true;
}

void wake(World& w, Actor& target) {
    const StateId see = findState(w, target, Label::See);
    if (target.state == findState(w, target, Label::Spawn) && see != kNoState) {
        setState(w, target, see);
    }
}

void retaliate(World& w, Actor& target, Actor& source) {
    if (w.target(target) == &source) {
        target.threshold = kThreshold;
        wake(w, target);
        return;
    }
    if (!okToSwitch(w, target, source)) {
        return;
    }
    const Actor* last = w.resolve(target.lastEnemy);
    if (!last || (last->player < 0 && target.tidToHate == 0) || last->health <= 0) {
        target.lastEnemy = target.target;
    }
    target.target = w.refOf(source);
    target.threshold = kThreshold;
    wake(w, target);
}

bool refusesDamage(const World& w, const Actor& target, const Actor* inflictor, int32_t raw, uint32_t flags) {
    if (!has(target, Flag::SHOOTABLE) && !has(target, Flag::VULNERABLE)) {
        return true;
    }
    if (target.health <= 0) {
        return true;
    }
    const bool isPlayer = playerOf(w, target) != nullptr;
    return has(target, Flag::INVULNERABLE) && raw < kTelefragDamage && !(flags & kDamageForced) && !isPlayer &&
           !(inflictor && has(*inflictor, Flag::FOILINVUL));
}

// Players that play together: their hits are scaled by the rule teamdamage, which is 0 by default.
bool isTeamMate(const World& w, const Actor& target, const Actor* source) {
    return !w.rules.deathmatch && source && source->player >= 0 && target.player >= 0 &&
           source->player != target.player;
}

bool countsAsKill(const Actor& a) {
    return has(a, Flag::COUNTKILL) && !has(a, Flag::FRIENDLY);
}

void countKill(World& w, const Actor& victim, const Actor* source) {
    Player* killer = source ? playerOf(w, *source) : nullptr;
    if (countsAsKill(victim)) {
        ++w.state->killedMonsters;
        if (killer) {
            ++killer->killCount;
        } else if (!w.rules.multiplayer && !w.rules.deathmatch) {
            ++w.state->player[0].killCount;
        }
    }
    // A player's own death counts in killPlayer.
    if (killer && victim.player >= 0 && victim.player != source->player) {
        ++killer->fragCount;
    }
}

void becomeCorpse(World& w, Actor& victim, Actor* source) {
    if (source) {
        victim.target = w.refOf(*source);
    }
    victim.flags.clear(Flag::SHOOTABLE);
    victim.flags.clear(Flag::FLOAT);
    victim.flags.clear(Flag::SKULLFLY);
    if (!has(victim, Flag::DONTFALL)) {
        victim.flags.clear(Flag::NOGRAVITY);
    }
    victim.flags.set(Flag::DROPOFF);
    const bool leavesCorpse = has(victim, Flag::ISMONSTER) || findState(w, victim, Label::Raise) != kNoState ||
                              w.classes->isA(victim.cls, NativeKind::PlayerPawn);
    if (leavesCorpse && !has(victim, Flag::DONTCORPSE)) {
        victim.flags.set(Flag::CORPSE);
    }
    victim.flags.set(Flag::KILLED);
    const ClassInfo& info = w.info(victim);
    Fixed height =
        victim.damageType == typeOf(DamageType::Fire) && info.burnHeight >= 0 ? info.burnHeight : info.deathHeight;
    victim.height = height >= 0 ? height : victim.height >> 2;
}

void runDeathSpecial(World& w, Actor& victim, Actor* source) {
    if (victim.special == 0 || (has(victim, Flag::SPECIAL) && !has(victim, Flag::ISMONSTER))) {
        return;
    }
    int32_t args[5];
    std::copy_n(victim.args, 5, args);
    executeSpecial(w, victim.special, source, kNoIndex, 0, args);
    victim.special = 0;
}

StateId deathState(World& w, Actor& victim, const Actor* inflictor) {
    const int32_t gibHealth = gibHealthOf(w, victim);
    bool extreme = (victim.health < gibHealth || (inflictor && has(*inflictor, Flag::EXTREMEDEATH))) &&
                   !(inflictor && has(*inflictor, Flag::NOEXTREMEDEATH));
    StateId state = kNoState;
    if (victim.damageType != kNameNone) {
        if (extreme) {
            state = typedState(w, victim, "Death.Extreme", victim.damageType);
        }
        if (state == kNoState) {
            state = typedState(w, victim, "Death", victim.damageType);
            extreme = extreme && state == kNoState;
        }
        if (state == kNoState && victim.damageType == typeOf(DamageType::Ice) && !has(victim, Flag::NOICEDEATH) &&
            (victim.player >= 0 || has(victim, Flag::ISMONSTER))) {
            state = findState(w, victim, Label::GenericFreezeDeath);
        }
    }
    if (state == kNoState) {
        if (victim.damageType != typeOf(DamageType::Massacre)) {
            victim.damageType = kNameNone;
        }
        if (extreme) {
            state = findState(w, victim, Label::DeathExtreme);
            extreme = state != kNoState;
        }
        if (state == kNoState) {
            state = findState(w, victim, Label::Death);
        }
    }
    if (extreme && victim.player < 0 && victim.health >= gibHealth) {
        victim.health = gibHealth - 1;
    }
    return state;
}

// What a moving plane leaves of a corpse.
void crushCorpse(World& w, Actor& a) {
    if (const StateId crush = findState(w, a, Label::Crush); crush != kNoState) {
        a.flags.clear(Flag::SOLID);
        a.flags.set(Flag::DONTGIB);
        a.height = a.radius = 0;
        setState(w, a, crush);
        return;
    }
    if (!has(a, Flag::NOBLOOD)) {
        if (has(a, Flag::BOSSDEATH)) {
            if (const ActionFn bossDeath = actionFunction(static_cast<uint16_t>(actionByName("A_BossDeath")))) {
                ActionCall call{a, nullptr, a.state, -1, false};
                bossDeath(w, call);
            }
        }
        const bool hasSprite = !w.assets || w.assets->sprites.empty() || w.assets->findSprite(spriteKey("POL5"));
        if (Actor* gibs = hasSprite ? spawnActor(w, w.classes->known.realGibs, a.x, a.y, a.z, true) : nullptr) {
            gibs->renderStyle = a.renderStyle;
            gibs->alpha = a.alpha;
            gibs->height = gibs->radius = 0;
        }
    }
    if (a.player >= 0) {
        a.flags.set(Flag::NOCLIP);
        a.flags.set(Flag::DONTGIB);
        a.flags.set(Flag::INVISIBLE);
    } else {
        destroyActor(w, a);
    }
}

void bleedFromCrush(World& w, Actor& a) {
    traceBleed(w, 0, a);
    const ClassId type = w.info(a).bloodType != kNoClass ? w.info(a).bloodType : w.classes->known.blood;
    if (Actor* blood = spawnActor(w, type, a.x, a.y, addWrap(a.z, a.height / 2), true)) {
        blood->velX = w.r2(Stream::DoCrunch) * 4096;
        blood->velY = w.r2(Stream::DoCrunch) * 4096;
    }
    splashCrushed(w, a.x, a.y, addWrap(a.z, a.height / 2));
}

}  // namespace

int32_t damageActor(World& w, Actor& target, Actor* inflictor, Actor* source, int32_t amount, NameId type,
                    uint32_t flags) {
    const int32_t raw = amount;
    int32_t dmg = std::max(amount, 0);
    if (refusesDamage(w, target, inflictor, raw, flags)) {
        return -1;
    }
    if (has(target, Flag::SKULLFLY)) {
        target.velX = target.velY = target.velZ = 0;
    }
    if (!(flags & kDamageForced)) {
        if (has(target, Flag::DORMANT)) {
            return -1;
        }
        if (raw < kTelefragDamage) {
            bool stopped = false;
            dmg = scaleDamage(w, target, inflictor, source, dmg, stopped);
            if (stopped || !canDieOf(w, target, type)) {
                return -1;
            }
        }
    }
    if (inflictor) {
        thrust(w, target, *inflictor, source, dmg, flags);
    }
    if (!(flags & kDamageForced) && raw < kTelefragDamage && isTeamMate(w, target, source)) {
        dmg = static_cast<int32_t>(static_cast<float>(dmg) * w.rules.teamDamage);
        if (dmg <= 0) {
            return -1;
        }
    }
    if (playerOf(w, target)) {
        int32_t result = 0;
        if (hurtPlayer(w, target, inflictor, source, raw, dmg, type, flags, result)) {
            return result;
        }
    } else {
        if (!(flags & (kDamageNoArmor | kDamageForced)) && target.inventory) {
            dmg = absorbDamage(w, target, dmg, type);
            if (dmg <= 0) {
                return dmg;
            }
        }
        logDamage(w, target, source, dmg);
        target.health = subWrap(target.health, dmg);
    }
    if (target.health <= 0) {
        target.special1 = dmg;
        recordDeathType(w, target, inflictor, dmg, type);
        killActor(w, target, source, inflictor);
        return dmg;
    }
    const bool justHit = feelPain(w, target, inflictor, dmg, type);
    if (!target.alive) {
        return dmg;
    }
    target.reactionTime = 0;
    if (source) {
        retaliate(w, target, *source);
    }
    if (!target.alive) {
        return dmg;
    }
    Actor* enemy = w.target(target);
    if (justHit && (!enemy || enemy == source || !isFriend(w, target, *enemy))) {
        target.flags.set(Flag::JUSTHIT);
    }
    return dmg;
}

void killActor(World& w, Actor& victim, Actor* source, Actor* inflictor) {
    notifyOwnerDied(w, victim);
    if (has(victim, Flag::MISSILE)) {
        explodeMissile(w, victim, kNoIndex, nullptr);
        return;
    }
    becomeCorpse(w, victim, source);
    runDeathSpecial(w, victim, source);
    countKill(w, victim, source);
    if (source && source->player >= 0 && source != &victim) {
        w.state->lastKillTic[source->player] = w.state->mapTime;
    }
    if (victim.player >= 0) {
        killPlayer(w, victim, source);
    }
    const StateId state = deathState(w, victim, inflictor);
    if (state == kNoState) {
        destroyActor(w, victim);
        return;
    }
    setState(w, victim, state);
    if (victim.alive && victim.tics > 1) {
        victim.tics = std::max(1, victim.tics - (w.r(Stream::ActorDie) & 3));
    }
}

int32_t missileDamage(World& w, Actor& missile, int32_t mask, int32_t add) {
    if (missile.damage == 0) {
        return 0;
    }
    if (w.info(missile).damageIsExact) {
        return missile.damage;
    }
    const int32_t dice = mask == 0 ? add : (w.r(Stream::MissileDamage) & mask) + add;
    return mulWrap(dice, missile.damage);
}

bool isFriend(const World& w, const Actor& a, const Actor& b) {
    if (!has(a, Flag::FRIENDLY) || !has(b, Flag::FRIENDLY)) {
        return false;
    }
    return !w.rules.deathmatch || a.player == b.player;
}

bool isHostile(const World& w, const Actor& a, const Actor& b) {
    if (has(a, Flag::FRIENDLY) != has(b, Flag::FRIENDLY)) {
        return true;
    }
    return has(a, Flag::FRIENDLY) && !isFriend(w, a, b);
}

bool canHurt(const World& w, const Actor& victim, const Actor& shooter) {
    if (victim.player >= 0 || shooter.player >= 0) {
        return true;
    }
    if (isFriend(w, victim, shooter) || (victim.tidToHate != 0 && victim.tidToHate == shooter.tidToHate)) {
        return false;
    }
    if (speciesOf(w, victim) != speciesOf(w, shooter)) {
        return true;
    }
    const bool hates = shooter.tidToHate != 0 && shooter.tidToHate == victim.tid;
    return has(victim, Flag::DOHARMSPECIES) || hates || isHostile(w, victim, shooter);
}

bool okToSwitch(World& w, const Actor& self, const Actor& other) {
    const Actor* current = w.target(self);
    if (&other == &self || has(other, Flag::NEVERTARGET) || !has(other, Flag::SHOOTABLE) ||
        (has(self, Flag::NOTARGETSWITCH) && current)) {
        return false;
    }
    const Actor* master = w.resolve(self.master);
    const Actor* otherMaster = w.resolve(other.master);
    if ((master && master->cls == other.cls) || (otherMaster && otherMaster->cls == self.cls)) {
        return false;
    }
    if (has(other, Flag::NOTARGET) && (other.tid != self.tidToHate || self.tidToHate == 0) &&
        !isHostile(w, self, other)) {
        return false;
    }
    if (self.threshold != 0 && !has(self, Flag::QUICKTORETALIATE)) {
        return false;
    }
    if (isFriend(w, self, other) || (self.tidToHate != 0 && self.tidToHate == other.tidToHate)) {
        return false;
    }
    if (other.player >= 0 && has(self, Flag::NOHATEPLAYERS)) {
        return false;
    }
    return !(self.tidToHate != 0 && current && current->tid == self.tidToHate && w.r(Stream::SwitchTarget) < 128);
}

Actor* dropItem(World& w, Actor& source, ClassId cls, int32_t amount, int32_t chance) {
    if (cls == kNoClass || w.r(Stream::DropItem) > chance) {
        return nullptr;
    }
    Actor* spawned = spawnActor(w, cls, source.x, source.y, addWrap(source.z, source.height >> 1), true);
    if (!spawned) {
        return nullptr;
    }
    Actor& item = *spawned;
    item.flags.set(Flag::DROPPED);
    item.flags.clear(Flag::NOGRAVITY);
    item.velX = w.r2(Stream::DropItem) * 256;
    item.velY = w.r2(Stream::DropItem) * 256;
    item.velZ = 5 * kUnit + w.r(Stream::DropItem) * 1024;
    if (amount > 0) {
        item.item.amount = amount;
    } else if (w.classes->isA(item.cls, NativeKind::Ammo)) {
        item.item.amount = std::max(1, mul16(item.item.amount, kUnit / 2));
    } else if (w.classes->isA(item.cls, NativeKind::Weapon)) {
        for (int32_t& give : item.item.ammoGive) {
            give = mul16(give, kUnit / 2);
        }
    }
    return &item;
}

void dropItems(World& w, Actor& a) {
    for (const DropItem& d : w.info(a).drops) {
        dropItem(w, a, d.item, d.amount, d.chance);
    }
}

bool crunch(World& w, Actor& a, int32_t crushDamage) {
    if (has(a, Flag::CORPSE) && a.health <= 0 && !has(a, Flag::DONTGIB)) {
        crushCorpse(w, a);
        return false;
    }
    if (has(a, Flag::DROPPED)) {
        if (!has(a, Flag::DONTGIB)) {
            destroyActor(w, a);
        }
        return false;
    }
    if (!has(a, Flag::SOLID) || has(a, Flag::NOCLIP) || !has(a, Flag::SHOOTABLE)) {
        return false;
    }
    if (crushDamage > 0 && (w.state->mapTime & 3) == 0) {
        damageActor(w, a, nullptr, nullptr, crushDamage, typeOf(DamageType::Crush));
        if (a.alive && !has(a, Flag::INVULNERABLE) && !has(a, Flag::DORMANT) && !has(a, Flag::NOBLOOD)) {
            bleedFromCrush(w, a);
        }
    }
    return true;
}

}  // namespace caco
