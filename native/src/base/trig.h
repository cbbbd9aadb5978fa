// Fine-angle trigonometry tables and point-to-angle (simulation.md 1.3, 1.4).
#pragma once

#include "base/fixed.h"

namespace caco {

inline constexpr int kFineShift = 19;
inline constexpr uint32_t kFineMask = 8191;

// Immutable after static initialisation.
struct TrigTables {
    int32_t sine[10240];
    int32_t tangent[4096];
    uint32_t arcTangent[2049];
};
extern const TrigTables kTrig;

constexpr uint32_t fineAngle(Angle a) { return a >> kFineShift; }
inline Fixed fineSine(uint32_t fine) { return kTrig.sine[fine & kFineMask]; }
inline Fixed fineCosine(uint32_t fine) { return kTrig.sine[(fine & kFineMask) + 2048]; }
inline Fixed sine(Angle a) { return kTrig.sine[a >> kFineShift]; }
inline Fixed cosine(Angle a) { return kTrig.sine[(a >> kFineShift) + 2048]; }

// Angle of the vector (x2-x1, y2-y1); 0 for the null vector.
Angle pointToAngle(Fixed x1, Fixed y1, Fixed x2, Fixed y2);

} // namespace caco
