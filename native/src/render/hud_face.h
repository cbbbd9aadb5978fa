// The face of the status bar (renderer.md 5.4): which of its moods shows.
#pragma once

#include <string_view>

#include "render/view_state.h"

namespace caco {

enum class FaceKind : int32_t { None = -1, Normal, Pain, Rampage, Ouch, Grin, God, Death };

void resetFace(HudState& hud);
// Once per world tic, after the players have thought.
void tickFace(const World& w, int player, HudState& hud);
// Once per drawn frame; draws random numbers for each mood that starts. Returns the direction of pain: 0 right, 1 ahead, 2 left.
int32_t updateFace(World& w, int player, HudState& hud);
// Name of the face picture, in `buffer`; empty = nothing to draw.
std::string_view facePicture(const HudState& hud, int32_t health, int32_t maxHealth, int32_t direction, char (&buffer)[9]);

} // namespace caco
