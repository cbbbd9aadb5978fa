// UDMF text of two rooms in a row, made by one line through a square.
#pragma once

#include <string>
#include <utility>

namespace caco::test {

// What the parts of the map say beside their places: fields, each with its semicolon.
struct CutRoom {
    int cut = 256;     // the line's y
    int playerY = 64;  // the player stands at x = 256 and looks north
    std::string line;
    std::string side;  // the cutting line's front, in the first room
    std::string first, second;
};

// A square of 512 units, 128 high. Lines 0-5 are its walls, line 6 parts sector 0 in the south from sector 1.
inline std::string cutRoom(const CutRoom& r) {
    std::string map = "namespace = \"zdoom\";\n"
                      "thing { x = 256.0; y = " + std::to_string(r.playerY) +
                      ".0; angle = 90; type = 1; skill3 = true; single = true; coop = true; dm = true; }\n";
    for (const auto& [x, y] : {std::pair{0, 0}, {0, r.cut}, {0, 512}, {512, 512}, {512, r.cut}, {512, 0}}) {
        map += "vertex { x = " + std::to_string(x) + ".0; y = " + std::to_string(y) + ".0; }\n";
    }
    for (int v = 0; v < 6; ++v) {
        map += "linedef { v1 = " + std::to_string(v) + "; v2 = " + std::to_string((v + 1) % 6) + "; sidefront = " + std::to_string(v) +
               "; blocking = true; }\n";
        map += "sidedef { sector = " + std::string(v >= 1 && v <= 3 ? "1" : "0") + "; texturemiddle = \"WALL1\"; }\n";
    }
    map += "linedef { v1 = 1; v2 = 4; sidefront = 6; sideback = 7; twosided = true; " + r.line + " }\n";
    map += "sidedef { sector = 0; " + r.side + " }\nsidedef { sector = 1; }\n";
    for (const std::string& sector : {r.first, r.second}) {
        map += "sector { texturefloor = \"PLAIN\"; textureceiling = \"PLAIN\"; heightceiling = 128; " + sector + " }\n";
    }
    return map;
}

}  // namespace caco::test
