// One player in a square room without monsters, made in code.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "sim/damage.h"
#include "sim/game_tic.h"
#include "sim/inventory.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "sim/weapons.h"
#include "support/tiny_world.h"

namespace caco::test {

class PlayerArena : public ::testing::Test {
protected:
    void SetUp() override { start(2); }

    void start(uint8_t skill, const std::string& things = kPlayerInTheMiddle) {
        TinyWorld tiny;
        Status status = loadTinyWorld(squareRoom(things), tiny);
        ASSERT_TRUE(status.ok()) << status.message;
        WorldConfig& config = tiny.config;
        config.actorCapacity = 512;
        world = std::make_unique<World>(config);
        NewGame game;
        game.seed = kSeed;
        game.skill = skill;
        status = startGame(*world, game);
        ASSERT_TRUE(status.ok()) << status.message;
    }

    void run(int tics, uint32_t buttons = 0) {
        TicCommand command{};
        command.buttons = buttons;
        for (int i = 0; i < tics; ++i) {
            runTic(*world, &command);
        }
    }

    Player& player() { return world->state->player[0]; }
    Actor& pawn() { return *pawnOf(*world, 0); }
    Actor* item(const char* name) { return findItem(*world, pawn(), world->classes->find(name)); }
    int32_t count(const char* name) { return checkInventory(*world, pawn(), name); }
    std::string readyName() {
        const Actor* weapon = world->resolve(player().readyWeapon);
        return weapon ? world->info(*weapon).name : std::string("none");
    }
    bool isReady() { return (player().weaponBits & kWeaponReady) != 0; }

    // Puts an item on the floor where the player stands and lets him touch it; true = it was taken.
    bool touch(const char* name) {
        Actor* thing = spawnActor(*world, world->classes->find(name), pawn().x, pawn().y, kOnFloorZ, true);
        EXPECT_NE(thing, nullptr);
        if (!thing) {
            return false;
        }
        const int32_t bonus = player().bonusCount;
        player().bonusCount = 0;
        touchSpecial(*world, *thing, pawn());
        const bool taken = player().bonusCount != 0;
        player().bonusCount = taken ? player().bonusCount : bonus;
        if (!taken && thing->alive) {
            destroyActor(*world, *thing);
        }
        return taken;
    }

    void setHealth(int32_t health) { pawn().health = player().health = health; }

    // Draws that a stream has made since the game began.
    int drawsOf(Stream stream) {
        Sfmt607 fresh;
        fresh.seed(streamCrc(stream), kSeed);
        const Sfmt607& used = world->state->stream[static_cast<size_t>(stream)];
        for (int n = 0; n < 4096; ++n) {
            Sfmt607 a = fresh;
            Sfmt607 b = used;
            if (a.next() == b.next() && a.next() == b.next()) {
                return n;
            }
            fresh.next();
        }
        return -1;
    }

    static constexpr uint32_t kSeed = 1234;
    std::unique_ptr<World> world;
};

} // namespace caco::test
