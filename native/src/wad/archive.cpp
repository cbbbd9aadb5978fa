#include "wad/archive.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace caco {

namespace {

constexpr size_t kHeaderSize = 12;
constexpr size_t kEntrySize = 16;

uint32_t readU32(const uint8_t* p) {
    return uint32_t{p[0]} | uint32_t{p[1]} << 8 | uint32_t{p[2]} << 16 | uint32_t{p[3]} << 24;
}

LumpName readName(const uint8_t* p) {
    size_t length = 0;
    while (length < 8 && p[length] != 0) {
        ++length;
    }
    return LumpName::of(std::string_view(reinterpret_cast<const char*>(p), length));
}

struct SpaceMarkers {
    LumpSpace space;
    LumpName starts[2], ends[2];
};

// Tools of different ages write single or doubled prefixes, also mixed in one file.
const SpaceMarkers* markerTable(size_t& count) {
    static const SpaceMarkers table[] = {
        {LumpSpace::Flats,
         {LumpName::of("F_START"), LumpName::of("FF_START")},
         {LumpName::of("F_END"), LumpName::of("FF_END")}},
        {LumpSpace::Sprites,
         {LumpName::of("S_START"), LumpName::of("SS_START")},
         {LumpName::of("S_END"), LumpName::of("SS_END")}},
        {LumpSpace::Patches,
         {LumpName::of("P_START"), LumpName::of("PP_START")},
         {LumpName::of("P_END"), LumpName::of("PP_END")}},
        {LumpSpace::Textures, {LumpName::of("TX_START"), LumpName()}, {LumpName::of("TX_END"), LumpName()}},
    };
    count = std::size(table);
    return table;
}

bool isOneOf(LumpName name, const LumpName (&pair)[2]) {
    return !name.empty() && (name == pair[0] || name == pair[1]);
}

// Gives the lumps between markers their name space. A start without any later end marks nothing.
void assignSpaces(std::span<Lump> lumps) {
    size_t tableSize = 0;
    const SpaceMarkers* table = markerTable(tableSize);
    std::vector<size_t> lastEnd(tableSize, 0);
    for (size_t i = 0; i < lumps.size(); ++i) {
        for (size_t m = 0; m < tableSize; ++m) {
            if (isOneOf(lumps[i].name, table[m].ends)) {
                lastEnd[m] = i;
            }
        }
    }
    const SpaceMarkers* open = nullptr;
    for (size_t i = 0; i < lumps.size(); ++i) {
        const SpaceMarkers* started = nullptr;
        for (size_t m = 0; m < tableSize; ++m) {
            if (isOneOf(lumps[i].name, table[m].starts) && lastEnd[m] > i) {
                started = &table[m];
            }
        }
        if (started) {
            open = started;
        } else if (open && isOneOf(lumps[i].name, open->ends)) {
            open = nullptr;
        } else if (open) {
            lumps[i].space = open->space;
        }
    }
}

std::string number(int64_t value) {
    return std::to_string(value);
}

}  // namespace

LumpName LumpName::of(std::string_view text) {
    LumpName name;
    for (size_t i = 0; i < text.size() && i < 8 && text[i] != 0; ++i) {
        const char c = text[i];
        const auto upper = static_cast<uint8_t>(c >= 'a' && c <= 'z' ? c - 32 : c);
        name.bits |= uint64_t{upper} << (8 * i);
    }
    return name;
}

std::string LumpName::text() const {
    std::string result;
    for (uint64_t rest = bits; rest != 0; rest >>= 8) {
        result.push_back(static_cast<char>(rest & 0xFF));
    }
    return result;
}

Status ArchiveSet::addFile(const std::string& path) {
    std::error_code error;
    const std::filesystem::path fsPath(path);
    const auto size = std::filesystem::file_size(fsPath, error);
    std::FILE* file = error ? nullptr : std::fopen(path.c_str(), "rb");
    if (!file) {
        return Status::error(StatusCode::FileNotFound,
                             path + ": the WAD does not exist or cannot be read; check the path and its permissions");
    }
    if (size > 0x7FFFFFFF) {
        std::fclose(file);
        return Status::error(StatusCode::BadData, path + ": larger than the 2 GiB a WAD can address; is this a WAD?");
    }
    std::vector<uint8_t> bytes(static_cast<size_t>(size));
    const size_t got = bytes.empty() ? 0 : std::fread(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
    if (got != bytes.size()) {
        return Status::error(StatusCode::FileNotFound, path + ": reading stopped after " + number(int64_t(got)) +
                                                           " of " + number(int64_t(bytes.size())) + " bytes");
    }
    return addBytes(std::move(bytes), fsPath.filename().string());
}

Status ArchiveSet::addMemory(std::span<const uint8_t> bytes, std::string label) {
    return addBytes(std::vector<uint8_t>(bytes.begin(), bytes.end()), std::move(label));
}

Status ArchiveSet::addBytes(std::vector<uint8_t> bytes, std::string label) {
    const auto bad = [&label](const std::string& text) {
        return Status::error(StatusCode::BadData, label + ": " + text);
    };
    if (bytes.size() < kHeaderSize) {
        return bad("only " + number(int64_t(bytes.size())) +
                   " bytes, a WAD has at least 12; the file is empty or truncated");
    }
    if (std::memcmp(bytes.data(), "IWAD", 4) != 0 && std::memcmp(bytes.data(), "PWAD", 4) != 0) {
        return bad("does not start with IWAD or PWAD; give a Doom WAD file");
    }
    const auto count = static_cast<int32_t>(readU32(&bytes[4]));
    const auto directory = static_cast<int32_t>(readU32(&bytes[8]));
    if (count < 0 || directory < 0) {
        return bad("the header has a negative lump count (" + number(count) + ") or directory offset (" +
                   number(directory) + ")");
    }
    const auto fileSize = static_cast<int64_t>(bytes.size());
    if (count > 0 && directory + int64_t{count} * int64_t{kEntrySize} > fileSize) {
        return bad("the directory (" + number(count) + " lumps at offset " + number(directory) +
                   ") runs past the file's " + number(fileSize) + " bytes; the file is truncated or damaged");
    }

    // A scenario and its user may both name a file; a second copy would only define everything twice.
    for (const auto& known : files_) {
        if (known->bytes == bytes) return {};
    }
    auto file = std::make_unique<File>();
    file->label = std::move(label);
    file->bytes = std::move(bytes);
    std::vector<Lump> added(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) {
        const uint8_t* entry = file->bytes.data() + directory + size_t(i) * kEntrySize;
        const auto offset = static_cast<int32_t>(readU32(entry));
        const auto size = static_cast<int32_t>(readU32(entry + 4));
        Lump& lump = added[size_t(i)];
        lump.name = readName(entry + 8);
        lump.file = fileCount();
        lump.indexInFile = i;
        // Markers are empty and many tools leave any offset in them.
        if (size == 0) {
            continue;
        }
        if (size < 0 || offset < 0 || int64_t{offset} + size > fileSize) {
            return Status::error(StatusCode::BadData,
                                 file->label + ": lump " + lump.name.text() + " (entry " + number(i) + "): offset " +
                                     number(offset) + " and size " + number(size) + " do not lie within the file's " +
                                     number(fileSize) + " bytes; the file is truncated or damaged");
        }
        lump.data = std::span<const uint8_t>(file->bytes).subspan(size_t(offset), size_t(size));
    }
    assignSpaces(added);

    files_.push_back(std::move(file));
    const size_t sortedBefore = index_.size();
    for (const Lump& lump : added) {
        index_.emplace_back(lump.name, static_cast<int32_t>(lumps_.size()));
        lumps_.push_back(lump);
    }
    const auto middle = index_.begin() + static_cast<std::ptrdiff_t>(sortedBefore);
    std::sort(middle, index_.end());
    std::inplace_merge(index_.begin(), middle, index_.end());
    return {};
}

std::span<const uint8_t> ArchiveSet::fileBytes(int32_t file) const {
    return files_[static_cast<size_t>(file)]->bytes;
}

int32_t ArchiveSet::find(LumpName name, LumpSpace space) const {
    auto it = std::upper_bound(index_.begin(), index_.end(), std::pair(name, INT32_MAX));
    while (it != index_.begin()) {
        --it;
        if (it->first != name) {
            break;
        }
        if (lump(it->second).space == space) {
            return it->second;
        }
    }
    return -1;
}

std::string ArchiveSet::describe(int32_t index) const {
    if (index < 0 || index >= lumpCount()) {
        return "no lump";
    }
    const Lump& entry = lump(index);
    return fileLabel(entry.file) + ": lump " + entry.name.text();
}

}  // namespace caco
