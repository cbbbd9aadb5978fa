// Many games that one call steps on a pool of threads, with results in contiguous memory of the caller.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "batch/worker_pool.h"
#include "game/game.h"
#include "render/gray_resize.h"

namespace caco {

// Values are part of the C ABI (CACO_OBSERVE_*).
enum class Observation : int32_t { None, Screen, Indices, GrayArea, Count };

struct BatchOptions {
    uint32_t threads = 0;              // with the caller's; 0 = processors
    Observation observation = Observation::Screen;
    int32_t width = 0, height = 0;     // of GrayArea; 0 = the frame's
    uint32_t stack = 1;                // observations of the last calls that a row holds, oldest first
    bool autoReset = true;
    GameOptions game;
};

struct BatchMember {
    std::shared_ptr<const Content> content;
    const GameConfig* config = nullptr;
    uint32_t seed = 0;                 // of the game's source of episode seeds
};

struct BatchShape {
    uint32_t games = 0, threads = 0, buttons = 0, variables = 0, stack = 1;
    Observation observation = Observation::None;
    ScreenFormat format = ScreenFormat::Doom256; // of an observation's pixels
    int32_t width = 0, height = 0, channels = 0;
    int32_t frameWidth = 0, frameHeight = 0;     // of the drawn frames; 0 without a screen
    size_t observationBytes = 0;       // of a game's row, the stack included
};

// Memory of the caller for one call. Every array is nullable unless said otherwise and has a row per game; rows of games that are masked
// out keep their contents. Sizes count elements of the whole array.
struct BatchIo {
    uint32_t tics = 1;
    const double* actions = nullptr;   // (games, buttons); step needs it
    uint64_t actionCount = 0;
    const uint32_t* ticsOf = nullptr;  // in place of `tics`
    const uint8_t* mask = nullptr;     // 0 = leave this game alone
    const uint32_t* seeds = nullptr;   // reset: seeds the game's source first
    const uint32_t* episodeSeeds = nullptr; // reset, and auto-reset of step: the new episode's seed; the source is left alone
    uint8_t* observations = nullptr;
    uint64_t observationSize = 0;
    double* variables = nullptr;       // (games, variables)
    uint64_t variableCount = 0;
    double* rewards = nullptr;
    uint8_t* terminated = nullptr;
    uint8_t* truncated = nullptr;
    uint32_t* ticsRun = nullptr;
    double* episodeReturns = nullptr;
    uint32_t* episodeTics = nullptr;
    uint32_t* playedSeeds = nullptr;
    uint8_t* finalObservations = nullptr;
    uint64_t finalObservationSize = 0;
    double* finalVariables = nullptr;
    uint64_t finalVariableCount = 0;
    uint64_t* finalHashes = nullptr;
    uint64_t* hashes = nullptr;
    uint8_t* depth = nullptr;          // (games, frameHeight, frameWidth), likewise the next two
    uint8_t* labels = nullptr;
    uint8_t* automap = nullptr;        // palette indices
    uint64_t planeSize = 0;
    int32_t* errors = nullptr;
};

// Owner thread only. A call gives InvalidArgument before anything moved when an array does not fit; else every game that is not masked
// out is served, whatever happens to the others, and the status is that of the first game (lowest index) that failed. A failed game
// stays so until a reset brings it back.
class Batch {
public:
    static Status create(std::span<const BatchMember> members, const BatchOptions& options, std::unique_ptr<Batch>& out);

    const BatchShape& shape() const { return shape_; }
    // Sets the actions, runs the tics, gives rewards and observations; ended episodes start anew under auto-reset.
    Status step(const BatchIo& io);
    // Starts an episode in every game of the mask.
    Status reset(const BatchIo& io);
    // The current observations and figures again; nothing moves.
    Status observe(const BatchIo& io);
    // Shared so that a handle of the interface can speak of it.
    const std::shared_ptr<Game>& game(uint32_t index) const { return members_[index].game; }

private:
    enum class Verb : uint8_t { Create, Step, Reset, Observe };
    struct Member {
        std::shared_ptr<Game> game;
        Status failure;                // of the game, until a reset
        AlignedBuffer frames;          // ring of the last observations, when stacked
        uint32_t newest = 0;           // slot of the ring
        bool startStack = true;        // the next observation fills the whole ring
        bool undrawn = false;          // the last update drew nothing
        uint32_t episodeTics = 0;
    };
    // The running call, as the threads see it.
    struct Call final : PoolJob {
        Batch* batch = nullptr;
        Verb verb = Verb::Step;
        const BatchIo* io = nullptr;
        std::span<const BatchMember> members; // of create
        const BatchOptions* options = nullptr;
        void runItem(uint32_t item, uint32_t worker) noexcept override { batch->serve(*this, item, worker); }
        void expectItem(uint32_t item, uint32_t ahead) noexcept override { batch->expect(*this, item, ahead); }
    };

    Batch() = default;
    Status run(Verb verb, const BatchIo& io);
    Status checkSizes(Verb verb, const BatchIo& io) const;
    Status makeShape(const BatchOptions& options);
    void makeResizers();
    Status checkSame(uint32_t index) const;
    void serve(const Call& call, uint32_t index, uint32_t worker) noexcept;
    void expect(const Call& call, uint32_t index, uint32_t ahead) const noexcept;
    Status serveGame(const Call& call, uint32_t index, uint32_t worker);
    Status open(const Call& call, uint32_t index);
    Status play(const BatchIo& io, uint32_t index, uint32_t worker);
    Status begin(const BatchIo& io, uint32_t index, uint32_t worker, bool isReset);
    void writeEnd(const BatchIo& io, uint32_t index, uint32_t worker);
    void writeState(const BatchIo& io, uint32_t index, uint32_t worker, bool isNew);
    void writeVariables(uint32_t index, double* rows) const;
    void writeObservation(uint32_t index, uint32_t worker, uint8_t* rows, bool isNew);
    void writePixels(uint32_t index, uint32_t worker, uint8_t* out);
    void writePlanes(const BatchIo& io, uint32_t index) const;
    void writeFailure(const BatchIo& io, uint32_t index) const;
    Status firstFailure(const BatchIo& io) const;

    BatchShape shape_;
    bool autoReset_ = true;
    size_t frameBytes_ = 0;            // of one observation of a stack
    std::vector<Member> members_;
    std::vector<std::unique_ptr<GrayResize>> resizers_; // one per set of assets
    std::vector<const GrayResize*> resizeOf_;           // per game
    std::vector<AlignedBuffer> scratch_;                // per thread
    std::unique_ptr<WorkerPool> pool_;
};

} // namespace caco
