// Decoders from lump bytes to pictures. Errors are plain text without the lump's name; "" means success.
#pragma once

#include <string>

#include "assets/assets.h"

namespace caco {

inline constexpr int32_t kMaxPictureSide = 4096;

// What a decoder needs of the palette. Borrowed from an Assets under construction.
struct TexelMaps {
    const Assets& colors;  // palette, remap and rgb32k are filled
    bool onlyZero = true;  // remap changes nothing but index 0
};

// Allocates width * height transparent texels plus one column of padding.
void allocatePicture(Picture& picture, int32_t width, int32_t height);
// Clears the padding and builds the posts (non-zero runs; whole columns for flats).
void finishPicture(Picture& picture);

bool isPng(std::span<const uint8_t> data);
// True when the header and all column offsets are plausible for a Doom patch.
bool looksLikePatch(std::span<const uint8_t> data);

std::string decodePatch(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out);
std::string decodePng(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out);
std::string decodeFlat(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out);
// PNG or patch by content.
std::string decodePicture(std::span<const uint8_t> data, const TexelMaps& maps, Picture& out);

}  // namespace caco
