#include "map/level.h"

namespace caco {
namespace {

// Doom's original side test: exact on axis-parallel partitions, by signs and then by a product elsewhere.
uint32_t originalSide(Fixed x, Fixed y, const Node& node) {
    if (node.dx == 0) return x <= node.x ? node.dy > 0 : node.dy < 0;
    if (node.dy == 0) return y <= node.y ? node.dx < 0 : node.dx > 0;
    const Fixed px = subWrap(x, node.x);
    const Fixed py = subWrap(y, node.y);
    if ((node.dy ^ node.dx ^ px ^ py) < 0) return (node.dy ^ px) < 0;
    const double left = static_cast<double>(py) * static_cast<double>(node.dx);
    const double right = static_cast<double>(node.dy) * static_cast<double>(px);
    return !(left < right);
}

template <typename SideTest>
int32_t descend(const NodeTree& tree, uint32_t child, SideTest side) {
    while ((child & kSubSectorBit) == 0) {
        const Node& node = tree.nodes[child];
        child = node.child[side(node)];
    }
    return static_cast<int32_t>(child & ~kSubSectorBit);
}

}  // namespace

int32_t NodeTree::subSectorAt(Fixed x, Fixed y) const {
    return nodes.empty() ? 0 : descend(*this, grid.startOf(x, y, root()), [=](const Node& n) { return pointSide(x, y, n.x, n.y, n.dx, n.dy); });
}

int32_t NodeTree::sectorAtOriginal(Fixed x, Fixed y) const {
    const int32_t index = nodes.empty() ? 0 : descend(*this, root(), [=](const Node& n) { return originalSide(x, y, n); });
    return subSectors[static_cast<size_t>(index)].sector;
}

int32_t boxSide(const Fixed box[4], const LineDef& line) {
    int32_t first;
    int32_t second;
    if (line.dx == 0) {
        first = box[kBoxRight] < line.x;
        second = box[kBoxLeft] < line.x;
        if (line.dy < 0) {
            first ^= 1;
            second ^= 1;
        }
    } else if (line.dy == 0) {
        first = box[kBoxTop] > line.y;
        second = box[kBoxBottom] > line.y;
        if (line.dx < 0) {
            first ^= 1;
            second ^= 1;
        }
    } else if ((line.dx ^ line.dy) >= 0) {
        first = pointSide(box[kBoxLeft], box[kBoxTop], line);
        second = pointSide(box[kBoxRight], box[kBoxBottom], line);
    } else {
        first = pointSide(box[kBoxRight], box[kBoxTop], line);
        second = pointSide(box[kBoxLeft], box[kBoxBottom], line);
    }
    return first == second ? first : -1;
}

}  // namespace caco
