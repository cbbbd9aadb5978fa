#include "allocation_counter.h"

#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CACO_COUNT_ALLOCATIONS 0
#else
#define CACO_COUNT_ALLOCATIONS 1
#endif

namespace {

thread_local uint64_t allocations = 0;

}  // namespace

namespace caco::test {

bool countsAllocations() {
    return CACO_COUNT_ALLOCATIONS != 0;
}
uint64_t allocationCount() {
    return allocations;
}

}  // namespace caco::test

#if CACO_COUNT_ALLOCATIONS
void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size ? size : 1)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}
#endif
