#include "batch/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>

namespace caco::test {
namespace {

// Counts how often each item ran, and on which thread.
struct Counting final : PoolJob {
    explicit Counting(uint32_t items, uint32_t threads) : times(items), ofThread(threads) {}
    void runItem(uint32_t item, uint32_t worker) noexcept override {
        ++times[item];
        ++ofThread[worker];
    }
    void expectItem(uint32_t item, uint32_t ahead) noexcept override {
        const bool holds = item < times.size() && times[item] == 0 && ahead >= 1 && ahead <= 2;
        ++(holds ? expected : misled);
    }
    std::vector<uint32_t> times, ofThread;
    std::atomic<uint32_t> expected{0}, misled{0};
};

TEST(WorkerPool, EveryItemRunsOnceInEveryCall) {
    for (const uint32_t threads : {1u, 2u, 3u, 8u}) {
        for (const uint32_t items : {1u, 2u, 7u, 100u}) {
            WorkerPool pool(threads, items);
            EXPECT_EQ(pool.threads(), threads);
            constexpr uint32_t kCalls = 300;
            // A job of its own for each call: a late thread must not touch the one before.
            std::vector<uint32_t> total(items);
            for (uint32_t call = 0; call < kCalls; ++call) {
                Counting job(items, threads);
                pool.run(job);
                for (uint32_t i = 0; i < items; ++i) {
                    total[i] += job.times[i];
                    ASSERT_EQ(job.times[i], 1u);
                }
                ASSERT_EQ(job.misled, 0u) << "of an item that is none or ran already";
                ASSERT_EQ(std::accumulate(job.ofThread.begin(), job.ofThread.end(), 0u), items);
            }
            EXPECT_EQ(total, std::vector<uint32_t>(items, kCalls));
        }
    }
}

TEST(WorkerPool, ManyItemsAreExpectedBeforeTheyRun) {
    WorkerPool pool(2, 1000);
    Counting many(1000, 2);
    pool.run(many);
    EXPECT_GT(many.expected, 1000u);
    EXPECT_EQ(many.misled, 0u);
}

TEST(WorkerPool, EndsWithoutHavingRun) {
    const WorkerPool pool(4, 3);
    EXPECT_EQ(pool.threads(), 4u);
}

}  // namespace
}  // namespace caco::test
