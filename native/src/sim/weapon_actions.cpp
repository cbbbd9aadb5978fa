// Actions of weapon states (actors.md 6.2, 6.5). `self` is the player's pawn.
#include <algorithm>
#include <cmath>

#include "base/trig.h"
#include "sim/action_functions.h"
#include "sim/damage.h"
#include "sim/hitscan.h"
#include "sim/inventory.h"
#include "sim/missiles.h"
#include "sim/players.h"
#include "sim/states.h"
#include "sim/weapons.h"

namespace caco {
namespace {

constexpr Fixed kWeaponTop = 32 * kUnit + 0x6000;
constexpr Fixed kWeaponBottom = 128 * kUnit;
constexpr Fixed kWeaponStep = 6 * kUnit;
constexpr Fixed kBulletRange = 8192 * kUnit;
constexpr Fixed kPunchRange = 64 * kUnit;
constexpr Fixed kSawRange = 64 * kUnit + 1;
constexpr Angle kSawTurn = kAngle90 / 20;
constexpr Angle kSawSnap = kAngle90 / 21;

enum ReadyFlag : int32_t { kReadyNoBob = 1, kReadyNoSwitch = 2, kReadyNoPrimary = 4, kReadyNoSecondary = 8 };
enum SawFlag : int32_t { kSawNoRandom = 1, kSawRandomLight = 6, kSawNoAmmoOnMiss = 8, kSawNoAmmo = 16, kSawNoPull = 32, kSawNoTurn = 64, kSawStealArmor = 128 };
enum BulletFlag : int32_t { kBulletUseAmmo = 1, kBulletNoRandom = 2, kBulletExplicit = 4, kBulletNoPitch = 8, kBulletNoFlash = 16 };
enum PunchFlag : int32_t { kPunchUseAmmo = 1, kPunchPullIn = 4, kPunchNoTurn = 16 };
enum MissileFlag : int32_t { kMissileAimAtAngle = 1, kMissileTranslation = 2, kMissileNoAutoAim = 4 };
constexpr int32_t kFlashNoAnimation = 1;

struct Shooter {
    Player* player; // null when the caller is no player
    Actor* weapon;
};

Shooter shooterOf(World& w, Actor& self) {
    Player* p = playerOf(w, self);
    return {p, p ? w.resolve(p->readyWeapon) : nullptr};
}

bool isAlt(const Actor& weapon) { return weapon.special2 != 0; }

// False = not enough ammo: the action ends without a shot.
bool deplete(World& w, const Shooter& s) { return !s.weapon || depleteAmmo(w, *s.player, *s.weapon, isAlt(*s.weapon)); }

void meleePose(World& w, Actor& self) { setStateLabel(w, self, Label::Melee); }

StateId labelOf(const World& w, const Shooter& s, Label label) {
    return s.weapon ? w.info(*s.weapon).state(label) : kNoState;
}

// Flash row `offset` rows on, as long as it is the same class's and shows the same picture.
void setFlash(World& w, const Shooter& s, int32_t offset) {
    StateId flash = labelOf(w, s, isAlt(*s.weapon) && labelOf(w, s, Label::AltFlash) != kNoState ? Label::AltFlash : Label::Flash);
    if (flash != kNoState && offset > 0) {
        const StateId row = flash + offset;
        if (row < static_cast<StateId>(w.classes->states.size()) && w.classes->state(row).owner == w.classes->state(flash).owner &&
            w.classes->state(row).sprite == w.classes->state(flash).sprite) {
            flash = row;
        }
    }
    setPsprite(w, *s.player, kPspFlash, flash);
}

ClassId bulletPuff(const World& w) { return w.classes->known.bulletPuff; }

Angle spread(int32_t value, int shift) { return static_cast<Angle>(value) << shift; }

void gunShot(World& w, Actor& self, bool accurate, int32_t pitch) {
    const int32_t damage = 5 * (w.r(Stream::GunShot) % 3 + 1);
    Angle angle = self.angle;
    if (!accurate) {
        angle += spread(w.r2(Stream::GunShot), 18);
    }
    lineAttack(w, self, angle, kBulletRange, pitch, damage, typeOf(DamageType::Hitscan), bulletPuff(w));
}

void faceVictim(Actor& self, const Actor& victim) { self.angle = pointToAngle(self.x, self.y, victim.x, victim.y); }

void fireSimpleMissile(World& w, ActionCall& call, std::string_view name) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player || !deplete(w, s)) {
        return;
    }
    const ClassId cls = w.classes->find(name);
    if (cls != kNoClass) {
        spawnPlayerMissile(w, call.self, cls, call.self.angle);
    }
}

void sawTurn(Actor& self, const Actor& victim) {
    const Angle to = pointToAngle(self.x, self.y, victim.x, victim.y);
    const Angle delta = to - self.angle;
    if (delta > kAngle180) {
        self.angle = delta < 0u - kSawTurn ? to + kSawSnap : self.angle - kSawTurn;
    } else {
        self.angle = delta > kSawTurn ? to - kSawSnap : self.angle + kSawTurn;
    }
}

// `jump` replaces the weapon's Fire state, kNoState = none.
void refire(World& w, Actor& self, StateId jump) {
    const Shooter s = shooterOf(w, self);
    if (!s.player || !s.weapon) {
        return;
    }
    Player& p = *s.player;
    const bool alt = isAlt(*s.weapon);
    const bool held = (p.cmd.buttons & (alt ? kBtAltAttack : kBtAttack)) != 0;
    const bool switching = p.pendingWeapon && (p.weaponBits & kWeaponRefireSwitchOk);
    if (!held || switching || p.health <= 0) {
        p.refire = 0;
        checkAmmo(w, p, *s.weapon, alt, true);
        return;
    }
    ++p.refire;
    if (jump == kNoState) {
        fireWeapon(w, p);
    } else if (checkAmmo(w, p, *s.weapon, alt, true)) {
        setStateLabel(w, self, Label::Missile);
        setPsprite(w, p, kPspWeapon, jump);
    }
}

// What bullet guns begin with: ammunition, muzzle flash, pose. False when there is nothing to fire with.
bool pullTrigger(World& w, const Shooter& s, Actor& pawn) {
    if (!s.player || !deplete(w, s)) {
        return false;
    }
    if (s.weapon) {
        setFlash(w, s, 0);
    }
    meleePose(w, pawn);
    return true;
}

} // namespace

// ---- Raising, lowering, readiness ----

// The body's attack pose is left alone: it plays to its end, also when the weapon is ready before.
void actWeaponReady(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player || !s.weapon) {
        return;
    }
    Player& p = *s.player;
    const int32_t flags = argInt(w, call, 0);
    if (!(flags & kReadyNoSwitch)) {
        p.weaponBits |= kWeaponSwitchOk | kWeaponRefireSwitchOk;
    }
    if (!(flags & kReadyNoPrimary)) {
        p.weaponBits |= kWeaponReady;
    }
    if (!(flags & kReadyNoSecondary)) {
        p.weaponBits |= kWeaponReadyAlt;
    }
    if (!(flags & kReadyNoBob)) {
        p.weaponBits |= kWeaponBobbing;
        p.psp[kPspWeapon].sx = 0;
        p.psp[kPspWeapon].sy = kWeaponTop;
    }
}

void actRaise(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player) {
        return;
    }
    if (s.player->pendingWeapon) {
        dropWeapon(w, *s.player);
        return;
    }
    if (!s.weapon) {
        return;
    }
    PspSprite& psp = s.player->psp[kPspWeapon];
    psp.sy -= kWeaponStep;
    if (psp.sy > kWeaponTop) {
        return;
    }
    psp.sy = kWeaponTop;
    setPsprite(w, *s.player, kPspWeapon, labelOf(w, s, Label::Ready));
}

void actLower(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player) {
        return;
    }
    if (!s.weapon) {
        bringUpWeapon(w, *s.player);
        return;
    }
    PspSprite& psp = s.player->psp[kPspWeapon];
    psp.sy += kWeaponStep;
    if (psp.sy < kWeaponBottom) {
        return;
    }
    if (s.player->playerState == PlayerState::Dead) {
        psp.sy = kWeaponBottom;
        setPsprite(w, *s.player, kPspWeapon, kNoState);
        return;
    }
    setPsprite(w, *s.player, kPspFlash, kNoState);
    bringUpWeapon(w, *s.player);
}

void actReFire(World& w, ActionCall& call) { refire(w, call.self, argState(w, call, 0)); }

void actGunFlash(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player || !s.weapon) {
        return;
    }
    if (!(argInt(w, call, 1) & kFlashNoAnimation)) {
        meleePose(w, call.self);
    }
    const StateId flash = argState(w, call, 0);
    if (flash != kNoState) {
        setPsprite(w, *s.player, kPspFlash, flash);
    } else {
        setFlash(w, s, 0);
    }
}

void actCheckReload(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (s.player && s.weapon) {
        checkAmmo(w, *s.player, *s.weapon, isAlt(*s.weapon), true);
    }
}

void actLight(World& w, ActionCall& call) {
    if (Player* p = playerOf(w, call.self)) {
        p->extraLight = std::clamp(argInt(w, call, 0), -20, 20);
    }
}

void actLight0(World& w, ActionCall& call) {
    if (Player* p = playerOf(w, call.self)) {
        p->extraLight = 0;
    }
}

void actLight1(World& w, ActionCall& call) {
    if (Player* p = playerOf(w, call.self)) {
        p->extraLight = 1;
    }
}

void actLight2(World& w, ActionCall& call) {
    if (Player* p = playerOf(w, call.self)) {
        p->extraLight = 2;
    }
}

void actSelectWeapon(World& w, ActionCall& call) {
    Player* p = playerOf(w, call.self);
    const ClassId cls = argClass(w, call, 0);
    Actor* weapon = p ? findItem(w, call.self, cls) : nullptr;
    if (!weapon || w.info(*weapon).native != NativeKind::Weapon) {
        call.result = false;
        return;
    }
    if (p->readyWeapon != w.refOf(*weapon)) {
        p->pendingWeapon = w.refOf(*weapon);
    }
}

// Sounds only; nothing hears them.
void actBFGsound(World&, ActionCall&) {}
void actOpenShotgun2(World&, ActionCall&) {}
void actLoadShotgun2(World&, ActionCall&) {}

void actCloseShotgun2(World& w, ActionCall& call) { refire(w, call.self, kNoState); }

// ---- Bullets ----

void actFirePistol(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!pullTrigger(w, s, call.self)) {
        return;
    }
    const bool accurate = s.player->refire == 0;
    gunShot(w, call.self, accurate, bulletSlope(w, call.self));
}

void actFireShotgun(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!pullTrigger(w, s, call.self)) {
        return;
    }
    const int32_t pitch = bulletSlope(w, call.self);
    for (int i = 0; i < 7; ++i) {
        gunShot(w, call.self, false, pitch);
    }
}

void actFireShotgun2(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!pullTrigger(w, s, call.self)) {
        return;
    }
    const int32_t pitch = bulletSlope(w, call.self);
    for (int i = 0; i < 20; ++i) {
        const int32_t damage = 5 * (w.r(Stream::FireSG2) % 3 + 1);
        const Angle angle = call.self.angle + spread(w.r2(Stream::FireSG2), 19);
        const int32_t tilt = addWrap(pitch, mulWrap(w.r2(Stream::FireSG2), 332063));
        lineAttack(w, call.self, angle, kBulletRange, tilt, damage, typeOf(DamageType::Hitscan), bulletPuff(w));
    }
}

void actFireCGun(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player || !deplete(w, s)) {
        return;
    }
    if (s.weapon) {
        const int32_t row = s.player->psp[kPspWeapon].state - labelOf(w, s, Label::Fire);
        setFlash(w, s, std::clamp(row, 0, 1));
    }
    meleePose(w, call.self);
    const bool accurate = s.player->refire == 0;
    gunShot(w, call.self, accurate, bulletSlope(w, call.self));
}

void actFireBullets(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player || !s.weapon) {
        return;
    }
    const Angle spreadXy = argAngle(w, call, 0);
    const int32_t spreadZ = static_cast<int32_t>(argAngle(w, call, 1));
    int32_t bullets = argInt(w, call, 2);
    const int32_t perBullet = argInt(w, call, 3);
    const ClassId given = argClass(w, call, 4);
    const ClassId puff = given == kNoClass ? bulletPuff(w) : given;
    const int32_t flags = argInt(w, call, 5);
    const Fixed givenRange = argFixed(w, call, 6);
    const Fixed range = givenRange ? givenRange : kBulletRange;
    if ((flags & kBulletUseAmmo) && !deplete(w, s)) {
        return;
    }
    if (!(flags & kBulletNoFlash)) {
        meleePose(w, call.self);
    }
    const int32_t slope = flags & kBulletNoPitch ? 0 : bulletSlope(w, call.self);
    auto damageOf = [&] {
        return flags & kBulletNoRandom ? perBullet : mulWrap(perBullet, w.r(Stream::CustomWpBullet) % 3 + 1);
    };
    if ((bullets == 1 && s.player->refire == 0) || bullets == 0) {
        const int32_t damage = damageOf();
        lineAttack(w, call.self, call.self.angle, range, slope, damage, typeOf(DamageType::Hitscan), puff);
        return;
    }
    bullets = bullets < 0 ? 1 : bullets;
    for (int32_t i = 0; i < bullets; ++i) {
        Angle angle = call.self.angle;
        int32_t pitch = slope;
        if (flags & kBulletExplicit) {
            angle += spreadXy;
            pitch = addWrap(pitch, spreadZ);
        } else {
            angle += static_cast<Angle>(mulWrap(w.r2(Stream::CustomWpBullet), static_cast<int32_t>(spreadXy) / 255));
            pitch = addWrap(pitch, mulWrap(w.r2(Stream::CustomWpBullet), spreadZ / 255));
        }
        const int32_t damage = damageOf();
        lineAttack(w, call.self, angle, range, pitch, damage, typeOf(DamageType::Hitscan), puff);
    }
}

// ---- Missiles ----

void actFireMissile(World& w, ActionCall& call) { fireSimpleMissile(w, call, "Rocket"); }
void actFireBFG(World& w, ActionCall& call) { fireSimpleMissile(w, call, "BFGBall"); }

void actFirePlasma(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    if (!s.player || !deplete(w, s)) {
        return;
    }
    if (s.weapon) {
        setFlash(w, s, w.r(Stream::FirePlasma) & 1);
    }
    const ClassId cls = w.classes->find("PlasmaBall");
    if (cls != kNoClass) {
        spawnPlayerMissile(w, call.self, cls, call.self.angle);
    }
}

void actFireOldBFG(World& w, ActionCall& call) {
    w.report("class " + w.info(w.classes->state(call.state).owner).name + ": A_FireOldBFG is not supported; use A_FireBFG");
}

void actFireCustomMissile(World& w, ActionCall& call) {
    const Shooter s = shooterOf(w, call.self);
    const ClassId cls = argClass(w, call, 0);
    if (!s.player) {
        return;
    }
    const Angle turn = argAngle(w, call, 1);
    const int32_t sideways = argInt(w, call, 3);
    const Fixed height = argFixed(w, call, 4);
    const int32_t flags = argInt(w, call, 5);
    const int32_t pitch = static_cast<int32_t>(argAngle(w, call, 6));
    if ((argInt(w, call, 2) && !deplete(w, s)) || cls == kNoClass) {
        return;
    }
    Actor& self = call.self;
    const Angle side = self.angle - kAngle90;
    const Angle shoot = flags & kMissileAimAtAngle ? self.angle + turn : self.angle;
    const int32_t savedPitch = self.pitch;
    self.pitch = addWrap(self.pitch, pitch);
    Actor* aimed = nullptr;
    Actor* missile = spawnPlayerMissile(w, self, cls, shoot, mulWrap(sideways, cosine(side)), mulWrap(sideways, sine(side)), height, false,
                                        (flags & kMissileNoAutoAim) != 0, &aimed);
    self.pitch = savedPitch;
    if (!missile) {
        return;
    }
    if (flags & kMissileTranslation) {
        missile->translation = self.translation;
    }
    if (has(*missile, Flag::SEEKERMISSILE)) {
        missile->tracer = w.refOf(aimed);
    }
    if (!(flags & kMissileAimAtAngle)) {
        // The horizontal speed goes through single precision even for an angle of 0 (actors.md 6.5).
        const float x = static_cast<float>(missile->velX);
        const float y = static_cast<float>(missile->velY);
        const int32_t speed = static_cast<int32_t>(std::sqrt(x * x + y * y));
        missile->angle += turn;
        missile->velX = mul16(speed, cosine(missile->angle));
        missile->velY = mul16(speed, sine(missile->angle));
    }
}

// ---- Hand to hand ----

void actPunch(World& w, ActionCall& call) {
    Actor& self = call.self;
    const Shooter s = shooterOf(w, self);
    if (s.player && !deplete(w, s)) {
        return;
    }
    int32_t damage = (w.r(Stream::Punch) % 10 + 1) << 1;
    if (findItem(w, self, w.classes->known.powerStrength)) {
        damage *= 10;
    }
    const Angle angle = self.angle + spread(w.r2(Stream::Punch), 18);
    const int32_t pitch = aimLine(w, self, angle, kPunchRange, nullptr);
    if (const Actor* victim = lineAttack(w, self, angle, kPunchRange, pitch, damage, typeOf(DamageType::Melee), bulletPuff(w), kAttackMelee)) {
        faceVictim(self, *victim);
    }
}

void actSaw(World& w, ActionCall& call) {
    Actor& self = call.self;
    const Shooter s = shooterOf(w, self);
    if (!s.player) {
        return;
    }
    int32_t damage = argInt(w, call, 2);
    const ClassId given = argClass(w, call, 3);
    const int32_t flags = argInt(w, call, 4);
    const Fixed givenRange = argFixed(w, call, 5);
    const int32_t spreadXy = static_cast<int32_t>(argAngle(w, call, 6)) / 255;
    const int32_t spreadZ = static_cast<int32_t>(argAngle(w, call, 7)) / 255;
    if ((flags & (kSawRandomLight | kSawStealArmor)) || argFloat(w, call, 8) != 0) {
        w.report("A_Saw: random light and life stealing are not supported");
    }
    damage = damage ? damage : 2;
    if (!(flags & kSawNoRandom)) {
        damage = mulWrap(damage, w.r(Stream::Saw) % 10 + 1);
    }
    const Fixed range = givenRange ? givenRange : kSawRange;
    const Angle angle = self.angle + static_cast<Angle>(mulWrap(w.r2(Stream::Saw), spreadXy));
    Actor* aimed = nullptr;
    const int32_t aim = aimLine(w, self, angle, range, &aimed);
    const int32_t pitch = addWrap(aim, mulWrap(w.r2(Stream::Saw), spreadZ));
    const bool useAmmo = !(flags & kSawNoAmmo) && (aimed || !(flags & kSawNoAmmoOnMiss));
    if (useAmmo && !deplete(w, s)) {
        return;
    }
    const ClassId puff = given == kNoClass ? bulletPuff(w) : given;
    const Actor* victim = lineAttack(w, self, angle, range, pitch, damage, typeOf(DamageType::Melee), puff);
    if (!victim) {
        return;
    }
    if (!(flags & kSawNoTurn)) {
        sawTurn(self, *victim);
    }
    if (!(flags & kSawNoPull)) {
        self.flags.set(Flag::JUSTATTACKED);
    }
}

void actCustomPunch(World& w, ActionCall& call) {
    Actor& self = call.self;
    const Shooter s = shooterOf(w, self);
    if (!s.player) {
        return;
    }
    int32_t damage = argInt(w, call, 0);
    const int32_t flags = argInt(w, call, 2);
    const ClassId given = argClass(w, call, 3);
    const Fixed givenRange = argFixed(w, call, 4);
    if (argFloat(w, call, 5) != 0) {
        w.report("A_CustomPunch: life stealing is not supported");
    }
    if (!argInt(w, call, 1)) {
        damage = mulWrap(damage, w.r(Stream::CustomWpPunch) % 8 + 1);
    }
    const Fixed range = givenRange ? givenRange : kPunchRange;
    const Angle angle = self.angle + spread(w.r2(Stream::CustomWpPunch), 18);
    Actor* aimed = nullptr;
    const int32_t pitch = aimLine(w, self, angle, range, &aimed);
    if ((flags & kPunchUseAmmo) && aimed && !deplete(w, s)) {
        return;
    }
    const ClassId puff = given == kNoClass ? bulletPuff(w) : given;
    const Actor* victim = lineAttack(w, self, angle, range, pitch, damage, typeOf(DamageType::Melee), puff, kAttackMelee);
    if (!victim) {
        return;
    }
    if (!(flags & kPunchNoTurn)) {
        faceVictim(self, *victim);
    }
    if (flags & kPunchPullIn) {
        self.flags.set(Flag::JUSTATTACKED);
    }
}

} // namespace caco
