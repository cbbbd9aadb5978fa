// ANIMDEFS: animations and switches in words (renderer.md 1.5).
#include <algorithm>

#include "assets/anim_defs.h"
#include "assets/text_lump.h"

namespace caco {
namespace {

constexpr size_t kMostFrames = 256;

class AnimDefs {
public:
    AnimDefs(AssetLoader& loader, int32_t lump)
        : loader_(loader), text_(loader.archives.lump(lump).data, loader.archives.describe(lump)) {}

    Status read() {
        while (!text_.atEnd()) {
            if (Status s = readOne(); !s.ok()) return s;
        }
        return {};
    }

private:
    Status readOne() {
        if (text_.take("flat")) return readAnimation(false);
        if (text_.take("texture")) return readAnimation(true);
        if (text_.take("switch")) return readSwitch();
        // Warps and cameras move by the reference's clock or show another view: such pictures stay as they are.
        if (text_.take("warp") || text_.take("warp2")) return readWarp();
        if (text_.take("cameratexture")) return readCamera();
        text_.next();
        return text_.error("not an animation that is supported: expected flat, texture, switch, warp, warp2 or cameratexture");
    }

    TextureId find(std::string_view name, bool wall) const {
        const auto& names = wall ? loader_.out.wallNames : loader_.out.flatNames;
        const auto it = names.find(LumpName::of(name).bits);
        return it == names.end() ? kNoTexture : it->second;
    }

    // A name, or a number that counts the definitions from the first one on.
    TextureId frameOf(std::string_view word, std::string_view base, bool wall) const {
        const bool number = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number || word.size() > 4 || find(word, wall) != kNoTexture) return find(word, wall);
        const auto& definitions = wall ? loader_.walls : loader_.flats;
        const auto first = std::find_if(definitions.rbegin(), definitions.rend(), [&](const TextureDefinition& d) { return d.name == LumpName::of(base); });
        if (first == definitions.rend()) return kNoTexture;
        const size_t at = static_cast<size_t>(definitions.rend() - first) - 1 + std::stoul(std::string(word)) - 1;
        return at < definitions.size() ? find(definitions[at].name.text(), wall) : kNoTexture;
    }

    // "tics N" or "rand LOW HIGH", which counts as LOW.
    Status readDuration(int32_t& tics) {
        double value = 0, high = 0;
        if (text_.take("tics")) {
            if (!text_.number(value)) return text_.error("a number of tics is expected");
        } else if (text_.take("rand")) {
            if (!text_.number(value) || !text_.number(high)) return text_.error("two numbers of tics are expected after rand");
        } else {
            text_.next();
            return text_.error("expected tics or rand");
        }
        tics = std::clamp(static_cast<int32_t>(value), 1, 65536);
        return {};
    }

    Status readAnimation(bool wall) {
        text_.take("optional");
        const std::string base(text_.next());
        TextureAnimation out;
        out.base = find(base, wall);
        for (;;) {
            if (text_.take("range")) {
                if (Status s = readRange(base, wall, out); !s.ok()) return s;
            } else if (text_.take("pic")) {
                const TextureId frame = frameOf(text_.next(), base, wall);
                int32_t tics = 1;
                if (Status s = readDuration(tics); !s.ok()) return s;
                if (frame != kNoTexture && out.frames.size() < kMostFrames) {
                    out.frames.push_back(frame);
                    out.frameTics.push_back(tics);
                }
                out.baseOnly = true;
            } else if (text_.take("oscillate")) {
                for (size_t i = out.frames.size(); i-- > 2 && out.frames.size() < kMostFrames;) out.frames.push_back(out.frames[i - 1]);
                out.baseOnly = true;
            } else if (!text_.take("random") && !text_.take("allowdecals")) {
                break;
            }
        }
        if (!out.frameTics.empty()) out.frameTics.resize(out.frames.size(), out.tics);
        out.count = static_cast<int32_t>(out.frames.size());
        if (out.base != kNoTexture && out.count > 0) loader_.out.animations.push_back(std::move(out));
        return {};
    }

    Status readRange(const std::string& base, bool wall, TextureAnimation& out) {
        const LumpName first = LumpName::of(base), last = LumpName::of(text_.next());
        if (Status s = readDuration(out.tics); !s.ok()) return s;
        const auto& definitions = wall ? loader_.walls : loader_.flats;
        const auto at = [&](LumpName name) {
            return std::find_if(definitions.rbegin(), definitions.rend(), [&](const TextureDefinition& d) { return d.name == name; });
        };
        const auto a = at(first), b = at(last);
        if (a == definitions.rend() || b == definitions.rend() || a->file != b->file) return {}; // an absent range is no error
        auto from = definitions.rend() - a - 1, to = definitions.rend() - b - 1;
        const std::ptrdiff_t step = to < from ? -1 : 1;
        for (auto i = from; i != to + step && out.frames.size() < kMostFrames; i += step) {
            const TextureId frame = find(definitions[static_cast<size_t>(i)].name.text(), wall);
            if (frame != kNoTexture) out.frames.push_back(frame);
        }
        return {};
    }

    // The last picture of a list of "pic NAME tics N" and "sound NAME".
    Status readSwitchPictures(TextureId& shown) {
        for (;;) {
            if (text_.take("sound")) {
                text_.next();
            } else if (text_.take("pic")) {
                shown = find(text_.next(), true);
                int32_t tics = 1;
                if (Status s = readDuration(tics); !s.ok()) return s;
            } else {
                return {};
            }
        }
    }

    Status readSwitch() {
        for (const std::string_view game : {"doom", "heretic", "hexen", "strife", "any"}) text_.take(game);
        if (text_.atDigit()) text_.next();
        const std::string name(text_.next());
        SwitchPair pair{find(name, true), kNoTexture};
        TextureId back = kNoTexture;
        for (;;) {
            const bool on = text_.take("on");
            if (!on && !text_.take("off")) break;
            if (Status s = readSwitchPictures(on ? pair.on : back); !s.ok()) return s;
        }
        if (pair.off != kNoTexture && pair.on != kNoTexture && pair.off != pair.on) loader_.out.switches.push_back(pair);
        return {};
    }

    Status readWarp() {
        if (!text_.take("flat") && !text_.take("texture")) {
            text_.next();
            return text_.error("expected flat or texture");
        }
        text_.next();
        if (text_.atDigit()) text_.next();
        text_.take("allowdecals");
        return {};
    }

    Status readCamera() {
        text_.next();
        double side = 0;
        bool sized = text_.number(side) && text_.number(side);
        if (text_.take("fit")) sized = sized && text_.number(side) && text_.number(side);
        return sized ? Status{} : text_.error("width and height are expected");
    }

    AssetLoader& loader_;
    TextLump text_;
};

} // namespace

Status readAnimDefs(AssetLoader& loader) {
    for (int32_t i = 0; i < loader.archives.lumpCount(); ++i) {
        const Lump& lump = loader.archives.lump(i);
        if (lump.space != LumpSpace::Global || lump.name != LumpName::of("ANIMDEFS")) continue;
        if (Status s = AnimDefs(loader, i).read(); !s.ok()) return s;
    }
    return {};
}

} // namespace caco
