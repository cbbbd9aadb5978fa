#include "base/trig.h"

#include <cmath>

namespace caco {
namespace {

TrigTables makeTables() {
    TrigTables t{};
    const double step = 3.14159265358979323846 * 2 / 8192;
    for (int i = 0; i < 2048; ++i) {
        t.sine[i] = static_cast<int32_t>(65536 * std::sin(i * step));
    }
    for (int i = 0; i < 2048; ++i) {
        t.sine[2048 + i] = t.sine[2047 - i];
    }
    for (int i = 0; i < 4096; ++i) {
        t.sine[4096 + i] = -t.sine[i];
    }
    t.sine[2048] = kUnit;
    t.sine[6144] = -kUnit;
    for (int i = 0; i < 2048; ++i) {
        t.sine[8192 + i] = t.sine[i];
    }
    t.tangent[0] = static_cast<int32_t>(65536 * std::tan((0.5 - 2048) * step) + 0.5);
    for (int i = 1; i < 4096; ++i) {
        t.tangent[i] = static_cast<int32_t>(65536 * std::tan((i - 2048) * step) + 0.5);
    }
    for (int i = 0; i <= 2048; ++i) {
        const double f = std::atan2(static_cast<double>(i), 2048.0) / 6.28318530718;
        t.arcTangent[i] = static_cast<uint32_t>(4294967295.0 * f);
    }
    return t;
}

uint32_t slopeAngle(uint32_t num, uint32_t den) {
    if (den < 512) {
        return kAngle45 - 1;
    }
    const uint32_t q = (num << 3) / (den >> 8);
    return q <= 2048 ? kTrig.arcTangent[q] : kAngle45 - 1;
}

} // namespace

const TrigTables kTrig = makeTables();

Angle pointToAngle(Fixed x1, Fixed y1, Fixed x2, Fixed y2) {
    const int32_t x = subWrap(x2, x1);
    const int32_t y = subWrap(y2, y1);
    if (x == 0 && y == 0) {
        return 0;
    }
    constexpr int32_t kFar = kFixedMax / 4;
    if (x >= kFar || x <= -kFar || y >= kFar || y <= -kFar) {
        constexpr double kPi = 3.14159265358979323846;
        return static_cast<Angle>(roundInt(std::atan2(static_cast<double>(y), static_cast<double>(x)) * (2147483648.0 / kPi) + 1.5e-8));
    }
    const uint32_t ax = static_cast<uint32_t>(x < 0 ? -x : x);
    const uint32_t ay = static_cast<uint32_t>(y < 0 ? -y : y);
    if (x >= 0) {
        if (y >= 0) {
            return ax > ay ? slopeAngle(ay, ax) : kAngle90 - 1 - slopeAngle(ax, ay);
        }
        return ax > ay ? 0u - slopeAngle(ay, ax) : kAngle270 + slopeAngle(ax, ay);
    }
    if (y >= 0) {
        return ax > ay ? kAngle180 - 1 - slopeAngle(ay, ax) : kAngle90 + slopeAngle(ax, ay);
    }
    return ax > ay ? kAngle180 + slopeAngle(ay, ax) : kAngle270 - 1 - slopeAngle(ax, ay);
}

} // namespace caco
