#include <cstring>

#include "capi/handles.h"

using namespace caco;
using capi::guarded;

namespace {

static_assert(static_cast<int32_t>(Observation::None) == CACO_OBSERVE_NONE && static_cast<int32_t>(Observation::Screen) == CACO_OBSERVE_SCREEN &&
              static_cast<int32_t>(Observation::Indices) == CACO_OBSERVE_INDICES && static_cast<int32_t>(Observation::GrayArea) == CACO_OBSERVE_GRAY_AREA);

constexpr uint32_t kMaxGames = 1u << 20;

Status readBatchOptions(const caco_batch_options* options, BatchOptions& out) {
    if (!options) return {};
    const Status status = capi::checkStructSize(*options, "batch_options", "caco_batch_options_init");
    if (!status.ok()) return status;
    out.threads = options->threads;
    out.observation = static_cast<Observation>(options->observation);
    out.width = options->width;
    out.height = options->height;
    out.stack = options->stack;
    out.autoReset = options->auto_reset != 0;
    return {};
}

BatchIo readIo(const caco_batch_io& io) {
    BatchIo out;
    out.tics = io.tics;
    out.actions = io.actions;
    out.actionCount = io.action_count;
    out.ticsOf = io.tics_of;
    out.mask = io.mask;
    out.seeds = io.seeds;
    out.episodeSeeds = io.episode_seeds;
    out.observations = io.observations;
    out.observationSize = io.observation_size;
    out.variables = io.variables;
    out.variableCount = io.variable_count;
    out.rewards = io.rewards;
    out.terminated = io.terminated;
    out.truncated = io.truncated;
    out.ticsRun = io.tics_run;
    out.episodeReturns = io.episode_returns;
    out.episodeTics = io.episode_tics;
    out.playedSeeds = io.played_seeds;
    out.finalObservations = io.final_observations;
    out.finalObservationSize = io.final_observation_size;
    out.finalVariables = io.final_variables;
    out.finalVariableCount = io.final_variable_count;
    out.finalHashes = io.final_hashes;
    out.hashes = io.hashes;
    out.depth = io.depth;
    out.labels = io.labels;
    out.automap = io.automap;
    out.planeSize = io.plane_size;
    out.errors = io.errors;
    return out;
}

Status serve(caco_batch* batch, const caco_batch_io* io, Status (Batch::*verb)(const BatchIo&)) {
    if (!batch) return capi::nullArgument("batch");
    if (!io) return capi::nullArgument("io");
    const Status status = capi::checkStructSize(*io, "io", "caco_batch_io_init");
    if (!status.ok()) return status;
    return (batch->batch.get()->*verb)(readIo(*io));
}

} // namespace

extern "C" {

void caco_batch_options_init(caco_batch_options* options) {
    if (!options) return;
    std::memset(options, 0, sizeof *options);
    options->struct_size = sizeof *options;
    options->observation = CACO_OBSERVE_SCREEN;
    options->stack = 1;
    options->auto_reset = 1;
}

void caco_batch_io_init(caco_batch_io* io) {
    if (!io) return;
    std::memset(io, 0, sizeof *io);
    io->struct_size = sizeof *io;
    io->tics = 1;
}

caco_status caco_batch_create(const caco_batch_game* games, uint32_t count, const caco_batch_options* batch_options, const caco_options* game_options,
                              caco_batch** out) {
    return guarded([&]() -> Status {
        if (!out) return capi::nullArgument("out");
        *out = nullptr;
        if (!games && count) return capi::nullArgument("games");
        if (count > kMaxGames) {
            return Status::error(StatusCode::InvalidArgument, "count: at most " + std::to_string(kMaxGames) + " games, not " + std::to_string(count));
        }
        BatchOptions options;
        Status status = readBatchOptions(batch_options, options);
        if (status.ok()) status = capi::readOptions(game_options, options.game);
        if (!status.ok()) return status;
        std::vector<BatchMember> members(count);
        for (uint32_t i = 0; i < count; ++i) {
            if (games[i].assets) members[i].content = games[i].assets->content;
            if (games[i].scenario) members[i].config = &games[i].scenario->config;
            members[i].seed = games[i].seed;
        }
        auto handle = std::make_unique<caco_batch>();
        status = Batch::create(members, options, handle->batch);
        if (!status.ok()) return status;
        handle->games.resize(count);
        for (uint32_t i = 0; i < count; ++i) {
            handle->games[i].game = handle->batch->game(i);
        }
        *out = handle.release();
        return {};
    });
}

void caco_batch_destroy(caco_batch* batch) { delete batch; }

caco_status caco_batch_get_shape(const caco_batch* batch, caco_batch_shape* out) {
    return guarded([&]() -> Status {
        if (!batch) return capi::nullArgument("batch");
        if (!out) return capi::nullArgument("out");
        const BatchShape& s = batch->batch->shape();
        std::memset(out, 0, sizeof *out);
        out->games = s.games;
        out->threads = s.threads;
        out->buttons = s.buttons;
        out->variables = s.variables;
        out->stack = s.stack;
        out->observation = static_cast<int32_t>(s.observation);
        out->format = static_cast<int32_t>(s.format);
        out->width = s.width;
        out->height = s.height;
        out->channels = s.channels;
        out->frame_width = s.frameWidth;
        out->frame_height = s.frameHeight;
        out->observation_size = s.observationBytes;
        return {};
    });
}

caco_status caco_batch_step(caco_batch* batch, const caco_batch_io* io) {
    return guarded([&] { return serve(batch, io, &Batch::step); });
}

caco_status caco_batch_reset(caco_batch* batch, const caco_batch_io* io) {
    return guarded([&] { return serve(batch, io, &Batch::reset); });
}

caco_status caco_batch_observe(caco_batch* batch, const caco_batch_io* io) {
    return guarded([&] { return serve(batch, io, &Batch::observe); });
}

caco_game* caco_batch_game_at(caco_batch* batch, uint32_t index) {
    return batch && index < batch->games.size() ? &batch->games[index] : nullptr;
}

} // extern "C"
