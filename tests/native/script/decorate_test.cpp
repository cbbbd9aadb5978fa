#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "script/decorate.h"
#include "sim/actions.h"
#include "support/wad_builder.h"

namespace caco::test {
namespace {

ClassTable base() { return builtinClasses(false); }

// Parses one text onto the built-in classes; sealed.
Status parse(std::string_view text, ClassTable& table) {
    table = base();
    Status status = parseDecorateText(text, "test.wad: lump DECORATE", table);
    return status.ok() ? table.seal() : status;
}

void expectError(std::string_view text, std::string_view part, int line) {
    ClassTable table;
    const Status status = parse(text, table);
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_NE(status.message.find("test.wad: lump DECORATE"), std::string::npos) << status.message;
    EXPECT_NE(status.message.find(part), std::string::npos) << status.message;
    EXPECT_NE(status.message.find("line " + std::to_string(line) + ":"), std::string::npos) << status.message;
}

// State rows of two tables are compared along their labels: row numbers differ, the runs of states may not.
std::string describeStates(const ClassTable& t, StateId first) {
    std::string out;
    std::vector<StateId> seen;
    for (StateId s = first; s != kNoState; s = t.state(s).next) {
        const auto at = std::find(seen.begin(), seen.end(), s);
        if (at != seen.end()) {
            return out + "back " + std::to_string(at - seen.begin());
        }
        seen.push_back(s);
        const State& state = t.state(s);
        out += t.info(state.owner).name + " " + std::to_string(state.sprite) + " " + std::to_string(state.frame) + " " + std::to_string(state.tics) + "+" +
               std::to_string(state.ticRange) + " f" + std::to_string(state.flags) + " " + std::to_string(state.misc1) + "," + std::to_string(state.misc2) + " " +
               std::string(actionName(state.action));
        for (int i = 0; i < state.argCount; ++i) {
            const ActionArg& a = t.args[static_cast<size_t>(state.firstArg + i)];
            out += " (" + std::to_string(static_cast<int>(a.kind)) + " ";
            switch (a.kind) {
            case ActionArg::Kind::Class: out += a.value == kNoClass ? "none" : t.info(a.value).name; break;
            case ActionArg::Kind::Text: out += t.texts[static_cast<size_t>(a.value)]; break;
            case ActionArg::Kind::Name: out += t.names[static_cast<size_t>(a.value)]; break;
            default: out += std::to_string(a.value) + "/" + std::to_string(a.number); break;
            }
            out += ")";
        }
        out += "; ";
    }
    return out + "end";
}

std::string nameOf(const ClassTable& t, ClassId id) { return id == kNoClass ? "none" : t.info(id).name; }

void expectSameClass(const ClassTable& ta, const ClassInfo& a, const ClassTable& tb, const ClassInfo& b) {
    SCOPED_TRACE(a.name);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(nameOf(ta, a.parent), nameOf(tb, b.parent));
    EXPECT_EQ(a.native, b.native);
    EXPECT_EQ(a.power, b.power);
    EXPECT_EQ(a.editorNumbers, b.editorNumbers);
    EXPECT_EQ(a.spawnId, b.spawnId);
    EXPECT_EQ(std::memcmp(&a.flags, &b.flags, sizeof a.flags), 0);
#define CACO_SAME(field) EXPECT_EQ(a.field, b.field)
    CACO_SAME(health); CACO_SAME(reactionTime); CACO_SAME(mass); CACO_SAME(painChance); CACO_SAME(painThreshold); CACO_SAME(gibHealth);
    CACO_SAME(radius); CACO_SAME(height); CACO_SAME(speed); CACO_SAME(fastSpeed); CACO_SAME(floatSpeed); CACO_SAME(vspeed);
    CACO_SAME(projectilePassHeight); CACO_SAME(deathHeight); CACO_SAME(burnHeight); CACO_SAME(cameraHeight); CACO_SAME(damage);
    CACO_SAME(damageIsExact); CACO_SAME(projectileKickback); CACO_SAME(meleeRange); CACO_SAME(meleeThreshold); CACO_SAME(maxTargetRange);
    CACO_SAME(minMissileChance); CACO_SAME(maxStepHeight); CACO_SAME(maxDropOffHeight); CACO_SAME(gravity); CACO_SAME(friction);
    CACO_SAME(damageFactor); CACO_SAME(radiusDamageFactor); CACO_SAME(pushFactor); CACO_SAME(bounceFactor); CACO_SAME(wallBounceFactor);
    CACO_SAME(bounceCount); CACO_SAME(bounceFlags); CACO_SAME(explosionDamage); CACO_SAME(explosionRadius); CACO_SAME(dontHurtShooter);
    CACO_SAME(meleeDamage); CACO_SAME(missileHeight); CACO_SAME(floatBobPhase); CACO_SAME(renderStyle); CACO_SAME(alpha); CACO_SAME(xScale);
    CACO_SAME(yScale); CACO_SAME(translation); CACO_SAME(amount); CACO_SAME(maxAmount); CACO_SAME(respawnTics); CACO_SAME(backpackAmount);
    CACO_SAME(backpackMaxAmount); CACO_SAME(savePercent); CACO_SAME(saveAmount); CACO_SAME(maxSaveAmount); CACO_SAME(powerDuration);
    CACO_SAME(powerStrength); CACO_SAME(selectionOrder); CACO_SAME(kickback); CACO_SAME(bobSpeed); CACO_SAME(bobRangeX); CACO_SAME(bobRangeY);
    CACO_SAME(yAdjust); CACO_SAME(slotNumber); CACO_SAME(attackZOffset); CACO_SAME(jumpZ); CACO_SAME(viewHeight); CACO_SAME(useRange);
    CACO_SAME(gruntSpeed); CACO_SAME(maxHealth); CACO_SAME(stateCount);
    CACO_SAME(startItems.size()); CACO_SAME(weaponSlots.size());
#undef CACO_SAME
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(a.ammoUse[i], b.ammoUse[i]);
        EXPECT_EQ(a.ammoGive[i], b.ammoGive[i]);
        EXPECT_EQ(a.minSelectionAmmo[i], b.minSelectionAmmo[i]);
        EXPECT_EQ(nameOf(ta, a.ammoType[i]), nameOf(tb, b.ammoType[i]));
    }
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(a.args[i], b.args[i]);
    }
    EXPECT_EQ(ta.names[static_cast<size_t>(a.damageType)], tb.names[static_cast<size_t>(b.damageType)]);
    EXPECT_EQ(ta.names[static_cast<size_t>(a.deathType)], tb.names[static_cast<size_t>(b.deathType)]);
    EXPECT_EQ(ta.names[static_cast<size_t>(a.painType)], tb.names[static_cast<size_t>(b.painType)]);
    EXPECT_EQ(nameOf(ta, a.teleFogSource), nameOf(tb, b.teleFogSource));
    EXPECT_EQ(nameOf(ta, a.teleFogDest), nameOf(tb, b.teleFogDest));
    EXPECT_EQ(nameOf(ta, a.bloodType), nameOf(tb, b.bloodType));
    EXPECT_EQ(nameOf(ta, a.pickupFlash), nameOf(tb, b.pickupFlash));
    EXPECT_EQ(nameOf(ta, a.powerType), nameOf(tb, b.powerType));
    EXPECT_EQ(nameOf(ta, a.sisterWeapon), nameOf(tb, b.sisterWeapon));
    ASSERT_EQ(a.drops.size(), b.drops.size());
    for (size_t i = 0; i < a.drops.size(); ++i) {
        EXPECT_EQ(nameOf(ta, a.drops[i].item), nameOf(tb, b.drops[i].item));
        EXPECT_EQ(a.drops[i].chance, b.drops[i].chance);
        EXPECT_EQ(a.drops[i].amount, b.drops[i].amount);
    }
    auto labels = [](const ClassTable& t, const ClassInfo& c) {
        std::vector<std::string> out;
        for (const auto& [name, state] : c.labels) {
            out.push_back(name + ": " + describeStates(t, state));
        }
        std::sort(out.begin(), out.end());
        return out;
    };
    EXPECT_EQ(labels(ta, a), labels(tb, b));
}

TEST(Decorate, ScenarioClassesEqualTheFigures) {
    const std::string shared = sharedFolder();
    if (shared.empty()) {
        GTEST_SKIP() << "shared scenario archives are absent";
    }
    ClassTable figures = builtinClasses(true);
    ASSERT_TRUE(figures.seal().ok());
    const size_t builtins = base().classes.size();
    if (figures.classes.size() == builtins) {
        GTEST_SKIP() << "the figures hold no scenario classes";
    }
    std::vector<std::string> compared;
    for (const char* file : {"vizdoom/cig.wad", "vizdoom/deathmatch.wad", "vizdoom/defend_the_center.wad", "vizdoom/health_gathering_supreme.wad",
                             "vizdoom/rocket_basic.wad", "battle/battle.wad", "battle/battle2.wad", "battle/D2_navigation.wad", "battle/D3_battle.wad",
                             "battle/D4_battle2.wad"}) {
        SCOPED_TRACE(file);
        ArchiveSet archives;
        ASSERT_TRUE(archives.addFile(shared + "/data/scenarios/" + file).ok());
        ClassTable table = base();
        Status status = parseDecorate(archives, table);
        ASSERT_TRUE(status.ok()) << status.message;
        status = table.seal();
        ASSERT_TRUE(status.ok()) << status.message;
        ASSERT_GT(table.classes.size(), builtins);
        for (size_t i = builtins; i < table.classes.size(); ++i) {
            const ClassId same = figures.find(table.classes[i].name);
            ASSERT_NE(same, kNoClass) << table.classes[i].name;
            expectSameClass(table, table.classes[i], figures, figures.info(same));
            compared.push_back(table.classes[i].name);
        }
    }
    for (size_t i = builtins; i < figures.classes.size(); ++i) {
        EXPECT_NE(std::find(compared.begin(), compared.end(), figures.classes[i].name), compared.end()) << figures.classes[i].name << " is in no archive";
    }
}

TEST(Decorate, PropertiesFlagsAndInheritance) {
    ClassTable t;
    const Status status = parse(R"(
// A comment
const int Big = 400;
enum { First, Second = 7, Third };
actor BigImp : DoomImp replaces DoomImp 12000
{
  Health Big /* a constant */
  Speed 12.5
  Scale 2
  PainChance Third
  -SOLID
  +NOGRAVITY +FLOAT
  DropItem "Clip", 128
  DropItem "Shell" 255 4
  Args 1, 2, 3
  Game Doom
  Obituary "text with // no comment and \"quotes\""
}
ACTOR Small : BigImp { Skip_Super Damage (6) RenderStyle Add DropItem "Medikit" }
ACTOR MyGun : DoomWeapon { +NOAUTOFIRE +INVENTORY.UNDROPPABLE Weapon.AmmoType "Cell" Weapon.AmmoUse1 3 }
ACTOR MyPower : PowerupGiver { Powerup.Type "Strength" Powerup.Duration -30 }
)",
                                t);
    ASSERT_TRUE(status.ok()) << status.message;
    const ClassInfo& imp = t.info(t.find("bigimp"));
    EXPECT_EQ(imp.name, "BigImp");
    EXPECT_EQ(imp.health, 400);
    EXPECT_EQ(imp.speed, 12 * kUnit + kUnit / 2);
    EXPECT_EQ(imp.xScale, 2 * kUnit);
    EXPECT_EQ(imp.painChance, 8);
    EXPECT_FALSE(imp.flags.has(Flag::SOLID));
    EXPECT_TRUE(imp.flags.has(Flag::FLOAT));
    EXPECT_TRUE(imp.flags.has(Flag::ISMONSTER));
    EXPECT_EQ(imp.mass, t.info(t.find("DoomImp")).mass);
    EXPECT_EQ(imp.state(Label::See), t.info(t.find("DoomImp")).state(Label::See));
    EXPECT_EQ(t.findEditor(12000), imp.id);
    EXPECT_EQ(t.replacement[static_cast<size_t>(t.find("DoomImp"))], imp.id);
    ASSERT_EQ(imp.drops.size(), 2u);
    EXPECT_EQ(t.info(imp.drops[0].item).name, "Shell");
    EXPECT_EQ(imp.drops[0].amount, 4);
    EXPECT_EQ(imp.drops[1].chance, 128);
    EXPECT_EQ(imp.args[2], 3);
    const ClassInfo& small = t.info(t.find("Small"));
    EXPECT_EQ(small.health, 1000);
    EXPECT_FALSE(small.flags.has(Flag::ISMONSTER));
    EXPECT_TRUE(small.damageIsExact);
    EXPECT_EQ(small.damage, 6);
    EXPECT_EQ(small.renderStyle, RenderStyle::Add);
    EXPECT_EQ(small.drops.size(), 1u);
    const ClassInfo& gun = t.info(t.find("MyGun"));
    EXPECT_TRUE(gun.flags.has(Flag::WEAPON_NOAUTOFIRE));
    EXPECT_TRUE(gun.flags.has(Flag::INVENTORY_UNDROPPABLE));
    EXPECT_EQ(gun.native, NativeKind::Weapon);
    EXPECT_EQ(gun.ammoUse[0], 3);
    const ClassInfo& power = t.info(t.find("MyPower"));
    EXPECT_EQ(power.powerType, t.find("PowerStrength"));
    EXPECT_EQ(power.powerDuration, 1050);
}

TEST(Decorate, StatesAndLabels) {
    ClassTable t;
    const Status status = parse(R"(
ACTOR Blinker : DoomImp
{
  States
  {
  Spawn:
  Idle:
    TROO AB 10 Bright
    "####" "#" 5
    Loop
  See:
    Goto Super::See+2
  Pain:
    TROO A random(3, 8) Fast Offset(4, -6) A_Pain
    TROO [\] -7 A_Jump(128, "See", 1)
    TROO A 1 A_SpawnItemEx("Later", random[Mine](1, 4), 0, 8, 0, 0, 0, 0, SXF_NOCHECKPOSITION|SXF_TRANSFERPOINTERS)
  Melee:
    Goto Pain
  Missile:
    Stop
  XDeath:
    TROO B 3
    Wait
  Death.Fire:
    TROO C 2
    Goto Death+1
  Last:
    TROO D 1
  }
}
ACTOR Later {}
)",
                                t);
    ASSERT_TRUE(status.ok()) << status.message;
    const ClassInfo& c = t.info(t.find("Blinker"));
    const ClassInfo& imp = t.info(t.find("DoomImp"));
    const StateId s = c.firstState;
    EXPECT_EQ(c.stateCount, 3 + 1 + 3 + 1 + 1 + 1 + 1);
    EXPECT_EQ(c.state(Label::Spawn), s);
    EXPECT_EQ(c.state(Label::Idle), s);
    EXPECT_EQ(t.state(s).flags, kStateBright);
    EXPECT_EQ(t.state(s + 1).frame, 1);
    EXPECT_EQ(t.state(s + 2).sprite, kKeepSprite);
    EXPECT_EQ(t.state(s + 2).frame, kKeepFrame);
    EXPECT_EQ(t.state(s + 2).next, s);
    EXPECT_EQ(c.state(Label::See), imp.state(Label::See) + 2);
    const State& pain = t.state(c.state(Label::Pain));
    EXPECT_EQ(pain.tics, 3);
    EXPECT_EQ(pain.ticRange, 5);
    EXPECT_EQ(pain.misc1, 4);
    EXPECT_EQ(pain.misc2, -6);
    EXPECT_EQ(t.state(s + 4).frame, 26);
    EXPECT_EQ(t.state(s + 5).frame, 27);
    EXPECT_EQ(t.state(s + 6).frame, 28);
    EXPECT_EQ(t.state(s + 6).tics, -1);
    const State& item = t.state(s + 7);
    EXPECT_EQ(t.args[static_cast<size_t>(item.firstArg)].value, t.find("Later"));
    const ActionArg& random = t.args[static_cast<size_t>(item.firstArg) + 1];
    EXPECT_EQ(random.kind, ActionArg::Kind::Random);
    EXPECT_EQ(random.value, 1);
    EXPECT_EQ(random.high, 4);
    EXPECT_EQ(random.stream, kBuiltinStreams);
    EXPECT_EQ(t.extraStreams, (std::vector<std::string>{"Mine"}));
    EXPECT_EQ(item.next, c.state(Label::Pain)) << "the open state before the label follows its goto";
    EXPECT_EQ(c.state(Label::Melee), c.state(Label::Pain));
    EXPECT_EQ(c.state(Label::Missile), kNoState);
    const StateId death = c.state(Label::DeathExtreme);
    EXPECT_EQ(t.state(death).next, death);
    EXPECT_EQ(t.state(c.state(Label::DeathFire)).next, imp.state(Label::Death) + 1);
    EXPECT_EQ(t.state(s + c.stateCount - 1).next, s) << "the last state goes on at the first";
    EXPECT_EQ(t.info(t.find("Later")).health, 1000);
}

TEST(Decorate, ErrorsNameLineAndToken) {
    expectError("actor A : Nobody\n{\n}", "Nobody", 1);
    expectError("actor A\n{\n  Wings 2\n}", "Wings", 3);
    expectError("actor A\n{\n  +FLYING\n}", "FLYING", 3);
    expectError("actor A\n{\n  Health lots\n}", "lots", 3);
    expectError("actor A\n{\n  States\n  {\n  Spawn:\n    TROO A 5 A_Dance\n  }\n}", "A_Dance", 6);
    expectError("actor A\n{\n  States\n  {\n  Spawn:\n    TRO A 5\n  }\n}", "TRO", 6);
    expectError("actor A\n{\n  States\n  {\n  Spawn:\n    TROO A\n    Stop\n  }\n}", "Stop", 7);
    expectError("actor A\n{\n  States\n  {\n  Spawn:\n    TROO A 5\n    Goto Nowhere\n  }\n}", "Nowhere", 7);
    expectError("actor A\n{\n  States\n  {\n  Spawn:\n    TROO A 5 A_Explode(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)\n  }\n}", "A_Explode", 6);
    expectError("actor A\n{\n  States\n  {\n    Stop\n  }\n}", "no state", 5);
    expectError("actor A\n{\n  States\n  {\n  Spawn:\n  }\n}", "Spawn", 1);
    expectError("actor A {}\nactor A {}", "twice", 2);
    expectError("actor A\n{\n  Health 5\n", "end of text", 4);
    expectError("pickup Thing {}", "pickup", 1);
    expectError("actor A\n{\n  var int user_x;\n}", "var", 3);
    expectError("#include \"MORE\"", "MORE", 1);
    expectError("actor A replaces Nobody\n{\n}", "Nobody", 1);
    expectError("actor A { States {\nSpawn:\nTROO A 1 A_SpawnItem(\"NoSuchClass\")\nstop } }", "NoSuchClass", 3);
    expectError("actor A { States { Spawn: TROO A 1 Bright stop } }", "stop", 1);
}

TEST(Decorate, ReadsLumpsInOrderAndIncludes) {
    WadBuilder wad;
    wad.add("MORE", "actor Second : First {}");
    wad.add("DECORATE", "actor First 5000 {}\n#include \"MORE\"");
    wad.add("DECORATE", "actor Third : Second {}");
    ArchiveSet archives;
    ASSERT_TRUE(archives.addMemory(wad.build(), "a.wad").ok());
    ClassTable t = base();
    const Status status = parseDecorate(archives, t);
    ASSERT_TRUE(status.ok()) << status.message;
    ASSERT_TRUE(t.seal().ok());
    EXPECT_TRUE(t.isA(t.find("Third"), t.find("First")));
    EXPECT_EQ(t.findEditor(5000), t.find("First"));

    WadBuilder loop;
    loop.add("DECORATE", "#include \"DECORATE\"");
    ArchiveSet looping;
    ASSERT_TRUE(looping.addMemory(loop.build(), "b.wad").ok());
    ClassTable other = base();
    EXPECT_FALSE(parseDecorate(looping, other).ok());
}

// Damaged text: an error or a table that seals.
TEST(Decorate, ActionsWithoutFiguresAreNamedWithTheirPlace) {
    ClassTable t = base();
    const size_t before = t.loadReports.size();
    const Status status = parseDecorateText("actor Popper : DoomImp\n{\n  States {\n  Spawn:\n    TROO A 5 A_Look\n    TROO B 5 A_SpawnItemEx(\"Clip\")\n    Loop\n  } }\n",
                                            "test.wad: lump DECORATE", t);
    ASSERT_TRUE(status.ok()) << status.message;
    ASSERT_EQ(t.loadReports.size(), before + 1);
    const std::string& report = t.loadReports.back();
    EXPECT_NE(report.find("test.wad: lump DECORATE: line 6: \"A_SpawnItemEx\""), std::string::npos) << report;
    EXPECT_NE(report.find("Popper"), std::string::npos) << report;
}

TEST(Decorate, DamagedTextNeverBreaks) {
    const std::string good = R"(
const int Big = 400;
actor BigImp : DoomImp replaces Demon 12000 {
  Health Big Speed 12.5 -SOLID DropItem "Clip", 128 Args 1, 2, 3
  States {
  Spawn: TROO AB 10 Bright A_Look
    Loop
  See: Goto Super::See+2
  Pain: TROO A random(3, 8) Offset(4, -6) A_Jump(128, "See", 1)
    Goto Pain+1
  Melee: Goto Pain
  Death: TROO B 3 A_SpawnItemEx("BigImp", random[Mine](1, 4), 0, 8, 0, 0, 0, 0, 1|2)
    Stop
  } }
)";
    {
        ClassTable t = base();
        const Status status = parseDecorateText(good, "fuzz", t);
        ASSERT_TRUE(status.ok()) << status.message;
    }
    const ClassTable clean = base();
    auto attempt = [&](std::string_view text) {
        ClassTable t = clean;
        if (parseDecorateText(text, "fuzz", t).ok()) {
            (void)t.seal();
        }
    };
    for (size_t length = 0; length <= good.size(); ++length) {
        attempt(std::string_view(good).substr(0, length));
    }
    TestRandom random(5);
    constexpr std::string_view kMarks = "{}():;,+-\"\\#|/*\n .019AZaz_[]";
    for (int i = 0; i < 1500; ++i) {
        std::string text = good;
        for (uint32_t n = 1 + random.below(5); n > 0; --n) {
            const size_t at = random.below(static_cast<uint32_t>(text.size()));
            switch (random.below(3)) {
            case 0: text[at] = static_cast<char>(random.below(256)); break;
            case 1: text.insert(at, 1, kMarks[random.below(static_cast<uint32_t>(kMarks.size()))]); break;
            default: text.erase(at, 1 + random.below(6)); break;
            }
        }
        attempt(text);
    }
}

} // namespace
} // namespace caco::test
