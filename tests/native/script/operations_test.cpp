// Every operation of the figures (simulation.md 8.6), by number: it exists, takes its operands and keeps the stack.
#include "script/machine.h"
#include "script_arena.h"

namespace caco::test {
namespace {

// Operands in the code: b one byte (i32 in wide formats), w a word, r a raw byte, s a 16-bit number.
struct Operation {
    int32_t opcode;
    const char* operands;
    int pops, pushes;
};

constexpr Operation kOperations[] = {
    {0, "", 0, 0}, {3, "w", 0, 1}, {4, "b", 1, 0}, {5, "b", 2, 0}, {6, "b", 3, 0}, {7, "b", 4, 0}, {8, "b", 5, 0},
    {9, "bw", 0, 0}, {10, "bww", 0, 0}, {11, "bwww", 0, 0}, {12, "bwwww", 0, 0}, {13, "bwwwww", 0, 0},
    {14, "", 2, 1}, {15, "", 2, 1}, {16, "", 2, 1}, {17, "", 2, 1}, {18, "", 2, 1}, {19, "", 2, 1}, {20, "", 2, 1}, {21, "", 2, 1},
    {22, "", 2, 1}, {23, "", 2, 1}, {24, "", 2, 1}, {25, "b", 1, 0}, {26, "b", 1, 0}, {27, "b", 1, 0}, {28, "b", 0, 1}, {29, "b", 0, 1},
    {30, "b", 0, 1}, {31, "b", 1, 0}, {32, "b", 1, 0}, {33, "b", 1, 0}, {34, "b", 1, 0}, {35, "b", 1, 0}, {36, "b", 1, 0}, {37, "b", 1, 0},
    {38, "b", 1, 0}, {39, "b", 1, 0}, {40, "b", 1, 0}, {41, "b", 1, 0}, {42, "b", 1, 0}, {43, "b", 1, 0}, {44, "b", 1, 0}, {45, "b", 1, 0},
    {46, "b", 0, 0}, {47, "b", 0, 0}, {48, "b", 0, 0}, {49, "b", 0, 0}, {50, "b", 0, 0}, {51, "b", 0, 0}, {54, "", 1, 0}, {55, "", 1, 0},
    {56, "w", 0, 0}, {57, "", 2, 1}, {58, "ww", 0, 1}, {59, "", 2, 1}, {60, "ww", 0, 1}, {61, "", 1, 0}, {62, "w", 0, 0}, {63, "", 1, 0},
    {64, "w", 0, 0}, {65, "", 2, 0}, {66, "ww", 0, 0}, {67, "", 2, 0}, {68, "ww", 0, 0}, {70, "", 2, 1}, {71, "", 2, 1}, {72, "", 2, 1},
    {73, "", 2, 1}, {74, "", 2, 1}, {75, "", 1, 1}, {76, "", 2, 1}, {77, "", 2, 1}, {78, "", 1, 1}, {80, "", 0, 1}, {81, "", 1, 0},
    {82, "w", 0, 0}, {83, "", 0, 0}, {85, "", 0, 0}, {86, "", 0, 0}, {87, "", 1, 0}, {88, "", 1, 0}, {89, "", 1, 0}, {90, "", 0, 1},
    {91, "", 0, 1}, {92, "", 0, 1}, {93, "", 0, 1}, {94, "", 2, 0}, {95, "", 2, 0}, {96, "", 1, 0}, {97, "", 4, 0}, {98, "", 2, 0},
    {99, "", 7, 0}, {100, "", 3, 0}, {101, "", 0, 0}, {102, "", 2, 0}, {103, "", 2, 0}, {104, "", 2, 0}, {105, "", 0, 1}, {117, "", 0, 1},
    {118, "", 0, 1}, {119, "", 0, 1}, {120, "", 0, 1}, {121, "", 0, 1}, {122, "", 0, 1}, {129, "b", 6, 0}, {130, "bwwwwww", 0, 0},
    {134, "", 3, 0}, {135, "", 0, 1}, {136, "", 2, 1}, {137, "", 2, 1}, {138, "", 1, 0}, {139, "w", 0, 0}, {140, "", 1, 0}, {141, "w", 0, 0},
    {142, "", 0, 0}, {143, "", 2, 0}, {144, "ww", 0, 0}, {145, "", 2, 0}, {146, "ww", 0, 0}, {147, "", 1, 1}, {148, "w", 0, 1},
    {149, "", 6, 1}, {150, "wwwwww", 0, 1}, {151, "", 4, 1}, {152, "wwww", 0, 1}, {153, "", 3, 0}, {154, "www", 0, 0}, {155, "", 3, 0},
    {156, "www", 0, 0}, {157, "", 1, 0}, {159, "", 0, 0}, {160, "", 0, 0}, {161, "", 6, 0}, {162, "", 6, 0}, {163, "", 1, 0}, {164, "w", 0, 0},
    {165, "", 1, 0}, {166, "w", 0, 0}, {167, "r", 0, 1}, {168, "rr", 0, 0}, {169, "rrr", 0, 0}, {170, "rrrr", 0, 0}, {171, "rrrrr", 0, 0},
    {172, "rrrrrr", 0, 0}, {173, "r", 0, 0}, {174, "rr", 0, 1}, {175, "r", 0, 0}, {176, "rr", 0, 2}, {177, "rrr", 0, 3}, {178, "rrrr", 0, 4},
    {179, "rrrrr", 0, 5}, {180, "", 7, 0}, {181, "b", 1, 0}, {182, "b", 0, 1}, {183, "b", 1, 0}, {184, "b", 1, 0}, {185, "b", 1, 0},
    {186, "b", 1, 0}, {187, "b", 1, 0}, {188, "b", 0, 0}, {189, "b", 0, 0}, {190, "", 5, 0}, {191, "", 10, 0}, {192, "", 0, 0},
    {196, "", 1, 1}, {197, "", 1, 1}, {198, "", 1, 1}, {199, "", 1, 0}, {200, "", 4, 0}, {201, "", 8, 0}, {202, "", 0, 0}, {207, "b", 1, 1},
    {208, "b", 2, 0}, {209, "b", 2, 0}, {210, "b", 2, 0}, {211, "b", 2, 0}, {212, "b", 2, 0}, {213, "b", 2, 0}, {214, "b", 1, 0},
    {215, "b", 1, 0}, {216, "", 1, 2}, {217, "", 2, 2}, {220, "", 1, 1}, {221, "", 1, 1}, {222, "", 2, 1}, {223, "", 1, 1}, {224, "", 1, 1},
    {225, "", 1, 1}, {226, "b", 1, 1}, {227, "b", 2, 0}, {228, "b", 2, 0}, {229, "b", 2, 0}, {230, "b", 2, 0}, {231, "b", 2, 0},
    {232, "b", 2, 0}, {233, "b", 1, 0}, {234, "b", 1, 0}, {235, "b", 1, 1}, {236, "b", 2, 0}, {237, "b", 2, 0}, {238, "b", 2, 0},
    {239, "b", 2, 0}, {240, "b", 2, 0}, {241, "b", 2, 0}, {242, "b", 1, 0}, {243, "b", 1, 0}, {245, "", 3, 0}, {246, "", 2, 1},
    {247, "", 0, 1}, {248, "", 0, 1}, {253, "", 1, 1}, {255, "", 1, 1}, {257, "", 1, 0}, {259, "", 1, 1}, {260, "", 1, 1}, {261, "", 3, 1},
    {262, "", 3, 1}, {263, "b", 5, 1}, {265, "", 1, 1}, {267, "", 1, 1}, {268, "", 1, 1}, {271, "", 1, 1}, {272, "", 2, 0}, {276, "", 2, 0},
    {282, "", 1, 1}, {283, "", 5, 1}, {284, "", 1, 0}, {285, "", 3, 0}, {286, "", 3, 0}, {287, "", 2, 1}, {288, "", 2, 1}, {289, "", 3, 1},
    {290, "", 1, 1}, {330, "", 1, 1}, {331, "", 1, 1}, {332, "", 2, 0}, {334, "", 3, 1}, {335, "", 3, 1}, {336, "", 1, 1}, {337, "", 2, 1},
    {342, "", 3, 1}, {343, "", 3, 1}, {347, "", 2, 1}, {348, "", 1, 1},
};

class AcsOperations : public ScriptArena {
protected:
    // The operation between two marks; the second one tells how deep the stack is afterwards.
    void play(const Operation& op) {
        AcsAssembler a;
        a.array(3, {1, 2, 3});
        a.script(1, 4);
        if (!waits(op.opcode)) a.push(12345);
        for (int i = 0; i < op.pops; ++i) a.push(1);
        emit(a, op);
        if (waits(op.opcode)) a.push(12345); // a run begins with an empty stack
        for (int i = 0; i < op.pushes; ++i) a.op(acs::Drop);
        a.op(acs::AssignGlobal, 5); // the mark, when nothing else is left over
        a.push(1).op(acs::AssignGlobal, 6);
        a.op(acs::Terminate);
        world.reset();
        start(a.build());
        run(4);
    }

    static void emit(AcsAssembler& a, const Operation& op) {
        a.op(op.opcode);
        for (const char* p = op.operands; *p; ++p) {
            if (p == op.operands && isSpecial(op.opcode)) {
                a.raw(20); // Floor_LowerByValue of a tag that no sector has
            } else if (*p == 'w') {
                a.word(isArray(op.opcode) ? 3 : 1);
            } else if (*p == 's') {
                a.raw(7).raw(0);
            } else {
                a.raw(isArray(op.opcode) ? 3 : op.opcode == 175 ? 0 : isVariable(op.opcode) ? 7 : 1);
            }
        }
    }

    static bool waits(int32_t opcode) {
        return opcode == 55 || opcode == 56 || (opcode >= 61 && opcode <= 64) || opcode == 81 || opcode == 82 || opcode == 173;
    }
    static bool isSpecial(int32_t opcode) {
        return (opcode >= 4 && opcode <= 13) || opcode == 129 || opcode == 130 || (opcode >= 168 && opcode <= 172) || opcode == 263;
    }
    static bool isArray(int32_t opcode) { return opcode >= 207 && opcode <= 215; }
    static bool isVariable(int32_t opcode) {
        return (opcode >= 25 && opcode <= 51) || (opcode >= 181 && opcode <= 189) || (opcode >= 226 && opcode <= 243);
    }
};

TEST_F(AcsOperations, OfTheFiguresExistAndKeepTheStack) {
    for (const Operation& op : kOperations) {
        SCOPED_TRACE(op.opcode);
        play(op);
        EXPECT_FALSE(reported("not supported")) << world->reports.front();
        EXPECT_FALSE(reported("the script was ended")) << world->reports.front();
        EXPECT_EQ(global(6), 1) << "the script did not come to its end";
        EXPECT_EQ(global(5), 12345) << "the stack is not as it was";
    }
}

TEST_F(AcsOperations, BitFormsOfEveryScopeExist) {
    for (int32_t opcode = 291; opcode <= 325; ++opcode) {
        SCOPED_TRACE(opcode);
        const bool array = (opcode - 291) % 7 >= 4;
        const bool mapArray = (opcode - 291) % 7 == 4;
        AcsAssembler a;
        a.array(3, {1, 2, 3});
        a.script(1, 4);
        a.push(12345).push(1);
        if (array) a.push(1);
        a.op(opcode, mapArray ? 3 : 7).op(acs::AssignGlobal, 5).op(acs::Terminate);
        world.reset();
        start(a.build());
        run(2);
        EXPECT_TRUE(world->reports.empty()) << world->reports.front();
        EXPECT_EQ(global(5), 12345);
    }
}

// Figures of a player that a script sets: jumps, eyes and the height of shots follow at once.
TEST_F(AcsOperations, PropertiesOfPlayers) {
    constexpr int32_t kJumpZ = 12, kViewHeight = 39, kAttackZOffset = 40;
    AcsAssembler empty;
    empty.script(1, 4);
    empty.op(acs::Terminate);
    start(empty.build());
    World& w = *world;
    Player& p = w.state->player[0];
    Actor& pawn = *w.resolve(p.pawn);
    int32_t value = 0;
    for (const auto& [property, field] : {std::pair{kJumpZ, &p.jumpZ}, {kViewHeight, &p.eyeHeight}, {kAttackZOffset, &p.attackZ}}) {
        ASSERT_TRUE(getActorProperty(w, pawn, property, value));
        EXPECT_EQ(value, *field);
        EXPECT_GT(value, 0);
        EXPECT_TRUE(setActorProperty(w, pawn, nullptr, property, 12 * kUnit));
        EXPECT_EQ(*field, 12 * kUnit);
        EXPECT_TRUE(getActorProperty(w, pawn, property, value) && value == 12 * kUnit);
    }
    run(4);
    EXPECT_EQ(p.viewHeight, 12 * kUnit);
}

// What the figures only name: left out with one report when it is known what it takes, else the end of the script.
TEST_F(AcsOperations, WithoutFiguresAreNamedOnce) {
    const struct {
        Operation op;
        const char* name;
    } skipped[] = {{{244, "", 2, 0}, "SetMarineWeapon"},
                   {{249, "", 2, 0}, "SetMarineSprite"},
                   {{252, "", 7, 0}, "Thing_Projectile2"},
                   {{280, "", 7, 0}, "SpawnProjectile"},
                   {{351, "rs", 1, 1}, "function 7"}};
    for (const auto& s : skipped) {
        SCOPED_TRACE(s.name);
        play(s.op);
        EXPECT_EQ(global(5), 12345);
        EXPECT_TRUE(reported(std::string(s.name) + " is not supported"));
        EXPECT_EQ(world->reports.size(), 1u);
    }
    const struct {
        Operation op;
        const char* name;
    } fatal[] = {{{194, "", 8, 0}, "SetFloorTrigger"}, {{195, "", 8, 0}, "SetCeilingTrigger"}, {{328, "", 5, 0}, "SectorDamage"},
                 {{364, "b", 1, 1}, "an array of the script's own"}, {{500, "", 0, 0}, "operation 500"}};
    for (const auto& f : fatal) {
        SCOPED_TRACE(f.name);
        play(f.op);
        EXPECT_EQ(global(6), 0);
        EXPECT_TRUE(reported(f.name));
        EXPECT_TRUE(reported("not supported"));
        EXPECT_EQ(world->reports.size(), 1u);
    }
}

} // namespace
} // namespace caco::test
