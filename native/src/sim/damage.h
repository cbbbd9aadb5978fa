// Damage and death (simulation.md section 10; actors.md 1.9, 1.10, 1.13, 1.14).
#pragma once

#include "sim/world.h"

namespace caco {

inline constexpr int32_t kTelefragDamage = 1000000;
enum DamageFlag : uint32_t { kDamageNoArmor = 1, kDamageInflictorIsPuff = 2, kDamageThrustless = 4, kDamageForced = 8, kDamageNoFactor = 16, kDamagePlayerAttack = 32 };

// Damage done, or -1 (actors.md 1.9).
int32_t damageActor(World& w, Actor& target, Actor* inflictor, Actor* source, int32_t amount, NameId type, uint32_t flags = 0);
void killActor(World& w, Actor& victim, Actor* source, Actor* inflictor);
int32_t missileDamage(World& w, Actor& missile, int32_t mask, int32_t add);
bool isFriend(const World& w, const Actor& a, const Actor& b);
bool isHostile(const World& w, const Actor& a, const Actor& b);
bool canHurt(const World& w, const Actor& victim, const Actor& shooter);
bool okToSwitch(World& w, const Actor& self, const Actor& other);
void dropItems(World& w, Actor& a);                   // A_NoBlocking's drops (actors.md 1.14)
Actor* dropItem(World& w, Actor& source, ClassId cls, int32_t amount, int32_t chance);
// Things that no longer fit under a moving plane (actors.md 1.10 "Crushing"); true = it blocks.
bool crunch(World& w, Actor& a, int32_t crushDamage);

inline NameId typeOf(DamageType t) { return static_cast<NameId>(t); }

} // namespace caco
