// Declarations of all implemented actions.
#pragma once

#include "sim/action_list.h"
#include "sim/actions.h"

namespace caco {

#define CACO_DECLARE_ACTION(name) void act##name(World& w, ActionCall& call);
CACO_IMPLEMENTED_ACTIONS(CACO_DECLARE_ACTION)
#undef CACO_DECLARE_ACTION

} // namespace caco
