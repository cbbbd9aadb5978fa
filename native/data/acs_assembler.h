// Writes ACS object files in code (simulation.md 8.1, 8.6). Standard library only: tests and built-in scenarios share it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caco {

// Opcodes that hand-written scripts need; any other number may be given as well.
namespace acs {
enum Op : int32_t {
    Nop = 0, Terminate = 1, Suspend = 2, PushNumber = 3, Special1 = 4, Special2 = 5, Special3 = 6, Special4 = 7, Special5 = 8,
    Add = 14, Subtract = 15, Multiply = 16, Divide = 17, Modulus = 18, Equal = 19, NotEqual = 20, Less = 21, Greater = 22, LessEqual = 23,
    GreaterEqual = 24, AssignLocal = 25, AssignMap = 26, AssignWorld = 27, PushLocal = 28, PushMap = 29, PushWorld = 30, IncLocal = 46,
    IncMap = 47, DecLocal = 49, Goto = 52, IfGoto = 53, Drop = 54, Delay = 55, Random = 57, TagWait = 61, Restart = 69, LogicalAnd = 70,
    LogicalOr = 71, Not = 75, Negate = 78, IfNotGoto = 79, ScriptWait = 81, CaseGoto = 84, FixedMultiply = 136, FixedDivide = 137,
    ClearInventory = 142, GiveInventory = 143, TakeInventory = 145, CheckInventory = 147, Spawn = 149, SpawnSpot = 151, PushByte = 167,
    DelayByte = 173, PushBytes = 175, SetThingSpecial = 180, AssignGlobal = 181, PushGlobal = 182, AddGlobal = 183, SubtractGlobal = 184,
    IncGlobal = 188, DecGlobal = 189, GetActorX = 196, GetActorY = 197, GetActorZ = 198, Call = 203, CallDiscard = 204, ReturnVoid = 205,
    ReturnValue = 206, PushMapArray = 207, AssignMapArray = 208, Dup = 216, Swap = 217, Sin = 220, Cos = 221, SetWeapon = 224,
    SetActorProperty = 245, GetActorProperty = 246, StringLength = 253, CaseGotoSorted = 256, SetResult = 257, Special5Result = 263,
    SetActorAngle = 276, SetActorPosition = 283
};
} // namespace acs

class AcsAssembler {
public:
    enum class Format { Old, Direct, DirectWide, Wrapped };
    using Label = size_t;

    explicit AcsAssembler(Format format = Format::Wrapped) : format_(format) {}

    // Data.
    int32_t string(std::string_view text) {
        strings_.emplace_back(text);
        return static_cast<int32_t>(strings_.size()) - 1;
    }
    void mapVariable(uint32_t index, int32_t value) { variables_.push_back({index, value}); }
    void array(uint32_t variable, std::vector<int32_t> values) { arrays_.push_back({variable, std::move(values)}); }
    void locals(int32_t script, uint16_t count) { locals_.push_back({script, count}); }
    void encryptStrings() { encrypted_ = true; }

    // Code. A script or function starts where the code stands.
    void script(int32_t number, int32_t type = 0, uint32_t args = 0) { scripts_.push_back({number, type, args, here()}); }
    int32_t function(uint8_t args, uint8_t localCount, bool returns) {
        functions_.push_back({args, localCount, returns, here()});
        return static_cast<int32_t>(functions_.size()) - 1;
    }
    AcsAssembler& op(int32_t opcode) {
        if (!compact()) {
            return word(opcode);
        }
        if (opcode < 240) {
            return raw(static_cast<uint32_t>(opcode));
        }
        return raw(static_cast<uint32_t>(240 + ((opcode - 240) >> 8))).raw(static_cast<uint32_t>(opcode - 240) & 255);
    }
    AcsAssembler& op(int32_t opcode, int32_t operand) {
        op(opcode);
        return compact() ? raw(static_cast<uint32_t>(operand)) : word(operand);
    }
    AcsAssembler& push(int32_t value) {
        op(acs::PushNumber);
        return word(value);
    }
    AcsAssembler& pushAll(std::initializer_list<int32_t> values) {
        for (const int32_t v : values) {
            push(v);
        }
        return *this;
    }
    AcsAssembler& raw(uint32_t byte) {
        code_.push_back(static_cast<uint8_t>(byte));
        return *this;
    }
    AcsAssembler& word(int32_t value) {
        put32(code_, static_cast<uint32_t>(value));
        return *this;
    }
    AcsAssembler& align4() {
        while (here() % 4) {
            raw(0);
        }
        return *this;
    }
    Label label() {
        labels_.push_back(0);
        return labels_.size() - 1;
    }
    void place(Label l) { labels_[l] = here(); }
    Label placed() {
        const Label l = label();
        place(l);
        return l;
    }
    AcsAssembler& target(Label l) { // a jump target as a word
        fixes_.push_back({code_.size(), l});
        return word(0);
    }
    AcsAssembler& jump(int32_t opcode, Label l) { return op(opcode).target(l); }
    uint32_t here() const { return kCodeStart + static_cast<uint32_t>(code_.size()); }

    std::vector<uint8_t> build() const {
        std::vector<uint8_t> code = code_;
        for (const Fix& f : fixes_) {
            for (int i = 0; i < 4; ++i) {
                code[f.at + static_cast<size_t>(i)] = static_cast<uint8_t>(labels_[f.label] >> (8 * i));
            }
        }
        std::vector<uint8_t> out;
        const bool direct = format_ == Format::Direct || format_ == Format::DirectWide;
        putText(out, direct ? (compact() ? "ACSe" : "ACSE") : std::string_view("ACS\0", 4));
        put32(out, 0);
        out.insert(out.end(), code.begin(), code.end());
        const uint32_t end = static_cast<uint32_t>(out.size());
        if (format_ == Format::Old) {
            set32(out, 4, end);
            putOldDirectory(out);
        } else {
            putChunks(out);
            if (direct) {
                set32(out, 4, end);
            } else {
                put32(out, end);
                putText(out, "ACSe");
                set32(out, 4, static_cast<uint32_t>(out.size()));
                put32(out, 0);
                put32(out, 0);
            }
        }
        while (out.size() < kSmallest) {
            out.push_back(0);
        }
        return out;
    }

private:
    static constexpr uint32_t kCodeStart = 8;
    static constexpr size_t kSmallest = 32;
    struct Script {
        int32_t number, type;
        uint32_t args, address;
    };
    struct Function {
        uint8_t args, locals;
        bool returns;
        uint32_t address;
    };
    struct Variable {
        uint32_t index;
        int32_t value;
    };
    struct Array {
        uint32_t variable;
        std::vector<int32_t> values;
    };
    struct Locals {
        int32_t script;
        uint16_t count;
    };
    struct Fix {
        size_t at;
        Label label;
    };

    bool compact() const { return format_ == Format::Wrapped || format_ == Format::Direct; }
    static void put16(std::vector<uint8_t>& out, uint32_t v) {
        out.push_back(static_cast<uint8_t>(v));
        out.push_back(static_cast<uint8_t>(v >> 8));
    }
    static void put32(std::vector<uint8_t>& out, uint32_t v) {
        put16(out, v & 0xFFFF);
        put16(out, v >> 16);
    }
    static void set32(std::vector<uint8_t>& out, size_t at, uint32_t v) {
        for (int i = 0; i < 4; ++i) {
            out[at + static_cast<size_t>(i)] = static_cast<uint8_t>(v >> (8 * i));
        }
    }
    static void putText(std::vector<uint8_t>& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }
    static void putChunk(std::vector<uint8_t>& out, std::string_view id, const std::vector<uint8_t>& data) {
        putText(out, id);
        put32(out, static_cast<uint32_t>(data.size()));
        out.insert(out.end(), data.begin(), data.end());
    }

    void putOldDirectory(std::vector<uint8_t>& out) const {
        put32(out, static_cast<uint32_t>(scripts_.size()));
        for (const Script& s : scripts_) {
            put32(out, static_cast<uint32_t>(s.number + 1000 * s.type));
            put32(out, s.address);
            put32(out, s.args);
        }
        put32(out, static_cast<uint32_t>(strings_.size()));
        uint32_t at = static_cast<uint32_t>(out.size() + 4 * strings_.size());
        for (const std::string& s : strings_) {
            put32(out, at);
            at += static_cast<uint32_t>(s.size()) + 1;
        }
        for (const std::string& s : strings_) {
            putText(out, s);
            out.push_back(0);
        }
    }

    void putChunks(std::vector<uint8_t>& out) const {
        std::vector<uint8_t> data;
        for (const Script& s : scripts_) {
            put16(data, static_cast<uint32_t>(s.number));
            if (format_ == Format::Wrapped) {
                data.push_back(static_cast<uint8_t>(s.type));
                data.push_back(static_cast<uint8_t>(s.args));
                put32(data, s.address);
            } else {
                put16(data, static_cast<uint32_t>(s.type));
                put32(data, s.address);
                put32(data, s.args);
            }
        }
        putChunk(out, "SPTR", data);
        data.clear();
        for (const Function& f : functions_) {
            data.insert(data.end(), {f.args, f.locals, static_cast<uint8_t>(f.returns), 0});
            put32(data, f.address);
        }
        putChunk(out, "FUNC", data);
        putStrings(out);
        for (const Variable& v : variables_) {
            data.clear();
            put32(data, v.index);
            put32(data, static_cast<uint32_t>(v.value));
            putChunk(out, "MINI", data);
        }
        data.clear();
        for (const Array& a : arrays_) {
            put32(data, a.variable);
            put32(data, static_cast<uint32_t>(a.values.size()));
        }
        putChunk(out, "ARAY", data);
        for (const Array& a : arrays_) {
            data.clear();
            put32(data, a.variable);
            for (const int32_t v : a.values) {
                put32(data, static_cast<uint32_t>(v));
            }
            putChunk(out, "AINI", data);
        }
        data.clear();
        for (const Locals& l : locals_) {
            put16(data, static_cast<uint32_t>(l.script));
            put16(data, l.count);
        }
        putChunk(out, "SVCT", data);
    }

    void putStrings(std::vector<uint8_t>& out) const {
        std::vector<uint8_t> data;
        put32(data, 0);
        put32(data, static_cast<uint32_t>(strings_.size()));
        put32(data, 0);
        uint32_t at = static_cast<uint32_t>(12 + 4 * strings_.size());
        for (const std::string& s : strings_) {
            put32(data, at);
            at += static_cast<uint32_t>(s.size()) + 1;
        }
        for (const std::string& s : strings_) {
            const uint8_t key = static_cast<uint8_t>(static_cast<uint32_t>(data.size()) * 157135u);
            for (size_t i = 0; i <= s.size(); ++i) {
                const uint8_t c = i < s.size() ? static_cast<uint8_t>(s[i]) : uint8_t{0};
                data.push_back(static_cast<uint8_t>(encrypted_ ? c ^ static_cast<uint8_t>(key + (i >> 1)) : c));
            }
        }
        putChunk(out, encrypted_ ? "STRE" : "STRL", data);
    }

    Format format_;
    bool encrypted_ = false;
    std::vector<uint8_t> code_;
    std::vector<std::string> strings_;
    std::vector<Script> scripts_;
    std::vector<Function> functions_;
    std::vector<Variable> variables_;
    std::vector<Array> arrays_;
    std::vector<Locals> locals_;
    std::vector<uint32_t> labels_;
    std::vector<Fix> fixes_;
};

} // namespace caco
