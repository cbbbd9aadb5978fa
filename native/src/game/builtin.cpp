#include "game/builtin.h"

#include "game/text.h"

namespace caco {
namespace {

#include "generated/scenarios.inc"

constexpr BuiltinScenario kScenarios[] = {{"battle", kBattleWad, kBattleConfig}};

} // namespace

const BuiltinScenario* findBuiltinScenario(std::string_view name) {
    for (const BuiltinScenario& scenario : kScenarios) {
        if (foldName(scenario.name) == foldName(name)) {
            return &scenario;
        }
    }
    return nullptr;
}

} // namespace caco
