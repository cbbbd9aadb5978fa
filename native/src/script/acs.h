// The ACS machine (simulation.md section 8). The object file is immutable; everything that runs lives in the world's script section.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "sim/world.h"

namespace caco {

enum class ScriptType : uint8_t {
    Closed = 0, Open = 1, Respawn = 2, Death = 3, Enter = 4, Pickup = 5, BlueReturn = 6, RedReturn = 7, WhiteReturn = 8,
    Lightning = 12, Unloading = 13, Disconnect = 14, Return = 15
};

struct ScriptInfo {
    int32_t number;
    uint8_t type;           // ScriptType
    uint8_t argCount;
    uint16_t localCount;
    uint32_t address;       // offset into the lump
};
struct FunctionInfo {
    uint8_t argCount, localCount;
    bool hasReturn;
    uint32_t address;
};
struct MapArray {
    int32_t size;
    uint32_t offset;        // into the world's array storage
};

// A BEHAVIOR lump after parsing. Shared by every world of the level.
struct Behavior {
    std::vector<uint8_t> code;              // the whole lump: jump targets are offsets into it
    bool compact = false;                   // opcodes and small operands are bytes ("ACSe")
    std::vector<ScriptInfo> scripts;        // ascending by number
    std::vector<FunctionInfo> functions;
    std::vector<std::string> strings;
    int32_t mapVariables[128] = {};         // initial values
    MapArray arrays[128] = {};              // size 0 = not an array
    std::vector<int32_t> arrayInit;         // initial contents of all arrays
    uint32_t localStride = 0;               // local variables kept per running script: the most that a script has
    const ScriptInfo* find(int32_t number) const;
};

// An empty span gives a Behavior without scripts. Malformed lumps: the error names the chunk and offset; `label` names the lump.
Status loadBehavior(std::span<const uint8_t> lump, std::string_view label, std::shared_ptr<const Behavior>& out);

// Bytes of the script section for a level's behavior (running scripts, locals, map variables, arrays, dynamic strings).
uint32_t scriptStateBytes(const Behavior& behavior);
void resetScripts(World& w, const Behavior& behavior);  // after the section was zeroed by startGame's reset, before any start

// WorldHooks' script part; same contracts (sim/world.h).
bool startScript(World& w, const Behavior& b, Actor* activator, int32_t line, int32_t side, int32_t script, int32_t map, const int32_t args[4], bool always,
                 bool wantResult, int32_t& result);
void suspendScript(World& w, const Behavior& b, int32_t script, int32_t map);
void terminateScript(World& w, const Behavior& b, int32_t script, int32_t map);
void startTypedScripts(World& w, const Behavior& b, int32_t type, Actor* activator, bool always);
void stopScriptsOf(World& w, const Behavior& b, ActorRef activator);
void runScripts(World& w, const Behavior& b);           // one scheduler pass

} // namespace caco
