#include "map/point_grid.h"

#include <algorithm>

#include "map/level.h"

namespace caco {
namespace {

constexpr int32_t kFinestShift = 21;       // 32 units
constexpr uint64_t kMostCells = 1u << 14;

// Both ends belong to it.
struct Box {
    int64_t left, bottom, right, top;
};

bool fits(int64_t v) { return v >= INT32_MIN && v <= INT32_MAX; }

// The side of a node that all points of a box are on; -1: not all on one, or differences would wrap. Without wrapping the side test is a
// threshold on a linear function, so the corners speak for all.
int32_t sideOf(const Box& box, const Node& n) {
    if (!fits(box.left - n.x) || !fits(box.right - n.x) || !fits(box.bottom - n.y) || !fits(box.top - n.y)) return -1;
    int32_t back = 0;
    for (const int64_t x : {box.left, box.right}) {
        for (const int64_t y : {box.bottom, box.top}) {
            back += pointSide(static_cast<Fixed>(x), static_cast<Fixed>(y), n.x, n.y, n.dx, n.dy);
        }
    }
    return back == 0 ? 0 : back == 4 ? 1 : -1;
}

struct CellRange {
    uint32_t x1, y1, x2, y2; // without the last
};

Box boxOf(const PointGrid& grid, const CellRange& r) {
    const auto edge = [&](Fixed origin, uint32_t cell) { return origin + (static_cast<int64_t>(cell) << grid.shift); };
    return {edge(grid.originX, r.x1), edge(grid.originY, r.y1), edge(grid.originX, r.x2) - 1, edge(grid.originY, r.y2) - 1};
}

// Goes down as long as the whole range does, then on with its quarters.
void fill(const NodeTree& tree, PointGrid& grid, uint32_t child, const CellRange& r) {
    if (r.x1 == r.x2 || r.y1 == r.y2) return;
    const Box box = boxOf(grid, r);
    while (!(child & kSubSectorBit)) {
        const int32_t side = sideOf(box, tree.nodes[child]);
        if (side < 0) break;
        child = tree.nodes[child].child[side];
    }
    const bool single = r.x2 - r.x1 == 1 && r.y2 - r.y1 == 1;
    if (single || (child & kSubSectorBit)) {
        for (uint32_t y = r.y1; y < r.y2; ++y) {
            std::fill_n(grid.start.begin() + static_cast<ptrdiff_t>(y) * grid.width + r.x1, r.x2 - r.x1, child);
        }
        return;
    }
    const uint32_t mx = (r.x1 + r.x2 + 1) / 2, my = (r.y1 + r.y2 + 1) / 2;
    fill(tree, grid, child, {r.x1, r.y1, mx, my});
    fill(tree, grid, child, {mx, r.y1, r.x2, my});
    fill(tree, grid, child, {r.x1, my, mx, r.y2});
    fill(tree, grid, child, {mx, my, r.x2, r.y2});
}

} // namespace

PointGrid makePointGrid(const NodeTree& tree) {
    PointGrid grid;
    if (tree.nodes.empty() || tree.vertices.empty()) return grid;
    const auto [left, right] = std::minmax_element(tree.vertices.begin(), tree.vertices.end(), [](const Vertex& a, const Vertex& b) { return a.x < b.x; });
    const auto [bottom, top] = std::minmax_element(tree.vertices.begin(), tree.vertices.end(), [](const Vertex& a, const Vertex& b) { return a.y < b.y; });
    const auto cells = [](Fixed from, Fixed to, int32_t shift) { return static_cast<uint32_t>((int64_t{to} - from) >> shift) + 1; };
    grid.originX = left->x;
    grid.originY = bottom->y;
    grid.shift = kFinestShift;
    while (uint64_t{cells(left->x, right->x, grid.shift)} * cells(bottom->y, top->y, grid.shift) > kMostCells) ++grid.shift;
    grid.width = cells(left->x, right->x, grid.shift);
    grid.height = cells(bottom->y, top->y, grid.shift);
    grid.start.resize(static_cast<size_t>(grid.width) * grid.height);
    fill(tree, grid, tree.root(), {0, 0, grid.width, grid.height});
    return grid;
}

} // namespace caco
