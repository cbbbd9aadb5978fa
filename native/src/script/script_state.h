// Layout of the world's script section: running scripts, their locals, map variables and arrays. Links are indices.
#pragma once

#include "script/acs.h"
#include "script/limits.h"

namespace caco {

enum class RunState : uint8_t { Running, Suspended, Delayed, TagWait, PolyWait, ScriptWait, Ended };

struct ScriptInstance {
    uint32_t next, prev;        // run list: slot + 1; free slots are chained through next
    int32_t number;
    int32_t index;              // into Behavior::scripts
    uint32_t pc;                // where it goes on
    ActorRef activator;
    int32_t line, side;
    int32_t wait;               // tics, tag or script number, by state
    int32_t result;
    RunState state;
    uint8_t registered;         // counts as "this script is running"
    uint8_t begun;              // has run at least once
    uint8_t active;             // is being interpreted right now
};

// A value of a world or global array (these have no declared size).
struct SharedCell {
    uint32_t array;             // kGlobalArrayBit + number
    int32_t index;
    int32_t value;
};
inline constexpr uint32_t kGlobalArrayBit = 0x80000000u;

struct ScriptHeader {
    uint32_t ready;
    uint32_t head, tail;        // slot + 1
    uint32_t freeHead, used;    // free chain, high-water mark
    uint32_t cursor;            // next script of the running pass
    int32_t depth;              // runs inside runs
    uint32_t sharedCount;
    int32_t mapVariables[kMapVariables];
};

// The section seen through a behavior.
struct ScriptMemory {
    ScriptHeader* header;
    ScriptInstance* instances;  // kMaxRunningScripts
    SharedCell* shared;         // kSharedArrayCells
    int32_t* locals;            // localStride per instance
    int32_t* arrays;

    ScriptMemory(World& w, const Behavior& b);
    uint32_t slotOf(const ScriptInstance& i) const { return static_cast<uint32_t>(&i - instances) + 1; }
    ScriptInstance* at(uint32_t slot) const { return slot ? instances + (slot - 1) : nullptr; }
};

// False when the level has no scripts or the world has no room for them. Sets the section up on its first use.
bool scriptsReady(World& w, const Behavior& b);
void unlinkInstance(ScriptMemory& m, ScriptInstance& i);
void linkAtHead(ScriptMemory& m, ScriptInstance& i);
void linkAtTail(ScriptMemory& m, ScriptInstance& i);
ScriptInstance* findRunning(ScriptMemory& m, int32_t number); // registered; null = not running

// Interprets until the script waits or ends; an ended one is unlinked and freed. Returns its result value.
int32_t interpret(World& w, const Behavior& b, ScriptInstance& instance);

} // namespace caco
