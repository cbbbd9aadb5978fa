#include "script_arena.h"

#include <limits>

namespace caco::test {
namespace {

constexpr int32_t kMin = std::numeric_limits<int32_t>::min();
constexpr int32_t kMax = std::numeric_limits<int32_t>::max();

class AcsMachine : public ScriptArena {
protected:
    // Pops the top into global variable `index` (globals 1.. are the results of a test).
    static void store(AcsAssembler& a, int index) { a.op(acs::AssignGlobal, index); }
    void startOpen(AcsAssembler& a) {
        a.op(acs::Terminate);
        start(a.build());
        run(1);
    }
};

struct BinaryCase {
    int32_t opcode, a, b, expected;
};

TEST_F(AcsMachine, BinaryOperations) {
    const BinaryCase cases[] = {
        {acs::Add, kMax, 1, kMin}, {acs::Subtract, kMin, 1, kMax}, {acs::Multiply, 65536, 65536, 0}, {acs::Divide, -7, 2, -3},
        {acs::Modulus, -7, 2, -1}, {acs::Divide, kMin, -1, kMin}, {acs::Modulus, kMin, -1, 0}, {acs::Equal, 3, 3, 1}, {acs::NotEqual, 3, 3, 0},
        {acs::Less, -1, 0, 1}, {acs::Greater, -1, 0, 0}, {acs::LessEqual, 4, 4, 1}, {acs::GreaterEqual, 3, 4, 0}, {acs::LogicalAnd, 2, 4, 1},
        {acs::LogicalOr, 0, 0, 0}, {72, 6, 3, 2}, {73, 6, 3, 7}, {74, 6, 3, 5}, {76, 1, 33, 2}, {77, -8, 1, -4},
        {acs::FixedMultiply, 3 << 16, 1 << 15, 3 << 15}, {acs::FixedDivide, 1 << 16, 0, kMax}, {acs::FixedDivide, 3 << 16, 2 << 16, 3 << 15},
    };
    AcsAssembler a;
    a.script(1, 1);
    int index = 1;
    for (const BinaryCase& c : cases) {
        a.push(c.a).push(c.b).op(c.opcode);
        store(a, index++);
    }
    startOpen(a);
    index = 1;
    for (const BinaryCase& c : cases) {
        EXPECT_EQ(global(index++), c.expected) << "opcode " << c.opcode << " of " << c.a << ", " << c.b;
    }
    EXPECT_TRUE(world->reports.empty());
}

TEST_F(AcsMachine, PushFormsAndStackOperations) {
    AcsAssembler a;
    a.script(1, 1);
    a.op(acs::PushByte).raw(200);
    store(a, 1);
    a.op(acs::PushBytes).raw(3).raw(1).raw(2).raw(3);
    a.op(acs::Add).op(acs::Add);
    store(a, 2);
    a.op(178).raw(9).raw(8).raw(7).raw(6); // four bytes
    store(a, 3);
    store(a, 4);
    a.op(acs::Drop).op(acs::Drop);
    a.push(5).push(6).op(acs::Swap).op(acs::Subtract);
    store(a, 5);
    a.push(4).op(acs::Dup).op(acs::Multiply);
    store(a, 6);
    a.push(0).op(acs::Not);
    store(a, 7);
    a.push(kMin).op(acs::Negate);
    store(a, 8);
    a.push(5).op(330);
    store(a, 9);
    startOpen(a);
    EXPECT_EQ(global(1), 200);
    EXPECT_EQ(global(2), 6);
    EXPECT_EQ(global(3), 6);
    EXPECT_EQ(global(4), 7);
    EXPECT_EQ(global(5), 1);
    EXPECT_EQ(global(6), 16);
    EXPECT_EQ(global(7), 1);
    EXPECT_EQ(global(8), kMin);
    EXPECT_EQ(global(9), -6);
}

TEST_F(AcsMachine, VariablesOfEveryScope) {
    AcsAssembler a;
    a.mapVariable(3, 40);
    a.script(1, 1);
    const int32_t scopes[][9] = {
        // assign, push, add, sub, mul, div, mod, inc, dec
        {25, 28, 31, 34, 37, 40, 43, 46, 49}, {26, 29, 32, 35, 38, 41, 44, 47, 50}, {27, 30, 33, 36, 39, 42, 45, 48, 51},
        {181, 182, 183, 184, 185, 186, 187, 188, 189}};
    int index = 1;
    for (const auto& s : scopes) {
        a.push(10).op(s[0], 5);
        a.push(4).op(s[2], 5);  // 14
        a.push(2).op(s[3], 5);  // 12
        a.push(3).op(s[4], 5);  // 36
        a.push(5).op(s[5], 5);  // 7
        a.op(s[7], 5);          // 8
        a.op(s[8], 5);          // 7
        a.push(4).op(s[6], 5);  // 3
        a.op(s[1], 5);
        store(a, 10 + index++);
    }
    for (int scope = 0; scope < 4; ++scope) { // and, eor, or, lshift, rshift on variable 6
        a.push(12).op(scopes[scope][0], 6);
        a.push(10).op(291 + scope, 6);  // 8
        a.push(3).op(298 + scope, 6);   // 11
        a.push(4).op(305 + scope, 6);   // 15
        a.push(2).op(312 + scope, 6);   // 60
        a.push(1).op(319 + scope, 6);   // 30
        a.op(scopes[scope][1], 6);
        store(a, 20 + scope);
    }
    a.op(acs::PushMap, 3);
    store(a, 30);
    startOpen(a);
    for (int i = 11; i <= 14; ++i) {
        EXPECT_EQ(global(i), 3) << i;
    }
    for (int i = 20; i <= 23; ++i) {
        EXPECT_EQ(global(i), 30) << i;
    }
    EXPECT_EQ(global(30), 40);
    EXPECT_EQ(world->state->acsWorld[5], 3);
}

TEST_F(AcsMachine, Arrays) {
    AcsAssembler a;
    a.array(4, {10, 20, 30});
    a.array(5, {7});
    a.script(1, 1);
    a.push(2).op(acs::PushMapArray, 4);
    store(a, 1);
    a.push(1).push(99).op(acs::AssignMapArray, 4);
    a.push(1).op(acs::PushMapArray, 4);
    store(a, 2);
    a.push(3).op(acs::PushMapArray, 4); // outside: 0, and writing does not reach the next array
    store(a, 3);
    a.push(3).push(55).op(acs::AssignMapArray, 4);
    a.push(0).op(acs::PushMapArray, 5);
    store(a, 4);
    a.push(0).op(214, 4).push(0).push(5).op(209, 4).push(0).op(acs::PushMapArray, 4); // inc, add 5: 16
    store(a, 5);
    for (const int32_t base : {226, 235}) { // world, global arrays: index 1000000 of array 2
        a.push(1000000).push(8).op(base + 1, 2);
        a.push(1000000).push(3).op(base + 4, 2);
        a.push(1000000).op(base, 2);
        store(a, base == 226 ? 6 : 7);
        a.push(-1).op(base, 2);
        store(a, base == 226 ? 8 : 9);
    }
    startOpen(a);
    EXPECT_EQ(global(1), 30);
    EXPECT_EQ(global(2), 99);
    EXPECT_EQ(global(3), 0);
    EXPECT_EQ(global(4), 7);
    EXPECT_EQ(global(5), 16);
    EXPECT_EQ(global(6), 24);
    EXPECT_EQ(global(7), 24);
    EXPECT_EQ(global(8), 0);
    EXPECT_EQ(global(9), 0);
}

TEST_F(AcsMachine, JumpsAndCases) {
    AcsAssembler a;
    a.script(1, 1);
    // Sum of 1..10 with a loop.
    a.push(10).op(acs::AssignLocal, 0);
    const auto loop = a.placed();
    a.op(acs::PushLocal, 0).op(acs::AddGlobal, 1);
    a.op(acs::DecLocal, 0).op(acs::PushLocal, 0);
    a.jump(acs::IfGoto, loop);
    // if (0) is skipped
    const auto after = a.label();
    a.push(0).jump(acs::IfNotGoto, after);
    a.push(1).op(acs::AssignGlobal, 2);
    a.place(after);
    // casegoto: 5 does not match 4, matches 5
    const auto four = a.label(), five = a.label(), end = a.label();
    a.push(5);
    a.op(acs::CaseGoto).word(4).target(four);
    a.op(acs::CaseGoto).word(5).target(five);
    a.op(acs::Drop);
    a.jump(acs::Goto, end);
    a.place(four);
    a.push(4).op(acs::AssignGlobal, 3);
    a.jump(acs::Goto, end);
    a.place(five);
    a.push(5).op(acs::AssignGlobal, 3);
    a.place(end);
    // sorted table
    for (const int32_t value : {-3, 7, 8, 100}) {
        const auto low = a.label(), high = a.label(), done = a.label();
        a.push(value);
        a.op(acs::CaseGotoSorted).align4().word(3).word(-3).target(low).word(8).target(high).word(100).target(high);
        a.op(acs::Drop);
        a.push(1).op(acs::AddGlobal, 4);
        a.jump(acs::Goto, done);
        a.place(low);
        a.push(10).op(acs::AddGlobal, 4);
        a.jump(acs::Goto, done);
        a.place(high);
        a.push(100).op(acs::AddGlobal, 4);
        a.place(done);
    }
    startOpen(a);
    EXPECT_EQ(global(1), 55);
    EXPECT_EQ(global(2), 0);
    EXPECT_EQ(global(3), 5);
    EXPECT_EQ(global(4), 211);
    EXPECT_TRUE(world->reports.empty());
}

TEST_F(AcsMachine, FunctionsRecurse) {
    AcsAssembler a;
    const int32_t factorial = a.function(1, 1, true);
    const auto small = a.label();
    a.op(acs::PushLocal, 0).push(2).op(acs::Less);
    a.jump(acs::IfGoto, small);
    a.op(acs::PushLocal, 0).op(acs::AssignLocal, 1);
    a.op(acs::PushLocal, 0).push(1).op(acs::Subtract).op(acs::Call, factorial);
    a.op(acs::PushLocal, 1).op(acs::Multiply).op(acs::ReturnValue);
    a.place(small);
    a.push(1).op(acs::ReturnValue);
    const int32_t effect = a.function(2, 0, false);
    a.op(acs::PushLocal, 0).op(acs::PushLocal, 1).op(acs::Subtract).op(acs::AssignGlobal, 2).op(acs::ReturnVoid);
    a.script(1, 1);
    a.push(1000).push(6).op(acs::Call, factorial).op(acs::Add);
    store(a, 1);
    a.push(9).push(4).op(acs::CallDiscard, effect);
    startOpen(a);
    EXPECT_EQ(global(1), 1720);
    EXPECT_EQ(global(2), 5);
    EXPECT_TRUE(world->reports.empty());
}

TEST_F(AcsMachine, RandomDrawsFromItsStream) {
    AcsAssembler a;
    a.script(1, 1);
    a.push(10).push(20).op(acs::Random);
    store(a, 1);
    a.push(20).push(10).op(acs::Random); // swapped
    store(a, 2);
    a.op(58).word(-5).word(5);
    store(a, 3);
    a.op(174).raw(3).raw(250);
    store(a, 4);
    a.op(acs::Terminate);
    start(a.build());
    Sfmt607 expected = world->state->stream[static_cast<size_t>(Stream::ACS)];
    run(1);
    EXPECT_EQ(global(1), 10 + static_cast<int32_t>(expected.next() % 11));
    EXPECT_EQ(global(2), 10 + static_cast<int32_t>(expected.next() % 11));
    EXPECT_EQ(global(3), -5 + static_cast<int32_t>(expected.next() % 11));
    EXPECT_EQ(global(4), 3 + static_cast<int32_t>(expected.next() % 248));
    EXPECT_EQ(world->state->stream[static_cast<size_t>(Stream::ACS)].index, expected.index);
}

TEST_F(AcsMachine, StringsAndTrigonometry) {
    for (const bool encrypted : {false, true}) {
        AcsAssembler a;
        const int32_t escaped = a.string("a\\n\\x"), plain = a.string("Medikit");
        if (encrypted) {
            a.encryptStrings();
        }
        a.script(1, 1);
        a.push(escaped).op(acs::StringLength);
        store(a, 1);
        a.push(plain).op(225).op(acs::StringLength);
        store(a, 2);
        a.push(12345).op(acs::StringLength); // no such string
        store(a, 3);
        a.push(16384).op(acs::Sin); // a quarter of the circle
        store(a, 4);
        a.push(0).op(acs::Cos);
        store(a, 5);
        a.push(0).push(65536).op(222);
        store(a, 6);
        startOpen(a);
        EXPECT_EQ(hooks.behavior->strings[1], "Medikit");
        EXPECT_EQ(global(1), 3);
        EXPECT_EQ(global(2), 7);
        EXPECT_EQ(global(3), 0);
        EXPECT_NEAR(global(4), 65536, 40);
        EXPECT_NEAR(global(5), 65536, 40);
        EXPECT_NEAR(global(6), 16384, 4);
    }
}

TEST_F(AcsMachine, FaultsEndTheScriptWithAReport) {
    struct Fault {
        const char* report;
        void (*code)(AcsAssembler&);
    };
    const Fault faults[] = {
        {"division by zero", [](AcsAssembler& a) { a.push(1).push(0).op(acs::Divide); }},
        {"division by zero", [](AcsAssembler& a) { a.push(0).op(45, 3); }},
        {"stack is empty", [](AcsAssembler& a) { a.op(acs::Add); }},
        {"stack is full", [](AcsAssembler& a) { const auto l = a.placed(); a.push(1).jump(acs::Goto, l); }},
        {"without a delay", [](AcsAssembler& a) { const auto l = a.placed(); a.jump(acs::Goto, l); }},
        {"past the end", [](AcsAssembler& a) { a.op(acs::Goto).word(0x7FFFFFF0); }},
        {"past the end", [](AcsAssembler& a) { a.op(acs::Goto).word(-1); }},
        {"no function 9", [](AcsAssembler& a) { a.op(acs::Call, 9); }},
        {"no local variable 20", [](AcsAssembler& a) { a.op(acs::PushLocal, 20); }},
        {"no map variable 128", [](AcsAssembler& a) { a.push(0).op(acs::PushMapArray, 128); }},
        {"operation 364", [](AcsAssembler& a) { a.op(364, 0); }},
        {"operation 195 (SetCeilingTrigger)", [](AcsAssembler& a) { a.op(195); }},
        {"table of cases", [](AcsAssembler& a) { a.push(1).op(acs::CaseGotoSorted).align4().word(0x10000000); }},
        {"512 values", [](AcsAssembler& a) { const auto l = a.placed(); a.op(acs::IncLocal, 0).op(acs::PushLocal, 0).push(1).op(227, 0).jump(acs::Goto, l); }},
    };
    for (const Fault& f : faults) {
        AcsAssembler a;
        a.script(1, 1);
        a.push(1);
        store(a, 1);
        f.code(a);
        a.push(1);
        store(a, 2);
        startOpen(a);
        EXPECT_EQ(global(1), 1);
        EXPECT_EQ(global(2), 0) << f.report;
        EXPECT_TRUE(reported(f.report)) << f.report << " / " << (world->reports.empty() ? "nothing" : world->reports.front());
    }
}

TEST_F(AcsMachine, WaitingInAFunctionIsReported) {
    AcsAssembler a;
    const int32_t f = a.function(0, 0, false);
    a.push(3).op(acs::Delay).op(acs::ReturnVoid);
    const int32_t deep = a.function(0, 0, false);
    a.op(acs::CallDiscard, deep).op(acs::ReturnVoid);
    a.script(1, 1);
    a.op(acs::CallDiscard, f).op(acs::Terminate);
    a.script(2, 1);
    a.op(acs::CallDiscard, deep);
    startOpen(a);
    EXPECT_TRUE(reported("waits inside a function"));
    EXPECT_TRUE(reported("128 deep"));
}

TEST_F(AcsMachine, SilentOperationsKeepTheStack) {
    AcsAssembler a;
    a.script(1, 1);
    a.push(777);
    a.op(85).push(0).op(87).push(1).op(88).push(65).op(89).push(65536).op(157).op(86); // print
    a.op(85).push(0).op(87).op(159).pushAll({0, 1, 2, 3, 4, 5}).op(160).pushAll({6, 7}).op(161); // HUD message with two options
    a.op(85).push(0).op(87).op(159).pushAll({0, 1, 2, 3, 4, 5}).op(162);
    a.pushAll({1, 2}).op(94).push(1).op(96).pushAll({1, 2, 3}).op(100);
    a.pushAll({1, 2, 3, 4, 5}).op(190).op(192).op(166).word(0).op(154).word(0).word(0).word(0);
    store(a, 1);
    startOpen(a);
    EXPECT_EQ(global(1), 777);
    EXPECT_TRUE(world->reports.empty());
}

TEST_F(AcsMachine, WideFormatsRunTheSameCode) {
    for (const auto format : {AcsAssembler::Format::Old, AcsAssembler::Format::Direct, AcsAssembler::Format::DirectWide, AcsAssembler::Format::Wrapped}) {
        AcsAssembler a(format);
        a.string("Clip");
        a.script(1, 1);
        a.push(6).op(acs::AssignLocal, 2).op(acs::PushLocal, 2).push(7).op(acs::Multiply);
        store(a, 1);
        a.op(312 + 3, 1).push(1); // lshift needs a value: it fails and ends the script
        startOpen(a);
        EXPECT_EQ(global(1), 42);
        EXPECT_EQ(hooks.behavior->strings.size(), 1u);
        EXPECT_TRUE(reported("stack is empty"));
    }
}

TEST_F(AcsMachine, InformationAboutTheGame) {
    AcsAssembler a;
    a.script(1, 1);
    int index = 1;
    for (const int32_t opcode : {90, 91, 92, 93, 135, 120, 247}) {
        a.op(opcode);
        store(a, index++);
    }
    a.push(0).op(267);
    store(a, index++);
    a.push(3).op(267);
    store(a, index++);
    a.push(2).op(265);
    store(a, index++);
    a.script(2, 4); // ENTER: the pawn is the activator
    a.op(acs::Terminate);
    startOpen(a);
    const int32_t expected[] = {1, 0, 2, 0, 1, 0, -1, 1, 0, 1};
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(global(i + 1), expected[i]) << i;
    }
}

} // namespace
} // namespace caco::test
