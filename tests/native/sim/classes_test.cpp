// The built-in class table against the figures of the actor description.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "assets/assets.h"
#include "sim/action_params.h"
#include "sim/actions.h"
#include "sim/classes.h"
#include "sim/properties.h"

namespace caco {
namespace {

const ClassTable& table() {
    static const ClassTable sealed = [] {
        ClassTable t = builtinClasses(true);
        const Status status = t.seal();
        EXPECT_TRUE(status.ok()) << status.message;
        return t;
    }();
    return sealed;
}

const ClassInfo& info(const std::string& name) {
    const ClassId id = table().find(name);
    EXPECT_NE(id, kNoClass) << name;
    return table().info(std::max(id, 0));
}

struct MonsterRow {
    const char* name;
    int32_t editor, health, speed, radius, height, mass, pain;
    std::vector<Flag> extra;
    const char* drop;
};

const std::vector<MonsterRow>& monsters() {
    using enum Flag;
    static const std::vector<MonsterRow> rows = {
        {"MBFHelperDog", 888, 500, 10, 12, 28, 100, 180, {JUMPDOWN}, ""},
        {"Zombieman", 3004, 20, 8, 20, 56, 100, 200, {FLOORCLIP}, "Clip"},
        {"ShotgunGuy", 9, 30, 8, 20, 56, 100, 170, {FLOORCLIP}, "Shotgun"},
        {"ChaingunGuy", 65, 70, 8, 20, 56, 100, 170, {FLOORCLIP}, "Chaingun"},
        {"WolfensteinSS", 84, 50, 8, 20, 56, 100, 170, {FLOORCLIP}, "Clip"},
        {"DoomImp", 3001, 60, 8, 20, 56, 100, 200, {FLOORCLIP}, ""},
        {"Demon", 3002, 150, 10, 30, 56, 400, 180, {FLOORCLIP}, ""},
        {"Spectre", 58, 150, 10, 30, 56, 400, 180, {FLOORCLIP, SHADOW}, ""},
        {"LostSoul", 3006, 100, 8, 16, 56, 50, 256, {DONTFALL, FLOAT, MISSILEMORE, NOGRAVITY, NOICEDEATH}, ""},
        {"BetaSkull", 9037, 100, 8, 16, 56, 50, 256, {DONTFALL, FLOAT, MISSILEMORE, NOGRAVITY, NOICEDEATH}, ""},
        {"Cacodemon", 3005, 400, 8, 31, 56, 400, 128, {FLOAT, NOGRAVITY}, ""},
        {"BaronOfHell", 3003, 1000, 8, 24, 64, 1000, 50, {BOSSDEATH, FLOORCLIP}, ""},
        {"HellKnight", 69, 500, 8, 24, 64, 1000, 50, {FLOORCLIP}, ""},
        {"Revenant", 66, 300, 10, 20, 56, 500, 100, {FLOORCLIP, MISSILEMORE}, ""},
        {"Arachnotron", 68, 500, 12, 64, 64, 600, 128, {BOSSDEATH, FLOORCLIP}, ""},
        {"Fatso", 67, 600, 8, 48, 64, 1000, 80, {BOSSDEATH, FLOORCLIP}, ""},
        {"PainElemental", 71, 400, 8, 31, 56, 400, 128, {FLOAT, NOGRAVITY}, ""},
        {"Archvile", 64, 700, 15, 20, 56, 500, 10, {FLOORCLIP, NOTARGET, QUICKTORETALIATE}, ""},
        {"Cyberdemon",
         16,
         4000,
         16,
         40,
         110,
         1000,
         20,
         {BOSS, BOSSDEATH, DONTMORPH, FLOORCLIP, MISSILEMORE, NORADIUSDMG},
         ""},
        {"SpiderMastermind",
         7,
         3000,
         12,
         128,
         100,
         1000,
         40,
         {BOSS, BOSSDEATH, DONTMORPH, FLOORCLIP, MISSILEMORE, NORADIUSDMG},
         ""},
    };
    return rows;
}

FlagSet monsterFlags(const std::vector<Flag>& extra) {
    ClassInfo c;
    applyCombo(c, "Monster");
    for (const Flag f : extra)
        c.flags.set(f);
    return c.flags;
}

bool equal(const FlagSet& a, const FlagSet& b) {
    return std::equal(std::begin(a.word), std::end(a.word), std::begin(b.word));
}

TEST(ClassTable, HoldsEveryClassOnceWithItsParentBefore) {
    EXPECT_EQ(table().classes.size(), 364u);
    EXPECT_EQ(table().states.size(), 1457u);
    EXPECT_EQ(builtinClasses(false).classes.size(), 355u);
    for (const ClassInfo& c : table().classes) {
        EXPECT_EQ(table().find(c.name), c.id) << c.name;
        EXPECT_LT(c.parent, c.id) << c.name;
    }
    EXPECT_EQ(table().find("ZOMBIEMAN"), table().find("Zombieman"));
    EXPECT_EQ(table().find("Zombie"), kNoClass);
}

TEST(ClassTable, HoldsTheMonsterFigures) {
    for (const MonsterRow& row : monsters()) {
        SCOPED_TRACE(row.name);
        const ClassInfo& c = info(row.name);
        EXPECT_EQ(table().findEditor(row.editor), c.id);
        EXPECT_EQ(c.health, row.health);
        EXPECT_EQ(c.speed, row.speed * kUnit);
        EXPECT_EQ(c.radius, row.radius * kUnit);
        EXPECT_EQ(c.height, row.height * kUnit);
        EXPECT_EQ(c.mass, row.mass);
        EXPECT_EQ(c.painChance, row.pain);
        EXPECT_TRUE(equal(c.flags, monsterFlags(row.extra)));
        ASSERT_EQ(c.drops.size(), row.drop[0] ? 1u : 0u);
        if (row.drop[0]) {
            EXPECT_EQ(c.drops[0].item, table().find(row.drop));
            EXPECT_EQ(c.drops[0].chance, 255);
            EXPECT_EQ(c.drops[0].amount, -1);
        }
    }
}

TEST(ClassTable, HoldsTheProjectileFigures) {
    struct Row {
        const char* name;
        int32_t speed, fast, damage, radius, height;
    };
    for (const Row& row :
         {Row{"DoomImpBall", 10, 20, 3, 6, 8}, Row{"CacodemonBall", 10, 20, 5, 6, 8},
          Row{"BaronBall", 15, 20, 8, 6, 16}, Row{"RevenantTracer", 10, 0, 10, 11, 8},
          Row{"ArachnotronPlasma", 25, 0, 5, 13, 8}, Row{"FatShot", 20, 0, 8, 6, 8}, Row{"Rocket", 20, 0, 20, 11, 8},
          Row{"PlasmaBall", 25, 0, 5, 13, 8}, Row{"BFGBall", 25, 0, 100, 13, 8}, Row{"SpawnShot", 10, 0, 3, 6, 32},
          Row{"CustomRocket", 20, 0, 20, 0, 8}}) {
        SCOPED_TRACE(row.name);
        const ClassInfo& c = info(row.name);
        EXPECT_EQ(c.speed, row.speed * kUnit);
        EXPECT_EQ(c.fastSpeed, row.fast * kUnit);
        EXPECT_EQ(c.damage, row.damage);
        EXPECT_EQ(c.radius, row.radius * kUnit);
        EXPECT_EQ(c.height, row.height * kUnit);
        EXPECT_TRUE(c.flags.has(Flag::MISSILE));
    }
}

TEST(ClassTable, HoldsItemsWeaponsAndThePlayer) {
    EXPECT_EQ(info("GreenArmor").savePercent, 21846);
    EXPECT_EQ(info("BlueArmor").savePercent, 32768);
    EXPECT_EQ(info("ClipBox").amount, 50);
    EXPECT_EQ(info("Clip").backpackMaxAmount, 400);
    EXPECT_EQ(info("BFG9000").ammoUse[0], 40);
    EXPECT_EQ(info("BFG9000").ammoType[0], table().known.cell);
    EXPECT_EQ(info("Chainsaw").kickback, 0);
    EXPECT_EQ(info("PlasmaRifle").selectionOrder, 100);
    EXPECT_TRUE(info("RocketLauncher").flags.has(Flag::WEAPON_NOAUTOFIRE));
    EXPECT_EQ(info("RadSuit").powerType, table().known.powerIronFeet);
    EXPECT_EQ(info("PowerIronFeet").powerDuration, 2100);
    EXPECT_EQ(info("PowerIronFeet").power, PowerKind::IronFeet);
    EXPECT_EQ(info("BulletPuff").vspeed, kUnit);

    const ClassInfo& player = info("DoomPlayer");
    ASSERT_EQ(player.startItems.size(), 3u);
    EXPECT_EQ(player.startItems[0].item, table().find("Pistol"));
    EXPECT_EQ(player.startItems[2].amount, 50);
    ASSERT_EQ(player.weaponSlots.size(), 10u);
    EXPECT_EQ(player.weaponSlots[1], (std::vector<ClassId>{table().find("Fist"), table().find("Chainsaw")}));
    EXPECT_TRUE(player.weaponSlots[9].empty());
    EXPECT_EQ(player.viewHeight, 41 * kUnit);
}

TEST(ClassTable, AmmoRootsKeepForeignPlaces) {
    const auto& roots = table().ammoRoots;
    ASSERT_EQ(roots.size(), 19u);
    EXPECT_EQ(roots[0], table().known.clip);
    EXPECT_EQ(roots[3], table().known.shell);
    EXPECT_EQ(std::count(roots.begin(), roots.end(), kNoClass), 15);
}

TEST(ClassTable, KnowsNativeKinds) {
    EXPECT_EQ(info("Stimpack").native, NativeKind::Health);
    EXPECT_EQ(info("SuperShotgun").native, NativeKind::Weapon);
    EXPECT_EQ(info("Zombieman").native, NativeKind::Actor);
    EXPECT_EQ(info("Bridge").native, NativeKind::Bridge);
    EXPECT_EQ(info("TeleportDest3").native, NativeKind::TeleportDest);
    EXPECT_TRUE(table().isA(info("ClipBox").id, NativeKind::Inventory));
    EXPECT_TRUE(table().isA(info("ClipBox").id, table().known.clip));
    EXPECT_FALSE(table().isA(info("Clip").id, table().find("ClipBox")));
    EXPECT_FALSE(table().isA(info("Rocket").id, NativeKind::Inventory));
    EXPECT_TRUE(info("Medikit").flags.has(Flag::SPECIAL));
}

TEST(ClassTable, FindsLabelsByPath) {
    const ClassId zombie = info("Zombieman").id;
    const ClassInfo& z = table().info(zombie);
    EXPECT_EQ(table().findLabel(zombie, "spawn", true), z.state(Label::Spawn));
    EXPECT_EQ(table().findLabel(zombie, "XDeath", true), z.state(Label::DeathExtreme));
    EXPECT_EQ(table().findLabel(zombie, "Death.Fire", true), kNoState);
    EXPECT_EQ(table().findLabel(zombie, "Death.Fire", false), z.state(Label::Death));
    EXPECT_EQ(table().findLabel(zombie, "Nonsense", false), kNoState);
    // A label with children only has no state, and a deeper path falls back to it.
    const ClassId fist = info("MarineFist").id;
    EXPECT_EQ(table().info(fist).state(Label::Missile), kNoState);
    EXPECT_NE(table().findLabel(fist, "Missile.Rocket", true), kNoState);
    EXPECT_EQ(table().findLabel(fist, "Missile.Unheard", false), kNoState);
}

TEST(ClassTable, ChainsStates) {
    const ClassInfo& z = info("Zombieman");
    const State& first = table().state(z.state(Label::Spawn));
    EXPECT_EQ(first.sprite, spriteKey("POSS"));
    EXPECT_EQ(first.tics, 10);
    EXPECT_EQ(actionName(first.action), "Look");
    EXPECT_EQ(table().state(first.next).next, z.state(Label::Spawn));

    StateId death = z.state(Label::Death);
    int length = 1;
    while (table().state(death).next != kNoState) {
        death = table().state(death).next;
        ++length;
    }
    EXPECT_EQ(length, 5);
    EXPECT_EQ(table().state(death).tics, -1);
    // A child class without rows of its own shares its parent's.
    EXPECT_EQ(info("Spectre").state(Label::Spawn), info("Demon").state(Label::Spawn));
    EXPECT_TRUE(table().state(info("Demon").state(Label::Melee)).flags & kStateFast);
}

TEST(ClassTable, CompletesActionArguments) {
    const ClassInfo& ball = info("BFGBall");
    const State* spray = nullptr;
    for (StateId s = ball.state(Label::Death); s != kNoState; s = table().state(s).next) {
        if (actionName(table().state(s).action) == "BFGSpray") spray = &table().state(s);
    }
    ASSERT_NE(spray, nullptr);
    ASSERT_EQ(spray->argCount, 7);
    const ActionArg* args = &table().args[static_cast<size_t>(spray->firstArg)];
    EXPECT_EQ(args[0].value, table().find("BFGExtra"));
    EXPECT_EQ(args[1].value, 40);
    EXPECT_EQ(args[5].number, 32.0);
}

TEST(ClassTable, TellsWhatEditorNumbersMean) {
    int32_t player = 0;
    EXPECT_EQ(editorMeaning(3, player), EditorMeaning::PlayerStart);
    EXPECT_EQ(player, 3);
    EXPECT_EQ(editorMeaning(4001, player), EditorMeaning::PlayerStart);
    EXPECT_EQ(player, 5);
    EXPECT_EQ(editorMeaning(11, player), EditorMeaning::DeathmatchStart);
    EXPECT_EQ(editorMeaning(9300, player), EditorMeaning::Nothing);
    EXPECT_EQ(editorMeaning(3004, player), EditorMeaning::Actor);
}

TEST(ClassTable, SealRefusesBrokenTables) {
    ClassTable orphan;
    ClassInfo c;
    c.name = "Orphan";
    c.parent = 3;
    orphan.add(c);
    EXPECT_EQ(orphan.seal().code, StatusCode::BadData);

    ClassTable loose;
    c.parent = kNoClass;
    c.labels.emplace_back("Spawn", 7);
    loose.add(c);
    const Status status = loose.seal();
    EXPECT_EQ(status.code, StatusCode::BadData);
    EXPECT_NE(status.message.find("Orphan"), std::string::npos);
}

TEST(Properties, ReadDecorateText) {
    ClassTable t = builtinClasses(true);
    ClassInfo c;
    const auto set = [&](const char* key, std::vector<std::string> values) { return applyProperty(t, c, key, values); };
    EXPECT_EQ(set("Speed", {"0.7"}), PropertyResult::Ok);
    EXPECT_EQ(c.speed, 45875);
    EXPECT_EQ(set("BounceFactor", {"0.3"}), PropertyResult::Ok);
    EXPECT_EQ(c.bounceFactor, 19660);
    EXPECT_EQ(set("Damage", {"(5)"}), PropertyResult::Ok);
    EXPECT_EQ(c.damage, 5);
    EXPECT_TRUE(c.damageIsExact);
    EXPECT_EQ(set("Powerup.Duration", {"-60"}), PropertyResult::Ok);
    EXPECT_EQ(c.powerDuration, 2100);
    EXPECT_EQ(set("DropItem", {"Clip"}), PropertyResult::Ok);
    EXPECT_EQ(set("DropItem", {"Shell", "128", "2"}), PropertyResult::Ok);
    EXPECT_EQ(c.drops.front().item, t.find("Shell"));
    EXPECT_EQ(set("Inventory.PickupMessage", {"taken"}), PropertyResult::Ok);
    EXPECT_EQ(c.pickupMessage, "taken");
    EXPECT_EQ(set("Speed", {"quick"}), PropertyResult::BadValue);
    EXPECT_EQ(set("Weapon.AmmoType", {"NoSuchClass"}), PropertyResult::BadValue);
    EXPECT_EQ(set("Speeed", {"1"}), PropertyResult::Unknown);
    EXPECT_TRUE(applyFlag(c, "+inventory.alwayspickup"));
    EXPECT_TRUE(c.flags.has(Flag::INVENTORY_ALWAYSPICKUP));
    EXPECT_TRUE(applyFlag(c, "-INVENTORY.ALWAYSPICKUP"));
    EXPECT_FALSE(c.flags.has(Flag::INVENTORY_ALWAYSPICKUP));
    EXPECT_FALSE(applyFlag(c, "+NOTAFLAG"));
    EXPECT_FALSE(applyFlag(c, "+ONMOBJ"));  // a mark of play
}

TEST(Actions, NamesAreKnown) {
    EXPECT_GT(actionByName("a_chase"), 0);
    EXPECT_EQ(actionByName("A_NoSuchAction"), -1);
    EXPECT_GT(actionByName("HealThing"), 0);
    EXPECT_NE(actionFunction(static_cast<uint16_t>(actionByName("HealThing"))), nullptr);
    EXPECT_EQ(actionFunction(0), nullptr);
    double value = 0;
    EXPECT_TRUE(actionConstant("SXF_SETMASTER", value));
    EXPECT_EQ(value, 16.0);
    EXPECT_FALSE(actionConstant("SXF_NOPE", value));
}

TEST(Actions, NoMonsterOrWeaponLacksOne) {
    for (const ClassInfo& c : table().classes) {
        const bool plays = c.flags.has(Flag::ISMONSTER) || c.flags.has(Flag::MISSILE) ||
                           table().isA(c.id, NativeKind::Inventory) || table().isA(c.id, table().known.doomPlayer);
        if (!plays || c.editorNumbers.empty()) continue;
        EXPECT_TRUE(c.missingActions.empty())
            << c.name << " needs A_" << (c.missingActions.empty() ? "" : actionName(c.missingActions[0]));
    }
}

}  // namespace
}  // namespace caco
