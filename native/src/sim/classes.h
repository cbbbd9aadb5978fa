// Actor classes and states as data (actors.md sections 1.1, 1.2, 2). Immutable once the table is sealed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fixed.h"
#include "base/status.h"
#include "base/text.h"
#include "sim/flags.h"

namespace caco {

using ClassId = int32_t;   // index into ClassTable::classes; kNoClass = none
using StateId = int32_t;   // index into ClassTable::states; kNoState = null (removes the actor)
using NameId = int32_t;    // interned name (damage types, species); 0 = None
inline constexpr ClassId kNoClass = -1;
inline constexpr StateId kNoState = -1;
inline constexpr NameId kNameNone = 0;

// Damage types that the engine itself names; interned first, in this order.
enum class DamageType : NameId {
    None, Fire, Ice, Slime, Drowning, Melee, Hitscan, Telefrag, Crush, Massacre, Railgun, BFGSplash, Disintegrate,
    Electric, Poison, Suicide, Falling, Exit, Environment, Extreme, Count
};

// Labels with a slot of their own; every other label is found by its text.
#define CACO_LABELS(X)                                                                                                 \
    X(Spawn, "Spawn") X(See, "See") X(Idle, "Idle") X(Melee, "Melee") X(Missile, "Missile") X(Pain, "Pain")            \
    X(Death, "Death") X(DeathExtreme, "Death.Extreme") X(DeathFire, "Death.Fire") X(DeathIce, "Death.Ice")             \
    X(Raise, "Raise") X(Heal, "Heal") X(Crash, "Crash") X(CrashExtreme, "Crash.Extreme") X(Crush, "Crush")             \
    X(Wound, "Wound") X(Null, "Null") X(GenericFreezeDeath, "GenericFreezeDeath") X(GenericCrush, "GenericCrush")      \
    X(Ready, "Ready") X(Select, "Select") X(Deselect, "Deselect") X(Fire, "Fire") X(Hold, "Hold")                      \
    X(AltFire, "AltFire") X(AltHold, "AltHold") X(Flash, "Flash") X(AltFlash, "AltFlash") X(LightDone, "LightDone")    \
    X(Reload, "Reload") X(Zoom, "Zoom") X(Pickup, "Pickup") X(Use, "Use") X(Drop, "Drop")                              \
    X(HideDoomish, "HideDoomish") X(HideSpecial, "HideSpecial") X(HideIndefinitely, "HideIndefinitely")                \
    X(Held, "Held") X(HoldAndDestroy, "HoldAndDestroy") X(BrainExplode, "BrainExplode") X(SkipAttack, "SkipAttack")    \
    X(Active, "Active") X(Inactive, "Inactive")

enum class Label : uint8_t {
#define CACO_LABEL_ENUM(id, text) id,
    CACO_LABELS(CACO_LABEL_ENUM)
#undef CACO_LABEL_ENUM
        Count
};

// Built-in behaviour of a class: its nearest ancestor (or itself) among these names.
enum class NativeKind : uint8_t {
    Actor, PlayerPawn, Inventory, Ammo, Backpack, BasicArmor, BasicArmorPickup, BasicArmorBonus, HexenArmor, CustomInventory,
    Health, HealthPickup, Key, PowerupGiver, Powerup, MapRevealer, ScoreItem, DehackedPickup, Weapon, WeaponGiver, PuzzleItem,
    Unknown, PatrolPoint, PatrolSpecial, SpecialSpot, TeleportDest, TeleportFog, ScriptedMarine, RandomSpawner, SectorAction,
    BossTarget, FastProjectile, MapSpot, Bridge, Switchable, Count
};

// Which power a Powerup descendant is.
enum class PowerKind : uint8_t { None, Invulnerable, Invisibility, Strength, IronFeet, LightAmp, Allmap, Other };

enum class RenderStyle : uint8_t { None, Normal, Fuzzy, SoulTrans, OptFuzzy, Stencil, Translucent, Add, Shaded, TranslucentStencil, Shadow, Subtract };

// Bits of ClassInfo::bounceFlags (actors.md section 2).
enum BounceFlag : uint32_t {
    kBounceWalls = 1, kBounceFloors = 2, kBounceCeilings = 4, kBounceActors = 8, kBounceAutoOff = 16, kBounceHeretic = 32, kBounceMbf = 64
};

// One argument of an action call.
struct ActionArg {
    enum class Kind : uint8_t { Int, Float, Class, State, Offset, Name, Text, Random } kind = Kind::Int;
    int32_t value = 0;      // Int, Class (ClassId), State (StateId), Offset (rows ahead), Name (NameId), Text (index into texts), Random: low bound
    double number = 0;      // Int and Float: the value as written
    int32_t high = 0;       // Random: high bound
    uint16_t stream = 0;    // Random: stream index
};

enum StateFlag : uint8_t { kStateBright = 1, kStateFast = 2, kStateSlow = 4, kStateNoDelay = 8, kStateCanRaise = 16 };

inline constexpr uint32_t kKeepSprite = 0xFFFFFFFFu; // "####"; keeps the sprite
inline constexpr int16_t kKeepFrame = -1;

struct State {
    ClassId owner = kNoClass;
    uint32_t sprite = 0;        // spriteKey (assets.h); kKeepSprite
    int16_t frame = 0;          // 0 = A; kKeepFrame
    int16_t tics = -1;
    uint16_t ticRange = 0;
    uint8_t flags = 0;          // StateFlag
    int16_t misc1 = 0, misc2 = 0;
    uint16_t action = 0;        // ActionId; 0 = none
    uint16_t argCount = 0;
    int32_t firstArg = 0;       // into ClassTable::args
    StateId next = kNoState;
};

struct DropItem {
    ClassId item;
    int32_t chance;             // 0..255
    int32_t amount;             // -1 = default
};
struct StartItem {
    ClassId item;
    int32_t amount;
};

// Resolved properties. Units as in actors.md 1.1: lengths, speeds and factors are 16.16.
struct ClassInfo {
    std::string name;           // spelling that object lists report
    ClassId id = kNoClass;
    ClassId parent = kNoClass;
    NativeKind native = NativeKind::Actor;
    PowerKind power = PowerKind::None;
    std::vector<int32_t> editorNumbers;
    int32_t spawnId = 0;
    FlagSet flags{};

    int32_t health = 1000, reactionTime = 8, mass = 100, painChance = 0, painThreshold = 0, gibHealth = INT32_MIN;
    Fixed radius = 20 * kUnit, height = 16 * kUnit, speed = 0, fastSpeed = 0, floatSpeed = 4 * kUnit, vspeed = 0;
    Fixed projectilePassHeight = 0, deathHeight = -1, burnHeight = -1, cameraHeight = 0; // -1 = not set
    int32_t damage = 0;
    bool damageIsExact = false; // Damage (expr): value without dice
    NameId damageType = kNameNone, deathType = kNameNone, painType = kNameNone;
    int32_t projectileKickback = 0;
    Fixed meleeRange = 44 * kUnit, meleeThreshold = 0, maxTargetRange = 0;
    int32_t minMissileChance = 200;
    Fixed maxStepHeight = 24 * kUnit, maxDropOffHeight = 24 * kUnit;
    Fixed gravity = kUnit, friction = kUnit, damageFactor = kUnit, radiusDamageFactor = kUnit, pushFactor = kUnit / 4;
    Fixed bounceFactor = 45875, wallBounceFactor = 49152;
    int32_t bounceCount = -1;
    uint32_t bounceFlags = 0;
    int32_t explosionDamage = 128, explosionRadius = -1;
    bool dontHurtShooter = false;
    int32_t meleeDamage = 0;
    Fixed missileHeight = 32 * kUnit;
    int32_t floatBobPhase = -1; // -1 = random
    RenderStyle renderStyle = RenderStyle::Normal;
    Fixed alpha = kUnit, xScale = kUnit, yScale = kUnit;
    int32_t translation = -1;   // DECORATE Translation number, -1 = none
    ClassId teleFogSource = kNoClass, teleFogDest = kNoClass;
    ClassId bloodType = kNoClass;
    int32_t args[5] = {};
    std::vector<DropItem> drops; // processing order

    // Inventory.
    int32_t amount = 1, maxAmount = 1, respawnTics = 0;
    std::string pickupMessage;                                // "$NAME" = a string of the archives; "" = none
    ClassId pickupFlash = kNoClass;
    int32_t backpackAmount = 0, backpackMaxAmount = 0;        // Ammo
    Fixed savePercent = 0;                                    // Armor
    int32_t saveAmount = 0, maxSaveAmount = 0;
    int32_t powerDuration = 0;                                // Powerup, tics (EffectTics)
    ClassId powerType = kNoClass;                             // PowerupGiver
    Fixed powerStrength = 0;
    // Weapon.
    int32_t selectionOrder = 0, kickback = 0, ammoUse[2] = {}, ammoGive[2] = {}, minSelectionAmmo[2] = {};
    ClassId ammoType[2] = {kNoClass, kNoClass};
    ClassId sisterWeapon = kNoClass;
    Fixed bobSpeed = kUnit, bobRangeX = kUnit, bobRangeY = kUnit, yAdjust = 0;
    int32_t slotNumber = -1;
    // PlayerPawn.
    Fixed attackZOffset = 8 * kUnit, jumpZ = 8 * kUnit, viewHeight = 41 * kUnit, useRange = 64 * kUnit;
    Fixed forwardMove[2] = {kUnit, kUnit}, sideMove[2] = {kUnit, kUnit}, gruntSpeed = 12 * kUnit;
    int32_t maxHealth = 0;
    std::vector<StartItem> startItems;                        // declaration order
    std::vector<std::vector<ClassId>> weaponSlots;            // ten slots, 0..9

    StateId label[static_cast<size_t>(Label::Count)] = {};    // kNoState when missing; filled by seal()
    std::vector<std::pair<std::string, StateId>> labels;      // every label, canonical spelling
    StateId firstState = kNoState;                            // own states
    int32_t stateCount = 0;
    std::vector<uint16_t> missingActions;                     // actions without a function that its states can reach (seal)

    StateId state(Label l) const { return label[static_cast<size_t>(l)]; }
};

// All classes of a game: the built-in ones and those that the archives' DECORATE lumps add.
class ClassTable {
public:
    std::vector<ClassInfo> classes;
    std::vector<State> states;
    std::vector<ActionArg> args;
    std::vector<std::string> texts;
    std::vector<std::string> names;                           // interned names, index = NameId; case-insensitive
    std::vector<std::string> extraStreams;                    // DECORATE random names, stream index kBuiltinStreams + i
    std::vector<ClassId> replacement;                         // per class: what spawns instead (itself mostly)
    std::vector<std::string> loadReports;                     // what the archives ask for and the engine does not do; shown once per game
    std::vector<ClassId> ammoRoots;                           // direct subclasses of Ammo of every game, -1 where only a draw is owed (actors.md 7.4)

    const ClassInfo& info(ClassId id) const { return classes[static_cast<size_t>(id)]; }
    const State& state(StateId id) const { return states[static_cast<size_t>(id)]; }
    ClassId add(ClassInfo info);                              // while building: registers the name and sets the id; a later class of the same name wins
    ClassId find(std::string_view name) const;                // case-insensitive; kNoClass
    ClassId findEditor(int32_t editorNumber) const;           // kNoClass
    ClassId findSpawnId(int32_t spawnId) const;
    NameId intern(std::string_view name);                     // while building
    NameId findName(std::string_view name) const;             // -1 when never interned
    bool isA(ClassId id, ClassId ancestor) const;             // id == ancestor counts
    // Once sealed: some ancestor has that kind's class name.
    bool isA(ClassId id, NativeKind kind) const { return id != kNoClass && (kinds_[static_cast<size_t>(id)].all >> static_cast<int>(kind) & 1) != 0; }
    NativeKind nativeOf(ClassId id) const { return kinds_[static_cast<size_t>(id)].own; } // once sealed: ClassInfo::native
    // Dotted label look-up; exact: all parts must match, else the deepest match counts (actors.md 1.2).
    StateId findLabel(ClassId id, std::string_view path, bool exact) const;
    void setString(std::string_view name, std::string text);  // texts shown to the player; names as in DEHACKED [STRINGS]
    const std::string* findString(std::string_view name) const; // case-insensitive; null when no archive has it
    uint16_t streamIndex(std::string_view name);              // built-in or extra stream; while building

    // Rebuilds every index after classes were added. Must be called once before use; `error` names the class and problem.
    Status seal();

    // Frequently needed classes, filled by seal().
    struct Known {
        ClassId blood, bulletPuff, teleportFog, itemFog, realGibs, rocketSmokeTrail, lostSoul, basicArmor, hexenArmor, doomPlayer,
            clip, shell, rocketAmmo, cell, backpack, unknown, powerStrength, powerIronFeet, powerInvulnerable, powerInvisibility,
            powerLightAmp, patrolPoint, patrolSpecial, teleportDest, teleportDest2, teleportDest3, bossTarget, fist, health, armorPickup,
            weapon, ammo, inventory, key, monsterRoot;
    } known{};

private:
    // Of each class: asked for every actor in every tic, so they lie close together.
    struct Kinds {
        uint64_t all; // bits of NativeKind: its own and its ancestors'
        NativeKind own;
    };
    static_assert(static_cast<int>(NativeKind::Count) <= 64);
    std::vector<Kinds> kinds_;
    std::unordered_map<std::string, ClassId, HashIgnoreCase, EqualIgnoreCase> byName_;
    std::unordered_map<std::string, std::string, HashIgnoreCase, EqualIgnoreCase> strings_;
    std::unordered_map<int32_t, ClassId> byEditor_, bySpawnId_;
};

// The table of the built-in classes (native/data), not sealed. The classes of the known scenario archives are added on request:
// a program that reads their DECORATE lumps leaves them out.
ClassTable builtinClasses(bool withScenarioClasses = false);

// Editor numbers that are no actors.
enum class EditorMeaning : uint8_t { Actor, PlayerStart, DeathmatchStart, Nothing };
EditorMeaning editorMeaning(int32_t number, int32_t& player); // player: 1-based, set for PlayerStart

} // namespace caco
