#include "game/variables.h"

#include "sim/inventory.h"
#include "sim/players.h"
#include "sim/weapons.h"

namespace caco {
namespace {

int32_t amountOf(const World& w, const Actor& owner, ClassId cls) {
    const Actor* item = cls == kNoClass ? nullptr : findItem(w, owner, cls);
    return item ? item->item.amount : 0;
}

void sampleWeapons(World& w, const Player& p, const Actor& pawn, VariableBlock& v) {
    const auto& slots = w.info(pawn).weaponSlots;
    for (size_t slot = 0; slot < 10; ++slot) {
        double ammo = 0, owned = 0;
        if (slot < slots.size() && !slots[slot].empty()) {
            ammo = amountOf(w, pawn, w.info(slots[slot].front()).ammoType[0]);
            for (const ClassId weapon : slots[slot]) {
                owned += amountOf(w, pawn, weapon);
            }
        }
        v[variable::kAmmo0 + slot] = ammo;
        v[variable::kWeapon0 + slot] = owned;
    }
    const Actor* ready = w.resolve(p.readyWeapon);
    v[variable::kSelectedWeapon] = ready ? slotOfWeapon(w, p, ready->cls) : -1;
    v[variable::kSelectedWeaponAmmo] = ready ? amountOf(w, pawn, w.info(*ready).ammoType[0]) : -1;
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
    v[variable::kArmor] = pawn ? amountOf(w, *pawn, w.classes->known.basicArmor) : 0;
    v[variable::kDead] = !pawn || p.playerState == PlayerState::Dead || pawn->health <= 0;
    v[variable::kOnGround] = p.onGround;
    v[variable::kAttackReady] = (p.weaponBits & kWeaponReady) != 0;
    v[variable::kAltAttackReady] = (p.weaponBits & kWeaponReadyAlt) != 0;
    if (pawn) {
        sampleWeapons(w, p, *pawn, v);
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
