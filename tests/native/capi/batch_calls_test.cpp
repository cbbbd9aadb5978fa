// The batch through the C interface: what native/batch does is tested there; here the handles, arrays and errors.
#include "capi_setup.h"
#include "support/allocation_counter.h"

namespace caco::test {
namespace {

struct BatchDeleter {
    void operator()(caco_batch* p) const { caco_batch_destroy(p); }
};
using BatchHandle = std::unique_ptr<caco_batch, BatchDeleter>;

BatchHandle battleBatch(uint32_t games, const caco_batch_options* options = nullptr) {
    const AssetsHandle assets = battleAssets();
    const ScenarioHandle scenario = battleScenario("screen_resolution = RES_160X120\nepisode_timeout = 30");
    std::vector<caco_batch_game> rows(games);
    for (uint32_t i = 0; i < games; ++i) {
        rows[i] = {scenario.get(), assets.get(), 100 + i, 0};
    }
    caco_batch* batch = nullptr;
    expectOk(caco_batch_create(rows.data(), games, options, nullptr, &batch));
    return BatchHandle(batch);  // assets and scenario may go: the games keep what they use
}

caco_batch_shape shapeOf(const BatchHandle& batch) {
    caco_batch_shape shape;
    expectOk(caco_batch_get_shape(batch.get(), &shape));
    return shape;
}

TEST(CapiBatch, StepsGamesIntoArrays) {
    caco_batch_options options;
    caco_batch_options_init(&options);
    options.threads = 2;
    options.observation = CACO_OBSERVE_GRAY_AREA;
    options.width = options.height = 84;
    options.stack = 4;
    const BatchHandle batch = battleBatch(3, &options);
    const caco_batch_shape shape = shapeOf(batch);
    EXPECT_EQ(shape.games, 3u);
    EXPECT_EQ(shape.threads, 2u);
    EXPECT_EQ(shape.observation_size, 4u * 84 * 84);
    EXPECT_EQ(shape.frame_width, 160);
    EXPECT_EQ(shape.channels, 1);
    std::vector<double> actions(3 * shape.buttons, 1), rewards(3), variables(3 * shape.variables);
    std::vector<uint8_t> observations(3 * shape.observation_size), truncated(3);
    std::vector<uint64_t> hashes(3), finalHashes(3);
    uint64_t warm = 0;
    caco_batch_io io;
    caco_batch_io_init(&io);
    EXPECT_EQ(io.tics, 1u);
    io.tics = 4;
    io.actions = actions.data();
    io.action_count = actions.size();
    io.observations = observations.data();
    io.observation_size = observations.size();
    io.variables = variables.data();
    io.variable_count = variables.size();
    io.rewards = rewards.data();
    io.truncated = truncated.data();
    io.hashes = hashes.data();
    io.final_hashes = finalHashes.data();
    expectOk(caco_batch_step(batch.get(), &io));
    for (uint32_t i = 0; i < 3; ++i) {
        caco_game* game = caco_batch_game_at(batch.get(), i);
        EXPECT_EQ(caco_game_seed(game), 100 + i);
        EXPECT_EQ(caco_game_hash(game), hashes[i]);
        EXPECT_EQ(caco_game_last_reward(game), rewards[i]);
    }
    for (int step = 0; step < 39; ++step) {
        if (step == 20) warm = allocationCountOfAll();
        expectOk(caco_batch_step(batch.get(), &io));
    }
    EXPECT_EQ(allocationCountOfAll(), warm);
    EXPECT_EQ(truncated, (std::vector<uint8_t>{1, 1, 1}));
    EXPECT_NE(finalHashes[0], hashes[0]);
    expectOk(caco_batch_observe(batch.get(), &io));
    expectOk(caco_batch_reset(batch.get(), &io));
    EXPECT_EQ(truncated, (std::vector<uint8_t>{0, 0, 0}));
}

TEST(CapiBatch, ArgumentsAreChecked) {
    const BatchHandle batch = battleBatch(2);
    caco_batch_io io;
    caco_batch_io_init(&io);
    expectFailure(caco_batch_step(nullptr, &io), CACO_ERROR_INVALID_ARGUMENT, "batch is null");
    expectFailure(caco_batch_step(batch.get(), nullptr), CACO_ERROR_INVALID_ARGUMENT, "io is null");
    expectFailure(caco_batch_step(batch.get(), &io), CACO_ERROR_INVALID_ARGUMENT, "actions is null");
    io.struct_size = 8;
    expectFailure(caco_batch_observe(batch.get(), &io), CACO_ERROR_STRUCT_SIZE, "caco_batch_io_init");
    caco_batch_shape shape;
    expectFailure(caco_batch_get_shape(nullptr, &shape), CACO_ERROR_INVALID_ARGUMENT, "batch is null");
    expectFailure(caco_batch_get_shape(batch.get(), nullptr), CACO_ERROR_INVALID_ARGUMENT, "out is null");
    EXPECT_EQ(caco_batch_game_at(batch.get(), 2), nullptr);
    EXPECT_EQ(caco_batch_game_at(nullptr, 0), nullptr);
    caco_batch_destroy(nullptr);
    caco_batch_options_init(nullptr);
    caco_batch_io_init(nullptr);
}

TEST(CapiBatch, CreationNamesWhatIsWrong) {
    const AssetsHandle assets = battleAssets();
    const ScenarioHandle scenario = battleScenario();
    caco_batch_game rows[2] = {{scenario.get(), assets.get(), 1, 0}, {scenario.get(), nullptr, 1, 0}};
    caco_batch* batch = nullptr;
    expectFailure(caco_batch_create(rows, 1, nullptr, nullptr, nullptr), CACO_ERROR_INVALID_ARGUMENT, "out is null");
    expectFailure(caco_batch_create(nullptr, 1, nullptr, nullptr, &batch), CACO_ERROR_INVALID_ARGUMENT, "games is null");
    expectFailure(caco_batch_create(rows, 0, nullptr, nullptr, &batch), CACO_ERROR_INVALID_ARGUMENT, "at least one");
    expectFailure(caco_batch_create(rows, ~0u, nullptr, nullptr, &batch), CACO_ERROR_INVALID_ARGUMENT, "count: at most");
    expectFailure(caco_batch_create(rows, 2, nullptr, nullptr, &batch), CACO_ERROR_INVALID_ARGUMENT, "game 1: has no assets");
    caco_batch_options options{};
    expectFailure(caco_batch_create(rows, 1, &options, nullptr, &batch), CACO_ERROR_STRUCT_SIZE, "caco_batch_options_init");
    caco_options gameOptions{};
    expectFailure(caco_batch_create(rows, 1, nullptr, &gameOptions, &batch), CACO_ERROR_STRUCT_SIZE, "caco_options_init");
    EXPECT_EQ(batch, nullptr);
}

}  // namespace
}  // namespace caco::test
