// The 3-D trace of bullets and rails (actors.md 5.5).
#include <algorithm>

#include "sim/hitscan.h"
#include "sim/lines.h"
#include "sim/path.h"

namespace caco {
namespace {

constexpr Fixed kWorldEdge = 32767 * kUnit;

struct Shot {
    World& w;
    Actor& shooter;
    Fixed x, y, z, vx, vy, vz;
    Fixed range;
    uint32_t wallMask;
    bool impact, pcross, discardSky;
    int32_t sector;  // tracked
    Fixed entered;   // distance at which the tracked sector was entered
    TraceResult result;

    void setPoint(Fixed distance) {
        result.distance = distance;
        result.x = addWrap(x, mul16(vx, distance));
        result.y = addWrap(y, mul16(vy, distance));
        result.z = addWrap(z, mul16(vz, distance));
    }
    void offer(int32_t line, int32_t side, Activation type) {
        if (w.lines[line].special && shooter.alive) {
            activateLine(w, line, &shooter, side, type);
        }
    }
    bool hitsPlane(bool floor);
    bool meetLine(const Intercept& in, const PathTrace& trace);
    bool meetActor(const Intercept& in, TraceActorFn onActor, void* context);
};

// Intersection with the tracked sector's floor or ceiling, beyond the place where the sector was entered.
bool Shot::hitsPlane(bool floor) {
    if (vz == 0) {
        return false;
    }
    const SectorState& s = w.sectors[sector];
    const Fixed distance =
        floor ? div16(negWrap(subWrap(z, s.floor)), vz) : div16(negWrap(subWrap(s.ceiling, z)), negWrap(vz));
    if (distance <= entered || distance >= range) {
        return false;
    }
    setPoint(distance);
    result.fraction = div16(distance, range);
    result.hit = floor ? kTraceFloor : kTraceCeiling;
    result.sector = sector;
    if (discardSky && (floor ? s.floorTexture : s.ceilingTexture) == w.assets->skyFlat) {
        result.hit = kTraceNone;
    }
    return true;
}

// False when the shot ends at the line or before it.
bool Shot::meetLine(const Intercept& in, const PathTrace& trace) {
    const LineDef& line = w.level->lines[static_cast<size_t>(in.line)];
    int32_t side = 0;
    if (line.frontSector != sector) {
        if (line.backSector == kNoIndex) {
            sector = line.frontSector;
        } else if (line.backSector == sector) {
            side = 1;
        } else {
            side = pointSide(trace.x, trace.y, line);
            sector = side ? line.backSector : line.frontSector;
        }
    }
    const int32_t next = side ? line.frontSector : line.backSector;
    const uint32_t flags = w.lines[in.line].flags;
    const bool open = next != kNoIndex && (flags & kLineTwoSided);
    const SectorState& here = w.sectors[sector];
    const Fixed floorBeyond = next == kNoIndex ? 0 : w.sectors[next].floor;
    const Fixed ceilingBeyond = next == kNoIndex ? 0 : w.sectors[next].ceiling;
    const Fixed distance = mul16(range, in.frac);
    const Fixed height = addWrap(z, mul16(vz, distance));

    bool wall = false;
    if (height <= here.floor || height >= here.ceiling) {
        if (hitsPlane(height <= here.floor)) {
            return false;
        }
        // Parallel to the plane or right on it: then the line decides.
        wall = !open || height <= floorBeyond || height >= ceilingBeyond;
    } else {
        wall = !open || height < floorBeyond || height > ceilingBeyond || (flags & wallMask);
        if (!wall && pcross) {
            offer(in.line, side, kActPCross);
        }
        if (!wall && impact) {
            offer(in.line, side, kActImpact);
        }
    }
    if (!wall) {
        sector = next;
        entered = distance;
        return true;
    }
    if (impact) {
        offer(in.line, side, kActImpact);
    }
    setPoint(distance);
    result.fraction = in.frac;
    result.hit = kTraceWall;
    result.line = in.line;
    result.side = side;
    result.sector = sector;
    result.tier = !open ? kMiddle : height <= floorBeyond ? kBottom : height >= ceilingBeyond ? kTop : kMiddle;
    if (discardSky && open && result.tier == kTop && w.sectors[sector].ceilingTexture == w.assets->skyFlat &&
        w.sectors[next].ceilingTexture == w.assets->skyFlat) {
        result.hit = kTraceNone;
    }
    return false;
}

// False when the shot ends at the actor.
bool Shot::meetActor(const Intercept& in, TraceActorFn onActor, void* context) {
    Actor& other = *in.thing;
    if (&other == &shooter || !other.alive) {
        return true;
    }
    Fixed distance = mul16(range, in.frac);
    const Fixed height = addWrap(z, mul16(vz, distance));
    const Fixed top = topOf(other);
    if (height > top || height < other.z) {
        // The shot may still come in through the top or the bottom of the box.
        const bool fromAbove = height > top;
        if (fromAbove ? vz >= 0 : vz <= 0) {
            return true;
        }
        distance = div16(subWrap(fromAbove ? top : other.z, z), vz);
        if (distance > range) {
            return true;
        }
        const Fixed hitX = addWrap(x, mul16(vx, distance));
        const Fixed hitY = addWrap(y, mul16(vy, distance));
        if (absWrap(subWrap(hitX, other.x)) > other.radius || absWrap(subWrap(hitY, other.y)) > other.radius) {
            return true;
        }
    }
    const TraceResult before = result;
    setPoint(distance);
    result.fraction = in.frac;
    result.hit = kTraceActor;
    result.actor = &other;
    result.sector = sector;
    switch (onActor ? onActor(w, other, result, context) : 1) {
        case 1:
            return false;
        case 3:
            result = before;
            return false;
        default:
            result = before;
            return true;
    }
}

// The range, shortened so that the end stays inside the world.
Fixed clipRange(Fixed at, Fixed v, Fixed range) {
    if (v == 0) {
        return range;
    }
    const int64_t end = int64_t{at} + ((int64_t{v} * range) >> 16);
    if (end <= kWorldEdge && end >= -kWorldEdge) {
        return range;
    }
    return std::clamp(div16(subWrap(v > 0 ? kWorldEdge : -kWorldEdge, at), v), 0, range);
}

}  // namespace

TraceResult traceShot(World& w, Actor& shooter, Fixed x, Fixed y, Fixed z, int32_t sector, Fixed vx, Fixed vy, Fixed vz,
                      Fixed range, uint32_t wallMask, bool impact, bool pcross, bool discardSky, TraceActorFn onActor,
                      void* context) {
    range = clipRange(y, vy, clipRange(x, vx, range));
    Shot shot{w, shooter, x, y, z, vx, vy, vz, range, wallMask, impact, pcross, discardSky, sector, 0, {}};
    shot.result.line = shot.result.sector = kNoIndex;
    shot.setPoint(range);
    shot.result.fraction = kUnit;

    PathScratch path;
    PathTrace trace;
    for (const Intercept& in :
         path.walk(w, x, y, mul16(vx, range), mul16(vy, range), kPathLines | kPathThings | kPathDelta, trace)) {
        const bool goesOn = in.thing ? shot.meetActor(in, onActor, context) : shot.meetLine(in, trace);
        if (!goesOn) {
            return shot.result;
        }
    }
    if (!shot.hitsPlane(true)) {
        shot.hitsPlane(false);
    }
    return shot.result;
}

}  // namespace caco
