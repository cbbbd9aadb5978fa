#include "sim/movement.h"

#include <algorithm>
#include <initializer_list>

#include "base/trig.h"
#include "sim/actions.h"
#include "sim/inventory.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

constexpr Fixed kMaxMove = 30 * kUnit;
constexpr Fixed kCrouchedMuch = 49152;  // three quarters of the height
constexpr Fixed kCarryStop = 0x1000 * 32 / 3;
constexpr Fixed kCarryFactor = 6144;
constexpr Fixed kStopSpeed = 0x1000;
constexpr Fixed kFriction = 0xE800;
constexpr Fixed kFlyFriction = 0xEB00;
constexpr Fixed kMoveFactor = 2048;
constexpr Fixed kHardLanding = -8 * kUnit;
constexpr uint16_t kHorizonSpecial = 9;

// The player whose own pawn this is; null for voodoo dolls and all others.
Player* ownPlayer(World& w, const Actor& a) {
    Player* p = playerOf(w, a);
    return p && w.resolve(p->pawn) == &a ? p : nullptr;
}

Fixed viewHeightStep(const World& w, const Player& p, const Actor& pawn) {
    return subWrap(addWrap(w.info(pawn).viewHeight, p.crouchViewDelta), p.viewHeight) >> 3;
}

void stopPawn(World& w, Player& p, Actor& pawn) {
    setPlayerRunning(w, pawn, false);
    p.bobVelX = p.bobVelY = 0;
}

// Speed limit of crouching players.
void limitCrouched(const World& w, Actor& a) {
    const Player* p = playerOf(w, a);
    if (!p || p->crouchFactor >= kCrouchedMuch) {
        return;
    }
    const Fixed x = std::clamp(a.velX, -kMaxMove, kMaxMove);
    const Fixed y = std::clamp(a.velY, -kMaxMove, kMaxMove);
    const Fixed factor = std::min(div16(x, a.velX), div16(y, a.velY));
    a.velX = mul16(a.velX, factor);
    a.velY = mul16(a.velY, factor);
}

Fixed carried(Fixed scroll, Fixed& velocity) {
    if (scroll > kCarryStop || scroll < -kCarryStop) {
        scroll = mul16(scroll, kCarryFactor);
        velocity = addWrap(velocity, scroll);
    }
    return scroll;
}

void endCharge(World& w, Actor& a) {
    if (!has(a, Flag::SKULLFLY)) {
        return;
    }
    a.flags.clear(Flag::SKULLFLY);
    a.velX = a.velY = a.velZ = 0;
    if (has(a, Flag::DORMANT)) {
        a.tics = -1;
    } else if (const StateId see = findState(w, a, Label::See); see != kNoState) {
        setState(w, a, see);
    } else {
        goIdle(w, a);
    }
}

// Progress of one XY movement, divided into steps.
struct Stride {
    Fixed moveX, moveY;  // whole move
    Fixed oneX, oneY;    // per step
    Fixed startX, startY;
    int32_t steps;
    int32_t step;

    void restart(const Actor& a) {
        startX = subWrap(a.x, scale(moveX, step, steps));
        startY = subWrap(a.y, scale(moveY, step, steps));
    }
};

Stride divideMove(const Actor& a, Fixed moveX, Fixed moveY) {
    Fixed longest = subWrap(a.radius, kUnit);
    if (longest <= 0) {
        longest = kMaxMove;
    }
    const Fixed sizeX = absWrap(moveX);
    const Fixed sizeY = absWrap(moveY);
    const Fixed size = sizeX > sizeY ? sizeX : sizeY;
    const int32_t steps = size > longest ? 1 + size / longest : 1;
    return {moveX, moveY, moveX / steps, moveY / steps, a.x, a.y, steps, 1};
}

// False ends the movement.
bool slideAlong(World& w, Actor& a, Stride& s) {
    slideMove(w, a, s.oneX, s.oneY, s.steps);
    if (!a.alive || (a.velX | a.velY) == 0) {
        return false;
    }
    s.moveX = a.velX;
    s.moveY = a.velY;
    s.oneX = s.moveX / s.steps;
    s.oneY = s.moveY / s.steps;
    s.restart(a);
    return true;
}

void slideAround(World& w, Actor& a, const Stride& s) {
    Player* p = ownPlayer(w, a);
    if (tryMove(w, a, a.x, addWrap(a.y, s.oneY), DropOff::Allowed)) {
        a.velX = 0;
        if (p) p->bobVelX = 0;
    } else if (a.alive && tryMove(w, a, addWrap(a.x, s.oneX), a.y, DropOff::Allowed)) {
        a.velY = 0;
        if (p) p->bobVelY = 0;
    } else {
        a.velX = a.velY = 0;
        if (p) p->bobVelX = p->bobVelY = 0;
    }
}

bool entersSky(const World& w, const Actor& missile, int32_t ceilingLine) {
    if (ceilingLine == kNoIndex || has(missile, Flag::SKYEXPLODE)) {
        return false;
    }
    const int32_t back = w.level->lines[static_cast<size_t>(ceilingLine)].backSector;
    return back != kNoIndex && w.sectors[back].ceilingTexture == w.assets->skyFlat &&
           missile.z >= w.sectors[back].ceiling;
}

void missileBlocked(World& w, Actor& a, const MoveCheck& check) {
    if (entersSky(w, a, check.ceilingLine)) {
        destroyActor(w, a);
        return;
    }
    explodeMissile(w, a, check.blockingLine, w.resolve(a.blockingActor));
}

// Walks the steps. False when nothing more is to be done with the actor (it is a missile that ended, or destroyed).
bool walkSteps(World& w, Actor& a, Stride& s, bool slides) {
    MoveCheck check;  // one record for the whole movement
    for (; s.step <= s.steps; ++s.step) {
        const Fixed velX = a.velX;
        const Fixed velY = a.velY;
        const Fixed x = addWrap(s.startX, scale(s.moveX, s.step, s.steps));
        const Fixed y = addWrap(s.startY, scale(s.moveY, s.step, s.steps));
        const bool moved = tryMove(w, a, x, y, DropOff::Allowed, check);
        if (!a.alive) {
            return false;
        }
        if (moved) {
            if (a.x != x || a.y != y) {  // teleported
                if ((a.velX | a.velY) == 0) {
                    break;
                }
                s.restart(a);
            }
            continue;
        }
        if (has(a, Flag::MISSILE)) {
            missileBlocked(w, a, check);
            return false;
        }
        if (!slides) {
            a.velX = a.velY = 0;
            break;
        }
        if (w.resolve(a.blockingActor)) {
            slideAround(w, a, s);
            break;
        }
        const bool pushed = a.velX != velX || a.velY != velY;
        if (pushed || !slideAlong(w, a, s)) {
            break;
        }
    }
    return a.alive;
}

// A body that hangs over an edge goes on sliding.
bool slidesOffEdge(const World& w, const Actor& a) {
    constexpr Fixed kQuarter = kUnit / 4;
    return has(a, Flag::CORPSE) &&
           (a.velX > kQuarter || a.velX < -kQuarter || a.velY > kQuarter || a.velY < -kQuarter) &&
           a.floorZ > w.floorAt(a.sector) && a.dropOffZ != a.floorZ;
}

void applyFriction(World& w, Actor& a) {
    if (has(a, Flag::MISSILE) || has(a, Flag::SKULLFLY)) {
        return;
    }
    if (a.z > a.floorZ && !has(a, Flag::ONMOBJ) && !has(a, Flag::FLY)) {
        if (a.player >= 0 && w.state->airFriction != kUnit) {
            a.velX = mul16(a.velX, w.state->airFriction);
            a.velY = mul16(a.velY, w.state->airFriction);
        }
        return;
    }
    if (slidesOffEdge(w, a)) {
        return;
    }
    Player* p = ownPlayer(w, a);
    const bool slow = a.velX > -kStopSpeed && a.velX < kStopSpeed && a.velY > -kStopSpeed && a.velY < kStopSpeed;
    if (slow && (!p || (p->cmd.forward == 0 && p->cmd.side == 0))) {
        if (p) {
            stopPawn(w, *p, a);
        }
        a.velX = a.velY = 0;
        return;
    }
    const Fixed friction = frictionOf(w, a, nullptr);
    a.velX = mul16(a.velX, friction);
    a.velY = mul16(a.velY, friction);
    if (p) {
        p->bobVelX = mul16(p->bobVelX, kFriction);
        p->bobVelY = mul16(p->bobVelY, kFriction);
    }
}

void floatTowardsTarget(World& w, Actor& a) {
    if (!has(a, Flag::FLOAT) || has(a, Flag::SKULLFLY) || has(a, Flag::INFLOAT) || has(a, Flag::DORMANT)) {
        return;
    }
    const Actor* target = w.target(a);
    if (!target) {
        return;
    }
    const Fixed distance = approxDistance(subWrap(target->x, a.x), subWrap(target->y, a.y));
    const Fixed delta = subWrap(addWrap(target->z, a.height >> 1), a.z);
    if (delta < 0 && distance < negWrap(mulWrap(delta, 3))) {
        a.z = subWrap(a.z, a.floatSpeed);
    } else if (delta > 0 && distance < mulWrap(delta, 3)) {
        a.z = addWrap(a.z, a.floatSpeed);
    }
}

void missileHitsPlane(World& w, Actor& a, int32_t picture) {
    if (picture == w.assets->skyFlat && !has(a, Flag::SKYEXPLODE)) {
        destroyActor(w, a);
    } else {
        explodeMissile(w, a, kNoIndex, nullptr);
    }
}

bool isMissileInPlay(const Actor& a) {
    return has(a, Flag::MISSILE) && !has(a, Flag::NOCLIP);
}

void landPlayer(World& w, Actor& a) {
    Player* p = ownPlayer(w, a);
    if (!p) {
        return;
    }
    if (p->jumpTics < 0 || a.velZ < kHardLanding) {
        p->jumpTics = 7;
    }
    if (a.velZ < kHardLanding && !has(a, Flag::NOGRAVITY)) {
        p->deltaViewHeight = a.velZ >> 3;
    }
}

// False when the actor ended here.
bool meetFloor(World& w, Actor& a) {
    if (isMissileInPlay(a)) {
        a.z = a.floorZ;
        if (has(a, Flag::FLOORHUGGER)) {
            return true;
        }
        if (has(a, Flag::NOEXPLODEFLOOR)) {
            a.velZ = 0;
            return true;
        }
        missileHitsPlane(w, a, a.floorPic);
        return false;
    }
    a.z = a.floorZ;
    if (a.velZ < 0) {
        landPlayer(w, a);
        a.velZ = 0;
    }
    if (has(a, Flag::SKULLFLY)) {
        a.velZ = negWrap(a.velZ);
    }
    crashCheck(w, a);
    return a.alive;
}

void meetCeiling(World& w, Actor& a) {
    a.z = subWrap(a.ceilingZ, a.height);
    if (has(a, Flag::SKULLFLY)) {
        a.velZ = negWrap(a.velZ);
    }
    if (a.velZ > 0) {
        a.velZ = 0;
    }
    if (isMissileInPlay(a) && !has(a, Flag::CEILINGHUGGER)) {
        missileHitsPlane(w, a, a.ceilingPic);
    }
}

// Comes to rest on another actor.
void restOn(World& w, Actor& a, const Actor& below) {
    Player* p = ownPlayer(w, a);
    if (p && !has(a, Flag::NOGRAVITY)) {
        const double limit = static_cast<double>(w.state->gravity) * w.sectors[a.sector].gravity * -655.36;
        if (a.velZ < static_cast<Fixed>(limit)) {
            p->deltaViewHeight = a.velZ >> 3;
        }
    }
    const Fixed rise = subWrap(topOf(below), a.z);
    if (rise <= a.maxStepHeight) {
        if (p) {
            p->viewHeight = subWrap(p->viewHeight, rise);
            p->deltaViewHeight = std::max(p->deltaViewHeight, viewHeightStep(w, *p, a));
        }
        a.z = topOf(below);
    }
    a.flags.set(Flag::ONMOBJ);
    a.velZ = 0;
    crashCheck(w, a);
}

void moveVertically(World& w, Actor& a, Fixed oldFloorZ) {
    if (a.velZ == 0 && a.z == a.floorZ && !w.resolve(a.blockingActor)) {
        crashCheck(w, a);
        return;
    }
    const bool standsOnActors = has(a, Flag::CANPASS) || has(a, Flag::SPECIAL);
    const Actor* below = standsOnActors ? standsOn(w, a) : nullptr;
    if (below) {
        restOn(w, a, *below);
        return;
    }
    zMovement(w, a, oldFloorZ);
    if (standsOnActors) {
        a.flags.clear(Flag::ONMOBJ);
    }
}

void shorten(World& w, Actor& smoke) {
    smoke.tics = std::max(1, smoke.tics - (w.r(Stream::RocketTrail) & 3));
}

void trailSmoke(World& w, Actor& a) {
    if (has(a, Flag::ROCKETTRAIL) && ++a.smokeCounter >= 4) {
        a.smokeCounter = 0;
        Actor* smoke = spawnActor(w, w.classes->known.rocketSmokeTrail, subWrap(a.x, a.velX), subWrap(a.y, a.velY),
                                  subWrap(a.z, a.velZ), true);
        if (smoke) {
            shorten(w, *smoke);
        }
    } else if (has(a, Flag::GRENADETRAIL) && ++a.smokeCounter >= 8) {
        a.smokeCounter = 0;
        const ClassId cls = w.classes->find("GrenadeSmokeTrail");
        if (cls == kNoClass) {
            return;
        }
        const Angle heading = pointToAngle(0, 0, a.velX, a.velY);
        const Fixed x =
            addWrap(subWrap(a.x, mulWrap(cosine(heading), (a.radius >> 16) * 2)), w.r(Stream::RocketTrail) << 10);
        const Fixed y =
            addWrap(subWrap(a.y, mulWrap(sine(heading), (a.radius >> 16) * 2)), w.r(Stream::RocketTrail) << 10);
        const Fixed z = addWrap(subWrap(a.z, mulWrap(a.height >> 3, a.velZ >> 16)), 2 * a.height / 3);
        if (Actor* smoke = spawnActor(w, cls, x, y, z, true)) {
            shorten(w, *smoke);
        }
    }
}

// Stealth monsters fade in and out; only a wholly faded one is harder to see.
void fadeStealth(Actor& a) {
    constexpr Fixed kFadeIn = 2 * kUnit / kTicRate;
    constexpr Fixed kFadeOut = 3 * kUnit / (2 * kTicRate);
    if (a.visDir > 0) {
        a.alpha = std::min(addWrap(a.alpha, kFadeIn), kUnit);
        if (a.alpha == kUnit) a.visDir = 0;
    } else if (a.visDir < 0) {
        a.alpha = std::max(subWrap(a.alpha, kFadeOut), 0);
        if (a.alpha == 0) a.visDir = 0;
    }
}

void dampVertical(Actor& a) {
    if (!has(a, Flag::VFRICTION) || a.health <= 0) {
        return;
    }
    if (absWrap(a.velZ) < kUnit / 4) {
        a.velZ = 0;
        a.flags.clear(Flag::VFRICTION);
    } else {
        a.velZ = mul16(a.velZ, kFriction);
    }
}

// The weapon of a marine cools down (actors.md 3.16).
void coolMarine(World& w, Actor& a) {
    constexpr int32_t kDoubleShotgunTics = 47;
    if (a.special1 == 0) {
        return;
    }
    const StateId doubleShotgun = w.classes->findLabel(a.cls, "Missile.SSG", true);
    if (doubleShotgun != kNoState && a.missileState == doubleShotgun) {
        if (w.state->mapTime - a.special1 >= kDoubleShotgunTics) {
            a.special1 = 0;
        }
    } else if (w.state->mapTime >= a.special1) {
        a.special1 = 0;
    } else {
        a.flags.set(Flag::JUSTATTACKED);
    }
}

void fitPawnHeight(World& w, Actor& a) {
    const Fixed height = w.info(a).height;
    const Player* p = ownPlayer(w, a);
    if (p && p->playerState != PlayerState::Dead) {
        a.height = mul16(height, p->crouchFactor);
    } else if (a.health > 0) {
        a.height = height;
    }
}

bool levelScrolls(const World& w) {
    const ThinkerRef* heads = w.state->thinkHead[static_cast<size_t>(ThinkerList::Scroller)];
    return heads[0] || heads[1];
}

// Everything of a tick that moves the actor. False when it was destroyed.
bool moveThroughWorld(World& w, Actor& a) {
    if (a.inventory) {
        tickItems(w, a);
    }
    if (has(a, Flag::BOSSCUBE)) {
        ++a.special2;
    }
    trailSmoke(w, a);
    dampVertical(a);
    if (has(a, Flag::STEALTH)) {
        fadeStealth(a);
    }
    Fixed scrollX = 0;
    Fixed scrollY = 0;
    if (levelScrolls(w)) {
        scrollCarry(w, a, scrollX, scrollY);
    }
    if (has(a, Flag::MISSILE) && (a.velX | a.velY) == 0 && a.damage != 0) {
        a.velX = 1;
    }
    a.blockingActor = 0;
    const Fixed oldFloorZ = xyMovement(w, a, scrollX, scrollY);
    if (!a.alive) {
        return false;
    }
    if ((a.velX | a.velY) == 0) {
        a.flags.clear(Flag::BLASTED);
    }
    moveVertically(w, a, oldFloorZ);
    return a.alive;
}

constexpr FlagSet flagSet(std::initializer_list<Flag> flags) {
    FlagSet set{};
    for (const Flag f : flags) {
        set.set(f);
    }
    return set;
}

// Flags that make a tick do something even for an actor that neither moves nor falls.
constexpr FlagSet kRestless = flagSet({Flag::NOINTERACTION, Flag::BOSSCUBE, Flag::ROCKETTRAIL, Flag::GRENADETRAIL, Flag::VFRICTION,
                                       Flag::STEALTH, Flag::MISSILE, Flag::SKULLFLY, Flag::BLASTED});

// Whether moveThroughWorld would change nothing but the blocking actor: most of a level's actors in most tics.
bool isAtRest(const World& w, const Actor& a) {
    if ((a.velX | a.velY | a.velZ) != 0 || a.z != a.floorZ || a.inventory || a.player >= 0) {
        return false;
    }
    uint64_t restless = 0;
    for (int i = 0; i < FlagSet::kWords; ++i) {
        restless |= a.flags.word[i] & kRestless.word[i];
    }
    const bool crashes = (has(a, Flag::CORPSE) || has(a, Flag::KILLED)) && !has(a, Flag::CRASHED);
    return restless == 0 && !crashes && !levelScrolls(w);
}

// Moves without any collision.
void moveFreely(World& w, Actor& a) {
    unlinkForMove(w, a);
    a.flags.set(Flag::NOBLOCKMAP);
    a.x = addWrap(a.x, a.velX);
    a.y = addWrap(a.y, a.velY);
    a.z = addWrap(a.z, a.velZ);
    linkActor(w, a);
}

// First tick only. False when the actor was destroyed.
bool runDelayedAction(World& w, Actor& a) {
    a.noDelayPending = 0;
    const State& state = w.classes->state(a.state);
    if (!(state.flags & kStateNoDelay) || has(a, Flag::DORMANT) || state.action == 0) {
        return true;
    }
    ActionCall call{a, nullptr, a.state, -1, false};
    callAction(w, call);
    return a.alive;
}

}  // namespace

Fixed xyMovement(World& w, Actor& a, Fixed scrollX, Fixed scrollY) {
    const Fixed oldFloorZ = a.floorZ;
    limitCrouched(w, a);
    Fixed moveX = a.velX;
    Fixed moveY = a.velY;
    scrollX = carried(scrollX, a.velX);
    scrollY = carried(scrollY, a.velY);
    moveX = addWrap(moveX, scrollX);
    moveY = addWrap(moveY, scrollY);
    if ((moveX | moveY) == 0) {
        endCharge(w, a);
        return oldFloorZ;
    }
    Stride stride = divideMove(a, moveX, moveY);
    const bool slides = has(a, Flag::SLIDESONWALLS) || has(a, Flag::BLASTED) || (scrollX | scrollY) != 0;
    if (walkSteps(w, a, stride, slides)) {
        applyFriction(w, a);
    }
    return oldFloorZ;
}

void zMovement(World& w, Actor& a, Fixed oldFloorZ) {
    Player* p = ownPlayer(w, a);
    if (p && a.z < a.floorZ) {
        p->viewHeight = subWrap(p->viewHeight, subWrap(a.floorZ, a.z));
        p->deltaViewHeight = viewHeightStep(w, *p, a);
    }
    a.z = addWrap(a.z, a.velZ);
    if (a.z > a.floorZ && !has(a, Flag::NOGRAVITY)) {
        const Fixed gravity = gravityOf(w, a);
        const bool leftLedge = a.velZ == 0 && oldFloorZ > a.floorZ && a.z == oldFloorZ;
        a.velZ = subWrap(a.velZ, leftLedge ? mulWrap(gravity, 2) : gravity);
    }
    floatTowardsTarget(w, a);
    if (a.player >= 0 && has(a, Flag::FLY) && a.z > a.floorZ) {
        a.z = addWrap(a.z, fineSine(static_cast<uint32_t>(102 * w.state->mapTime)) / 8);
        a.velZ = mul16(a.velZ, kFlyFriction);
    }
    if (a.z <= a.floorZ && !meetFloor(w, a)) {
        return;
    }
    if (topOf(a) > a.ceilingZ) {
        meetCeiling(w, a);
    }
}

Actor* standsOn(World& w, Actor& a) {
    const Fixed z = a.z;
    a.z = addWrap(a.z, a.velZ);
    floatTowardsTarget(w, a);
    if (a.z <= a.floorZ) {
        a.z = a.floorZ;
    }
    if (topOf(a) > a.ceilingZ) {
        a.z = subWrap(a.ceilingZ, a.height);
    }
    Actor* below = testZ(w, a);
    a.z = z;
    return below;
}

Fixed gravityOf(const World& w, const Actor& a) {
    if (has(a, Flag::NOGRAVITY)) {
        return 0;
    }
    return static_cast<Fixed>(static_cast<double>(w.state->gravity) * w.sectors[a.sector].gravity *
                              (static_cast<double>(a.gravity) / kUnit) * 81.92);
}

Fixed frictionOf(const World& w, const Actor& a, Fixed* moveFactor) {
    Fixed friction = kFriction;
    Fixed factor = kMoveFactor;
    if (has(a, Flag::FLY) && has(a, Flag::NOGRAVITY)) {
        friction = kFlyFriction;
    } else if (!has(a, Flag::NOCLIP) && !has(a, Flag::NOSECTOR)) {
        bool special = false;
        for (uint32_t n = a.touchHead; n; n = w.touchNodes[n - 1].nextOfActor) {
            const SectorState& s = w.sectors[w.touchNodes[n - 1].sector];
            if (!s.hasFriction || a.z > s.floor || (special && s.friction >= friction)) {
                continue;
            }
            special = true;
            friction = s.friction;
            factor = s.moveFactor;
        }
    }
    const Fixed own = w.info(a).friction;
    if (own != kUnit) {
        friction = std::clamp(mul16(friction, own), 0, kUnit);
    }
    if (moveFactor) {
        if (friction < kFriction) {
            const Fixed speed = approxDistance(a.velX, a.velY);
            factor <<= speed > 60000 ? 3 : speed > 30000 ? 2 : speed > 15000 ? 1 : 0;
        }
        *moveFactor = factor;
    }
    return friction;
}

void scrollCarry(World& w, const Actor& a, Fixed& x, Fixed& y) {
    x = y = 0;
    if (has(a, Flag::NOCLIP) || has(a, Flag::NOSECTOR)) {
        return;
    }
    int32_t countX = 0;
    int32_t countY = 0;
    for (uint32_t n = a.touchHead; n; n = w.touchNodes[n - 1].nextOfActor) {
        const SectorState& s = w.sectors[w.touchNodes[n - 1].sector];
        if ((s.scrollX | s.scrollY) == 0 || has(a, Flag::NOGRAVITY) || a.z > s.floor) {
            continue;
        }
        x = addWrap(x, s.scrollX);
        y = addWrap(y, s.scrollY);
        countX += s.scrollX != 0;
        countY += s.scrollY != 0;
    }
    if (countX > 1) x /= countX;
    if (countY > 1) y /= countY;
}

void explodeMissile(World& w, Actor& m, int32_t line, Actor* hit) {
    m.velX = m.velY = m.velZ = 0;
    m.flags.clear(Flag::ROCKETTRAIL);
    m.flags.clear(Flag::GRENADETRAIL);
    m.flags.clear(Flag::SHOOTABLE);
    StateId state = kNoState;
    if (hit && (has(*hit, Flag::SHOOTABLE) || has(*hit, Flag::CORPSE) || has(*hit, Flag::KILLED))) {
        if (has(*hit, Flag::NOBLOOD)) {
            state = findState(w, m, Label::Crash);
        }
        if (state == kNoState) {
            state = findState(w, m, Label::DeathExtreme);
        }
    }
    if (state == kNoState) {
        state = findState(w, m, Label::Death);
    }
    if (line != kNoIndex && w.lines[line].special == kHorizonSpecial) {
        destroyActor(w, m);
        return;
    }
    if (!setState(w, m, state)) {
        return;
    }
    if (has(m, Flag::DEHEXPLOSION)) {
        m.renderStyle = static_cast<uint8_t>(RenderStyle::Translucent);
        m.alpha = kUnit * 2 / 3;
    }
    if (has(m, Flag::RANDOMIZE)) {
        m.tics = std::max(1, m.tics - (w.r(Stream::ExplodeMissile) & 3));
    }
    m.flags.clear(Flag::MISSILE);
}

void crashCheck(World& w, Actor& a) {
    if (!(has(a, Flag::CORPSE) || has(a, Flag::KILLED)) || has(a, Flag::CRASHED) || has(a, Flag::ICECORPSE)) {
        return;
    }
    a.flags.set(Flag::CRASHED);
    const ClassInfo& info = w.info(a);
    const int32_t gibHealth = info.gibHealth == INT32_MIN ? -info.health : -absWrap(info.gibHealth);
    StateId state = a.health < gibHealth ? findState(w, a, Label::CrashExtreme) : kNoState;
    if (state == kNoState) {
        state = findState(w, a, Label::Crash);
    }
    if (state != kNoState) {
        setState(w, a, state);
    }
}

void tickActor(World& w, Actor& a) {
    if (a.item.owner) {
        tickItem(w, a);
        return;
    }
    const NativeKind native = w.classes->nativeOf(a.cls);
    if (native == NativeKind::PlayerPawn) {
        fitPawnHeight(w, a);
    }
    if (a.state == kNoState) {
        destroyActor(w, a);
        return;
    }
    a.prevX = a.x;
    a.prevY = a.y;
    a.prevZ = a.z;
    if (isAtRest(w, a)) {
        a.blockingActor = 0;
    } else if (has(a, Flag::NOINTERACTION)) {
        moveFreely(w, a);
    } else if (!moveThroughWorld(w, a)) {
        return;
    }
    if (a.noDelayPending && !runDelayedAction(w, a)) {
        return;
    }
    advanceState(w, a);
    if (native == NativeKind::ScriptedMarine && a.alive) {
        coolMarine(w, a);
    }
}

}  // namespace caco
