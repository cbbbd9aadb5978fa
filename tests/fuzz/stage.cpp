#include "stage.h"

namespace caco::test {
namespace {

constexpr int kTics = 20;

TicCommand randomCommand(TestRandom& random) {
    TicCommand cmd{};
    cmd.buttons = random.next() & 0xFFFFF;
    cmd.forward = static_cast<int16_t>((static_cast<int32_t>(random.below(101)) - 50) * 256);
    cmd.side = static_cast<int16_t>((static_cast<int32_t>(random.below(101)) - 50) * 256);
    cmd.yaw = static_cast<int16_t>(random.next());
    cmd.pitch = static_cast<int16_t>(random.next());
    return cmd;
}

}  // namespace

void expectReason(const Status& status) {
    EXPECT_FALSE(status.ok());
    EXPECT_FALSE(status.message.empty());
}

Stage::Stage() {
    std::shared_ptr<const Content> content;
    const Status status = loadContent({}, content);
    EXPECT_TRUE(status.ok()) << status.message;
    assets_ = std::make_shared<Assets>(*content->assets);
    classes_ = content->classes;
}

std::shared_ptr<const Level> Stage::load(const std::vector<uint8_t>& wad) {
    auto archives = std::make_shared<ArchiveSet>();
    Status status = archives->addMemory(wad, "damaged.wad");
    std::shared_ptr<const Level> level;
    if (status.ok()) {
        assets_->archives = archives;
        status = loadLevel(*assets_, "MAP01", {}, level);
    }
    if (!status.ok()) expectReason(status);
    return level;
}

bool Stage::playArchive(const std::vector<uint8_t>& wad, TestRandom& random) {
    const auto level = load(wad);
    if (!level) return false;
    std::shared_ptr<const Behavior> behavior;
    const Status status = loadBehavior(level->behavior, "BEHAVIOR", behavior);
    if (!status.ok()) {
        expectReason(status);
        return false;
    }
    return play(level, behavior, classes_, random);
}

bool Stage::play(std::shared_ptr<const Level> level, std::shared_ptr<const Behavior> behavior,
                 std::shared_ptr<const ClassTable> classes, TestRandom& random) {
    GameHooks hooks(behavior);
    WorldConfig config;
    config.assets = assets_;
    config.level = level;
    config.classes = std::move(classes);
    config.hooks = &hooks;
    config.actorCapacity = 64 + random.below(256);  // small pools run full
    config.moverCapacity = 16 + random.below(32);
    config.scriptBytes = scriptStateBytes(*behavior);
    config.viewBytes = viewStateBytes(*level);
    World world(config);
    NewGame rules;
    rules.seed = random.next();
    rules.skill = static_cast<uint8_t>(random.below(5));
    Status status = startGame(world, rules);
    if (!status.ok()) {
        expectReason(status);
        return false;
    }
    RenderSettings settings;
    settings.width = 64;
    settings.height = 48;
    settings.hud = random.below(2) != 0;
    settings.depth = settings.labels = settings.automap = true;
    settings.automapMode = AutomapMode::ObjectsWithSize;
    std::unique_ptr<Renderer> renderer;
    status = Renderer::create(assets_, level, settings, renderer);
    EXPECT_TRUE(status.ok()) << status.message;
    for (int tic = 0; tic < kTics; ++tic) {
        const TicCommand cmd = randomCommand(random);
        runTic(world, &cmd);
        if (tic % 9 == 0 && renderer && !world.state->mapEnded) renderer->draw(world, 0);
    }
    std::vector<std::byte> snapshot(world.snapshotSize());
    world.save(snapshot.data());
    const uint64_t hash = world.hash();
    status = world.restore(snapshot.data(), snapshot.size());
    EXPECT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(world.hash(), hash);
    return true;
}

}  // namespace caco::test
