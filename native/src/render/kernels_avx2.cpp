#include "render/kernel_tables.h"
namespace caco {
const DrawKernels* const kAvx2Kernels = nullptr;
} // namespace caco
