// Which sound belongs to what: our own list for the classes of Doom II, by their names and those of the sound lumps. Classes that
// are not listed sound as their nearest ancestor that is.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sound_lumps.h"
#include "sim/classes.h"

namespace caco {

// Up to three takes of one sound.
struct SoundTakes {
    SoundId take[3] = {SoundId::None, SoundId::None, SoundId::None};
};

struct ClassSounds {
    SoundTakes see, death;
    SoundId pain = SoundId::None, attack = SoundId::None;
    SoundId born = SoundId::None; // when it comes into the world
};

// What entering a state sounds like.
enum class StateSound : uint8_t { None, Look, Chase, Pain, Death, Gibs, Attack, Swing, Lump, SawReady, Raise, Punch, Saw };

class SoundTable {
public:
    explicit SoundTable(const ClassTable& classes);
    const ClassSounds& of(ClassId id) const { return sounds_[static_cast<size_t>(id)]; }
    StateSound kindOf(StateId id) const { return id == kNoState ? StateSound::None : kinds_[static_cast<size_t>(id)]; }
    SoundId lumpOf(StateId id) const { return lumps_[static_cast<size_t>(id)]; } // of StateSound::Lump

private:
    std::vector<ClassSounds> sounds_; // per class
    std::vector<StateSound> kinds_;   // per state
    std::vector<SoundId> lumps_;      // per state
};

} // namespace caco
