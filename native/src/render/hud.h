// What the drawers of the status bar and of the minimal HUD share.
#pragma once

#include "render/view_state.h"

namespace caco {

// Everything the status bar shows except the face, as of now.
void takeHudValues(const World& w, int player, HudState& hud);
// Amount of the ready weapon's first (trigger 0) or second ammo; -1 = no weapon, or one without.
int32_t readyAmmoOf(const World& w, int player, int trigger);

} // namespace caco
