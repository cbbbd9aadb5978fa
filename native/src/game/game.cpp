#include "game/game.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <sstream>
#include <type_traits>

#include "base/hash.h"
#include "sim/game_tic.h"
#include "sim/players.h"

namespace caco {
namespace {

static_assert(std::is_trivially_copyable_v<EpisodeState> && std::is_trivially_copyable_v<InputState> && std::is_trivially_copyable_v<Mt19937>);

constexpr size_t kMaxObjects = 4096;
constexpr size_t kMaxLabels = 256; // a label's value is a byte
constexpr uint64_t kGameMagic = 0x4341434F47414D45ull;

// The part of a game's snapshot before the world's.
struct GameHeader {
    uint64_t magic;
    uint64_t content;   // hash of the archives
    Mt19937 seedSource;
    uint32_t seed;
    uint32_t pad_;
    InputState input;
    EpisodeState episode;
    VariableBlock variables;
    uint64_t check;     // last; hash of all before it; the world's part has its own
};
static_assert(std::is_trivially_copyable_v<GameHeader>);

uint64_t checkOf(const GameHeader& h) { return hashBytes(&h, offsetof(GameHeader, check)); }

uint32_t clockSeed() { return static_cast<uint32_t>(std::chrono::system_clock::now().time_since_epoch().count()); }

RenderSettings renderSettings(const GameConfig& c, const GameOptions& options) {
    const Resolution resolution = resolutionOf(c.resolution);
    RenderSettings s;
    s.width = options.width ? options.width : resolution.width;
    s.height = options.height ? options.height : resolution.height;
    s.hud = c.hud;
    s.minimalHud = c.minimalHud;
    s.weapon = c.weapon;
    s.crosshair = c.crosshair;
    s.decals = c.decals;
    s.particles = c.particles;
    s.effectSprites = c.effectSprites;
    s.messages = c.messages;
    s.corpses = c.corpses;
    s.flashes = c.screenFlashes;
    s.depth = c.depthBuffer;
    s.labels = c.labelsBuffer;
    s.automap = c.automapBuffer;
    s.automapMode = static_cast<AutomapMode>(c.automapMode);
    s.automapRotate = c.automapRotate;
    s.automapTextures = c.automapTextures;
    s.holdAnimations = options.holdAnimations;
    return s;
}

int32_t startTime(const GameConfig& c) { return std::max(1, c.episodeStartTime); }

} // namespace

Game::Game(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options)
    : content_(std::move(content)), config_(config), freshView_(options.freshView) {}

Status Game::create(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options, std::unique_ptr<Game>& out) {
    std::unique_ptr<Game> game(new Game(std::move(content), config, options));
    Status status = game->checkSupported();
    if (status.ok()) status = game->build(options);
    if (status.ok()) {
        game->setSeed(config.seedSet ? config.seed : clockSeed());
        game->episode_ = EpisodeState{};
        status = game->openFirstEpisode(game->seedSource_.next());
    }
    if (status.ok()) out = std::move(game);
    return status;
}

Status Game::checkSupported() {
    if (config_.mode != Mode::Player) {
        return Status::error(StatusCode::Unsupported, "mode: only PLAYER games can be played; set mode = PLAYER");
    }
    if (config_.audioBuffer) {
        return Status::error(StatusCode::Unsupported, "audio_buffer_enabled: the engine makes no sound; set it to false");
    }
    readGameArgs();
    return {};
}

// The engine arguments that mean something here; the others are named in the reports.
void Game::readGameArgs() {
    rules_.skill = static_cast<uint8_t>(config_.skill - 1);
    std::istringstream args(config_.gameArgs);
    std::string word;
    while (args >> word) {
        if (word == "+sv_noautoaim") {
            args >> word;
            rules_.noAutoAim = word != "0" && word != "false";
        } else if (word == "-nomonsters") {
            rules_.noMonsters = true;
        } else if (word.front() == '+' || word.front() == '-') {
            warnings_.push_back("game_args: \"" + word + "\" has no effect in this engine");
        }
    }
}

Status Game::build(const GameOptions& options) {
    Status status = content_->map(config_.map, {.wadNodesForView = !config_.automapTextures}, map_);
    if (!status.ok()) return status;
    hooks_ = std::make_unique<GameHooks>(map_.behavior);
    WorldConfig wc;
    wc.assets = content_->assets;
    wc.level = map_.level;
    wc.classes = content_->classes;
    wc.hooks = hooks_.get();
    wc.actorCapacity = options.actorCapacity;
    wc.scriptBytes = scriptStateBytes(*map_.behavior);
    wc.viewBytes = viewStateBytes(*map_.level);
    world_ = std::make_unique<World>(wc);
    const RenderSettings settings = renderSettings(config_, options);
    width_ = settings.width;
    height_ = settings.height;
    if (!options.noScreen) {
        status = Renderer::create(content_->assets, map_.level, settings, renderer_);
        if (!status.ok()) return status;
        const size_t pixels = static_cast<size_t>(width_) * static_cast<size_t>(height_);
        const size_t bytes = pixels * static_cast<size_t>(bytesPerPixel(static_cast<ScreenFormat>(config_.format)));
        screen_ = makeAlignedBuffer(bytes);
        if (settings.automap) automap_ = makeAlignedBuffer(bytes);
    }
    for (const ClassInfo& info : content_->classes->classes) {
        deadNames_.push_back("Dead" + info.name);
    }
    objects_.reserve(config_.objectsInfo ? kMaxObjects : 0);
    labels_.reserve(config_.labelsBuffer ? kMaxLabels : 0);
    return {};
}

void Game::setSeed(uint32_t seed) {
    seed_ = seed;
    seedSource_.seed(seed);
}

Status Game::newEpisode() { return startEpisode(seedSource_.next()); }

// The first episode of a game: the reference draws its first tic unseen, and numbers what that picture shows.
Status Game::openFirstEpisode(uint32_t episodeSeed) {
    const Status status = beginWorld(episodeSeed);
    if (!status.ok()) return status;
    step();
    draw();
    listLabels();
    listObjects();
    return runToStart();
}

Status Game::startEpisode(uint32_t episodeSeed) {
    if (freshView_) {
        std::memset(world_->viewMemory, 0, world_->viewBytes);
        return openFirstEpisode(episodeSeed);
    }
    Status status = beginWorld(episodeSeed);
    if (!status.ok()) return status;
    return runToStart();
}

Status Game::beginWorld(uint32_t episodeSeed) {
    const int32_t deaths = episode_.deathCount;
    const double mapReward = episode_.lastMapReward;
    std::memset(&episode_, 0, sizeof episode_);
    episode_.deathCount = deaths;
    episode_.lastMapReward = mapReward;
    episode_.episodeSeed = episodeSeed;
    clearInput(input_);
    NewGame game = rules_;
    game.seed = episodeSeed;
    const Status status = startGame(*world_, game);
    refreshFlags();
    return status;
}

// Tics with all buttons up until the start time, then the first state.
Status Game::runToStart() {
    while (world_->state->mapTime < startTime(config_) && !world_->state->mapEnded) {
        step();
    }
    update();
    rewardStep();
    episode_.lastReward = episode_.totalReward = 0;
    return {};
}

Status Game::setAction(std::span<const double> values) {
    if (values.size() > config_.buttons.size()) {
        return Status::error(StatusCode::InvalidArgument, "action: " + std::to_string(values.size()) + " values for " +
                                                              std::to_string(config_.buttons.size()) + " available buttons");
    }
    for (size_t i = 0; i < config_.buttons.size(); ++i) {
        input_.value[static_cast<size_t>(config_.buttons[i])] = i < values.size() ? values[i] : 0;
    }
    return {};
}

Status Game::advance(uint32_t tics, bool withUpdate) {
    if (episode_.finished) return {};
    for (uint32_t i = 0; i < tics && !episode_.finished; ++i) {
        step();
    }
    if (withUpdate) {
        update();
        rewardStep();
    }
    return {};
}

void Game::step() {
    World& w = *world_;
    const int32_t before = w.state->mapTime;
    TicCommand command = buildCommand(w, 0, config_, input_);
    runTic(w, &command);
    episode_.livingTime = before + 1;
    refreshFlags();
}

bool Game::timeoutReached() const {
    return config_.episodeTimeout > 0 && int64_t{world_->state->mapTime} >= int64_t{config_.episodeTimeout} + startTime(config_);
}

void Game::refreshFlags() {
    const Player& p = world_->state->player[0];
    const Actor* pawn = pawnOf(*world_, 0);
    const bool dead = !pawn || p.playerState == PlayerState::Dead || pawn->health <= 0;
    if (dead && !episode_.dead) ++episode_.deathCount;
    episode_.dead = dead;
    episode_.mapEnded = world_->state->mapEnded;
    episode_.finished = dead || episode_.mapEnded || timeoutReached();
    variables_[variable::kDeathCount] = episode_.deathCount;
    variables_[variable::kDead] = dead;
}

void Game::update() {
    sampleVariables(*world_, 0, variables_);
    ++episode_.stateNumber;
    draw();
    listLabels();
    listObjects();
}

void Game::draw() {
    if (!renderer_) return;
    renderer_->draw(*world_, 0);
    ++frameNumber_;
    screenStale_ = automapStale_ = true;
}

void Game::redraw() {
    draw();
    listLabels();
}

void Game::readShaped(double out[10]) const {
    const VariableBlock& v = variables_;
    const int order[10] = {variable::kKillCount, variable::kSecretCount, variable::kItemCount, variable::kFragCount, variable::kHitCount,
                           variable::kHitsTaken, variable::kDamageCount, variable::kDamageTaken, variable::kHealth, variable::kArmor};
    for (int i = 0; i < 10; ++i) {
        out[i] = v[static_cast<size_t>(order[i])];
    }
}

void Game::rewardStep() {
    EpisodeState& e = episode_;
    const double mapReward = world_->state->acsGlobal[0] / 65536.0;
    double reward = (mapReward - e.lastMapReward) + config_.livingReward * std::max(0, e.livingTime - e.lastLivingTime);
    if (e.dead) {
        reward -= config_.deathPenalty;
        if (config_.deathReward != 0) reward += config_.deathReward;
    }
    const ShapingRewards& s = config_.shaping;
    if (e.mapEnded && s.mapExit != 0) reward += s.mapExit;
    const double factor[10] = {s.kill, s.secret, s.item, s.frag, s.hit, s.hitTaken, s.damageMade, s.damageTaken, s.health, s.armor};
    double now[10];
    readShaped(now);
    for (int i = 0; i < 10; ++i) {
        if (factor[i] != 0) reward += factor[i] * (now[i] - e.shaped[i]);
        e.shaped[i] = now[i];
    }
    e.lastMapReward = mapReward;
    e.lastLivingTime = e.livingTime;
    e.lastReward = reward;
    e.totalReward += reward;
}

ObjectRow Game::rowOf(Actor& a) {
    if (a.objectId < 0) a.objectId = world_->state->nextObjectId++;
    const bool dead = has(a, Flag::CORPSE) || has(a, Flag::KILLED);
    return {static_cast<uint32_t>(a.objectId), a.cls, dead, a.x, a.y, a.z, a.velX, a.velY, a.velZ, a.angle, a.roll, a.pitch};
}

void Game::listLabels() {
    labels_.clear();
    if (!config_.labelsBuffer || !renderer_) return;
    for (const LabelBox& box : renderer_->labelBoxes()) {
        Actor* a = world_->resolve(box.actor);
        if (a && labels_.size() < labels_.capacity()) labels_.push_back({rowOf(*a), box});
    }
}

void Game::listObjects() {
    objects_.clear();
    if (!config_.objectsInfo) return;
    World& w = *world_;
    for (size_t sector = 0; sector < map_.level->sectors.size(); ++sector) {
        for (Actor* a = w.bySlot(w.sectors[sector].thingHead); a && objects_.size() < kMaxObjects; a = w.bySlot(a->sectorNext)) {
            objects_.push_back(rowOf(*a));
        }
    }
}

const std::string& Game::objectName(const ObjectRow& row) const {
    return row.dead ? deadNames_[static_cast<size_t>(row.cls)] : content_->classes->info(row.cls).name;
}

const uint8_t* Game::convertedScreen() {
    if (!renderer_) return nullptr;
    if (static_cast<ScreenFormat>(config_.format) == ScreenFormat::Doom256) return renderer_->screen();
    if (screenStale_) {
        convertFrame(*content_->assets, renderer_->screen(), width_, height_, static_cast<ScreenFormat>(config_.format), screen_.get());
        screenStale_ = false;
    }
    return screen_.get();
}

const uint8_t* Game::convertedAutomap() {
    if (!renderer_ || !renderer_->automap()) return nullptr;
    if (static_cast<ScreenFormat>(config_.format) == ScreenFormat::Doom256) return renderer_->automap();
    if (automapStale_) {
        convertFrame(*content_->assets, renderer_->automap(), width_, height_, static_cast<ScreenFormat>(config_.format), automap_.get());
        automapStale_ = false;
    }
    return automap_.get();
}

std::string Game::reports() const {
    std::string text;
    auto add = [&text](const std::string& line) { text += line + "\n"; };
    std::for_each(warnings_.begin(), warnings_.end(), add);
    const std::vector<std::string>& load = content_->classes->loadReports;
    std::for_each(load.begin(), load.end(), add);
    std::for_each(world_->reports.begin(), world_->reports.end(), add);
    const struct {
        WorldError bit;
        const char* text;
    } pools[] = {{kErrActorsFull, "the actor pool is full: things were not spawned; raise actor_capacity"},
                 {kErrMoversFull, "the pool of moving sectors is full: a mover was not started"},
                 {kErrNodesFull, "the pool of actor links is full: raise actor_capacity"},
                 {kErrContactsFull, "too many special lines touched in one move: some were not triggered"},
                 {kErrScriptsFull, "too many running scripts: one was not started"}};
    for (const auto& pool : pools) {
        if (world_->state->statusBits & pool.bit) add(pool.text);
    }
    if (!text.empty()) text.pop_back();
    return text;
}

size_t Game::snapshotSize() const { return sizeof(GameHeader) + world_->snapshotSize(); }

void Game::save(std::byte* out) const {
    GameHeader h;
    std::memset(static_cast<void*>(&h), 0, sizeof h);
    h.magic = kGameMagic;
    h.content = content_->assets->contentHash;
    h.seedSource = seedSource_;
    h.seed = seed_;
    h.input = input_;
    h.episode = episode_;
    h.variables = variables_;
    h.check = checkOf(h);
    std::memcpy(out, &h, sizeof h);
    world_->save(out + sizeof h);
}

Status Game::restore(const std::byte* data, size_t size) {
    GameHeader h;
    if (size < sizeof h) return Status::error(StatusCode::BadData, "snapshot: shorter than its header; it was cut off");
    std::memcpy(static_cast<void*>(&h), data, sizeof h);
    if (h.magic != kGameMagic) return Status::error(StatusCode::BadData, "snapshot: not a snapshot of a game, or of another version");
    if (h.check != checkOf(h)) return Status::error(StatusCode::BadData, "snapshot: damaged, its check sum does not match; take a new one");
    if (h.content != content_->assets->contentHash) {
        return Status::error(StatusCode::BadData, "snapshot: made with other WAD files than this game's");
    }
    const Status status = world_->restore(data + sizeof h, size - sizeof h);
    if (!status.ok()) return status;
    seedSource_ = h.seedSource;
    seed_ = h.seed;
    input_ = h.input;
    episode_ = h.episode;
    variables_ = h.variables;
    objects_.clear();
    labels_.clear();
    return {};
}

} // namespace caco
