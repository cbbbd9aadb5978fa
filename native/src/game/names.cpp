#include "game/names.h"

#include "game/text.h"

namespace caco {
namespace {

constexpr const char* kButtonNames[] = {
    "ATTACK", "USE", "JUMP", "CROUCH", "TURN180", "ALTATTACK", "RELOAD", "ZOOM", "SPEED", "STRAFE", "MOVE_RIGHT",
    "MOVE_LEFT", "MOVE_BACKWARD", "MOVE_FORWARD", "TURN_RIGHT", "TURN_LEFT", "LOOK_UP", "LOOK_DOWN", "MOVE_UP",
    "MOVE_DOWN", "LAND", "SELECT_WEAPON1", "SELECT_WEAPON2", "SELECT_WEAPON3", "SELECT_WEAPON4", "SELECT_WEAPON5",
    "SELECT_WEAPON6", "SELECT_WEAPON7", "SELECT_WEAPON8", "SELECT_WEAPON9", "SELECT_WEAPON0", "SELECT_NEXT_WEAPON",
    "SELECT_PREV_WEAPON", "DROP_SELECTED_WEAPON", "ACTIVATE_SELECTED_ITEM", "SELECT_NEXT_ITEM", "SELECT_PREV_ITEM",
    "DROP_SELECTED_ITEM", "LOOK_UP_DOWN_DELTA", "TURN_LEFT_RIGHT_DELTA", "MOVE_FORWARD_BACKWARD_DELTA",
    "MOVE_LEFT_RIGHT_DELTA", "MOVE_UP_DOWN_DELTA",
};
constexpr const char* kVariableNames[] = {
    "KILLCOUNT", "ITEMCOUNT", "SECRETCOUNT", "FRAGCOUNT", "DEATHCOUNT", "HITCOUNT", "HITS_TAKEN", "DAMAGECOUNT",
    "DAMAGE_TAKEN", "HEALTH", "ARMOR", "DEAD", "ON_GROUND", "ATTACK_READY", "ALTATTACK_READY", "SELECTED_WEAPON",
    "SELECTED_WEAPON_AMMO", "AMMO0", "AMMO1", "AMMO2", "AMMO3", "AMMO4", "AMMO5", "AMMO6", "AMMO7", "AMMO8", "AMMO9",
    "WEAPON0", "WEAPON1", "WEAPON2", "WEAPON3", "WEAPON4", "WEAPON5", "WEAPON6", "WEAPON7", "WEAPON8", "WEAPON9",
    "POSITION_X", "POSITION_Y", "POSITION_Z", "ANGLE", "PITCH", "ROLL", "VIEW_HEIGHT", "VELOCITY_X", "VELOCITY_Y",
    "VELOCITY_Z", "CAMERA_POSITION_X", "CAMERA_POSITION_Y", "CAMERA_POSITION_Z", "CAMERA_ANGLE", "CAMERA_PITCH",
    "CAMERA_ROLL", "CAMERA_FOV", "PLAYER_NUMBER", "PLAYER_COUNT", "PLAYER1_FRAGCOUNT", "PLAYER2_FRAGCOUNT",
    "PLAYER3_FRAGCOUNT", "PLAYER4_FRAGCOUNT", "PLAYER5_FRAGCOUNT", "PLAYER6_FRAGCOUNT", "PLAYER7_FRAGCOUNT",
    "PLAYER8_FRAGCOUNT", "PLAYER9_FRAGCOUNT", "PLAYER10_FRAGCOUNT", "PLAYER11_FRAGCOUNT", "PLAYER12_FRAGCOUNT",
    "PLAYER13_FRAGCOUNT", "PLAYER14_FRAGCOUNT", "PLAYER15_FRAGCOUNT", "PLAYER16_FRAGCOUNT", "USER1", "USER2", "USER3",
    "USER4", "USER5", "USER6", "USER7", "USER8", "USER9", "USER10", "USER11", "USER12", "USER13", "USER14", "USER15",
    "USER16", "USER17", "USER18", "USER19", "USER20", "USER21", "USER22", "USER23", "USER24", "USER25", "USER26",
    "USER27", "USER28", "USER29", "USER30", "USER31", "USER32", "USER33", "USER34", "USER35", "USER36", "USER37",
    "USER38", "USER39", "USER40", "USER41", "USER42", "USER43", "USER44", "USER45", "USER46", "USER47", "USER48",
    "USER49", "USER50", "USER51", "USER52", "USER53", "USER54", "USER55", "USER56", "USER57", "USER58", "USER59",
    "USER60",
};
constexpr const char* kModeNames[] = {
    "PLAYER", "SPECTATOR", "ASYNC_PLAYER", "ASYNC_SPECTATOR",
};
constexpr const char* kFormatNames[] = {
    "CRCGCB", "RGB24", "RGBA32", "ARGB32", "CBCGCR", "BGR24", "BGRA32", "ABGR32", "GRAY8", "DOOM_256_COLORS8",
};
constexpr const char* kResolutionNames[] = {
    "RES_160X120", "RES_200X125", "RES_200X150", "RES_256X144", "RES_256X160", "RES_256X192", "RES_320X180",
    "RES_320X200", "RES_320X240", "RES_320X256", "RES_400X225", "RES_400X250", "RES_400X300", "RES_512X288",
    "RES_512X320", "RES_512X384", "RES_640X360", "RES_640X400", "RES_640X480", "RES_800X450", "RES_800X500",
    "RES_800X600", "RES_1024X576", "RES_1024X640", "RES_1024X768", "RES_1280X720", "RES_1280X800", "RES_1280X960",
    "RES_1280X1024", "RES_1400X787", "RES_1400X875", "RES_1400X1050", "RES_1600X900", "RES_1600X1000",
    "RES_1600X1200", "RES_1920X1080",
};
constexpr const char* kAutomapNames[] = {
    "NORMAL", "WHOLE", "OBJECTS", "OBJECTS_WITH_SIZE",
};
constexpr const char* kSamplingNames[] = {
    "SR_11025", "SR_22050", "SR_44100",
};
constexpr Resolution kResolutions[] = {
    {160, 120}, {200, 125}, {200, 150}, {256, 144}, {256, 160}, {256, 192}, {320, 180}, {320, 200}, {320, 240},
    {320, 256}, {400, 225}, {400, 250}, {400, 300}, {512, 288}, {512, 320}, {512, 384}, {640, 360}, {640, 400},
    {640, 480}, {800, 450}, {800, 500}, {800, 600}, {1024, 576}, {1024, 640}, {1024, 768}, {1280, 720}, {1280, 800},
    {1280, 960}, {1280, 1024}, {1400, 787}, {1400, 875}, {1400, 1050}, {1600, 900}, {1600, 1000}, {1600, 1200},
    {1920, 1080},
};

static_assert(std::size(kButtonNames) == kButtons && std::size(kVariableNames) == kVariables);
static_assert(std::size(kResolutions) == std::size(kResolutionNames));

} // namespace

std::span<const char* const> namesOf(Vocabulary v) {
    switch (v) {
        case Vocabulary::Button: return kButtonNames;
        case Vocabulary::Variable: return kVariableNames;
        case Vocabulary::Mode: return kModeNames;
        case Vocabulary::ScreenFormat: return kFormatNames;
        case Vocabulary::ScreenResolution: return kResolutionNames;
        case Vocabulary::AutomapMode: return kAutomapNames;
        case Vocabulary::SamplingRate: return kSamplingNames;
        case Vocabulary::Count: break;
    }
    return {};
}

int32_t numberOf(Vocabulary v, std::string_view name) {
    const std::string key = foldName(name);
    int32_t number = 0;
    for (const char* candidate : namesOf(v)) {
        if (foldName(candidate) == key) {
            return number;
        }
        ++number;
    }
    return -1;
}

Resolution resolutionOf(int32_t screenResolution) { return kResolutions[screenResolution]; }

} // namespace caco
