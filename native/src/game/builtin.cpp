#include "game/builtin.h"

namespace caco {

const BuiltinScenario* findBuiltinScenario(std::string_view) { return nullptr; }

} // namespace caco
