// Builds small WAD files in memory for tests.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wad_writer.h"

namespace caco::test {

// Little-endian byte string.
class Bytes {
public:
    Bytes& u8(uint32_t v);
    Bytes& u16(uint32_t v);
    Bytes& u32(uint32_t v);
    Bytes& i16(int32_t v) { return u16(static_cast<uint32_t>(v)); }
    Bytes& i32(int32_t v) { return u32(static_cast<uint32_t>(v)); }
    Bytes& be32(uint32_t v);
    Bytes& name8(std::string_view text);  // zero padded to 8 bytes
    Bytes& text(std::string_view text);
    Bytes& fill(size_t count, uint8_t value);
    Bytes& append(std::span<const uint8_t> bytes);

    size_t size() const { return bytes_.size(); }
    const std::vector<uint8_t>& vector() const { return bytes_; }
    operator std::vector<uint8_t>() const { return bytes_; }
    void setU32(size_t offset, uint32_t v);

private:
    std::vector<uint8_t> bytes_;
};

using WadBuilder = WadWriter;

// 768 bytes times 14: a palette whose index 0 and 247 are black and whose other entries are distinct.
std::vector<uint8_t> makePlaypal();
// 34 rows of 256: row r of index i is (i + r) & 255.
std::vector<uint8_t> makeColormap();
// A Doom patch with one post per column covering all rows; texel(u, v) = value(u, v) & 255.
std::vector<uint8_t> makePatch(int width, int height, int left, int top, uint8_t (*value)(int u, int v));
std::vector<uint8_t> makeSolidPatch(int width, int height, uint8_t value);
// TEXTURE1 lump of one-patch textures: entry i is names[i], width x height, patch number patchOf[i] at (0, 0).
struct TextureSpec {
    std::string name;
    int width = 64, height = 64;
    struct Part {
        int x = 0, y = 0, patch = 0;
    };
    std::vector<Part> parts;
    uint32_t flags = 0;
    uint32_t scaleX = 0, scaleY = 0;
};
std::vector<uint8_t> makeTextureLump(const std::vector<TextureSpec>& textures);
std::vector<uint8_t> makePnames(const std::vector<std::string>& names);

// PNG of the given colour type and bit depth from raw (unfiltered, packed) rows. `extra` holds whole chunks put before
// IDAT.
std::vector<uint8_t> makePng(int width, int height, int bitDepth, int colorType,
                             const std::vector<std::vector<uint8_t>>& rows, const std::vector<uint8_t>& extra = {},
                             bool interlaced = false);
std::vector<uint8_t> makePngChunk(std::string_view type, const std::vector<uint8_t>& data);

// A small complete game archive: palette, colormap, a few textures, flats, sprites and status bar pictures. Enough to
// load Assets.
WadBuilder makeSmallGame();

// Path of an installed IWAD ("freedoom2.wad") from DOOMWADDIR or the usual folders; empty when absent.
std::string findIwad(std::string_view fileName = "freedoom2.wad");
// Folder with the shared test data (CACO_SHARED, else ../shared beside the repository); empty when absent.
std::string sharedFolder();

// Deterministic random numbers for fuzz loops.
struct TestRandom {
    uint64_t state;
    explicit TestRandom(uint64_t seed) : state(seed * 0x9E3779B97F4A7C15ull + 1) {}
    uint32_t next() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<uint32_t>(state >> 32);
    }
    uint32_t below(uint32_t n) { return n == 0 ? 0 : next() % n; }
};

}  // namespace caco::test
