// Stairs that build themselves (simulation.md 7.5).
#include <string>

#include "sim/floors.h"
#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"

namespace caco {
namespace {

constexpr Fixed kTurboSpeed = 4 * kUnit;
constexpr int32_t kTurboCrush = 10;
constexpr uint8_t kMaxStairs = 255;

// A number that no unfinished flight of stairs has.
uint8_t freeStairNumber(const World& w) {
    bool taken[kMaxStairs + 1] = {};
    for (size_t i = 0; i < w.level->sectors.size(); ++i) {
        taken[w.sectors[i].stairLock] = true;
    }
    for (uint8_t n = 1; n < kMaxStairs; ++n) {
        if (!taken[n]) {
            return n;
        }
    }
    return kMaxStairs;
}

bool isFree(const World& w, int32_t sector) {
    return !w.sectors[sector].floorMover && !w.sectors[sector].stairLock;
}

// Back sector of the first line that leads from this step to one with the same picture.
int32_t nextStep(const World& w, int32_t sector, TextureId picture) {
    int32_t found = kNoIndex;
    forEachNeighbour(w, sector, [&](int32_t, int32_t index) {
        const LineDef& line = w.level->lines[static_cast<size_t>(index)];
        if (line.frontSector == sector && w.sectors[line.backSector].floorTexture == picture &&
            isFree(w, line.backSector)) {
            found = line.backSector;
        }
        return found == kNoIndex;
    });
    return found;
}

}  // namespace

bool buildStairs(World& w, int32_t sector, const int32_t args[5], int32_t line) {
    if (!isFree(w, sector)) {
        return false;
    }
    if (args[3] != 0 || args[4] != 0) {
        w.report("line special " + std::to_string(kSpecStairsBuildUpDoom) +
                 " (Stairs_BuildUpDoom): delay and reset are not supported");
    }
    const Fixed speed = speedOf(args[1]);
    const Fixed step = mulWrap(args[2], kUnit);
    const TextureId picture = w.sectors[sector].floorTexture;
    const uint8_t number = freeStairNumber(w);
    Fixed height = w.sectors[sector].floor;
    bool started = false;
    for (int32_t s = sector; s != kNoIndex; s = nextStep(w, s, picture)) {
        height = addWrap(height, step);
        Mover* m = startFloorMover(w, s, line, args[0], 1, speed, height);
        if (!m) {
            break;
        }
        m->crush = speed == kTurboSpeed ? kTurboCrush : -1;
        w.sectors[s].stairLock = number;
        started = true;
    }
    return started;
}

// The steps stay locked until the last one of the flight stands.
void stairArrived(World& w, int32_t sector) {
    const uint8_t number = w.sectors[sector].stairLock;
    if (!number) {
        return;
    }
    const size_t count = w.level->sectors.size();
    for (size_t i = 0; i < count; ++i) {
        if (w.sectors[i].stairLock == number && w.sectors[i].floorMover) {
            return;
        }
    }
    for (size_t i = 0; i < count; ++i) {
        if (w.sectors[i].stairLock == number) {
            w.sectors[i].stairLock = 0;
        }
    }
}

}  // namespace caco
