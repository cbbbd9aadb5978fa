// Reader of BEHAVIOR lumps (simulation.md 8.1). Untrusted input: every offset is checked before it is used.
#include <algorithm>
#include <array>
#include <cstring>

#include "script/acs.h"
#include "script/limits.h"

namespace caco {
namespace {

constexpr size_t kIgnoredBelow = 32;
constexpr uint32_t kSmallestWrappedDirectory = 24;

constexpr uint32_t chunkId(const char (&text)[5]) {
    uint32_t id = 0;
    for (int i = 0; i < 4; ++i) {
        id |= static_cast<uint32_t>(static_cast<uint8_t>(text[i])) << (8 * i);
    }
    return id;
}

std::string chunkName(uint32_t id) {
    std::string name;
    for (int i = 0; i < 4; ++i) {
        const char c = static_cast<char>((id >> (8 * i)) & 0xFF);
        name += c >= 32 && c < 127 ? c : '?';
    }
    return name;
}

// A run of bytes of the lump: a chunk's data or the whole.
struct Range {
    std::span<const uint8_t> lump;
    size_t start = 0, size = 0;

    bool fits(size_t offset, size_t count) const { return offset <= size && count <= size - offset; }
    uint8_t u8(size_t at) const { return lump[start + at]; }
    uint16_t u16(size_t at) const { return static_cast<uint16_t>(u8(at) | u8(at + 1) << 8); }
    int16_t i16(size_t at) const { return static_cast<int16_t>(u16(at)); }
    uint32_t u32(size_t at) const { return u16(at) | static_cast<uint32_t>(u16(at + 2)) << 16; }
    int32_t i32(size_t at) const { return static_cast<int32_t>(u32(at)); }
};

// Escapes that a compiler leaves in strings.
std::string unescape(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\' || i + 1 == raw.size()) {
            out += raw[i];
            continue;
        }
        const char c = raw[++i];
        switch (c) {
        case 'a': out += '\a'; break;
        case 'b': out += '\b'; break;
        case 'c': out += '\x1C'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'v': out += '\v'; break;
        case '\n': break;
        default:
            if (c >= '0' && c <= '7') {
                int value = 0;
                size_t digits = 0;
                while (digits < 3 && i < raw.size() && raw[i] >= '0' && raw[i] <= '7') {
                    value = value * 8 + (raw[i] - '0');
                    ++i;
                    ++digits;
                }
                --i;
                out += static_cast<char>(value);
            } else {
                out += c;
            }
        }
    }
    return out;
}

class BehaviorReader {
public:
    BehaviorReader(std::span<const uint8_t> lump, std::string_view label, Behavior& out) : all_{lump, 0, lump.size()}, label_(label), out_(out) {}

    Status read() {
        const uint32_t id = all_.u32(0);
        if (id == chunkId("ACSE") || id == chunkId("ACSe")) {
            out_.compact = id == chunkId("ACSe");
            return readChunks(all_.u32(4), all_.size, false);
        }
        if (id != (chunkId("ACS ") & 0x00FFFFFFu)) {
            return fail("header", 0, "it does not start with ACS; compile the scripts again");
        }
        const uint32_t directory = all_.u32(4);
        if (!all_.fits(directory, 4)) {
            return fail("header", 4, "the directory lies outside the lump");
        }
        if (directory >= kSmallestWrappedDirectory) {
            const uint32_t inner = all_.u32(directory - 4);
            if (inner == chunkId("ACSE") || inner == chunkId("ACSe")) {
                out_.compact = inner == chunkId("ACSe");
                return readChunks(all_.u32(directory - 8), directory - 8, true);
            }
        }
        return readOldDirectory(directory);
    }

private:
    Status fail(std::string_view chunk, size_t offset, std::string_view problem) const {
        return Status::error(StatusCode::BadData, std::string(label_) + ": scripts, " + std::string(chunk) + " at offset " + std::to_string(offset) + ": " +
                                                      std::string(problem));
    }
    Status failIn(const Range& chunk, uint32_t id, size_t at, std::string_view problem) const { return fail("chunk " + chunkName(id), chunk.start + at, problem); }

    Status readOldDirectory(size_t at) {
        const uint32_t count = all_.u32(at);
        at += 4;
        if (count > (all_.size - at) / 12) {
            return fail("directory", at - 4, "it lists more scripts than the lump can hold");
        }
        for (uint32_t i = 0; i < count; ++i, at += 12) {
            const int32_t tagged = all_.i32(at);
            ScriptInfo s{tagged % 1000, static_cast<uint8_t>(tagged / 1000), 0, kDefaultLocals, all_.u32(at + 4)};
            const int32_t args = all_.i32(at + 8);
            if (tagged < 0 || tagged / 1000 > 255 || args < 0 || args > kDefaultLocals) {
                return fail("directory", at, "a script entry is damaged");
            }
            s.argCount = static_cast<uint8_t>(args);
            out_.scripts.push_back(s);
        }
        if (!all_.fits(at, 4)) {
            return fail("directory", at, "the string table is missing");
        }
        const uint32_t strings = all_.u32(at);
        at += 4;
        if (strings > (all_.size - at) / 4) {
            return fail("directory", at - 4, "it lists more strings than the lump can hold");
        }
        for (uint32_t i = 0; i < strings; ++i, at += 4) {
            if (Status s = readString(all_, all_.u32(at), "string table", at); !s.ok()) {
                return s;
            }
        }
        return finish();
    }

    Status readString(const Range& range, size_t offset, std::string_view chunk, size_t errorAt) {
        if (offset >= range.size) {
            return fail(chunk, errorAt, "a string lies outside it");
        }
        const char* begin = reinterpret_cast<const char*>(range.lump.data()) + range.start + offset;
        const void* end = std::memchr(begin, 0, range.size - offset);
        if (!end) {
            return fail(chunk, errorAt, "a string is not terminated");
        }
        out_.strings.push_back(unescape({begin, static_cast<size_t>(static_cast<const char*>(end) - begin)}));
        return {};
    }

    Status readChunks(size_t at, size_t end, bool wrapped) {
        if (at > end) {
            return fail("header", 4, "the chunks start outside the lump");
        }
        constexpr size_t kHeader = 8;
        // Two passes: sizes of arrays and the script directory must be known before the chunks that refer to them.
        for (int pass = 0; pass < 2; ++pass) {
            size_t position = at;
            while (end - position >= kHeader) {
                const uint32_t id = all_.u32(position);
                const uint32_t length = all_.u32(position + 4);
                position += kHeader;
                if (length > end - position) {
                    return fail("chunk " + chunkName(id), position - kHeader, "it is longer than the lump; the lump was cut off");
                }
                const Range chunk{all_.lump, position, length};
                Status s = pass == 0 ? readDirectoryChunk(id, chunk, wrapped) : readValueChunk(id, chunk);
                if (!s.ok()) {
                    return s;
                }
                position += length;
            }
        }
        return finish();
    }

    Status readDirectoryChunk(uint32_t id, const Range& chunk, bool wrapped) {
        switch (id) {
        case chunkId("SPTR"): return readScripts(id, chunk, wrapped);
        case chunkId("FUNC"): return readFunctions(id, chunk);
        case chunkId("STRL"): return readStrings(id, chunk, false);
        case chunkId("STRE"): return readStrings(id, chunk, true);
        case chunkId("ARAY"): return readArrays(id, chunk);
        case chunkId("LOAD"): return readLibraries(id, chunk);
        default: return {};
        }
    }
    Status readValueChunk(uint32_t id, const Range& chunk) {
        switch (id) {
        case chunkId("MINI"): return readVariables(id, chunk);
        case chunkId("AINI"): return readArrayValues(id, chunk);
        case chunkId("SVCT"): return readLocalCounts(id, chunk);
        default: return {};
        }
    }

    Status readScripts(uint32_t id, const Range& chunk, bool wrapped) {
        const size_t entry = wrapped ? 8 : 12;
        for (size_t at = 0; at + entry <= chunk.size; at += entry) {
            ScriptInfo s{chunk.i16(at), 0, 0, kDefaultLocals, chunk.u32(at + 4)};
            const uint32_t type = wrapped ? chunk.u8(at + 2) : chunk.u16(at + 2);
            const uint32_t args = wrapped ? chunk.u8(at + 3) : chunk.u32(at + 8);
            if (type > 255 || args > kDefaultLocals) {
                return failIn(chunk, id, at, "script " + std::to_string(s.number) + " has " + std::to_string(args) + " arguments; the most are " +
                                                 std::to_string(kDefaultLocals));
            }
            s.type = static_cast<uint8_t>(type);
            s.argCount = static_cast<uint8_t>(args);
            out_.scripts.push_back(s);
        }
        return {};
    }

    Status readFunctions(uint32_t id, const Range& chunk) {
        for (size_t at = 0; at + 8 <= chunk.size; at += 8) {
            const FunctionInfo f{chunk.u8(at), chunk.u8(at + 1), chunk.u8(at + 2) != 0, chunk.u32(at + 4)};
            if (f.address >= all_.size) {
                return failIn(chunk, id, at, "function " + std::to_string(out_.functions.size()) + " starts outside the lump");
            }
            out_.functions.push_back(f);
        }
        return {};
    }

    Status readStrings(uint32_t id, const Range& chunk, bool encrypted) {
        if (chunk.size < 12) {
            return failIn(chunk, id, 0, "it is too short for its header");
        }
        const uint32_t count = chunk.u32(4);
        if (count > (chunk.size - 12) / 4) {
            return failIn(chunk, id, 4, "it lists more strings than it can hold");
        }
        for (uint32_t i = 0; i < count; ++i) {
            const size_t at = 12 + size_t{4} * i;
            const uint32_t offset = chunk.u32(at);
            Status s = encrypted ? readEncrypted(chunk, offset, id, at) : readString(chunk, offset, "chunk " + chunkName(id), chunk.start + at);
            if (!s.ok()) {
                return s;
            }
        }
        return {};
    }

    Status readEncrypted(const Range& chunk, uint32_t offset, uint32_t id, size_t at) {
        if (offset >= chunk.size) {
            return failIn(chunk, id, at, "a string lies outside it");
        }
        const uint8_t key = static_cast<uint8_t>(offset * 157135u);
        std::string text;
        for (uint32_t i = 0;; ++i) {
            if (i >= chunk.size - offset) {
                return failIn(chunk, id, at, "a string is not terminated");
            }
            const uint8_t c = static_cast<uint8_t>(chunk.u8(offset + i) ^ static_cast<uint8_t>(key + (i >> 1)));
            if (c == 0) {
                break;
            }
            text += static_cast<char>(c);
        }
        out_.strings.push_back(unescape(text));
        return {};
    }

    Status readArrays(uint32_t id, const Range& chunk) {
        for (size_t at = 0; at + 8 <= chunk.size; at += 8) {
            const uint32_t variable = chunk.u32(at);
            const int32_t size = chunk.i32(at + 4);
            if (variable >= kMapVariables) {
                return failIn(chunk, id, at, "map variable " + std::to_string(variable) + " does not exist; there are " + std::to_string(kMapVariables));
            }
            if (size < 0 || static_cast<size_t>(size) > kMaxArrayCells - out_.arrayInit.size()) {
                return failIn(chunk, id, at + 4, "the map's arrays hold more than " + std::to_string(kMaxArrayCells) + " values");
            }
            out_.arrays[variable] = {size, static_cast<uint32_t>(out_.arrayInit.size())};
            out_.mapVariables[variable] = arrayCount_++;
            out_.arrayInit.resize(out_.arrayInit.size() + static_cast<size_t>(size), 0);
        }
        return {};
    }

    Status readLibraries(uint32_t id, const Range& chunk) const {
        for (size_t at = 0; at < chunk.size; ++at) {
            if (chunk.u8(at) != 0) {
                Status s = failIn(chunk, id, at, "the scripts use a script library, which the engine does not support; compile them without #import");
                s.code = StatusCode::Unsupported;
                return s;
            }
        }
        return {};
    }

    Status readVariables(uint32_t id, const Range& chunk) {
        if (chunk.size < 4) {
            return chunk.size == 0 ? Status{} : failIn(chunk, id, 0, "it is too short for its header");
        }
        const uint32_t first = chunk.u32(0);
        const size_t count = (chunk.size - 4) / 4;
        if (first > kMapVariables || count > kMapVariables - first) {
            return failIn(chunk, id, 0, "it sets map variables beyond number " + std::to_string(kMapVariables - 1));
        }
        for (size_t i = 0; i < count; ++i) {
            if (out_.arrays[first + i].size == 0) {
                out_.mapVariables[first + i] = chunk.i32(4 + 4 * i);
            }
        }
        return {};
    }

    Status readArrayValues(uint32_t id, const Range& chunk) {
        if (chunk.size < 4) {
            return failIn(chunk, id, 0, "it is too short for its header");
        }
        const uint32_t variable = chunk.u32(0);
        if (variable >= kMapVariables) {
            return failIn(chunk, id, 0, "map variable " + std::to_string(variable) + " does not exist");
        }
        const MapArray& array = out_.arrays[variable];
        const size_t count = std::min((chunk.size - 4) / 4, static_cast<size_t>(array.size));
        for (size_t i = 0; i < count; ++i) {
            out_.arrayInit[array.offset + i] = chunk.i32(4 + 4 * i);
        }
        return {};
    }

    Status readLocalCounts(uint32_t id, const Range& chunk) {
        for (size_t at = 0; at + 4 <= chunk.size; at += 4) {
            const int16_t number = chunk.i16(at);
            const uint16_t count = chunk.u16(at + 2);
            if (count > kMaxLocals) {
                return failIn(chunk, id, at, "script " + std::to_string(number) + " has " + std::to_string(count) + " local variables; the most are " +
                                                 std::to_string(kMaxLocals));
            }
            for (ScriptInfo& s : out_.scripts) {
                if (s.number == number) {
                    s.localCount = std::max<uint16_t>(count, s.argCount);
                }
            }
        }
        return {};
    }

    Status finish() {
        for (const ScriptInfo& s : out_.scripts) {
            if (s.address >= all_.size) {
                return fail("script " + std::to_string(s.number), s.address, "it starts outside the lump");
            }
            out_.localStride = std::max<uint32_t>(out_.localStride, s.localCount);
        }
        std::stable_sort(out_.scripts.begin(), out_.scripts.end(), [](const ScriptInfo& a, const ScriptInfo& b) { return a.number < b.number; });
        return {};
    }

    Range all_;
    std::string_view label_;
    Behavior& out_;
    int32_t arrayCount_ = 0;
};

} // namespace

const ScriptInfo* Behavior::find(int32_t number) const {
    const auto it = std::lower_bound(scripts.begin(), scripts.end(), number, [](const ScriptInfo& s, int32_t n) { return s.number < n; });
    return it != scripts.end() && it->number == number ? &*it : nullptr;
}

Status loadBehavior(std::span<const uint8_t> lump, std::string_view label, std::shared_ptr<const Behavior>& out) {
    auto behavior = std::make_shared<Behavior>();
    if (lump.size() >= kIgnoredBelow) {
        behavior->code.assign(lump.begin(), lump.end());
        if (Status s = BehaviorReader(behavior->code, label, *behavior).read(); !s.ok()) {
            return s;
        }
    }
    out = std::move(behavior);
    return {};
}

} // namespace caco
