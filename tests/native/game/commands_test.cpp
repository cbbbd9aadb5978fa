// Console commands, settings, texts for the players, watching a human, states in files.
#include <cstdio>
#include <filesystem>
#include <random>

#include "sim/damage.h"
#include "sim/inventory.h"
#include "sim/notices.h"
#include "sim/players.h"
#include "sim/spawn.h"
#include "support/game_setup.h"

namespace caco::test {
namespace {

std::unique_ptr<Game> commandGame(const std::string& cfg = "", const std::vector<uint8_t>& behavior = {},
                                  std::string_view decorate = {}) {
    return gameOf(contentOf(roomWad(room(), behavior, decorate)), configOf("seed = 1\navailable_buttons = { ATTACK MOVE_FORWARD }\n" + cfg),
                  {.noScreen = true});
}

void run(Game& game, const char* text) {
    const Status status = game.command(text);
    EXPECT_TRUE(status.ok()) << text << ": " << status.message;
}
void refused(Game& game, const char* text, StatusCode code, const char* part) {
    const uint64_t before = game.hash();
    const Status status = game.command(text);
    EXPECT_EQ(status.code, code) << text << ": " << status.message;
    EXPECT_NE(status.message.find(part), std::string::npos) << text << ": " << status.message;
    EXPECT_EQ(game.hash(), before) << text << " changed the game";
}

Actor& pawn(Game& game) { return *pawnOf(game.world(), 0); }
int32_t amount(Game& game, const char* cls) { return checkInventory(game.world(), pawn(game), cls); }
int count(Game& game, const char* name) {
    World& w = game.world();
    const ClassId cls = w.classes->find(name);
    int n = 0;
    for (uint32_t i = 0; i < w.state->actorUsed; ++i) {
        n += w.actors[i].alive && w.actors[i].cls == cls && w.actors[i].health > 0;
    }
    return n;
}

TEST(Commands, GiveAndTake) {
    auto game = commandGame();
    run(*game, "give Shotgun");
    EXPECT_EQ(amount(*game, "Shotgun"), 1);
    EXPECT_EQ(amount(*game, "Shell"), 8);
    run(*game, "give Shell 5; give health 30");
    EXPECT_EQ(amount(*game, "Shell"), 13);
    EXPECT_EQ(pawn(*game).health, 130);
    run(*game, "take Shell 3");
    EXPECT_EQ(amount(*game, "Shell"), 10);
    run(*game, "take Shell");
    EXPECT_EQ(amount(*game, "Shell"), 0);
    run(*game, "GIVE ALL");
    EXPECT_EQ(amount(*game, "BFG9000"), 1);
    EXPECT_EQ(amount(*game, "Cell"), 600) << "with the backpack's room";
    EXPECT_EQ(amount(*game, "BlueCard"), 1);
    EXPECT_EQ(amount(*game, "Armor"), 200);
    run(*game, "take all");
    EXPECT_EQ(amount(*game, "BFG9000"), 0);
    act(*game, {0, 0}, 40);
    EXPECT_EQ(game->variables()[variable::kWeapon0 + 7], 0);
}

TEST(Commands, SummonAndKill) {
    auto game = commandGame();
    act(*game, {0, 0}, 10);
    run(*game, "summon DoomImp");
    EXPECT_EQ(count(*game, "DoomImp"), 1);
    EXPECT_EQ(game->world().state->totalMonsters, 1);
    refused(*game, "summon NoSuchThing", StatusCode::InvalidArgument, "NoSuchThing");
    run(*game, "kill monsters");
    EXPECT_EQ(count(*game, "DoomImp"), 0);
    act(*game, {0, 0});
    EXPECT_EQ(game->variables()[variable::kKillCount], 1);
    EXPECT_FALSE(game->episode().finished);
    run(*game, "kill");
    act(*game, {0, 0});
    EXPECT_TRUE(game->episode().finished);
    EXPECT_TRUE(game->episode().dead);
    refused(*game, "god", StatusCode::InvalidState, "does not live");
}

TEST(Commands, SummonedThingsNeedRoom) {
    auto game = commandGame();
    run(*game, "warp 256 490");
    act(*game, {0, 0});
    const int32_t monsters = game->world().state->totalMonsters;
    const Status status = game->command("summon Cyberdemon");
    EXPECT_EQ(status.code, StatusCode::InvalidState) << status.message;
    EXPECT_EQ(count(*game, "Cyberdemon"), 0);
    EXPECT_EQ(game->world().state->totalMonsters, monsters);
}

TEST(Commands, CheatsCanBeSwitched) {
    auto game = commandGame();
    World& w = game->world();
    const auto hurt = [&](int32_t points) { damageActor(w, pawn(*game), nullptr, nullptr, points, typeOf(DamageType::Slime)); };
    run(*game, "god");
    hurt(50);
    EXPECT_EQ(pawn(*game).health, 100);
    run(*game, "god");
    hurt(50);
    EXPECT_EQ(pawn(*game).health, 50);
    run(*game, "buddha");
    hurt(500);
    EXPECT_EQ(pawn(*game).health, 1);
    run(*game, "infiniteammo; notarget; fly");
    act(*game, {0, 0}, 20);
    const int32_t clips = amount(*game, "Clip");
    act(*game, {1, 0}, 40);
    EXPECT_EQ(amount(*game, "Clip"), clips);
    run(*game, "infiniteammo");
    act(*game, {1, 0}, 40);
    EXPECT_LT(amount(*game, "Clip"), clips);
}

TEST(Commands, NoclipGoesThroughWalls) {
    for (const bool noclip : {false, true}) {
        auto game = commandGame();
        if (noclip) run(*game, "noclip");
        act(*game, {0, 1}, 80);
        EXPECT_EQ(pawn(*game).y > 512 * kUnit, noclip);
    }
}

TEST(Commands, FreezeStopsAllButThePlayer) {
    auto game = commandGame();
    act(*game, {0, 0}, 10);
    run(*game, "summon DoomImp");
    World& w = game->world();
    Actor* imp = nullptr;
    for (uint32_t i = 0; i < w.state->actorUsed; ++i) {
        if (w.actors[i].alive && w.actors[i].cls == w.classes->find("DoomImp")) imp = &w.actors[i];
    }
    ASSERT_NE(imp, nullptr);
    run(*game, "freeze");
    const StateId state = imp->state;
    const int32_t tics = imp->tics;
    const Fixed y = pawn(*game).y;
    run(*game, "warp 64 64");
    act(*game, {0, 1}, 30);
    EXPECT_NE(pawn(*game).y, y);
    EXPECT_EQ(imp->state, state);
    EXPECT_EQ(imp->tics, tics);
    run(*game, "freeze");
    act(*game, {0, 0}, 30);
    EXPECT_TRUE(imp->state != state || imp->tics != tics);
}

TEST(Commands, ScriptsCanBeStarted) {
    AcsAssembler code;
    code.script(5, 0, 2);
    code.op(acs::PushLocal, 0).op(acs::PushLocal, 1).op(acs::Add).op(acs::AssignGlobal, 7).op(acs::Terminate);
    auto game = commandGame("", code.build());
    run(*game, "puke 5 40 2");
    act(*game, {0, 0});
    EXPECT_EQ(game->variables()[variable::kUser1 + 6], 42);
    refused(*game, "puke five", StatusCode::InvalidArgument, "puke");
    const Status status = game->command("puke 6");
    EXPECT_EQ(status.code, StatusCode::InvalidState) << status.message;
}

TEST(Commands, SettingsCountNowAndLater) {
    auto game = commandGame();
    World& w = game->world();
    EXPECT_EQ(w.state->gravity, 800.0f);
    run(*game, "sv_gravity 100");
    EXPECT_EQ(w.state->gravity, 100.0f);
    run(*game, "set sv_nojump true; sv_aircontrol 0.5");
    EXPECT_TRUE(w.rules.has(kRuleNoJump));
    EXPECT_EQ(w.state->airControl, 32768);
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(w.state->gravity, 100.0f);
    EXPECT_TRUE(w.rules.has(kRuleNoJump));
    run(*game, "sv_nomonsters 1");
    EXPECT_FALSE(w.rules.noMonsters) << "from the next episode on";
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_TRUE(w.rules.noMonsters);
    refused(*game, "sv_gravity heavy", StatusCode::InvalidArgument, "heavy");
    refused(*game, "sv_gravity", StatusCode::InvalidArgument, "needs a value");
    refused(*game, "set r_fancy 1", StatusCode::Unsupported, "r_fancy");
    refused(*game, "addbot", StatusCode::Unsupported, "addbot");
    refused(*game, "give", StatusCode::InvalidArgument, "give");
    refused(*game, "give DoomImp", StatusCode::InvalidArgument, "no item");
    refused(*game, "give Clip -4", StatusCode::InvalidArgument, "-4");
    run(*game, "viz_nocheat 1");
    refused(*game, "give Clip", StatusCode::InvalidState, "viz_nocheat");
    run(*game, " ; ");
}

TEST(Commands, SnapshotsKeepSettings) {
    auto game = commandGame();
    std::vector<std::byte> before(game->snapshotSize());
    game->save(before.data());
    run(*game, "sv_gravity 200; sv_infiniteammo 1");
    std::vector<std::byte> after(game->snapshotSize());
    game->save(after.data());
    ASSERT_TRUE(game->restore(before.data(), before.size()).ok());
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->world().state->gravity, 800.0f);
    ASSERT_TRUE(game->restore(after.data(), after.size()).ok());
    EXPECT_TRUE(game->world().rules.has(kRuleInfiniteAmmo));
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->world().state->gravity, 200.0f);
}

TEST(Commands, WeaponsAreChosenAndDropped) {
    auto game = commandGame();
    act(*game, {0, 0}, 30);
    run(*game, "slot 1");
    act(*game, {0, 0}, 40);
    EXPECT_EQ(game->variables()[variable::kSelectedWeapon], 1);
    run(*game, "use Pistol");
    act(*game, {0, 0}, 40);
    EXPECT_EQ(game->variables()[variable::kSelectedWeapon], 2);
    const Status status = game->command("use Shotgun");
    EXPECT_EQ(status.code, StatusCode::InvalidState) << status.message;
    run(*game, "give Shotgun; drop Shotgun");
    act(*game, {0, 0});
    EXPECT_EQ(amount(*game, "Shotgun"), 0);
}

// ---- Classes of archives.

constexpr char kOwnClasses[] = R"(
actor Jumper 9500
{
    States
    {
    Spawn:
        TROO A 0
        TROO A 1 A_Jump(256, "Two")
        TROO A -1
    Two:
        TROO A 1 A_Jump(0, "Never")
        TROO A 1 A_Jump(128, "Left", "Right")
        loop
    Left:
        TROO A -1
        stop
    Right:
        TROO A -1
        stop
    Never:
        TROO A -1
        stop
    }
}
actor Asker : DoomImp
{
    States
    {
    Spawn:
        TROO A 1 A_JumpIfInventory("Clip", 5, "Rich")
        loop
    Rich:
        TROO A -1
        stop
    }
}
actor LongGun : Shotgun
{
    Weapon.SlotNumber 9
}
)";

TEST(OwnClasses, JumpByChanceAndByWhatTheyHold) {
    auto game = commandGame("", {}, kOwnClasses);
    World& w = game->world();
    const ClassId jumper = w.classes->find("Jumper");
    const StateId left = w.classes->findLabel(jumper, "Left", true), right = w.classes->findLabel(jumper, "Right", true);
    int lefts = 0, rights = 0;
    std::vector<Actor*> jumpers;
    for (int i = 0; i < 40; ++i) {
        jumpers.push_back(spawnActor(w, jumper, 64 * kUnit, 64 * kUnit, kOnFloorZ, false));
    }
    const ClassId askerClass = w.classes->find("Asker");
    Actor* asker = spawnActor(w, askerClass, 400 * kUnit, 400 * kUnit, kOnFloorZ, false);
    act(*game, {0, 0}, 100);
    for (const Actor* a : jumpers) {
        lefts += a->state == left;
        rights += a->state == right;
    }
    EXPECT_EQ(lefts + rights, 40) << "256 of 256 always, 0 never";
    EXPECT_GT(lefts, 5);
    EXPECT_GT(rights, 5);
    const StateId rich = w.classes->findLabel(askerClass, "Rich", true);
    EXPECT_NE(asker->state, rich);
    giveInventory(w, *asker, "Clip", 5);
    act(*game, {0, 0}, 3);
    EXPECT_EQ(asker->state, rich);
    EXPECT_EQ(game->reports(), "");
}

TEST(OwnClasses, AWeaponStandsInTheSlotItNames) {
    auto game = commandGame("", {}, kOwnClasses);
    run(*game, "give LongGun");
    act(*game, {0, 0}, 40);
    EXPECT_EQ(game->variables()[variable::kWeapon0 + 9], 1);
    EXPECT_EQ(game->variables()[variable::kWeapon0 + 3], 0);
    run(*game, "slot 9");
    act(*game, {0, 0}, 60);
    EXPECT_EQ(game->variables()[variable::kSelectedWeapon], 9);
}

// ---- Texts.

constexpr char kNotes[] = "notifications_buffer_enabled = true\n";

TEST(Notices, TellWhatWasPickedUp) {
    auto game = commandGame(kNotes, {}, "actor Apple : Health {\nInventory.PickupMessage \"An apple!\"\nStates {\nSpawn:\nTROO A -1\nStop\n}\n}\n");
    World& w = game->world();
    const auto touch = [&](const char* cls) {
        Actor* item = spawnActor(w, w.classes->find(cls), pawn(*game).x, pawn(*game).y, kOnFloorZ, false);
        ASSERT_NE(item, nullptr);
        touchSpecial(w, *item, pawn(*game));
    };
    pawn(*game).health = w.state->player[0].health = 50;
    touch("Apple");
    act(*game, {0, 0});
    EXPECT_EQ(game->notifications(), "An apple!");
    act(*game, {0, 0});
    EXPECT_EQ(game->notifications(), "") << "since the update before";
    touch("Clip");
    act(*game, {0, 0});
    EXPECT_EQ(game->notifications(), "Picked up: Clip") << "the small archive has no strings";
}

TEST(Notices, AreKeptForTheAskedTics) {
    auto game = commandGame(std::string(kNotes) + "notifications_buffer_size = 10\n");
    say(game->world(), 0, NoticeKind::Print, "one");
    act(*game, {0, 0}, 5);
    say(game->world(), kEverybody, NoticeKind::Print, "two");
    say(game->world(), 1, NoticeKind::Print, "for another");
    act(*game, {0, 0}, 2);
    EXPECT_EQ(game->notifications(), "one\ntwo");
    act(*game, {0, 0}, 5);
    EXPECT_EQ(game->notifications(), "two");
    act(*game, {0, 0}, 10);
    EXPECT_EQ(game->notifications(), "");
    auto off = commandGame();
    say(off->world(), 0, NoticeKind::Print, "one");
    EXPECT_EQ(off->notifications(), "");
}

TEST(Notices, TellPrintsAndDeathsAndCutLongLines) {
    AcsAssembler code;
    const int32_t hello = code.string("Take ");
    code.script(1, 4);
    code.op(85).push(hello).op(86 + 1).push(-12).op(88).push('!').op(89).push(98304).op(157).op(86).op(acs::Terminate);
    auto game = commandGame(std::string(kNotes) + "notifications_buffer_size = 100\ngame_args = +name Ada\n", code.build());
    act(*game, {0, 0});
    EXPECT_EQ(game->notifications(), "Take -12!1.5");
    const uint64_t hash = game->hash();
    say(game->world(), 0, NoticeKind::Print, std::string(500, 'x') + "\xC3\xA4");
    EXPECT_EQ(game->hash(), hash) << "texts are no part of play";
    EXPECT_EQ(game->notifications(), "Take -12!1.5\n" + std::string(121, 'x'));
    for (int i = 0; i < 100; ++i) {
        say(game->world(), 0, NoticeKind::Print, "line");
    }
    run(*game, "kill");
    act(*game, {0, 0});
    const std::string text = game->notifications();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), static_cast<std::ptrdiff_t>(kMaxNotices) - 1);
    EXPECT_NE(text.find("Ada killed himself"), std::string::npos) << text;
}

// ---- Watching.

TEST(Spectator, TheHumansButtonsPlay) {
    auto watched = commandGame("mode = SPECTATOR\n");
    auto played = commandGame();
    std::vector<double> human(kButtons, 0.0);
    act(*watched, {0, 0}, 12);
    act(*played, {0, 0}, 12);
    human[13] = 1; // MOVE_FORWARD
    ASSERT_TRUE(watched->setSpectated(human).ok());
    for (int i = 0; i < 20; ++i) {
        act(*watched, {1, 0}); // has no effect
        act(*played, {0, 1});
        ASSERT_EQ(watched->hash(), played->hash());
    }
    EXPECT_EQ(watched->input().value[13], 1) << "the last action is the human's";
    EXPECT_EQ(watched->input().value[button::kAttack], 0);
    human[15] = 1; // TURN_LEFT, which the scenario does not list
    const Angle angle = pawn(*watched).angle;
    ASSERT_TRUE(watched->setSpectated(human).ok());
    act(*watched, {}, 5);
    EXPECT_NE(pawn(*watched).angle, angle);
    EXPECT_EQ(watched->setSpectated(std::vector<double>(2, 0.0)).code, StatusCode::InvalidArgument);
    EXPECT_EQ(played->setSpectated(human).code, StatusCode::InvalidState);
}

// ---- Files.

TEST(Files, KeepAState) {
    const std::string path = ::testing::TempDir() + "caco-state-" + std::to_string(std::random_device()());
    auto game = commandGame();
    act(*game, {1, 1}, 30);
    const uint64_t hash = game->hash();
    ASSERT_TRUE(game->saveFile(path).ok());
    act(*game, {0, 1}, 30);
    EXPECT_NE(game->hash(), hash);
    ASSERT_TRUE(game->restoreFile(path).ok());
    EXPECT_EQ(game->hash(), hash);
    EXPECT_EQ(game->saveFile("/no/such/folder/state").code, StatusCode::FileNotFound);
    EXPECT_EQ(game->restoreFile(path + ".none").code, StatusCode::FileNotFound);
    std::FILE* file = std::fopen(path.c_str(), "r+b");
    ASSERT_NE(file, nullptr);
    std::fputc('x', file);
    std::fclose(file);
    const Status status = game->restoreFile(path);
    EXPECT_EQ(status.code, StatusCode::BadData);
    EXPECT_NE(status.message.find(path), std::string::npos);
    EXPECT_EQ(game->hash(), hash);
    std::filesystem::remove(path);
}

} // namespace
} // namespace caco::test
