// Particles in the view: boxes of one translucent colour (renderer.md 4.9).
#include "sim/particles.h"

#include <algorithm>

#include "render/scene.h"

namespace caco {
namespace {

constexpr Fixed kNearest = 8192;  // two units as 20.12
constexpr Rgb kShades[] = {{0x48, 0, 0},          {0x80, 0, 0},          {0xff, 0xd0, 0x60}, {0xe0, 0x70, 0x20},
                           {0x70, 0x40, 0x28},    {0x50, 0x50, 0x50},    {0x90, 0x90, 0x90}};
static_assert(std::size(kShades) == static_cast<size_t>(ParticleShade::Count));

int32_t subSectorAt(const Scene& s, Fixed x, Fixed y) {
    const NodeTree& tree = s.level->renderNodes;
    if (tree.nodes.empty()) return 0;
    uint32_t child = static_cast<uint32_t>(tree.nodes.size() - 1);
    while (!(child & kSubSectorBit)) {
        const Node& node = tree.nodes[child];
        child = node.child[dmul32(subWrap(y, node.y), node.dx, subWrap(node.x, x), node.dy) > 0 ? 1 : 0];
    }
    return static_cast<int32_t>(child & ~kSubSectorBit);
}

bool insideRoom(const Scene& s, const Particle& p, int32_t sector) {
    const SectorState& state = s.world->sectors[sector];
    if (p.z < state.floor && state.floorTexture != s.assets->skyFlat) return false;
    return p.z < state.ceiling || state.ceilingTexture == s.assets->skyFlat;
}

void project(Scene& s, const Particle& p, Fixed shade, const TintRows& tint) {
    const Camera& c = s.camera;
    const ViewGeometry& g = s.geometry;
    const Fixed dx = subWrap(p.x, c.x), dy = subWrap(p.y, c.y);
    const Fixed tz = dmulShift<20>(dx, c.tanCosine, dy, c.tanSine);
    const Fixed tx = dmulShift<20>(dx, c.sine, negWrap(dy), c.cosine);
    if (tz < kNearest || tz <= absWrap(tx)) return;
    const Fixed inverse = 268435456 / tz;
    const Fixed xScale = mulWrap(g.centerX, inverse);
    const Fixed center = g.centerX << 16;
    Fixed size = p.size << 9;
    VisSprite v{};
    v.x1 = std::max(0, addWrap(center, mulShift<12>(subWrap(tx, size), xScale)) >> 16);
    v.x2 = std::min(g.width, addWrap(center, mulShift<12>(addWrap(tx, size), xScale)) >> 16);
    if (v.x1 >= v.x2) return;
    const Fixed yScale = mul16(g.yAspect, xScale);
    size <<= 4;
    const Fixed dz = subWrap(p.z, c.z);
    v.top = subWrap(c.horizon, mul16(addWrap(dz, size), yScale)) >> 16;
    v.bottom = subWrap(c.horizon, mul16(subWrap(dz, size), yScale)) >> 16;
    for (const size_t x : {static_cast<size_t>(v.x1), static_cast<size_t>(v.x2 - 1)}) {
        v.top = std::max<int32_t>(v.top, s.ceilingClip[x]);
        v.bottom = std::min<int32_t>(v.bottom, s.floorClip[x] - 1);
    }
    v.top = std::max(v.top, 0);
    v.bottom = std::min(v.bottom, g.viewHeight - 1);
    if (v.top > v.bottom) return;
    v.depthOrder = static_cast<uint32_t>(divShift<32>(1, tz)) >> 1;
    v.tz = tz;
    v.x = p.x;
    v.y = p.y;
    v.turn = s.turns++;
    v.label = kNoLabel;
    v.color = s.particleColor[p.shade % static_cast<uint8_t>(ParticleShade::Count)];
    v.weight = static_cast<uint8_t>((((p.opacity + 1) << 8) & ~0x3ff) >> 10);
    v.map = c.fixedMap                 ? c.fixedMap
            : p.bright && !tint.foggy ? tint.rows
                                      : s.lightRow(tint.rows, shade, mulShift<15>(inverse, g.spriteVisibility));
    s.sprites.push_back(v);
}

}  // namespace

void reserveParticles(Scene& s) {
    if (!s.settings.particles) return;
    const size_t subSectors = s.level->renderNodes.subSectors.size();
    s.particleStamp.assign(subSectors, 0);
    s.particleHead.assign(subSectors, -1);
    s.particleTail.assign(subSectors, -1);
    s.particleNext.assign(kMaxParticles, -1);
    for (size_t i = 0; i < std::size(kShades); ++i) {
        s.particleColor[i] = s.assets->nearest(kShades[i].r, kShades[i].g, kShades[i].b);
    }
}

void sortParticles(Scene& s) {
    ++s.particleFrame;
    if (!s.settings.particles) return;
    const World& w = *s.world;
    const int32_t count = static_cast<int32_t>(std::min(w.state->particleUsed, w.particleCapacity));
    for (int32_t i = 0; i < count; ++i) {
        const auto sub = static_cast<size_t>(subSectorAt(s, w.particles[i].x, w.particles[i].y));
        s.particleNext[static_cast<size_t>(i)] = -1;
        if (s.particleStamp[sub] != s.particleFrame) {
            s.particleStamp[sub] = s.particleFrame;
            s.particleHead[sub] = i;
        } else {
            s.particleNext[static_cast<size_t>(s.particleTail[sub])] = i;
        }
        s.particleTail[sub] = i;
    }
}

void projectParticles(Scene& s, int32_t subSector, int32_t sector) {
    const auto sub = static_cast<size_t>(subSector);
    if (s.mirrored || sub >= s.particleStamp.size() || s.particleStamp[sub] != s.particleFrame) return;
    const int32_t light = (planeLight(s, sector, false) + planeLight(s, sector, true)) / 2;
    const TintRows& tint = s.tintAt(sector);
    const Fixed shade = shadeOf(light + s.extraLight(tint));
    for (int32_t i = s.particleHead[sub]; i >= 0; i = s.particleNext[static_cast<size_t>(i)]) {
        const Particle& p = s.world->particles[i];
        if (insideRoom(s, p, sector)) project(s, p, shade, tint);
    }
}

void drawParticle(Scene& s, const VisSprite& v) {
    const uint32_t front = s.blend->weighted[v.weight][v.map[v.color]];
    const uint32_t* back = s.blend->weighted[64 - v.weight];
    uint8_t* row = s.target.screen + static_cast<ptrdiff_t>(v.top) * s.target.width;
    for (int32_t y = v.top; y <= v.bottom; ++y, row += s.target.width) {
        for (int32_t x = v.x1; x < v.x2; ++x) row[x] = blendSum(*s.blend, front, back[row[x]]);
    }
}

}  // namespace caco
