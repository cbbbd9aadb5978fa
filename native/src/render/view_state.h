// What drawing remembers between frames (renderer.md 6.1): lives in the world's view section, so snapshots carry it.
#pragma once

#include <cstdint>

#include "sim/world.h"

namespace caco {

// Status bar values and face (renderer.md 5.3, 5.4). The tick runs inside the world tic.
struct HudState {
    int32_t health, armor;
    int32_t ammo[4], ammoMax[4];        // Clip, Shell, RocketAmmo, Cell
    uint8_t key[3];                     // 0 none, 1 card, 2 skull, 3 both; blue, yellow, red
    uint8_t slotOwned[10];
    uint8_t valid;                      // 0 until the first draw after a new game
    int32_t readyAmmo;                  // shown now; -1 = nothing drawn
    int32_t readyAmmoNext;              // taken at the end of the previous drawn frame
    int32_t faceState;                  // FaceKind, -1 = none
    struct Face {
        int32_t timer, finished, pick;
    } face[8];
    int32_t lastHealth, lastDirection, rampage;
    uint8_t faceNormal, faceDamage, faceOuch;
    uint8_t grin;                       // a weapon was picked up
    uint8_t grinDropped;                // the pawn's pending request was already turned down
    uint8_t pad_[3];
};

// Text over the view (renderer.md 5.8).
inline constexpr int kNotifyLines = 4;
inline constexpr int kMessageRoom = 124;
struct MessageState {
    struct Line {
        int32_t timeout;                // map time at which it is gone
        uint8_t red;
        char text[kMessageRoom];        // "" = nothing
        uint8_t pad_[3];
    } line[kNotifyLines];               // oldest first
    uint32_t seen;                      // notices taken in so far
    int32_t topOffset, lastTic;         // rows that the lines still have to slide up, as of this tic
    int32_t centreEnd;
    char centre[kMessageRoom];          // "" = nothing
};

struct alignas(8) ViewState {         // the bit sets behind it are 64-bit words
    // Survive new games (state of the engine process in the reference).
    int32_t fuzzPosition;
    Fixed bobGate;
    int32_t depthRegister;
    // Reset with the level.
    uint32_t animationTic;
    HudState hud;
    MessageState messages;
    uint32_t lineWords, subSectorWords; // sizes of the bit sets that follow this struct

    uint64_t* mappedLines() { return reinterpret_cast<uint64_t*>(this + 1); }
    uint64_t* seenSubSectors() { return mappedLines() + lineWords; }
    bool isMapped(int32_t line) { return (mappedLines()[line >> 6] >> (line & 63)) & 1; }
    void setMapped(int32_t line) { mappedLines()[line >> 6] |= uint64_t{1} << (line & 63); }
    bool isSeen(int32_t sub) { return (seenSubSectors()[sub >> 6] >> (sub & 63)) & 1; }
    void setSeen(int32_t sub) { seenSubSectors()[sub >> 6] |= uint64_t{1} << (sub & 63); }
};

uint32_t viewStateBytes(const Level& level);             // for WorldConfig::viewBytes
inline ViewState& viewState(World& w) { return *reinterpret_cast<ViewState*>(w.viewMemory); }
void resetViewState(World& w);                           // new game: keeps the first group
void tickStatusBar(World& w, int player = 0);            // WorldHooks::tickStatusBar, for the view of one player

} // namespace caco
