// A map as loaded: immutable, shared by every world that plays it (simulation.md section 6). All coordinates are 16.16.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assets/assets.h"
#include "assets/light_tint.h"
#include "base/fixed.h"
#include "base/status.h"
#include "map/point_grid.h"
#include "wad/archive.h"

namespace caco {

enum class MapFormat : uint8_t { Doom, Hexen, Udmf };

enum LineFlag : uint32_t {
    kLineBlocking = 1u << 0,
    kLineBlockMonsters = 1u << 1,
    kLineTwoSided = 1u << 2,
    kLinePegTop = 1u << 3,        // upper texture unpegged
    kLinePegBottom = 1u << 4,     // lower texture unpegged
    kLineSecret = 1u << 5,
    kLineSoundBlock = 1u << 6,
    kLineDontDraw = 1u << 7,
    kLineMapped = 1u << 8,
    kLineRepeat = 1u << 9,
    kLineMonstersCanActivate = 1u << 10,
    kLineBlockPlayers = 1u << 11,
    kLineBlockEverything = 1u << 12,
    kLineBlockFloaters = 1u << 13,
    kLineBlockProjectiles = 1u << 14,
    kLineBlockUse = 1u << 15,
    kLineBlockSight = 1u << 16,
    kLineBlockHitscan = 1u << 17,
    kLineRailing = 1u << 18,
    kLineFirstSideOnly = 1u << 19,
    kLineCheckSwitchRange = 1u << 20,
    kLineClipMidTexture = 1u << 21,
    kLineWrapMidTexture = 1u << 22,
    kLineMidTexture3d = 1u << 23,
    kLineAdditive = 1u << 24      // the middle texture adds its light
};

// Activation bits of a line (simulation.md 5.12.1).
enum Activation : uint16_t {
    kActCross = 1u << 0,
    kActUse = 1u << 1,
    kActMCross = 1u << 2,
    kActImpact = 1u << 3,
    kActPush = 1u << 4,
    kActPCross = 1u << 5,
    kActUseThrough = 1u << 6,
    kActAnyCross = 1u << 7,
    kActMUse = 1u << 8,
    kActMPush = 1u << 9,
    kActUseBack = 1u << 10
};

inline constexpr int32_t kNoIndex = -1;

struct Vertex {
    Fixed x, y;
};

struct SideDef {
    int32_t line;
    int32_t sector;
    TextureId texture[3];         // top, middle, bottom (enum Tier)
    Fixed xOffset[3], yOffset[3];
    Fixed xScale[3], yScale[3];
    int16_t light;                // UDMF side light, added to or replacing the sector's
    bool lightAbsolute;
};
enum Tier : int32_t { kTop = 0, kMiddle = 1, kBottom = 2 };

struct LineDef {
    int32_t v1, v2;
    Fixed x, y, dx, dy;           // start (v1) and vector
    Fixed box[4];                 // top, bottom, left, right
    uint32_t flags;               // LineFlag
    uint16_t activation;          // Activation
    uint16_t special;
    int32_t args[5];
    int32_t id;                   // line id, 0 = none in Hexen format
    int32_t side[2];              // front, back; kNoIndex = none
    int32_t frontSector, backSector; // kNoIndex when one-sided
    int32_t lockNumber;
    Fixed alpha;
};
enum Box : int32_t { kBoxTop = 0, kBoxBottom = 1, kBoxLeft = 2, kBoxRight = 3 };

struct SectorDef {
    Fixed floor, ceiling;
    TextureId floorTexture, ceilingTexture;
    int16_t light;
    int32_t special;              // ZDoom number (Doom format already translated)
    int32_t tag;
    double gravity;               // factor, 1.0
    int32_t damage;               // UDMF fields
    int32_t damageInterval;
    Fixed floorXOffset, floorYOffset, ceilingXOffset, ceilingYOffset;
    Fixed floorXScale, floorYScale, ceilingXScale, ceilingYScale;
    Angle floorAngle, ceilingAngle;
    int16_t floorLight, ceilingLight;
    bool floorLightAbsolute, ceilingLightAbsolute;
    int32_t tint;                 // index into Level::tints, plus one; 0 = ordinary light
    bool silent, noFallingDamage, dropActors;
    int32_t firstLine, lineCount; // into Level::sectorLines
};

enum ThingFlag : uint32_t {
    kThingAmbush = 1u << 0,
    kThingDormant = 1u << 1,
    kThingSingle = 1u << 2,
    kThingCoop = 1u << 3,
    kThingDeathmatch = 1u << 4,
    kThingFriendly = 1u << 5,
    kThingStandStill = 1u << 6,
    kThingShadow = 1u << 7,
    kThingTranslucent = 1u << 8,
    kThingInvisible = 1u << 9,
    kThingCountSecret = 1u << 10
};

struct MapThing {
    Fixed x, y, z;                // z: height above the floor (or below the ceiling for hanging things)
    int32_t angle;                // degrees
    int32_t type;                 // editor number
    int32_t tid;
    uint32_t flags;               // ThingFlag
    uint32_t skillMask;           // bit n = skill n (0-based; simulation.md 3.13)
    uint32_t classMask;
    int32_t special;
    int32_t args[5];
    Fixed health;                 // multiplier, kUnit = unchanged; negative absolute
    Fixed gravity;
    int32_t floatBobPhase;        // -1 = class default
};

struct Seg {
    int32_t v1, v2;               // vertices of the node set it belongs to (NodeTree::vertices)
    int32_t line;                 // kNoIndex for mini-segs
    int32_t side;                 // 0 front, 1 back
    int32_t frontSector, backSector; // kNoIndex where there is none
    int32_t partner;              // seg index or kNoIndex (GL nodes)
};
struct SubSector {
    int32_t firstSeg, segCount;
    int32_t sector;
};
inline constexpr uint32_t kSubSectorBit = 0x80000000u;
struct Node {
    Fixed x, y, dx, dy;
    Fixed box[2][4];              // children's boxes: top, bottom, left, right
    uint32_t child[2];            // kSubSectorBit set = subsector
};

// A BSP. The root is the last node; a map of one subsector has no nodes.
struct NodeTree {
    std::vector<Vertex> vertices; // the first ones equal Level::vertices unless the builder merged them
    std::vector<Seg> segs;
    std::vector<SubSector> subSectors;
    std::vector<Node> nodes;
    PointGrid grid;               // for subSectorAt
    bool gl = false;

    uint32_t root() const { return static_cast<uint32_t>(nodes.size() - 1); } // where there are nodes

    // Subsector of a point by the truncating side test (simulation.md 5.9.1).
    int32_t subSectorAt(Fixed x, Fixed y) const;
    int32_t sectorAt(Fixed x, Fixed y) const { return subSectors[static_cast<size_t>(subSectorAt(x, y))].sector; }
    // The same with Doom's original side test, used for the first link of map things (simulation.md 6.6).
    int32_t sectorAtOriginal(Fixed x, Fixed y) const;
};

struct BlockMap {
    Fixed originX = 0, originY = 0;
    int32_t width = 0, height = 0;        // in cells of 128 units
    std::vector<uint32_t> cellStart;      // width*height + 1 offsets into lines
    std::vector<int32_t> lines;

    std::span<const int32_t> cell(int32_t cx, int32_t cy) const {
        const size_t i = static_cast<size_t>(cy) * static_cast<size_t>(width) + static_cast<size_t>(cx);
        return {lines.data() + cellStart[i], cellStart[i + 1] - cellStart[i]};
    }
    bool inside(int32_t cx, int32_t cy) const { return cx >= 0 && cy >= 0 && cx < width && cy < height; }
};

// Coloured or foggy light with the light rows made for it.
struct TintedLight {
    LightTint tint;
    std::array<uint8_t, kLightRowBytes> rows;
};

struct Level {
    std::string name;                     // upper case map name
    MapFormat format = MapFormat::Udmf;
    int32_t levelNumber = 1;              // MAP01 = 1, E1M1 = 1
    bool laxMonsterActivation = false;    // Hexen-format maps
    bool floorDrop = false;               // classic Doom-format maps (simulation.md 7.2)

    std::vector<Vertex> vertices;
    std::vector<LineDef> lines;
    std::vector<SideDef> sides;
    std::vector<SectorDef> sectors;
    std::vector<MapThing> things;         // lump order
    std::vector<int32_t> sectorLines;     // per sector: lines in index order (SectorDef::firstLine)
    std::vector<TintedLight> tints;       // each different one of the sectors once

    NodeTree gameNodes;                   // point look-ups of the simulation
    NodeTree renderNodes;                 // what the view walks: stored GL nodes or engine-built ones (renderer.md 3.1)
    bool hasGlNodes() const { return renderNodes.gl; }

    BlockMap blockMap;
    std::vector<uint8_t> reject;          // bit (from * sectors + to); empty = nothing rejected
    std::vector<uint8_t> behavior;        // BEHAVIOR lump, empty when the map has no scripts
    TextureId skyTexture = kNoTexture;    // SKY1 of the level

    bool rejects(int32_t fromSector, int32_t toSector) const {
        if (reject.empty()) return false;
        const size_t bit = static_cast<size_t>(fromSector) * sectors.size() + static_cast<size_t>(toSector);
        return (reject[bit >> 3] >> (bit & 7)) & 1;
    }
};

// Truncating point-on-line side: 0 front, 1 back (simulation.md 5.9.1).
constexpr int32_t pointSide(Fixed x, Fixed y, Fixed lineX, Fixed lineY, Fixed dx, Fixed dy) {
    return dmul32(subWrap(y, lineY), dx, subWrap(lineX, x), dy) > 0 ? 1 : 0;
}
inline int32_t pointSide(Fixed x, Fixed y, const LineDef& line) { return pointSide(x, y, line.x, line.y, line.dx, line.dy); }
// Side of a box against the infinite line: 0, 1, or -1 when it crosses (simulation.md 5.9.2).
int32_t boxSide(const Fixed box[4], const LineDef& line);

struct LevelOptions {
    bool wadNodesForView = false;         // automap_render_textures off: classic nodes are rendered as stored
};

// Loads the last map of that name. The error names the file, map and lump.
Status loadLevel(const Assets& assets, std::string_view mapName, const LevelOptions& options, std::shared_ptr<const Level>& out);
// Names of all maps in the archives, load order, without repeats.
std::vector<std::string> listMaps(const ArchiveSet& archives);

} // namespace caco
