#include "map/line_translation.h"

#include <array>
#include <cstddef>

#include "map/level.h"

namespace caco {
namespace {

constexpr int16_t kTag = -1;  // stands for the linedef's tag in an argument list
constexpr int32_t kTypeCount = 273;

// One special with its arguments, then the linedef types that mean it, each with its trigger letters:
// W walk, S use, G shoot, m monster walk, - none (read at load); R repeatable, M monsters can activate.
struct Rule {
    uint16_t special;
    int16_t args[5];
    const char* types;
};

constexpr Rule kRules[] = {
    {10, {kTag, 16}, "3W 42SR 50S 75WR"},                           // Door_Close
    {10, {kTag, 64}, "107WR 110W 113S 116SR"},                      // Door_Close
    {11, {0, 16, kTag}, "31S"},                                     // Door_Open
    {11, {0, 64, kTag}, "118S"},                                    // Door_Open
    {11, {kTag, 16}, "2W 46GRM 61SR 86WR 103S"},                    // Door_Open
    {11, {kTag, 64}, "106WR 109W 112S 115SR"},                      // Door_Open
    {12, {0, 16, 150, kTag}, "1SMR"},                               // Door_Raise
    {12, {0, 64, 150, kTag}, "117SR"},                              // Door_Raise
    {12, {kTag, 16, 150}, "4WM 29S 63SR 90WR"},                     // Door_Raise
    {12, {kTag, 64, 150}, "105WR 108W 111S 114SR"},                 // Door_Raise
    {13, {0, 16, 0, 129, kTag}, "33SM"},                            // Door_LockedRaise
    {13, {0, 16, 0, 130, kTag}, "32SM"},                            // Door_LockedRaise
    {13, {0, 16, 0, 131, kTag}, "34SM"},                            // Door_LockedRaise
    {13, {0, 16, 150, 129, kTag}, "28SR"},                          // Door_LockedRaise
    {13, {0, 16, 150, 130, kTag}, "26SR"},                          // Door_LockedRaise
    {13, {0, 16, 150, 131, kTag}, "27SR"},                          // Door_LockedRaise
    {13, {kTag, 64, 0, 129}, "134SR 135S"},                         // Door_LockedRaise
    {13, {kTag, 64, 0, 130}, "99SR 133S"},                          // Door_LockedRaise
    {13, {kTag, 64, 0, 131}, "136SR 137S"},                         // Door_LockedRaise
    {21, {kTag, 8}, "23S 38W 60SR 82WR"},                           // Floor_LowerToLowest
    {22, {kTag, 8}, "219W 220WR 221S 222SR"},                       // Floor_LowerToNearest
    {23, {kTag, 8, 24}, "58W 92WR 161S 180SR"},                     // Floor_RaiseByValue
    {25, {kTag, 32}, "129WR 130W 131S 132SR"},                      // Floor_RaiseToNearest
    {25, {kTag, 8}, "18S 69SR 119W 128WR"},                         // Floor_RaiseToNearest
    {35, {kTag, 8, 64}, "140S 142W 147WR 178SR"},                   // Floor_RaiseByValueTimes8
    {43, {kTag, 8, 0, 2}, "44W 72WR 167S 187SR"},                   // Ceiling_LowerAndCrush
    {44, {kTag}, "57W 74WR 168S 188SR"},                            // Ceiling_CrushStop
    {61, {kTag}, "54W 89WR 163S 182SR"},                            // Plat_Stop
    {70, {0, kTag}, "39WM 97WRM 125m 126mR 174SM 195SRM"},          // Teleport
    {71, {0, 0, kTag, 1}, "207WM 208WRM 209SM 210SRM 268m 269mR"},  // Teleport_NoFog
    {99, {kTag, 8, 10, 2}, "55S 56W 65SR 94WR"},                    // Floor_RaiseAndCrushDoom
    {104, {kTag, 8, 8, 10}, "141W 150WR 165S 185SR"},               // Ceiling_CrushAndRaiseSilentDist
    {168, {kTag, 8, 16, 10}, "6W 77WR 164S 183SR"},                 // Ceiling_CrushAndRaiseDist
    {168, {kTag, 8, 8, 10}, "25W 49S 73WR 184SR"},                  // Ceiling_CrushAndRaiseDist
    {192, {kTag, 8}, "200W 202WR 204S 206SR"},                      // Ceiling_LowerToHighestFloor
    {201, {kTag, 8, 0, 1, 8}, "40W"},                               // Generic_Ceiling
    {206, {kTag, 32, 105}, "21S"},                                  // Plat_DownWaitUpStayLip
    {206, {kTag, 32, 105, 0}, "10WM 62SR 88WRM"},                   // Plat_DownWaitUpStayLip
    {206, {kTag, 64, 105, 0}, "120WR 121W 122S 123SR"},             // Plat_DownWaitUpStayLip
    {207, {kTag, 8, 105, 0}, "53W 87WR 162S 181SR"},                // Plat_PerpetualRaiseLip
    {209, {kTag}, "242-"},                                          // Transfer_Heights
    {215, {kTag, kTag, 0}, "243WM 244WRM 266m 267mR"},              // Teleport_Line
    {215, {kTag, kTag, 1}, "262WM 263WRM 264m 265mR"},              // Teleport_Line
    {217, {kTag, 2, 8}, "7S 8W"},                                   // Stairs_BuildUpDoom
    {217, {kTag, 2, 8, 0, 0}, "256WR 258SR"},                       // Stairs_BuildUpDoom
    {217, {kTag, 32, 16, 0, 0}, "100W 127S 257WR 259SR"},           // Stairs_BuildUpDoom
    {218, {kTag, 0, 0, 1}, "224-"},                                 // Sector_SetWind
    {219, {kTag, 0}, "223-"},                                       // Sector_SetFriction
    {220, {kTag, 0, 0, 1}, "225-"},                                 // Sector_SetCurrent
    {223, {kTag, 4, 0, 0, 0}, "251-"},                              // Scroll_Floor
    {223, {kTag, 4, 1, 0, 0}, "252-"},                              // Scroll_Floor
    {223, {kTag, 4, 2, 0, 0}, "253-"},                              // Scroll_Floor
    {223, {kTag, 5, 0, 0, 0}, "246-"},                              // Scroll_Floor
    {223, {kTag, 5, 1, 0, 0}, "247-"},                              // Scroll_Floor
    {223, {kTag, 5, 2, 0, 0}, "248-"},                              // Scroll_Floor
    {223, {kTag, 6, 0, 0, 0}, "215-"},                              // Scroll_Floor
    {223, {kTag, 6, 1, 0, 0}, "216-"},                              // Scroll_Floor
    {223, {kTag, 6, 2, 0, 0}, "217-"},                              // Scroll_Floor
    {224, {kTag, 4, 0, 0, 0}, "250-"},                              // Scroll_Ceiling
    {224, {kTag, 5, 0, 0, 0}, "245-"},                              // Scroll_Ceiling
    {224, {kTag, 6, 0, 0, 0}, "214-"},                              // Scroll_Ceiling
    {227, {kTag, 0, 0, 1}, "226-"},                                 // PointPush_SetForce
    {228, {kTag, 4}, "20S 22W 47G 68SR 95WR"},                      // Plat_RaiseAndStayTx0
    {230, {kTag, 4, 3}, "15S 66SR 143W 148WR"},                     // Plat_UpByValueStayTx
    {230, {kTag, 4, 4}, "14S 67SR 144W 149WR"},                     // Plat_UpByValueStayTx
    {231, {kTag}, "211SR 212WR"},                                   // Plat_ToggleCeiling
    {235, {kTag}, "153W 154WR 189S 190SR"},                         // Floor_TransferTrigger
    {236, {kTag}, "78SR 239W 240WR 241S"},                          // Floor_TransferNumeric
    {238, {kTag, 8}, "5W 24G 64SR 91WR 101S"},                      // Floor_RaiseToLowestCeiling
    {239, {kTag, 8, 24}, "59W 93WR 160S 179SR"},                    // Floor_RaiseByValueTxTy
    {240, {kTag, 8}, "30W 96WR 158S 176SR"},                        // Floor_RaiseByTexture
    {241, {kTag, 8}, "37W 84WR 159S 177SR"},                        // Floor_LowerToLowestTxTy
    {242, {kTag, 32, 136}, "36W 70SR 71S 98WR"},                    // Floor_LowerToHighest
    {242, {kTag, 8, 128}, "19W 45SR 83WR 102S"},                    // Floor_LowerToHighest
    {243, {0}, "11S 52W 197G"},                                     // Exit_Normal
    {244, {0}, "51S 124W 198G"},                                    // Exit_Secret
    {245, {kTag, 32}, "227W 228WR 229S 230SR"},                     // Elevator_RaiseToNearest
    {246, {kTag, 32}, "235W 236WR 237S 238SR"},                     // Elevator_MoveToFloor
    {247, {kTag, 32}, "231W 232WR 233S 234SR"},                     // Elevator_LowerToNearest
    {249, {kTag, 16, 240}, "16W 76WR 175S 196SR"},                  // Door_CloseWaitOpen
    {250, {kTag, 4, 4}, "9S 146W 155WR 191SR"},                     // Floor_Donut
    {251, {kTag, 8, 8}, "151WR"},                                   // FloorAndCeiling_LowerRaise
    {251, {kTag, 8, 8, 1998}, "166S 186SR"},                        // FloorAndCeiling_LowerRaise
    {253, {kTag, 8}, "199W 201WR 203S 205SR"},                      // Ceiling_LowerToLowest
    {254, {kTag, 8}, "41S 43SR 145W 152WR"},                        // Ceiling_LowerToFloor
    {100, {64}, "48-"},                                             // Scroll_Texture_Left
    {101, {64}, "85-"},                                             // Scroll_Texture_Right
    {112, {kTag, 255}, "13W 81WR 138SR 171S"},                      // Light_ChangeToValue
    {112, {kTag, 35}, "35W 79WR 139SR 170S"},                       // Light_ChangeToValue
    {158, {kTag}, "270WR"},                                         // FS_Execute
    {190, {kTag, 255, 0}, "271-"},                                  // Static_Init
    {190, {kTag, 255, 1}, "272-"},                                  // Static_Init
    {208, {kTag, 168}, "260-"},                                     // TranslucentLine
    {210, {kTag}, "213-"},                                          // Transfer_FloorLight
    {211, {kTag}, "261-"},                                          // Transfer_CeilingLight
    {222, {kTag, 0}, "254-"},                                       // Scroll_Texture_Model
    {222, {kTag, 1}, "249-"},                                       // Scroll_Texture_Model
    {222, {kTag, 2}, "218-"},                                       // Scroll_Texture_Model
    {225, {}, "255-"},                                              // Scroll_Texture_Offsets
    {232, {kTag, 5, 35}, "17W 156WR 172S 193SR"},                   // Light_StrobeDoom
    {233, {kTag}, "104W 157WR 173S 194SR"},                         // Light_MinNeighbor
    {234, {kTag}, "12W 80WR 169S 192SR"},                           // Light_MaxNeighbor
};

enum Trigger : uint8_t { kTriggerNone, kTriggerWalk, kTriggerUse, kTriggerShoot, kTriggerMonsterWalk };

struct TypeEntry {
    int16_t rule = -1;
    Trigger trigger = kTriggerNone;
    bool repeat = false;
    bool monsters = false;
};

constexpr std::array<TypeEntry, kTypeCount> indexTypes() {
    std::array<TypeEntry, kTypeCount> table{};
    for (size_t rule = 0; rule < std::size(kRules); ++rule) {
        const char* p = kRules[rule].types;
        while (*p != 0) {
            size_t type = 0;
            while (*p >= '0' && *p <= '9')
                type = type * 10 + static_cast<size_t>(*p++ - '0');
            TypeEntry& entry = table.at(type);
            if (entry.rule >= 0) throw "a linedef type is listed twice";
            entry.rule = static_cast<int16_t>(rule);
            for (; *p != 0 && *p != ' '; ++p) {
                switch (*p) {
                    case 'W':
                        entry.trigger = kTriggerWalk;
                        break;
                    case 'S':
                        entry.trigger = kTriggerUse;
                        break;
                    case 'G':
                        entry.trigger = kTriggerShoot;
                        break;
                    case 'm':
                        entry.trigger = kTriggerMonsterWalk;
                        break;
                    case 'R':
                        entry.repeat = true;
                        break;
                    case 'M':
                        entry.monsters = true;
                        break;
                    case '-':
                        break;
                    default:
                        throw "unknown trigger letter";
                }
            }
            while (*p == ' ')
                ++p;
        }
    }
    return table;
}

constexpr std::array<TypeEntry, kTypeCount> kTypes = indexTypes();

uint16_t activationOf(Trigger trigger, bool useThrough) {
    switch (trigger) {
        case kTriggerWalk:
            return kActCross;
        case kTriggerUse:
            return useThrough ? kActUseThrough : kActUse;
        case kTriggerShoot:
            return kActImpact | kActPCross;
        case kTriggerMonsterWalk:
            return kActMCross;
        case kTriggerNone:
            break;
    }
    return 0;
}

constexpr int32_t kSecretBit = 0x400;

}  // namespace

TranslatedLine translateLine(int32_t doomType, int32_t tag, bool useThrough, bool secret) {
    TranslatedLine out;
    if (doomType < 0 || doomType >= kTypeCount) return out;
    const TypeEntry& entry = kTypes[static_cast<size_t>(doomType)];
    if (entry.rule < 0) return out;
    const Rule& rule = kRules[entry.rule];
    out.special = rule.special;
    for (int i = 0; i < 5; ++i)
        out.args[i] = rule.args[i] == kTag ? tag : rule.args[i];
    out.activation = activationOf(entry.trigger, useThrough);
    out.repeat = entry.repeat;
    out.monsters = entry.monsters && !(entry.trigger == kTriggerUse && secret);
    return out;
}

int32_t translateSectorSpecial(int32_t doomType) {
    const int32_t boom = (doomType & 0xFE0) << 3;
    const int32_t base = doomType & 31;
    if (base == 9) return boom | kSecretBit;
    if (base >= 1 && base <= 19 && base != 6) return boom | (base + 64);
    return boom;
}

}  // namespace caco
