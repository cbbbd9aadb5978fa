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

}  // namespace caco::test
