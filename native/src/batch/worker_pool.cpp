#include "batch/worker_pool.h"

#include <algorithm>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace caco {
namespace {

// Some microseconds: about what waking a sleeping thread costs.
constexpr int kSpins = 256;

// Items are taken in runs of neighbours, so that a thread knows what comes next. The runs get shorter towards the end: who takes the last
// one lets the others wait no longer than for an item.
constexpr uint32_t kLongestShare = 16, kSharesOfThread = 8;

uint32_t shareOf(uint32_t left, uint32_t threads) { return std::clamp(left / (threads * kSharesOfThread), 1u, kLongestShare); }

void pauseThread() {
#if defined(__x86_64__) || defined(_M_X64)
    _mm_pause();
#endif
}

// Waits until the value is no longer `old`: first on the processor, then asleep.
uint32_t waitWhile(const std::atomic<uint32_t>& value, uint32_t old) {
    for (int i = 0; i < kSpins; ++i) {
        const uint32_t now = value.load(std::memory_order_acquire);
        if (now != old) {
            return now;
        }
        pauseThread();
    }
    value.wait(old, std::memory_order_acquire);
    return value.load(std::memory_order_acquire);
}

} // namespace

WorkerPool::WorkerPool(uint32_t threads, uint32_t items) : items_(items), next_(items), done_(items) {
    workers_.reserve(threads > 1 ? threads - 1 : 0);
    try {
        for (uint32_t i = 1; i < threads; ++i) {
            workers_.emplace_back([this, i] { work(i); });
        }
    } catch (...) {
        stop(); // the system gives no more threads; those that run must end before this object does
        throw;
    }
}

WorkerPool::~WorkerPool() { stop(); }

void WorkerPool::stop() {
    ended_.store(true, std::memory_order_relaxed);
    call_.fetch_add(1, std::memory_order_release);
    call_.notify_all();
    for (std::thread& thread : workers_) {
        thread.join();
    }
}

void WorkerPool::run(PoolJob& job) {
    // All items of the last call are done, so no thread looks at the job; one that comes late finds items of this call and helps.
    job_ = &job;
    done_.store(0, std::memory_order_relaxed);
    next_.store(0, std::memory_order_release);
    if (!workers_.empty()) {
        call_.fetch_add(1, std::memory_order_release);
        call_.notify_all();
    }
    drain(0);
    waitForAll();
}

void WorkerPool::waitForAll() {
    for (uint32_t done = done_.load(std::memory_order_acquire); done != items_;) {
        done = waitWhile(done_, done);
    }
}

void WorkerPool::work(uint32_t worker) {
    for (uint32_t seen = 0;;) {
        seen = waitWhile(call_, seen);
        if (ended_.load(std::memory_order_relaxed)) {
            return;
        }
        drain(worker);
    }
}

void WorkerPool::drain(uint32_t worker) {
    uint32_t finished = 0;
    uint32_t first = next_.load(std::memory_order_acquire);
    while (first < items_) {
        const uint32_t end = first + shareOf(items_ - first, threads());
        if (!next_.compare_exchange_weak(first, end, std::memory_order_acq_rel, std::memory_order_acquire)) {
            continue;
        }
        for (uint32_t item = first; item < end; ++item) {
            for (uint32_t ahead = 2; ahead > 0; --ahead) {
                if (item + ahead < end) {
                    job_->expectItem(item + ahead, ahead);
                }
            }
            job_->runItem(item, worker);
        }
        finished += end - first;
        first = next_.load(std::memory_order_acquire);
    }
    if (finished == 0) {
        return;
    }
    if (done_.fetch_add(finished, std::memory_order_acq_rel) + finished == items_) {
        done_.notify_all();
    }
}

} // namespace caco
