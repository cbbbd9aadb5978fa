// Operations on lines, sectors and the level (simulation.md 8.6).
#include <algorithm>

#include "script/machine.h"
#include "sim/lines.h"
#include "sim/players.h"

namespace caco {
namespace {

constexpr int kSpecialArgs = 5;
constexpr int32_t kDefaultAirControl = 256;

enum BlockMode : int32_t { kBlockNothing = 0, kBlockCreatures = 1, kBlockEverything = 2, kBlockRailing = 3, kBlockPlayers = 4 };

} // namespace

int32_t Machine::special(int32_t number, const int32_t* args, int count) {
    int32_t full[kSpecialArgs] = {};
    std::copy_n(args, std::min(count, kSpecialArgs), full);
    return executeSpecial(w_, number, activator(), self_.line, self_.side, full);
}

void Machine::lineSpecial(int count, bool literal, bool byteOperands, bool keepResult) {
    const int32_t number = byteOperands ? rawByte() : operand();
    int32_t args[6] = {};
    if (literal) {
        byteOperands ? bytes(args, count) : words(args, count);
    } else if (const int32_t* a = take(count)) {
        std::copy_n(a, count, args);
    }
    if (!running()) {
        return;
    }
    const int32_t result = special(number, args, count);
    if (keepResult && running()) {
        push(result);
    }
}

template <class F> void Machine::forLines(int32_t id, F&& f) {
    const std::vector<LineDef>& lines = w_.level->lines;
    for (size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].id == id) {
            f(lines[i], w_.lines[i]);
        }
    }
}

void Machine::setPlaneTexture(const int32_t* a, bool ceiling) {
    const TextureId texture = w_.assets->findFlat(text(a[1]));
    const std::vector<SectorDef>& sectors = w_.level->sectors;
    for (size_t i = 0; i < sectors.size(); ++i) {
        if (sectors[i].tag == a[0]) {
            (ceiling ? w_.sectors[i].ceilingTexture : w_.sectors[i].floorTexture) = texture;
        }
    }
}

void Machine::setLineTexture(const int32_t* a) { // line id, side, tier (top, middle, bottom), name
    const int32_t side = a[1], tier = a[2];
    if (side < 0 || side > 1 || tier < 0 || tier > 2) {
        return;
    }
    const TextureId texture = w_.assets->findWall(text(a[3]));
    forLines(a[0], [&](const LineDef& line, LineState&) {
        if (line.side[side] != kNoIndex) {
            w_.sides[line.side[side]].texture[tier] = texture;
        }
    });
}

void Machine::setLineBlocking(int32_t id, int32_t mode) {
    constexpr uint32_t all = kLineBlocking | kLineBlockEverything | kLineRailing | kLineBlockPlayers;
    uint32_t bits = 0;
    switch (mode) {
    case kBlockNothing: break;
    case kBlockEverything: bits = kLineBlocking | kLineBlockEverything; break;
    case kBlockRailing: bits = kLineRailing | kLineBlocking; break;
    case kBlockPlayers: bits = kLineBlockPlayers; break;
    case kBlockCreatures:
    default: bits = kLineBlocking; break;
    }
    forLines(id, [&](const LineDef&, LineState& line) { line.flags = (line.flags & ~all) | bits; });
}

void Machine::setAirControl(int32_t value) {
    w_.state->airControl = value;
    if (value > kDefaultAirControl) {
        // Nothing in the figures says how much friction more control brings: the script gets control without friction.
        w_.report("scripts: SetAirControl above 1/256 keeps the air frictionless");
    }
    w_.state->airFriction = kUnit;
}

int32_t Machine::planeHeight(const int32_t* a, bool ceiling) { // tag, x, y in whole units
    int32_t sector = kNoIndex;
    if (a[0] == 0) {
        sector = w_.level->gameNodes.sectorAt(mulWrap(a[1], kUnit), mulWrap(a[2], kUnit));
    } else {
        const std::vector<SectorDef>& sectors = w_.level->sectors;
        const auto found = std::find_if(sectors.begin(), sectors.end(), [&](const SectorDef& s) { return s.tag == a[0]; });
        sector = found == sectors.end() ? kNoIndex : static_cast<int32_t>(found - sectors.begin());
    }
    if (sector == kNoIndex) {
        return 0;
    }
    return ceiling ? w_.ceilingAt(sector) : w_.floorAt(sector);
}

bool Machine::stepLevel(int32_t opcode) {
    const int32_t* a;
    int32_t literal[2] = {};
    switch (opcode) {
    case 4: case 5: case 6: case 7: case 8: lineSpecial(opcode - 3, false, false, false); break;
    case 9: case 10: case 11: case 12: case 13: lineSpecial(opcode - 8, true, false, false); break;
    case 129: lineSpecial(6, false, false, false); break;
    case 130: lineSpecial(6, true, false, false); break;
    case 168: case 169: case 170: case 171: case 172: lineSpecial(opcode - 167, true, true, false); break;
    case 263: lineSpecial(5, false, false, true); break;
    case 65:
    case 67:
        if ((a = take(2))) {
            setPlaneTexture(a, opcode == 67);
        }
        break;
    case 66:
    case 68:
        words(literal, 2);
        if (running()) {
            setPlaneTexture(literal, opcode == 68);
        }
        break;
    case 80: push(self_.side); break;
    case 83:
        if (self_.line != kNoIndex) {
            w_.lines[self_.line].special = 0;
        }
        break;
    case 97:
        if ((a = take(4))) {
            setLineTexture(a);
        }
        break;
    case 98:
        if ((a = take(2))) {
            setLineBlocking(a[0], a[1]);
        }
        break;
    case 99:
        if ((a = take(7))) {
            forLines(a[0], [&](const LineDef&, LineState& line) {
                line.special = static_cast<uint16_t>(a[1]);
                std::copy_n(a + 2, kSpecialArgs, line.args);
            });
        }
        break;
    case 104:
        if ((a = take(2))) {
            forLines(a[0], [&](const LineDef&, LineState& line) {
                line.flags = a[1] ? line.flags | kLineBlockMonsters : line.flags & ~kLineBlockMonsters;
            });
        }
        break;
    case 138:
        if ((a = take(1))) {
            w_.state->gravity = static_cast<float>(*a) / 65536.0f;
        }
        break;
    case 139:
        literal[0] = word();
        if (running()) {
            w_.state->gravity = static_cast<float>(literal[0]) / 65536.0f;
        }
        break;
    case 140:
        if ((a = take(1))) {
            setAirControl(*a);
        }
        break;
    case 141:
        literal[0] = word();
        if (running()) {
            setAirControl(literal[0]);
        }
        break;
    case 261:
    case 262:
        if ((a = take(3))) {
            push(planeHeight(a, opcode == 262));
        }
        break;
    case 327: // map, position, flags, skill
        if (take(4)) {
            exitLevel(w_, false);
        }
        break;
    default: return false;
    }
    return true;
}

} // namespace caco
