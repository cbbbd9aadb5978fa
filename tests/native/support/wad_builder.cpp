#include "support/wad_builder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace caco::test {

Bytes& Bytes::u8(uint32_t v) {
    bytes_.push_back(static_cast<uint8_t>(v));
    return *this;
}
Bytes& Bytes::u16(uint32_t v) {
    return u8(v).u8(v >> 8);
}
Bytes& Bytes::u32(uint32_t v) {
    return u16(v).u16(v >> 16);
}
Bytes& Bytes::be32(uint32_t v) {
    return u8(v >> 24).u8(v >> 16).u8(v >> 8).u8(v);
}
Bytes& Bytes::name8(std::string_view text) {
    for (size_t i = 0; i < 8; ++i) {
        u8(i < text.size() ? static_cast<uint8_t>(text[i]) : 0u);
    }
    return *this;
}
Bytes& Bytes::text(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return *this;
}
Bytes& Bytes::fill(size_t count, uint8_t value) {
    bytes_.insert(bytes_.end(), count, value);
    return *this;
}
Bytes& Bytes::append(std::span<const uint8_t> bytes) {
    bytes_.reserve(bytes_.size() + bytes.size());
    for (const uint8_t byte : bytes) {
        bytes_.push_back(byte);
    }
    return *this;
}
void Bytes::setU32(size_t offset, uint32_t v) {
    for (size_t i = 0; i < 4; ++i) {
        bytes_.at(offset + i) = static_cast<uint8_t>(v >> (8 * i));
    }
}

std::vector<uint8_t> makePlaypal() {
    Bytes out;
    for (int page = 0; page < 14; ++page) {
        for (uint32_t i = 0; i < 256; ++i) {
            if (i == 0 || i == 247) {
                out.fill(3, 0);
            } else {
                out.u8(i).u8((i * 7) & 255).u8((i * 29) & 255);
            }
        }
    }
    return out;
}

std::vector<uint8_t> makeColormap() {
    Bytes out;
    for (uint32_t row = 0; row < 34; ++row) {
        for (uint32_t i = 0; i < 256; ++i) {
            out.u8((i + row) & 255);
        }
    }
    return out;
}

std::vector<uint8_t> makePatch(int width, int height, int left, int top, uint8_t (*value)(int u, int v)) {
    Bytes out;
    out.i16(width).i16(height).i16(left).i16(top);
    const size_t table = out.size();
    out.fill(static_cast<size_t>(width) * 4, 0);
    for (int u = 0; u < width; ++u) {
        out.setU32(table + static_cast<size_t>(u) * 4, static_cast<uint32_t>(out.size()));
        for (int v = 0; v < height;) {
            const int run = std::min(height - v, 128);
            // Above row 254 the start is relative to the post before (tall patches).
            out.u8(static_cast<uint32_t>(v < 255 ? v : 128)).u8(static_cast<uint32_t>(run)).u8(0);
            for (int i = 0; i < run; ++i) {
                out.u8(value(u, v + i));
            }
            out.u8(0);
            v += run;
        }
        out.u8(255);
    }
    return out;
}

std::vector<uint8_t> makeSolidPatch(int width, int height, uint8_t value) {
    Bytes out;
    out.i16(width).i16(height).i16(0).i16(0);
    const size_t column = 8 + static_cast<size_t>(width) * 4;
    for (int u = 0; u < width; ++u) {
        out.u32(static_cast<uint32_t>(column));
    }
    // All columns share one post list.
    for (int v = 0; v < height;) {
        const int run = std::min(height - v, 128);
        out.u8(static_cast<uint32_t>(v < 255 ? v : 128)).u8(static_cast<uint32_t>(run)).u8(0);
        out.fill(static_cast<size_t>(run), value).u8(0);
        v += run;
    }
    out.u8(255);
    return out;
}

std::vector<uint8_t> makeTextureLump(const std::vector<TextureSpec>& textures) {
    Bytes out;
    out.u32(static_cast<uint32_t>(textures.size()));
    out.fill(textures.size() * 4, 0);
    for (size_t i = 0; i < textures.size(); ++i) {
        const TextureSpec& t = textures[i];
        out.setU32(4 + i * 4, static_cast<uint32_t>(out.size()));
        out.name8(t.name).u16(t.flags).u8(t.scaleX).u8(t.scaleY).i16(t.width).i16(t.height).u32(0);
        out.u16(static_cast<uint32_t>(t.parts.size()));
        for (const TextureSpec::Part& part : t.parts) {
            out.i16(part.x).i16(part.y).i16(part.patch).i16(1).i16(0);
        }
    }
    return out;
}

std::vector<uint8_t> makePnames(const std::vector<std::string>& names) {
    Bytes out;
    out.u32(static_cast<uint32_t>(names.size()));
    for (const std::string& name : names) {
        out.name8(name);
    }
    return out;
}

namespace {

uint32_t pngCrc(std::span<const uint8_t> data) {
    uint32_t crc = 0xFFFFFFFFu;
    for (const uint8_t byte : data) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320u : 0u);
        }
    }
    return ~crc;
}

// zlib stream of stored blocks.
std::vector<uint8_t> storedZlib(std::span<const uint8_t> data) {
    Bytes out;
    out.u8(0x78).u8(0x01);
    size_t pos = 0;
    do {
        const size_t n = std::min<size_t>(data.size() - pos, 65535);
        out.u8(pos + n == data.size() ? 1 : 0).u16(static_cast<uint32_t>(n)).u16(~static_cast<uint32_t>(n));
        out.append(data.subspan(pos, n));
        pos += n;
    } while (pos < data.size());
    uint32_t a = 1, b = 0;
    for (const uint8_t byte : data) {
        a = (a + byte) % 65521;
        b = (b + a) % 65521;
    }
    out.be32(b << 16 | a);
    return out;
}

}  // namespace

std::vector<uint8_t> makePngChunk(std::string_view type, const std::vector<uint8_t>& data) {
    Bytes body;
    body.text(type).append(data);
    Bytes out;
    out.be32(static_cast<uint32_t>(data.size())).append(body.vector()).be32(pngCrc(body.vector()));
    return out;
}

std::vector<uint8_t> makePng(int width, int height, int bitDepth, int colorType,
                             const std::vector<std::vector<uint8_t>>& rows, const std::vector<uint8_t>& extra,
                             bool interlaced) {
    Bytes header;
    header.be32(static_cast<uint32_t>(width)).be32(static_cast<uint32_t>(height));
    header.u8(static_cast<uint32_t>(bitDepth)).u8(static_cast<uint32_t>(colorType)).u8(0).u8(0).u8(interlaced ? 1 : 0);
    Bytes raw;
    for (const auto& row : rows) {
        raw.u8(0).append(row);
    }
    Bytes out;
    out.u8(0x89).text("PNG\r\n\x1a\n");
    out.append(makePngChunk("IHDR", header)).append(extra);
    out.append(makePngChunk("IDAT", storedZlib(raw.vector()))).append(makePngChunk("IEND", {}));
    return out;
}

WadBuilder makeSmallGame() {
    WadBuilder wad("IWAD");
    wad.add("PLAYPAL", makePlaypal()).add("COLORMAP", makeColormap());
    wad.add("TEXTURE1", makeTextureLump({{"NULLTEX", 16, 16, {{0, 0, 0}}},
                                         {"WALL1", 64, 64, {{0, 0, 0}}},
                                         {"WALL2", 64, 32, {{0, 0, 0}, {16, -8, 1}}},
                                         {"SW1TEK", 16, 16, {{0, 0, 1}}},
                                         {"SW2TEK", 16, 16, {{4, 4, 1}}},
                                         {"SKY1", 256, 128, {{0, 0, 0}, {64, 64, 0}}},
                                         {"FIREBLU1", 16, 16, {{0, 0, 1}}},
                                         {"FIREBLU2", 16, 16, {{0, 0, 1}}}}));
    wad.add("PNAMES", makePnames({"PATCH64", "PATCH16"}));
    wad.add("STBAR", makeSolidPatch(320, 32, 4)).add("STTNUM0", makeSolidPatch(14, 16, 5));
    wad.add("STKEYS0", makeSolidPatch(7, 7, 6)).add("STKEYS3", makeSolidPatch(7, 7, 7));
    wad.add("S_START");
    const auto gradient = [](int u, int v) { return static_cast<uint8_t>(1 + ((u + v) & 127)); };
    wad.add("PLAYA1", makePatch(8, 12, 4, 11, gradient));
    for (const char* name : {"PLAYA2A8", "PLAYA3A7", "PLAYA4A6", "PLAYA5"}) {
        wad.add(name, makePatch(8, 12, 4, 11, gradient));
    }
    wad.add("MEDIA0", makePatch(14, 15, 7, 15, gradient));
    wad.add("S_END").add("P_START").add("P1_START");
    wad.add("PATCH64", makePatch(64, 64, 0, 0, gradient));
    wad.add("PATCH16", makeSolidPatch(16, 16, 0));
    wad.add("P1_END").add("P_END").add("F_START").add("F1_START");
    for (const char* name : {"FLOOR1", "NUKAGE1", "NUKAGE2", "NUKAGE3", "F_SKY1"}) {
        Bytes flat;
        for (uint32_t i = 0; i < 4096; ++i) {
            flat.u8((i + static_cast<uint32_t>(name[6 < std::string_view(name).size() ? 6 : 0])) & 255);
        }
        wad.add(name, flat);
    }
    wad.add("F1_END").add("F_END");
    return wad;
}

std::string findIwad(std::string_view fileName) {
    std::vector<std::string> folders;
    if (const char* dir = std::getenv("DOOMWADDIR")) {
        folders.emplace_back(dir);
    }
    folders.insert(folders.end(), {"/usr/share/games/doom", "/usr/local/share/games/doom", "/usr/share/doom"});
    std::error_code error;
    for (const std::string& folder : folders) {
        const auto path = std::filesystem::path(folder) / fileName;
        if (std::filesystem::is_regular_file(path, error)) {
            return path.string();
        }
    }
    return {};
}

std::string sharedFolder() {
    std::error_code error;
    std::filesystem::path path;
    if (const char* dir = std::getenv("CACO_SHARED")) {
        path = dir;
    } else {
#ifdef CACO_SOURCE_DIR
        path = std::filesystem::path(CACO_SOURCE_DIR).parent_path() / "shared";
#else
        path = std::filesystem::current_path(error).parent_path() / "shared";
#endif
    }
    return std::filesystem::is_directory(path, error) ? path.string() : std::string();
}

}  // namespace caco::test
