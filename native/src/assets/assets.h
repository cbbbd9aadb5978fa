// Everything that is loaded once from the archives and never changes: palette, colormaps, pictures, textures, sprites.
// Immutable after load, shared by every game that plays the same files; safe to read from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fixed.h"
#include "base/status.h"
#include "wad/archive.h"

namespace caco {

using TextureId = int32_t;              // index into Assets::textures; 0 = "-", no texture
inline constexpr TextureId kNoTexture = 0;

struct Rgb {
    uint8_t r, g, b;
};

// Maximal run of opaque texels of one column.
struct Post {
    uint16_t top;
    uint16_t length;
};

// A picture in column-major order: texel (column u, row v) = pixels[u * columnStride + v]. 0 is transparent in masked pictures.
struct Picture {
    std::string name;
    int32_t width = 0, height = 0;
    int32_t columnStride = 0;                 // texels between columns (= height, except power-of-two flats of odd size: renderer.md 3.7)
    int32_t leftOffset = 0, topOffset = 0;
    Fixed xScale = kUnit, yScale = kUnit;     // texels per map unit
    bool worldPanning = false;
    bool flat = false;                        // came from the flats name space (no transparency)
    int32_t orderNumber = 0;                  // global texture number that decides the plane order (renderer.md 3.7)
    std::vector<uint8_t> pixels;              // width * columnStride, padded so that reading one column past the end stays inside
    std::vector<uint32_t> postStart;          // width + 1 offsets into posts
    std::vector<Post> posts;
};

// One sprite frame: the picture of each of the 16 rotation slots (renderer.md 1.4).
struct SpriteFrame {
    TextureId picture[16] = {};
    uint16_t flip = 0;                        // bit per slot
    bool rotationless = false;                // rotation 0 fills all slots
    bool present = false;
    int32_t reach = -1;                       // texels that no picture exceeds on either side of its origin; -1 = unknown
};
struct SpriteDef {
    std::vector<SpriteFrame> frames;          // by frame number, A = 0
};

// Frame i of an animation shows texture base + (i + frame(tic)) mod count.
struct TextureAnimation {
    TextureId base = 0;
    int32_t count = 0;
    int32_t tics = 8;
    bool backward = false;
    std::vector<TextureId> frames;            // explicit frames, in order
    std::vector<int32_t> frameTics;           // how long each lasts, where they differ; empty = tics
    bool baseOnly = false;                    // only the first frame's texture moves, the others stay as they are
};
struct SwitchPair {
    TextureId off = 0, on = 0;
};

struct BlendTables;

struct Assets {
    std::shared_ptr<const ArchiveSet> archives;
    uint64_t contentHash = 0;                 // over all archive bytes

    std::array<Rgb, 256> palette{};           // base palette, unblended
    std::array<uint8_t, 256> remap{};         // palette index of incoming texels (only 0 changes, renderer.md 1.1)
    std::array<uint8_t, 32 * 256> colormap{}; // 32 light rows
    std::array<uint8_t, 256> inverseMap{};    // invulnerability (renderer.md 4.10)
    std::array<uint8_t, 32768> rgb32k{};      // nearest index of a 5-5-5 colour (renderer.md 4.7)

    std::vector<Picture> textures;
    TextureId skyFlat = kNoTexture;           // F_SKY1
    TextureId missingTexture = kNoTexture;    // checker board for unknown names
    std::vector<TextureAnimation> animations;
    std::vector<SwitchPair> switches;

    std::unordered_map<uint32_t, SpriteDef> sprites; // key = spriteKey(name)

    const Picture& texture(TextureId id) const { return textures[static_cast<size_t>(id)]; }
    // Name look-up rules of renderer.md 1.3; "-" gives kNoTexture, unknown names give missingTexture.
    TextureId findWall(std::string_view name) const;
    TextureId findFlat(std::string_view name) const;
    // A picture lump by name for the HUD (any name space), loaded at start; kNoTexture when absent.
    TextureId findPicture(std::string_view name) const;
    const SpriteDef* findSprite(uint32_t key) const {
        const auto it = sprites.find(key);
        return it == sprites.end() ? nullptr : &it->second;
    }
    // Palette index 1..254 nearest to the colour, first of equals (renderer.md 1.1).
    uint8_t nearest(int r, int g, int b) const;

    std::shared_ptr<const BlendTables> blend; // of the palette (assets/blend.h); null in assets that loadAssets did not make

    // Look-up tables behind findWall/findFlat/findPicture: name -> id.
    std::unordered_map<uint64_t, TextureId> wallNames, flatNames, pictureNames;
};

// Four characters as one integer, upper case: the key of Assets::sprites.
constexpr uint32_t spriteKey(std::string_view four) {
    uint32_t key = 0;
    for (size_t i = 0; i < 4; ++i) {
        const char c = i < four.size() ? four[i] : ' ';
        key |= static_cast<uint32_t>(static_cast<uint8_t>(c >= 'a' && c <= 'z' ? c - 32 : c)) << (8 * i);
    }
    return key;
}

// Loads everything from the archives. The error names the file and lump.
Status loadAssets(std::shared_ptr<const ArchiveSet> archives, std::shared_ptr<const Assets>& out);

// The texture to show for `id` at a game tic: animations advance every TextureAnimation::tics tics. The table has one entry per texture.
void animateTextures(const Assets& assets, uint32_t tic, std::span<TextureId> translation);
// The same for a table that animateTextures made for any tic. Returns for how many tics from this one on the table holds.
uint32_t advanceAnimations(const Assets& assets, uint32_t tic, std::span<TextureId> translation);

} // namespace caco
