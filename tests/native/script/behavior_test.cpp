// Object files: formats, damage, and the files of the scenarios.
#include "script_arena.h"

#include <algorithm>
#include <filesystem>

#include "wad/archive.h"

namespace caco::test {
namespace {

AcsAssembler sample(AcsAssembler::Format format) {
    AcsAssembler a(format);
    a.string("one");
    a.string("two");
    a.script(7, 1, 0);
    a.push(1).op(acs::AssignGlobal, 1).op(acs::Terminate);
    a.script(-2, 4, 3);
    a.op(acs::Terminate);
    a.function(1, 2, true);
    a.op(acs::ReturnVoid);
    a.mapVariable(2, 11);
    a.array(9, {4, 5, 6});
    return a;
}

std::vector<std::vector<uint8_t>> scenarioLumps() {
    std::vector<std::vector<uint8_t>> out;
    const std::string shared = sharedFolder();
    if (shared.empty()) {
        return out;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared + "/data/scenarios")) {
        if (entry.path().extension() == ".wad") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        ArchiveSet archives;
        if (!archives.addFile(file.string()).ok()) {
            continue;
        }
        for (int32_t i = 0; i < archives.lumpCount(); ++i) {
            if (archives.lump(i).name == LumpName::of("BEHAVIOR")) {
                out.emplace_back(archives.lump(i).data.begin(), archives.lump(i).data.end());
            }
        }
    }
    return out;
}

TEST(Behavior, ReadsEveryFormat) {
    for (const auto format : {AcsAssembler::Format::Direct, AcsAssembler::Format::DirectWide, AcsAssembler::Format::Wrapped}) {
        std::shared_ptr<const Behavior> b;
        const Status status = loadBehavior(sample(format).build(), "BEHAVIOR", b);
        ASSERT_TRUE(status.ok()) << status.message;
        ASSERT_EQ(b->scripts.size(), 2u);
        EXPECT_EQ(b->scripts[0].number, -2);
        EXPECT_EQ(b->scripts[0].argCount, 3);
        EXPECT_EQ(b->scripts[1].type, 1);
        EXPECT_EQ(b->strings, (std::vector<std::string>{"one", "two"}));
        ASSERT_EQ(b->functions.size(), 1u);
        EXPECT_EQ(b->functions[0].localCount, 2);
        EXPECT_EQ(b->mapVariables[2], 11);
        EXPECT_EQ(b->arrays[9].size, 3);
        EXPECT_EQ(b->arrayInit, (std::vector<int32_t>{4, 5, 6}));
        EXPECT_EQ(b->find(7)->number, 7);
        EXPECT_EQ(b->find(8), nullptr);
    }
}

TEST(Behavior, SmallLumpsHoldNoScripts) {
    std::shared_ptr<const Behavior> b;
    ASSERT_TRUE(loadBehavior({}, "BEHAVIOR", b).ok());
    EXPECT_TRUE(b->scripts.empty());
    EXPECT_EQ(scriptStateBytes(*b), 0u);
    const std::vector<uint8_t> short24(24, 'x');
    ASSERT_TRUE(loadBehavior(short24, "BEHAVIOR", b).ok());
    EXPECT_TRUE(b->scripts.empty());
}

TEST(Behavior, ErrorsNameTheChunkAndOffset) {
    auto expectError = [](std::vector<uint8_t> lump, std::string_view part) {
        std::shared_ptr<const Behavior> b;
        const Status status = loadBehavior(lump, "map.wad: BEHAVIOR", b);
        EXPECT_FALSE(status.ok());
        EXPECT_NE(status.message.find("map.wad: BEHAVIOR"), std::string::npos) << status.message;
        EXPECT_NE(status.message.find(part), std::string::npos) << status.message;
        EXPECT_NE(status.message.find("offset"), std::string::npos) << status.message;
    };
    expectError(std::vector<uint8_t>(40, 'z'), "does not start with ACS");
    AcsAssembler manyArgs(AcsAssembler::Format::Wrapped);
    manyArgs.script(1, 0, 21);
    manyArgs.op(acs::Terminate);
    expectError(manyArgs.build(), "SPTR");
    AcsAssembler manyLocals(AcsAssembler::Format::Wrapped);
    manyLocals.locals(1, 5000);
    manyLocals.script(1);
    manyLocals.op(acs::Terminate);
    expectError(manyLocals.build(), "SVCT");
    AcsAssembler badVariable(AcsAssembler::Format::Wrapped);
    badVariable.mapVariable(128, 1);
    expectError(badVariable.build(), "MINI");
    AcsAssembler badArray(AcsAssembler::Format::Wrapped);
    badArray.array(200, {});
    expectError(badArray.build(), "ARAY");
    std::vector<uint8_t> cut = sample(AcsAssembler::Format::Direct).build();
    cut.erase(cut.end() - 12, cut.end());
    expectError(cut, "cut off");
}

TEST(Behavior, ScenarioScriptsLoad) {
    const auto lumps = scenarioLumps();
    if (lumps.empty()) {
        GTEST_SKIP() << "shared scenario archives are absent";
    }
    int scripts = 0;
    for (const auto& lump : lumps) {
        std::shared_ptr<const Behavior> b;
        const Status status = loadBehavior(lump, "BEHAVIOR", b);
        EXPECT_TRUE(status.ok()) << status.message;
        scripts += static_cast<int>(b->scripts.size());
    }
    EXPECT_GE(lumps.size(), 20u);
    EXPECT_GE(scripts, 40);
}

// Damaged object files load with an error or run into reports; nothing else may happen.
class BehaviorFuzz : public ScriptArena {
protected:
    void tryLump(const std::vector<uint8_t>& lump) {
        const Status status = loadBehavior(lump, "BEHAVIOR", hooks.behavior);
        if (!status.ok()) {
            EXPECT_FALSE(status.message.empty());
            ++refused;
            return;
        }
        begin({});
        run(3);
        for (const ScriptInfo& s : hooks.behavior->scripts) {
            const int32_t args[4] = {1, 2, 3, 4};
            int32_t result = 0;
            startScript(*world, *hooks.behavior, pawnOf(*world, 0), 0, 0, s.number, 0, args, true, false, result);
        }
        run(3);
        ++played;
    }
    int refused = 0, played = 0;
};

TEST_F(BehaviorFuzz, TruncatedAtEveryLength) {
    std::vector<std::vector<uint8_t>> lumps = scenarioLumps();
    if (lumps.size() > 3) {
        lumps.resize(3);
    }
    lumps.push_back(sample(AcsAssembler::Format::Wrapped).build());
    lumps.push_back(sample(AcsAssembler::Format::Direct).build());
    lumps.push_back(sample(AcsAssembler::Format::Old).build());
    for (const auto& lump : lumps) {
        for (size_t length = 0; length < lump.size(); ++length) {
            tryLump({lump.begin(), lump.begin() + static_cast<std::ptrdiff_t>(length)});
        }
    }
    EXPECT_GT(refused, 100);
}

TEST_F(BehaviorFuzz, FlippedBits) {
    std::vector<std::vector<uint8_t>> lumps = scenarioLumps();
    lumps.push_back(sample(AcsAssembler::Format::Wrapped).build());
    lumps.push_back(sample(AcsAssembler::Format::DirectWide).build());
    TestRandom random(1234);
    constexpr int kRounds = 2000;
    for (int i = 0; i < kRounds; ++i) {
        std::vector<uint8_t> lump = lumps[random.below(static_cast<uint32_t>(lumps.size()))];
        if (lump.empty()) {
            continue;
        }
        for (uint32_t n = 1 + random.below(4); n > 0; --n) {
            lump[random.below(static_cast<uint32_t>(lump.size()))] ^= static_cast<uint8_t>(1u << random.below(8));
        }
        tryLump(lump);
    }
    EXPECT_GT(played, 100);
}

TEST_F(BehaviorFuzz, RandomCode) {
    TestRandom random(99);
    for (int i = 0; i < 500; ++i) {
        AcsAssembler a;
        a.string("DoomImp");
        a.string("Clip");
        a.string("Death");
        a.array(1, {1, 2, 3});
        a.function(2, 1, true);
        a.op(acs::PushLocal, 0).op(acs::ReturnValue);
        a.script(1, 1);
        for (int n = 0; n < 60; ++n) {
            a.push(static_cast<int32_t>(random.below(4)) - 1);
        }
        for (int n = 0; n < 120; ++n) {
            int32_t opcode = static_cast<int32_t>(random.below(380));
            a.op(opcode);
            for (uint32_t k = random.below(3); k > 0; --k) {
                a.raw(random.below(256));
            }
        }
        a.op(acs::Terminate);
        tryLump(a.build());
    }
    EXPECT_EQ(played, 500);
}

} // namespace
} // namespace caco::test
