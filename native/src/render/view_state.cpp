#include "render/view_state.h"

#include <cstring>

namespace caco {

static_assert(sizeof(ViewState) % alignof(uint64_t) == 0, "the bit sets follow the struct directly");

namespace {

uint32_t wordsFor(size_t bits) {
    return static_cast<uint32_t>((bits + 63) / 64);
}

}  // namespace

uint32_t viewStateBytes(const Level& level) {
    const uint32_t words = wordsFor(level.lines.size()) + wordsFor(level.renderNodes.subSectors.size());
    return static_cast<uint32_t>(sizeof(ViewState)) + words * static_cast<uint32_t>(sizeof(uint64_t));
}

void resetViewState(World& w) {
    ViewState& view = viewState(w);
    const int32_t fuzzPosition = view.fuzzPosition;
    const Fixed bobGate = view.bobGate;
    const int32_t depthRegister = view.depthRegister;
    std::memset(w.viewMemory, 0, w.viewBytes);
    view.fuzzPosition = fuzzPosition;
    view.bobGate = bobGate;
    view.depthRegister = depthRegister;
    view.lineWords = wordsFor(w.level->lines.size());
    view.subSectorWords = wordsFor(w.level->renderNodes.subSectors.size());
    view.hud.readyAmmo = -1;
    view.hud.readyAmmoNext = -1;
    view.hud.faceState = -1;
    view.hud.lastHealth = -1;
    view.hud.lastDirection = 1;
    view.hud.faceNormal = 1;
}

}  // namespace caco
