#include "assets/pictures.h"

#include <algorithm>
#include <cstring>

namespace caco {

namespace {

// Texels beyond the last column, so that a post may read one texel past the last column's end.
constexpr size_t kSlack = 16;

uint32_t load32(const uint8_t* p) {
    return uint32_t{p[0]} | uint32_t{p[1]} << 8 | uint32_t{p[2]} << 16 | uint32_t{p[3]} << 24;
}
int32_t load16(const uint8_t* p) {
    return static_cast<int16_t>(static_cast<uint16_t>(p[0] | p[1] << 8));
}

void copyTexels(uint8_t* to, const uint8_t* from, size_t count, const TexelMaps& maps) {
    if (maps.onlyZero) {
        const uint8_t zero = maps.colors.remap[0];
        for (size_t i = 0; i < count; ++i) {
            to[i] = from[i] == 0 ? zero : from[i];
        }
    } else {
        for (size_t i = 0; i < count; ++i) {
            to[i] = maps.colors.remap[from[i]];
        }
    }
}

void appendPosts(const uint8_t* column, int32_t height, std::vector<Post>& posts) {
    int32_t v = 0;
    while (v < height) {
        while (v < height && column[v] == 0) {
            ++v;
        }
        if (v == height) {
            return;
        }
        const void* gap = std::memchr(column + v, 0, size_t(height - v));
        const int32_t end = gap ? static_cast<int32_t>(static_cast<const uint8_t*>(gap) - column) : height;
        posts.push_back({static_cast<uint16_t>(v), static_cast<uint16_t>(end - v)});
        v = end;
    }
}

std::string sizeError(int32_t width, int32_t height) {
    return "the picture is " + std::to_string(width) + " x " + std::to_string(height) + "; each side must be 1.." +
           std::to_string(kMaxPictureSide);
}

// The posts of one column at `offset`. A missing end mark at the lump's very end is accepted: old tools cut it.
std::string decodeColumn(std::span<const uint8_t> data, size_t offset, uint8_t* column, int32_t height,
                         const TexelMaps& maps) {
    int32_t top = -1;
    while (offset < data.size() && data[offset] != 255) {
        if (data.size() - offset < 3) {
            return "ends inside a post header";
        }
        const int32_t delta = data[offset];
        const int32_t length = data[offset + 1];
        const size_t first = offset + 3;
        if (data.size() - first < static_cast<size_t>(length)) {
            return "has a post that runs past the lump's " + std::to_string(data.size()) + " bytes";
        }
        top = delta <= top ? top + delta : delta;
        if (top < height && length > 0) {
            copyTexels(column + top, &data[first], size_t(std::min(length, height - top)), maps);
        }
        offset = first + static_cast<size_t>(length) + 1;
    }
    return {};
}

}  // namespace

void allocatePicture(Picture& picture, int32_t width, int32_t height) {
    picture.width = width;
    picture.height = height;
    picture.columnStride = height;
    picture.pixels.assign(static_cast<size_t>(width + 1) * static_cast<size_t>(height) + kSlack, 0);
}

void finishPicture(Picture& picture) {
    const auto stride = static_cast<size_t>(picture.columnStride);
    const auto columns = static_cast<size_t>(picture.width);
    // What follows the last column is shown on single pixels of walls whose height is no power of two: it is 0 in the
    // recorded pictures.
    std::fill(picture.pixels.begin() + std::ptrdiff_t(columns * stride), picture.pixels.end(), uint8_t{0});
    picture.postStart.resize(columns + 1);
    picture.posts.clear();
    picture.posts.reserve(columns);
    for (size_t u = 0; u < columns; ++u) {
        picture.postStart[u] = static_cast<uint32_t>(picture.posts.size());
        if (picture.flat) {
            picture.posts.push_back({0, static_cast<uint16_t>(picture.height)});
        } else {
            appendPosts(&picture.pixels[u * stride], picture.height, picture.posts);
        }
    }
    picture.postStart[columns] = static_cast<uint32_t>(picture.posts.size());
}

bool isPng(std::span<const uint8_t> data) {
    static constexpr uint8_t kSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    return data.size() >= sizeof(kSignature) && std::memcmp(data.data(), kSignature, sizeof(kSignature)) == 0;
}

bool looksLikePatch(std::span<const uint8_t> data) {
    if (data.size() < 13) {
        return false;
    }
    const int32_t width = load16(&data[0]);
    const int32_t height = load16(&data[2]);
    const auto plausible = [](int32_t side) { return side >= 1 && side <= kMaxPictureSide; };
    const auto plausibleOffset = [](int32_t offset) { return offset > -4096 && offset < 4096; };
    if (!plausible(width) || !plausible(height) || !plausibleOffset(load16(&data[4])) ||
        !plausibleOffset(load16(&data[6]))) {
        return false;
    }
    const size_t bodyStart = 8 + static_cast<size_t>(width) * 4;
    if (data.size() <= bodyStart) {
        return false;
    }
    for (size_t u = 0; u < static_cast<size_t>(width); ++u) {
        const uint32_t offset = load32(&data[8 + u * 4]);
        if (offset < bodyStart || offset >= data.size()) {
            return false;
        }
    }
    return true;
}

std::string decodePatch(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out) {
    if (data.size() < 8) {
        return "not a picture: " + std::to_string(data.size()) + " bytes are less than a patch header";
    }
    const int32_t width = load16(&data[0]);
    const int32_t height = load16(&data[2]);
    if (width < 1 || height < 1 || width > kMaxPictureSide || height > kMaxPictureSide) {
        return sizeError(width, height);
    }
    const size_t tableEnd = 8 + static_cast<size_t>(width) * 4;
    if (data.size() < tableEnd) {
        return "the patch's table of " + std::to_string(width) + " columns runs past the lump's " +
               std::to_string(data.size()) + " bytes";
    }
    out.leftOffset = load16(&data[4]);
    out.topOffset = load16(&data[6]);
    allocatePicture(out, width, height);
    for (size_t u = 0; u < static_cast<size_t>(width); ++u) {
        const uint32_t offset = load32(&data[8 + u * 4]);
        if (offset >= data.size()) {
            return "column " + std::to_string(u) + " starts at offset " + std::to_string(offset) +
                   ", past the lump's " + std::to_string(data.size()) + " bytes";
        }
        std::string error = decodeColumn(data, offset, &out.pixels[u * static_cast<size_t>(height)], height, maps);
        if (!error.empty()) {
            return "column " + std::to_string(u) + " " + error;
        }
    }
    finishPicture(out);
    return {};
}

std::string decodeFlat(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out) {
    int32_t side = 64;
    for (int32_t candidate = 8; candidate <= kMaxPictureSide; candidate *= 2) {
        if (data.size() == static_cast<size_t>(candidate) * static_cast<size_t>(candidate)) {
            side = candidate;
        }
    }
    if (data.size() < static_cast<size_t>(side) * static_cast<size_t>(side)) {
        return "a flat of " + std::to_string(data.size()) + " bytes; flats are square (4096 bytes for 64 x 64)";
    }
    out.flat = true;
    allocatePicture(out, side, side);
    std::vector<uint8_t> rows(static_cast<size_t>(side) * static_cast<size_t>(side));
    copyTexels(rows.data(), data.data(), rows.size(), maps);
    for (int32_t v = 0; v < side; ++v) {
        for (int32_t u = 0; u < side; ++u) {
            out.pixels[size_t(u) * size_t(side) + size_t(v)] = rows[size_t(v) * size_t(side) + size_t(u)];
        }
    }
    finishPicture(out);
    return {};
}

std::string decodePicture(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out) {
    return isPng(data) ? decodePng(data, maps, out) : decodePatch(data, maps, out);
}

}  // namespace caco
