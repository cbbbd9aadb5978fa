// Where a map's lumps are, and messages that name them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "map/level.h"
#include "wad/archive.h"

namespace caco {

enum class MapLump : uint8_t {
    Things,
    LineDefs,
    SideDefs,
    Vertexes,
    Segs,
    SubSectors,
    Nodes,
    Sectors,
    Reject,
    BlockMap,
    Behavior,
    Scripts,
    TextMap,
    ZNodes,
    Dialogue,
    Count
};
std::string_view mapLumpName(MapLump lump);

struct MapSource {
    const ArchiveSet* archives = nullptr;
    int32_t header = -1;  // the lump that names the map
    MapFormat format = MapFormat::Doom;
    int32_t lumps[static_cast<size_t>(MapLump::Count)] = {};  // lump numbers, -1 = absent

    bool has(MapLump lump) const { return lumps[static_cast<size_t>(lump)] >= 0; }
    std::span<const uint8_t> data(MapLump lump) const;  // empty when absent
    std::string name() const;
    // "scenario.wad: map MAP01: lump LINEDEFS: TEXT".
    Status error(MapLump lump, std::string_view text) const;
    // "scenario.wad: map MAP01: TEXT".
    Status error(std::string_view text) const;
};

// The last loaded map of that name.
Status findMap(const ArchiveSet& archives, std::string_view name, MapSource& out);

}  // namespace caco
