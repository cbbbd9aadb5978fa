#include "sim/actions.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "sim/action_functions.h"
#include "sim/lines.h"

namespace caco {
namespace {

struct Entry {
    std::string_view name;  // without "A_"
    ActionFn function;
};

constexpr Entry kEntries[] = {{"", nullptr},
#define CACO_ENTRY(name) {#name, &act##name},
                              CACO_IMPLEMENTED_ACTIONS(CACO_ENTRY)
#undef CACO_ENTRY
#define CACO_ENTRY(name) {#name, nullptr},
                                  CACO_MISSING_ACTIONS(CACO_ENTRY)
#undef CACO_ENTRY
};

// Ids from here on are line specials called as actions.
constexpr int32_t kFirstSpecial = 0x4000;

struct SpecialName {
    std::string_view name;
    int32_t number;
};
constexpr SpecialName kSpecials[] = {{"Door_Close", 10},
                                     {"Door_Open", 11},
                                     {"Door_Raise", 12},
                                     {"Door_LockedRaise", 13},
                                     {"Floor_LowerByValue", 20},
                                     {"Floor_LowerToLowest", 21},
                                     {"Floor_LowerToNearest", 22},
                                     {"Floor_RaiseByValue", 23},
                                     {"Floor_RaiseToHighest", 24},
                                     {"Floor_RaiseToNearest", 25},
                                     {"Plat_DownWaitUpStay", 62},
                                     {"Teleport", 70},
                                     {"Teleport_NoFog", 71},
                                     {"DamageThing", 73},
                                     {"ACS_Execute", 80},
                                     {"ACS_Suspend", 81},
                                     {"ACS_Terminate", 82},
                                     {"ACS_LockedExecute", 83},
                                     {"ACS_ExecuteWithResult", 84},
                                     {"Thing_Damage", 119},
                                     {"Thing_Remove", 132},
                                     {"Thing_Destroy", 133},
                                     {"Thing_ChangeTID", 176},
                                     {"Thing_Hate", 177},
                                     {"ACS_ExecuteAlways", 226},
                                     {"Thing_SetGoal", 229},
                                     {"Exit_Normal", 243},
                                     {"Exit_Secret", 244},
                                     {"HealThing", 248}};

void callSpecial(World& w, ActionCall& call) {
    const int32_t special = w.classes->state(call.state).action - kFirstSpecial;
    int32_t args[5];
    for (int i = 0; i < 5; ++i)
        args[i] = argInt(w, call, i);
    call.result = executeSpecial(w, special, &call.self, kNoIndex, 0, args) != 0;
}

const ActionArg* argOf(const World& w, const ActionCall& call, int n) {
    const State& s = w.classes->state(call.state);
    if (n < 0 || n >= s.argCount) return nullptr;
    return &w.classes->args[static_cast<size_t>(s.firstArg + n)];
}

// random(low, high) as an argument (simulation.md 2.11).
int32_t randomArg(World& w, const ActionArg& a) {
    const int32_t low = std::min(a.value, a.high);
    const int32_t high = std::max(a.value, a.high);
    const uint32_t range = static_cast<uint32_t>(high) - static_cast<uint32_t>(low) + 1u;
    if (range == 0) return low;
    return addWrap(low, static_cast<int32_t>(w.drawStream(a.stream) % range));
}

}  // namespace

int32_t actionByName(std::string_view name) {
    for (const SpecialName& s : kSpecials) {
        if (equalsIgnoreCase(s.name, name)) return kFirstSpecial + s.number;
    }
    if (name.size() < 3 || !equalsIgnoreCase(name.substr(0, 2), "A_")) return name.empty() ? 0 : -1;
    for (size_t i = 1; i < std::size(kEntries); ++i) {
        if (equalsIgnoreCase(kEntries[i].name, name.substr(2))) return static_cast<int32_t>(i);
    }
    return -1;
}

std::string_view actionName(uint16_t id) {
    if (id >= kFirstSpecial) {
        for (const SpecialName& s : kSpecials) {
            if (s.number == id - kFirstSpecial) return s.name;
        }
        return "line special";
    }
    return id < std::size(kEntries) ? kEntries[id].name : std::string_view("?");
}

ActionFn actionFunction(uint16_t id) {
    if (id >= kFirstSpecial) return &callSpecial;
    return id < std::size(kEntries) ? kEntries[id].function : nullptr;
}

void callAction(World& w, ActionCall& call) {
    const uint16_t id = w.classes->state(call.state).action;
    if (id == 0) return;
    if (const ActionFn function = actionFunction(id)) {
        function(w, call);
        return;
    }
    w.state->statusBits |= kErrMissingAction;
    w.report("action A_" + std::string(actionName(id)) + ", called by " + w.info(call.self).name +
             ", is not implemented and did nothing");
}

int32_t argInt(World& w, const ActionCall& call, int n) {
    const ActionArg* a = argOf(w, call, n);
    if (!a) return 0;
    return a->kind == ActionArg::Kind::Random ? randomArg(w, *a) : a->value;
}

Fixed argFixed(World& w, const ActionCall& call, int n) {
    const ActionArg* a = argOf(w, call, n);
    if (!a) return 0;
    switch (a->kind) {
        case ActionArg::Kind::Float:
            return wrap32(static_cast<int64_t>(std::clamp(a->number * 65536.0, -9.0e18, 9.0e18)));
        case ActionArg::Kind::Random:
            return mulWrap(randomArg(w, *a), kUnit);
        default:
            return mulWrap(a->value, kUnit);
    }
}

Angle argAngle(World& w, const ActionCall& call, int n) {
    const double degrees = argFloat(w, call, n);
    const double scaled = std::clamp(degrees * 1073741824.0 / 90.0, -9.0e18, 9.0e18);
    return static_cast<Angle>(static_cast<uint64_t>(static_cast<int64_t>(scaled)));
}

double argFloat(World& w, const ActionCall& call, int n) {
    const ActionArg* a = argOf(w, call, n);
    if (!a) return 0;
    return a->kind == ActionArg::Kind::Random ? static_cast<double>(randomArg(w, *a)) : a->number;
}

ClassId argClass(World& w, const ActionCall& call, int n) {
    const ActionArg* a = argOf(w, call, n);
    return a && a->kind == ActionArg::Kind::Class ? a->value : kNoClass;
}

StateId argState(World& w, const ActionCall& call, int n) {
    const ActionArg* a = argOf(w, call, n);
    if (!a) return kNoState;
    const State& s = w.classes->state(call.state);
    switch (a->kind) {
        case ActionArg::Kind::State:
            return a->value;
        case ActionArg::Kind::Offset: {
            const StateId target = call.state + a->value;
            const ClassInfo& owner = w.info(s.owner);
            return target < owner.firstState + owner.stateCount ? target : kNoState;
        }
        case ActionArg::Kind::Text:
            // The label belongs to the class of the actor that runs the state: the weapon's for weapon sprites.
            return w.classes->findLabel(call.psp >= 0 && call.item ? call.item->cls : call.self.cls,
                                        w.classes->texts[static_cast<size_t>(a->value)], false);
        default:
            return kNoState;
    }
}

}  // namespace caco
