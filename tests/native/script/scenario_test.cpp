// The scenarios' own scripts on their own maps: everything they use is supported.
#include "script_arena.h"

#include <algorithm>
#include <filesystem>

#include "script/decorate.h"

namespace caco::test {
namespace {

TEST(ScenarioScripts, RunWithoutReports) {
    const std::string shared = sharedFolder();
    if (shared.empty()) {
        GTEST_SKIP() << "shared scenario archives are absent";
    }
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared + "/data/scenarios")) {
        if (entry.path().extension() == ".wad") {
            files.push_back(entry.path().string());
        }
    }
    std::sort(files.begin(), files.end());
    int ran = 0;
    for (const std::string& file : files) {
        SCOPED_TRACE(file);
        auto archives = std::make_shared<ArchiveSet>();
        ASSERT_TRUE(archives->addFile(file).ok());
        auto assets = std::make_shared<Assets>();
        assets->archives = archives;
        auto classes = std::make_shared<ClassTable>(builtinClasses(false));
        Status status = parseDecorate(*archives, *classes);
        ASSERT_TRUE(status.ok()) << status.message;
        ASSERT_TRUE(classes->seal().ok());
        WorldConfig config;
        config.assets = assets;
        config.classes = classes;
        const std::vector<std::string> maps = listMaps(*archives);
        ASSERT_FALSE(maps.empty());
        status = loadLevel(*assets, maps.front(), {}, config.level);
        ASSERT_TRUE(status.ok()) << status.message;
        ScriptHooks hooks;
        status = loadBehavior(config.level->behavior, "BEHAVIOR", hooks.behavior);
        ASSERT_TRUE(status.ok()) << status.message;
        config.hooks = &hooks;
        config.scriptBytes = scriptStateBytes(*hooks.behavior);
        World world(config);
        NewGame game;
        game.seed = 42;
        if (!startGame(world, game).ok()) {
            continue; // a map with nothing but deathmatch starts
        }
        TestRandom random(1);
        for (int tic = 0; tic < 200; ++tic) {
            TicCommand command{};
            command.buttons = random.below(4) == 0 ? uint32_t{kBtAttack} : 0u;
            command.forward = static_cast<int16_t>(random.below(3) * 12800);
            command.yaw = static_cast<int16_t>(random.next());
            runTic(world, &command);
        }
        for (const std::string& r : world.reports) {
            ADD_FAILURE() << r;
        }
        EXPECT_EQ(world.state->statusBits & kErrScriptsFull, 0);
        ++ran;
    }
    EXPECT_GE(ran, 12);
}

} // namespace
} // namespace caco::test
