// The same assets, scenario, seed and actions give the same world on every tic: twice, from a snapshot, in a clone,
// among other games on several threads, with and without frames, and in every build type.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "base/hash.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr int kTics = 350;

// One seed's game with its own stream of actions.
class Playing {
public:
    explicit Playing(uint32_t seed, bool screen = false)
        : game_(battle(seed, screen)), actions_(seed + 1000, game_->config().buttons) {}

    void tic() {
        const Status next = game_->episode().finished ? game_->newEpisode() : Status{};
        EXPECT_TRUE(next.ok()) << next.message;
        act(*game_, actions_.next());
        hashes_.push_back(game_->hash());
    }
    void tics(int count) {
        for (int i = 0; i < count; ++i) {
            tic();
        }
    }
    Game& game() { return *game_; }
    const std::vector<uint64_t>& hashes() const { return hashes_; }
    const ActionSource& actions() const { return actions_; }
    void continueFrom(const Playing& other) { actions_ = other.actions_; }

private:
    std::unique_ptr<Game> game_;
    ActionSource actions_;
    std::vector<uint64_t> hashes_;
};

std::vector<uint64_t> single(uint32_t seed, int tics = kTics) {
    Playing run(seed);
    run.tics(tics);
    return run.hashes();
}

std::vector<std::byte> saved(const Game& game) {
    std::vector<std::byte> bytes(game.snapshotSize());
    game.save(bytes.data());
    return bytes;
}

// Names the first tic that differs.
void expectSame(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b, const std::string& what) {
    ASSERT_EQ(a.size(), b.size()) << what;
    for (size_t i = 0; i < a.size(); ++i) {
        ASSERT_EQ(a[i], b[i]) << what << ": first difference in action " << i;
    }
}

TEST(Determinism, TheSameSeedTwice) {
    for (const uint32_t seed : {0u, 1u, 4294967295u}) {
        const auto once = single(seed);
        expectSame(once, single(seed), "seed " + std::to_string(seed));
        EXPECT_NE(once, single(seed + 1)) << "another seed is another game";
        EXPECT_NE(once.front(), once.back());
    }
}

TEST(Determinism, ANewEpisodeIsAFreshGame) {
    Playing used(11), fresh(11);
    used.tics(200);
    const uint32_t seed = used.game().episode().episodeSeed;
    ASSERT_TRUE(used.game().startEpisode(seed).ok());
    ASSERT_TRUE(fresh.game().startEpisode(seed).ok());
    ASSERT_EQ(used.game().hash(), fresh.game().hash()) << "nothing leaks from the episode before";
    used.continueFrom(fresh);
    for (int i = 0; i < 100; ++i) {
        used.tic();
        fresh.tic();
        ASSERT_EQ(used.game().hash(), fresh.game().hash()) << "tic " << i;
    }
}

TEST(Determinism, ActionsMatter) {
    auto a = battle(3), b = battle(3);
    ASSERT_EQ(a->hash(), b->hash());
    act(*a, {0, 0, 1});
    act(*b, {});
    EXPECT_NE(a->hash(), b->hash());
}

TEST(Determinism, SnapshotRestoreContinue) {
    const auto whole = single(21, 300);
    Playing run(21);
    run.tics(120);
    const auto bytes = saved(run.game());
    const Playing actions = std::move(run);
    Playing other(99);  // a different game takes over the state
    other.tics(40);
    ASSERT_TRUE(other.game().restore(bytes.data(), bytes.size()).ok());
    EXPECT_EQ(other.game().hash(), whole[119]);
    other.continueFrom(actions);
    other.tics(180);
    expectSame({whole.begin() + 120, whole.end()}, {other.hashes().begin() + 40, other.hashes().end()}, "restored");
    EXPECT_EQ(saved(other.game()).size(), other.game().snapshotSize());
}

TEST(Determinism, GoingBackInTheSameGame) {
    Playing run(22);
    run.tics(50);
    const auto bytes = saved(run.game());
    const double total = run.game().episode().totalReward;
    const VariableBlock variables = run.game().variables();
    const uint32_t seed = run.game().seed();
    Playing later(22);
    later.continueFrom(run);
    ASSERT_TRUE(later.game().restore(bytes.data(), bytes.size()).ok());
    run.tics(200);
    later.tics(200);
    expectSame({run.hashes().begin() + 50, run.hashes().end()}, later.hashes(), "clone");
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(run.game().restore(bytes.data(), bytes.size()).ok());
        EXPECT_EQ(saved(run.game()), bytes) << "what was restored is saved again, byte for byte";
    }
    EXPECT_EQ(run.game().episode().totalReward, total);
    EXPECT_EQ(run.game().variables(), variables);
    EXPECT_EQ(run.game().seed(), seed);
    ASSERT_TRUE(run.game().newEpisode().ok());
    ASSERT_TRUE(later.game().restore(bytes.data(), bytes.size()).ok());
    ASSERT_TRUE(later.game().newEpisode().ok());
    EXPECT_EQ(run.game().hash(), later.game().hash()) << "the seed source is part of the snapshot";
}

TEST(Determinism, FramesDoNotTouchTheWorld) {
    Playing with(31, true), without(31, false);
    for (int i = 0; i < 120; ++i) {
        with.tic();
        without.tic();
        if (i % 7 == 0) with.game().redraw();
        ASSERT_EQ(with.game().hash(), without.game().hash()) << "tic " << i;
    }
    // Lists, labels and the automap neither.
    GameConfig config = battleConfig(31);
    config.labelsBuffer = config.depthBuffer = config.automapBuffer = config.objectsInfo = config.sectorsInfo =
        config.hud = true;
    auto all = gameOf(battleContent(), config);
    Playing again(31);
    ActionSource actions(1031, config.buttons);
    for (int i = 0; i < 60; ++i) {
        act(*all, actions.next());
        again.tic();
        ASSERT_EQ(all->hash(), again.game().hash()) << "tic " << i;
    }
}

TEST(Determinism, UpdatesDoNotTouchTheWorld) {
    auto rare = battle(33), often = battle(33);
    const std::vector<double> forward = {0, 1, 1, 0, 0, 0, 0, 3};
    act(*rare, forward, 40);
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(often->setAction(forward).ok());
        ASSERT_TRUE(often->advance(1, i % 3 == 0).ok());
    }
    EXPECT_EQ(rare->hash(), often->hash());
}

TEST(Determinism, ManyGamesOnManyThreads) {
    constexpr int kGames = 12, kThreads = 4, kRounds = 6, kTicsPerRound = 30;
    std::vector<std::vector<uint64_t>> expected;
    std::vector<std::unique_ptr<Playing>> runs;
    for (uint32_t i = 0; i < kGames; ++i) {
        expected.push_back(single(50 + i, kRounds * kTicsPerRound));
        runs.push_back(std::make_unique<Playing>(50 + i));
    }
    // In every round each game moves to whichever thread is free; games of one thread take turns tic by tic.
    for (int round = 0; round < kRounds; ++round) {
        std::atomic<int> nextPair{0};
        auto work = [&] {
            for (int pair; (pair = nextPair.fetch_add(2)) < kGames;) {
                for (int tic = 0; tic < kTicsPerRound; ++tic) {
                    runs[static_cast<size_t>(pair)]->tic();
                    runs[static_cast<size_t>(pair) + 1]->tic();
                }
            }
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back(work);
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }
    for (size_t i = 0; i < kGames; ++i) {
        expectSame(expected[i], runs[i]->hashes(), "game " + std::to_string(i));
    }
}

TEST(Determinism, GamesAreMadeOnManyThreads) {
    const auto content = contentOf(battleWad());  // its map is loaded by whoever comes first
    std::vector<uint64_t> hashes(8);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < hashes.size(); ++i) {
        threads.emplace_back([&, i] {
            GameOptions options;
            options.noScreen = i % 2 == 0;
            auto game = gameOf(content, battleConfig(8), options);
            act(*game, {1}, 10);
            hashes[i] = game->hash();
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const uint64_t hash : hashes) {
        EXPECT_EQ(hash, hashes[0]);
    }
}

// The chained hash of kTics tics of the built-in battle, seed 1, on the small archive. Release, Debug and the sanitizer
// builds must all give it. It changes with the rules of play, the actor tables, the battle and the layout of the
// world's structs; after such a change run the test with CACO_UPDATE_GOLDEN=1 and put the printed line here.
constexpr uint64_t kGoldenChain = 0xB081DDD00ED88A66ull;

TEST(Determinism, EveryBuildPlaysTheSameGame) {
    uint64_t chain = kHashSeed;
    for (const uint64_t hash : single(1)) {
        chain = hashBytes(&hash, sizeof hash, chain);
    }
    char line[96];
    std::snprintf(line, sizeof line, "constexpr uint64_t kGoldenChain = 0x%016llXull;",
                  static_cast<unsigned long long>(chain));
    if (std::getenv("CACO_UPDATE_GOLDEN")) {
        std::printf("%s\n", line);
        GTEST_SKIP() << "CACO_UPDATE_GOLDEN is set: copy the line above into " << __FILE__;
    }
    EXPECT_EQ(chain, kGoldenChain) << "this build plays:\n"
                                   << line << "\nIf play was meant to change, put that line into " << __FILE__
                                   << " and check that Release and Debug builds agree; if not, another build or an "
                                      "earlier commit tells what changed.";
}

TEST(Snapshots, DamageIsRefusedAndChangesNothing) {
    Playing run(41);
    run.tics(60);
    auto bytes = saved(run.game());
    auto other = battle(42);
    act(*other, {1}, 10);
    const auto before = saved(*other);
    TestRandom random(5);
    auto refused = [&](const std::vector<std::byte>& data, const std::string& what) {
        const Status status = other->restore(data.data(), data.size());
        EXPECT_FALSE(status.ok()) << what;
        EXPECT_NE(status.message.find("snapshot"), std::string::npos) << status.message;
    };
    for (size_t size : {size_t{0}, size_t{7}, size_t{100}, bytes.size() / 2, bytes.size() - 1}) {
        refused({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}, "cut at " + std::to_string(size));
    }
    auto longer = bytes;
    longer.push_back(std::byte{0});
    refused(longer, "one byte more");
    for (int i = 0; i < 300; ++i) {
        // All of the heads, and places all over.
        const size_t at = i < 100 ? static_cast<size_t>(i) * 40 : random.below(static_cast<uint32_t>(bytes.size()));
        const auto bit = static_cast<std::byte>(1u << random.below(8));
        bytes[at] ^= bit;
        refused(bytes, "a changed bit at " + std::to_string(at));
        bytes[at] ^= bit;
    }
    EXPECT_EQ(saved(*other), before);
    EXPECT_TRUE(other->restore(bytes.data(), bytes.size()).ok());
    EXPECT_EQ(other->hash(), run.game().hash());
}

TEST(Snapshots, BelongToTheirFilesMapAndCapacity) {
    auto donor = battle(1);
    const auto bytes = saved(*donor);
    auto expectRefused = [&](Game& game, std::string_view part) {
        const uint64_t before = game.hash();
        const Status status = game.restore(bytes.data(), bytes.size());
        EXPECT_FALSE(status.ok());
        EXPECT_NE(status.message.find(part), std::string::npos) << status.message;
        EXPECT_EQ(game.hash(), before);
    };
    auto room = gameOf(contentOf(roomWad(test::room())), configOf("seed = 1"), {.noScreen = true});
    expectRefused(*room, "other WAD files");
    auto small = gameOf(battleContent(), battleConfig(1), {.actorCapacity = 64, .noScreen = true});
    expectRefused(*small, "capacity");

    // Two maps that differ in their names only.
    WadBuilder wad;
    for (const char* name : {"MAP01", "MAP02"}) {
        wad.add(name).add("TEXTMAP", test::room().textMap()).add("ENDMAP");
    }
    const auto content = contentOf(wad.build());
    auto first = gameOf(content, configOf("seed = 1\ndoom_map = MAP01"), {.noScreen = true});
    auto second = gameOf(content, configOf("seed = 1\ndoom_map = MAP02"), {.noScreen = true});
    const auto firstBytes = saved(*first);
    const Status status = second->restore(firstBytes.data(), firstBytes.size());
    EXPECT_FALSE(status.ok());
    EXPECT_NE(status.message.find("another map than MAP02"), std::string::npos) << status.message;
}

}  // namespace
}  // namespace caco::test
