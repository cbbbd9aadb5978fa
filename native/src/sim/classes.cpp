#include "sim/classes.h"

#include <algorithm>

#include "base/rng.h"
#include "base/text.h"
#include "sim/actions.h"

namespace caco {
namespace {

constexpr std::string_view kDamageTypeNames[] = {"None",    "Fire",      "Ice",          "Slime",       "Drowning",
                                                 "Melee",   "Hitscan",   "Telefrag",     "Crush",       "Massacre",
                                                 "Railgun", "BFGSplash", "Disintegrate", "Electric",    "Poison",
                                                 "Suicide", "Falling",   "Exit",         "Environment", "Extreme"};
static_assert(std::size(kDamageTypeNames) == static_cast<size_t>(DamageType::Count));

struct KindName {
    NativeKind kind;
    std::string_view name;
};
constexpr KindName kKinds[] = {{NativeKind::Actor, "Actor"},
                               {NativeKind::PlayerPawn, "PlayerPawn"},
                               {NativeKind::Inventory, "Inventory"},
                               {NativeKind::Ammo, "Ammo"},
                               {NativeKind::Backpack, "BackpackItem"},
                               {NativeKind::BasicArmor, "BasicArmor"},
                               {NativeKind::BasicArmorPickup, "BasicArmorPickup"},
                               {NativeKind::BasicArmorBonus, "BasicArmorBonus"},
                               {NativeKind::HexenArmor, "HexenArmor"},
                               {NativeKind::CustomInventory, "CustomInventory"},
                               {NativeKind::Health, "Health"},
                               {NativeKind::HealthPickup, "HealthPickup"},
                               {NativeKind::Key, "Key"},
                               {NativeKind::PowerupGiver, "PowerupGiver"},
                               {NativeKind::Powerup, "Powerup"},
                               {NativeKind::MapRevealer, "MapRevealer"},
                               {NativeKind::ScoreItem, "ScoreItem"},
                               {NativeKind::DehackedPickup, "DehackedPickup"},
                               {NativeKind::Weapon, "Weapon"},
                               {NativeKind::WeaponGiver, "WeaponGiver"},
                               {NativeKind::PuzzleItem, "PuzzleItem"},
                               {NativeKind::Unknown, "Unknown"},
                               {NativeKind::PatrolPoint, "PatrolPoint"},
                               {NativeKind::PatrolSpecial, "PatrolSpecial"},
                               {NativeKind::SpecialSpot, "SpecialSpot"},
                               {NativeKind::TeleportDest, "TeleportDest"},
                               {NativeKind::TeleportFog, "TeleportFog"},
                               {NativeKind::ScriptedMarine, "ScriptedMarine"},
                               {NativeKind::RandomSpawner, "RandomSpawner"},
                               {NativeKind::SectorAction, "SectorAction"},
                               {NativeKind::BossTarget, "BossTarget"},
                               {NativeKind::FastProjectile, "FastProjectile"},
                               {NativeKind::MapSpot, "MapSpot"},
                               {NativeKind::Bridge, "CustomBridge"},
                               {NativeKind::Switchable, "SwitchableDecoration"}};

struct PowerName {
    PowerKind kind;
    std::string_view name;
};
constexpr PowerName kPowers[] = {{PowerKind::Invulnerable, "PowerInvulnerable"},
                                 {PowerKind::Invisibility, "PowerInvisibility"},
                                 {PowerKind::Strength, "PowerStrength"},
                                 {PowerKind::IronFeet, "PowerIronFeet"},
                                 {PowerKind::LightAmp, "PowerLightAmp"},
                                 {PowerKind::Allmap, "MapRevealer"},
                                 {PowerKind::Other, "Powerup"}};

struct LabelName {
    Label id;
    std::string_view text;
};
constexpr LabelName kLabels[] = {
#define CACO_LABEL_NAME(id, text) {Label::id, text},
    CACO_LABELS(CACO_LABEL_NAME)
#undef CACO_LABEL_NAME
};

// Canonical spelling of a label path: the four short forms of death labels are children of Death.
std::string canonicalLabel(std::string_view path) {
    struct Alias {
        std::string_view from, to;
    };
    static constexpr Alias kAliases[] = {{"XDeath", "Death.Extreme"},
                                         {"Burn", "Death.Fire"},
                                         {"Ice", "Death.Ice"},
                                         {"Disintegrate", "Death.Disintegrate"}};
    const std::string_view head = path.substr(0, path.find('.'));
    for (const Alias& a : kAliases) {
        if (equalsIgnoreCase(head, a.from)) return std::string(a.to) + std::string(path.substr(head.size()));
    }
    return std::string(path);
}

// Looks a label node up: 0 no such node, 1 a node with a state, 2 a node that only has children.
int findNode(const ClassInfo& info, std::string_view path, StateId& out) {
    bool inner = false;
    for (const auto& [name, state] : info.labels) {
        if (equalsIgnoreCase(name, path)) {
            out = state;
            return 1;
        }
        inner = inner || (name.size() > path.size() && name[path.size()] == '.' &&
                          equalsIgnoreCase(std::string_view(name).substr(0, path.size()), path));
    }
    return inner ? 2 : 0;
}

// Weapons that name a slot themselves stand behind those that the player's class lists for it.
void fillWeaponSlots(ClassTable& t) {
    if (t.known.doomPlayer == kNoClass || t.known.weapon == kNoClass) return;
    auto& slots = t.classes[static_cast<size_t>(t.known.doomPlayer)].weaponSlots;
    if (slots.empty()) return;
    const auto listed = [&](ClassId id) {
        return std::any_of(slots.begin(), slots.end(),
                           [id](const std::vector<ClassId>& slot) { return std::find(slot.begin(), slot.end(), id) != slot.end(); });
    };
    for (const ClassInfo& c : t.classes) {
        const size_t slot = static_cast<size_t>(c.slotNumber);
        if (c.slotNumber >= 0 && slot < slots.size() && t.isA(c.id, t.known.weapon) && !listed(c.id)) {
            slots[slot].push_back(c.id);
        }
    }
}

// Actions without a function among the states reachable from the labels. The generic labels are left out: every class
// has them, and their actions are reported when they are called.
void collectMissingActions(const ClassTable& table, ClassInfo& info, std::vector<uint32_t>& visited, uint32_t mark) {
    info.missingActions.clear();
    for (const auto& [name, first] : info.labels) {
        if (equalsIgnoreCase(name, "GenericFreezeDeath") || equalsIgnoreCase(name, "GenericCrush")) continue;
        for (StateId s = first; s != kNoState && visited[static_cast<size_t>(s)] != mark; s = table.state(s).next) {
            visited[static_cast<size_t>(s)] = mark;
            const uint16_t action = table.state(s).action;
            if (action == 0 || actionFunction(action)) continue;
            if (std::find(info.missingActions.begin(), info.missingActions.end(), action) ==
                info.missingActions.end()) {
                info.missingActions.push_back(action);
            }
        }
    }
}

}  // namespace

ClassId ClassTable::add(ClassInfo info) {
    if (names.empty()) {
        for (const std::string_view n : kDamageTypeNames)
            names.emplace_back(n);
    }
    info.id = static_cast<ClassId>(classes.size());
    byName_[info.name] = info.id;
    classes.push_back(std::move(info));
    return classes.back().id;
}

ClassId ClassTable::find(std::string_view name) const {
    const auto it = byName_.find(name);
    return it == byName_.end() ? kNoClass : it->second;
}

ClassId ClassTable::findEditor(int32_t editorNumber) const {
    const auto it = byEditor_.find(editorNumber);
    return it == byEditor_.end() ? kNoClass : it->second;
}

ClassId ClassTable::findSpawnId(int32_t spawnId) const {
    const auto it = bySpawnId_.find(spawnId);
    return it == bySpawnId_.end() ? kNoClass : it->second;
}

NameId ClassTable::intern(std::string_view name) {
    if (names.empty()) {
        for (const std::string_view n : kDamageTypeNames)
            names.emplace_back(n);
    }
    const NameId known_ = findName(name);
    if (known_ >= 0) return known_;
    names.emplace_back(name);
    return static_cast<NameId>(names.size() - 1);
}

NameId ClassTable::findName(std::string_view name) const {
    for (size_t i = 0; i < names.size(); ++i) {
        if (equalsIgnoreCase(names[i], name)) return static_cast<NameId>(i);
    }
    return -1;
}

bool ClassTable::isA(ClassId id, ClassId ancestor) const {
    for (; id != kNoClass; id = info(id).parent) {
        if (id == ancestor) return true;
    }
    return false;
}

StateId ClassTable::findLabel(ClassId id, std::string_view path, bool exact) const {
    if (id == kNoClass) return kNoState;
    const ClassInfo& c = info(id);
    std::string canonical = canonicalLabel(path);
    std::string_view part = canonical;
    for (;;) {
        StateId found = kNoState;
        const int node = findNode(c, part, found);
        if (node == 1) return found;
        if (node == 2 || exact) return kNoState;
        const size_t dot = part.rfind('.');
        if (dot == std::string_view::npos) return kNoState;
        part = part.substr(0, dot);
    }
}

void ClassTable::setString(std::string_view name, std::string text) {
    strings_.insert_or_assign(std::string(name), std::move(text));
}

const std::string* ClassTable::findString(std::string_view name) const {
    const auto it = strings_.find(name);
    return it == strings_.end() ? nullptr : &it->second;
}

uint16_t ClassTable::streamIndex(std::string_view name) {
    for (int i = 0; i < kBuiltinStreams; ++i) {
        if (!name.empty() && streamName(static_cast<Stream>(i)) == name) return static_cast<uint16_t>(i);
    }
    for (size_t i = 0; i < extraStreams.size(); ++i) {
        if (extraStreams[i] == name) return static_cast<uint16_t>(static_cast<size_t>(kBuiltinStreams) + i);
    }
    extraStreams.emplace_back(name);
    return static_cast<uint16_t>(static_cast<size_t>(kBuiltinStreams) + extraStreams.size() - 1);
}

Status ClassTable::seal() {
    byName_.clear();
    byEditor_.clear();
    bySpawnId_.clear();
    kinds_.clear();
    const auto stateCount = static_cast<StateId>(states.size());
    if (extraStreams.size() > static_cast<size_t>(kExtraStreams)) {
        return Status::error(StatusCode::OutOfCapacity,
                             "DECORATE names " + std::to_string(extraStreams.size()) + " random streams; at most " +
                                 std::to_string(kExtraStreams) + " are supported. Use fewer names.");
    }
    for (size_t i = 0; i < states.size(); ++i) {
        if (states[i].next >= stateCount || states[i].next < kNoState) {
            return Status::error(StatusCode::BadData,
                                 "state " + std::to_string(i) + " continues at a state that does not exist");
        }
    }
    for (size_t i = 0; i < classes.size(); ++i) {
        ClassInfo& c = classes[i];
        c.id = static_cast<ClassId>(i);
        if (c.parent >= c.id)
            return Status::error(StatusCode::BadData, "class " + c.name + ": its parent comes after it");
        byName_[c.name] = c.id;
        for (const int32_t n : c.editorNumbers)
            byEditor_[n] = c.id;
        if (c.spawnId > 0) bySpawnId_[c.spawnId] = c.id;
        c.native = c.parent == kNoClass ? NativeKind::Actor : info(c.parent).native;
        for (const KindName& k : kKinds) {
            if (equalsIgnoreCase(k.name, c.name)) c.native = k.kind;
        }
        const uint64_t inherited = c.parent == kNoClass ? 0 : kinds_[static_cast<size_t>(c.parent)].all;
        kinds_.push_back({inherited | uint64_t{1} << static_cast<int>(c.native), c.native});
        c.power = c.parent == kNoClass ? PowerKind::None : info(c.parent).power;
        for (const PowerName& k : kPowers) {
            if (equalsIgnoreCase(k.name, c.name)) c.power = k.kind;
        }
        for (auto& [name, state] : c.labels) {
            if (state >= stateCount || state < kNoState) {
                return Status::error(StatusCode::BadData, "class " + c.name + ": label " + name + " has no state");
            }
            name = canonicalLabel(name);
        }
        for (const LabelName& l : kLabels) {
            StateId found = kNoState;
            c.label[static_cast<size_t>(l.id)] = findNode(c, l.text, found) == 1 ? found : kNoState;
        }
    }
    const ClassId inventory = find("Inventory");
    std::vector<uint32_t> visited(states.size(), 0);
    for (ClassInfo& c : classes) {
        if (inventory != kNoClass && isA(c.id, inventory)) c.flags.set(Flag::SPECIAL);
        collectMissingActions(*this, c, visited, static_cast<uint32_t>(c.id) + 1);
    }
    while (replacement.size() < classes.size())
        replacement.push_back(static_cast<ClassId>(replacement.size()));

    struct KnownName {
        ClassId Known::*member;
        std::string_view name;
    };
    static constexpr KnownName kKnown[] = {{&Known::blood, "Blood"},
                                           {&Known::bulletPuff, "BulletPuff"},
                                           {&Known::teleportFog, "TeleportFog"},
                                           {&Known::itemFog, "ItemFog"},
                                           {&Known::realGibs, "RealGibs"},
                                           {&Known::rocketSmokeTrail, "RocketSmokeTrail"},
                                           {&Known::lostSoul, "LostSoul"},
                                           {&Known::basicArmor, "BasicArmor"},
                                           {&Known::hexenArmor, "HexenArmor"},
                                           {&Known::doomPlayer, "DoomPlayer"},
                                           {&Known::clip, "Clip"},
                                           {&Known::shell, "Shell"},
                                           {&Known::rocketAmmo, "RocketAmmo"},
                                           {&Known::cell, "Cell"},
                                           {&Known::backpack, "Backpack"},
                                           {&Known::unknown, "Unknown"},
                                           {&Known::powerStrength, "PowerStrength"},
                                           {&Known::powerIronFeet, "PowerIronFeet"},
                                           {&Known::powerInvulnerable, "PowerInvulnerable"},
                                           {&Known::powerInvisibility, "PowerInvisibility"},
                                           {&Known::powerLightAmp, "PowerLightAmp"},
                                           {&Known::patrolPoint, "PatrolPoint"},
                                           {&Known::patrolSpecial, "PatrolSpecial"},
                                           {&Known::teleportDest, "TeleportDest"},
                                           {&Known::teleportDest2, "TeleportDest2"},
                                           {&Known::teleportDest3, "TeleportDest3"},
                                           {&Known::bossTarget, "BossTarget"},
                                           {&Known::fist, "Fist"},
                                           {&Known::health, "Health"},
                                           {&Known::armorPickup, "BasicArmorPickup"},
                                           {&Known::weapon, "Weapon"},
                                           {&Known::ammo, "Ammo"},
                                           {&Known::inventory, "Inventory"},
                                           {&Known::key, "Key"},
                                           {&Known::monsterRoot, "Actor"}};
    for (const KnownName& k : kKnown)
        known.*(k.member) = find(k.name);

    // Direct children of Ammo that archives add lengthen the list that a backpack walks.
    for (const ClassInfo& c : classes) {
        if (known.ammo == kNoClass || c.parent != known.ammo) continue;
        if (std::find(ammoRoots.begin(), ammoRoots.end(), c.id) == ammoRoots.end()) ammoRoots.push_back(c.id);
    }
    fillWeaponSlots(*this);
    return {};
}

}  // namespace caco
