#include "batch/batch.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "support/allocation_counter.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr uint32_t kFirstSeed = 40;
constexpr uint32_t kSkip = 3;

// Episodes end often: by the clock, and some by death.
GameConfig shortBattle() {
    GameConfig config = battleConfig(1);
    config.episodeTimeout = 50;
    config.resolution = 0; // 160x120
    return config;
}

// A batch with caller's memory for all its arrays. Game i has seed kFirstSeed + first + i.
struct Rig {
    Rig(uint32_t games, const BatchOptions& options, const GameConfig& c = shortBattle(), uint32_t first = 0) : config(c) {
        std::vector<BatchMember> members;
        for (uint32_t i = 0; i < games; ++i) {
            members.push_back({battleContent(), &config, kFirstSeed + first + i});
            sources.emplace_back(7000 + first + i, config.buttons);
        }
        const Status status = Batch::create(members, options, batch);
        EXPECT_TRUE(status.ok()) << status.message;
        const BatchShape& s = batch->shape();
        actions.resize(games * s.buttons);
        observations.resize(games * s.observationBytes);
        finalObservations.resize(observations.size());
        variables.resize(games * s.variables);
        finalVariables.resize(variables.size());
        rewards.resize(games);
        returns.resize(games);
        terminated.resize(games);
        truncated.resize(games);
        ticsRun.resize(games);
        episodeTics.resize(games);
        playedSeeds.resize(games);
        finalHashes.resize(games);
        hashes.resize(games);
        errors.resize(games);
        io.tics = kSkip;
        io.actions = actions.data();
        io.actionCount = actions.size();
        if (s.observationBytes) {
            io.observations = observations.data();
            io.finalObservations = finalObservations.data();
        }
        io.observationSize = io.finalObservationSize = observations.size();
        io.variables = variables.data();
        io.finalVariables = finalVariables.data();
        io.variableCount = io.finalVariableCount = variables.size();
        io.rewards = rewards.data();
        io.episodeReturns = returns.data();
        io.terminated = terminated.data();
        io.truncated = truncated.data();
        io.ticsRun = ticsRun.data();
        io.episodeTics = episodeTics.data();
        io.playedSeeds = playedSeeds.data();
        io.finalHashes = finalHashes.data();
        io.hashes = hashes.data();
        io.errors = errors.data();
    }

    void draw() {
        for (size_t i = 0; i < sources.size(); ++i) {
            const auto& values = sources[i].next();
            std::copy(values.begin(), values.end(), actions.begin() + static_cast<ptrdiff_t>(i * values.size()));
        }
    }
    void step() {
        draw();
        const Status status = batch->step(io);
        ASSERT_TRUE(status.ok()) << status.message;
    }
    std::vector<uint8_t> row(const std::vector<uint8_t>& block, size_t game) const {
        const auto size = static_cast<ptrdiff_t>(batch->shape().observationBytes);
        return {block.begin() + static_cast<ptrdiff_t>(game) * size, block.begin() + static_cast<ptrdiff_t>(game + 1) * size};
    }

    GameConfig config;
    std::unique_ptr<Batch> batch;
    std::vector<ActionSource> sources;
    std::vector<double> actions, variables, finalVariables, rewards, returns;
    std::vector<uint8_t> observations, finalObservations, terminated, truncated;
    std::vector<uint32_t> ticsRun, episodeTics, playedSeeds;
    std::vector<uint64_t> finalHashes, hashes;
    std::vector<int32_t> errors;
    BatchIo io;
};

BatchOptions optionsOf(uint32_t threads, Observation observation, uint32_t stack = 1) {
    BatchOptions options;
    options.threads = threads;
    options.observation = observation;
    options.stack = stack;
    return options;
}

// Everything that game `i` of a batch has said in a step, as one number.
uint64_t digest(const Rig& s, size_t i, uint64_t before) {
    const std::vector<uint8_t> seen = s.row(s.observations, i);
    uint64_t h = hashBytes(seen.data(), seen.size(), before);
    const double figures[] = {s.rewards[i], s.returns[i], double(s.terminated[i]), double(s.truncated[i]), double(s.ticsRun[i]),
                              double(s.episodeTics[i]), double(s.playedSeeds[i])};
    h = hashBytes(figures, sizeof figures, h);
    const size_t width = s.batch->shape().variables;
    h = hashBytes(s.variables.data() + i * width, width * sizeof(double), h);
    return hashBytes(&s.hashes[i], sizeof s.hashes[i], h);
}

// Chains of digests of games first..first+count-1 over some steps.
std::vector<uint64_t> chains(uint32_t first, uint32_t count, const BatchOptions& options, int steps = 25) {
    Rig s(count, options, shortBattle(), first);
    std::vector<uint64_t> out(count);
    for (int step = 0; step < steps; ++step) {
        s.step();
        for (uint32_t i = 0; i < count; ++i) {
            out[i] = digest(s, i, out[i]);
        }
    }
    return out;
}

TEST(Batch, ResultsDoNotDependOnThreadsOrSize) {
    constexpr uint32_t kGames = 16;
    BatchOptions options = optionsOf(1, Observation::GrayArea, 2);
    options.width = options.height = 42;
    const auto reference = chains(0, kGames, options);
    EXPECT_NE(reference[0], reference[1]);
    for (const uint32_t threads : {1u, 2u, 3u}) {
        options.threads = threads;
        for (const uint32_t size : {1u, 7u, 16u}) {
            for (uint32_t first = 0; first + size <= kGames; first += size == 1 ? 5 : size) {
                const auto part = chains(first, size, options);
                for (uint32_t i = 0; i < size; ++i) {
                    EXPECT_EQ(part[i], reference[first + i]) << "game " << first + i << ", " << threads << " threads, batch of " << size;
                }
            }
        }
    }
}

TEST(Batch, DoesWhatAGameDoes) {
    Rig s(2, optionsOf(2, Observation::Screen));
    std::vector<std::unique_ptr<Game>> alone;
    for (uint32_t i = 0; i < 2; ++i) {
        GameConfig config = shortBattle();
        config.seed = kFirstSeed + i;
        config.seedSet = true;
        alone.push_back(gameOf(battleContent(), config));
    }
    int ends = 0;
    for (int step = 0; step < 60; ++step) {
        s.step();
        for (uint32_t i = 0; i < 2; ++i) {
            Game& game = *alone[i];
            const size_t width = s.batch->shape().buttons;
            const std::vector<double> action(s.actions.begin() + static_cast<ptrdiff_t>(i * width),
                                             s.actions.begin() + static_cast<ptrdiff_t>((i + 1) * width));
            const uint32_t seed = game.episode().episodeSeed;
            act(game, action, kSkip);
            const EpisodeState end = game.episode();
            EXPECT_EQ(s.rewards[i], end.lastReward);
            EXPECT_EQ(s.returns[i], end.totalReward);
            EXPECT_EQ(s.playedSeeds[i], seed);
            ASSERT_EQ(s.terminated[i] || s.truncated[i], end.finished != 0);
            EXPECT_EQ(s.terminated[i] != 0, end.finished && end.dead);
            if (end.finished) {
                ++ends;
                const uint8_t* last = game.convertedScreen();
                EXPECT_EQ(s.row(s.finalObservations, i), std::vector<uint8_t>(last, last + s.batch->shape().observationBytes));
                EXPECT_EQ(s.finalHashes[i], game.hash());
                EXPECT_EQ(s.finalVariables[i * s.batch->shape().variables], game.variables()[static_cast<size_t>(s.config.variables[0])]);
                ASSERT_TRUE(game.newEpisode().ok());
            }
            const uint8_t* now = game.convertedScreen();
            ASSERT_EQ(s.row(s.observations, i), std::vector<uint8_t>(now, now + s.batch->shape().observationBytes)) << "step " << step;
            EXPECT_EQ(s.hashes[i], game.hash());
        }
    }
    EXPECT_GT(ends, 4);
}

TEST(Batch, CountsTheTicsOfAnEpisode) {
    Rig s(1, optionsOf(1, Observation::None));
    for (int step = 1; step <= 16; ++step) {
        s.step();
        EXPECT_EQ(s.ticsRun[0], kSkip);
        EXPECT_EQ(s.episodeTics[0], static_cast<uint32_t>(step) * kSkip);
    }
    s.step(); // tics 49 and 50: the time is up before the third
    EXPECT_EQ(s.ticsRun[0], 2u);
    EXPECT_EQ(s.episodeTics[0], 50u);
    EXPECT_EQ(s.truncated[0], 1);
    EXPECT_EQ(s.terminated[0], 0);
    s.step();
    EXPECT_EQ(s.episodeTics[0], kSkip);
    EXPECT_EQ(s.truncated[0], 0);
}

TEST(Batch, AMaskLeavesGamesAlone) {
    Rig s(3, optionsOf(2, Observation::Indices));
    ASSERT_TRUE(s.batch->observe(s.io).ok());
    const auto before = s.observations;
    const uint64_t hash = s.hashes[1];
    const uint8_t mask[] = {1, 0, 1};
    s.io.mask = mask;
    s.rewards = {5, 5, 5};
    for (int i = 0; i < 5; ++i) {
        s.step();
    }
    EXPECT_EQ(s.rewards[1], 5);
    EXPECT_EQ(s.ticsRun[1], 0u);
    EXPECT_EQ(s.batch->game(1)->hash(), hash);
    EXPECT_EQ(s.row(s.observations, 1), s.row(before, 1));
    EXPECT_NE(s.batch->game(0)->hash(), hash);
    EXPECT_NE(s.row(s.observations, 0), s.row(before, 0));
}

TEST(Batch, TicsCanDifferFromGameToGame) {
    Rig s(2, optionsOf(1, Observation::None));
    const uint32_t tics[] = {1, 5};
    s.io.ticsOf = tics;
    s.step();
    EXPECT_EQ(s.ticsRun, (std::vector<uint32_t>{1, 5}));
}

TEST(Batch, SeedsCanBeHandedIn) {
    Rig s(2, optionsOf(1, Observation::None));
    const uint32_t seeds[] = {9, 10};
    s.io.seeds = seeds;
    ASSERT_TRUE(s.batch->reset(s.io).ok());
    Rig same(2, optionsOf(1, Observation::None));
    same.io.seeds = seeds;
    ASSERT_TRUE(same.batch->reset(same.io).ok());
    EXPECT_EQ(s.hashes, same.hashes);
    const auto first = s.playedSeeds;
    s.io.seeds = nullptr;
    ASSERT_TRUE(s.batch->reset(s.io).ok());
    EXPECT_NE(s.playedSeeds, first) << "the source goes on";
    // An episode seed leaves the source alone.
    const uint32_t episodes[] = {123, 456};
    same.io.seeds = nullptr;
    same.io.episodeSeeds = episodes;
    ASSERT_TRUE(same.batch->reset(same.io).ok());
    EXPECT_EQ(same.playedSeeds, (std::vector<uint32_t>{123, 456}));
    for (int i = 0; i < 17; ++i) {
        same.step();
    }
    EXPECT_EQ(same.truncated[0], 1);
    EXPECT_EQ(same.batch->game(0)->episode().episodeSeed, 123u) << "auto-reset takes it too";
    same.io.episodeSeeds = nullptr;
    ASSERT_TRUE(same.batch->reset(same.io).ok());
    EXPECT_EQ(same.hashes, s.hashes);
}

TEST(Batch, WithoutAutoResetAGameStaysAtItsEnd) {
    BatchOptions options = optionsOf(1, Observation::Indices, 2);
    options.autoReset = false;
    Rig s(1, options);
    for (int i = 0; i < 17; ++i) {
        s.step();
    }
    ASSERT_EQ(s.truncated[0], 1);
    const auto seen = s.observations;
    const uint64_t hash = s.hashes[0];
    s.rewards[0] = 5;
    s.step();
    EXPECT_EQ(s.rewards[0], 0);
    EXPECT_EQ(s.truncated[0], 1);
    EXPECT_EQ(s.ticsRun[0], 0u);
    EXPECT_EQ(s.observations, seen);
    EXPECT_EQ(s.hashes[0], hash);
    ASSERT_TRUE(s.batch->reset(s.io).ok());
    EXPECT_EQ(s.truncated[0], 0);
    s.step();
    EXPECT_EQ(s.episodeTics[0], kSkip);
}

TEST(Batch, AStackHoldsTheLastObservationsOldestFirst) {
    constexpr uint32_t kStack = 3;
    Rig stacked(1, optionsOf(1, Observation::Indices, kStack));
    Rig flat(1, optionsOf(1, Observation::Indices));
    const size_t size = flat.batch->shape().observationBytes;
    ASSERT_EQ(stacked.batch->shape().observationBytes, size * kStack);
    ASSERT_TRUE(flat.batch->observe(flat.io).ok());
    ASSERT_TRUE(stacked.batch->observe(stacked.io).ok());
    std::vector<std::vector<uint8_t>> expected(kStack, flat.observations);
    auto expectStack = [&](const std::vector<uint8_t>& seen) {
        for (uint32_t k = 0; k < kStack; ++k) {
            const auto from = seen.begin() + static_cast<ptrdiff_t>(k * size);
            ASSERT_EQ(std::vector<uint8_t>(from, from + static_cast<ptrdiff_t>(size)), expected[k]) << "entry " << k;
        }
    };
    expectStack(stacked.observations);
    for (int step = 0; step < 20; ++step) {
        stacked.step();
        flat.step();
        ASSERT_EQ(stacked.truncated[0], flat.truncated[0]);
        if (flat.truncated[0]) {
            expected.erase(expected.begin());
            expected.push_back(flat.finalObservations);
            expectStack(stacked.finalObservations);
            expected.assign(kStack, flat.observations);
        } else {
            expected.erase(expected.begin());
            expected.push_back(flat.observations);
        }
        expectStack(stacked.observations);
        ASSERT_TRUE(stacked.batch->observe(stacked.io).ok());
        expectStack(stacked.observations);
    }
}

TEST(Batch, GrayObservationsAreTheResizedFrame) {
    BatchOptions options = optionsOf(1, Observation::GrayArea);
    options.width = 84;
    options.height = 84;
    Rig s(1, options);
    s.step();
    const Game& game = *s.batch->game(0);
    const GrayResize resize(*game.content().assets, 160, 120, 84, 84);
    const AlignedBuffer scratch = makeAlignedBuffer(resize.scratchBytes());
    std::vector<uint8_t> expected(84 * 84);
    resize.run(game.renderer()->screen(), expected.data(), scratch.get());
    EXPECT_EQ(s.observations, expected);
    EXPECT_EQ(s.batch->shape().format, ScreenFormat::Gray8);
}

TEST(Batch, StepsWithoutObservationsDrawNothingAndPlayTheSame) {
    Rig drawn(1, optionsOf(1, Observation::Screen)), undrawn(1, optionsOf(1, Observation::Screen)), bare(1, optionsOf(1, Observation::None));
    undrawn.io.observations = undrawn.io.finalObservations = nullptr;
    const uint32_t frames = undrawn.batch->game(0)->frameNumber();
    for (int i = 0; i < 30; ++i) {
        drawn.step();
        undrawn.step();
        bare.step();
        ASSERT_EQ(undrawn.hashes, drawn.hashes);
        ASSERT_EQ(bare.hashes, drawn.hashes);
    }
    EXPECT_EQ(undrawn.batch->game(0)->frameNumber(), frames);
    undrawn.io.observations = undrawn.observations.data();
    ASSERT_TRUE(undrawn.batch->observe(undrawn.io).ok());
    EXPECT_EQ(undrawn.batch->game(0)->frameNumber(), frames + 1) << "what was not drawn is drawn when it is asked for";
}

TEST(Batch, PlanesAreThoseOfTheGames) {
    GameConfig config = shortBattle();
    config.depthBuffer = config.labelsBuffer = true;
    Rig s(2, optionsOf(2, Observation::Indices), config);
    std::vector<uint8_t> depth(2 * 160 * 120), labels(depth.size());
    s.io.depth = depth.data();
    s.io.labels = labels.data();
    s.io.planeSize = depth.size();
    s.step();
    for (uint32_t i = 0; i < 2; ++i) {
        const Renderer& r = *s.batch->game(i)->renderer();
        EXPECT_EQ(0, std::memcmp(depth.data() + i * 19200, r.depth(), 19200));
        EXPECT_EQ(0, std::memcmp(labels.data() + i * 19200, r.labels(), 19200));
    }
    s.io.automap = labels.data();
    const Status status = s.batch->step(s.io);
    EXPECT_EQ(status.code, StatusCode::InvalidArgument);
    EXPECT_NE(status.message.find("automap_buffer_enabled"), std::string::npos) << status.message;
}

void expectRefused(const Status& status, const std::string& part) {
    EXPECT_EQ(status.code, StatusCode::InvalidArgument);
    EXPECT_NE(status.message.find(part), std::string::npos) << status.message << " lacks " << part;
}

TEST(Batch, ArraysOfAnotherSizeAreRefusedBeforeAnythingMoves) {
    Rig s(2, optionsOf(1, Observation::Screen));
    s.draw();
    const uint64_t hash = s.batch->game(0)->hash();
    const auto refused = [&](auto&& spoil, const char* part) {
        BatchIo io = s.io;
        spoil(io);
        expectRefused(s.batch->step(io), part);
        EXPECT_EQ(s.batch->game(0)->hash(), hash);
    };
    refused([](BatchIo& io) { io.actions = nullptr; }, "actions is null");
    refused([](BatchIo& io) { --io.actionCount; }, "actions: room for");
    refused([](BatchIo& io) { ++io.observationSize; }, "observations: room for");
    refused([](BatchIo& io) { io.variableCount = 0; }, "variables: room for");
    refused([](BatchIo& io) { io.finalObservationSize = 1; }, "final_observations: room for");
    refused([](BatchIo& io) { io.finalVariableCount = 1; }, "final_variables: room for");
}

TEST(Batch, BadOptionsAreNamed) {
    const GameConfig config = shortBattle();
    const std::vector<BatchMember> one{{battleContent(), &config, 1}};
    std::unique_ptr<Batch> batch;
    const auto refused = [&](auto&& spoil, const char* part) {
        BatchOptions options;
        spoil(options);
        expectRefused(Batch::create(one, options, batch), part);
        EXPECT_FALSE(batch);
    };
    refused([](BatchOptions& o) { o.threads = 5000; }, "threads:");
    refused([](BatchOptions& o) { o.stack = 0; }, "stack:");
    refused([](BatchOptions& o) { o.stack = 65; }, "stack:");
    refused([](BatchOptions& o) { o.observation = static_cast<Observation>(9); }, "observation:");
    refused([](BatchOptions& o) { o.width = o.height = 84; }, "GRAY_AREA");
    refused([](BatchOptions& o) { o.observation = Observation::GrayArea, o.width = 84; }, "width, height");
    refused([](BatchOptions& o) { o.game.noScreen = true; }, "no_screen");
    expectRefused(Batch::create({}, {}, batch), "at least one");
}

TEST(Batch, OneBadGameIsNamed) {
    const GameConfig good = shortBattle();
    GameConfig missing = good, wider = good, fewer = good;
    missing.map = "map77";
    wider.resolution = 8;
    fewer.buttons.pop_back();
    const auto refused = [&](const GameConfig& bad, const std::string& part) {
        const std::vector<BatchMember> members{{battleContent(), &good, 1}, {battleContent(), &good, 2}, {battleContent(), &bad, 3}};
        std::unique_ptr<Batch> batch;
        const Status status = Batch::create(members, {}, batch);
        EXPECT_FALSE(status.ok());
        EXPECT_EQ(status.message.rfind("game 2: ", 0), 0u) << status.message;
        EXPECT_NE(status.message.find(part), std::string::npos) << status.message << " lacks " << part;
        EXPECT_FALSE(batch);
    };
    refused(missing, "map77");
    refused(wider, "columns in a frame");
    refused(fewer, "buttons");
}

TEST(Batch, GamesOfSeveralPlayersAreRefused) {
    GridMap map = room();
    map.things.push_back({128, 128, 90, 2, 0});
    const GameConfig config = configOf("doom_map = MAP01\ngame_args = -host 2\navailable_buttons = { ATTACK }");
    const std::vector<BatchMember> members{{contentOf(roomWad(map)), &config, 1}};
    std::unique_ptr<Batch> batch;
    const Status status = Batch::create(members, {}, batch);
    EXPECT_EQ(status.code, StatusCode::Unsupported);
    EXPECT_EQ(status.message.rfind("game 0: has 2 players", 0), 0u) << status.message;
}

TEST(Batch, AGameThatFailsDoesNotStopTheOthers) {
    Rig s(3, optionsOf(2, Observation::Indices));
    // Without a start for such games the next episode of this one cannot begin.
    s.batch->game(1)->rules().deathmatch = true;
    bool failed = false;
    for (int i = 0; i < 17; ++i) {
        s.draw();
        const Status status = s.batch->step(s.io);
        failed = !status.ok();
        if (failed) {
            EXPECT_EQ(status.message.rfind("game 1: map MAP01: there is no start", 0), 0u) << status.message;
        }
    }
    ASSERT_TRUE(failed);
    EXPECT_EQ(s.errors, (std::vector<int32_t>{0, static_cast<int32_t>(StatusCode::BadData), 0}));
    EXPECT_EQ(s.truncated[1], 1);
    s.draw();
    const uint64_t other = s.hashes[2];
    EXPECT_EQ(s.batch->step(s.io).code, StatusCode::BadData) << "it stays failed";
    EXPECT_EQ(s.ticsRun, (std::vector<uint32_t>{kSkip, 0, kSkip}));
    EXPECT_NE(s.hashes[2], other);
    const uint8_t mask[] = {1, 0, 1};
    s.io.mask = mask;
    s.step();
    s.io.mask = nullptr;
    s.batch->game(1)->rules().deathmatch = false;
    const uint8_t only[] = {0, 1, 0};
    s.io.mask = only;
    ASSERT_TRUE(s.batch->reset(s.io).ok());
    s.io.mask = nullptr;
    s.step();
    EXPECT_EQ(s.errors, (std::vector<int32_t>{0, 0, 0}));
    EXPECT_EQ(s.ticsRun[1], kSkip);
}

TEST(Batch, StepsAllocateNothing) {
    if (!countsAllocations()) GTEST_SKIP() << "this build brings its own operator new";
    for (const uint32_t threads : {1u, 3u}) {
        BatchOptions options = optionsOf(threads, Observation::GrayArea, 4);
        options.width = options.height = 84;
        Rig s(6, options);
        for (int i = 0; i < 60; ++i) {
            s.step();
        }
        s.draw();
        const uint64_t before = allocationCountOfAll();
        for (int i = 0; i < 40; ++i) {
            const Status status = s.batch->step(s.io);
            ASSERT_TRUE(status.ok());
        }
        EXPECT_EQ(allocationCountOfAll(), before) << threads << " threads";
    }
}

}  // namespace
}  // namespace caco::test
