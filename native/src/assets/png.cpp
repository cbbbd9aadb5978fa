// PNG pictures turned into palette indices (renderer.md 1.3).
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "assets/pictures.h"

namespace caco {

namespace {

enum ColorType : uint8_t { kGrey = 0, kTrueColor = 2, kPaletted = 3, kGreyAlpha = 4, kTrueColorAlpha = 6 };

struct PngHeader {
    int32_t width = 0, height = 0;
    int32_t bitDepth = 0;
    uint8_t colorType = 0;
    bool interlaced = false;
    int32_t channels = 1;
};

struct PngFile {
    PngHeader header;
    std::vector<uint8_t> packed;  // all IDAT bytes
    std::vector<Rgb> palette;
    std::vector<uint8_t> transparency;
    int32_t left = 0, top = 0;  // grAb
};

uint32_t big32(const uint8_t* p) {
    return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | uint32_t{p[3]};
}

bool validDepth(uint8_t colorType, int32_t depth) {
    switch (colorType) {
        case kGrey:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
        case kPaletted:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8;
        case kTrueColor:
        case kGreyAlpha:
        case kTrueColorAlpha:
            return depth == 8 || depth == 16;
        default:
            return false;
    }
}

std::string parseHeader(std::span<const uint8_t> body, PngHeader& h) {
    if (body.size() != 13) {
        return "the PNG header has " + std::to_string(body.size()) + " bytes instead of 13";
    }
    const uint32_t width = big32(&body[0]);
    const uint32_t height = big32(&body[4]);
    if (width < 1 || height < 1 || width > kMaxPictureSide || height > kMaxPictureSide) {
        return "the PNG is " + std::to_string(width) + " x " + std::to_string(height) + "; each side must be 1.." +
               std::to_string(kMaxPictureSide);
    }
    h.width = static_cast<int32_t>(width);
    h.height = static_cast<int32_t>(height);
    h.bitDepth = body[8];
    h.colorType = body[9];
    if (!validDepth(h.colorType, h.bitDepth) || body[10] != 0 || body[11] != 0 || body[12] > 1) {
        return "the PNG header names a format that does not exist (colour type " + std::to_string(h.colorType) +
               ", depth " + std::to_string(h.bitDepth) + ")";
    }
    h.interlaced = body[12] == 1;
    h.channels = h.colorType == kTrueColor ? 3 : h.colorType == kGreyAlpha ? 2 : h.colorType == kTrueColorAlpha ? 4 : 1;
    return {};
}

std::string parseChunks(std::span<const uint8_t> data, PngFile& png) {
    size_t pos = 8;
    bool ended = false;
    while (!ended) {
        if (data.size() - pos < 12) {
            return "the PNG ends without an IEND chunk";
        }
        const uint32_t length = big32(&data[pos]);
        const uint8_t* type = &data[pos + 4];
        if (length > data.size() - pos - 12) {
            return "a PNG chunk of " + std::to_string(length) + " bytes runs past the lump's " +
                   std::to_string(data.size()) + " bytes";
        }
        const auto body = data.subspan(pos + 8, length);
        const auto is = [type](const char* name) { return std::memcmp(type, name, 4) == 0; };
        if (pos == 8) {
            std::string error = is("IHDR") ? parseHeader(body, png.header) : "the PNG does not start with its header";
            if (!error.empty()) {
                return error;
            }
        } else if (is("PLTE")) {
            for (size_t i = 0; i + 2 < body.size() && png.palette.size() < 256; i += 3) {
                png.palette.push_back({body[i], body[i + 1], body[i + 2]});
            }
        } else if (is("tRNS")) {
            png.transparency.assign(body.begin(), body.end());
        } else if (is("grAb") && body.size() >= 8) {
            const auto clampOffset = [](uint32_t v) { return std::clamp(static_cast<int32_t>(v), -32768, 32767); };
            png.left = clampOffset(big32(&body[0]));
            png.top = clampOffset(big32(&body[4]));
        } else if (is("IDAT")) {
            png.packed.insert(png.packed.end(), body.begin(), body.end());
        } else if (is("IEND")) {
            ended = true;
        }
        pos += 12 + size_t{length};
    }
    return {};
}

struct Pass {
    int32_t x0, y0, dx, dy;
};
constexpr Pass kWholePicture[] = {{0, 0, 1, 1}};
constexpr Pass kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                           {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

std::span<const Pass> passesOf(const PngHeader& h) {
    return h.interlaced ? std::span<const Pass>(kAdam7) : std::span<const Pass>(kWholePicture);
}
int32_t passSize(int32_t whole, int32_t start, int32_t step) {
    return whole <= start ? 0 : (whole - start + step - 1) / step;
}
size_t rowBytes(const PngHeader& h, int32_t width) {
    return (static_cast<size_t>(width) * static_cast<size_t>(h.channels * h.bitDepth) + 7) / 8;
}

size_t unpackedSize(const PngHeader& h) {
    size_t total = 0;
    for (const Pass& pass : passesOf(h)) {
        const int32_t width = passSize(h.width, pass.x0, pass.dx);
        const int32_t height = passSize(h.height, pass.y0, pass.dy);
        if (width > 0 && height > 0) {
            total += static_cast<size_t>(height) * (1 + rowBytes(h, width));
        }
    }
    return total;
}

uint8_t paeth(int32_t a, int32_t b, int32_t c) {
    const int32_t p = a + b - c;
    const int32_t pa = std::abs(p - a), pb = std::abs(p - b), pc = std::abs(p - c);
    return static_cast<uint8_t>(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

// Undoes the row filter in place. `above` is the previous unfiltered row of the pass or empty.
bool unfilter(uint8_t filter, std::span<uint8_t> row, std::span<const uint8_t> above, size_t pixelBytes) {
    if (filter > 4) {
        return false;
    }
    for (size_t i = 0; i < row.size(); ++i) {
        const int32_t a = i >= pixelBytes ? row[i - pixelBytes] : 0;
        const int32_t b = above.empty() ? 0 : above[i];
        const int32_t c = i >= pixelBytes && !above.empty() ? above[i - pixelBytes] : 0;
        int32_t add = 0;
        switch (filter) {
            case 1:
                add = a;
                break;
            case 2:
                add = b;
                break;
            case 3:
                add = (a + b) / 2;
                break;
            case 4:
                add = paeth(a, b, c);
                break;
            default:
                break;
        }
        row[i] = static_cast<uint8_t>(row[i] + add);
    }
    return true;
}

// Palette index of every possible 8-bit sample of paletted and grey pictures.
std::array<uint8_t, 256> sampleIndices(const PngFile& png, const TexelMaps& maps) {
    std::array<uint8_t, 256> result{};
    const PngHeader& h = png.header;
    if (h.colorType == kPaletted) {
        for (size_t i = 0; i < png.palette.size(); ++i) {
            if (i < png.transparency.size() && png.transparency[i] < 128) {
                continue;
            }
            const Rgb c = png.palette[i];
            size_t exact = 0;
            while (exact < 256 && (maps.colors.palette[exact].r != c.r || maps.colors.palette[exact].g != c.g ||
                                   maps.colors.palette[exact].b != c.b)) {
                ++exact;
            }
            result[i] = exact < 256 ? maps.colors.remap[exact] : maps.colors.nearest(c.r, c.g, c.b);
        }
        return result;
    }
    const int32_t levels = h.bitDepth >= 8 ? 255 : (1 << h.bitDepth) - 1;
    for (int32_t i = 0; i <= levels; ++i) {
        const int32_t grey = i * 255 / levels;
        result[static_cast<size_t>(i)] = maps.colors.nearest(grey, grey, grey);
    }
    if (h.colorType == kGrey && png.transparency.size() >= 2) {
        const size_t key = h.bitDepth == 16 ? png.transparency[0] : png.transparency[1];
        result[key & 255] = 0;
    }
    return result;
}

struct RowReader {
    const PngFile& png;
    const TexelMaps& maps;
    std::array<uint8_t, 256> indices;

    uint8_t texel(std::span<const uint8_t> row, int32_t x) const {
        const PngHeader& h = png.header;
        if (h.bitDepth < 8) {
            const size_t bit = static_cast<size_t>(x) * static_cast<size_t>(h.bitDepth);
            const int32_t shift = 8 - h.bitDepth - static_cast<int32_t>(bit & 7);
            return indices[static_cast<size_t>((row[bit >> 3] >> shift) & ((1 << h.bitDepth) - 1))];
        }
        const size_t sample = static_cast<size_t>(h.bitDepth / 8);
        const uint8_t* p = &row[static_cast<size_t>(x) * static_cast<size_t>(h.channels) * sample];
        switch (h.colorType) {
            case kGrey:
            case kPaletted:
                return indices[p[0]];
            case kGreyAlpha:
                return p[sample] < 128 ? uint8_t{0} : indices[p[0]];
            default:
                break;
        }
        if (h.colorType == kTrueColorAlpha && p[3 * sample] < 128) {
            return 0;
        }
        if (h.colorType == kTrueColor && isKeyColor(p, sample)) {
            return 0;
        }
        const int32_t r = p[0], g = p[sample], b = p[2 * sample];
        return maps.colors.rgb32k[static_cast<size_t>((r >> 3) << 10 | (g >> 3) << 5 | b >> 3)];
    }

private:
    bool isKeyColor(const uint8_t* p, size_t sample) const {
        if (png.transparency.size() < 6) {
            return false;
        }
        const uint8_t* key = png.transparency.data();
        return sample == 2 ? std::memcmp(p, key, 6) == 0 : p[0] == key[1] && p[1] == key[3] && p[2] == key[5];
    }
};

}  // namespace

std::string decodePng(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out) {
    if (!isPng(data)) {
        return "not a PNG";
    }
    PngFile png;
    std::string error = parseChunks(data, png);
    if (!error.empty()) {
        return error;
    }
    const PngHeader& h = png.header;
    if (h.colorType == kPaletted && png.palette.empty()) {
        return "the PNG has no palette";
    }
    std::vector<uint8_t> raw;
    const size_t expected = unpackedSize(h);
    const Status status = inflateZlib(png.packed, expected + 64, raw);
    if (!status.ok()) {
        return "the PNG's pixels: " + status.message;
    }
    if (raw.size() < expected) {
        return "the PNG holds " + std::to_string(raw.size()) + " bytes of pixels instead of " +
               std::to_string(expected);
    }
    out.leftOffset = png.left;
    out.topOffset = png.top;
    allocatePicture(out, h.width, h.height);
    const RowReader reader{png, maps, sampleIndices(png, maps)};
    const size_t pixelBytes = std::max<size_t>(1, static_cast<size_t>(h.channels * h.bitDepth) / 8);
    size_t pos = 0;
    for (const Pass& pass : passesOf(h)) {
        const int32_t width = passSize(h.width, pass.x0, pass.dx);
        const int32_t height = passSize(h.height, pass.y0, pass.dy);
        if (width == 0) {
            continue;
        }
        const size_t bytes = rowBytes(h, width);
        std::span<const uint8_t> above;
        for (int32_t j = 0; j < height; ++j) {
            const auto row = std::span(raw).subspan(pos + 1, bytes);
            if (!unfilter(raw[pos], row, above, pixelBytes)) {
                return "the PNG uses row filter " + std::to_string(raw[pos]) + ", which does not exist";
            }
            const auto v = static_cast<size_t>(pass.y0 + j * pass.dy);
            for (int32_t i = 0; i < width; ++i) {
                const auto u = static_cast<size_t>(pass.x0 + i * pass.dx);
                out.pixels[u * static_cast<size_t>(out.columnStride) + v] = reader.texel(row, i);
            }
            above = row;
            pos += bytes + 1;
        }
    }
    finishPicture(out);
    return {};
}

}  // namespace caco
