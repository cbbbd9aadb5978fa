// What bounds the figures of bench_engine: instructions, memory traffic and mispredicted branches of a frame, and the share of each
// stage, counted by callgrind.
//   bench_bounds [--case TEXT] [--percent N] [--results FOLDER]      N percent of the usual tics
// Needs valgrind. It knows no AVX-512, so the drawing loops of the AVX2 path are counted; a first-level data cache of 32 KiB and a last
// level of 32 MiB are simulated. Counts do not depend on how busy the machine is. The table goes to FOLDER/bounds.md, which bench_engine
// takes into engine.md.
#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "stage.h"

namespace caco::bench {
namespace {

struct Case {
    const char* name;  // as bench_engine knows it
    int32_t width, height;
    int tics;
};
constexpr Case kCases[] = {
    {"160x120 GRAY8", 160, 120, 1000},   {"320x240 CRCGCB", 320, 240, 600}, {"640x480 CRCGCB", 640, 480, 300},
    {"640x480 indices", 640, 480, 300},  {"160x120 depth+labels+automap", 160, 120, 600},
    {"no rendering", 0, 0, 3000},
};

// Events of callgrind with simulated caches and branches, in the order of its output file.
enum Event { kIr, kDr, kDw, kI1mr, kD1mr, kD1mw, kILmr, kDLmr, kDLmw, kBc, kBcm, kBi, kBim, kEvents };
using Counts = std::array<double, kEvents>;

// A part of a frame: a function with all that it calls, less the parts within it.
struct Part {
    const char* name;
    std::vector<const char*> functions;
    std::vector<const char*> without;
};
const std::vector<Part>& parts() {
    static const std::vector<Part> kParts = {
        {"tic", {"caco::Game::step("}, {}},
        {"walls", {"caco::walkBsp("}, {"caco::projectSprites(", "caco::projectParticles("}},
        {"floors", {"caco::drawPlanes("}, {}},
        {"sprites", {"caco::projectSprites(", "caco::projectParticles(", "caco::drawMaskedPass(", "caco::drawWeaponSprites("}, {}},
        {"2-D", {"caco::drawStatusBar(", "caco::drawCrosshair(", "caco::drawMessages("}, {}},
        {"automap", {"caco::drawAutomap("}, {}},
        {"format", {"caco::Renderer::convertScreen(", "caco::Renderer::convertAutomap("}, {}},
    };
    return kParts;
}

// What callgrind counted: each function by itself, and with all that it calls.
struct Profile {
    std::map<std::string, Counts> own, whole;
    Counts total{};
};

// "(12) name" or "(12)" of a name that was given before.
std::string nameOf(const std::string& text, std::map<std::string, std::string>& names) {
    const size_t close = text.find(')');
    const std::string id = text.substr(0, close + 1);
    if (close + 2 < text.size()) names[id] = text.substr(close + 2);
    return names[id];
}

Profile readProfile(const std::string& path) {
    std::ifstream in(path);
    if (!in) fail(path + ": callgrind left no profile");
    Profile profile;
    std::map<std::string, std::string> names;
    std::string line, function, callee;
    bool call = false;
    while (std::getline(in, line)) {
        if (line.rfind("fn=", 0) == 0) function = nameOf(line.substr(3), names);
        else if (line.rfind("cfn=", 0) == 0) callee = nameOf(line.substr(4), names);
        else if (line.rfind("calls=", 0) == 0) call = true;
        else if (!line.empty() && (std::isdigit(static_cast<unsigned char>(line[0])) || line[0] == '+' || line[0] == '-' || line[0] == '*')) {
            std::istringstream numbers(line.substr(line.find(' ') + 1));
            Counts& to = call ? profile.whole[callee] : profile.own[function];
            double value;
            for (size_t i = 0; i < kEvents && numbers >> value; ++i) {
                to[i] += value;
                if (!call) profile.total[i] += value;
            }
            call = false;
        }
    }
    return profile;
}

// Instructions of the functions whose names begin so, with all that they call.
double instructionsOf(const Profile& profile, const std::vector<const char*>& functions) {
    double sum = 0;
    for (const auto& [name, counts] : profile.whole) {
        for (const char* function : functions) {
            // Recursion ('2 and so on) is inside what its first call counts.
            if (name.rfind(function, 0) == 0 && name.find('\'') == std::string::npos) sum += counts[kIr];
        }
    }
    return sum;
}

std::string number(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

Profile count(const std::string& engine, const std::string& scenario, const Case& c, int tics) {
    const std::string file = (std::filesystem::temp_directory_path() / "caco-bounds.callgrind").string();
    std::ostringstream command;
    command << "valgrind --tool=callgrind --cache-sim=yes --branch-sim=yes --LL=33554432,16,64 --I1=32768,8,64 --D1=32768,8,64 --callgrind-out-file='" << file
            << "' --toggle-collect='caco::Game::advance*' --toggle-collect='caco::Game::convertedScreen*' --toggle-collect='caco::Game::convertedAutomap*' '"
            << engine << "' --yardstick 0 --repeats 1 --tics " << tics << " --case '=" << scenario << ' ' << c.name << "' >'" << file << ".log' 2>&1";
    if (std::system(command.str().c_str()) != 0) fail("valgrind failed; see " + file + ".log (is valgrind installed?)");
    Profile profile = readProfile(file);
    std::filesystem::remove(file);
    std::filesystem::remove(file + ".log");
    return profile;
}

void writeHead(std::ostream& out) {
    out << "## What bounds it\n\nPer frame (or tic), counted by callgrind (`bench_bounds`): instructions, and per pixel; bytes that the code reads and "
           "writes, from 32 KiB of first-level cache, from beyond it, and from memory behind 32 MiB; branches that a simple predictor gets wrong. Then the "
           "parts' shares of the instructions. callgrind runs the AVX2 loops; with AVX-512 walls, sprites and formats need fewer.\n\n"
           "| scenario | case | instructions | per pixel | L1 accesses | KB beyond L1 | KB of memory | wrong branches |";
    for (const Part& part : parts()) out << ' ' << part.name << " |";
    out << " rest | most costly functions |\n|---|---|---|---|---|---|---|---|";
    for (size_t i = 0; i < parts().size() + 2; ++i) out << "---|";
    out << '\n';
}

// The names of functions without what is around them.
std::string shortName(std::string name) {
    for (const std::string cut : {"caco::", "(anonymous namespace)::", "void ", "bool ", "std::"}) {
        for (size_t at; (at = name.find(cut)) != std::string::npos;) name.erase(at, cut.size());
    }
    return name.substr(0, name.find_first_of("(<'"));
}

void writeRow(std::ostream& out, const std::string& scenario, const Case& c, const Profile& p, int tics) {
    const double all = p.total[kIr], frames = tics;
    const double pixels = static_cast<double>(c.width) * c.height;
    out << "| " << scenario << " | " << c.name << " | " << number(all / frames, 0) << " | " << (pixels > 0 ? number(all / frames / pixels, 2) : "") << " | "
        << number((p.total[kDr] + p.total[kDw]) / frames, 0) << " | " << number((p.total[kD1mr] + p.total[kD1mw]) * 64 / frames / 1e3, 0) << " | "
        << number((p.total[kDLmr] + p.total[kDLmw]) * 64 / frames / 1e3, 1) << " | " << number((p.total[kBcm] + p.total[kBim]) / frames, 0) << " |";
    double rest = all;
    for (const Part& part : parts()) {
        const double instructions = instructionsOf(p, part.functions) - instructionsOf(p, part.without);
        rest -= instructions;
        out << ' ' << (instructions > 0 ? number(100 * instructions / all, 0) + " %" : "") << " |";
    }
    out << ' ' << number(100 * rest / all, 0) << " % | ";
    std::map<std::string, double> own;
    for (const auto& [name, counts] : p.own) own[shortName(name)] += counts[kIr];
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [name, instructions] : own) order.emplace_back(instructions, name);
    std::sort(order.rbegin(), order.rend());
    for (size_t i = 0; i < 5 && i < order.size(); ++i) out << (i ? ", " : "") << order[i].second << ' ' << number(100 * order[i].first / all, 0) << " %";
    out << " |\n";
}

int run(int argc, char** argv) {
    std::string only, results;
    int percent = 100;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (i + 1 >= argc) fail(arg + " needs a value");
        const char* value = argv[++i];
        if (arg == "--case") only = value;
        else if (arg == "--results") results = value;
        else if (arg == "--percent") percent = std::clamp(std::atoi(value), 1, 1000);
        else fail("unknown option " + arg);
    }
    const std::string engine = (std::filesystem::path(argv[0]).parent_path() / "bench_engine").string();
    std::ostringstream table;
    writeHead(table);
    std::fputs(table.str().c_str(), stdout);
    for (const char* scenario : {"battle", "D3_battle"}) {
        if (scenario[0] == 'D' && !std::filesystem::exists(sharedFolder() + "/data/scenarios/battle/D3_battle.cfg")) continue;
        for (const Case& c : kCases) {
            if ((std::string(scenario) + ' ' + c.name).find(only) == std::string::npos) continue;
            const int tics = std::max(10, c.tics * percent / 100);
            std::ostringstream row;
            // Without a screen bench_engine plays ten times as many tics as it is told.
            const Profile profile = count(engine, scenario, c, c.width ? tics : tics / 10);
            writeRow(row, scenario, c, profile, c.width ? tics : tics / 10 * 10);
            std::fputs(row.str().c_str(), stdout);
            std::fflush(stdout);
            table << row.str();
        }
    }
    if (results.empty()) return 0;
    std::filesystem::create_directories(results);
    std::ofstream out(results + "/bounds.md");
    out << table.str();
    if (!out.flush()) fail(results + "/bounds.md: cannot be written");
    return 0;
}

}  // namespace
}  // namespace caco::bench

int main(int argc, char** argv) { return caco::bench::run(argc, argv); }
