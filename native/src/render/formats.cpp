// Palette indices to the screen formats of the interface (renderer.md 6.2).
#include <array>
#include <cstring>

#include "render/renderer.h"

namespace caco {
namespace {

// Interleaved pixels of four bytes, ready in memory order.
void convertWords(const std::array<uint32_t, 256>& word, const uint8_t* in, size_t count, uint8_t* out) {
    for (size_t i = 0; i < count; ++i) {
        std::memcpy(out + 4 * i, &word[in[i]], 4);
    }
}

std::array<uint32_t, 256> makeWords(const Assets& assets, ScreenFormat format) {
    std::array<uint32_t, 256> words{};
    for (size_t i = 0; i < 256; ++i) {
        const Rgb c = assets.palette[i];
        uint8_t bytes[4] = {};
        switch (format) {
            case ScreenFormat::Rgba32:
                bytes[0] = c.r, bytes[1] = c.g, bytes[2] = c.b, bytes[3] = 255;
                break;
            case ScreenFormat::Bgra32:
                bytes[0] = c.b, bytes[1] = c.g, bytes[2] = c.r, bytes[3] = 255;
                break;
            case ScreenFormat::Argb32:
                bytes[0] = 255, bytes[1] = c.r, bytes[2] = c.g, bytes[3] = c.b;
                break;
            case ScreenFormat::Abgr32:
                bytes[0] = 255, bytes[1] = c.b, bytes[2] = c.g, bytes[3] = c.r;
                break;
            case ScreenFormat::Bgr24:
                bytes[0] = c.b, bytes[1] = c.g, bytes[2] = c.r;
                break;
            default:
                bytes[0] = c.r, bytes[1] = c.g, bytes[2] = c.b;
                break;
        }
        std::memcpy(&words[i], bytes, 4);
    }
    return words;
}

void convertTriples(const Assets& assets, ScreenFormat format, const uint8_t* in, size_t count, uint8_t* out) {
    const std::array<uint32_t, 256> word = makeWords(assets, format);
    size_t i = 0;
    // The fourth byte of each store is overwritten by the next pixel; the last pixel must not write past the end.
    for (; i + 1 < count; ++i) {
        std::memcpy(out + 3 * i, &word[in[i]], 4);
    }
    if (i < count) {
        std::memcpy(out + 3 * i, &word[in[i]], 3);
    }
}

std::array<uint8_t, 256> channelTable(const Assets& assets, int channel) {
    std::array<uint8_t, 256> table{};
    for (size_t i = 0; i < 256; ++i) {
        const Rgb c = assets.palette[i];
        table[i] = channel == 0 ? c.r : channel == 1 ? c.g : c.b;
    }
    return table;
}

void convertBytes(const std::array<uint8_t, 256>& table, const uint8_t* in, size_t count, uint8_t* out) {
    for (size_t i = 0; i < count; ++i) {
        out[i] = table[in[i]];
    }
}

void convertPlanes(const Assets& assets, const int order[3], const uint8_t* in, size_t count, uint8_t* out) {
    for (size_t p = 0; p < 3; ++p) {
        convertBytes(channelTable(assets, order[p]), in, count, out + p * count);
    }
}

std::array<uint8_t, 256> grayTable(const Assets& assets) {
    std::array<uint8_t, 256> table{};
    for (size_t i = 0; i < 256; ++i) {
        const Rgb c = assets.palette[i];
        table[i] = static_cast<uint8_t>(0.21 * c.r + 0.72 * c.g + 0.07 * c.b);
    }
    return table;
}

}  // namespace

int32_t bytesPerPixel(ScreenFormat format) {
    switch (format) {
        case ScreenFormat::Gray8:
        case ScreenFormat::Doom256:
            return 1;
        case ScreenFormat::Rgba32:
        case ScreenFormat::Argb32:
        case ScreenFormat::Bgra32:
        case ScreenFormat::Abgr32:
            return 4;
        default:
            return 3;
    }
}

void convertFrame(const Assets& assets, const uint8_t* indices, int32_t width, int32_t height, ScreenFormat format,
                  uint8_t* out) {
    const size_t count = static_cast<size_t>(width) * static_cast<size_t>(height);
    static constexpr int kRgbOrder[3] = {0, 1, 2};
    static constexpr int kBgrOrder[3] = {2, 1, 0};
    switch (format) {
        case ScreenFormat::Crcgcb:
            convertPlanes(assets, kRgbOrder, indices, count, out);
            break;
        case ScreenFormat::Cbcgcr:
            convertPlanes(assets, kBgrOrder, indices, count, out);
            break;
        case ScreenFormat::Rgb24:
        case ScreenFormat::Bgr24:
            convertTriples(assets, format, indices, count, out);
            break;
        case ScreenFormat::Rgba32:
        case ScreenFormat::Argb32:
        case ScreenFormat::Bgra32:
        case ScreenFormat::Abgr32:
            convertWords(makeWords(assets, format), indices, count, out);
            break;
        case ScreenFormat::Gray8:
            convertBytes(grayTable(assets), indices, count, out);
            break;
        case ScreenFormat::Doom256:
            std::memcpy(out, indices, count);
            break;
    }
}

}  // namespace caco
