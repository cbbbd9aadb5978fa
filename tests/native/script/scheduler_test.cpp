#include "script_arena.h"

namespace caco::test {
namespace {

constexpr int32_t kNoArgs[4] = {};

class AcsScheduler : public ScriptArena {
protected:
    // Appends a decimal digit to global 1: the order in which scripts ran.
    static void mark(AcsAssembler& a, int32_t digit) {
        a.op(acs::PushGlobal, 1).push(10).op(acs::Multiply).push(digit).op(acs::Add).op(acs::AssignGlobal, 1);
    }
    bool startNow(int32_t number, bool always = false, bool wantResult = false, Actor* activator = nullptr) {
        return startScript(*world, *hooks.behavior, activator, kNoIndex, 0, number, 0, kNoArgs, always, wantResult, result);
    }
    int32_t result = 0;
};

TEST_F(AcsScheduler, OpenRunsHighestFirstThenEnter) {
    AcsAssembler a;
    for (const int32_t number : {3, 1, 2}) {
        a.script(number, 1);
        mark(a, number);
        a.op(acs::Terminate);
    }
    for (const int32_t number : {8, 9}) {
        a.script(number, 4);
        mark(a, number);
        a.op(acs::Terminate);
    }
    start(a.build());
    EXPECT_EQ(global(1), 0);
    run(1);
    EXPECT_EQ(global(1), 32198);
}

TEST_F(AcsScheduler, DelaysCountTics) {
    AcsAssembler a;
    a.script(1, 1);
    a.push(0).op(acs::Delay); // goes on in the same tic
    a.op(93).op(acs::AssignGlobal, 1);
    a.push(1).op(acs::Delay);
    a.op(93).op(acs::AssignGlobal, 2);
    a.op(acs::DelayByte).raw(5);
    a.op(93).op(acs::AssignGlobal, 3);
    a.op(56).word(3);
    a.op(93).op(acs::AssignGlobal, 4).op(acs::Terminate);
    start(a.build());
    run(20);
    EXPECT_EQ(global(1), 0);
    EXPECT_EQ(global(2), 1);
    EXPECT_EQ(global(3), 6);
    EXPECT_EQ(global(4), 9);
}

TEST_F(AcsScheduler, ResultComesAtOnceAndArgumentsFillLocals) {
    AcsAssembler a;
    a.script(5, 0, 2);
    a.op(acs::PushLocal, 0).op(acs::PushLocal, 1).op(acs::Multiply).op(acs::SetResult);
    a.op(acs::PushLocal, 2).op(acs::AssignGlobal, 1).op(acs::Terminate);
    a.script(6);
    a.op(acs::Terminate);
    start(a.build());
    const int32_t args[4] = {6, 7, 8, 9};
    EXPECT_TRUE(startScript(*world, *hooks.behavior, nullptr, kNoIndex, 0, 5, 0, args, true, true, result));
    EXPECT_EQ(result, 42);
    EXPECT_EQ(global(1), 0) << "the third argument is not one of the script's";
    EXPECT_TRUE(startNow(6, true, true));
    EXPECT_EQ(result, 1) << "the value of a script that sets none";
}

TEST_F(AcsScheduler, RunningScriptsRefuseASecondStart) {
    AcsAssembler a;
    a.script(1);
    a.op(acs::IncGlobal, 1);
    a.push(100).op(acs::Delay).op(acs::Terminate);
    start(a.build());
    EXPECT_TRUE(startNow(1));
    EXPECT_FALSE(startNow(1));
    EXPECT_TRUE(startNow(1, true)) << "an always start is a further instance";
    run(1);
    EXPECT_FALSE(startNow(1));
    EXPECT_EQ(global(1), 2);
    EXPECT_FALSE(startNow(99));
    EXPECT_TRUE(reported("script 99"));
}

TEST_F(AcsScheduler, OtherMapsAreDeferred) {
    AcsAssembler a;
    a.script(1);
    a.op(acs::IncGlobal, 1).op(acs::Terminate);
    start(a.build());
    EXPECT_TRUE(startScript(*world, *hooks.behavior, nullptr, kNoIndex, 0, 1, 7, kNoArgs, false, false, result));
    run(2);
    EXPECT_EQ(global(1), 0);
    EXPECT_TRUE(startScript(*world, *hooks.behavior, nullptr, kNoIndex, 0, 1, 1, kNoArgs, false, false, result));
    run(2);
    EXPECT_EQ(global(1), 1);
}

TEST_F(AcsScheduler, SuspendResumeTerminate) {
    AcsAssembler a;
    a.script(1);
    const auto loop = a.placed();
    a.op(acs::IncGlobal, 1).op(acs::DelayByte).raw(1);
    a.jump(acs::Goto, loop);
    a.script(2);
    a.op(acs::IncGlobal, 2).op(acs::Suspend).op(acs::IncGlobal, 2).op(acs::Terminate);
    start(a.build());
    startNow(1);
    startNow(2);
    run(3);
    EXPECT_EQ(global(1), 3);
    EXPECT_EQ(global(2), 1);
    suspendScript(*world, *hooks.behavior, 1, 0);
    EXPECT_TRUE(startNow(2)) << "a start resumes a suspended script";
    run(3);
    EXPECT_EQ(global(1), 3);
    EXPECT_EQ(global(2), 2);
    EXPECT_TRUE(startNow(1));
    run(2);
    EXPECT_EQ(global(1), 5);
    terminateScript(*world, *hooks.behavior, 1, 0);
    run(2);
    EXPECT_EQ(global(1), 5);
    EXPECT_TRUE(startNow(1)) << "ended scripts start anew";
}

TEST_F(AcsScheduler, ScriptWaitEndsWithTheOtherScript) {
    AcsAssembler a;
    a.script(1, 1);
    a.push(2).op(acs::ScriptWait);
    a.op(93).op(acs::AssignGlobal, 1).op(acs::Terminate);
    a.script(2, 1);
    a.op(acs::DelayByte).raw(4).op(93).op(acs::AssignGlobal, 2).op(acs::Terminate);
    start(a.build());
    run(12);
    EXPECT_EQ(global(2), 4);
    EXPECT_EQ(global(1), 4) << "it waits at the tail of the list, so it goes on in the pass in which the other ended";
}

TEST_F(AcsScheduler, ScriptsStartedInAPassRunInTheNextTic) {
    AcsAssembler a;
    a.script(1, 1);
    a.pushAll({2, 0, 0, 0, 0}).op(acs::Special5, 226); // ACS_ExecuteAlways
    a.op(acs::DelayByte).raw(1).op(acs::Terminate);
    a.script(2);
    a.op(93).op(acs::AssignGlobal, 1).op(acs::IncGlobal, 2).op(acs::Terminate);
    start(a.build());
    run(3);
    EXPECT_EQ(global(1), 1);
    EXPECT_EQ(global(2), 1);
}

TEST_F(AcsScheduler, EnterScriptsOfAnEarlierPawnNeverRun) {
    AcsAssembler a;
    a.script(1, 4);
    a.op(acs::IncGlobal, 1).op(acs::Terminate);
    start(a.build(), "thing { x = 256.0; y = 256.0; angle = 0; type = 1; single = true; skill3 = true; }\n");
    run(3);
    EXPECT_EQ(global(1), 1) << "two starts, one run";
}

TEST_F(AcsScheduler, RestartAndLocalsOfManyInstances) {
    AcsAssembler a;
    a.locals(1, 40);
    a.script(1, 0, 1);
    a.op(acs::PushLocal, 0).op(acs::AssignLocal, 39);
    a.op(acs::DelayByte).raw(2);
    a.op(acs::PushLocal, 39).op(acs::AddGlobal, 1).op(acs::Terminate);
    start(a.build());
    for (int32_t i = 1; i <= 100; ++i) {
        const int32_t args[4] = {i, 0, 0, 0};
        EXPECT_TRUE(startScript(*world, *hooks.behavior, nullptr, kNoIndex, 0, 1, 0, args, true, false, result));
    }
    run(4);
    EXPECT_EQ(global(1), 5050);
}

TEST_F(AcsScheduler, FullListIsReported) {
    AcsAssembler a;
    a.script(1);
    a.op(acs::DelayByte).raw(3).op(acs::Terminate);
    start(a.build());
    int started = 0;
    while (started < 1000 && startNow(1, true)) {
        ++started;
    }
    EXPECT_EQ(started, 128);
    EXPECT_TRUE(reported("more than 128"));
    EXPECT_NE(world->state->statusBits & kErrScriptsFull, 0);
    run(5);
    EXPECT_TRUE(startNow(1, true)) << "places of ended scripts are free again";
}

TEST_F(AcsScheduler, NestedResultsAreBounded) {
    AcsAssembler a;
    a.script(1);
    a.op(acs::IncGlobal, 1);
    a.pushAll({1, 0, 0, 0, 0}).op(acs::Special5Result, 84).op(acs::Drop).op(acs::Terminate);
    start(a.build());
    startNow(1, true, true);
    EXPECT_LE(global(1), 128);
    run(2);
}

TEST_F(AcsScheduler, SnapshotInTheMiddleOfDelays) {
    AcsAssembler a;
    a.array(2, {1, 2, 3});
    a.script(1, 1);
    const auto loop = a.placed();
    a.push(0).push(100).op(acs::Random).op(acs::AddGlobal, 1);
    a.push(1).op(214, 2);
    a.op(acs::DelayByte).raw(3);
    a.jump(acs::Goto, loop);
    start(a.build());
    run(10);
    std::vector<std::byte> saved(world->snapshotSize());
    world->save(saved.data());
    const uint64_t hashBefore = world->hash();
    run(25);
    const uint64_t hashLater = world->hash();
    ASSERT_TRUE(world->restore(saved.data(), saved.size()).ok());
    EXPECT_EQ(world->hash(), hashBefore);
    run(25);
    EXPECT_EQ(world->hash(), hashLater);
}

TEST_F(AcsScheduler, ANewGameStartsScriptsAfresh) {
    AcsAssembler a;
    a.mapVariable(0, 5);
    a.script(1, 1);
    a.op(acs::IncMap, 0).op(acs::PushMap, 0).op(acs::AssignGlobal, 1);
    a.op(acs::DelayByte).raw(50).op(acs::Terminate);
    start(a.build());
    run(2);
    EXPECT_EQ(global(1), 6);
    NewGame game;
    game.seed = 78;
    ASSERT_TRUE(startGame(*world, game).ok());
    run(2);
    EXPECT_EQ(global(1), 6);
}

TEST_F(AcsScheduler, AWorldWithoutRoomRunsNoScripts) {
    AcsAssembler a;
    a.script(1, 1);
    a.op(acs::IncGlobal, 1).op(acs::Terminate);
    start(a.build());
    WorldConfig config;
    config.assets = assets;
    config.level = level;
    config.classes = classes;
    config.hooks = &hooks;
    World small(config);
    NewGame game;
    ASSERT_TRUE(startGame(small, game).ok());
    EXPECT_EQ(small.state->acsGlobal[1], 0);
    EXPECT_FALSE(small.reports.empty());
}

} // namespace
} // namespace caco::test
