#include "game/variables.h"

#include "sim/inventory.h"
#include "sim/players.h"
#include "sim/weapons.h"

namespace caco {
namespace {

// The owner's items in one pass over his list; looking for each class in it would touch every item many times.
class Amounts {
public:
    Amounts(const World& w, const Actor& owner) {
        for (const Actor* item = w.resolve(owner.inventory); item && count_ < kRoom; item = w.resolve(item->item.nextItem)) {
            held_[count_++] = {item->cls, item->item.amount};
        }
        if (count_ == kRoom) {
            rest_ = &w;
            owner_ = &owner;
        }
    }
    int32_t of(ClassId cls) const {
        for (size_t i = 0; i < count_; ++i) {
            if (held_[i].cls == cls) return cls == kNoClass ? 0 : held_[i].amount;
        }
        const Actor* item = rest_ && cls != kNoClass ? findItem(*rest_, *owner_, cls) : nullptr;
        return item ? item->item.amount : 0;
    }

private:
    static constexpr size_t kRoom = 64;
    struct Held {
        ClassId cls;
        int32_t amount;
    } held_[kRoom];
    size_t count_ = 0;
    const World* rest_ = nullptr; // set when there may be more items than room
    const Actor* owner_ = nullptr;
};

void sampleWeapons(World& w, const Player& p, const Actor& pawn, const Amounts& amounts, VariableBlock& v) {
    const auto& slots = w.info(pawn).weaponSlots;
    for (size_t slot = 0; slot < 10; ++slot) {
        double ammo = 0, owned = 0;
        if (slot < slots.size() && !slots[slot].empty()) {
            ammo = amounts.of(w.info(slots[slot].front()).ammoType[0]);
            for (const ClassId weapon : slots[slot]) {
                owned += amounts.of(weapon);
            }
        }
        v[variable::kAmmo0 + slot] = ammo;
        v[variable::kWeapon0 + slot] = owned;
    }
    const Actor* ready = w.resolve(p.readyWeapon);
    v[variable::kSelectedWeapon] = ready ? slotOfWeapon(w, p, ready->cls) : -1;
    v[variable::kSelectedWeaponAmmo] = ready ? amounts.of(w.info(*ready).ammoType[0]) : -1;
}

void samplePlace(const Player& p, const Actor& pawn, VariableBlock& v) {
    v[variable::kPositionX] = v[variable::kCameraX] = toDouble(pawn.x);
    v[variable::kPositionY] = v[variable::kCameraY] = toDouble(pawn.y);
    v[variable::kPositionZ] = toDouble(pawn.z);
    v[variable::kCameraZ] = toDouble(p.viewZ);
    v[variable::kAngle] = v[variable::kCameraAngle] = angleDegrees(pawn.angle);
    v[variable::kPitch] = v[variable::kCameraPitch] = pitchDegrees(pawn.pitch);
    v[variable::kRoll] = v[variable::kCameraRoll] = angleDegrees(pawn.roll);
    v[variable::kViewHeight] = toDouble(p.viewZ) - v[variable::kPositionZ];
    v[variable::kVelocityX] = toDouble(pawn.velX);
    v[variable::kVelocityY] = toDouble(pawn.velY);
    v[variable::kVelocityZ] = toDouble(pawn.velZ);
    v[variable::kCameraFov] = p.fov;
}

} // namespace

void sampleVariables(World& w, int player, VariableBlock& v) {
    const WorldState& s = *w.state;
    const Player& p = s.player[player];
    const DamageLog& log = s.log[player];
    const Actor* pawn = pawnOf(w, player);
    v[variable::kKillCount] = w.rules.multiplayer ? p.killCount : s.killedMonsters;
    v[variable::kItemCount] = s.foundItems;
    v[variable::kSecretCount] = s.foundSecrets;
    v[variable::kFragCount] = p.fragCount;
    v[variable::kHitCount] = log.hitCount;
    v[variable::kHitsTaken] = log.hitsTaken;
    v[variable::kDamageCount] = log.damageCount;
    v[variable::kDamageTaken] = log.damageTaken;
    v[variable::kHealth] = pawn ? pawn->health : 0;
    v[variable::kArmor] = 0;
    v[variable::kDead] = !pawn || p.playerState == PlayerState::Dead || pawn->health <= 0;
    v[variable::kOnGround] = p.onGround;
    v[variable::kAttackReady] = (p.weaponBits & kWeaponReady) != 0;
    v[variable::kAltAttackReady] = (p.weaponBits & kWeaponReadyAlt) != 0;
    if (pawn) {
        const Amounts amounts(w, *pawn);
        v[variable::kArmor] = amounts.of(w.classes->known.basicArmor);
        sampleWeapons(w, p, *pawn, amounts, v);
        samplePlace(p, *pawn, v);
    } else {
        for (int slot = 0; slot < 10; ++slot) {
            v[static_cast<size_t>(variable::kAmmo0 + slot)] = v[static_cast<size_t>(variable::kWeapon0 + slot)] = 0;
        }
        v[variable::kSelectedWeapon] = v[variable::kSelectedWeaponAmmo] = -1;
    }
    v[variable::kPlayerNumber] = player;
    v[variable::kPlayerCount] = s.playerCount;
    for (int i = 0; i < kMaxPlayers; ++i) {
        v[static_cast<size_t>(variable::kPlayer1Frags + i)] = w.rules.multiplayer && i < s.playerCount ? s.player[i].fragCount : 0;
    }
    for (int i = 0; i < 60; ++i) {
        v[static_cast<size_t>(variable::kUser1 + i)] = s.acsGlobal[i + 1];
    }
}

} // namespace caco
