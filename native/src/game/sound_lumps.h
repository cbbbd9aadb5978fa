// The sound lumps of the archives: 8-bit samples with a rate each. Immutable after loading; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "wad/archive.h"

namespace caco {

// Names of the lumps that play can start, without the "DS" before each.
#define CACO_SOUNDS(X)                                                                                                 \
    X(PISTOL) X(SHOTGN) X(SGCOCK) X(DSHTGN) X(DBOPN) X(DBLOAD) X(DBCLS) X(SAWUP) X(SAWIDL) X(SAWFUL) X(SAWHIT)         \
    X(PUNCH) X(RLAUNC) X(RXPLOD) X(PLASMA) X(BFG) X(FIRSHT) X(FIRXPL) X(BAREXP) X(ITEMUP) X(WPNUP) X(GETPOW) X(ITMBK)  \
    X(TELEPT) X(PSTART) X(PSTOP) X(DOROPN) X(DORCLS) X(BDOPN) X(BDCLS) X(STNMOV) X(SWTCHN) X(OOF) X(SLOP) X(PLPAIN)    \
    X(PLDETH) X(PDIEHI) X(POPAIN) X(DMPAIN) X(POSIT1) X(POSIT2) X(POSIT3) X(PODTH1) X(PODTH2) X(PODTH3) X(BGSIT1)      \
    X(BGSIT2) X(BGDTH1) X(BGDTH2) X(SGTSIT) X(SGTATK) X(SGTDTH) X(SKLATK) X(CACSIT) X(CACDTH) X(BRSSIT) X(BRSDTH)      \
    X(KNTSIT) X(KNTDTH) X(BSPSIT) X(BSPDTH) X(BSPWLK) X(PESIT) X(PEPAIN) X(PEDTH) X(SKESIT) X(SKEDTH) X(SKEATK)        \
    X(SKEPCH) X(SKESWG) X(MANSIT) X(MNPAIN) X(MANDTH) X(MANATK) X(VILSIT) X(VIPAIN) X(VILDTH) X(VILATK) X(FLAMST)      \
    X(CYBSIT) X(CYBDTH) X(HOOF) X(METAL) X(SPISIT) X(SPIDTH) X(SSSIT) X(SSDTH) X(KEENPN) X(KEENDT) X(BOSSIT) X(BOSPIT) \
    X(BOSPN) X(BOSDTH) X(BOSCUB) X(CLAW)

enum class SoundId : uint8_t {
    None,
#define CACO_SOUND_ENUM(name) name,
    CACO_SOUNDS(CACO_SOUND_ENUM)
#undef CACO_SOUND_ENUM
        Count
};

struct SoundLump {
    std::span<const uint8_t> samples; // 128 = silence; empty when no archive has the lump, or an empty one
    uint32_t rate = 0;                // samples a second
};

// Keeps the archives alive that the samples lie in.
class SoundLumps {
public:
    explicit SoundLumps(std::shared_ptr<const ArchiveSet> archives);
    const SoundLump& operator[](SoundId id) const { return lumps_[static_cast<size_t>(id)]; }

private:
    std::shared_ptr<const ArchiveSet> archives_;
    std::array<SoundLump, static_cast<size_t>(SoundId::Count)> lumps_{};
};

} // namespace caco
