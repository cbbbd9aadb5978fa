// Starts, stops and schedules scripts (simulation.md 8.2-8.5).
#include <algorithm>
#include <cstring>

#include "script/script_state.h"
#include "sim/sectors.h"

namespace caco {
namespace {

ScriptInstance* allocate(World& w, const Behavior& b, ScriptMemory& m) {
    ScriptHeader& h = *m.header;
    uint32_t slot = h.freeHead;
    if (slot) {
        h.freeHead = m.at(slot)->next;
    } else if (h.used < kMaxRunningScripts) {
        slot = ++h.used;
    } else {
        w.state->statusBits |= kErrScriptsFull;
        w.report("scripts: more than " + std::to_string(kMaxRunningScripts) + " run at once; further starts are refused");
        return nullptr;
    }
    ScriptInstance* i = m.at(slot);
    std::memset(static_cast<void*>(i), 0, sizeof *i);
    std::fill_n(m.locals + size_t{slot - 1} * b.localStride, b.localStride, 0);
    return i;
}

ScriptInstance* startInstance(World& w, const Behavior& b, ScriptMemory& m, const ScriptInfo& info, ActorRef activator, int32_t line, int32_t side,
                              std::span<const int32_t> args, bool always) {
    ScriptInstance* i = allocate(w, b, m);
    if (!i) {
        return nullptr;
    }
    i->number = info.number;
    i->index = static_cast<int32_t>(&info - b.scripts.data());
    i->pc = info.address;
    i->activator = activator;
    i->line = line;
    i->side = side;
    i->result = 1;
    i->state = RunState::Running;
    i->registered = !always;
    const size_t count = std::min<size_t>(args.size(), info.argCount);
    std::copy_n(args.begin(), count, m.locals + size_t{m.slotOf(*i) - 1} * b.localStride);
    linkAtHead(m, *i);
    return i;
}

// Whether the script runs in this pass.
bool wakes(World& w, ScriptMemory& m, ScriptInstance& i) {
    switch (i.state) {
    case RunState::Running:
    case RunState::Ended:
    case RunState::PolyWait: return true;
    case RunState::Suspended: return false;
    case RunState::Delayed: return --i.wait <= 0;
    case RunState::TagWait: return !sectorBusy(w, i.wait);
    case RunState::ScriptWait:
        if (findRunning(m, i.wait)) {
            return false;
        }
        unlinkInstance(m, i);
        linkAtHead(m, i);
        return true;
    }
    return false;
}

bool isThisMap(const World& w, int32_t map) { return map == 0 || map == w.level->levelNumber; }

} // namespace

ScriptMemory::ScriptMemory(World& w, const Behavior& b) {
    std::byte* at = w.scriptMemory;
    header = reinterpret_cast<ScriptHeader*>(at);
    at += sizeof(ScriptHeader);
    instances = reinterpret_cast<ScriptInstance*>(at);
    at += sizeof(ScriptInstance) * kMaxRunningScripts;
    shared = reinterpret_cast<SharedCell*>(at);
    at += sizeof(SharedCell) * kSharedArrayCells;
    locals = reinterpret_cast<int32_t*>(at);
    arrays = locals + size_t{kMaxRunningScripts} * b.localStride;
}

uint32_t scriptStateBytes(const Behavior& b) {
    if (b.scripts.empty()) {
        return 0;
    }
    const size_t values = size_t{kMaxRunningScripts} * b.localStride + b.arrayInit.size();
    return static_cast<uint32_t>(sizeof(ScriptHeader) + sizeof(ScriptInstance) * kMaxRunningScripts + sizeof(SharedCell) * kSharedArrayCells +
                                 values * sizeof(int32_t));
}

void resetScripts(World& w, const Behavior& b) {
    if (b.scripts.empty() || w.scriptBytes < scriptStateBytes(b)) {
        return;
    }
    ScriptMemory m(w, b);
    std::memset(static_cast<void*>(m.header), 0, sizeof *m.header);
    std::memset(static_cast<void*>(m.instances), 0, sizeof(ScriptInstance) * kMaxRunningScripts);
    std::copy(std::begin(b.mapVariables), std::end(b.mapVariables), m.header->mapVariables);
    std::copy(b.arrayInit.begin(), b.arrayInit.end(), m.arrays);
    m.header->ready = 1;
}

bool scriptsReady(World& w, const Behavior& b) {
    if (b.scripts.empty()) {
        return false;
    }
    if (w.scriptBytes < scriptStateBytes(b)) {
        w.report("scripts: the world was made without room for the level's scripts; they do not run");
        return false;
    }
    if (!reinterpret_cast<ScriptHeader*>(w.scriptMemory)->ready) {
        resetScripts(w, b);
    }
    return true;
}

void unlinkInstance(ScriptMemory& m, ScriptInstance& i) {
    ScriptHeader& h = *m.header;
    if (h.cursor == m.slotOf(i)) {
        h.cursor = i.next;
    }
    (i.prev ? m.at(i.prev)->next : h.head) = i.next;
    (i.next ? m.at(i.next)->prev : h.tail) = i.prev;
    i.next = i.prev = 0;
}

void linkAtHead(ScriptMemory& m, ScriptInstance& i) {
    ScriptHeader& h = *m.header;
    const uint32_t slot = m.slotOf(i);
    i.prev = 0;
    i.next = h.head;
    (h.head ? m.at(h.head)->prev : h.tail) = slot;
    h.head = slot;
}

void linkAtTail(ScriptMemory& m, ScriptInstance& i) {
    ScriptHeader& h = *m.header;
    const uint32_t slot = m.slotOf(i);
    i.next = 0;
    i.prev = h.tail;
    (h.tail ? m.at(h.tail)->next : h.head) = slot;
    h.tail = slot;
}

ScriptInstance* findRunning(ScriptMemory& m, int32_t number) {
    for (uint32_t slot = m.header->head; slot; slot = m.at(slot)->next) {
        ScriptInstance& i = *m.at(slot);
        if (i.registered && i.number == number) {
            return &i;
        }
    }
    return nullptr;
}

bool startScript(World& w, const Behavior& b, Actor* activator, int32_t line, int32_t side, int32_t script, int32_t map, const int32_t args[4], bool always,
                 bool wantResult, int32_t& result) {
    result = 0;
    if (!isThisMap(w, map)) {
        return true; // deferred to a map that a game of one map never reaches
    }
    if (!scriptsReady(w, b)) {
        return false;
    }
    const ScriptInfo* info = b.find(script);
    if (!info) {
        w.report("scripts: script " + std::to_string(script) + " was started but " + w.level->name + " has none of that number");
        return false;
    }
    ScriptMemory m(w, b);
    ScriptInstance* i = always ? nullptr : findRunning(m, script);
    if (i) {
        if (i->state != RunState::Suspended) {
            return false;
        }
        i->state = RunState::Running;
    } else {
        i = startInstance(w, b, m, *info, w.refOf(activator), line, side, {args, 4}, always);
    }
    if (!i) {
        return false;
    }
    if (wantResult && !i->active) {
        result = interpret(w, b, *i);
    }
    return true;
}

void suspendScript(World& w, const Behavior& b, int32_t script, int32_t map) {
    if (!isThisMap(w, map) || !scriptsReady(w, b)) {
        return;
    }
    ScriptMemory m(w, b);
    if (ScriptInstance* i = findRunning(m, script); i && i->state != RunState::Ended) {
        i->state = RunState::Suspended;
    }
}

void terminateScript(World& w, const Behavior& b, int32_t script, int32_t map) {
    if (!isThisMap(w, map) || !scriptsReady(w, b)) {
        return;
    }
    ScriptMemory m(w, b);
    if (ScriptInstance* i = findRunning(m, script)) {
        i->state = RunState::Ended; // leaves the list when the scheduler reaches it
    }
}

void startTypedScripts(World& w, const Behavior& b, int32_t type, Actor* activator, bool always) {
    if (!scriptsReady(w, b)) {
        return;
    }
    const ActorRef who = w.refOf(activator);
    ScriptMemory m(w, b);
    for (const ScriptInfo& info : b.scripts) {
        if (info.type != type) {
            continue;
        }
        if (ScriptInstance* running = always ? nullptr : findRunning(m, info.number)) {
            running->state = running->state == RunState::Suspended ? RunState::Running : running->state;
            continue;
        }
        ScriptInstance* i = startInstance(w, b, m, info, who, kNoIndex, 0, {}, always);
        if (i && type == static_cast<int32_t>(ScriptType::Unloading)) {
            interpret(w, b, *i); // the map has no later pass
        }
    }
}

void stopScriptsOf(World& w, const Behavior& b, ActorRef activator) {
    if (!scriptsReady(w, b)) {
        return;
    }
    ScriptMemory m(w, b);
    for (uint32_t slot = m.header->head; slot; slot = m.at(slot)->next) {
        ScriptInstance& i = *m.at(slot);
        if (!i.begun && i.activator == activator && b.scripts[static_cast<size_t>(i.index)].type == static_cast<uint8_t>(ScriptType::Enter)) {
            i.state = RunState::Ended;
        }
    }
}

void runScripts(World& w, const Behavior& b) {
    if (!scriptsReady(w, b)) {
        return;
    }
    ScriptMemory m(w, b);
    for (uint32_t slot = m.header->head; slot; slot = m.header->cursor) {
        ScriptInstance& i = *m.at(slot);
        m.header->cursor = i.next;
        if (wakes(w, m, i)) {
            if (i.state != RunState::Ended) {
                i.state = RunState::Running;
            }
            interpret(w, b, i);
        }
    }
    m.header->cursor = 0;
}

} // namespace caco
