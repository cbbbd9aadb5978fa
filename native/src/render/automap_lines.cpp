// Lines of the automap: clipping to the window and smoothed drawing (renderer.md 6.5, 6.6).
#include <algorithm>
#include <cstdlib>

#include "render/automap.h"
#include "assets/blend.h"

namespace caco {
namespace {

enum Beyond : uint32_t { kAbove = 1, kBelow = 2, kRightOf = 4, kLeftOf = 8 };

// Which borders of the window a pixel lies beyond.
uint32_t beyond(const MapWindow& window, MapPoint p) {
    return (p.y < 0 ? kAbove : p.y >= window.rows ? kBelow : 0u) | (p.x < 0 ? kLeftOf : p.x >= window.columns ? kRightOf : 0u);
}

bool outsideOnMap(const MapWindow& window, MapPoint a, MapPoint b) {
    const int32_t right = window.x + window.width, top = window.y + window.height;
    return (a.x < window.x && b.x < window.x) || (a.x > right && b.x > right) || (a.y < window.y && b.y < window.y) ||
           (a.y > top && b.y > top);
}

// Where the line through a and b meets one border.
MapPoint meetBorder(const MapWindow& window, uint32_t sides, MapPoint a, MapPoint b) {
    const int32_t dx = b.x - a.x, dy = b.y - a.y;
    if (sides & (kAbove | kBelow)) {
        const int32_t y = sides & kAbove ? 0 : window.rows; // the column of the row below, shown in the last one
        return {a.x + scale(dx, y - a.y, dy), std::min(y, window.rows - 1)};
    }
    const int32_t x = sides & kLeftOf ? 0 : window.columns - 1;
    return {x, a.y + scale(dy, x - a.x, dx)};
}

constexpr int kMaxCuts = 8; // far more than rounding can ask for

bool clipToWindow(const MapWindow& window, MapPoint& a, MapPoint& b) {
    uint32_t sidesA = beyond(window, a), sidesB = beyond(window, b);
    for (int cuts = 0; sidesA | sidesB; ++cuts) {
        if ((sidesA & sidesB) || cuts == kMaxCuts) return false;
        if (sidesA) {
            a = meetBorder(window, sidesA, a, b);
            sidesA = beyond(window, a);
        } else {
            b = meetBorder(window, sidesB, a, b);
            sidesB = beyond(window, b);
        }
    }
    return true;
}

struct Pen {
    const DrawTarget& t;
    const BlendTables& blend;
    uint8_t color;

    void solid(int32_t x, int32_t y) const { t.screen[static_cast<ptrdiff_t>(y) * t.width + x] = color; }
    // lightness 0..63: how much of what was there remains.
    void dot(int32_t x, int32_t y, uint32_t lightness) const {
        if (x < 0 || y < 0 || x >= t.width || y >= t.height) return;
        uint8_t& dest = t.screen[static_cast<ptrdiff_t>(y) * t.width + x];
        dest = blendSum(blend, blend.weighted[63 - lightness][color], blend.weighted[1 + lightness][dest]);
    }
};

void drawSteep(const Pen& pen, int32_t x, int32_t y, int32_t across, int32_t rows, int32_t direction) {
    const int32_t step = ((across << 16) / rows) & 0xffff;
    int32_t sum = 0;
    for (int32_t i = 1; i < rows; ++i) {
        sum += step;
        ++y;
        const uint32_t weight = static_cast<uint32_t>(sum >> 10) & 63;
        const int32_t column = x + direction * (sum >> 16);
        pen.dot(column, y, weight);
        pen.dot(column + direction, y, 63 - weight);
    }
}

void drawShallow(const Pen& pen, int32_t x, int32_t y, int32_t columns, int32_t down, int32_t direction) {
    const int32_t step = ((down << 16) / columns) & 0xffff;
    int32_t sum = 0;
    for (int32_t i = 1; i < columns; ++i) {
        sum += step;
        x += direction;
        const uint32_t weight = static_cast<uint32_t>(sum >> 10) & 63;
        pen.dot(x, y + (sum >> 16), weight);
        pen.dot(x, y + (sum >> 16) + 1, 63 - weight);
    }
}

} // namespace

void drawSmoothLine(const DrawTarget& target, int32_t x0, int32_t y0, int32_t x1, int32_t y1, uint8_t color) {
    if (y0 > y1) {
        std::swap(x0, x1);
        std::swap(y0, y1);
    }
    const Pen pen{target, *target.blend, color};
    const int32_t dy = y1 - y0, across = std::abs(x1 - x0), direction = x1 < x0 ? -1 : 1;
    pen.dot(x0, y0, 0);
    if (dy == 0) {
        for (int32_t x = std::min(x0, x1); x <= std::max(x0, x1); ++x) pen.solid(x, y0);
    } else if (across == 0) {
        for (int32_t y = y0; y < y1; ++y) pen.solid(x0, y);
    } else if (across == dy) {
        for (int32_t i = 0; i < dy; ++i) pen.solid(x0 + i * direction, y0 + i);
    } else {
        if (dy > across) {
            drawSteep(pen, x0, y0, across, dy, direction);
        } else {
            drawShallow(pen, x0, y0, across, dy, direction);
        }
        pen.dot(x1, y1, 0);
    }
}

void drawMapLine(const MapWindow& window, MapPoint a, MapPoint b, uint8_t color, const DrawTarget& target) {
    if (outsideOnMap(window, a, b)) return;
    MapPoint from{window.column(a.x), window.row(a.y)}, to{window.column(b.x), window.row(b.y)};
    if (clipToWindow(window, from, to)) drawSmoothLine(target, from.x, from.y, to.x, to.y, color);
}

} // namespace caco
