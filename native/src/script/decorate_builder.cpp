// Parsed DECORATE classes -> the class table: inheritance, properties, flags, states and labels.
#include <algorithm>
#include <cstdlib>

#include "assets/assets.h"
#include "script/decorate.h"
#include "script/decorate_text.h"
#include "sim/action_params.h"
#include "sim/actions.h"
#include "sim/properties.h"

namespace caco {
namespace {

using namespace decorate;

// The short forms of death labels are children of Death (actors.md 1.2).
std::string canonicalLabel(const std::string& path) {
    struct Alias {
        std::string_view from, to;
    };
    static constexpr Alias kAliases[] = {
        {"XDeath", "Death.Extreme"}, {"Burn", "Death.Fire"}, {"Ice", "Death.Ice"}, {"Disintegrate", "Death.Disintegrate"}};
    const std::string head = path.substr(0, path.find('.'));
    for (const Alias& a : kAliases) {
        if (equalsIgnoreCase(head, a.from)) {
            return std::string(a.to) + path.substr(head.size());
        }
    }
    return path;
}

constexpr size_t kMaxLabels = 2048;
constexpr size_t kMaxLabelTotal = size_t{1} << 19;

class Builder {
public:
    Builder(ClassTable& table, const ParsedText& parsed) : table_(table), parsed_(parsed) {}

    Status build() {
        for (const ParsedActor& a : parsed_.actors) {
            if (Status s = declare(a); !s.ok()) {
                return s;
            }
        }
        for (size_t i = 0; i < parsed_.actors.size(); ++i) {
            if (Status s = fill(parsed_.actors[i], first_ + static_cast<ClassId>(i)); !s.ok()) {
                return s;
            }
        }
        return {};
    }

private:
    // Where a row goes on.
    struct Exit {
        const StateLine* go = nullptr;  // goto, resolved when all labels are known
        bool closed = false;            // has its own terminator
    };

    // Names first: values and arguments may mention classes that come later.
    Status declare(const ParsedActor& a) {
        const std::string parent = a.parent.empty() ? "Actor" : a.parent;
        const ClassId parentId = table_.find(parent);
        if (parentId == kNoClass) {
            return errorAt(a.label, a.line, parent, "class " + a.name + " has an unknown parent; define the parent before it");
        }
        const ClassId same = table_.find(a.name);
        if (same != kNoClass && same >= first_ && first_ != kNoClass) {
            return errorAt(a.label, a.line, a.name, "the class is defined twice");
        }
        ClassInfo named;
        named.name = a.name;
        named.parent = parentId;
        const ClassId id = table_.add(std::move(named));
        if (first_ == kNoClass) {
            first_ = id;
        }
        return {};
    }

    Status fill(const ParsedActor& a, ClassId id) {
        const ClassId parent = table_.info(id).parent;
        ClassInfo c = table_.info(parent);
        const bool isItem = table_.isA(parent, table_.find("Inventory"));
        for (const Item& item : a.items) {
            if (item.kind == Item::Kind::Word && item.property.key == "skip_super" && !isItem) {
                c = table_.info(table_.find("Actor"));
            }
        }
        c.name = a.name;
        c.id = id;
        c.parent = parent;
        c.editorNumbers.clear();
        c.spawnId = 0;
        c.firstState = kNoState;
        c.stateCount = 0;
        if (a.editorNumber >= 0) {
            c.editorNumbers.push_back(a.editorNumber);
        }
        bool ownDrops = false, ownStarts = false;
        for (const Item& item : a.items) {
            if (Status s = applyItem(a, item, c, ownDrops, ownStarts); !s.ok()) {
                return s;
            }
        }
        if (Status s = buildStates(a, c); !s.ok()) {
            return s;
        }
        labelTotal_ += c.labels.size();
        if (labelTotal_ > kMaxLabelTotal) {
            return errorAt(a.label, a.line, a.name, "the classes have more than " + std::to_string(kMaxLabelTotal) + " labels together");
        }
        table_.classes[static_cast<size_t>(id)] = std::move(c);
        return a.replaces.empty() ? Status{} : replace(a, id);
    }

    Status replace(const ParsedActor& a, ClassId id) {
        const ClassId target = table_.find(a.replaces);
        if (target == kNoClass) {
            return errorAt(a.label, a.line, a.replaces, "there is no class of that name to replace");
        }
        std::vector<ClassId>& replacement = table_.replacement;
        while (replacement.size() < table_.classes.size()) {
            replacement.push_back(static_cast<ClassId>(replacement.size()));
        }
        for (ClassId& r : replacement) {
            r = r == target ? id : r;
        }
        replacement[static_cast<size_t>(id)] = id;
        return {};
    }

    // Items -------------------------------------------------------------------------------------------------------

    Status applyItem(const ParsedActor& a, const Item& item, ClassInfo& c, bool& ownDrops, bool& ownStarts) {
        const Property& p = item.property;
        switch (item.kind) {
        case Item::Kind::Flag: return setFlag(c, p.key) ? Status{} : errorAt(a.label, p.line, p.key, "unknown flag");
        case Item::Kind::Word: applyCombo(c, p.key); return {};
        case Item::Kind::Property: break;
        }
        if (equalsIgnoreCase(p.key, "game")) {
            return {};
        }
        if (equalsIgnoreCase(p.key, "dropitem") && !ownDrops) {
            c.drops.clear();
            ownDrops = true;
        }
        if (equalsIgnoreCase(p.key, "player.startitem") && !ownStarts) {
            c.startItems.clear();
            ownStarts = true;
        }
        std::vector<std::string> values = p.values;
        if (equalsIgnoreCase(p.key, "powerup.type") && !values.empty() && table_.find(values[0]) == kNoClass) {
            values[0] = "Power" + values[0];
        }
        const std::string value = values.empty() ? std::string() : values[0];
        switch (applyProperty(table_, c, p.key, values)) {
        case PropertyResult::Ok:
        case PropertyResult::Cosmetic: return {};
        case PropertyResult::Unknown: return errorAt(a.label, p.line, p.key, "unknown property");
        case PropertyResult::BadValue: break;
        }
        return errorAt(a.label, p.line, value, "the value does not fit the property " + p.key);
    }

    // Flags of items may be written without their prefix.
    bool setFlag(ClassInfo& c, const std::string& text) const {
        if (applyFlag(c, text)) {
            return true;
        }
        if (text.find('.') != std::string::npos) {
            return equalsIgnoreCase(std::string_view(text).substr(1, 6), "actor.") && applyFlag(c, text.substr(0, 1) + text.substr(7));
        }
        const auto isOf = [&](std::string_view cls) {
            const ClassId ancestor = table_.find(cls);
            return ancestor != kNoClass && table_.isA(c.parent, ancestor);
        };
        return (isOf("Weapon") && applyFlag(c, text.substr(0, 1) + "WEAPON." + text.substr(1))) ||
               (isOf("Inventory") && applyFlag(c, text.substr(0, 1) + "INVENTORY." + text.substr(1)));
    }

    // States ------------------------------------------------------------------------------------------------------

    Status buildStates(const ParsedActor& a, ClassInfo& c) {
        const auto base = static_cast<StateId>(table_.states.size());
        std::vector<Exit> exits;
        std::vector<std::string> waiting;                                       // labels without a state so far
        std::vector<std::pair<std::string, const StateLine*>> gotoLabels;       // labels that are another name
        StateId loopTo = kNoState;
        for (const StateLine& s : a.states) {
            const bool isFlow = s.kind != StateLine::Kind::Label && s.kind != StateLine::Kind::State;
            const bool open = !exits.empty() && !exits.back().closed;
            if (isFlow && !open && waiting.empty()) {
                return errorAt(a.label, s.line, "", "there is no state before this line");
            }
            State* last = open ? &table_.states.back() : nullptr;
            switch (s.kind) {
            case StateLine::Kind::Label:
                waiting.push_back(canonicalLabel(s.name));
                if (waiting.size() + gotoLabels.size() + c.labels.size() > kMaxLabels) {
                    return errorAt(a.label, s.line, s.name, "class " + a.name + " has more than " + std::to_string(kMaxLabels) + " labels");
                }
                break;
            case StateLine::Kind::State: {
                const auto row = static_cast<StateId>(table_.states.size());
                if (!waiting.empty()) {
                    loopTo = row;
                }
                for (const std::string& label : waiting) {
                    std::erase_if(gotoLabels, [&](const auto& g) { return equalsIgnoreCase(g.first, label); });
                    setLabel(c, label, row);
                }
                waiting.clear();
                if (Status status = addRows(a, c, s, exits); !status.ok()) {
                    return status;
                }
                break;
            }
            case StateLine::Kind::Stop:
            case StateLine::Kind::Goto:
                if (last) {
                    last->next = kNoState;
                    exits.back() = {s.kind == StateLine::Kind::Goto ? &s : nullptr, true};
                }
                for (const std::string& label : waiting) {
                    std::erase_if(gotoLabels, [&](const auto& g) { return equalsIgnoreCase(g.first, label); });
                    setLabel(c, label, kNoState);
                    if (s.kind == StateLine::Kind::Goto) {
                        gotoLabels.emplace_back(label, &s);
                    }
                }
                waiting.clear();
                break;
            case StateLine::Kind::Wait:
            case StateLine::Kind::Loop:
                if (!waiting.empty() || !last || (s.kind == StateLine::Kind::Loop && loopTo == kNoState)) {
                    return errorAt(a.label, s.line, "", "loop, wait and fail need a state under a label before them");
                }
                last->next = s.kind == StateLine::Kind::Loop ? loopTo : static_cast<StateId>(table_.states.size()) - 1;
                exits.back().closed = true;
                break;
            }
        }
        if (!waiting.empty()) {
            return errorAt(a.label, a.line, waiting.front(), "the label of class " + a.name + " has no state");
        }
        if (!exits.empty()) {
            c.firstState = base;
            c.stateCount = static_cast<int32_t>(exits.size());
            if (!exits.back().closed) {
                table_.states.back().next = base;
            }
        }
        return resolveGotos(a, c, base, exits, gotoLabels);
    }

    static void setLabel(ClassInfo& c, const std::string& name, StateId state) {
        const auto it = std::find_if(c.labels.begin(), c.labels.end(), [&](const auto& l) { return equalsIgnoreCase(l.first, name); });
        if (state == kNoState) {
            if (it != c.labels.end()) {
                c.labels.erase(it);
            }
        } else if (it != c.labels.end()) {
            it->second = state;
        } else {
            c.labels.emplace_back(name, state);
        }
    }

    Status addRows(const ParsedActor& a, const ClassInfo& c, const StateLine& s, std::vector<Exit>& exits) {
        constexpr size_t kMaxStates = size_t{1} << 20;
        if (table_.states.size() + s.frames.size() > kMaxStates) {
            return errorAt(a.label, s.line, "", "there are more than " + std::to_string(kMaxStates) + " states");
        }
        State state;
        state.owner = c.id;
        const bool keepBoth = s.sprite == "----";
        state.sprite = keepBoth || s.sprite == "####" ? kKeepSprite : spriteKey(s.sprite);
        state.tics = static_cast<int16_t>(s.tics);
        state.ticRange = static_cast<uint16_t>(s.ticRange);
        state.flags = s.flags;
        state.misc1 = s.misc1;
        state.misc2 = s.misc2;
        if (!s.action.empty()) {
            if (Status status = addAction(a, s, state); !status.ok()) {
                return status;
            }
        }
        for (const char f : s.frames) {
            const char upper = f >= 'a' && f <= 'z' ? static_cast<char>(f - 32) : f;
            state.frame = keepBoth || f == '#' ? kKeepFrame : static_cast<int16_t>(upper == '^' ? 27 : upper - 'A');
            state.next = static_cast<StateId>(table_.states.size()) + 1;
            table_.states.push_back(state);
            exits.push_back({});
        }
        return {};
    }

    Status addAction(const ParsedActor& a, const StateLine& s, State& state) {
        const int32_t id = actionByName(s.action);
        if (id < 0) {
            return errorAt(a.label, s.line, s.action, "unknown action");
        }
        state.action = static_cast<uint16_t>(id);
        if (!actionFunction(state.action)) {
            table_.loadReports.push_back(
                errorAt(a.label, s.line, s.action, "no figures tell what this action does; nothing happens where class " + a.name + " calls it")
                    .message);
        }
        std::vector<std::string> literals;
        for (const Argument& arg : s.args) {
            literals.push_back(arg.random ? "0" : arg.literal);
        }
        size_t faulty = 0;
        if (!appendActionArgs(table_, s.action, literals, state, faulty)) {
            return errorAt(a.label, s.line, faulty < literals.size() ? literals[faulty] : std::string_view(),
                           "argument " + std::to_string(faulty + 1) + " does not fit the action " + s.action);
        }
        for (size_t i = 0; i < s.args.size(); ++i) {
            ActionArg& arg = table_.args[static_cast<size_t>(state.firstArg) + i];
            if (!s.args[i].random) {
                continue;
            }
            if (arg.kind != ActionArg::Kind::Int && arg.kind != ActionArg::Kind::Float) {
                return errorAt(a.label, s.line, s.action, "argument " + std::to_string(i + 1) + " cannot be random");
            }
            arg = ActionArg{};
            arg.kind = ActionArg::Kind::Random;
            arg.value = std::atoi(s.args[i].low.c_str());
            arg.high = std::atoi(s.args[i].high.c_str());
            arg.stream = table_.streamIndex(s.args[i].stream);
        }
        return {};
    }

    Status resolveGotos(const ParsedActor& a, ClassInfo& c, StateId base, const std::vector<Exit>& exits,
                        const std::vector<std::pair<std::string, const StateLine*>>& gotoLabels) {
        // A label may be another name of a label that is one itself.
        constexpr int kDeepestAlias = 32;
        for (int round = 0; round < kDeepestAlias; ++round) {
            bool changed = false;
            for (const auto& [label, line] : gotoLabels) {
                StateId target = kNoState;
                if (!hasLabel(c, label) && findTarget(c, *line, target)) {
                    setLabel(c, label, target);
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        for (const auto& [label, line] : gotoLabels) {
            if (!hasLabel(c, label)) {
                return errorAt(a.label, line->line, line->name, "the label does not exist in class " + a.name);
            }
        }
        for (size_t i = 0; i < exits.size(); ++i) {
            const StateLine* line = exits[i].go;
            if (line && !findTarget(c, *line, table_.states[static_cast<size_t>(base) + i].next)) {
                return errorAt(a.label, line->line, line->name, "the label does not exist in class " + a.name + ", or the states after it are too few");
            }
        }
        return {};
    }

    static bool hasLabel(const ClassInfo& c, std::string_view name) {
        return std::any_of(c.labels.begin(), c.labels.end(), [&](const auto& l) { return equalsIgnoreCase(l.first, name); });
    }

    bool findTarget(const ClassInfo& c, const StateLine& line, StateId& out) const {
        const std::string name = canonicalLabel(line.name);
        const ClassInfo* scope = &c;
        if (!line.scope.empty()) {
            const ClassId cls = equalsIgnoreCase(line.scope, "Super") ? c.parent : table_.find(line.scope);
            if (cls == kNoClass || (cls != c.id && !table_.isA(c.parent, cls))) {
                return false;
            }
            scope = cls == c.id ? &c : &table_.info(cls);
        }
        const auto it = std::find_if(scope->labels.begin(), scope->labels.end(), [&](const auto& l) { return equalsIgnoreCase(l.first, name); });
        if (it == scope->labels.end()) {
            return false;
        }
        const int64_t target = int64_t{it->second} + line.offset;
        if (line.offset > 0 && (target >= static_cast<int64_t>(table_.states.size()) ||
                                table_.state(static_cast<StateId>(target)).owner != table_.state(it->second).owner)) {
            return false;
        }
        out = static_cast<StateId>(target);
        return true;
    }

    ClassTable& table_;
    const ParsedText& parsed_;
    ClassId first_ = kNoClass;
    size_t labelTotal_ = 0;
};

} // namespace

Status parseDecorate(const ArchiveSet& archives, ClassTable& table) {
    const LumpName decorateName = LumpName::of("DECORATE");
    auto textOf = [&](int32_t lump) {
        const std::span<const uint8_t> data = archives.lump(lump).data;
        return std::string_view(reinterpret_cast<const char*>(data.data()), data.size());
    };
    const Include include = [&](std::string_view name, std::string_view& text) {
        const int32_t lump = archives.find(name);
        if (lump < 0) {
            return false;
        }
        text = textOf(lump);
        return true;
    };
    ParsedText parsed;
    for (int32_t i = 0; i < archives.lumpCount(); ++i) {
        if (archives.lump(i).name == decorateName && archives.lump(i).space == LumpSpace::Global) {
            if (Status s = parseText(textOf(i), archives.describe(i), include, parsed); !s.ok()) {
                return s;
            }
        }
    }
    return Builder(table, parsed).build();
}

Status parseDecorateText(std::string_view text, std::string_view label, ClassTable& table) {
    ParsedText parsed;
    if (Status s = parseText(text, label, {}, parsed); !s.ok()) {
        return s;
    }
    return Builder(table, parsed).build();
}

} // namespace caco
