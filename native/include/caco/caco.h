/*
 * Caco: a ViZDoom-compatible Doom engine as a library.
 *
 * A game needs two immutable things and makes a mutable one:
 *   caco_assets    the archives (IWAD and PWADs) with palette, textures, sprites and actor classes; shared by any number of games;
 *   caco_scenario  what a ViZDoom .cfg says: buttons, variables, rewards, rendering, limits;
 *   caco_game      one game of a scenario on assets: a world, its episode rules and its frame buffers;
 *   caco_batch     many games that one call steps on several threads.
 *
 * Determinism: (assets, scenario, seed, actions) give the same world hash on every tic on every machine and in every build.
 *
 * Conventions
 *   Strings are UTF-8, zero-terminated, owned by the callee unless said otherwise, and valid until the object they came from is
 *   changed or destroyed. Flags are uint8_t, 0 or 1. Sizes are in bytes. Null is allowed only where "nullable" is written.
 *   Every function that can fail returns a caco_status and leaves a message for caco_last_error() of the calling thread.
 *   No function aborts the process or lets an exception through.
 *
 * Thread contract, one of four phrases per function:
 *   [any thread]        may be called at any time from any thread;
 *   [not during step]   any thread, but not while another call on the same object runs;
 *   [owner thread]      one thread at a time per object, and the same one while it holds views into it;
 *   [load time]         any thread, but the object must not yet be shared.
 */
#ifndef CACO_CACO_H
#define CACO_CACO_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#if defined(CACO_BUILDING_LIBRARY)
#define CACO_EXPORT __declspec(dllexport)
#else
#define CACO_EXPORT __declspec(dllimport)
#endif
#else
#define CACO_EXPORT __attribute__((visibility("default")))
#endif

#if defined(__GNUC__)
#define CACO_MUST_USE __attribute__((warn_unused_result))
#else
#define CACO_MUST_USE
#endif

/* Interface version: (major << 16) | (minor << 8) | patch. Compared with caco_version() at load. */
#define CACO_VERSION 0x000100

/* Result of every call that can fail. */
typedef int32_t caco_status;
#define CACO_OK 0
#define CACO_ERROR_INVALID_ARGUMENT 1 /* a null pointer, a number out of range, an unknown name */
#define CACO_ERROR_FILE_NOT_FOUND 2   /* a named file does not exist or cannot be read */
#define CACO_ERROR_BAD_DATA 3         /* a malformed WAD, map, lump, script or cfg; the message names file and lump, or line */
#define CACO_ERROR_UNSUPPORTED 4      /* well-formed content that the engine does not implement; named in the message */
#define CACO_ERROR_OUT_OF_CAPACITY 5  /* a fixed capacity is exhausted; the message names it */
#define CACO_ERROR_INVALID_STATE 6    /* the call does not fit the game's state */
#define CACO_ERROR_STRUCT_SIZE 7      /* a config struct of another version of this header */
#define CACO_ERROR_INTERNAL 8         /* a defect of the library, or memory ran out */

/* Limits of the game (35 tics are a second). */
#define CACO_TIC_RATE 35
#define CACO_BUTTON_COUNT 43
#define CACO_BINARY_BUTTON_COUNT 38
#define CACO_VARIABLE_COUNT 132
#define CACO_MAX_PLAYERS 16

/* Version of the library, as CACO_VERSION. [any thread] */
CACO_EXPORT uint32_t caco_version(void);

/* Text of the last failure on the calling thread; empty when there was none. Valid until the next failing call on this thread. [any thread] */
CACO_EXPORT const char* caco_last_error(void);

/* One row of the ABI layout table: a struct (field empty) or one of its fields. */
typedef struct caco_layout_entry {
    const char* struct_name;
    const char* field_name; /* "" for the struct itself */
    uint32_t offset;        /* bytes; 0 for the struct itself */
    uint32_t size;          /* bytes */
} caco_layout_entry;

/* The layout of every struct of this header as the library was compiled; *count receives the number of rows. [any thread] */
CACO_EXPORT const caco_layout_entry* caco_abi_layout(uint32_t* count);

/* ---- Names of the vocabulary (numbers as in ViZDoom) ------------------------------------------------------------ */

#define CACO_NAMES_BUTTON 0
#define CACO_NAMES_VARIABLE 1
#define CACO_NAMES_MODE 2
#define CACO_NAMES_SCREEN_FORMAT 3
#define CACO_NAMES_SCREEN_RESOLUTION 4
#define CACO_NAMES_AUTOMAP_MODE 5
#define CACO_NAMES_SAMPLING_RATE 6

/* Name of value `number` of a vocabulary (CACO_NAMES_*), null when there is none. [any thread] */
CACO_EXPORT const char* caco_name(int32_t names, int32_t number);
/* Number of a name, case-insensitive, underscores optional; -1 when unknown. [any thread] */
CACO_EXPORT int32_t caco_number(int32_t names, const char* name);

/* ---- Assets ------------------------------------------------------------------------------------------------------ */

typedef struct caco_assets caco_assets;

/* One archive: a path, or bytes in memory (copied). Set exactly one of path and data. */
typedef struct caco_source {
    const char* path;    /* nullable */
    const uint8_t* data; /* nullable; size bytes */
    uint64_t size;
    const char* label;   /* nullable; names a memory archive in messages */
} caco_source;

/* Loads archives in order: the IWAD first, later ones override. The result is immutable and may be shared by games on any threads.
 * Failure: FILE_NOT_FOUND, BAD_DATA (file and lump named), UNSUPPORTED; *out is then null. [any thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_assets_create(const caco_source* sources, uint32_t count, caco_assets** out);
/* Drops the caller's hold; games keep what they use. Null is ignored. [not during step] */
CACO_EXPORT void caco_assets_destroy(caco_assets* assets);
/* Hash over the bytes of all archives; identifies the content in ledgers. [any thread] */
CACO_EXPORT uint64_t caco_assets_hash(const caco_assets* assets);
/* The 256 palette entries, RGB, 768 bytes; valid as long as the assets or a game made from them. [any thread] */
CACO_EXPORT const uint8_t* caco_assets_palette(const caco_assets* assets);
/* Number of maps, and the name of one (null when out of range). [any thread] */
CACO_EXPORT uint32_t caco_assets_map_count(const caco_assets* assets);
CACO_EXPORT const char* caco_assets_map_name(const caco_assets* assets, uint32_t index);

/* A built-in scenario ("battle"): its WAD bytes and cfg text, static data of the library. Unknown name: INVALID_ARGUMENT. [any thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_builtin_scenario(const char* name, const uint8_t** wad, uint64_t* wad_size, const char** cfg);

/* ---- Scenario ---------------------------------------------------------------------------------------------------- */

typedef struct caco_scenario caco_scenario;

/* A scenario with ViZDoom's defaults. [any thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_scenario_create(caco_scenario** out);
CACO_EXPORT CACO_MUST_USE caco_status caco_scenario_clone(const caco_scenario* scenario, caco_scenario** out);
/* Null is ignored. [load time] */
CACO_EXPORT void caco_scenario_destroy(caco_scenario* scenario);
/* Reads a ViZDoom .cfg file, or text of one; later settings override earlier ones. Unknown keys or values: BAD_DATA with file and line,
 * nothing of the file is applied. lenient = 1 skips them and collects them in caco_scenario_warnings. Paths in it are taken relative to the
 * file, or to base_dir (nullable). [load time] */
CACO_EXPORT CACO_MUST_USE caco_status caco_scenario_load_file(caco_scenario* scenario, const char* path, uint8_t lenient);
CACO_EXPORT CACO_MUST_USE caco_status caco_scenario_load_text(caco_scenario* scenario, const char* text, const char* label, const char* base_dir,
                                                              uint8_t lenient);
/* Warnings of lenient loads, one a line; "" when there are none. [load time] */
CACO_EXPORT const char* caco_scenario_warnings(const caco_scenario* scenario);
/* Sets one key to a value as the cfg language writes it ("living_reward", "-1"; lists as "{ A B }"). [load time] */
CACO_EXPORT CACO_MUST_USE caco_status caco_scenario_set(caco_scenario* scenario, const char* key, const char* value);
/* The value of a key in the cfg language; null for an unknown key. Valid until the next call on this scenario. [load time] */
CACO_EXPORT const char* caco_scenario_get(caco_scenario* scenario, const char* key);
/* Buttons and variables in their order: numbers of CACO_NAMES_BUTTON / CACO_NAMES_VARIABLE. Returns the count; writes at most capacity. [load time] */
CACO_EXPORT uint32_t caco_scenario_buttons(const caco_scenario* scenario, int32_t* out, uint32_t capacity);
CACO_EXPORT uint32_t caco_scenario_variables(const caco_scenario* scenario, int32_t* out, uint32_t capacity);

/* Switches beyond the cfg language. struct_size is set by the init function. */
typedef struct caco_options {
    uint32_t struct_size;
    uint32_t actor_capacity; /* actors at once, 16..16383; default 4096 */
    int32_t width;           /* 0 = the scenario's screen_resolution; else any 32..1920 */
    int32_t height;          /* 0 = the scenario's; else any 24..1200 */
    uint8_t hold_animations; /* 1: animated textures stay at their first frame (comparison with recorded traces); default 0 */
    uint8_t no_screen;       /* 1: no frames at all; fastest; default 0 */
    uint8_t fresh_view;      /* 1: each new episode starts as that of a fresh game: drawing remembers nothing (weapon bob, fuzz,
                                depth at the frame's edge), objects are numbered anew; default 0, as ViZDoom */
    uint8_t players;         /* players in the game, 1..16; 0 = the scenario's game_args ("-host N"), else 1; default 0 */
    uint8_t reserved[4];     /* 0 */
} caco_options;
CACO_EXPORT void caco_options_init(caco_options* options);

/* ---- Game -------------------------------------------------------------------------------------------------------- */

typedef struct caco_game caco_game;

/* Makes a game and runs its first episode's start (ViZDoom's init). assets: nullable: then the scenario's doom_game_path and
 * doom_scenario_path are loaded. options: nullable. Failure: any; *out is then null. [any thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_create(const caco_scenario* scenario, const caco_assets* assets, const caco_options* options,
                                                       caco_game** out);
/* Null is ignored. [owner thread] */
CACO_EXPORT void caco_game_destroy(caco_game* game);

/* Reseeds the episode seed source: the next new episode uses the first output of `seed` (simulation of ViZDoom's set_seed). [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_set_seed(caco_game* game, uint32_t seed);
CACO_EXPORT uint32_t caco_game_seed(const caco_game* game);
/* The 32-bit seed of the running episode. [owner thread] */
CACO_EXPORT uint32_t caco_game_episode_seed(const caco_game* game);
/* Starts the next episode. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_new_episode(caco_game* game);
/* Starts an episode with a given episode seed, leaving the seed source alone (replays). [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_start_episode(caco_game* game, uint32_t episode_seed);

/* Sets the button values, in the scenario's order; missing ones are 0, more than there are is INVALID_ARGUMENT. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_set_action(caco_game* game, const double* values, uint32_t count);
/* Runs up to `tics` tics with the values set; update = 1 samples variables, reward and frame after the last. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_advance(caco_game* game, uint32_t tics, uint8_t update);
/* set_action, advance with update, and the reward of the step; nothing happens when the episode is finished (*reward: the last one). Allocates nothing.
 * reward: nullable. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_make_action(caco_game* game, const double* values, uint32_t count, uint32_t tics, double* reward);
/* The values of the last action, in the scenario's order; returns the count. [owner thread] */
CACO_EXPORT uint32_t caco_game_last_action(const caco_game* game, double* out, uint32_t capacity);

CACO_EXPORT uint8_t caco_game_is_episode_finished(const caco_game* game);
CACO_EXPORT uint8_t caco_game_is_timeout_reached(const caco_game* game);
CACO_EXPORT uint8_t caco_game_is_player_dead(const caco_game* game);
CACO_EXPORT int32_t caco_game_episode_time(const caco_game* game); /* map time in tics */
CACO_EXPORT double caco_game_last_reward(const caco_game* game);
CACO_EXPORT double caco_game_total_reward(const caco_game* game);
/* What last took health from the player in this episode: class name of who is to blame ("DoomImp"; the player's own for a rocket of his),
 * class name of what touched him ("DoomImpBall", a puff, or the attacker itself), and the damage type ("None" for plain hits and shots,
 * "Melee", "Fire", "Slime", "Crush", ...). All "" when he was never hurt; floors, crushers and drowning have a type but no attacker.
 * Valid as long as the game. [owner thread] */
CACO_EXPORT const char* caco_game_last_attacker(const caco_game* game);
CACO_EXPORT const char* caco_game_last_inflictor(const caco_game* game);
CACO_EXPORT const char* caco_game_last_damage_type(const caco_game* game);
/* A game variable by number (CACO_NAMES_VARIABLE), as of the last update. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_variable(const caco_game* game, int32_t variable, double* out);
/* Value of a button by number as last set. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_button(const caco_game* game, int32_t button, double* out);

/* ---- Several players, commands ------------------------------------------------------------------------------------ */

/* A game can have up to 16 players in one world: caco_options.players, or "-host N" in the scenario's game_args; with "-deathmatch" they play
 * against each other (weapons stay, items come back), with "-altdeath" weapons come back too, else they play together. There is no network: one call
 * moves all of them by the same tics. Every other function of a game speaks of the selected player, the first one unless this changed it:
 * set_action, variables, rewards, frames, labels, is_player_dead and so on. In such games a death does not end the episode: the dead come back with
 * USE, by caco_game_respawn_player, or by themselves with "+sv_forcerespawn 1". */
CACO_EXPORT uint32_t caco_game_player_count(const caco_game* game);
CACO_EXPORT CACO_MUST_USE caco_status caco_game_select_player(caco_game* game, uint32_t player);
CACO_EXPORT uint32_t caco_game_selected_player(const caco_game* game);
/* make_action for all players: values is (players x buttons), rewards (nullable) gets one number per player. Frames of all players are drawn.
 * Allocates nothing. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_make_actions(caco_game* game, const double* values, uint32_t count, uint32_t tics,
                                                             double* rewards);
/* A row of what ViZDoom calls the server state. */
typedef struct caco_player {
    const char* name;        /* valid as long as the game */
    int32_t frags;
    int32_t deaths;          /* since the game was made */
    int32_t last_action_tic; /* map time of the last button that was not 0 */
    int32_t last_kill_tic;   /* map time of the last kill of anything; -1 = none */
    uint8_t in_game;
    uint8_t is_dead;
    uint8_t afk;             /* no button for ten seconds */
    uint8_t reserved[5];
} caco_player;
/* Returns the count and writes at most capacity rows. [owner thread] */
CACO_EXPORT uint32_t caco_game_players(caco_game* game, caco_player* out, uint32_t capacity);
/* Brings the selected player back at once and updates the state. INVALID_STATE when he lives, or in a game of one player. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_respawn_player(caco_game* game);

/* A console command of the selected player, several separated by ";": give, take, summon, summonfriend, kill, god, buddha, noclip, notarget, fly,
 * freeze, infiniteammo, warp, puke, use, drop, slot, weapnext, weapprev, centerview, and "[set] NAME VALUE" for the settings sv_gravity,
 * sv_aircontrol, sv_noautoaim, sv_infiniteammo, sv_itemrespawn, sv_weaponstay, sv_forcerespawn, sv_respawnprotect, sv_spawnfarthest, sv_norespawn,
 * sv_noexit, sv_nojump, sv_nocrouch, sv_nofreelook, sv_respawnsuper, neverswitchonpickup, teamdamage, fraglimit, timelimit, viz_respawn_delay,
 * viz_nocheat, and from the next episode on sv_nomonsters, sv_nohealth, sv_noarmor, deathmatch. Commands act at once, before the next tic, and are
 * part of play: a replay must send them again. UNSUPPORTED names what the engine does not know; commands before it have acted. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_send_command(caco_game* game, const char* command);
/* mode = SPECTATOR: what the watched human presses, by button number, CACO_BUTTON_COUNT values, held until the next call. Actions of the host have no
 * effect in that mode, and caco_game_last_action tells what the human did with the scenario's buttons. INVALID_STATE in other modes. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_set_spectated(caco_game* game, const double* values, uint32_t count);
/* Texts for the selected player (what was picked up, deaths, prints of scripts), oldest first, one a line: of the last notifications_buffer_size tics,
 * or since the update before when that is 0. "" unless notifications_buffer_enabled. Valid until the next call of it. [owner thread] */
CACO_EXPORT const char* caco_game_notifications(caco_game* game);

/* What get_state gives. present = 0 when the episode is finished (all else is then 0). */
typedef struct caco_state {
    int32_t number;          /* updates since the episode began, from 1 */
    int32_t tic;             /* map time */
    uint32_t variable_count; /* of the scenario's list */
    uint32_t label_count;
    uint32_t object_count;
    uint32_t sector_count;
    uint8_t present;
    uint8_t reserved[7];
} caco_state;
CACO_EXPORT CACO_MUST_USE caco_status caco_game_state(caco_game* game, caco_state* out);
/* The scenario's variables in order, as of the last update; returns their count, writes at most capacity. [owner thread] */
CACO_EXPORT uint32_t caco_game_variables(const caco_game* game, double* out, uint32_t capacity);

/* ---- Frames ------------------------------------------------------------------------------------------------------ */

#define CACO_BUFFER_SCREEN 0  /* in the scenario's screen_format */
#define CACO_BUFFER_INDICES 1 /* the palette indices behind it: uint8 (height x width) */
#define CACO_BUFFER_DEPTH 2   /* uint8 (height x width), 0 near */
#define CACO_BUFFER_LABELS 3  /* uint8 (height x width), 0 none, 1 floor or ceiling, else a label's value */
#define CACO_BUFFER_AUTOMAP 4 /* in the scenario's screen_format */
#define CACO_BUFFER_AUTOMAP_INDICES 5 /* uint8 (height x width) */

/* A view of a frame buffer: memory of the game, 64-byte aligned, constant address for the game's life, contents as of the last drawn
 * update. All bytes, rows from the top, pixels from the left, nothing between rows. Memory order by format (alpha is 255):
 *
 *   format            shape                 bytes of a pixel    pitch (row stride)   size
 *   CRCGCB            3 x height x width    planes R, G, B      width                3 * height * width
 *   RGB24             height x width x 3    R G B               3 * width            3 * height * width
 *   RGBA32            height x width x 4    R G B A             4 * width            4 * height * width
 *   ARGB32            height x width x 4    A R G B             4 * width            4 * height * width
 *   CBCGCR            3 x height x width    planes B, G, R      width                3 * height * width
 *   BGR24             height x width x 3    B G R               3 * width            3 * height * width
 *   BGRA32            height x width x 4    B G R A             4 * width            4 * height * width
 *   ABGR32            height x width x 4    A B G R             4 * width            4 * height * width
 *   GRAY8             height x width        .21 R + .72 G + .07 B, cut   width       height * width
 *   DOOM_256_COLORS8  height x width        palette index       width                height * width
 *
 * Index, depth and label buffers are (height x width) with pitch = width in every format. */
typedef struct caco_buffer {
    const uint8_t* data; /* null when the buffer is switched off */
    uint64_t size;
    int32_t width;
    int32_t height;
    int32_t channels;
    int32_t pitch;       /* bytes from one row to the next; of planar formats within a plane, planes follow each other at height * pitch */
    int32_t format;      /* number of CACO_NAMES_SCREEN_FORMAT; DOOM_256_COLORS8 for index, depth and label buffers */
    uint32_t frame;      /* drawn frames so far: a view of another number is stale */
} caco_buffer;
/* Converts on first use after an update. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_buffer(caco_game* game, int32_t buffer, caco_buffer* out);

/* ---- Sound ------------------------------------------------------------------------------------------------------- */

/* What the selected player heard in the last audio_buffer_size tics, up to now: 16-bit stereo, int16 (samples x 2), left and right in turn, oldest
 * first; silence before the episode began or a snapshot was restored. Memory of the game, constant address for its life. The samples are mixed from
 * the archives' sound lumps, near ones louder, and are the same on every machine; hearing them changes nothing in play. */
typedef struct caco_audio {
    const int16_t* data; /* null unless audio_buffer_enabled */
    uint64_t size;       /* bytes: samples * 4 */
    int32_t samples;     /* pairs: tics * rate / 35 */
    int32_t channels;    /* 2 */
    int32_t rate;        /* pairs a second: 11025, 22050 or 44100 */
    int32_t tics;        /* audio_buffer_size */
} caco_audio;
CACO_EXPORT CACO_MUST_USE caco_status caco_game_audio(const caco_game* game, caco_audio* out);

/* ---- Lists of the state ------------------------------------------------------------------------------------------- */

/* An object or label. Positions and velocities in map units, angles in degrees, as doubles. */
typedef struct caco_object {
    uint32_t id;
    int32_t value;    /* label value; 0 in object lists */
    int32_t x, y;     /* label box, pixels, minimum corner; 0 in object lists */
    int32_t width, height; /* max - min, pixels */
    double position_x, position_y, position_z;
    double angle, pitch, roll;
    double velocity_x, velocity_y, velocity_z;
    const char* name; /* class name, "Dead" before it for corpses; valid as long as the game */
    const char* category; /* Player, Enemy, Item, Weapon, Ammo, Health, Armor, Key, Projectile, Effect, Obstacle or Other */
    uint32_t sector;      /* index into the rows of caco_game_sectors */
    uint32_t reserved;    /* 0 */
} caco_object;
/* Raw fixed-point figures of the same objects, for exact comparison: 16.16 positions and velocities, binary angles. */
typedef struct caco_object_raw {
    uint32_t id;
    int32_t x, y, z;
    int32_t velocity_x, velocity_y, velocity_z;
    uint32_t angle;
} caco_object_raw;
typedef struct caco_sector {
    double floor_height;   /* plane constant as ViZDoom reports it: minus the height of flat floors */
    double ceiling_height;
    uint32_t first_line;   /* into the lines of caco_game_lines */
    uint32_t line_count;
} caco_sector;
typedef struct caco_line {
    double x1, y1, x2, y2;
    uint8_t is_blocking;
    uint8_t reserved[7];
} caco_line;
/* Each returns the count and writes at most capacity rows of the last update; 0 when the list is switched off. [owner thread] */
CACO_EXPORT uint32_t caco_game_labels(caco_game* game, caco_object* out, uint32_t capacity);
CACO_EXPORT uint32_t caco_game_objects(caco_game* game, caco_object* out, uint32_t capacity);
CACO_EXPORT uint32_t caco_game_objects_raw(caco_game* game, caco_object_raw* out, uint32_t capacity);
CACO_EXPORT uint32_t caco_game_sectors(caco_game* game, caco_sector* out, uint32_t capacity);
CACO_EXPORT uint32_t caco_game_lines(caco_game* game, caco_line* out, uint32_t capacity);

/* ---- State of the world ------------------------------------------------------------------------------------------- */

/* Hash of everything that changes in play (not of what was merely drawn or listed). [owner thread] */
CACO_EXPORT uint64_t caco_game_hash(const caco_game* game);
/* Whole state of the game: world, episode, view. Size first, then save into memory of at least that size. [owner thread] */
CACO_EXPORT uint64_t caco_game_snapshot_size(const caco_game* game);
CACO_EXPORT CACO_MUST_USE caco_status caco_game_save(const caco_game* game, uint8_t* out, uint64_t capacity);
/* Refused with the game unchanged when the snapshot is damaged (it carries a check sum) or of another version, map or scenario. Frames are those of the next update. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_restore(caco_game* game, const uint8_t* data, uint64_t size);
/* The same to and from a file. FILE_NOT_FOUND when it cannot be written or read. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_save_file(const caco_game* game, const char* path);
CACO_EXPORT CACO_MUST_USE caco_status caco_game_restore_file(caco_game* game, const char* path);
/* Draws the current state again into the buffers. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_game_redraw(caco_game* game);
/* Problems met in play that do not stop it (an unsupported action or special, a full pool), each named once, one a line; "" when none. [owner thread] */
CACO_EXPORT const char* caco_game_reports(caco_game* game);
/* For finding out where two runs part: the random numbers that play has drawn in this episode, and the exact names of the streams drawn last,
 * newest first ("ActorTakeDamage"); at most 16 are kept. Pictures draw from a stream of their own, which is not counted. Names are valid as long
 * as the game. Returns the number of names and writes at most capacity. [owner thread] */
CACO_EXPORT uint32_t caco_game_draw_count(const caco_game* game);
CACO_EXPORT uint32_t caco_game_last_draws(const caco_game* game, const char** out, uint32_t capacity);
/* The map that is played, for example "MAP01". [any thread] */
CACO_EXPORT const char* caco_game_map(const caco_game* game);

/* ---- Batch --------------------------------------------------------------------------------------------------------- */

/* Many games that one call steps on a pool of threads, with results in contiguous arrays of the caller. What a game does depends only on its
 * own seeds and actions: never on the number of threads, the number of games or their order. Games do not wait for each other but at the end
 * of a call. Calls on a batch allocate nothing once warm. */
typedef struct caco_batch caco_batch;

/* What a row of observations holds. */
#define CACO_OBSERVE_NONE 0      /* nothing: the games have no frames at all; fastest */
#define CACO_OBSERVE_SCREEN 1    /* the screen in the scenario's screen_format, laid out as caco_buffer says */
#define CACO_OBSERVE_INDICES 2   /* palette indices: uint8 (height x width) */
#define CACO_OBSERVE_GRAY_AREA 3 /* GRAY8 resized to (height x width) of any size: each pixel is the mean of the GRAY8 pixels below it, weighted by the
                                    area that it covers and rounded half up, computed in integers: with a W x H frame, a w x h observation and
                                    overlap(i, n, I, N) = length of [i*N, (i+1)*N) within [I*n, (I+1)*n):
                                    out(X, Y) = floor((2 * sum + W*H) / (2*W*H)), sum over x, y of gray(x, y) * overlap(x, W, X, w) * overlap(y, H, Y, h) */

typedef struct caco_batch_options {
    uint32_t struct_size;
    uint32_t threads;    /* that work in a call, the caller's among them, at most 1024; 0 (default) = one per processor. Never more than games */
    int32_t observation; /* CACO_OBSERVE_*; default SCREEN */
    int32_t width;       /* of GRAY_AREA, 1..1920; 0 (default) = that of the frames */
    int32_t height;      /* of GRAY_AREA, 1..1200; 0 (default) = that of the frames */
    uint32_t stack;      /* 1..64: how many of the last observations a row holds, oldest first; an episode's first one fills all. Default 1 */
    uint8_t auto_reset;  /* 1 (default): an episode that ends in a step is followed by the next one in the same call. 0: the game stays at its end,
                            steps leave it there with reward 0, until caco_batch_reset */
    uint8_t reserved[7]; /* 0 */
} caco_batch_options;
CACO_EXPORT void caco_batch_options_init(caco_batch_options* options);

/* One game of a batch. */
typedef struct caco_batch_game {
    const caco_scenario* scenario;
    const caco_assets* assets;
    uint32_t seed;       /* of the game's source of episode seeds, in place of the scenario's */
    uint32_t reserved;   /* 0 */
} caco_batch_game;

/* Makes the games and starts their first episodes: caco_batch_observe gives their first observations. Scenarios and assets may differ from game to
 * game, but numbers of buttons and variables and the frames' size and format must agree. batch_options, game_options: nullable; game_options are
 * those of every game. Failure: any; the message names the game ("game 3: ..."); *out is then null. [any thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_batch_create(const caco_batch_game* games, uint32_t count, const caco_batch_options* batch_options,
                                                        const caco_options* game_options, caco_batch** out);
/* Null is ignored. [owner thread] */
CACO_EXPORT void caco_batch_destroy(caco_batch* batch);

/* Sizes of the arrays of a batch. */
typedef struct caco_batch_shape {
    uint32_t games;
    uint32_t threads;
    uint32_t buttons;     /* of an action */
    uint32_t variables;   /* of a row of variables */
    uint32_t stack;
    int32_t observation;  /* CACO_OBSERVE_* */
    int32_t format;       /* of the observations: number of CACO_NAMES_SCREEN_FORMAT */
    int32_t width, height, channels; /* of one observation of a stack: planar formats (CRCGCB, CBCGCR) are (channels x height x width), interleaved
                                        ones (height x width x channels); 0 with OBSERVE_NONE */
    int32_t frame_width, frame_height; /* of the drawn frames; 0 with OBSERVE_NONE */
    uint64_t observation_size; /* bytes of a game's row: stack * channels * height * width */
} caco_batch_shape;
CACO_EXPORT CACO_MUST_USE caco_status caco_batch_get_shape(const caco_batch* batch, caco_batch_shape* out);

/* Memory of the caller for one call. Every pointer is nullable but actions of a step; every array has a row per game, and rows of games that are
 * masked out are neither read nor written. Sizes count elements of the whole array and must be exact.
 *
 * Seeds: game i has a source of episode seeds that caco_batch_game.seed started. Each new episode takes the source's next output, as
 * caco_game_new_episode does, unless episode_seeds gives one; that leaves the source alone.
 *
 * End of an episode under auto_reset: rewards, terminated, truncated, tics_run, episode_* and played_seeds of that call speak of the episode that
 * ended; final_observations, final_variables and final_hashes receive its last state (the frame drawn after its last tic, with the stack before it;
 * the world's hash before anything was reset), only in rows of games that ended; observations, variables, hashes and planes already show the first
 * state of the next episode. */
typedef struct caco_batch_io {
    uint32_t struct_size;
    uint32_t tics;                 /* of a step, for every game (frame skip); default 1 */
    const double* actions;         /* (games x buttons) */
    uint64_t action_count;
    const uint32_t* tics_of;       /* (games): in place of tics */
    const uint8_t* mask;           /* (games): 0 leaves a game alone */
    const uint32_t* seeds;         /* (games): a reset first starts the game's source of seeds with this */
    const uint32_t* episode_seeds; /* (games): seed of the new episode, of a reset and of the auto-reset of a step */
    uint8_t* observations;         /* (games x observation_size); null: nothing is drawn in this call */
    uint64_t observation_size;
    double* variables;             /* (games x variables), the scenario's list */
    uint64_t variable_count;
    double* rewards;               /* (games): of the step; 0 after a reset */
    uint8_t* terminated;           /* (games): the player died or the map was left */
    uint8_t* truncated;            /* (games): the time is up, else 0. A game that failed counts as truncated */
    uint32_t* tics_run;            /* (games): fewer than asked when the episode ended */
    double* episode_returns;       /* (games): sum of rewards since the episode began */
    uint32_t* episode_tics;        /* (games): tics since its first state */
    uint32_t* played_seeds;        /* (games): its episode seed */
    uint8_t* final_observations;
    uint64_t final_observation_size;
    double* final_variables;
    uint64_t final_variable_count;
    uint64_t* final_hashes;        /* (games) */
    uint64_t* hashes;              /* (games): caco_game_hash; costs a pass over the world */
    uint8_t* depth;                /* (games x frame_height x frame_width), likewise the next two; the scenario must switch the buffer on */
    uint8_t* labels;
    uint8_t* automap;              /* palette indices */
    uint64_t plane_size;           /* elements of each of the three */
    int32_t* errors;               /* (games): caco_status of the game */
} caco_batch_io;
CACO_EXPORT void caco_batch_io_init(caco_batch_io* io);

/* Each call: INVALID_ARGUMENT before anything moved when an array is missing or of the wrong size. Else all games of the mask are served, and the
 * result is that of the first one (lowest number) that failed, named in the message; the rows of the others are good. A failed game gives
 * rewards 0, truncated 1 and its code in errors, leaves its other rows alone, and stays failed until a reset brings it back; a mask silences it. */

/* Sets actions, runs tics, gives rewards and observations, starts ended episodes anew under auto_reset. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_batch_step(caco_batch* batch, const caco_batch_io* io);
/* Starts an episode in every game of the mask. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_batch_reset(caco_batch* batch, const caco_batch_io* io);
/* The present observations, variables, hashes and planes; nothing moves. A state that was not drawn is drawn now. [owner thread] */
CACO_EXPORT CACO_MUST_USE caco_status caco_batch_observe(caco_batch* batch, const caco_batch_io* io);
/* A game of the batch, for every other function between two calls (labels, objects, commands, snapshots...); it belongs to the batch and lives as
 * long. Null when index is out of range. [owner thread] */
CACO_EXPORT caco_game* caco_batch_game_at(caco_batch* batch, uint32_t index);

#if defined(__cplusplus)
#define CACO_ASSERT_SIZE(type, size) static_assert(sizeof(type) == (size), #type)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CACO_ASSERT_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#else
#define CACO_ASSERT_SIZE(type, size) typedef int caco_no_assert_##type
#endif
#if UINTPTR_MAX == 0xFFFFFFFFFFFFFFFFu
CACO_ASSERT_SIZE(caco_layout_entry, 24);
CACO_ASSERT_SIZE(caco_source, 32);
CACO_ASSERT_SIZE(caco_options, 24);
CACO_ASSERT_SIZE(caco_state, 32);
CACO_ASSERT_SIZE(caco_buffer, 40);
CACO_ASSERT_SIZE(caco_audio, 32);
CACO_ASSERT_SIZE(caco_object, 120);
CACO_ASSERT_SIZE(caco_player, 32);
CACO_ASSERT_SIZE(caco_object_raw, 32);
CACO_ASSERT_SIZE(caco_sector, 24);
CACO_ASSERT_SIZE(caco_line, 40);
CACO_ASSERT_SIZE(caco_batch_options, 32);
CACO_ASSERT_SIZE(caco_batch_game, 24);
CACO_ASSERT_SIZE(caco_batch_shape, 56);
CACO_ASSERT_SIZE(caco_batch_io, 232);
#endif

#ifdef __cplusplus
}
#endif

#endif /* CACO_CACO_H */
