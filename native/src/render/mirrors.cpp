// Views through mirror lines (renderer.md 3.12).
#include <algorithm>

#include "base/trig.h"
#include "render/scene.h"

namespace caco {
namespace {

constexpr int32_t kMaxMirrorDepth = 4;

void reflectCamera(Scene& s, const ViewSeg& seg) {
    Camera& c = s.camera;
    const LineDef& line = s.level->lines[static_cast<size_t>(seg.line)];
    Fixed x = c.x, y = c.y;
    if (line.dx == 0) {
        x = subWrap(mulWrap(2, seg.x1), x);
    } else if (line.dy == 0) {
        y = subWrap(mulWrap(2, seg.y1), y);
    } else {
        const auto units = [](Fixed v) { return static_cast<float>(v) / 65536.0f; };
        const float x1 = units(seg.x1), y1 = units(seg.y1);
        const float dx = units(seg.x2) - x1, dy = units(seg.y2) - y1;
        const float px = units(x), py = units(y);
        const float r = ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy);
        x = toFixed((x1 + r * dx) * 2 - px);
        y = toFixed((y1 + r * dy) * 2 - py);
    }
    aimCamera(s, x, y, 2 * pointToAngle(seg.x1, seg.y1, seg.x2, seg.y2) - c.angle);
}

void enterMirror(Scene& s, int32_t drawSeg, int32_t depth) {
    // The walk below adds drawsegs: no reference into the list survives it.
    const DrawSeg d = s.drawSegs[static_cast<size_t>(drawSeg)];
    const Camera before = s.camera;
    reflectCamera(s, s.levelView.segs[static_cast<size_t>(d.seg)]);
    s.flip = ((depth + 1) & 1) != 0;
    clearPlanes(s);
    resetSolid(s, d.x1, d.x2);
    s.windowLeft = d.x1;
    s.windowRight = d.x2;
    std::copy_n(s.clipPool.data() + d.topClip + d.x1, d.x2 - d.x1, s.ceilingClip.data() + d.x1);
    std::copy_n(s.clipPool.data() + d.bottomClip + d.x1, d.x2 - d.x1, s.floorClip.data() + d.x1);
    const size_t first = s.mirrors.size();
    walkBsp(s);
    placeSprites(s);
    drawPlanes(s);
    const size_t last = s.mirrors.size();
    for (size_t i = first; i < last && depth < kMaxMirrorDepth; ++i) {
        enterMirror(s, s.mirrors[i], depth + 1);
    }
    s.camera = before;
}

}  // namespace

void drawMirrors(Scene& s) {
    if (s.mirrors.empty()) return;
    s.mirrored = true;
    const size_t count = s.mirrors.size();
    for (size_t i = 0; i < count; ++i) {
        enterMirror(s, s.mirrors[i], 0);
    }
    s.mirrored = false;
    s.flip = false;
    s.windowLeft = 0;
    s.windowRight = s.geometry.width;
}

}  // namespace caco
