// The world's view section while one seat's view is drawn or ticked: each player has a part of his own.
#pragma once

#include "sim/world.h"

namespace caco {

class SeatView {
public:
    SeatView(World& w, int player, uint32_t stride) : world_(w), memory_(w.viewMemory), bytes_(w.viewBytes) {
        w.viewMemory += static_cast<size_t>(player) * stride;
        w.viewBytes = stride;
    }
    ~SeatView() {
        world_.viewMemory = memory_;
        world_.viewBytes = bytes_;
    }
    SeatView(const SeatView&) = delete;
    SeatView& operator=(const SeatView&) = delete;

private:
    World& world_;
    std::byte* memory_;
    uint32_t bytes_;
};

} // namespace caco
