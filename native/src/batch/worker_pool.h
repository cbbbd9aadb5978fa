// Threads that stay alive between calls and share out numbered items by an atomic counter.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace caco {

// What a call does with one item. `worker` is 0..threads-1: the index of memory that one thread at a time uses.
class PoolJob {
public:
    virtual ~PoolJob() = default;
    virtual void runItem(uint32_t item, uint32_t worker) noexcept = 0;
    // The calling thread will run the item after `ahead` others: what it needs may be fetched into the caches. Changes nothing.
    virtual void expectItem(uint32_t item, uint32_t ahead) noexcept = 0;
};

// One caller at a time. The calling thread works too, so a pool of one thread starts none. Idle threads sleep after a short spin.
class WorkerPool {
public:
    // items: how many items every call has.
    WorkerPool(uint32_t threads, uint32_t items);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    uint32_t threads() const { return static_cast<uint32_t>(workers_.size()) + 1; }
    // Runs every item once, each on some thread; returns when all are done. What items wrote is seen by the caller.
    void run(PoolJob& job);

private:
    void work(uint32_t worker);
    void drain(uint32_t worker);
    void waitForAll();
    void stop();

    const uint32_t items_;
    PoolJob* job_ = nullptr;            // read only after an item of the running call was taken
    alignas(64) std::atomic<uint32_t> call_{0};  // number of calls so far; changes wake the threads
    std::atomic<bool> ended_{false};
    alignas(64) std::atomic<uint32_t> next_;     // item to take next
    alignas(64) std::atomic<uint32_t> done_;     // items finished in this call
    std::vector<std::thread> workers_;
};

} // namespace caco
