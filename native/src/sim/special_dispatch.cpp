// The table of line specials by number (simulation.md sections 7, 8.8; actors.md 3.17, 3.18).
#include <array>
#include <string>

#include "sim/inventory.h"
#include "sim/damage.h"
#include "sim/lines.h"
#include "sim/sector_light.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/teleport.h"

namespace caco {
namespace {

constexpr size_t kSpecials = 256;

int32_t door(const SpecialCall& c) {
    return doDoor(c.w, c.special, c.arg, c.line, c.actor);
}
int32_t plat(const SpecialCall& c) {
    return doPlat(c.w, c.special, c.arg, c.line);
}
int32_t floor(const SpecialCall& c) {
    return doFloor(c.w, c.special, c.arg, c.line);
}
int32_t ceiling(const SpecialCall& c) {
    return doCeiling(c.w, c.special, c.arg, c.line);
}
int32_t light(const SpecialCall& c) {
    return doLight(c.w, c.special, c.arg, c.line);
}

// Texture scrolling, translucency, sky and legacy scripts: accepted, without an effect on play.
int32_t noEffect(const SpecialCall&) {
    return 1;
}

int32_t lowerFloorRaiseCeiling(const SpecialCall& c) {
    constexpr int32_t kEither = 1998;  // the floor moves only when the ceiling cannot
    constexpr int32_t kToHighest = 1, kUpwards = 8;
    const int32_t up[5] = {c.arg[0], c.arg[2], 0, kToHighest, kUpwards};
    const int32_t down[5] = {c.arg[0], c.arg[1], 0, 0, 0};
    const bool raised = doCeiling(c.w, kSpecGenericCeiling, up, c.line);
    if (raised && c.arg[3] == kEither) {
        return 1;
    }
    return doFloor(c.w, kSpecFloorLowerToLowest, down, c.line) || raised;
}

int32_t teleport(const SpecialCall& c) {
    return c.actor && teleportToDestination(c.w, *c.actor, c.side, c.arg[0], c.arg[1], c.arg[2] == 0, false, false);
}

int32_t teleportNoFog(const SpecialCall& c) {
    if (c.arg[1] == 2 || c.arg[1] == 3) {
        c.w.report("line special 71 (Teleport_NoFog): orientation " + std::to_string(c.arg[1]) +
                   " is not supported; the actor keeps its angle");
    }
    return c.actor &&
           teleportToDestination(c.w, *c.actor, c.side, c.arg[0], c.arg[2], false, c.arg[1] != 1, c.arg[3] != 0);
}

int32_t teleportToLine(const SpecialCall& c) {
    return c.actor && teleportLine(c.w, *c.actor, c.line, c.side, c.arg[1], c.arg[2] != 0);
}

// With sv_noexit who leaves a deathmatch dies.
bool exitRefused(const SpecialCall& c) {
    if (!c.w.rules.deathmatch || !c.w.rules.has(kRuleNoExit)) {
        return false;
    }
    if (c.actor && c.actor->player >= 0) {
        damageActor(c.w, *c.actor, nullptr, nullptr, kTelefragDamage, typeOf(DamageType::Exit));
    }
    return true;
}

int32_t exitNormal(const SpecialCall& c) {
    if (exitRefused(c)) return 0;
    exitLevel(c.w, false);
    return 1;
}
int32_t exitSecret(const SpecialCall& c) {
    if (exitRefused(c)) return 0;
    exitLevel(c.w, true);
    return 1;
}

int32_t runScript(const SpecialCall& c, int32_t map, const int32_t args[4], bool always, bool wantResult) {
    int32_t result = 0;
    if (!c.w.hooks) {
        return 0;
    }
    const bool started =
        c.w.hooks->startScript(c.w, c.actor, c.line, c.side, c.arg[0], map, args, always, wantResult, result);
    return wantResult ? result : started;
}

int32_t acsExecute(const SpecialCall& c) {
    const int32_t args[4] = {c.arg[2], c.arg[3], c.arg[4], 0};
    return runScript(c, c.arg[1], args, false, false);
}
int32_t acsExecuteAlways(const SpecialCall& c) {
    const int32_t args[4] = {c.arg[2], c.arg[3], c.arg[4], 0};
    return runScript(c, c.arg[1], args, true, false);
}
int32_t acsLockedExecute(const SpecialCall& c) {
    if (c.arg[4] != 0 && !hasKey(c.w, c.actor, c.arg[4])) {
        return 0;
    }
    const int32_t args[4] = {c.arg[2], c.arg[3], 0, 0};
    return runScript(c, c.arg[1], args, false, false);
}
int32_t acsExecuteWithResult(const SpecialCall& c) {
    return runScript(c, 0, c.arg + 1, true, true);
}
int32_t acsSuspend(const SpecialCall& c) {
    if (c.w.hooks) {
        c.w.hooks->suspendScript(c.w, c.arg[0], c.arg[1]);
    }
    return 1;
}
int32_t acsTerminate(const SpecialCall& c) {
    if (c.w.hooks) {
        c.w.hooks->terminateScript(c.w, c.arg[0], c.arg[1]);
    }
    return 1;
}

struct Entry {
    uint16_t number;
    SpecialFn run;
};

constexpr Entry kEntries[] = {
    {kSpecDoorClose, door},
    {kSpecDoorOpen, door},
    {kSpecDoorRaise, door},
    {kSpecDoorLockedRaise, door},
    {kSpecDoorCloseWaitOpen, door},
    {kSpecFloorLowerByValue, floor},
    {kSpecFloorLowerToLowest, floor},
    {kSpecFloorLowerToNearest, floor},
    {kSpecFloorRaiseByValue, floor},
    {kSpecFloorRaiseToHighest, floor},
    {kSpecFloorRaiseToNearest, floor},
    {kSpecFloorRaiseByValueTimes8, floor},
    {kSpecFloorLowerByValueTimes8, floor},
    {kSpecFloorRaiseAndCrushDoom, floor},
    {kSpecStairsBuildUpDoom, floor},
    {kSpecFloorTransferTrigger, floor},
    {kSpecFloorTransferNumeric, floor},
    {kSpecFloorRaiseToLowestCeiling, floor},
    {kSpecFloorRaiseByValueTxTy, floor},
    {kSpecFloorRaiseByTexture, floor},
    {kSpecFloorLowerToLowestTxTy, floor},
    {kSpecFloorLowerToHighest, floor},
    {kSpecFloorDonut, floor},
    {kSpecElevatorRaiseToNearest, floor},
    {kSpecElevatorMoveToFloor, floor},
    {kSpecElevatorLowerToNearest, floor},
    {kSpecFloorAndCeilingLowerRaise, lowerFloorRaiseCeiling},
    {kSpecCeilingLowerAndCrush, ceiling},
    {kSpecCeilingCrushStop, ceiling},
    {kSpecCeilingCrushAndRaiseSilentDist, ceiling},
    {kSpecCeilingCrushAndRaiseDist, ceiling},
    {kSpecCeilingLowerToHighestFloor, ceiling},
    {kSpecGenericCeiling, ceiling},
    {kSpecCeilingLowerToLowest, ceiling},
    {kSpecCeilingLowerToFloor, ceiling},
    {kSpecPlatPerpetualRaise, plat},
    {kSpecPlatStop, plat},
    {kSpecPlatDownWaitUpStay, plat},
    {kSpecPlatDownByValue, plat},
    {kSpecPlatUpWaitDownStay, plat},
    {kSpecPlatUpByValue, plat},
    {kSpecPlatDownWaitUpStayLip, plat},
    {kSpecPlatPerpetualRaiseLip, plat},
    {kSpecPlatRaiseAndStayTx0, plat},
    {kSpecPlatUpByValueStayTx, plat},
    {kSpecPlatToggleCeiling, plat},
    {kSpecTeleport, teleport},
    {kSpecTeleportNoFog, teleportNoFog},
    {kSpecTeleportLine, teleportToLine},
    {kSpecExitNormal, exitNormal},
    {kSpecExitSecret, exitSecret},
    {kSpecAcsExecute, acsExecute},
    {kSpecAcsSuspend, acsSuspend},
    {kSpecAcsTerminate, acsTerminate},
    {kSpecAcsLockedExecute, acsLockedExecute},
    {kSpecAcsExecuteWithResult, acsExecuteWithResult},
    {kSpecAcsExecuteAlways, acsExecuteAlways},
    {kSpecLightForceLightning, light},
    {kSpecLightRaiseByValue, light},
    {kSpecLightLowerByValue, light},
    {kSpecLightChangeToValue, light},
    {kSpecLightFade, light},
    {kSpecLightGlow, light},
    {kSpecLightFlicker, light},
    {kSpecLightStrobe, light},
    {kSpecLightStop, light},
    {kSpecLightStrobeDoom, light},
    {kSpecLightMinNeighbor, light},
    {kSpecLightMaxNeighbor, light},
    {kSpecSectorSetColor, setSectorColor},
    {kSpecSectorSetFade, setSectorFade},
    {kSpecDamageThing, damageThing},
    {kSpecHealThing, healThing},
    {kSpecThingDamage, thingDamage},
    {kSpecThingActivate, thingActivate},
    {kSpecThingDeactivate, thingDeactivate},
    {kSpecThingRemove, thingRemove},
    {kSpecThingDestroy, thingDestroy},
    {kSpecThingProjectile, thingProjectile},
    {kSpecThingProjectileAimed, thingProjectileAimed},
    {kSpecThingSpawn, thingSpawn},
    {kSpecThingSpawnNoFog, thingSpawn},
    {kSpecThingSpawnFacing, thingSpawn},
    {kSpecThingChangeTid, thingChangeTid},
    {kSpecThingHate, thingHate},
    {kSpecThingSetGoal, thingSetGoal},
    {100, noEffect},
    {101, noEffect},
    {102, noEffect},
    {103, noEffect},
    {158, noEffect},
    {190, noEffect},
    {208, noEffect},
    {210, noEffect},
    {211, noEffect},
    {222, noEffect},
    {224, noEffect},
    {225, noEffect},
};

constexpr std::array<SpecialFn, kSpecials> makeTable() {
    std::array<SpecialFn, kSpecials> table{};
    for (const Entry& e : kEntries) {
        table[e.number] = e.run;
    }
    return table;
}
constexpr std::array<SpecialFn, kSpecials> kTable = makeTable();

}  // namespace

int32_t executeSpecial(World& w, int32_t special, Actor* activator, int32_t line, int32_t side, const int32_t args[5]) {
    if (special == 0) {
        return 0;
    }
    const SpecialFn run =
        special > 0 && special < static_cast<int32_t>(kSpecials) ? kTable[static_cast<size_t>(special)] : nullptr;
    if (!run) {
        w.report("line special " + std::to_string(special) + " is not supported: nothing happens where map " +
                 w.level->name + " uses it");
        return 0;
    }
    return run({w, special, activator, line, side, args});
}

}  // namespace caco
