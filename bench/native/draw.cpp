// Frames per second and frame hashes of the software view, case by case: the same random actions from the same seed.
//   bench_draw [--case TEXT] [--frames N] [--repeats N] [--hash-only] [--time-only]
// The hash runs over every buffer of every frame, so two builds that draw the same print the same.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "stage.h"

namespace caco::bench {
namespace {

struct Case {
    const char* name;
    const char* cfg;  // below data/scenarios; "" = the built-in battle
    const char* wad;  // "" = none
    const char* settings;
    int32_t width, height;
};

constexpr const char* kAllBuffers =
    "depth_buffer_enabled = true\nlabels_buffer_enabled = true\nautomap_buffer_enabled = true\n";
constexpr const char* kGray = "screen_format = GRAY8\n";
constexpr const char* kHudGray = "screen_format = GRAY8\nrender_hud = true\n";
constexpr const char* kHudPlanes = "screen_format = CRCGCB\nrender_hud = true\n";
constexpr const char* kPlanes = "screen_format = CRCGCB\n";
constexpr const char* kIndices = "screen_format = DOOM_256_COLORS8\n";
constexpr const char* kEverything =
    "screen_format = RGB24\ndepth_buffer_enabled = true\nlabels_buffer_enabled = true\nautomap_buffer_enabled = true\n"
    "render_hud = true\nrender_crosshair = true\nrender_messages = true\nautomap_mode = OBJECTS_WITH_SIZE\n"
    "automap_rotate = true\n";
constexpr const char* kMap02 =
    "screen_format = DOOM_256_COLORS8\ndoom_map = map02\nrender_hud = true\ndepth_buffer_enabled = true\n"
    "labels_buffer_enabled = true\n";
constexpr const char* kMap07 = "screen_format = BGRA32\ndoom_map = map07\nrender_minimal_hud = true\nrender_hud = true\n";
constexpr const char* kMap01 = "screen_format = BGR24\ndoom_map = map01\nrender_hud = false\n";

constexpr Case kCases[] = {
    {"arena 160x120 GRAY8", "", "", kGray, 160, 120},
    {"arena 320x240 CRCGCB", "", "", kPlanes, 320, 240},
    {"arena 640x480 CRCGCB", "", "", kPlanes, 640, 480},
    {"arena 640x480 indices", "", "", kIndices, 640, 480},
    {"arena 160x120 all buffers", "", "", kAllBuffers, 160, 120},
    {"arena 160x120 GRAY8 hud", "", "", kHudGray, 160, 120},
    {"arena 640x480 CRCGCB hud", "", "", kHudPlanes, 640, 480},
    {"arena no screen", "", "", kGray, 0, 0},
    {"battle 160x120 GRAY8", "battle/D3_battle.cfg", "battle/D3_battle.wad", kGray, 160, 120},
    {"battle 320x240 CRCGCB", "battle/D3_battle.cfg", "battle/D3_battle.wad", kPlanes, 320, 240},
    {"battle 640x480 CRCGCB", "battle/D3_battle.cfg", "battle/D3_battle.wad", kPlanes, 640, 480},
    {"battle 640x480 indices", "battle/D3_battle.cfg", "battle/D3_battle.wad", kIndices, 640, 480},
    {"battle 160x120 all buffers", "battle/D3_battle.cfg", "battle/D3_battle.wad", kAllBuffers, 160, 120},
    {"check battle2 640x480", "battle/D4_battle2.cfg", "battle/D4_battle2.wad", kEverything, 640, 480},
    {"check deathmatch 320x240", "vizdoom/deathmatch.cfg", "vizdoom/deathmatch.wad", kEverything, 320, 240},
    {"check my_way_home 256x144", "vizdoom/my_way_home.cfg", "vizdoom/my_way_home.wad", kEverything, 256, 144},
    {"check deadly_corridor 1280x1024", "vizdoom/deadly_corridor.cfg", "vizdoom/deadly_corridor.wad", kEverything, 1280,
     1024},
    {"check take_cover 400x225", "vizdoom/take_cover.cfg", "vizdoom/take_cover.wad", kEverything, 400, 225},
    {"check map01 800x600", "vizdoom/oblige.cfg", "", kMap01, 800, 600},
    {"check map02 333x250", "vizdoom/oblige.cfg", "", kMap02, 333, 250},
    {"check map07 1920x1080", "vizdoom/oblige.cfg", "", kMap07, 1920, 1080},
};

bool available(const Case& c) {
    return !*c.cfg || std::filesystem::exists(sharedFolder() + "/data/scenarios/" + c.cfg);
}

std::unique_ptr<Game> makeGame(const Case& c) {
    const Stage stage = loadStage(c.cfg, c.wad);
    return makeGame(stage, c.settings, c.width, c.height);
}

uint64_t hashFrame(Game& game, uint64_t seed) {
    if (!game.renderer()) return hashBytes(&seed, sizeof seed, game.hash());
    const auto pixels = static_cast<uint64_t>(game.width()) * static_cast<uint64_t>(game.height());
    const Renderer& r = *game.renderer();
    uint64_t h = hashBytes(r.screen(), pixels, seed);
    for (const uint8_t* buffer : {r.depth(), r.labels(), r.automap()}) {
        if (buffer) h = hashBytes(buffer, pixels, h);
    }
    const uint8_t* screen = game.convertedScreen();
    h = hashBytes(screen, pixels * static_cast<uint64_t>(bytesPerPixel(static_cast<ScreenFormat>(game.config().format))), h);
    for (const LabelRow& label : game.labels()) {
        h = hashBytes(&label.box.value, sizeof label.box - offsetof(LabelBox, value), h);
    }
    return h;
}

uint64_t hashFrames(const Case& c, int frames) {
    const std::unique_ptr<Game> game = makeGame(c);
    Actions actions(game->config().buttons);
    uint64_t h = kHashSeed;
    for (int i = 0; i < frames; ++i) {
        step(*game, actions);
        h = hashFrame(*game, h);
    }
    return h;
}

double measure(const Case& c, int frames, int repeats) {
    const std::unique_ptr<Game> game = makeGame(c);
    std::vector<std::byte> start(game->snapshotSize());
    game->save(start.data());
    double best = 1e9;
    for (int i = 0; i < repeats; ++i) {
        check(game->restore(start.data(), start.size()));
        Actions actions(game->config().buttons);
        const double from = cpuSeconds();
        for (int f = 0; f < frames; ++f) step(*game, actions);
        best = std::min(best, cpuSeconds() - from);
    }
    return best / frames;
}

int run(int argc, char** argv) {
    std::string only;
    int frames = 1000, repeats = 3;
    bool hashOnly = false, timeOnly = false;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        const bool more = i + 1 < argc;
        if (arg == "--case" && more) only = argv[++i];
        else if (arg == "--frames" && more) frames = std::max(1, std::atoi(argv[++i]));
        else if (arg == "--repeats" && more) repeats = std::max(1, std::atoi(argv[++i]));
        else if (arg == "--hash-only") hashOnly = true;
        else if (arg == "--time-only") timeOnly = true;
        else fail("unknown option " + arg);
    }
    for (const Case& c : kCases) {
        if (std::string(c.name).find(only) == std::string::npos || !available(c)) continue;
        std::printf("%-34s", c.name);
        const bool timed = !hashOnly && std::strncmp(c.name, "check", 5) != 0;
        if (timed) {
            const double seconds = measure(c, frames, repeats);
            std::printf(" %9.0f frames/s %8.2f us", 1 / seconds, seconds * 1e6);
        }
        if (!timeOnly) std::printf(" %016llx", static_cast<unsigned long long>(hashFrames(c, frames)));
        std::printf("\n");
        std::fflush(stdout);
    }
    return 0;
}

}  // namespace
}  // namespace caco::bench

int main(int argc, char** argv) { return caco::bench::run(argc, argv); }
