#include "render/hud_face.h"

#include <algorithm>
#include <cstddef>

#include "base/trig.h"
#include "sim/players.h"

namespace caco {
namespace {

constexpr int32_t kEndless = -1;
constexpr int32_t kFaceTics[] = {17, 35, 1, 35, 70, kEndless, kEndless};
constexpr int32_t kRampageTics = 70;
constexpr int32_t kOuchDamage = 20;
constexpr int32_t kAhead = 1;

enum class Change : uint8_t { Keep, Restart, Wait };

HudState::Face& record(HudState& hud, FaceKind kind) { return hud.face[static_cast<size_t>(kind)]; }

FaceKind current(const HudState& hud) {
    const bool known = hud.faceState >= 0 && hud.faceState <= static_cast<int32_t>(FaceKind::Death);
    return known ? static_cast<FaceKind>(hud.faceState) : FaceKind::None;
}

void startFace(World& w, HudState& hud, FaceKind kind) {
    HudState::Face& f = record(hud, kind);
    f.timer = kFaceTics[static_cast<size_t>(kind)];
    f.finished = 0;
    f.pick = static_cast<int32_t>(w.drawCosmetic() & 255);
}

void setFace(World& w, HudState& hud, FaceKind kind, Change change = Change::Keep) {
    hud.faceNormal = 0;
    hud.faceOuch = 0;
    const FaceKind now = current(hud);
    if (now == kind) {
        if (change == Change::Restart) startFace(w, hud, kind);
        return;
    }
    if (change == Change::Wait && now != FaceKind::None && !record(hud, now).finished) return;
    startFace(w, hud, kind);
    hud.faceState = static_cast<int32_t>(kind);
}

int32_t damageDirection(const World& w, const Player& p, const Actor& pawn) {
    const Actor* attacker = w.resolve(p.attacker);
    if (!attacker || attacker == &pawn) return kAhead;
    const Angle towards = pointToAngle(pawn.x, pawn.y, attacker->x, attacker->y);
    const bool beyond = towards > pawn.angle;
    const Angle difference = beyond ? towards - pawn.angle : pawn.angle - towards;
    const bool right = beyond ? difference > kAngle180 : difference <= kAngle180;
    return difference < kAngle45 ? kAhead : right ? 0 : 2;
}

bool isGod(const Player& p, const Actor& pawn) { return has(pawn, Flag::INVULNERABLE) || (p.cheats & kCheatGod) != 0; }

// Moods that outrank the normal face. True = one of them shows.
bool updatePain(World& w, const Player& p, const Actor& pawn, HudState& hud, int32_t& direction) {
    const bool ouch = (hud.lastHealth != -1 && subWrap(hud.lastHealth, p.health) > kOuchDamage) || hud.faceOuch;
    const FaceKind kind = ouch ? FaceKind::Ouch : FaceKind::Pain;
    if (p.damageCount != 0) {
        direction = damageDirection(w, p, pawn);
        setFace(w, hud, kind, Change::Restart);
        hud.faceDamage = 1;
        hud.lastDirection = direction;
        hud.faceOuch = ouch;
        return true;
    }
    if (!hud.faceDamage) return false;
    if (current(hud) == FaceKind::None) {
        hud.faceDamage = 0;
        return false;
    }
    setFace(w, hud, kind);
    hud.faceOuch = ouch;
    direction = hud.lastDirection;
    return true;
}

bool updateGrin(World& w, const Player& p, HudState& hud) {
    const bool fresh = p.grinRequested && !hud.grinDropped;
    if (!hud.grin && !fresh) return false;
    if (p.bonusCount != 0) {
        setFace(w, hud, FaceKind::Grin);
        return true;
    }
    hud.grin = 0;
    hud.grinDropped = p.grinRequested;
    return false;
}

} // namespace

void resetFace(HudState& hud) {
    for (HudState::Face& f : hud.face) {
        f = {};
    }
    hud.faceState = static_cast<int32_t>(FaceKind::None);
    hud.lastHealth = -1;
    hud.lastDirection = kAhead;
    hud.rampage = 0;
    hud.faceNormal = 1;
    hud.faceDamage = hud.faceOuch = hud.grin = hud.grinDropped = 0;
}

void tickFace(const World& w, int player, HudState& hud) {
    Player& p = w.state->player[player];
    // The request passes to the face in the tic, never while drawing: drawing must not change the world.
    if (p.grinRequested) {
        if (!hud.grinDropped) hud.grin = 1;
        p.grinRequested = 0;
    }
    hud.grinDropped = 0;
    const FaceKind now = current(hud);
    if (now != FaceKind::None) {
        HudState::Face& f = record(hud, now);
        if (f.timer > 0) {
            --f.timer;
        } else if (f.timer != kEndless) {
            f.finished = 1;
        }
        if (f.finished) {
            hud.faceNormal = 1;
            hud.faceOuch = 0;
            hud.faceState = static_cast<int32_t>(FaceKind::None);
        }
    }
    hud.rampage = p.attackDown && w.resolve(p.readyWeapon) ? std::min(hud.rampage + 1, kRampageTics) : 0;
    hud.lastHealth = p.health;
}

int32_t updateFace(World& w, int player, HudState& hud) {
    const Player& p = w.state->player[player];
    const Actor* pawn = pawnOf(w, player);
    if (!pawn || p.health <= 0) {
        setFace(w, hud, FaceKind::Death);
        hud.faceNormal = 1;
        return 0;
    }
    if (updateGrin(w, p, hud)) return 0;
    int32_t direction = 0;
    if (updatePain(w, p, *pawn, hud, direction)) return direction;
    if (hud.rampage == kRampageTics) {
        setFace(w, hud, FaceKind::Rampage, hud.faceNormal ? Change::Keep : Change::Wait);
        return 0;
    }
    if (hud.faceNormal) {
        setFace(w, hud, isGod(p, *pawn) ? FaceKind::God : FaceKind::Normal);
        hud.faceNormal = 1;
    }
    return 0;
}

std::string_view facePicture(const HudState& hud, int32_t health, int32_t maxHealth, int32_t direction, char (&buffer)[9]) {
    char* out = buffer;
    const auto text = [&out](std::string_view s) { out = std::copy(s.begin(), s.end(), out); };
    const int32_t fifth = maxHealth / 5;
    int32_t level = 0;
    while (level < 4 && health < (4 - level) * fifth) ++level;
    const char digit = static_cast<char>('0' + level);
    switch (current(hud)) {
    case FaceKind::None: return {};
    case FaceKind::Normal:
        text("STFST");
        *out++ = digit;
        *out++ = static_cast<char>('0' + hud.face[static_cast<size_t>(FaceKind::Normal)].pick % 3);
        break;
    case FaceKind::Pain:
        text(direction == 0 ? "STFTR" : direction == kAhead ? "STFKILL" : "STFTL");
        *out++ = digit;
        if (direction != kAhead) *out++ = '0';
        break;
    case FaceKind::Rampage:
        text("STFKILL");
        *out++ = digit;
        break;
    case FaceKind::Ouch:
        text("STFOUCH");
        *out++ = digit;
        break;
    case FaceKind::Grin:
        text("STFEVL");
        *out++ = digit;
        break;
    case FaceKind::God: text("STFGOD0"); break;
    case FaceKind::Death: text("STFDEAD0"); break;
    }
    return {buffer, static_cast<size_t>(out - buffer)};
}

} // namespace caco
