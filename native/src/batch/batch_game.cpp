// What a batch does with one of its games; runs on any thread of the pool, one game at a time.
#include <algorithm>
#include <cstring>
#include <new>

#include "base/prefetch.h"
#include "batch/batch.h"

namespace caco {

void Batch::serve(const Call& call, uint32_t index, uint32_t worker) noexcept {
    Member& m = members_[index];
    if (call.io && call.io->mask && !call.io->mask[index]) return;
    const bool starts = call.verb == Verb::Create || call.verb == Verb::Reset;
    if (starts || m.failure.ok()) {
        // Messages this short need no memory.
        try {
            m.failure = serveGame(call, index, worker);
        } catch (const std::bad_alloc&) {
            m.failure = {StatusCode::Internal, "out of memory"};
        } catch (const std::exception&) {
            m.failure = {StatusCode::Internal, "internal error"};
        }
    }
    if (!call.io) return;
    if (call.io->errors) call.io->errors[index] = static_cast<int32_t>(m.failure.code);
    if (!m.failure.ok()) writeFailure(*call.io, index);
}

// First the game itself, then what it points to: following a pointer that is not there yet would wait for it.
void Batch::expect(const Call& call, uint32_t index, uint32_t ahead) const noexcept {
    if (call.verb != Verb::Step || !members_[index].game) return;
    const Game& game = *members_[index].game;
    if (ahead > 1) {
        prefetch(&game, sizeof game);
    } else {
        game.fetchAhead();
    }
}

Status Batch::serveGame(const Call& call, uint32_t index, uint32_t worker) {
    if (call.verb == Verb::Create) return open(call, index);
    const BatchIo& io = *call.io;
    Member& m = members_[index];
    if (!m.game) return m.failure;
    Game& game = *m.game;
    if (call.verb == Verb::Observe) {
        const bool wanted = io.observations || io.depth || io.labels || io.automap;
        const bool draws = wanted && m.undrawn;
        if (draws) {
            game.redraw();
            m.undrawn = false;
        }
        writeState(io, index, worker, draws);
        return {};
    }
    game.setDrawing(io.observations || io.finalObservations || io.depth || io.labels || io.automap);
    return call.verb == Verb::Step ? play(io, index, worker) : begin(io, index, worker, true);
}

Status Batch::open(const Call& call, uint32_t index) {
    const BatchMember& from = call.members[index];
    if (!from.content || !from.config) return Status::error(StatusCode::InvalidArgument, "has no assets or no scenario");
    GameConfig config = *from.config;
    config.seed = from.seed;
    config.seedSet = true;
    GameOptions options = call.options->game;
    options.noScreen = options.noScreen || call.options->observation == Observation::None;
    std::unique_ptr<Game> game;
    Status status = Game::create(from.content, config, options, game);
    if (status.ok() && game->playerCount() != 1) {
        status = Status::error(StatusCode::Unsupported, "has " + std::to_string(game->playerCount()) +
                                                            " players; the games of a batch have one, play this one as a game of its own");
    }
    if (status.ok()) members_[index].game = std::move(game);
    return status;
}

Status Batch::play(const BatchIo& io, uint32_t index, uint32_t worker) {
    Member& m = members_[index];
    Game& game = *m.game;
    const bool over = game.episode().finished;
    const int32_t before = game.episode().livingTime;
    Status status = game.setAction({io.actions + static_cast<size_t>(index) * shape_.buttons, shape_.buttons});
    if (status.ok()) status = game.advance(io.ticsOf ? io.ticsOf[index] : io.tics, true);
    if (!status.ok()) return status;
    const EpisodeState& e = game.episode();
    const auto tics = static_cast<uint32_t>(e.livingTime - before);
    m.episodeTics += tics;
    if (!over) m.undrawn = !game.isDrawing();
    const bool terminated = e.finished && (e.dead || e.mapEnded);
    if (io.rewards) io.rewards[index] = over ? 0 : e.lastReward;
    if (io.terminated) io.terminated[index] = terminated;
    if (io.truncated) io.truncated[index] = e.finished && !terminated;
    if (io.ticsRun) io.ticsRun[index] = tics;
    if (io.episodeReturns) io.episodeReturns[index] = e.totalReward;
    if (io.episodeTics) io.episodeTics[index] = m.episodeTics;
    if (io.playedSeeds) io.playedSeeds[index] = e.episodeSeed;
    if (!e.finished || !autoReset_) {
        writeState(io, index, worker, !over);
        return {};
    }
    writeEnd(io, index, worker);
    return begin(io, index, worker, false);
}

void Batch::writeEnd(const BatchIo& io, uint32_t index, uint32_t worker) {
    if (io.finalObservations) writeObservation(index, worker, io.finalObservations, true);
    if (io.finalVariables) writeVariables(index, io.finalVariables);
    if (io.finalHashes) io.finalHashes[index] = members_[index].game->hash();
}

Status Batch::begin(const BatchIo& io, uint32_t index, uint32_t worker, bool isReset) {
    Member& m = members_[index];
    Game& game = *m.game;
    if (isReset && io.seeds) game.setSeed(io.seeds[index]);
    const Status status = io.episodeSeeds ? game.startEpisode(io.episodeSeeds[index]) : game.newEpisode();
    if (!status.ok()) return status;
    m.episodeTics = 0;
    m.startStack = true;
    m.undrawn = !game.isDrawing();
    if (isReset) {
        if (io.rewards) io.rewards[index] = 0;
        if (io.terminated) io.terminated[index] = 0;
        if (io.truncated) io.truncated[index] = 0;
        if (io.ticsRun) io.ticsRun[index] = 0;
        if (io.episodeReturns) io.episodeReturns[index] = 0;
        if (io.episodeTics) io.episodeTics[index] = 0;
        if (io.playedSeeds) io.playedSeeds[index] = game.episode().episodeSeed;
    }
    writeState(io, index, worker, true);
    return {};
}

void Batch::writeState(const BatchIo& io, uint32_t index, uint32_t worker, bool isNew) {
    if (io.observations) writeObservation(index, worker, io.observations, isNew);
    if (io.variables) writeVariables(index, io.variables);
    if (io.hashes) io.hashes[index] = members_[index].game->hash();
    writePlanes(io, index);
}

void Batch::writeVariables(uint32_t index, double* rows) const {
    const Game& game = *members_[index].game;
    double* out = rows + static_cast<size_t>(index) * shape_.variables;
    for (const int32_t variable : game.config().variables) {
        *out++ = game.variables()[static_cast<size_t>(variable)];
    }
}

// isNew: the frame was drawn by this call and is not yet in the stack.
void Batch::writeObservation(uint32_t index, uint32_t worker, uint8_t* rows, bool isNew) {
    if (shape_.observation == Observation::None) return;
    uint8_t* out = rows + static_cast<size_t>(index) * shape_.observationBytes;
    if (shape_.stack == 1) {
        writePixels(index, worker, out);
        return;
    }
    Member& m = members_[index];
    auto slot = [&](uint32_t i) { return m.frames.get() + static_cast<size_t>(i) * frameBytes_; };
    if (isNew || m.startStack) {
        m.newest = (m.newest + 1) % shape_.stack;
        writePixels(index, worker, slot(m.newest));
    }
    if (m.startStack) {
        for (uint32_t i = 0; i < shape_.stack; ++i) {
            if (i != m.newest) std::memcpy(slot(i), slot(m.newest), frameBytes_);
        }
        m.startStack = false;
    }
    for (uint32_t i = 0; i < shape_.stack; ++i) {
        std::memcpy(out + static_cast<size_t>(i) * frameBytes_, slot((m.newest + 1 + i) % shape_.stack), frameBytes_);
    }
}

void Batch::writePixels(uint32_t index, uint32_t worker, uint8_t* out) {
    Game& game = *members_[index].game;
    if (shape_.observation == Observation::GrayArea) {
        resizeOf_[index]->run(game.renderer()->screen(), out, scratch_[worker].get());
    } else {
        game.convertScreen(shape_.format, out);
    }
}

void Batch::writePlanes(const BatchIo& io, uint32_t index) const {
    const Renderer* r = members_[index].game->renderer();
    if (!r) return;
    const size_t size = static_cast<size_t>(shape_.frameWidth) * static_cast<size_t>(shape_.frameHeight);
    auto copy = [&](uint8_t* rows, const uint8_t* from) {
        if (rows && from) std::memcpy(rows + index * size, from, size);
    };
    copy(io.depth, r->depth());
    copy(io.labels, r->labels());
    copy(io.automap, r->automap());
}

// A game that cannot go on counts as cut off, so that hosts that look only at the flags do not wait for it.
void Batch::writeFailure(const BatchIo& io, uint32_t index) const {
    if (io.rewards) io.rewards[index] = 0;
    if (io.terminated) io.terminated[index] = 0;
    if (io.truncated) io.truncated[index] = 1;
    if (io.ticsRun) io.ticsRun[index] = 0;
}

} // namespace caco
