#include "render/gray_resize.h"

#include <algorithm>
#include <bit>

namespace caco {
namespace {

constexpr size_t kAlignment = 64;
constexpr int kSumBits = 31; // 2 * sum + area is below 2^31 for frames of at most 1920 x 1200

size_t aligned(size_t n) { return (n + kAlignment - 1) / kAlignment * kAlignment; }

void addRow(const uint8_t* gray, uint32_t weight, size_t count, uint32_t* sums) {
    for (size_t i = 0; i < count; ++i) {
        sums[i] += weight * gray[i];
    }
}

void setRow(const uint8_t* gray, uint32_t weight, size_t count, uint32_t* sums) {
    for (size_t i = 0; i < count; ++i) {
        sums[i] = weight * gray[i];
    }
}

} // namespace

GrayResize::GrayResize(const Assets& assets, int32_t width, int32_t height, int32_t outWidth, int32_t outHeight)
    : gray_(assets, ScreenFormat::Gray8, defaultKernels()), width_(width), height_(height), outWidth_(outWidth), outHeight_(outHeight), columns_(makeAxis(width, outWidth)),
      rows_(makeAxis(height, outHeight)), area_(static_cast<uint32_t>(width) * static_cast<uint32_t>(height)) {
    // floor(n / d) = n * ceil(2^(31+l) / d) >> (31+l) for all n < 2^31, with l = bits of d - 1 rounded up: the error of the
    // reciprocal times n stays below one part in d.
    const uint64_t divisor = 2ull * area_;
    const int bits = static_cast<int>(std::bit_width(divisor - 1));
    shift_ = kSumBits + bits;
    reciprocal_ = ((1ull << shift_) + divisor - 1) / divisor;
}

GrayResize::Axis GrayResize::makeAxis(int32_t from, int32_t to) {
    Axis axis;
    for (int64_t out = 0; out < to; ++out) {
        const int64_t begin = out * from, end = begin + from;
        Span span{static_cast<int32_t>(begin / to), 0, static_cast<uint32_t>(axis.weights.size())};
        for (int64_t in = span.first; in * to < end; ++in) {
            axis.weights.push_back(static_cast<uint32_t>(std::min((in + 1) * to, end) - std::max(in * to, begin)));
            ++span.count;
        }
        axis.spans.push_back(span);
    }
    return axis;
}

size_t GrayResize::scratchBytes() const {
    return aligned(static_cast<size_t>(width_)) + static_cast<size_t>(width_) * sizeof(uint32_t);
}

uint8_t GrayResize::mean(uint32_t sum) const { return static_cast<uint8_t>(((2ull * sum + area_) * reciprocal_) >> shift_); }

void GrayResize::writeRow(const uint32_t* sums, uint8_t* out) const {
    for (int32_t x = 0; x < outWidth_; ++x) {
        const Span& span = columns_.spans[static_cast<size_t>(x)];
        const uint32_t* weights = columns_.weights.data() + span.weightsAt;
        const uint32_t* from = sums + span.first;
        uint32_t sum = 0;
        for (int32_t i = 0; i < span.count; ++i) {
            sum += from[i] * weights[i];
        }
        out[x] = mean(sum);
    }
}

void GrayResize::run(const uint8_t* indices, uint8_t* out, uint8_t* scratch) const {
    const size_t width = static_cast<size_t>(width_);
    uint8_t* const gray = scratch;
    auto* const sums = reinterpret_cast<uint32_t*>(scratch + aligned(width));
    int32_t looked = -1; // the input row whose gray values are in scratch: neighbours share the row on their border
    for (int32_t y = 0; y < outHeight_; ++y) {
        const Span& span = rows_.spans[static_cast<size_t>(y)];
        for (int32_t i = 0; i < span.count; ++i) {
            const int32_t row = span.first + i;
            if (row != looked) {
                gray_.convert(indices + static_cast<size_t>(row) * width, width, gray);
                looked = row;
            }
            const uint32_t weight = rows_.weights[span.weightsAt + static_cast<uint32_t>(i)];
            (i == 0 ? setRow : addRow)(gray, weight, width, sums);
        }
        writeRow(sums, out + static_cast<size_t>(y) * static_cast<size_t>(outWidth_));
    }
}

} // namespace caco
