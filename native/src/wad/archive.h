// WAD archives and lump look-up. Untrusted input: every directory entry is bounds-checked at load.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace caco {

// Up to eight characters, upper case, zero padded; comparable as an integer.
struct LumpName {
    uint64_t bits = 0;

    static LumpName of(std::string_view text); // case-insensitive, cut at 8 characters
    std::string text() const;
    bool empty() const { return bits == 0; }
    friend bool operator==(LumpName a, LumpName b) = default;
    friend auto operator<=>(LumpName a, LumpName b) = default;
};

enum class LumpSpace : uint8_t { Global, Flats, Sprites, Patches, Textures }; // S_START.., F_START.., P_START.., TX_START..

struct Lump {
    LumpName name;
    LumpSpace space = LumpSpace::Global;
    int32_t file = 0;          // index of the archive, load order
    int32_t indexInFile = 0;   // position in that archive's directory
    std::span<const uint8_t> data;
};

// All archives of a game in load order (IWAD first). Immutable after loading; safe to share between threads.
class ArchiveSet {
public:
    // Adds a WAD from a path. On error the set is unchanged. An archive that is in the set already, byte for byte, stays where it is.
    Status addFile(const std::string& path);
    // Adds a WAD from memory (copied). `label` names it in messages.
    Status addMemory(std::span<const uint8_t> bytes, std::string label);

    int32_t fileCount() const { return static_cast<int32_t>(files_.size()); }
    const std::string& fileLabel(int32_t file) const { return files_[static_cast<size_t>(file)]->label; }
    std::span<const uint8_t> fileBytes(int32_t file) const; // whole archive, for hashing

    int32_t lumpCount() const { return static_cast<int32_t>(lumps_.size()); }
    const Lump& lump(int32_t index) const { return lumps_[static_cast<size_t>(index)]; }
    // The last loaded lump of that name in the name space, or -1.
    int32_t find(LumpName name, LumpSpace space = LumpSpace::Global) const;
    int32_t find(std::string_view name, LumpSpace space = LumpSpace::Global) const { return find(LumpName::of(name), space); }
    // "file.wad: lump NAME" for messages.
    std::string describe(int32_t index) const;

private:
    struct File {
        std::string label;
        std::vector<uint8_t> bytes;
    };
    Status addBytes(std::vector<uint8_t> bytes, std::string label);

    std::vector<std::unique_ptr<File>> files_;
    std::vector<Lump> lumps_;
    std::vector<std::pair<LumpName, int32_t>> index_; // sorted by name, later lumps last
};

// Bounds-checked little-endian reader over a lump. Reads past the end return 0 and set failed().
class ByteReader {
public:
    explicit ByteReader(std::span<const uint8_t> data, size_t offset = 0) : data_(data), pos_(offset) {}
    uint8_t u8();
    uint16_t u16();
    uint32_t u32();
    int16_t i16() { return static_cast<int16_t>(u16()); }
    int32_t i32() { return static_cast<int32_t>(u32()); }
    LumpName name8();
    void skip(size_t n);
    bool failed() const { return failed_; }
    size_t position() const { return pos_; }
    size_t remaining() const { return pos_ <= data_.size() ? data_.size() - pos_ : 0; }

private:
    std::span<const uint8_t> data_;
    size_t pos_;
    bool failed_ = false;
};

// zlib inflate of a whole stream with an upper bound on the result (guards against bombs).
Status inflateZlib(std::span<const uint8_t> packed, size_t maxSize, std::vector<uint8_t>& out);

} // namespace caco
