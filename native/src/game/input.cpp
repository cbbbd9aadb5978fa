#include "game/input.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/players.h"
#include "sim/weapons.h"

namespace caco {
namespace {

// Values of the movement keys, walking and with SPEED (simulation.md 4.5).
constexpr int32_t kForwardMove[2] = {25, 50};
constexpr int32_t kSideMove[2] = {24, 40};
constexpr int32_t kFlyMove[2] = {256, 768};
constexpr int32_t kLookSpeed[2] = {450, 512};
constexpr int32_t kTurnSpeed[4] = {640, 1280, 320, 320};
constexpr int32_t kSlowTurnTics = 6;
constexpr int32_t kPitchLimit = 0x78000000;
constexpr int16_t kLandCommand = -32768;

// Sums that become one command.
struct Accumulator {
    int32_t forward = 0, side = 0, fly = 0;
    int32_t yaw = 0, pitch = 0;
    bool turn180 = false, land = false;

    void addYaw(int32_t units) { yaw = subWrap(yaw, static_cast<int32_t>(static_cast<uint32_t>(units) << 16)); }
    void addPitch(int32_t units) {
        const int64_t step = static_cast<int32_t>(static_cast<uint32_t>(units) << 16);
        pitch = static_cast<int32_t>(std::clamp<int64_t>(int64_t{pitch} + step, -kPitchLimit, kPitchLimit));
    }
};

bool isAngleDelta(int b) { return b == button::kLookDelta || b == button::kTurnDelta; }

int32_t floorToInt(double v) { return static_cast<int32_t>(static_cast<int64_t>(std::clamp(std::floor(v), -2147483648.0, 2147483647.0))); }

void applyDelta(int b, const GameConfig& config, InputState& input, Accumulator& sum) {
    double v = input.value[static_cast<size_t>(b)];
    if (isAngleDelta(b)) {
        v = v / 180.0 * 32768.0;
    }
    const double max = config.buttonMax[static_cast<size_t>(b)];
    if (max != 0) {
        const double limit = std::fabs(isAngleDelta(b) ? max / 180.0 * 32768.0 : max);
        if (std::fabs(v) > limit) {
            v = v / std::fabs(v) * limit + 1;
        }
    }
    input.value[static_cast<size_t>(b)] = isAngleDelta(b) ? v / 32768.0 * 180.0 : v;
    const int32_t units = floorToInt(v);
    switch (b) {
        case button::kLookDelta: sum.addPitch(units); break;
        case button::kTurnDelta: sum.addYaw(units); break;
        case button::kForwardDelta: sum.forward = units; break;
        case button::kSideDelta: sum.side = units; break;
        case button::kUpDelta: sum.fly = units; break;
        default: break;
    }
}

void fireOneShot(World& w, Player& p, int b, Accumulator& sum) {
    Actor* pawn = w.resolve(p.pawn);
    if (b == button::kTurn180) {
        sum.turn180 = true;
    } else if (b == button::kLand) {
        sum.land = true;
    } else if (!pawn) {
        return;
    } else if (b >= button::kSelect1 && b <= button::kSelect0) {
        const int slot = b == button::kSelect0 ? 0 : b - button::kSelect1 + 1;
        p.pendingUse = w.refOf(pickSlotWeapon(w, p, slot));
    } else if (b == button::kSelectNext || b == button::kSelectPrev) {
        p.pendingUse = w.refOf(pickNextWeapon(w, p, b == button::kSelectNext ? 1 : -1));
    } else if (b == button::kDropWeapon) {
        p.pendingDrop = p.readyWeapon;
    }
}

// In order of their numbers, whatever the scenario's order.
void readButtons(World& w, Player& p, const GameConfig& config, InputState& input, bool every, Accumulator& sum) {
    static_assert(kButtons <= 64);
    constexpr uint64_t kAll = (uint64_t{1} << kButtons) - 1;
    uint64_t available = every ? kAll : 0;
    for (const int32_t b : config.buttons) {
        available |= uint64_t{1} << b;
    }
    for (; available != 0; available &= available - 1) {
        const int b = std::countr_zero(available);
        const size_t i = static_cast<size_t>(b);
        if (b >= kBinaryButtons) {
            if (input.value[i] != 0) applyDelta(b, config, input, sum);
            continue;
        }
        if (input.value[i] == input.previous[i]) continue;
        const bool down = input.value[i] != 0;
        if (i < input.held.size() && b != button::kTurn180) {
            input.held[i] = down;
        } else if (down) {
            fireOneShot(w, p, b, sum);
        }
    }
    input.previous = input.value;
}

} // namespace

void clearInput(InputState& input) { input = InputState{}; }

TicCommand buildCommand(World& w, int player, const GameConfig& config, InputState& input, bool every) {
    Player& p = w.state->player[player];
    Accumulator sum;
    readButtons(w, p, config, input, every, sum);
    auto held = [&](uint32_t bit) { return input.held[static_cast<size_t>(std::countr_zero(bit))] != 0; };

    const int fast = held(kBtSpeed) ? 1 : 0;
    input.turnHeld = held(kBtRight) || held(kBtLeft) ? input.turnHeld + 1 : 0;
    if (held(kBtStrafe)) {
        if (held(kBtRight)) sum.side += kSideMove[fast];
        if (held(kBtLeft)) sum.side -= kSideMove[fast];
    } else {
        const int speed = fast + (input.turnHeld < kSlowTurnTics ? 2 : 0);
        if (held(kBtRight)) sum.addYaw(kTurnSpeed[speed]);
        if (held(kBtLeft)) sum.addYaw(-kTurnSpeed[speed]);
    }
    if (held(kBtLookUp)) sum.addPitch(kLookSpeed[fast]);
    if (held(kBtLookDown)) sum.addPitch(-kLookSpeed[fast]);
    if (held(kBtMoveUp)) sum.fly += kFlyMove[fast];
    if (held(kBtMoveDown)) sum.fly -= kFlyMove[fast];
    if (held(kBtForward)) sum.forward += kForwardMove[fast];
    if (held(kBtBack)) sum.forward -= kForwardMove[fast];
    if (held(kBtMoveRight)) sum.side += kSideMove[fast];
    if (held(kBtMoveLeft)) sum.side -= kSideMove[fast];

    TicCommand cmd{};
    cmd.pitch = static_cast<int16_t>(sum.pitch >> 16);
    if (sum.land) {
        sum.fly = kLandCommand;
    }
    cmd.forward = static_cast<int16_t>(std::clamp(sum.forward, -kForwardMove[1], kForwardMove[1]) * 256);
    cmd.side = static_cast<int16_t>(std::clamp(sum.side, -kForwardMove[1], kForwardMove[1]) * 256);
    cmd.yaw = static_cast<int16_t>(sum.yaw >> 16);
    cmd.up = static_cast<int16_t>(sum.fly);
    for (size_t b = 0; b < input.held.size(); ++b) {
        if (input.held[b]) cmd.buttons |= 1u << b;
    }
    if (sum.turn180) cmd.buttons |= kBtTurn180;
    return cmd;
}

} // namespace caco
