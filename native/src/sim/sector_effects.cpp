// Sector specials at level load and under players (simulation.md 5.14, 7.9).
#include <algorithm>
#include <string>

#include "sim/damage.h"
#include "sim/inventory.h"
#include "sim/lines.h"
#include "sim/movers.h"
#include "sim/notices.h"
#include "sim/sectors.h"
#include "sim/specials.h"

namespace caco {
namespace {

constexpr int32_t kDamageInterval = 32;
constexpr int32_t kAlways = 256;  // leakiness that no suit stops
constexpr int32_t kExitHealth = 10;
constexpr int32_t kFullHealth = 100;

struct DamageRule {
    int32_t special;
    int32_t damage, interval, leak;
    DamageType type;
};

constexpr DamageRule kByEffect[] = {
    {68, 20, kDamageInterval, 5, DamageType::Slime},     {69, 10, kDamageInterval, 0, DamageType::Slime},
    {71, 5, kDamageInterval, 0, DamageType::Slime},      {75, 20, kDamageInterval, kAlways, DamageType::None},
    {80, 20, kDamageInterval, 5, DamageType::Slime},     {82, 5, kDamageInterval, kAlways, DamageType::Fire},
    {83, 8, kDamageInterval, kAlways, DamageType::Fire}, {115, kTelefragDamage, 1, kAlways, DamageType::None},
};
constexpr DamageRule kByBits[] = {
    {0x100, 5, kDamageInterval, 0, DamageType::Fire},
    {0x200, 10, kDamageInterval, 0, DamageType::Slime},
    {0x300, 20, kDamageInterval, 5, DamageType::Slime},
};

enum Effect : int32_t { kCloseIn30 = 74, kEndLevel = 75, kRaiseIn5 = 78, kLowFriction = 79 };

void applyDamage(SectorState& s, const DamageRule& rule) {
    s.damage = rule.damage;
    s.damageInterval = rule.interval;
    s.leak = rule.leak;
    s.damageType = typeOf(rule.type);
}

void setupDamage(SectorState& s) {
    const int32_t effect = s.special & kSectorEffectMask;
    const int32_t bits = s.special & kSectorDamageMask;
    for (const DamageRule& rule : kByBits) {
        if (rule.special == bits) {
            applyDamage(s, rule);
        }
    }
    for (const DamageRule& rule : kByEffect) {
        if (rule.special == effect) {
            applyDamage(s, rule);
        }
    }
}

void setupSector(World& w, int32_t index) {
    SectorState& s = w.sectors[index];
    setupDamage(s);
    if (s.special & kSectorSecret) {
        s.wasSecret = 1;
        ++w.state->totalSecrets;
    }
    switch (s.special & kSectorEffectMask) {
        case kCloseIn30:
            startTimedDoor(w, index, false);
            break;
        case kRaiseIn5:
            startTimedDoor(w, index, true);
            break;
        case kEndLevel:
            s.endLevel = s.endGodMode = 1;
            break;
        case kLowFriction:
            s.friction = 0xF900;
            s.moveFactor = 0x269;
            s.hasFriction = 1;
            break;
        default:
            break;
    }
    startLight(w, index, s.special & kSectorEffectMask);
}

// Boom's friction line: 100 is normal, its length counts when no amount is given.
void setupFriction(World& w, const LineDef& line, const LineState& state) {
    constexpr int32_t kNormal = 0xE800;
    int32_t amount = state.args[1];
    if (amount == 0) {
        amount = approxDistance(line.dx, line.dy) >> 16;
    }
    const int32_t friction = std::clamp(0x1EB8 * amount / 0x80 + 0xD000, 0, kUnit);
    const int32_t factor = friction > kNormal ? (0x10092 - friction) * 0x70 / 0x158 : (friction - 0xDB34) * 0xA / 0x80;
    for (int32_t i = nextTaggedSector(w, state.args[0], kNoIndex, kNoIndex); i != kNoIndex;
         i = nextTaggedSector(w, state.args[0], kNoIndex, i)) {
        SectorState& s = w.sectors[i];
        if (s.special & kSectorFriction) {
            s.friction = friction;
            s.moveFactor = std::max(factor, 32);
            s.hasFriction = 1;
        }
    }
}

// Line specials that only act at level load and that play would feel.
const char* missingStaticSpecial(int32_t special) {
    switch (special) {
        case 160:
            return "3-D floors";
        case 181:
            return "slopes of Plane_Align";
        case 209:
            return "fake floors of Transfer_Heights";
        case 218:
            return "wind of Sector_SetWind";
        case 220:
            return "currents of Sector_SetCurrent";
        case 227:
            return "forces of PointPush_SetForce";
        default:
            return nullptr;
    }
}

void setupLines(World& w) {
    for (size_t i = 0; i < w.level->lines.size(); ++i) {
        LineState& state = w.lines[i];
        if (state.special == kSpecSectorSetFriction) {
            setupFriction(w, w.level->lines[i], state);
            state.special = 0;
        } else if (const char* what = missingStaticSpecial(state.special)) {
            w.report("map " + w.level->name + ", line " + std::to_string(i) + ", special " +
                     std::to_string(state.special) + ": " + what + " are not supported");
        }
    }
}

bool wearsSuit(const World& w, const Actor& pawn) {
    for (const Actor* item = w.resolve(pawn.inventory); item; item = w.resolve(item->item.nextItem)) {
        if (w.info(*item).power == PowerKind::IronFeet) {
            return true;
        }
    }
    return false;
}

void hurt(World& w, Player& p, Actor& pawn, const SectorState& s) {
    if (s.endGodMode) {
        p.cheats = static_cast<uint8_t>(p.cheats & ~kCheatGod);
    }
    const bool reaches = !wearsSuit(w, pawn) || w.r(Stream::PlayerInSpecialSector) < s.leak;
    if (!reaches || w.state->levelTime % std::max(s.damageInterval, 1) != 0) {
        return;
    }
    const bool ends = s.endLevel != 0;
    damageActor(w, pawn, nullptr, nullptr, s.damage, s.damageType);
    if (ends && p.health <= kExitHealth) {
        exitLevel(w, false);
    }
}

void findSecret(World& w, Player& p, SectorState& s) {
    s.special &= ~kSectorSecret;
    s.secretFound = 1;
    ++p.secretCount;
    ++w.state->foundSecrets;
    say(w, static_cast<int>(&p - w.state->player), NoticeKind::Secret,
        messageText(w, "$SECRETMESSAGE", "A secret is found"));
}

}  // namespace

void setupSectorSpecials(World& w) {
    for (size_t i = 0; i < w.level->sectors.size(); ++i) {
        setupSector(w, static_cast<int32_t>(i));
    }
    startScrollers(w);
    setupLines(w);
}

void playerInSector(World& w, Player& p, Actor& pawn) {
    if (pawn.sector == kNoIndex) {
        return;
    }
    SectorState& s = w.sectors[pawn.sector];
    if (s.damage > 0) {
        hurt(w, p, pawn, s);
    } else if (s.damage < 0 && w.state->levelTime % std::max(s.damageInterval, 1) == 0) {
        giveBody(w, pawn, negWrap(s.damage), kFullHealth);
    }
    if (s.special & kSectorSecret) {
        findSecret(w, p, s);
    }
}

}  // namespace caco
