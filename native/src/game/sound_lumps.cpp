#include "game/sound_lumps.h"

#include <string>

namespace caco {
namespace {

constexpr const char* kNames[] = {"",
#define CACO_SOUND_NAME(name) #name,
                                  CACO_SOUNDS(CACO_SOUND_NAME)
#undef CACO_SOUND_NAME
};

constexpr uint16_t kSampled = 3;
constexpr uint32_t kPadding = 16; // samples before and behind the sound, counted in its length
constexpr uint32_t kHighestRate = 192000;

// A sound lump: uint16 kind (3), uint16 rate, uint32 count, then count 8-bit samples. What does not fit is no sound: content is
// played without it, as without the lump.
SoundLump readLump(std::span<const uint8_t> data) {
    ByteReader in(data);
    const uint16_t kind = in.u16();
    const uint32_t rate = in.u16();
    const uint32_t count = in.u32();
    if (in.failed() || kind != kSampled || rate == 0 || rate > kHighestRate || count > in.remaining() || count <= 2 * kPadding) return {};
    return {data.subspan(in.position() + kPadding, count - 2 * kPadding), rate};
}

} // namespace

SoundLumps::SoundLumps(std::shared_ptr<const ArchiveSet> archives) : archives_(std::move(archives)) {
    for (size_t i = 1; i < lumps_.size(); ++i) {
        const int32_t index = archives_->find(std::string("DS") + kNames[i]);
        if (index >= 0) lumps_[i] = readLump(archives_->lump(index).data);
    }
}

} // namespace caco
