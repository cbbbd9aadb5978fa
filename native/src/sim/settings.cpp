#include "sim/settings.h"

#include <cmath>
#include <cstdlib>
#include <string>

#include "base/text.h"

namespace caco {
namespace {

using Kind = Setting::Kind;

constexpr Setting flag(const char* name, RuleFlag f, bool next = false) { return {name, Kind::Flag, f, nullptr, nullptr, nullptr, next}; }
constexpr Setting boolean(const char* name, bool NewGame::* field, bool next) {
    return {name, Kind::Bool, {}, field, nullptr, nullptr, next};
}
constexpr Setting integer(const char* name, int32_t NewGame::* field, Kind kind = Kind::Int) {
    return {name, kind, {}, nullptr, field, nullptr, false};
}
constexpr Setting number(const char* name, float NewGame::* field) { return {name, Kind::Number, {}, nullptr, nullptr, field, false}; }

constexpr Setting kSettings[] = {
    flag("sv_itemrespawn", kRuleItemsRespawn),
    flag("sv_weaponstay", kRuleWeaponsStay),
    flag("sv_forcerespawn", kRuleForceRespawn),
    flag("sv_spawnfarthest", kRuleSpawnFarthest),
    flag("sv_respawnprotect", kRuleRespawnProtect),
    flag("sv_norespawn", kRuleNoRespawn),
    flag("sv_noexit", kRuleNoExit),
    flag("sv_infiniteammo", kRuleInfiniteAmmo),
    flag("sv_nojump", kRuleNoJump),
    flag("sv_nocrouch", kRuleNoCrouch),
    flag("sv_nofreelook", kRuleNoFreelook),
    flag("sv_nohealth", kRuleNoHealth, true),
    flag("sv_noarmor", kRuleNoArmor, true),
    flag("sv_respawnsuper", kRuleRespawnSuper),
    flag("neverswitchonpickup", kRuleNoSwitchOnPickup),
    flag("viz_nocheat", kRuleNoCheats),
    boolean("sv_noautoaim", &NewGame::noAutoAim, false),
    boolean("sv_nomonsters", &NewGame::noMonsters, true),
    boolean("deathmatch", &NewGame::deathmatch, true),
    integer("fraglimit", &NewGame::fragLimit),
    integer("viz_respawn_delay", &NewGame::respawnDelay, Kind::Seconds),
    number("timelimit", &NewGame::timeLimit),
    number("sv_gravity", &NewGame::gravity),
    number("teamdamage", &NewGame::teamDamage),
    integer("sv_aircontrol", &NewGame::airControl, Kind::Control),
};

bool parse(std::string_view text, double& out) {
    if (equalsIgnoreCase(text, "true")) {
        out = 1;
        return true;
    }
    if (equalsIgnoreCase(text, "false")) {
        out = 0;
        return true;
    }
    const std::string copy(text);
    char* end = nullptr;
    out = std::strtod(copy.c_str(), &end);
    return !copy.empty() && end == copy.c_str() + copy.size() && std::isfinite(out) && std::fabs(out) <= 30000;
}

} // namespace

std::span<const Setting> settings() { return kSettings; }

const Setting* findSetting(std::string_view name) {
    for (const Setting& s : kSettings) {
        if (equalsIgnoreCase(s.name, name)) {
            return &s;
        }
    }
    return nullptr;
}

double readSetting(const NewGame& rules, const Setting& s) {
    switch (s.kind) {
        case Kind::Flag: return rules.has(s.flag) ? 1 : 0;
        case Kind::Bool: return rules.*s.boolean ? 1 : 0;
        case Kind::Int: return rules.*s.integer;
        case Kind::Seconds: return rules.*s.integer / 35.0;
        case Kind::Control: return rules.*s.integer / 65536.0;
        case Kind::Number: return static_cast<double>(rules.*s.number);
    }
    return 0;
}

bool writeSetting(NewGame& rules, const Setting& s, std::string_view text) {
    double value = 0;
    if (!parse(text, value)) {
        return false;
    }
    switch (s.kind) {
        case Kind::Flag: rules.flags = value != 0 ? rules.flags | s.flag : rules.flags & ~static_cast<uint32_t>(s.flag); break;
        case Kind::Bool: rules.*s.boolean = value != 0; break;
        case Kind::Int: rules.*s.integer = static_cast<int32_t>(value); break;
        case Kind::Seconds:
            if (value < 0) return false;
            rules.*s.integer = static_cast<int32_t>(std::lround(value * 35));
            break;
        case Kind::Control: rules.*s.integer = static_cast<int32_t>(value * 65536); break;
        case Kind::Number: rules.*s.number = static_cast<float>(value); break;
    }
    return true;
}

void applySettings(World& w, const NewGame& rules) {
    const NewGame before = w.rules;
    for (const Setting& s : kSettings) {
        if (s.nextGameOnly) {
            continue;
        }
        switch (s.kind) {
            case Kind::Flag:
                w.rules.flags = (w.rules.flags & ~static_cast<uint32_t>(s.flag)) | (rules.flags & s.flag);
                break;
            case Kind::Bool: w.rules.*s.boolean = rules.*s.boolean; break;
            case Kind::Number: w.rules.*s.number = rules.*s.number; break;
            default: w.rules.*s.integer = rules.*s.integer; break;
        }
    }
    // A map's script may have set its own; only a change of the setting overrides that.
    if (w.rules.gravity != before.gravity) {
        w.state->gravity = w.rules.gravity;
    }
    if (w.rules.airControl != before.airControl) {
        w.state->airControl = w.rules.airControl;
    }
}

} // namespace caco
