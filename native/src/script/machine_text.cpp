// Operations that only show or play something, and plain questions about the game: operands and stack are as for the
// rest, play does not depend on them.
#include <algorithm>
#include <charconv>
#include <cstdio>

#include "base/trig.h"
#include "script/machine.h"
#include "sim/inventory.h"
#include "sim/notices.h"
#include "sim/players.h"
#include "sim/settings.h"

namespace caco {
namespace {

constexpr int kHudArguments = 6; // type, id, colour, x, y, hold time

// Values that a silent operation takes from the stack; -1 = not one of them.
int silentPops(int32_t opcode) {
    switch (opcode) {
    case 159: case 192: case 202: return 0;
    case 96: case 163: case 165: case 199: return 1;
    case 94: case 95: case 102: case 103: return 2;
    case 100: case 134: case 153: case 155: return 3;
    case 200: return 4;
    case 190: return 5;
    case 201: return 8;
    case 191: return 10;
    default: return -1;
    }
}

// Words that a silent operation takes from the code.
int silentWords(int32_t opcode) {
    switch (opcode) {
    case 164: case 166: return 1;
    case 154: case 156: return 3;
    default: return -1;
    }
}

enum LevelInfo : int32_t { kInfoPar, kInfoCluster, kInfoNumber, kInfoAllSecrets, kInfoSecrets, kInfoAllItems, kInfoItems, kInfoAllMonsters, kInfoMonsters, kInfoSuck };

int32_t levelInfo(const World& w, int32_t what) {
    const WorldState& s = *w.state;
    switch (what) {
    case kInfoNumber: return w.level->levelNumber;
    case kInfoAllSecrets: return s.totalSecrets;
    case kInfoSecrets: return s.foundSecrets;
    case kInfoAllItems: return s.totalItems;
    case kInfoItems: return s.foundItems;
    case kInfoAllMonsters: return s.totalMonsters;
    case kInfoMonsters: return s.killedMonsters;
    default: return 0;
    }
}

enum InputKind : int32_t { kOldButtons, kButtons, kPitch, kYaw, kRoll, kForward, kSide, kUp, kInputKinds };

int32_t inputOf(const Player& p, int32_t what) {
    switch (what % kInputKinds) { // the second eight are the same after the engine's changes
    case kOldButtons: return static_cast<int32_t>(p.oldButtons);
    case kButtons: return static_cast<int32_t>(p.cmd.buttons);
    case kPitch: return p.cmd.pitch;
    case kYaw: return p.cmd.yaw;
    case kRoll: return p.cmd.roll;
    case kForward: return p.cmd.forward;
    case kSide: return p.cmd.side;
    default: return p.cmd.up;
    }
}

} // namespace

const std::string& Machine::text(int32_t index) const {
    static const std::string none;
    return index >= 0 && static_cast<size_t>(index) < b_.strings.size() ? b_.strings[static_cast<size_t>(index)] : none;
}

void Machine::addToLine(std::string_view piece) {
    const size_t n = std::min(piece.size(), sizeof line_ - 1 - lineSize_);
    std::copy_n(piece.data(), n, line_ + lineSize_);
    lineSize_ += n;
}

bool Machine::stepPrint(int32_t opcode) {
    const int32_t* a;
    char digits[32];
    switch (opcode) {
    case 85: lineSize_ = 0; break;
    case 86:
    case 101:
        say(w_, opcode == 101 || !activator() || activator()->player < 0 ? kEverybody : activator()->player, NoticeKind::Print,
            {line_, lineSize_});
        lineSize_ = 0;
        break;
    case 87:
        if ((a = take(1))) addToLine(text(*a));
        break;
    case 88:
        if ((a = take(1))) addToLine({digits, static_cast<size_t>(std::to_chars(digits, digits + sizeof digits, *a).ptr - digits)});
        break;
    case 89:
        if ((a = take(1))) {
            digits[0] = static_cast<char>(*a);
            addToLine({digits, 1});
        }
        break;
    case 157:
        if ((a = take(1))) {
            addToLine({digits, static_cast<size_t>(std::snprintf(digits, sizeof digits, "%g", *a / 65536.0))});
        }
        break;
    default: return false;
    }
    return true;
}

bool Machine::stepText(int32_t opcode) {
    if (stepPrint(opcode)) {
        return true;
    }
    if (const int pops = silentPops(opcode); pops >= 0) {
        take(pops);
        return true;
    }
    int32_t ignored[3];
    if (const int count = silentWords(opcode); count >= 0) {
        words(ignored, count);
        return true;
    }
    switch (opcode) {
    case 160: optionalFrom_ = sp_; break;
    case 161:
    case 162:
        if (optionalFrom_ >= floor_ && optionalFrom_ <= sp_) {
            sp_ = optionalFrom_;
        }
        optionalFrom_ = -1;
        take(kHudArguments);
        lineSize_ = 0;
        break;
    default: return false;
    }
    return true;
}

bool Machine::stepInformation(int32_t opcode) {
    const WorldState& s = *w_.state;
    const Actor* who = activator();
    const Player* player = who ? playerOf(w_, *who) : nullptr;
    const int32_t* a;
    if (opcode >= 105 && opcode <= 119) {
        push(0); // keys and teams of other games
        return true;
    }
    switch (opcode) {
    case 90: push(s.playerCount); break;
    case 91: push(w_.rules.deathmatch ? 2 : w_.rules.multiplayer ? 1 : 0); break;
    case 92: push(s.skill); break;
    case 93: push(s.levelTime); break;
    case 120: push(who ? who->health : 0); break;
    case 121: {
        const Actor* armor = who ? findItem(w_, *who, w_.classes->known.basicArmor) : nullptr;
        push(armor ? armor->item.amount : 0);
        break;
    }
    case 122: push(player ? player->fragCount : 0); break;
    case 135: push(!w_.rules.multiplayer); break;
    case 220:
    case 221:
        if ((a = take(1))) {
            const uint32_t fine = (static_cast<uint32_t>(*a) << 16) >> kFineShift;
            push(opcode == 220 ? fineSine(fine) : fineCosine(fine));
        }
        break;
    case 222:
        if ((a = take(2))) {
            push(static_cast<int32_t>(pointToAngle(0, 0, a[0], a[1]) >> 16));
        }
        break;
    case 247: push(player ? who->player : -1); break;
    case 253:
        if ((a = take(1))) {
            push(static_cast<int32_t>(text(*a).size()));
        }
        break;
    case 255:
        if ((a = take(1))) {
            const Setting* setting = findSetting(text(*a));
            if (!setting) {
                w_.report("scripts: GetCVar(\"" + text(*a) + "\") reads 0; the engine has no setting of that name");
            }
            push(setting ? static_cast<int32_t>(readSetting(w_.rules, *setting)) : 0);
        }
        break;
    case 265:
        if ((a = take(1))) {
            push(levelInfo(w_, *a));
        }
        break;
    case 267:
    case 268:
        if ((a = take(1))) {
            const bool inGame = *a >= 0 && *a < kMaxPlayers && s.player[*a].inGame;
            push(opcode == 267 && inGame);
        }
        break;
    case 290:
        if ((a = take(1))) {
            push(*a >= 0 && *a < kMaxPlayers && s.player[*a].inGame ? 0 : -1); // the only player class is number 0
        }
        break;
    case 347:
        if ((a = take(2))) {
            const Player* of = a[0] < 0 ? player : a[0] < kMaxPlayers && s.player[a[0]].inGame ? &s.player[a[0]] : nullptr;
            push(of && a[1] >= 0 && a[1] < 2 * kInputKinds ? inputOf(*of, a[1]) : 0);
        }
        break;
    default: return false;
    }
    return true;
}

} // namespace caco
