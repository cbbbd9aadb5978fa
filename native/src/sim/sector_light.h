// Colour and fog of sectors' light (renderer.md 1.2): seen, never felt.
#pragma once

#include "sim/world.h"

namespace caco {

LightTint tintOf(const World& w, int32_t sector);
// Makes the light's rows at once, so that no frame has to. With more kinds than a game keeps, the sector stays as it is and a report says so.
void setTint(World& w, int32_t sector, const LightTint& tint);
// World::tints as WorldState has them; after a world was made or its state replaced.
void refreshTints(World& w);

// Line specials on tagged sectors.
int32_t setSectorColor(const struct SpecialCall& c);    // tag, red, green, blue, desaturation
int32_t setSectorFade(const struct SpecialCall& c);     // tag, red, green, blue

} // namespace caco
