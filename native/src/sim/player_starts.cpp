#include "sim/player_starts.h"

#include <algorithm>

#include "sim/damage.h"
#include "sim/players.h"

namespace caco {
namespace {

constexpr int kRandomTries = 20; // spots looked at before an occupied one is taken

bool overlaps(const Actor& a, Fixed x, Fixed y, Fixed radius) {
    const Fixed reach = addWrap(a.radius, radius);
    return absWrap(subWrap(a.x, x)) < reach && absWrap(subWrap(a.y, y)) < reach;
}

bool isFree(const World& w, const MapThing& spot, int player) {
    const Fixed radius = w.info(w.classes->known.doomPlayer).radius;
    for (int i = 0; i < w.state->playerCount; ++i) {
        const Actor* pawn = pawnOf(w, i);
        if (i != player && pawn && pawn->health > 0 && overlaps(*pawn, spot.x, spot.y, radius)) {
            return false;
        }
    }
    return true;
}

int32_t countSpots(const World& w) {
    int32_t count = 0;
    for (const MapThing& t : w.level->things) {
        count += t.type == kDeathmatchStart;
    }
    return count;
}

const MapThing& spotNumber(const World& w, int32_t index) {
    for (const MapThing& t : w.level->things) {
        if (t.type == kDeathmatchStart && index-- == 0) {
            return t;
        }
    }
    return w.level->things.front();
}

const MapThing& randomSpot(World& w, int player, int32_t count) {
    const MapThing* spot = nullptr;
    for (int i = 0; i < kRandomTries; ++i) {
        spot = &spotNumber(w, w.rn(Stream::DMSpawn, count));
        if (isFree(w, *spot, player)) {
            break;
        }
    }
    return *spot;
}

// The spot whose nearest living player is farthest away; null when nobody lives.
const MapThing* farthestSpot(const World& w, int player) {
    const MapThing* best = nullptr;
    int64_t bestDistance = -1;
    for (const MapThing& t : w.level->things) {
        if (t.type != kDeathmatchStart) {
            continue;
        }
        int64_t nearest = INT64_MAX;
        for (int i = 0; i < w.state->playerCount; ++i) {
            const Actor* pawn = pawnOf(w, i);
            if (i == player || !pawn || pawn->health <= 0) {
                continue;
            }
            const int64_t dx = (int64_t{pawn->x} - t.x) >> 8, dy = (int64_t{pawn->y} - t.y) >> 8;
            nearest = std::min(nearest, dx * dx + dy * dy);
        }
        if (nearest != INT64_MAX && nearest > bestDistance) {
            bestDistance = nearest;
            best = &t;
        }
    }
    return best;
}

const MapThing* ownStart(const World& w, int player) {
    const MapThing* last = nullptr;
    for (const MapThing& t : w.level->things) {
        if (playerOfStart(t.type) == player && t.args[0] == 0) {
            last = &t;
        }
    }
    return last;
}

} // namespace

int32_t playerOfStart(int32_t type) {
    if (type >= 1 && type <= 4) {
        return type - 1;
    }
    return type >= 4001 && type <= 4012 ? type - 4001 + 4 : -1;
}

const MapThing* chooseStart(World& w, int player) {
    const int32_t spots = countSpots(w);
    if (!w.rules.deathmatch) {
        const MapThing* own = ownStart(w, player);
        if (own || spots == 0) {
            return own;
        }
    }
    if (spots == 0) {
        return ownStart(w, player);
    }
    if (w.rules.has(kRuleSpawnFarthest)) {
        if (const MapThing* spot = farthestSpot(w, player)) {
            return spot;
        }
    }
    return &randomSpot(w, player, spots);
}

void stompStart(World& w, Actor& pawn) {
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        Actor& other = w.actors[slot];
        if (other.alive && &other != &pawn && has(other, Flag::SHOOTABLE) && overlaps(other, pawn.x, pawn.y, pawn.radius) &&
            other.z < topOf(pawn) && topOf(other) > pawn.z) {
            damageActor(w, other, &pawn, &pawn, kTelefragDamage, typeOf(DamageType::Telefrag));
        }
    }
}

} // namespace caco
