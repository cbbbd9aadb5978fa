// Choice of the drawing loops for this machine.
#include "render/kernels.h"

#include <cstdlib>
#include <string_view>

#include "render/kernel_tables.h"

namespace caco {
namespace {

bool canRun(KernelPath path) {
#if defined(__x86_64__) && defined(__GNUC__)
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    switch (path) {
    case KernelPath::Scalar: return true;
    case KernelPath::Avx2: return avx2;
    case KernelPath::Avx512:
        return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi");
    }
#endif
    return path == KernelPath::Scalar;
}

const DrawKernels* tableOf(KernelPath path) {
    switch (path) {
    case KernelPath::Scalar: return &kScalarKernels;
    case KernelPath::Avx2: return kAvx2Kernels;
    case KernelPath::Avx512: return kAvx512Kernels;
    }
    return nullptr;
}

} // namespace

const DrawKernels* findKernels(KernelPath path) { return canRun(path) ? tableOf(path) : nullptr; }

const DrawKernels& scalarKernels() { return kScalarKernels; }

const DrawKernels& defaultKernels() {
    const char* wanted = std::getenv("CACO_KERNELS");
    for (const KernelPath path : {KernelPath::Avx512, KernelPath::Avx2}) {
        const DrawKernels* kernels = findKernels(path);
        if (kernels && (!wanted || std::string_view(wanted) == kernels->name)) return *kernels;
    }
    return kScalarKernels;
}

} // namespace caco
