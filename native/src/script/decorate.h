// The DECORATE subset (actors.md section 9).
#pragma once

#include <string_view>

#include "base/status.h"
#include "sim/classes.h"
#include "wad/archive.h"

namespace caco {

// Adds the classes of every DECORATE lump, load order, and seals nothing. What is not understood is an error naming lump, line and token.
Status parseDecorate(const ArchiveSet& archives, ClassTable& table);
Status parseDecorateText(std::string_view text, std::string_view label, ClassTable& table);

} // namespace caco
