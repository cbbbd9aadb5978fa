#include "sim/spawn.h"

#include <algorithm>
#include <cstring>

#include "sim/actions.h"
#include "sim/damage.h"
#include "sim/inventory.h"
#include "sim/links.h"
#include "sim/position.h"
#include "sim/states.h"
#include "sim/thinkers.h"

namespace caco {
namespace {

constexpr uint32_t kGenerationMask = (1u << (32 - kActorIndexBits)) - 1;

// Line by line: vector stores, where one large memset becomes a string instruction that takes long to start.
void clearActor(Actor& a) {
    constexpr size_t kLine = 64;
    static_assert(sizeof a % kLine == 0);
    auto* bytes = reinterpret_cast<std::byte*>(&a);
    for (size_t i = 0; i < sizeof a; i += kLine) std::memset(bytes + i, 0, kLine);
}

Actor* allocateActor(World& w) {
    WorldState& s = *w.state;
    uint32_t slot = s.actorFree;
    uint32_t generation = 1;
    if (slot) {
        Actor& old = w.actors[slot - 1];
        s.actorFree = old.tidNext;
        if (!s.actorFree) {
            s.actorFreeTail = 0;
        }
        generation = old.generation;
    } else if (s.actorUsed < w.actorCapacity) {
        slot = ++s.actorUsed;
    } else {
        s.statusBits |= kErrActorsFull;
        return nullptr;
    }
    Actor& a = w.actors[slot - 1];
    clearActor(a);
    a.generation = generation;
    a.alive = 1;
    ++s.actorCount;
    return &a;
}

ThinkerList listOf(const World& w, ClassId cls) {
    if (w.classes->isA(cls, NativeKind::PlayerPawn)) return ThinkerList::Player;
    if (w.classes->isA(cls, NativeKind::Inventory)) return ThinkerList::Inventory;
    if (w.classes->isA(cls, NativeKind::BossTarget)) return ThinkerList::BossTarget;
    return ThinkerList::Default;
}

void copyItemFields(const ClassInfo& info, ItemFields& item) {
    item.amount = info.amount;
    item.maxAmount = info.maxAmount;
    item.savePercent = info.savePercent;
    item.saveAmount = info.saveAmount;
    item.effectTics = info.powerDuration;
    item.ammoGive[0] = info.ammoGive[0];
    item.ammoGive[1] = info.ammoGive[1];
    item.backpackAmount = info.backpackAmount;
    item.backpackMaxAmount = info.backpackMaxAmount;
}

void copyDefaults(const ClassInfo& info, Actor& a) {
    a.cls = info.id;
    a.flags = info.flags;
    a.renderStyle = static_cast<uint8_t>(info.renderStyle);
    a.moveDir = 0;
    a.velZ = info.vspeed;
    a.radius = info.radius;
    a.height = info.height;
    a.sector = a.floorSector = a.ceilingSector = kNoIndex;
    a.floatBobPhase = info.floatBobPhase;
    a.health = info.health;
    a.damage = info.damage;
    a.speed = info.speed;
    a.floatSpeed = info.floatSpeed;
    a.gravity = info.gravity;
    a.alpha = info.alpha;
    a.xScale = info.xScale;
    a.yScale = info.yScale;
    a.damageFactor = info.damageFactor;
    a.damageMultiply = kUnit;
    a.meleeRange = info.meleeRange;
    a.maxStepHeight = info.maxStepHeight;
    a.maxDropOffHeight = info.maxDropOffHeight;
    a.painChance = info.painChance;
    a.damageType = info.damageType;
    a.meleeState = info.state(Label::Melee);
    a.missileState = info.state(Label::Missile);
    a.mass = info.mass;
    a.reactionTime = info.reactionTime;
    a.blockingLine = kNoIndex;
    a.bounceCount = info.bounceCount;
    std::copy_n(info.args, 5, a.args);
    a.player = -1;
    a.objectId = -1;
    a.translation = info.translation;
    if (a.gravity == 0) a.flags.set(Flag::NOGRAVITY);
}

void reportMissingActions(World& w, const ClassInfo& info) {
    w.state->statusBits |= kErrMissingAction;
    std::string names;
    for (const uint16_t action : info.missingActions) {
        names += names.empty() ? "A_" : ", A_";
        names += actionName(action);
    }
    w.report("class " + info.name + " was spawned but needs actions that are not implemented: " + names);
}

void enterSpawnState(World& w, Actor& a, StateId state) {
    a.state = state;
    if (state == kNoState) {
        return;
    }
    const State& s = w.classes->state(state);
    a.tics = stateTics(w, s);
    a.fullBright = (s.flags & kStateBright) != 0;
    a.sprite = s.sprite == kKeepSprite ? 0 : s.sprite;
    a.frame = s.frame == kKeepFrame ? int16_t{0} : s.frame;
}

void takeSectorPlanes(World& w, Actor& a) {
    const SectorState& s = w.sectors[a.sector];
    a.floorZ = a.dropOffZ = s.floor;
    a.ceilingZ = s.ceiling;
    a.floorSector = a.ceilingSector = a.sector;
    a.floorPic = static_cast<int32_t>(s.floorTexture);
    a.ceilingPic = static_cast<int32_t>(s.ceilingTexture);
}

Fixed randomFloatZ(World& w, const Actor& a) {
    const Fixed space = a.ceilingZ - a.height - a.floorZ;
    if (space <= 48 * kUnit) {
        return a.floorZ;
    }
    return wrap32((static_cast<int64_t>(space - 40 * kUnit) * w.r(Stream::SpawnActor)) >> 8) + a.floorZ + 40 * kUnit;
}

void placeZ(World& w, Actor& a, Fixed z) {
    if (z == kOnFloorZ) {
        a.z = a.floorZ;
    } else if (z == kOnCeilingZ) {
        a.z = subWrap(a.ceilingZ, a.height);
    } else if (z == kFloatRandomZ) {
        a.z = randomFloatZ(w, a);
    } else {
        a.spawnZ = subWrap(z, w.floorAt(a.sector));
    }
}

void registerSpot(World& w, Actor& a) {
    if (!w.classes->isA(a.cls, NativeKind::SpecialSpot)) {
        return;
    }
    WorldState& s = *w.state;
    if (s.specialSpotCount < static_cast<int32_t>(std::size(s.specialSpot))) {
        s.specialSpot[s.specialSpotCount++] = w.refOf(a);
    }
}

void deactivate(Actor& a) {
    if (has(a, Flag::ISMONSTER) && a.health > 0) {
        a.flags.set(Flag::DORMANT);
        a.tics = -1;
    }
}

void beginPlay(World& w, Actor& a) {
    if (a.think.list == static_cast<uint8_t>(ThinkerList::Inventory)) {
        a.flags.set(Flag::DROPPED);
    }
    if (has(a, Flag::DORMANT)) {
        a.flags.clear(Flag::DORMANT);
        deactivate(a);
    }
    registerSpot(w, a);
}

void addToTotals(World& w, const Actor& a) {
    if (has(a, Flag::COUNTKILL) && !has(a, Flag::FRIENDLY)) ++w.state->totalMonsters;
    if (has(a, Flag::COUNTITEM)) ++w.state->totalItems;
    if (has(a, Flag::COUNTSECRET)) ++w.state->totalSecrets;
}

// A class whose first sprite the archives lack is shown as the Unknown marker.
bool spriteMissing(const World& w, ClassId cls) {
    const StateId spawn = w.info(cls).state(Label::Spawn);
    if (!w.assets || w.assets->sprites.empty() || spawn == kNoState) return false;
    const uint32_t sprite = w.classes->state(spawn).sprite;
    return sprite != kKeepSprite && sprite != spriteKey("TNT1") && !w.assets->findSprite(sprite);
}

void applyThingFlags(World& w, Actor& a, const MapThing& thing) {
    if (thing.flags & kThingAmbush) a.flags.set(Flag::AMBUSH);
    if (thing.flags & kThingDormant) deactivate(a);
    if (thing.flags & kThingStandStill) a.flags.set(Flag::STANDSTILL);
    if ((thing.flags & kThingFriendly) && !has(a, Flag::FRIENDLY)) {
        clearCounters(w, a);
        a.flags.set(Flag::FRIENDLY);
    }
    if (thing.flags & kThingShadow) a.flags.set(Flag::SHADOW);
    if (thing.flags & kThingInvisible) a.flags.set(Flag::INVISIBLE);
    if ((thing.flags & kThingCountSecret) && !has(a, Flag::COUNTSECRET)) {
        a.flags.set(Flag::COUNTSECRET);
        ++w.state->totalSecrets;
    }
}

void applyGravity(Actor& a, Fixed gravity) {
    if (gravity < 0) {
        a.gravity = negWrap(gravity);
    } else if (gravity > 0) {
        a.gravity = mul16(a.gravity, gravity);
    } else {
        a.flags.clear(Flag::NOGRAVITY);
    }
}

// Health field of a map thing; false when the thing died of it and is gone.
bool applyThingHealth(World& w, Actor& a, Fixed health) {
    if (health > 0) {
        a.health = mul16(a.health, health);
    } else if (health < 0) {
        a.health = negWrap(health) >> 16;
    } else {
        killActor(w, a, nullptr, nullptr);
    }
    return a.alive != 0;
}

void levelSpawned(World& w, Actor& a, const MapThing& thing) {
    if (a.tics > 0 && !has(a, Flag::SYNCHRONIZED)) {
        a.tics = 1 + w.r(Stream::SpawnMapThing) % a.tics;
    }
    a.flags.assign(Flag::DROPPED, w.info(a).flags.has(Flag::DROPPED));
    applyThingFlags(w, a, thing);
}

}  // namespace

Actor* spawnActor(World& w, ClassId cls, Fixed x, Fixed y, Fixed z, bool replace, const MapThing* mapThing) {
    if (cls == kNoClass) {
        return nullptr;
    }
    if (replace) {
        cls = w.classes->replacement[static_cast<size_t>(cls)];
    }
    Actor* spawned = allocateActor(w);
    if (!spawned) {
        return nullptr;
    }
    Actor& a = *spawned;
    const ClassInfo& info = w.info(cls);
    if (!info.missingActions.empty()) {
        reportMissingActions(w, info);
    }
    copyDefaults(info, a);
    const ThinkerList list = listOf(w, cls);
    if (list == ThinkerList::Inventory) {
        copyItemFields(info, a.item);
    }
    addThinker(w, thinkerOf(w, a), list);
    if (has(a, Flag::ISMONSTER)) {
        if (isFast(w, a)) {
            a.reactionTime = 0;
        }
        a.lastLookPlayer = w.r(Stream::SpawnActor) % kMaxPlayers;
    }
    enterSpawnState(w, a, info.state(Label::Spawn));
    if (w.state->skill == 4 && info.fastSpeed > 0) {
        a.speed = info.fastSpeed;
    }
    a.x = a.prevX = a.spawnX = x;
    a.y = a.prevY = a.spawnY = y;
    a.z = z;
    if (mapThing) {
        linkActorAtLoad(w, a);
    } else {
        linkActor(w, a);
    }
    takeSectorPlanes(w, a);
    if (z == kOnFloorZ || z == kFloatRandomZ) {
        a.z = a.floorZ;
    } else if (z == kOnCeilingZ) {
        a.z = subWrap(a.ceilingZ, a.height);
    }
    if (!mapThing) {
        findFloorCeiling(w, a, list != ThinkerList::Player);
    }
    placeZ(w, a, z);
    if (a.floatBobPhase < 0) {
        a.floatBobPhase = w.r(Stream::SpawnActor);
    }
    a.prevZ = a.z;
    if (!mapThing) {
        beginPlay(w, a);
    }
    addToTotals(w, a);
    return &a;
}

Actor* spawnMapThing(World& w, const MapThing& thing, ClassId cls) {
    cls = w.classes->replacement[static_cast<size_t>(cls)];
    if (spriteMissing(w, cls) && w.classes->known.unknown != kNoClass) {
        cls = w.classes->known.unknown;
    }
    const ClassInfo& info = w.info(cls);
    const Fixed zMode = info.flags.has(Flag::SPAWNCEILING) ? kOnCeilingZ
                        : info.flags.has(Flag::SPAWNFLOAT) ? kFloatRandomZ
                                                           : kOnFloorZ;
    Actor* spawned = spawnActor(w, cls, thing.x, thing.y, zMode, false, &thing);
    if (!spawned) {
        return nullptr;
    }
    Actor& a = *spawned;
    if (zMode == kOnFloorZ) {
        a.z = addWrap(a.z, thing.z);
    } else if (zMode == kOnCeilingZ) {
        a.z = subWrap(a.z, thing.z);
    }
    a.prevZ = a.z;
    a.spawnX = thing.x;
    a.spawnY = thing.y;
    a.spawnZ = thing.z;
    a.spawnAngle = thing.angle;
    a.spawnFlags = thing.flags;
    a.angle = static_cast<Angle>(static_cast<uint64_t>((static_cast<int64_t>(thing.angle) * (int64_t{1} << 32)) / 360));
    applyGravity(a, thing.gravity);
    if (thing.floatBobPhase >= 0) {
        a.floatBobPhase = thing.floatBobPhase;
    }
    if (!has(a, Flag::ARGSDEFINED)) {
        a.special = thing.special;
        std::copy_n(thing.args, 5, a.args);
    }
    setTid(w, a, thing.tid);
    beginPlay(w, a);
    levelSpawned(w, a, thing);
    return applyThingHealth(w, a, thing.health) ? &a : nullptr;
}

void destroyActor(World& w, Actor& a) {
    if (!a.alive) {
        return;
    }
    if (a.inventory) {
        destroyInventory(w, a);
    }
    if (a.item.owner) {
        detachItem(w, a);
    }
    unlinkActor(w, a);
    removeTid(w, a);
    removeThinker(w, thinkerOf(w, a));
    a.alive = 0;
    a.state = kNoState;
    --w.state->actorCount;
    a.tidNext = w.state->pendingFree;
    w.state->pendingFree = w.slotOf(a) + 1;
}

void recycleDestroyed(World& w) {
    WorldState& s = *w.state;
    while (s.pendingFree) {
        const uint32_t slot = s.pendingFree;
        Actor& a = w.actors[slot - 1];
        s.pendingFree = a.tidNext;
        const uint32_t generation = (a.generation + 1) & kGenerationMask;
        std::memset(static_cast<void*>(&a), 0, sizeof a);
        a.generation = generation ? generation : 1;
        if (s.actorFreeTail) {
            w.actors[s.actorFreeTail - 1].tidNext = slot;
        } else {
            s.actorFree = slot;
        }
        s.actorFreeTail = slot;
    }
}

void clearCounters(World& w, Actor& a) {
    if (has(a, Flag::COUNTKILL) && !has(a, Flag::FRIENDLY) && a.health > 0) {
        --w.state->totalMonsters;
        a.flags.clear(Flag::COUNTKILL);
    }
    if (has(a, Flag::COUNTITEM)) {
        --w.state->totalItems;
        a.flags.clear(Flag::COUNTITEM);
    }
    if (has(a, Flag::COUNTSECRET)) {
        --w.state->totalSecrets;
        a.flags.clear(Flag::COUNTSECRET);
    }
}

void setTid(World& w, Actor& a, int32_t tid) {
    removeTid(w, a);
    a.tid = tid;
    if (tid == 0) {
        return;
    }
    uint32_t& head = w.state->tidHead[static_cast<uint32_t>(tid) % kTidBuckets];
    a.tidNext = head;
    head = w.slotOf(a) + 1;
}

void removeTid(World& w, Actor& a) {
    if (a.tid == 0) {
        return;
    }
    uint32_t* link = &w.state->tidHead[static_cast<uint32_t>(a.tid) % kTidBuckets];
    while (*link && *link != w.slotOf(a) + 1) {
        link = &w.actors[*link - 1].tidNext;
    }
    if (*link) {
        *link = a.tidNext;
    }
    a.tidNext = 0;
    a.tid = 0;
}

NameId speciesOf(const World& w, const Actor& a) {
    ClassId species = a.cls;
    for (ClassId parent = w.info(species).parent; parent != kNoClass && w.info(parent).flags.has(Flag::ISMONSTER);
         parent = w.info(species).parent) {
        species = parent;
    }
    return species;
}

}  // namespace caco
