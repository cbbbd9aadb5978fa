// A grey palette, a square room with one player, and a frame to draw on.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "render/automap.h"
#include "render/blend.h"
#include "sim/game_tic.h"
#include "sim/players.h"
#include "support/wad_builder.h"

namespace caco::test {

inline constexpr uint8_t kPaper = 200;

class HudArena : public ::testing::Test {
protected:
    void SetUp() override {
        WadBuilder wad;
        wad.add("MAP01").add("TEXTMAP", roomText()).add("ENDMAP");
        auto archives = std::make_shared<ArchiveSet>();
        ASSERT_TRUE(archives->addMemory(wad.build(), "room.wad").ok());
        assets = std::make_shared<Assets>();
        assets->archives = archives;
        fillGreys(*assets);
        makeBlendTables(*assets, *blend);
        WorldConfig config;
        config.assets = assets;
        Status status = loadLevel(*assets, "MAP01", {}, config.level);
        ASSERT_TRUE(status.ok()) << status.message;
        auto table = std::make_shared<ClassTable>(builtinClasses());
        ASSERT_TRUE(table->seal().ok());
        config.classes = table;
        config.actorCapacity = 256;
        config.viewBytes = viewStateBytes(*config.level);
        world = std::make_unique<World>(config);
        NewGame game;
        game.seed = 7;
        status = startGame(*world, game);
        ASSERT_TRUE(status.ok()) << status.message;
        resetViewState(*world);
        TicCommand idle{};
        runTic(*world, &idle);
        setSize(160, 120, false);
    }

    void setSize(int32_t width, int32_t height, bool bar) {
        settings.width = width;
        settings.height = height;
        settings.hud = bar;
        geometry = makeGeometry(settings, 90);
        const auto pixels = static_cast<size_t>(width) * static_cast<size_t>(height);
        screen.assign(pixels, kPaper);
        depth.assign(pixels, 9);
        labels.assign(pixels, 9);
        target = {screen.data(), depth.data(), labels.data(), width, height, geometry.viewHeight, blend.get()};
    }

    uint8_t at(int32_t x, int32_t y) const { return screen[static_cast<size_t>(y * target.width + x)]; }
    size_t changedPixels() const { return screen.size() - static_cast<size_t>(std::count(screen.begin(), screen.end(), kPaper)); }
    Player& player() { return world->state->player[0]; }

    std::shared_ptr<Assets> assets;
    std::unique_ptr<BlendTables> blend = std::make_unique<BlendTables>();
    std::unique_ptr<World> world;
    RenderSettings settings;
    ViewGeometry geometry{};
    std::vector<uint8_t> screen, depth, labels;
    DrawTarget target{};

private:
    static std::string roomText() {
        std::string text = "namespace = \"zdoom\";\n";
        for (const char* corner : {"x = 0.0; y = 0.0;", "x = 0.0; y = 1024.0;", "x = 1024.0; y = 1024.0;", "x = 1024.0; y = 0.0;"}) {
            text += std::string("vertex { ") + corner + " }\n";
        }
        for (int i = 0; i < 4; ++i) {
            text += "linedef { v1 = " + std::to_string(i) + "; v2 = " + std::to_string((i + 1) % 4) + "; sidefront = " + std::to_string(i) +
                    "; blocking = true; }\nsidedef { sector = 0; texturemiddle = \"MID\"; }\n";
        }
        return text + "sector { heightceiling = 256; texturefloor = \"FLAT1\"; textureceiling = \"FLAT1\"; }\n"
                      "thing { x = 512.0; y = 512.0; angle = 90; type = 1; single = true; }\n";
    }
    static void fillGreys(Assets& a) {
        for (size_t i = 0; i < 256; ++i) {
            const auto grey = static_cast<uint8_t>(i);
            a.palette[i] = {grey, grey, grey};
        }
        for (size_t i = 0; i < 32768; ++i) {
            const size_t green = (i >> 5) & 31;
            a.rgb32k[i] = static_cast<uint8_t>(green << 3 | green >> 2);
        }
    }
};

} // namespace caco::test
