// The function tables of the paths, for the choice among them.
#pragma once

#include "render/kernels.h"

namespace caco {

extern const DrawKernels kScalarKernels;
extern const DrawKernels* const kAvx2Kernels;   // null where the compiler has no such target
extern const DrawKernels* const kAvx512Kernels;

} // namespace caco
