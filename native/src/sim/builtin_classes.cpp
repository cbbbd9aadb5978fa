#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/text.h"
#include "assets/assets.h"
#include "sim/action_params.h"
#include "sim/actions.h"
#include "sim/builtin_tables.h"
#include "sim/classes.h"
#include "sim/properties.h"

namespace caco {
namespace {

#include "generated/actor_tables.inc"

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    std::string word;
    for (size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : separator;
        if (c == separator) {
            if (!word.empty()) out.push_back(word);
            word.clear();
        } else if (c != ' ' || !word.empty()) {
            word += c;
        }
    }
    return out;
}

uint8_t stateFlags(const char* letters) {
    uint8_t flags = 0;
    for (; *letters; ++letters) {
        switch (*letters) {
            case 'B':
                flags |= kStateBright;
                break;
            case 'F':
                flags |= kStateFast;
                break;
            case 'S':
                flags |= kStateSlow;
                break;
            case 'N':
                flags |= kStateNoDelay;
                break;
            case 'R':
                flags |= kStateCanRaise;
                break;
            default:
                break;
        }
    }
    return flags;
}

State builtinState(ClassTable& table, ClassId owner, const BuiltinState& row) {
    State s;
    s.owner = owner;
    // "----" keeps sprite and frame, "####" the sprite only.
    const bool keepBoth = std::strcmp(row.sprite, "----") == 0;
    s.sprite = keepBoth || std::strcmp(row.sprite, "####") == 0 ? kKeepSprite : spriteKey(row.sprite);
    s.frame = keepBoth ? kKeepFrame : static_cast<int16_t>(row.frame);
    s.tics = static_cast<int16_t>(row.tics);
    s.flags = stateFlags(row.flags);
    s.next = row.next;
    if (row.action[0]) {
        size_t faulty = 0;
        const std::vector<std::string> literals = split(row.args, ',');
        s.action = static_cast<uint16_t>(std::max(0, actionByName(row.action)));
        appendActionArgs(table, row.action, literals, s, faulty);
    }
    return s;
}

void setLabel(ClassInfo& c, const char* name, StateId state) {
    const auto it = std::find_if(c.labels.begin(), c.labels.end(), [&](const auto& l) { return equalsIgnoreCase(l.first, name); });
    if (state == kNoState) {
        if (it != c.labels.end()) c.labels.erase(it);
    } else if (it != c.labels.end()) {
        it->second = state;
    } else {
        c.labels.emplace_back(name, state);
    }
}

// The figures that a class starts with: its parent's, or class Actor's when it asks for them, without what is its own.
ClassInfo inherited(const ClassTable& table, const BuiltinClass& row, ClassId id) {
    ClassInfo c;
    if (row.parent >= 0) c = table.info(row.skipSuper ? 0 : row.parent);
    c.name = row.name;
    c.id = id;
    c.parent = row.parent;
    c.editorNumbers.clear();
    c.spawnId = 0;
    c.firstState = kNoState;
    c.stateCount = 0;
    return c;
}

void fillClass(ClassTable& table, const BuiltinClass& row, ClassId id) {
    ClassInfo c = inherited(table, row, id);
    c.spawnId = row.spawnId;
    for (int i = 0; i < row.editorCount; ++i)
        c.editorNumbers.push_back(kBuiltinEditors[row.firstEditor + i]);
    for (int i = 0; i < row.propertyCount; ++i) {
        const BuiltinProperty& p = kBuiltinProperties[row.firstProperty + i];
        applyProperty(table, c, p.key, split(p.value, ' '));
    }
    for (const std::string& f : split(row.flags, ' '))
        applyFlag(c, f);
    if (row.replacesDrops) c.drops.clear();
    for (int i = 0; i < row.dropCount; ++i) {
        const BuiltinDrop& d = kBuiltinDrops[row.firstDrop + i];
        c.drops.push_back({table.find(d.item), d.chance, d.amount});
    }
    for (int i = 0; i < row.labelCount; ++i)
        setLabel(c, kBuiltinLabels[row.firstLabel + i].name, kBuiltinLabels[row.firstLabel + i].row);
    if (row.stateCount > 0) {
        c.firstState = row.firstState;
        c.stateCount = row.stateCount;
    }
    table.classes[static_cast<size_t>(id)] = std::move(c);
}

// Strings of the archives that the built-in items say when they are found (DEHACKED names).
struct PickupText {
    const char *cls, *string;
};
constexpr PickupText kPickupTexts[] = {
    {"GreenArmor", "$GOTARMOR"},      {"BlueArmor", "$GOTMEGA"},        {"HealthBonus", "$GOTHTHBONUS"},
    {"ArmorBonus", "$GOTARMBONUS"},   {"Stimpack", "$GOTSTIM"},         {"Medikit", "$GOTMEDIKIT"},
    {"Soulsphere", "$GOTSUPER"},      {"BlueCard", "$GOTBLUECARD"},     {"YellowCard", "$GOTYELWCARD"},
    {"RedCard", "$GOTREDCARD"},       {"BlueSkull", "$GOTBLUESKUL"},    {"YellowSkull", "$GOTYELWSKUL"},
    {"RedSkull", "$GOTREDSKULL"},     {"InvulnerabilitySphere", "$GOTINVUL"}, {"Berserk", "$GOTBERSERK"},
    {"BlurSphere", "$GOTINVIS"},      {"RadSuit", "$GOTSUIT"},          {"Allmap", "$GOTMAP"},
    {"Infrared", "$GOTVISOR"},        {"Megasphere", "$GOTMSPHERE"},    {"Clip", "$GOTCLIP"},
    {"ClipBox", "$GOTCLIPBOX"},       {"RocketAmmo", "$GOTROCKET"},     {"RocketBox", "$GOTROCKBOX"},
    {"Cell", "$GOTCELL"},             {"CellPack", "$GOTCELLBOX"},      {"Shell", "$GOTSHELLS"},
    {"ShellBox", "$GOTSHELLBOX"},     {"Backpack", "$GOTBACKPACK"},     {"BFG9000", "$GOTBFG9000"},
    {"Chaingun", "$GOTCHAINGUN"},     {"Chainsaw", "$GOTCHAINSAW"},     {"RocketLauncher", "$GOTLAUNCHER"},
    {"PlasmaRifle", "$GOTPLASMA"},    {"Shotgun", "$GOTSHOTGUN"},       {"SuperShotgun", "$GOTSHOTGUN2"},
};

ActionArg intArg(double value) {
    ActionArg a;
    a.number = value;
    a.value = wrap32(static_cast<int64_t>(value));
    return a;
}

}  // namespace

ClassTable builtinClasses(bool withScenarioClasses) {
    ClassTable table;
    // Scenario classes are the last rows, so leaving them out moves nothing.
    std::vector<const BuiltinClass*> rows;
    for (const BuiltinClass& row : kBuiltinClasses) {
        if (row.scenario && !withScenarioClasses) continue;
        rows.push_back(&row);
        ClassInfo named;
        named.name = row.name;
        table.add(std::move(named));
    }
    for (size_t i = 0; i < rows.size(); ++i)
        fillClass(table, *rows[i], static_cast<ClassId>(i));
    for (size_t i = 0; i < rows.size(); ++i) {
        for (int s = 0; s < rows[i]->stateCount; ++s) {
            table.states.push_back(
                builtinState(table, static_cast<ClassId>(i), kBuiltinStates[rows[i]->firstState + s]));
        }
    }
    for (const PickupText& text : kPickupTexts)
        table.classes[static_cast<size_t>(table.find(text.cls))].pickupMessage = text.string;
    for (const char* name : kBuiltinAmmoRoots)
        table.ammoRoots.push_back(table.find(name));
    return table;
}

EditorMeaning editorMeaning(int32_t number, int32_t& player) {
    for (const BuiltinStart& s : kBuiltinStarts) {
        if (s.editorNumber != number) continue;
        player = s.player;
        return s.player > 0    ? EditorMeaning::PlayerStart
               : s.player == 0 ? EditorMeaning::DeathmatchStart
                               : EditorMeaning::Nothing;
    }
    return EditorMeaning::Actor;
}

bool actionParams(std::string_view action, std::span<const BuiltinParam>& out) {
    for (const BuiltinAction& a : kBuiltinActions) {
        if (!equalsIgnoreCase(a.name, action)) continue;
        out = {kBuiltinParams + a.firstParam, static_cast<size_t>(a.paramCount)};
        return true;
    }
    return false;
}

bool actionConstant(std::string_view name, double& value) {
    for (const BuiltinConstant& c : kBuiltinConstants) {
        if (!equalsIgnoreCase(c.name, name)) continue;
        value = c.value;
        return true;
    }
    return false;
}

bool actionArg(ClassTable& table, std::string_view type, std::string_view literal, ActionArg& out) {
    const std::string text(literal);
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const bool isNumber = !text.empty() && end == text.c_str() + text.size();
    out = ActionArg{};
    if (type == "class") {
        out.kind = ActionArg::Kind::Class;
        out.value = text.empty() || equalsIgnoreCase(text, "none") ? kNoClass : table.find(text);
        return out.value != kNoClass || text.empty() || equalsIgnoreCase(text, "none");
    }
    if (type == "state") {
        if (isNumber && number >= 0) {
            out.kind = ActionArg::Kind::Offset;
            out.value = static_cast<int32_t>(number);
            return true;
        }
        out.kind = ActionArg::Kind::Text;
        out.value = static_cast<int32_t>(table.texts.size());
        table.texts.push_back(text);
        return true;
    }
    if (type == "name") {
        out.kind = ActionArg::Kind::Name;
        out.value = table.intern(text);
        return true;
    }
    if (type == "sound") {
        out.kind = ActionArg::Kind::Text;
        out.value = static_cast<int32_t>(table.texts.size());
        table.texts.push_back(text);
        return true;
    }
    double value = number;
    if (!isNumber) {
        if (equalsIgnoreCase(text, "true") || equalsIgnoreCase(text, "false")) {
            value = equalsIgnoreCase(text, "true") ? 1 : 0;
        } else if (!actionConstant(text, value)) {
            return false;
        }
    }
    out = intArg(value);
    // A float parameter keeps whether the text was an integer: distances convert the two differently.
    const bool hasPoint =
        text.find_first_of(".eE") != std::string::npos || value != static_cast<double>(static_cast<int64_t>(value));
    if (type == "float" && hasPoint) out.kind = ActionArg::Kind::Float;
    return true;
}

bool appendActionArgs(ClassTable& table, std::string_view action, std::span<const std::string> literals, State& state,
                      size_t& faulty) {
    std::span<const BuiltinParam> params;
    const bool special = !actionParams(action, params);
    state.firstArg = static_cast<int32_t>(table.args.size());
    state.argCount = 0;
    const bool variadic = !params.empty() && std::strcmp(params.back().type, "...") == 0;
    const size_t fixedCount = special ? 5 : params.size() - (variadic ? 1 : 0);
    const size_t count = variadic ? std::max(fixedCount, literals.size()) : fixedCount;
    faulty = 0;
    if (literals.size() > count) {
        faulty = count;
        return false;
    }
    for (size_t i = 0; i < count; ++i) {
        ActionArg arg;
        const BuiltinParam* param = special ? nullptr : &params[std::min(i, fixedCount - 1)];
        const char* fallback = special ? "0" : i < fixedCount ? param->fallback : nullptr;
        faulty = i;
        if (i >= literals.size() && !fallback) return false;
        const std::string_view literal =
            i < literals.size() ? std::string_view(literals[i]) : std::string_view(fallback);
        const std::string_view type = special ? std::string_view("int") : std::string_view(param->type);
        // A default may name a class of another game; the argument is then none.
        if (!actionArg(table, type, literal, arg) && i < literals.size()) return false;
        table.args.push_back(arg);
        ++state.argCount;
    }
    return true;
}

}  // namespace caco
