// The walk through the level, front to back (renderer.md 3.1).
#include <algorithm>

#include "render/scene.h"

namespace caco {
namespace {

struct BoxCorners {
    uint8_t x1, y1, x2, y2;  // enum Box of the two corners seen from a region around the box
};
constexpr BoxCorners kNone{0, 0, 0, 0};
constexpr BoxCorners kCorners[11] = {
    {kBoxRight, kBoxTop, kBoxLeft, kBoxBottom},  {kBoxRight, kBoxTop, kBoxLeft, kBoxTop},
    {kBoxRight, kBoxBottom, kBoxLeft, kBoxTop},  kNone,
    {kBoxLeft, kBoxTop, kBoxLeft, kBoxBottom},   kNone,
    {kBoxRight, kBoxBottom, kBoxRight, kBoxTop}, kNone,
    {kBoxLeft, kBoxTop, kBoxRight, kBoxBottom},  {kBoxLeft, kBoxBottom, kBoxRight, kBoxBottom},
    {kBoxLeft, kBoxBottom, kBoxRight, kBoxTop}};

bool boxVisible(const Scene& s, const Fixed box[4]) {
    const Camera& c = s.camera;
    const int32_t column = c.x <= box[kBoxLeft] ? 0 : c.x < box[kBoxRight] ? 1 : 2;
    const int32_t row = c.y >= box[kBoxTop] ? 0 : c.y > box[kBoxBottom] ? 1 : 2;
    const int32_t region = row * 4 + column;
    if (region == 5) return true;
    const BoxCorners& corner = kCorners[region];
    const Fixed x1 = subWrap(box[corner.x1], c.x), y1 = subWrap(box[corner.y1], c.y);
    const Fixed x2 = subWrap(box[corner.x2], c.x), y2 = subWrap(box[corner.y2], c.y);
    if (dmul32(y1, subWrap(x1, x2), x1, subWrap(y2, y1)) >= 0) return true;
    Projection p;
    if (!projectSpan(s, x1, y1, x2, y2, kFixedMin, p)) return false;
    size_t i = 0;
    while (s.solid[i].last < p.sx2)
        ++i;
    return !(s.solid[i].first <= p.sx1 && s.solid[i].last >= p.sx2);
}

void visitSubSector(Scene& s, int32_t index) {
    const SubSector& sub = s.level->renderNodes.subSectors[static_cast<size_t>(index)];
    if (s.drawing) {
        s.ceilingPlane = findPlane(s, sub.sector, true);
        s.floorPlane = findPlane(s, sub.sector, false);
        uint32_t& stamp = s.sectorStamp[static_cast<size_t>(sub.sector)];
        if (stamp != s.stamp) {
            stamp = s.stamp;
            collectThings(s, sub.sector);
        }
        projectParticles(s, index, sub.sector);
    }
    addSegs(s, sub.firstSeg, sub.segCount, sub.sector, index);
}

void visitNode(Scene& s, uint32_t child) {
    while (!(child & kSubSectorBit)) {
        const Node& node = s.level->renderNodes.nodes[child];
        const int32_t near =
            dmul32(subWrap(s.camera.y, node.y), node.dx, subWrap(node.x, s.camera.x), node.dy) > 0 ? 1 : 0;
        visitNode(s, node.child[near]);
        if (!boxVisible(s, node.box[near ^ 1])) return;
        child = node.child[near ^ 1];
    }
    visitSubSector(s, static_cast<int32_t>(child & ~kSubSectorBit));
}

}  // namespace

void walkBsp(Scene& s) {
    const NodeTree& tree = s.level->renderNodes;
    ++s.stamp;
    if (tree.nodes.empty()) {
        if (!tree.subSectors.empty()) visitSubSector(s, 0);
        return;
    }
    visitNode(s, static_cast<uint32_t>(tree.nodes.size() - 1));
}

}  // namespace caco
