// The speed of the engine beside ViZDoom's, case by case, on the battle scenario with random actions from fixed seeds.
//   bench_engine [--case TEXT | --case =NAME] [--tics N] [--repeats N] [--largest N] [--yardstick RUNS] [--results FOLDER] [--soak EPISODES]
// Every figure stands beside the hash of the world (or worlds) that the run ended in: the same work everywhere. Everything is
// measured by the clock, and the best repeat counts: the machine should be idle. Where chocolate-doom is installed it plays its demo in the same
// run, and ViZDoom's figures are scaled by what it says of itself: ViZDoom's 320x240 CRCGCB is 1.24 times its frames/s.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#if defined(__unix__)
#include <sys/resource.h>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "base/hash.h"
#include "batch/batch.h"
#include "stage.h"

namespace caco::bench {
namespace {

struct Options {
    std::string only, results;
    int tics = 2000, repeats = 5, yardstick = 3;
    uint32_t largest = 4096;
    uint64_t soak = 0;
};

// ViZDoom 1.2.5 on the machine that the goals were measured on, one core; frames/s or tics/s.
constexpr double kReference320 = 3600;
constexpr double kYardstickFactor = 1.24;
constexpr double kReferenceReset = 1.2e-3, kReferenceCreate = 134e-3;

struct ScreenCase {
    const char* name;
    const char* settings;
    int32_t width, height;  // 0 = no screen
    double vizdoom;
    double required, goal;  // times ViZDoom
};

constexpr ScreenCase kScreens[] = {
    {"160x120 GRAY8", "screen_format = GRAY8\n", 160, 120, 10100, 5, 10},
    {"320x240 CRCGCB", "screen_format = CRCGCB\n", 320, 240, 3600, 5, 10},
    {"640x480 CRCGCB", "screen_format = CRCGCB\n", 640, 480, 940, 5, 10},
    {"640x480 indices", "screen_format = DOOM_256_COLORS8\n", 640, 480, 940, 7, 12},
    {"160x120 depth+labels+automap",
     "screen_format = GRAY8\ndepth_buffer_enabled = true\nlabels_buffer_enabled = true\nautomap_buffer_enabled = true\n", 160, 120, 2950, 5, 10},
    {"no rendering", "", 0, 0, 45700, 5, 10},
};

// A line of the table. Times are seconds of one step, episode or game.
struct Line {
    std::string scenario, name;
    double seconds = 0, vizdoom = 0, required = 0, goal = 0; // times ViZDoom; of times: as a factor faster
    bool isTime = false;
    uint64_t hash = 0;
    std::string more;
};

struct BatchLine {
    uint32_t games = 0, threads = 0;
    // By the clock, all threads together, with one tic a step and with kSkip.
    double ticsPerSecond = 0, skippingPerSecond = 0;
    double resetSeconds = 0, memory = 0;
    uint64_t hash = 0;
};

constexpr uint32_t kSkip = 4; // tics that learners commonly let pass with an action

// Frames/s of chocolate-doom; 0 where it is not installed or says nothing.
struct Yardstick {
    double printed = 0;     // as it says itself, by the clock: what the goals were given in
    double ofProcessor = 0; // by processor time: much above the first where it waits, or the machine is not idle
};

struct Report {
    std::vector<Line> lines;
    std::vector<BatchLine> batches;
    Yardstick yardstick;
    double scale() const { return yardstick.printed > 0 ? kYardstickFactor * yardstick.printed / kReference320 : 1; }
};

std::unique_ptr<Game> makeGame(const Stage& stage, const ScreenCase& c, uint32_t seed = 1) {
    return makeGame(stage, std::string("render_hud = true\nrender_weapon = true\n") + c.settings, c.width, c.height, seed);
}

Line measureScreen(const Stage& stage, const std::string& scenario, const ScreenCase& c, const Options& options) {
    const std::unique_ptr<Game> game = makeGame(stage, c);
    std::vector<std::byte> start(game->snapshotSize());
    game->save(start.data());
    const int tics = c.width == 0 ? options.tics * 10 : options.tics;
    Line line{scenario, c.name, 1e9, c.vizdoom, c.required, c.goal, false, 0, ""};
    for (int i = 0; i < options.repeats; ++i) {
        check(game->restore(start.data(), start.size()));
        Actions actions(game->config().buttons);
        const double from = wallSeconds();
        for (int t = 0; t < tics; ++t) step(*game, actions);
        line.seconds = std::min(line.seconds, (wallSeconds() - from) / tics);
        line.hash = game->hash();
    }
    return line;
}

Line measureReset(const Stage& stage, const std::string& scenario, const Options& options) {
    const std::unique_ptr<Game> game = makeGame(stage, kScreens[5]);
    Line line{scenario, "new episode", 1e9, kReferenceReset, 20, 100, true, 0, ""};
    constexpr int kEpisodes = 200;
    for (int i = 0; i < options.repeats * 2; ++i) {
        game->setSeed(1);
        const double from = wallSeconds();
        for (int e = 0; e < kEpisodes; ++e) check(game->newEpisode());
        line.seconds = std::min(line.seconds, (wallSeconds() - from) / kEpisodes);
        line.hash = game->hash();
    }
    return line;
}

// Memory beside the frames is what the process grew by, less the frames themselves.
Line measureCreate(const Stage& stage, const std::string& scenario, const ScreenCase& c, const Options& options) {
    Line line{scenario, std::string("create a game, ") + c.name, 1e9, kReferenceCreate, 134, 1340, true, 0, ""};
    constexpr uint32_t kGames = 50;
    double bytes = 0;
    for (int i = 0; i < options.repeats; ++i) {
        std::vector<std::unique_ptr<Game>> games;
        games.reserve(kGames);
        const size_t before = residentBytes();
        const double from = wallSeconds();
        for (uint32_t g = 0; g < kGames; ++g) games.push_back(makeGame(stage, c, g + 1));
        line.seconds = std::min(line.seconds, (wallSeconds() - from) / kGames);
        if (i == 0) bytes = (static_cast<double>(residentBytes()) - static_cast<double>(before)) / kGames;
        line.hash = games.back()->hash();
    }
    const double frame = static_cast<double>(c.width) * c.height;
    std::ostringstream text;
    text.precision(2);
    text << std::fixed << std::max(0.0, (bytes - frame) / 1e6) << " MB beside the frame";
    line.more = text.str();
    return line;
}

// A batch with memory for what a step gives.
struct BatchRun {
    BatchRun(const Stage& stage, uint32_t games, uint32_t threads, const ScreenCase& c)
        : config(withSettings(stage.config, std::string("render_hud = true\n") + c.settings)) {
        BatchOptions options;
        options.threads = threads;
        options.observation = c.width ? Observation::Screen : Observation::None;
        options.game.width = c.width;
        options.game.height = c.height;
        config.episodeTimeout = 2100;
        std::vector<BatchMember> members(games);
        for (uint32_t i = 0; i < games; ++i) {
            members[i] = {stage.content, &config, i + 1};
            sources.emplace_back(config.buttons, 0x62656E6368 + i);
        }
        check(Batch::create(members, options, batch));
        const BatchShape& s = batch->shape();
        actions.resize(games * s.buttons);
        observations.resize(games * s.observationBytes);
        rewards.resize(games);
        io.actions = actions.data();
        io.actionCount = actions.size();
        io.observations = observations.empty() ? nullptr : observations.data();
        io.observationSize = observations.size();
        io.rewards = rewards.data();
    }
    // Seconds that the step itself took; drawing random actions is the host's affair.
    double step() {
        double* to = actions.data();
        for (Actions& source : sources) {
            const std::vector<double>& values = source.next();
            to = std::copy(values.begin(), values.end(), to);
        }
        const double from = wallSeconds();
        check(batch->step(io));
        return wallSeconds() - from;
    }
    // Past the first tics, and every pool warm.
    void warm() {
        const int games = static_cast<int>(batch->shape().games);
        for (int i = 0; i < std::max(8, 70 / games); ++i) step();
    }
    // The best of so many runs of so many calls.
    double ticsPerSecond(int calls, int repeats, uint32_t skip = 1) {
        io.tics = skip;
        double best = 0;
        for (int r = 0; r < repeats; ++r) {
            double seconds = 0;
            for (int i = 0; i < calls; ++i) seconds += step();
            best = std::max(best, static_cast<double>(batch->shape().games) * calls * skip / seconds);
        }
        return best;
    }
    uint64_t hash() const {
        uint64_t h = kHashSeed;
        for (uint32_t i = 0; i < batch->shape().games; ++i) {
            const uint64_t world = batch->game(i)->hash();
            h = hashBytes(&world, sizeof world, h);
        }
        return h;
    }

    GameConfig config;
    std::unique_ptr<Batch> batch;
    std::vector<Actions> sources;
    std::vector<double> actions, rewards;
    std::vector<uint8_t> observations;
    BatchIo io;
};

// So many that a run with frames takes about as long as one without.
int callsOf(const Options& options, const ScreenCase& c, uint32_t games) {
    return std::max(8, options.tics * 10 / (c.width ? 12 : 1) / static_cast<int>(games));
}

// Without frames.
BatchLine measureBatch(const Stage& stage, uint32_t games, uint32_t threads, const Options& options) {
    const ScreenCase& c = kScreens[5];
    const size_t before = residentBytes();
    BatchRun run(stage, games, threads, c);
    run.warm();
    const int calls = callsOf(options, c, games);
    BatchLine line{games, run.batch->shape().threads};
    line.ticsPerSecond = run.ticsPerSecond(calls, options.repeats);
    line.hash = run.hash();
    line.skippingPerSecond = run.ticsPerSecond(std::max(4, calls / static_cast<int>(kSkip)), options.repeats, kSkip);
    const size_t after = residentBytes();
    line.memory = static_cast<double>(after > before ? after - before : 0) / games;
    BatchIo none;
    line.resetSeconds = 1e9;
    for (int r = 0; r < std::min(3, options.repeats); ++r) {
        const double from = cpuSeconds();
        check(run.batch->reset(none));
        line.resetSeconds = std::min(line.resetSeconds, (cpuSeconds() - from) / games);
    }
    return line;
}

Yardstick runYardstick(int repeats) {
    Yardstick best;
#if defined(__unix__)
    if (std::system("command -v chocolate-doom >/dev/null 2>&1 || test -x /usr/games/chocolate-doom") != 0) return best;
    const std::string home = (std::filesystem::temp_directory_path() / "caco-bench-home").string();
    std::filesystem::create_directories(home);
    const std::string command = "HOME='" + home + "' PATH=\"$PATH:/usr/games\" SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy timeout 120 chocolate-doom -iwad '" +
                                iwadPath() + "' -timedemo demo2 -noblit -nosound 2>&1";
    auto childSeconds = [] {
        rusage usage{};
        getrusage(RUSAGE_CHILDREN, &usage);
        return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    };
    for (int i = 0; i < repeats; ++i) {
        const double before = childSeconds();
        std::FILE* pipe = popen(command.c_str(), "r");
        if (!pipe) return best;
        char text[512];
        int tics = 0, frames = 0, real = 0;
        float rate = 0;
        while (std::fgets(text, sizeof text, pipe)) {
            if (std::sscanf(text, "timed %d gametics in %d realtics (%f fps)", &tics, &real, &rate) == 3) frames = tics;
        }
        pclose(pipe);
        if (frames == 0) continue;
        best.printed = std::max(best.printed, static_cast<double>(rate));
        best.ofProcessor = std::max(best.ofProcessor, frames / (childSeconds() - before));
    }
#else
    static_cast<void>(repeats);
#endif
    return best;
}

std::string cpuName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string text; std::getline(file, text);) {
        if (text.rfind("model name", 0) == 0) return text.substr(text.find(':') + 2);
    }
    return "unknown";
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", std::gmtime(&now));
    return text;
}

std::string hex(uint64_t value) {
    char text[20];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
    return text;
}

std::string number(double value, int digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

// How many times faster than ViZDoom on a machine of this speed. The goals of times are absolute: they are not scaled.
double ratioOf(const Line& line, double scale) {
    if (line.vizdoom <= 0) return 0;
    return line.isTime ? line.vizdoom / line.seconds : 1 / line.seconds / (line.vizdoom * scale);
}

std::string figureOf(const Line& line) { return line.isTime ? number(line.seconds * 1e6, 1) + " us" : number(1 / line.seconds, 0) + "/s"; }

std::string verdict(const Line& line, double ratio) {
    if (line.required <= 0) return "";
    return ratio >= line.goal ? "goal" : ratio >= line.required ? "required" : "below";
}

void writeMarkdown(std::ostream& out, const Report& report) {
    const double scale = report.scale();
    out << "# Engine\n\n" << cpuName() << ", " << std::thread::hardware_concurrency() << " cores, " << today() << ".\n\n";
    if (report.yardstick.printed > 0) {
        out << "chocolate-doom: " << number(report.yardstick.printed, 0) << " frames/s by the clock ("
            << number(report.yardstick.ofProcessor, 0) << " by processor time), so ViZDoom's figures are taken times " << number(scale, 2)
            << " (its 320x240 CRCGCB = 1.24 x chocolate-doom).\n\n";
    } else {
        out << "chocolate-doom is not installed: ViZDoom's figures are those of the machine that the goals were measured on.\n\n";
    }
    out << "| scenario | case | figure | ViZDoom | ratio | required | goal | reached | world hash | |\n|---|---|---|---|---|---|---|---|---|---|\n";
    for (const Line& l : report.lines) {
        const double ratio = ratioOf(l, scale);
        Line vizdoom = l;
        vizdoom.seconds = l.isTime ? l.vizdoom : l.vizdoom > 0 ? 1 / (l.vizdoom * scale) : 0;
        out << "| " << l.scenario << " | " << l.name << " | " << figureOf(l) << " | " << (l.vizdoom > 0 ? figureOf(vizdoom) : "") << " | "
            << (ratio > 0 ? number(ratio, 2) : "") << " | " << (l.required > 0 ? number(l.required, 0) : "") << " | "
            << (l.goal > 0 ? number(l.goal, 0) : "") << " | " << verdict(l, ratio) << " | " << hex(l.hash) << " | " << l.more << " |\n";
    }
    if (report.batches.empty()) return;
    out << "\n## Batch\n\nBuilt-in battle without rendering, one tic a step (and " << kSkip << "); memory is what the process grew by, and a reset counts processor time.\n\n"
        << "| games | threads | tics/s | tics/s of a thread | with " << kSkip << " tics a step | KB/game | us/reset | worlds' hash |\n|---|---|---|---|---|---|---|---|\n";
    for (const BatchLine& b : report.batches) {
        out << "| " << b.games << " | " << b.threads << " | " << number(b.ticsPerSecond, 0) << " | " << number(b.ticsPerSecond / b.threads, 0) << " | "
            << number(b.skippingPerSecond / b.threads, 0) << " | " << number(b.memory / 1e3, 0) << " | "
            << number(b.resetSeconds * 1e6, 1) << " | " << hex(b.hash) << " |\n";
    }
}

// What other benches left in the folder: the thousand episodes of the caco command, the counts of bench_bounds.
void append(std::ostream& out, const std::string& path) {
    std::ifstream in(path);
    if (in.peek() != std::ifstream::traits_type::eof()) out << '\n' << in.rdbuf();
}

void writeJson(std::ostream& out, const Report& report) {
    const double scale = report.scale();
    out << "{\n  \"cpu\": \"" << cpuName() << "\", \"date\": \"" << today() << "\", \"yardstickFps\": " << number(report.yardstick.printed, 1)
        << ", \"yardstickFpsOfProcessor\": " << number(report.yardstick.ofProcessor, 1)
        << ", \"vizdoomScale\": " << number(scale, 4) << ",\n  \"cases\": [";
    const char* comma = "\n";
    for (const Line& l : report.lines) {
        out << comma << "    {\"scenario\": \"" << l.scenario << "\", \"case\": \"" << l.name << "\", \"seconds\": " << number(l.seconds, 10)
            << ", \"timesVizdoom\": " << number(ratioOf(l, scale), 3) << ", \"required\": " << number(l.required, 0) << ", \"goal\": "
            << number(l.goal, 0) << ", \"hash\": \"" << hex(l.hash) << "\", \"more\": \"" << l.more << "\"}";
        comma = ",\n";
    }
    out << "\n  ],\n  \"batches\": [";
    comma = "\n";
    for (const BatchLine& b : report.batches) {
        out << comma << "    {\"games\": " << b.games << ", \"threads\": " << b.threads << ", \"ticsPerSecond\": " << number(b.ticsPerSecond, 0)
            << ", \"ticsPerSecondBy" << kSkip << "\": " << number(b.skippingPerSecond, 0)
            << ", \"bytesPerGame\": " << number(b.memory, 0) << ", \"resetSeconds\": " << number(b.resetSeconds, 9) << ", \"hash\": \"" << hex(b.hash)
            << "\"}";
        comma = ",\n";
    }
    out << "\n  ]\n}\n";
}

// "=NAME" is that case alone; anything else is a part of the names.
bool wanted(const Options& options, const std::string& name) {
    return options.only.rfind('=', 0) == 0 ? options.only.compare(1, std::string::npos, name) == 0 : name.find(options.only) != std::string::npos;
}

void show(const Line& l, double scale) {
    const double ratio = ratioOf(l, scale);
    std::printf("%-10s %-38s %12s %8s x %-8s %s %s\n", l.scenario.c_str(), l.name.c_str(), figureOf(l).c_str(), ratio > 0 ? number(ratio, 2).c_str() : "",
                verdict(l, ratio).c_str(), hex(l.hash).c_str(), l.more.c_str());
    std::fflush(stdout);
}

void measureScenario(const Stage& stage, const std::string& scenario, const Options& options, Report& report) {
    auto add = [&](const std::string& name, const std::function<Line()>& measure) {
        if (!wanted(options, scenario + " " + name)) return;
        report.lines.push_back(measure());
        show(report.lines.back(), report.scale());
    };
    for (const ScreenCase& c : kScreens) {
        add(c.name, [&] { return measureScreen(stage, scenario, c, options); });
    }
    add("new episode", [&] { return measureReset(stage, scenario, options); });
    for (const int i : {0, 1, 5}) {
        add(std::string("create a game, ") + kScreens[i].name, [&] { return measureCreate(stage, scenario, kScreens[i], options); });
    }
}

// The gain of a second thread, with every tic drawn and without.
void measureThreads(const Stage& stage, const Options& options, Report& report) {
    for (const int i : {0, 5}) {
        const std::string name = std::string("2 threads, 64 games, ") + kScreens[i].name;
        if (!wanted(options, name)) continue;
        double best[2] = {};
        uint64_t hash[2] = {};
        for (int r = 0; r < options.repeats; ++r) { // interleaved: the machine's mood counts for both
            for (uint32_t threads = 1; threads <= 2; ++threads) {
                constexpr uint32_t kGames = 64;
                BatchRun run(stage, kGames, threads, kScreens[i]);
                run.warm();
                best[threads - 1] = std::max(best[threads - 1], run.ticsPerSecond(callsOf(options, kScreens[i], kGames), 2));
                hash[threads - 1] = run.hash();
            }
        }
        if (hash[0] != hash[1]) fail("2 threads do not give what 1 thread gives");
        Line line{"battle", name, 1 / best[1], 0, 0, 0, false, hash[1], "x" + number(best[1] / best[0], 2) + " of 1 thread (required 1.9, goal 2)"};
        report.lines.push_back(line);
        show(line, report.scale());
    }
}

void measureBatches(const Stage& stage, const Options& options, Report& report) {
    const uint32_t processors = std::max(1u, std::thread::hardware_concurrency());
    for (const uint32_t games : {1u, 4u, 16u, 64u, 256u, 1024u, 4096u}) {
        if (games > options.largest || !wanted(options, "batch of " + std::to_string(games))) continue;
        report.batches.push_back(measureBatch(stage, games, processors, options));
#if defined(__GLIBC__)
        malloc_trim(0); // so that the next line's memory is its own
#endif
        const BatchLine& b = report.batches.back();
        std::printf("%-10s batch of %-5u %u threads %12s tics/s %12s of a thread, %12s by %u tics %8s KB/game %8s us/reset  %s\n", "battle", b.games, b.threads,
                    number(b.ticsPerSecond, 0).c_str(), number(b.ticsPerSecond / b.threads, 0).c_str(), number(b.skippingPerSecond / b.threads, 0).c_str(), kSkip, number(b.memory / 1e3, 0).c_str(), number(b.resetSeconds * 1e6, 1).c_str(), hex(b.hash).c_str());
        std::fflush(stdout);
    }
}

// Short episodes one after the other, with memory watched: after the first tenth nothing may be added. Every thousandth episode repeats the
// seed and actions of the first, and must end in the same world.
int soak(const Stage& stage, uint64_t episodes) {
    ScreenCase c = kScreens[5];
    GameConfig config = withSettings(stage.config, "");
    config.episodeTimeout = 4;
    GameOptions options;
    options.noScreen = true;
    options.freshView = true;
    std::unique_ptr<Game> game;
    check(Game::create(stage.content, config, options, game));
    uint64_t chain = kHashSeed, first = 0;
    size_t settled = 0, most = 0;
    const double from = wallSeconds();
    for (uint64_t e = 0; e < episodes; ++e) {
        const uint64_t script = e % 1000 == 0 ? 0 : e;
        check(game->startEpisode(static_cast<uint32_t>(script)));
        Actions actions(config.buttons, script);
        while (!game->episode().finished) {
            check(game->setAction(actions.next()));
            check(game->advance(1, true));
        }
        const uint64_t hash = game->hash();
        if (e == 0) first = hash;
        if (e % 1000 == 0 && hash != first) fail("episode " + std::to_string(e) + " ended in world " + hex(hash) + ", the same one ended in " + hex(first) + " before");
        chain = hashBytes(&hash, sizeof hash, chain);
        if (e % 1000 == 0 || e + 1 == episodes) {
            most = std::max(most, residentBytes());
            if (e <= episodes / 10) settled = most;
        }
        if (episodes >= 100000 && (e + 1) % 100000 == 0) {
            std::printf("%llu episodes, %.0f s, %.2f MB\n", static_cast<unsigned long long>(e + 1), wallSeconds() - from, static_cast<double>(residentBytes()) / 1e6);
            std::fflush(stdout);
        }
    }
    std::printf("%s, %llu episodes of %s: chain of world hashes %s, memory %.2f MB after a tenth, %.2f MB at most\n", cpuName().c_str(),
                static_cast<unsigned long long>(episodes), c.name, hex(chain).c_str(), static_cast<double>(settled) / 1e6, static_cast<double>(most) / 1e6);
    constexpr size_t kPages = 64 * 4096;
    if (most > settled + kPages) fail("memory grew by " + std::to_string(most - settled) + " bytes");
    return 0;
}

Options readOptions(int argc, char** argv) {
    Options o;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (i + 1 >= argc) fail(arg + " needs a value");
        const char* value = argv[++i];
        if (arg == "--case") o.only = value;
        else if (arg == "--tics") o.tics = std::max(10, std::atoi(value));
        else if (arg == "--repeats") o.repeats = std::max(1, std::atoi(value));
        else if (arg == "--largest") o.largest = static_cast<uint32_t>(std::max(1, std::atoi(value)));
        else if (arg == "--yardstick") o.yardstick = std::max(0, std::atoi(value));
        else if (arg == "--results") o.results = value;
        else if (arg == "--soak") o.soak = std::strtoull(value, nullptr, 10);
        else fail("unknown option " + arg);
    }
    return o;
}

int run(int argc, char** argv) {
    const Options options = readOptions(argc, argv);
    const Stage battle = loadStage();
    if (options.soak) return soak(battle, options.soak);
    Report report;
    report.yardstick = runYardstick(options.yardstick);
    if (report.yardstick.printed > 0) {
        std::printf("chocolate-doom: %.0f frames/s by the clock (%.0f by processor time), ViZDoom taken times %.2f\n", report.yardstick.printed,
                    report.yardstick.ofProcessor, report.scale());
    }
    measureScenario(battle, "battle", options, report);
    const char* cfg = "battle/D3_battle.cfg";
    if (std::filesystem::exists(sharedFolder() + "/data/scenarios/" + cfg)) {
        const Stage other = loadStage(cfg, "battle/D3_battle.wad");
        measureScenario(other, "D3_battle", options, report);
    }
    measureThreads(battle, options, report);
    measureBatches(battle, options, report);
    if (!options.results.empty()) {
        std::filesystem::create_directories(options.results);
        std::ofstream markdown(options.results + "/engine.md"), json(options.results + "/engine.json");
        writeMarkdown(markdown, report);
        append(markdown, options.results + "/episodes.md");
        append(markdown, options.results + "/bounds.md");
        writeJson(json, report);
        if (!markdown.flush() || !json.flush()) fail(options.results + ": cannot be written");
    }
    return 0;
}

} // namespace
} // namespace caco::bench

int main(int argc, char** argv) { return caco::bench::run(argc, argv); }
