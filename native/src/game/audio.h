// The audio buffer of a game: what its players heard in the last tics, mixed to 16-bit stereo. Integers only: the same play gives the
// same samples everywhere. Made only where the scenario asks for it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "game/sound_watch.h"

namespace caco {

inline constexpr int32_t kAudioChannels = 2; // left, right

class Audio {
public:
    Audio(const World& w, int players, int32_t rate, int32_t tics);
    // Silence from here on: a new episode, or a restored state.
    void reset(const World& w);
    // After a tic of the world.
    void tic(const World& w);

    int32_t rate() const { return rate_; }
    // Sample pairs in a buffer.
    int32_t length() const { return static_cast<int32_t>(perTic_) * tics_; }
    // What a player heard, (length x 2), oldest first; constant address.
    std::span<const int16_t> heard(int player) const;

private:
    struct Voice {
        SoundStart start;
        uint64_t position = 0; // in samples of the lump, 32 fractional bits
        uint64_t age = 0;
        bool playing = false;
    };
    struct Gains {
        int32_t left = 0, right = 0; // 256 = full
    };

    void begin(const SoundStart& s);
    void follow(const World& w);
    Gains gainsOf(const World& w, const Voice& v, int player) const;
    void mix(const World& w, int player);
    void advance();

    SoundLumps lumps_;
    SoundWatch watch_;
    int32_t rate_, tics_;
    size_t perTic_;
    uint64_t clock_ = 0;
    std::vector<Voice> voices_;
    std::vector<int32_t> sums_;                  // one tic, left and right in turn
    std::vector<std::vector<int16_t>> buffers_;  // per player
};

} // namespace caco
