// Damaged scripts inside a running game.
#include "stage.h"

namespace caco::test {
namespace {

// Scripts that call, loop, wait, use arrays, strings, actors and the world.
std::vector<uint8_t> busyScripts(AcsAssembler::Format format) {
    AcsAssembler a(format);
    const int32_t imp = a.string("DoomImp"), clip = a.string("Clip"), pistol = a.string("Pistol");
    a.mapVariable(0, 3);
    a.array(9, {4, 5, 6, 7});
    a.locals(1, 24);
    const int32_t function = a.function(1, 2, true);
    a.op(acs::PushLocal, 0).push(2).op(acs::Multiply).op(acs::ReturnValue);
    a.script(1, 1);
    a.push(3).op(acs::Call, function).op(acs::AssignGlobal, 0);
    a.push(1).push(42).op(acs::AssignMapArray, 9).push(2).op(acs::PushMapArray, 9).op(acs::AssignWorld, 5);
    const auto again = a.placed();
    a.push(imp).push(100 * kUnit).push(400 * kUnit).push(0).push(7).push(0).op(acs::Spawn).op(acs::Drop);
    a.push(clip).push(300 * kUnit).push(300 * kUnit).push(0).push(8).push(0).op(acs::Spawn).op(acs::Drop);
    a.push(7).push(0).push(50).op(acs::SetActorProperty);
    a.push(0).push(100).op(acs::Random).op(acs::AssignMap, 0);
    a.push(2).op(acs::Delay).op(acs::PushMap, 0).jump(acs::IfGoto, again).op(acs::Terminate);
    a.script(2, 4);
    a.push(pistol).push(1).op(acs::GiveInventory).push(clip).op(acs::CheckInventory).op(acs::AssignLocal, 0);
    a.push(0).op(acs::GetActorX).push(0).op(acs::GetActorY).op(acs::Add).op(acs::Sin).op(acs::AssignLocal, 1);
    a.push(0).push(0).push(256 * kUnit).push(256 * kUnit).push(0).push(0).op(acs::SetActorPosition).op(acs::Drop);
    const auto loop = a.placed();
    a.op(acs::IncLocal, 2).push(1).push(2).push(0).op(acs::Special3, 80).push(1).op(acs::Delay).jump(acs::Goto, loop);
    return a.build();
}

class BehaviorFuzz : public ::testing::Test {
protected:
    // True when the lump loaded and the game started.
    bool tryLump(const std::vector<uint8_t>& lump) {
        std::shared_ptr<const Behavior> behavior;
        const Status status = loadBehavior(lump, "BEHAVIOR", behavior);
        if (!status.ok()) {
            expectReason(status);
            return false;
        }
        return stage.play(level, behavior, stage.classes(), random);
    }

    Stage stage;
    TestRandom random{41};
    std::shared_ptr<const Level> level = stage.load(roomWad(room()));
};

TEST_F(BehaviorFuzz, DamagedScripts) {
    int played = 0;
    for (const auto format : {AcsAssembler::Format::Old, AcsAssembler::Format::Direct, AcsAssembler::Format::DirectWide,
                              AcsAssembler::Format::Wrapped}) {
        const std::vector<uint8_t> lump = busyScripts(format);
        ASSERT_TRUE(tryLump(lump)) << "undamaged";
        for (int i = 0; i < fuzzCases(200); ++i) {
            played += tryLump(damaged(lump, random, 4));
        }
    }
    EXPECT_GT(played, 150);
}

// Any opcode with any numbers before and behind it.
TEST_F(BehaviorFuzz, RandomCode) {
    const int cases = fuzzCases(600);
    for (int i = 0; i < cases; ++i) {
        AcsAssembler a(i % 2 ? AcsAssembler::Format::Direct : AcsAssembler::Format::DirectWide);
        a.string("DoomImp");
        a.string("%d");
        a.array(1, {1, 2, 3});
        a.script(1, 4);
        for (uint32_t n = 1 + random.below(30); n; --n) {
            for (uint32_t pushes = random.below(7); pushes; --pushes) {
                a.push(random.below(4) ? static_cast<int32_t>(random.below(8)) : static_cast<int32_t>(random.next()));
            }
            a.op(static_cast<int32_t>(random.below(386)));
            for (uint32_t operands = random.below(3); operands; --operands) {
                i % 2 ? a.raw(random.below(16)) : a.word(static_cast<int32_t>(random.below(16)));
            }
        }
        a.op(acs::Terminate);
        tryLump(a.build());
    }
}

TEST_F(BehaviorFuzz, TheBattlesScripts) {
    const auto battleLevel = stage.load(battleWad());
    ASSERT_TRUE(battleLevel);
    level = battleLevel;
    int played = 0;
    for (int i = 0; i < fuzzCases(100); ++i) {
        played += tryLump(damaged(battleLevel->behavior, random, 3));
    }
    EXPECT_GT(played, 20);
}

}  // namespace
}  // namespace caco::test
