// Settings of a game by the names that users write in game_args and commands: sv_gravity, sv_noautoaim, fraglimit...
#pragma once

#include <span>
#include <string_view>

#include "sim/world.h"

namespace caco {

struct Setting {
    enum class Kind : uint8_t { Flag, Bool, Int, Number, Seconds, Control };
    const char* name;
    Kind kind;
    RuleFlag flag;
    bool NewGame::* boolean;
    int32_t NewGame::* integer;
    float NewGame::* number;
    bool nextGameOnly;      // what is read when a game starts
};

std::span<const Setting> settings();
const Setting* findSetting(std::string_view name);      // case-insensitive
double readSetting(const NewGame& rules, const Setting& s);
// False when `text` is no number (or true/false) in the setting's range.
bool writeSetting(NewGame& rules, const Setting& s, std::string_view text);
// Makes a changed setting count in the running game.
void applySettings(World& w, const NewGame& rules);

} // namespace caco
