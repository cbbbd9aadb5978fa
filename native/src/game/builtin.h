// Scenarios that are built with the library (native/data).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace caco {

struct BuiltinScenario {
    const char* name;
    std::span<const uint8_t> wad;
    const char* cfg;
};

// Null when there is none of that name (case-insensitive).
const BuiltinScenario* findBuiltinScenario(std::string_view name);

} // namespace caco
