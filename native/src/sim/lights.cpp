// Light effects of sectors (simulation.md 7.9): pixels only, each kind with its own random stream.
#include <algorithm>

#include "sim/movers.h"
#include "sim/sectors.h"
#include "sim/specials.h"
#include "sim/thinkers.h"

namespace caco {
namespace {

// Mover fields: a = bright level, b = dark level, c = bright tics, d = dark tics, count = tics to the next change,
// speed, delay = start level and length of a fade.
enum LightType : uint8_t { kFlash, kStrobe, kGlow, kFire, kFlicker, kFade, kPulse };
enum Effect : int32_t {
    kRandomBlink = 65,
    kFastBlink = 66,
    kSlowBlink = 67,
    kFastBlinkHurts = 68,
    kOscillate = 72,
    kSlowBlinkTogether = 76,
    kFastBlinkTogether = 77,
    kFireFlicker = 81
};

constexpr int32_t kBlinkBright = 5, kBlinkFast = 15, kBlinkSlow = 35;
constexpr int32_t kFlashLong = 64, kFlashShort = 7;
constexpr int32_t kFlickerLong = 31, kFlickerShort = 7;
constexpr int32_t kFireTics = 4, kFireStep = 16;
constexpr int32_t kGlowStep = 8;

int32_t darkestAround(const World& w, int32_t sector) {
    int32_t level = w.sectors[sector].light;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        level = std::min<int32_t>(level, w.sectors[other].light);
        return true;
    });
    return level;
}

int32_t brightestAround(const World& w, int32_t sector) {
    int32_t level = INT16_MIN;
    forEachNeighbour(w, sector, [&](int32_t other, int32_t) {
        level = std::max<int32_t>(level, w.sectors[other].light);
        return true;
    });
    return level == INT16_MIN ? w.sectors[sector].light : level;
}

void setLight(World& w, int32_t sector, int32_t level) {
    w.sectors[sector].light = static_cast<int16_t>(std::clamp(level, 0, 255));
}

Mover* startEffect(World& w, LightType type, int32_t sector, int32_t tag, int32_t bright, int32_t dark) {
    Mover* m = allocateMover(w, MoverKind::Light, ThinkerList::Light);
    if (m) {
        m->type = type;
        m->sector = sector;
        m->tag = tag;
        m->a = bright;
        m->b = dark;
    }
    return m;
}

void startStrobe(World& w, int32_t sector, int32_t tag, int32_t brightTics, int32_t darkTics, bool together) {
    const int32_t bright = w.sectors[sector].light;
    const int32_t dark = darkestAround(w, sector);
    if (Mover* m = startEffect(w, kStrobe, sector, tag, bright, dark == bright ? 0 : dark)) {
        m->c = brightTics;
        m->d = darkTics;
        m->count = together ? 1 : (w.r(Stream::StrobeFlash) & 7) + 1;
    }
}

void startFlash(World& w, int32_t sector) {
    if (Mover* m = startEffect(w, kFlash, sector, 0, w.sectors[sector].light, darkestAround(w, sector))) {
        m->count = (w.r(Stream::LightFlash) & kFlashLong) + 1;
    }
}

void startFire(World& w, int32_t sector) {
    if (Mover* m = startEffect(w, kFire, sector, 0, w.sectors[sector].light,
                               std::min(255, darkestAround(w, sector) + kFireStep))) {
        m->count = kFireTics;
    }
}

void stopLights(World& w, int32_t sector) {
    for (uint32_t i = 0; i < w.state->moverUsed; ++i) {
        Mover& m = w.movers[i];
        if (m.used && m.kind == MoverKind::Light && m.sector == sector) {
            freeMover(w, m);
        }
    }
}

void startFade(World& w, int32_t sector, const int32_t args[5]) {
    stopLights(w, sector);
    if (args[2] <= 0) {
        setLight(w, sector, args[1]);
    } else if (Mover* m = startEffect(w, kFade, sector, args[0], args[1], w.sectors[sector].light)) {
        m->delay = args[2];
    }
}

void startPulse(World& w, int32_t sector, const int32_t args[5]) {
    stopLights(w, sector);
    if (Mover* m = startEffect(w, kPulse, sector, args[0], args[1], args[2])) {
        m->delay = std::max(args[3], 1);
        m->direction = 1;
    }
}

void startFlicker(World& w, int32_t sector, const int32_t args[5]) {
    stopLights(w, sector);
    if (Mover* m = startEffect(w, kFlicker, sector, args[0], args[1], args[2])) {
        setLight(w, sector, args[1]);
        m->count = (w.r(Stream::Flicker) & kFlashLong) + 1;
    }
}

void startStrobeOf(World& w, int32_t sector, const int32_t args[5]) {
    stopLights(w, sector);
    if (Mover* m = startEffect(w, kStrobe, sector, args[0], args[1], args[2])) {
        m->c = args[3];
        m->d = args[4];
        m->count = 1;
    }
}

// Bright and dark in turn; the lengths are drawn by the caller's stream unless they are fixed.
void toggle(World& w, Mover& m, Stream stream, int32_t brightMask, int32_t darkMask) {
    const bool wasBright = w.sectors[m.sector].light == m.a;
    setLight(w, m.sector, wasBright ? m.b : m.a);
    m.count = (w.r(stream) & (wasBright ? darkMask : brightMask)) + 1;
}

void tickStrobe(World& w, Mover& m) {
    const bool wasDark = w.sectors[m.sector].light == m.b;
    setLight(w, m.sector, wasDark ? m.a : m.b);
    m.count = std::max(wasDark ? m.c : m.d, 1);
}

void tickFire(World& w, Mover& m) {
    const int32_t less = (w.r(Stream::FireFlicker) & 3) * kFireStep;
    const int32_t light = w.sectors[m.sector].light;
    setLight(w, m.sector, light - less < m.b ? m.b : m.a - less);
    m.count = kFireTics;
}

void tickGlow(World& w, Mover& m) {
    int32_t light = w.sectors[m.sector].light + m.direction * kGlowStep;
    if (m.direction < 0 ? light <= m.b : light >= m.a) {
        light -= m.direction * kGlowStep;
        m.direction = static_cast<int8_t>(-m.direction);
    }
    setLight(w, m.sector, light);
}

// From b to a in delay tics; a pulse then goes back.
void tickFade(World& w, Mover& m) {
    ++m.count;
    setLight(w, m.sector, m.b + static_cast<int32_t>(int64_t{m.a - m.b} * m.count / m.delay));
    if (m.count < m.delay) {
        return;
    }
    if (m.type == kFade) {
        freeMover(w, m);
        return;
    }
    std::swap(m.a, m.b);
    m.count = 0;
}

void lightSector(World& w, int32_t special, int32_t sector, const int32_t args[5]) {
    const int32_t level = w.sectors[sector].light;
    switch (special) {
        case kSpecLightRaiseByValue:
            setLight(w, sector, level + std::clamp(args[1], 0, 255));
            break;
        case kSpecLightLowerByValue:
            setLight(w, sector, level - std::clamp(args[1], 0, 255));
            break;
        case kSpecLightChangeToValue:
            setLight(w, sector, args[1]);
            break;
        case kSpecLightFade:
            startFade(w, sector, args);
            break;
        case kSpecLightGlow:
            startPulse(w, sector, args);
            break;
        case kSpecLightFlicker:
            startFlicker(w, sector, args);
            break;
        case kSpecLightStrobe:
            startStrobeOf(w, sector, args);
            break;
        case kSpecLightStop:
            stopLights(w, sector);
            break;
        case kSpecLightStrobeDoom:
            startStrobe(w, sector, args[0], args[1], args[2], false);
            break;
        case kSpecLightMinNeighbor:
            setLight(w, sector, darkestAround(w, sector));
            break;
        case kSpecLightMaxNeighbor:
            setLight(w, sector, brightestAround(w, sector));
            break;
        default:
            break;
    }
}

}  // namespace

bool doLight(World& w, int32_t special, const int32_t args[5], int32_t line) {
    for (int32_t s = nextTaggedSector(w, args[0], line, kNoIndex); s != kNoIndex;
         s = nextTaggedSector(w, args[0], line, s)) {
        lightSector(w, special, s, args);
    }
    return true;
}

void startLight(World& w, int32_t sector, int32_t effect) {
    switch (effect) {
        case kRandomBlink:
            startFlash(w, sector);
            break;
        case kFastBlink:
        case kFastBlinkHurts:
            startStrobe(w, sector, 0, kBlinkBright, kBlinkFast, false);
            break;
        case kSlowBlink:
            startStrobe(w, sector, 0, kBlinkBright, kBlinkSlow, false);
            break;
        case kFastBlinkTogether:
            startStrobe(w, sector, 0, kBlinkBright, kBlinkFast, true);
            break;
        case kSlowBlinkTogether:
            startStrobe(w, sector, 0, kBlinkBright, kBlinkSlow, true);
            break;
        case kOscillate:
            if (Mover* m = startEffect(w, kGlow, sector, 0, w.sectors[sector].light, darkestAround(w, sector))) {
                m->direction = -1;
            }
            break;
        case kFireFlicker:
            startFire(w, sector);
            break;
        default:
            break;
    }
}

void tickLight(World& w, Mover& m) {
    switch (m.type) {
        case kGlow:
            tickGlow(w, m);
            return;
        case kFade:
        case kPulse:
            tickFade(w, m);
            return;
        default:
            break;
    }
    if (--m.count > 0) {
        return;
    }
    switch (m.type) {
        case kStrobe:
            tickStrobe(w, m);
            break;
        case kFlash:
            toggle(w, m, Stream::LightFlash, kFlashLong, kFlashShort);
            break;
        case kFlicker:
            toggle(w, m, Stream::Flicker, kFlickerLong, kFlickerShort);
            break;
        default:
            tickFire(w, m);
            break;
    }
}

}  // namespace caco
