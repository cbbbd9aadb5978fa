// Working data of the node builder, shared by its two halves: dividing (node_builder.cpp) and writing out
// (node_output.cpp).
#pragma once

#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "map/level.h"

namespace caco::nodebuild {

inline constexpr int32_t kNone = -1;

struct BuildSeg {
    int32_t v1, v2;
    int32_t line;  // kNone for mini-segs
    int32_t side;
    int32_t frontSector, backSector;
    int32_t partner;
    int32_t plane;            // kNone where no plane is known
    bool planeFront;          // runs the way of its plane
    int32_t next;             // in its list
    int32_t nextOut, nextIn;  // in the vertex's lists
};

struct BuildVertex {
    Fixed x, y;
    int32_t out = kNone;  // segs that start here, newest first
    int32_t in = kNone;   // segs that end here, newest first
};

// A directed line. Wider than 32 bits because a mini-seg can span the whole map.
struct Partition {
    int64_t x = 0, y = 0, dx = 0, dy = 0;
};

// Vertices with look-up by place.
class VertexPool {
public:
    int32_t exact(Fixed x, Fixed y) { return nearest(x, y, 1); }
    // Lowest-numbered vertex less than a cut's tolerance away on both axes, else a new one.
    int32_t close(Fixed x, Fixed y) { return nearest(x, y, 6); }

    std::vector<BuildVertex> items;

private:
    static constexpr int kCellBits = 24;
    static uint64_t key(int64_t x, int64_t y) {
        return static_cast<uint64_t>(x >> kCellBits) << 32 | static_cast<uint32_t>(y >> kCellBits);
    }
    int32_t nearest(Fixed x, Fixed y, int64_t tolerance);

    std::unordered_map<uint64_t, std::vector<int32_t>> cells_;
};

struct BuildState {
    VertexPool vertices;
    std::vector<BuildSeg> segs;
    std::vector<Partition> planes;
    std::vector<int32_t> subSectors;  // head of each one's seg list
    std::vector<Node> nodes;

    const BuildVertex& vertex(int32_t v) const { return vertices.items[static_cast<size_t>(v)]; }
    BuildVertex& vertex(int32_t v) { return vertices.items[static_cast<size_t>(v)]; }
    const BuildSeg& seg(int32_t s) const { return segs[static_cast<size_t>(s)]; }
    BuildSeg& seg(int32_t s) { return segs[static_cast<size_t>(s)]; }
};

// Direction as a binary angle; the lowest bit is always 0.
inline uint32_t directionAngle(double dx, double dy) {
    constexpr double kPi = 3.14159265358979323846;
    constexpr double kPerRadian = 1073741824.0 / kPi;
    return static_cast<uint32_t>(static_cast<int32_t>(std::atan2(dy, dx) * kPerRadian)) << 1;
}
inline uint32_t directionAngle(const BuildVertex& from, const BuildVertex& to) {
    return directionAngle(static_cast<double>(int64_t{to.x} - from.x), static_cast<double>(int64_t{to.y} - from.y));
}

// The subsectors as closed rings of segs.
bool writeTree(const BuildState& state, NodeTree& out);

}  // namespace caco::nodebuild
