#include "render/gray_resize.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "render/renderer.h"
#include "support/wad_builder.h"

namespace caco::test {
namespace {

Assets rampAssets() {
    Assets assets;
    for (size_t i = 0; i < 256; ++i) {
        assets.palette[i] = {static_cast<uint8_t>(i), static_cast<uint8_t>(255 - i), static_cast<uint8_t>(i * 7)};
    }
    return assets;
}

std::vector<uint8_t> noise(size_t count) {
    TestRandom random(count);
    std::vector<uint8_t> bytes(count);
    for (uint8_t& b : bytes) {
        b = static_cast<uint8_t>(random.below(256));
    }
    return bytes;
}

std::vector<uint8_t> resized(const Assets& assets, const std::vector<uint8_t>& in, int w, int h, int outW, int outH) {
    const GrayResize resize(assets, w, h, outW, outH);
    std::vector<uint64_t> scratch(resize.scratchBytes() / 8 + 1);
    std::vector<uint8_t> out(static_cast<size_t>(outW * outH) + 1, 0xCD);
    resize.run(in.data(), out.data(), reinterpret_cast<uint8_t*>(scratch.data()));
    EXPECT_EQ(out.back(), 0xCD) << "wrote past the end";
    out.pop_back();
    return out;
}

int64_t overlap(int64_t i, int64_t n, int64_t I, int64_t N) {
    return std::max<int64_t>(0, std::min((i + 1) * N, (I + 1) * n) - std::max(i * N, I * n));
}

// The definition, word by word.
std::vector<uint8_t> defined(const std::vector<uint8_t>& gray, int w, int h, int outW, int outH) {
    std::vector<uint8_t> out;
    for (int Y = 0; Y < outH; ++Y) {
        for (int X = 0; X < outW; ++X) {
            int64_t sum = 0;
            for (int y = 0; y < h; ++y) {
                for (int x = 0; x < w; ++x) {
                    sum += gray[static_cast<size_t>(y * w + x)] * overlap(x, w, X, outW) * overlap(y, h, Y, outH);
                }
            }
            const int64_t area = int64_t{w} * h;
            out.push_back(static_cast<uint8_t>((2 * sum + area) / (2 * area)));
        }
    }
    return out;
}

TEST(GrayResize, IsTheAreaMeanOfItsDefinition) {
    const Assets assets = rampAssets();
    const int sizes[][4] = {{40, 30, 21, 21}, {40, 30, 40, 30}, {40, 30, 20, 15}, {40, 30, 1, 1}, {40, 30, 67, 45}, {33, 25, 7, 24}, {1, 1, 5, 3}, {64, 24, 63, 23}};
    for (const auto& s : sizes) {
        const auto in = noise(static_cast<size_t>(s[0] * s[1]));
        std::vector<uint8_t> gray(in.size());
        convertFrame(assets, in.data(), s[0], s[1], ScreenFormat::Gray8, gray.data());
        EXPECT_EQ(resized(assets, in, s[0], s[1], s[2], s[3]), defined(gray, s[0], s[1], s[2], s[3]))
            << s[0] << "x" << s[1] << " to " << s[2] << "x" << s[3];
    }
}

TEST(GrayResize, TheSameSizeIsGray8) {
    const Assets assets = rampAssets();
    const auto in = noise(160 * 120);
    std::vector<uint8_t> gray(in.size());
    convertFrame(assets, in.data(), 160, 120, ScreenFormat::Gray8, gray.data());
    EXPECT_EQ(resized(assets, in, 160, 120, 160, 120), gray);
}

TEST(GrayResize, TheLargestFrameDoesNotOverflow) {
    Assets assets;
    assets.palette.fill({255, 255, 255});
    const std::vector<uint8_t> in(1920 * 1200, 3);
    std::vector<uint8_t> white(1);
    convertFrame(assets, in.data(), 1, 1, ScreenFormat::Gray8, white.data());
    for (const uint8_t value : resized(assets, in, 1920, 1200, 84, 84)) {
        ASSERT_EQ(value, white[0]);
    }
}

}  // namespace
}  // namespace caco::test
