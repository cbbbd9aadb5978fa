#include "player_arena.h"

namespace caco::test {
namespace {

using InventoryTest = PlayerArena;

TEST_F(InventoryTest, StartInventoryInOrder) {
    std::string names;
    for (const Actor* i = world->resolve(pawn().inventory); i; i = world->resolve(i->item.nextItem)) {
        names += world->info(*i).name + " ";
    }
    EXPECT_EQ(names, "Pistol Fist Clip BasicArmor HexenArmor ");
    EXPECT_EQ(count("Clip"), 50);
    EXPECT_EQ(count("Armor"), 0);
    EXPECT_EQ(count("Health"), 100);
    EXPECT_EQ(drawsOf(Stream::SpawnActor), 7);
}

TEST_F(InventoryTest, EveryFurtherStartCostsOneDrawAndMovesTheItems) {
    const std::string doll = "thing { x = 256.0; y = 256.0; angle = 0; type = 1; single = true; }\n";
    start(2, doll + "thing { x = 512.0; y = 512.0; angle = 180; type = 1; single = true; }\n");
    EXPECT_EQ(drawsOf(Stream::SpawnActor), 8);
    EXPECT_EQ(pawn().x, 512 * kUnit);
    EXPECT_EQ(pawn().angle, kAngle180);
    EXPECT_EQ(count("Clip"), 50);
    run(15);
    EXPECT_TRUE(isReady());
    int pawns = 0;
    for (uint32_t i = 0; i < world->state->actorUsed; ++i) {
        pawns += world->actors[i].alive && world->actors[i].player == 0;
    }
    EXPECT_EQ(pawns, 2);
}

TEST_F(InventoryTest, GreenArmorSavesAThird) {
    EXPECT_TRUE(touch("GreenArmor"));
    EXPECT_EQ(count("Armor"), 100);
    EXPECT_EQ(item("BasicArmor")->item.savePercent, 21846);
    EXPECT_FALSE(touch("GreenArmor"));
    EXPECT_EQ(absorbDamage(*world, pawn(), 3, kNameNone), 2);
    EXPECT_EQ(count("Armor"), 99);
    EXPECT_EQ(absorbDamage(*world, pawn(), 100, kNameNone), 67);
    EXPECT_EQ(count("Armor"), 66);
    EXPECT_EQ(absorbDamage(*world, pawn(), 10, typeOf(DamageType::Drowning)), 10);
    EXPECT_EQ(absorbDamage(*world, pawn(), 300, kNameNone), 234); // no more than is left
    EXPECT_EQ(count("Armor"), 0);
    EXPECT_EQ(item("BasicArmor")->item.savePercent, 0);
}

TEST_F(InventoryTest, BlueArmorSavesHalfThroughDamage) {
    EXPECT_TRUE(touch("BlueArmor"));
    EXPECT_EQ(count("Armor"), 200);
    damageActor(*world, pawn(), nullptr, nullptr, 31, kNameNone);
    EXPECT_EQ(pawn().health, 100 - 16);
    EXPECT_EQ(player().health, pawn().health);
    EXPECT_EQ(count("Armor"), 200 - 15);
    EXPECT_EQ(player().damageCount, 16);
}

TEST_F(InventoryTest, ArmorBonusAddsOneUpTo200) {
    EXPECT_TRUE(touch("ArmorBonus"));
    EXPECT_EQ(count("Armor"), 1);
    EXPECT_EQ(item("BasicArmor")->item.savePercent, 21846);
    EXPECT_TRUE(touch("BlueArmor"));
    EXPECT_TRUE(touch("ArmorBonus")); // taken although it cannot help
    EXPECT_EQ(count("Armor"), 200);
    EXPECT_EQ(item("BasicArmor")->item.savePercent, 32768);
    EXPECT_EQ(player().itemCount, 2);
    EXPECT_EQ(world->state->foundItems, 2);
}

TEST_F(InventoryTest, HealthItemsHaveTheirLimits) {
    EXPECT_FALSE(touch("Stimpack"));
    setHealth(85);
    EXPECT_TRUE(touch("Stimpack"));
    EXPECT_EQ(pawn().health, 95);
    EXPECT_TRUE(touch("Medikit"));
    EXPECT_EQ(pawn().health, 100);
    EXPECT_TRUE(touch("HealthBonus"));
    EXPECT_EQ(pawn().health, 101);
    EXPECT_TRUE(touch("Soulsphere"));
    EXPECT_EQ(pawn().health, 200);
    EXPECT_TRUE(touch("HealthBonus"));
    EXPECT_EQ(pawn().health, 200);
    EXPECT_EQ(player().health, 200);
}

TEST_F(InventoryTest, NegativeHealthSetsAFloor) {
    EXPECT_FALSE(giveBody(*world, pawn(), -25, 100));
    setHealth(10);
    EXPECT_TRUE(giveBody(*world, pawn(), -25, 100));
    EXPECT_EQ(pawn().health, 25);
    EXPECT_FALSE(giveBody(*world, pawn(), 0, 100));
}

TEST_F(InventoryTest, AmmoIsCapped) {
    EXPECT_TRUE(touch("Clip"));
    EXPECT_EQ(count("Clip"), 60);
    EXPECT_TRUE(touch("ClipBox"));
    EXPECT_TRUE(touch("ClipBox"));
    EXPECT_TRUE(touch("ClipBox"));
    EXPECT_EQ(count("Clip"), 200);
    EXPECT_FALSE(touch("ClipBox"));
}

TEST_F(InventoryTest, FirstBoxBecomesTheRootAmmoWithTwoDraws) {
    const int before = drawsOf(Stream::SpawnActor);
    EXPECT_TRUE(touch("ShellBox"));
    EXPECT_EQ(count("Shell"), 20);
    EXPECT_EQ(item("ShellBox"), nullptr);
    EXPECT_EQ(drawsOf(Stream::SpawnActor), before + 2); // the box of this test, the shells
}

TEST_F(InventoryTest, LowestAndHighestSkillDoubleAmmo) {
    for (const uint8_t skill : {uint8_t{0}, uint8_t{4}}) {
        start(skill);
        EXPECT_EQ(count("Clip"), 50); // the start inventory does not scale
        EXPECT_TRUE(touch("Clip"));
        EXPECT_EQ(count("Clip"), 70);
        EXPECT_TRUE(touch("Shotgun"));
        EXPECT_EQ(count("Shell"), 16);
        EXPECT_TRUE(touch("Shotgun"));
        EXPECT_EQ(count("Shell"), 32);
    }
}

TEST_F(InventoryTest, OwnedWeaponGivesItsAmmoOnly) {
    EXPECT_TRUE(touch("Shotgun"));
    EXPECT_TRUE(touch("Shotgun"));
    EXPECT_EQ(count("Shell"), 16);
    giveInventory(*world, pawn(), "Shell", 50);
    EXPECT_FALSE(touch("Shotgun"));
    EXPECT_TRUE(touch("Chainsaw"));
    EXPECT_FALSE(touch("Chainsaw"));
}

TEST_F(InventoryTest, BackpackRaisesTheLimitsAndOwesForeignDraws) {
    const int before = drawsOf(Stream::SpawnActor);
    EXPECT_TRUE(touch("Backpack"));
    // The backpack of this test, then three Doom ammo kinds not yet owned and fifteen of other games.
    EXPECT_EQ(drawsOf(Stream::SpawnActor), before + 1 + 18);
    EXPECT_EQ(count("Clip"), 60);
    EXPECT_EQ(count("Shell"), 4);
    EXPECT_EQ(count("RocketAmmo"), 1);
    EXPECT_EQ(count("Cell"), 20);
    EXPECT_EQ(item("Clip")->item.maxAmount, 400);
    const int second = drawsOf(Stream::SpawnActor);
    EXPECT_TRUE(touch("Backpack"));
    EXPECT_EQ(drawsOf(Stream::SpawnActor), second + 1);
    EXPECT_EQ(count("Clip"), 70);
    EXPECT_EQ(count("Cell"), 40);
    giveInventory(*world, pawn(), "Clip", 1000);
    EXPECT_EQ(count("Clip"), 400);
}

TEST_F(InventoryTest, RefillFromZeroSwitchesFromAWimpyWeapon) {
    EXPECT_TRUE(touch("Shotgun"));
    player().pendingUse = world->refOf(item("Pistol"));
    player().pendingWeapon = 0;
    takeInventory(*world, pawn(), "Shell", 8);
    run(20);
    EXPECT_EQ(readyName(), "Pistol");
    EXPECT_TRUE(touch("Shell"));
    EXPECT_EQ(player().pendingWeapon, world->refOf(item("Shotgun")));
}

TEST_F(InventoryTest, KeysOpenTheirLocks) {
    EXPECT_FALSE(hasKey(*world, &pawn(), 1));
    EXPECT_TRUE(hasKey(*world, &pawn(), 0));
    EXPECT_FALSE(hasKey(*world, nullptr, 1));
    EXPECT_TRUE(touch("RedCard"));
    EXPECT_TRUE(touch("RedCard"));
    EXPECT_EQ(count("RedCard"), 1);
    EXPECT_TRUE(hasKey(*world, &pawn(), 1));
    EXPECT_FALSE(hasKey(*world, &pawn(), 4));
    EXPECT_TRUE(hasKey(*world, &pawn(), 129));
    EXPECT_TRUE(hasKey(*world, &pawn(), 100));
    EXPECT_FALSE(hasKey(*world, &pawn(), 229));
    EXPECT_TRUE(touch("BlueSkull"));
    EXPECT_TRUE(touch("YellowSkull"));
    EXPECT_TRUE(hasKey(*world, &pawn(), 229));
    EXPECT_FALSE(hasKey(*world, &pawn(), 101));
    EXPECT_FALSE(hasKey(*world, &pawn(), 77));
}

TEST_F(InventoryTest, PowersRunOut) {
    EXPECT_TRUE(touch("RadSuit"));
    Actor* suit = item("PowerIronFeet");
    ASSERT_NE(suit, nullptr);
    EXPECT_EQ(suit->item.effectTics, 2100);
    run(2099);
    EXPECT_NE(item("PowerIronFeet"), nullptr);
    run(1);
    EXPECT_EQ(item("PowerIronFeet"), nullptr);
}

TEST_F(InventoryTest, InvulnerabilityProtectsAndEnds) {
    EXPECT_TRUE(touch("InvulnerabilitySphere"));
    EXPECT_TRUE(has(pawn(), Flag::INVULNERABLE));
    EXPECT_EQ(player().fixedColormap, 0);
    damageActor(*world, pawn(), nullptr, nullptr, 50, kNameNone);
    EXPECT_EQ(pawn().health, 100);
    run(500);
    EXPECT_TRUE(touch("InvulnerabilitySphere")); // taken again: full time
    EXPECT_EQ(item("PowerInvulnerable")->item.effectTics, 1050);
    run(1050);
    EXPECT_FALSE(has(pawn(), Flag::INVULNERABLE));
    EXPECT_EQ(player().fixedColormap, -1);
    damageActor(*world, pawn(), nullptr, nullptr, 50, kNameNone);
    EXPECT_EQ(pawn().health, 50);
}

TEST_F(InventoryTest, BlurAndLightGogglesTakeEffect) {
    EXPECT_TRUE(touch("BlurSphere"));
    EXPECT_TRUE(has(pawn(), Flag::SHADOW));
    EXPECT_TRUE(touch("Infrared"));
    EXPECT_EQ(player().fixedLightLevel, 1);
    notifyOwnerDied(*world, pawn());
    EXPECT_FALSE(has(pawn(), Flag::SHADOW));
    EXPECT_EQ(player().fixedLightLevel, -1);
    EXPECT_EQ(item("PowerLightAmp"), nullptr);
}

TEST_F(InventoryTest, MegasphereFillsHealthAndArmor) {
    setHealth(5);
    EXPECT_TRUE(touch("Megasphere"));
    EXPECT_EQ(pawn().health, 200);
    EXPECT_EQ(count("Armor"), 200);
    EXPECT_EQ(item("Megasphere"), nullptr);
}

TEST_F(InventoryTest, BerserkHealsAndRaisesTheFist) {
    setHealth(40);
    EXPECT_TRUE(touch("Berserk"));
    EXPECT_EQ(pawn().health, 100);
    EXPECT_NE(item("PowerStrength"), nullptr);
    EXPECT_EQ(player().pendingWeapon, world->refOf(item("Fist")));
    run(3000);
    EXPECT_NE(item("PowerStrength"), nullptr); // never ends
}

TEST_F(InventoryTest, GiveDoesNotSwitchAWeaponInHand) {
    run(20);
    giveInventory(*world, pawn(), "Chaingun", 3);
    EXPECT_EQ(player().pendingWeapon, 0u);
    EXPECT_EQ(count("Chaingun"), 1);
    EXPECT_EQ(count("Clip"), 70);
    giveInventory(*world, pawn(), "Clip", 7);
    EXPECT_EQ(count("Clip"), 77);
    giveInventory(*world, pawn(), "NoSuchThing", 1);
    giveInventory(*world, pawn(), "Clip", 0);
    giveInventory(*world, pawn(), "Clip", -5);
    giveInventory(*world, pawn(), "DoomImp", 1);
    EXPECT_EQ(count("Clip"), 77);
    EXPECT_EQ(count("DoomImp"), 0);
}

TEST_F(InventoryTest, TakeKeepsDepletedAmmo) {
    takeInventory(*world, pawn(), "Clip", 20);
    EXPECT_EQ(count("Clip"), 30);
    takeInventory(*world, pawn(), "Clip", 2000000000);
    EXPECT_EQ(count("Clip"), 0);
    EXPECT_NE(item("Clip"), nullptr);
    takeInventory(*world, pawn(), "Fist", 1);
    EXPECT_EQ(item("Fist"), nullptr);
    takeInventory(*world, pawn(), "Fist", 1);
}

TEST_F(InventoryTest, ClearLeavesEmptyAmmoAndNoWeapon) {
    run(20);
    EXPECT_TRUE(touch("GreenArmor"));
    EXPECT_TRUE(touch("BlueCard"));
    clearInventory(*world, pawn());
    EXPECT_EQ(readyName(), "none");
    EXPECT_EQ(player().psp[kPspWeapon].state, kNoState);
    EXPECT_EQ(item("Pistol"), nullptr);
    EXPECT_EQ(item("BlueCard"), nullptr);
    EXPECT_EQ(item("BasicArmor"), nullptr);
    EXPECT_NE(item("HexenArmor"), nullptr);
    ASSERT_NE(item("Clip"), nullptr);
    EXPECT_EQ(count("Clip"), 0);
    run(5);
    EXPECT_EQ(readyName(), "none");
    // A weapon that is given to empty hands comes up.
    giveInventory(*world, pawn(), "Pistol", 1);
    EXPECT_EQ(count("Clip"), 20);
    run(1);
    EXPECT_EQ(readyName(), "Pistol");
    run(15);
    EXPECT_TRUE(isReady());
    // Armour needs a new armour item.
    const int before = drawsOf(Stream::SpawnActor);
    EXPECT_TRUE(touch("GreenArmor"));
    EXPECT_EQ(drawsOf(Stream::SpawnActor), before + 2);
    EXPECT_EQ(count("Armor"), 100);
}

TEST_F(InventoryTest, ItemsOutOfReachOrForTheDeadStay) {
    Actor* clip = spawnActor(*world, world->classes->find("Clip"), pawn().x, pawn().y, pawn().z + 100 * kUnit, true);
    ASSERT_NE(clip, nullptr);
    touchSpecial(*world, *clip, pawn());
    EXPECT_EQ(count("Clip"), 50);
    clip->z = pawn().z - 40 * kUnit;
    touchSpecial(*world, *clip, pawn());
    EXPECT_EQ(count("Clip"), 50);
    damageActor(*world, pawn(), nullptr, nullptr, 500, kNameNone);
    clip->z = pawn().z;
    touchSpecial(*world, *clip, pawn());
    EXPECT_EQ(count("Clip"), 50);
}

TEST_F(InventoryTest, WalkingOverAnItemTakesIt) {
    ASSERT_NE(spawnActor(*world, world->classes->find("Clip"), pawn().x, pawn().y + 96 * kUnit, kOnFloorZ, true), nullptr);
    TicCommand command{};
    command.forward = 50 * 256;
    int32_t taken = -1;
    for (int i = 0; i < 40; ++i) {
        runTic(*world, &command);
        if (taken < 0 && count("Clip") == 60) {
            taken = i;
            EXPECT_EQ(player().bonusCount, 6);
        }
    }
    EXPECT_GT(taken, 8); // the first eight tics do not move
}

TEST_F(InventoryTest, FirstTicsNeitherTurnNorMove) {
    TicCommand command{};
    command.forward = 25 * 256;
    command.yaw = 1024;
    for (int i = 0; i < 8; ++i) {
        runTic(*world, &command);
    }
    EXPECT_EQ(pawn().velY, 0);
    EXPECT_EQ(pawn().angle, kAngle90);
    runTic(*world, &command);
    EXPECT_EQ(pawn().angle, kAngle90 + (1024u << 16));
    EXPECT_NE(pawn().velX, 0);
}

} // namespace
} // namespace caco::test
