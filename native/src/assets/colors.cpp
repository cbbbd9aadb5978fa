// Palette, colour matching and the maps made from them (renderer.md 1.1, 1.2, 4.7, 4.10).
#include <algorithm>
#include <numeric>

#include "assets/loader.h"

namespace caco {

namespace {

bool same(Rgb a, Rgb b) { return a.r == b.r && a.g == b.g && a.b == b.b; }

// Index 0 becomes "transparent", so its colour needs another index.
void makeRemap(Assets& assets) {
    auto& palette = assets.palette;
    std::iota(assets.remap.begin(), assets.remap.end(), uint8_t{0});
    for (size_t i = 1; i < 256; ++i) {
        if (same(palette[i], palette[0])) {
            assets.remap[0] = static_cast<uint8_t>(i);
            return;
        }
    }
    // No twin of colour 0: two other equal colours can share one index and give the other away.
    std::array<uint32_t, 256> sorted{};
    for (uint32_t i = 0; i < 256; ++i) {
        sorted[i] = uint32_t{palette[i].r} << 24 | uint32_t{palette[i].g} << 16 | uint32_t{palette[i].b} << 8 | i;
    }
    std::sort(sorted.begin(), sorted.end());
    for (size_t i = 255; i > 0; --i) {
        if (sorted[i] >> 8 == sorted[i - 1] >> 8) {
            const auto donor = static_cast<uint8_t>(sorted[i]);
            assets.remap[donor] = static_cast<uint8_t>(sorted[i - 1]);
            assets.remap[0] = donor;
            palette[donor] = palette[0];
            return;
        }
    }
    assets.remap[0] = assets.nearest(palette[0].r, palette[0].g, palette[0].b);
}

void makeColormap(Assets& assets, std::span<const uint8_t> lump) {
    std::array<uint8_t, 256> unremap{};
    for (size_t i = 0; i < 256; ++i) {
        unremap[assets.remap[i]] = static_cast<uint8_t>(i);
    }
    auto keepZero = assets.remap;
    keepZero[0] = 0;
    for (size_t row = 0; row < 32; ++row) {
        for (size_t j = 0; j < 256; ++j) {
            assets.colormap[row * 256 + j] = keepZero[lump[row * 256 + unremap[j]]];
        }
    }
}

void makeInverseMap(Assets& assets) {
    for (size_t i = 0; i < 256; ++i) {
        const Rgb c = assets.palette[i];
        const double intensity = (77 * c.r + 143 * c.g + 37 * c.b) / 256.0;
        const int v = std::min(255, static_cast<int>(255.0 - intensity));
        assets.inverseMap[i] = assets.nearest(v, v, v);
    }
}

// Nearest index of all 5-5-5 colours. Key = distance * 256 + index, so that the first of equals wins a plain minimum.
void makeRgb32k(Assets& assets) {
    constexpr size_t kFirst = 1, kCount = 254;
    uint32_t red[256], redGreen[256], blue[32][256];
    const auto widen = [](uint32_t c5) { return static_cast<int32_t>(c5 << 3 | c5 >> 2); };
    const auto squared = [](int32_t a, int32_t b) { return static_cast<uint32_t>((a - b) * (a - b)) << 8; };
    for (uint32_t b = 0; b < 32; ++b) {
        for (size_t i = 0; i < kCount; ++i) {
            blue[b][i] = squared(widen(b), assets.palette[kFirst + i].b);
        }
    }
    for (uint32_t r = 0; r < 32; ++r) {
        for (size_t i = 0; i < kCount; ++i) {
            red[i] = squared(widen(r), assets.palette[kFirst + i].r) + static_cast<uint32_t>(kFirst + i);
        }
        for (uint32_t g = 0; g < 32; ++g) {
            for (size_t i = 0; i < kCount; ++i) {
                redGreen[i] = red[i] + squared(widen(g), assets.palette[kFirst + i].g);
            }
            for (uint32_t b = 0; b < 32; ++b) {
                // Distances stay below 2^26, so signed lanes compare right.
                int32_t best = INT32_MAX;
                for (size_t i = 0; i < kCount; ++i) {
                    best = std::min(best, static_cast<int32_t>(redGreen[i] + blue[b][i]));
                }
                assets.rgb32k[r << 10 | g << 5 | b] = static_cast<uint8_t>(best);
            }
        }
    }
}

} // namespace

uint8_t Assets::nearest(int r, int g, int b) const {
    int bestDistance = INT32_MAX;
    size_t best = 1;
    for (size_t i = 1; i < 255; ++i) {
        const int dr = r - palette[i].r, dg = g - palette[i].g, db = b - palette[i].b;
        const int distance = dr * dr + dg * dg + db * db;
        if (distance < bestDistance) {
            bestDistance = distance;
            best = i;
        }
    }
    return static_cast<uint8_t>(best);
}

Status loadColors(AssetLoader& loader) {
    const ArchiveSet& archives = loader.archives;
    const int32_t playpal = archives.find("PLAYPAL");
    const int32_t colormap = archives.find("COLORMAP");
    if (playpal < 0 || colormap < 0) {
        return Status::error(StatusCode::BadData, std::string(archives.fileCount() > 0 ? archives.fileLabel(0) : "the archives") + ": lump " +
                                                      (playpal < 0 ? "PLAYPAL" : "COLORMAP") +
                                                      " is missing; load a complete IWAD such as freedoom2.wad first");
    }
    const auto colors = archives.lump(playpal).data;
    const auto rows = archives.lump(colormap).data;
    if (colors.size() < 768) {
        return loader.error(playpal, "has " + std::to_string(colors.size()) + " bytes, a palette needs 768");
    }
    if (rows.size() < 32 * 256) {
        return loader.error(colormap, "has " + std::to_string(rows.size()) + " bytes, 32 light rows need 8192");
    }
    Assets& assets = loader.out;
    for (size_t i = 0; i < 256; ++i) {
        assets.palette[i] = {colors[i * 3], colors[i * 3 + 1], colors[i * 3 + 2]};
    }
    makeRemap(assets);
    makeColormap(assets, rows);
    makeInverseMap(assets);
    makeRgb32k(assets);
    loader.maps.onlyZero = true;
    for (size_t i = 1; i < 256; ++i) {
        loader.maps.onlyZero = loader.maps.onlyZero && assets.remap[i] == i;
    }
    return {};
}

} // namespace caco
