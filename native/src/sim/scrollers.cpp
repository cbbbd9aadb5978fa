// Floors that carry, flats that scroll (simulation.md 7.5b).
#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {
namespace {

enum ScrollBit : int32_t { kByHeightChange = 1, kAccumulates = 2, kByLine = 4 };
enum ScrollWhat : int32_t { kFlatOnly = 0, kCarryOnly = 1 };
enum ScrollPart : int32_t { kCarries = 1, kMovesFloor = 2, kMovesCeiling = 4 };

int32_t partsOf(const LineState& line) {
    if (line.special == kSpecScrollCeiling) return kMovesCeiling;
    return (line.args[2] == kFlatOnly ? 0 : kCarries) | (line.args[2] == kCarryOnly ? 0 : kMovesFloor);
}

Fixed heightsOf(const World& w, int32_t sector) {
    return addWrap(w.sectors[sector].floor, w.sectors[sector].ceiling);
}

void startScroller(World& w, int32_t sector, int32_t control, int32_t parts, const LineDef& line, const LineState& state) {
    Mover* m = allocateMover(w, MoverKind::Scroller, ThinkerList::Scroller);
    if (!m) {
        return;
    }
    const int32_t bits = state.args[1];
    m->sector = sector;
    m->c = parts;
    m->a = bits & (kByHeightChange | kAccumulates) ? control : kNoIndex;
    m->b = (bits & kAccumulates) != 0;
    m->velX = bits & kByLine ? line.dx >> 5 : mulWrap(subWrap(state.args[3], 128), 2048);
    m->velY = bits & kByLine ? line.dy >> 5 : mulWrap(subWrap(state.args[4], 128), 2048);
    m->lastHeight = m->a == kNoIndex ? 0 : heightsOf(w, m->a);
}

}  // namespace

void startScrollers(World& w) {
    for (size_t i = 0; i < w.level->lines.size(); ++i) {
        LineState& state = w.lines[i];
        if (state.special != kSpecScrollFloor && state.special != kSpecScrollCeiling) {
            continue;
        }
        const LineDef& line = w.level->lines[i];
        const int32_t parts = partsOf(state);
        state.special = 0;
        for (int32_t s = nextTaggedSector(w, state.args[0], kNoIndex, kNoIndex); s != kNoIndex;
             s = nextTaggedSector(w, state.args[0], kNoIndex, s)) {
            startScroller(w, s, line.frontSector, parts, line, state);
        }
    }
}

void tickScroller(World& w, Mover& m) {
    Fixed x = m.velX;
    Fixed y = m.velY;
    if (m.a != kNoIndex) {
        const Fixed height = heightsOf(w, m.a);
        const Fixed change = subWrap(height, m.lastHeight);
        m.lastHeight = height;
        x = mul16(x, change);
        y = mul16(y, change);
    }
    if (m.b) {
        m.x = x = addWrap(m.x, x);
        m.y = y = addWrap(m.y, y);
    }
    // A flat moves with what it carries: its texture's origin goes along. The offsets count against x and along y.
    m.low = subWrap(m.low, x);
    m.high = addWrap(m.high, y);
    if (m.c & kCarries) {
        SectorState& s = w.sectors[m.sector];
        s.scrollX = addWrap(s.scrollX, x);
        s.scrollY = addWrap(s.scrollY, y);
    }
}

FlatShift flatShiftOf(const Mover& m) {
    if (!m.used || m.kind != MoverKind::Scroller) return {};
    return {(m.c & kMovesFloor) != 0, (m.c & kMovesCeiling) != 0, m.low, m.high};
}

void resetScrollCarry(World& w) {
    constexpr size_t kList = static_cast<size_t>(ThinkerList::Scroller);
    for (int fresh = 0; fresh < 2; ++fresh) {
        for (ThinkerRef ref = w.state->thinkHead[kList][fresh]; ref; ref = linkOf(w, ref).next) {
            if (ref & kThinkerMover) {
                SectorState& s = w.sectors[w.movers[(ref & ~kThinkerMover) - 1].sector];
                s.scrollX = s.scrollY = 0;
            }
        }
    }
}

}  // namespace caco
