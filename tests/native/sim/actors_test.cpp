// Spawning, damage, death, missiles and blasts in a small room.
#include <algorithm>
#include <cmath>

#include "player_arena.h"
#include "sim/actions.h"
#include "sim/hitscan.h"
#include "sim/missiles.h"
#include "sim/states.h"

namespace caco::test {
namespace {

class Actors : public PlayerArena {
protected:
    Actor& spawn(const char* name, int32_t x, int32_t y, Fixed z = kOnFloorZ) {
        Actor* a = spawnActor(*world, world->classes->find(name), x * kUnit, y * kUnit, z, true);
        EXPECT_NE(a, nullptr) << name;
        return *a;
    }
    NameId none() const { return kNameNone; }
};

TEST_F(Actors, SpawnsCostTheirDraws) {
    const int before = drawsOf(Stream::SpawnActor);
    EXPECT_EQ(before, 7);  // the pawn and its start inventory
    spawn("Zombieman", 700, 700);
    EXPECT_EQ(drawsOf(Stream::SpawnActor) - before, 2);
    spawn("BulletPuff", 700, 700, 10 * kUnit);
    spawn("Stimpack", 300, 300);
    spawn("Rocket", 300, 700, 10 * kUnit);
    EXPECT_EQ(drawsOf(Stream::SpawnActor) - before, 5);
    EXPECT_EQ(drawsOf(Stream::SpawnMapThing), 0);
}

TEST_F(Actors, SpawnTakesFiguresPlaceAndTotals) {
    Actor& zombie = spawn("Zombieman", 700, 700);
    EXPECT_EQ(zombie.health, 20);
    EXPECT_EQ(zombie.z, 0);
    EXPECT_EQ(zombie.ceilingZ, 256 * kUnit);
    EXPECT_EQ(zombie.sector, 0);
    EXPECT_EQ(zombie.state, findState(*world, zombie, Label::Spawn));
    EXPECT_EQ(zombie.tics, 10);
    EXPECT_EQ(world->state->totalMonsters, 1);
    Actor& item = spawn("HealthBonus", 300, 300);
    EXPECT_TRUE(has(item, Flag::DROPPED));
    EXPECT_EQ(world->state->totalItems, 1);
    Actor& hanging = spawn("Meat2", 300, 700, kOnCeilingZ);
    EXPECT_EQ(topOf(hanging), hanging.ceilingZ);
    clearCounters(*world, zombie);
    EXPECT_EQ(world->state->totalMonsters, 0);
}

TEST_F(Actors, MapThingsDrawTheirFirstTics) {
    start(2,
          "thing { x = 512.0; y = 512.0; angle = 90; type = 1; single = true; }\n"
          "thing { x = 700.0; y = 700.0; angle = 45; type = 3004; id = 5; single = true; skill3 = true; ambush = true; "
          "}\n"
          "thing { x = 300.0; y = 300.0; height = 24.0; type = 2014; id = 5; single = true; skill3 = true; }\n");
    EXPECT_EQ(drawsOf(Stream::SpawnMapThing), 2);
    std::vector<Actor*> tagged;
    forEachTid(*world, 5, [&](Actor& a) {
        tagged.push_back(&a);
        return true;
    });
    ASSERT_EQ(tagged.size(), 2u);  // newest first
    EXPECT_EQ(world->info(*tagged[0]).name, "HealthBonus");
    EXPECT_FALSE(has(*tagged[0], Flag::DROPPED));
    EXPECT_EQ(tagged[0]->z, 24 * kUnit);
    EXPECT_TRUE(has(*tagged[1], Flag::AMBUSH));
    EXPECT_EQ(tagged[1]->angle, kAngle45);
    EXPECT_GE(tagged[1]->tics, 1);
    EXPECT_LE(tagged[1]->tics, 10);
    setTid(*world, *tagged[0], 0);
    int left = 0;
    forEachTid(*world, 5, [&](Actor&) { return ++left > 0; });
    EXPECT_EQ(left, 1);
}

TEST_F(Actors, DestroyedSlotsAreRecycledUnderANewGeneration) {
    Actor& a = spawn("BulletPuff", 700, 700, 10 * kUnit);
    const ActorRef old = world->refOf(a);
    const uint32_t slot = world->slotOf(a);
    destroyActor(*world, a);
    EXPECT_EQ(world->resolve(old), nullptr);
    recycleDestroyed(*world);
    Actor& b = spawn("BulletPuff", 700, 700, 10 * kUnit);
    EXPECT_EQ(world->slotOf(b), slot);
    EXPECT_EQ(world->resolve(old), nullptr);
    EXPECT_NE(world->refOf(b), old);
}

TEST_F(Actors, FullPoolRefusesAndTells) {
    int made = 0;
    while (spawnActor(*world, world->classes->known.bulletPuff, 700 * kUnit, 700 * kUnit, 8 * kUnit, true)) {
        ASSERT_LT(++made, 1000);
    }
    EXPECT_TRUE(world->state->statusBits & kErrActorsFull);
    EXPECT_EQ(world->state->actorCount, world->actorCapacity);
}

TEST_F(Actors, DamagePushesHurtsAndKills) {
    Actor& demon = spawn("Demon", 700, 512);
    // 40 damage on mass 400: (40 * 0.125 * 100) / 400 = 1.25 units to the east.
    EXPECT_EQ(damageActor(*world, demon, &pawn(), &pawn(), 40, none()), 40);
    EXPECT_EQ(demon.health, 110);
    EXPECT_EQ(demon.velX, 81920);
    EXPECT_NEAR(demon.velY, 0, 64);
    EXPECT_EQ(world->target(demon), &pawn());
    EXPECT_EQ(demon.threshold, 99);  // 100, and waking up made one chase step
    EXPECT_EQ(world->state->log[0].damageCount, 40);
    EXPECT_EQ(world->state->log[0].hitCount, 1);

    EXPECT_EQ(damageActor(*world, demon, nullptr, nullptr, 110, none()), 110);
    EXPECT_EQ(demon.health, 0);
    EXPECT_FALSE(has(demon, Flag::SHOOTABLE));
    EXPECT_TRUE(has(demon, Flag::CORPSE));
    EXPECT_EQ(demon.height, 14 * kUnit);
    EXPECT_EQ(world->state->killedMonsters, 1);
    EXPECT_EQ(damageActor(*world, demon, nullptr, nullptr, 10, none()), -1);
}

TEST_F(Actors, PainDrawsOncePerHitThatDoesNotKill) {
    Actor& baron = spawn("BaronOfHell", 700, 512);
    const int before = drawsOf(Stream::ActorTakeDamage);
    for (int i = 0; i < 5; ++i)
        damageActor(*world, baron, nullptr, nullptr, 10, none());
    EXPECT_EQ(drawsOf(Stream::ActorTakeDamage) - before, 5);
    Actor& soul = spawn("LostSoul", 300, 512);
    damageActor(*world, soul, nullptr, &pawn(), 1, none());
    EXPECT_EQ(soul.state, findState(*world, soul, Label::Pain));  // pain chance 256
    EXPECT_TRUE(has(soul, Flag::JUSTHIT));
    soul.flags.set(Flag::NODAMAGE);
    EXPECT_EQ(damageActor(*world, soul, nullptr, nullptr, 10, none()), 0);
}

TEST_F(Actors, DeathIsExtremeOnlyStrictlyBelowTheGibHealth) {
    Actor& plain = spawn("Zombieman", 700, 512);
    damageActor(*world, plain, nullptr, nullptr, 40, none());
    EXPECT_EQ(plain.state, findState(*world, plain, Label::Death));
    Actor& gibbed = spawn("Zombieman", 300, 512);
    damageActor(*world, gibbed, nullptr, nullptr, 41, none());
    EXPECT_EQ(gibbed.state, findState(*world, gibbed, Label::DeathExtreme));
    EXPECT_GE(gibbed.tics, 2);
    EXPECT_LE(gibbed.tics, 5);
    EXPECT_EQ(drawsOf(Stream::ActorDie), 2);
}

TEST_F(Actors, ArmourTakesItsShare) {
    ASSERT_TRUE(touch("GreenArmor"));
    EXPECT_EQ(damageActor(*world, pawn(), nullptr, nullptr, 30, none()), 20);
    EXPECT_EQ(pawn().health, 80);
    EXPECT_EQ(player().health, 80);
    EXPECT_EQ(player().damageCount, 20);
    EXPECT_EQ(world->state->log[0].damageTaken, 20);
    EXPECT_EQ(world->state->log[0].hitsTaken, 1);
}

TEST_F(Actors, BabySkillHalvesWhatHurtsThePlayer) {
    start(0);
    EXPECT_EQ(damageActor(*world, pawn(), nullptr, nullptr, 31, none()), 15);
    EXPECT_EQ(damageActor(*world, pawn(), nullptr, nullptr, 1, none()), 1);
    EXPECT_EQ(pawn().health, 84);
}

TEST_F(Actors, PlayerDeathKeepsTheNegativeHealthOnThePawn) {
    damageActor(*world, pawn(), nullptr, nullptr, 130, none());
    EXPECT_EQ(pawn().health, -30);
    EXPECT_EQ(player().health, 0);
    EXPECT_EQ(player().playerState, PlayerState::Dead);
    EXPECT_EQ(player().fragCount, -1);
}

TEST_F(Actors, DroppedItemsHoldHalfAndAreTossed) {
    Actor& zombie = spawn("Zombieman", 700, 512);
    const int before = drawsOf(Stream::DropItem);
    Actor* clip = dropItem(*world, zombie, world->classes->known.clip, -1, 255);
    ASSERT_NE(clip, nullptr);
    EXPECT_EQ(clip->item.amount, 5);
    EXPECT_TRUE(has(*clip, Flag::DROPPED));
    EXPECT_GE(clip->velZ, 5 * kUnit);
    EXPECT_EQ(drawsOf(Stream::DropItem) - before, 6);
    Actor* gun = dropItem(*world, zombie, world->classes->find("Shotgun"), -1, 255);
    ASSERT_NE(gun, nullptr);
    EXPECT_EQ(gun->item.ammoGive[0], 4);
}

TEST_F(Actors, SpeciesStopsMissilesOnly) {
    Actor& baron = spawn("BaronOfHell", 700, 512);
    Actor& knight = spawn("HellKnight", 300, 512);
    Actor& imp = spawn("DoomImp", 512, 800);
    EXPECT_EQ(speciesOf(*world, knight), speciesOf(*world, baron));
    EXPECT_FALSE(canHurt(*world, knight, baron));
    EXPECT_TRUE(canHurt(*world, imp, baron));
    EXPECT_TRUE(canHurt(*world, pawn(), baron));
    EXPECT_TRUE(okToSwitch(*world, imp, baron));
    EXPECT_FALSE(okToSwitch(*world, imp, imp));
    imp.threshold = 1;
    EXPECT_FALSE(okToSwitch(*world, imp, baron));
    Actor& vile = spawn("Archvile", 200, 200);
    imp.threshold = 0;
    EXPECT_FALSE(okToSwitch(*world, imp, vile));  // nobody fights it
    vile.threshold = 100;
    EXPECT_TRUE(okToSwitch(*world, vile, imp));
    EXPECT_TRUE(isHostile(*world, pawn(), imp));
}

TEST_F(Actors, MissilesFlyAtTheirSpeed) {
    Actor& imp = spawn("DoomImp", 200, 200);
    Actor* ball = spawnMissile(*world, imp, pawn(), world->classes->find("DoomImpBall"));
    ASSERT_NE(ball, nullptr);
    EXPECT_EQ(world->target(*ball), &imp);
    const double speed =
        std::sqrt(static_cast<double>(ball->velX) * ball->velX + static_cast<double>(ball->velY) * ball->velY) /
        65536.0;
    EXPECT_NEAR(speed, 10.0, 0.001);
    EXPECT_EQ(ball->velX, ball->velY);
    EXPECT_EQ(ball->velZ, 0);
    EXPECT_NEAR(static_cast<double>(ball->angle), static_cast<double>(kAngle45), 65536.0);
    EXPECT_EQ(ball->z, 32 * kUnit);
    EXPECT_GT(ball->x, imp.x);  // moved out of the shooter
    EXPECT_EQ(missileDamage(*world, *ball, 0, 1), 3);

    // A shadowed target blurs the direction by two draws.
    const int before = drawsOf(Stream::SpawnMissile);
    pawn().flags.set(Flag::SHADOW);
    spawnMissile(*world, imp, pawn(), world->classes->find("DoomImpBall"));
    EXPECT_EQ(drawsOf(Stream::SpawnMissile) - before, 2);
}

TEST_F(Actors, PlayerMissilesAimAtWhatStandsAhead) {
    Actor& target = spawn("Cacodemon", 512, 900, 100 * kUnit);
    pawn().angle = kAngle90;
    Actor* found = nullptr;
    Actor* rocket =
        spawnPlayerMissile(*world, pawn(), world->classes->find("Rocket"), pawn().angle, 0, 0, 0, false, false, &found);
    ASSERT_NE(rocket, nullptr);
    EXPECT_EQ(found, &target);
    EXPECT_GT(rocket->velZ, 0);
    EXPECT_NEAR(rocket->velX, 0, kUnit / 16);
    EXPECT_EQ(rocket->angle, kAngle90);
}

TEST_F(Actors, BulletsHurtWhatTheyMeet) {
    Actor& demon = spawn("Demon", 512, 800);
    pawn().angle = kAngle90;
    Actor* aimed = nullptr;
    const int32_t pitch = aimLine(*world, pawn(), kAngle90, 2048 * kUnit, &aimed);
    EXPECT_EQ(aimed, &demon);
    const int spawns = drawsOf(Stream::SpawnActor);
    const int puffs = drawsOf(Stream::SpawnPuff);
    const int blood = drawsOf(Stream::SpawnBlood);
    const int cosmetic = drawsOf(Stream::Cosmetic);
    EXPECT_EQ(lineAttack(*world, pawn(), kAngle90, 2048 * kUnit, pitch, 10, typeOf(DamageType::Hitscan),
                         world->classes->known.bulletPuff),
              &demon);
    EXPECT_EQ(demon.health, 140);
    EXPECT_EQ(drawsOf(Stream::SpawnActor) - spawns, 2);
    EXPECT_EQ(drawsOf(Stream::SpawnPuff) - puffs, 3);
    EXPECT_EQ(drawsOf(Stream::SpawnBlood) - blood, 3);
    EXPECT_EQ(drawsOf(Stream::Cosmetic) - cosmetic, 240);

    // To the south there is only the wall.
    EXPECT_EQ(lineAttack(*world, pawn(), kAngle270, 2048 * kUnit, 0, 10, typeOf(DamageType::Hitscan),
                         world->classes->known.bulletPuff),
              nullptr);
    EXPECT_EQ(drawsOf(Stream::SpawnActor) - spawns, 3);
    EXPECT_EQ(drawsOf(Stream::SpawnPuff) - puffs, 6);
}

TEST_F(Actors, BlastsFadeWithTheDistanceToTheBox) {
    Actor& spot = spawn("Rocket", 700, 512, 8 * kUnit);
    Actor& near = spawn("Demon", 770, 512);  // box edge 40 units away
    Actor& far = spawn("Demon", 700, 700);   // 158 units
    Actor& cyber = spawn("Cyberdemon", 630, 512);
    radiusAttack(*world, spot, &pawn(), 128, 128, none(), kRadiusHurtSource);
    EXPECT_EQ(near.health, 150 - 88);
    EXPECT_EQ(far.health, 150);
    EXPECT_EQ(cyber.health, 4000);
    EXPECT_GT(near.velX, 0);
    EXPECT_GT(near.velZ, 0);
}

TEST_F(Actors, BarrelsUseTheOldBlastRule) {
    Actor& barrel = spawn("ExplosiveBarrel", 700, 512);
    Actor& victim = spawn("Demon", 770, 512);
    damageActor(*world, barrel, nullptr, &pawn(), 20, none());
    EXPECT_EQ(world->target(barrel), &pawn());
    run(20);
    EXPECT_EQ(victim.health, 150 - 88);  // 128 * (128 - 40) / 128
    EXPECT_EQ(world->target(victim), &pawn());
}

TEST_F(Actors, CrushedThingsBlockBleedAndVanish) {
    Actor& demon = spawn("Demon", 700, 512);
    world->state->mapTime = 4;
    const int draws = drawsOf(Stream::DoCrunch);
    EXPECT_TRUE(crunch(*world, demon, 10));
    EXPECT_EQ(demon.health, 140);
    EXPECT_EQ(drawsOf(Stream::DoCrunch) - draws, 4);
    world->state->mapTime = 5;
    EXPECT_TRUE(crunch(*world, demon, 10));
    EXPECT_EQ(demon.health, 140);
    demon.health = 0;
    demon.flags.set(Flag::CORPSE);
    EXPECT_FALSE(crunch(*world, demon, 10));
    EXPECT_FALSE(demon.alive);
    Actor& item = spawn("Clip", 300, 300);
    EXPECT_FALSE(crunch(*world, item, 10));
    EXPECT_FALSE(item.alive);
}

TEST_F(Actors, StatesAdvanceByTheirTics) {
    Actor& fog = spawn("TeleportFog", 700, 700);
    const StateId first = fog.state;
    ASSERT_GT(fog.tics, 1);
    const int32_t tics = fog.tics;
    for (int i = 0; i < tics - 1; ++i)
        advanceState(*world, fog);
    EXPECT_EQ(fog.state, first);
    advanceState(*world, fog);
    EXPECT_EQ(fog.state, world->classes->state(first).next);
    EXPECT_TRUE(inStateSequence(*world, first + 1, first));
    EXPECT_FALSE(setState(*world, fog, kNoState));
    EXPECT_FALSE(fog.alive);
}

TEST_F(Actors, NightmareIsFastAndBringsMonstersBack) {
    start(4);
    Actor& demon = spawn("Demon", 700, 700);
    EXPECT_TRUE(isFast(*world, demon));
    EXPECT_EQ(demon.reactionTime, 0);
    EXPECT_EQ(spawn("DoomImpBall", 200, 200, 20 * kUnit).speed, 20 * kUnit);
    const StateId melee = findState(*world, demon, Label::Melee);
    setState(*world, demon, melee);
    EXPECT_EQ(demon.tics, world->classes->state(melee).tics - (world->classes->state(melee).tics >> 1));

    damageActor(*world, demon, nullptr, nullptr, 150, none());
    demon.tics = -1;
    demon.flags.clear(Flag::SOLID);
    demon.moveCount = 1000;
    world->state->levelTime = 32;
    const int32_t monsters = world->state->totalMonsters;
    for (int i = 0; i < 2000 && demon.alive; ++i)
        advanceState(*world, demon);
    EXPECT_FALSE(demon.alive);
    EXPECT_EQ(world->state->totalMonsters, monsters + 1);
}

TEST_F(Actors, MissingActionsAreReportedByClass) {
    EXPECT_TRUE(world->reports.empty());
    Actor& chunk = spawn("IceChunk", 300, 300);
    (void)chunk;
    spawn("IceChunk", 320, 300);
    ASSERT_EQ(world->reports.size(), 1u);
    EXPECT_NE(world->reports[0].find("IceChunk"), std::string::npos);
    EXPECT_TRUE(world->state->statusBits & kErrMissingAction);
}

}  // namespace
}  // namespace caco::test
