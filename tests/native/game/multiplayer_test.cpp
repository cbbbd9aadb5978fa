// Several players in one world: starts, lockstep, frags, respawn, items, limits, snapshots; then the scenarios made for it.
#include <cmath>
#include <filesystem>
#include <set>

#include "base/hash.h"
#include "sim/damage.h"
#include "sim/inventory.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "support/game_setup.h"
#include "support/wad_builder.h"

namespace caco::test {
namespace {

// Player starts or deathmatch spots at the corners of the room.
GridMap corners(const std::vector<int>& types) {
    static constexpr int kAt[8][2] = {{64, 64}, {448, 448}, {64, 448}, {448, 64}, {256, 64}, {256, 448}, {64, 256}, {448, 256}};
    GridMap map = room();
    map.things.clear();
    for (size_t i = 0; i < types.size(); ++i) {
        map.things.push_back({kAt[i % 8][0], kAt[i % 8][1], 90, types[i], 0});
    }
    return map;
}

std::unique_ptr<Game> gameWith(const GridMap& map, const std::string& args, int players, bool screen = false) {
    GameOptions options;
    options.noScreen = !screen;
    options.width = 160;
    options.height = 120;
    options.players = players;
    return gameOf(contentOf(roomWad(map)),
                  configOf("seed = 3\navailable_buttons = { ATTACK USE MOVE_FORWARD TURN_LEFT }\n" + (args.empty() ? "" : "game_args = " + args)),
                  options);
}

std::unique_ptr<Game> duel(const std::string& args = "", bool screen = false) {
    return gameWith(corners({11, 11, 11, 11}), "-deathmatch " + args, 2, screen);
}

std::unique_ptr<Game> together(const std::string& args = "") { return gameWith(corners({1, 2}), args, 2); }

Actor& pawn(Game& game, int player) { return *pawnOf(game.world(), player); }
Player& record(Game& game, int player) { return game.world().state->player[player]; }

void all(Game& game, const std::vector<double>& values, uint32_t tics = 1) {
    const Status set = game.setActions(values);
    ASSERT_TRUE(set.ok()) << set.message;
    ASSERT_TRUE(game.advance(tics, true).ok());
}
const std::vector<double> kNobody(8, 0);

void killBy(Game& game, int victim, Actor* killer) {
    damageActor(game.world(), pawn(game, victim), killer, killer, 1000, 0);
}

TEST(Players, DeathmatchSpotsAreNotShared) {
    for (uint32_t seed = 1; seed < 20; ++seed) {
        auto game = gameWith(corners({11, 11, 11, 11, 11, 11, 11, 11}), "-deathmatch", 6);
        ASSERT_TRUE(game->startEpisode(seed).ok());
        std::set<std::pair<Fixed, Fixed>> places;
        for (int i = 0; i < 6; ++i) {
            places.insert({pawn(*game, i).x, pawn(*game, i).y});
            EXPECT_EQ(pawn(*game, i).health, 100);
            EXPECT_NE(findItem(game->world(), pawn(*game, i), game->world().classes->find("RedCard")), nullptr);
        }
        EXPECT_EQ(places.size(), 6u) << "seed " << seed;
    }
}

TEST(Players, WhoPlayTogetherHaveTheirOwnStarts) {
    auto game = together();
    EXPECT_EQ(game->playerCount(), 2);
    EXPECT_TRUE(game->isMultiplayer());
    EXPECT_EQ(pawn(*game, 0).x, 64 * kUnit);
    EXPECT_EQ(pawn(*game, 1).x, 448 * kUnit);
    EXPECT_EQ(game->seat(1).variables[variable::kPlayerNumber], 1);
    EXPECT_EQ(game->seat(1).variables[variable::kPlayerCount], 2);
}

TEST(Players, EachMovesByHisOwnButtons) {
    auto game = together();
    all(*game, kNobody, 10); // the first tics only take weapons up
    const Fixed before[2] = {pawn(*game, 0).y, pawn(*game, 1).y};
    const Angle angle[2] = {pawn(*game, 0).angle, pawn(*game, 1).angle};
    all(*game, {0, 0, 1, 0, 0, 0, 0, 1}, 10);
    EXPECT_GT(pawn(*game, 0).y, before[0]);
    EXPECT_EQ(pawn(*game, 1).y, before[1]);
    EXPECT_EQ(pawn(*game, 0).angle, angle[0]);
    EXPECT_NE(pawn(*game, 1).angle, angle[1]);
    EXPECT_EQ(game->setActions(std::vector<double>(7, 0)).code, StatusCode::InvalidArgument);
    EXPECT_EQ(game->select(2).code, StatusCode::InvalidArgument);
}

TEST(Players, TheSelectedOneIsSpokenOf) {
    auto game = together();
    ASSERT_TRUE(game->select(1).ok());
    EXPECT_EQ(game->variables()[variable::kPositionX], 448);
    const double turn[] = {0, 0, 0, 1};
    ASSERT_TRUE(game->setAction(turn).ok());
    ASSERT_TRUE(game->advance(12, true).ok());
    EXPECT_NE(game->variables()[variable::kAngle], game->seat(0).variables[variable::kAngle]);
    ASSERT_TRUE(game->select(0).ok());
    EXPECT_EQ(game->variables()[variable::kPositionX], 64);
}

TEST(Players, ADeathDoesNotEndTheEpisode) {
    auto game = duel();
    all(*game, kNobody);
    killBy(*game, 1, &pawn(*game, 0));
    all(*game, kNobody);
    EXPECT_FALSE(game->episode().finished);
    EXPECT_FALSE(game->seat(0).episode.dead);
    EXPECT_TRUE(game->seat(1).episode.dead);
    EXPECT_EQ(game->seat(1).variables[variable::kDeathCount], 1);
    EXPECT_EQ(game->seat(0).variables[variable::kFragCount], 1);
    EXPECT_EQ(game->seat(1).variables[variable::kPlayer1Frags], 1) << "everybody sees everybody's frags";
    EXPECT_EQ(game->seat(0).variables[variable::kPlayer1Frags + 1], 0);
    EXPECT_GE(game->world().state->lastKillTic[0], 1);
    EXPECT_EQ(game->world().state->lastKillTic[1], -1);
    killBy(*game, 0, nullptr);
    all(*game, kNobody);
    EXPECT_EQ(record(*game, 0).fragCount, 0) << "a death without a killer costs one";
}

TEST(Players, TheDeadComeBackWithUseAfterTheDelay) {
    auto game = duel();
    all(*game, kNobody);
    killBy(*game, 1, &pawn(*game, 0));
    const ActorRef corpse = record(*game, 1).pawn;
    for (int i = 0; i < 30; ++i) {
        all(*game, {0, 0, 0, 0, 0, 1, 0, 0});
    }
    EXPECT_EQ(record(*game, 1).playerState, PlayerState::Dead);
    for (int i = 0; i < 10; ++i) {
        all(*game, {0, 0, 0, 0, 0, 1, 0, 0});
    }
    EXPECT_EQ(record(*game, 1).playerState, PlayerState::Live);
    EXPECT_NE(record(*game, 1).pawn, corpse);
    EXPECT_EQ(pawn(*game, 1).health, 100);
    EXPECT_FALSE(game->seat(1).episode.dead);
    EXPECT_EQ(record(*game, 0).fragCount, 1) << "frags outlive a respawn";
    const Actor* body = game->world().resolve(corpse);
    ASSERT_NE(body, nullptr);
    EXPECT_EQ(body->player, -1) << "the body is nobody's";
}

TEST(Players, ForcedRespawnNeedsNoUse) {
    for (const bool forced : {false, true}) {
        auto game = duel(forced ? "+sv_forcerespawn 1 +viz_respawn_delay 2" : "");
        killBy(*game, 0, nullptr);
        all(*game, kNobody, 60);
        EXPECT_EQ(record(*game, 0).playerState, PlayerState::Dead);
        all(*game, kNobody, 20);
        EXPECT_EQ(record(*game, 0).playerState, forced ? PlayerState::Live : PlayerState::Dead);
    }
}

TEST(Players, RespawnVerbActsAtOnce) {
    auto game = duel();
    EXPECT_EQ(game->respawn().code, StatusCode::InvalidState) << "he lives";
    killBy(*game, 0, nullptr);
    all(*game, kNobody);
    const Status status = game->respawn();
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_FALSE(game->episode().dead);
    EXPECT_EQ(game->variables()[variable::kHealth], 100);
    auto alone = gameOf(contentOf(roomWad(room())), configOf(""), {.noScreen = true});
    EXPECT_EQ(alone->respawn().code, StatusCode::InvalidState);
}

TEST(Players, WhoPlayTogetherKeepTheirThings) {
    auto game = together();
    giveInventory(game->world(), pawn(*game, 1), "Shotgun", 1);
    all(*game, kNobody, 40);
    killBy(*game, 1, nullptr);
    all(*game, kNobody, 2);
    ASSERT_TRUE(game->select(1).ok());
    ASSERT_TRUE(game->respawn().ok());
    all(*game, kNobody, 40);
    EXPECT_NE(findItem(game->world(), pawn(*game, 1), game->world().classes->find("Shotgun")), nullptr);
    EXPECT_EQ(pawn(*game, 1).health, 100);
    EXPECT_EQ(record(*game, 1).health, 100);
    EXPECT_NE(record(*game, 1).readyWeapon, 0u) << "he holds a weapon again";
    EXPECT_EQ(game->variables()[variable::kSelectedWeaponAmmo] >= 0, true);
    killBy(*game, 1, nullptr);
    all(*game, kNobody, 2);
    EXPECT_TRUE(game->seat(1).episode.dead) << "and dies again";
}

TEST(Players, ProtectionEnds) {
    auto game = duel("+sv_respawnprotect 1");
    killBy(*game, 0, nullptr);
    all(*game, kNobody);
    ASSERT_TRUE(game->respawn().ok());
    all(*game, kNobody, 2);
    killBy(*game, 0, &pawn(*game, 1));
    EXPECT_EQ(pawn(*game, 0).health, 100);
    all(*game, kNobody, 110);
    killBy(*game, 0, &pawn(*game, 1));
    EXPECT_LE(pawn(*game, 0).health, 0);
}

TEST(Players, TeamDamageIsARule) {
    auto game = together();
    damageActor(game->world(), pawn(*game, 1), &pawn(*game, 0), &pawn(*game, 0), 40, 0);
    EXPECT_EQ(pawn(*game, 1).health, 100);
    game = together("+teamdamage 0.5");
    damageActor(game->world(), pawn(*game, 1), &pawn(*game, 0), &pawn(*game, 0), 40, 0);
    EXPECT_EQ(pawn(*game, 1).health, 80);
    game = duel();
    damageActor(game->world(), pawn(*game, 1), &pawn(*game, 0), &pawn(*game, 0), 40, 0);
    EXPECT_EQ(pawn(*game, 1).health, 60);
}

// Puts an item under a player and lets a tic pass.
Actor* offer(Game& game, int player, const char* cls, bool dropped = false) {
    World& w = game.world();
    Actor& p = pawn(game, player);
    Actor* item = spawnActor(w, w.classes->find(cls), p.x, p.y, kOnFloorZ, false);
    if (!dropped) item->flags.clear(Flag::DROPPED);
    const ActorRef ref = w.refOf(*item);
    touchSpecial(w, *item, p);
    return w.resolve(ref);
}

TEST(Players, WeaponsStayForTheOthers) {
    auto game = duel();
    World& w = game->world();
    const ClassId shotgun = w.classes->find("Shotgun");
    Actor* item = offer(*game, 0, "Shotgun");
    ASSERT_NE(item, nullptr);
    EXPECT_NE(findItem(w, pawn(*game, 0), shotgun), nullptr);
    EXPECT_TRUE(has(*item, Flag::SPECIAL)) << "it can be taken again";
    const int32_t shells = checkInventory(w, pawn(*game, 0), "Shell");
    touchSpecial(w, *item, pawn(*game, 0));
    EXPECT_EQ(checkInventory(w, pawn(*game, 0), "Shell"), shells) << "but not by the same player";
    touchSpecial(w, *item, pawn(*game, 1));
    EXPECT_NE(findItem(w, pawn(*game, 1), shotgun), nullptr);

    game = gameWith(corners({11, 11}), "-altdeath", 2);
    item = offer(*game, 0, "Shotgun");
    ASSERT_NE(item, nullptr);
    EXPECT_FALSE(has(*item, Flag::SPECIAL)) << "hidden until it comes back";
    all(*game, kNobody, 1000);
    EXPECT_FALSE(has(*item, Flag::SPECIAL));
    all(*game, kNobody, 100);
    EXPECT_TRUE(has(*item, Flag::SPECIAL));
}

TEST(Players, AKeyServesEverybody) {
    auto game = together();
    Actor* key = offer(*game, 0, "RedCard");
    ASSERT_NE(key, nullptr);
    EXPECT_TRUE(has(*key, Flag::SPECIAL));
    touchSpecial(game->world(), *key, pawn(*game, 1));
    EXPECT_TRUE(hasKey(game->world(), &pawn(*game, 0), 1));
    EXPECT_TRUE(hasKey(game->world(), &pawn(*game, 1), 1));
}

TEST(Players, LimitsEndTheEpisode) {
    auto game = duel("+fraglimit 2");
    for (int i = 0; i < 2; ++i) {
        EXPECT_FALSE(game->episode().finished);
        record(*game, 0).fragCount = i + 1;
        all(*game, kNobody, 2);
    }
    EXPECT_TRUE(game->episode().finished);
    EXPECT_TRUE(game->episode().mapEnded);

    game = duel("+timelimit 0.1");
    all(*game, kNobody, 208);
    EXPECT_FALSE(game->episode().finished);
    all(*game, kNobody, 1);
    EXPECT_TRUE(game->episode().finished);
    EXPECT_TRUE(game->timeoutReached());
}

TEST(Players, ASpotTakenKillsWhoStandsThere) {
    auto game = gameWith(corners({11}), "-deathmatch", 1);
    World& w = game->world();
    Actor* imp = spawnActor(w, w.classes->find("DoomImp"), 300 * kUnit, 300 * kUnit, kOnFloorZ, false);
    killBy(*game, 0, nullptr);
    ASSERT_TRUE(game->advance(2, true).ok());
    unlinkActor(w, *imp);
    imp->x = 64 * kUnit, imp->y = 64 * kUnit;
    linkActor(w, *imp);
    ASSERT_TRUE(game->respawn().ok());
    EXPECT_LE(imp->health, 0);
}

TEST(Players, FarthestSpotsAreFar) {
    auto game = duel("+sv_spawnfarthest 1");
    for (int i = 0; i < 8; ++i) {
        killBy(*game, 1, nullptr);
        all(*game, kNobody);
        ASSERT_TRUE(game->select(1).ok());
        ASSERT_TRUE(game->respawn().ok());
        EXPECT_GE(std::abs(pawn(*game, 0).x - pawn(*game, 1).x), 300 * kUnit);
        EXPECT_GE(std::abs(pawn(*game, 0).y - pawn(*game, 1).y), 300 * kUnit);
    }
}

TEST(Players, SnapshotsKeepEverySeat) {
    auto game = duel("", true);
    ActionSource actions(5, {0, 1, 13, 15, 0, 1, 13, 15});
    for (int i = 0; i < 60; ++i) {
        all(*game, actions.next());
    }
    std::vector<std::byte> bytes(game->snapshotSize());
    game->save(bytes.data());
    const ActionSource later = actions;
    auto play = [&](Game& g) {
        ActionSource source = later;
        uint64_t hash = 0;
        for (int i = 0; i < 60; ++i) {
            all(g, source.next());
            for (int p = 0; p < 2; ++p) {
                hash = hashBytes(g.seat(p).renderer->screen(), 160 * 120, hash);
                hash = hashBytes(&g.seat(p).episode.totalReward, sizeof(double), hash);
            }
        }
        return hashBytes(&hash, sizeof hash, g.hash());
    };
    const uint64_t first = play(*game);
    ASSERT_TRUE(game->restore(bytes.data(), bytes.size()).ok());
    EXPECT_EQ(play(*game), first);
    auto other = duel("", true);
    ASSERT_TRUE(other->restore(bytes.data(), bytes.size()).ok());
    EXPECT_EQ(play(*other), first);
    auto three = gameWith(corners({11, 11, 11, 11}), "-deathmatch", 3);
    const Status status = three->restore(bytes.data(), bytes.size());
    EXPECT_NE(status.message.find("2 players"), std::string::npos) << status.message;
}

TEST(Players, EachHasHisOwnPicture) {
    auto game = duel("", true);
    all(*game, kNobody, 20);
    const auto* a = game->seat(0).renderer->screen();
    const auto* b = game->seat(1).renderer->screen();
    EXPECT_NE(a, b);
    EXPECT_NE(hashBytes(a, 160 * 120), hashBytes(b, 160 * 120));
    const uint64_t hash = game->hash();
    auto blind = duel("");
    all(*blind, kNobody, 20);
    EXPECT_EQ(blind->hash(), hash) << "play does not depend on pictures";
}

// ---- The scenarios made for several players.

struct Case {
    const char *wad, *map, *args;
    int players;
};

uint64_t playCase(const std::shared_ptr<const Content>& content, const Case& c, std::string& reports, int& deaths) {
    GameConfig config = configOf(std::string("seed = 11\ndoom_skill = 3\navailable_buttons = { ATTACK USE MOVE_FORWARD TURN_LEFT TURN_RIGHT SPEED }\n") +
                                 "doom_map = " + c.map + "\ngame_args = " + c.args);
    auto game = gameOf(content, config, {.noScreen = true, .players = c.players});
    if (!game) return 0;
    std::vector<int32_t> buttons;
    for (int i = 0; i < c.players; ++i) {
        buttons.insert(buttons.end(), config.buttons.begin(), config.buttons.end());
    }
    ActionSource actions(7, buttons);
    for (int i = 0; i < 700 && !game->episode().finished; ++i) {
        all(*game, actions.next());
    }
    deaths = 0;
    for (int i = 0; i < c.players; ++i) {
        deaths += game->seat(i).episode.deathCount;
    }
    reports = game->reports();
    return game->hash();
}

TEST(Scenarios, ForSeveralPlayersPlay) {
    const std::string shared = sharedFolder();
    const std::string iwad = findIwad();
    if (shared.empty() || iwad.empty()) GTEST_SKIP() << "the scenarios or freedoom2.wad are absent";
    static constexpr Case kCases[] = {
        {"multi_duel.wad", "MAP01", "-deathmatch +sv_forcerespawn 1", 2},
        {"multi_deathmatch.wad", "MAP01", "-deathmatch +sv_forcerespawn 1", 8},
        {"cig.wad", "MAP01", "-deathmatch +sv_forcerespawn 1 +sv_noautoaim 1 +sv_respawnprotect 1 +sv_spawnfarthest 1 +sv_nocrouch 1", 16},
        {"cig.wad", "MAP02", "-deathmatch +timelimit 10", 8},
    };
    for (const Case& c : kCases) {
        SCOPED_TRACE(std::string(c.wad) + " " + c.map);
        auto set = std::make_shared<ArchiveSet>();
        ASSERT_TRUE(set->addFile(iwad).ok());
        ASSERT_TRUE(set->addFile(shared + "/data/scenarios/vizdoom/" + c.wad).ok());
        std::shared_ptr<const Content> content;
        const Status status = makeContent(set, content);
        ASSERT_TRUE(status.ok()) << status.message;
        std::string reports;
        int deaths = 0;
        const uint64_t hash = playCase(content, c, reports, deaths);
        EXPECT_EQ(reports, "");
        EXPECT_EQ(playCase(content, c, reports, deaths), hash) << "twice the same";
        if (c.players != 8) {
            EXPECT_GT(deaths, 0) << "rockets in narrow rooms";
        }
    }
}

} // namespace
} // namespace caco::test
