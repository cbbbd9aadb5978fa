#include "game/game.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "base/prefetch.h"
#include "game/commands.h"
#include "sim/game_tic.h"
#include "sim/particles.h"
#include "sim/players.h"
#include "sim/settings.h"

namespace caco {
namespace {

constexpr size_t kMaxLabels = 256; // a label's value is a byte
constexpr uint32_t kViewAlignment = 64;

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
    s.automapSprites = c.automapSprites;
    s.holdAnimations = options.holdAnimations;
    return s;
}

bool isSpectator(const GameConfig& c) { return c.mode == Mode::Spectator || c.mode == Mode::AsyncSpectator; }

void readShaped(const VariableBlock& v, double out[10]) {
    const int order[10] = {variable::kKillCount, variable::kSecretCount, variable::kItemCount, variable::kFragCount, variable::kHitCount,
                           variable::kHitsTaken, variable::kDamageCount, variable::kDamageTaken, variable::kHealth, variable::kArmor};
    for (int i = 0; i < 10; ++i) {
        out[i] = v[static_cast<size_t>(order[i])];
    }
}

int32_t samplesPerSecond(int32_t samplingRate) { return 11025 << samplingRate; }

int32_t startTime(const GameConfig& c) { return std::max(1, c.episodeStartTime); }

} // namespace

Game::Game(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options)
    : content_(std::move(content)), config_(config), freshView_(options.freshView) {}

Status Game::create(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options, std::unique_ptr<Game>& out) {
    std::unique_ptr<Game> game(new Game(std::move(content), config, options));
    Status status = game->checkSupported(options);
    if (status.ok()) status = game->build(options);
    if (status.ok()) {
        game->setSeed(config.seedSet ? config.seed : clockSeed());
        status = game->openFirstEpisode(game->seedSource_.next());
    }
    if (status.ok()) out = std::move(game);
    return status;
}

Status Game::checkSupported(const GameOptions& options) {
    if (config_.console) warnings_.push_back("console_enabled: there is no console; send_game_command takes its commands");
    if (!config_.engineConfigPath.empty()) warnings_.push_back("doom_config_path: settings come from the scenario and its game_args, no other file is read");
    if (config_.sound) warnings_.push_back("sound_enabled: nothing is played through speakers; audio_buffer_enabled gives the samples");
    if (config_.mode == Mode::AsyncPlayer || config_.mode == Mode::AsyncSpectator) {
        warnings_.push_back("mode: asynchronous games are played in lockstep here; no time passes between calls");
    }
    int32_t players = 1;
    const Status status = readGameArgs(players);
    if (!status.ok()) return status;
    if (options.players) players = options.players;
    if (players < 1 || players > kMaxPlayers) {
        return Status::error(StatusCode::InvalidArgument, "players: there can be 1.." + std::to_string(kMaxPlayers) + ", not " + std::to_string(players));
    }
    rules_.players = players;
    rules_.multiplayer = rules_.multiplayer || players > 1 || rules_.deathmatch;
    seats_.resize(static_cast<size_t>(players));
    return {};
}

// The engine arguments that mean something here; the others are named in the reports.
Status Game::readGameArgs(int32_t& players) {
    rules_.skill = static_cast<uint8_t>(config_.skill - 1);
    std::istringstream args(config_.gameArgs);
    std::string word, value;
    while (args >> word) {
        const Setting* setting = word.front() == '+' ? findSetting(std::string_view(word).substr(1)) : nullptr;
        if (setting) {
            args >> value;
            if (!writeSetting(rules_, *setting, value)) {
                return Status::error(StatusCode::InvalidArgument, "game_args: " + word + " " + value + " is no value for it");
            }
        } else if (word == "-nomonsters") {
            rules_.noMonsters = true;
        } else if (word == "-deathmatch" || word == "-altdeath") {
            rules_.deathmatch = true;
            rules_.flags |= kRuleItemsRespawn | (word == "-deathmatch" ? kRuleWeaponsStay : 0u);
        } else if (word == "-host") {
            args >> value;
            players = std::atoi(value.c_str());
            rules_.multiplayer = true;
        } else if (word == "-join") {
            return Status::error(StatusCode::Unsupported,
                                 "game_args: -join: all players of a game play in one process; give it \"-host N\" or the option players");
        } else if (word == "+name") {
            args >> playerName_;
        } else if (word.front() == '+' || word.front() == '-') {
            warnings_.push_back("game_args: \"" + word + "\" has no effect in this engine");
        }
    }
    return {};
}

Status Game::build(const GameOptions& options) {
    Status status = content_->map(config_.map, {.wadNodesForView = !config_.automapTextures}, map_);
    if (!status.ok()) return status;
    viewStride_ = viewStateBytes(*map_.level);
    if (seats_.size() > 1) viewStride_ = (viewStride_ + kViewAlignment - 1) / kViewAlignment * kViewAlignment;
    hooks_ = std::make_unique<GameHooks>(map_.behavior, viewStride_);
    WorldConfig wc;
    wc.assets = content_->assets;
    wc.level = map_.level;
    wc.classes = content_->classes;
    wc.hooks = hooks_.get();
    wc.actorCapacity = options.actorCapacity;
    wc.scriptBytes = scriptStateBytes(*map_.behavior);
    wc.viewBytes = viewStride_ * static_cast<uint32_t>(seats_.size());
    if (config_.particles && !options.noScreen) wc.particleCapacity = kMaxParticles;
    world_ = std::make_unique<World>(wc);
    world_->particlesForSprites = !config_.effectSprites;
    if (config_.audioBuffer) {
        audio_ = std::make_unique<Audio>(*world_, playerCount(), samplesPerSecond(config_.samplingRate), config_.audioBufferSize);
    }
    for (size_t i = 0; i < seats_.size(); ++i) {
        world_->playerNames[i] = i == 0 && !playerName_.empty() ? playerName_ : "Player" + (seats_.size() > 1 ? std::to_string(i + 1) : "");
    }
    const RenderSettings settings = renderSettings(config_, options);
    width_ = settings.width;
    height_ = settings.height;
    for (Seat& seat : seats_) {
        if (status.ok()) status = buildSeat(seat, options);
    }
    for (const ClassInfo& info : content_->classes->classes) {
        deadNames_.push_back("Dead" + info.name);
    }
    objects_.reserve(config_.objectsInfo ? kMaxObjects : 0);
    return status;
}

Status Game::buildSeat(Seat& seat, const GameOptions& options) {
    seat.labels.reserve(config_.labelsBuffer ? kMaxLabels : 0);
    if (options.noScreen) return {};
    const RenderSettings settings = renderSettings(config_, options);
    return Renderer::create(content_->assets, map_.level, settings, seat.renderer);
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
    drawUpdate();
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
    for (Seat& seat : seats_) {
        EpisodeState& e = seat.episode;
        const int32_t deaths = e.deathCount;
        const double mapReward = e.lastMapReward;
        std::memset(&e, 0, sizeof e);
        e.deathCount = deaths;
        e.lastMapReward = mapReward;
        e.episodeSeed = episodeSeed;
        clearInput(seat.input);
    }
    NewGame game = rules_;
    game.seed = episodeSeed;
    updateNotices_ = previousNotices_ = 0;
    const Status status = startGame(*world_, game);
    if (audio_) audio_->reset(*world_);
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
    for (Seat& seat : seats_) {
        seat.episode.lastReward = seat.episode.totalReward = 0;
    }
    return {};
}

Status Game::setAction(std::span<const double> values) {
    if (values.size() > config_.buttons.size()) {
        return Status::error(StatusCode::InvalidArgument, "action: " + std::to_string(values.size()) + " values for " +
                                                              std::to_string(config_.buttons.size()) + " available buttons");
    }
    if (isSpectator(config_)) return {}; // the watched human plays
    for (size_t i = 0; i < config_.buttons.size(); ++i) {
        current().input.value[static_cast<size_t>(config_.buttons[i])] = i < values.size() ? values[i] : 0;
    }
    return {};
}

Status Game::setActions(std::span<const double> values) {
    const size_t width = config_.buttons.size();
    if (values.size() != width * seats_.size()) {
        return Status::error(StatusCode::InvalidArgument, "actions: " + std::to_string(values.size()) + " values; " + std::to_string(seats_.size()) +
                                                              " players with " + std::to_string(width) + " buttons need " +
                                                              std::to_string(width * seats_.size()));
    }
    const int before = selected_;
    for (selected_ = 0; selected_ < playerCount(); ++selected_) {
        const Status status = setAction(values.subspan(width * static_cast<size_t>(selected_), width));
        if (!status.ok()) {
            selected_ = before;
            return status;
        }
    }
    selected_ = before;
    return {};
}

Status Game::setSpectated(std::span<const double> values) {
    if (!isSpectator(config_)) {
        return Status::error(StatusCode::InvalidState, "only a game with mode = SPECTATOR watches somebody; in PLAYER mode set actions");
    }
    if (values.size() != kButtons) {
        return Status::error(StatusCode::InvalidArgument, "spectated buttons: " + std::to_string(values.size()) + " values, " +
                                                              std::to_string(kButtons) + " are needed: one for every button by its number");
    }
    std::copy(values.begin(), values.end(), current().input.value.begin());
    return {};
}

Status Game::select(int player) {
    if (player < 0 || player >= playerCount()) {
        return Status::error(StatusCode::InvalidArgument, "player " + std::to_string(player) + " does not exist; there are 0.." + std::to_string(playerCount() - 1));
    }
    selected_ = player;
    return {};
}

Status Game::advance(uint32_t tics, bool withUpdate) {
    if (episode().finished) return {};
    for (uint32_t i = 0; i < tics && !episode().finished; ++i) {
        if (i > 0 && config_.allFrames) drawAll();
        step();
    }
    if (withUpdate) {
        update();
        rewardStep();
    }
    return {};
}

void Game::fetchAhead() const {
    prefetch(seats_.data(), sizeof(Seat));
    prefetch(hooks_.get(), sizeof *hooks_);
    world_->fetchAhead();
}

Status Game::respawn() {
    if (!rules_.multiplayer) {
        return Status::error(StatusCode::InvalidState, "respawn: a game of one player ends at his death; start a new episode");
    }
    if (episode().finished || !episode().dead) {
        return Status::error(StatusCode::InvalidState, "respawn: the player lives, or the episode is over");
    }
    if (rules_.has(kRuleNoRespawn)) {
        return Status::error(StatusCode::InvalidState, "respawn: sv_norespawn forbids it");
    }
    respawnPlayer(*world_, selected_);
    refreshFlags();
    update();
    return {};
}

Status Game::command(std::string_view text) { return runCommand(*this, text); }

void Game::step() {
    World& w = *world_;
    const int32_t before = w.state->mapTime;
    TicCommand commands[kMaxPlayers]{};
    for (int i = 0; i < playerCount(); ++i) {
        Seat& seat = seats_[static_cast<size_t>(i)];
        commands[i] = buildCommand(w, i, config_, seat.input, isSpectator(config_));
        bool acts = false;
        for (const double v : seat.input.value) acts |= v != 0; // all of them: without an early end it is done by vectors
        if (acts) seat.episode.lastActionTic = before + 1;
        seat.episode.livingTime = before + 1;
    }
    runTic(w, commands);
    if (seats_.front().renderer && !w.state->mapEnded) trailRockets(w);
    if (audio_) audio_->tic(w);
    refreshFlags();
}

bool Game::timeoutReached() const {
    const int64_t time = world_->state->mapTime;
    if (config_.episodeTimeout > 0 && time >= int64_t{config_.episodeTimeout} + startTime(config_)) return true;
    return rules_.timeLimit > 0 && time >= static_cast<int64_t>(rules_.timeLimit * (60.0f * 35.0f));
}

void Game::refreshFlags() {
    for (int i = 0; i < playerCount(); ++i) {
        refreshFlags(i, seats_[static_cast<size_t>(i)]);
    }
}

void Game::refreshFlags(int player, Seat& seat) {
    const Player& p = world_->state->player[player];
    const Actor* pawn = pawnOf(*world_, player);
    EpisodeState& e = seat.episode;
    const bool dead = !pawn || p.playerState == PlayerState::Dead || pawn->health <= 0;
    if (dead && !e.dead) ++e.deathCount;
    e.dead = dead;
    e.mapEnded = world_->state->mapEnded;
    e.finished = (dead && !rules_.multiplayer) || e.mapEnded || timeoutReached();
    seat.variables[variable::kDeathCount] = e.deathCount;
    seat.variables[variable::kDead] = dead;
}

void Game::update() {
    for (int i = 0; i < playerCount(); ++i) {
        Seat& seat = seats_[static_cast<size_t>(i)];
        sampleVariables(*world_, i, seat.variables);
        ++seat.episode.stateNumber;
    }
    drawUpdate();
    listObjects();
    previousNotices_ = updateNotices_;
    updateNotices_ = world_->state->noticeCount;
}

void Game::rewardStep() {
    for (Seat& seat : seats_) {
        rewardStep(seat);
    }
}

void Game::rewardStep(Seat& seat) {
    EpisodeState& e = seat.episode;
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
    readShaped(seat.variables, now);
    for (int i = 0; i < 10; ++i) {
        if (factor[i] != 0) reward += factor[i] * (now[i] - e.shaped[i]);
        e.shaped[i] = now[i];
    }
    e.lastMapReward = mapReward;
    e.lastLivingTime = e.livingTime;
    e.lastReward = reward;
    e.totalReward += reward;
}

} // namespace caco
