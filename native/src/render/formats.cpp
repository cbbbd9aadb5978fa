// Palette indices to the screen formats of the interface (renderer.md 6.2).
#include "render/formats.h"

#include <cstring>

namespace caco {
namespace {

constexpr uint8_t kAlpha = 255;

uint8_t gray(Rgb c) { return static_cast<uint8_t>(0.21 * c.r + 0.72 * c.g + 0.07 * c.b); }

// The bytes of a pixel, or of its planes, in memory order: r, g, b, and a for the fourth; y = gray.
const char* byteOrder(ScreenFormat format) {
    switch (format) {
        case ScreenFormat::Crcgcb:
        case ScreenFormat::Rgb24:
            return "rgb";
        case ScreenFormat::Cbcgcr:
        case ScreenFormat::Bgr24:
            return "bgr";
        case ScreenFormat::Rgba32:
            return "rgba";
        case ScreenFormat::Bgra32:
            return "bgra";
        case ScreenFormat::Argb32:
            return "argb";
        case ScreenFormat::Abgr32:
            return "abgr";
        case ScreenFormat::Gray8:
            return "y";
        case ScreenFormat::Doom256:
            break;
    }
    return "";
}

uint8_t component(Rgb c, char which) {
    switch (which) {
        case 'r':
            return c.r;
        case 'g':
            return c.g;
        case 'b':
            return c.b;
        case 'y':
            return gray(c);
        default:
            return kAlpha;
    }
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

FrameConverter::FrameConverter(const Assets& assets, ScreenFormat format, const DrawKernels& kernels)
    : format_(format), kernels_(&kernels) {
    uint8_t* table = tables_.data();
    for (const char* byte = byteOrder(format); *byte; ++byte, table += 256) {
        for (size_t i = 0; i < 256; ++i) {
            table[i] = component(assets.palette[i], *byte);
        }
    }
}

void FrameConverter::convert(const uint8_t* indices, size_t count, uint8_t* out) const {
    const uint8_t* tables = tables_.data();
    switch (format_) {
        case ScreenFormat::Crcgcb:
        case ScreenFormat::Cbcgcr:
            kernels_->mapPlanes(tables, indices, count, out);
            break;
        case ScreenFormat::Rgb24:
        case ScreenFormat::Bgr24:
            kernels_->mapTriples(tables, indices, count, out);
            break;
        case ScreenFormat::Rgba32:
        case ScreenFormat::Argb32:
        case ScreenFormat::Bgra32:
        case ScreenFormat::Abgr32:
            kernels_->mapQuads(tables, indices, count, out);
            break;
        case ScreenFormat::Gray8:
            kernels_->mapBytes(tables, indices, count, out);
            break;
        case ScreenFormat::Doom256:
            std::memcpy(out, indices, count);
            break;
    }
}

void convertFrame(const Assets& assets, const uint8_t* indices, int32_t width, int32_t height, ScreenFormat format,
                  uint8_t* out) {
    const FrameConverter converter(assets, format, defaultKernels());
    converter.convert(indices, static_cast<size_t>(width) * static_cast<size_t>(height), out);
}

}  // namespace caco
