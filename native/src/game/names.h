// The vocabulary of ViZDoom's users: enumerations with their numbers (api.md).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace caco {

enum class Vocabulary : int32_t { Button, Variable, Mode, ScreenFormat, ScreenResolution, AutomapMode, SamplingRate, Count };

std::span<const char* const> namesOf(Vocabulary v);
// Number of a name, case-insensitive with optional underscores; -1 when unknown.
int32_t numberOf(Vocabulary v, std::string_view name);

struct Resolution {
    int32_t width, height;
};
Resolution resolutionOf(int32_t screenResolution);

inline constexpr int kButtons = 43;
inline constexpr int kBinaryButtons = 38;
inline constexpr int kVariables = 132;

// Button numbers that code names.
namespace button {
inline constexpr int kAttack = 0, kTurn180 = 4, kSpeed = 8, kLand = 20, kSelect1 = 21, kSelect0 = 30, kSelectNext = 31, kSelectPrev = 32,
                     kDropWeapon = 33, kLookDelta = 38, kTurnDelta = 39, kForwardDelta = 40, kSideDelta = 41, kUpDelta = 42;
}

// Variable numbers that code names; the ten of AMMO and WEAPON, 16 of PLAYERn_FRAGCOUNT and 60 of USER follow their first.
namespace variable {
inline constexpr int kKillCount = 0, kItemCount = 1, kSecretCount = 2, kFragCount = 3, kDeathCount = 4, kHitCount = 5, kHitsTaken = 6,
                     kDamageCount = 7, kDamageTaken = 8, kHealth = 9, kArmor = 10, kDead = 11, kOnGround = 12, kAttackReady = 13,
                     kAltAttackReady = 14, kSelectedWeapon = 15, kSelectedWeaponAmmo = 16, kAmmo0 = 17, kWeapon0 = 27, kPositionX = 37,
                     kPositionY = 38, kPositionZ = 39, kAngle = 40, kPitch = 41, kRoll = 42, kViewHeight = 43, kVelocityX = 44,
                     kVelocityY = 45, kVelocityZ = 46, kCameraX = 47, kCameraY = 48, kCameraZ = 49, kCameraAngle = 50, kCameraPitch = 51,
                     kCameraRoll = 52, kCameraFov = 53, kPlayerNumber = 54, kPlayerCount = 55, kPlayer1Frags = 56, kUser1 = 72;
}

} // namespace caco
