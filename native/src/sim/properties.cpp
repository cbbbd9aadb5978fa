#include "sim/properties.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
namespace caco {
namespace {

bool parseNumber(const std::string& text, double& out) {
    char* end = nullptr;
    out = std::strtod(text.c_str(), &end);
    return end != text.c_str() && *end == 0;
}

enum class Kind : uint8_t { Int, Fixed, Class, Name };

struct Field {
    std::string_view key;
    Kind kind;
    int32_t ClassInfo::*member;
};

constexpr Field kFields[] = {
    {"health", Kind::Int, &ClassInfo::health},
    {"reactiontime", Kind::Int, &ClassInfo::reactionTime},
    {"mass", Kind::Int, &ClassInfo::mass},
    {"painchance", Kind::Int, &ClassInfo::painChance},
    {"painthreshold", Kind::Int, &ClassInfo::painThreshold},
    {"gibhealth", Kind::Int, &ClassInfo::gibHealth},
    {"radius", Kind::Fixed, &ClassInfo::radius},
    {"height", Kind::Fixed, &ClassInfo::height},
    {"speed", Kind::Fixed, &ClassInfo::speed},
    {"fastspeed", Kind::Fixed, &ClassInfo::fastSpeed},
    {"floatspeed", Kind::Fixed, &ClassInfo::floatSpeed},
    {"vspeed", Kind::Fixed, &ClassInfo::vspeed},
    {"projectilepassheight", Kind::Fixed, &ClassInfo::projectilePassHeight},
    {"deathheight", Kind::Fixed, &ClassInfo::deathHeight},
    {"burnheight", Kind::Fixed, &ClassInfo::burnHeight},
    {"cameraheight", Kind::Fixed, &ClassInfo::cameraHeight},
    {"damagetype", Kind::Name, &ClassInfo::damageType},
    {"deathtype", Kind::Name, &ClassInfo::deathType},
    {"paintype", Kind::Name, &ClassInfo::painType},
    {"projectilekickback", Kind::Int, &ClassInfo::projectileKickback},
    {"meleerange", Kind::Fixed, &ClassInfo::meleeRange},
    {"meleethreshold", Kind::Fixed, &ClassInfo::meleeThreshold},
    {"maxtargetrange", Kind::Fixed, &ClassInfo::maxTargetRange},
    {"minmissilechance", Kind::Int, &ClassInfo::minMissileChance},
    {"maxstepheight", Kind::Fixed, &ClassInfo::maxStepHeight},
    {"maxdropoffheight", Kind::Fixed, &ClassInfo::maxDropOffHeight},
    {"gravity", Kind::Fixed, &ClassInfo::gravity},
    {"friction", Kind::Fixed, &ClassInfo::friction},
    {"damagefactor", Kind::Fixed, &ClassInfo::damageFactor},
    {"radiusdamagefactor", Kind::Fixed, &ClassInfo::radiusDamageFactor},
    {"pushfactor", Kind::Fixed, &ClassInfo::pushFactor},
    {"bouncefactor", Kind::Fixed, &ClassInfo::bounceFactor},
    {"wallbouncefactor", Kind::Fixed, &ClassInfo::wallBounceFactor},
    {"bouncecount", Kind::Int, &ClassInfo::bounceCount},
    {"explosiondamage", Kind::Int, &ClassInfo::explosionDamage},
    {"explosionradius", Kind::Int, &ClassInfo::explosionRadius},
    {"meleedamage", Kind::Int, &ClassInfo::meleeDamage},
    {"missileheight", Kind::Fixed, &ClassInfo::missileHeight},
    {"floatbobphase", Kind::Int, &ClassInfo::floatBobPhase},
    {"alpha", Kind::Fixed, &ClassInfo::alpha},
    {"xscale", Kind::Fixed, &ClassInfo::xScale},
    {"yscale", Kind::Fixed, &ClassInfo::yScale},
    {"translation", Kind::Int, &ClassInfo::translation},
    {"telefogsourcetype", Kind::Class, &ClassInfo::teleFogSource},
    {"telefogdesttype", Kind::Class, &ClassInfo::teleFogDest},
    {"bloodtype", Kind::Class, &ClassInfo::bloodType},
    {"spawnid", Kind::Int, &ClassInfo::spawnId},
    {"inventory.amount", Kind::Int, &ClassInfo::amount},
    {"inventory.maxamount", Kind::Int, &ClassInfo::maxAmount},
    {"inventory.respawntics", Kind::Int, &ClassInfo::respawnTics},
    {"inventory.pickupflash", Kind::Class, &ClassInfo::pickupFlash},
    {"ammo.backpackamount", Kind::Int, &ClassInfo::backpackAmount},
    {"ammo.backpackmaxamount", Kind::Int, &ClassInfo::backpackMaxAmount},
    {"armor.saveamount", Kind::Int, &ClassInfo::saveAmount},
    {"armor.maxsaveamount", Kind::Int, &ClassInfo::maxSaveAmount},
    {"powerup.type", Kind::Class, &ClassInfo::powerType},
    {"powerup.strength", Kind::Fixed, &ClassInfo::powerStrength},
    {"weapon.selectionorder", Kind::Int, &ClassInfo::selectionOrder},
    {"weapon.kickback", Kind::Int, &ClassInfo::kickback},
    {"weapon.sisterweapon", Kind::Class, &ClassInfo::sisterWeapon},
    {"weapon.bobspeed", Kind::Fixed, &ClassInfo::bobSpeed},
    {"weapon.bobrangex", Kind::Fixed, &ClassInfo::bobRangeX},
    {"weapon.bobrangey", Kind::Fixed, &ClassInfo::bobRangeY},
    {"weapon.yadjust", Kind::Fixed, &ClassInfo::yAdjust},
    {"weapon.slotnumber", Kind::Int, &ClassInfo::slotNumber},
    {"player.attackzoffset", Kind::Fixed, &ClassInfo::attackZOffset},
    {"player.jumpz", Kind::Fixed, &ClassInfo::jumpZ},
    {"player.viewheight", Kind::Fixed, &ClassInfo::viewHeight},
    {"player.userange", Kind::Fixed, &ClassInfo::useRange},
    {"player.gruntspeed", Kind::Fixed, &ClassInfo::gruntSpeed},
    {"player.maxhealth", Kind::Int, &ClassInfo::maxHealth},
};

constexpr std::string_view kCosmetic[] = {"seesound",
                                          "attacksound",
                                          "painsound",
                                          "deathsound",
                                          "activesound",
                                          "meleesound",
                                          "bouncesound",
                                          "wallbouncesound",
                                          "crushpainsound",
                                          "obituary",
                                          "hitobituary",
                                          "tag",
                                          "decal",
                                          "stencilcolor",
                                          "inventory.usesound",
                                          "inventory.pickupsound",
                                          "inventory.icon",
                                          "inventory.althudicon",
                                          "inventory.interhubamount",
                                          "inventory.givequest",
                                          "health.lowmessage",
                                          "weapon.readysound",
                                          "weapon.upsound",
                                          "weapon.slotpriority",
                                          "player.soundclass",
                                          "player.displayname",
                                          "player.crouchsprite",
                                          "player.colorrange",
                                          "player.damagescreencolor",
                                          "player.fallingscreamspeed",
                                          "player.flechettetype",
                                          "player.aircapacity",
                                          "powerup.color",
                                          "powerup.colormap",
                                          "powerup.mode",
                                          "weaveindexxy",
                                          "weaveindexz",
                                          "designatedteam",
                                          "ripperlevel",
                                          "riplevelmin",
                                          "riplevelmax",
                                          "puzzleitem.failmessage"};

bool intValue(const std::string& text, int32_t& out) {
    double number = 0;
    if (!parseNumber(text, number)) return false;
    out = wrap32(static_cast<int64_t>(std::clamp(number, -9.2e18, 9.2e18)));
    return true;
}
bool fixedValue(const std::string& text, int32_t& out) {
    double number = 0;
    if (!parseNumber(text, number)) return false;
    out = decorateFixed(number);
    return true;
}
bool classValue(const ClassTable& table, const std::string& text, int32_t& out) {
    out = kNoClass;
    if (text.empty() || equalsIgnoreCase(text, "none")) return true;
    out = table.find(text);
    return out != kNoClass;
}

bool fieldValue(ClassTable& table, Kind kind, const std::string& text, int32_t& out) {
    switch (kind) {
        case Kind::Int:
            return intValue(text, out);
        case Kind::Fixed:
            return fixedValue(text, out);
        case Kind::Class:
            return classValue(table, text, out);
        case Kind::Name:
            out = table.intern(text);
            return true;
    }
    return false;
}

PropertyResult result(bool ok) {
    return ok ? PropertyResult::Ok : PropertyResult::BadValue;
}

bool renderStyle(std::string_view name, RenderStyle& out) {
    struct Entry {
        std::string_view name;
        RenderStyle style;
    };
    static constexpr Entry kStyles[] = {{"None", RenderStyle::None},
                                        {"Normal", RenderStyle::Normal},
                                        {"Fuzzy", RenderStyle::Fuzzy},
                                        {"SoulTrans", RenderStyle::SoulTrans},
                                        {"OptFuzzy", RenderStyle::OptFuzzy},
                                        {"Stencil", RenderStyle::Stencil},
                                        {"Translucent", RenderStyle::Translucent},
                                        {"Add", RenderStyle::Add},
                                        {"Additive", RenderStyle::Add},
                                        {"Shaded", RenderStyle::Shaded},
                                        {"Shadow", RenderStyle::Shadow},
                                        {"TranslucentStencil", RenderStyle::TranslucentStencil},
                                        {"Subtract", RenderStyle::Subtract}};
    for (const Entry& e : kStyles) {
        if (equalsIgnoreCase(e.name, name)) {
            out = e.style;
            return true;
        }
    }
    return false;
}

bool bounceType(std::string_view name, ClassInfo& info) {
    constexpr uint32_t kAll = kBounceWalls | kBounceFloors | kBounceCeilings | kBounceActors;
    struct Entry {
        std::string_view name;
        uint32_t flags;
    };
    static constexpr Entry kTypes[] = {{"None", 0},
                                       {"Doom", kAll | kBounceAutoOff},
                                       {"DoomCompat", kAll | kBounceAutoOff},
                                       {"Heretic", kBounceFloors | kBounceCeilings | kBounceHeretic},
                                       {"HereticCompat", kBounceFloors | kBounceCeilings | kBounceHeretic},
                                       {"Hexen", kAll},
                                       {"HexenCompat", kAll},
                                       {"Grenade", kBounceMbf | kAll | kBounceAutoOff},
                                       {"Classic", kBounceMbf | kBounceFloors | kBounceCeilings}};
    for (const Entry& e : kTypes) {
        if (equalsIgnoreCase(e.name, name)) {
            info.bounceFlags = e.flags;
            if (e.flags & kBounceActors) info.flags.set(Flag::CANPASS);
            return true;
        }
    }
    return false;
}

// Damage 3 rolls dice, Damage (3) does not.
bool damageValue(const std::string& text, ClassInfo& info) {
    std::string number = text;
    info.damageIsExact = !number.empty() && number.front() == '(';
    if (info.damageIsExact)
        number = number.substr(1, number.find(')') == std::string::npos ? std::string::npos : number.find(')') - 1);
    return intValue(number, info.damage);
}

bool dropItem(const ClassTable& table, std::span<const std::string> v, DropItem& out) {
    out = {kNoClass, 255, -1};
    if (!classValue(table, v[0], out.item)) return false;
    if (v.size() > 1 && !intValue(v[1], out.chance)) return false;
    return v.size() < 3 || intValue(v[2], out.amount);
}

bool weaponSlot(const ClassTable& table, std::span<const std::string> v, ClassInfo& info) {
    int32_t slot = 0;
    if (!intValue(v[0], slot) || slot < 0 || slot > 9) return false;
    info.weaponSlots.resize(10);
    auto& list = info.weaponSlots[static_cast<size_t>(slot)];
    list.clear();
    for (size_t i = 1; i < v.size(); ++i) {
        int32_t cls = kNoClass;
        if (!classValue(table, v[i], cls)) return false;
        list.push_back(cls);
    }
    return true;
}

bool moveFactors(std::span<const std::string> v, Fixed out[2]) {
    if (!fixedValue(v[0], out[0])) return false;
    out[1] = out[0];
    return v.size() < 2 || fixedValue(v[1], out[1]);
}

// Properties that are more than one number; Unknown when `key` is none of them.
PropertyResult applySpecial(ClassTable& table, ClassInfo& info, std::string_view key, std::span<const std::string> v) {
    if (equalsIgnoreCase(key, "damage")) return result(damageValue(v[0], info));
    if (equalsIgnoreCase(key, "renderstyle")) return result(renderStyle(v[0], info.renderStyle));
    if (equalsIgnoreCase(key, "bouncetype")) return result(bounceType(v[0], info));
    if (equalsIgnoreCase(key, "inventory.pickupmessage")) {
        info.pickupMessage = v[0];
        return PropertyResult::Ok;
    }
    if (equalsIgnoreCase(key, "donthurtshooter")) {
        info.dontHurtShooter = true;
        return PropertyResult::Ok;
    }
    if (equalsIgnoreCase(key, "scale")) {
        const bool ok = fixedValue(v[0], info.xScale);
        info.yScale = info.xScale;
        return result(ok);
    }
    if (equalsIgnoreCase(key, "args")) {
        for (size_t i = 0; i < 5; ++i) {
            if (i < v.size() && !intValue(v[i], info.args[i])) return PropertyResult::BadValue;
        }
        info.flags.set(Flag::ARGSDEFINED);
        return PropertyResult::Ok;
    }
    if (equalsIgnoreCase(key, "dropitem")) {
        DropItem item{};
        if (!dropItem(table, v, item)) return PropertyResult::BadValue;
        info.drops.insert(info.drops.begin(), item);  // the newest is processed first
        return PropertyResult::Ok;
    }
    if (equalsIgnoreCase(key, "armor.savepercent")) {
        Fixed percent = 0;
        if (!fixedValue(v[0], percent)) return PropertyResult::BadValue;
        info.savePercent = std::clamp(percent, 0, 100 * kUnit) / 100;
        return PropertyResult::Ok;
    }
    if (equalsIgnoreCase(key, "powerup.duration")) {
        if (!intValue(v[0], info.powerDuration)) return PropertyResult::BadValue;
        if (info.powerDuration < 0) info.powerDuration = mulWrap(negWrap(info.powerDuration), kTicRate);
        return PropertyResult::Ok;
    }
    struct Indexed {
        std::string_view key;
        int32_t (ClassInfo::*member)[2];
        int index;
        bool isClass;
    };
    static constexpr Indexed kIndexed[] = {{"weapon.ammouse", &ClassInfo::ammoUse, 0, false},
                                           {"weapon.ammouse1", &ClassInfo::ammoUse, 0, false},
                                           {"weapon.ammouse2", &ClassInfo::ammoUse, 1, false},
                                           {"weapon.ammogive", &ClassInfo::ammoGive, 0, false},
                                           {"weapon.ammogive1", &ClassInfo::ammoGive, 0, false},
                                           {"weapon.ammogive2", &ClassInfo::ammoGive, 1, false},
                                           {"weapon.ammotype", &ClassInfo::ammoType, 0, true},
                                           {"weapon.ammotype1", &ClassInfo::ammoType, 0, true},
                                           {"weapon.ammotype2", &ClassInfo::ammoType, 1, true},
                                           {"weapon.minselectionammo1", &ClassInfo::minSelectionAmmo, 0, false},
                                           {"weapon.minselectionammo2", &ClassInfo::minSelectionAmmo, 1, false}};
    for (const Indexed& e : kIndexed) {
        if (!equalsIgnoreCase(e.key, key)) continue;
        int32_t& field = (info.*e.member)[e.index];
        return result(e.isClass ? classValue(table, v[0], field) : intValue(v[0], field));
    }
    if (equalsIgnoreCase(key, "weapon.defaultkickback")) {
        info.kickback = 100;
        return PropertyResult::Ok;
    }
    if (equalsIgnoreCase(key, "player.startitem")) {
        StartItem item{kNoClass, 1};
        if (!classValue(table, v[0], item.item) || (v.size() > 1 && !intValue(v[1], item.amount)))
            return PropertyResult::BadValue;
        info.startItems.push_back(item);
        return PropertyResult::Ok;
    }
    if (equalsIgnoreCase(key, "player.weaponslot")) return result(weaponSlot(table, v, info));
    if (equalsIgnoreCase(key, "player.forwardmove")) return result(moveFactors(v, info.forwardMove));
    if (equalsIgnoreCase(key, "player.sidemove")) return result(moveFactors(v, info.sideMove));
    return PropertyResult::Unknown;
}

}  // namespace

Fixed decorateFixed(double number) {
    const double scaled = static_cast<double>(static_cast<float>(number)) * 65536.0;
    return wrap32(static_cast<int64_t>(std::clamp(scaled, -9.0e18, 9.0e18)));
}

PropertyResult applyProperty(ClassTable& table, ClassInfo& info, std::string_view key,
                             std::span<const std::string> values) {
    static const std::string kNothing[1];
    const std::span<const std::string> v = values.empty() ? std::span<const std::string>(kNothing) : values;
    for (const Field& f : kFields) {
        if (!equalsIgnoreCase(f.key, key)) continue;
        int32_t value = 0;
        if (!fieldValue(table, f.kind, v[0], value)) return PropertyResult::BadValue;
        info.*f.member = value;
        return PropertyResult::Ok;
    }
    const PropertyResult special = applySpecial(table, info, key, v);
    if (special != PropertyResult::Unknown) return special;
    const bool cosmetic =
        std::any_of(std::begin(kCosmetic), std::end(kCosmetic), [&](std::string_view c) { return equalsIgnoreCase(c, key); });
    return cosmetic ? PropertyResult::Cosmetic : PropertyResult::Unknown;
}

bool applyFlag(ClassInfo& info, std::string_view signedName) {
    if (signedName.size() < 2) return false;
    Flag flag{};
    if (!flagByName(signedName.substr(1), flag)) return false;
    info.flags.assign(flag, signedName[0] == '+');
    return signedName[0] == '+' || signedName[0] == '-';
}

bool applyCombo(ClassInfo& info, std::string_view word) {
    static constexpr Flag kMonster[] = {Flag::SHOOTABLE,      Flag::COUNTKILL, Flag::SOLID,     Flag::CANPUSHWALLS,
                                        Flag::ACTIVATEMCROSS, Flag::CANPASS,   Flag::ISMONSTER, Flag::CANUSEWALLS};
    static constexpr Flag kProjectile[] = {Flag::NOBLOCKMAP,     Flag::NOGRAVITY,      Flag::DROPOFF,   Flag::MISSILE,
                                           Flag::ACTIVATEIMPACT, Flag::ACTIVATEPCROSS, Flag::NOTELEPORT};
    if (equalsIgnoreCase(word, "monster")) {
        for (const Flag f : kMonster)
            info.flags.set(f);
    } else if (equalsIgnoreCase(word, "projectile")) {
        for (const Flag f : kProjectile)
            info.flags.set(f);
    } else if (equalsIgnoreCase(word, "clearflags")) {
        info.flags = FlagSet{};
    } else {
        return false;
    }
    return true;
}

}  // namespace caco
