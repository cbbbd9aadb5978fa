#pragma once

namespace caco {

template <class F> bool forEachThing(World& w, Fixed x, Fixed y, Fixed radius, F&& f) {
    const CellBox box = cellsOf(w, subWrap(x, radius), subWrap(y, radius), addWrap(x, radius), addWrap(y, radius));
    const int32_t width = w.level->blockMap.width;
    for (int32_t cy = box.y1; cy <= box.y2; ++cy) {
        for (int32_t cx = box.x1; cx <= box.x2; ++cx) {
            const uint32_t cell = static_cast<uint32_t>(cy * width + cx);
            for (uint32_t n = w.blockHeads[cell]; n;) {
                const BlockNode& node = w.blockNodes[n - 1];
                n = node.nextInCell;
                Actor& a = w.actors[node.actor - 1];
                // An actor that spans several cells is met in the first of them that lies in the box. One without cells was
                // unlinked by an earlier call.
                if (!a.blockHead || !firstCellInBox(w, a, box, cx, cy)) continue;
                if (!f(a)) return false;
            }
        }
    }
    return true;
}

template <class F> bool forEachLine(World& w, Fixed left, Fixed bottom, Fixed right, Fixed top, F&& f) {
    const CellBox box = cellsOf(w, left, bottom, right, top);
    const uint32_t mark = ++w.state->validCount;
    for (int32_t cy = box.y1; cy <= box.y2; ++cy) {
        for (int32_t cx = box.x1; cx <= box.x2; ++cx) {
            for (const int32_t line : w.level->blockMap.cell(cx, cy)) {
                if (w.lines[line].validCount == mark) continue;
                w.lines[line].validCount = mark;
                if (!f(line)) return false;
            }
        }
    }
    return true;
}

} // namespace caco
