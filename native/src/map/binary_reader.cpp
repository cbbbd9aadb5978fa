// Doom and Hexen map lumps (simulation.md 6.2, 6.3).
#include <string>

#include "map/line_translation.h"
#include "map/map_readers.h"

namespace caco {
namespace {

constexpr uint16_t kNoSide = 0xFFFF;
constexpr uint32_t kCommonLineFlags = 0x1FF;  // same bits in both formats and in LineFlag
constexpr uint32_t kAllClasses = 0xFFFF;

constexpr Fixed units(int16_t v) {
    return static_cast<Fixed>(v) * kUnit;
}

// Skills of the three editor bits: easy (first two), medium, hard (last two).
uint32_t skillMask(uint32_t options) {
    return ((options & 1) ? 0b00011u : 0u) | ((options & 2) ? 0b00100u : 0u) | ((options & 4) ? 0b11000u : 0u);
}

class BinaryReader {
public:
    BinaryReader(const Assets& assets, const MapSource& source, Level& level)
        : assets_(assets), source_(source), level_(level) {}

    Status read() {
        if (Status s = readVertices(); !s.ok()) return s;
        if (Status s = readSectors(); !s.ok()) return s;
        if (Status s = readSides(); !s.ok()) return s;
        if (Status s = source_.format == MapFormat::Hexen ? readHexenLines() : readDoomLines(); !s.ok()) return s;
        return source_.format == MapFormat::Hexen ? readHexenThings() : readDoomThings();
    }

private:
    // Number of whole records; a lump that does not divide evenly is damaged.
    Status records(MapLump lump, size_t size, size_t& count) const {
        const size_t bytes = source_.data(lump).size();
        count = bytes / size;
        if (bytes % size == 0) return {};
        return source_.error(lump, "its " + std::to_string(bytes) + " bytes are not whole records of " +
                                       std::to_string(size) + " bytes; the lump is cut off or of another format");
    }

    Status readVertices() {
        size_t count;
        if (Status s = records(MapLump::Vertexes, 4, count); !s.ok()) return s;
        ByteReader in(source_.data(MapLump::Vertexes));
        level_.vertices.resize(count);
        for (Vertex& v : level_.vertices) {
            v.x = units(in.i16());
            v.y = units(in.i16());
        }
        return {};
    }

    Status readSectors() {
        size_t count;
        if (Status s = records(MapLump::Sectors, 26, count); !s.ok()) return s;
        ByteReader in(source_.data(MapLump::Sectors));
        const bool doom = source_.format == MapFormat::Doom;
        level_.sectors.assign(count, plainSector());
        for (SectorDef& sector : level_.sectors) {
            sector.floor = units(in.i16());
            sector.ceiling = units(in.i16());
            sector.floorTexture = assets_.findFlat(in.name8().text());
            sector.ceilingTexture = assets_.findFlat(in.name8().text());
            sector.light = in.i16();
            const int16_t special = in.i16();
            sector.special = doom ? translateSectorSpecial(special) : special;
            sector.tag = in.i16();
        }
        return {};
    }

    Status readSides() {
        size_t count;
        if (Status s = records(MapLump::SideDefs, 30, count); !s.ok()) return s;
        ByteReader in(source_.data(MapLump::SideDefs));
        level_.sides.assign(count, plainSide());
        for (SideDef& side : level_.sides) {
            const Fixed x = units(in.i16());
            const Fixed y = units(in.i16());
            for (int tier = 0; tier < 3; ++tier) {
                side.xOffset[tier] = x;
                side.yOffset[tier] = y;
            }
            side.texture[kTop] = assets_.findWall(in.name8().text());
            side.texture[kBottom] = assets_.findWall(in.name8().text());
            side.texture[kMiddle] = assets_.findWall(in.name8().text());
            side.sector = in.u16();
        }
        return {};
    }

    static void readSideNumbers(ByteReader& in, LineDef& line) {
        const uint16_t front = in.u16();
        const uint16_t back = in.u16();
        line.side[0] = front == kNoSide ? 0 : front;  // a missing first side is side 0
        line.side[1] = back == kNoSide ? kNoIndex : back;
    }

    Status readDoomLines() {
        size_t count;
        if (Status s = records(MapLump::LineDefs, 14, count); !s.ok()) return s;
        ByteReader in(source_.data(MapLump::LineDefs));
        level_.lines.assign(count, plainLine());
        for (LineDef& line : level_.lines) {
            line.v1 = in.u16();
            line.v2 = in.u16();
            uint32_t flags = in.u16();
            if (flags & 0x800) flags &= kCommonLineFlags;  // set by editors that filled the upper bits with garbage
            const uint16_t type = in.u16();
            const int16_t tag = in.i16();
            readSideNumbers(in, line);
            line.id = tag;
            line.flags = flags & kCommonLineFlags;
            if (flags & 0x400) line.flags |= kLineMidTexture3d;
            const TranslatedLine t = translateLine(type, tag, (flags & 0x200) != 0, (flags & kLineSecret) != 0);
            line.special = t.special;
            for (int i = 0; i < 5; ++i)
                line.args[i] = t.args[i];
            line.activation = t.activation;
            if (t.repeat) line.flags |= kLineRepeat;
            if (t.monsters) line.flags |= kLineMonstersCanActivate;
        }
        return {};
    }

    static uint16_t hexenActivation(uint32_t number) {
        if (number == 7) return kActImpact | kActPCross;
        const auto bit = static_cast<uint16_t>(1u << number);
        return bit == kActImpact ? static_cast<uint16_t>(kActImpact | kActPCross) : bit;
    }

    // The second argument of Line_SetIdentification carries flags that the flag word has no room for.
    static uint32_t extraFlags(int32_t bits) {
        uint32_t flags = 0;
        if (bits & 2) flags |= kLineRailing;
        if (bits & 4) flags |= kLineBlockFloaters;
        if (bits & 8) flags |= kLineClipMidTexture;
        if (bits & 16) flags |= kLineWrapMidTexture;
        if (bits & 32) flags |= kLineMidTexture3d;
        if (bits & 64) flags |= kLineCheckSwitchRange;
        if (bits & 128) flags |= kLineFirstSideOnly;
        return flags;
    }

    static void identifyHexenLine(LineDef& line) {
        constexpr uint16_t kSetIdentification = 121, kTranslucent = 208, kTeleportLine = 215, kScrollModel = 222;
        if (line.special == kSetIdentification) {
            line.id = line.args[0] + 256 * line.args[4];
            line.flags |= extraFlags(line.args[1]);
            line.special = 0;
        } else if (line.special == kTranslucent || line.special == kTeleportLine || line.special == kScrollModel) {
            line.id = line.args[0];
        }
    }

    Status readHexenLines() {
        size_t count;
        if (Status s = records(MapLump::LineDefs, 16, count); !s.ok()) return s;
        ByteReader in(source_.data(MapLump::LineDefs));
        level_.lines.assign(count, plainLine());
        for (LineDef& line : level_.lines) {
            line.v1 = in.u16();
            line.v2 = in.u16();
            const uint32_t flags = in.u16();
            line.special = in.u8();
            for (int32_t& arg : line.args)
                arg = in.u8();
            readSideNumbers(in, line);
            line.flags = flags & kCommonLineFlags;
            if (flags & 0x200) line.flags |= kLineRepeat;
            if (flags & 0x2000) line.flags |= kLineMonstersCanActivate;
            if (flags & 0x4000) line.flags |= kLineBlockPlayers;
            if (flags & 0x8000) line.flags |= kLineBlockEverything;
            line.activation = hexenActivation((flags >> 10) & 7);
            identifyHexenLine(line);
        }
        return {};
    }

    Status readDoomThings() {
        size_t count;
        if (Status s = records(MapLump::Things, 10, count); !s.ok()) return s;
        ByteReader in(source_.data(MapLump::Things));
        level_.things.assign(count, plainThing());
        for (MapThing& thing : level_.things) {
            thing.x = units(in.i16());
            thing.y = units(in.i16());
            thing.angle = in.i16();
            thing.type = in.i16();
            uint32_t options = in.u16();
            if (options & 0x100) options &= 0x1F;  // set by editors that filled the upper bits with garbage
            thing.skillMask = skillMask(options);
            thing.classMask = kAllClasses;
            if (options & 0x08) thing.flags |= kThingAmbush;
            if (!(options & 0x10)) thing.flags |= kThingSingle;
            if (!(options & 0x20)) thing.flags |= kThingDeathmatch;
            if (!(options & 0x40)) thing.flags |= kThingCoop;
            if (options & 0x80) thing.flags |= kThingFriendly;
        }
        return {};
    }

    Status readHexenThings() {
        static constexpr struct {
            uint32_t bit;
            uint32_t flag;
        } kFlags[] = {{0x0008, kThingAmbush},      {0x0010, kThingDormant},    {0x0100, kThingSingle},
                      {0x0200, kThingCoop},        {0x0400, kThingDeathmatch}, {0x0800, kThingShadow},
                      {0x1000, kThingTranslucent}, {0x2000, kThingFriendly},   {0x4000, kThingStandStill}};
        size_t count;
        if (Status s = records(MapLump::Things, 20, count); !s.ok()) return s;
        ByteReader in(source_.data(MapLump::Things));
        level_.things.assign(count, plainThing());
        for (MapThing& thing : level_.things) {
            thing.tid = in.i16();
            thing.x = units(in.i16());
            thing.y = units(in.i16());
            thing.z = units(in.i16());
            thing.angle = in.i16();
            thing.type = in.i16();
            const uint32_t options = in.u16();
            thing.special = in.u8();
            for (int32_t& arg : thing.args)
                arg = in.u8();
            thing.skillMask = skillMask(options);
            thing.classMask = (options >> 5) & 7;
            for (const auto& f : kFlags) {
                if (options & f.bit) thing.flags |= f.flag;
            }
        }
        return {};
    }

    const Assets& assets_;
    const MapSource& source_;
    Level& level_;
};

}  // namespace

Status readBinaryMap(const Assets& assets, const MapSource& source, Level& level) {
    return BinaryReader(assets, source, level).read();
}

}  // namespace caco
