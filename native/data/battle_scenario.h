// The built-in scenario "battle": a walled square full of imps that come back, medikits and clips. Standard library only.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace caco {

std::vector<uint8_t> makeBattleWad();
std::string_view battleConfig();

} // namespace caco
