#include "game/sound_watch.h"

#include <algorithm>

#include "sim/players.h"

namespace caco {
namespace {

constexpr Fixed kHardLanding = -8 * kUnit;   // a faster fall ends with a grunt
constexpr Fixed kBlazing = 8 * kUnit;        // doors of that speed and more have sounds of their own
constexpr int32_t kRumbleTics = 8;           // floors on their way sound that often
constexpr Fixed kHitRange = 128 * kUnit;     // a fist's puff is not farther away
constexpr int32_t kGibbing = -50;            // health below which a player's death sounds otherwise
constexpr int32_t kTakes = 3;

bool entered(StateId before, int32_t ticsBefore, StateId now, int32_t tics) {
    // The clock of a state only runs down, so a higher count is a state entered again.
    return now != kNoState && (now != before || tics > ticsBefore);
}

Fixed floorOf(const World& w, int32_t sector) { return sector == kNoIndex ? 0 : w.sectors[sector].floor; }

Fixed distance(const Actor& a, const Actor& b) { return approxDistance(subWrap(a.x, b.x), subWrap(a.y, b.y)); }

} // namespace

SoundWatch::SoundWatch(const World& w)
    : table_(*w.classes), chainsaw_(w.classes->find("Chainsaw")), weapon_(w.classes->known.weapon), powerup_(w.classes->find("PowerupGiver")),
      actors_(w.actorCapacity), movers_(w.moverCapacity), places_(w.level->sectors.size()) {
    const Level& level = *w.level;
    for (size_t i = 0; i < level.sectors.size(); ++i) {
        const SectorDef& def = level.sectors[i];
        int64_t x = 0, y = 0;
        for (int32_t k = 0; k < def.lineCount; ++k) {
            const LineDef& line = level.lines[static_cast<size_t>(level.sectorLines[static_cast<size_t>(def.firstLine + k)])];
            x += (int64_t{level.vertices[static_cast<size_t>(line.v1)].x} + level.vertices[static_cast<size_t>(line.v2)].x) / 2;
            y += (int64_t{level.vertices[static_cast<size_t>(line.v1)].y} + level.vertices[static_cast<size_t>(line.v2)].y) / 2;
        }
        const int32_t count = std::max(def.lineCount, 1);
        places_[i] = {static_cast<Fixed>(x / count), static_cast<Fixed>(y / count)};
    }
    for (size_t i = 0; i < level.lines.size(); ++i) {
        for (const int32_t side : level.lines[i].side) {
            for (int32_t tier = 0; side != kNoIndex && tier < 3; ++tier) {
                const TextureId texture = level.sides[static_cast<size_t>(side)].texture[tier];
                for (const SwitchPair& pair : w.assets->switches) {
                    if (texture == pair.on || texture == pair.off) {
                        switches_.push_back({side, tier, static_cast<int32_t>(i), texture});
                        break;
                    }
                }
            }
        }
    }
    born_.reserve(w.actorCapacity);
    taken_.reserve(w.actorCapacity);
    starts_.reserve(kMaxStarts);
    reset(w);
}

void SoundWatch::reset(const World& w) {
    remember(w);
    starts_.clear();
}

std::span<const SoundStart> SoundWatch::listen(const World& w) {
    starts_.clear();
    born_.clear();
    taken_.clear();
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        const Actor& a = w.actors[slot];
        const ActorShadow& before = actors_[slot];
        const bool same = a.alive && before.alive && a.generation == before.generation;
        if (a.alive && !same) born_.push_back(slot);
    }
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        hearActor(w, slot);
    }
    for (int player = 0; player < w.state->playerCount; ++player) {
        hearWeapon(w, player);
        hearPickup(w, player);
    }
    for (uint32_t slot = 0; slot < w.state->moverUsed; ++slot) {
        hearMover(w, slot);
    }
    hearSwitches(w);
    remember(w);
    return starts_;
}

void SoundWatch::remember(const World& w) {
    for (uint32_t slot = 0; slot < w.actorCapacity; ++slot) {
        ActorShadow& s = actors_[slot];
        if (slot >= w.state->actorUsed) {
            if (!s.alive && s.generation == 0) break; // nothing was ever behind it
            s = {};
            continue;
        }
        const Actor& a = w.actors[slot];
        s.generation = a.generation;
        s.cls = a.cls;
        s.alive = a.alive != 0;
        s.state = a.state;
        s.tics = a.tics;
        s.velZ = a.velZ;
        s.missile = has(a, Flag::MISSILE);
        s.falling = a.z > a.floorZ;
        s.lying = a.alive && a.sector != kNoIndex && a.item.owner == 0 && has(a, Flag::SPECIAL);
    }
    for (uint32_t slot = 0; slot < w.moverCapacity; ++slot) {
        const Mover& m = w.movers[slot];
        const bool used = slot < w.state->moverUsed && m.used;
        if (!used && slot >= w.state->moverUsed && movers_[slot].kind == MoverKind::None) break;
        movers_[slot] = used ? MoverShadow{m.kind, directionOf(w, m, movers_[slot]), m.sector, floorOf(w, m.sector)} : MoverShadow{};
    }
    for (int i = 0; i < kMaxPlayers; ++i) {
        const Player& p = w.state->player[i];
        weapons_[i] = {p.psp[kPspWeapon].state, p.psp[kPspWeapon].tics, p.bonusCount};
    }
    for (SwitchShadow& s : switches_) {
        s.texture = w.sides[s.side].texture[s.tier];
    }
}

void SoundWatch::hearActor(const World& w, uint32_t slot) {
    const Actor& a = w.actors[slot];
    const ActorShadow& before = actors_[slot];
    const bool same = a.alive && before.alive && a.generation == before.generation;
    const bool lies = a.alive && a.sector != kNoIndex && a.item.owner == 0 && has(a, Flag::SPECIAL);
    if (before.lying && before.alive && !(same && lies)) taken_.push_back(before.cls);
    if (!a.alive) return;
    if (!same) {
        // What a level begins with was there when the watch was reset.
        start(w, a, table_.of(a.cls).born, SoundChannel::Body);
        return;
    }
    if (before.missile && !has(a, Flag::MISSILE)) start(w, a, pick(table_.of(a.cls).death, w, slot), SoundChannel::Body);
    if (a.player >= 0 && before.falling && a.z <= a.floorZ && before.velZ < kHardLanding && a.health > 0) {
        start(w, a, SoundId::OOF, SoundChannel::Body);
    }
    if (entered(before.state, before.tics, a.state, a.tics)) hearState(w, a, before);
}

void SoundWatch::hearState(const World& w, const Actor& a, const ActorShadow& before) {
    const ClassSounds& sounds = table_.of(a.cls);
    const uint32_t slot = w.slotOf(a);
    switch (table_.kindOf(a.state)) {
        case StateSound::Chase:
            if (table_.kindOf(before.state) == StateSound::Look) start(w, a, pick(sounds.see, w, slot), SoundChannel::Voice);
            break;
        case StateSound::Pain:
            start(w, a, sounds.pain, SoundChannel::Voice);
            break;
        case StateSound::Death:
            start(w, a, a.player >= 0 && a.health < kGibbing ? SoundId::PDIEHI : pick(sounds.death, w, slot), SoundChannel::Voice);
            break;
        case StateSound::Gibs:
            start(w, a, SoundId::SLOP, SoundChannel::Voice);
            break;
        case StateSound::Attack:
            start(w, a, sounds.attack, SoundChannel::Weapon);
            break;
        case StateSound::Swing: {
            // Claws are only heard near; from afar the same attack throws something that has a sound of its own.
            const Actor* target = w.target(a);
            if (target && distance(a, *target) < addWrap(a.meleeRange, target->radius)) start(w, a, sounds.attack, SoundChannel::Weapon);
            break;
        }
        case StateSound::Lump:
            start(w, a, table_.lumpOf(a.state), SoundChannel::Weapon);
            break;
        default:
            break;
    }
}

bool SoundWatch::bornNear(const World& w, ClassId cls, const Actor& a) const {
    return std::any_of(born_.begin(), born_.end(),
                       [&](uint32_t slot) { return w.actors[slot].cls == cls && distance(w.actors[slot], a) < kHitRange; });
}

void SoundWatch::hearWeapon(const World& w, int player) {
    const Player& p = w.state->player[player];
    const Actor* pawn = pawnOf(w, player);
    const Actor* weapon = w.resolve(p.readyWeapon);
    const PspSprite& psp = p.psp[kPspWeapon];
    const WeaponShadow& before = weapons_[player];
    if (!pawn || !weapon || !entered(before.state, before.tics, psp.state, psp.tics)) return;
    const bool saw = chainsaw_ != kNoClass && w.classes->isA(weapon->cls, chainsaw_);
    const bool hit = bornNear(w, w.classes->known.bulletPuff, *pawn) || bornNear(w, w.classes->known.blood, *pawn);
    SoundId sound = SoundId::None;
    switch (table_.kindOf(psp.state)) {
        case StateSound::Lump:
            sound = table_.lumpOf(psp.state);
            break;
        case StateSound::SawReady:
            if (saw) sound = SoundId::SAWIDL;
            break;
        case StateSound::Raise:
            if (saw && table_.kindOf(before.state) != StateSound::Raise) sound = SoundId::SAWUP;
            break;
        case StateSound::Punch:
            if (hit) sound = SoundId::PUNCH;
            break;
        case StateSound::Saw:
            sound = hit ? SoundId::SAWHIT : SoundId::SAWFUL;
            break;
        default:
            break;
    }
    start(w, *pawn, sound, SoundChannel::Weapon);
}

void SoundWatch::hearPickup(const World& w, int player) {
    const Player& p = w.state->player[player];
    const Actor* pawn = pawnOf(w, player);
    if (!pawn || p.bonusCount <= weapons_[player].bonus) return;
    SoundId sound = SoundId::ITEMUP;
    for (const ClassId item : taken_) {
        if (w.classes->isA(item, weapon_)) sound = SoundId::WPNUP;
        if (powerup_ != kNoClass && w.classes->isA(item, powerup_)) sound = SoundId::GETPOW;
    }
    start(w, *pawn, sound, SoundChannel::Item);
}

void SoundWatch::hearMover(const World& w, uint32_t slot) {
    const Mover& m = w.movers[slot];
    const MoverShadow& before = movers_[slot];
    const bool used = m.used && m.kind != MoverKind::None;
    const bool same = used && before.kind == m.kind && before.sector == m.sector;
    if (before.kind != MoverKind::None && !same) {
        if (before.kind == MoverKind::Plat || before.kind == MoverKind::Floor || before.kind == MoverKind::Elevator) {
            startPlace(before.sector, SoundId::PSTOP);
        }
    }
    if (!used) return;
    const int32_t direction = directionOf(w, m, before);
    const bool turned = !same || direction != before.direction;
    switch (m.kind) {
        case MoverKind::Door: {
            if (!turned || (direction != 1 && direction != -1)) break;
            const bool blazing = m.speed >= kBlazing;
            startPlace(m.sector, direction > 0 ? (blazing ? SoundId::BDOPN : SoundId::DOROPN) : (blazing ? SoundId::BDCLS : SoundId::DORCLS));
            break;
        }
        case MoverKind::Plat:
            if (turned) startPlace(m.sector, direction != 0 ? SoundId::PSTART : SoundId::PSTOP);
            break;
        case MoverKind::Floor:
        case MoverKind::Ceiling:
        case MoverKind::Elevator:
            if (w.state->levelTime % kRumbleTics == 0) startPlace(m.sector, SoundId::STNMOV);
            break;
        default:
            break;
    }
}

// A resting lift keeps the direction it came from: whether it moves is told by the floor.
int32_t SoundWatch::directionOf(const World& w, const Mover& m, const MoverShadow& before) const {
    if (m.kind != MoverKind::Plat || before.kind != MoverKind::Plat || before.sector != m.sector) return m.direction;
    const Fixed floor = floorOf(w, m.sector);
    return floor > before.floor ? 1 : floor < before.floor ? -1 : 0;
}

void SoundWatch::hearSwitches(const World& w) {
    for (const SwitchShadow& s : switches_) {
        if (w.sides[s.side].texture[s.tier] == s.texture) continue;
        const LineDef& line = w.level->lines[static_cast<size_t>(s.line)];
        const auto& a = w.level->vertices[static_cast<size_t>(line.v1)];
        const auto& b = w.level->vertices[static_cast<size_t>(line.v2)];
        SoundStart start;
        start.sound = SoundId::SWTCHN;
        start.channel = SoundChannel::Place;
        start.source = kPlace + static_cast<uint32_t>(line.frontSector);
        start.x = static_cast<Fixed>((int64_t{a.x} + b.x) / 2);
        start.y = static_cast<Fixed>((int64_t{a.y} + b.y) / 2);
        add(start);
    }
}

// One of the takes, by who and when: draws of random numbers would change play.
SoundId SoundWatch::pick(const SoundTakes& takes, const World& w, uint32_t slot) const {
    const int32_t count = static_cast<int32_t>(
        std::count_if(takes.take, takes.take + kTakes, [](SoundId s) { return s != SoundId::None; }));
    if (count == 0) return SoundId::None;
    const uint32_t mixed = (slot * 2654435761u) ^ (static_cast<uint32_t>(w.state->levelTime) * 2246822519u);
    return takes.take[(mixed >> 16) % static_cast<uint32_t>(count)];
}

void SoundWatch::start(const World& w, const Actor& a, SoundId sound, SoundChannel channel) {
    SoundStart s;
    s.sound = sound;
    s.channel = channel;
    s.source = w.slotOf(a);
    s.actor = w.refOf(a);
    s.x = a.x;
    s.y = a.y;
    s.everywhere = has(a, Flag::BOSS) && channel == SoundChannel::Voice;
    add(s);
}

void SoundWatch::startPlace(int32_t sector, SoundId sound) {
    SoundStart s;
    s.sound = sound;
    s.channel = SoundChannel::Place;
    s.source = kPlace + static_cast<uint32_t>(sector);
    s.x = places_[static_cast<size_t>(sector)].x;
    s.y = places_[static_cast<size_t>(sector)].y;
    add(s);
}

void SoundWatch::add(const SoundStart& s) {
    if (s.sound != SoundId::None && starts_.size() < kMaxStarts) starts_.push_back(s);
}

} // namespace caco
