#include <algorithm>

#include "assets/composite.h"
#include "assets/text_lump.h"

namespace caco {
namespace {

class TextComposites {
public:
    TextComposites(AssetLoader& loader, int32_t lump, int32_t& number, PatchTables& tables, std::vector<Composite>& out)
        : lump_(lump), number_(number), tables_(tables), out_(out),
          text_(loader.archives.lump(lump).data, loader.archives.describe(lump)) {}

    Status read() {
        while (!text_.atEnd()) {
            if (Status s = readOne(); !s.ok()) return s;
        }
        return {};
    }

private:
    Status readOne() {
        Composite c;
        c.lump = lump_;
        if (text_.take("flat")) {
            c.kind = CompositeKind::Flat;
        } else if (text_.take("graphic")) {
            c.kind = CompositeKind::Graphic;
        } else if (!text_.take("texture") && !text_.take("walltexture")) {
            text_.next();
            return text_.error("expected texture, walltexture, flat or graphic; other kinds are not supported");
        }
        text_.take("optional");
        const std::string_view name = text_.next();
        if (name.empty() || name.size() > 8) return text_.error("a name of at most 8 characters is expected");
        c.name = LumpName::of(name);
        if (Status s = readPair(c.width, c.height); !s.ok()) return s;
        if (c.width < 1 || c.height < 1 || c.width > kMaxPictureSide || c.height > kMaxPictureSide) {
            return text_.error("each side must be 1.." + std::to_string(kMaxPictureSide));
        }
        tables_.push_back(std::make_unique<std::vector<LumpName>>());
        c.patchNames = tables_.back().get();
        if (text_.take("{")) {
            if (Status s = readBody(c, *tables_.back()); !s.ok()) return s;
        }
        c.orderNumber = number_++;
        out_.push_back(std::move(c));
        return {};
    }

    // ", X, Y" as whole numbers.
    Status readPair(int32_t& x, int32_t& y) {
        for (int32_t* value : {&x, &y}) {
            double v = 0;
            text_.take(",");
            if (!text_.number(v)) return text_.error("a number is expected");
            *value = static_cast<int32_t>(v);
        }
        return {};
    }

    Status readScale(Fixed& scale) {
        constexpr double kLeast = 1.0 / 256, kMost = 1024;
        double v = 0;
        if (!text_.number(v) || v < kLeast || v > kMost) return text_.error("a scale from 1/256 to 1024 is expected");
        scale = toFixed(v);
        return {};
    }

    Status readBody(Composite& c, std::vector<LumpName>& names) {
        while (!text_.take("}")) {
            Status s;
            if (text_.take("xscale")) {
                s = readScale(c.xScale);
            } else if (text_.take("yscale")) {
                s = readScale(c.yScale);
            } else if (text_.take("offset")) {
                s = readPair(c.leftOffset, c.topOffset);
            } else if (text_.take("worldpanning")) {
                c.worldPanning = true;
            } else if (text_.take("nulltexture")) {
                c.isNull = true;
            } else if (text_.take("patch") || text_.take("graphic")) {
                s = readPart(c, names);
            } else if (!text_.take("nodecals") && !text_.take("notrim")) {
                text_.next();
                s = text_.error("not a property of a texture that is supported");
            }
            if (!s.ok()) return s;
        }
        return {};
    }

    Status readPart(Composite& c, std::vector<LumpName>& names) {
        CompositePart part;
        const std::string_view name = text_.next();
        if (name.empty() || name.size() > 8) return text_.error("the name of a patch, of at most 8 characters, is expected");
        part.patch = static_cast<int32_t>(names.size());
        names.push_back(LumpName::of(name));
        if (Status s = readPair(part.x, part.y); !s.ok()) return s;
        if (text_.take("{")) {
            while (!text_.take("}")) {
                double turn = 0;
                if (text_.take("flipx")) {
                    part.flipX = true;
                } else if (text_.take("flipy")) {
                    part.flipY = true;
                } else if (text_.take("rotate")) {
                    const int32_t degrees = text_.number(turn) ? static_cast<int32_t>(turn) : 1;
                    if (degrees % 90 != 0) return text_.error("a multiple of 90 degrees is expected");
                    part.quarterTurns = (degrees / 90) & 3;
                } else {
                    text_.next();
                    return text_.error("not a property of a patch that is supported");
                }
            }
        }
        c.parts.push_back(part);
        return {};
    }

    int32_t lump_;
    int32_t& number_;
    PatchTables& tables_;
    std::vector<Composite>& out_;
    TextLump text_;
};

} // namespace

Status readTextComposites(AssetLoader& loader, int32_t lump, int32_t& number, PatchTables& tables, std::vector<Composite>& out) {
    return TextComposites(loader, lump, number, tables, out).read();
}

} // namespace caco
