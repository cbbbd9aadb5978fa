// Line and sector specials on a row of rooms made here.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/game_tic.h"
#include "sim/inventory.h"
#include "sim/lines.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/sectors.h"
#include "sim/spawn.h"
#include "support/tiny_world.h"

namespace caco::test {
namespace {

constexpr int kRoomHeight = 256;
constexpr const char* kStart = "thing { x = 64.0; y = 128.0; angle = 0; type = 1; single = true; }\n";

constexpr Fixed units(int32_t n) {
    return n * kUnit;
}

// A room between its left border and the next room; `border` holds the fields of the border line, whose front is the
// room before.
struct Room {
    int width = 128;
    int floor = 0, ceiling = 128;
    std::string sector;
    std::string border;
};

std::string field(const char* name, int value) {
    return std::string(name) + " = " + std::to_string(value) + "; ";
}

class TextMap {
public:
    explicit TextMap(const std::vector<Room>& rooms) {
        for (const Room& room : rooms) {
            column();
            sector(room);
            x_ += room.width;
        }
        column();
        const int count = static_cast<int>(rooms.size());
        for (int i = 1; i < count; ++i) {
            line(2 * i + 1, 2 * i, i - 1, i, rooms[static_cast<size_t>(i)].border);  // lines 0..count-2: the borders
        }
        for (int i = 0; i < count; ++i) {
            line(2 * i + 2, 2 * i, i, -1, "");
            line(2 * i + 1, 2 * i + 3, i, -1, "");
        }
        line(0, 1, 0, -1, "");
        line(2 * count + 1, 2 * count, count - 1, -1, "");
    }
    std::string text(const std::string& things) const {
        return "namespace = \"zdoom\";\n" + vertices_ + lines_ + sides_ + sectors_ + things;
    }

private:
    void column() {
        for (int y : {0, kRoomHeight}) {
            vertices_ += "vertex { x = " + std::to_string(x_) + ".0; y = " + std::to_string(y) + ".0; }\n";
        }
    }
    void sector(const Room& room) {
        sectors_ += "sector { " + field("heightfloor", room.floor) + field("heightceiling", room.ceiling) +
                    "texturefloor = \"FLAT\"; textureceiling = \"FLAT\"; " + room.sector + " }\n";
    }
    void line(int v1, int v2, int front, int back, const std::string& fields) {
        lines_ += "linedef { " + field("v1", v1) + field("v2", v2) + field("sidefront", sideCount_);
        side(front);
        if (back >= 0) {
            lines_ += field("sideback", sideCount_) + "twosided = true; ";
            side(back);
        } else {
            lines_ += "blocking = true; ";
        }
        lines_ += fields + " }\n";
    }
    void side(int sector) {
        sides_ += "sidedef { " + field("sector", sector) + "}\n";
        ++sideCount_;
    }

    int x_ = 0;
    int sideCount_ = 0;
    std::string vertices_, lines_, sides_, sectors_;
};

class Specials : public ::testing::Test {
protected:
    void play(const std::vector<Room>& rooms, const std::string& things = kStart) {
        TinyWorld tiny;
        Status status = loadTinyWorld(TextMap(rooms).text(things), tiny);
        ASSERT_TRUE(status.ok()) << status.message;
        assets = tiny.assets;
        WorldConfig& config = tiny.config;
        config.actorCapacity = 256;
        config.moverCapacity = 64;
        world = std::make_unique<World>(config);
        NewGame game;
        game.seed = 7;
        status = startGame(*world, game);
        ASSERT_TRUE(status.ok()) << status.message;
    }

    void run(int tics, uint32_t buttons = 0) {
        TicCommand command{};
        command.buttons = buttons;
        for (int i = 0; i < tics; ++i) {
            runTic(*world, &command);
        }
    }
    // One tic with the USE button, after one without.
    void use() {
        run(1);
        run(1, kBtUse);
    }
    void standAt(int x) { setPosition(*world, pawn(), units(x), units(kRoomHeight / 2), pawn().z); }

    Actor& pawn() { return *pawnOf(*world, 0); }
    Player& player() { return world->state->player[0]; }
    SectorState& room(int i) { return world->sectors[i]; }
    int floorOf(int i) { return world->sectors[i].floor >> 16; }
    int ceilingOf(int i) { return world->sectors[i].ceiling >> 16; }
    int32_t special(int32_t number, std::vector<int32_t> args, Actor* activator = nullptr, int32_t line = kNoIndex) {
        args.resize(5);
        return executeSpecial(*world, number, activator, line, 0, args.data());
    }
    Actor& spawn(const char* cls, int x, int32_t tid = 0) {
        Actor* a = spawnActor(*world, world->classes->find(cls), units(x), units(kRoomHeight / 2), kOnFloorZ, true);
        EXPECT_NE(a, nullptr);
        setTid(*world, *a, tid);
        return *a;
    }

    std::shared_ptr<Assets> assets;
    std::unique_ptr<World> world;
};

const Room kHall{};

std::vector<Room> withDoor(const std::string& fields) {
    return {kHall, {16, 0, 8, "", fields}, kHall};
}

// ---- doors

TEST_F(Specials, BlazingDoorMovesFifteenTicsAndWaits150) {
    play(withDoor("special = 12; arg0 = 0; arg1 = 64; arg2 = 150; playeruse = true; repeatspecial = true;"));
    standAt(90);
    use();
    EXPECT_EQ(ceilingOf(1), 16) << "it moves in the tic of the use";
    run(13);
    EXPECT_EQ(ceilingOf(1), 120);
    run(1);
    EXPECT_EQ(ceilingOf(1), 124) << "four units below the lowest neighbour";
    run(150);
    EXPECT_EQ(ceilingOf(1), 124);
    run(1);
    EXPECT_EQ(ceilingOf(1), 116);
    run(15);
    EXPECT_EQ(ceilingOf(1), 0);
    run(1);
    EXPECT_EQ(room(1).ceilingMover, 0u);
}

TEST_F(Specials, UsingAMovingDoorReversesIt) {
    play(withDoor("special = 12; arg1 = 16; arg2 = 150; playeruse = true; repeatspecial = true;"));
    standAt(90);
    use();
    run(9);
    const Fixed height = room(1).ceiling;
    use();
    EXPECT_EQ(room(1).ceiling, height) << "one tic up, then one down again";
    use();
    EXPECT_EQ(room(1).ceiling, height) << "one tic down, then one up again";
}

TEST_F(Specials, ADoorThatMeetsThePlayerGoesUpAgain) {
    play({kHall, {64, 0, 128, "id = 5;", ""}, kHall});
    standAt(160);
    run(2);
    special(12, {5, 64, 150});
    run(16);
    EXPECT_EQ(ceilingOf(1), 124);
    run(150);
    int lowest = ceilingOf(1);
    for (int i = 0; i < 20; ++i) {
        run(1);
        lowest = std::min(lowest, ceilingOf(1));
    }
    EXPECT_GE(lowest, 56) << "the pawn is 56 high";
    EXPECT_GT(ceilingOf(1), lowest);
}

TEST_F(Specials, LockedDoorsWantTheirKey) {
    play(withDoor("special = 13; arg1 = 64; arg2 = 0; arg3 = 129; playeruse = true; repeatspecial = true;"));
    standAt(90);
    use();
    EXPECT_EQ(ceilingOf(1), 8);
    giveInventory(*world, pawn(), "RedCard", 1);
    use();
    EXPECT_EQ(ceilingOf(1), 16);
    run(300);
    EXPECT_EQ(ceilingOf(1), 124) << "without a delay it stays open";
}

TEST_F(Specials, CloseWaitOpenComesBack) {
    play({kHall, {64, 0, 128, "id = 5;", ""}, kHall});
    special(249, {5, 64, 16});
    run(16);
    EXPECT_EQ(ceilingOf(1), 0);
    run(70);
    EXPECT_EQ(ceilingOf(1), 0);
    run(17);
    EXPECT_EQ(ceilingOf(1), 128);
    EXPECT_FALSE(sectorBusy(*world, 5));
}

// ---- lifts and floors

TEST_F(Specials, LiftMoves32TicsAndWaits105) {
    play({{128, 40, 300, "", ""},
          {64, 168, 300, "", "special = 62; arg1 = 32; arg2 = 105; playeruse = true; repeatspecial = true;"},
          {128, 48, 300, "", ""}});
    standAt(90);
    use();
    EXPECT_EQ(floorOf(1), 164);
    run(30);
    EXPECT_EQ(floorOf(1), 48) << "lip of 8 units above the lowest neighbour";
}

TEST_F(Specials, LiftTimingWithoutLip) {
    play({{128, 40, 300, "", ""}, {64, 168, 300, "id = 9;", ""}, {128, 48, 300, "", ""}});
    run(1);
    ASSERT_TRUE(special(206, {9, 32, 105, 0}));
    EXPECT_TRUE(sectorBusy(*world, 9));
    EXPECT_FALSE(special(206, {9, 32, 105, 0})) << "it moves already";
    run(32);
    EXPECT_EQ(floorOf(1), 40);
    run(105);
    EXPECT_EQ(floorOf(1), 40);
    run(1);
    EXPECT_EQ(floorOf(1), 44);
    run(31);
    EXPECT_EQ(floorOf(1), 168);
    EXPECT_FALSE(sectorBusy(*world, 9));
}

TEST_F(Specials, PassengersRideAndViewsFollow) {
    play({{128, 0, 400, "", ""}, {128, 128, 400, "id = 9;", ""}},
         "thing { x = 192.0; y = 128.0; type = 1; single = true; }\n");
    run(1);
    const Fixed view = player().viewZ - pawn().z;
    special(62, {9, 32, 105});
    run(10);
    EXPECT_EQ(pawn().z, room(1).floor);
    EXPECT_LT(pawn().z, units(128));
    EXPECT_NEAR(player().viewZ - pawn().z, view, units(8));
}

TEST_F(Specials, FloorsFindTheirTargets) {
    const std::vector<Room> rooms = {{128, -32, 200, "", ""}, {128, 64, 200, "id = 3;", ""}, {128, 96, 160, "", ""}};
    const auto end = [&](int32_t number, std::vector<int32_t> args) {
        play(rooms, "thing { x = 64.0; y = 128.0; type = 1; single = true; }\n");
        EXPECT_TRUE(special(number, args)) << number;
        run(80);
        EXPECT_EQ(room(1).floorMover, 0u) << number;
        return floorOf(1);
    };
    EXPECT_EQ(end(21, {3, 64}), -32);
    EXPECT_EQ(end(22, {3, 64}), -32);
    EXPECT_EQ(end(242, {3, 64, 136}), 104) << "the wrong way is instant";
    EXPECT_EQ(end(25, {3, 64}), 96);
    EXPECT_EQ(end(24, {3, 64}), 96);
    EXPECT_EQ(end(23, {3, 64, 24}), 88);
    EXPECT_EQ(end(20, {3, 64, 24}), 40);
    EXPECT_EQ(end(35, {3, 64, 4}), 96);
    EXPECT_EQ(end(36, {3, 64, 4}), 32);
    EXPECT_EQ(end(238, {3, 64}), 160);
    EXPECT_EQ(end(99, {3, 64, 10, 2}), 152);
    EXPECT_EQ(end(228, {3, 64}), 96);
}

TEST_F(Specials, StairsClimbThroughEqualPictures) {
    play({kHall, {64, 0, 256, "id = 4;", ""}, {64, 0, 256, "", ""}, {64, 0, 256, "", ""}});
    room(3).floorTexture = room(1).floorTexture + 1;
    ASSERT_TRUE(special(217, {4, 32, 16}));
    run(2);
    EXPECT_EQ(floorOf(1), floorOf(2)) << "all steps move at once";
    run(20);
    EXPECT_EQ(floorOf(1), 16);
    EXPECT_EQ(floorOf(2), 32);
    EXPECT_EQ(floorOf(3), 0);
    EXPECT_EQ(room(1).stairLock, 0);
    EXPECT_EQ(room(2).stairLock, 0);
}

TEST_F(Specials, ElevatorsTakeTheirCeilingAlong) {
    play({{128, 64, 400, "", ""}, {64, 0, 100, "id = 6;", ""}});
    ASSERT_TRUE(special(245, {6, 32}));
    run(20);
    EXPECT_EQ(floorOf(1), 64);
    EXPECT_EQ(ceilingOf(1), 164);
    EXPECT_FALSE(sectorBusy(*world, 6));
}

// ---- crushers

TEST_F(Specials, CrusherHurtsEveryFourthTicAndStops) {
    play({kHall, {128, 0, 128, "id = 8;", ""}, kHall}, "thing { x = 192.0; y = 128.0; type = 1; single = true; }\n");
    ASSERT_TRUE(special(168, {8, 8, 64, 10}));
    run(9);
    EXPECT_EQ(pawn().health, 100);
    run(8);
    EXPECT_LT(pawn().health, 100);
    EXPECT_EQ((100 - pawn().health) % 10, 0);
    ASSERT_TRUE(special(44, {8}));
    const Fixed height = room(1).ceiling;
    run(5);
    EXPECT_EQ(room(1).ceiling, height);
    ASSERT_TRUE(special(168, {8, 8, 64, 10}));
    run(1);
    EXPECT_NE(room(1).ceiling, height);
}

// ---- activation

TEST_F(Specials, CrossingRunsOnceUnlessRepeatable) {
    play({kHall,
          {128, 0, 128, "", "special = 112; arg0 = 7; arg1 = 90; playercross = true;"},
          {64, 0, 128, "id = 7;", ""}});
    crossLine(*world, 0, pawn(), 0);
    EXPECT_EQ(room(2).light, 90);
    EXPECT_EQ(world->lines[0].special, 0);
}

TEST_F(Specials, OnlyTheNamedActivationsCount) {
    play({kHall,
          {128, 0, 128, "", "special = 112; arg0 = 7; arg1 = 90; playeruse = true; repeatspecial = true;"},
          {64, 0, 128, "id = 7;", ""}});
    EXPECT_FALSE(testActivateLine(*world, 0, &pawn(), 0, kActCross));
    EXPECT_FALSE(testActivateLine(*world, 0, &pawn(), 0, kActImpact));
    EXPECT_TRUE(testActivateLine(*world, 0, &pawn(), 0, kActUse));
    world->lines[0].flags |= kLineFirstSideOnly;
    EXPECT_FALSE(testActivateLine(*world, 0, &pawn(), 1, kActUse));
    world->lines[0].activation = kActUseThrough;
    EXPECT_TRUE(testActivateLine(*world, 0, &pawn(), 0, kActUse));
}

TEST_F(Specials, MonstersNeedTheirFlag) {
    play({kHall, {128, 0, 128, "", "special = 12; arg1 = 16; playeruse = true; playercross = true;"}, kHall});
    Actor& imp = spawn("DoomImp", 64);
    LineState& line = world->lines[0];
    EXPECT_FALSE(testActivateLine(*world, 0, &imp, 0, kActUse));
    EXPECT_FALSE(testActivateLine(*world, 0, &imp, 0, kActMCross));
    line.flags |= kLineMonstersCanActivate;
    EXPECT_TRUE(testActivateLine(*world, 0, &imp, 0, kActUse));
    line.activation = kActCross;
    EXPECT_TRUE(testActivateLine(*world, 0, &imp, 0, kActMCross)) << "a plain cross line serves marked monsters too";
    line.activation = kActCross | kActUse;
    EXPECT_FALSE(testActivateLine(*world, 0, &imp, 0, kActMCross)) << "only when it is nothing but a cross line";
    line.flags &= ~kLineMonstersCanActivate;
    line.activation = kActMCross;
    EXPECT_TRUE(testActivateLine(*world, 0, &imp, 0, kActMCross));
}

TEST_F(Specials, AFailedSpecialCountsAsActivatedButStays) {
    play(withDoor("special = 13; arg1 = 64; arg3 = 1; playeruse = true; monsteractivate = true;"));
    Actor& imp = spawn("DoomImp", 64);
    EXPECT_TRUE(activateLine(*world, 0, &imp, 0, kActUse));
    EXPECT_EQ(world->lines[0].special, 13);
    EXPECT_EQ(room(1).ceilingMover, 0u);
}

TEST_F(Specials, SwitchesFlipAndRevertAfter35Tics) {
    play(withDoor("special = 112; arg0 = 1; arg1 = 9; playeruse = true; repeatspecial = true;"));
    constexpr TextureId kOff = 5, kOn = 6;
    assets->switches.push_back({kOff, kOn});
    const int32_t side = world->level->lines[0].side[0];
    world->sides[side].texture[kTop] = kOff;
    standAt(90);
    use();
    EXPECT_EQ(world->sides[side].texture[kTop], kOn);
    run(33);
    EXPECT_EQ(world->sides[side].texture[kTop], kOn);
    run(1);
    EXPECT_EQ(world->sides[side].texture[kTop], kOff);
    world->lines[0].flags &= ~kLineRepeat;
    use();
    EXPECT_EQ(world->sides[side].texture[kTop], kOn);
    run(80);
    EXPECT_EQ(world->sides[side].texture[kTop], kOn) << "a switch for one use stays";
}

TEST_F(Specials, UseStopsAtASolidWallAndAtTheFirstUseLine) {
    play({kHall,
          {16, 0, 128, "", ""},
          {16, 0, 128, "id = 2;", "special = 112; arg0 = 2; arg1 = 33; playeruse = true; repeatspecial = true;"},
          kHall});
    standAt(100);
    use();
    EXPECT_EQ(room(2).light, 33) << "an open border without a special lets the use through";
    special(112, {2, 160});
    room(1).ceiling = room(1).floor;
    use();
    EXPECT_EQ(room(2).light, 160);
}

// ---- exits, unknown specials

TEST_F(Specials, ExitEndsTheMapOneTicLater) {
    play({kHall});
    run(3);
    EXPECT_TRUE(special(243, {0}));
    EXPECT_FALSE(world->state->mapEnded);
    run(1);
    EXPECT_TRUE(world->state->mapEnded);
    EXPECT_EQ(world->state->mapTime, 0);
}

TEST_F(Specials, UnknownSpecialsAreReportedOnceEach) {
    play({kHall});
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(special(197, {}), 0);
        EXPECT_EQ(special(-4, {}), 0);
        EXPECT_EQ(special(99999, {}), 0);
    }
    EXPECT_EQ(world->reports.size(), 3u);
}

// ---- sectors

TEST_F(Specials, LavaHurtsEvery32Tics) {
    play({{128, 0, 128, "special = 83;", ""}});
    run(1);
    EXPECT_EQ(pawn().health, 92) << "level time 0 counts";
    run(31);
    EXPECT_EQ(pawn().health, 92);
    run(1);
    EXPECT_EQ(pawn().health, 84);
    pawn().z += units(8);
    run(1);
    EXPECT_EQ(pawn().health, 84);
}

TEST_F(Specials, SuitsKeepTightSectorsOut) {
    play({{128, 0, 128, "special = 69;", ""}});
    giveInventory(*world, pawn(), "RadSuit", 1);
    run(70);
    EXPECT_EQ(pawn().health, 100);
    room(0).special = 0x200;
    room(0).leak = 256;
    run(64);
    EXPECT_LT(pawn().health, 100);
}

TEST_F(Specials, DamageBitsAndSecretsGoTogether) {
    play({{128, 0, 128, "special = 1536;", ""}});
    EXPECT_EQ(world->state->totalSecrets, 1);
    run(2);
    EXPECT_EQ(world->state->foundSecrets, 1);
    EXPECT_EQ(player().secretCount, 1);
    EXPECT_EQ(pawn().health, 90);
    run(20);
    EXPECT_EQ(player().secretCount, 1);
}

TEST_F(Specials, CarryingFloorsAddUpEveryTic) {
    play({{128, 0, 128, "id = 1;", ""},
          {128, 0, 128, "", "special = 223; arg0 = 1; arg2 = 2; arg3 = 130; arg4 = 127;"}});
    EXPECT_EQ(world->lines[0].special, 0);
    run(3);
    EXPECT_EQ(room(0).scrollX, 2 * 2048);
    EXPECT_EQ(room(0).scrollY, -2048);
}

TEST_F(Specials, LightsBlinkBetweenTheirLevels) {
    play({{128, 0, 128, "lightlevel = 200; special = 76;", ""}, {128, 0, 128, "lightlevel = 96;", ""}});
    int bright = 0;
    for (int i = 0; i < 80; ++i) {
        run(1);
        const int level = room(0).light;
        EXPECT_TRUE(level == 200 || level == 96);
        bright += level == 200;
    }
    EXPECT_EQ(bright, 10) << "5 of every 40 tics";
}

// ---- things

TEST_F(Specials, ThingsAreRemovedHurtAndRenamedByTid) {
    play({kHall, kHall});
    Actor& imp = spawn("DoomImp", 160, 11);
    const int32_t monsters = world->state->totalMonsters;
    special(119, {11, 15, 0}, &pawn());
    EXPECT_EQ(imp.health, 45);
    special(176, {11, 12});
    EXPECT_EQ(imp.tid, 12);
    special(132, {11});
    EXPECT_TRUE(imp.alive);
    special(132, {12});
    EXPECT_FALSE(imp.alive);
    EXPECT_EQ(world->state->totalMonsters, monsters - 1);
    special(132, {0}, &pawn());
    EXPECT_NE(pawnOf(*world, 0), nullptr) << "players are never removed";
}

TEST_F(Specials, DestroyKillsByTidOrAll) {
    play({kHall, kHall});
    Actor& first = spawn("DoomImp", 160, 11);
    Actor& second = spawn("Zombieman", 200, 12);
    special(133, {11}, &pawn());
    EXPECT_LE(first.health, 0);
    EXPECT_EQ(second.health, 20);
    special(133, {0, 0, 0}, &pawn());
    EXPECT_LE(second.health, 0);
    EXPECT_EQ(player().killCount, 2);
}

TEST_F(Specials, HateWithoutAHateeOnlyMarks) {
    play({kHall, kHall});
    Actor& caco = spawn("Cacodemon", 160, 1);
    special(177, {1, 2, 6});
    EXPECT_EQ(caco.tidToHate, 2);
    EXPECT_TRUE(has(caco, Flag::NOHATEPLAYERS));
    EXPECT_TRUE(has(caco, Flag::NOSIGHTCHECK));
    EXPECT_FALSE(has(caco, Flag::HUNTPLAYERS));
    EXPECT_EQ(caco.target, 0u);
}

TEST_F(Specials, GoalsArePatrolPoints) {
    play({kHall, kHall});
    Actor& imp = spawn("DoomImp", 160, 1);
    Actor& point = spawn("PatrolPoint", 200, 9);
    special(229, {1, 9, 2, 1});
    EXPECT_EQ(world->resolve(imp.goal), &point);
    EXPECT_TRUE(has(imp, Flag::CHASEGOAL));
    EXPECT_EQ(imp.reactionTime, 70);
}

}  // namespace
}  // namespace caco::test
