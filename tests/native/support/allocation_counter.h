// Counts the allocations of a test executable that uses it, the engine's among them.
#pragma once

#include <cstdint>

namespace caco::test {

// False in sanitizer builds, which bring their own operator new.
bool countsAllocations();
// Calls of operator new on the calling thread so far.
uint64_t allocationCount();
// The same of all threads together.
uint64_t allocationCountOfAll();
// Allocations of all threads that were not freed yet; always 0 where they are not counted.
int64_t liveAllocations();

}  // namespace caco::test
