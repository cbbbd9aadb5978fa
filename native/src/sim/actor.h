// The run-time record of one actor (actors.md 1.1). Plain data inside the world's arena; links are indices.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/fixed.h"
#include "sim/classes.h"

namespace caco {

// Reference to an actor: slot index + generation; 0 = none. A reference to a destroyed actor resolves to null.
using ActorRef = uint32_t;
inline constexpr uint32_t kActorIndexBits = 14;
inline constexpr uint32_t kActorIndexMask = (1u << kActorIndexBits) - 1;
inline constexpr uint32_t kMaxActors = 1u << kActorIndexBits;

// A thinker is an actor or a mover; 0 = none.
using ThinkerRef = uint32_t;
inline constexpr uint32_t kThinkerMover = 0x80000000u; // set: mover slot index, clear: actor slot index

// Thinker lists in tick order (simulation.md 5.13).
enum class ThinkerList : uint8_t { Scroller, Player, BossTarget, Inventory, Light, Default, Count };

struct ThinkerLink {
    ThinkerRef next, prev;
    uint8_t list;   // ThinkerList
    uint8_t fresh;  // in the fresh list of its number
    uint8_t linked;
    uint8_t begun;  // post-begin hook done
};

inline constexpr uint8_t kDirNone = 8; // movedir: 0 = E, counter-clockwise in steps of 45 degrees

// Fields that only inventory items use.
struct ItemFields {
    ActorRef owner;
    ActorRef nextItem;          // owner's list, newest first
    int32_t amount, maxAmount;
    Fixed savePercent;          // BasicArmor and pickups
    int32_t saveAmount;
    int32_t effectTics;         // powers
    int32_t dropTime;
    ActorRef ammo[2];           // weapons: the owner's ammo items
    int32_t ammoGive[2];
    int32_t inventoryId;
    int32_t backpackAmount, backpackMaxAmount;
};

// Ordered by who needs what: a thing at rest ticks on the first two cache lines, and most of what shows or moves one lies in the first four.
struct alignas(64) Actor {
    ThinkerLink think;
    uint32_t generation;        // upper bits of the references to this slot
    uint8_t alive;              // slot in use and not destroyed
    uint8_t noDelayPending;
    uint8_t fullBright;
    uint8_t renderStyle;        // RenderStyle
    ClassId cls;
    StateId state;
    int32_t tics;
    Fixed x, y, z;
    Fixed prevX, prevY, prevZ;
    Fixed floorZ;
    uint32_t sectorNext;        // actor slot + 1 in the sector's thing list; 0 = end

    // Second line.
    FlagSet flags;
    Fixed velX, velY, velZ;
    Angle angle;
    ActorRef inventory;         // head of the item list
    ActorRef blockingActor;
    int32_t player;             // player index, -1 = not a player's pawn
    ItemFields item;            // its owner ends the line
    int32_t pitch;
    Angle roll;

    // Fourth line: looks and place.
    uint32_t sprite;
    int16_t frame;
    uint8_t moveDir;
    uint8_t waterLevel;
    int32_t health;
    Fixed alpha, xScale, yScale;
    Fixed floorClip;
    int32_t floatBobPhase;
    int32_t translation;
    Fixed radius, height;
    int32_t sector;             // of the centre, kNoIndex while unlinked
    Fixed ceilingZ, dropOffZ;
    uint32_t touchHead;         // first TouchNode + 1
    uint32_t blockHead;         // first BlockNode + 1

    int32_t floorSector, ceilingSector;
    int32_t floorPic, ceilingPic;
    uint32_t sectorPrev;        // like sectorNext
    uint32_t tidNext;           // actor slot + 1 in the tid bucket

    // Instance copies of class values that play can change, and what a monster has in mind.
    int32_t damage;
    Fixed speed, floatSpeed, gravity;
    Fixed damageFactor, damageMultiply;
    Fixed meleeRange;
    Fixed maxStepHeight, maxDropOffHeight;
    int32_t painChance;
    NameId damageType;
    StateId meleeState, missileState;
    int32_t mass;
    int32_t reactionTime, threshold;
    int32_t moveCount, strafeCount;
    int32_t lastLookPlayer;
    ActorRef target, lastEnemy, lastHeard, tracer, master, goal, lastLookActor;
    int32_t blockingLine;
    int32_t special1, special2;
    int32_t smokeCounter;
    int32_t visDir;
    int32_t bounceCount;
    int32_t accuracy, stamina, score;

    // Map data.
    int32_t tid, tidToHate;
    int32_t special;
    int32_t args[5];
    Fixed spawnX, spawnY, spawnZ;
    int32_t spawnAngle;         // degrees
    uint32_t spawnFlags;        // ThingFlag

    // Not part of the world hash (from here on): asking for a list must not change it.
    int32_t objectId;           // number of object lists, -1 until first reported
    // An odd number of cache lines: with a power of two the lines that every tick touches would share a few sets of the cache.
    int32_t pad_[23];
};
static_assert(sizeof(Actor) == 576 && offsetof(Actor, flags) == 64 && offsetof(Actor, item) == 124 && offsetof(Actor, sprite) == 192);

inline bool has(const Actor& a, Flag f) { return a.flags.has(f); }
inline Fixed topOf(const Actor& a) { return addWrap(a.z, a.height); }

} // namespace caco
