#include "sim/links.h"

#include <algorithm>

namespace caco {
namespace {

// A node keeps `actor` and `nextInCell` when it is freed: a walk that read it as its next step must still end safely.
uint32_t allocateBlockNode(World& w) {
    WorldState& s = *w.state;
    uint32_t slot = s.blockFree;
    if (slot) {
        s.blockFree = w.blockNodes[slot - 1].nextOfActor;
    } else if (s.blockUsed < w.blockCapacity) {
        slot = ++s.blockUsed;
    } else {
        s.statusBits |= kErrNodesFull;
    }
    return slot;
}

uint32_t allocateTouchNode(World& w) {
    WorldState& s = *w.state;
    uint32_t slot = s.touchFree;
    if (slot) {
        s.touchFree = w.touchNodes[slot - 1].nextOfActor;
    } else if (s.touchUsed < w.touchCapacity) {
        slot = ++s.touchUsed;
    } else {
        s.statusBits |= kErrNodesFull;
    }
    return slot;
}

void unlinkCells(World& w, Actor& a) {
    uint32_t slot = a.blockHead;
    a.blockHead = 0;
    while (slot) {
        BlockNode& node = w.blockNodes[slot - 1];
        const uint32_t next = node.nextOfActor;
        if (node.prevInCell) {
            w.blockNodes[node.prevInCell - 1].nextInCell = node.nextInCell;
        } else {
            w.blockHeads[node.cell] = node.nextInCell;
        }
        if (node.nextInCell) {
            w.blockNodes[node.nextInCell - 1].prevInCell = node.prevInCell;
        }
        node.nextOfActor = w.state->blockFree;
        w.state->blockFree = slot;
        slot = next;
    }
}

// The chain of an actor's nodes runs in row order, so its head is the lowest cell (firstCellInBox relies on it).
void linkCells(World& w, Actor& a) {
    const CellBox box =
        cellsOf(w, subWrap(a.x, a.radius), subWrap(a.y, a.radius), addWrap(a.x, a.radius), addWrap(a.y, a.radius));
    const int32_t width = w.level->blockMap.width;
    uint32_t last = 0;
    for (int32_t cy = box.y1; cy <= box.y2; ++cy) {
        for (int32_t cx = box.x1; cx <= box.x2; ++cx) {
            const uint32_t slot = allocateBlockNode(w);
            if (!slot) {
                return;
            }
            const uint32_t cell = static_cast<uint32_t>(cy * width + cx);
            BlockNode& node = w.blockNodes[slot - 1];
            node.actor = w.slotOf(a) + 1;
            node.cell = cell;
            node.nextOfActor = 0;
            node.prevInCell = 0;
            node.nextInCell = w.blockHeads[cell];
            if (node.nextInCell) {
                w.blockNodes[node.nextInCell - 1].prevInCell = slot;
            }
            w.blockHeads[cell] = slot;
            if (last) {
                w.blockNodes[last - 1].nextOfActor = slot;
            } else {
                a.blockHead = slot;
            }
            last = slot;
        }
    }
}

void unlinkSector(World& w, Actor& a) {
    if (a.sector == kNoIndex) {
        return;
    }
    const uint32_t self = w.slotOf(a) + 1;
    if (a.sectorPrev) {
        w.actors[a.sectorPrev - 1].sectorNext = a.sectorNext;
    } else if (w.sectors[a.sector].thingHead == self) {
        w.sectors[a.sector].thingHead = a.sectorNext;
    } else {
        return;  // was linked without a place in the list
    }
    if (a.sectorNext) {
        w.actors[a.sectorNext - 1].sectorPrev = a.sectorPrev;
    }
    a.sectorNext = a.sectorPrev = 0;
}

void linkSector(World& w, Actor& a) {
    const uint32_t self = w.slotOf(a) + 1;
    uint32_t& head = w.sectors[a.sector].thingHead;
    a.sectorPrev = 0;
    a.sectorNext = head;
    if (head) {
        w.actors[head - 1].sectorPrev = self;
    }
    head = self;
}

void addContact(World& w, Actor& a, int32_t sector) {
    const uint32_t self = w.slotOf(a) + 1;
    for (uint32_t n = a.touchHead; n; n = w.touchNodes[n - 1].nextOfActor) {
        if (w.touchNodes[n - 1].sector == sector) {
            w.touchNodes[n - 1].actor = self;
            return;
        }
    }
    const uint32_t slot = allocateTouchNode(w);
    if (!slot) {
        return;
    }
    TouchNode& node = w.touchNodes[slot - 1];
    uint32_t& head = w.sectors[sector].touchHead;
    node.actor = self;
    node.sector = sector;
    node.nextOfActor = a.touchHead;
    node.prevInSector = 0;
    node.nextInSector = head;
    if (head) {
        w.touchNodes[head - 1].prevInSector = slot;
    }
    head = slot;
    a.touchHead = slot;
}

// Frees the contacts whose actor field was cleared and not set again.
void dropStaleContacts(World& w, Actor& a) {
    uint32_t* from = &a.touchHead;
    while (const uint32_t slot = *from) {
        TouchNode& node = w.touchNodes[slot - 1];
        if (node.actor) {
            from = &node.nextOfActor;
            continue;
        }
        *from = node.nextOfActor;
        if (node.prevInSector) {
            w.touchNodes[node.prevInSector - 1].nextInSector = node.nextInSector;
        } else {
            w.sectors[node.sector].touchHead = node.nextInSector;
        }
        if (node.nextInSector) {
            w.touchNodes[node.nextInSector - 1].prevInSector = node.prevInSector;
        }
        node.nextOfActor = w.state->touchFree;
        w.state->touchFree = slot;
    }
}

void clearContactMarks(World& w, Actor& a) {
    for (uint32_t n = a.touchHead; n; n = w.touchNodes[n - 1].nextOfActor) {
        w.touchNodes[n - 1].actor = 0;
    }
}

void addContactsOf(World& w, Actor& a, int32_t index) {
    const LineDef& line = w.level->lines[static_cast<size_t>(index)];
    addContact(w, a, line.frontSector);
    if (line.backSector != kNoIndex && line.backSector != line.frontSector) {
        addContact(w, a, line.backSector);
    }
}

// Lines that the actor's box crosses, as far as the caller does not know them already.
using KnownLines = const std::span<const int32_t>*;

void updateContacts(World& w, Actor& a, KnownLines known) {
    clearContactMarks(w, a);
    if (known) {
        for (const int32_t line : *known) {
            addContactsOf(w, a, line);
        }
    } else {
        const Fixed box[4] = {addWrap(a.y, a.radius), subWrap(a.y, a.radius), subWrap(a.x, a.radius),
                              addWrap(a.x, a.radius)};
        forEachLine(w, box[kBoxLeft], box[kBoxBottom], box[kBoxRight], box[kBoxTop], [&](int32_t index) {
            if (boxMeetsLine(box, w.level->lines[static_cast<size_t>(index)])) {
                addContactsOf(w, a, index);
            }
            return true;
        });
    }
    addContact(w, a, a.sector);
    dropStaleContacts(w, a);
}

void releaseContacts(World& w, Actor& a) {
    clearContactMarks(w, a);
    dropStaleContacts(w, a);
}

void linkInto(World& w, Actor& a, int32_t sector, KnownLines known = nullptr) {
    a.sector = sector;
    if (has(a, Flag::NOSECTOR)) {
        releaseContacts(w, a);
    } else {
        linkSector(w, a);
        updateContacts(w, a, known);
    }
    if (!has(a, Flag::NOBLOCKMAP)) {
        linkCells(w, a);
    }
}

}  // namespace

void linkActor(World& w, Actor& a) {
    linkInto(w, a, w.level->gameNodes.sectorAt(a.x, a.y));
}

void linkActorAtLoad(World& w, Actor& a) {
    linkInto(w, a, w.level->gameNodes.sectorAtOriginal(a.x, a.y));
}

void linkActorKnown(World& w, Actor& a, int32_t sector, std::span<const int32_t> crossedLines) {
    linkInto(w, a, sector, &crossedLines);
}

void unlinkForMove(World& w, Actor& a) {
    unlinkSector(w, a);
    unlinkCells(w, a);
    a.sector = kNoIndex;
}

void unlinkActor(World& w, Actor& a) {
    unlinkForMove(w, a);
    releaseContacts(w, a);
}

void setPosition(World& w, Actor& a, Fixed x, Fixed y, Fixed z) {
    unlinkForMove(w, a);
    a.x = x;
    a.y = y;
    a.z = z;
    linkActor(w, a);
}

bool firstCellInBox(const World& w, const Actor& a, const CellBox& box, int32_t cx, int32_t cy) {
    const BlockNode& first = w.blockNodes[a.blockHead - 1];
    if (first.nextOfActor == 0) {
        return true;
    }
    // Row and column of the actor's first cell; it is seldom more than a row away, so this beats a division.
    const int32_t width = w.level->blockMap.width;
    int32_t column = static_cast<int32_t>(first.cell) - cy * width, row = cy;
    if (column >= width) return false;
    for (; column < 0; column += width) --row;
    return cx == std::max(box.x1, column) && cy == std::max(box.y1, row);
}

CellBox cellsOf(const World& w, Fixed left, Fixed bottom, Fixed right, Fixed top) {
    constexpr int kCellShift = 23;
    const BlockMap& map = w.level->blockMap;
    CellBox box;
    box.x1 = std::max(subWrap(left, map.originX) >> kCellShift, 0);
    box.y1 = std::max(subWrap(bottom, map.originY) >> kCellShift, 0);
    box.x2 = std::min(subWrap(right, map.originX) >> kCellShift, map.width - 1);
    box.y2 = std::min(subWrap(top, map.originY) >> kCellShift, map.height - 1);
    return box;
}

}  // namespace caco
