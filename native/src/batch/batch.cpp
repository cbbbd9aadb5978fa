#include "batch/batch.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <thread>

namespace caco {
namespace {

constexpr uint32_t kMaxThreads = 1024;
constexpr uint32_t kMaxStack = 64;

uint32_t processors() { return std::max(1u, std::thread::hardware_concurrency()); }

std::string gameName(size_t index) { return "game " + std::to_string(index); }

Status invalid(std::string text) { return Status::error(StatusCode::InvalidArgument, std::move(text)); }

Status checkOptions(const BatchOptions& o, size_t games) {
    if (games == 0) return invalid("games: a batch needs at least one");
    if (o.threads > kMaxThreads) {
        return invalid("threads: at most " + std::to_string(kMaxThreads) + ", not " + std::to_string(o.threads) + "; 0 takes one per processor");
    }
    if (o.observation < Observation::None || o.observation >= Observation::Count) {
        return invalid("observation: " + std::to_string(static_cast<int32_t>(o.observation)) + " is none of CACO_OBSERVE_*");
    }
    if (o.stack < 1 || o.stack > kMaxStack) {
        return invalid("stack: 1.." + std::to_string(kMaxStack) + ", not " + std::to_string(o.stack));
    }
    if (o.observation != Observation::GrayArea && (o.width || o.height)) {
        return invalid("width, height: only CACO_OBSERVE_GRAY_AREA changes the size; set the frames' size in the game options");
    }
    if ((o.width == 0) != (o.height == 0) || o.width < 0 || o.height < 0 || o.width > 1920 || o.height > 1200) {
        return invalid("width, height: both 0 (the frame's size), or 1..1920 and 1..1200");
    }
    if (o.observation != Observation::None && o.game.noScreen) {
        return invalid("no_screen: games without frames can only be observed with CACO_OBSERVE_NONE");
    }
    return {};
}

// The same for every array with a row per game.
Status checkArray(const char* name, bool given, uint64_t size, uint64_t wanted) {
    if (!given || size == wanted) return {};
    return invalid(std::string(name) + ": room for " + std::to_string(size) + " elements, the batch has " + std::to_string(wanted));
}

} // namespace

Status Batch::create(std::span<const BatchMember> members, const BatchOptions& options, std::unique_ptr<Batch>& out) {
    Status status = checkOptions(options, members.size());
    if (!status.ok()) return status;
    std::unique_ptr<Batch> batch(new Batch());
    const auto games = static_cast<uint32_t>(members.size());
    batch->autoReset_ = options.autoReset;
    batch->members_.resize(games);
    batch->pool_ = std::make_unique<WorkerPool>(std::min(games, options.threads ? options.threads : processors()), games);
    Call call;
    call.batch = batch.get();
    call.verb = Verb::Create;
    call.members = members;
    call.options = &options;
    batch->pool_->run(call);
    status = batch->firstFailure({});
    if (status.ok()) status = batch->makeShape(options);
    if (status.ok()) out = std::move(batch);
    return status;
}

Status Batch::makeShape(const BatchOptions& options) {
    const Game& first = *members_[0].game;
    BatchShape& s = shape_;
    s.games = static_cast<uint32_t>(members_.size());
    s.threads = pool_->threads();
    s.buttons = static_cast<uint32_t>(first.config().buttons.size());
    s.variables = static_cast<uint32_t>(first.config().variables.size());
    s.stack = options.stack;
    s.observation = options.observation;
    if (first.renderer()) {
        s.frameWidth = first.width();
        s.frameHeight = first.height();
    }
    for (uint32_t i = 1; i < s.games; ++i) {
        const Status status = checkSame(i);
        if (!status.ok()) return status;
    }
    if (s.observation == Observation::None) return {};
    s.width = s.frameWidth;
    s.height = s.frameHeight;
    s.format = ScreenFormat::Doom256;
    if (s.observation == Observation::Screen) s.format = static_cast<ScreenFormat>(first.config().format);
    if (s.observation == Observation::GrayArea) {
        s.format = ScreenFormat::Gray8;
        if (options.width) s.width = options.width;
        if (options.height) s.height = options.height;
        makeResizers();
    }
    s.channels = bytesPerPixel(s.format);
    frameBytes_ = static_cast<size_t>(s.width) * static_cast<size_t>(s.height) * static_cast<size_t>(s.channels);
    s.observationBytes = frameBytes_ * s.stack;
    for (Member& m : members_) {
        if (s.stack > 1) m.frames = makeAlignedBuffer(s.observationBytes);
    }
    return {};
}

void Batch::makeResizers() {
    std::vector<const Assets*> known;
    for (const Member& m : members_) {
        const Assets* assets = m.game->content().assets.get();
        const auto found = static_cast<size_t>(std::find(known.begin(), known.end(), assets) - known.begin());
        if (found == known.size()) {
            known.push_back(assets);
            resizers_.push_back(std::make_unique<GrayResize>(*assets, shape_.frameWidth, shape_.frameHeight, shape_.width, shape_.height));
        }
        resizeOf_.push_back(resizers_[found].get());
    }
    for (uint32_t i = 0; i < shape_.threads; ++i) {
        scratch_.push_back(makeAlignedBuffer(resizers_[0]->scratchBytes()));
    }
}

Status Batch::checkSame(uint32_t index) const {
    const Game& first = *members_[0].game;
    const Game& game = *members_[index].game;
    const struct {
        const char* what;
        size_t mine, wanted;
    } figures[] = {{"buttons", game.config().buttons.size(), first.config().buttons.size()},
                   {"variables", game.config().variables.size(), first.config().variables.size()},
                   {"columns in a frame", static_cast<size_t>(game.width()), static_cast<size_t>(first.width())},
                   {"rows in a frame", static_cast<size_t>(game.height()), static_cast<size_t>(first.height())},
                   {"as number of its screen format", static_cast<size_t>(game.config().format), static_cast<size_t>(first.config().format)}};
    for (const auto& f : figures) {
        if (f.mine != f.wanted) {
            return invalid(gameName(index) + ": has " + std::to_string(f.mine) + " " + f.what + ", game 0 has " + std::to_string(f.wanted) +
                           "; the rows of a batch are all of one shape");
        }
    }
    return {};
}

Status Batch::step(const BatchIo& io) {
    return run(Verb::Step, io);
}

Status Batch::reset(const BatchIo& io) {
    return run(Verb::Reset, io);
}

Status Batch::observe(const BatchIo& io) {
    return run(Verb::Observe, io);
}

Status Batch::run(Verb verb, const BatchIo& io) {
    const Status status = checkSizes(verb, io);
    if (!status.ok()) return status;
    Call call;
    call.batch = this;
    call.verb = verb;
    call.io = &io;
    pool_->run(call);
    return firstFailure(io);
}

Status Batch::checkSizes(Verb verb, const BatchIo& io) const {
    const uint64_t games = shape_.games;
    if (verb == Verb::Step && !io.actions && shape_.buttons) return invalid("actions is null; a step needs (games x buttons) values");
    const uint64_t plane = games * static_cast<uint64_t>(shape_.frameWidth) * static_cast<uint64_t>(shape_.frameHeight);
    const struct {
        const char* name;
        bool given;
        uint64_t size, wanted;
    } arrays[] = {{"actions", verb == Verb::Step, io.actionCount, games * shape_.buttons},
                  {"observations", io.observations != nullptr, io.observationSize, games * shape_.observationBytes},
                  {"variables", io.variables != nullptr, io.variableCount, games * shape_.variables},
                  {"final_observations", io.finalObservations != nullptr, io.finalObservationSize, games * shape_.observationBytes},
                  {"final_variables", io.finalVariables != nullptr, io.finalVariableCount, games * shape_.variables},
                  {"depth, labels, automap", io.depth || io.labels || io.automap, io.planeSize, plane}};
    for (const auto& a : arrays) {
        const Status status = checkArray(a.name, a.given, a.size, a.wanted);
        if (!status.ok()) return status;
    }
    const GameConfig& config = members_[0].game->config();
    const struct {
        const char* name;
        const char* key;
        bool given, on;
    } planes[] = {{"depth", "depth_buffer_enabled", io.depth != nullptr, config.depthBuffer},
                  {"labels", "labels_buffer_enabled", io.labels != nullptr, config.labelsBuffer},
                  {"automap", "automap_buffer_enabled", io.automap != nullptr, config.automapBuffer}};
    for (const auto& p : planes) {
        if (p.given && (!p.on || !shape_.frameWidth)) {
            return invalid(std::string(p.name) + ": the games draw no such buffer; set " + p.key + " in the scenario, and an observation");
        }
    }
    return {};
}

Status Batch::firstFailure(const BatchIo& io) const {
    for (uint32_t i = 0; i < members_.size(); ++i) {
        const Status& failure = members_[i].failure;
        if (!failure.ok() && (!io.mask || io.mask[i])) {
            return Status::error(failure.code, gameName(i) + ": " + failure.message);
        }
    }
    return {};
}

} // namespace caco
