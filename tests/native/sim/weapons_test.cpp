#include <vector>

#include "player_arena.h"

namespace caco::test {
namespace {

using WeaponTest = PlayerArena;

TEST_F(WeaponTest, PistolIsReadyInTheFifteenthTic) {
    EXPECT_EQ(readyName(), "Pistol");
    run(14);
    EXPECT_FALSE(isReady());
    run(1);
    EXPECT_TRUE(isReady());
    EXPECT_EQ(world->state->levelTime, 15);
}

TEST_F(WeaponTest, FirstShotOfAHeldTriggerStartsAtLevelTime14) {
    // The trigger fires in tic 14, the bullet leaves with the second frame, four tics later.
    run(18, kBtAttack);
    EXPECT_EQ(count("Clip"), 50);
    run(1, kBtAttack);
    EXPECT_EQ(count("Clip"), 49);
}

TEST_F(WeaponTest, HeldPistolFiresEvery14Tics) {
    std::vector<int32_t> shots;
    int32_t ammo = count("Clip");
    for (int i = 0; i < 100; ++i) {
        run(1, kBtAttack);
        if (count("Clip") != ammo) {
            ammo = count("Clip");
            shots.push_back(world->state->levelTime - 1);
        }
    }
    EXPECT_EQ(shots, (std::vector<int32_t>{18, 32, 46, 60, 74, 88}));
    EXPECT_EQ(player().refire, 6); // the seventh shot has begun
    run(30);
    EXPECT_EQ(player().refire, 0);
}

TEST_F(WeaponTest, FirstPistolShotIsStraightAndLaterOnesSpread) {
    run(19, kBtAttack);
    EXPECT_EQ(drawsOf(Stream::GunShot), 1);
    run(14, kBtAttack);
    EXPECT_EQ(drawsOf(Stream::GunShot), 1 + 3);
}

// Ready after 14 tics, the body of the shooter is still in the pose that lasts 6 + 12 tics.
TEST_F(WeaponTest, AttackPoseOutlastsTheWeapon) {
    run(19, kBtAttack);
    EXPECT_EQ(pawn().frame, 5);
    run(4);
    EXPECT_EQ(pawn().frame, 5);
    run(1);
    EXPECT_EQ(pawn().frame, 4);
    run(11);
    EXPECT_TRUE(isReady());
    EXPECT_EQ(pawn().frame, 4);
    run(1);
    EXPECT_EQ(pawn().frame, 0);
}

TEST_F(WeaponTest, FlashAndExtraLightFollowTheShot) {
    run(18, kBtAttack);
    EXPECT_EQ(player().extraLight, 0);
    run(1);
    EXPECT_EQ(player().extraLight, 1);
    EXPECT_NE(player().psp[kPspFlash].state, kNoState);
    run(6);
    EXPECT_EQ(player().extraLight, 1);
    run(1);
    EXPECT_EQ(player().extraLight, 0);
    EXPECT_EQ(player().psp[kPspFlash].state, kNoState);
}

TEST_F(WeaponTest, SwitchTakes30Tics) {
    run(20);
    ASSERT_TRUE(isReady());
    Actor* fist = pickSlotWeapon(*world, player(), 1);
    ASSERT_NE(fist, nullptr);
    player().pendingUse = world->refOf(fist);
    run(1); // tic T
    EXPECT_FALSE(isReady());
    run(29);
    EXPECT_EQ(readyName(), "Fist");
    EXPECT_FALSE(isReady());
    run(1); // tic T+30
    EXPECT_TRUE(isReady());
}

TEST_F(WeaponTest, SwitchDuringTheShotWaitsForReady) {
    run(19, kBtAttack);
    player().pendingUse = world->refOf(item("Fist"));
    run(13, kBtAttack); // the rest of the burst: the refire is refused
    EXPECT_EQ(readyName(), "Pistol");
    run(60, kBtAttack);
    EXPECT_EQ(readyName(), "Fist");
    EXPECT_EQ(count("Clip"), 49);
}

TEST_F(WeaponTest, NewWeaponIsRaisedAndCarriesItsAmmo) {
    run(20);
    EXPECT_TRUE(touch("Shotgun"));
    EXPECT_EQ(count("Shell"), 8);
    EXPECT_EQ(player().pendingWeapon, world->refOf(item("Shotgun")));
    EXPECT_EQ(player().grinRequested, 1);
    run(31);
    EXPECT_EQ(readyName(), "Shotgun");
    EXPECT_TRUE(isReady());
}

TEST_F(WeaponTest, ShotgunSpendsOneShellForSevenPellets) {
    giveInventory(*world, pawn(), "Shotgun", 1);
    player().pendingUse = world->refOf(item("Shotgun"));
    run(60);
    ASSERT_TRUE(isReady());
    const int before = drawsOf(Stream::GunShot);
    run(4, kBtAttack);
    EXPECT_EQ(count("Shell"), 7);
    EXPECT_EQ(drawsOf(Stream::GunShot), before + 7 * 3);
    run(40);
    EXPECT_FALSE(isReady());
    run(1); // 44 tics after the trigger
    EXPECT_TRUE(isReady());
}

TEST_F(WeaponTest, SecondTriggerDoesNothingOnAWeaponWithoutIt) {
    giveInventory(*world, pawn(), "Shotgun", 1);
    run(20);
    run(30, kBtAltAttack);
    EXPECT_EQ(readyName(), "Pistol");
    EXPECT_EQ(player().pendingWeapon, 0u);
    EXPECT_TRUE(isReady());
}

TEST_F(WeaponTest, SuperShotgunDrawsFivePerPellet) {
    giveInventory(*world, pawn(), "SuperShotgun", 1);
    player().pendingUse = world->refOf(item("SuperShotgun"));
    run(60);
    run(4, kBtAttack);
    EXPECT_EQ(count("Shell"), 6);
    EXPECT_EQ(drawsOf(Stream::FireSG2), 20 * 5);
}

TEST_F(WeaponTest, ChaingunFiresTwiceInEightTicsAndShowsBothFlashes) {
    giveInventory(*world, pawn(), "Chaingun", 1);
    player().pendingUse = world->refOf(item("Chaingun"));
    run(60);
    const int32_t clips = count("Clip");
    run(1, kBtAttack);
    EXPECT_EQ(count("Clip"), clips - 1);
    EXPECT_EQ(player().extraLight, 1);
    run(4, kBtAttack);
    EXPECT_EQ(count("Clip"), clips - 2);
    EXPECT_EQ(player().extraLight, 2);
    run(4, kBtAttack);
    EXPECT_EQ(count("Clip"), clips - 3);
}

TEST_F(WeaponTest, RocketLauncherNeedsTheTriggerAnewAfterASwitch) {
    giveInventory(*world, pawn(), "RocketLauncher", 1);
    player().pendingUse = world->refOf(item("RocketLauncher"));
    run(60, kBtAttack);
    EXPECT_EQ(readyName(), "RocketLauncher");
    EXPECT_EQ(count("RocketAmmo"), 2);
    run(1);
    run(9, kBtAttack);
    EXPECT_EQ(count("RocketAmmo"), 1);
}

TEST_F(WeaponTest, PlasmaFiresEveryThreeTicsAndDrawsTheFlash) {
    giveInventory(*world, pawn(), "PlasmaRifle", 1);
    player().pendingUse = world->refOf(item("PlasmaRifle"));
    run(60);
    ASSERT_EQ(count("Cell"), 40);
    run(1, kBtAttack);
    EXPECT_EQ(count("Cell"), 39);
    run(3, kBtAttack);
    EXPECT_EQ(count("Cell"), 38);
    EXPECT_EQ(drawsOf(Stream::FirePlasma), 2);
}

TEST_F(WeaponTest, BfgSpends40CellsAfter30Tics) {
    giveInventory(*world, pawn(), "BFG9000", 1);
    player().pendingUse = world->refOf(item("BFG9000"));
    run(60);
    ASSERT_EQ(count("Cell"), 40);
    run(30, kBtAttack);
    EXPECT_EQ(count("Cell"), 40);
    run(1, kBtAttack);
    EXPECT_EQ(count("Cell"), 0);
    // The refire looks for another weapon: the pistol is the best one left.
    run(60);
    EXPECT_EQ(readyName(), "Pistol");
}

TEST_F(WeaponTest, FistHitsWhatStandsInReach) {
    Actor* barrel = spawnActor(*world, world->classes->find("ExplosiveBarrel"), pawn().x, pawn().y + 40 * kUnit, kOnFloorZ, true);
    ASSERT_NE(barrel, nullptr);
    player().pendingUse = world->refOf(item("Fist"));
    run(60);
    ASSERT_EQ(readyName(), "Fist");
    const int32_t before = barrel->health;
    run(5, kBtAttack);
    EXPECT_LT(barrel->health, before);
    EXPECT_EQ(drawsOf(Stream::Punch), 3);
}

TEST_F(WeaponTest, ChainsawPullsThePlayerForward) {
    Actor* imp = spawnActor(*world, world->classes->find("DoomImp"), pawn().x, pawn().y + 50 * kUnit, kOnFloorZ, true);
    ASSERT_NE(imp, nullptr);
    imp->flags.set(Flag::DORMANT);
    giveInventory(*world, pawn(), "Chainsaw", 1);
    player().pendingUse = world->refOf(item("Chainsaw"));
    run(40);
    ASSERT_EQ(readyName(), "Chainsaw");
    run(6);
    run(1, kBtAttack);
    EXPECT_EQ(drawsOf(Stream::Saw), 5);
    EXPECT_TRUE(has(pawn(), Flag::JUSTATTACKED));
    run(1);
    EXPECT_FALSE(has(pawn(), Flag::JUSTATTACKED));
    EXPECT_GT(pawn().velY, 0);
}

TEST_F(WeaponTest, SlotsWalkBackwardsThroughOwnedWeapons) {
    giveInventory(*world, pawn(), "Chainsaw", 1);
    run(20);
    EXPECT_EQ(pickSlotWeapon(*world, player(), 1), item("Chainsaw"));
    EXPECT_EQ(pickSlotWeapon(*world, player(), 3), item("Pistol")); // none owned: the ready weapon
    EXPECT_EQ(pickSlotWeapon(*world, player(), 8), item("Pistol")); // empty slot
    player().pendingUse = world->refOf(item("Chainsaw"));
    run(40);
    EXPECT_EQ(pickSlotWeapon(*world, player(), 1), item("Fist"));
    EXPECT_EQ(slotOfWeapon(*world, player(), world->classes->find("Chainsaw")), 1);
    EXPECT_EQ(slotOfWeapon(*world, player(), world->classes->find("Clip")), -1);
}

TEST_F(WeaponTest, NextAndPreviousCycleWithAmmoOnly) {
    giveInventory(*world, pawn(), "Shotgun", 1);
    run(20);
    EXPECT_EQ(pickNextWeapon(*world, player(), 1), item("Shotgun"));
    EXPECT_EQ(pickNextWeapon(*world, player(), -1), item("Fist"));
    takeInventory(*world, pawn(), "Shell", 100);
    EXPECT_EQ(pickNextWeapon(*world, player(), 1), item("Fist")); // over the end, back to slot 1
}

TEST_F(WeaponTest, EmptyPistolGivesWayToTheFist) {
    takeInventory(*world, pawn(), "Clip", 49);
    run(19, kBtAttack);
    EXPECT_EQ(count("Clip"), 0);
    run(80, kBtAttack);
    EXPECT_EQ(readyName(), "Fist");
}

TEST_F(WeaponTest, EmptyOnlyWeaponStaysReady) {
    takeInventory(*world, pawn(), "Fist", 1);
    takeInventory(*world, pawn(), "Clip", 50);
    run(60, kBtAttack);
    EXPECT_EQ(readyName(), "Pistol");
    EXPECT_TRUE(isReady());
}

TEST_F(WeaponTest, LosingTheReadyWeaponBringsUpTheBestOther) {
    run(20);
    takeInventory(*world, pawn(), "Pistol", 1);
    EXPECT_EQ(readyName(), "Fist");
    run(20);
    EXPECT_TRUE(isReady());
}

TEST_F(WeaponTest, DeathLowersTheWeapon) {
    run(20);
    damageActor(*world, pawn(), nullptr, nullptr, 1000, kNameNone);
    EXPECT_EQ(player().playerState, PlayerState::Dead);
    EXPECT_EQ(player().health, 0);
    EXPECT_EQ(player().fragCount, -1);
    run(20);
    EXPECT_EQ(player().psp[kPspWeapon].state, kNoState);
    EXPECT_EQ(player().viewHeight, 41 * kUnit - 20 * kUnit);
}

TEST_F(WeaponTest, ThrownWeaponLeavesItsAmmo) {
    run(20);
    dropSelectedItem(*world, player(), *item("Pistol"));
    EXPECT_EQ(item("Pistol"), nullptr);
    EXPECT_EQ(count("Clip"), 50);
    EXPECT_EQ(readyName(), "Fist");
    run(10);
}

} // namespace
} // namespace caco::test
