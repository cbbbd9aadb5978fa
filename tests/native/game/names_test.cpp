// The vocabulary: names and numbers as ViZDoom's users know them.
#include "game/names.h"

#include <gtest/gtest.h>

#include <string>

#include "game/text.h"

namespace caco::test {
namespace {

struct Entry {
    int32_t number;
    const char* name;
};

constexpr Entry kButton[] = {{0, "ATTACK"},
                             {1, "USE"},
                             {2, "JUMP"},
                             {3, "CROUCH"},
                             {4, "TURN180"},
                             {5, "ALTATTACK"},
                             {6, "RELOAD"},
                             {7, "ZOOM"},
                             {8, "SPEED"},
                             {9, "STRAFE"},
                             {10, "MOVE_RIGHT"},
                             {11, "MOVE_LEFT"},
                             {12, "MOVE_BACKWARD"},
                             {13, "MOVE_FORWARD"},
                             {14, "TURN_RIGHT"},
                             {15, "TURN_LEFT"},
                             {16, "LOOK_UP"},
                             {17, "LOOK_DOWN"},
                             {18, "MOVE_UP"},
                             {19, "MOVE_DOWN"},
                             {20, "LAND"},
                             {21, "SELECT_WEAPON1"},
                             {22, "SELECT_WEAPON2"},
                             {23, "SELECT_WEAPON3"},
                             {24, "SELECT_WEAPON4"},
                             {25, "SELECT_WEAPON5"},
                             {26, "SELECT_WEAPON6"},
                             {27, "SELECT_WEAPON7"},
                             {28, "SELECT_WEAPON8"},
                             {29, "SELECT_WEAPON9"},
                             {30, "SELECT_WEAPON0"},
                             {31, "SELECT_NEXT_WEAPON"},
                             {32, "SELECT_PREV_WEAPON"},
                             {33, "DROP_SELECTED_WEAPON"},
                             {34, "ACTIVATE_SELECTED_ITEM"},
                             {35, "SELECT_NEXT_ITEM"},
                             {36, "SELECT_PREV_ITEM"},
                             {37, "DROP_SELECTED_ITEM"},
                             {38, "LOOK_UP_DOWN_DELTA"},
                             {39, "TURN_LEFT_RIGHT_DELTA"},
                             {40, "MOVE_FORWARD_BACKWARD_DELTA"},
                             {41, "MOVE_LEFT_RIGHT_DELTA"},
                             {42, "MOVE_UP_DOWN_DELTA"}};

constexpr Entry kVariable[] = {{0, "KILLCOUNT"},
                               {1, "ITEMCOUNT"},
                               {2, "SECRETCOUNT"},
                               {3, "FRAGCOUNT"},
                               {4, "DEATHCOUNT"},
                               {5, "HITCOUNT"},
                               {6, "HITS_TAKEN"},
                               {7, "DAMAGECOUNT"},
                               {8, "DAMAGE_TAKEN"},
                               {9, "HEALTH"},
                               {10, "ARMOR"},
                               {11, "DEAD"},
                               {12, "ON_GROUND"},
                               {13, "ATTACK_READY"},
                               {14, "ALTATTACK_READY"},
                               {15, "SELECTED_WEAPON"},
                               {16, "SELECTED_WEAPON_AMMO"},
                               {17, "AMMO0"},
                               {18, "AMMO1"},
                               {19, "AMMO2"},
                               {20, "AMMO3"},
                               {21, "AMMO4"},
                               {22, "AMMO5"},
                               {23, "AMMO6"},
                               {24, "AMMO7"},
                               {25, "AMMO8"},
                               {26, "AMMO9"},
                               {27, "WEAPON0"},
                               {28, "WEAPON1"},
                               {29, "WEAPON2"},
                               {30, "WEAPON3"},
                               {31, "WEAPON4"},
                               {32, "WEAPON5"},
                               {33, "WEAPON6"},
                               {34, "WEAPON7"},
                               {35, "WEAPON8"},
                               {36, "WEAPON9"},
                               {37, "POSITION_X"},
                               {38, "POSITION_Y"},
                               {39, "POSITION_Z"},
                               {40, "ANGLE"},
                               {41, "PITCH"},
                               {42, "ROLL"},
                               {43, "VIEW_HEIGHT"},
                               {44, "VELOCITY_X"},
                               {45, "VELOCITY_Y"},
                               {46, "VELOCITY_Z"},
                               {47, "CAMERA_POSITION_X"},
                               {48, "CAMERA_POSITION_Y"},
                               {49, "CAMERA_POSITION_Z"},
                               {50, "CAMERA_ANGLE"},
                               {51, "CAMERA_PITCH"},
                               {52, "CAMERA_ROLL"},
                               {53, "CAMERA_FOV"},
                               {54, "PLAYER_NUMBER"},
                               {55, "PLAYER_COUNT"},
                               {56, "PLAYER1_FRAGCOUNT"},
                               {57, "PLAYER2_FRAGCOUNT"},
                               {58, "PLAYER3_FRAGCOUNT"},
                               {59, "PLAYER4_FRAGCOUNT"},
                               {60, "PLAYER5_FRAGCOUNT"},
                               {61, "PLAYER6_FRAGCOUNT"},
                               {62, "PLAYER7_FRAGCOUNT"},
                               {63, "PLAYER8_FRAGCOUNT"},
                               {64, "PLAYER9_FRAGCOUNT"},
                               {65, "PLAYER10_FRAGCOUNT"},
                               {66, "PLAYER11_FRAGCOUNT"},
                               {67, "PLAYER12_FRAGCOUNT"},
                               {68, "PLAYER13_FRAGCOUNT"},
                               {69, "PLAYER14_FRAGCOUNT"},
                               {70, "PLAYER15_FRAGCOUNT"},
                               {71, "PLAYER16_FRAGCOUNT"},
                               {72, "USER1"},
                               {73, "USER2"},
                               {74, "USER3"},
                               {75, "USER4"},
                               {76, "USER5"},
                               {77, "USER6"},
                               {78, "USER7"},
                               {79, "USER8"},
                               {80, "USER9"},
                               {81, "USER10"},
                               {82, "USER11"},
                               {83, "USER12"},
                               {84, "USER13"},
                               {85, "USER14"},
                               {86, "USER15"},
                               {87, "USER16"},
                               {88, "USER17"},
                               {89, "USER18"},
                               {90, "USER19"},
                               {91, "USER20"},
                               {92, "USER21"},
                               {93, "USER22"},
                               {94, "USER23"},
                               {95, "USER24"},
                               {96, "USER25"},
                               {97, "USER26"},
                               {98, "USER27"},
                               {99, "USER28"},
                               {100, "USER29"},
                               {101, "USER30"},
                               {102, "USER31"},
                               {103, "USER32"},
                               {104, "USER33"},
                               {105, "USER34"},
                               {106, "USER35"},
                               {107, "USER36"},
                               {108, "USER37"},
                               {109, "USER38"},
                               {110, "USER39"},
                               {111, "USER40"},
                               {112, "USER41"},
                               {113, "USER42"},
                               {114, "USER43"},
                               {115, "USER44"},
                               {116, "USER45"},
                               {117, "USER46"},
                               {118, "USER47"},
                               {119, "USER48"},
                               {120, "USER49"},
                               {121, "USER50"},
                               {122, "USER51"},
                               {123, "USER52"},
                               {124, "USER53"},
                               {125, "USER54"},
                               {126, "USER55"},
                               {127, "USER56"},
                               {128, "USER57"},
                               {129, "USER58"},
                               {130, "USER59"},
                               {131, "USER60"}};

constexpr Entry kMode[] = {{0, "PLAYER"}, {1, "SPECTATOR"}, {2, "ASYNC_PLAYER"}, {3, "ASYNC_SPECTATOR"}};

constexpr Entry kScreenFormat[] = {{0, "CRCGCB"}, {1, "RGB24"},  {2, "RGBA32"}, {3, "ARGB32"}, {4, "CBCGCR"},
                                   {5, "BGR24"},  {6, "BGRA32"}, {7, "ABGR32"}, {8, "GRAY8"},  {9, "DOOM_256_COLORS8"}};

constexpr Entry kScreenResolution[] = {
    {0, "RES_160X120"},   {1, "RES_200X125"},    {2, "RES_200X150"},   {3, "RES_256X144"},    {4, "RES_256X160"},
    {5, "RES_256X192"},   {6, "RES_320X180"},    {7, "RES_320X200"},   {8, "RES_320X240"},    {9, "RES_320X256"},
    {10, "RES_400X225"},  {11, "RES_400X250"},   {12, "RES_400X300"},  {13, "RES_512X288"},   {14, "RES_512X320"},
    {15, "RES_512X384"},  {16, "RES_640X360"},   {17, "RES_640X400"},  {18, "RES_640X480"},   {19, "RES_800X450"},
    {20, "RES_800X500"},  {21, "RES_800X600"},   {22, "RES_1024X576"}, {23, "RES_1024X640"},  {24, "RES_1024X768"},
    {25, "RES_1280X720"}, {26, "RES_1280X800"},  {27, "RES_1280X960"}, {28, "RES_1280X1024"}, {29, "RES_1400X787"},
    {30, "RES_1400X875"}, {31, "RES_1400X1050"}, {32, "RES_1600X900"}, {33, "RES_1600X1000"}, {34, "RES_1600X1200"},
    {35, "RES_1920X1080"}};

constexpr Entry kAutomapMode[] = {{0, "NORMAL"}, {1, "WHOLE"}, {2, "OBJECTS"}, {3, "OBJECTS_WITH_SIZE"}};

constexpr Entry kSamplingRate[] = {{0, "SR_11025"}, {1, "SR_22050"}, {2, "SR_44100"}};

constexpr std::pair<Vocabulary, std::span<const Entry>> kAll[] = {
    {Vocabulary::Button, kButton},
    {Vocabulary::Variable, kVariable},
    {Vocabulary::Mode, kMode},
    {Vocabulary::ScreenFormat, kScreenFormat},
    {Vocabulary::ScreenResolution, kScreenResolution},
    {Vocabulary::AutomapMode, kAutomapMode},
    {Vocabulary::SamplingRate, kSamplingRate},
};

TEST(Names, NumbersAreViZDooms) {
    for (const auto& [words, entries] : kAll) {
        const auto names = namesOf(words);
        ASSERT_EQ(names.size(), entries.size());
        for (const Entry& e : entries) {
            EXPECT_STREQ(names[static_cast<size_t>(e.number)], e.name);
            EXPECT_EQ(numberOf(words, e.name), e.number);
        }
    }
}

TEST(Names, SpellingIsFree) {
    for (const auto& [words, entries] : kAll) {
        for (const Entry& e : entries) {
            EXPECT_EQ(numberOf(words, foldName(e.name)), e.number) << e.name;
        }
    }
    EXPECT_EQ(numberOf(Vocabulary::Button, "Turn_leftRight_Delta"), button::kTurnDelta);
    for (const char* unknown : {"", "_", "ATTACKS", "ATTAC", "0", " ATTACK"}) {
        EXPECT_EQ(numberOf(Vocabulary::Button, unknown), -1) << unknown;
    }
    EXPECT_TRUE(namesOf(Vocabulary::Count).empty());
}

TEST(Names, NamedNumbersFitTheirNames) {
    const auto buttons = namesOf(Vocabulary::Button);
    EXPECT_STREQ(buttons[button::kTurn180], "TURN180");
    EXPECT_STREQ(buttons[button::kLand], "LAND");
    EXPECT_STREQ(buttons[button::kSelect1], "SELECT_WEAPON1");
    EXPECT_STREQ(buttons[button::kSelect0], "SELECT_WEAPON0");
    EXPECT_STREQ(buttons[button::kLookDelta], "LOOK_UP_DOWN_DELTA");
    EXPECT_STREQ(buttons[button::kUpDelta], "MOVE_UP_DOWN_DELTA");
    const auto variables = namesOf(Vocabulary::Variable);
    EXPECT_STREQ(variables[variable::kAmmo0], "AMMO0");
    EXPECT_STREQ(variables[variable::kWeapon0], "WEAPON0");
    EXPECT_STREQ(variables[variable::kPositionX], "POSITION_X");
    EXPECT_STREQ(variables[variable::kCameraFov], "CAMERA_FOV");
    EXPECT_STREQ(variables[variable::kPlayer1Frags], "PLAYER1_FRAGCOUNT");
    EXPECT_STREQ(variables[variable::kUser1], "USER1");
    EXPECT_STREQ(variables[variable::kUser1 + 59], "USER60");
}

TEST(Names, ResolutionsAreWhatTheirNamesSay) {
    for (const Entry& e : kScreenResolution) {
        const Resolution r = resolutionOf(e.number);
        EXPECT_EQ("RES_" + std::to_string(r.width) + "X" + std::to_string(r.height), e.name);
    }
}

}  // namespace
}  // namespace caco::test
