// 16.16 fixed point with two's-complement wrap-around (simulation.md, notation and section 1).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace caco {

using Fixed = int32_t;
using Angle = uint32_t; // binary angle, 2^32 = full circle, 0 = east, counter-clockwise

inline constexpr Fixed kUnit = 65536;
inline constexpr Fixed kFixedMax = 0x7FFFFFFF;
inline constexpr Fixed kFixedMin = INT32_MIN;
inline constexpr Angle kAngle45 = 0x20000000;
inline constexpr Angle kAngle90 = 0x40000000;
inline constexpr Angle kAngle180 = 0x80000000;
inline constexpr Angle kAngle270 = 0xC0000000;
inline constexpr Angle kAngle1 = kAngle45 / 45; // 11930464
inline constexpr int32_t kTicRate = 35;

constexpr int32_t wrap32(int64_t v) {
    return static_cast<int32_t>(static_cast<uint32_t>(static_cast<uint64_t>(v)));
}
constexpr int32_t addWrap(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}
constexpr int32_t subWrap(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) - static_cast<uint32_t>(b));
}
constexpr int32_t mulWrap(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) * static_cast<uint32_t>(b));
}
constexpr int32_t negWrap(int32_t a) { return static_cast<int32_t>(0u - static_cast<uint32_t>(a)); }
constexpr int32_t absWrap(int32_t a) { return a < 0 ? negWrap(a) : a; }

template <int N> constexpr int32_t mulShift(int32_t a, int32_t b) {
    return wrap32((static_cast<int64_t>(a) * b) >> N);
}
constexpr int32_t mul16(int32_t a, int32_t b) { return mulShift<16>(a, b); }

// (a*b + c*d) >> N with the sum in 64 bits.
template <int N> constexpr int32_t dmulShift(int32_t a, int32_t b, int32_t c, int32_t d) {
    const uint64_t sum = static_cast<uint64_t>(static_cast<int64_t>(a) * b) + static_cast<uint64_t>(static_cast<int64_t>(c) * d);
    return wrap32(static_cast<int64_t>(sum) >> N);
}
constexpr int32_t dmul16(int32_t a, int32_t b, int32_t c, int32_t d) { return dmulShift<16>(a, b, c, d); }
constexpr int32_t dmul32(int32_t a, int32_t b, int32_t c, int32_t d) { return dmulShift<32>(a, b, c, d); }

// Truncating a*b/c in 64 bits; c must not be 0 (callers that can meet 0 test it as the spec says).
constexpr int32_t scale(int32_t a, int32_t b, int32_t c) {
    return wrap32((static_cast<int64_t>(a) * b) / c);
}

// Saturating division with N fractional bits: also covers b == 0.
template <int N> constexpr int32_t safeDivShift(int32_t a, int32_t b) {
    const uint32_t ua = static_cast<uint32_t>(absWrap(a));
    const uint32_t ub = static_cast<uint32_t>(absWrap(b));
    if ((ua >> (31 - N)) >= ub) {
        return (a ^ b) < 0 ? kFixedMin : kFixedMax;
    }
    return wrap32((static_cast<int64_t>(a) * (int64_t{1} << N)) / b);
}
constexpr int32_t div16(int32_t a, int32_t b) { return safeDivShift<16>(a, b); }

// Plain truncating division with N fractional bits; b must not be 0.
template <int N> constexpr int32_t divShift(int32_t a, int32_t b) {
    return wrap32(static_cast<int64_t>(static_cast<uint64_t>(static_cast<int64_t>(a)) << N) / b);
}

// Nearest 16.16 value of v, ties to even, by one double addition (simulation.md notation).
inline int32_t toFixed(double v) {
    return static_cast<int32_t>(static_cast<uint32_t>(std::bit_cast<uint64_t>(v + 6755399441055744.0 / 65536.0)));
}
// Nearest integer of v, ties to even, wrapping modulo 2^32.
inline int32_t roundInt(double v) {
    return static_cast<int32_t>(static_cast<uint32_t>(std::bit_cast<uint64_t>(v + 6755399441055744.0)));
}

// Octagonal distance estimate (simulation.md 1.5).
constexpr Fixed approxDistance(Fixed dx, Fixed dy) {
    dx = absWrap(dx);
    dy = absWrap(dy);
    return dx < dy ? wrap32(int64_t{dx} + dy - (dx >> 1)) : wrap32(int64_t{dx} + dy - (dy >> 1));
}

} // namespace caco
