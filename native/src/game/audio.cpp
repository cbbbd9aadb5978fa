#include "game/audio.h"

#include <algorithm>
#include <cstring>

#include "base/trig.h"
#include "sim/players.h"

namespace caco {
namespace {

constexpr int32_t kTicsPerSecond = 35;
constexpr size_t kVoices = 32;
constexpr Fixed kNear = 160 * kUnit;  // full loudness up to here
constexpr Fixed kFar = 1200 * kUnit;  // silence from here on
constexpr int32_t kFull = 256;
constexpr int32_t kCentre = kFull / 2; // each ear's part of a sound from straight ahead
constexpr int32_t kSide = 96;          // what the nearer ear gains, and the other one loses
constexpr uint64_t kOneSample = uint64_t{1} << 32;

} // namespace

Audio::Audio(const World& w, int players, int32_t rate, int32_t tics)
    : lumps_(w.assets->archives), watch_(w), rate_(rate), tics_(tics), perTic_(static_cast<size_t>(rate / kTicsPerSecond)), voices_(kVoices),
      sums_(perTic_ * kAudioChannels), buffers_(static_cast<size_t>(players), std::vector<int16_t>(perTic_ * static_cast<size_t>(tics) * kAudioChannels)) {}

void Audio::reset(const World& w) {
    watch_.reset(w);
    std::fill(voices_.begin(), voices_.end(), Voice{});
    for (auto& buffer : buffers_) {
        std::fill(buffer.begin(), buffer.end(), int16_t{0});
    }
}

std::span<const int16_t> Audio::heard(int player) const { return buffers_[static_cast<size_t>(player)]; }

void Audio::tic(const World& w) {
    ++clock_;
    for (const SoundStart& s : watch_.listen(w)) {
        begin(s);
    }
    follow(w);
    for (int player = 0; player < static_cast<int>(buffers_.size()); ++player) {
        mix(w, player);
    }
    advance();
}

void Audio::begin(const SoundStart& s) {
    if (lumps_[s.sound].samples.empty()) return;
    Voice* best = nullptr;
    for (Voice& v : voices_) {
        if (v.playing && v.start.source == s.source && v.start.channel == s.channel) {
            best = &v;
            break;
        }
        // A free voice, or else the oldest.
        const bool better = !best || (best->playing && (!v.playing || v.age < best->age));
        if (better) best = &v;
    }
    *best = {s, 0, clock_, true};
}

void Audio::follow(const World& w) {
    for (Voice& v : voices_) {
        if (!v.playing || v.start.actor == 0) continue;
        if (const Actor* a = w.resolve(v.start.actor)) {
            v.start.x = a->x;
            v.start.y = a->y;
        } else {
            v.start.actor = 0; // what is gone sounds on from where it was
        }
    }
}

Audio::Gains Audio::gainsOf(const World& w, const Voice& v, int player) const {
    const Actor* ear = pawnOf(w, player);
    if (!ear) return {};
    const Fixed away = approxDistance(subWrap(v.start.x, ear->x), subWrap(v.start.y, ear->y));
    int32_t loudness = kFull;
    if (!v.start.everywhere && away > kNear) {
        if (away >= kFar) return {};
        loudness = static_cast<int32_t>(int64_t{kFull} * (kFar - away) / (kFar - kNear));
    }
    int32_t side = 0;
    if (away > kUnit) {
        const Angle direction = pointToAngle(ear->x, ear->y, v.start.x, v.start.y) - ear->angle;
        side = static_cast<int32_t>((int64_t{sine(direction)} * kSide) >> 16); // counter-clockwise is left
    }
    return {loudness * (kCentre + side) / kFull, loudness * (kCentre - side) / kFull};
}

void Audio::mix(const World& w, int player) {
    std::fill(sums_.begin(), sums_.end(), 0);
    for (const Voice& v : voices_) {
        if (!v.playing) continue;
        const Gains gains = gainsOf(w, v, player);
        if (gains.left == 0 && gains.right == 0) continue;
        const SoundLump& lump = lumps_[v.start.sound];
        const uint64_t step = lump.rate * kOneSample / static_cast<uint64_t>(rate_);
        uint64_t position = v.position;
        for (size_t i = 0; i < perTic_; ++i, position += step) {
            const uint64_t at = position >> 32;
            if (at >= lump.samples.size()) break;
            const int32_t here = lump.samples[at] - 128;
            const int32_t next = at + 1 < lump.samples.size() ? lump.samples[at + 1] - 128 : 0;
            const int32_t part = static_cast<int32_t>((position >> 16) & 0xFFFF);
            const int32_t sample = (here * (65536 - part) + next * part) >> 8; // 16 bits
            sums_[2 * i] += sample * gains.left;
            sums_[2 * i + 1] += sample * gains.right;
        }
    }
    std::vector<int16_t>& buffer = buffers_[static_cast<size_t>(player)];
    const size_t kept = buffer.size() - sums_.size();
    std::memmove(buffer.data(), buffer.data() + sums_.size(), kept * sizeof(int16_t));
    for (size_t i = 0; i < sums_.size(); ++i) {
        buffer[kept + i] = static_cast<int16_t>(std::clamp(sums_[i] / kFull, INT16_MIN, INT16_MAX));
    }
}

void Audio::advance() {
    for (Voice& v : voices_) {
        if (!v.playing) continue;
        const SoundLump& lump = lumps_[v.start.sound];
        v.position += lump.rate * kOneSample / static_cast<uint64_t>(rate_) * perTic_;
        v.playing = (v.position >> 32) < lump.samples.size();
    }
}

} // namespace caco
