// Boss brain, cubes and the deaths that end or change a level (actors.md 3.13).
#include "sim/action_functions.h"
#include "sim/ai.h"
#include "sim/damage.h"
#include "sim/lines.h"
#include "sim/missiles.h"
#include "sim/monster_tools.h"
#include "sim/players.h"
#include "sim/sectors.h"
#include "sim/spawn.h"
#include "sim/states.h"
#include "sim/teleport.h"

namespace caco {
namespace {

constexpr int32_t kDoorOpen = 11, kFloorLowerToLowest = 21, kFloorRaiseByTexture = 240;

void brainExplosion(World& w, Fixed x, Fixed y, Fixed z) {
    Actor* boom = spawnActor(w, w.classes->find("Rocket"), x, y, z, true);
    if (!boom) {
        return;
    }
    boom->velZ = w.r(Stream::BrainScream) << 9;
    const ClassId brain = w.classes->find("BossBrain");
    const StateId state = brain == kNoClass ? kNoState : w.info(brain).state(Label::BrainExplode);
    if (state != kNoState) {
        setState(w, *boom, state);
    }
    boom->flags.clear(Flag::ROCKETTRAIL);
    boom->damage = 0;
    boom->tics -= w.r(Stream::BrainScream) & 7;
    if (boom->tics < 1) {
        boom->tics = 1;
    }
}

// Some player lives, and no other actor of the class does.
bool bossDead(const World& w, const Actor& self) {
    bool player = false;
    for (const Player& p : w.state->player) {
        player |= p.inGame && p.health > 0;
    }
    for (uint32_t slot = 0; slot < w.state->actorUsed; ++slot) {
        const Actor& a = w.actors[slot];
        if (a.alive && &a != &self && a.cls == self.cls && a.health > 0) return false;
    }
    return player;
}

struct CubeChance {
    int32_t below;
    std::string_view cls;
};
constexpr CubeChance kCubeMonsters[] = {{50, "DoomImp"},      {90, "Demon"},     {120, "Spectre"}, {130, "PainElemental"},
                                        {160, "Cacodemon"},   {162, "Archvile"}, {172, "Revenant"}, {192, "Arachnotron"},
                                        {222, "Fatso"},       {246, "HellKnight"}, {256, "BaronOfHell"}};

void flyStep(World& w, Actor& cube) {
    Actor* spot = w.resolve(cube.target);
    if (!spot) {
        return;
    }
    if (cube.special2 != 0) {
        if (cube.special2 > w.state->mapTime) return;
    } else if (--cube.reactionTime > 0) {
        return;
    }
    spawnActor(w, w.classes->find("SpawnFire"), spot->x, spot->y, spot->z, true);
    const int32_t draw = w.r(Stream::SpawnFly);
    std::string_view name;
    for (const CubeChance& c : kCubeMonsters) {
        if (draw < c.below) {
            name = c.cls;
            break;
        }
    }
    if (Actor* monster = spawnActor(w, w.classes->find(name), spot->x, spot->y, spot->z, true)) {
        if (const Actor* eye = w.resolve(cube.master)) {
            copyFriendliness(w, *eye, *monster, false);
        }
        if (monster->sector >= 0) {
            monster->lastHeard = w.sectors[monster->sector].soundTarget;
        }
        if (findState(w, *monster, Label::See) != kNoState && lookForPlayers(w, *monster, true)) {
            setStateLabel(w, *monster, Label::See);
        }
        if (monster->alive) {
            teleportMove(w, *monster, monster->x, monster->y, monster->z, true);
            monster->flags.set(Flag::BOSSSPAWNED);
        }
    }
    destroyActor(w, cube);
}

void runTagged(World& w, Actor& self, int32_t special, int32_t tag, int32_t speed) {
    const int32_t args[5] = {tag, speed, 0, 0, 0};
    executeSpecial(w, special, &self, kNoIndex, 0, args);
}

} // namespace

void actBrainAwake(World&, ActionCall&) {}
void actBrainPain(World&, ActionCall&) {}

void actBrainScream(World& w, ActionCall& call) {
    const Actor& self = call.self;
    const Fixed end = addWrap(self.x, 320 * kUnit);
    for (Fixed x = subWrap(self.x, 196 * kUnit); x < end; x += 8 * kUnit) {
        const Fixed z = 128 + (w.r(Stream::BrainScream) << 17);
        brainExplosion(w, x, subWrap(self.y, 320 * kUnit), z);
    }
}

void actBrainExplode(World& w, ActionCall& call) {
    const Fixed x = addWrap(call.self.x, w.r2(Stream::BrainExplode) * 2048);
    const Fixed z = 128 + w.r(Stream::BrainExplode) * 2 * kUnit;
    brainExplosion(w, x, call.self.y, z);
}

void actBrainDie(World& w, ActionCall&) { exitLevel(w, false); }

void actBrainSpit(World& w, ActionCall& call) {
    WorldState& s = *w.state;
    Actor& self = call.self;
    if (s.specialSpotCount == 0) {
        return;
    }
    const int32_t easy = s.skill <= 1 ? 1 : 0;
    if (++s.brainSkip <= easy) {
        return;
    }
    s.brainSkip = 0;
    Actor* spot = w.resolve(s.specialSpot[s.brainTargetIndex % s.specialSpotCount]);
    s.brainTargetIndex = (s.brainTargetIndex + 1) % s.specialSpotCount;
    if (!spot) {
        return;
    }
    ClassId cls = argClass(w, call, 0);
    if (cls == kNoClass) {
        cls = w.classes->find("SpawnShot");
    }
    Actor* cube = spawnMissile(w, self, *spot, cls);
    if (!cube) {
        return;
    }
    cube->flags.assign(Flag::NOINTERACTION, has(*cube, Flag::NOCLIP));
    cube->target = w.refOf(*spot);
    cube->master = w.refOf(self);
    cube->special2 = 0;
    if (cube->velX || cube->velY) {
        cube->special2 = absWrap(cube->velY) > absWrap(cube->velX) ? subWrap(spot->y, self.y) / cube->velY : subWrap(spot->x, self.x) / cube->velX;
        cube->special2 += s.mapTime;
    }
    cube->flags.set(Flag::BOSSCUBE);
}

void actSpawnSound(World& w, ActionCall& call) { flyStep(w, call.self); }
void actSpawnFly(World& w, ActionCall& call) { flyStep(w, call.self); }

void actBossDeath(World& w, ActionCall& call) {
    Actor& self = call.self;
    // The only level of the second game whose end depends on a class (actors.md 3.13).
    if (w.level->name != "MAP07") {
        return;
    }
    const std::string& name = w.info(self).name;
    const bool fatso = name == "Fatso", arachnotron = name == "Arachnotron";
    if ((!fatso && !arachnotron) || !bossDead(w, self)) {
        return;
    }
    if (fatso) {
        runTagged(w, self, kFloorLowerToLowest, 666, 8);
    } else {
        runTagged(w, self, kFloorRaiseByTexture, 667, 8);
    }
}

void actKeenDie(World& w, ActionCall& call) {
    call.self.flags.clear(Flag::SOLID);
    if (bossDead(w, call.self)) {
        const int32_t tag = argInt(w, call, 0);
        runTagged(w, call.self, kDoorOpen, tag, 16);
    }
}

} // namespace caco
