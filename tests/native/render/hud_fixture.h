// A grey palette, a square room with one player, and a frame to draw on.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "render/automap.h"
#include "assets/blend.h"
#include "sim/game_tic.h"
#include "sim/players.h"
#include "support/tiny_world.h"

namespace caco::test {

inline constexpr uint8_t kPaper = 200;

class HudArena : public ::testing::Test {
protected:
    void SetUp() override {
        TinyWorld tiny;
        Status status = loadTinyWorld(squareRoom(), tiny);
        ASSERT_TRUE(status.ok()) << status.message;
        assets = tiny.assets;
        fillGreys(*assets);
        makeBlendTables(*assets, *blend);
        WorldConfig& config = tiny.config;
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
