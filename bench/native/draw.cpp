// Frames per second and frame hashes of the software view, case by case: the same random actions from the same seed.
//   bench_draw [--case TEXT] [--frames N] [--repeats N] [--hash-only] [--time-only]
// The hash runs over every buffer of every frame, so two builds that draw the same print the same.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "game/builtin.h"
#include "game/game.h"

namespace caco {
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

[[noreturn]] void fail(const std::string& message) {
    std::fprintf(stderr, "bench_draw: %s\n", message.c_str());
    std::exit(1);
}
void check(const Status& status) {
    if (!status.ok()) fail(status.message);
}

std::string sharedFolder() {
    const char* given = std::getenv("CACO_SHARED");
    return given ? given : CACO_SOURCE_DIR "/../shared";
}

std::string iwadPath() {
    const char* folder = std::getenv("DOOMWADDIR");
    return std::string(folder ? folder : "/usr/share/games/doom") + "/freedoom2.wad";
}

bool available(const Case& c) {
    return !*c.cfg || std::filesystem::exists(sharedFolder() + "/data/scenarios/" + c.cfg);
}

std::unique_ptr<Game> makeGame(const Case& c) {
    auto archives = std::make_shared<ArchiveSet>();
    check(archives->addFile(iwadPath()));
    GameConfig config;
    const std::string scenarios = sharedFolder() + "/data/scenarios/";
    if (*c.cfg) {
        std::vector<std::string> warnings;
        check(applyConfigFile(config, scenarios + c.cfg, &warnings));
        if (*c.wad) check(archives->addFile(scenarios + c.wad));
    } else {
        const BuiltinScenario* arena = findBuiltinScenario("battle");
        check(archives->addMemory(arena->wad, "battle.wad"));
        check(applyConfigText(config, arena->cfg, "battle.cfg", "", nullptr));
    }
    check(applyConfigText(config, std::string("mode = PLAYER\nepisode_timeout = 0\n") + c.settings, "case", "", nullptr));
    config.seed = 1;
    config.seedSet = true;
    std::shared_ptr<const Content> content;
    check(makeContent(archives, content));
    GameOptions options;
    options.width = c.width;
    options.height = c.height;
    options.noScreen = c.width == 0;
    std::unique_ptr<Game> game;
    check(Game::create(content, config, options, game));
    return game;
}

// Random buttons, a new set for each tic.
class Actions {
public:
    explicit Actions(const Game& game) : game_(game), values_(game.config().buttons.size()) {}

    const std::vector<double>& next() {
        for (size_t i = 0; i < values_.size(); ++i) {
            state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
            const auto r = static_cast<uint32_t>(state_ >> 33);
            values_[i] = game_.config().buttons[i] < kBinaryButtons ? r & 1 : static_cast<double>(r % 21) - 10;
        }
        return values_;
    }

private:
    const Game& game_;
    std::vector<double> values_;
    uint64_t state_ = 0x62656E6368;
};

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

void step(Game& game, Actions& actions) {
    check(game.setAction(actions.next()));
    check(game.advance(1, true));
    game.convertedScreen();
    if (game.config().automapBuffer) game.convertedAutomap();
    if (game.episode().finished) check(game.newEpisode());
}

uint64_t hashFrames(const Case& c, int frames) {
    const std::unique_ptr<Game> game = makeGame(c);
    Actions actions(*game);
    uint64_t h = kHashSeed;
    for (int i = 0; i < frames; ++i) {
        step(*game, actions);
        h = hashFrame(*game, h);
    }
    return h;
}

// Of this process: what other processes do to the machine's cores counts only by what it does to the caches.
double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double measure(const Case& c, int frames, int repeats) {
    const std::unique_ptr<Game> game = makeGame(c);
    std::vector<std::byte> start(game->snapshotSize());
    game->save(start.data());
    double best = 1e9;
    for (int i = 0; i < repeats; ++i) {
        check(game->restore(start.data(), start.size()));
        Actions actions(*game);
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
}  // namespace caco

int main(int argc, char** argv) { return caco::run(argc, argv); }
