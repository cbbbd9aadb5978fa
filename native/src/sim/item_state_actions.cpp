// Actions by which hidden pick-ups come back (actors.md 7.2).

#include <algorithm>

#include "sim/action_functions.h"
#include "sim/links.h"
#include "sim/position.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

void makeTouchable(World& w, Actor& item) {
    item.flags.set(Flag::SPECIAL);
    if (!w.info(item).flags.has(Flag::NOGRAVITY)) {
        item.flags.clear(Flag::NOGRAVITY);
    }
}

Fixed restoredZ(World& w, const Actor& item) {
    const ClassInfo& info = w.info(item);
    if (info.flags.has(Flag::SPAWNCEILING)) {
        return item.ceilingZ - item.height - item.spawnZ;
    }
    if (!info.flags.has(Flag::SPAWNFLOAT)) {
        return addWrap(item.floorZ, item.spawnZ);
    }
    const Fixed space = item.ceilingZ - item.height - item.floorZ;
    if (space <= 48 * kUnit) {
        return item.floorZ;
    }
    return wrap32((static_cast<int64_t>(space - 40 * kUnit) * w.r(Stream::RestorePos)) >> 8) + item.floorZ + 40 * kUnit;
}

}  // namespace

void actRestoreSpecialPosition(World& w, ActionCall& call) {
    Actor& item = call.self;
    setPosition(w, item, item.spawnX, item.spawnY, item.z);
    findFloorCeiling(w, item, true);
    item.z = restoredZ(w, item);
    // Where something moved in the meantime the item stands on it.
    findFloorCeiling(w, item, false);
    item.z = std::max(item.z, item.floorZ);
    item.prevX = item.x;
    item.prevY = item.y;
    item.prevZ = item.z;
}

void actRestoreSpecialDoomThing(World& w, ActionCall& call) {
    Actor& item = call.self;
    item.flags.clear(Flag::INVISIBLE);
    makeTouchable(w, item);
    const Fixed x = item.x, y = item.y, z = item.z;
    if (setState(w, item, findState(w, item, Label::Spawn))) {
        spawnActor(w, w.classes->known.itemFog, x, y, z, true);
    }
}

void actRestoreSpecialThing1(World&, ActionCall& call) {
    call.self.flags.clear(Flag::INVISIBLE);
}

void actRestoreSpecialThing2(World& w, ActionCall& call) {
    makeTouchable(w, call.self);
    setState(w, call.self, findState(w, call.self, Label::Spawn));
}

}  // namespace caco
