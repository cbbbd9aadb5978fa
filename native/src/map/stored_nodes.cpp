#include "map/stored_nodes.h"

#include <algorithm>
#include <string_view>

namespace caco {
namespace {

constexpr size_t kMaxInflated = size_t{64} << 20;
constexpr size_t kMaxDepth = 1024;

enum class SegForm { Classic, Long16, Long32, PlainLong };  // XGLN, XGL2/XGL3, XNOD

struct ExtendedForm {
    std::string_view id;
    bool packed;
    SegForm segs;
    bool fixedNodes;  // partition lines in 16.16 instead of whole units
};

constexpr ExtendedForm kForms[] = {
    {"XNOD", false, SegForm::PlainLong, false}, {"ZNOD", true, SegForm::PlainLong, false},
    {"XGLN", false, SegForm::Long16, false},    {"ZGLN", true, SegForm::Long16, false},
    {"XGL2", false, SegForm::Long32, false},    {"ZGL2", true, SegForm::Long32, false},
    {"XGL3", false, SegForm::Long32, true},     {"ZGL3", true, SegForm::Long32, true},
};

const ExtendedForm* extendedForm(std::span<const uint8_t> lump) {
    if (lump.size() < 4) return nullptr;
    const std::string_view id(reinterpret_cast<const char*>(lump.data()), 4);
    const auto* form =
        std::find_if(std::begin(kForms), std::end(kForms), [&](const ExtendedForm& f) { return f.id == id; });
    return form == std::end(kForms) ? nullptr : form;
}

Fixed wholeFixed(int16_t v) {
    return static_cast<Fixed>(v) * kUnit;
}

void readBox(ByteReader& in, Fixed (&box)[4]) {
    for (Fixed& edge : box)
        edge = wholeFixed(in.i16());
}

// Fills line, side and sectors of a seg. A stored seg sees its back sector only where the line is flagged two-sided.
bool attachLine(const Level& level, Seg& seg, uint32_t lineNumber, uint32_t side) {
    if (lineNumber >= level.lines.size() || side > 1) return false;
    const LineDef& line = level.lines[lineNumber];
    if (line.side[side] == kNoIndex) return false;
    seg.line = static_cast<int32_t>(lineNumber);
    seg.side = static_cast<int32_t>(side);
    seg.frontSector = side == 0 ? line.frontSector : line.backSector;
    const int32_t other = side == 0 ? line.backSector : line.frontSector;
    seg.backSector = line.flags & kLineTwoSided ? other : kNoIndex;
    return true;
}

void clearLine(Seg& seg) {
    seg.line = kNoIndex;
    seg.side = 0;
    seg.frontSector = seg.backSector = kNoIndex;
}

// Sectors of the subsectors, by their first seg that lies on a line; mini-segs take their subsector's.
bool findSectors(NodeTree& tree) {
    if (tree.subSectors.empty()) return false;
    for (SubSector& sub : tree.subSectors) {
        if (sub.segCount <= 0 || sub.firstSeg < 0) return false;
        if (static_cast<size_t>(sub.firstSeg) + static_cast<size_t>(sub.segCount) > tree.segs.size()) return false;
        const auto first = tree.segs.begin() + sub.firstSeg;
        const auto last = first + sub.segCount;
        const auto onLine = std::find_if(first, last, [](const Seg& seg) { return seg.line != kNoIndex; });
        if (onLine == last) return false;
        sub.sector = onLine->frontSector;
        for (auto seg = first; seg != last; ++seg) {
            if (seg->line == kNoIndex) seg->frontSector = seg->backSector = sub.sector;
        }
    }
    return true;
}

bool readClassic(const MapSource& source, const Level& level, NodeTree& out) {
    constexpr size_t kSegBytes = 12, kSubSectorBytes = 4, kNodeBytes = 28;
    const auto segLump = source.data(MapLump::Segs);
    const auto subLump = source.data(MapLump::SubSectors);
    const auto nodeLump = source.data(MapLump::Nodes);
    if (segLump.size() < kSegBytes || subLump.size() < kSubSectorBytes) return false;
    out.vertices = level.vertices;
    out.segs.resize(segLump.size() / kSegBytes);
    ByteReader segIn(segLump);
    for (Seg& seg : out.segs) {
        seg.v1 = segIn.u16();
        seg.v2 = segIn.u16();
        segIn.skip(2);
        const uint16_t line = segIn.u16();
        const uint16_t side = segIn.u16();
        segIn.skip(2);
        seg.partner = kNoIndex;
        if (static_cast<size_t>(std::max(seg.v1, seg.v2)) >= out.vertices.size()) return false;
        if (!attachLine(level, seg, line, side)) return false;
    }
    out.subSectors.resize(subLump.size() / kSubSectorBytes);
    ByteReader subIn(subLump);
    for (SubSector& sub : out.subSectors) {
        sub.segCount = subIn.u16();
        sub.firstSeg = subIn.u16();
    }
    out.nodes.resize(nodeLump.size() / kNodeBytes);
    ByteReader nodeIn(nodeLump);
    for (Node& node : out.nodes) {
        node.x = wholeFixed(nodeIn.i16());
        node.y = wholeFixed(nodeIn.i16());
        node.dx = wholeFixed(nodeIn.i16());
        node.dy = wholeFixed(nodeIn.i16());
        for (auto& box : node.box)
            readBox(nodeIn, box);
        for (uint32_t& child : node.child) {
            const uint16_t c = nodeIn.u16();
            child = c & 0x8000 ? kSubSectorBit | (c & 0x7FFFu) : c;
        }
    }
    return findSectors(out);
}

class ExtendedReader {
public:
    ExtendedReader(const ExtendedForm& form, std::span<const uint8_t> data, const Level& level, NodeTree& out)
        : form_(form), in_(data), level_(level), out_(out) {}

    bool read() {
        out_.gl = form_.segs != SegForm::PlainLong;
        return readVertices() && readSubSectors() && readSegs() && readNodes() && findSectors(out_);
    }

private:
    // A count is only believed when that many records can follow.
    bool readCount(size_t recordBytes, size_t& count) {
        count = in_.u32();
        return !in_.failed() && count <= in_.remaining() / recordBytes;
    }

    bool readVertices() {
        const size_t fromMap = in_.u32();
        size_t added;
        if (!readCount(8, added) || fromMap > level_.vertices.size()) return false;
        out_.vertices.assign(level_.vertices.begin(), level_.vertices.begin() + static_cast<std::ptrdiff_t>(fromMap));
        out_.vertices.resize(fromMap + added);
        for (size_t i = fromMap; i < out_.vertices.size(); ++i) {
            out_.vertices[i].x = in_.i32();
            out_.vertices[i].y = in_.i32();
        }
        return true;
    }

    bool readSubSectors() {
        size_t count;
        if (!readCount(4, count)) return false;
        out_.subSectors.resize(count);
        uint64_t first = 0;
        for (SubSector& sub : out_.subSectors) {
            const uint32_t segs = in_.u32();
            if (segs == 0 || first + segs > INT32_MAX) return false;
            sub.firstSeg = static_cast<int32_t>(first);
            sub.segCount = static_cast<int32_t>(segs);
            first += segs;
        }
        return !in_.failed();
    }

    bool readVertexNumber(int32_t& v) {
        const uint32_t number = in_.u32();
        v = static_cast<int32_t>(number);
        return number < out_.vertices.size();
    }

    bool readPlainSeg(Seg& seg) {
        if (!readVertexNumber(seg.v1) || !readVertexNumber(seg.v2)) return false;
        const uint32_t line = in_.u16();
        const uint32_t side = in_.u8();
        seg.partner = kNoIndex;
        return attachLine(level_, seg, line, side);
    }

    bool readGlSeg(Seg& seg) {
        constexpr uint32_t kNone = 0xFFFFFFFFu;
        if (!readVertexNumber(seg.v1)) return false;
        const uint32_t partner = in_.u32();
        const uint32_t narrow = form_.segs == SegForm::Long16 ? in_.u16() : 0;
        const uint32_t line = form_.segs == SegForm::Long32 ? in_.u32() : narrow == 0xFFFF ? kNone : narrow;
        const uint32_t side = in_.u8();
        if (partner != kNone && partner >= out_.segs.size()) return false;
        seg.partner = partner == kNone ? kNoIndex : static_cast<int32_t>(partner);
        if (line != kNone) return attachLine(level_, seg, line, side);
        clearLine(seg);
        return true;
    }

    bool readSegs() {
        const size_t bytes = form_.segs == SegForm::Long32 ? 13 : 11;
        size_t count;
        if (!readCount(bytes, count)) return false;
        out_.segs.resize(count);
        for (Seg& seg : out_.segs) {
            if (!(out_.gl ? readGlSeg(seg) : readPlainSeg(seg))) return false;
        }
        return !out_.gl || closeSubSectors();
    }

    // GL segs store their start only: each ends where the next of the subsector starts.
    bool closeSubSectors() {
        for (const SubSector& sub : out_.subSectors) {
            if (static_cast<size_t>(sub.firstSeg) + static_cast<size_t>(sub.segCount) > out_.segs.size()) return false;
            Seg* segs = out_.segs.data() + sub.firstSeg;
            for (int32_t i = 0; i < sub.segCount; ++i)
                segs[i].v2 = segs[i + 1 < sub.segCount ? i + 1 : 0].v1;
        }
        const SubSector& last = out_.subSectors.back();
        return static_cast<size_t>(last.firstSeg + last.segCount) == out_.segs.size();
    }

    bool readNodes() {
        size_t count;
        if (out_.subSectors.empty() || !readCount(form_.fixedNodes ? 40 : 32, count)) return false;
        out_.nodes.resize(count);
        for (Node& node : out_.nodes) {
            for (Fixed* value : {&node.x, &node.y, &node.dx, &node.dy})
                *value = form_.fixedNodes ? in_.i32() : wholeFixed(in_.i16());
            for (auto& box : node.box)
                readBox(in_, box);
            for (uint32_t& child : node.child)
                child = in_.u32();
        }
        return !in_.failed();
    }

    const ExtendedForm& form_;
    ByteReader in_;
    const Level& level_;
    NodeTree& out_;
};

bool readExtended(const ExtendedForm& form, std::span<const uint8_t> lump, const Level& level, NodeTree& out) {
    std::vector<uint8_t> unpacked;
    std::span<const uint8_t> data = lump.subspan(4);
    if (form.packed) {
        if (!inflateZlib(data, kMaxInflated, unpacked).ok()) return false;
        data = unpacked;
    }
    return ExtendedReader(form, data, level, out).read();
}

bool readAny(const MapSource& source, const Level& level, NodeTree& out) {
    if (level.format == MapFormat::Udmf) {
        const auto lump = source.data(MapLump::ZNodes);
        const ExtendedForm* form = extendedForm(lump);
        return form && readExtended(*form, lump, level, out);
    }
    for (MapLump where : {MapLump::SubSectors, MapLump::Nodes}) {
        const auto lump = source.data(where);
        if (const ExtendedForm* form = extendedForm(lump)) return readExtended(*form, lump, level, out);
    }
    return readClassic(source, level, out);
}

bool childrenExist(const NodeTree& tree, const Node& node) {
    return std::all_of(std::begin(node.child), std::end(node.child), [&](uint32_t child) {
        return child & kSubSectorBit ? (child & ~kSubSectorBit) < tree.subSectors.size() : child < tree.nodes.size();
    });
}

}  // namespace

bool isSoundTree(const NodeTree& tree) {
    if (tree.subSectors.empty()) return false;
    if (tree.nodes.empty()) return tree.subSectors.size() == 1;
    for (const Node& node : tree.nodes) {
        if (!childrenExist(tree, node)) return false;
    }
    struct Visit {
        uint32_t node;
        size_t depth;
    };
    std::vector<bool> seen(tree.nodes.size());
    std::vector<Visit> pending = {{static_cast<uint32_t>(tree.nodes.size() - 1), 1}};
    seen.back() = true;
    while (!pending.empty()) {
        const Visit visit = pending.back();
        pending.pop_back();
        if (visit.depth > kMaxDepth) return false;
        for (uint32_t child : tree.nodes[visit.node].child) {
            if (child & kSubSectorBit) continue;
            if (seen[child]) return false;
            seen[child] = true;
            pending.push_back({child, visit.depth + 1});
        }
    }
    return true;
}

bool readStoredNodes(const MapSource& source, const Level& level, NodeTree& out) {
    out = {};
    if (readAny(source, level, out) && isSoundTree(out)) return true;
    out = {};
    return false;
}

}  // namespace caco
