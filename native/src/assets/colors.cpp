// Palette, colour matching and the maps made from them (renderer.md 1.1, 1.2, 4.7, 4.10).
#include <algorithm>
#include <numeric>

#include "assets/loader.h"

namespace caco {

namespace {

bool same(Rgb a, Rgb b) {
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

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

constexpr int32_t kBlock = 4;  // side of a cube of 5-5-5 colours that share one candidate list

int32_t widen5(int32_t c5) {
    return c5 << 3 | c5 >> 2;
}
int32_t squared(int32_t v) {
    return v * v;
}

// Squared distances from c to the nearest and farthest value of low..high.
struct AxisRange {
    int32_t nearest, farthest;
};
AxisRange axisRange(int32_t c, int32_t low, int32_t high) {
    const int32_t outside = std::max({0, low - c, c - high});
    return {squared(outside), std::max(squared(c - low), squared(high - c))};
}

struct Candidates {
    int32_t count = 0;
    int32_t index[256], r[256], g[256], b[256];
};

// The indices, ascending, that can be nearest to some colour of the cube starting at the 5-bit values r, g, b.
void findCandidates(const Assets& assets, int32_t r, int32_t g, int32_t b, Candidates& out) {
    int32_t atLeast[256];
    int32_t bound = INT32_MAX;
    for (size_t i = 1; i < 255; ++i) {
        const Rgb c = assets.palette[i];
        const AxisRange red = axisRange(c.r, widen5(r), widen5(r + kBlock - 1));
        const AxisRange green = axisRange(c.g, widen5(g), widen5(g + kBlock - 1));
        const AxisRange blue = axisRange(c.b, widen5(b), widen5(b + kBlock - 1));
        atLeast[i] = red.nearest + green.nearest + blue.nearest;
        bound = std::min(bound, red.farthest + green.farthest + blue.farthest);
    }
    out.count = 0;
    for (size_t i = 1; i < 255; ++i) {
        if (atLeast[i] <= bound) {
            const Rgb c = assets.palette[i];
            out.index[out.count] = static_cast<int32_t>(i);
            out.r[out.count] = c.r;
            out.g[out.count] = c.g;
            out.b[out.count] = c.b;
            ++out.count;
        }
    }
}

uint8_t nearestOf(const Candidates& candidates, int32_t r, int32_t g, int32_t b) {
    int32_t best = INT32_MAX;
    for (int32_t i = 0; i < candidates.count; ++i) {
        const int32_t distance =
            squared(r - candidates.r[i]) + squared(g - candidates.g[i]) + squared(b - candidates.b[i]);
        // The index in the low byte makes the first of equals win.
        best = std::min(best, distance << 8 | candidates.index[i]);
    }
    return static_cast<uint8_t>(best);
}

void fillBlock(Assets& assets, int32_t r0, int32_t g0, int32_t b0, Candidates& candidates) {
    findCandidates(assets, r0, g0, b0, candidates);
    for (int32_t r = r0; r < r0 + kBlock; ++r) {
        for (int32_t g = g0; g < g0 + kBlock; ++g) {
            for (int32_t b = b0; b < b0 + kBlock; ++b) {
                assets.rgb32k[static_cast<size_t>(r << 10 | g << 5 | b)] =
                    nearestOf(candidates, widen5(r), widen5(g), widen5(b));
            }
        }
    }
}

void makeRgb32k(Assets& assets) {
    Candidates candidates;
    for (int32_t r = 0; r < 32; r += kBlock) {
        for (int32_t g = 0; g < 32; g += kBlock) {
            for (int32_t b = 0; b < 32; b += kBlock) {
                fillBlock(assets, r, g, b, candidates);
            }
        }
    }
}

}  // namespace

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
        return Status::error(StatusCode::BadData,
                             std::string(archives.fileCount() > 0 ? archives.fileLabel(0) : "the archives") +
                                 ": lump " + (playpal < 0 ? "PLAYPAL" : "COLORMAP") +
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

}  // namespace caco
