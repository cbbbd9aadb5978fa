// Fixed sizes of the script machine. What does not fit is an error at load or a report while running.
#pragma once

#include <cstddef>
#include <cstdint>

namespace caco {

inline constexpr uint16_t kDefaultLocals = 20;          // local variables of a script without an SVCT entry
inline constexpr uint16_t kMaxLocals = 1024;
inline constexpr uint32_t kMapVariables = 128;
inline constexpr uint32_t kWorldVariables = 256;
inline constexpr uint32_t kGlobalVariables = 64;
inline constexpr size_t kMaxArrayCells = size_t{1} << 20;
inline constexpr uint32_t kMaxRunningScripts = 128;
inline constexpr uint32_t kSharedArrayCells = 512;      // values of world and global arrays together
inline constexpr int32_t kScriptStack = 4096;           // values per run
inline constexpr int32_t kMaxCallDepth = 128;
inline constexpr int32_t kMaxNestedRuns = 16;           // scripts that wait for another one's result
inline constexpr int32_t kMaxOpcodesPerRun = 2000000;

} // namespace caco
