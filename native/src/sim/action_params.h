// Parameters of actions and the literals that state tables give for them (actors.md section 2, `actions`).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/builtin_tables.h"
#include "sim/classes.h"

namespace caco {

// Parameters by action name with its "A_" (case-insensitive); false for an unknown action. A last parameter of type
// "..." repeats the one before.
bool actionParams(std::string_view action, std::span<const BuiltinParam>& out);
// One literal (number, class, label, row offset or name, quotes removed) as an argument of the type. `owner` gives
// state offsets a meaning only at the call. False: the literal does not fit; for the type "class" it may also name a
// class that does not exist (yet).
bool actionArg(ClassTable& table, std::string_view type, std::string_view literal, ActionArg& out);
// Appends the arguments of one call to table.args, missing ones with their defaults. Parameter types come from the
// action; line specials take up to five integers. False, with the number of the faulty argument, when something does
// not fit.
bool appendActionArgs(ClassTable& table, std::string_view action, std::span<const std::string> literals, State& state,
                      size_t& faulty);

// Integer and float constants of action arguments (SXF_..., CHAN_...).
bool actionConstant(std::string_view name, double& value);

}  // namespace caco
