// Sliding along walls (simulation.md 5.10).
#include "sim/movement.h"
#include "sim/path.h"
#include "sim/players.h"
#include "sim/position.h"

namespace caco {
namespace {

constexpr Fixed kNoHit = kUnit + 1;
constexpr Fixed kFuzz = 0x800;  // distance kept from the wall

// The nearest blocking line over the traces of the box's corners.
struct Contact {
    Fixed frac = kNoHit;
    int32_t line = kNoIndex;
};

bool lineStopsSlide(World& w, Actor& a, int32_t index, const PathTrace& trace, Fixed frac) {
    const LineDef& line = w.level->lines[static_cast<size_t>(index)];
    const uint32_t flags = w.lines[index].flags;
    if ((flags & (kLineBlocking | kLineBlockEverything)) || ((flags & kLineBlockPlayers) && a.player >= 0) ||
        ((flags & kLineBlockMonsters) && !has(a, Flag::NOBLOCKMONST))) {
        return true;
    }
    const Opening open =
        lineOpening(w, line, addWrap(trace.x, mul16(trace.dx, frac)), addWrap(trace.y, mul16(trace.dy, frac)));
    if (open.range < a.height || subWrap(open.top, a.z) < a.height || subWrap(open.bottom, a.z) > a.maxStepHeight) {
        return true;
    }
    if (a.z >= open.bottom) {
        return false;
    }
    const Fixed z = a.z;
    a.z = open.bottom;
    const bool blocked = testZ(w, a) != nullptr;
    a.z = z;
    return blocked;
}

void traceCorner(World& w, Actor& a, PathScratch& path, Fixed x, Fixed y, Fixed tryX, Fixed tryY, Contact& best) {
    PathTrace trace;
    for (const Intercept& in : path.walk(w, x, y, addWrap(x, tryX), addWrap(y, tryY), kPathLines, trace)) {
        const LineDef& line = w.level->lines[static_cast<size_t>(in.line)];
        const bool oneSided = line.backSector == kNoIndex || !(w.lines[in.line].flags & kLineTwoSided);
        if (oneSided) {
            if (pointSide(a.x, a.y, line)) {
                continue;  // seen from behind
            }
        } else if (!lineStopsSlide(w, a, in.line, trace, in.frac)) {
            continue;
        }
        if (in.frac < best.frac) {
            best = {in.frac, in.line};
        }
        return;
    }
}

Contact findContact(World& w, Actor& a, Fixed tryX, Fixed tryY) {
    const Fixed leadX = tryX > 0 ? addWrap(a.x, a.radius) : subWrap(a.x, a.radius);
    const Fixed trailX = tryX > 0 ? subWrap(a.x, a.radius) : addWrap(a.x, a.radius);
    const Fixed leadY = tryY > 0 ? addWrap(a.y, a.radius) : subWrap(a.y, a.radius);
    const Fixed trailY = tryY > 0 ? subWrap(a.y, a.radius) : addWrap(a.y, a.radius);
    Contact best;
    PathScratch path;
    traceCorner(w, a, path, leadX, leadY, tryX, tryY, best);
    traceCorner(w, a, path, trailX, leadY, tryX, tryY, best);
    traceCorner(w, a, path, leadX, trailY, tryX, tryY, best);
    return best;
}

// The part of the move that runs along the line.
void clipAlong(const LineDef& line, const Actor& a, Fixed& moveX, Fixed& moveY) {
    if (line.dx == 0) {
        moveX = 0;
        return;
    }
    if (line.dy == 0) {
        moveY = 0;
        return;
    }
    const Fixed foot = interceptFraction(line.x, line.y, line.dx, line.dy, a.x, a.y, line.dy, negWrap(line.dx));
    const Fixed ahead = interceptFraction(line.x, line.y, line.dx, line.dy, a.x, a.y, moveX, moveY);
    const Fixed reach = interceptFraction(a.x, a.y, moveX, moveY, line.x, line.y, line.dx, line.dy);
    if (reach == 0) {
        moveX = moveY = 0;
        return;
    }
    const Fixed along = subWrap(ahead, foot);
    moveX = scale(along, line.dx, reach);
    moveY = scale(along, line.dy, reach);
}

void stairStep(World& w, Actor& a, Fixed tryX, Fixed tryY) {
    if (!tryMove(w, a, a.x, addWrap(a.y, tryY), DropOff::Allowed) && a.alive) {
        tryMove(w, a, addWrap(a.x, tryX), a.y, DropOff::Allowed);
    }
}

void limitBob(World& w, const Actor& a) {
    Player* p = playerOf(w, a);
    if (!p || w.resolve(p->pawn) != &a) {
        return;
    }
    if (absWrap(p->bobVelX) > absWrap(a.velX)) p->bobVelX = a.velX;
    if (absWrap(p->bobVelY) > absWrap(a.velY)) p->bobVelY = a.velY;
}

}  // namespace

void slideMove(World& w, Actor& a, Fixed tryX, Fixed tryY, int32_t steps) {
    if (a.player >= 0 && a.reactionTime > 0) {
        return;
    }
    constexpr int kTries = 2;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        Contact best = findContact(w, a, tryX, tryY);
        if (best.line == kNoIndex) {
            break;
        }
        best.frac -= kFuzz;
        if (best.frac > 0) {
            const Fixed velX = a.velX;
            const Fixed velY = a.velY;
            if (!tryMove(w, a, addWrap(a.x, mul16(tryX, best.frac)), addWrap(a.y, mul16(tryY, best.frac)),
                         DropOff::Allowed)) {
                break;
            }
            if (!a.alive || a.velX != velX || a.velY != velY) {
                return;
            }
        }
        const Fixed rest = kUnit - (best.frac + kFuzz);
        if (rest <= 0) {
            return;
        }
        // The retry goes on with the rest of the move as it was before clipping.
        Fixed moveX = tryX = mul16(tryX, rest < kUnit ? rest : kUnit);
        Fixed moveY = tryY = mul16(tryY, rest < kUnit ? rest : kUnit);
        clipAlong(w.level->lines[static_cast<size_t>(best.line)], a, moveX, moveY);
        a.velX = mulWrap(moveX, steps);
        a.velY = mulWrap(moveY, steps);
        limitBob(w, a);
        if (tryMove(w, a, addWrap(a.x, moveX), addWrap(a.y, moveY), DropOff::Allowed) || !a.alive) {
            return;
        }
    }
    if (a.alive) {
        stairStep(w, a, tryX, tryY);
    }
}

}  // namespace caco
