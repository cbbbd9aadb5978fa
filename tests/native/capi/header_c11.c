/* The public header as a C11 program sees it: it compiles alone, and its structs are laid out as the library says. */
#include "caco/caco.h"

#include <stddef.h>

#include "header_c11.h"

#if __STDC_VERSION__ < 201112L
#error "this file checks the header as C11"
#endif

#define STRUCT(type) {#type, "", 0, (uint32_t)sizeof(type)}
#define FIELD(type, field) {#type, #field, (uint32_t)offsetof(type, field), (uint32_t)sizeof(((type*)0)->field)}

static const caco_layout_entry kLayout[] = {
    STRUCT(caco_layout_entry),
    FIELD(caco_layout_entry, struct_name),
    FIELD(caco_layout_entry, field_name),
    FIELD(caco_layout_entry, offset),
    FIELD(caco_layout_entry, size),
    STRUCT(caco_source),
    FIELD(caco_source, path),
    FIELD(caco_source, data),
    FIELD(caco_source, size),
    FIELD(caco_source, label),
    STRUCT(caco_options),
    FIELD(caco_options, struct_size),
    FIELD(caco_options, actor_capacity),
    FIELD(caco_options, width),
    FIELD(caco_options, height),
    FIELD(caco_options, hold_animations),
    FIELD(caco_options, no_screen),
    FIELD(caco_options, fresh_view),
    FIELD(caco_options, players),
    FIELD(caco_options, reserved),
    STRUCT(caco_state),
    FIELD(caco_state, number),
    FIELD(caco_state, tic),
    FIELD(caco_state, variable_count),
    FIELD(caco_state, label_count),
    FIELD(caco_state, object_count),
    FIELD(caco_state, sector_count),
    FIELD(caco_state, present),
    FIELD(caco_state, reserved),
    STRUCT(caco_player),
    FIELD(caco_player, name),
    FIELD(caco_player, frags),
    FIELD(caco_player, deaths),
    FIELD(caco_player, last_action_tic),
    FIELD(caco_player, last_kill_tic),
    FIELD(caco_player, in_game),
    FIELD(caco_player, is_dead),
    FIELD(caco_player, afk),
    FIELD(caco_player, reserved),
    STRUCT(caco_buffer),
    FIELD(caco_buffer, data),
    FIELD(caco_buffer, size),
    FIELD(caco_buffer, width),
    FIELD(caco_buffer, height),
    FIELD(caco_buffer, channels),
    FIELD(caco_buffer, pitch),
    FIELD(caco_buffer, format),
    FIELD(caco_buffer, frame),
    STRUCT(caco_audio),
    FIELD(caco_audio, data),
    FIELD(caco_audio, size),
    FIELD(caco_audio, samples),
    FIELD(caco_audio, channels),
    FIELD(caco_audio, rate),
    FIELD(caco_audio, tics),
    STRUCT(caco_object),
    FIELD(caco_object, id),
    FIELD(caco_object, value),
    FIELD(caco_object, x),
    FIELD(caco_object, y),
    FIELD(caco_object, width),
    FIELD(caco_object, height),
    FIELD(caco_object, position_x),
    FIELD(caco_object, position_y),
    FIELD(caco_object, position_z),
    FIELD(caco_object, angle),
    FIELD(caco_object, pitch),
    FIELD(caco_object, roll),
    FIELD(caco_object, velocity_x),
    FIELD(caco_object, velocity_y),
    FIELD(caco_object, velocity_z),
    FIELD(caco_object, name),
    FIELD(caco_object, category),
    FIELD(caco_object, sector),
    FIELD(caco_object, reserved),
    STRUCT(caco_object_raw),
    FIELD(caco_object_raw, id),
    FIELD(caco_object_raw, x),
    FIELD(caco_object_raw, y),
    FIELD(caco_object_raw, z),
    FIELD(caco_object_raw, velocity_x),
    FIELD(caco_object_raw, velocity_y),
    FIELD(caco_object_raw, velocity_z),
    FIELD(caco_object_raw, angle),
    STRUCT(caco_sector),
    FIELD(caco_sector, floor_height),
    FIELD(caco_sector, ceiling_height),
    FIELD(caco_sector, first_line),
    FIELD(caco_sector, line_count),
    STRUCT(caco_line),
    FIELD(caco_line, x1),
    FIELD(caco_line, y1),
    FIELD(caco_line, x2),
    FIELD(caco_line, y2),
    FIELD(caco_line, is_blocking),
    FIELD(caco_line, reserved),
    STRUCT(caco_batch_options),
    FIELD(caco_batch_options, struct_size),
    FIELD(caco_batch_options, threads),
    FIELD(caco_batch_options, observation),
    FIELD(caco_batch_options, width),
    FIELD(caco_batch_options, height),
    FIELD(caco_batch_options, stack),
    FIELD(caco_batch_options, auto_reset),
    FIELD(caco_batch_options, reserved),
    STRUCT(caco_batch_game),
    FIELD(caco_batch_game, scenario),
    FIELD(caco_batch_game, assets),
    FIELD(caco_batch_game, seed),
    FIELD(caco_batch_game, reserved),
    STRUCT(caco_batch_shape),
    FIELD(caco_batch_shape, games),
    FIELD(caco_batch_shape, threads),
    FIELD(caco_batch_shape, buttons),
    FIELD(caco_batch_shape, variables),
    FIELD(caco_batch_shape, stack),
    FIELD(caco_batch_shape, observation),
    FIELD(caco_batch_shape, format),
    FIELD(caco_batch_shape, width),
    FIELD(caco_batch_shape, height),
    FIELD(caco_batch_shape, channels),
    FIELD(caco_batch_shape, frame_width),
    FIELD(caco_batch_shape, frame_height),
    FIELD(caco_batch_shape, observation_size),
    STRUCT(caco_batch_io),
    FIELD(caco_batch_io, struct_size),
    FIELD(caco_batch_io, tics),
    FIELD(caco_batch_io, actions),
    FIELD(caco_batch_io, action_count),
    FIELD(caco_batch_io, tics_of),
    FIELD(caco_batch_io, mask),
    FIELD(caco_batch_io, seeds),
    FIELD(caco_batch_io, episode_seeds),
    FIELD(caco_batch_io, observations),
    FIELD(caco_batch_io, observation_size),
    FIELD(caco_batch_io, variables),
    FIELD(caco_batch_io, variable_count),
    FIELD(caco_batch_io, rewards),
    FIELD(caco_batch_io, terminated),
    FIELD(caco_batch_io, truncated),
    FIELD(caco_batch_io, tics_run),
    FIELD(caco_batch_io, episode_returns),
    FIELD(caco_batch_io, episode_tics),
    FIELD(caco_batch_io, played_seeds),
    FIELD(caco_batch_io, final_observations),
    FIELD(caco_batch_io, final_observation_size),
    FIELD(caco_batch_io, final_variables),
    FIELD(caco_batch_io, final_variable_count),
    FIELD(caco_batch_io, final_hashes),
    FIELD(caco_batch_io, hashes),
    FIELD(caco_batch_io, depth),
    FIELD(caco_batch_io, labels),
    FIELD(caco_batch_io, automap),
    FIELD(caco_batch_io, plane_size),
    FIELD(caco_batch_io, errors),
};

const caco_layout_entry* header_c11_layout(uint32_t* count) {
    *count = (uint32_t)(sizeof kLayout / sizeof kLayout[0]);
    return kLayout;
}

/* One whole episode start from C. Returns the status of the first call that fails. */
caco_status header_c11_play(const uint8_t* iwad, uint64_t size, uint64_t* hash) {
    caco_source sources[2] = {{0, 0, 0, 0}, {0, 0, 0, 0}};
    caco_assets* assets = 0;
    caco_scenario* scenario = 0;
    caco_game* game = 0;
    caco_options options;
    const char* cfg = 0;
    double reward = 0;
    const double action[2] = {1, 0};
    caco_status status;

    *hash = 0;
    sources[0].data = iwad;
    sources[0].size = size;
    status = caco_builtin_scenario("battle", &sources[1].data, &sources[1].size, &cfg);
    if (status == CACO_OK) status = caco_assets_create(sources, 2, &assets);
    if (status == CACO_OK) status = caco_scenario_create(&scenario);
    if (status == CACO_OK) status = caco_scenario_load_text(scenario, cfg, "battle.cfg", 0, 0);
    if (status == CACO_OK) status = caco_scenario_set(scenario, "seed", "1");
    caco_options_init(&options);
    options.no_screen = 1;
    if (status == CACO_OK) status = caco_game_create(scenario, assets, &options, &game);
    if (status == CACO_OK) status = caco_game_make_action(game, action, 2, 10, &reward);
    if (status == CACO_OK) *hash = caco_game_hash(game);
    caco_game_destroy(game);
    caco_scenario_destroy(scenario);
    caco_assets_destroy(assets);
    return status;
}
