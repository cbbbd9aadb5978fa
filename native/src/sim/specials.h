// Numbers of line specials, and the calls that their table makes (simulation.md section 7).
#pragma once

#include "sim/world.h"

namespace caco {

enum SpecialNumber : uint16_t {
    kSpecDoorClose = 10,
    kSpecDoorOpen = 11,
    kSpecDoorRaise = 12,
    kSpecDoorLockedRaise = 13,
    kSpecDoorCloseWaitOpen = 249,
    kSpecFloorLowerByValue = 20,
    kSpecFloorLowerToLowest = 21,
    kSpecFloorLowerToNearest = 22,
    kSpecFloorRaiseByValue = 23,
    kSpecFloorRaiseToHighest = 24,
    kSpecFloorRaiseToNearest = 25,
    kSpecFloorRaiseByValueTimes8 = 35,
    kSpecFloorLowerByValueTimes8 = 36,
    kSpecFloorRaiseAndCrushDoom = 99,
    kSpecStairsBuildUpDoom = 217,
    kSpecFloorTransferTrigger = 235,
    kSpecFloorTransferNumeric = 236,
    kSpecFloorRaiseToLowestCeiling = 238,
    kSpecFloorRaiseByValueTxTy = 239,
    kSpecFloorRaiseByTexture = 240,
    kSpecFloorLowerToLowestTxTy = 241,
    kSpecFloorLowerToHighest = 242,
    kSpecFloorDonut = 250,
    kSpecFloorAndCeilingLowerRaise = 251,
    kSpecElevatorRaiseToNearest = 245,
    kSpecElevatorMoveToFloor = 246,
    kSpecElevatorLowerToNearest = 247,
    kSpecCeilingLowerAndCrush = 43,
    kSpecCeilingCrushStop = 44,
    kSpecCeilingCrushAndRaiseSilentDist = 104,
    kSpecCeilingCrushAndRaiseDist = 168,
    kSpecCeilingLowerToHighestFloor = 192,
    kSpecGenericCeiling = 201,
    kSpecCeilingLowerToLowest = 253,
    kSpecCeilingLowerToFloor = 254,
    kSpecPlatPerpetualRaise = 60,
    kSpecPlatStop = 61,
    kSpecPlatDownWaitUpStay = 62,
    kSpecPlatDownByValue = 63,
    kSpecPlatUpWaitDownStay = 64,
    kSpecPlatUpByValue = 65,
    kSpecPlatDownWaitUpStayLip = 206,
    kSpecPlatPerpetualRaiseLip = 207,
    kSpecPlatRaiseAndStayTx0 = 228,
    kSpecPlatUpByValueStayTx = 230,
    kSpecPlatToggleCeiling = 231,
    kSpecTeleport = 70,
    kSpecTeleportNoFog = 71,
    kSpecDamageThing = 73,
    kSpecTeleportLine = 215,
    kSpecHealThing = 248,
    kSpecAcsExecute = 80,
    kSpecAcsSuspend = 81,
    kSpecAcsTerminate = 82,
    kSpecAcsLockedExecute = 83,
    kSpecAcsExecuteWithResult = 84,
    kSpecAcsExecuteAlways = 226,
    kSpecExitNormal = 243,
    kSpecExitSecret = 244,
    kSpecLightForceLightning = 109,
    kSpecLightRaiseByValue = 110,
    kSpecLightLowerByValue = 111,
    kSpecLightChangeToValue = 112,
    kSpecLightFade = 113,
    kSpecLightGlow = 114,
    kSpecLightFlicker = 115,
    kSpecLightStrobe = 116,
    kSpecLightStop = 117,
    kSpecLightStrobeDoom = 232,
    kSpecLightMinNeighbor = 233,
    kSpecLightMaxNeighbor = 234,
    kSpecThingDamage = 119,
    kSpecThingActivate = 130,
    kSpecThingDeactivate = 131,
    kSpecThingRemove = 132,
    kSpecThingDestroy = 133,
    kSpecThingProjectile = 134,
    kSpecThingSpawn = 135,
    kSpecThingSpawnNoFog = 137,
    kSpecThingSpawnFacing = 139,
    kSpecThingChangeTid = 176,
    kSpecThingHate = 177,
    kSpecThingProjectileAimed = 178,
    kSpecThingSetGoal = 229,
    kSpecSectorSetColor = 212,
    kSpecSectorSetFade = 213,
    kSpecSectorSetFriction = 219,
    kSpecScrollFloor = 223,
    kSpecScrollCeiling = 224
};

// Bits of a sector special above the effect in the low byte (simulation.md 7.9).
enum SectorBit : int32_t {
    kSectorEffectMask = 0xFF,
    kSectorDamageMask = 0x300,
    kSectorSecret = 0x400,
    kSectorFriction = 0x800
};

// What a special is called with.
struct SpecialCall {
    World& w;
    int32_t special;
    Actor* actor;  // activator, may be null
    int32_t line;  // kNoIndex when no line called
    int32_t side;
    const int32_t* arg;  // five
};
using SpecialFn = int32_t (*)(const SpecialCall&);

// Specials on things by tid; tid 0 = the activator (simulation.md 8.8; actors.md 3.17, 3.18).
int32_t thingDamage(const SpecialCall& c);
int32_t thingActivate(const SpecialCall& c);
int32_t thingDeactivate(const SpecialCall& c);
int32_t thingRemove(const SpecialCall& c);
int32_t thingDestroy(const SpecialCall& c);
int32_t thingProjectile(const SpecialCall& c);
int32_t thingProjectileAimed(const SpecialCall& c);
int32_t thingSpawn(const SpecialCall& c);
int32_t thingChangeTid(const SpecialCall& c);
int32_t thingHate(const SpecialCall& c);
int32_t thingSetGoal(const SpecialCall& c);
int32_t damageThing(const SpecialCall& c);
int32_t healThing(const SpecialCall& c);

// Speed argument (eighths of a unit per tic) in 16.16 per tic.
constexpr Fixed speedOf(int32_t arg) {
    return mulWrap(arg, kUnit / 8);
}

}  // namespace caco
