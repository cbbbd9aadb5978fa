#include "script_arena.h"

#include "sim/inventory.h"

namespace caco::test {
namespace {

class AcsBuiltins : public ScriptArena {
protected:
    static void store(AcsAssembler& a, int index) { a.op(acs::AssignGlobal, index); }
    // An ENTER script: the pawn is the activator.
    void startEnter(AcsAssembler& a, int tics = 1) {
        a.op(acs::Terminate);
        start(a.build());
        run(tics);
    }
    int32_t countOf(const char* cls) const {
        int32_t n = 0;
        for (uint32_t i = 0; i < world->state->actorUsed; ++i) {
            const Actor& a = world->actors[i];
            n += a.alive && a.cls == world->classes->find(cls);
        }
        return n;
    }
};

TEST_F(AcsBuiltins, SpawnFindsAndMovesActors) {
    AcsAssembler a;
    const int32_t barrel = a.string("ExplosiveBarrel"), nothing = a.string("NoSuchThing");
    a.script(1, 4);
    a.pushAll({barrel, 200 << 16, 300 << 16, 0, 5, 64}).op(acs::Spawn);
    store(a, 1);
    a.pushAll({barrel, 200 << 16, 300 << 16, 0, 6, 0}).op(acs::Spawn); // the place is taken
    store(a, 2);
    a.pushAll({nothing, 0, 0, 0, 0, 0}).op(acs::Spawn);
    store(a, 3);
    a.push(5).op(acs::GetActorX);
    store(a, 4);
    a.push(5).op(260); // angle
    store(a, 5);
    a.pushAll({5, 700 << 16, 800 << 16, 8 << 16, 0}).op(acs::SetActorPosition);
    store(a, 6);
    a.push(5).op(acs::GetActorY);
    store(a, 7);
    a.pushAll({5, 2 << 16, 2 << 16, 0, 0}).op(acs::SetActorPosition); // inside the wall
    store(a, 8);
    a.push(5).op(acs::GetActorX);
    store(a, 9);
    a.push(99).op(acs::GetActorX);
    store(a, 10);
    a.push(0).op(acs::GetActorX); // the activator
    store(a, 11);
    a.pushAll({0, 49152}).op(acs::SetActorAngle);
    a.push(barrel).push(0).op(288);
    store(a, 12);
    startEnter(a);
    EXPECT_EQ(global(1), 1);
    EXPECT_EQ(global(2), 0);
    EXPECT_EQ(global(3), 0);
    EXPECT_EQ(global(4), 200 << 16);
    EXPECT_EQ(global(5), 16384);
    EXPECT_EQ(global(6), 1);
    EXPECT_EQ(global(7), 800 << 16);
    EXPECT_EQ(global(8), 0);
    EXPECT_EQ(global(9), 700 << 16);
    EXPECT_EQ(global(10), 0);
    EXPECT_EQ(global(11), 512 << 16);
    EXPECT_EQ(global(12), 1);
    EXPECT_EQ(pawn().angle, 0xC0000000u);
    EXPECT_EQ(countOf("ExplosiveBarrel"), 1);
}

TEST_F(AcsBuiltins, FailedSpawnKeepsItsDrawsAndTotals) {
    AcsAssembler a;
    const int32_t imp = a.string("DoomImp");
    a.script(1, 1);
    a.pushAll({imp, 100 << 16, 100 << 16, 0, 0, 0}).op(acs::Spawn).op(acs::Drop);
    a.pushAll({imp, 100 << 16, 100 << 16, 0, 0, 0}).op(acs::Spawn);
    store(a, 1);
    a.op(acs::Terminate);
    start(a.build());
    Sfmt607 expected = world->state->stream[static_cast<size_t>(Stream::SpawnActor)];
    run(1);
    EXPECT_EQ(global(1), 0);
    EXPECT_EQ(world->state->totalMonsters, 1);
    for (int i = 0; i < 4; ++i) { // two draws each
        expected.next();
    }
    EXPECT_EQ(world->state->stream[static_cast<size_t>(Stream::SpawnActor)].next(), expected.next());
}

TEST_F(AcsBuiltins, FogAppearsAtBothEnds) {
    AcsAssembler a;
    a.script(1, 4);
    a.pushAll({0, 100 << 16, 100 << 16, 0, 1}).op(acs::SetActorPosition);
    store(a, 1);
    startEnter(a);
    EXPECT_EQ(global(1), 1);
    EXPECT_EQ(pawn().x, 100 << 16);
    EXPECT_EQ(countOf("TeleportFog"), 2);
}

TEST_F(AcsBuiltins, Properties) {
    AcsAssembler a;
    const int32_t imp = a.string("DoomImp");
    a.script(1, 4);
    a.pushAll({imp, 100 << 16, 100 << 16, 0, 3, 0}).op(acs::Spawn).op(acs::Drop);
    a.pushAll({3, 0, 17}).op(acs::SetActorProperty);
    a.pushAll({3, 0}).op(acs::GetActorProperty);
    store(a, 1);
    a.pushAll({3, 16, 1}).op(acs::SetActorProperty); // friendly
    a.pushAll({3, 16}).op(acs::GetActorProperty);
    store(a, 2);
    a.pushAll({3, 36}).op(acs::GetActorProperty); // radius
    store(a, 3);
    a.pushAll({0, 0, 55}).op(acs::SetActorProperty); // the pawn
    a.op(120);
    store(a, 4);
    a.pushAll({3, 4, 65}).op(acs::SetActorProperty); // additive
    a.pushAll({3, 4}).op(acs::GetActorProperty);
    store(a, 5);
    a.pushAll({44, 0}).op(acs::GetActorProperty); // nobody
    store(a, 6);
    a.pushAll({3, 0, 0}).op(acs::SetActorProperty); // kills
    a.push(3).op(348);
    store(a, 7);
    startEnter(a);
    EXPECT_EQ(global(1), 17);
    EXPECT_EQ(global(2), 1);
    EXPECT_EQ(global(3), 20 << 16);
    EXPECT_EQ(global(4), 55);
    EXPECT_EQ(global(5), 65);
    EXPECT_EQ(global(6), 0);
    EXPECT_EQ(global(7), 16 | 64);
    EXPECT_EQ(world->state->player[0].health, 55);
    EXPECT_EQ(world->state->totalMonsters, 0) << "a friendly monster is no target";
}

TEST_F(AcsBuiltins, UnknownPropertyNumberIsReported) {
    AcsAssembler a;
    a.script(1, 4);
    a.pushAll({0, 42, 65536}).op(acs::SetActorProperty);
    startEnter(a);
    EXPECT_TRUE(reported("SetActorProperty 42"));
}

TEST_F(AcsBuiltins, Inventory) {
    AcsAssembler a;
    const int32_t shotgun = a.string("Shotgun"), shell = a.string("Shell"), health = a.string("Health"), pistol = a.string("Pistol");
    a.script(1, 4);
    a.push(shell).push(12).op(acs::GiveInventory);
    a.push(shell).op(acs::CheckInventory);
    store(a, 1);
    a.push(shell).push(5).op(acs::TakeInventory);
    a.push(shell).op(acs::CheckInventory);
    store(a, 2);
    a.push(health).op(acs::CheckInventory);
    store(a, 3);
    a.push(shotgun).op(acs::SetWeapon); // not owned
    store(a, 4);
    a.push(shotgun).push(1).op(acs::GiveInventory);
    a.push(shotgun).op(acs::SetWeapon);
    store(a, 5);
    a.push(pistol).op(acs::CheckInventory);
    store(a, 6);
    a.op(acs::ClearInventory);
    a.push(pistol).op(acs::CheckInventory);
    store(a, 7);
    startEnter(a);
    EXPECT_EQ(global(1), 12);
    EXPECT_EQ(global(2), 7);
    EXPECT_EQ(global(3), 100);
    EXPECT_EQ(global(4), 0);
    EXPECT_EQ(global(5), 1);
    EXPECT_EQ(global(6), 1);
    EXPECT_EQ(global(7), 0);
}

TEST_F(AcsBuiltins, ThingSpecialsAndLineChanges) {
    AcsAssembler a;
    const int32_t imp = a.string("DoomImp");
    a.script(1, 4);
    a.pushAll({imp, 100 << 16, 100 << 16, 0, 3, 0}).op(acs::Spawn).op(acs::Drop);
    a.pushAll({3, 226, 2, 0, 1, 2, 3}).op(acs::SetThingSpecial);
    a.pushAll({2, 80, 2, 0, 0, 0, 0}).op(99); // line 2 runs script 2
    a.pushAll({1, 0}).op(98);                 // line 1 no longer blocks
    a.pushAll({3, 1}).op(104);
    a.pushAll({7, 0, 0}).op(262);             // ceiling of the tagged sector
    store(a, 1);
    a.op(139).word(400 << 16);
    startEnter(a);
    Actor* monster = nullptr;
    forEachTid(*world, 3, [&](Actor& m) {
        monster = &m;
        return false;
    });
    ASSERT_NE(monster, nullptr);
    EXPECT_EQ(monster->special, 226);
    EXPECT_EQ(monster->args[4], 3);
    EXPECT_EQ(world->lines[1].special, 80);
    EXPECT_EQ(world->lines[1].args[0], 2);
    EXPECT_EQ(world->lines[0].flags & kLineBlocking, 0u);
    EXPECT_NE(world->lines[2].flags & kLineBlockMonsters, 0u);
    EXPECT_EQ(global(1), 256 << 16);
    EXPECT_EQ(world->state->gravity, 400.0f);
}

TEST_F(AcsBuiltins, LineSpecialsRunWithTheActivator) {
    AcsAssembler a;
    const int32_t imp = a.string("DoomImp");
    a.script(1, 4);
    a.pushAll({imp, 100 << 16, 100 << 16, 0, 3, 0}).op(acs::Spawn).op(acs::Drop);
    a.pushAll({imp, 300 << 16, 100 << 16, 0, 3, 0}).op(acs::Spawn).op(acs::Drop);
    a.push(3).op(acs::Special1, 132); // Thing_Remove
    a.op(9, 243);                     // Exit_Normal(0) with a literal
    a.word(0);
    startEnter(a);
    EXPECT_EQ(countOf("DoomImp"), 0);
    EXPECT_NE(world->state->exitKind, 0);
    run(1);
    EXPECT_EQ(world->state->mapEnded, 1);
}

} // namespace
} // namespace caco::test
