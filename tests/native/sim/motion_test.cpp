// Motion on a small level made here: three rooms in a row, the middle one thin as a window sill.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "sim/hitscan.h"
#include "sim/links.h"
#include "sim/movement.h"
#include "sim/path.h"
#include "sim/position.h"
#include "sim/sight.h"
#include "sim/teleport.h"
#include "sim/world.h"

namespace caco {
namespace {

constexpr Fixed units(int32_t n) {
    return n * kUnit;
}
enum Room : int32_t { kLeft = 0, kSill = 1, kRight = 2 };

void addLine(Level& level, Fixed x1, Fixed y1, Fixed x2, Fixed y2, int32_t front, int32_t back) {
    LineDef line{};
    line.x = x1;
    line.y = y1;
    line.dx = x2 - x1;
    line.dy = y2 - y1;
    line.box[kBoxTop] = std::max(y1, y2);
    line.box[kBoxBottom] = std::min(y1, y2);
    line.box[kBoxLeft] = std::min(x1, x2);
    line.box[kBoxRight] = std::max(x1, x2);
    line.frontSector = front;
    line.backSector = back;
    line.flags = back == kNoIndex ? kLineBlocking : kLineTwoSided;
    line.side[0] = line.side[1] = kNoIndex;
    level.lines.push_back(line);
}

Node upright(Fixed x, uint32_t right, uint32_t left) {
    Node node{};
    node.x = x;
    node.dy = units(512);
    node.child[0] = right;
    node.child[1] = left;
    return node;
}

void fillBlockMap(Level& level) {
    BlockMap& map = level.blockMap;
    map.width = map.height = 5;
    for (int32_t cy = 0; cy < map.height; ++cy) {
        for (int32_t cx = 0; cx < map.width; ++cx) {
            map.cellStart.push_back(static_cast<uint32_t>(map.lines.size()));
            for (size_t i = 0; i < level.lines.size(); ++i) {
                const Fixed* box = level.lines[i].box;
                if (box[kBoxRight] >> 23 >= cx && box[kBoxLeft] >> 23 <= cx && box[kBoxTop] >> 23 >= cy &&
                    box[kBoxBottom] >> 23 <= cy) {
                    map.lines.push_back(static_cast<int32_t>(i));
                }
            }
        }
    }
    map.cellStart.push_back(static_cast<uint32_t>(map.lines.size()));
}

// Lines 0 and 1 are the borders x = 256 and x = 264; the rest are walls.
std::shared_ptr<const Level> threeRooms() {
    auto level = std::make_shared<Level>();
    level->name = "TEST";
    addLine(*level, units(256), 0, units(256), units(512), kSill, kLeft);
    addLine(*level, units(264), 0, units(264), units(512), kRight, kSill);
    addLine(*level, 0, 0, 0, units(512), kLeft, kNoIndex);
    addLine(*level, units(512), units(512), units(512), 0, kRight, kNoIndex);
    const Fixed edges[] = {0, units(256), units(264), units(512)};
    for (int32_t room = 0; room < 3; ++room) {
        addLine(*level, edges[room + 1], 0, edges[room], 0, room, kNoIndex);
        addLine(*level, edges[room], units(512), edges[room + 1], units(512), room, kNoIndex);
        SectorDef sector{};
        sector.ceiling = units(128);
        sector.gravity = 1.0;
        level->sectors.push_back(sector);
        level->gameNodes.subSectors.push_back({0, 0, room});
    }
    level->gameNodes.nodes = {upright(units(264), kSubSectorBit | 2u, kSubSectorBit | 1u),
                              upright(units(256), 0u, kSubSectorBit | 0u)};
    fillBlockMap(*level);
    return level;
}

std::shared_ptr<const ClassTable> oneClass() {
    auto table = std::make_shared<ClassTable>();
    ClassInfo info;
    info.name = "Thing";
    info.id = 0;
    std::fill(std::begin(info.label), std::end(info.label), kNoState);
    table->classes.push_back(info);
    table->states.push_back(State{});
    return table;
}

class Motion : public testing::Test {
protected:
    Motion() : level(threeRooms()), world(config(level)) {
        for (size_t i = 0; i < level->sectors.size(); ++i) {
            SectorState& s = world.sectors[i];
            s.floor = level->sectors[i].floor;
            s.ceiling = level->sectors[i].ceiling;
            s.gravity = 1.0;
        }
        for (size_t i = 0; i < level->lines.size(); ++i) {
            world.lines[i].flags = level->lines[i].flags;
        }
        world.state->gravity = 800.0f;
        world.state->airFriction = kUnit;
    }

    static WorldConfig config(std::shared_ptr<const Level> level) {
        WorldConfig c;
        c.assets = std::make_shared<Assets>();
        c.level = std::move(level);
        c.classes = oneClass();
        c.actorCapacity = 64;
        c.moverCapacity = 16;
        return c;
    }

    Actor& put(int32_t x, int32_t y, Fixed z = 0, int32_t radius = 16, int32_t height = 56) {
        Actor& a = world.actors[world.state->actorUsed++];
        std::memset(static_cast<void*>(&a), 0, sizeof a);
        a.generation = 1;
        a.alive = 1;
        a.sector = kNoIndex;
        a.player = -1;
        a.tics = -1;
        a.x = units(x);
        a.y = units(y);
        a.z = z;
        a.radius = units(radius);
        a.height = units(height);
        a.maxStepHeight = a.maxDropOffHeight = units(24);
        a.gravity = kUnit;
        a.flags.set(Flag::SOLID);
        a.flags.set(Flag::SHOOTABLE);
        linkActor(world, a);
        findFloorCeiling(world, a, true);
        return a;
    }

    bool moveTo(Actor& a, Fixed x, Fixed y, DropOff dropOff = DropOff::Allowed) {
        return tryMove(world, a, x, y, dropOff);
    }

    std::vector<int32_t> touchedRooms(const Actor& a) const {
        std::vector<int32_t> rooms;
        for (uint32_t n = a.touchHead; n; n = world.touchNodes[n - 1].nextOfActor) {
            rooms.push_back(world.touchNodes[n - 1].sector);
        }
        return rooms;
    }

    std::shared_ptr<const Level> level;
    World world;
};

TEST_F(Motion, LinksNewestFirstAndKeepsTouchedSectors) {
    Actor& first = put(100, 100);
    Actor& second = put(250, 100);
    EXPECT_EQ(world.sectors[kLeft].thingHead, world.slotOf(second) + 1);
    EXPECT_EQ(second.sectorNext, world.slotOf(first) + 1);
    EXPECT_EQ(touchedRooms(first), std::vector<int32_t>{kLeft});
    EXPECT_EQ(touchedRooms(second), (std::vector<int32_t>{kRight, kLeft, kSill}));  // newest contact first

    ASSERT_TRUE(moveTo(first, units(101), units(100)));
    EXPECT_EQ(world.sectors[kLeft].thingHead, world.slotOf(first) + 1);
    ASSERT_TRUE(moveTo(second, units(300), units(100)));
    EXPECT_EQ(touchedRooms(second), std::vector<int32_t>{kRight});
    EXPECT_EQ(world.sectors[kSill].touchHead, 0u);

    unlinkActor(world, second);
    EXPECT_EQ(world.sectors[kRight].thingHead, 0u);
    EXPECT_EQ(world.sectors[kRight].touchHead, 0u);
    EXPECT_EQ(second.touchHead, 0u);
    EXPECT_EQ(second.blockHead, 0u);
}

TEST_F(Motion, VisitsAThingOfSeveralCellsOnce) {
    Actor& wide = put(128, 128, 0, 40);
    Actor& small = put(60, 60, 0, 8);
    std::vector<const Actor*> met;
    forEachThing(world, units(128), units(128), units(100), [&](Actor& a) {
        met.push_back(&a);
        return true;
    });
    EXPECT_EQ(met, (std::vector<const Actor*>{&small, &wide}));
    met.clear();
    forEachThing(world, units(200), units(200), units(8), [&](Actor& a) {  // only the wide one's last cell
        met.push_back(&a);
        return true;
    });
    EXPECT_EQ(met, std::vector<const Actor*>{&wide});
}

TEST_F(Motion, StopsAtWallsByTheBoxNotTheCentre) {
    Actor& a = put(100, 100);
    EXPECT_TRUE(moveTo(a, units(16), units(100)));
    EXPECT_FALSE(moveTo(a, units(16) - 1, units(100)));
    EXPECT_EQ(a.blockingLine, 2);
    EXPECT_EQ(a.x, units(16));
    a.flags.set(Flag::NOCLIP);
    EXPECT_TRUE(moveTo(a, units(8), units(100)));
}

TEST_F(Motion, ClimbsStepsUpToTheStepHeight) {
    world.sectors[kSill].floor = units(24);
    Actor& a = put(200, 100);
    EXPECT_TRUE(moveTo(a, units(250), units(100)));
    EXPECT_EQ(a.floorZ, units(24));
    EXPECT_EQ(a.floorSector, kSill);
    EXPECT_EQ(a.dropOffZ, 0);
    EXPECT_EQ(a.z, 0);  // the fall or climb is the vertical movement's business
    world.sectors[kSill].floor = units(24) + 1;
    Actor& b = put(200, 300);
    EXPECT_FALSE(moveTo(b, units(250), units(300)));
    world.sectors[kSill].floor = 0;
    world.sectors[kSill].ceiling = units(56);
    EXPECT_TRUE(moveTo(b, units(250), units(300)));
    world.sectors[kSill].ceiling = units(56) - 1;
    EXPECT_FALSE(moveTo(b, units(251), units(300)));
}

TEST_F(Motion, MonstersStayOffDeepDrops) {
    world.sectors[kRight].floor = units(-25);
    Actor& a = put(240, 100);
    EXPECT_FALSE(moveTo(a, units(258), units(100), DropOff::Forbidden));
    EXPECT_TRUE(moveTo(a, units(258), units(100), DropOff::Allowed));
    EXPECT_EQ(a.dropOffZ, units(-25));
    EXPECT_EQ(a.floorZ, 0);
}

TEST_F(Motion, BlockingLinesStopWalkersButNotMissiles) {
    world.lines[0].flags |= kLineBlocking;
    Actor& a = put(200, 100);
    EXPECT_FALSE(moveTo(a, units(245), units(100)));
    a.flags.set(Flag::MISSILE);
    EXPECT_TRUE(moveTo(a, units(245), units(100)));
    world.lines[0].flags |= kLineBlockProjectiles;
    EXPECT_FALSE(moveTo(a, units(246), units(100)));
    world.lines[0].flags = kLineTwoSided | kLineBlockMonsters;
    Actor& b = put(200, 300);
    EXPECT_FALSE(moveTo(b, units(245), units(300)));
    b.flags.set(Flag::NOBLOCKMONST);
    EXPECT_TRUE(moveTo(b, units(245), units(300)));
}

TEST_F(Motion, CollectsSpecialLinesInBlockmapOrder) {
    world.lines[0].special = world.lines[1].special = 80;
    Actor& a = put(230, 100);
    MoveCheck check;
    EXPECT_TRUE(checkPosition(world, a, units(258), units(100), check));
    ASSERT_EQ(world.state->contactCount, 2);
    EXPECT_EQ(world.state->contact[0], 0);
    EXPECT_EQ(world.state->contact[1], 1);
    EXPECT_TRUE(checkPosition(world, a, units(100), units(100), check));
    EXPECT_EQ(world.state->contactCount, 0);
}

TEST_F(Motion, ActorsBlockEachOtherUnlessApartInHeight) {
    Actor& a = put(100, 100);
    Actor& b = put(140, 100);
    EXPECT_FALSE(moveTo(a, units(109), units(100)));
    EXPECT_EQ(world.resolve(a.blockingActor), &b);
    EXPECT_TRUE(moveTo(a, units(108), units(100)));  // boxes that only touch do not overlap
    EXPECT_EQ(a.blockingActor, 0u);
    a.flags.set(Flag::CANPASS);
    a.z = units(56);
    EXPECT_TRUE(moveTo(a, units(120), units(100)));
    EXPECT_EQ(testZ(world, a), &b);  // feet on the head of the other: this counts as standing on it
    a.z = units(56) + 1;
    EXPECT_EQ(testZ(world, a), nullptr);
}

TEST_F(Motion, StandsOnWhatItFallsOn) {
    Actor& below = put(100, 100);
    Actor& a = put(100, 110, units(60));
    a.velZ = units(-8);
    EXPECT_EQ(standsOn(world, a), &below);
    EXPECT_EQ(a.z, units(60));
    a.velZ = units(-1);
    EXPECT_EQ(standsOn(world, a), nullptr);
}

TEST_F(Motion, FallsWithDoubledFirstStepOffALedge) {
    Actor& a = put(100, 100, units(64));
    EXPECT_EQ(gravityOf(world, a), kUnit);
    zMovement(world, a, a.floorZ);
    EXPECT_EQ(a.velZ, -kUnit);
    EXPECT_EQ(a.z, units(64));
    a.velZ = 0;
    zMovement(world, a, units(64));
    EXPECT_EQ(a.velZ, -2 * kUnit);
    a.velZ = units(-100);
    zMovement(world, a, 0);
    EXPECT_EQ(a.z, 0);
    EXPECT_EQ(a.velZ, 0);
    a.velZ = units(200);
    zMovement(world, a, 0);
    EXPECT_EQ(a.z, units(128 - 56));
    EXPECT_EQ(a.velZ, 0);
}

TEST_F(Motion, LongMovesAreTestedInSteps) {
    Actor& a = put(40, 100);
    Actor& pole = put(80, 100, 0, 4);
    a.velX = units(80);  // would land behind the pole
    xyMovement(world, a, 0, 0);
    EXPECT_LT(a.x, pole.x - pole.radius - a.radius + 1);
    EXPECT_EQ(a.velX, 0);
}

TEST_F(Motion, FrictionSlowsAndStops) {
    Actor& a = put(100, 100);
    a.velX = units(4);
    xyMovement(world, a, 0, 0);
    EXPECT_EQ(a.x, units(104));
    EXPECT_EQ(a.velX, mul16(units(4), 0xE800));
    a.velX = 0xFFF;
    xyMovement(world, a, 0, 0);
    EXPECT_EQ(a.velX, 0);
    a.velX = units(4);
    a.z = units(10);  // in the air
    xyMovement(world, a, 0, 0);
    EXPECT_EQ(a.velX, units(4));
}

TEST_F(Motion, SlidesAlongAWall) {
    Actor& a = put(30, 100);
    a.flags.set(Flag::SLIDESONWALLS);
    a.velX = units(-20);
    a.velY = units(10);
    xyMovement(world, a, 0, 0);
    EXPECT_GE(a.x, units(16));
    EXPECT_LT(a.x, units(17));
    EXPECT_GT(a.y, units(104));
    EXPECT_EQ(a.velX, 0);
    EXPECT_GT(a.velY, 0);
}

TEST_F(Motion, SlidesIntoACornerAndStops) {
    Actor& a = put(18, 18);
    a.flags.set(Flag::SLIDESONWALLS);
    for (int i = 0; i < 5; ++i) {
        a.velX = a.velY = units(-9);
        xyMovement(world, a, 0, 0);
        EXPECT_GE(a.x, units(16));
        EXPECT_GE(a.y, units(16));
    }
}

TEST_F(Motion, OpeningTakesTheNarrowerPlanes) {
    world.sectors[kSill].floor = units(40);
    world.sectors[kSill].ceiling = units(80);
    Opening open = lineOpening(world, level->lines[0], 0, 0);
    EXPECT_EQ(open.top, units(80));
    EXPECT_EQ(open.bottom, units(40));
    EXPECT_EQ(open.range, units(40));
    EXPECT_EQ(open.lowFloor, 0);
    EXPECT_EQ(open.topSector, kSill);
    EXPECT_EQ(open.bottomSector, kSill);
    world.sectors[kSill].floor = 0;
    world.sectors[kSill].ceiling = units(128);
    open = lineOpening(world, level->lines[0], 0, 0);
    EXPECT_EQ(open.topSector, kLeft);  // equal planes: the back side's
    EXPECT_EQ(open.bottomSector, kLeft);
    const Fixed reference = 0;
    EXPECT_EQ(lineOpening(world, level->lines[0], 0, 0, &reference).bottomSector, kSill);
    EXPECT_EQ(lineOpening(world, level->lines[2], 0, 0).range, 0);
}

TEST_F(Motion, TracesDeliverByDistance) {
    Actor& far = put(400, 100);
    Actor& near = put(200, 100);
    PathScratch scratch;
    PathTrace trace;
    const auto hits =
        scratch.walk(world, units(100), units(100), units(500), units(100), kPathLines | kPathThings, trace);
    std::vector<const Actor*> things;
    std::vector<int32_t> lines;
    Fixed last = 0;
    for (const Intercept& in : hits) {
        EXPECT_GE(in.frac, last);
        last = in.frac;
        in.thing ? things.push_back(in.thing) : lines.push_back(in.line);
    }
    EXPECT_EQ(things, (std::vector<const Actor*>{&near, &far}));
    EXPECT_EQ(lines, (std::vector<int32_t>{0, 1}));
    EXPECT_EQ(hits[0].frac, toFixed(84.0 / 400.0));
}

TEST_F(Motion, TracesLeaveCellBordersAndKeepGivenDeltas) {
    PathScratch scratch;
    PathTrace trace;
    (void)scratch.walk(world, units(128), units(100), units(228), units(100), kPathLines, trace);
    EXPECT_EQ(trace.x, units(129));
    EXPECT_EQ(trace.dx, units(99));
    (void)scratch.walk(world, units(128), units(100), units(100), 0, kPathLines | kPathDelta, trace);
    EXPECT_EQ(trace.x, units(129));
    EXPECT_EQ(trace.dx, units(100));
}

TEST_F(Motion, TracesSurviveManyHits) {
    for (int i = 0; i < 60; ++i) {
        put(100 + i, 100, 0, 40);
    }
    PathScratch scratch;
    PathTrace trace;
    const auto hits =
        scratch.walk(world, units(20), units(100), units(500), units(110), kPathLines | kPathThings, trace);
    EXPECT_GE(hits.size(), 62u);
    EXPECT_TRUE(std::is_sorted(hits.begin(), hits.end(),
                               [](const Intercept& a, const Intercept& b) { return a.frac < b.frac; }));
}

TEST_F(Motion, SeesThroughAWindow) {
    Actor& looker = put(100, 100);
    Actor& other = put(400, 120);
    EXPECT_TRUE(checkSight(world, looker, other, 0));
    world.sectors[kSill].floor = units(40);
    world.sectors[kSill].ceiling = units(80);
    EXPECT_TRUE(checkSight(world, looker, other, 0));  // eyes at 42
    world.sectors[kSill].floor = units(50);
    EXPECT_FALSE(checkSight(world, looker, other, 0));
    other.z = units(60);
    EXPECT_TRUE(checkSight(world, looker, other, 0));
    world.sectors[kSill].ceiling = units(50);
    EXPECT_FALSE(checkSight(world, looker, other, 0));
}

TEST_F(Motion, SightIsStoppedByFlaggedLines) {
    Actor& looker = put(100, 100);
    Actor& other = put(400, 120);
    world.lines[1].flags |= kLineBlockSight;
    EXPECT_FALSE(checkSight(world, looker, other, 0));
    world.lines[1].flags = kLineTwoSided | kLineBlockEverything;
    EXPECT_FALSE(checkSight(world, looker, other, kSightPastShootable));
    EXPECT_TRUE(checkSight(world, looker, other, kSightPastShootable | kSightPastBlockAll));
}

TEST_F(Motion, LooksOnlyForwardExceptNearby) {
    Actor& looker = put(100, 100);
    Actor& behind = put(30, 100);
    EXPECT_FALSE(isVisible(world, looker, behind, false));  // facing east
    EXPECT_TRUE(isVisible(world, looker, behind, true));
    looker.x = units(90);
    EXPECT_TRUE(isVisible(world, looker, behind, false));
}

TEST_F(Motion, ShotsMeetWallsPlanesAndActors) {
    Actor& shooter = put(100, 100);
    const auto shoot = [&](Fixed z, Fixed vx, Fixed vz, TraceActorFn fn = nullptr) {
        return traceShot(world, shooter, shooter.x, shooter.y, z, shooter.sector, vx, 0, vz, units(2048),
                         kLineBlockEverything, true, false, false, fn, nullptr);
    };
    TraceResult r = shoot(units(36), kUnit, 0);
    EXPECT_EQ(r.hit, kTraceWall);
    EXPECT_EQ(r.line, 3);
    EXPECT_EQ(r.sector, kRight);
    EXPECT_NEAR(r.x, units(512), 64);

    world.sectors[kSill].floor = units(40);
    r = shoot(units(36), kUnit, 0);
    EXPECT_EQ(r.line, 0);
    EXPECT_EQ(r.side, 1);
    EXPECT_EQ(r.tier, kBottom);

    r = shoot(units(36), 46341, -46341);
    EXPECT_EQ(r.hit, kTraceFloor);
    EXPECT_NEAR(r.x, units(136), 8);
    EXPECT_NEAR(r.z, 0, 8);

    Actor& other = put(200, 100);
    r = shoot(units(36), kUnit, 0);
    EXPECT_EQ(r.hit, kTraceActor);
    EXPECT_EQ(r.actor, &other);
    EXPECT_NEAR(r.x, units(184), 64);
    r = shoot(units(36), kUnit, 0, [](World&, Actor&, const TraceResult&, void*) { return 0; });
    EXPECT_EQ(r.hit, kTraceWall);
    EXPECT_EQ(r.actor, nullptr);

    other.height = units(30);  // passes over the edge, comes down through the top
    r = shoot(units(50), 64000, -13000);
    EXPECT_EQ(r.hit, kTraceActor);
    EXPECT_NEAR(r.z, units(30), 64);
}

TEST_F(Motion, TeleportMoveTakesTheNewPlanesAndRefusesOccupiedPlaces) {
    world.sectors[kRight].floor = units(16);
    Actor& a = put(100, 100);
    world.state->contactCount = 1;
    ASSERT_TRUE(teleportMove(world, a, units(400), units(100), units(16), false));
    EXPECT_EQ(world.state->contactCount, 0);
    EXPECT_EQ(a.sector, kRight);
    EXPECT_EQ(a.floorZ, units(16));
    EXPECT_EQ(a.prevX, units(400));
    put(100, 100);
    EXPECT_FALSE(teleportMove(world, a, units(110), units(100), 0, false));
    EXPECT_EQ(a.x, units(400));
}

TEST_F(Motion, ScrollCarriesOnlyWhatStandsOnTheFloor) {
    world.sectors[kLeft].scrollX = units(2);
    Actor& a = put(100, 100);
    Fixed x = 0;
    Fixed y = 0;
    scrollCarry(world, a, x, y);
    EXPECT_EQ(x, units(2));
    a.z = 1;
    scrollCarry(world, a, x, y);
    EXPECT_EQ(x, 0);
}

// A moved actor must be linked exactly like one that is linked afresh at the same place.
TEST_F(Motion, LinksStayWholeOverRandomMoves) {
    for (int i = 0; i < 24; ++i) {
        put(30 + 18 * i, 40 + (i % 5) * 90, 0, 6 + i % 20);
    }
    uint32_t random = 1;
    const auto next = [&random] { return random = random * 1664525u + 1013904223u; };
    for (int round = 0; round < 4000; ++round) {
        Actor& a = world.actors[next() % 24];
        const Fixed dx = static_cast<Fixed>(next() >> 11) - units(16);
        const Fixed dy = static_cast<Fixed>(next() >> 11) - units(16);
        moveTo(a, a.x + dx, a.y + dy);
    }
    size_t cells = 0;
    for (uint32_t i = 0; i < 24; ++i) {
        Actor& a = world.actors[i];
        std::vector<int32_t> kept = touchedRooms(a);
        for (uint32_t n = a.blockHead; n; n = world.blockNodes[n - 1].nextOfActor) {
            ++cells;
        }
        unlinkActor(world, a);
        linkActor(world, a);
        std::vector<int32_t> fresh = touchedRooms(a);
        std::sort(kept.begin(), kept.end());
        std::sort(fresh.begin(), fresh.end());
        EXPECT_EQ(kept, fresh);
    }
    size_t linked = 0;
    for (size_t cell = 0; cell < 25; ++cell) {
        for (uint32_t n = world.blockHeads[cell]; n; n = world.blockNodes[n - 1].nextInCell) {
            ++linked;
        }
    }
    EXPECT_EQ(linked, cells);
    size_t listed = 0;
    for (size_t room = 0; room < 3; ++room) {
        for (const Actor* a = world.bySlot(world.sectors[room].thingHead); a; a = world.bySlot(a->sectorNext)) {
            ++listed;
        }
    }
    EXPECT_EQ(listed, 24u);
}

TEST_F(Motion, MoveSurvivesASnapshot) {
    Actor& a = put(250, 100);
    put(300, 100);
    std::vector<std::byte> before(world.snapshotSize());
    world.save(before.data());
    const uint64_t hash = world.hash();
    ASSERT_TRUE(moveTo(a, units(200), units(200)));
    EXPECT_NE(world.hash(), hash);
    ASSERT_TRUE(world.restore(before.data(), before.size()).ok());
    EXPECT_EQ(world.hash(), hash);
    EXPECT_EQ(touchedRooms(a).size(), 3u);
}

}  // namespace
}  // namespace caco
