#include "battle_scenario.h"

#include <functional>
#include <iterator>

#include "acs_assembler.h"
#include "grid_map.h"
#include "wad_writer.h"

namespace caco {
namespace {

constexpr int kFixedOne = 65536;
constexpr int kCell = 64;
constexpr int kMapSpot = 9001, kPlayerStart = 1;

// Figures of the rules.
constexpr int kMedikits = 30, kClips = 15, kImps = 15;
constexpr int kFirstImpHealth = 5;
constexpr int kPeriod = 70;         // tics between supplies, and until an imp comes back
constexpr int kPeriodsPerClip = 4, kPeriodsPerHealth = 6; // an imp's health grows by one every 420 tics
constexpr int kFirstSpot = 10, kSpots = 20;
constexpr int kMedikitTid = 111, kFirstImpTid = 200;

// Global variables that the host sees: the reward (16.16) and USER2.
constexpr int kReward = 0, kKills = 2;

const char* const kArena[] = {
    ".........#....#....#....#....",
    "...................#....#....",
    "...................#....#....",
    ".........#....#....#....#....",
    "###..#####....######....#....",
    ".........#.........#....#....",
    ".............................",
    ".............................",
    ".........#.........#....#....",
    "#..#######....#....##..##....",
    "....#...................#....",
    "....#...................#....",
    "....#...................#....",
    "....#...................#....",
    "#..###..#######....#....##..#",
    ".........#..............#....",
    ".............................",
    ".............................",
    ".........#..............#....",
    "....##..####..#######..##....",
    "....#....#.........#....#....",
    "....#........................",
    "....#........................",
    "....#....#.........#....#....",
    "....#....######....##..##....",
    "....#.........#.........#....",
    ".............................",
    ".............................",
    "....#.........#.........#....",
};

GridMap makeArena() {
    GridMap map;
    map.cell = kCell;
    map.rows.assign(std::begin(kArena), std::end(kArena));
    const int rooms[5] = {2, 7, 12, 17, 26}; // cells well inside the rooms
    int spot = 0;
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 5; ++column) {
            map.things.push_back({map.centerOf(rooms[column]), map.centerOf(rooms[row]), 0, kMapSpot, kFirstSpot + spot++});
        }
    }
    map.things.push_back({map.centerOf(12), map.centerOf(17), 90, kPlayerStart, 0});
    return map;
}

// The rules as byte code. Map variables: 0 next imp tid, 1 health of a fresh imp, 2 periods so far.
class Rules {
public:
    std::vector<uint8_t> build() {
        code_.mapVariable(kNextTid, kFirstImpTid);
        code_.mapVariable(kHealth, kFirstImpHealth);
        code_.mapVariable(kPeriods, 0);
        placeMedikit();
        placeClip();
        placeImp();
        supplyScript();
        killScript();
        enterScript();
        return code_.build();
    }

private:
    enum : int32_t { kNextTid = 0, kHealth = 1, kPeriods = 2 };
    static constexpr int32_t kSupply = 1, kKill = 5, kEnter = 4;
    static constexpr int32_t kEnterType = 4, kOpenType = 1;
    static constexpr int32_t kExecuteAlways = 226, kThingRemove = 132;

    // Tries random places until the thing fits.
    template <class PushTid> void spawnSomewhere(int32_t name, PushTid&& pushTid) {
        const int32_t side = static_cast<int32_t>(std::size(kArena)) * kCell * kFixedOne;
        const auto again = code_.placed();
        code_.push(name);
        for (int axis = 0; axis < 2; ++axis) {
            code_.push(kFixedOne).push(side - kFixedOne).op(acs::Random);
        }
        code_.push(0);
        pushTid();
        code_.push(0).op(acs::Spawn).jump(acs::IfNotGoto, again);
    }

    void placeMedikit() {
        const int32_t name = code_.string("ArenaMedikit");
        medikit_ = code_.function(0, 0, false);
        spawnSomewhere(name, [&] { code_.push(kMedikitTid); });
        code_.op(acs::ReturnVoid);
    }

    void placeClip() {
        const int32_t name = code_.string("Clip");
        clip_ = code_.function(0, 0, false);
        spawnSomewhere(name, [&] { code_.push(0); });
        code_.op(acs::ReturnVoid);
    }

    // An imp with the health of this time; its death runs the kill script with its own tid.
    void placeImp() {
        constexpr int32_t kHealthProperty = 0;
        const int32_t name = code_.string("DoomImp");
        imp_ = code_.function(0, 1, false);
        code_.op(acs::PushMap, kNextTid).op(acs::AssignLocal, 0).op(acs::IncMap, kNextTid);
        spawnSomewhere(name, [&] { code_.op(acs::PushLocal, 0); });
        code_.op(acs::PushLocal, 0).push(kHealthProperty).op(acs::PushMap, kHealth).op(acs::SetActorProperty);
        code_.op(acs::PushLocal, 0).push(kExecuteAlways).push(kKill).push(0).op(acs::PushLocal, 0).push(0).push(0).op(acs::SetThingSpecial);
        code_.op(acs::ReturnVoid);
    }

    void repeat(int32_t function, int32_t count) {
        code_.push(count).op(acs::AssignLocal, 0);
        const auto again = code_.placed();
        code_.op(acs::CallDiscard, function);
        code_.op(acs::DecLocal, 0).op(acs::PushLocal, 0).jump(acs::IfGoto, again);
    }

    void everyPeriods(int32_t periods, const std::function<void()>& body) {
        const auto skip = code_.label();
        code_.op(acs::PushMap, kPeriods).push(periods).op(acs::Modulus).jump(acs::IfGoto, skip);
        body();
        code_.place(skip);
    }

    void supplyScript() {
        code_.script(kSupply, kOpenType);
        code_.push(0).op(acs::AssignGlobal, kReward);
        repeat(medikit_, kMedikits);
        repeat(clip_, kClips);
        repeat(imp_, kImps);
        const auto forever = code_.placed();
        code_.op(acs::CallDiscard, medikit_).push(kPeriod).op(acs::Delay).op(acs::IncMap, kPeriods);
        everyPeriods(kPeriodsPerClip, [&] { code_.op(acs::CallDiscard, clip_); });
        everyPeriods(kPeriodsPerHealth, [&] { code_.op(acs::IncMap, kHealth); });
        code_.jump(acs::Goto, forever);
    }

    void killScript() {
        code_.script(kKill, 0, 1);
        code_.push(kFixedOne).op(acs::AddGlobal, kReward).op(acs::IncGlobal, kKills);
        code_.op(acs::PushLocal, 0).op(acs::Special1, kThingRemove);
        code_.push(kPeriod).op(acs::Delay).op(acs::CallDiscard, imp_).op(acs::Terminate);
    }

    // The player appears at a random spot with a fresh pistol.
    void enterScript() {
        const int32_t pistol = code_.string("Pistol");
        code_.script(kEnter, kEnterType);
        code_.push(kFirstSpot).push(kFirstSpot + kSpots - 1).op(acs::Random).op(acs::AssignLocal, 0);
        code_.push(0).op(acs::PushLocal, 0).op(acs::GetActorX).op(acs::PushLocal, 0).op(acs::GetActorY).push(0).push(0);
        code_.op(acs::SetActorPosition).op(acs::Drop);
        code_.push(0).push(0).push(kFixedOne).op(acs::Random).op(acs::SetActorAngle);
        code_.push(0).op(acs::AssignGlobal, kKills);
        code_.op(acs::ClearInventory).push(pistol).push(1).op(acs::GiveInventory).op(acs::Terminate);
    }

    AcsAssembler code_;
    int32_t medikit_ = 0, clip_ = 0, imp_ = 0;
};

constexpr std::string_view kDecorate = R"(actor ArenaMedikit : Health
{
    +INVENTORY.ALWAYSPICKUP
    Inventory.Amount 20
    Inventory.MaxAmount 100
    States
    {
    Spawn:
        MEDI A -1
        Stop
    }
}
)";

} // namespace

std::vector<uint8_t> makeBattleWad() {
    WadWriter wad;
    wad.add("DECORATE", kDecorate);
    wad.add("MAP01").add("TEXTMAP", makeArena().textMap()).add("BEHAVIOR", Rules().build()).add("ENDMAP");
    return wad.build();
}

std::string_view battleConfig() {
    return R"(# Battle: imps that come back, medikits and clips; one reward a kill.
doom_map = map01
doom_skill = 2
mode = PLAYER
living_reward = 0
death_penalty = 0
episode_start_time = 1
episode_timeout = 2100
screen_resolution = RES_320X240
screen_format = DOOM_256_COLORS8
render_hud = false
render_crosshair = false
render_weapon = true
render_decals = false
render_particles = false
available_buttons = { ATTACK SPEED MOVE_FORWARD MOVE_BACKWARD MOVE_RIGHT MOVE_LEFT TURN180 TURN_LEFT_RIGHT_DELTA }
available_game_variables = { HEALTH AMMO2 HITCOUNT DAMAGECOUNT KILLCOUNT }
)";
}

} // namespace caco
