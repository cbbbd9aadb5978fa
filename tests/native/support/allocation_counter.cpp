#include "support/allocation_counter.h"

#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CACO_COUNT_ALLOCATIONS 0
#else
#define CACO_COUNT_ALLOCATIONS 1
#endif

namespace {

thread_local uint64_t allocations = 0;
std::atomic<uint64_t> allAllocations{0};
std::atomic<int64_t> live{0};

}  // namespace

namespace caco::test {

bool countsAllocations() {
    return CACO_COUNT_ALLOCATIONS != 0;
}
uint64_t allocationCount() {
    return allocations;
}
uint64_t allocationCountOfAll() {
    return allAllocations.load();
}
int64_t liveAllocations() {
    return live.load();
}

}  // namespace caco::test

#if CACO_COUNT_ALLOCATIONS
namespace {

void* counted(void* p) {
    ++allocations;
    allAllocations.fetch_add(1, std::memory_order_relaxed);
    if (!p) throw std::bad_alloc();
    live.fetch_add(1, std::memory_order_relaxed);
    return p;
}

void release(void* p) {
    if (p) live.fetch_sub(1, std::memory_order_relaxed);
    std::free(p);
}

}  // namespace

void* operator new(std::size_t size) {
    return counted(std::malloc(size ? size : 1));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto unit = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit + (size ? 0 : unit)));
}
void operator delete(void* p) noexcept {
    release(p);
}
void operator delete(void* p, std::size_t) noexcept {
    release(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
    release(p);
}
void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
    release(p);
}
#endif
