// Damaged class definitions; what reads well stands in a room and acts.
#include <cctype>

#include "script/decorate.h"
#include "stage.h"

namespace caco::test {
namespace {

constexpr std::string_view kText = R"(
actor FuzzImp : DoomImp 30001
{
    Health 20
    Speed 12
    Radius 16
    +MISSILEMORE
    -COUNTKILL
    DropItem "Clip" 128
    States
    {
    Spawn:
        TROO A 2 A_Look
        TROO A 1 A_Jump(128, "See")
        Loop
    See:
        TROO AABB 1 A_Chase
        Loop
    Missile:
        TROO C 1 A_FaceTarget
        TROO C random(1, 4) A_CustomMissile("FuzzBall", 32, 0, random(-5, 5))
        TROO C 2 A_SpawnItemEx("FuzzThing", 0, 0, 8, 1, 0, 2)
        Goto See
    Death:
        TROO A 2 A_Scream
        TROO A 2 A_NoBlocking
        Stop
    }
}
actor FuzzBall
{
    Radius 6
    Height 8
    Speed 20
    Damage 3
    Projectile
    RenderStyle Add
    Alpha 0.75
    States
    {
    Spawn:
        TROO AB 4 Bright
        Loop
    Death:
        TROO A 3 A_Explode(32, 64)
        Stop
    }
}
actor FuzzThing : Health replaces Stimpack 30002
{
    +INVENTORY.ALWAYSPICKUP
    Inventory.Amount 7
    Inventory.MaxAmount 150
    States
    {
    Spawn:
        TROO A 1 A_Look
        TROO A 2 A_NoBlocking
        Loop
    }
}
)";

class DecorateFuzz : public ::testing::Test {
protected:
    DecorateFuzz() {
        GridMap map = room();
        for (int i = 0; i < 4; ++i) {
            map.things.push_back({96 + 64 * i, 416, 270, 30001, 5});
            map.things.push_back({96 + 64 * i, 128, 270, 30002, 0});
        }
        level = stage.load(roomWad(map));
    }

    bool tryText(std::string_view text) {
        auto table = std::make_shared<ClassTable>(builtin);
        Status status = parseDecorateText(text, "DECORATE", *table);
        if (status.ok()) status = table->seal();
        if (!status.ok()) {
            expectReason(status);
            reason = status.message;
            return false;
        }
        return stage.play(level, scripts, table, random);
    }

    Stage stage;
    TestRandom random{51};
    std::string reason;  // of the last text that was refused
    const ClassTable builtin = builtinClasses();
    std::shared_ptr<const Level> level;
    std::shared_ptr<const Behavior> scripts = [] {
        std::shared_ptr<const Behavior> none;
        EXPECT_TRUE(loadBehavior({}, "", none).ok());
        return none;
    }();
};

TEST_F(DecorateFuzz, DamagedBytes) {
    ASSERT_TRUE(tryText(kText)) << reason;
    for (int i = 0; i < fuzzCases(700); ++i) {
        const std::vector<uint8_t> bytes = damaged({kText.begin(), kText.end()}, random, 3);
        tryText({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
}

// Words change places: most texts still read, and mean something else.
TEST_F(DecorateFuzz, ExchangedWords) {
    std::vector<std::string> words;
    for (size_t i = 0; i < kText.size();) {
        const bool name = std::isalnum(static_cast<unsigned char>(kText[i])) != 0;
        size_t end = i + 1;
        while (name && end < kText.size() &&
               (std::isalnum(static_cast<unsigned char>(kText[end])) || kText[end] == '_'))
            ++end;
        words.emplace_back(kText.substr(i, end - i));
        i = end;
    }
    auto pick = [&] {
        size_t at;
        do {
            at = random.below(static_cast<uint32_t>(words.size()));
        } while (!std::isalnum(static_cast<unsigned char>(words[at][0])));
        return at;
    };
    constexpr const char* others[] = {"0",       "-1",      "99999",        "2147483647",
                                      "A_Chase", "A_Look",  "A_FaceTarget", "A_Explode",
                                      "Actor",   "DoomImp", "Spawn",        "1.5"};
    int played = 0;
    for (int i = 0; i < fuzzCases(900); ++i) {
        std::vector<std::string> copy = words;
        for (uint32_t n = 1 + random.below(3); n; --n) {
            copy[pick()] = random.below(2) ? words[pick()] : others[random.below(std::size(others))];
        }
        std::string text;
        for (const std::string& word : copy) {
            text += word;
        }
        played += tryText(text);
    }
    EXPECT_GT(played, 40);
}

}  // namespace
}  // namespace caco::test
