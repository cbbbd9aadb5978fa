// Episodes and rewards: simulation.md 2.8 and section 3.
#include <gtest/gtest.h>

#include "base/hash.h"
#include "sim/damage.h"
#include "sim/spawn.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr int32_t kExit = 243, kDamageThing = 73;
constexpr int32_t kOpen = 1, kEnter = 4;

// A script that does something `tics` tics after the start.
template <class Body>
std::vector<uint8_t> scriptAfter(int32_t tics, Body&& body, int32_t type = kEnter) {
    AcsAssembler code;
    code.script(1, type);
    code.push(tics).op(acs::Delay);
    body(code);
    code.op(acs::Terminate);
    return code.build();
}

std::vector<uint8_t> exitAfter(int32_t tics) {
    return scriptAfter(tics, [](AcsAssembler& c) { c.push(0).op(acs::Special1, kExit); });
}
std::vector<uint8_t> deathAfter(int32_t tics) {
    return scriptAfter(tics, [](AcsAssembler& c) { c.push(0).push(0).op(acs::Special2, kDamageThing); });
}
// One unit of reward every tic, from the first on.
std::vector<uint8_t> rewardEveryTic() {
    AcsAssembler code;
    code.script(1, kOpen);
    const auto again = code.placed();
    code.push(kUnit).op(acs::AddGlobal, 0).push(1).op(acs::Delay).jump(acs::Goto, again);
    return code.build();
}

std::unique_ptr<Game> roomGame(const std::vector<uint8_t>& behavior, const std::string& cfg,
                               const GridMap& map = room()) {
    return gameOf(contentOf(roomWad(map, behavior)), configOf("seed = 1\navailable_buttons = { ATTACK }\n" + cfg),
                  {.noScreen = true});
}

TEST(Seeds, EpisodesTakeTheOutputsOfTheTwister) {
    auto game = roomGame({}, "");
    EXPECT_EQ(game->seed(), 1u);
    EXPECT_EQ(game->episode().episodeSeed, 1791095845u);
    for (const uint32_t seed : {4282876139u, 3093770124u, 4005303368u}) {
        ASSERT_TRUE(game->newEpisode().ok());
        EXPECT_EQ(game->episode().episodeSeed, seed);
    }
    game->setSeed(1);
    EXPECT_EQ(game->episode().episodeSeed, 4005303368u) << "the running episode keeps its seed";
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->episode().episodeSeed, 1791095845u);
    ASSERT_TRUE(game->startEpisode(77).ok());
    EXPECT_EQ(game->episode().episodeSeed, 77u);
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->episode().episodeSeed, 4282876139u) << "a given seed leaves the source alone";
}

TEST(Seeds, StreamsFollowTheEpisodeSeed) {
    auto game = roomGame({}, "");
    Sfmt607 fresh;
    fresh.seed(crc32("ACS"), 1791095845u);
    EXPECT_EQ(fresh.next(), 1572391126u);
    EXPECT_EQ(game->world().draw(Stream::ACS), 1572391126u) << "no script ran";
}

TEST(Start, OneTicHasRunAfterCreation) {
    auto game = roomGame({}, "episode_start_time = 0");
    EXPECT_EQ(game->episodeTime(), 1);
    EXPECT_EQ(game->episode().stateNumber, 1);
    EXPECT_FALSE(game->episode().finished);
    act(*game, {}, 3);
    EXPECT_EQ(game->episodeTime(), 4);
    EXPECT_EQ(game->episode().stateNumber, 2) << "counts updates, not tics";
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->episodeTime(), 1);
    EXPECT_EQ(game->episode().stateNumber, 1);
}

TEST(Start, ALaterStartTimeRunsIdleTics) {
    auto game = roomGame(rewardEveryTic(), "episode_start_time = 14\nliving_reward = 1");
    EXPECT_EQ(game->episodeTime(), 14);
    EXPECT_EQ(game->episode().totalReward, 0) << "nothing before the start time is rewarded";
    EXPECT_EQ(act(*game, {}), 2);
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->episodeTime(), 14);
    EXPECT_EQ(act(*game, {}), 2) << "nor in the next episode";
}

TEST(Rewards, EveryTicLives) {
    auto game = roomGame({}, "living_reward = -0.5");
    EXPECT_EQ(act(*game, {}), -0.5);
    EXPECT_EQ(act(*game, {}, 4), -2);
    EXPECT_EQ(game->episode().totalReward, -2.5);
    EXPECT_EQ(act(*game, {}, 0), 0) << "no tic, no reward";
}

TEST(Rewards, TheMapsRewardIsTheChangeOfGlobalZero) {
    auto game = roomGame(rewardEveryTic(), "");
    EXPECT_EQ(act(*game, {}, 5), 5);
    EXPECT_EQ(act(*game, {}), 1);
    EXPECT_EQ(game->episode().totalReward, 6);
    EXPECT_EQ(game->variables()[variable::kUser1], 0);
}

TEST(Rewards, StepsWithoutUpdateCountLater) {
    auto game = roomGame(rewardEveryTic(), "living_reward = 1");
    ASSERT_TRUE(game->advance(3, false).ok());
    EXPECT_EQ(game->episode().lastReward, 0);
    EXPECT_EQ(game->episode().stateNumber, 1);
    EXPECT_EQ(act(*game, {}), 8);
}

TEST(Rewards, DeathIsPunishedAndEndsTheEpisode) {
    auto game = roomGame(deathAfter(10), "living_reward = 1\ndeath_penalty = 100\ndeath_reward = 3");
    const double reward = act(*game, {}, 50);
    EXPECT_TRUE(game->episode().dead);
    EXPECT_TRUE(game->episode().finished);
    EXPECT_FALSE(game->timeoutReached());
    const int32_t tics = game->episodeTime() - 1;
    EXPECT_LT(tics, 20) << "no tic runs after the end";
    EXPECT_EQ(reward, tics - 100 + 3);
    EXPECT_EQ(game->variables()[variable::kDead], 1);
    EXPECT_LE(game->variables()[variable::kHealth], 0);
    EXPECT_EQ(game->variables()[variable::kDeathCount], 1);
    const uint64_t hash = game->hash();
    EXPECT_EQ(act(*game, {1}, 5), reward) << "a finished episode keeps its last reward";
    EXPECT_EQ(game->hash(), hash);
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_FALSE(game->episode().finished);
    EXPECT_EQ(game->variables()[variable::kDeathCount], 1) << "deaths count on";
    act(*game, {}, 50);
    EXPECT_EQ(game->variables()[variable::kDeathCount], 2);
}

TEST(Rewards, AnExitEndsTheEpisodeOneTicLater) {
    auto game = roomGame(exitAfter(10), "living_reward = 1\nmap_exit_reward = 5");
    while (game->world().state->exitKind == 0) {
        ASSERT_LT(game->episodeTime(), 30);
        EXPECT_EQ(act(*game, {}), 1);
    }
    EXPECT_FALSE(game->episode().finished) << "the exit was asked for in the tic before";
    EXPECT_EQ(act(*game, {}), 6) << "the tic of the exit lives too";
    EXPECT_TRUE(game->episode().finished);
    EXPECT_TRUE(game->episode().mapEnded);
    EXPECT_FALSE(game->episode().dead);
    EXPECT_EQ(game->episodeTime(), 0);
    EXPECT_EQ(act(*game, {}), 6);
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_FALSE(game->episode().finished);
    EXPECT_EQ(game->episodeTime(), 1);
}

TEST(Rewards, ShapingMultipliesTheChanges) {
    GridMap map = room();
    map.things.push_back({256, 448, 270, 3001, 9});  // an imp, far enough to be spared by the start
    auto game = roomGame(
        {}, "kill_reward = 10\ndamage_made_reward = 1\nhit_reward = 3\nhealth_reward = 0.5\ndamage_taken_penalty = 2\n",
        map);
    World& w = game->world();
    Actor* imp = nullptr;
    for (uint32_t i = 0; i < w.state->actorUsed; ++i) {
        if (w.actors[i].alive && w.actors[i].tid == 9) imp = &w.actors[i];
    }
    ASSERT_NE(imp, nullptr);
    Actor* pawn = w.resolve(w.state->player[0].pawn);
    damageActor(w, *imp, pawn, pawn, 1000, 0);
    EXPECT_EQ(act(*game, {}), 10 + 1000 + 3);
    damageActor(w, *pawn, nullptr, nullptr, 20, 0);
    const double taken = 100 - game->world().resolve(game->world().state->player[0].pawn)->health;
    EXPECT_GT(taken, 0);
    EXPECT_EQ(act(*game, {}), -0.5 * taken - 2 * taken);
    EXPECT_EQ(act(*game, {}), 0) << "changes, not amounts";
}

TEST(LastHurt, KeepsWhoAndHowForTheEpisode) {
    GridMap map = room();
    map.things.push_back({256, 448, 270, 3001, 9});
    auto game = roomGame({}, "", map);
    World& w = game->world();
    const LastHurt& hurt = w.state->lastHurt[0];
    EXPECT_EQ(hurt.source, kNoClass);
    EXPECT_EQ(hurt.amount, 0);
    Actor& pawn = *w.resolve(w.state->player[0].pawn);
    const ClassId impClass = w.classes->find("DoomImp");
    Actor* imp = nullptr;
    for (uint32_t i = 0; i < w.state->actorUsed; ++i) {
        if (w.actors[i].alive && w.actors[i].tid == 9) imp = &w.actors[i];
    }
    ASSERT_NE(imp, nullptr);
    const ClassId ballClass = w.classes->find("DoomImpBall");
    Actor* ball = spawnActor(w, ballClass, imp->x, imp->y, imp->z, false);
    ASSERT_NE(ball, nullptr);
    damageActor(w, pawn, ball, imp, 10, typeOf(DamageType::None));
    EXPECT_EQ(hurt.source, impClass);
    EXPECT_EQ(hurt.inflictor, ballClass);
    EXPECT_EQ(hurt.amount, 10);
    destroyActor(w, *ball);
    destroyActor(w, *imp);
    act(*game, {}, 3);
    EXPECT_EQ(hurt.source, impClass) << "kept when the attacker is gone";
    const uint64_t hash = game->hash();
    w.state->lastHurt[0].source = ballClass;
    EXPECT_EQ(game->hash(), hash) << "a figure for the host, not part of play";
    damageActor(w, pawn, nullptr, nullptr, 5, typeOf(DamageType::Slime));
    EXPECT_EQ(hurt.source, kNoClass);
    EXPECT_EQ(hurt.inflictor, kNoClass);
    EXPECT_EQ(hurt.type, typeOf(DamageType::Slime));
    damageActor(w, pawn, nullptr, nullptr, 0, typeOf(DamageType::Crush));
    EXPECT_EQ(hurt.type, typeOf(DamageType::Slime)) << "what takes no health does not hurt";
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->world().state->lastHurt[0].amount, 0);
}

TEST(FreshView, ANewEpisodeLooksLikeThatOfAFreshGame) {
    GameConfig config = battleConfig(5);
    config.labelsBuffer = config.depthBuffer = config.objectsInfo = true;
    auto pictures = [&](bool freshView, bool used) {
        GameOptions options;
        options.width = 160;
        options.height = 120;
        options.freshView = freshView;
        auto game = gameOf(battleContent(), config, options);
        if (used) {
            for (int i = 0; i < 25; ++i) {
                act(*game, {1, 1, 0, 1});
            }
            viewState(game->world()).fuzzPosition = 17; // of a spectre that this small archive has no picture of
            game->setSeed(5);
            EXPECT_TRUE(game->newEpisode().ok());
        }
        std::vector<uint64_t> hashes;
        for (int i = 0; i < 40; ++i) {
            act(*game, {1, 0, 1, i % 2 ? 1.0 : 0.0});
            uint64_t hash = hashBytes(game->renderer()->screen(), 160 * 120);
            hash = hashBytes(game->renderer()->depth(), 160 * 120, hash);
            const int32_t fuzz = viewState(game->world()).fuzzPosition;
            hash = hashBytes(&fuzz, sizeof fuzz, hash);
            for (const ObjectRow& row : game->objects()) {
                hash = hashBytes(&row.id, sizeof row.id, hash);
            }
            hashes.push_back(hash);
        }
        return hashes;
    };
    const auto fresh = pictures(true, false);
    EXPECT_EQ(pictures(true, true), fresh);
    EXPECT_NE(pictures(false, true), fresh) << "without the option the view remembers: otherwise this test shows nothing";
    EXPECT_EQ(pictures(false, false), fresh);
}

TEST(Timeouts, CountFromTheStartTime) {
    auto game = roomGame({}, "episode_timeout = 20\nepisode_start_time = 5\nliving_reward = 1");
    EXPECT_EQ(act(*game, {}, 19), 19);
    EXPECT_FALSE(game->episode().finished);
    EXPECT_FALSE(game->timeoutReached());
    EXPECT_EQ(act(*game, {}, 10), 1);
    EXPECT_EQ(game->episodeTime(), 25);
    EXPECT_TRUE(game->episode().finished);
    EXPECT_TRUE(game->timeoutReached());
    EXPECT_FALSE(game->episode().dead);
}

TEST(Timeouts, ZeroMeansNever) {
    auto game = roomGame({}, "episode_timeout = 0");
    act(*game, {}, 3000);
    EXPECT_FALSE(game->episode().finished);
}

TEST(Create, RefusesWhatItCannotPlay) {
    const auto content = contentOf(roomWad(room()));
    auto expectError = [&](const std::string& cfg, StatusCode code, std::string_view part,
                           const GameOptions& options = {}) {
        std::unique_ptr<Game> game;
        const Status status = Game::create(content, configOf(cfg), options, game);
        EXPECT_EQ(status.code, code) << cfg << ": " << status.message;
        EXPECT_NE(status.message.find(part), std::string::npos) << status.message;
        EXPECT_EQ(game, nullptr);
    };
    expectError("game_args = -join 127.0.0.1", StatusCode::Unsupported, "-join");
    expectError("game_args = +fraglimit many", StatusCode::InvalidArgument, "fraglimit");
    expectError("game_args = -host 17", StatusCode::InvalidArgument, "17");
    expectError("", StatusCode::BadData, "no start for player 2", {.players = 2});
    expectError("doom_map = MAP31", StatusCode::InvalidArgument, "MAP31");
    expectError("", StatusCode::InvalidArgument, "31", {.width = 31, .height = 100});
    expectError("", StatusCode::InvalidArgument, "1201", {.width = 320, .height = 1201});
    GridMap empty = room();
    empty.things.clear();
    std::unique_ptr<Game> game;
    const Status status = Game::create(contentOf(roomWad(empty)), configOf(""), {}, game);
    EXPECT_EQ(status.code, StatusCode::BadData);
    EXPECT_NE(status.message.find("no start for player 1"), std::string::npos) << status.message;
}

TEST(Create, ArgumentsOfTheEngine) {
    GridMap map = room();
    map.things.push_back({256, 448, 270, 3001, 9});
    auto game = roomGame({}, "game_args = +sv_noautoaim 1 -nomonsters +viz_thing 4", map);
    EXPECT_TRUE(game->world().rules.noAutoAim);
    EXPECT_EQ(game->world().state->totalMonsters, 0);
    EXPECT_NE(game->reports().find("+viz_thing"), std::string::npos) << game->reports();
    EXPECT_EQ(game->reports().find("nomonsters"), std::string::npos);
    game = roomGame({}, "", map);
    EXPECT_FALSE(game->world().rules.noAutoAim);
    EXPECT_EQ(game->world().state->totalMonsters, 1);
}

TEST(Variables, UserVariablesAreTheGlobals) {
    AcsAssembler code;
    code.script(1, kOpen);
    code.push(-5).op(acs::AssignGlobal, 1).push(70000).op(acs::AssignGlobal, 60).op(acs::Terminate);
    auto game = roomGame(code.build(), "");
    EXPECT_EQ(game->variables()[variable::kUser1], -5);
    EXPECT_EQ(game->variables()[variable::kUser1 + 59], 70000);
}

TEST(Variables, AreSampledOnUpdatesOnly) {
    auto game = roomGame({}, "");
    const double z = game->variables()[variable::kPositionX];
    game->world().resolve(game->world().state->player[0].pawn)->health = 55;
    ASSERT_TRUE(game->advance(2, false).ok());
    EXPECT_EQ(game->variables()[variable::kHealth], 100);
    act(*game, {});
    EXPECT_EQ(game->variables()[variable::kHealth], 55);
    EXPECT_EQ(game->variables()[variable::kPositionX], z);
    EXPECT_EQ(game->variables()[variable::kPlayerCount], 1);
    EXPECT_EQ(game->variables()[variable::kAmmo0 + 2], 50);
    EXPECT_EQ(game->variables()[variable::kWeapon0 + 1], 1);
    EXPECT_EQ(game->variables()[variable::kSelectedWeapon], 2);
    EXPECT_NEAR(game->variables()[variable::kAngle], 90, 1e-6);
}

}  // namespace
}  // namespace caco::test
