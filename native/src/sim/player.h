// A player: the record that outlives pawns, the tic command, and the weapon sprites (actors.md sections 6, 8).
#pragma once

#include <cstdint>

#include "base/fixed.h"
#include "sim/actor.h"

namespace caco {

inline constexpr int kMaxPlayers = 16;

enum ButtonBit : uint32_t {
    kBtAttack = 1u << 0, kBtUse = 1u << 1, kBtJump = 1u << 2, kBtCrouch = 1u << 3, kBtTurn180 = 1u << 4, kBtAltAttack = 1u << 5,
    kBtReload = 1u << 6, kBtZoom = 1u << 7, kBtSpeed = 1u << 8, kBtStrafe = 1u << 9, kBtMoveRight = 1u << 10, kBtMoveLeft = 1u << 11,
    kBtBack = 1u << 12, kBtForward = 1u << 13, kBtRight = 1u << 14, kBtLeft = 1u << 15, kBtLookUp = 1u << 16, kBtLookDown = 1u << 17,
    kBtMoveUp = 1u << 18, kBtMoveDown = 1u << 19
};

// Input of one tic (simulation.md 4.5).
struct TicCommand {
    uint32_t buttons;
    int16_t pitch, yaw, roll, forward, side, up;
};

enum class PlayerState : uint8_t { Enter, Live, Dead, Reborn };

// Weapon-state bits (actors.md 6.1, 6.2).
enum WeaponBit : uint8_t { kWeaponReady = 1, kWeaponReadyAlt = 2, kWeaponBobbing = 4, kWeaponSwitchOk = 8, kWeaponRefireSwitchOk = 16 };

enum PspLayer : int { kPspWeapon = 0, kPspFlash = 1, kPspCount = 2 };

struct PspSprite {
    StateId state;              // kNoState = empty
    int32_t tics;
    Fixed sx, sy;
    uint32_t sprite;
    int16_t frame;
    uint8_t pending;            // advance in this tic
    uint8_t pad_;
};

struct Player {
    uint8_t inGame;
    PlayerState playerState;
    uint8_t onGround;
    uint8_t attackDown, useDown;
    uint8_t weaponBits;         // WeaponBit
    uint8_t centering;
    uint8_t turnTicks;          // of TURN180
    ActorRef pawn;
    TicCommand cmd;
    uint32_t oldButtons;        // of the previous command
    ActorRef readyWeapon, pendingWeapon;    // pendingWeapon 0 = none
    PspSprite psp[kPspCount];
    int32_t refire;
    int32_t health;
    Fixed viewZ, viewHeight, deltaViewHeight;
    Fixed bob;
    Fixed bobVelX, bobVelY;
    Fixed crouchFactor, crouchOffset, crouchViewDelta;
    int32_t crouching;          // forced direction
    int32_t jumpTics;
    int32_t respawnTime;        // level time
    float fov, desiredFov;
    int32_t damageCount, bonusCount, hazardCount, poisonCount;
    ActorRef attacker;
    int32_t extraLight;
    int32_t killCount, itemCount, secretCount, fragCount, deathCount;
    int32_t minPitch, maxPitch; // arrive at the start of map tic 2
    uint8_t pitchLimitsPending;
    uint8_t cheats;             // PlayerCheat
    uint8_t frozen;             // 1 frozen, 2 totally frozen
    uint8_t grinRequested;      // status bar: a weapon was picked up
    int32_t fixedColormap;      // -1 none, 0 inverse map
    int32_t fixedLightLevel;    // -1 none
    ActorRef pendingUse;        // one-shot item use of this tic (weapon selection), run before thinking
    ActorRef pendingDrop;
    int32_t startNumber;
    Fixed jumpZ, eyeHeight, attackZ;        // of the pawn's class, until a script sets others
};

enum PlayerCheat : uint8_t { kCheatGod = 1, kCheatNoClip = 2, kCheatNoTarget = 4, kCheatFrozen = 8, kCheatInfiniteAmmo = 16, kCheatFly = 32, kCheatBuddha = 64 };

} // namespace caco
