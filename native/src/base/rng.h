// Named random streams (simulation.md section 2): SFMT-607 generators seeded from (CRC-32 of the name, global seed).
#pragma once

#include <cstdint>
#include <string_view>

namespace caco {

struct Sfmt607 {
    uint32_t word[20];
    uint32_t index;

    // The generator is worked out at its first use: most games use few of their streams.
    void seed(uint32_t crc, uint32_t globalSeed) {
        word[0] = crc;
        word[1] = globalSeed;
        for (int i = 2; i < 20; ++i) {
            word[i] = 0;
        }
        index = kUnused;
    }
    uint32_t next() {
        if (index >= 20) {
            generate();
        }
        return word[index++];
    }

private:
    static constexpr uint32_t kUnused = 0xFFFFFFFF;

    void generate();
    void initialize(uint32_t crc, uint32_t globalSeed);
};

// MT19937 as the episode seed source (simulation.md 2.8).
struct Mt19937 {
    uint32_t word[624];
    uint32_t index;

    void seed(uint32_t value);
    uint32_t next();
};

// zlib CRC-32 of the bytes of the text.
uint32_t crc32(std::string_view text);
uint32_t crc32(const void* data, uint64_t size);

// Every built-in stream: enumerator = exact name.
#define CACO_STREAMS(X)                                                                                                \
    X(SpawnActor) X(SpawnMapThing) X(ACS) X(ActorTakeDamage) X(ActorDie) X(MissileDamage) X(CheckThing) X(LineAttack)  \
    X(TraceBleed) X(SpawnPuff) X(SpawnBlood) X(BloodSplatter) X(RipperBlood) X(ExplodeMissile) X(CheckMissileSpawn)    \
    X(SpawnMissile) X(RocketTrail) X(DropItem) X(NightmareRespawn) X(StateTics) X(PlayerInSpecialSector) X(Chase)      \
    X(NewChaseDir) X(TryWalk) X(LookForPlayers) X(LookForMonsters) X(LookyLooky) X(IGotHooky) X(SlooK) X(FaceTarget)   \
    X(SkipTarget) X(Dropoff) X(Defect) X(EnemyStrafe) X(Anubis) X(CheckSight) X(SwitchTarget) X(OpenDoor)              \
    X(CheckMissileRange) X(RailFace) X(GunShot) X(PosAttack) X(SPosAttack) X(CPosAttack) X(CPosRefire) X(SpidRefire)   \
    X(TroopAttack) X(SargAttack) X(HeadAttack) X(BruisAttack) X(SkelFist) X(Tracer) X(BetaLostSoul) X(CustomBullet)    \
    X(CustomMelee) X(CustomActorfire) X(CustomWpBullet) X(CustomWpPunch) X(CustomJump) X(CustomWpJump)                 \
    X(MonsterRefire) X(Punch) X(Saw) X(FireSG2) X(FirePlasma) X(FireRail) X(BFGSpray) X(OldBFG) X(KickbackDir)         \
    X(BrainScream) X(BrainExplode) X(SpawnFly) X(DoCrunch) X(DoPlat) X(Flicker) X(FireFlicker) X(LightFlash)           \
    X(StrobeFlash) X(AnimSwitch) X(Teleport) X(TeleportSelf) X(A_Teleport) X(SpawnItemEx) X(RandomSpawn)               \
    X(RandomSpeech) X(SpecialSpot) X(PlayerSpawn) X(DMSpawn) X(RandomPlayerClassChoice) X(WpnReadySnd) X(Torch)        \
    X(TorchFlicker) X(UniqueTID) X(EX_Random) X(SMarineGunshot) X(SMarinePunch) X(SMarineRefire) X(SMarineSaw)         \
    X(SMarineFireSSG) X(RestorePos) X(Bounce) X(Reflect) X(SkullPop) X(FreezeDeath) X(IceSetTics)                      \
    X(FreezeDeathChunks) X(Chunk) X(FAxeSplatter)

enum class Stream : uint16_t {
#define CACO_STREAM_ENUM(name) name,
    CACO_STREAMS(CACO_STREAM_ENUM)
#undef CACO_STREAM_ENUM
        Cosmetic, // the nameless stream (crc 0) of particles and the status bar face
    Count
};

inline constexpr int kBuiltinStreams = static_cast<int>(Stream::Count);
inline constexpr int kExtraStreams = 32; // streams named by DECORATE text of a scenario
inline constexpr int kMaxStreams = kBuiltinStreams + kExtraStreams;

// Exact name of a built-in stream; empty for Stream::Cosmetic.
std::string_view streamName(Stream stream);
// CRC-32 that keys a built-in stream.
uint32_t streamCrc(Stream stream);

} // namespace caco
