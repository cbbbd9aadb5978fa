// Operations on actors (simulation.md 8.6-8.8).
#include <algorithm>

#include "base/trig.h"
#include "script/machine.h"
#include "sim/damage.h"
#include "sim/links.h"
#include "sim/players.h"
#include "sim/position.h"
#include "sim/states.h"

namespace caco {
namespace {

// Vertical swing of a floating item (renderer.md 4.3).
Fixed floatBobOffset(const World& w, const Actor& a) {
    if (!has(a, Flag::FLOATBOB)) {
        return 0;
    }
    const int32_t phase = mulWrap(addWrap(addWrap(a.floatBobPhase, w.state->levelTime), 1), kUnit);
    return mulWrap(fineSine(static_cast<uint32_t>(mulShift<22>(phase, 8192))), 8);
}

void spawnFog(World& w, ClassId cls, Fixed x, Fixed y, Fixed z) {
    if (cls != kNoClass) {
        spawnActor(w, cls, x, y, z, true);
    }
}

// The position of an actor without any test; floor and ceiling become those of its sector.
void placeActor(World& w, Actor& a, Fixed x, Fixed y, Fixed z) {
    setPosition(w, a, x, y, z);
    findFloorCeiling(w, a, true);
}

enum ActorKind : int32_t {
    kKindNone = 0, kKindWorld = 1, kKindPlayer = 2, kKindVoodooDoll = 8, kKindMonster = 16, kKindAlive = 32, kKindDead = 64, kKindMissile = 128, kKindGeneric = 256
};

} // namespace

Actor* Machine::single(int32_t tid) const {
    if (tid == 0) {
        return activator();
    }
    Actor* found = nullptr;
    forEachTid(w_, tid, [&](Actor& a) {
        found = &a;
        return false;
    });
    return found;
}

int32_t Machine::countThings(ClassId cls, bool anyClass, int32_t tid, int32_t tag) {
    if (!anyClass && cls == kNoClass) {
        return 0;
    }
    int32_t count = 0;
    auto consider = [&](const Actor& a) {
        const bool counts = a.alive && a.health > 0 && (anyClass || a.cls == cls) && a.item.owner == 0 &&
                            (tag < 0 || (a.sector >= 0 && w_.level->sectors[static_cast<size_t>(a.sector)].tag == tag));
        count += counts;
    };
    if (tid != 0) {
        forActors(tid, consider);
    } else {
        for (uint32_t slot = 0; slot < w_.state->actorUsed; ++slot) {
            consider(w_.actors[slot]);
        }
    }
    return count;
}

int32_t Machine::spawn(ClassId cls, Fixed x, Fixed y, Fixed z, int32_t tid, int32_t angle) {
    if (cls == kNoClass) {
        return 0;
    }
    const ClassId actual = w_.classes->replacement[static_cast<size_t>(cls)];
    if (w_.rules.noMonsters && actual != kNoClass && w_.info(actual).flags.has(Flag::ISMONSTER)) {
        return 0;
    }
    Actor* a = spawnActor(w_, cls, x, y, z, true);
    if (!a) {
        return 0;
    }
    const bool canPass = has(*a, Flag::CANPASS);
    a->flags.set(Flag::CANPASS);
    const bool fits = testMobjLocation(w_, *a);
    a->flags.assign(Flag::CANPASS, canPass);
    if (!fits) {
        clearCounters(w_, *a);
        destroyActor(w_, *a);
        return 0;
    }
    a->angle = static_cast<Angle>(angle) << 24;
    setTid(w_, *a, tid);
    if (has(*a, Flag::SPECIAL)) {
        a->flags.set(Flag::DROPPED);
    }
    return 1;
}

int32_t Machine::spawnAtSpots(const int32_t* a, bool facing) {
    const ClassId cls = w_.classes->find(text(a[0]));
    const int32_t tid = a[2], angle = a[3];
    int32_t count = 0;
    forActors(a[1], [&](Actor& spot) { count += spawn(cls, spot.x, spot.y, spot.z, tid, facing ? static_cast<int32_t>(spot.angle >> 24) : angle); });
    return count;
}

bool Machine::setPosition(Actor& a, Fixed x, Fixed y, Fixed z, bool fog) {
    const Fixed oldX = a.x, oldY = a.y, oldZ = a.z;
    placeActor(w_, a, x, y, z);
    if (!testMobjLocation(w_, a)) {
        placeActor(w_, a, oldX, oldY, oldZ);
        return false;
    }
    if (fog) {
        const ClassInfo& info = w_.info(a);
        spawnFog(w_, info.teleFogDest, x, y, z);
        spawnFog(w_, info.teleFogSource, oldX, oldY, oldZ);
    }
    a.prevX = x;
    a.prevY = y;
    a.prevZ = z;
    return true;
}

int32_t Machine::setActorState(int32_t tid, const std::string& label, bool exact) {
    int32_t count = 0;
    forActors(tid, [&](Actor& a) {
        const StateId state = w_.classes->findLabel(a.cls, label, exact);
        if (state != kNoState) {
            setState(w_, a, state);
            ++count;
        }
    });
    return count;
}

int32_t Machine::damageThings(int32_t tid, int32_t amount, const std::string& type) {
    const NameId name = std::max(w_.classes->findName(type), kNameNone);
    Actor* source = activator();
    int32_t count = 0;
    forActors(tid, [&](Actor& a) {
        if (!has(a, Flag::SHOOTABLE)) {
            return;
        }
        ++count;
        if (amount > 0) {
            damageActor(w_, a, nullptr, source, amount, name);
        } else if (a.health < w_.info(a).health) {
            a.health = std::min(subWrap(a.health, amount), w_.info(a).health);
            if (Player* p = playerOf(w_, a)) {
                p->health = a.health;
            }
        }
    });
    return count;
}

int32_t Machine::classify(int32_t tid) {
    const Actor* a = single(tid);
    if (!a) {
        return tid == 0 ? kKindWorld : kKindNone;
    }
    int32_t kind = 0;
    if (const Player* p = playerOf(w_, *a)) {
        kind = p->pawn == w_.refOf(*a) ? kKindPlayer : kKindPlayer | kKindVoodooDoll;
    } else if (has(*a, Flag::ISMONSTER)) {
        kind = kKindMonster;
    } else {
        return has(*a, Flag::MISSILE) ? kKindMissile : kKindGeneric;
    }
    return kind | (a->health > 0 ? kKindAlive : kKindDead);
}

bool Machine::stepActor(int32_t opcode) {
    const int32_t* a;
    int32_t literal[6] = {};
    auto spawnIdClass = [&](int32_t id) { return id > 0 ? w_.classes->findSpawnId(id) : kNoClass; };
    switch (opcode) {
    case 59:
    case 342:
        if ((a = take(opcode == 59 ? 2 : 3))) {
            push(countThings(spawnIdClass(a[0]), a[0] <= 0, a[1], opcode == 59 ? -1 : a[2]));
        }
        break;
    case 60:
        words(literal, 2);
        if (running()) {
            push(countThings(spawnIdClass(literal[0]), literal[0] <= 0, literal[1], -1));
        }
        break;
    case 288:
    case 343:
        if ((a = take(opcode == 288 ? 2 : 3))) {
            const std::string& name = text(a[0]);
            push(countThings(w_.classes->find(name), name.empty(), a[1], opcode == 288 ? -1 : a[2]));
        }
        break;
    case 149:
        if ((a = take(6))) {
            push(spawn(w_.classes->find(text(a[0])), a[1], a[2], a[3], a[4], a[5]));
        }
        break;
    case 150:
        words(literal, 6);
        if (running()) {
            push(spawn(w_.classes->find(text(literal[0])), literal[1], literal[2], literal[3], literal[4], literal[5]));
        }
        break;
    case 151:
        if ((a = take(4))) {
            std::copy_n(a, 4, literal);
            push(spawnAtSpots(literal, false));
        }
        break;
    case 152:
        words(literal, 4);
        if (running()) {
            push(spawnAtSpots(literal, false));
        }
        break;
    case 289:
        if ((a = take(3))) {
            std::copy_n(a, 3, literal);
            push(spawnAtSpots(literal, true));
        }
        break;
    case 180:
        if ((a = take(7))) {
            forActors(a[0], [&](Actor& actor) {
                actor.special = a[1];
                std::copy_n(a + 2, 5, actor.args);
            });
        }
        break;
    case 196:
    case 197:
    case 198:
        if ((a = take(1))) {
            const Actor* actor = single(*a);
            push(!actor ? 0 : opcode == 196 ? actor->x : opcode == 197 ? actor->y : addWrap(actor->z, floatBobOffset(w_, *actor)));
        }
        break;
    case 259:
    case 282:
        if ((a = take(1))) {
            const Actor* actor = single(*a);
            push(!actor ? 0 : opcode == 259 ? actor->floorZ : actor->ceilingZ);
        }
        break;
    case 260:
    case 331:
        if ((a = take(1))) {
            const Actor* actor = single(*a);
            push(!actor ? 0 : opcode == 260 ? static_cast<int32_t>(actor->angle >> 16) : actor->pitch >> 16);
        }
        break;
    case 276:
        if ((a = take(2))) {
            forActors(a[0], [&](Actor& actor) { actor.angle = static_cast<Angle>(a[1]) << 16; });
        }
        break;
    case 332:
        if ((a = take(2))) {
            forActors(a[0], [&](Actor& actor) { actor.pitch = static_cast<int32_t>(static_cast<uint32_t>(a[1]) << 16); });
        }
        break;
    case 245:
        if ((a = take(3))) {
            const int32_t tid = a[0], property = a[1], value = a[2];
            bool handled = true;
            Actor* source = activator();
            forActors(tid, [&](Actor& actor) { handled = setActorProperty(w_, actor, source, property, value) && handled; });
            if (!handled) {
                unsupported(opcode, ("SetActorProperty " + std::to_string(property)).c_str());
            }
        }
        break;
    case 246:
        if ((a = take(2))) {
            const int32_t property = a[1];
            int32_t value = 0;
            if (Actor* actor = single(a[0]); actor && !getActorProperty(w_, *actor, property, value)) {
                unsupported(opcode, ("GetActorProperty " + std::to_string(property)).c_str());
            }
            if (running()) {
                push(value);
            }
        }
        break;
    case 248: {
        const Actor* actor = activator();
        push(actor ? actor->tid : 0);
        break;
    }
    case 283:
        if ((a = take(5))) {
            Actor* actor = single(a[0]);
            push(actor && setPosition(*actor, a[1], a[2], a[3], a[4] != 0));
        }
        break;
    case 334:
        if ((a = take(3))) {
            push(setActorState(a[0], text(a[1]), a[2] != 0));
        }
        break;
    case 335:
        if ((a = take(3))) {
            push(damageThings(a[0], a[1], text(a[2])));
        }
        break;
    case 348:
        if ((a = take(1))) {
            push(classify(*a));
        }
        break;
    default: return false;
    }
    return true;
}

} // namespace caco
