// Games through the C interface: steps, state, frames, lists, snapshots; and what a step may cost.
#include <cstring>
#include <set>

#include "support/allocation_counter.h"
#include "capi_setup.h"

namespace caco::test {
namespace {

constexpr double kIdle[1] = {0};

caco_buffer bufferOf(caco_game* game, int32_t which) {
    caco_buffer buffer;
    std::memset(&buffer, 0xCD, sizeof buffer);
    expectOk(caco_game_buffer(game, which, &buffer));
    return buffer;
}

caco_options smallFrames(int32_t width = 160, int32_t height = 120) {
    caco_options options;
    caco_options_init(&options);
    options.width = width;
    options.height = height;
    return options;
}

// Bytes of a pixel in memory order; 'r', 'g', 'b' channels, '.' opaque.
struct FormatCase {
    const char* name;
    int32_t channels;
    bool planar;
    const char* order;
};
constexpr FormatCase kFormats[] = {
    {"CRCGCB", 3, true, "rgb"},          {"RGB24", 3, false, "rgb"},   {"RGBA32", 4, false, "rgb."},
    {"ARGB32", 4, false, ".rgb"},        {"CBCGCR", 3, true, "bgr"},   {"BGR24", 3, false, "bgr"},
    {"BGRA32", 4, false, "bgr."},        {"ABGR32", 4, false, ".bgr"}, {"GRAY8", 1, false, "y"},
    {"DOOM_256_COLORS8", 1, false, "i"},
};

TEST(CapiFrames, EveryFormatHasItsShape) {
    const AssetsHandle assets = battleAssets();
    const uint8_t* palette = caco_assets_palette(assets.get());
    for (const FormatCase& format : kFormats) {
        for (const auto& [width, height] : {std::pair{160, 120}, std::pair{33, 25}}) {
            SCOPED_TRACE(std::string(format.name) + " " + std::to_string(width));
            const caco_options options = smallFrames(width, height);
            auto game =
                battleGame(std::string("screen_format = ") + format.name + "\nautomap_buffer_enabled = true", &options);
            const caco_buffer indices = bufferOf(game.get(), CACO_BUFFER_INDICES);
            for (const int32_t which : {CACO_BUFFER_SCREEN, CACO_BUFFER_AUTOMAP}) {
                const caco_buffer b = bufferOf(game.get(), which);
                EXPECT_EQ(b.width, width);
                EXPECT_EQ(b.height, height);
                EXPECT_EQ(b.channels, format.channels);
                EXPECT_EQ(b.pitch, format.planar ? width : width * format.channels);
                EXPECT_EQ(b.size, static_cast<uint64_t>(width) * height * format.channels);
                EXPECT_EQ(b.format, caco_number(CACO_NAMES_SCREEN_FORMAT, format.name));
                EXPECT_EQ(reinterpret_cast<uintptr_t>(b.data) % 64, 0u) << which;
            }
            const caco_buffer screen = bufferOf(game.get(), CACO_BUFFER_SCREEN);
            const size_t pixels = static_cast<size_t>(width) * static_cast<size_t>(height);
            std::set<int> seen;
            for (size_t i = 0; i < pixels; i += 7) {
                const uint8_t index = indices.data[i];
                seen.insert(index);
                for (int c = 0; c < format.channels; ++c) {
                    const size_t plane = static_cast<size_t>(c) * pixels + i;
                    const int value =
                        screen.data[format.planar ? plane
                                                  : i * static_cast<size_t>(format.channels) + static_cast<size_t>(c)];
                    const char* rgb = "rgb";
                    if (const char* found = std::strchr(rgb, format.order[c])) {
                        ASSERT_EQ(value, palette[index * 3 + (found - rgb)]) << "pixel " << i << " channel " << c;
                    } else if (format.order[c] == '.') {
                        ASSERT_EQ(value, 255);
                    } else if (format.order[c] == 'i') {
                        ASSERT_EQ(value, index);
                    }
                }
            }
            EXPECT_GT(seen.size(), 8u) << "something is drawn";
        }
    }
}

TEST(CapiFrames, OneByteBuffers) {
    const caco_options options = smallFrames();
    auto game = battleGame(
        "depth_buffer_enabled = true\nlabels_buffer_enabled = true\nautomap_buffer_enabled = true\nscreen_format = "
        "RGB24",
        &options);
    for (const int32_t which :
         {CACO_BUFFER_INDICES, CACO_BUFFER_DEPTH, CACO_BUFFER_LABELS, CACO_BUFFER_AUTOMAP_INDICES}) {
        const caco_buffer b = bufferOf(game.get(), which);
        EXPECT_NE(b.data, nullptr) << which;
        EXPECT_EQ(reinterpret_cast<uintptr_t>(b.data) % 64, 0u) << which;
        EXPECT_EQ(b.size, 160u * 120u);
        EXPECT_EQ(b.channels, 1);
        EXPECT_EQ(b.pitch, 160);
        EXPECT_EQ(b.format, 9);
    }
}

TEST(CapiFrames, SwitchedOffBuffersAreEmpty) {
    const caco_options options = smallFrames();
    auto game = battleGame("", &options);
    for (const int32_t which :
         {CACO_BUFFER_DEPTH, CACO_BUFFER_LABELS, CACO_BUFFER_AUTOMAP, CACO_BUFFER_AUTOMAP_INDICES}) {
        const caco_buffer b = bufferOf(game.get(), which);
        EXPECT_EQ(b.data, nullptr) << which;
        EXPECT_EQ(b.size, 0u);
    }
    caco_options none = options;
    none.no_screen = 1;
    game = battleGame("depth_buffer_enabled = true", &none);
    for (int32_t which = 0; which < 6; ++which) {
        EXPECT_EQ(bufferOf(game.get(), which).data, nullptr) << which;
    }
    caco_buffer b;
    expectFailure(caco_game_buffer(game.get(), 6, &b), CACO_ERROR_INVALID_ARGUMENT, "buffer 6");
    expectFailure(caco_game_buffer(game.get(), -1, &b), CACO_ERROR_INVALID_ARGUMENT, "buffer -1");
}

TEST(CapiFrames, KeepTheirAddressAndCountFrames) {
    const caco_options options = smallFrames();
    auto game = battleGame("screen_format = RGB24", &options);
    const caco_buffer first = bufferOf(game.get(), CACO_BUFFER_SCREEN);
    const std::vector<uint8_t> before(first.data, first.data + first.size);
    const double turn[] = {0, 0, 0, 0, 0, 0, 0, 15};
    expectOk(caco_game_make_action(game.get(), turn, 8, 20, nullptr));
    caco_buffer now = bufferOf(game.get(), CACO_BUFFER_SCREEN);
    EXPECT_EQ(now.data, first.data);
    EXPECT_EQ(now.frame, first.frame + 1) << "one frame an update";
    EXPECT_NE(std::memcmp(before.data(), now.data, before.size()), 0);
    expectOk(caco_game_advance(game.get(), 5, 0));
    EXPECT_EQ(bufferOf(game.get(), CACO_BUFFER_SCREEN).frame, now.frame) << "no update, no frame";
    expectOk(caco_game_redraw(game.get()));
    EXPECT_EQ(bufferOf(game.get(), CACO_BUFFER_SCREEN).frame, now.frame + 1);
    expectOk(caco_game_new_episode(game.get()));
    now = bufferOf(game.get(), CACO_BUFFER_SCREEN);
    EXPECT_EQ(now.data, first.data);
    EXPECT_GT(now.frame, first.frame + 2);
}

TEST(CapiGame, StepsAndState) {
    auto game = battleGame("living_reward = 1");
    EXPECT_EQ(caco_game_seed(game.get()), 1u);
    EXPECT_EQ(caco_game_episode_seed(game.get()), 1791095845u);
    EXPECT_EQ(caco_game_episode_time(game.get()), 1);
    EXPECT_STREQ(caco_game_map(game.get()), "MAP01");
    EXPECT_STREQ(caco_game_reports(game.get()), "");
    const double action[] = {0, 1, 1};
    double reward = -7;
    expectOk(caco_game_make_action(game.get(), action, 3, 4, &reward));
    EXPECT_EQ(reward, 4);
    EXPECT_EQ(caco_game_last_reward(game.get()), 4);
    EXPECT_EQ(caco_game_total_reward(game.get()), 4);
    double last[8] = {-1, -1, -1, -1, -1, -1, -1, -1};
    EXPECT_EQ(caco_game_last_action(game.get(), last, 3), 8u);
    EXPECT_EQ(last[1], 1);
    EXPECT_EQ(last[3], -1);
    double value = -1;
    expectOk(caco_game_button(game.get(), 13, &value));
    EXPECT_EQ(value, 1);
    expectOk(caco_game_button(game.get(), 1, &value));
    EXPECT_EQ(value, 0) << "not available";
    expectFailure(caco_game_button(game.get(), 43, &value), CACO_ERROR_INVALID_ARGUMENT, "0..42");
    expectOk(caco_game_variable(game.get(), 9, &value));
    EXPECT_EQ(value, 100);
    expectFailure(caco_game_variable(game.get(), 132, &value), CACO_ERROR_INVALID_ARGUMENT, "0..131");
    expectFailure(caco_game_variable(game.get(), -1, &value), CACO_ERROR_INVALID_ARGUMENT, "variable -1");
    const double tooMany[9] = {};
    const uint64_t hash = caco_game_hash(game.get());
    expectFailure(caco_game_make_action(game.get(), tooMany, 9, 1, &reward), CACO_ERROR_INVALID_ARGUMENT,
                  "9 values for 8");
    EXPECT_EQ(caco_game_hash(game.get()), hash) << "nothing was played";

    caco_state state;
    expectOk(caco_game_state(game.get(), &state));
    EXPECT_EQ(state.present, 1);
    EXPECT_EQ(state.number, 2);
    EXPECT_EQ(state.tic, 5);
    EXPECT_EQ(state.variable_count, 5u);
    double variables[5] = {};
    EXPECT_EQ(caco_game_variables(game.get(), variables, 5), 5u);
    EXPECT_EQ(variables[0], 100);
    EXPECT_EQ(caco_game_variables(game.get(), nullptr, 0), 5u);
}

TEST(CapiGame, AFinishedEpisodeHasNoState) {
    auto game = battleGame(
        "episode_timeout = 10\nobjects_info_enabled = true\nsectors_info_enabled = true\nlabels_buffer_enabled = true");
    expectOk(caco_game_make_action(game.get(), kIdle, 1, 100, nullptr));
    EXPECT_EQ(caco_game_is_episode_finished(game.get()), 1);
    EXPECT_EQ(caco_game_is_timeout_reached(game.get()), 1);
    EXPECT_EQ(caco_game_is_player_dead(game.get()), 0);
    EXPECT_EQ(caco_game_episode_time(game.get()), 11);
    caco_state state;
    std::memset(&state, 0xCD, sizeof state);
    expectOk(caco_game_state(game.get(), &state));
    const caco_state zero = {};
    EXPECT_EQ(std::memcmp(&state, &zero, sizeof state), 0);
    EXPECT_EQ(caco_game_objects(game.get(), nullptr, 0), 0u);
    EXPECT_EQ(caco_game_sectors(game.get(), nullptr, 0), 0u);
    EXPECT_EQ(caco_game_lines(game.get(), nullptr, 0), 0u);
    EXPECT_EQ(caco_game_labels(game.get(), nullptr, 0), 0u);
    expectOk(caco_game_new_episode(game.get()));
    EXPECT_EQ(caco_game_is_episode_finished(game.get()), 0);
    EXPECT_EQ(caco_game_episode_seed(game.get()), 4282876139u);
    expectOk(caco_game_set_seed(game.get(), 1));
    expectOk(caco_game_new_episode(game.get()));
    EXPECT_EQ(caco_game_episode_seed(game.get()), 1791095845u);
    expectOk(caco_game_start_episode(game.get(), 5));
    EXPECT_EQ(caco_game_episode_seed(game.get()), 5u);
}

TEST(CapiLists, ObjectsAndTheirRawFigures) {
    auto game = battleGame("objects_info_enabled = true");
    expectOk(caco_game_make_action(game.get(), kIdle, 1, 3, nullptr));
    const uint32_t count = caco_game_objects(game.get(), nullptr, 0);
    ASSERT_GT(count, 15u + 30 + 15);
    std::vector<caco_object> objects(count);
    std::vector<caco_object_raw> raw(count);
    EXPECT_EQ(caco_game_objects(game.get(), objects.data(), count), count);
    EXPECT_EQ(caco_game_objects_raw(game.get(), raw.data(), count), count);
    caco_state state;
    expectOk(caco_game_state(game.get(), &state));
    EXPECT_EQ(state.object_count, count);
    std::multiset<std::string> names, categories;
    std::set<uint32_t> ids;
    for (uint32_t i = 0; i < count; ++i) {
        names.insert(objects[i].name);
        categories.insert(objects[i].category);
        ids.insert(objects[i].id);
        EXPECT_EQ(objects[i].id, raw[i].id);
        EXPECT_EQ(objects[i].position_x, raw[i].x / 65536.0);
        EXPECT_EQ(objects[i].position_z, raw[i].z / 65536.0);
        EXPECT_EQ(objects[i].velocity_y, raw[i].velocity_y / 65536.0);
        EXPECT_NEAR(objects[i].angle, raw[i].angle / 4294967296.0 * 360, 1e-6);
        EXPECT_EQ(objects[i].value, 0);
    }
    EXPECT_EQ(ids.size(), count) << "every object has its own id";
    EXPECT_EQ(names.count("DoomImp"), 15u);
    EXPECT_EQ(names.count("DoomPlayer"), 1u);
    EXPECT_EQ(categories.count("Enemy"), 15u);
    EXPECT_EQ(categories.count("Player"), 1u);
    EXPECT_EQ(categories.count("Health"), names.count("ArenaMedikit"));
    EXPECT_EQ(categories.count("Ammo"), names.count("Clip"));
    caco_object one;
    EXPECT_EQ(caco_game_objects(game.get(), &one, 1), count);
    EXPECT_STREQ(one.name, objects[0].name);
}

TEST(CapiLists, StayAsOfTheLastUpdate) {
    auto game = battleGame("objects_info_enabled = true\nlabels_buffer_enabled = true");
    auto rows = [&] {
        std::vector<caco_object_raw> raw(caco_game_objects_raw(game.get(), nullptr, 0));
        caco_game_objects_raw(game.get(), raw.data(), static_cast<uint32_t>(raw.size()));
        return raw;
    };
    const double run[] = {1, 1, 1, 0, 0, 0, 0, 5};
    expectOk(caco_game_make_action(game.get(), run, 8, 20, nullptr));
    const auto before = rows();
    expectOk(caco_game_advance(game.get(), 20, 0));
    auto now = rows();
    ASSERT_EQ(now.size(), before.size());
    EXPECT_EQ(std::memcmp(now.data(), before.data(), now.size() * sizeof now[0]), 0);
    expectOk(caco_game_advance(game.get(), 0, 1));
    now = rows();
    EXPECT_TRUE(now.size() != before.size() || std::memcmp(now.data(), before.data(), now.size() * sizeof now[0]) != 0);
}

TEST(CapiLists, SectorsAndLines) {
    auto game = battleGame("sectors_info_enabled = true");
    const uint32_t sectorCount = caco_game_sectors(game.get(), nullptr, 0),
                   lineCount = caco_game_lines(game.get(), nullptr, 0);
    ASSERT_EQ(sectorCount, 2u) << "floor and rock";
    ASSERT_GT(lineCount, 50u);
    std::vector<caco_sector> sectors(sectorCount);
    std::vector<caco_line> lines(lineCount);
    caco_game_sectors(game.get(), sectors.data(), sectorCount);
    EXPECT_EQ(caco_game_lines(game.get(), lines.data(), lineCount), lineCount);
    EXPECT_EQ(sectors[0].floor_height, 0);
    EXPECT_EQ(sectors[0].ceiling_height, 128);
    EXPECT_EQ(sectors[1].floor_height, -128) << "the constant of the plane";
    for (const caco_sector& s : sectors) {
        EXPECT_LE(s.first_line + s.line_count, lineCount);
    }
    for (const caco_line& l : lines) {
        EXPECT_EQ(l.is_blocking, 1);
        EXPECT_TRUE(l.x1 == l.x2 || l.y1 == l.y2);
    }
    game = battleGame();
    EXPECT_EQ(caco_game_sectors(game.get(), nullptr, 0), 0u) << "switched off";
    EXPECT_EQ(caco_game_objects(game.get(), nullptr, 0), 0u);
    EXPECT_EQ(caco_game_labels(game.get(), nullptr, 0), 0u);
}

TEST(CapiSnapshot, SavesAndRestores) {
    auto game = battleGame("labels_buffer_enabled = true\nobjects_info_enabled = true");
    expectOk(caco_game_make_action(game.get(), kIdle, 1, 20, nullptr));
    const uint64_t size = caco_game_snapshot_size(game.get());
    std::vector<uint8_t> bytes(size);
    expectFailure(caco_game_save(game.get(), bytes.data(), size - 1), CACO_ERROR_INVALID_ARGUMENT,
                  std::to_string(size));
    expectOk(caco_game_save(game.get(), bytes.data(), size));
    const uint64_t hash = caco_game_hash(game.get());
    expectOk(caco_game_make_action(game.get(), kIdle, 1, 20, nullptr));
    EXPECT_NE(caco_game_hash(game.get()), hash);
    expectOk(caco_game_restore(game.get(), bytes.data(), size));
    EXPECT_EQ(caco_game_hash(game.get()), hash);
    EXPECT_EQ(caco_game_episode_time(game.get()), 21);
    EXPECT_EQ(caco_game_objects(game.get(), nullptr, 0), 0u) << "lists come with the next update";
    EXPECT_EQ(caco_game_labels(game.get(), nullptr, 0), 0u);
    bytes[size / 2] ^= 1;
    expectFailure(caco_game_restore(game.get(), bytes.data(), size), CACO_ERROR_BAD_DATA, "damaged");
    expectFailure(caco_game_restore(game.get(), bytes.data(), 10), CACO_ERROR_BAD_DATA, "cut off");
    EXPECT_EQ(caco_game_hash(game.get()), hash);
}

TEST(CapiGame, NamesTheRandomStreamsDrawnLast) {
    caco_options options = smallFrames();
    options.no_screen = 1;
    auto game = battleGame("", &options);
    const char* names[32] = {};
    const uint32_t count = caco_game_last_draws(game.get(), names, 32);
    EXPECT_EQ(count, 16u);
    for (uint32_t i = 0; i < count; ++i) {
        EXPECT_NE(std::string(names[i]), "") << i;
    }
    EXPECT_EQ(names[count], nullptr);
    const uint32_t before = caco_game_draw_count(game.get());
    EXPECT_GT(before, 16u);
    expectOk(caco_game_send_command(game.get(), "kill monsters"));
    EXPECT_GT(caco_game_draw_count(game.get()), before);
    const char* newest = nullptr;
    EXPECT_EQ(caco_game_last_draws(game.get(), &newest, 1), 16u);
    EXPECT_STREQ(newest, "ActorDie");
    EXPECT_EQ(caco_game_last_draws(game.get(), nullptr, 0), 16u);
    expectOk(caco_game_start_episode(game.get(), 5));
    EXPECT_LT(caco_game_draw_count(game.get()), 4 * before) << "counted from the episode's start";
}

TEST(CapiGame, AStepAllocatesNothing) {
    if (!countsAllocations()) GTEST_SKIP() << "allocations are counted in builds without sanitizers";
    const caco_options options = smallFrames();
    auto game = battleGame(
        "labels_buffer_enabled = true\ndepth_buffer_enabled = true\nobjects_info_enabled = true\n"
        "screen_format = RGB24\nrender_hud = true\nautomap_buffer_enabled = true",
        &options);
    TestRandom random(3);
    double action[8], reward = 0, variables[5];
    auto play = [&](int steps) {
        for (int i = 0; i < steps; ++i) {
            for (double& value : action) {
                value = random.below(4) == 0;
            }
            action[7] = random.below(20) - 10.0;
            if (caco_game_is_episode_finished(game.get()) && caco_game_new_episode(game.get()) != CACO_OK) return;
            if (caco_game_make_action(game.get(), action, 8, 2, &reward) != CACO_OK) return;
            caco_buffer b;
            if (caco_game_buffer(game.get(), CACO_BUFFER_SCREEN, &b) != CACO_OK) return;
            caco_game_variables(game.get(), variables, 5);
        }
    };
    play(200);
    const uint64_t before = allocationCount();
    play(300);
    EXPECT_EQ(allocationCount() - before, 0u);
}

}  // namespace
}  // namespace caco::test
