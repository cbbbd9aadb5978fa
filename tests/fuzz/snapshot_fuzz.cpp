// Damaged snapshots are refused, and the game plays on as if nothing had happened.
#include "stage.h"

namespace caco::test {
namespace {

TEST(SnapshotFuzz, AreRefused) {
    auto donor = battle(1);
    act(*donor, {0, 1, 1}, 30);
    std::vector<uint8_t> good(donor->snapshotSize());
    donor->save(reinterpret_cast<std::byte*>(good.data()));
    auto game = battle(2), witness = battle(2);
    TestRandom random(61);
    int refused = 0;
    const int cases = fuzzCases(1500);
    for (int i = 0; i < cases; ++i) {
        const std::vector<uint8_t> bytes = damaged(good, random, 3);
        if (bytes == good) {
            ++refused;  // the damage was none
            continue;
        }
        const Status status = game->restore(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size());
        refused += !status.ok();
        if (!status.ok()) expectReason(status);
    }
    EXPECT_EQ(refused, cases);
    for (int i = 0; i < 20; ++i) {
        act(*game, {1, 0, 1}, 2);
        act(*witness, {1, 0, 1}, 2);
        ASSERT_EQ(game->hash(), witness->hash());
    }
}

TEST(SnapshotFuzz, NoiseIsRefused) {
    auto game = battle(2);
    TestRandom random(62);
    for (int i = 0; i < fuzzCases(500); ++i) {
        std::vector<uint8_t> bytes(random.below(random.below(2) ? 200 : 20000));
        for (uint8_t& byte : bytes) {
            byte = static_cast<uint8_t>(random.next());
        }
        const Status status = game->restore(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size());
        expectReason(status);
    }
}

}  // namespace
}  // namespace caco::test
