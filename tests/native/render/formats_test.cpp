// Screen formats against the formulas of renderer.md 6.2, pixel by pixel.
#include <gtest/gtest.h>

#include <vector>

#include "render/renderer.h"

namespace caco {
namespace {

constexpr int32_t kWidth = 19, kHeight = 17;  // odd, so that no vector width divides a row
constexpr size_t kPixels = kWidth * kHeight;

Assets makePalette() {
    Assets assets;
    for (size_t i = 0; i < 256; ++i) {
        assets.palette[i] = {static_cast<uint8_t>(i * 7 + 3), static_cast<uint8_t>(i * 13 + 5),
                             static_cast<uint8_t>(255 - i)};
    }
    return assets;
}

std::vector<uint8_t> makeFrame() {
    std::vector<uint8_t> frame(kPixels);
    for (size_t i = 0; i < kPixels; ++i) {
        frame[i] = static_cast<uint8_t>(i * 31 + 11);
    }
    return frame;
}

std::vector<uint8_t> convert(const Assets& assets, ScreenFormat format) {
    constexpr uint8_t kGuard = 0xA5;
    const size_t size = kPixels * static_cast<size_t>(bytesPerPixel(format));
    std::vector<uint8_t> out(size + 4, kGuard);
    convertFrame(assets, makeFrame().data(), kWidth, kHeight, format, out.data());
    for (size_t i = size; i < out.size(); ++i) {
        EXPECT_EQ(out[i], kGuard) << "wrote past the end";
    }
    out.resize(size);
    return out;
}

enum Channel { R, G, B, A };
uint8_t channel(Rgb c, Channel which) {
    return which == R ? c.r : which == G ? c.g : which == B ? c.b : 255;
}

void expectInterleaved(ScreenFormat format, const std::vector<Channel>& order) {
    const Assets assets = makePalette();
    const std::vector<uint8_t> frame = makeFrame(), out = convert(assets, format);
    ASSERT_EQ(static_cast<size_t>(bytesPerPixel(format)), order.size());
    for (size_t i = 0; i < kPixels; ++i) {
        for (size_t k = 0; k < order.size(); ++k) {
            ASSERT_EQ(out[i * order.size() + k], channel(assets.palette[frame[i]], order[k]))
                << "pixel " << i << " byte " << k;
        }
    }
}

void expectPlanes(ScreenFormat format, const std::vector<Channel>& order) {
    const Assets assets = makePalette();
    const std::vector<uint8_t> frame = makeFrame(), out = convert(assets, format);
    ASSERT_EQ(out.size(), kPixels * 3);
    for (size_t p = 0; p < 3; ++p) {
        for (size_t i = 0; i < kPixels; ++i) {
            ASSERT_EQ(out[p * kPixels + i], channel(assets.palette[frame[i]], order[p]))
                << "plane " << p << " pixel " << i;
        }
    }
}

TEST(Formats, InterleavedOrders) {
    expectInterleaved(ScreenFormat::Rgb24, {R, G, B});
    expectInterleaved(ScreenFormat::Bgr24, {B, G, R});
    expectInterleaved(ScreenFormat::Rgba32, {R, G, B, A});
    expectInterleaved(ScreenFormat::Bgra32, {B, G, R, A});
    expectInterleaved(ScreenFormat::Argb32, {A, R, G, B});
    expectInterleaved(ScreenFormat::Abgr32, {A, B, G, R});
}

TEST(Formats, PlanarOrders) {
    expectPlanes(ScreenFormat::Crcgcb, {R, G, B});
    expectPlanes(ScreenFormat::Cbcgcr, {B, G, R});
}

TEST(Formats, Doom256IsTheIndex) {
    EXPECT_EQ(convert(makePalette(), ScreenFormat::Doom256), makeFrame());
}

TEST(Formats, GrayIsTheTruncatedWeightedSum) {
    const Assets assets = makePalette();
    const std::vector<uint8_t> frame = makeFrame(), out = convert(assets, ScreenFormat::Gray8);
    for (size_t i = 0; i < kPixels; ++i) {
        const Rgb c = assets.palette[frame[i]];
        ASSERT_EQ(out[i], static_cast<uint8_t>(0.21 * c.r + 0.72 * c.g + 0.07 * c.b));
    }
}

}  // namespace
}  // namespace caco
