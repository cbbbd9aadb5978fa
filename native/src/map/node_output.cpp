#include <algorithm>
#include <limits>

#include "map/node_build_state.h"

namespace caco::nodebuild {
namespace {

class RingWriter {
public:
    RingWriter(const BuildState& state, NodeTree& out) : state_(state), out_(out), written_(state.segs.size(), kNone) {}

    bool write() {
        out_.gl = true;
        out_.nodes = state_.nodes;
        for (const BuildVertex& v : state_.vertices.items)
            out_.vertices.push_back({v.x, v.y});
        for (int32_t head : state_.subSectors) {
            if (!writeSubSector(head)) return false;
        }
        for (size_t i = 0; i < out_.segs.size(); ++i) {
            int32_t& partner = out_.segs[i].partner;
            if (partner != kNone) partner = written_[static_cast<size_t>(partner)];
        }
        return true;
    }

private:
    bool writeSubSector(int32_t head) {
        sortSegs(head);
        const auto withSector =
            std::find_if(sorted_.begin(), sorted_.end(), [&](int32_t s) { return state_.seg(s).frontSector != kNone; });
        if (withSector == sorted_.end()) return false;
        SubSector sub{};
        sub.firstSeg = static_cast<int32_t>(out_.segs.size());
        sub.sector = state_.seg(*withSector).frontSector;
        sector_ = sub.sector;
        if (onOnePlane()) {
            writeFlat();
        } else {
            writeRound();
        }
        sub.segCount = static_cast<int32_t>(out_.segs.size()) - sub.firstSeg;
        out_.subSectors.push_back(sub);
        return true;
    }

    // Lines between sectors first, then lines inside one, both by number; mini-segs last.
    void sortSegs(int32_t head) {
        sorted_.clear();
        for (int32_t s = head; s != kNone; s = state_.seg(s).next)
            sorted_.push_back(s);
        const auto rank = [&](int32_t s) {
            const BuildSeg& seg = state_.seg(s);
            return seg.line == kNone ? 2 : seg.frontSector == seg.backSector ? 1 : 0;
        };
        std::stable_sort(sorted_.begin(), sorted_.end(), [&](int32_t a, int32_t b) {
            const int ra = rank(a), rb = rank(b);
            return ra != rb ? ra < rb : ra != 2 && state_.seg(a).line < state_.seg(b).line;
        });
    }

    bool onOnePlane() const {
        const int32_t plane = state_.seg(sorted_.front()).plane;
        return std::all_of(sorted_.begin(), sorted_.end(), [&](int32_t s) { return state_.seg(s).plane == plane; });
    }

    void append(int32_t s) {
        const BuildSeg& seg = state_.seg(s);
        written_[static_cast<size_t>(s)] = static_cast<int32_t>(out_.segs.size());
        out_.segs.push_back({seg.v1, seg.v2, seg.line, seg.side, seg.frontSector, seg.backSector, seg.partner});
    }

    // Bridges a gap of the ring.
    void connect(int32_t from, int32_t to) {
        if (from != to) out_.segs.push_back({from, to, kNoIndex, 0, sector_, sector_, kNoIndex});
    }

    uint32_t angleFrom(double cx, double cy, int32_t s) const {
        const BuildVertex& v = state_.vertex(state_.seg(s).v1);
        return directionAngle(static_cast<double>(v.x) - cx, static_cast<double>(v.y) - cy);
    }

    void writeRound() {
        double sumX = 0, sumY = 0;
        for (int32_t s : sorted_) {
            const BuildVertex& a = state_.vertex(state_.seg(s).v1);
            const BuildVertex& b = state_.vertex(state_.seg(s).v2);
            sumX += static_cast<double>(a.x) + static_cast<double>(b.x);
            sumY += static_cast<double>(a.y) + static_cast<double>(b.y);
        }
        const double n = static_cast<double>(sorted_.size());
        const double cx = std::trunc(sumX / n / 2);
        const double cy = std::trunc(sumY / n / 2);

        int32_t previous = sorted_.front();
        const int32_t start = state_.seg(previous).v1;
        uint32_t angle = angleFrom(cx, cy, previous);
        append(previous);
        for (size_t i = 1; i < sorted_.size(); ++i) {
            int32_t best = sorted_.back();
            uint32_t bestTurn = UINT32_MAX;
            for (int32_t s : sorted_) {
                const uint32_t turn = angle - angleFrom(cx, cy, s);
                if (state_.seg(s).v1 == state_.seg(previous).v2) {
                    best = s;
                    bestTurn = turn;
                    break;
                }
                if (turn > 0 && turn < bestTurn) {
                    best = s;
                    bestTurn = turn;
                }
            }
            connect(state_.seg(previous).v2, state_.seg(best).v1);
            append(best);
            angle -= bestTurn;
            previous = best;
            if (state_.seg(best).v2 == start) return;
        }
        connect(state_.seg(previous).v2, start);
    }

    // A subsector without area: there, back, and there again to the start.
    void writeFlat() {
        constexpr double kMax = std::numeric_limits<double>::max();
        const int32_t first = sorted_.front();
        append(first);
        int32_t previous = first;
        appendAlong(first, previous, true, 0);
        appendAlong(first, previous, false, kMax);
        appendAlong(first, previous, true, -kMax);
        connect(state_.seg(previous).v2, state_.seg(first).v1);
    }

    void appendAlong(int32_t first, int32_t& previous, bool forward, double last) {
        const BuildVertex& a = state_.vertex(state_.seg(first).v1);
        const BuildVertex& b = state_.vertex(state_.seg(first).v2);
        const double dx = static_cast<double>(b.x) - a.x;
        const double dy = static_cast<double>(b.y) - a.y;
        const bool wanted = state_.seg(first).planeFront == forward;
        for (;;) {
            int32_t best = kNone;
            double bestAt = 0;
            for (int32_t s : sorted_) {
                if (s == first || state_.seg(s).planeFront != wanted) continue;
                const BuildVertex& v = state_.vertex(state_.seg(s).v1);
                const double at = dx * (static_cast<double>(v.x) - a.x) + dy * (static_cast<double>(v.y) - a.y);
                const bool ahead = forward ? at > last : at < last;
                if (ahead && (best == kNone || (forward ? at < bestAt : at > bestAt))) {
                    best = s;
                    bestAt = at;
                }
            }
            if (best == kNone) return;
            connect(state_.seg(previous).v2, state_.seg(best).v1);
            append(best);
            previous = best;
            last = bestAt;
        }
    }

    const BuildState& state_;
    NodeTree& out_;
    std::vector<int32_t> written_;  // output number of each build seg
    std::vector<int32_t> sorted_;   // segs of the current subsector
    int32_t sector_ = 0;
};

}  // namespace

bool writeTree(const BuildState& state, NodeTree& out) {
    return RingWriter(state, out).write();
}

}  // namespace caco::nodebuild
