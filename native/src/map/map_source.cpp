#include "map/map_source.h"

#include <algorithm>

namespace caco {
namespace {

constexpr std::string_view kLumpNames[] = {"THINGS",   "LINEDEFS", "SIDEDEFS", "VERTEXES", "SEGS",
                                           "SSECTORS", "NODES",    "SECTORS",  "REJECT",   "BLOCKMAP",
                                           "BEHAVIOR", "SCRIPTS",  "TEXTMAP",  "ZNODES",   "DIALOGUE"};
static_assert(std::size(kLumpNames) == static_cast<size_t>(MapLump::Count));

constexpr MapLump kBinaryLumps[] = {MapLump::Things, MapLump::LineDefs,   MapLump::SideDefs, MapLump::Vertexes,
                                    MapLump::Segs,   MapLump::SubSectors, MapLump::Nodes,    MapLump::Sectors,
                                    MapLump::Reject, MapLump::BlockMap,   MapLump::Behavior, MapLump::Scripts};
constexpr MapLump kTextLumps[] = {MapLump::ZNodes, MapLump::BlockMap, MapLump::Reject, MapLump::Dialogue,
                                  MapLump::Behavior};
constexpr MapLump kRequired[] = {MapLump::Things, MapLump::LineDefs, MapLump::SideDefs, MapLump::Vertexes,
                                 MapLump::Sectors};

bool sameFile(const ArchiveSet& archives, int32_t a, int32_t b) {
    return b < archives.lumpCount() && archives.lump(a).file == archives.lump(b).file;
}

bool isNamed(const ArchiveSet& archives, int32_t index, std::string_view name) {
    return archives.lump(index).name == LumpName::of(name);
}

// The lump after a map's name tells that it is one.
bool startsMap(const ArchiveSet& archives, int32_t header) {
    if (!sameFile(archives, header, header + 1)) return false;
    return isNamed(archives, header + 1, "TEXTMAP") || isNamed(archives, header + 1, "THINGS");
}

void collectText(const ArchiveSet& archives, MapSource& out) {
    out.format = MapFormat::Udmf;
    out.lumps[static_cast<size_t>(MapLump::TextMap)] = out.header + 1;
    for (int32_t i = out.header + 2; sameFile(archives, out.header, i) && !isNamed(archives, i, "ENDMAP"); ++i) {
        for (MapLump lump : kTextLumps) {
            if (isNamed(archives, i, mapLumpName(lump))) out.lumps[static_cast<size_t>(lump)] = i;
        }
    }
}

void collectBinary(const ArchiveSet& archives, MapSource& out) {
    for (int32_t i = out.header + 1; sameFile(archives, out.header, i); ++i) {
        const auto* known = std::find_if(std::begin(kBinaryLumps), std::end(kBinaryLumps),
                                         [&](MapLump lump) { return isNamed(archives, i, mapLumpName(lump)); });
        if (known == std::end(kBinaryLumps)) break;
        out.lumps[static_cast<size_t>(*known)] = i;
    }
    out.format = out.has(MapLump::Behavior) ? MapFormat::Hexen : MapFormat::Doom;
}

std::string knownMaps(const ArchiveSet& archives) {
    constexpr size_t kShown = 8;
    const std::vector<std::string> maps = listMaps(archives);
    if (maps.empty()) return "the loaded files hold no maps";
    std::string text = "maps in the loaded files: ";
    for (size_t i = 0; i < std::min(maps.size(), kShown); ++i)
        text += (i ? ", " : "") + maps[i];
    if (maps.size() > kShown) text += ", and " + std::to_string(maps.size() - kShown) + " more";
    return text;
}

}  // namespace

std::string_view mapLumpName(MapLump lump) {
    return kLumpNames[static_cast<size_t>(lump)];
}

std::span<const uint8_t> MapSource::data(MapLump lump) const {
    return has(lump) ? archives->lump(lumps[static_cast<size_t>(lump)]).data : std::span<const uint8_t>();
}

std::string MapSource::name() const {
    return archives->lump(header).name.text();
}

Status MapSource::error(std::string_view text) const {
    return Status::error(StatusCode::BadData, archives->fileLabel(archives->lump(header).file) + ": map " + name() +
                                                  ": " + std::string(text));
}

Status MapSource::error(MapLump lump, std::string_view text) const {
    return error("lump " + std::string(mapLumpName(lump)) + ": " + std::string(text));
}

Status findMap(const ArchiveSet& archives, std::string_view name, MapSource& out) {
    const LumpName wanted = LumpName::of(name);
    int32_t header = -1;
    for (int32_t i = archives.lumpCount() - 1; i >= 0 && header < 0; --i) {
        if (archives.lump(i).name == wanted && !wanted.empty() && startsMap(archives, i)) header = i;
    }
    if (header < 0 || name.size() > 8) {
        return Status::error(StatusCode::InvalidArgument,
                             "map " + std::string(name) + " not found; " + knownMaps(archives));
    }
    out = {};
    out.archives = &archives;
    out.header = header;
    std::fill(std::begin(out.lumps), std::end(out.lumps), -1);
    if (isNamed(archives, header + 1, "TEXTMAP")) {
        collectText(archives, out);
        return {};
    }
    collectBinary(archives, out);
    for (MapLump lump : kRequired) {
        if (!out.has(lump)) return out.error("lump " + std::string(mapLumpName(lump)) + " is missing");
    }
    return {};
}

std::vector<std::string> listMaps(const ArchiveSet& archives) {
    std::vector<std::string> names;
    for (int32_t i = 0; i < archives.lumpCount(); ++i) {
        if (!startsMap(archives, i)) continue;
        std::string name = archives.lump(i).name.text();
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace caco
