#include <algorithm>
#include <string>

#include "base/text_cursor.h"
#include "map/blockmap.h"
#include "map/map_readers.h"
#include "map/map_source.h"
#include "map/node_builder.h"
#include "map/stored_nodes.h"

namespace caco {
namespace {

bool isEpisodeName(const std::string& name) {
    return name.size() == 4 && name[0] == 'E' && isDigit(name[1]) && name[2] == 'M' && isDigit(name[3]);
}

int32_t levelNumber(const std::string& name) {
    if (name.size() == 5 && name.starts_with("MAP") && isDigit(name[3]) && isDigit(name[4])) {
        return (name[3] - '0') * 10 + (name[4] - '0');
    }
    if (isEpisodeName(name)) return std::max(name[1] - '1', 0) * 10 + (name[3] - '0');
    return 1;
}

const char* skyName(const std::string& name, int32_t number) {
    if (isEpisodeName(name)) return name[1] == '2' ? "SKY2" : name[1] == '3' ? "SKY3" : "SKY1";
    if (number >= 21) return "SKY3";
    return number >= 12 ? "SKY2" : "SKY1";
}

// Nodes for play and for the view. `rebuilt`: the stored ones are missing or void.
Status makeNodes(const MapSource& source, const LevelOptions& options, bool linesDropped, Level& level, bool& rebuilt) {
    const bool stored = !linesDropped && readStoredNodes(source, level, level.gameNodes);
    rebuilt = !stored;
    if (stored) level.gameNodes.grid = makePointGrid(level.gameNodes);
    if (stored && (level.gameNodes.gl || options.wadNodesForView)) {
        level.renderNodes = level.gameNodes;
        return {};
    }
    if (Status s = buildGlNodes(level, level.renderNodes); !s.ok()) return source.error(s.message);
    level.renderNodes.grid = makePointGrid(level.renderNodes);
    if (!stored) level.gameNodes = level.renderNodes;
    return {};
}

void makeBlockMap(const MapSource& source, bool rebuilt, Level& level) {
    if (!rebuilt && readBlockMap(source.data(MapLump::BlockMap), level.lines.size(), level.blockMap)) return;
    level.blockMap = buildBlockMap(level.renderNodes.vertices, level.lines);
}

void readReject(const MapSource& source, Level& level) {
    const auto lump = source.data(MapLump::Reject);
    const size_t needed = (level.sectors.size() * level.sectors.size() + 7) / 8;
    if (lump.size() < needed) return;  // cut off: of no use
    level.reject.assign(lump.begin(), lump.begin() + static_cast<std::ptrdiff_t>(needed));
    // Most editors write a table that rejects nothing.
    if (std::all_of(level.reject.begin(), level.reject.end(), [](uint8_t b) { return b == 0; })) level.reject.clear();
}

}  // namespace

Status loadLevel(const Assets& assets, std::string_view mapName, const LevelOptions& options,
                 std::shared_ptr<const Level>& out) {
    if (!assets.archives) return Status::error(StatusCode::InvalidArgument, "no archives are loaded");
    MapSource source;
    if (Status s = findMap(*assets.archives, mapName, source); !s.ok()) return s;

    auto level = std::make_shared<Level>();
    level->name = source.name();
    level->format = source.format;
    level->levelNumber = levelNumber(level->name);
    level->laxMonsterActivation = source.format == MapFormat::Hexen;
    level->floorDrop = source.format == MapFormat::Doom;
    level->skyTexture = assets.findWall(skyName(level->name, level->levelNumber));

    const auto read = source.format == MapFormat::Udmf ? readUdmfMap : readBinaryMap;
    if (Status s = read(assets, source, *level); !s.ok()) return s;
    bool linesDropped = false;
    if (Status s = connectLines(source, *level, linesDropped); !s.ok()) return s;
    bool rebuilt = false;
    if (Status s = makeNodes(source, options, linesDropped, *level, rebuilt); !s.ok()) return s;
    makeBlockMap(source, rebuilt, *level);
    readReject(source, *level);
    const auto behavior = source.data(MapLump::Behavior);
    level->behavior.assign(behavior.begin(), behavior.end());
    out = std::move(level);
    return {};
}

}  // namespace caco
