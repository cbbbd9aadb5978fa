#include "sim/thinkers.h"

#include <cstring>

#include "sim/movement.h"
#include "sim/sectors.h"

namespace caco {
namespace {

constexpr int kLists = static_cast<int>(ThinkerList::Count);

void append(World& w, ThinkerRef ref, uint8_t list, uint8_t fresh) {
    ThinkerLink& link = linkOf(w, ref);
    ThinkerRef& head = w.state->thinkHead[list][fresh];
    ThinkerRef& tail = w.state->thinkTail[list][fresh];
    link.next = 0;
    link.prev = tail;
    link.list = list;
    link.fresh = fresh;
    link.linked = 1;
    if (tail) {
        linkOf(w, tail).next = ref;
    } else {
        head = ref;
    }
    tail = ref;
}

void detach(World& w, ThinkerRef ref) {
    ThinkerLink& link = linkOf(w, ref);
    if (!link.linked) {
        return;
    }
    if (w.nextThinker == ref) {
        w.nextThinker = link.next;
    }
    if (link.prev) {
        linkOf(w, link.prev).next = link.next;
    } else {
        w.state->thinkHead[link.list][link.fresh] = link.next;
    }
    if (link.next) {
        linkOf(w, link.next).prev = link.prev;
    } else {
        w.state->thinkTail[link.list][link.fresh] = link.prev;
    }
    link.next = link.prev = 0;
    link.linked = 0;
}

void tick(World& w, ThinkerRef ref) {
    if (ref & kThinkerMover) {
        tickMover(w, w.movers[(ref & ~kThinkerMover) - 1]);
        return;
    }
    Actor& a = w.actors[ref - 1];
    if (a.alive) {
        tickActor(w, a);
    }
}

void begin(World& w, ThinkerRef ref) {
    ThinkerLink& link = linkOf(w, ref);
    if (!link.begun) {
        link.begun = 1;
        if (!(ref & kThinkerMover)) {
            w.actors[ref - 1].noDelayPending = 1;
        }
    }
}

// With the cheat "freeze" only players and their things go on.
bool worldIsFrozen(const World& w) {
    for (int i = 0; i < w.state->playerCount; ++i) {
        if (w.state->player[i].cheats & kCheatFrozen) {
            return true;
        }
    }
    return false;
}

bool ofPlayers(int list) {
    return list == static_cast<int>(ThinkerList::Player) || list == static_cast<int>(ThinkerList::Inventory);
}

bool runFresh(World& w, bool frozen) {
    bool any = false;
    for (int list = 0; list < kLists; ++list) {
        while (const ThinkerRef ref = w.state->thinkHead[list][1]) {
            detach(w, ref);
            append(w, ref, static_cast<uint8_t>(list), 0);
            begin(w, ref);
            if (!frozen || ofPlayers(list)) {
                tick(w, ref);
            }
            any = true;
        }
    }
    return any;
}

} // namespace

ThinkerRef thinkerOf(const World& w, const Actor& a) { return w.slotOf(a) + 1; }
ThinkerRef thinkerOf(const World& w, const Mover& m) { return moverSlot(w, m) | kThinkerMover; }

ThinkerLink& linkOf(World& w, ThinkerRef ref) {
    return ref & kThinkerMover ? w.movers[(ref & ~kThinkerMover) - 1].think : w.actors[ref - 1].think;
}

void addThinker(World& w, ThinkerRef ref, ThinkerList list) { append(w, ref, static_cast<uint8_t>(list), 1); }

void moveThinker(World& w, ThinkerRef ref, ThinkerList list) {
    detach(w, ref);
    append(w, ref, static_cast<uint8_t>(list), 1);
}

void removeThinker(World& w, ThinkerRef ref) { detach(w, ref); }

void runThinkers(World& w) {
    const bool frozen = worldIsFrozen(w);
    for (int list = 0; list < kLists; ++list) {
        if (frozen && !ofPlayers(list)) {
            continue;
        }
        for (ThinkerRef ref = w.state->thinkHead[list][0]; ref; ref = w.nextThinker) {
            w.nextThinker = linkOf(w, ref).next;
            tick(w, ref);
        }
    }
    w.nextThinker = 0;
    if (w.hooks && !frozen) {
        w.hooks->runScripts(w);
    }
    while (runFresh(w, frozen)) {
    }
}

uint32_t moverSlot(const World& w, const Mover& m) { return static_cast<uint32_t>(&m - w.movers) + 1; }

Mover* allocateMover(World& w, MoverKind kind, ThinkerList list) {
    WorldState& s = *w.state;
    uint32_t slot = s.moverFree;
    if (slot) {
        s.moverFree = static_cast<uint32_t>(w.movers[slot - 1].a);
    } else if (s.moverUsed < w.moverCapacity) {
        slot = ++s.moverUsed;
    } else {
        s.statusBits |= kErrMoversFull;
        return nullptr;
    }
    Mover& m = w.movers[slot - 1];
    std::memset(static_cast<void*>(&m), 0, sizeof m);
    m.kind = kind;
    m.used = 1;
    m.sector = m.line = kNoIndex;
    addThinker(w, thinkerOf(w, m), list);
    return &m;
}

void freeMover(World& w, Mover& m) {
    removeThinker(w, thinkerOf(w, m));
    m.used = 0;
    m.kind = MoverKind::None;
    m.a = static_cast<int32_t>(w.state->moverFree);
    w.state->moverFree = moverSlot(w, m);
}

} // namespace caco
