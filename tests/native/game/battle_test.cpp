// The built-in battle plays by its rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "sim/damage.h"
#include "sim/links.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

std::vector<Actor*> aliveOf(World& w, std::string_view name) {
    const ClassId cls = w.classes->find(name);
    std::vector<Actor*> out;
    for (uint32_t i = 0; i < w.state->actorUsed; ++i) {
        if (w.actors[i].alive && w.actors[i].cls == cls && !has(w.actors[i], Flag::CORPSE)) out.push_back(&w.actors[i]);
    }
    return out;
}

TEST(BuiltinBattle, IsFoundByName) {
    EXPECT_NE(findBuiltinScenario("battle"), nullptr);
    EXPECT_NE(findBuiltinScenario("BATTLE"), nullptr);
    EXPECT_EQ(findBuiltinScenario("basic"), nullptr);
}

TEST(BuiltinBattle, StartsAsDescribed) {
    for (const uint32_t seed : {0u, 1u, 2u, 3u, 4u}) {
        auto game = battle(seed);
        ASSERT_TRUE(game);
        World& w = game->world();
        const auto imps = aliveOf(w, "DoomImp");
        EXPECT_EQ(imps.size(), 15u) << seed;
        for (const Actor* imp : imps) {
            EXPECT_EQ(imp->health, 5);
        }
        EXPECT_EQ(aliveOf(w, "Clip").size(), 15u + 1) << "on the floor, and the one of the player";
        EXPECT_EQ(aliveOf(w, "ArenaMedikit").size(), 30u + 1) << "one more in the first period";
        const auto& v = game->variables();
        EXPECT_EQ(v[variable::kHealth], 100);
        EXPECT_GT(v[variable::kAmmo0 + 2], 0);
        EXPECT_EQ(v[variable::kWeapon0 + 1], 0) << "no fist";
        EXPECT_EQ(game->episode().totalReward, 0);
        EXPECT_EQ(game->reports(), "");
        EXPECT_EQ(game->config().episodeTimeout, 2100);
        act(*game, {}, 2);
        EXPECT_EQ(v[variable::kSelectedWeapon], 2) << "the pistol is being raised";
        EXPECT_EQ(v[variable::kSelectedWeaponAmmo], v[variable::kAmmo0 + 2]);
    }
}

TEST(BuiltinBattle, EveryKillIsOnePointAndBringsAnImpBack) {
    auto game = battle(7);
    World& w = game->world();
    for (int kills = 1; kills <= 3; ++kills) {
        auto imps = aliveOf(w, "DoomImp");
        ASSERT_FALSE(imps.empty());
        Actor* pawn = w.resolve(w.state->player[0].pawn);
        damageActor(w, *imps[0], pawn, pawn, 100, 0);
        pawn->health = 100;  // out of the way of the others
        EXPECT_EQ(act(*game, {}, 2), 1);
        EXPECT_EQ(game->variables()[variable::kKillCount], kills);
        EXPECT_EQ(game->variables()[variable::kUser1 + 1], kills);
        EXPECT_EQ(aliveOf(w, "DoomImp").size(), 14u);
        w.resolve(w.state->player[0].pawn)->health = 1000;
        EXPECT_EQ(act(*game, {}, 75), 0);
        EXPECT_EQ(aliveOf(w, "DoomImp").size(), 15u) << "70 tics later";
    }
    EXPECT_EQ(game->episode().totalReward, 3);
}

TEST(BuiltinBattle, SuppliesArriveAndImpsGrow) {
    auto game = battle(7);
    World& w = game->world();
    const size_t medikits = aliveOf(w, "ArenaMedikit").size(), clips = aliveOf(w, "Clip").size();
    const Actor* pawn = w.resolve(w.state->player[0].pawn);
    for (int i = 0; i < 430; ++i) {
        w.resolve(w.state->player[0].pawn)->health = 100;
        act(*game, {});
    }
    ASSERT_FALSE(game->episode().finished);
    EXPECT_EQ(aliveOf(w, "ArenaMedikit").size(), medikits + 6) << "one each 70 tics; the player stands still";
    EXPECT_EQ(aliveOf(w, "Clip").size(), clips + 1) << "one each 280 tics";
    auto imps = aliveOf(w, "DoomImp");
    damageActor(w, *imps[0], w.resolve(w.state->player[0].pawn), w.resolve(w.state->player[0].pawn), 100, 0);
    for (int i = 0; i < 80; ++i) {
        w.resolve(w.state->player[0].pawn)->health = 100;
        act(*game, {});
    }
    imps = aliveOf(w, "DoomImp");
    EXPECT_EQ(std::count_if(imps.begin(), imps.end(), [](const Actor* a) { return a->health == 6; }), 1)
        << "the fresh one is stronger";
    EXPECT_EQ(pawn, w.resolve(w.state->player[0].pawn));
}

TEST(BuiltinBattle, AMedikitIsAlwaysTaken) {
    auto game = battle(7);
    World& w = game->world();
    Actor* pawn = w.resolve(w.state->player[0].pawn);
    pawn->health = w.state->player[0].health = 50;
    Actor* kit = aliveOf(w, "ArenaMedikit")[0];
    const Fixed x = kit->x, y = kit->y;
    setPosition(w, *pawn, x, y, pawn->z);
    pawn->velX = kUnit;  // a move makes it touch
    const size_t before = aliveOf(w, "ArenaMedikit").size();
    act(*game, {});
    EXPECT_EQ(aliveOf(w, "ArenaMedikit").size(), before - 1);
    EXPECT_EQ(w.resolve(w.state->player[0].pawn)->health, 70);
    w.resolve(w.state->player[0].pawn)->health = w.state->player[0].health = 100;
    kit = aliveOf(w, "ArenaMedikit")[0];
    setPosition(w, *pawn, kit->x, kit->y, pawn->z);
    pawn->velX = kUnit;
    act(*game, {});
    EXPECT_EQ(aliveOf(w, "ArenaMedikit").size(), before - 2) << "also in full health";
}

// A square grid over the arena, walked in four directions where no wall is within a body's width.
class Walk {
public:
    explicit Walk(const Level& level) : level_(level) {}

    static std::pair<int, int> cellOf(Fixed x, Fixed y) { return {(x >> 16) / kStep, (y >> 16) / kStep}; }

    std::set<std::pair<int, int>> from(Fixed x, Fixed y) const {
        std::set<std::pair<int, int>> seen{cellOf(x, y)};
        std::vector<std::pair<int, int>> open(seen.begin(), seen.end());
        while (!open.empty()) {
            const auto [cx, cy] = open.back();
            open.pop_back();
            const int step[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
            for (const auto& s : step) {
                const std::pair<int, int> next{cx + s[0], cy + s[1]};
                if (!seen.count(next) && free(cx, cy, next.first, next.second)) {
                    seen.insert(next);
                    open.push_back(next);
                }
            }
        }
        return seen;
    }
    // Even-odd rule: every line parts floor from what is not.
    bool inside(int cx, int cy) const {
        const int x = center(cx), y = center(cy);
        bool in = false;
        for (const LineDef& l : level_.lines) {
            const int y1 = l.y >> 16, y2 = (l.y + l.dy) >> 16;
            if ((y1 > y) != (y2 > y) && (l.x >> 16) > x) in = !in;  // all lines are vertical or level
        }
        return in;
    }
    static constexpr int kStep = 64, kCells = 40;

private:
    static int center(int c) { return c * kStep + kStep / 2; }
    bool free(int ax, int ay, int bx, int by) const {
        const int kBody = 16;
        const int left = center(std::min(ax, bx)) - kBody, right = center(std::max(ax, bx)) + kBody;
        const int bottom = center(std::min(ay, by)) - kBody, top = center(std::max(ay, by)) + kBody;
        for (const LineDef& l : level_.lines) {
            const int x1 = l.x >> 16, x2 = (l.x + l.dx) >> 16, y1 = l.y >> 16, y2 = (l.y + l.dy) >> 16;
            if (std::max(x1, x2) > left && std::min(x1, x2) < right && std::max(y1, y2) > bottom &&
                std::min(y1, y2) < top)
                return false;
        }
        return true;
    }

    const Level& level_;
};

TEST(BuiltinBattle, TheWholeArenaCanBeWalked) {
    auto game = battle(1);
    World& w = game->world();
    const Level& level = *w.level;
    for (const LineDef& l : level.lines) {
        ASSERT_TRUE(l.dx == 0 || l.dy == 0);
        ASSERT_TRUE(l.flags & kLineBlocking);
    }
    const Walk walk(level);
    const Actor& pawn = *w.resolve(w.state->player[0].pawn);
    const auto reached = walk.from(pawn.x, pawn.y);
    size_t floor = 0;
    for (int x = 0; x < Walk::kCells; ++x) {
        for (int y = 0; y < Walk::kCells; ++y) {
            const SectorState& sector =
                w.sectors[level.gameNodes.sectorAt((x * 64 + 32) * kUnit, (y * 64 + 32) * kUnit)];
            if (!walk.inside(x, y)) {
                if (x < 29 && y < 29) {
                    EXPECT_EQ(sector.floor, sector.ceiling) << "nothing fits into rock " << x << ", " << y;
                }
                continue;
            }
            EXPECT_GT(sector.ceiling, sector.floor);
            ++floor;
            EXPECT_TRUE(reached.count({x, y})) << "cell " << x << ", " << y;
        }
    }
    EXPECT_EQ(reached.size(), floor);
    EXPECT_GT(floor, 500u);
    // Everything that is put somewhere at random lies where the player can go, in any episode.
    for (int episode = 0; episode < 20; ++episode) {
        for (const char* name : {"DoomImp", "ArenaMedikit", "Clip", "MapSpot"}) {
            const auto things = aliveOf(w, name);
            EXPECT_FALSE(things.empty()) << name;
            for (const Actor* a : things) {
                EXPECT_TRUE(a->sector < 0 || reached.count(Walk::cellOf(a->x, a->y)))
                    << name << " in episode " << episode;
            }
        }
        ASSERT_TRUE(game->newEpisode().ok());
    }
}

TEST(BuiltinBattle, ThePlayerAppearsAtDifferentPlaces) {
    std::set<std::pair<Fixed, Fixed>> places;
    auto game = battle(3);
    for (int i = 0; i < 12; ++i) {
        const Actor& pawn = *game->world().resolve(game->world().state->player[0].pawn);
        places.insert({pawn.x, pawn.y});
        ASSERT_TRUE(game->newEpisode().ok());
    }
    EXPECT_GT(places.size(), 5u);
}

TEST(BuiltinBattle, EndsAfterOneMinute) {
    auto game = battle(5);
    while (!game->episode().finished) {
        for (Actor* imp : aliveOf(game->world(), "DoomImp")) {
            imp->target = 0;
            imp->lastHeard = 0;
            imp->health = 1000;
        }
        game->world().resolve(game->world().state->player[0].pawn)->health = 100;
        act(*game, {}, 5);
    }
    EXPECT_TRUE(game->timeoutReached());
    EXPECT_FALSE(game->episode().dead);
    EXPECT_EQ(game->episodeTime(), 2101);
}

}  // namespace
}  // namespace caco::test
