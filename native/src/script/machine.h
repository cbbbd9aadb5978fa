// One run of a script: fetches operations, keeps the value stack and the call frames (simulation.md 8.6).
#pragma once

#include <array>
#include <string>

#include "script/script_state.h"
#include "sim/spawn.h"

namespace caco {

class Machine {
public:
    Machine(World& world, const Behavior& behavior, ScriptInstance& instance);
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    void run();

private:
    struct Frame {
        uint32_t returnTo;
        int32_t base;           // stack height without the arguments
        int32_t floor;          // the caller's
        int32_t* locals;
        int32_t localCount;
        bool discard;
    };
    enum class Scope : uint8_t { Local, Map, World, Global, MapArray, WorldArray, GlobalArray };
    enum class VarOp : uint8_t { Assign, Push, Add, Sub, Mul, Div, Mod, Inc, Dec, And, Or, Eor, Lsh, Rsh, None };
    struct VarCode {
        Scope scope;
        VarOp op;
    };

    // Operands.
    bool available(uint32_t count) {
        if (pc_ <= b_.code.size() && count <= b_.code.size() - pc_) {
            return true;
        }
        runsPastEnd();
        return false;
    }
    uint8_t rawByte() { return available(1) ? b_.code[pc_++] : uint8_t{0}; }
    int32_t word() {
        if (!available(4)) {
            return 0;
        }
        const uint8_t* p = b_.code.data() + pc_;
        pc_ += 4;
        return static_cast<int32_t>(p[0] | p[1] << 8 | p[2] << 16 | static_cast<uint32_t>(p[3]) << 24);
    }
    void runsPastEnd();
    int32_t operand() { return b_.compact ? rawByte() : word(); }   // "b"
    int32_t fetchOpcode();
    void words(int32_t* out, int count);
    void bytes(int32_t* out, int count);
    void jump(int32_t target) { pc_ = static_cast<uint32_t>(target); }

    // Stack. take() gives the lowest of the popped values; null (the script has then ended) when there are too few.
    void push(int32_t value) {
        if (sp_ < kScriptStack) {
            stack_[sp_++] = value;
        } else {
            stackIsFull();
        }
    }
    const int32_t* take(int count) {
        if (sp_ - floor_ < count) {
            stackIsEmpty();
            return nullptr;
        }
        sp_ -= count;
        return stack_ + sp_;
    }
    void stackIsFull();
    void stackIsEmpty();
    int32_t& top() { return stack_[sp_ - 1]; }
    bool running() const { return self_.state == RunState::Running; }
    void fail(const std::string& problem);
    void unsupported(int32_t opcode, const char* what);
    bool skipUnsupported(int32_t opcode);
    bool divide(int32_t a, int32_t b, bool remainder, int32_t& out);

    // Groups of operations beside the variables; false = not of this group. They are asked in this order.
    bool stepBasic(int32_t opcode);     // control and arithmetic
    bool stepText(int32_t opcode);      // prints, sounds, music, fades: operands only
    bool stepLevel(int32_t opcode);
    bool stepActor(int32_t opcode);
    bool stepInventory(int32_t opcode);
    bool stepInformation(int32_t opcode);

    using VarCodes = std::array<VarCode, 326>;
    static const VarCodes kVarCodes; // by opcode
    static constexpr VarCode variableCode(int32_t opcode);
    static VarCode codeOf(int32_t opcode) {
        return static_cast<uint32_t>(opcode) < kVarCodes.size() ? kVarCodes[static_cast<uint32_t>(opcode)] : VarCode{Scope::Local, VarOp::None};
    }
    void useVariable(VarCode code);
    int32_t* cell(Scope scope, int32_t number, int32_t index, bool writing);
    int32_t* arrayCell(Scope scope, int32_t number, int32_t index, bool writing);
    void noSuchVariable(Scope scope, int32_t number);
    bool combine(VarOp op, int32_t& value, int32_t with);
    void call(int32_t function, bool discard);
    void returnValue(int32_t value);
    void waitFor(RunState state, int32_t what);
    void delay(int32_t tics);
    void caseSorted();
    int32_t randomBetween(int32_t low, int32_t high);
    void binary(int32_t opcode);

    // Level (machine_level.cpp).
    int32_t special(int32_t number, const int32_t* args, int count);
    void lineSpecial(int count, bool literal, bool byteOperands, bool keepResult);
    template <class F> void forLines(int32_t id, F&& f);
    void setPlaneTexture(const int32_t* a, bool ceiling);
    void setLineTexture(const int32_t* a);
    void setLineBlocking(int32_t id, int32_t mode);
    void setAirControl(int32_t value);
    int32_t planeHeight(const int32_t* a, bool ceiling);

    // Printing (machine_text.cpp).
    bool stepPrint(int32_t opcode);
    void addToLine(std::string_view piece);

    // Actors (machine_actors.cpp, actor_properties.cpp).
    Actor* activator() const { return w_.resolve(self_.activator); }
    Actor* single(int32_t tid) const;
    template <class F> void forActors(int32_t tid, F&& f) {
        if (tid == 0) {
            if (Actor* a = activator()) {
                f(*a);
            }
            return;
        }
        forEachTid(w_, tid, [&](Actor& a) {
            f(a);
            return true;
        });
    }
    const std::string& text(int32_t index) const;
    int32_t countThings(ClassId cls, bool anyClass, int32_t tid, int32_t tag);
    int32_t spawn(ClassId cls, Fixed x, Fixed y, Fixed z, int32_t tid, int32_t angle);
    int32_t spawnAtSpots(const int32_t* a, bool facing);
    bool setPosition(Actor& a, Fixed x, Fixed y, Fixed z, bool fog);
    int32_t setActorState(int32_t tid, const std::string& label, bool exact);
    int32_t damageThings(int32_t tid, int32_t amount, const std::string& type);
    int32_t classify(int32_t tid);

    // Inventory.
    template <class F> void forReceivers(F&& f);
    int32_t setWeapon(const std::string& name);
    int32_t useItemOf(Actor& a, const std::string& name);

    World& w_;
    const Behavior& b_;
    ScriptMemory m_;
    ScriptInstance& self_;
    const ScriptInfo& info_;
    uint32_t pc_;
    uint32_t opcodeAt_ = 0;
    int32_t sp_ = 0, floor_ = 0;
    int32_t* locals_;
    int32_t localCount_;
    int32_t depth_ = 0;
    int32_t optionalFrom_ = -1;         // stack height where a HUD message's optional arguments start
    char line_[sizeof Notice::text];    // of the print statement that is being put together
    size_t lineSize_ = 0;
    int32_t stack_[kScriptStack];
    Frame frames_[kMaxCallDepth];
};

// Properties by number (simulation.md 8.8). False: the number has no effect here and is to be reported.
bool setActorProperty(World& w, Actor& a, Actor* activator, int32_t property, int32_t value);
bool getActorProperty(World& w, Actor& a, int32_t property, int32_t& value);

} // namespace caco
