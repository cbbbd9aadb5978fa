// Doom linedef types and sector types as the specials the simulation executes (simulation.md 7.8, 7.9).
#pragma once

#include <cstdint>

namespace caco {

struct TranslatedLine {
    uint16_t special = 0;  // 0 = the type is unknown
    int32_t args[5] = {};
    uint16_t activation = 0;  // Activation
    bool repeat = false;
    bool monsters = false;  // monsters can activate
};

// `useThrough`: the linedef's pass-through flag; `secret`: its secret flag, which bars monsters from switches.
TranslatedLine translateLine(int32_t doomType, int32_t tag, bool useThrough, bool secret);

// ZDoom number of a Doom sector type, with the Boom bits moved to their ZDoom place.
int32_t translateSectorSpecial(int32_t doomType);

}  // namespace caco
