// Text over the view: notify lines in the upper left corner and centre messages (renderer.md 5.8).
#pragma once

#include <array>

#include "render/render_context.h"
#include "sim/notices.h"

namespace caco {

struct MessageFont {
    std::array<const Picture*, 128> glyph{};    // null = a blank
    std::array<uint8_t, 256> plain{}, red{};    // colour of a texel
    int32_t height = 0;                         // line advance
    bool empty = true;
};
void makeMessageFont(const Assets& assets, MessageFont& out);

// Takes in what was said since the last call and draws what is still shown. `messages` is the setting: without it there are
// no notify lines, and centre messages stay until the next one.
void drawMessages(World& w, int player, const ViewGeometry& g, bool messages, const MessageFont& font, DrawTarget& target);

} // namespace caco
