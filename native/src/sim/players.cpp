#include "sim/players.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/trig.h"
#include "sim/damage.h"
#include "sim/inventory.h"
#include "sim/items.h"
#include "sim/lines.h"
#include "sim/movement.h"
#include "sim/notices.h"
#include "sim/player_starts.h"
#include "sim/position.h"
#include "sim/sectors.h"
#include "sim/spawn.h"
#include "sim/states.h"
#include "sim/weapons.h"

namespace caco {
namespace {

constexpr int32_t kRespawnScript = 2, kDeathScript = 3, kEnterScript = 4;
constexpr int32_t kProtection = 3 * 35;
constexpr float kNormalFov = 90.0f;
constexpr Fixed kCrouchStep = kUnit / 12;
constexpr Fixed kMinCrouch = kUnit / 2;
constexpr Fixed kNormalFriction = 0xE800;
constexpr Fixed kNormalMoveFactor = 2048;
constexpr Fixed kMoveBob = kUnit / 4;
constexpr Fixed kMaxBob = 16 * kUnit;
constexpr Fixed kDeathViewHeight = 6 * kUnit;
constexpr int32_t kTurnTics = 9;
constexpr int16_t kCommandExtreme = -32768; // centres the view, stops flying

// ---- Spawn ----

void clearPsprites(Player& p) {
    for (PspSprite& psp : p.psp) {
        std::memset(static_cast<void*>(&psp), 0, sizeof psp);
        psp.state = kNoState;
    }
}

// Three seconds without harm.
void protect(World& w, Actor& pawn) {
    Actor* power = spawnGift(w, w.classes->known.powerInvulnerable);
    if (!power) {
        return;
    }
    power->item.effectTics = kProtection;
    if (!callTryPickup(w, *power, pawn) && power->alive) {
        destroyActor(w, *power);
    }
}

// Who plays against others has all keys: no door shall decide the game.
void giveKeys(World& w, Actor& pawn) {
    for (const char* key : {"RedCard", "BlueCard", "YellowCard", "RedSkull", "BlueSkull", "YellowSkull"}) {
        giveInventory(w, pawn, key, 1);
    }
}

// A record as at the entry of a level; counters of a respawning player stay.
void resetRecord(Player& p) {
    const Player before = p;
    std::memset(static_cast<void*>(&p), 0, sizeof p);
    p.cmd = before.cmd;
    p.killCount = before.killCount;
    p.itemCount = before.itemCount;
    p.secretCount = before.secretCount;
    p.fragCount = before.fragCount;
    p.deathCount = before.deathCount;
    p.minPitch = before.minPitch;
    p.maxPitch = before.maxPitch;
    p.startNumber = before.startNumber;
    p.oldButtons = ~0u;
    p.attackDown = p.useDown = 1;
    clearPsprites(p);
}

void giveStartInventory(World& w, Player& p, Actor& pawn) {
    const ClassTable::Known& known = w.classes->known;
    if (Actor* armor = spawnGift(w, known.hexenArmor)) {
        callTryPickup(w, *armor, pawn);
    }
    if (Actor* armor = spawnGift(w, known.basicArmor)) {
        armor->item.amount = 0;
        armor->item.savePercent = 0;
        attachItem(w, pawn, *armor);
    }
    const std::vector<StartItem>& items = w.info(pawn).startItems;
    for (size_t i = items.size(); i-- > 0;) {
        Actor* item = spawnStartItem(w, pawn, items[i].item, items[i].amount);
        if (item && w.info(*item).native == NativeKind::Weapon && hasAmmoFor(w, *item, true)) {
            p.readyWeapon = p.pendingWeapon = w.refOf(*item);
        }
    }
}

void takeOverInventory(World& w, Actor& from, Actor& to) {
    to.inventory = from.inventory;
    from.inventory = 0;
    to.item.backpackAmount = from.item.backpackAmount;
    for (Actor* item = w.resolve(to.inventory); item; item = w.resolve(item->item.nextItem)) {
        item->item.owner = w.refOf(to);
    }
}

Angle startAngle(int32_t degrees) {
    return degrees % 45 ? static_cast<Angle>(degrees) * kAngle1 : kAngle45 * static_cast<Angle>(degrees / 45);
}

void resetView(World& w, Player& p, const Actor& pawn) {
    p.fov = p.desiredFov = kNormalFov;
    const ClassInfo& info = w.info(pawn);
    p.jumpZ = info.jumpZ;
    p.eyeHeight = info.viewHeight;
    p.attackZ = info.attackZOffset;
    p.viewHeight = p.eyeHeight;
    p.deltaViewHeight = 0;
    p.viewZ = addWrap(pawn.z, p.viewHeight);
    p.bob = p.bobVelX = p.bobVelY = 0;
    p.crouchFactor = kUnit;
    p.crouchOffset = p.crouchViewDelta = 0;
    p.crouching = 0;
}

void resetCondition(Player& p) {
    p.playerState = PlayerState::Live;
    p.refire = 0;
    p.damageCount = p.bonusCount = p.hazardCount = p.poisonCount = 0;
    p.attacker = 0;
    p.extraLight = 0;
    p.fixedColormap = p.fixedLightLevel = -1;
}

// ---- Think ----

void easeFov(Player& p) {
    if (p.fov == p.desiredFov) {
        return;
    }
    const float difference = std::fabs(p.fov - p.desiredFov);
    if (difference < 7.0f) {
        p.fov = p.desiredFov;
        return;
    }
    const float step = std::max(7.0f, difference * 0.025f);
    p.fov += p.fov > p.desiredFov ? -step : step;
}

void applyRestraints(Player& p, Actor& pawn) {
    if (has(pawn, Flag::JUSTATTACKED)) { // the chainsaw pulls
        p.cmd.yaw = 0;
        p.cmd.forward = 0xC800 / 2;
        p.cmd.side = 0;
        pawn.flags.clear(Flag::JUSTATTACKED);
    }
    if (p.frozen == 0) {
        return;
    }
    p.cmd.forward = p.cmd.side = p.cmd.up = 0;
    if (p.frozen == 2) {
        p.cmd.buttons &= kBtUse;
        p.cmd.pitch = p.cmd.yaw = p.cmd.roll = 0;
        p.turnTicks = 0;
    }
}

void uncrouch(Player& p) {
    if (p.crouchFactor != kUnit) {
        p.crouchFactor = kUnit;
        p.crouchOffset = 0;
        p.crouchViewDelta = 0;
        p.crouching = 0;
    }
}

void crouchStep(World& w, Player& p, Actor& pawn, int32_t direction) {
    const ClassInfo& info = w.info(pawn);
    const Fixed saved = pawn.height;
    p.crouchFactor += direction * kCrouchStep;
    pawn.height = mul16(info.height, p.crouchFactor);
    const bool fits = tryMove(w, pawn, pawn.x, pawn.y, DropOff::Allowed);
    pawn.height = saved;
    if (!fits && direction > 0) {
        p.crouchFactor -= direction * kCrouchStep;
        return;
    }
    p.crouchFactor = std::clamp(p.crouchFactor, kMinCrouch, kUnit);
    p.viewHeight = mul16(p.eyeHeight, p.crouchFactor);
    p.crouchViewDelta = p.viewHeight - p.eyeHeight;
}

void crouch(World& w, Player& p, Actor& pawn) {
    if (p.cmd.buttons & kBtJump) {
        p.cmd.buttons &= ~kBtCrouch;
    }
    if (p.health <= 0 || w.rules.has(kRuleNoCrouch)) {
        uncrouch(p);
    } else if (p.frozen != 2) {
        const bool pressed = (p.cmd.buttons & kBtCrouch) != 0;
        int32_t direction = p.crouching;
        if (direction == 0) {
            direction = pressed ? -1 : 1;
        } else if (pressed) {
            p.crouching = 0;
        }
        if (direction == 1 && p.crouchFactor < kUnit && topOf(pawn) < pawn.ceilingZ) {
            crouchStep(w, p, pawn, 1);
        } else if (direction == -1 && p.crouchFactor > kMinCrouch) {
            crouchStep(w, p, pawn, -1);
        }
    }
    p.crouchOffset = negWrap(mul16(p.eyeHeight, kUnit - p.crouchFactor));
}

void pitchView(Player& p, Actor& pawn) {
    if (p.cmd.pitch == kCommandExtreme) {
        p.centering = 1;
    } else if (p.cmd.pitch != 0 && !p.centering) {
        const int32_t look = p.cmd.pitch * 65536;
        const int32_t old = pawn.pitch;
        pawn.pitch = subWrap(pawn.pitch, look);
        if (look > 0) {
            pawn.pitch = std::max(pawn.pitch, p.minPitch);
            if (pawn.pitch > old) {
                pawn.pitch = p.minPitch;
            }
        } else {
            pawn.pitch = std::min(pawn.pitch, p.maxPitch);
            if (pawn.pitch < old) {
                pawn.pitch = p.maxPitch;
            }
        }
    }
    if (p.centering) {
        if (absWrap(pawn.pitch) > 2 * static_cast<int32_t>(kAngle1)) {
            pawn.pitch = mul16(pawn.pitch, 43690);
        } else {
            pawn.pitch = 0;
            p.centering = 0;
        }
    }
}

void push(Fixed& x, Fixed& y, Angle angle, Fixed amount) {
    x = addWrap(x, mul16(amount, cosine(angle)));
    y = addWrap(y, mul16(amount, sine(angle)));
}

// Own thrust of a swimming or flying pawn also follows the view's pitch.
void thrust(Actor& pawn, Angle angle, Fixed amount, bool forward) {
    if (forward && (pawn.waterLevel > 0 || has(pawn, Flag::NOGRAVITY)) && pawn.pitch != 0) {
        const Angle pitch = static_cast<Angle>(pawn.pitch);
        const Fixed up = mul16(amount, sine(pitch));
        if (pawn.waterLevel != 1 || up >= 0) {
            pawn.velZ = subWrap(pawn.velZ, up);
        }
        amount = mul16(amount, cosine(pitch));
    }
    push(pawn.velX, pawn.velY, angle, amount);
}

void walk(World& w, Player& p, Actor& pawn) {
    const TicCommand& cmd = p.cmd;
    const ClassInfo& info = w.info(pawn);
    Fixed moveFactor = kNormalMoveFactor;
    const Fixed friction = frictionOf(w, pawn, &moveFactor);
    Fixed bobFactor = friction < kNormalFriction ? moveFactor : kNormalMoveFactor;
    if (!p.onGround && !has(pawn, Flag::NOGRAVITY) && pawn.waterLevel == 0) {
        moveFactor = mul16(moveFactor, w.state->airControl);
        bobFactor = mul16(bobFactor, w.state->airControl);
    }
    Fixed forward = mul16(mul16(cmd.forward, info.forwardMove[std::abs(int32_t{cmd.forward}) < 0x3200 ? 0 : 1]), pawn.speed);
    Fixed side = mul16(mul16(cmd.side, info.sideMove[std::abs(int32_t{cmd.side}) < 0x2800 ? 0 : 1]), pawn.speed);
    if (p.crouchFactor != kUnit) {
        forward = mul16(forward, p.crouchFactor);
        side = mul16(side, p.crouchFactor);
        bobFactor = mul16(bobFactor, p.crouchFactor);
    }
    const Fixed forwardThrust = scale(forward, moveFactor * 35, 35 << 8);
    const Fixed sideThrust = scale(side, moveFactor * 35, 35 << 8);
    if (forwardThrust) {
        push(p.bobVelX, p.bobVelY, pawn.angle, mulWrap(cmd.forward, bobFactor) >> 8);
        thrust(pawn, pawn.angle, forwardThrust, true);
    }
    if (sideThrust) {
        const Angle right = pawn.angle - kAngle90;
        push(p.bobVelX, p.bobVelY, right, mulWrap(cmd.side, bobFactor) >> 8);
        thrust(pawn, right, sideThrust, false);
    }
    if (forwardThrust | sideThrust) {
        setPlayerRunning(w, pawn, true);
    }
}

void jump(Player& p, Actor& pawn) {
    if (p.crouchOffset != 0) {
        p.crouching = 1;
    } else if (pawn.waterLevel >= 2) {
        pawn.velZ = mul16(4 * kUnit, pawn.speed);
    } else if (has(pawn, Flag::NOGRAVITY)) {
        pawn.velZ = 3 * kUnit;
    } else if (p.onGround && p.jumpTics == 0) {
        pawn.velZ = addWrap(pawn.velZ, p.jumpZ);
        pawn.flags.clear(Flag::ONMOBJ);
        p.jumpTics = -1;
    }
}

void moveUp(Player& p, Actor& pawn) {
    if (p.cmd.up == kCommandExtreme) {
        if (has(pawn, Flag::NOGRAVITY) && pawn.waterLevel < 2) {
            pawn.flags.clear(Flag::FLY);
            pawn.flags.clear(Flag::NOGRAVITY);
        }
    } else if (p.cmd.up != 0 && (pawn.waterLevel >= 2 || has(pawn, Flag::FLY))) {
        const int32_t up = std::clamp<int32_t>(p.cmd.up, -0x300, 0x300);
        pawn.velZ = mul16(pawn.speed, up * 512);
        if (pawn.waterLevel < 2 && !has(pawn, Flag::NOGRAVITY)) {
            pawn.flags.set(Flag::NOGRAVITY);
        }
    }
}

void movePlayer(World& w, Player& p, Actor& pawn) {
    if (p.turnTicks) {
        --p.turnTicks;
        pawn.angle += kAngle180 / kTurnTics;
    } else {
        pawn.angle += static_cast<Angle>(int32_t{p.cmd.yaw}) << 16;
    }
    p.onGround = pawn.z <= pawn.floorZ || has(pawn, Flag::ONMOBJ);
    if (p.cmd.forward | p.cmd.side) {
        walk(w, p, pawn);
    }
    if ((p.cmd.buttons & kBtJump) && !w.rules.has(kRuleNoJump)) {
        jump(p, pawn);
    }
    moveUp(p, pawn);
}

// Turns toward the killer. True while the red screen fades: no killer, or nearly facing it.
bool faceAttacker(World& w, Player& p, Actor& pawn) {
    const Actor* attacker = w.resolve(p.attacker);
    if (!attacker || attacker == &pawn) {
        return true;
    }
    const Angle delta = pointToAngle(pawn.x, pawn.y, attacker->x, attacker->y) - pawn.angle;
    const bool left = delta <= kAngle180;
    const Angle size = left ? delta : 0u - delta;
    const Angle step = std::min(size / 8, 5 * kAngle1);
    pawn.angle += left ? step : 0u - step;
    return size < 10 * kAngle1;
}

void countDown(int32_t& count) {
    if (count > 0) {
        --count;
    }
}

void deathThink(World& w, Player& p, Actor& pawn) {
    movePsprites(w, p);
    p.onGround = pawn.z <= pawn.floorZ;
    p.deltaViewHeight = 0;
    p.viewHeight = std::max(p.viewHeight > kDeathViewHeight ? p.viewHeight - kUnit : kDeathViewHeight, kDeathViewHeight);
    const int32_t step = 3 * static_cast<int32_t>(kAngle1);
    if (absWrap(pawn.pitch) < step) {
        pawn.pitch = 0;
    } else {
        pawn.pitch += pawn.pitch > 0 ? -step : step;
    }
    calcViewHeight(w, p, pawn);
    if (faceAttacker(w, p, pawn)) {
        countDown(p.damageCount);
        countDown(p.poisonCount);
    }
    const bool asks = (p.cmd.buttons & kBtUse) != 0 || (w.rules.multiplayer && w.rules.has(kRuleForceRespawn));
    if (p.playerState == PlayerState::Dead && w.state->levelTime >= p.respawnTime && asks && !w.rules.has(kRuleNoRespawn)) {
        p.playerState = PlayerState::Reborn;
        p.useDown = 1;
    }
}

void wearOff(World& w, Player& p, Actor& pawn) {
    countDown(p.damageCount);
    countDown(p.bonusCount);
    countDown(p.hazardCount);
    if (p.poisonCount && (w.state->levelTime & 15) == 0) {
        p.poisonCount = std::max(0, p.poisonCount - 5);
        damageActor(w, pawn, w.resolve(p.attacker), w.resolve(p.attacker), 1, typeOf(DamageType::Poison));
    }
}

} // namespace

void spawnPlayer(World& w, int player, const MapThing& start, bool keepInventory) {
    Player& p = w.state->player[player];
    Actor* old = w.resolve(p.pawn);
    const bool takesOver = keepInventory && old;
    const bool reborn = p.playerState == PlayerState::Reborn;
    if (!takesOver) {
        resetRecord(p);
    }
    Actor* pawn = spawnActor(w, w.classes->known.doomPlayer, start.x, start.y, kOnFloorZ, false);
    if (!pawn) {
        return;
    }
    p.inGame = 1;
    p.pawn = w.refOf(*pawn);
    pawn->player = player;
    pawn->angle = startAngle(start.angle);
    pawn->pitch = 0;
    pawn->roll = 0;
    if (takesOver) {
        pawn->health = p.health;
        takeOverInventory(w, *old, *pawn);
        if (w.hooks) {
            w.hooks->stopScriptsOf(w, w.refOf(*old));
        }
    } else {
        p.health = pawn->health;
    }
    resetCondition(p);
    resetView(w, p, *pawn);
    if (!takesOver) {
        giveStartInventory(w, p, *pawn);
        if (w.rules.deathmatch) {
            giveKeys(w, *pawn);
        }
    }
    clearPsprites(p);
    p.pendingWeapon = p.readyWeapon;
    bringUpWeapon(w, p);
    if (w.hooks) {
        w.hooks->startTypedScripts(w, reborn ? kRespawnScript : kEnterScript, pawn, true);
    }
}

void respawnPlayer(World& w, int player) {
    Player& p = w.state->player[player];
    const MapThing* start = chooseStart(w, player);
    if (!start) {
        return;
    }
    Actor* old = w.resolve(p.pawn);
    const bool keepsItems = old && !w.rules.deathmatch; // who plays together comes back with what he had
    p.playerState = PlayerState::Reborn;
    if (old && !keepsItems) {
        destroyInventory(w, *old);
        old->player = -1; // stays as an ordinary corpse
    }
    if (keepsItems) {
        p.health = w.info(*old).health;
        p.damageCount = p.bonusCount = p.poisonCount = 0;
        p.attacker = 0;
    }
    spawnPlayer(w, player, *start, keepsItems);
    Actor* pawn = w.resolve(p.pawn);
    if (!pawn || pawn == old) {
        return;
    }
    if (keepsItems) {
        old->player = -1;
        p.playerState = PlayerState::Live;
        if (!w.resolve(p.readyWeapon)) {
            p.readyWeapon = 0;
            p.pendingWeapon = w.refOf(bestWeapon(w, p, kNoClass));
            bringUpWeapon(w, p);
        }
    }
    stompStart(w, *pawn);
    if (w.rules.has(kRuleRespawnProtect)) {
        protect(w, *pawn);
    }
    const uint32_t fine = pawn->angle >> kFineShift;
    spawnActor(w, w.classes->known.teleportFog, addWrap(pawn->x, mulWrap(20, fineCosine(fine))),
               addWrap(pawn->y, mulWrap(20, fineSine(fine))), pawn->z, true);
}

void playerThink(World& w, int player) {
    Player& p = w.state->player[player];
    if (p.playerState == PlayerState::Reborn && (w.rules.multiplayer || w.rules.deathmatch)) {
        respawnPlayer(w, player);
    }
    Actor* found = w.resolve(p.pawn);
    if (!found) {
        return;
    }
    Actor& pawn = *found;
    easeFov(p);
    pawn.flags.assign(Flag::NOCLIP, (p.cheats & kCheatNoClip) != 0 || w.info(pawn).flags.has(Flag::NOCLIP));
    if (!has(pawn, Flag::FLY)) {
        pawn.flags.clear(Flag::NOGRAVITY);
    }
    applyRestraints(p, pawn);
    crouch(w, p, pawn);
    if (p.playerState == PlayerState::Dead || p.playerState == PlayerState::Reborn) {
        uncrouch(p);
        deathThink(w, p, pawn);
        return;
    }
    if (p.jumpTics != 0) {
        --p.jumpTics;
        if (p.onGround && p.jumpTics < -18) {
            p.jumpTics = 0;
        }
    }
    if (w.rules.has(kRuleNoFreelook)) {
        pawn.pitch = 0;
    } else {
        pitchView(p, pawn);
    }
    if ((p.cmd.buttons & kBtTurn180) && !(p.oldButtons & kBtTurn180)) {
        p.turnTicks = kTurnTics;
    }
    if (pawn.reactionTime > 0) {
        --pawn.reactionTime;
    } else {
        movePlayer(w, p, pawn);
    }
    calcViewHeight(w, p, pawn);
    if (pawn.sector >= 0 && (pawn.z == w.floorAt(pawn.sector) || pawn.waterLevel > 0)) {
        playerInSector(w, p, pawn);
    }
    if (!(p.cmd.buttons & kBtUse)) {
        p.useDown = 0;
    } else if (!p.useDown) {
        p.useDown = 1;
        useLines(w, pawn);
    }
    movePsprites(w, p);
    wearOff(w, p, pawn);
}

void calcViewHeight(World& w, Player& p, Actor& pawn) {
    bool still = false;
    if (has(pawn, Flag::NOGRAVITY) && !p.onGround) {
        p.bob = kUnit / 2;
    } else {
        p.bob = dmul16(p.bobVelX, p.bobVelX, p.bobVelY, p.bobVelY);
        if (p.bob == 0) {
            still = true;
        } else {
            p.bob = std::min(mul16(p.bob, kMoveBob), kMaxBob);
        }
    }
    const Fixed normalHeight = addWrap(p.eyeHeight, p.crouchViewDelta);
    Fixed bobbing = 0;
    if (!still) {
        const uint32_t index = static_cast<uint32_t>((int64_t{w.state->levelTime} << 13) / 20) & kFineMask;
        bobbing = mul16(p.bob >> (pawn.waterLevel > 1 ? 2 : 1), fineSine(index));
    }
    if (p.playerState == PlayerState::Live) {
        p.viewHeight = addWrap(p.viewHeight, p.deltaViewHeight);
        if (p.viewHeight > normalHeight) {
            p.viewHeight = normalHeight;
            p.deltaViewHeight = 0;
        } else if (p.viewHeight < (normalHeight >> 1)) {
            p.viewHeight = normalHeight >> 1;
            if (p.deltaViewHeight <= 0) {
                p.deltaViewHeight = 1;
            }
        }
        if (p.deltaViewHeight) {
            p.deltaViewHeight = addWrap(p.deltaViewHeight, kUnit / 4);
            if (!p.deltaViewHeight) {
                p.deltaViewHeight = 1;
            }
        }
    }
    p.viewZ = addWrap(addWrap(pawn.z, p.viewHeight), bobbing);
    if (pawn.floorClip && pawn.z <= pawn.floorZ) {
        p.viewZ = subWrap(p.viewZ, pawn.floorClip);
    }
    p.viewZ = std::min(p.viewZ, subWrap(pawn.ceilingZ, 4 * kUnit));
    p.viewZ = std::max(p.viewZ, addWrap(pawn.floorZ, 4 * kUnit));
}

void setPlayerRunning(World& w, Actor& pawn, bool running) {
    const ClassInfo& info = w.info(pawn);
    const StateId from = info.state(running ? Label::Spawn : Label::See);
    if (from != kNoState && inStateSequence(w, pawn.state, from)) {
        setStateLabel(w, pawn, running ? Label::See : Label::Spawn);
    }
}

void killPlayer(World& w, Actor& pawn, Actor* source) {
    Player* p = playerOf(w, pawn);
    if (!p) {
        return;
    }
    if (Actor* real = w.resolve(p->pawn); real && real != &pawn) {
        if (!has(*real, Flag::KILLED)) {
            killActor(w, *real, source, nullptr); // what kills a voodoo doll kills its player
        }
        return;
    }
    if (!source || (source->player == pawn.player && w.state->mapTime > 0)) {
        --p->fragCount;
    }
    if (w.hooks) {
        w.hooks->startTypedScripts(w, kDeathScript, &pawn, true);
    }
    p->respawnTime = w.state->levelTime + w.rules.respawnDelay;
    pawn.flags.clear(Flag::SOLID);
    p->playerState = PlayerState::Dead;
    p->bonusCount = 0;
    p->extraLight = 0;
    dropWeapon(w, *p);
    sayDeath(w, pawn, source);
}

void damageFlash(World&, Player& p, int32_t amount) { p.damageCount = std::min(100, addWrap(p.damageCount, amount)); }

} // namespace caco
