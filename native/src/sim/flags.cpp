#include "sim/flags.h"

namespace caco {
namespace {

struct FlagName {
    std::string_view name;
    Flag flag;
};
constexpr FlagName kNames[] = {
#define CACO_FLAG_NAME(name) {#name, Flag::name},
    CACO_FLAGS(CACO_FLAG_NAME)
#undef CACO_FLAG_NAME
};

constexpr char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

// Prefixed names hold a dot in text and an underscore in the enumeration.
bool sameName(std::string_view text, std::string_view name) {
    if (text.size() != name.size()) return false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = upper(text[i]);
        if (c != name[i] && !(c == '.' && name[i] == '_')) return false;
    }
    return true;
}

// Marks of play that no definition may set.
bool isRunTimeMark(Flag f) {
    switch (f) {
        case Flag::BOSSSPAWNED:
        case Flag::KILLED:
        case Flag::CRASHED:
        case Flag::ONMOBJ:
        case Flag::AVOIDINGDROPOFF:
            return true;
        default:
            return false;
    }
}

}  // namespace

bool flagByName(std::string_view name, Flag& out) {
    for (const FlagName& entry : kNames) {
        if (sameName(name, entry.name) && !isRunTimeMark(entry.flag)) {
            out = entry.flag;
            return true;
        }
    }
    return false;
}

}  // namespace caco
