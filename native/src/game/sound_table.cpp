#include "game/sound_table.h"

#include <algorithm>
#include <string_view>

#include "sim/actions.h"

namespace caco {
namespace {

using S = SoundId;

struct Row {
    std::string_view name;
    ClassSounds sounds;
};

constexpr SoundTakes takes(S a, S b = S::None, S c = S::None) { return {{a, b, c}}; }
constexpr SoundTakes kSoldierSees = takes(S::POSIT1, S::POSIT2, S::POSIT3), kSoldierDies = takes(S::PODTH1, S::PODTH2, S::PODTH3);

constexpr Row kClasses[] = {
    {"DoomPlayer", {{}, takes(S::PLDETH), S::PLPAIN, S::None, S::None}},
    {"Zombieman", {kSoldierSees, kSoldierDies, S::POPAIN, S::PISTOL, S::None}},
    {"ShotgunGuy", {kSoldierSees, kSoldierDies, S::POPAIN, S::SHOTGN, S::None}},
    {"ChaingunGuy", {kSoldierSees, kSoldierDies, S::POPAIN, S::SHOTGN, S::None}},
    {"WolfensteinSS", {takes(S::SSSIT), takes(S::SSDTH), S::POPAIN, S::SHOTGN, S::None}},
    {"DoomImp", {takes(S::BGSIT1, S::BGSIT2), takes(S::BGDTH1, S::BGDTH2), S::POPAIN, S::CLAW, S::None}},
    {"Demon", {takes(S::SGTSIT), takes(S::SGTDTH), S::DMPAIN, S::SGTATK, S::None}},
    {"LostSoul", {{}, takes(S::FIRXPL), S::DMPAIN, S::SKLATK, S::None}},
    {"Cacodemon", {takes(S::CACSIT), takes(S::CACDTH), S::DMPAIN, S::None, S::None}},
    {"BaronOfHell", {takes(S::BRSSIT), takes(S::BRSDTH), S::DMPAIN, S::CLAW, S::None}},
    {"HellKnight", {takes(S::KNTSIT), takes(S::KNTDTH), S::DMPAIN, S::CLAW, S::None}},
    {"Revenant", {takes(S::SKESIT), takes(S::SKEDTH), S::POPAIN, S::SKEPCH, S::None}},
    {"Arachnotron", {takes(S::BSPSIT), takes(S::BSPDTH), S::DMPAIN, S::None, S::None}},
    {"Fatso", {takes(S::MANSIT), takes(S::MANDTH), S::MNPAIN, S::None, S::None}},
    {"PainElemental", {takes(S::PESIT), takes(S::PEDTH), S::PEPAIN, S::None, S::None}},
    {"Archvile", {takes(S::VILSIT), takes(S::VILDTH), S::VIPAIN, S::None, S::None}},
    {"Cyberdemon", {takes(S::CYBSIT), takes(S::CYBDTH), S::DMPAIN, S::None, S::None}},
    {"SpiderMastermind", {takes(S::SPISIT), takes(S::SPIDTH), S::DMPAIN, S::SHOTGN, S::None}},
    {"CommanderKeen", {{}, takes(S::KEENDT), S::KEENPN, S::None, S::None}},
    {"BossBrain", {{}, takes(S::BOSDTH), S::BOSPN, S::None, S::None}},
    {"ScriptedMarine", {{}, takes(S::PLDETH), S::PLPAIN, S::None, S::None}},
    {"ExplosiveBarrel", {{}, takes(S::BAREXP), S::None, S::None, S::None}},
    {"Rocket", {{}, takes(S::BAREXP), S::None, S::None, S::RLAUNC}},
    {"PlasmaBall", {{}, takes(S::FIRXPL), S::None, S::None, S::PLASMA}},
    {"BFGBall", {{}, takes(S::RXPLOD), S::None, S::None, S::None}},
    {"DoomImpBall", {{}, takes(S::FIRXPL), S::None, S::None, S::FIRSHT}},
    {"CacodemonBall", {{}, takes(S::FIRXPL), S::None, S::None, S::FIRSHT}},
    {"BaronBall", {{}, takes(S::FIRXPL), S::None, S::None, S::FIRSHT}},
    {"RevenantTracer", {{}, takes(S::BAREXP), S::None, S::None, S::SKEATK}},
    {"ArachnotronPlasma", {{}, takes(S::FIRXPL), S::None, S::None, S::PLASMA}},
    {"FatShot", {{}, takes(S::FIRXPL), S::None, S::None, S::FIRSHT}},
    {"ArchvileFire", {{}, {}, S::None, S::None, S::FLAMST}},
    {"SpawnShot", {{}, takes(S::FIRXPL), S::None, S::None, S::BOSPIT}},
    {"SpawnFire", {{}, {}, S::None, S::None, S::TELEPT}},
    {"TeleportFog", {{}, {}, S::None, S::None, S::TELEPT}},
    {"ItemFog", {{}, {}, S::None, S::None, S::ITMBK}},
};

struct ActionRow {
    std::string_view action;
    StateSound kind;
    SoundId lump = S::None;
};

constexpr ActionRow kActions[] = {
    {"A_Look", StateSound::Look},
    {"A_Chase", StateSound::Chase},
    {"A_VileChase", StateSound::Chase},
    {"A_Pain", StateSound::Pain},
    {"A_BrainPain", StateSound::Pain},
    {"A_Scream", StateSound::Death},
    {"A_PlayerScream", StateSound::Death},
    {"A_BrainScream", StateSound::Death},
    {"A_XScream", StateSound::Gibs},
    {"A_PosAttack", StateSound::Attack},
    {"A_SPosAttackUseAtkSound", StateSound::Attack},
    {"A_SPosAttack", StateSound::Attack},
    {"A_CPosAttack", StateSound::Attack},
    {"A_SargAttack", StateSound::Attack},
    {"A_SkullAttack", StateSound::Attack},
    {"A_TroopAttack", StateSound::Swing},
    {"A_BruisAttack", StateSound::Swing},
    {"A_SkelFist", StateSound::Swing},
    {"A_SkelWhoosh", StateSound::Lump, S::SKESWG},
    {"A_FatRaise", StateSound::Lump, S::MANATK},
    {"A_VileStart", StateSound::Lump, S::VILATK},
    {"A_VileAttack", StateSound::Lump, S::BAREXP},
    {"A_Hoof", StateSound::Lump, S::HOOF},
    {"A_Metal", StateSound::Lump, S::METAL},
    {"A_BabyMetal", StateSound::Lump, S::BSPWLK},
    {"A_SpawnSound", StateSound::Lump, S::BOSCUB},
    {"A_BrainAwake", StateSound::Lump, S::BOSSIT},
    {"A_FirePistol", StateSound::Lump, S::PISTOL},
    {"A_FireShotgun", StateSound::Lump, S::SHOTGN},
    {"A_FireShotgun2", StateSound::Lump, S::DSHTGN},
    {"A_OpenShotgun2", StateSound::Lump, S::DBOPN},
    {"A_LoadShotgun2", StateSound::Lump, S::DBLOAD},
    {"A_CloseShotgun2", StateSound::Lump, S::DBCLS},
    {"A_FireCGun", StateSound::Lump, S::PISTOL},
    {"A_BFGsound", StateSound::Lump, S::BFG},
    {"A_M_FirePistol", StateSound::Lump, S::PISTOL},
    {"A_M_FireShotgun", StateSound::Lump, S::SHOTGN},
    {"A_M_FireShotgun2", StateSound::Lump, S::DSHTGN},
    {"A_M_FireCGun", StateSound::Lump, S::PISTOL},
    {"A_M_BFGsound", StateSound::Lump, S::BFG},
    {"A_M_Saw", StateSound::Lump, S::SAWFUL},
    {"A_WeaponReady", StateSound::SawReady},
    {"A_Raise", StateSound::Raise},
    {"A_Punch", StateSound::Punch},
    {"A_Saw", StateSound::Saw},
};

} // namespace

SoundTable::SoundTable(const ClassTable& classes)
    : sounds_(classes.classes.size()), kinds_(classes.states.size(), StateSound::None), lumps_(classes.states.size(), S::None) {
    std::vector<const ClassSounds*> own(classes.classes.size(), nullptr);
    for (const Row& row : kClasses) {
        const ClassId id = classes.find(row.name);
        if (id != kNoClass) own[static_cast<size_t>(id)] = &row.sounds;
    }
    for (size_t i = 0; i < sounds_.size(); ++i) {
        ClassId from = static_cast<ClassId>(i);
        while (from != kNoClass && !own[static_cast<size_t>(from)])
            from = classes.info(from).parent;
        if (from != kNoClass) sounds_[i] = *own[static_cast<size_t>(from)];
    }
    std::vector<const ActionRow*> byAction;
    for (const ActionRow& row : kActions) {
        const int32_t id = actionByName(row.action);
        if (id <= 0) continue;
        byAction.resize(std::max(byAction.size(), static_cast<size_t>(id) + 1), nullptr);
        byAction[static_cast<size_t>(id)] = &row;
    }
    for (size_t i = 0; i < kinds_.size(); ++i) {
        const uint16_t action = classes.states[i].action;
        if (action < byAction.size() && byAction[action]) {
            kinds_[i] = byAction[action]->kind;
            lumps_[i] = byAction[action]->lump;
        }
    }
}

} // namespace caco
