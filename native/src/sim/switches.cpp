// Switch textures and the buttons that revert them (simulation.md 5.12.2).
#include <string>

#include "sim/lines.h"

namespace caco {
namespace {

constexpr int32_t kButtonTics = 35;

// The other picture of a switch; kNoTexture when the texture is no switch.
TextureId partnerOf(const Assets& assets, TextureId texture) {
    for (const SwitchPair& pair : assets.switches) {
        if (pair.off == texture) return pair.on;
        if (pair.on == texture) return pair.off;
    }
    return kNoTexture;
}

void startButton(World& w, int32_t side, int32_t tier, TextureId revertTo) {
    Button* free = nullptr;
    for (Button& b : w.state->button) {
        if (b.tics > 0 && b.side == side && b.tier == tier) {
            return;  // still reverting
        }
        if (b.tics == 0 && !free) {
            free = &b;
        }
    }
    if (free) {
        *free = {side, tier, revertTo, kButtonTics};
    } else {
        w.report("more than " + std::to_string(kMaxButtons) +
                 " switches are pressed at once; one of them keeps its picture");
    }
}

}  // namespace

bool changeSwitchTexture(World& w, int32_t side, bool repeatable) {
    for (int32_t tier : {kTop, kMiddle, kBottom}) {
        TextureId& shown = w.sides[side].texture[tier];
        const TextureId other = shown == kNoTexture ? kNoTexture : partnerOf(*w.assets, shown);
        if (other == kNoTexture) {
            continue;
        }
        if (repeatable) {
            startButton(w, side, tier, shown);
        }
        shown = other;
        return true;
    }
    return false;
}

void tickButtons(World& w) {
    for (Button& b : w.state->button) {
        if (b.tics > 0 && --b.tics == 0) {
            w.sides[b.side].texture[b.tier] = b.texture;
        }
    }
}

}  // namespace caco
