// Many short episodes in one process: the same ones end in the same worlds, and nothing stays behind. bench_engine --soak runs more.
#include <gtest/gtest.h>

#include "support/allocation_counter.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr int kEpisodes = 1500;
constexpr int kPeriod = 100; // every so many episodes the first one comes again

uint64_t play(Game& game, uint32_t seed) {
    const Status status = game.startEpisode(seed);
    EXPECT_TRUE(status.ok()) << status.message;
    ActionSource actions(seed, game.config().buttons);
    while (!game.episode().finished) {
        act(game, actions.next());
    }
    return game.hash();
}

TEST(Soak, ManyEpisodesLeaveNothingBehind) {
    GameConfig config = battleConfig(1);
    config.episodeTimeout = 4;
    GameOptions options;
    options.noScreen = true;
    const std::unique_ptr<Game> game = gameOf(battleContent(), config, options);
    uint64_t first = 0;
    int64_t settled = 0;
    for (int e = 0; e < kEpisodes; ++e) {
        const uint64_t hash = play(*game, static_cast<uint32_t>(e % kPeriod));
        if (e % kPeriod == 0) {
            first = e == 0 ? hash : first;
            ASSERT_EQ(hash, first) << "episode " << e;
        }
        if (e == kEpisodes / 10) settled = liveAllocations();
    }
    EXPECT_EQ(liveAllocations(), settled);
}

}  // namespace
}  // namespace caco::test
