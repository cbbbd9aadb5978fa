// The state of one drawn view, shared by the drawing files. All of it is reused from frame to frame.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "assets/blend.h"
#include "render/kernels.h"
#include "render/level_view.h"
#include "render/render_context.h"

namespace caco {

inline constexpr int32_t kMaxWidth = 1920;
inline constexpr int32_t kColumnSlack = 16;   // arrays per column have this many entries more: kernels read whole groups
inline constexpr int16_t kUntouched = 32767;  // top of a plane column that nobody marked
inline constexpr int32_t kPlaneBuckets = 128;
inline constexpr Fixed kLightCap = 24 * kUnit;

// A projected piece of wall: columns [sx1, sx2), depths at its two ends, and the view-space ends it came from (20.12).
struct Projection {
    int32_t sx1, sx2;
    Fixed sz1, sz2;
    Fixed tx1, ty1, tx2, ty2;
};

// Where and how the world is seen.
struct Camera {
    const Actor* actor;
    Fixed x, y, z;
    Angle angle;
    Fixed sine, cosine, tanSine, tanCosine;
    Fixed horizon;       // cyF
    int32_t horizonRow;  // cy
    Fixed upClip, downClip;
    int32_t sector;
    int32_t extraLight;
    const uint8_t* fixedMap;  // replaces every light row; null when lights count
};

// Light along a wall: linear in the column.
struct WallLight {
    Fixed shade;
    Fixed start, step;  // at the first column
    const uint8_t* rows;
};

enum Silhouette : uint8_t { kSilNone = 0, kSilBottom = 1, kSilTop = 2, kSilBoth = 3 };

inline constexpr int32_t kNoOffset = -1;

// A visible piece of a seg as the masked pass needs it. The clip arrays are offsets into Scene::clipPool such that
// clipPool[offset + x] belongs to column x.
struct DrawSeg {
    int32_t seg;
    int32_t x1, x2;               // the piece
    Projection span;              // the whole seg
    int32_t topClip, bottomClip;  // kNoOffset = none
    uint8_t silhouette;
    bool topShared;  // topClip is a constant row
    // Mid texture, when maskedColumns != kNoOffset.
    int32_t maskedColumns, maskedScales;  // offsets into Scene::columnPool
    Fixed scaleStart, scaleStep;
    WallLight light;
};

struct PlaneKey {
    Fixed height;
    TextureId texture;
    int32_t light;      // of a sky: the line that lends it
    uint16_t mapping;
    uint16_t tint;
    bool ceiling;
    bool sky;
    bool operator==(const PlaneKey&) const = default;
};

struct VisPlane {
    PlaneKey key;
    int32_t next;         // in the bucket, -1 = end
    int32_t left, right;  // columns [left, right)
};

// A thing before the camera that may show: what the walk leaves of it until all walls are known.
struct SpriteThing {
    const Actor* actor;
    const TintRows* tint;  // of its sector
    Fixed shade;
    Fixed tx, tz;          // in view space: 16.16 to the side, 20.12 ahead
    uint32_t turn;
};

struct VisSprite {
    int32_t x1, x2;
    uint32_t depthOrder;  // inverse distance
    uint32_t turn;        // place in the order in which the walk met things and particles
    Fixed tz;
    Fixed x, y;
    const Picture* picture;
    const uint8_t* map;          // light row
    const uint8_t* translation;  // null = none
    Fixed yScale, textureMid, floorClip;
    uint32_t u, uStep;
    RenderStyle style;
    Fixed alpha;
    int32_t label;  // index into Scene::labels; kNoLabel = a particle
    // Particles only: a box of one colour.
    int32_t top, bottom;  // rows, inclusive
    uint8_t color, weight;
};
inline constexpr int32_t kNoLabel = -1;

struct LabelEntry {
    ActorRef actor;
    int32_t value;
    uint32_t minX, minY, maxX, maxY;
    bool drawn;
};

// A sprite found lately; 0 is no sprite.
struct SpriteMemo {
    uint32_t sprite = 0;
    const SpriteDef* def = nullptr;
};

// A sprite's place in the order from near to far: the lower the key, the nearer.
struct SpritePlace {
    uint64_t key;
    uint32_t sprite;  // index
};

struct ColumnRange {
    int32_t first, last;
};

struct MaskedSpan {
    int32_t top, bottom;  // rows, inclusive
};

// Rows of a subset of the screen that something covers are kept in 16-bit arrays.
using RowArray = std::array<int16_t, kMaxWidth + kColumnSlack>;
using ColumnArray = std::array<int32_t, kMaxWidth + kColumnSlack>;

struct Scene {
    // Surroundings.
    World* world = nullptr;
    ViewState* view = nullptr;
    const Assets* assets = nullptr;
    const Level* level = nullptr;
    const DrawKernels* kernels = nullptr;
    LevelView levelView;
    RenderSettings settings;
    ViewGeometry geometry{};
    float geometryFov = -1;
    const BlendTables* blend = nullptr;
    std::array<std::array<uint8_t, 256>, 3> translations{};
    std::vector<TextureId> animated;
    uint32_t animatedFrom = 0, animatedTics = 0;  // when `animated` holds

    // Target of the pass.
    DrawTarget target{};
    uint8_t depth = 0;  // depth register
    bool depthLocked = false;
    std::array<uint8_t, 256> depthScale{};

    // View.
    Camera camera{};
    Fixed slopeHorizon = 0, slopeFocal = 0;  // what the slope table was made for
    std::vector<Fixed> slope;                // per row: distance of a plane one unit away
    std::vector<Angle> skyAngle;             // per column
    int32_t windowLeft = 0, windowRight = 0;
    bool flip = false;      // inside an odd number of mirrors
    bool drawing = false;   // false: the walk only marks what the automap shows
    bool mirrored = false;  // inside a mirror

    // Clipping.
    std::vector<ColumnRange> solid;
    RowArray ceilingClip{}, floorClip{};

    // The seg being drawn.
    RowArray topEdge{}, bottomEdge{}, upperEdge{}, lowerEdge{}, stripUp{}, stripDown{}, stripEdge{};
    ColumnArray column{}, wallScale{};

    // Recorded things.
    std::vector<DrawSeg> drawSegs;
    std::vector<int16_t> clipPool;  // starts with three constant rows: 0, view height, -1
    size_t clipUsed = 0;
    std::vector<int32_t> columnPool;
    size_t columnUsed = 0;
    std::vector<int32_t> mirrors;  // drawSegs of mirrors

    std::array<int32_t, kPlaneBuckets> bucket{};
    std::vector<VisPlane> planes;
    std::vector<int16_t> planeRows;  // per plane: tops, then bottoms
    int32_t floorPlane = -1, ceilingPlane = -1;

    std::vector<uint32_t> sectorStamp;
    uint32_t stamp = 0;
    std::vector<SpriteThing> things;  // of the walk under way: the first `thingCount`
    size_t thingCount = 0;
    uint32_t turns = 0;               // things and particles met so far
    ColumnArray closedFrom{};         // depth from which on walls hide all of the column
    std::vector<VisSprite> sprites;
    std::array<SpriteMemo, 64> spriteMemo{};
    std::vector<SpritePlace> spriteOrder;
    RowArray spriteTop{}, spriteBottom{};
    // Particles by subsector, linked from the oldest to the newest; empty lists where `particleStamp` is not this frame's.
    std::vector<uint32_t> particleStamp;
    std::vector<int32_t> particleHead, particleTail, particleNext;
    uint32_t particleFrame = 0;
    std::array<uint8_t, 8> particleColor{};
    std::vector<LabelEntry> labels;
    std::array<std::vector<MaskedSpan>, 4> spans;
    std::array<MaskedStrip, kBlockColumns> strips{};
    std::vector<MaskedPiece> pieces;

    // Constant rows of clipPool.
    int32_t zeroRow() const { return 0; }
    int32_t heightRow() const { return rowStride(); }
    int32_t minusRow() const { return 2 * rowStride(); }
    int32_t rowStride() const { return geometry.width + kColumnSlack; }
    int16_t* planeTop(int32_t plane) { return planeRows.data() + static_cast<size_t>(plane) * 2 * rowStride(); }
    int16_t* planeBottom(int32_t plane) { return planeTop(plane) + rowStride(); }
    const Picture& shown(TextureId id) const { return assets->texture(animated[static_cast<size_t>(id)]); }
    const TintRows& tintAt(int32_t sector) const { return world->tints[world->sectors[sector].tint]; }
    // The muzzle flash does not reach into fog.
    int32_t extraLight(const TintRows& tint) const { return tint.foggy ? 0 : camera.extraLight; }
    static const uint8_t* lightRow(const uint8_t* rows, Fixed shade, Fixed visibility) {
        const int32_t row = subWrap(shade, visibility < kLightCap ? visibility : kLightCap) >> 16;
        return rows + (row < 0 ? 0 : row > 31 ? 31 : row) * 256;
    }
};

// Side offsets of a tier at this moment.
inline Fixed sideOffsetX(const Scene& s, const ViewSeg& seg, Tier tier) {
    const Fixed base = s.level->sides[static_cast<size_t>(seg.side)].xOffset[tier];
    return (seg.scrollTiers >> tier) & 1 ? addWrap(base, mulWrap(seg.scrollX, s.world->state->mapTime)) : base;
}
inline Fixed sideOffsetY(const Scene& s, const ViewSeg& seg, Tier tier) {
    const Fixed base = s.level->sides[static_cast<size_t>(seg.side)].yOffset[tier];
    return (seg.scrollTiers >> tier) & 1 ? addWrap(base, mulWrap(seg.scrollY, s.world->state->mapTime)) : base;
}

// Base darkness of a light level (renderer.md 1.2).
constexpr Fixed shadeOf(int32_t light) {
    return 64 * kUnit - (light + 12) * (kUnit / 4);
}

inline void setDepth(Scene& s, uint32_t value) {
    if (!s.depthLocked) s.depth = s.depthScale[value & 255];
}

// camera.cpp
bool setupCamera(Scene& s, int player);
void aimCamera(Scene& s, Fixed x, Fixed y, Angle angle);  // position and direction only
void makeSkyAngles(Scene& s);

// clip.cpp
void resetSolid(Scene& s, int32_t left, int32_t right);
bool projectSpan(const Scene& s, Fixed x1, Fixed y1, Fixed x2, Fixed y2, Fixed nearest, Projection& out);
bool projectEnds(const Scene& s, Fixed tx1, Fixed ty1, Fixed tx2, Fixed ty2, Fixed nearest, Projection& out);  // in view space
void transformPoint(const Scene& s, Fixed x, Fixed y, Fixed& tx, Fixed& ty);
int32_t edgeRows(const Scene& s, Fixed height, const Projection& span, int16_t* rows);

// bsp.cpp
void walkBsp(Scene& s);

// walls.cpp
void addSegs(Scene& s, int32_t first, int32_t count, int32_t sector, int32_t subSector);

// planes.cpp
void clearPlanes(Scene& s);
int32_t findPlane(Scene& s, int32_t sector, bool ceiling);  // -1 = cannot be seen
int32_t coverPlane(Scene& s, int32_t plane, int32_t start, int32_t stop);
void drawPlanes(Scene& s);
int32_t planeLight(const Scene& s, int32_t sector, bool ceiling);  // without the player's extra light

// sky.cpp
void drawSky(Scene& s, int32_t plane);

// sprites.cpp
void collectThings(Scene& s, int32_t sector);
void placeSprites(Scene& s);  // after a walk: what it collected

// particles.cpp
void reserveParticles(Scene& s);
void sortParticles(Scene& s);                          // once a frame, before the walk
void projectParticles(Scene& s, int32_t subSector, int32_t sector);
void drawParticle(Scene& s, const VisSprite& v);

// mirrors.cpp
void drawMirrors(Scene& s);

// masked.cpp
void drawMaskedPass(Scene& s);

// psprites.cpp
void drawWeaponSprites(Scene& s, int player);

}  // namespace caco
