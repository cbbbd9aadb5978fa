#include "sim/game_tic.h"

#include <algorithm>
#include <cstring>

#include "sim/damage.h"
#include "sim/lines.h"
#include "sim/particles.h"
#include "sim/player_starts.h"
#include "sim/players.h"
#include "sim/sectors.h"
#include "sim/spawn.h"
#include "sim/thinkers.h"
#include "sim/weapons.h"

namespace caco {
namespace {

constexpr int32_t kOpenScript = 1;

void seedStreams(World& w, uint32_t seed) {
    for (int i = 0; i < kBuiltinStreams; ++i) {
        w.state->stream[i].seed(streamCrc(static_cast<Stream>(i)), seed);
    }
    const size_t extra = std::min<size_t>(w.classes->extraStreams.size(), kExtraStreams);
    for (size_t i = 0; i < extra; ++i) {
        w.state->stream[static_cast<size_t>(kBuiltinStreams) + i].seed(crc32(w.classes->extraStreams[i]), seed);
    }
}

void resetSectors(World& w) {
    for (size_t i = 0; i < w.level->sectors.size(); ++i) {
        const SectorDef& def = w.level->sectors[i];
        SectorState& s = w.sectors[i];
        std::memset(static_cast<void*>(&s), 0, sizeof s);
        s.floor = s.floorTexZ = def.floor;
        s.ceiling = s.ceilingTexZ = def.ceiling;
        s.floorTexture = def.floorTexture;
        s.ceilingTexture = def.ceilingTexture;
        s.light = def.light;
        s.special = def.special;
        s.friction = 0xE800;
        s.moveFactor = 2048;
        s.damage = def.damage;
        s.damageInterval = def.damageInterval;
        s.gravity = def.gravity;
        s.tint = static_cast<uint16_t>(def.tint);
    }
}

void resetLines(World& w) {
    for (size_t i = 0; i < w.level->sides.size(); ++i) {
        std::copy_n(w.level->sides[i].texture, 3, w.sides[i].texture);
    }
    for (size_t i = 0; i < w.level->lines.size(); ++i) {
        const LineDef& def = w.level->lines[i];
        LineState& s = w.lines[i];
        std::memset(static_cast<void*>(&s), 0, sizeof s);
        s.flags = def.flags;
        s.activation = def.activation;
        s.special = def.special;
        std::copy_n(def.args, 5, s.args);
    }
}

void resetWorld(World& w, const NewGame& game) {
    WorldState& s = *w.state;
    std::memset(static_cast<void*>(&s), 0, sizeof s);
    s.seed = game.seed;
    s.skill = game.skill;
    s.gravity = game.gravity;
    s.airControl = game.airControl;
    s.airFriction = kUnit;
    s.playerCount = game.players;
    for (Player& p : s.player) {
        p.fixedColormap = p.fixedLightLevel = -1;
        p.playerState = PlayerState::Enter;
    }
    std::fill_n(s.lastKillTic, kMaxPlayers, -1);
    for (LastHurt& hurt : s.lastHurt) {
        hurt = {kNoClass, kNoClass, kNameNone, 0};
    }
    seedStreams(w, game.seed);
    resetSectors(w);
    resetLines(w);
    const BlockMap& map = w.level->blockMap;
    std::fill_n(w.blockHeads, static_cast<size_t>(map.width) * static_cast<size_t>(map.height), 0u);
    if (w.scriptBytes) {
        std::memset(w.scriptMemory, 0, w.scriptBytes);
    }
    w.rules = game;
    w.nextThinker = 0;
    w.reports.clear();
}

bool passesFilter(const World& w, const MapThing& t) {
    const uint32_t mode = w.rules.deathmatch ? kThingDeathmatch : w.rules.multiplayer ? kThingCoop : kThingSingle;
    return (t.flags & mode) != 0 && ((t.skillMask >> w.rules.skill) & 1);
}

bool isRuledOut(const World& w, ClassId cls) {
    const ClassTable& table = *w.classes;
    if (w.rules.has(kRuleNoHealth) && (table.isA(cls, NativeKind::Health) || table.isA(cls, NativeKind::HealthPickup))) {
        return true;
    }
    return w.rules.has(kRuleNoArmor) &&
           (table.isA(cls, NativeKind::BasicArmorPickup) || table.isA(cls, NativeKind::BasicArmorBonus));
}

void spawnThing(World& w, const MapThing& t) {
    const int32_t player = playerOfStart(t.type);
    if (player >= 0) {
        if (player < w.rules.players && !w.rules.deathmatch && t.args[0] == 0) {
            spawnPlayer(w, player, t, pawnOf(w, player) != nullptr);
        }
        return;
    }
    if (t.type <= 0 || t.type == kDeathmatchStart || !passesFilter(w, t)) {
        return;
    }
    ClassId cls = w.classes->findEditor(t.type);
    if (cls == kNoClass) {
        cls = w.classes->known.unknown;
    }
    if (cls == kNoClass || (w.rules.noMonsters && w.info(cls).flags.has(Flag::ISMONSTER)) || isRuledOut(w, cls)) {
        return;
    }
    spawnMapThing(w, t, cls);
}

// Monsters that stand in a player's start are removed the hard way (simulation.md 6.7).
void clearStarts(World& w) {
    for (int i = 0; i < w.rules.players; ++i) {
        Actor* pawn = pawnOf(w, i);
        if (!pawn) {
            continue;
        }
        for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
            Actor& other = w.actors[slot];
            if (!other.alive || &other == pawn || other.player >= 0 || !has(other, Flag::SHOOTABLE) || !has(other, Flag::ISMONSTER)) {
                continue;
            }
            const Fixed reach = other.radius + pawn->radius;
            const bool overlaps = absWrap(subWrap(other.x, pawn->x)) < reach && absWrap(subWrap(other.y, pawn->y)) < reach &&
                                  other.z < topOf(*pawn) && topOf(other) > pawn->z;
            if (overlaps) {
                damageActor(w, other, pawn, pawn, kTelefragDamage, typeOf(DamageType::Telefrag));
            }
        }
    }
}

void checkFragLimit(World& w) {
    if (!w.rules.deathmatch || w.rules.fragLimit <= 0) {
        return;
    }
    for (int i = 0; i < w.state->playerCount; ++i) {
        if (w.state->player[i].fragCount >= w.rules.fragLimit) {
            exitLevel(w, false);
        }
    }
}

} // namespace

Status startGame(World& w, const NewGame& game) {
    resetWorld(w, game);
    if (w.hooks) {
        w.hooks->resetMemory(w);
    }
    for (const MapThing& t : w.level->things) {
        spawnThing(w, t);
    }
    for (int i = 0; i < game.players; ++i) {
        const bool started = pawnOf(w, i) != nullptr;
        const MapThing* start = started || !game.multiplayer ? nullptr : chooseStart(w, i);
        if (start) {
            spawnPlayer(w, i, *start, false);
        }
        if (!pawnOf(w, i)) {
            return Status::error(StatusCode::BadData, "map " + w.level->name + ": there is no start for player " + std::to_string(i + 1) +
                                                          "; add a thing of type " + std::to_string(i < 4 ? i + 1 : 3997 + i) +
                                                          " (or 11 and play deathmatch: game_args += -deathmatch)");
        }
        w.state->player[i].cmd.buttons = ~0u; // nothing counts as pressed anew in the first tic
    }
    clearStarts(w);
    setupSectorSpecials(w);
    if (w.hooks) {
        w.hooks->startTypedScripts(w, kOpenScript, nullptr, false);
    }
    recycleDestroyed(w);
    return {};
}

void runTic(World& w, const TicCommand* commands) {
    WorldState& s = *w.state;
    if (s.mapEnded) {
        return;
    }
    if (s.exitKind != static_cast<uint8_t>(ExitKind::None)) {
        s.mapEnded = 1;
        s.levelTime = s.mapTime = 0;
        return;
    }
    for (int i = 0; i < s.playerCount; ++i) {
        Player& p = s.player[i];
        if (s.mapTime >= 1) {
            p.minPitch = -32 * static_cast<int32_t>(kAngle1);
            p.maxPitch = 56 * static_cast<int32_t>(kAngle1);
        }
        if (Actor* item = w.resolve(p.pendingUse)) {
            useItem(w, p, *item);
        }
        if (Actor* item = w.resolve(p.pendingDrop)) {
            dropSelectedItem(w, p, *item);
        }
        p.pendingUse = p.pendingDrop = 0;
        p.oldButtons = p.cmd.buttons;
        p.cmd = commands[i];
    }
    moveParticles(w);
    for (int i = 0; i < s.playerCount; ++i) {
        startPsprites(w, s.player[i]);
    }
    for (int i = 0; i < s.playerCount; ++i) {
        playerThink(w, i);
    }
    if (w.hooks) {
        w.hooks->tickStatusBar(w);
    }
    resetScrollCarry(w);
    runThinkers(w);
    tickButtons(w);
    checkFragLimit(w);
    ++s.levelTime;
    ++s.mapTime;
    ++s.totalTime;
    recycleDestroyed(w);
    w.fetchedActors = s.actorUsed;
}

} // namespace caco
