// DECORATE properties and flags as text -> fields of a class. Shared by the built-in tables and by the DECORATE parser.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/classes.h"

namespace caco {

enum class PropertyResult : uint8_t {
    Ok,
    Cosmetic,  // known, without a meaning here (sounds, messages)
    Unknown,
    BadValue
};

// `key` is case-insensitive, with its prefix ("inventory.amount"). Class names among the values must already be in the
// table. DropItem, StartItem and WeaponSlot append: a caller that replaces inherited lists clears them first.
PropertyResult applyProperty(ClassTable& table, ClassInfo& info, std::string_view key,
                             std::span<const std::string> values);

// "+NAME" or "-NAME"; false for an unknown flag.
bool applyFlag(ClassInfo& info, std::string_view signedName);
// The words "monster", "projectile" (actors.md section 2) and "clearflags"; false when it is none of them.
bool applyCombo(ClassInfo& info, std::string_view word);

// 16.16 value of a DECORATE number: rounded to single, times 65536, truncated.
Fixed decorateFixed(double number);

}  // namespace caco
