// The status bar's pixels, kept from frame to frame; what changes is drawn anew.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "render/render_context.h"
#include "render/view_state.h"

namespace caco {

// Everything that decides what the bar shows.
struct BarValues {
    int32_t readyAmmo, health, armor, frags;
    int32_t ammo[4], ammoMax[4];
    uint8_t key[3], slotOwned[10];
    uint8_t deathmatch, multiplayer;
    char face[9];
};

// What the bar shows before its back, in the order in which it is drawn. Ammo: of four kinds, what there is and what can be.
enum class BarPart : uint8_t { ReadyAmmo, Health, Armor, Keys, Ammo, ArmsOrFrags = Ammo + 8, Face, Count };
inline constexpr size_t kBarParts = static_cast<size_t>(BarPart::Count);

// Rows [top, top + rows) of the frame.
struct BarLayer {
    enum class State : uint8_t { Empty, Ready, Useless };   // useless: the bar leaves pixels of its rows alone, or needs others

    State state = State::Empty;
    int32_t top = 0, rows = 0;
    AlignedBuffer back, pixels; // the parts that never change, and the whole bar
    BarValues values{};
    bool drawn = false;         // pixels show `values`
    PixelRect part[kBarParts];  // where each part was drawn
};

// Before the first frame: takes the memory.
void reserveBarLayer(const ViewGeometry& g, BarLayer& out);

} // namespace caco
