#include "sim/ai.h"

#include <utility>
#include <vector>

#include "base/trig.h"
#include "sim/damage.h"
#include "sim/hitscan.h"
#include "sim/lines.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/sight.h"
#include "sim/spawn.h"
#include "sim/states.h"

namespace caco {
namespace {

// Whether an actor is the goal of another (a goal exists and it is the target).
bool targetIsGoal(const World& w, const Actor& a) {
    const Actor* goal = w.resolve(a.goal);
    return goal && goal == w.resolve(a.target);
}

Fixed distanceTo(const Actor& a, const Actor& b) { return approxDistance(subWrap(b.x, a.x), subWrap(b.y, a.y)); }

bool isNoTargetPlayer(const World& w, const Actor& a) {
    const Player* p = playerOf(w, a);
    return p && (p->cheats & kCheatNoTarget);
}

// Nobody else to look for: goal or last enemy (actors.md 3.4 step 3).
bool fallBackTarget(World& w, Actor& self) {
    if (!w.resolve(self.target)) {
        if (w.resolve(self.goal)) {
            self.target = self.goal;
        } else if (Actor* last = w.resolve(self.lastEnemy); last && last->health > 0) {
            const bool usable = !isFriend(w, self, *last);
            if (usable) self.target = self.lastEnemy;
            self.lastEnemy = 0;
            if (usable) return true;
        }
    }
    return targetIsGoal(w, self);
}

bool hateCandidate(const Actor& self, const Actor& other, int32_t tid) {
    return has(other, Flag::SHOOTABLE) && &other != &self && other.health > 0 && !has(other, Flag::DORMANT) && other.tid == tid;
}

void acceptTarget(World& w, Actor& self, Actor& other) {
    if (targetIsGoal(w, self)) {
        self.reactionTime = 0;
    }
    self.target = w.refOf(other);
    self.lastLookActor = w.refOf(other);
}

// The looker's own cell: something hated, or the hated target of something (actors.md 3.17 a).
bool lookInOwnCell(World& w, Actor& self) {
    Actor* found = nullptr;
    forEachThing(w, self.x, self.y, 0, [&](Actor& other) {
        if (!has(other, Flag::SHOOTABLE) || &other == &self || other.health <= 0 || has(other, Flag::DORMANT)) return true;
        Actor* candidate = nullptr;
        if (other.tid == self.tidToHate) {
            candidate = &other;
        } else if (Actor* theirs = w.resolve(other.target); theirs && hateCandidate(self, *theirs, self.tidToHate)) {
            candidate = theirs;
        }
        if (!candidate) return true;
        if (!has(self, Flag::NOSIGHTCHECK) && !isVisible(w, self, *candidate, true)) return true;
        found = candidate;
        return false;
    });
    if (found) {
        acceptTarget(w, self, *found);
    }
    return found != nullptr;
}

// Next actor of the hated tid after `after` in the hash chain; null at the end.
Actor* nextOfTid(World& w, int32_t tid, Actor* after) {
    uint32_t slot = after ? after->tidNext : w.state->tidHead[static_cast<uint32_t>(tid) & (kTidBuckets - 1)];
    for (; slot; slot = w.actors[slot - 1].tidNext) {
        if (w.actors[slot - 1].tid == tid) {
            return &w.actors[slot - 1];
        }
    }
    return nullptr;
}

bool lookForTid(World& w, Actor& self, bool allAround) {
    if (lookInOwnCell(w, self)) {
        return true;
    }
    Actor* start = w.resolve(self.lastLookActor);
    if (start && start->tid != self.tidToHate) {
        start = nullptr;
        self.lastLookActor = 0;
    }
    int32_t patience = (w.r(Stream::IGotHooky) & 31) + 7;
    Actor* last = start;
    bool wrapped = false;
    Actor* cursor = start;
    for (;;) {
        Actor* next = nextOfTid(w, self.tidToHate, cursor);
        if (next == start) break;
        if (!next) {
            if (wrapped) break;
            wrapped = true;
            cursor = nullptr;
            continue;
        }
        cursor = last = next;
        if (!hateCandidate(self, *next, self.tidToHate)) continue;
        if (--patience == 0) break;
        if (has(self, Flag::NOSIGHTCHECK) || isVisible(w, self, *next, allAround)) {
            acceptTarget(w, self, *next);
            return true;
        }
    }
    self.lastLookActor = w.refOf(last);
    if (!w.resolve(self.target)) {
        if (w.resolve(self.goal)) {
            self.target = self.goal;
            return true;
        }
        return fallBackTarget(w, self);
    }
    return false;
}

// Friendly monsters look for hostile ones in growing rings of cells.
bool lookForEnemies(World& w, Actor& self, bool allAround) {
    constexpr Fixed kReach = 10 * 128 * kUnit;
    Actor* best = nullptr;
    Fixed bestDistance = kFixedMax;
    forEachThing(w, self.x, self.y, kReach, [&](Actor& other) {
        if (&other == &self || !has(other, Flag::SHOOTABLE) || !has(other, Flag::ISMONSTER) || other.health <= 0 || has(other, Flag::DORMANT) ||
            !isHostile(w, self, other)) {
            return true;
        }
        const Fixed distance = distanceTo(self, other);
        if (distance >= bestDistance || !isVisible(w, self, other, allAround)) return true;
        const Actor* theirs = w.resolve(other.target);
        if (theirs && w.resolve(theirs->target) == &other && w.r(Stream::SkipTarget) > 100) return true;
        best = &other;
        bestDistance = distance;
        return true;
    });
    if (best) {
        self.target = w.refOf(*best);
    }
    return best != nullptr;
}

bool acceptablePlayer(World& w, Actor& self, Actor& pawn, const Player& player, bool allAround) {
    if (!has(pawn, Flag::SHOOTABLE) || isNoTargetPlayer(w, pawn) || player.health <= 0 || !isVisible(w, self, pawn, allAround)) {
        return false;
    }
    if (has(self, Flag::FRIENDLY) && isFriend(w, self, pawn)) {
        return false;
    }
    if (!has(self, Flag::SEEINVISIBLE) && (has(pawn, Flag::SHADOW) || has(pawn, Flag::GHOST))) {
        if (distanceTo(self, pawn) > 128 * kUnit && approxDistance(pawn.velX, pawn.velY) < 5 * kUnit) return false;
        if (w.r(Stream::LookForPlayers) < 225) return false;
    }
    return true;
}

constexpr uint8_t kEast = 0, kNorthEast = 1, kNorth = 2, kNorthWest = 3, kWest = 4, kSouthWest = 5, kSouth = 6, kSouthEast = 7;

uint8_t opposite(uint8_t dir) { return dir == kDirNone ? kDirNone : (dir + 4) & 7; }

bool tryWalk(World& w, Actor& self) {
    if (!stepMonster(w, self)) {
        return false;
    }
    self.moveCount = w.r(Stream::TryWalk) & 15;
    return true;
}

// The walk in its parts, as for fast missiles: no part is longer than the radius.
bool walkParts(World& w, Actor& self, Fixed dx, Fixed dy, DropOff dropOff, MoveCheck& check) {
    const Fixed originX = self.x, originY = self.y;
    const Fixed maxMove = self.radius - kUnit;
    int32_t steps = 1;
    if (maxMove > 0) {
        const Fixed ax = absWrap(dx), ay = absWrap(dy);
        const Fixed longest = ax > ay ? ax : ay;
        if (longest > maxMove) steps = 1 + longest / maxMove;
    }
    for (int32_t i = 1; i < steps; ++i) {
        check = MoveCheck{};
        check.fromMonsterStep = true;
        if (!tryMove(w, self, addWrap(originX, scale(dx, i, steps)), addWrap(originY, scale(dy, i, steps)), dropOff, check)) {
            return false;
        }
    }
    check = MoveCheck{};
    check.fromMonsterStep = true;
    return tryMove(w, self, addWrap(originX, dx), addWrap(originY, dy), dropOff, check);
}

// A blocked walker opens what it may (actors.md 3.8).
bool openTouchedLines(World& w, Actor& self, int32_t blockingLine) {
    WorldState& s = *w.state;
    if (s.contactCount == 0) {
        return false;
    }
    self.moveDir = kDirNone;
    int good = 0;
    while (s.contactCount > 0) {
        const int32_t line = s.contact[--s.contactCount];
        if ((has(self, Flag::CANUSEWALLS) && activateLine(w, line, &self, 0, kActUse)) ||
            (has(self, Flag::CANPUSHWALLS) && activateLine(w, line, &self, 0, kActPush))) {
            good |= line == blockingLine ? 1 : 2;
        }
    }
    if (good == 0) {
        return false;
    }
    return (w.r(Stream::OpenDoor) >= 203) != ((good & 1) != 0);
}

// Away from ledges that the walker already hangs over (actors.md 3.9).
bool dropOffEscape(World& w, Actor& self, Fixed& outX, Fixed& outY) {
    outX = outY = 0;
    const Fixed left = subWrap(self.x, self.radius), right = addWrap(self.x, self.radius);
    const Fixed bottom = subWrap(self.y, self.radius), top = addWrap(self.y, self.radius);
    const Fixed box[4] = {top, bottom, left, right};
    forEachLine(w, left, bottom, right, top, [&](int32_t index) {
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        if (line.backSector == kNoIndex || right <= line.box[kBoxLeft] || left >= line.box[kBoxRight] || top <= line.box[kBoxBottom] ||
            bottom >= line.box[kBoxTop] || boxSide(box, line) != -1) {
            return true;
        }
        const Fixed front = w.floorAt(line.frontSector), back = w.floorAt(line.backSector);
        Angle away;
        if (back == self.z && front < self.z - self.maxDropOffHeight) {
            away = pointToAngle(0, 0, line.dx, line.dy);
        } else if (front == self.z && back < self.z - self.maxDropOffHeight) {
            away = pointToAngle(line.dx, line.dy, 0, 0);
        } else {
            return true;
        }
        outX = subWrap(outX, mulWrap(sine(away), 32));
        outY = addWrap(outY, mulWrap(cosine(away), 32));
        return true;
    });
    return outX != 0 || outY != 0;
}

void chooseDirection(World& w, Actor& self, Fixed dx, Fixed dy) {
    const uint8_t old = self.moveDir;
    const uint8_t turn = opposite(old);
    const bool avoiding = has(self, Flag::AVOIDINGDROPOFF);
    bool attempted[8] = {};
    auto attempt = [&](uint8_t dir) {
        self.moveDir = dir;
        attempted[dir] = true;
        return tryWalk(w, self);
    };
    uint8_t first = dx > 10 * kUnit ? kEast : dx < -10 * kUnit ? kWest : kDirNone;
    uint8_t second = dy < -10 * kUnit ? kSouth : dy > 10 * kUnit ? kNorth : kDirNone;
    if (first != kDirNone && second != kDirNone) {
        const uint8_t diagonal = dy < 0 ? (dx > 0 ? kSouthEast : kSouthWest) : (dx > 0 ? kNorthEast : kNorthWest);
        self.moveDir = diagonal;
        if (diagonal != turn && attempt(diagonal)) return;
    }
    if (!avoiding) {
        const bool drawn = w.r(Stream::NewChaseDir) > 200;
        if (drawn || absWrap(dy) > absWrap(dx)) {
            std::swap(first, second);
        }
        if (first == turn) first = kDirNone;
        if (second == turn) second = kDirNone;
    }
    if (first != kDirNone && !attempted[first] && attempt(first)) return;
    if (second != kDirNone && !attempted[second] && attempt(second)) return;
    if (!avoiding && old != kDirNone && !attempted[old] && attempt(old)) return;
    if (w.r(Stream::NewChaseDir) & 1) {
        for (int dir = 0; dir <= 7; ++dir) {
            if (dir != turn && !attempted[dir] && attempt(static_cast<uint8_t>(dir))) return;
        }
    } else {
        for (int dir = 7; dir >= 0; --dir) {
            if (dir != turn && !attempted[dir] && attempt(static_cast<uint8_t>(dir))) return;
        }
    }
    if (turn != kDirNone) {
        self.moveDir = turn;
        if (tryWalk(w, self)) return;
    }
    self.moveDir = kDirNone;
}

void newDirection(World& w, Actor& self, Fixed dx, Fixed dy) {
    chooseDirection(w, self, dx, dy);
    if (self.strafeCount) {
        self.moveCount = self.strafeCount;
    }
}

// A friendly wanderer keeps near its player (actors.md 3.9 randomChaseDir).
bool followPlayer(World& w, Actor& self) {
    Actor* pawn = pawnOf(w, 0);
    if (!pawn || !((w.r(Stream::NewChaseDir) & 1) || !checkSight(w, self, *pawn, 0))) {
        return false;
    }
    const Fixed dx = subWrap(pawn->x, self.x), dy = subWrap(pawn->y, self.y);
    constexpr Fixed kNear = 128 * kUnit;
    const uint8_t turn = opposite(self.moveDir);
    uint8_t first = dx > kNear ? kEast : dx < -kNear ? kWest : kDirNone;
    uint8_t second = dy < -kNear ? kSouth : dy > kNear ? kNorth : kDirNone;
    if (first != kDirNone && second != kDirNone) {
        self.moveDir = dy < 0 ? (dx > 0 ? kSouthEast : kSouthWest) : (dx > 0 ? kNorthEast : kNorthWest);
        if (self.moveDir != turn && tryWalk(w, self)) return true;
    }
    const bool drawn = w.r(Stream::NewChaseDir) > 200;
    if (drawn || absWrap(dy) > absWrap(dx)) {
        std::swap(first, second);
    }
    for (const uint8_t dir : {first, second}) {
        if (dir != kDirNone && dir != turn) {
            self.moveDir = dir;
            if (tryWalk(w, self)) return true;
        }
    }
    return false;
}

void randomChaseDir(World& w, Actor& self) {
    uint8_t old = self.moveDir;
    if (has(self, Flag::FRIENDLY) && followPlayer(w, self)) {
        return;
    }
    const uint8_t turn = opposite(old);
    if (w.r(Stream::NewChaseDir) < 150) {
        self.moveDir = old;
        if (tryWalk(w, self)) return;
    }
    const int step = (w.r(Stream::NewChaseDir) & 1) ? -1 : 1;
    if (old == kDirNone) {
        old = static_cast<uint8_t>(w.r(Stream::NewChaseDir) & 7);
    }
    for (uint8_t dir = static_cast<uint8_t>((old + step) & 7); dir != old; dir = static_cast<uint8_t>((dir + step) & 7)) {
        if (dir != turn) {
            self.moveDir = dir;
            if (tryWalk(w, self)) return;
        }
    }
    if (turn != kDirNone) {
        self.moveDir = turn;
        if (tryWalk(w, self)) {
            self.moveCount = w.r(Stream::NewChaseDir) & 15;
            return;
        }
    }
    self.moveDir = kDirNone;
}

void turnTowardsMoveDir(Actor& self) {
    if (self.moveDir >= kDirNone) {
        return;
    }
    self.angle &= 0xE0000000u;
    const int32_t delta = static_cast<int32_t>(self.angle - self.moveDir * kAngle45);
    if (delta > 0) {
        self.angle -= kAngle45;
    } else if (delta < 0) {
        self.angle += kAngle45;
    }
}

// A friend between shooter and target keeps a friendly monster from firing.
bool friendInLineOfFire(World& w, Actor& self) {
    Actor* target = w.resolve(self.target);
    if (!has(self, Flag::FRIENDLY) || !target) {
        return false;
    }
    Actor* hit = nullptr;
    aimLine(w, self, pointToAngle(self.x, self.y, target->x, target->y), distanceTo(self, *target), &hit);
    return hit && hit != target && isFriend(w, self, *hit);
}

} // namespace

void noiseAlert(World& w, Actor* target, Actor& emitter, bool splash, Fixed maxDistance) {
    if (!target || isNoTargetPlayer(w, *target) || emitter.sector < 0) {
        return;
    }
    const uint32_t mark = ++w.state->validCount;
    std::vector<World::NoiseVisit>& stack = w.noiseStack;
    stack.clear();
    auto enter = [&](int32_t sector, int32_t blocks) {
        SectorState& s = w.sectors[sector];
        if (s.validCount == mark && s.soundTraversed <= blocks + 1) return;
        s.validCount = mark;
        s.soundTraversed = blocks + 1;
        s.soundTarget = w.refOf(*target);
        for (Actor* a = w.bySlot(s.thingHead); a; a = w.bySlot(a->sectorNext)) {
            const bool near = !maxDistance || approxDistance(subWrap(a->x, emitter.x), subWrap(a->y, emitter.y)) <= maxDistance;
            if (a != target && near && !(splash && has(*a, Flag::NOSPLASHALERT))) {
                a->lastHeard = w.refOf(*target);
            }
        }
        stack.push_back({sector, blocks, 0});
    };
    enter(emitter.sector, 0);
    while (!stack.empty()) {
        World::NoiseVisit& top = stack.back();
        const SectorDef& def = w.level->sectors[static_cast<size_t>(top.sector)];
        if (top.nextLine >= def.lineCount) {
            stack.pop_back();
            continue;
        }
        const int32_t index = w.level->sectorLines[static_cast<size_t>(def.firstLine + top.nextLine++)];
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        if (line.backSector == kNoIndex || !(w.lines[index].flags & kLineTwoSided) || line.frontSector == line.backSector) {
            continue;
        }
        const int32_t other = line.frontSector == top.sector ? line.backSector : line.frontSector;
        const SectorState& here = w.sectors[top.sector];
        const SectorState& there = w.sectors[other];
        if (here.floor >= there.ceiling || there.floor >= here.ceiling || there.floor >= there.ceiling) {
            continue;
        }
        if (w.lines[index].flags & kLineSoundBlock) {
            if (top.blocks == 0) enter(other, 1);
        } else {
            enter(other, top.blocks);
        }
    }
}

bool lookForPlayers(World& w, Actor& self, bool allAround) {
    if (self.tidToHate != 0) {
        if (lookForTid(w, self, allAround)) {
            return true;
        }
        if (!has(self, Flag::HUNTPLAYERS)) {
            return false;
        }
    } else if (has(self, Flag::FRIENDLY)) {
        const bool found = lookForEnemies(w, self, allAround);
        if (found || !w.rules.multiplayer) {
            return found;
        }
    }
    int32_t slot = self.tidToHate == 0 ? self.lastLookPlayer : w.r(Stream::LookyLooky) & 15;
    for (int i = 0; i < kMaxPlayers; ++i) {
        slot = (slot + 1) & (kMaxPlayers - 1);
        Player& player = w.state->player[slot];
        if (!player.inGame) {
            continue;
        }
        if (self.tidToHate == 0) {
            self.lastLookPlayer = slot;
        }
        Actor* pawn = w.resolve(player.pawn);
        if (!pawn || !acceptablePlayer(w, self, *pawn, player, allAround)) {
            continue;
        }
        if (targetIsGoal(w, self)) {
            self.reactionTime = 0;
        }
        self.target = w.refOf(*pawn);
        return true;
    }
    return fallBackTarget(w, self);
}

bool inMeleeRange(World& w, Actor& self) {
    Actor* target = w.resolve(self.target);
    if (!target || distanceTo(self, *target) >= addWrap(self.meleeRange, target->radius)) {
        return false;
    }
    if (targetIsGoal(w, self)) {
        return true;
    }
    if (!has(self, Flag::NOVERTICALMELEERANGE) && (target->z > topOf(self) || topOf(*target) < self.z)) {
        return false;
    }
    return !isFriend(w, self, *target) && checkSight(w, self, *target, 0);
}

bool inMissileRange(World& w, Actor& self) {
    Actor* target = w.resolve(self.target);
    if (!target || !checkSight(w, self, *target, kSightPastBlockAll)) {
        return false;
    }
    if (has(self, Flag::JUSTHIT)) {
        self.flags.clear(Flag::JUSTHIT);
        return !has(self, Flag::FRIENDLY) || w.r(Stream::Defect) < 32 || !friendInLineOfFire(w, self);
    }
    if (self.reactionTime || isFriend(w, self, *target) || friendInLineOfFire(w, self)) {
        return false;
    }
    const ClassInfo& info = w.info(self);
    Fixed d = distanceTo(self, *target) - 64 * kUnit;
    if (self.meleeState == kNoState) d -= 128 * kUnit;
    if (info.maxTargetRange > 0 && d > info.maxTargetRange) return false;
    if (self.meleeState != kNoState && d < info.meleeThreshold) return false;
    if (has(self, Flag::MISSILEMORE)) d >>= 1;
    if (has(self, Flag::MISSILEEVENMORE)) d >>= 3;
    const int32_t limit = (d >> 16) < info.minMissileChance ? d >> 16 : info.minMissileChance;
    return w.r(Stream::CheckMissileRange) >= limit;
}

bool stepMonster(World& w, Actor& self) {
    if (has(self, Flag::BLASTED)) {
        return true;
    }
    if (self.moveDir == kDirNone) {
        return false;
    }
    const bool walks = !has(self, Flag::NOGRAVITY) && !has(self, Flag::CANJUMP);
    if (walks && self.z > self.floorZ && !has(self, Flag::ONMOBJ)) {
        return false;
    }
    DropOff dropOff = DropOff::Forbidden;
    const Actor* target = w.resolve(self.target);
    if (has(self, Flag::JUMPDOWN) && target && !isFriend(w, self, *target) && distanceTo(self, *target) < 144 * kUnit &&
        w.r(Stream::Dropoff) < 235) {
        dropOff = DropOff::Dog;
    }
    MoveCheck check;
    if (walkParts(w, self, mul16(self.speed, kStepX[self.moveDir]), mul16(self.speed, kStepY[self.moveDir]), dropOff, check)) {
        if (walks && self.z > self.floorZ && !has(self, Flag::ONMOBJ) && self.z <= self.floorZ + self.maxStepHeight) {
            const Fixed z = self.z;
            self.z = self.floorZ;
            if (testZ(w, self)) self.z = z;
        }
        self.flags.clear(Flag::INFLOAT);
        return true;
    }
    if ((has(self, Flag::FLOAT) || has(self, Flag::CANJUMP)) && check.floatOk) {
        const Fixed z = self.z;
        self.z = self.z < check.floorZ ? self.z + self.floatSpeed : self.z - self.floatSpeed;
        if (!testZ(w, self)) {
            self.flags.set(Flag::INFLOAT);
            return true;
        }
        self.z = z;
    }
    return openTouchedLines(w, self, check.blockingLine);
}

void newChaseDir(World& w, Actor& self) {
    self.strafeCount = 0;
    Actor* goal = w.resolve(self.goal);
    Actor* target = w.resolve(self.target);
    Actor* towards = goal && (has(self, Flag::CHASEGOAL) || goal == target) ? goal : target;
    if (!towards) {
        randomChaseDir(w, self);
        return;
    }
    Fixed dx = subWrap(towards->x, self.x), dy = subWrap(towards->y, self.y);
    if (has(self, Flag::FRIGHTENED)) {
        dx = negWrap(dx);
        dy = negWrap(dy);
    }
    if (self.floorZ - self.dropOffZ > self.maxDropOffHeight && self.z <= self.floorZ && !has(self, Flag::DROPOFF) &&
        !has(self, Flag::ONMOBJ) && !has(self, Flag::FLOAT)) {
        Fixed awayX, awayY;
        if (dropOffEscape(w, self, awayX, awayY)) {
            self.flags.set(Flag::AVOIDINGDROPOFF);
            newDirection(w, self, awayX, awayY);
            self.flags.clear(Flag::AVOIDINGDROPOFF);
            self.moveCount = 1;
            return;
        }
    }
    if (has(self, Flag::AVOIDMELEE) && target && target->health > 0 && target != goal && !isFriend(w, self, *target)) {
        const Fixed distance = distanceTo(self, *target);
        bool strafe = false;
        if (const Player* player = playerOf(w, *target)) {
            const Actor* weapon = w.resolve(player->readyWeapon);
            strafe = weapon && has(*weapon, Flag::WEAPON_MELEEWEAPON) && distance < 192 * kUnit;
        } else {
            strafe = target->missileState == kNoState && distance < (target->meleeRange + target->radius) * 2;
        }
        if (strafe) {
            self.strafeCount = w.r(Stream::EnemyStrafe) & 15;
            dx = negWrap(dx);
            dy = negWrap(dy);
        }
    }
    newDirection(w, self, dx, dy);
}

void wander(World& w, Actor& self) {
    if (has(self, Flag::STANDSTILL)) {
        return;
    }
    if (self.reactionTime > 0) {
        --self.reactionTime;
        return;
    }
    turnTowardsMoveDir(self);
    if (--self.moveCount < 0 || !stepMonster(w, self)) {
        randomChaseDir(w, self);
        self.moveCount += 5;
    }
}

void faceTarget(World& w, Actor& self) {
    Actor* target = w.resolve(self.target);
    if (!target) {
        return;
    }
    self.visDir = has(self, Flag::STEALTH) ? 1 : self.visDir;
    self.flags.clear(Flag::AMBUSH);
    self.angle = pointToAngle(self.x, self.y, target->x, target->y);
    if (has(*target, Flag::SHADOW) && !has(self, Flag::SEEINVISIBLE)) {
        self.angle += static_cast<Angle>(w.r2(Stream::FaceTarget)) << 21;
    }
}

namespace {

// The chase has reached its goal: specials, next patrol point (actors.md 3.18). False when it is not reached yet.
bool reachedGoal(World& w, Actor& self) {
    Actor* goal = w.resolve(self.goal);
    const ActorRef saved = self.target;
    self.target = self.goal;
    const bool reached = inMeleeRange(w, self);
    self.target = saved;
    if (!reached) {
        return false;
    }
    forEachTid(w, goal->tid, [&](Actor& special) {
        if (special.cls == w.classes->known.patrolSpecial) {
            executeSpecial(w, special.special, &self, kNoIndex, 0, special.args);
        }
        return true;
    });
    Actor* next = nullptr;
    forEachTid(w, goal->args[0], [&](Actor& point) {
        if (point.cls != w.classes->known.patrolPoint) return true;
        next = &point;
        return false;
    });
    const bool goalWasTarget = goal == w.resolve(self.target);
    int32_t delay = 0;
    if (next && goalWasTarget) {
        delay = next->args[1];
        self.reactionTime = delay * kTicRate + w.state->mapTime;
    } else {
        self.reactionTime = w.info(self).reactionTime;
        self.angle = goal->angle;
    }
    if (goalWasTarget) {
        self.target = 0;
    }
    self.flags.set(Flag::JUSTATTACKED);
    if (next && delay) {
        self.flags.set(Flag::INCOMBAT);
        goIdle(w, self);
    }
    self.goal = w.refOf(next);
    return true;
}

// True when the chase ended in an attack.
bool startAttack(World& w, Actor& self, StateId melee, StateId missile) {
    if (has(self, Flag::FRIGHTENED) && w.r(Stream::Anubis) >= 43) {
        return false;
    }
    if (melee != kNoState && inMeleeRange(w, self)) {
        setState(w, self, melee);
        return true;
    }
    if (missile == kNoState || (!isFast(w, self) && self.moveCount != 0) || !inMissileRange(w, self)) {
        return false;
    }
    if (setState(w, self, missile)) {
        self.flags.set(Flag::JUSTATTACKED);
    }
    return true;
}

// Friendly monsters without a target take over the player's attacker.
void adoptAttacker(World& w, Actor& self) {
    Actor* attacker = w.resolve(w.state->player[0].attacker);
    if (attacker && attacker->health > 0 && has(*attacker, Flag::SHOOTABLE) && w.r(Stream::NewChaseDir) < 80 && !isFriend(w, self, *attacker)) {
        self.target = w.refOf(*attacker);
    }
}

void chaseGuarded(World& w, Actor& self, StateId melee, StateId missile) {
    if (has(self, Flag::STEALTH)) self.visDir = -1;
    if (self.reactionTime > 0) --self.reactionTime;
    Actor* target = w.resolve(self.target);
    if (target && has(*target, Flag::INVISIBLE) && !targetIsGoal(w, self)) {
        self.target = 0;
        target = nullptr;
    }
    if (self.threshold > 0) {
        if (!target || target->health <= 0) {
            self.threshold = 0;
        } else {
            --self.threshold;
        }
    }
    if (self.strafeCount) {
        faceTarget(w, self);
    } else {
        turnTowardsMoveDir(self);
    }
    if (target && !targetIsGoal(w, self) && (target->health <= 0 || isFriend(w, self, *target))) {
        self.target = 0;
        target = nullptr;
    }
    if (!target && has(self, Flag::FRIENDLY)) {
        adoptAttacker(w, self);
        target = w.resolve(self.target);
    }
    if (!target || !has(*target, Flag::SHOOTABLE)) {
        if (target && has(*target, Flag::NONSHOOTABLE)) {
            self.lastEnemy = self.target;
            self.threshold = 0;
        }
        if (lookForPlayers(w, self, true) && !targetIsGoal(w, self)) {
            return;
        }
        target = w.resolve(self.target);
        if (!target) {
            if (has(self, Flag::FRIENDLY)) {
                wander(w, self);
            } else {
                goIdle(w, self);
            }
            return;
        }
    }
    if (has(self, Flag::JUSTATTACKED)) {
        self.flags.clear(Flag::JUSTATTACKED);
        if (!isFast(w, self)) newChaseDir(w, self);
        return;
    }
    Actor* goal = w.resolve(self.goal);
    const bool chasesGoal = goal && (goal == target || has(self, Flag::CHASEGOAL));
    if (chasesGoal && reachedGoal(w, self)) {
        return;
    }
    if (!targetIsGoal(w, self) && startAttack(w, self, melee, missile)) {
        return;
    }
    if ((w.rules.multiplayer || self.tidToHate) && self.threshold == 0) {
        target = w.resolve(self.target);
        if (target && !checkSight(w, self, *target, 0) && lookForPlayers(w, self, true) && w.resolve(self.target) != target) {
            return;
        }
    }
    if (self.strafeCount > 0) --self.strafeCount;
    if (--self.moveCount < 0 || !stepMonster(w, self)) {
        newChaseDir(w, self);
    }
    w.r(Stream::Chase);
}

} // namespace

void chase(World& w, Actor& self, StateId melee, StateId missile) {
    if (has(self, Flag::INCHASE)) {
        return;
    }
    self.flags.set(Flag::INCHASE);
    chaseGuarded(w, self, melee, missile);
    self.flags.clear(Flag::INCHASE);
}

bool monsterSkullSlam(World& w, Actor& self, Actor* victim) {
    self.flags.clear(Flag::SKULLFLY);
    self.velX = self.velY = self.velZ = 0;
    if (self.health > 0) {
        if (!has(self, Flag::DORMANT)) {
            if (victim) {
                const int32_t damage = ((w.r(Stream::MissileDamage) & 7) + 1) * self.damage;
                damageActor(w, *victim, &self, &self, damage, typeOf(DamageType::Melee));
                traceBleed(w, damage, *victim);
            }
            if (self.alive && self.health > 0) {
                if (findState(w, self, Label::See) != kNoState) {
                    setStateLabel(w, self, Label::See);
                } else {
                    goIdle(w, self);
                }
            }
        } else {
            goIdle(w, self);
            self.tics = -1;
        }
    }
    return true;
}

} // namespace caco
