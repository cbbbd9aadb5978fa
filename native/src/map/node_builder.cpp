#include "map/node_builder.h"

#include <algorithm>
#include <array>
#include <map>

#include "map/node_build_state.h"
#include "map/stored_nodes.h"

namespace caco {
namespace nodebuild {

int32_t VertexPool::nearest(Fixed x, Fixed y, int64_t tolerance) {
    const int64_t reach = tolerance - 1;
    int32_t found = kNone;
    for (int64_t cx = (x - reach) >> kCellBits; cx <= (x + reach) >> kCellBits; ++cx) {
        for (int64_t cy = (y - reach) >> kCellBits; cy <= (y + reach) >> kCellBits; ++cy) {
            const auto cell = cells_.find(key(cx << kCellBits, cy << kCellBits));
            if (cell == cells_.end()) continue;
            for (int32_t v : cell->second) {
                const BuildVertex& at = items[static_cast<size_t>(v)];
                if (std::abs(int64_t{at.x} - x) > reach || std::abs(int64_t{at.y} - y) > reach) continue;
                if (found == kNone || v < found) found = v;
                break;
            }
        }
    }
    if (found != kNone) return found;
    found = static_cast<int32_t>(items.size());
    items.push_back({x, y});
    cells_[key(x, y)].push_back(found);
    return found;
}

namespace {

constexpr double kNearLimit = 17179869184.0;      // only products below it can be close to a line
constexpr double kNearSquared = 6.5536 * 6.5536;  // squared distance that counts as on the line
constexpr double kEndMargin = 7.0;                // a cut may not come this close to a seg's end
constexpr int32_t kCandidates = 64;               // about as many splitters are tried per division
constexpr int32_t kBaseScore = 1000000;
constexpr int32_t kRefused = -1;
constexpr uint32_t kAngleSlack = 5000;
constexpr int32_t kMaxDepth = 1000;
constexpr int64_t kMaxWork = 2'000'000'000;  // seg tests over the whole build; real maps need a hundredth

// -1 front, 0 on the line, 1 back.
int32_t sideOf(double s, double nearness) {
    if (std::abs(s) < kNearLimit && nearness < kNearSquared) return 0;
    return s > 0 ? -1 : 1;
}

// Side of a point against a line through (x1, y1).
int32_t pointSideOf(const BuildVertex& p, const BuildVertex& origin, double dx, double dy) {
    const double s = (static_cast<double>(origin.y) - p.y) * dx - (static_cast<double>(origin.x) - p.x) * dy;
    return sideOf(s, s * s / (dx * dx + dy * dy));
}

// A partition line ready for many tests.
struct Splitter {
    explicit Splitter(const Partition& p)
        : line(p),
          x(static_cast<double>(p.x)),
          y(static_cast<double>(p.y)),
          dx(static_cast<double>(p.dx)),
          dy(static_cast<double>(p.dy)),
          inverse(1.0 / (dx * dx + dy * dy)) {}

    int32_t side(const BuildVertex& v) const {
        const double s = (y - v.y) * dx - (x - v.x) * dy;
        return sideOf(s, s * s * inverse);
    }
    double along(const BuildVertex& v) const { return (v.x - x) * dx + (v.y - y) * dy; }

    // Where along a-b the line crosses, 0..1.
    double crossing(const BuildVertex& a, const BuildVertex& b) const {
        const double sx = static_cast<double>(b.x) - a.x;
        const double sy = static_cast<double>(b.y) - a.y;
        const double divisor = dy * sx - dx * sy;
        if (divisor == 0) return 0;
        return ((x - a.x) * dy + (a.y - y) * dx) / divisor;
    }

    Partition line;
    double x, y, dx, dy, inverse;
};

// True when the vector a-b points the way of (dx, dy), judged by x, or by y for vertical lines.
bool runsAlong(const BuildVertex& a, const BuildVertex& b, double dx, double dy) {
    return dx != 0 ? (dx > 0) == (b.x > a.x) && b.x != a.x : (dy > 0) == (b.y > a.y) && b.y != a.y;
}

enum Place : int32_t { kFront = 0, kBack = 1, kCut = 2 };

struct Classified {
    Place place;
    int32_t side[2];
};

// Segs that run along the line being divided by, in order of their start on it.
struct SharedSeg {
    double at;
    int32_t seg;
    bool forward;
};

struct SegList {
    int32_t head = kNone;
    int32_t count = 0;
};

struct Bounds {
    Fixed top = INT32_MIN, bottom = INT32_MAX, left = INT32_MAX, right = INT32_MIN;

    void add(const BuildVertex& v) {
        top = std::max(top, v.y);
        bottom = std::min(bottom, v.y);
        left = std::min(left, v.x);
        right = std::max(right, v.x);
    }
    void add(const Bounds& b) {
        top = std::max(top, b.top);
        bottom = std::min(bottom, b.bottom);
        left = std::min(left, b.left);
        right = std::max(right, b.right);
    }
    void store(Fixed (&box)[4]) const {
        box[kBoxTop] = top;
        box[kBoxBottom] = bottom;
        box[kBoxLeft] = left;
        box[kBoxRight] = right;
    }
};

class NodeBuilder {
public:
    explicit NodeBuilder(const Level& level) : level_(level) {}

    bool build() {
        makeSegs();
        groupPlanes();
        maxSegs_ = st_.segs.size() * 64 + 4096;
        for (size_t i = 0; i + 1 < st_.segs.size(); ++i)
            st_.segs[i].next = static_cast<int32_t>(i + 1);
        st_.segs.back().next = kNone;
        Bounds bounds;
        divide({0, static_cast<int32_t>(st_.segs.size())}, bounds, 0);
        return !failed_;
    }

    const BuildState& state() const { return st_; }

private:
    // ---- segs and planes of the map's lines ----

    void makeSegs() {
        std::vector<std::array<int32_t, 2>> ends;
        ends.reserve(level_.lines.size());
        for (const LineDef& line : level_.lines) {
            const Vertex a = level_.vertices[static_cast<size_t>(line.v1)];
            const Vertex b = level_.vertices[static_cast<size_t>(line.v2)];
            const int32_t v1 = st_.vertices.exact(a.x, a.y);
            ends.push_back({v1, st_.vertices.exact(b.x, b.y)});
        }
        for (size_t i = 0; i < level_.lines.size(); ++i) {
            const LineDef& line = level_.lines[i];
            const int32_t number = static_cast<int32_t>(i);
            const int32_t front = addSeg({ends[i][0], ends[i][1], number, 0, line.frontSector, line.backSector, kNone,
                                          kNone, true, kNone, kNone, kNone});
            if (line.side[1] == kNoIndex) continue;
            const int32_t back = addSeg({ends[i][1], ends[i][0], number, 1, line.backSector, line.frontSector, front,
                                         kNone, true, kNone, kNone, kNone});
            st_.seg(front).partner = back;
        }
    }

    // Appends a seg and enters it at its vertices.
    int32_t addSeg(const BuildSeg& seg) {
        const int32_t number = static_cast<int32_t>(st_.segs.size());
        st_.segs.push_back(seg);
        pushOut(number, seg.v1);
        pushIn(number, seg.v2);
        return number;
    }

    // Segs on the same line share a plane, found by direction.
    void groupPlanes() {
        constexpr int kBucketShift = 19;
        std::vector<std::vector<int32_t>> buckets(size_t{1} << (32 - kBucketShift));
        for (size_t i = 0; i < st_.segs.size() && work_ <= kMaxWork; ++i) {
            BuildSeg& seg = st_.segs[i];
            const BuildVertex& a = st_.vertex(seg.v1);
            const BuildVertex& b = st_.vertex(seg.v2);
            uint32_t angle = directionAngle(a, b);
            if (angle >= kAngle180) angle += kAngle180;
            std::vector<int32_t>& bucket = buckets[angle >> kBucketShift];
            work_ += static_cast<int64_t>(bucket.size());
            const auto same =
                std::find_if(bucket.rbegin(), bucket.rend(), [&](int32_t s) { return onLineOf(s, a, b); });
            if (same != bucket.rend()) {
                seg.plane = st_.seg(*same).plane;
                const Partition& plane = st_.planes[static_cast<size_t>(seg.plane)];
                seg.planeFront = runsAlong(a, b, static_cast<double>(plane.dx), static_cast<double>(plane.dy));
                continue;
            }
            seg.plane = static_cast<int32_t>(st_.planes.size());
            seg.planeFront = true;
            st_.planes.push_back(ownLine(seg));
            bucket.push_back(static_cast<int32_t>(i));
        }
    }

    bool onLineOf(int32_t s, const BuildVertex& a, const BuildVertex& b) const {
        const BuildVertex& from = st_.vertex(st_.seg(s).v1);
        const BuildVertex& to = st_.vertex(st_.seg(s).v2);
        const double dx = static_cast<double>(to.x) - from.x;
        const double dy = static_cast<double>(to.y) - from.y;
        return pointSideOf(a, from, dx, dy) == 0 && pointSideOf(b, from, dx, dy) == 0;
    }

    Partition ownLine(const BuildSeg& seg) const {
        const BuildVertex& a = st_.vertex(seg.v1);
        const BuildVertex& b = st_.vertex(seg.v2);
        return {a.x, a.y, int64_t{b.x} - a.x, int64_t{b.y} - a.y};
    }

    Partition lineOf(const BuildSeg& seg) const {
        return seg.plane == kNone ? ownLine(seg) : st_.planes[static_cast<size_t>(seg.plane)];
    }

    // ---- vertex lists ----

    void pushOut(int32_t s, int32_t v) {
        st_.seg(s).nextOut = st_.vertex(v).out;
        st_.vertex(v).out = s;
    }
    void pushIn(int32_t s, int32_t v) {
        st_.seg(s).nextIn = st_.vertex(v).in;
        st_.vertex(v).in = s;
    }
    void takeOut(int32_t s, int32_t v) {
        for (int32_t* link = &st_.vertex(v).out; *link != kNone; link = &st_.seg(*link).nextOut) {
            if (*link != s) continue;
            *link = st_.seg(s).nextOut;
            return;
        }
    }
    void takeIn(int32_t s, int32_t v) {
        for (int32_t* link = &st_.vertex(v).in; *link != kNone; link = &st_.seg(*link).nextIn) {
            if (*link != s) continue;
            *link = st_.seg(s).nextIn;
            return;
        }
    }

    // ---- the tree ----

    // Divides a list into a subtree; returns its child number. Children are numbered before their parent.
    uint32_t divide(SegList list, Bounds& bounds, int32_t depth) {
        if (failed_ || depth > kMaxDepth || st_.segs.size() > maxSegs_ || work_ > kMaxWork || list.head == kNone) {
            failed_ = true;
            return kSubSectorBit;
        }
        Partition partition;
        int32_t splitter = kNone;
        if (!chooseSplitter(list, partition, splitter)) return addSubSector(list, bounds);

        SegList parts[2];
        split(list.head, Splitter(partition), splitter, parts);
        Node node{};
        node.x = wrap32(partition.x);
        node.y = wrap32(partition.y);
        node.dx = wrap32(partition.dx);
        node.dy = wrap32(partition.dy);
        for (int i = 0; i < 2; ++i) {
            Bounds part;
            node.child[i] = divide(parts[i], part, depth + 1);
            part.store(node.box[i]);
            bounds.add(part);
        }
        st_.nodes.push_back(node);
        return static_cast<uint32_t>(st_.nodes.size() - 1);
    }

    uint32_t addSubSector(SegList list, Bounds& bounds) {
        for (int32_t s = list.head; s != kNone; s = st_.seg(s).next) {
            bounds.add(st_.vertex(st_.seg(s).v1));
            bounds.add(st_.vertex(st_.seg(s).v2));
        }
        st_.subSectors.push_back(list.head);
        return kSubSectorBit | static_cast<uint32_t>(st_.subSectors.size() - 1);
    }

    // ---- choosing ----

    enum class Choice { Found, Refused, Nothing };

    bool chooseSplitter(SegList list, Partition& partition, int32_t& splitter) {
        const int32_t step = list.count / kCandidates;
        Choice choice = select(list.head, step, true, partition, splitter);
        if (choice != Choice::Found && step > 0) choice = select(list.head, 1, true, partition, splitter);
        if (choice == Choice::Found) return true;
        if (choice == Choice::Refused) {
            if (select(list.head, step, false, partition, splitter) == Choice::Found) return true;
            if (step > 0 && select(list.head, 1, false, partition, splitter) == Choice::Found) return true;
        }
        return forceSplit(list.head, partition);
    }

    // Tries every step-th seg whose plane is new as the splitter.
    Choice select(int32_t head, int32_t step, bool strict, Partition& partition, int32_t& splitter) {
        tried_.assign(st_.planes.size(), false);
        int32_t left = 0;
        int32_t bestScore = 0;
        bool refused = false;
        splitter = kNone;
        for (int32_t s = head; s != kNone && work_ <= kMaxWork; s = st_.seg(s).next) {
            const BuildSeg& seg = st_.seg(s);
            --left;
            if (left > 0) continue;
            if (seg.plane != kNone) {
                if (tried_[static_cast<size_t>(seg.plane)]) continue;
                tried_[static_cast<size_t>(seg.plane)] = true;
            }
            left = step;
            const Partition candidate = lineOf(seg);
            const int32_t value = score(head, Splitter(candidate), strict);
            if (value > bestScore) {
                bestScore = value;
                partition = candidate;
                splitter = s;
            } else if (value < 0) {
                refused = true;
            }
        }
        if (splitter != kNone) return Choice::Found;
        return refused ? Choice::Refused : Choice::Nothing;
    }

    Classified classify(const Splitter& n, const BuildSeg& seg) const {
        const BuildVertex& a = st_.vertex(seg.v1);
        const BuildVertex& b = st_.vertex(seg.v2);
        const int32_t s1 = n.side(a);
        const int32_t s2 = n.side(b);
        if (s1 == 0 && s2 == 0) return {runsAlong(a, b, n.dx, n.dy) ? kFront : kBack, {0, 0}};
        return {s1 <= 0 && s2 <= 0 ? kFront : s1 >= 0 && s2 >= 0 ? kBack : kCut, {s1, s2}};
    }

    // How much a cut costs; negative when it falls too close to an end of the seg.
    static int32_t cutPenalty(const Splitter& n, const BuildVertex& a, const BuildVertex& b) {
        constexpr double kShortEnd = 0.001;
        double f = n.crossing(a, b);
        if (f >= kShortEnd && f <= 1 - kShortEnd) return 0;
        const double x = a.x + f * (static_cast<double>(b.x) - a.x);
        const double y = a.y + f * (static_cast<double>(b.y) - a.y);
        if (std::abs(x - a.x) < kEndMargin && std::abs(y - a.y) < kEndMargin) return kRefused;
        if (std::abs(x - b.x) < kEndMargin && std::abs(y - b.y) < kEndMargin) return kRefused;
        if (f > 1 - kShortEnd) f = 1 - f;
        const double cost = 1 / f;
        return cost >= 0 && cost < kBaseScore * 2.0 ? static_cast<int32_t>(cost) : kBaseScore * 2;
    }

    // Worth of a splitter: > 0 usable, 0 useless, < 0 refused.
    int32_t score(int32_t head, const Splitter& n, bool strict) {
        int32_t value = kBaseScore;
        int32_t total = 0;
        int32_t count[2] = {}, real[2] = {}, special[2] = {};
        for (int32_t s = head; s != kNone; s = st_.seg(s).next) {
            const BuildSeg& seg = st_.seg(s);
            ++total;
            ++work_;
            const Place place = s == forced_ ? kBack : classify(n, seg).place;
            const bool inOneSector = seg.frontSector == seg.backSector;
            if (place == kCut) {
                const int32_t penalty = cutPenalty(n, st_.vertex(seg.v1), st_.vertex(seg.v2));
                if (penalty == kRefused) return kRefused;
                if (penalty > 0) value = std::max(value - penalty, 1);
                for (int side = 0; side < 2; ++side) {
                    ++count[side];
                    if (seg.line == kNone) continue;
                    ++real[side];
                    special[side] += inOneSector;
                }
                continue;
            }
            ++count[place];
            if (seg.line == kNone) {
                value += 2;
                continue;
            }
            ++real[place];
            special[place] += inOneSector;
            value += 8;
        }
        if (count[0] == 0 || count[1] == 0) return 0;
        if (real[0] == 0 || real[1] == 0) return kRefused;
        if (strict && (special[0] == real[0] || special[1] == real[1])) return kRefused;
        if (n.line.dx == 0 || n.line.dy == 0) value += total / 16;
        return value + (count[0] + count[1]) - std::abs(count[0] - count[1]);
    }

    // No usable splitter: a list that still holds two sectors, or two segs on one another, is divided along one of
    // them.
    bool forceSplit(int32_t head, Partition& partition) {
        int32_t seg = kNone;
        int32_t mate = kNone;
        if (!findForeignSector(head, seg) && !findOverlap(head, seg, mate)) return false;
        const BuildSeg& chosen = st_.seg(seg);
        partition = lineOf(chosen);
        if (!chosen.planeFront) {
            partition = {partition.x + partition.dx, partition.y + partition.dy, -partition.dx, -partition.dy};
        }
        forced_ = seg;
        forcedMate_ = mate;
        return score(head, Splitter(partition), false) > 0;
    }

    bool findForeignSector(int32_t head, int32_t& seg) const {
        int32_t sector = kNone;
        for (int32_t s = head; s != kNone; s = st_.seg(s).next) {
            if (st_.seg(s).line == kNone) continue;
            if (sector == kNone) sector = st_.seg(s).frontSector;
            if (st_.seg(s).frontSector == sector) continue;
            seg = s;
            return true;
        }
        return false;
    }

    bool findOverlap(int32_t head, int32_t& seg, int32_t& mate) {
        for (int32_t a = head; a != kNone; a = st_.seg(a).next) {
            if (st_.seg(a).line == kNone) continue;
            for (int32_t b = st_.seg(a).next; b != kNone && work_ <= kMaxWork; b = st_.seg(b).next) {
                ++work_;
                if (st_.seg(a).v1 != st_.seg(b).v1 || st_.seg(a).v2 != st_.seg(b).v2) continue;
                const bool onLine = st_.seg(b).line != kNone;
                seg = onLine ? b : a;
                mate = onLine ? a : b;
                return true;
            }
        }
        return false;
    }

    // ---- dividing ----

    void give(int32_t s, SegList& list) {
        st_.seg(s).next = list.head;
        list.head = s;
    }

    void split(int32_t head, const Splitter& n, int32_t splitter, SegList (&parts)[2]) {
        events_.clear();
        shared_.clear();
        for (int32_t s = head; s != kNone;) {
            const int32_t next = st_.seg(s).next;
            const bool forced = s == forced_;
            const Classified where = forced ? Classified{kBack, {0, 0}} : classify(n, st_.seg(s));
            if (forced) forced_ = kNone;
            if (where.place == kCut) {
                cutByLine(s, n, where, parts);
            } else {
                give(s, parts[where.place]);
                ++parts[where.place].count;
                noteEnds(s, n, where);
            }
            if (forced) backForced(s, splitter, parts);
            if (st_.segs.size() > maxSegs_) {
                failed_ = true;
                return;
            }
            s = next;
        }
        cutShared();
        const int32_t plane = splitter == kNone ? kNone : st_.seg(splitter).plane;
        closeGaps(n, plane, parts);
    }

    // Gives the seg a new end or start at the vertex; the returned new seg is the other half.
    int32_t cut(int32_t s, int32_t v, bool keepStart) {
        const int32_t added = static_cast<int32_t>(st_.segs.size());
        st_.segs.push_back(st_.seg(s));
        BuildSeg& old = st_.seg(s);
        BuildSeg& half = st_.seg(added);
        if (keepStart) {
            const int32_t end = old.v2;
            takeIn(s, end);
            old.v2 = v;
            half.v1 = v;
            pushOut(added, v);
            pushIn(added, end);
            pushIn(s, v);
        } else {
            const int32_t start = old.v1;
            takeOut(s, start);
            old.v1 = v;
            half.v2 = v;
            pushOut(added, start);
            pushIn(added, v);
            pushOut(s, v);
        }
        return added;
    }

    void cutByLine(int32_t s, const Splitter& n, const Classified& where, SegList (&parts)[2]) {
        const BuildVertex a = st_.vertex(st_.seg(s).v1);
        const BuildVertex b = st_.vertex(st_.seg(s).v2);
        const double f = std::clamp(n.crossing(a, b), 0.0, 1.0);
        const auto x = a.x + static_cast<int64_t>(f * (static_cast<double>(b.x) - a.x));
        const auto y = a.y + static_cast<int64_t>(f * (static_cast<double>(b.y) - a.y));
        const int32_t v = st_.vertices.close(wrap32(x), wrap32(y));

        const int32_t partner = st_.seg(s).partner;
        const int32_t frontHalf = cut(s, v, where.side[0] > 0);
        give(frontHalf, parts[kFront]);
        give(s, parts[kBack]);
        ++parts[kFront].count;
        ++parts[kBack].count;
        if (partner != kNone) {
            const int32_t partnerHalf = cut(partner, v, where.side[1] > 0);
            insertAfter(partner, partnerHalf);
            st_.seg(frontHalf).partner = partnerHalf;
            st_.seg(partnerHalf).partner = frontHalf;
        }
        events_.emplace(n.along(st_.vertex(v)), v);
    }

    void insertAfter(int32_t s, int32_t added) {
        st_.seg(added).next = st_.seg(s).next;
        st_.seg(s).next = added;
    }

    // Ends on the dividing line are its events; segs on it are remembered for cutShared.
    void noteEnds(int32_t s, const Splitter& n, const Classified& where) {
        double at[2] = {};
        const int32_t ends[2] = {st_.seg(s).v1, st_.seg(s).v2};
        for (int i = 0; i < 2; ++i) {
            if (where.side[i] != 0) continue;
            at[i] = n.along(st_.vertex(ends[i]));
            events_.emplace(at[i], ends[i]);
        }
        if (where.side[0] == 0 && where.side[1] == 0) shared_.push_back({at[0], s, at[1] > at[0]});
    }

    // The forced seg's line gets a front of its own, so that both parts are closed along it.
    void backForced(int32_t s, int32_t splitter, SegList (&parts)[2]) {
        const int32_t plane = splitter == kNone ? kNone : st_.seg(splitter).plane;
        const int32_t sector = st_.seg(s).frontSector;
        const int32_t v1 = st_.seg(s).v1;
        const int32_t v2 = st_.seg(s).v2;
        const int32_t back = addMiniSeg(v2, v1, sector, sector, plane);
        int32_t front = forcedMate_;
        if (front == kNone) {
            front = addMiniSeg(v1, v2, sector, sector, plane);
            give(front, parts[kFront]);
        }
        st_.seg(front).frontSector = st_.seg(front).backSector = sector;
        st_.seg(front).partner = back;
        st_.seg(back).partner = front;
        give(back, parts[kBack]);
    }

    int32_t addMiniSeg(int32_t v1, int32_t v2, int32_t frontSector, int32_t backSector, int32_t plane) {
        return addSeg({v1, v2, kNone, 0, frontSector, backSector, kNone, plane, true, kNone, kNone, kNone});
    }

    // Segs along the dividing line end at every vertex on it.
    void cutShared() {
        for (const SharedSeg& shared : shared_) {
            const int32_t end = st_.seg(shared.seg).v2;
            auto at = events_.find(shared.at);
            int32_t s = shared.seg;
            while (stepEvent(at, shared.forward) && hasNeighbour(at, shared.forward) && at->second != end) {
                if (st_.segs.size() > maxSegs_) {
                    failed_ = true;
                    return;
                }
                const int32_t v = at->second;
                const int32_t rest = cut(s, v, true);
                insertAfter(s, rest);
                const int32_t partner = st_.seg(s).partner;
                if (partner != kNone) {
                    const int32_t partnerRest = cut(partner, v, true);
                    insertAfter(partner, partnerRest);
                    st_.seg(s).partner = partnerRest;
                    st_.seg(partner).partner = rest;
                    st_.seg(rest).partner = partner;
                    st_.seg(partnerRest).partner = s;
                }
                s = rest;
            }
        }
    }

    using Events = std::map<double, int32_t>;

    bool hasNeighbour(Events::iterator at, bool forward) {
        return forward ? std::next(at) != events_.end() : at != events_.begin();
    }
    bool stepEvent(Events::iterator& at, bool forward) {
        if (at == events_.end() || !hasNeighbour(at, forward)) return false;
        forward ? ++at : --at;
        return true;
    }

    // ---- mini-segs ----

    void closeGaps(const Splitter& n, int32_t plane, SegList (&parts)[2]) {
        if (events_.empty()) return;
        for (auto a = events_.begin(), b = std::next(a); b != events_.end(); a = b++) {
            const int32_t va = a->second;
            const int32_t vb = b->second;
            const int32_t front = opensAt(n.dx, n.dy, va, vb);
            if (front == kNone) continue;
            const int32_t back = opensAt(-n.dx, -n.dy, vb, va);
            if (back == kNone || !closesAt(n.dx, n.dy, vb) || !closesAt(-n.dx, -n.dy, va)) continue;
            const int32_t frontSector = st_.seg(front).frontSector;
            const int32_t backSector = st_.seg(back).frontSector;
            const int32_t there = addMiniSeg(va, vb, frontSector, backSector, plane);
            const int32_t andBack = addMiniSeg(vb, va, backSector, frontSector, plane);
            st_.seg(there).partner = andBack;
            st_.seg(andBack).partner = there;
            give(there, parts[kFront]);
            give(andBack, parts[kBack]);
        }
    }

    // The seg behind which a mini-seg v-w may start: the next one counter to the direction at v, unless something
    // already leaves v towards w or lies between.
    int32_t opensAt(double dx, double dy, int32_t v, int32_t w) const {
        const BuildVertex& at = st_.vertex(v);
        const uint32_t direction = directionAngle(dx, dy);
        int32_t kept = kNone;
        uint32_t best = UINT32_MAX;
        for (int32_t s = at.in; s != kNone; s = st_.seg(s).nextIn) {
            const BuildVertex& from = st_.vertex(st_.seg(s).v1);
            const uint32_t turn = direction - directionAngle(at, from);
            if (turn < kAngleSlack && pointSideOf(from, at, dx, dy) == 0) continue;
            if (turn > best) continue;
            best = turn;
            kept = s;
        }
        if (kept == kNone) return kNone;
        for (int32_t s = at.out; s != kNone; s = st_.seg(s).nextOut) {
            if (st_.seg(s).v2 == w) return kNone;
            const uint32_t turn = direction - directionAngle(at, st_.vertex(st_.seg(s).v2));
            if (turn < best && st_.seg(s).partner != kept) return kNone;
        }
        return kept;
    }

    // Whether a mini-seg with this direction may end at v.
    bool closesAt(double dx, double dy, int32_t v) const {
        const BuildVertex& at = st_.vertex(v);
        const uint32_t direction = directionAngle(dx, dy) + kAngle180;
        int32_t kept = kNone;
        uint32_t best = UINT32_MAX;
        for (int32_t s = at.out; s != kNone; s = st_.seg(s).nextOut) {
            const uint32_t turn = directionAngle(at, st_.vertex(st_.seg(s).v2)) - direction;
            if (turn < kAngleSlack || turn > best) continue;
            best = turn;
            kept = s;
        }
        if (kept == kNone) return false;
        for (int32_t s = at.in; s != kNone; s = st_.seg(s).nextIn) {
            const uint32_t turn = directionAngle(at, st_.vertex(st_.seg(s).v1)) - direction;
            if (turn < best && st_.seg(s).partner != kept) return false;
        }
        return true;
    }

    const Level& level_;
    BuildState st_;
    std::vector<bool> tried_;  // planes tried in the current selection
    Events events_;            // vertices on the dividing line, by place along it; the first at a place stays
    std::vector<SharedSeg> shared_;
    int32_t forced_ = kNone;  // counts as behind its own line until a division has used it
    int32_t forcedMate_ = kNone;
    size_t maxSegs_ = 0;
    int64_t work_ = 0;
    bool failed_ = false;
};

}  // namespace
}  // namespace nodebuild

Status buildGlNodes(const Level& level, NodeTree& out) {
    out = {};
    nodebuild::NodeBuilder builder(level);
    if (!builder.build() || !nodebuild::writeTree(builder.state(), out) || !isSoundTree(out)) {
        out = {};
        return Status::error(StatusCode::BadData,
                             "no nodes can be built: its lines cross or overlap so that they enclose no clean areas; "
                             "rebuild the map in an editor");
    }
    return {};
}

}  // namespace caco
