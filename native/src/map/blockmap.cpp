#include "map/blockmap.h"

#include <algorithm>
#include <cstdlib>

#include "wad/archive.h"

namespace caco {
namespace {

constexpr int32_t kCellBits = 7;
constexpr int32_t kCellSize = 1 << kCellBits;
constexpr size_t kMaxLumpBytes = 0x20000;  // 16-bit offsets count 16-bit words

// Collects (cell, line) pairs in line order and sorts them into lists.
class CellLists {
public:
    CellLists(int32_t width, int32_t height) : width_(width), height_(height) {}

    void add(int32_t cx, int32_t cy, int32_t line) {
        if (cx < 0 || cy < 0 || cx >= width_ || cy >= height_) return;
        pairs_.push_back({cy * width_ + cx, line});
    }

    void finish(BlockMap& out) const {
        const size_t cells = static_cast<size_t>(width_) * static_cast<size_t>(height_);
        out.width = width_;
        out.height = height_;
        out.cellStart.assign(cells + 1, 0);
        for (const auto& p : pairs_)
            ++out.cellStart[static_cast<size_t>(p.cell) + 1];
        for (size_t i = 0; i < cells; ++i)
            out.cellStart[i + 1] += out.cellStart[i];
        std::vector<uint32_t> next(out.cellStart.begin(), out.cellStart.end() - 1);
        out.lines.resize(pairs_.size());
        for (const auto& p : pairs_)
            out.lines[next[static_cast<size_t>(p.cell)]++] = p.line;
    }

private:
    struct Pair {
        int32_t cell;
        int32_t line;
    };
    int32_t width_;
    int32_t height_;
    std::vector<Pair> pairs_;
};

// Whole units relative to the blockmap's origin.
struct CellLine {
    int32_t index;
    int32_t x1, y1, x2, y2;
};

constexpr int32_t cellOf(int32_t v) {
    return v >> kCellBits;
}

// Edge of cell c that the line leaves it by, the last unit inside when it goes down.
constexpr int32_t exitEdge(int32_t c, int32_t d) {
    return c * kCellSize + (d < 0 ? -1 : kCellSize);
}

// A line by its bands, rows or columns of cells: `along` runs within a band, `across` from band to band.
struct BandLine {
    int32_t along1, along2, across1, across2;
};

template <typename Add>
void addByBands(const BandLine& l, const Add& add) {
    const int32_t dAlong = l.along2 - l.along1;
    const int32_t dAcross = l.across2 - l.across1;
    const int32_t alongStep = dAlong < 0 ? -1 : 1;
    const int32_t acrossStep = dAcross < 0 ? -1 : 1;
    const int32_t lastCell = cellOf(l.along2);
    const int32_t lastBand = cellOf(l.across2);
    int32_t cell = cellOf(l.along1);
    for (int32_t band = cellOf(l.across1);; band += acrossStep) {
        const int32_t stop =
            band == lastBand ? lastCell : cellOf(scale(exitEdge(band, dAcross) - l.across1, dAlong, dAcross) + l.along1);
        for (; cell * alongStep < stop * alongStep; cell += alongStep)
            add(cell, band);
        add(cell, band);
        if (band == lastBand) return;
    }
}

// Whether a line goes row by row. Exact diagonals are decided by which edge of the first cell they meet.
bool mostlyHorizontal(const CellLine& l) {
    const int32_t dx = l.x2 - l.x1;
    const int32_t dy = l.y2 - l.y1;
    if (std::abs(dx) != std::abs(dy)) return std::abs(dx) > std::abs(dy);
    const int32_t mask = kCellSize - 1;
    const int32_t xb = dx < 0 ? mask - (l.x1 & mask) : l.x1 & mask;
    const int32_t yb = dy < 0 ? mask - (l.y1 & mask) : l.y1 & mask;
    return xb >= yb;
}

void addLine(CellLists& lists, const CellLine& l) {
    const int32_t cx1 = cellOf(l.x1), cx2 = cellOf(l.x2);
    const int32_t cy1 = cellOf(l.y1), cy2 = cellOf(l.y2);
    if (cy1 == cy2) {
        for (int32_t cx = std::min(cx1, cx2); cx <= std::max(cx1, cx2); ++cx)
            lists.add(cx, cy1, l.index);
    } else if (cx1 == cx2) {
        for (int32_t cy = std::min(cy1, cy2); cy <= std::max(cy1, cy2); ++cy)
            lists.add(cx1, cy, l.index);
    } else if (mostlyHorizontal(l)) {
        addByBands({l.x1, l.x2, l.y1, l.y2}, [&](int32_t cx, int32_t cy) { lists.add(cx, cy, l.index); });
    } else {
        addByBands({l.y1, l.y2, l.x1, l.x2}, [&](int32_t cy, int32_t cx) { lists.add(cx, cy, l.index); });
    }
}

constexpr int32_t wholeUnits(Fixed v) {
    return v >> 16;
}

}  // namespace

bool readBlockMap(std::span<const uint8_t> lump, size_t lineCount, BlockMap& out) {
    constexpr size_t kHeaderWords = 4;
    constexpr uint16_t kEndOfList = 0xFFFF;
    const size_t words = lump.size() / 2;
    if (words < kHeaderWords || lump.size() >= kMaxLumpBytes) return false;
    const auto word = [&](size_t i) {
        return static_cast<uint16_t>(lump[2 * i] | (static_cast<uint32_t>(lump[2 * i + 1]) << 8));
    };
    out = {};
    out.originX = static_cast<int16_t>(word(0)) * kUnit;
    out.originY = static_cast<int16_t>(word(1)) * kUnit;
    out.width = word(2);
    out.height = word(3);
    const size_t cells = static_cast<size_t>(out.width) * static_cast<size_t>(out.height);
    if (cells == 0 || words < kHeaderWords + cells) return false;
    // Overlapping lists could multiply a small lump into gigabytes.
    const size_t maxEntries = std::max<size_t>(words * 16, 1u << 20);
    out.cellStart.reserve(cells + 1);
    for (size_t i = 0; i < cells; ++i) {
        out.cellStart.push_back(static_cast<uint32_t>(out.lines.size()));
        size_t at = word(kHeaderWords + i);
        if (at < kHeaderWords || at >= words) return false;
        for (++at; at < words && word(at) != kEndOfList; ++at) {  // the first entry is a marker, not a line
            if (word(at) >= lineCount || out.lines.size() >= maxEntries) return false;
            out.lines.push_back(word(at));
        }
        if (at >= words) return false;
    }
    out.cellStart.push_back(static_cast<uint32_t>(out.lines.size()));
    return true;
}

BlockMap buildBlockMap(std::span<const Vertex> vertices, std::span<const LineDef> lines) {
    BlockMap out;
    int32_t minX = INT32_MAX, minY = INT32_MAX, maxX = INT32_MIN, maxY = INT32_MIN;
    for (const Vertex& v : vertices) {
        minX = std::min(minX, wholeUnits(v.x));
        maxX = std::max(maxX, wholeUnits(v.x));
        minY = std::min(minY, wholeUnits(v.y));
        maxY = std::max(maxY, wholeUnits(v.y));
    }
    out.originX = minX * kUnit;
    out.originY = minY * kUnit;
    CellLists lists(cellOf(maxX - minX) + 1, cellOf(maxY - minY) + 1);
    for (size_t i = 0; i < lines.size(); ++i) {
        const LineDef& line = lines[i];
        addLine(lists, {static_cast<int32_t>(i), wholeUnits(line.x) - minX, wholeUnits(line.y) - minY,
                        wholeUnits(addWrap(line.x, line.dx)) - minX, wholeUnits(addWrap(line.y, line.dy)) - minY});
    }
    lists.finish(out);
    return out;
}

}  // namespace caco
