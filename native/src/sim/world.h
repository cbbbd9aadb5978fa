// The world: everything that changes in a game, in one relocatable block (architecture: one world, one arena).
// Owner thread only. No pointer is stored inside the block; snapshot, restore, clone and hash work on its used parts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/rng.h"
#include "base/status.h"
#include "map/level.h"
#include "sim/actor.h"
#include "sim/classes.h"
#include "sim/player.h"

namespace caco {

struct World;

// What sits to the right of sim and is called from inside the tic. All members may be left null-object by passing nullptr to World.
class WorldHooks {
public:
    virtual ~WorldHooks() = default;
    // Scripts (folder script). Return value of the starts: the special succeeded.
    virtual bool startScript(World& w, Actor* activator, int32_t line, int32_t side, int32_t script, int32_t map, const int32_t args[4], bool always,
                             bool wantResult, int32_t& result) = 0;
    virtual void suspendScript(World& w, int32_t script, int32_t map) = 0;
    virtual void terminateScript(World& w, int32_t script, int32_t map) = 0;
    // Starts every script of a type (simulation.md 8.2) in ascending number order.
    virtual void startTypedScripts(World& w, int32_t type, Actor* activator, bool always) = 0;
    // Ends the not yet run ENTER scripts of an earlier pawn (simulation.md 6.7).
    virtual void stopScriptsOf(World& w, ActorRef activator) = 0;
    // Thinker list 103: one pass of the script scheduler.
    virtual void runScripts(World& w) = 0;
    // Status bar tick between player think and thinkers (simulation.md 5.1 step 4).
    virtual void tickStatusBar(World& w) = 0;
    // A new game begins: the script section was zeroed, nothing has spawned yet.
    virtual void resetMemory(World& w) = 0;
};

struct SectorState {
    Fixed floor, ceiling;               // heights; flat planes only
    Fixed floorTexZ, ceilingTexZ;       // texture reference heights
    TextureId floorTexture, ceilingTexture;
    int16_t light;
    int16_t secretFound;
    int32_t special;                    // ZDoom number; low byte effect, 0x100.. damage bits, 0x400 secret
    uint32_t thingHead;                 // actor slot + 1, most recently linked first
    uint32_t touchHead;                 // TouchNode + 1
    uint32_t floorMover, ceilingMover;  // mover slot + 1; 0 = idle
    ActorRef soundTarget;
    int32_t soundTraversed;
    uint32_t validCount;
    Fixed friction, moveFactor;         // 0xE800, 2048 unless the friction flag is set
    uint8_t hasFriction;
    uint8_t wasSecret;
    uint8_t stairLock;
    uint8_t endGodMode;
    int32_t damage;                     // per interval; negative heals (simulation.md 5.14, 7.9)
    int32_t damageInterval;
    int32_t leak;                       // leakiness 0..256
    NameId damageType;
    uint8_t endLevel;
    uint8_t pad_;
    uint16_t tint;                      // index into World::tints; 0 = ordinary light
    Fixed scrollX, scrollY;             // carry of this tic
    double gravity;
};

struct SideState {
    TextureId texture[3];
};

struct LineState {
    uint32_t flags;                     // LineFlag
    uint16_t activation;
    uint16_t special;
    int32_t args[5];
    uint32_t validCount;
};

struct TouchNode {                      // one (actor, sector) contact
    uint32_t actor;                     // slot + 1
    int32_t sector;
    uint32_t nextOfActor;               // + 1
    uint32_t nextInSector, prevInSector;
};

struct BlockNode {                      // one (actor, blockmap cell) membership
    uint32_t actor;                     // slot + 1
    uint32_t cell;
    uint32_t nextOfActor;
    uint32_t nextInCell, prevInCell;
};

enum class MoverKind : uint8_t { None, Door, Plat, Floor, Ceiling, Elevator, Scroller, Light };

// A moving-sector effect or another non-actor thinker. Which fields a kind uses is its file's business.
struct Mover {
    ThinkerLink think;
    MoverKind kind;
    uint8_t used;
    uint8_t type;                       // sub-kind, per file
    int8_t direction;
    int32_t sector;
    int32_t line;
    int32_t tag;
    Fixed speed, speed1, speed2;
    Fixed low, high, dest;
    Fixed lastHeight;
    int32_t delay, count;
    int32_t crush;                      // damage per crunch, -1 = does not crush
    int32_t newSpecial;
    TextureId newTexture;
    int32_t oldDirection;
    Fixed x, y, velX, velY;
    int32_t a, b, c, d;
    uint8_t flag[4];
};

struct Button {                         // a switch texture that reverts
    int32_t side;
    int32_t tier;
    TextureId texture;
    int32_t tics;                       // 0 = free
};

struct DamageLog {                      // statistics since the episode was requested (simulation.md section 9)
    int32_t hitCount, hitsTaken, damageCount, damageTaken;
};

// What last took health from a player in this game. Classes, because the actors may be gone.
struct LastHurt {
    ClassId source;                     // who is to blame; kNoClass = nobody (a floor, a crusher)
    ClassId inflictor;                  // what touched: a missile, a puff, the attacker itself; kNoClass = nothing
    NameId type;                        // damage type
    int32_t amount;                     // after armour; 0 = never hurt
};

// A line of text for a player (sim/notices.h). Cut at its room; never part of play.
struct Notice {
    int32_t tic;                        // map time when it was said
    int8_t player;                      // -1 = everybody
    uint8_t kind;                       // NoticeKind
    char text[122];                     // zero-terminated UTF-8
};
inline constexpr uint32_t kMaxNotices = 32;
inline constexpr uint32_t kKeptDraws = 16;

enum class ExitKind : uint8_t { None, Normal, Secret };

inline constexpr int kMaxButtons = 64;
inline constexpr int kTidBuckets = 128;
inline constexpr int kMaxContacts = 512;
inline constexpr int32_t kMaxPlayTints = 64;

// Scalars of the world; the first section of the arena.
struct WorldState {
    uint64_t magic;
    int32_t levelTime, mapTime, totalTime;
    uint32_t seed;
    uint8_t skill;                      // internal 0..4
    uint8_t exitKind;                   // ExitKind requested during this tic
    uint8_t mapEnded;                   // level left: no more world tics
    uint8_t statusBits;                 // WorldError
    int32_t killedMonsters, totalMonsters, foundItems, totalItems, foundSecrets, totalSecrets;
    uint32_t validCount;
    float gravity;                      // 800
    Fixed airControl;                   // 256
    Fixed airFriction;                  // kUnit
    int32_t playerCount;
    int32_t nextInventoryId;
    int32_t brainTargetIndex, brainSkip;

    Sfmt607 stream[kMaxStreams];
    Player player[kMaxPlayers];
    DamageLog log[kMaxPlayers];

    // Thinker lists: [list][0] normal, [list][1] fresh.
    ThinkerRef thinkHead[static_cast<size_t>(ThinkerList::Count)][2];
    ThinkerRef thinkTail[static_cast<size_t>(ThinkerList::Count)][2];

    uint32_t tidHead[kTidBuckets];      // actor slot + 1
    Button button[kMaxButtons];

    // Pools: high-water marks and free lists (slot + 1).
    uint32_t actorUsed, actorFree, actorFreeTail, actorCount;
    uint32_t moverUsed, moverFree;
    uint32_t touchUsed, touchFree;
    uint32_t blockUsed, blockFree;
    uint32_t pendingFree;               // actors destroyed in this tic, chained through tidNext

    // ACS variables that outlive scripts (simulation.md 8.6).
    int32_t acsWorld[256];
    int32_t acsGlobal[64];

    // The contacted-special list shared by all moves.
    int32_t contactCount;
    int32_t contact[kMaxContacts];
    int32_t specialSpotCount;
    ActorRef specialSpot[256];          // BossTarget registration order

    // Not part of the world hash (from here on).
    int32_t nextObjectId;
    int32_t mapRevealed;                // a computer map was picked up: the automap shows every line
    LastHurt lastHurt[kMaxPlayers];
    int32_t lastKillTic[kMaxPlayers];   // map time of a player's last kill of anything; -1 = none
    uint32_t drawCount;                 // draws of play in this game, from all its streams
    uint16_t drawn[kKeptDraws];         // stream of draw number n (from 0) is in slot n % kKeptDraws
    uint32_t noticeCount;               // said in this game; the ring keeps the last kMaxNotices
    Notice notice[kMaxNotices];         // number n (from 0) is in slot n % kMaxNotices
    uint32_t particleUsed;
    int32_t tintCount;                  // colours of light that sectors were given in play; behind the level's in World::tints
    LightTint tint[kMaxPlayTints];
};

// Bits of WorldState::statusBits; each names a capacity or gap that the game reports (never silent).
enum WorldError : uint8_t { kErrActorsFull = 1, kErrMoversFull = 2, kErrNodesFull = 4, kErrContactsFull = 8, kErrScriptsFull = 16, kErrMissingAction = 32 };

struct WorldConfig {
    std::shared_ptr<const Assets> assets;
    std::shared_ptr<const Level> level;
    std::shared_ptr<const ClassTable> classes;
    WorldHooks* hooks = nullptr;        // must outlive the world; may be null
    uint32_t actorCapacity = 4096;      // at most kMaxActors - 1
    uint32_t moverCapacity = 1024;
    uint32_t scriptBytes = 0;           // size of the scripts' section
    uint32_t viewBytes = 0;             // size of the renderer's section
    uint32_t particleCapacity = 0;      // kMaxParticles, or 0: none are kept
};

// Rules of the sv_ settings that play obeys (game/settings.h names them).
enum RuleFlag : uint32_t {
    kRuleItemsRespawn = 1u << 0,        // sv_itemrespawn
    kRuleWeaponsStay = 1u << 1,         // sv_weaponstay
    kRuleForceRespawn = 1u << 2,        // sv_forcerespawn: the dead come back without USE
    kRuleSpawnFarthest = 1u << 3,       // sv_spawnfarthest
    kRuleRespawnProtect = 1u << 4,      // sv_respawnprotect: three seconds without harm
    kRuleNoRespawn = 1u << 5,           // sv_norespawn
    kRuleNoExit = 1u << 6,              // sv_noexit: who exits dies
    kRuleInfiniteAmmo = 1u << 7,        // sv_infiniteammo
    kRuleNoJump = 1u << 8,              // sv_nojump
    kRuleNoCrouch = 1u << 9,            // sv_nocrouch
    kRuleNoFreelook = 1u << 10,         // sv_nofreelook
    kRuleNoHealth = 1u << 11,           // sv_nohealth: no health items are placed
    kRuleNoArmor = 1u << 12,            // sv_noarmor
    kRuleRespawnSuper = 1u << 13,       // sv_respawnsuper: spheres come back too
    kRuleNoSwitchOnPickup = 1u << 14,   // neverswitchonpickup
    kRuleNoCheats = 1u << 15            // viz_nocheat: commands that help a player are refused
};

// What a new game needs beside the level. Trivially copyable: part of snapshots.
struct NewGame {
    uint32_t seed = 0;
    int32_t players = 1;
    uint32_t flags = 0;                 // RuleFlag
    int32_t fragLimit = 0;              // 0 = none
    int32_t respawnDelay = 35;          // tics from death until a player may come back
    float gravity = 800.0f;             // sv_gravity
    Fixed airControl = 256;             // sv_aircontrol
    float teamDamage = 0.0f;            // teamdamage: factor of damage between players that play together
    float timeLimit = 0.0f;             // minutes; 0 = none
    uint8_t skill = 2;                  // internal 0..4
    bool deathmatch = false;
    bool multiplayer = false;
    bool noMonsters = false;
    bool noAutoAim = false;             // sv_noautoaim: shots go where the view points
    uint8_t pad_[3] = {};

    bool has(RuleFlag f) const { return (flags & f) != 0; }
};

struct Particle;

// Light rows of one kind of light (renderer.md 1.2).
struct TintRows {
    const uint8_t* rows;                // 32 x 256
    bool foggy;
};

struct World {
    explicit World(const WorldConfig& config);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // Immutable surroundings.
    std::shared_ptr<const Assets> assets;
    std::shared_ptr<const Level> level;
    std::shared_ptr<const ClassTable> classes;
    WorldHooks* hooks;
    NewGame rules;                      // of the running game; part of the snapshot header
    std::array<std::string, kMaxPlayers> playerNames; // as notices call them; set by the host

    // Sections of the arena.
    WorldState* state;
    SectorState* sectors;
    SideState* sides;
    LineState* lines;
    uint32_t* blockHeads;               // BlockNode + 1 per blockmap cell
    Actor* actors;                      // slot 0.. capacity-1
    Mover* movers;
    TouchNode* touchNodes;
    BlockNode* blockNodes;
    std::byte* scriptMemory;            // layout: folder script
    std::byte* viewMemory;              // layout: folder render; not part of the world hash
    Particle* particles;                // oldest first; not part of the world hash
    uint32_t actorCapacity, moverCapacity, touchCapacity, blockCapacity, scriptBytes, viewBytes, particleCapacity;
    uint32_t fetchedActors = 0;         // slots that fetchAhead fetches: those used in the last tic
    bool particlesForSprites = false;   // set by the host: particles stand for the sprites of effects

    std::vector<TintRows> tints;        // [0] = COLORMAP, then the level's, then those of WorldState::tint; see sim/sector_light.h
    std::vector<std::unique_ptr<TintedLight>> playTints;  // rows behind WorldState::tint; kept from game to game

    ThinkerRef nextThinker = 0;         // cursor of the running list; moves on when its thinker leaves

    // Scratch of the noise flood: depth-first over sectors without recursion.
    struct NoiseVisit {
        int32_t sector, blocks, nextLine;
    };
    std::vector<NoiseVisit> noiseStack;

    // Reports that must reach the user once per game (unsupported actions, full pools); drained by the game layer.
    std::vector<std::string> reports;
    void report(std::string text);      // ignores a text that is already there
    void fetchAhead() const;            // what the next tic will need, into the caches; changes nothing

    const ClassInfo& info(const Actor& a) const { return classes->info(a.cls); }
    const ClassInfo& info(ClassId id) const { return classes->info(id); }

    // References.
    uint32_t slotOf(const Actor& a) const { return static_cast<uint32_t>(&a - actors); }
    ActorRef refOf(const Actor& a) const { return (a.generation << kActorIndexBits) | slotOf(a); }
    ActorRef refOf(const Actor* a) const { return a ? refOf(*a) : 0; }
    Actor* resolve(ActorRef ref) const {
        if (ref == 0) return nullptr;
        Actor* a = actors + (ref & kActorIndexMask);
        return a->alive && a->generation == (ref >> kActorIndexBits) ? a : nullptr;
    }
    Actor* bySlot(uint32_t slotPlusOne) const { return slotPlusOne ? actors + (slotPlusOne - 1) : nullptr; }
    Actor* target(const Actor& a) const { return resolve(a.target); }

    // Random draws.
    uint32_t draw(Stream s) { return drawStream(static_cast<uint16_t>(s)); }
    int32_t r(Stream s) { return static_cast<int32_t>(draw(s) & 255); }
    int32_t r2(Stream s) {
        const int32_t a = r(s);
        return a - r(s);
    }
    int32_t rn(Stream s, int32_t n) { return n == 0 ? 0 : static_cast<int32_t>(draw(s) % static_cast<uint32_t>(n)); }
    uint32_t drawStream(uint16_t index) {
        state->drawn[state->drawCount++ % kKeptDraws] = index;
        return state->stream[index].next();
    }
    // Of the nameless stream: pictures draw from it, so it is no part of play.
    uint32_t drawCosmetic() { return state->stream[static_cast<size_t>(Stream::Cosmetic)].next(); }
    // The exact name of a stream by its index in WorldState::stream, zero-terminated.
    const char* nameOfStream(uint16_t index) const;

    // Heights of flat planes at a point.
    Fixed floorAt(int32_t sector) const { return sectors[sector].floor; }
    Fixed ceilingAt(int32_t sector) const { return sectors[sector].ceiling; }

    // Snapshot of everything that changes (used parts only). Sizes vary from tic to tic.
    size_t snapshotSize() const;
    void save(std::byte* out) const;                       // snapshotSize() bytes
    Status restore(const std::byte* data, size_t size);    // refused (world untouched) unless it fits this world's level and capacities
    uint64_t hash() const;                                 // over the same bytes

private:
    struct Free {
        void operator()(std::byte* p) const;
    };
    std::unique_ptr<std::byte, Free> arena_;
    size_t arenaSize_ = 0;
};

} // namespace caco
