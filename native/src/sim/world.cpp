#include "sim/world.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>

#include "base/hash.h"
#include "base/prefetch.h"
#include "sim/particles.h"
#include "sim/sector_light.h"

namespace caco {
namespace {

static_assert(std::is_trivially_copyable_v<WorldState> && std::is_trivially_copyable_v<Actor> && std::is_trivially_copyable_v<Mover>);
static_assert(std::is_trivially_copyable_v<NewGame> && std::has_unique_object_representations_v<Notice>);
static_assert(std::is_trivially_copyable_v<SectorState> && std::is_trivially_copyable_v<LineState>);

constexpr size_t kAlignment = 128;     // pairs of cache lines, which are fetched together
constexpr uint64_t kSnapshotMagic = 0x43414B4F534E4150ull;
constexpr uint32_t kSnapshotVersion = 7;

// The head of a snapshot: what must agree before a byte of the world is touched.
struct SnapshotHeader {
    uint64_t magic;
    uint32_t version;
    uint32_t layout;
    uint32_t sectors, sides, lines, cells;
    uint32_t actors, movers, touches, blocks;
    uint32_t scriptBytes, viewBytes;
    uint32_t particles, pad;
    NewGame rules;
    uint64_t map;       // hash of the map's name
    uint64_t check;     // last; hash of all else in the snapshot: a damaged body could hold indices out of range
};

// The check of a snapshot with this header and the body that follows it.
uint64_t checkOf(const SnapshotHeader& h, const std::byte* body, size_t size) {
    return hashBytes(body, size, hashBytes(&h, offsetof(SnapshotHeader, check)));
}

size_t aligned(size_t n) { return (n + kAlignment - 1) & ~(kAlignment - 1); }

uint32_t layoutNumber() {
    const size_t sizes[] = {sizeof(WorldState), sizeof(SectorState), sizeof(SideState), sizeof(LineState), sizeof(Actor),
                            sizeof(Mover), sizeof(TouchNode), sizeof(BlockNode), sizeof(Player), sizeof(Particle)};
    return static_cast<uint32_t>(hashBytes(sizes, sizeof sizes));
}

// A run of bytes that belongs to a snapshot.
struct Section {
    std::byte* data;
    size_t size;
};
constexpr int kSections = 12;
constexpr int kPlaySections = 10;         // those that the world hash covers

void collect(const World& w, const SnapshotHeader& h, Section out[kSections]) {
    auto bytes = [](auto* p, size_t count) { return Section{reinterpret_cast<std::byte*>(p), count * sizeof *p}; };
    const Level& level = *w.level;
    int n = 0;
    out[n++] = bytes(w.state, 1);
    out[n++] = bytes(w.sectors, level.sectors.size());
    out[n++] = bytes(w.sides, level.sides.size());
    out[n++] = bytes(w.lines, level.lines.size());
    out[n++] = bytes(w.blockHeads, h.cells);
    out[n++] = bytes(w.actors, h.actors);
    out[n++] = bytes(w.movers, h.movers);
    out[n++] = bytes(w.touchNodes, h.touches);
    out[n++] = bytes(w.blockNodes, h.blocks);
    out[n++] = {w.scriptMemory, h.scriptBytes};
    out[n++] = {w.viewMemory, h.viewBytes};
    out[n++] = bytes(w.particles, h.particles);
}

SnapshotHeader headerOf(const World& w) {
    SnapshotHeader h;
    std::memset(static_cast<void*>(&h), 0, sizeof h);
    h.magic = kSnapshotMagic;
    h.version = kSnapshotVersion;
    h.layout = layoutNumber();
    h.sectors = static_cast<uint32_t>(w.level->sectors.size());
    h.sides = static_cast<uint32_t>(w.level->sides.size());
    h.lines = static_cast<uint32_t>(w.level->lines.size());
    h.cells = static_cast<uint32_t>(w.level->blockMap.width * w.level->blockMap.height);
    h.actors = w.state->actorUsed;
    h.movers = w.state->moverUsed;
    h.touches = w.state->touchUsed;
    h.blocks = w.state->blockUsed;
    h.scriptBytes = w.scriptBytes;
    h.viewBytes = w.viewBytes;
    h.particles = w.state->particleUsed;
    h.rules = w.rules;
    h.map = hashBytes(w.level->name.data(), w.level->name.size());
    return h;
}

size_t sizeOf(const World& w, const SnapshotHeader& h) {
    Section sections[kSections];
    collect(w, h, sections);
    size_t size = sizeof h;
    for (const Section& s : sections) {
        size += s.size;
    }
    return size;
}

} // namespace

void World::Free::operator()(std::byte* p) const { ::operator delete(p, std::align_val_t{kAlignment}); }

World::World(const WorldConfig& config)
    : assets(config.assets), level(config.level), classes(config.classes), hooks(config.hooks),
      actorCapacity(std::clamp<uint32_t>(config.actorCapacity, 16, kMaxActors - 1)), moverCapacity(std::max<uint32_t>(config.moverCapacity, 16)),
      scriptBytes(config.scriptBytes), viewBytes(config.viewBytes),
      particleCapacity(std::min(config.particleCapacity, kMaxParticles)) {
    // An actor of ordinary size touches at most four cells and a few sectors; huge ones are rare enough for the margin.
    touchCapacity = actorCapacity * 6 + 1024;
    blockCapacity = actorCapacity * 6 + 4096;
    const size_t cells = static_cast<size_t>(level->blockMap.width) * static_cast<size_t>(level->blockMap.height);
    size_t offset = 0;
    auto place = [&offset](size_t size) {
        const size_t at = offset;
        offset += aligned(size);
        return at;
    };
    const size_t stateAt = place(sizeof(WorldState));
    const size_t sectorsAt = place(level->sectors.size() * sizeof(SectorState));
    const size_t sidesAt = place(level->sides.size() * sizeof(SideState));
    const size_t linesAt = place(level->lines.size() * sizeof(LineState));
    const size_t headsAt = place(cells * sizeof(uint32_t));
    const size_t scriptsAt = place(scriptBytes);
    const size_t viewAt = place(viewBytes);
    const size_t fixedEnd = offset;
    const size_t actorsAt = place(actorCapacity * sizeof(Actor));
    const size_t moversAt = place(moverCapacity * sizeof(Mover));
    const size_t touchAt = place(touchCapacity * sizeof(TouchNode));
    const size_t blockAt = place(blockCapacity * sizeof(BlockNode));
    const size_t particlesAt = place(particleCapacity * sizeof(Particle));
    arenaSize_ = offset;
    // Pools are not cleared: a slot is zeroed when it is first used, so untouched pages stay with the system.
    arena_.reset(static_cast<std::byte*>(::operator new(arenaSize_, std::align_val_t{kAlignment})));
    std::memset(arena_.get(), 0, fixedEnd);
    std::byte* base = arena_.get();
    state = reinterpret_cast<WorldState*>(base + stateAt);
    sectors = reinterpret_cast<SectorState*>(base + sectorsAt);
    sides = reinterpret_cast<SideState*>(base + sidesAt);
    lines = reinterpret_cast<LineState*>(base + linesAt);
    blockHeads = reinterpret_cast<uint32_t*>(base + headsAt);
    scriptMemory = base + scriptsAt;
    viewMemory = base + viewAt;
    actors = reinterpret_cast<Actor*>(base + actorsAt);
    movers = reinterpret_cast<Mover*>(base + moversAt);
    touchNodes = reinterpret_cast<TouchNode*>(base + touchAt);
    blockNodes = reinterpret_cast<BlockNode*>(base + blockAt);
    particles = reinterpret_cast<Particle*>(base + particlesAt);
    refreshTints(*this);
}

void World::report(std::string text) {
    if (std::find(reports.begin(), reports.end(), text) == reports.end()) {
        reports.push_back(std::move(text));
    }
}

// Of every actor the two lines that a thing at rest needs; of the pools what is used; of the state what each tic reads.
void World::fetchAhead() const {
    const uint32_t used = fetchedActors;
    for (uint32_t i = 0; i < used; ++i) {
        prefetch(actors + i, offsetof(Actor, item) + sizeof(ActorRef));
    }
    prefetch(state, offsetof(WorldState, stream));
    prefetch(state->player, sizeof state->player[0]);
    prefetch(&state->thinkHead, sizeof state->thinkHead + sizeof state->thinkTail);
    prefetch(&state->button, sizeof state->button);
    prefetch(&state->actorUsed, offsetof(WorldState, acsWorld) - offsetof(WorldState, actorUsed));
    prefetch(&state->contactCount, 64);
    prefetch(&state->nextObjectId, offsetof(WorldState, notice) - offsetof(WorldState, nextObjectId));
    prefetch(scriptMemory, std::min<size_t>(scriptBytes, 512));
    prefetch(viewMemory, std::min<size_t>(viewBytes, 256));
    prefetch(blockHeads, static_cast<size_t>(level->blockMap.width) * static_cast<size_t>(level->blockMap.height) * sizeof *blockHeads);
    prefetch(touchNodes, used * sizeof *touchNodes);
    prefetch(blockNodes, used * sizeof *blockNodes);
}

size_t World::snapshotSize() const { return sizeOf(*this, headerOf(*this)); }

void World::save(std::byte* out) const {
    SnapshotHeader h = headerOf(*this);
    std::byte* const body = out + sizeof h;
    std::byte* to = body;
    Section sections[kSections];
    collect(*this, h, sections);
    for (const Section& s : sections) {
        std::memcpy(to, s.data, s.size);
        to += s.size;
    }
    h.check = checkOf(h, body, static_cast<size_t>(to - body));
    std::memcpy(out, &h, sizeof h);
}

Status World::restore(const std::byte* data, size_t size) {
    SnapshotHeader h;
    if (size < sizeof h) {
        return Status::error(StatusCode::BadData, "snapshot: shorter than its header; it was cut off");
    }
    std::memcpy(static_cast<void*>(&h), data, sizeof h);
    if (h.magic != kSnapshotMagic || h.version != kSnapshotVersion || h.layout != layoutNumber()) {
        return Status::error(StatusCode::BadData, "snapshot: made by another version of the engine; record it again with this one");
    }
    const SnapshotHeader mine = headerOf(*this);
    if (h.sectors != mine.sectors || h.sides != mine.sides || h.lines != mine.lines || h.cells != mine.cells ||
        h.scriptBytes != mine.scriptBytes || h.viewBytes != mine.viewBytes || h.map != mine.map) {
        return Status::error(StatusCode::BadData, "snapshot: belongs to another map than " + level->name);
    }
    if (h.actors > actorCapacity || h.movers > moverCapacity || h.touches > touchCapacity || h.blocks > blockCapacity) {
        return Status::error(StatusCode::OutOfCapacity, "snapshot: holds more actors than this world's capacity");
    }
    if (size != sizeOf(*this, h)) {
        return Status::error(StatusCode::BadData, "snapshot: its size does not match its header; it was cut off or changed");
    }
    if (h.check != checkOf(h, data + sizeof h, size - sizeof h)) {
        return Status::error(StatusCode::BadData, "snapshot: damaged, its check sum does not match; take a new one");
    }
    Section sections[kSections];
    collect(*this, h, sections);
    const std::byte* from = data + sizeof h;
    // A world that shows no particles leaves them out.
    const bool keeps = h.particles <= particleCapacity;
    for (int i = 0; i < (keeps ? kSections : kSections - 1); ++i) {
        std::memcpy(sections[i].data, from, sections[i].size);
        from += sections[i].size;
    }
    if (!keeps) state->particleUsed = 0;
    rules = h.rules;
    refreshTints(*this);
    return {};
}

const char* World::nameOfStream(uint16_t index) const {
    return index < kBuiltinStreams ? streamName(static_cast<Stream>(index)).data()
                                   : classes->extraStreams[static_cast<size_t>(index) - kBuiltinStreams].c_str();
}

uint64_t World::hash() const {
    const SnapshotHeader h = headerOf(*this);
    Section sections[kSections];
    collect(*this, h, sections);
    // The nameless stream serves particles and the status bar's face: drawn frames advance it, play never reads it.
    const size_t cosmeticAt = offsetof(WorldState, stream) + static_cast<size_t>(Stream::Cosmetic) * sizeof(Sfmt607);
    const size_t afterCosmetic = cosmeticAt + sizeof(Sfmt607);
    const auto* bytes = reinterpret_cast<const std::byte*>(state);
    uint64_t value = hashBytes(bytes, cosmeticAt);
    value = hashBytes(bytes + afterCosmetic, offsetof(WorldState, nextObjectId) - afterCosmetic, value);
    for (int i = 1; i < kPlaySections; ++i) {
        if (sections[i].data == reinterpret_cast<std::byte*>(actors)) {
            for (uint32_t a = 0; a < h.actors; ++a) {
                value = hashBytes(actors + a, offsetof(Actor, objectId), value);
            }
        } else {
            value = hashBytes(sections[i].data, sections[i].size, value);
        }
    }
    return value;
}

} // namespace caco
