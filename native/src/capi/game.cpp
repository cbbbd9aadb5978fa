#include <algorithm>
#include <cstring>

#include "capi/handles.h"

using namespace caco;
using capi::guarded;

namespace {

constexpr int32_t kAwayTics = 350; // without a button: a player counts as away

Status loadNamedFiles(const GameConfig& config, std::shared_ptr<const Content>& out) {
    if (config.iwadPath.empty()) {
        return Status::error(StatusCode::InvalidArgument, "doom_game_path is not set and no assets are given; name an IWAD such as freedoom2.wad");
    }
    auto archives = std::make_shared<ArchiveSet>();
    Status status = archives->addFile(config.iwadPath);
    if (status.ok() && !config.scenarioPath.empty()) status = archives->addFile(config.scenarioPath);
    return status.ok() ? makeContent(std::move(archives), out) : status;
}


} // namespace

extern "C" {

caco_status caco_game_create(const caco_scenario* scenario, const caco_assets* assets, const caco_options* options, caco_game** out) {
    return guarded([&]() -> Status {
        if (!out) return capi::nullArgument("out");
        *out = nullptr;
        if (!scenario) return capi::nullArgument("scenario");
        GameOptions gameOptions;
        Status status = capi::readOptions(options, gameOptions);
        if (!status.ok()) return status;
        std::shared_ptr<const Content> content;
        if (assets) {
            content = assets->content;
        } else {
            status = loadNamedFiles(scenario->config, content);
            if (!status.ok()) return status;
        }
        auto handle = std::make_unique<caco_game>();
        std::unique_ptr<Game> game;
        status = Game::create(std::move(content), scenario->config, gameOptions, game);
        handle->game = std::move(game);
        if (status.ok()) *out = handle.release();
        return status;
    });
}

void caco_game_destroy(caco_game* game) { delete game; }

caco_status caco_game_set_seed(caco_game* game, uint32_t seed) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        game->game->setSeed(seed);
        return {};
    });
}

uint32_t caco_game_seed(const caco_game* game) { return game ? game->game->seed() : 0; }
uint32_t caco_game_episode_seed(const caco_game* game) { return game ? game->game->episode().episodeSeed : 0; }

caco_status caco_game_new_episode(caco_game* game) {
    return guarded([&]() -> Status { return game ? game->game->newEpisode() : capi::nullArgument("game"); });
}

caco_status caco_game_start_episode(caco_game* game, uint32_t episode_seed) {
    return guarded([&]() -> Status { return game ? game->game->startEpisode(episode_seed) : capi::nullArgument("game"); });
}

caco_status caco_game_set_action(caco_game* game, const double* values, uint32_t count) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!values && count) return capi::nullArgument("values");
        return game->game->setAction({values, count});
    });
}

caco_status caco_game_advance(caco_game* game, uint32_t tics, uint8_t update) {
    return guarded([&]() -> Status { return game ? game->game->advance(tics, update != 0) : capi::nullArgument("game"); });
}

caco_status caco_game_make_action(caco_game* game, const double* values, uint32_t count, uint32_t tics, double* reward) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!values && count) return capi::nullArgument("values");
        Status status = game->game->setAction({values, count});
        if (status.ok()) status = game->game->advance(tics, true);
        if (reward) *reward = game->game->episode().lastReward;
        return status;
    });
}

caco_status caco_game_make_actions(caco_game* game, const double* values, uint32_t count, uint32_t tics, double* rewards) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!values && count) return capi::nullArgument("values");
        Game& g = *game->game;
        Status status = g.setActions({values, count});
        if (status.ok()) status = g.advance(tics, true);
        for (int i = 0; rewards && i < g.playerCount(); ++i) {
            rewards[i] = g.seat(i).episode.lastReward;
        }
        return status;
    });
}

uint32_t caco_game_player_count(const caco_game* game) { return game ? static_cast<uint32_t>(game->game->playerCount()) : 0; }

caco_status caco_game_select_player(caco_game* game, uint32_t player) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        return game->game->select(player > 16 ? -1 : static_cast<int>(player));
    });
}

uint32_t caco_game_selected_player(const caco_game* game) { return game ? static_cast<uint32_t>(game->game->selected()) : 0; }

uint32_t caco_game_players(caco_game* game, caco_player* out, uint32_t capacity) {
    if (!game) return 0;
    const Game& g = *game->game;
    const WorldState& s = *g.world().state;
    const uint32_t count = static_cast<uint32_t>(g.playerCount());
    for (uint32_t i = 0; out && i < std::min(count, capacity); ++i) {
        const EpisodeState& e = g.seat(static_cast<int>(i)).episode;
        std::memset(&out[i], 0, sizeof out[i]);
        out[i].name = g.world().playerNames[i].c_str();
        out[i].frags = s.player[i].fragCount;
        out[i].deaths = e.deathCount;
        out[i].last_action_tic = e.lastActionTic;
        out[i].last_kill_tic = s.lastKillTic[i];
        out[i].in_game = s.player[i].inGame;
        out[i].is_dead = e.dead;
        out[i].afk = s.mapTime - e.lastActionTic > kAwayTics;
    }
    return count;
}

caco_status caco_game_respawn_player(caco_game* game) {
    return guarded([&]() -> Status { return game ? game->game->respawn() : capi::nullArgument("game"); });
}

caco_status caco_game_send_command(caco_game* game, const char* command) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        return command ? game->game->command(command) : capi::nullArgument("command");
    });
}

caco_status caco_game_set_spectated(caco_game* game, const double* values, uint32_t count) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!values && count) return capi::nullArgument("values");
        return game->game->setSpectated({values, count});
    });
}

const char* caco_game_notifications(caco_game* game) {
    if (!game) return "";
    try {
        game->notifications = game->game->notifications();
    } catch (const std::bad_alloc&) {
        return "out of memory";
    }
    return game->notifications.c_str();
}

uint32_t caco_game_last_action(const caco_game* game, double* out, uint32_t capacity) {
    if (!game) return 0;
    const auto& buttons = game->game->config().buttons;
    for (size_t i = 0; out && i < std::min<size_t>(buttons.size(), capacity); ++i) {
        out[i] = game->game->input().value[static_cast<size_t>(buttons[i])];
    }
    return static_cast<uint32_t>(buttons.size());
}

uint8_t caco_game_is_episode_finished(const caco_game* game) { return game ? game->game->episode().finished : 0; }
uint8_t caco_game_is_timeout_reached(const caco_game* game) { return game && game->game->timeoutReached() ? 1 : 0; }
uint8_t caco_game_is_player_dead(const caco_game* game) { return game ? game->game->episode().dead : 0; }
int32_t caco_game_episode_time(const caco_game* game) { return game ? game->game->episodeTime() : 0; }
double caco_game_last_reward(const caco_game* game) { return game ? game->game->episode().lastReward : 0; }
double caco_game_total_reward(const caco_game* game) { return game ? game->game->episode().totalReward : 0; }

const char* caco_game_last_attacker(const caco_game* game) {
    if (!game) return "";
    const World& w = game->game->world();
    const ClassId source = w.state->lastHurt[game->game->selected()].source;
    return source == kNoClass ? "" : w.info(source).name.c_str();
}

const char* caco_game_last_inflictor(const caco_game* game) {
    if (!game) return "";
    const World& w = game->game->world();
    const ClassId inflictor = w.state->lastHurt[game->game->selected()].inflictor;
    return inflictor == kNoClass ? "" : w.info(inflictor).name.c_str();
}

const char* caco_game_last_damage_type(const caco_game* game) {
    if (!game) return "";
    const World& w = game->game->world();
    const LastHurt& hurt = w.state->lastHurt[game->game->selected()];
    return hurt.amount == 0 ? "" : w.classes->names[static_cast<size_t>(hurt.type)].c_str();
}

caco_status caco_game_variable(const caco_game* game, int32_t variable, double* out) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!out) return capi::nullArgument("out");
        if (variable < 0 || variable >= kVariables) {
            return Status::error(StatusCode::InvalidArgument, "variable " + std::to_string(variable) + " does not exist; there are 0.." + std::to_string(kVariables - 1));
        }
        *out = game->game->variables()[static_cast<size_t>(variable)];
        return {};
    });
}

caco_status caco_game_button(const caco_game* game, int32_t button, double* out) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!out) return capi::nullArgument("out");
        if (button < 0 || button >= kButtons) {
            return Status::error(StatusCode::InvalidArgument, "button " + std::to_string(button) + " does not exist; there are 0.." + std::to_string(kButtons - 1));
        }
        *out = game->game->input().value[static_cast<size_t>(button)];
        return {};
    });
}

caco_status caco_game_state(caco_game* game, caco_state* out) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!out) return capi::nullArgument("out");
        std::memset(out, 0, sizeof *out);
        const Game& g = *game->game;
        if (g.episode().finished) return {};
        out->present = 1;
        out->number = g.episode().stateNumber;
        out->tic = g.episodeTime();
        out->variable_count = static_cast<uint32_t>(g.config().variables.size());
        out->label_count = static_cast<uint32_t>(g.labels().size());
        out->object_count = static_cast<uint32_t>(g.objects().size());
        out->sector_count = g.config().sectorsInfo ? static_cast<uint32_t>(g.world().level->sectors.size()) : 0;
        return {};
    });
}

uint32_t caco_game_variables(const caco_game* game, double* out, uint32_t capacity) {
    if (!game) return 0;
    const auto& list = game->game->config().variables;
    for (size_t i = 0; out && i < std::min<size_t>(list.size(), capacity); ++i) {
        out[i] = game->game->variables()[static_cast<size_t>(list[i])];
    }
    return static_cast<uint32_t>(list.size());
}

uint64_t caco_game_hash(const caco_game* game) { return game ? game->game->hash() : 0; }
uint64_t caco_game_snapshot_size(const caco_game* game) { return game ? game->game->snapshotSize() : 0; }

caco_status caco_game_save(const caco_game* game, uint8_t* out, uint64_t capacity) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!out) return capi::nullArgument("out");
        const size_t size = game->game->snapshotSize();
        if (capacity < size) {
            return Status::error(StatusCode::InvalidArgument, "capacity is " + std::to_string(capacity) + ", the snapshot needs " + std::to_string(size) + " bytes");
        }
        game->game->save(reinterpret_cast<std::byte*>(out));
        return {};
    });
}

caco_status caco_game_restore(caco_game* game, const uint8_t* data, uint64_t size) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!data) return capi::nullArgument("data");
        return game->game->restore(reinterpret_cast<const std::byte*>(data), static_cast<size_t>(size));
    });
}

caco_status caco_game_save_file(const caco_game* game, const char* path) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        return path ? game->game->saveFile(path) : capi::nullArgument("path");
    });
}

caco_status caco_game_restore_file(caco_game* game, const char* path) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        return path ? game->game->restoreFile(path) : capi::nullArgument("path");
    });
}

caco_status caco_game_redraw(caco_game* game) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        game->game->redraw();
        return {};
    });
}

const char* caco_game_reports(caco_game* game) {
    if (!game) return "";
    try {
        game->text = game->game->reports();
    } catch (const std::bad_alloc&) {
        return "out of memory";
    }
    return game->text.c_str();
}

uint32_t caco_game_draw_count(const caco_game* game) { return game ? game->game->world().state->drawCount : 0; }

uint32_t caco_game_last_draws(const caco_game* game, const char** out, uint32_t capacity) {
    if (!game) return 0;
    const World& w = game->game->world();
    const WorldState& s = *w.state;
    const uint32_t count = std::min(s.drawCount, kKeptDraws);
    for (uint32_t i = 0; out && i < std::min(count, capacity); ++i) {
        out[i] = w.nameOfStream(s.drawn[(s.drawCount - 1 - i) % kKeptDraws]);
    }
    return count;
}

const char* caco_game_map(const caco_game* game) { return game ? game->game->world().level->name.c_str() : ""; }

} // extern "C"
