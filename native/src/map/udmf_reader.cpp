// UDMF maps (simulation.md 6.4).
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.h"
#include "map/line_translation.h"
#include "map/map_readers.h"
#include "map/udmf_tokenizer.h"

namespace caco {
namespace {

using Token = UdmfTokenizer::Token;
using TokenKind = UdmfTokenizer::Kind;

struct NamedBit {
    std::string_view key;
    uint32_t bit;
};

constexpr NamedBit kLineFlags[] = {{"blocking", kLineBlocking},
                                   {"blockmonsters", kLineBlockMonsters},
                                   {"twosided", kLineTwoSided},
                                   {"dontpegtop", kLinePegTop},
                                   {"dontpegbottom", kLinePegBottom},
                                   {"secret", kLineSecret},
                                   {"blocksound", kLineSoundBlock},
                                   {"dontdraw", kLineDontDraw},
                                   {"mapped", kLineMapped},
                                   {"repeatspecial", kLineRepeat},
                                   {"monsteractivate", kLineMonstersCanActivate},
                                   {"blockplayers", kLineBlockPlayers},
                                   {"blockeverything", kLineBlockEverything},
                                   {"blockfloaters", kLineBlockFloaters},
                                   {"blockprojectiles", kLineBlockProjectiles},
                                   {"blockuse", kLineBlockUse},
                                   {"blocksight", kLineBlockSight},
                                   {"blockhitscan", kLineBlockHitscan},
                                   {"jumpover", kLineRailing},
                                   {"firstsideonly", kLineFirstSideOnly},
                                   {"checkswitchrange", kLineCheckSwitchRange},
                                   {"clipmidtex", kLineClipMidTexture},
                                   {"wrapmidtex", kLineWrapMidTexture},
                                   {"midtex3d", kLineMidTexture3d}};

constexpr NamedBit kLineActivations[] = {
    {"playercross", kActCross}, {"playeruse", kActUse},        {"monstercross", kActMCross}, {"impact", kActImpact},
    {"playerpush", kActPush},   {"missilecross", kActPCross},  {"anycross", kActAnyCross},   {"monsteruse", kActMUse},
    {"monsterpush", kActMPush}, {"playeruseback", kActUseBack}};

constexpr NamedBit kThingFlags[] = {
    {"ambush", kThingAmbush},       {"dormant", kThingDormant},        {"single", kThingSingle},
    {"coop", kThingCoop},           {"dm", kThingDeathmatch},          {"friend", kThingFriendly},
    {"standing", kThingStandStill}, {"shadow", kThingShadow},          {"translucent", kThingTranslucent},
    {"invisible", kThingInvisible}, {"countsecret", kThingCountSecret}};

constexpr std::string_view kTierKeys[] = {"top", "mid", "bottom"};

template <typename Word, size_t N>
bool setBit(const NamedBit (&table)[N], std::string_view key, const UdmfValue& value, Word& word) {
    for (const NamedBit& entry : table) {
        if (!equalsIgnoreCase(key, entry.key)) continue;
        word = static_cast<Word>(value.asBool() ? word | entry.bit : word & ~entry.bit);
        return true;
    }
    return false;
}

// "arg3" with prefix "arg" gives 3; -1 where the key is something else or the number is outside first..last.
int32_t numberedKey(std::string_view key, std::string_view prefix, int32_t first, int32_t last) {
    if (key.size() <= prefix.size() || key.size() > prefix.size() + 2 || !equalsIgnoreCase(key.substr(0, prefix.size()), prefix))
        return -1;
    int32_t number = 0;
    for (char c : key.substr(prefix.size())) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number >= first && number <= last ? number : -1;
}

// Tier of keys like "offsetx_top" or "scaley_mid"; -1 for others.
int32_t tierKey(std::string_view key, std::string_view prefix) {
    if (key.size() <= prefix.size() || !equalsIgnoreCase(key.substr(0, prefix.size()), prefix)) return -1;
    for (int32_t tier = 0; tier < 3; ++tier) {
        if (equalsIgnoreCase(key.substr(prefix.size()), kTierKeys[tier])) return tier;
    }
    return -1;
}

Fixed asFixed(const UdmfValue& value) {
    return toFixed(value.asDouble());
}
Fixed wholeUnits(const UdmfValue& value) {
    return mulWrap(value.asInt(), kUnit);
}
int16_t asLight(const UdmfValue& value) {
    return static_cast<int16_t>(std::clamp(value.asInt(), -32768, 32767));
}

Rgb asRgb(const UdmfValue& value) {
    const int32_t v = value.asInt();
    return {static_cast<uint8_t>(v >> 16), static_cast<uint8_t>(v >> 8), static_cast<uint8_t>(v)};
}

Angle asAngle(const UdmfValue& value) {
    const double turn = std::fmod(value.asDouble(), 360.0) / 360.0;
    return static_cast<Angle>(static_cast<int64_t>(turn * 4294967296.0));
}

class UdmfReader {
public:
    UdmfReader(const Assets& assets, const MapSource& source, Level& level)
        : assets_(assets), source_(source), level_(level), tokens_(text(source)) {}

    Status read() {
        for (Token token = tokens_.next(); token.kind != TokenKind::End; token = tokens_.next()) {
            if (token.kind != TokenKind::Identifier) return unexpected(token, "a block name");
            if (Status s = readGlobal(token.text); !s.ok()) return s;
        }
        if (doomSpecials_) translateDoomSpecials();
        return {};
    }

private:
    static std::string_view text(const MapSource& source) {
        const auto data = source.data(MapLump::TextMap);
        return {reinterpret_cast<const char*>(data.data()), data.size()};
    }

    Status failure(std::string_view what) const {
        return source_.error(MapLump::TextMap,
                             "text line " + std::to_string(tokens_.line()) + ": " + std::string(what));
    }

    Status unexpected(const Token& token, std::string_view wanted) const {
        if (token.kind == TokenKind::End) return failure("the text ends where " + std::string(wanted) + " is expected");
        constexpr size_t kShown = 32;
        std::string shown;
        for (char c : token.text.substr(0, kShown))
            shown += c >= ' ' && c <= '~' ? c : '?';
        return failure("expected " + std::string(wanted) + ", found '" + shown + "'");
    }

    // The part of "key = value;" after the equals sign.
    Status readValue(UdmfValue& value) {
        const Token token = tokens_.next();
        value = {};
        switch (token.kind) {
            case TokenKind::Number:
                value.number = token.number;
                break;
            case TokenKind::Text:
                value.kind = UdmfValue::Kind::Text;
                value.text = token.text;
                break;
            case TokenKind::Identifier:
                value.kind = UdmfValue::Kind::Bool;
                value.truth = equalsIgnoreCase(token.text, "true");
                if (!value.truth && !equalsIgnoreCase(token.text, "false")) return unexpected(token, "a value");
                break;
            default:
                return unexpected(token, "a value");
        }
        const Token end = tokens_.next();
        return end.symbol() == ';' ? Status{} : unexpected(end, "';'");
    }

    Status readGlobal(std::string_view name) {
        const Token token = tokens_.next();
        if (token.symbol() == '=') {
            UdmfValue value;
            if (Status s = readValue(value); !s.ok()) return s;
            return equalsIgnoreCase(name, "namespace") ? readNamespace(value.text) : Status{};
        }
        if (token.symbol() != '{') return unexpected(token, "'{' or '='");
        if (equalsIgnoreCase(name, "vertex")) return readVertex();
        if (equalsIgnoreCase(name, "linedef")) return readLine();
        if (equalsIgnoreCase(name, "sidedef")) return readSide();
        if (equalsIgnoreCase(name, "sector")) return readSector();
        if (equalsIgnoreCase(name, "thing")) return readThing();
        return readBlock([](std::string_view, const UdmfValue&) {});
    }

    Status readNamespace(std::string_view name) {
        if (equalsIgnoreCase(name, "doom") || equalsIgnoreCase(name, "zdoomtranslated")) {
            doomSpecials_ = true;
        } else if (equalsIgnoreCase(name, "heretic") || equalsIgnoreCase(name, "strife")) {
            Status s = failure("namespace '" + std::string(name) + "' is not supported; use zdoom, hexen or doom");
            s.code = StatusCode::Unsupported;
            return s;
        }
        return {};
    }

    template <typename Assign>
    Status readBlock(Assign assign) {
        for (;;) {
            const Token key = tokens_.next();
            if (key.symbol() == '}') return {};
            if (key.kind != TokenKind::Identifier) return unexpected(key, "a key or '}'");
            const Token equalSign = tokens_.next();
            if (equalSign.symbol() != '=') return unexpected(equalSign, "'='");
            UdmfValue value;
            if (Status s = readValue(value); !s.ok()) return s;
            assign(key.text, value);
        }
    }

    Status readVertex() {
        Vertex vertex{};
        Status s = readBlock([&](std::string_view key, const UdmfValue& value) {
            if (equalsIgnoreCase(key, "x"))
                vertex.x = asFixed(value);
            else if (equalsIgnoreCase(key, "y"))
                vertex.y = asFixed(value);
        });
        level_.vertices.push_back(vertex);
        return s;
    }

    Status readLine() {
        LineDef line = plainLine();
        line.id = -1;
        line.v1 = line.v2 = kNoIndex;
        bool passUse = false;
        Status s = readBlock([&](std::string_view key, const UdmfValue& value) {
            if (setBit(kLineFlags, key, value, line.flags) || setBit(kLineActivations, key, value, line.activation))
                return;
            if (const int32_t arg = numberedKey(key, "arg", 0, 4); arg >= 0)
                line.args[arg] = value.asInt();
            else if (equalsIgnoreCase(key, "v1"))
                line.v1 = value.asInt();
            else if (equalsIgnoreCase(key, "v2"))
                line.v2 = value.asInt();
            else if (equalsIgnoreCase(key, "sidefront"))
                line.side[0] = value.asInt();
            else if (equalsIgnoreCase(key, "sideback"))
                line.side[1] = value.asInt();
            else if (equalsIgnoreCase(key, "special"))
                line.special = static_cast<uint16_t>(std::clamp(value.asInt(), 0, 65535));
            else if (equalsIgnoreCase(key, "id"))
                line.id = value.asInt();
            else if (equalsIgnoreCase(key, "locknumber"))
                line.lockNumber = value.asInt();
            else if (equalsIgnoreCase(key, "alpha"))
                line.alpha = asFixed(value);
            else if (equalsIgnoreCase(key, "renderstyle") && equalsIgnoreCase(value.text, "add"))
                line.flags |= kLineAdditive;
            else if (equalsIgnoreCase(key, "passuse"))
                passUse = value.asBool();
        });
        if (passUse && (doomSpecials_ || (line.activation & kActUse))) {
            line.activation = static_cast<uint16_t>((line.activation & ~kActUse) | kActUseThrough);
        }
        level_.lines.push_back(line);
        return s;
    }

    Status readSide() {
        SideDef side = plainSide();
        Fixed x = 0, y = 0;
        Status s = readBlock([&](std::string_view key, const UdmfValue& value) {
            if (equalsIgnoreCase(key, "sector"))
                side.sector = value.asInt();
            else if (equalsIgnoreCase(key, "texturetop"))
                side.texture[kTop] = assets_.findWall(value.text);
            else if (equalsIgnoreCase(key, "texturemiddle"))
                side.texture[kMiddle] = assets_.findWall(value.text);
            else if (equalsIgnoreCase(key, "texturebottom"))
                side.texture[kBottom] = assets_.findWall(value.text);
            else if (equalsIgnoreCase(key, "offsetx"))
                x = wholeUnits(value);
            else if (equalsIgnoreCase(key, "offsety"))
                y = wholeUnits(value);
            else if (equalsIgnoreCase(key, "light"))
                side.light = asLight(value);
            else if (equalsIgnoreCase(key, "lightabsolute"))
                side.lightAbsolute = value.asBool();
            else
                readTierField(side, key, value);
        });
        for (int tier = 0; tier < 3; ++tier) {
            side.xOffset[tier] = addWrap(side.xOffset[tier], x);
            side.yOffset[tier] = addWrap(side.yOffset[tier], y);
        }
        level_.sides.push_back(side);
        return s;
    }

    static void readTierField(SideDef& side, std::string_view key, const UdmfValue& value) {
        if (const int32_t t = tierKey(key, "offsetx_"); t >= 0)
            side.xOffset[t] = asFixed(value);
        else if (const int32_t t2 = tierKey(key, "offsety_"); t2 >= 0)
            side.yOffset[t2] = asFixed(value);
        else if (const int32_t t3 = tierKey(key, "scalex_"); t3 >= 0)
            side.xScale[t3] = asFixed(value);
        else if (const int32_t t4 = tierKey(key, "scaley_"); t4 >= 0)
            side.yScale[t4] = asFixed(value);
    }

    Status readSector() {
        SectorDef sector = plainSector();
        sector.light = 160;
        LightTint tint;
        Status s = readBlock([&](std::string_view key, const UdmfValue& value) {
            if (equalsIgnoreCase(key, "heightfloor"))
                sector.floor = wholeUnits(value);
            else if (equalsIgnoreCase(key, "heightceiling"))
                sector.ceiling = wholeUnits(value);
            else if (equalsIgnoreCase(key, "texturefloor"))
                sector.floorTexture = assets_.findFlat(value.text);
            else if (equalsIgnoreCase(key, "textureceiling"))
                sector.ceilingTexture = assets_.findFlat(value.text);
            else if (equalsIgnoreCase(key, "lightlevel"))
                sector.light = asLight(value);
            else if (equalsIgnoreCase(key, "special"))
                sector.special = value.asInt();
            else if (equalsIgnoreCase(key, "id"))
                sector.tag = value.asInt();
            else if (!readTint(tint, key, value))
                readSectorDetail(sector, key, value);
        });
        if (s.ok() && !tint.plain()) s = findTint(tint, sector.tint);
        level_.sectors.push_back(sector);
        return s;
    }

    static bool readTint(LightTint& tint, std::string_view key, const UdmfValue& value) {
        if (equalsIgnoreCase(key, "lightcolor")) {
            tint.color = asRgb(value);
        } else if (equalsIgnoreCase(key, "fadecolor")) {
            tint.fade = asRgb(value);
        } else if (equalsIgnoreCase(key, "desaturation")) {
            tint.desaturation = static_cast<uint8_t>(std::clamp(value.asDouble(), 0.0, 1.0) * 255.0);
        } else {
            return false;
        }
        return true;
    }

    Status findTint(const LightTint& tint, int32_t& number) {
        constexpr size_t kMostTints = 1024;  // each costs 8 KiB and milliseconds
        for (size_t i = 0; i < level_.tints.size(); ++i) {
            if (level_.tints[i].tint == tint) {
                number = static_cast<int32_t>(i) + 1;
                return {};
            }
        }
        if (level_.tints.size() == kMostTints) {
            return failure("more than " + std::to_string(kMostTints) +
                           " different combinations of lightcolor, fadecolor and desaturation; use fewer");
        }
        TintedLight& light = level_.tints.emplace_back();
        light.tint = tint;
        makeTintRows(assets_, tint, light.rows.data());
        number = static_cast<int32_t>(level_.tints.size());
        return {};
    }

    static void readSectorDetail(SectorDef& sector, std::string_view key, const UdmfValue& value) {
        if (equalsIgnoreCase(key, "gravity"))
            sector.gravity = value.asDouble();
        else if (equalsIgnoreCase(key, "damageamount"))
            sector.damage = value.asInt();
        else if (equalsIgnoreCase(key, "damageinterval"))
            sector.damageInterval = std::max(value.asInt(), 1);
        else if (equalsIgnoreCase(key, "xpanningfloor"))
            sector.floorXOffset = asFixed(value);
        else if (equalsIgnoreCase(key, "ypanningfloor"))
            sector.floorYOffset = asFixed(value);
        else if (equalsIgnoreCase(key, "xpanningceiling"))
            sector.ceilingXOffset = asFixed(value);
        else if (equalsIgnoreCase(key, "ypanningceiling"))
            sector.ceilingYOffset = asFixed(value);
        else if (equalsIgnoreCase(key, "xscalefloor"))
            sector.floorXScale = asFixed(value);
        else if (equalsIgnoreCase(key, "yscalefloor"))
            sector.floorYScale = asFixed(value);
        else if (equalsIgnoreCase(key, "xscaleceiling"))
            sector.ceilingXScale = asFixed(value);
        else if (equalsIgnoreCase(key, "yscaleceiling"))
            sector.ceilingYScale = asFixed(value);
        else if (equalsIgnoreCase(key, "rotationfloor"))
            sector.floorAngle = asAngle(value);
        else if (equalsIgnoreCase(key, "rotationceiling"))
            sector.ceilingAngle = asAngle(value);
        else if (equalsIgnoreCase(key, "lightfloor"))
            sector.floorLight = asLight(value);
        else if (equalsIgnoreCase(key, "lightceiling"))
            sector.ceilingLight = asLight(value);
        else if (equalsIgnoreCase(key, "lightfloorabsolute"))
            sector.floorLightAbsolute = value.asBool();
        else if (equalsIgnoreCase(key, "lightceilingabsolute"))
            sector.ceilingLightAbsolute = value.asBool();
        else if (equalsIgnoreCase(key, "silent"))
            sector.silent = value.asBool();
        else if (equalsIgnoreCase(key, "nofallingdamage"))
            sector.noFallingDamage = value.asBool();
        else if (equalsIgnoreCase(key, "dropactors"))
            sector.dropActors = value.asBool();
    }

    Status readThing() {
        MapThing thing = plainThing();
        Status s = readBlock([&](std::string_view key, const UdmfValue& value) {
            if (setBit(kThingFlags, key, value, thing.flags)) return;
            if (const int32_t arg = numberedKey(key, "arg", 0, 4); arg >= 0)
                thing.args[arg] = value.asInt();
            else if (const int32_t skill = numberedKey(key, "skill", 1, 16); skill > 0)
                setMask(thing.skillMask, skill, value);
            else if (const int32_t player = numberedKey(key, "class", 1, 16); player > 0)
                setMask(thing.classMask, player, value);
            else if (equalsIgnoreCase(key, "x"))
                thing.x = asFixed(value);
            else if (equalsIgnoreCase(key, "y"))
                thing.y = asFixed(value);
            else if (equalsIgnoreCase(key, "height"))
                thing.z = asFixed(value);
            else if (equalsIgnoreCase(key, "angle"))
                thing.angle = value.asInt();
            else if (equalsIgnoreCase(key, "type"))
                thing.type = value.asInt();
            else if (equalsIgnoreCase(key, "id"))
                thing.tid = value.asInt();
            else if (equalsIgnoreCase(key, "special"))
                thing.special = value.asInt();
            else if (equalsIgnoreCase(key, "health"))
                thing.health = asFixed(value);
            else if (equalsIgnoreCase(key, "gravity"))
                thing.gravity = asFixed(value);
            else if (equalsIgnoreCase(key, "floatbobphase"))
                thing.floatBobPhase = value.asInt();
        });
        level_.things.push_back(thing);
        return s;
    }

    static void setMask(uint32_t& mask, int32_t number, const UdmfValue& value) {
        const uint32_t bit = 1u << (number - 1);
        mask = value.asBool() ? mask | bit : mask & ~bit;
    }

    // Maps in Doom's own namespace number specials as Doom does; the tag is the line's first argument or its id.
    void translateDoomSpecials() {
        for (LineDef& line : level_.lines) {
            const int32_t tag = line.args[0] != 0 ? line.args[0] : std::max(line.id, 0);
            const TranslatedLine t = translateLine(line.special, tag, (line.activation & kActUseThrough) != 0,
                                                   (line.flags & kLineSecret) != 0);
            line.special = t.special;
            std::copy(std::begin(t.args), std::end(t.args), std::begin(line.args));
            line.activation = t.activation;
            if (t.repeat) line.flags |= kLineRepeat;
            if (t.monsters) line.flags |= kLineMonstersCanActivate;
        }
        for (SectorDef& sector : level_.sectors)
            sector.special = translateSectorSpecial(sector.special);
    }

    const Assets& assets_;
    const MapSource& source_;
    Level& level_;
    UdmfTokenizer tokens_;
    bool doomSpecials_ = false;
};

}  // namespace

Status readUdmfMap(const Assets& assets, const MapSource& source, Level& level) {
    return UdmfReader(assets, source, level).read();
}

}  // namespace caco
