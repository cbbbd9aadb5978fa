// Writes the built-in scenarios as constant arrays: scenario_tables OUTPUT.
#include <cstdio>
#include <fstream>
#include <iostream>

#include "battle_scenario.h"

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: scenario_tables OUTPUT\n";
        return 2;
    }
    std::ofstream out(argv[1]);
    out << "// Generated from native/data.\nconstexpr uint8_t kBattleWad[] = {";
    const std::vector<uint8_t> wad = caco::makeBattleWad();
    for (size_t i = 0; i < wad.size(); ++i) {
        out << (i % 32 == 0 ? "\n" : "") << static_cast<int>(wad[i]) << ',';
    }
    out << "\n};\nconstexpr char kBattleConfig[] = R\"cfg(" << caco::battleConfig() << ")cfg\";\n";
    out.close();
    if (!out) {
        std::cerr << argv[1] << ": cannot be written\n";
        return 1;
    }
    return 0;
}
