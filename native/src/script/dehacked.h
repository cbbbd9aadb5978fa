// DEHACKED lumps: text that changes frames and strings of the built-in game.
#pragma once

#include <string_view>

#include "sim/classes.h"
#include "wad/archive.h"

namespace caco {

// Applies every DEHACKED lump, load order, to the built-in classes. Nothing in such a lump is fatal: what the engine does
// not apply is named once in ClassTable::loadReports.
void applyDehacked(const ArchiveSet& archives, ClassTable& table);
void applyDehackedText(std::string_view text, std::string_view label, ClassTable& table);

} // namespace caco
