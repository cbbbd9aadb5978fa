#include "script/machine.h"

#include <algorithm>

namespace caco {
namespace {

// Operations that are well formed and do nothing here, because no figures tell what they do.
struct UnsupportedOp {
    int32_t opcode;
    const char* name;
    int32_t pops;   // values it takes; -1 = not known: the script cannot go on
    bool pushes;    // it leaves a result
};
constexpr UnsupportedOp kUnsupported[] = {
    {194, "SetFloorTrigger", -1, false}, {195, "SetCeilingTrigger", -1, false}, {244, "SetMarineWeapon", 2, false},
    {249, "SetMarineSprite", 2, false},  {252, "Thing_Projectile2", 7, false},  {280, "SpawnProjectile", 7, false},
    {328, "SectorDamage", -1, false},
};
constexpr int32_t kExtensionCall = 351;
constexpr int32_t kFirstLocalArray = 364, kLastLocalArray = 377;

const char* nameOfUnsupported(int32_t opcode) {
    for (const UnsupportedOp& op : kUnsupported) {
        if (op.opcode == opcode) return op.name;
    }
    return opcode >= kFirstLocalArray && opcode <= kLastLocalArray ? "an array of the script's own" : "";
}

constexpr int32_t kTwoByteOpcodes = 240; // from here a compact opcode takes a second byte

} // namespace

Machine::Machine(World& world, const Behavior& behavior, ScriptInstance& instance)
    : w_(world), b_(behavior), m_(world, behavior), self_(instance), info_(behavior.scripts[static_cast<size_t>(instance.index)]), pc_(instance.pc),
      locals_(m_.locals + size_t{m_.slotOf(instance) - 1} * behavior.localStride), localCount_(info_.localCount) {}

void Machine::run() {
    self_.begun = 1;
    self_.active = 1;
    for (int32_t count = 0; running(); ++count) {
        if (count == kMaxOpcodesPerRun) {
            fail("it ran " + std::to_string(kMaxOpcodesPerRun) + " operations without a delay");
            break;
        }
        opcodeAt_ = pc_;
        const int32_t opcode = fetchOpcode();
        if (!running()) {
            break;
        }
        if (const VarCode code = codeOf(opcode); code.op != VarOp::None) {
            useVariable(code);
            continue;
        }
        const bool known = stepBasic(opcode) || stepLevel(opcode) || stepActor(opcode) || stepInventory(opcode) || stepInformation(opcode) ||
                           stepText(opcode);
        if (!known && !skipUnsupported(opcode)) {
            unsupported(opcode, nameOfUnsupported(opcode));
        }
    }
    if (depth_ > 0 && self_.state != RunState::Ended) {
        fail("it waits inside a function, which the engine does not support; wait in the script itself");
    }
    self_.pc = pc_;
    self_.active = 0;
}

void Machine::fail(const std::string& problem) {
    if (self_.state != RunState::Ended) {
        w_.report("scripts: " + w_.level->name + ", script " + std::to_string(self_.number) + ", offset " + std::to_string(opcodeAt_) + ": " + problem +
                  "; the script was ended");
    }
    self_.state = RunState::Ended;
}

void Machine::unsupported(int32_t opcode, const char* what) {
    fail("operation " + std::to_string(opcode) + (*what ? std::string(" (") + what + ")" : std::string()) + " is not supported");
}

// What is known to do nothing but take values is left out, and named once. False: the script cannot go on.
bool Machine::skipUnsupported(int32_t opcode) {
    std::string what;
    int32_t pops = 0;
    bool pushes = false;
    if (opcode == kExtensionCall) {
        pops = operand();
        available(2);
        const int32_t low = rawByte();
        what = "function " + std::to_string(low | rawByte() << 8);
        pushes = true;
    } else {
        for (const UnsupportedOp& op : kUnsupported) {
            if (op.opcode != opcode || op.pops < 0) continue;
            what = op.name;
            pops = op.pops;
            pushes = op.pushes;
        }
        if (what.empty()) return false;
    }
    if (running()) {
        w_.report("scripts: " + what + " is not supported and did nothing; script " + std::to_string(self_.number) + " goes on");
    }
    if (running() && take(pops) && pushes) push(0);
    return true;
}

void Machine::runsPastEnd() { fail("the code runs past the end of the lump"); }

int32_t Machine::fetchOpcode() {
    if (!b_.compact) {
        return word();
    }
    const int32_t first = rawByte();
    return first < kTwoByteOpcodes ? first : kTwoByteOpcodes + ((first - kTwoByteOpcodes) << 8) + rawByte();
}

void Machine::words(int32_t* out, int count) {
    for (int i = 0; i < count; ++i) {
        out[i] = word();
    }
}

void Machine::bytes(int32_t* out, int count) {
    for (int i = 0; i < count; ++i) {
        out[i] = rawByte();
    }
}

void Machine::stackIsFull() { fail("its stack is full (" + std::to_string(kScriptStack) + " values)"); }
void Machine::stackIsEmpty() { fail("its stack is empty"); }

bool Machine::divide(int32_t a, int32_t b, bool remainder, int32_t& out) {
    if (b == 0) {
        fail("division by zero");
        return false;
    }
    // The smallest number divided by -1 has no quotient; it wraps like all arithmetic.
    out = b == -1 ? (remainder ? 0 : negWrap(a)) : remainder ? a % b : a / b;
    return true;
}

// Variables -------------------------------------------------------------------------------------------------------

constexpr Machine::VarCode Machine::variableCode(int32_t opcode) {
    auto three = [](int32_t n, VarOp op) { return VarCode{static_cast<Scope>(n), op}; };
    if (opcode >= 25 && opcode <= 51) {
        constexpr VarOp order[] = {VarOp::Assign, VarOp::Push, VarOp::Add, VarOp::Sub, VarOp::Mul, VarOp::Div, VarOp::Mod, VarOp::Inc, VarOp::Dec};
        return three((opcode - 25) % 3, order[(opcode - 25) / 3]);
    }
    constexpr VarOp arrayOrder[] = {VarOp::Push, VarOp::Assign, VarOp::Add, VarOp::Sub, VarOp::Mul, VarOp::Div, VarOp::Mod, VarOp::Inc, VarOp::Dec};
    if (opcode >= 181 && opcode <= 189) {
        constexpr VarOp order[] = {VarOp::Assign, VarOp::Push, VarOp::Add, VarOp::Sub, VarOp::Mul, VarOp::Div, VarOp::Mod, VarOp::Inc, VarOp::Dec};
        return {Scope::Global, order[opcode - 181]};
    }
    if (opcode >= 207 && opcode <= 215) {
        return {Scope::MapArray, arrayOrder[opcode - 207]};
    }
    if (opcode >= 226 && opcode <= 234) {
        return {Scope::WorldArray, arrayOrder[opcode - 226]};
    }
    if (opcode >= 235 && opcode <= 243) {
        return {Scope::GlobalArray, arrayOrder[opcode - 235]};
    }
    if (opcode >= 291 && opcode <= 325) {
        constexpr VarOp order[] = {VarOp::And, VarOp::Eor, VarOp::Or, VarOp::Lsh, VarOp::Rsh};
        return three((opcode - 291) % 7, order[(opcode - 291) / 7]);
    }
    return {Scope::Local, VarOp::None};
}

const Machine::VarCodes Machine::kVarCodes = [] {
    VarCodes codes{};
    for (size_t i = 0; i < codes.size(); ++i) {
        codes[i] = variableCode(static_cast<int32_t>(i));
    }
    return codes;
}();

void Machine::noSuchVariable(Scope scope, int32_t number) {
    constexpr const char* names[] = {"local", "map", "world", "global", "map"};
    fail(std::string("there is no ") + names[static_cast<size_t>(scope)] + " variable " + std::to_string(number));
}

// The place of a variable. Null: it reads as 0 and cannot be written.
inline int32_t* Machine::cell(Scope scope, int32_t number, int32_t index, bool writing) {
    int32_t* values = nullptr;
    int32_t count = 0;
    switch (scope) {
    case Scope::Local: values = locals_, count = localCount_; break;
    case Scope::Map: values = m_.header->mapVariables, count = kMapVariables; break;
    case Scope::World: values = w_.state->acsWorld, count = kWorldVariables; break;
    case Scope::Global: values = w_.state->acsGlobal, count = kGlobalVariables; break;
    default: return arrayCell(scope, number, index, writing);
    }
    if (number >= 0 && number < count) {
        return values + number;
    }
    noSuchVariable(scope, number);
    return nullptr;
}

int32_t* Machine::arrayCell(Scope scope, int32_t number, int32_t index, bool writing) {
    if (scope == Scope::MapArray) {
        if (number < 0 || number >= static_cast<int32_t>(kMapVariables)) {
            noSuchVariable(scope, number);
            return nullptr;
        }
        const MapArray& array = b_.arrays[number];
        return index >= 0 && index < array.size ? m_.arrays + array.offset + index : nullptr;
    }
    const uint32_t array = static_cast<uint32_t>(number) | (scope == Scope::GlobalArray ? kGlobalArrayBit : 0);
    for (uint32_t i = 0; i < m_.header->sharedCount; ++i) {
        if (m_.shared[i].array == array && m_.shared[i].index == index) {
            return &m_.shared[i].value;
        }
    }
    if (!writing) {
        return nullptr;
    }
    if (m_.header->sharedCount == kSharedArrayCells) {
        w_.state->statusBits |= kErrScriptsFull;
        fail("world and global arrays hold more than " + std::to_string(kSharedArrayCells) + " values");
        return nullptr;
    }
    SharedCell& fresh = m_.shared[m_.header->sharedCount++];
    fresh = {array, index, 0};
    return &fresh.value;
}

bool Machine::combine(VarOp op, int32_t& value, int32_t with) {
    switch (op) {
    case VarOp::Assign: value = with; break;
    case VarOp::Add: value = addWrap(value, with); break;
    case VarOp::Sub: value = subWrap(value, with); break;
    case VarOp::Mul: value = mulWrap(value, with); break;
    case VarOp::Div: return divide(value, with, false, value);
    case VarOp::Mod: return divide(value, with, true, value);
    case VarOp::Inc: value = addWrap(value, 1); break;
    case VarOp::Dec: value = subWrap(value, 1); break;
    case VarOp::And: value &= with; break;
    case VarOp::Or: value |= with; break;
    case VarOp::Eor: value ^= with; break;
    case VarOp::Lsh: value = static_cast<int32_t>(static_cast<uint32_t>(value) << (with & 31)); break;
    case VarOp::Rsh: value >>= with & 31; break;
    case VarOp::Push:
    case VarOp::None: break;
    }
    return true;
}

void Machine::useVariable(VarCode code) {
    const int32_t number = operand();
    const bool isArray = code.scope >= Scope::MapArray;
    const bool takesValue = code.op != VarOp::Push && code.op != VarOp::Inc && code.op != VarOp::Dec;
    const int32_t* args = take((isArray ? 1 : 0) + (takesValue ? 1 : 0));
    if (!args || !running()) {
        return;
    }
    const int32_t index = isArray ? args[0] : 0;
    const int32_t with = takesValue ? args[isArray ? 1 : 0] : 0;
    int32_t* place = cell(code.scope, number, index, code.op != VarOp::Push);
    if (!running()) {
        return;
    }
    if (code.op == VarOp::Push) {
        push(place ? *place : 0);
    } else {
        int32_t ignored = 0;
        combine(code.op, place ? *place : ignored, with);
    }
}

// Control ---------------------------------------------------------------------------------------------------------

void Machine::call(int32_t function, bool discard) {
    if (function < 0 || static_cast<size_t>(function) >= b_.functions.size()) {
        fail("there is no function " + std::to_string(function));
        return;
    }
    const FunctionInfo& f = b_.functions[static_cast<size_t>(function)];
    if (depth_ == kMaxCallDepth) {
        fail("functions call each other more than " + std::to_string(kMaxCallDepth) + " deep");
        return;
    }
    if (!take(f.argCount)) {
        return;
    }
    const int32_t base = sp_;
    sp_ += f.argCount;
    for (int i = 0; i < f.localCount && running(); ++i) {
        push(0);
    }
    if (!running()) {
        return;
    }
    frames_[depth_++] = {pc_, base, floor_, locals_, localCount_, discard};
    locals_ = stack_ + base;
    localCount_ = f.argCount + f.localCount;
    floor_ = sp_;
    pc_ = f.address;
}

void Machine::returnValue(int32_t value) {
    if (depth_ == 0) {
        self_.state = RunState::Ended;
        return;
    }
    const Frame& frame = frames_[--depth_];
    sp_ = frame.base;
    floor_ = frame.floor;
    locals_ = frame.locals;
    localCount_ = frame.localCount;
    pc_ = frame.returnTo;
    if (!frame.discard) {
        push(value);
    }
}

void Machine::waitFor(RunState state, int32_t what) {
    self_.state = state;
    self_.wait = what;
    if (state == RunState::ScriptWait) {
        unlinkInstance(m_, self_);
        linkAtTail(m_, self_);
    }
}

void Machine::delay(int32_t tics) {
    if (tics > 0) {
        waitFor(RunState::Delayed, tics);
    }
}

void Machine::caseSorted() {
    pc_ = (pc_ + 3) & ~3u;
    const int32_t count = word();
    if (!running()) {
        return;
    }
    if (count < 0 || static_cast<size_t>(count) > b_.code.size() / 8 || !available(static_cast<uint32_t>(count) * 8)) {
        fail("a table of cases lies outside the lump");
        return;
    }
    const uint32_t table = pc_;
    if (!take(1)) {
        return;
    }
    const int32_t value = stack_[sp_];
    auto at = [&](int32_t entry) {
        pc_ = table + static_cast<uint32_t>(entry) * 8;
        return word();
    };
    int32_t low = 0, high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        const int32_t candidate = at(middle);
        if (candidate == value) {
            jump(word());
            return;
        }
        (candidate < value ? low : high) = candidate < value ? middle + 1 : middle;
    }
    ++sp_; // no match: the value stays
    pc_ = table + static_cast<uint32_t>(count) * 8;
}

// Arithmetic ------------------------------------------------------------------------------------------------------

int32_t Machine::randomBetween(int32_t low, int32_t high) {
    if (high < low) {
        std::swap(low, high);
    }
    return addWrap(low, w_.rn(Stream::ACS, addWrap(subWrap(high, low), 1)));
}

void Machine::binary(int32_t opcode) {
    if (!take(2)) {
        return;
    }
    int32_t a = stack_[sp_];
    const int32_t b = stack_[sp_ + 1];
    switch (opcode) {
    case 14: a = addWrap(a, b); break;
    case 15: a = subWrap(a, b); break;
    case 16: a = mulWrap(a, b); break;
    case 17:
    case 18: divide(a, b, opcode == 18, a); break;
    case 19: a = a == b; break;
    case 20: a = a != b; break;
    case 21: a = a < b; break;
    case 22: a = a > b; break;
    case 23: a = a <= b; break;
    case 24: a = a >= b; break;
    case 70: a = a && b; break;
    case 71: a = a || b; break;
    case 72: a &= b; break;
    case 73: a |= b; break;
    case 74: a ^= b; break;
    case 76: a = static_cast<int32_t>(static_cast<uint32_t>(a) << (b & 31)); break;
    case 77: a >>= b & 31; break;
    case 136: a = mul16(a, b); break;
    case 137: a = div16(a, b); break;
    default: break;
    }
    push(a);
}

// Operations ------------------------------------------------------------------------------------------------------

bool Machine::stepBasic(int32_t opcode) {
    const int32_t* a;
    int32_t literal[2] = {};
    switch (opcode) {
    case 0: break;
    case 1: self_.state = RunState::Ended; break;
    case 2: self_.state = RunState::Suspended; break;
    case 3: push(word()); break;
    case 52: jump(word()); break;
    case 53:
    case 79: {
        const int32_t target = word();
        if ((a = take(1)) && running() && (*a != 0) == (opcode == 53)) {
            jump(target);
        }
        break;
    }
    case 54: take(1); break;
    case 55:
        if ((a = take(1))) {
            delay(*a);
        }
        break;
    case 56: {
        const int32_t tics = word();
        if (running()) {
            delay(tics);
        }
        break;
    }
    case 61:
    case 63:
    case 81:
        if ((a = take(1))) {
            waitFor(opcode == 61 ? RunState::TagWait : opcode == 63 ? RunState::PolyWait : RunState::ScriptWait, *a);
        }
        break;
    case 62:
    case 64:
    case 82: {
        const int32_t what = word();
        if (running()) {
            waitFor(opcode == 62 ? RunState::TagWait : opcode == 64 ? RunState::PolyWait : RunState::ScriptWait, what);
        }
        break;
    }
    case 69: jump(static_cast<int32_t>(info_.address)); break;
    case 84: {
        const int32_t value = word();
        const int32_t target = word();
        if (!running() || !take(1)) {
            break;
        }
        if (stack_[sp_] == value) {
            jump(target);
        } else {
            ++sp_;
        }
        break;
    }
    case 167: push(rawByte()); break;
    case 173: {
        const int32_t tics = rawByte();
        if (running()) {
            delay(tics);
        }
        break;
    }
    case 175:
        for (int32_t n = rawByte(); n > 0 && running(); --n) {
            push(rawByte());
        }
        break;
    case 176:
    case 177:
    case 178:
    case 179:
        for (int32_t n = opcode - 174; n > 0 && running(); --n) {
            push(rawByte());
        }
        break;
    case 203: call(operand(), false); break;
    case 204: call(operand(), true); break;
    case 205: returnValue(0); break;
    case 206:
        if ((a = take(1))) {
            returnValue(*a);
        }
        break;
    case 216:
        if (take(1)) {
            const int32_t value = stack_[sp_++];
            push(value);
        }
        break;
    case 217:
        if (take(2)) {
            std::swap(stack_[sp_], stack_[sp_ + 1]);
            sp_ += 2;
        }
        break;
    case 225:
        if (take(1)) {
            ++sp_; // strings of the level's own scripts are global already
        }
        break;
    case 256: caseSorted(); break;
    case 257:
        if ((a = take(1))) {
            self_.result = *a;
        }
        break;
    case 14: case 15: case 16: case 17: case 18: case 19: case 20: case 21: case 22: case 23: case 24:
    case 70: case 71: case 72: case 73: case 74: case 76: case 77: case 136: case 137: binary(opcode); break;
    case 57:
        if ((a = take(2))) {
            push(randomBetween(a[0], a[1]));
        }
        break;
    case 58:
    case 174:
        opcode == 58 ? words(literal, 2) : bytes(literal, 2);
        if (running()) {
            push(randomBetween(literal[0], literal[1]));
        }
        break;
    case 75:
        if ((a = take(1))) {
            push(*a == 0);
        }
        break;
    case 78:
        if ((a = take(1))) {
            push(negWrap(*a));
        }
        break;
    case 330:
        if ((a = take(1))) {
            push(~*a);
        }
        break;
    default: return false;
    }
    return true;
}

// Runs ------------------------------------------------------------------------------------------------------------

int32_t interpret(World& w, const Behavior& b, ScriptInstance& instance) {
    ScriptMemory m(w, b);
    if (instance.state != RunState::Ended) {
        if (m.header->depth == kMaxNestedRuns) {
            w.report("scripts: more than " + std::to_string(kMaxNestedRuns) + " scripts wait for each other's results; script " +
                     std::to_string(instance.number) + " was ended");
            instance.state = RunState::Ended;
        } else {
            ++m.header->depth;
            Machine(w, b, instance).run();
            --m.header->depth;
        }
    }
    const int32_t result = instance.result;
    if (instance.state == RunState::Ended) {
        unlinkInstance(m, instance);
        instance.registered = 0;
        instance.next = m.header->freeHead;
        m.header->freeHead = m.slotOf(instance);
    }
    return result;
}

} // namespace caco
