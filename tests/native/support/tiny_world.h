// Tiny worlds of one text map and the built-in classes. Header only; needs caco_sim.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/world.h"
#include "support/map_test_support.h"

namespace caco::test {

inline constexpr const char* kPlayerInTheMiddle = "thing { x = 512.0; y = 512.0; angle = 90; type = 1; single = true; skill3 = true; }\n";

// A room of 1024 units: lines 0-3 have ids 1-4, the sector has id 7.
inline std::string squareRoom(const std::string& things = kPlayerInTheMiddle) {
    std::string text = "namespace = \"zdoom\";\n";
    for (const char* corner : {"x = 0.0; y = 0.0;", "x = 0.0; y = 1024.0;", "x = 1024.0; y = 1024.0;", "x = 1024.0; y = 0.0;"}) {
        text += std::string("vertex { ") + corner + " }\n";
    }
    for (int i = 0; i < 4; ++i) {
        const std::string side = std::to_string(i);
        const std::string next = std::to_string(i + 1);
        text += "linedef { v1 = " + side + "; v2 = " + (i == 3 ? "0" : next) + "; sidefront = " + side + "; id = " + next +
                "; blocking = true; }\nsidedef { sector = 0; texturemiddle = \"MID\"; }\n";
    }
    return text + "sector { heightceiling = 256; texturefloor = \"FLAT1\"; textureceiling = \"FLAT1\"; id = 7; }\n" + things;
}

// What a world of this map starts from. Its assets have no pictures; a test may add some before the world is made.
struct TinyWorld {
    std::shared_ptr<Assets> assets;
    WorldConfig config;
};

inline Status loadTinyWorld(const std::string& textMap, TinyWorld& out, const std::vector<uint8_t>& behavior = {}) {
    std::vector<std::pair<std::string, std::vector<uint8_t>>> extra;
    if (!behavior.empty()) extra.emplace_back("BEHAVIOR", behavior);
    out.assets = std::make_shared<Assets>(bareAssets(textWad(textMap, extra)));
    out.config.assets = out.assets;
    Status status = loadLevel(*out.assets, "MAP01", {}, out.config.level);
    if (!status.ok()) return status;
    auto classes = std::make_shared<ClassTable>(builtinClasses());
    status = classes->seal();
    out.config.classes = classes;
    return status;
}

}  // namespace caco::test
