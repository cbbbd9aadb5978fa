#include "game/commands.h"

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/trig.h"
#include "game/game.h"
#include "game/text.h"
#include "sim/damage.h"
#include "sim/inventory.h"
#include "sim/missiles.h"
#include "sim/notices.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/settings.h"
#include "sim/sight.h"
#include "sim/spawn.h"
#include "sim/teleport.h"
#include "sim/weapons.h"

namespace caco {
namespace {

using Words = std::vector<std::string_view>;

// What a command works on.
struct Call {
    Game& game;
    World& w;
    Player& p;
    Actor& pawn;
    const Words& words;

    std::string_view word(size_t i) const { return i < words.size() ? words[i] : std::string_view{}; }
    bool has(size_t i) const { return i < words.size(); }
};

Status bad(std::string text) { return Status::error(StatusCode::InvalidArgument, "command: " + std::move(text)); }

bool number(std::string_view text, int32_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

Status amountOf(const Call& c, size_t index, int32_t& out) {
    if (c.has(index) && (!number(c.word(index), out) || out < 1)) {
        return bad(std::string(c.word(index)) + " is no amount; write a number above 0");
    }
    return {};
}

bool isItem(const World& w, ClassId cls) { return cls != kNoClass && w.classes->isA(cls, w.classes->known.inventory); }

Status classOf(const Call& c, size_t index, ClassId& out) {
    if (!c.has(index)) return bad(std::string(c.word(0)) + " needs the name of a class");
    out = c.w.classes->find(c.word(index));
    return out == kNoClass ? bad("there is no class " + std::string(c.word(index))) : Status{};
}

// ---- give, take ----

void giveHealth(const Call& c, int32_t amount) {
    const int32_t health = std::min(amount ? c.pawn.health + std::min(amount, 1000000) : std::max(c.pawn.health, 100), 1000000);
    if (c.pawn.health > 0) c.pawn.health = c.p.health = health;
}

void giveWeapons(const Call& c) {
    for (const auto& slot : c.w.info(c.pawn).weaponSlots) {
        for (const ClassId weapon : slot) {
            if (!findItem(c.w, c.pawn, weapon)) giveInventory(c.w, c.pawn, c.w.info(weapon).name, 1);
        }
    }
}

void giveAmmo(const Call& c) {
    const auto& known = c.w.classes->known;
    for (const ClassId type : {known.clip, known.shell, known.rocketAmmo, known.cell}) {
        Actor* ammo = findItem(c.w, c.pawn, type);
        if (!ammo) {
            giveInventory(c.w, c.pawn, c.w.info(type).name, 1);
            ammo = findItem(c.w, c.pawn, type);
        }
        if (ammo) ammo->item.amount = ammo->item.maxAmount;
    }
}

void giveKeys(const Call& c) {
    for (const char* key : {"BlueCard", "RedCard", "YellowCard", "BlueSkull", "RedSkull", "YellowSkull"}) {
        giveInventory(c.w, c.pawn, key, 1);
    }
}

Status give(const Call& c) {
    if (!c.has(1)) return bad("give needs a name: an item class, or all, health, armor, ammo, weapons, keys, backpack");
    int32_t amount = 1;
    Status status = amountOf(c, 2, amount);
    if (!status.ok()) return status;
    const std::string_view what = c.word(1);
    const bool all = equalsIgnoreCase(what, "all") || equalsIgnoreCase(what, "everything");
    bool known = all;
    const auto is = [&](const char* name) {
        const bool same = all || equalsIgnoreCase(what, name);
        known = known || same;
        return same;
    };
    if (is("health")) giveHealth(c, c.has(2) ? amount : 0);
    if (is("backpack")) giveInventory(c.w, c.pawn, "Backpack", 1);
    if (is("weapons")) giveWeapons(c);
    if (is("ammo")) giveAmmo(c);
    if (is("armor")) giveInventory(c.w, c.pawn, "BlueArmor", 1);
    if (is("keys")) giveKeys(c);
    if (known) return {};
    ClassId cls = kNoClass;
    status = classOf(c, 1, cls);
    if (!status.ok()) return status;
    if (!isItem(c.w, cls)) return bad(std::string(what) + " is no item; summon it");
    giveInventory(c.w, c.pawn, what, amount);
    return {};
}

Status take(const Call& c) {
    if (equalsIgnoreCase(c.word(1), "all")) {
        clearInventory(c.w, c.pawn);
        return {};
    }
    ClassId cls = kNoClass;
    Status status = classOf(c, 1, cls);
    if (!status.ok()) return status;
    const Actor* item = findItem(c.w, c.pawn, cls);
    int32_t amount = item ? item->item.amount : 1;
    status = amountOf(c, 2, amount);
    if (status.ok()) takeInventory(c.w, c.pawn, c.word(1), amount);
    return status;
}

// ---- things ----

Status summon(const Call& c) {
    ClassId cls = kNoClass;
    const Status status = classOf(c, 1, cls);
    if (!status.ok()) return status;
    const ClassInfo& info = c.w.info(cls);
    if (info.flags.has(Flag::MISSILE)) {
        spawnPlayerMissile(c.w, c.pawn, cls, c.pawn.angle);
        return {};
    }
    const Fixed distance = addWrap(addWrap(info.radius, c.pawn.radius), 32 * kUnit);
    Actor* thing = spawnActor(c.w, cls, addWrap(c.pawn.x, mul16(distance, cosine(c.pawn.angle))),
                              addWrap(c.pawn.y, mul16(distance, sine(c.pawn.angle))), c.pawn.z, true);
    if (!thing) return bad("summon: the actor pool is full, or " + info.name + " cannot stand in a map");
    if (!testMobjLocation(c.w, *thing) || !checkSight(c.w, c.pawn, *thing, 0)) {
        clearCounters(c.w, *thing);
        destroyActor(c.w, *thing);
        return Status::error(StatusCode::InvalidState, "command: summon: " + info.name + " does not fit in front of the player");
    }
    thing->angle = c.pawn.angle;
    if (equalsIgnoreCase(c.word(0), "summonfriend")) {
        thing->flags.set(Flag::FRIENDLY);
    }
    return {};
}

Status kill(const Call& c) {
    World& w = c.w;
    if (!c.has(1)) {
        damageActor(w, c.pawn, &c.pawn, &c.pawn, kTelefragDamage, typeOf(DamageType::Suicide), kDamageForced | kDamageThrustless);
        return {};
    }
    ClassId cls = kNoClass;
    const bool monsters = equalsIgnoreCase(c.word(1), "monsters");
    if (!monsters) {
        const Status status = classOf(c, 1, cls);
        if (!status.ok()) return status;
    }
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        Actor& a = w.actors[slot];
        const bool meant = a.alive && a.player < 0 && has(a, Flag::SHOOTABLE) && a.health > 0 &&
                           (monsters ? has(a, Flag::ISMONSTER) : w.classes->isA(a.cls, cls));
        if (meant) damageActor(w, a, nullptr, nullptr, kTelefragDamage, typeOf(DamageType::Massacre));
    }
    return {};
}

Status warp(const Call& c) {
    int32_t at[3] = {};
    for (size_t i = 0; i < 3; ++i) {
        if (i == 2 && !c.has(3)) break;
        if (!number(c.word(i + 1), at[i]) || std::abs(at[i]) > 32767) return bad("warp X Y [Z]: whole map units are needed");
    }
    Fixed to = at[2] * kUnit;
    if (!c.has(3)) {
        const int32_t sector = c.w.level->gameNodes.sectorAt(at[0] * kUnit, at[1] * kUnit);
        to = sector == kNoIndex ? c.pawn.z : c.w.floorAt(sector);
    }
    if (!teleportMove(c.w, c.pawn, at[0] * kUnit, at[1] * kUnit, to, false)) {
        return Status::error(StatusCode::InvalidState, "command: warp: something stands there");
    }
    return {};
}

// ---- the player ----

Status toggle(const Call& c, PlayerCheat cheat) {
    c.p.cheats = static_cast<uint8_t>(c.p.cheats ^ cheat);
    const bool on = (c.p.cheats & cheat) != 0;
    if (cheat == kCheatFly) {
        c.pawn.flags.assign(Flag::FLY, on);
        c.pawn.flags.assign(Flag::NOGRAVITY, on);
    }
    say(c.w, c.pawn.player, NoticeKind::Cheat, on ? "Cheat on" : "Cheat off");
    return {};
}

Status puke(const Call& c) {
    int32_t script = 0;
    int32_t args[4] = {};
    bool ok = number(c.word(1), script);
    for (size_t i = 0; i < 4 && c.has(i + 2); ++i) {
        ok = ok && number(c.word(i + 2), args[i]);
    }
    if (!ok) return bad("puke NUMBER [ARGUMENTS]: whole numbers are needed");
    int32_t result = 0;
    // A negative number starts another instance beside one that runs.
    if (!c.w.hooks->startScript(c.w, &c.pawn, kNoIndex, 0, std::abs(script), 0, args, script < 0, false, result)) {
        return Status::error(StatusCode::InvalidState, "command: puke: script " + std::to_string(std::abs(script)) + " does not exist or runs already");
    }
    return {};
}

Status choose(const Call& c, Actor* item) {
    if (item) c.p.pendingUse = c.w.refOf(item);
    return {};
}

Status slot(const Call& c) {
    int32_t n = 0;
    if (!number(c.word(1), n) || n < 0 || n > 9) return bad("slot needs a number from 0 to 9");
    return choose(c, pickSlotWeapon(c.w, c.p, n));
}

Status useOrDrop(const Call& c) {
    ClassId cls = kNoClass;
    const Status status = classOf(c, 1, cls);
    if (!status.ok()) return status;
    Actor* item = findItem(c.w, c.pawn, cls);
    if (!item) return Status::error(StatusCode::InvalidState, "command: the player has no " + std::string(c.word(1)));
    (equalsIgnoreCase(c.word(0), "use") ? c.p.pendingUse : c.p.pendingDrop) = c.w.refOf(item);
    return {};
}

struct Command {
    const char* name;
    bool cheat;
    Status (*run)(const Call& c);
};
constexpr Command kCommands[] = {
    {"give", true, give},
    {"take", true, take},
    {"summon", true, summon},
    {"summonfriend", true, summon},
    {"kill", true, kill},
    {"god", true, [](const Call& c) { return toggle(c, kCheatGod); }},
    {"buddha", true, [](const Call& c) { return toggle(c, kCheatBuddha); }},
    {"noclip", true, [](const Call& c) { return toggle(c, kCheatNoClip); }},
    {"notarget", true, [](const Call& c) { return toggle(c, kCheatNoTarget); }},
    {"fly", true, [](const Call& c) { return toggle(c, kCheatFly); }},
    {"freeze", true, [](const Call& c) { return toggle(c, kCheatFrozen); }},
    {"infiniteammo", true, [](const Call& c) { return toggle(c, kCheatInfiniteAmmo); }},
    {"warp", true, warp},
    {"puke", true, puke},
    {"use", false, useOrDrop},
    {"drop", false, useOrDrop},
    {"slot", false, slot},
    {"weapnext", false, [](const Call& c) { return choose(c, pickNextWeapon(c.w, c.p, 1)); }},
    {"weapprev", false, [](const Call& c) { return choose(c, pickNextWeapon(c.w, c.p, -1)); }},
    {"centerview", false,
     [](const Call& c) {
         c.p.centering = 1;
         return Status{};
     }},
};

Status setSetting(Game& game, const Setting& setting, std::string_view value) {
    if (value.empty()) return bad(std::string(setting.name) + " needs a value");
    if (!writeSetting(game.rules(), setting, value)) return bad(std::string(value) + " is no value for " + setting.name);
    if (!setting.nextGameOnly) applySettings(game.world(), game.rules());
    return {};
}

Status runOne(Game& game, const Words& words) {
    const bool set = equalsIgnoreCase(words[0], "set") && words.size() > 1;
    const std::string_view name = words[set ? 1 : 0];
    if (const Setting* setting = findSetting(name)) {
        const size_t value = set ? 2 : 1;
        return setSetting(game, *setting, value < words.size() ? words[value] : std::string_view{});
    }
    if (set) return Status::error(StatusCode::Unsupported, "command: this engine has no setting \"" + std::string(name) + "\"");
    World& w = game.world();
    for (const Command& command : kCommands) {
        if (!equalsIgnoreCase(command.name, name)) continue;
        if (command.cheat && game.rules().has(kRuleNoCheats)) {
            return Status::error(StatusCode::InvalidState, "command: " + std::string(name) + ": viz_nocheat forbids it");
        }
        Actor* pawn = pawnOf(w, game.selected());
        if (!pawn || pawn->health <= 0 || w.state->mapEnded) {
            return Status::error(StatusCode::InvalidState, "command: " + std::string(name) + ": the player does not live");
        }
        return command.run({game, w, w.state->player[game.selected()], *pawn, words});
    }
    return Status::error(StatusCode::Unsupported, "command: this engine does not know \"" + std::string(name) + "\"");
}

Words split(std::string_view line) {
    Words words;
    size_t at = 0;
    while ((at = line.find_first_not_of(" \t\r\n\"", at)) != std::string_view::npos) {
        const bool quoted = at > 0 && line[at - 1] == '"';
        const size_t end = std::min(line.find_first_of(quoted ? "\"" : " \t\r\n\"", at), line.size());
        words.push_back(line.substr(at, end - at));
        at = std::min(end + (quoted ? 1 : 0), line.size());
    }
    return words;
}

} // namespace

Status runCommand(Game& game, std::string_view text) {
    while (!text.empty()) {
        const size_t end = std::min(text.find(';'), text.size());
        const Words words = split(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (words.empty()) continue;
        const Status status = runOne(game, words);
        if (!status.ok()) return status;
    }
    return {};
}

} // namespace caco
