#include "render/masked_columns.h"

#include <algorithm>
#include <cstring>

namespace caco {
namespace {

constexpr int8_t kFuzzOffset[50] = {1,  -1, 1,  -1, 1,  1,  -1, 1, 1, -1, 1, 1,  1, -1, 1,  1, 1,
                                    -1, -1, -1, -1, 1,  -1, -1, 1, 1, 1,  1, -1, 1, -1, 1,  1, -1,
                                    -1, 1,  1,  -1, -1, -1, -1, 1, 1, 1,  1, -1, 1, 1,  -1, 1};

// Own depth of a sprite column from its texel step.
uint8_t stepDepth(Fixed step) {
    if (step > 320000) return 255;
    if (step < 500) return 0;
    return static_cast<uint8_t>(static_cast<uint32_t>((step - 500) * 255) / 319500);
}

uint8_t midTextureDepth(Fixed wallScale) {
    if (wallScale > 1250000) return 255;
    if (wallScale < 7500) return 0;
    return static_cast<uint8_t>(static_cast<uint32_t>((wallScale - 7500) * 255) / 1242500);
}

const Post* postsOf(const Picture& p, int32_t column, size_t& count, const uint8_t*& texels) {
    const int32_t w = p.width;
    if ((w & (w - 1)) == 0) {
        column &= w - 1;
    } else {
        if (column < 0) column = w + column % w;
        if (column >= w) column %= w;
    }
    const size_t c = static_cast<size_t>(column);
    texels = p.pixels.data() + c * static_cast<size_t>(p.columnStride);
    count = p.postStart[c + 1] - p.postStart[c];
    return p.posts.data() + p.postStart[c];
}

// Texel position of row 0 in a post that starts at texel 0.
Fixed originOf(const MaskedJob& job, Fixed step) { return subWrap(job.mid, mul16(subWrap(job.horizon, kUnit), step)); }

// Rows and texel position of one post; false when nothing of it is visible.
inline bool clipPost(const MaskedColumn& c, const Post& post, int32_t topRow, int32_t bottomRow, const uint8_t* texels, MaskedSpan& out) {
    const int32_t start = post.top, length = post.length;
    int32_t yl = addWrap(c.top, mulWrap(c.scale, start)) >> 16;
    int32_t yh = subWrap(addWrap(c.top, mulWrap(c.scale, start + length)), kUnit) >> 16;
    yh = std::min(yh, bottomRow - 1);
    yl = std::max(yl, topRow);
    if (yl > yh) return false;
    int64_t f = addWrap(subWrap(c.origin, start << 16), mulWrap(yl, c.step));
    while (f < 0) {
        ++yl;
        f += c.step;
        if (yl > yh) return false;
    }
    int64_t last = f + static_cast<int64_t>(yh - yl) * c.step;
    const int64_t end = static_cast<int64_t>(length) << 16;
    if (end > INT32_MAX) return false;
    if (yh < bottomRow - 1 && last < end - c.step) {
        ++yh;
    } else {
        while (last >= end) {
            --yh;
            last -= c.step;
            if (yh < yl) return false;
        }
    }
    out.top = yl;
    out.bottom = yh;
    out.texels = texels + start;
    out.f = static_cast<Fixed>(f);
    out.length = length;
    return true;
}

template <bool Depth, bool Labels>
struct Painter {
    Scene& s;
    const MaskedJob& job;
    uint8_t* screen;
    int32_t stride;

    Painter(Scene& scene, const MaskedJob& j)
        : s(scene), job(j), screen(scene.target.screen), stride(scene.target.width) {}

    void writeDepth(int32_t x, int32_t from, int32_t to) {
        if constexpr (Depth) {
            for (int32_t y = std::max(from, 0); y <= std::min(to, s.target.height - 1); ++y) {
                s.target.depth[static_cast<ptrdiff_t>(y) * stride + x] = s.depth;
            }
        }
    }

    void writeLabels(int32_t x, int32_t from, int32_t to) {
        if constexpr (Labels) {
            if (from > to) return;
            for (int32_t y = std::max(from, 0); y <= std::min(to, s.target.height - 1); ++y) {
                s.target.labels[static_cast<ptrdiff_t>(y) * stride + x] = job.label;
            }
            growBox(x, from, to);
        }
    }

    void growBox(int32_t x, int32_t from, int32_t to) {
        if constexpr (Labels) {
            if (!job.entry) return;
            LabelEntry& e = *job.entry;
            const auto ux = static_cast<uint32_t>(x), first = static_cast<uint32_t>(from),
                       last = static_cast<uint32_t>(to);
            e.drawn = e.drawn || to >= 0;
            e.minX = std::min(e.minX, ux);
            e.maxX = std::max(e.maxX, ux);
            // A row above the screen counts as a huge number.
            e.minY = std::min(e.minY, from < 0 ? (to < 0 ? first : 0u) : first);
            e.maxY = std::max(e.maxY, from < 0 ? first : last);
        }
    }

    // Pixels are bytes and may be anything to the compiler: what the loops need is copied first.
    void paintPixels(const MaskedSpan& span, const uint8_t* map, Fixed step, int32_t x, int32_t from, int32_t to) {
        uint8_t* dest = screen + static_cast<ptrdiff_t>(from) * stride + x;
        const uint8_t* const texels = span.texels;
        const uint8_t* const translation = job.blend.translation;
        const ptrdiff_t down = stride;
        Fixed f = addWrap(span.f, mulWrap(from - span.top, step));
        const auto paint = [&](auto pen) {
            const auto mix = pen;
            if (translation) {
                for (int32_t y = from; y <= to; ++y, dest += down, f += step) *dest = mix(map[translation[texels[f >> 16]]], *dest);
            } else {
                for (int32_t y = from; y <= to; ++y, dest += down, f += step) *dest = mix(map[texels[f >> 16]], *dest);
            }
        };
        const uint32_t* const fg = job.blend.fg;
        const uint32_t* const bg = job.blend.bg;
        const uint8_t* const nearest = s.blend->nearest15.data();
        switch (job.blend.style) {
            case ColumnStyle::Opaque:
            case ColumnStyle::Translated:
                paint([](uint8_t texel, uint8_t) { return texel; });
                break;
            case ColumnStyle::Translucent:
                paint([=](uint8_t texel, uint8_t pixel) { return blendSum(nearest, fg[texel], bg[pixel]); });
                break;
            case ColumnStyle::Saturated:
                paint([=](uint8_t texel, uint8_t pixel) { return blendSaturated(nearest, fg[texel], bg[pixel]); });
                break;
            case ColumnStyle::Fuzz:
                break;
        }
    }

    void paintFuzz(const MaskedSpan& span, int32_t x) {
        const int32_t rows = span.bottom - span.top + 1;
        const int32_t from = std::max(span.top, 1), to = std::min(span.bottom, s.geometry.viewHeight - 2);
        writeDepth(x, from, from + rows - 1);
        writeLabels(x, from, std::min(from + rows - 1, s.target.height - 1));
        const uint8_t* map = s.assets->colormap.data() + 6 * 256;
        int32_t& position = s.view->fuzzPosition;
        uint8_t* dest = screen + static_cast<ptrdiff_t>(from) * stride + x;
        for (int32_t y = from; y <= to; ++y, dest += stride) {
            *dest = map[dest[kFuzzOffset[position] * stride]];
            position = position == 49 ? 0 : position + 1;
        }
    }

    template <class Visit>
    void forPosts(const MaskedColumn& c, int32_t x, Visit visit) {
        if (c.step <= 0) return;
        size_t count;
        const uint8_t* texels;
        const Post* posts = postsOf(*job.picture, c.textureColumn, count, texels);
        for (size_t i = 0; i < count; ++i) {
            MaskedSpan span;
            if (clipPost(c, posts[i], job.topClip[x], job.bottomClip[x], texels, span)) visit(span);
        }
    }

    void single(const MaskedColumn& c, int32_t x) {
        forPosts(c, x, [&](const MaskedSpan& span) {
            if (job.blend.style == ColumnStyle::Fuzz) {
                paintFuzz(span, x);
                return;
            }
            if constexpr (Depth) {
                if (job.blend.style == ColumnStyle::Opaque) setDepth(s, stepDepth(c.step));
            }
            writeDepth(x, span.top, span.bottom);
            writeLabels(x, span.top, span.bottom);
            paintPixels(span, c.map, c.step, x, span.top, span.bottom);
        });
    }

    // --- four columns together ---

    struct Cursor {
        const std::vector<MaskedSpan>* list;
        size_t index;
        MaskedSpan span;
        int32_t top;  // first row of the span that is still unpainted
        bool out() const { return index >= list->size(); }
        void advance() {
            ++index;
            load();
        }
        void load() {
            if (out()) return;
            span = (*list)[index];
            top = span.top;
        }
    };

    bool overwrites() const {
        return job.blend.style == ColumnStyle::Opaque || job.blend.style == ColumnStyle::Translated;
    }

    void paintOne(const Cursor& k, const MaskedColumn& c, const uint8_t* map, int32_t x, int32_t from, int32_t to) {
        if constexpr (Depth) setDepth(s, c.depthValue);
        if (overwrites() && to > from) {
            writeDepth(x, from, to);
            writeLabels(x, from, to);
        } else if (job.blend.style == ColumnStyle::Saturated) {
            writeDepth(x, from - 1, to - 1);
            writeLabels(x, from - 1, to - 1);
        }
        paintPixels(k.span, map, c.step, x, from, to);
    }

    void paintFour(const Cursor* k, const MaskedColumn* c, const uint8_t* map, int32_t x, int32_t from, int32_t to) {
        const int32_t shift = job.blend.style == ColumnStyle::Saturated ? 1 : 0;
        for (int32_t z = 0; z < 4; ++z) {
            if (shift || overwrites()) {
                if constexpr (Depth) setDepth(s, c[z].depthValue);
                writeDepth(x + z, from - shift, to - shift);
                writeLabels(x + z, from - shift, to - shift);
            }
            paintPixels(k[z].span, map, c[z].step, x + z, from, to);
        }
    }

    void group(const MaskedColumn* c, int32_t x) {
        Cursor k[4];
        const uint8_t* map = c[3].map;
        for (size_t z = 0; z < 4; ++z) {
            std::vector<MaskedSpan>& list = s.spans[z];
            list.clear();
            const int32_t column = x + static_cast<int32_t>(z);
            forPosts(c[z], column, [&](const MaskedSpan& span) {
                list.push_back(span);
                writeDepth(column, span.top, span.bottom);
                writeLabels(column, span.top, span.bottom);
            });
            k[z].list = &list;
            k[z].index = 0;
            k[z].load();
        }
        const int32_t below = s.target.height + 1;
        for (;;) {
            int32_t nextTop = INT32_MAX, maxTop = 0, minBottom = INT32_MAX;
            int32_t alive = 0;
            for (const Cursor& cursor : k) {
                if (cursor.out()) continue;
                ++alive;
                const bool hasNext = cursor.index + 1 < cursor.list->size();
                nextTop = std::min(nextTop, hasNext ? (*cursor.list)[cursor.index + 1].top : below);
                maxTop = std::max(maxTop, cursor.top);
                minBottom = std::min(minBottom, cursor.span.bottom);
            }
            if (alive == 0) return;
            if (alive < 4 || maxTop > minBottom) {
                bool painted = false;
                for (int32_t z = 0; z < 4; ++z) {
                    Cursor& cursor = k[z];
                    if (cursor.out()) continue;
                    if (cursor.span.bottom < nextTop) {
                        paintOne(cursor, c[z], map, x + z, cursor.top, cursor.span.bottom);
                        cursor.advance();
                        painted = true;
                    } else if (nextTop > cursor.top) {
                        paintOne(cursor, c[z], map, x + z, cursor.top, nextTop - 1);
                        cursor.top = nextTop;
                        painted = true;
                    }
                }
                if (!painted) return;
                continue;
            }
            for (int32_t z = 0; z < 4; ++z) {
                if (k[z].top < maxTop) paintOne(k[z], c[z], map, x + z, k[z].top, maxTop - 1);
            }
            paintFour(k, c, map, x, maxTop, minBottom);
            for (Cursor& cursor : k) {
                if (minBottom < cursor.span.bottom) {
                    cursor.top = minBottom + 1;
                } else {
                    cursor.advance();
                }
            }
        }
    }

    // --- up to 16 columns by the block loop

    // Do all rows get the same depth, the one that the register holds and keeps? `own`: unscaled depth of all columns, if it is one.
    bool depthSettled(int32_t own) const {
        return !Depth || s.depthLocked || (own >= 0 && s.depth == s.depthScale[static_cast<size_t>(own)]);
    }
    bool fitsBlocks() const { return overwrites() && job.picture->height <= 256; }

    // Appends the pieces of a column to the first `count` of the list; false when posts overlap.
    bool addPieces(const MaskedColumn& c, int32_t x, const uint8_t* map, size_t& count) {
        const int32_t top = job.topClip[x], bottom = job.bottomClip[x];
        if (c.step <= 0 || bottom <= top) return true;
        size_t posts;
        const uint8_t* texels;
        const Post* post = postsOf(*job.picture, c.textureColumn, posts, texels);
        if (s.pieces.size() < count + posts) s.pieces.resize(2 * (count + posts));
        const MaskedPiece* const first = s.pieces.data() + count;
        MaskedPiece* piece = s.pieces.data() + count;
        bool apart = true;
        for (const Post* const end = post + posts; post != end; ++post) {
            MaskedSpan span;
            if (!clipPost(c, *post, top, bottom, texels, span)) continue;
            apart = apart && (piece == first || span.top > piece[-1].bottom);
            *piece++ = {x & (kBlockColumns - 1), span.top, span.bottom, span.texels, span.length, static_cast<uint32_t>(span.f),
                        static_cast<uint32_t>(c.step), map};
        }
        count += static_cast<size_t>(piece - first);
        return apart;
    }

    // Columns [x, end) of one block; `groups`: columns below are drawn four together. False: posts overlap, nothing was drawn.
    template <class Make> bool block(Make make, int32_t x, int32_t end, int32_t groups) {
        size_t count = 0;
        const int32_t first = x & ~(kBlockColumns - 1);
        for (; x < end; ++x) {
            const MaskedColumn c = make(x);
            // Four columns wear the light of the last.
            const bool other = !Make::kOneLight && x < groups && (x & ~3) >= job.x1;
            if (!addPieces(c, x, other ? make(x | 3).map : c.map, count)) return false;
        }
        if (count == 0) return true;
        if constexpr (Labels) {
            for (size_t i = 0; i < count; ++i) growBox(first + s.pieces[i].lane, s.pieces[i].top, s.pieces[i].bottom);
        }
        s.kernels->maskedBlock({screen, s.target.depth, s.target.labels, stride, first, s.pieces.data(), count, job.blend.translation, s.depth,
                                job.label});
        return true;
    }

    // One column or group by the plain loops; the column after it. make(x) gives the columns; before(x) runs before each single
    // column ahead of the first group.
    template <class Make, class Before> int32_t unit(Make make, Before before, int32_t x, int32_t groups) {
        if (x < groups && (x & 3) == 0) {
            const MaskedColumn c[4] = {make(x), make(x + 1), make(x + 2), make(x + 3)};
            group(c, x);
            return x + 4;
        }
        if (x < groups) before(x);
        single(make(x), x);
        return x + 1;
    }

    template <class Make, class Before> void draw(Make make, Before before, int32_t own) {
        const int32_t groups = job.blend.style == ColumnStyle::Fuzz ? job.x1 : job.x2 & ~3;
        const bool blocks = fitsBlocks();
        for (int32_t x = job.x1; x < job.x2;) {
            if (!blocks || !depthSettled(own)) {
                x = unit(make, before, x, groups);
                continue;
            }
            const int32_t end = std::min((x | (kBlockColumns - 1)) + 1, job.x2);
            if (block(make, x, end, groups)) {
                x = end;
            } else {
                while (x < end) x = unit(make, before, x, groups);
            }
        }
    }
};

// Columns of a sprite: one scale and one light.
struct MakeSpriteColumn {
    static constexpr bool kOneLight = true;
    const SpriteColumns& in;
    int32_t x1;
    Fixed origin;
    uint8_t own;

    MaskedColumn operator()(int32_t x) const {
        MaskedColumn c;
        c.textureColumn = static_cast<int32_t>(in.u + static_cast<uint32_t>(x - x1) * in.uStep) >> 16;
        c.scale = in.scale;
        c.step = in.step;
        c.top = in.top;
        c.origin = origin;
        c.map = in.map;
        c.depthValue = own;
        return c;
    }
};

struct MakeMidTextureColumn {
    static constexpr bool kOneLight = false;
    const Scene& s;
    const MaskedJob& job;
    const MidTextureColumns& in;

    MaskedColumn operator()(int32_t x) const {
        MaskedColumn c;
        const int32_t i = x - in.origin;
        c.textureColumn = in.textureColumn[x] >> 16;
        c.scale = addWrap(in.scaleStart, mulWrap(in.scaleStep, i));
        c.step = mulShift<18>(in.wallScale[x], in.textureScale);
        c.top = subWrap(job.horizon, mul16(job.mid, c.scale));
        c.origin = originOf(job, c.step);
        c.map = in.fixedMap ? in.fixedMap : s.lightRow(in.light.rows, in.light.shade, addWrap(in.light.start, mulWrap(in.light.step, i)));
        c.depthValue = midTextureDepth(in.wallScale[x]);
        return c;
    }
};

template <bool Depth, bool Labels>
void drawSprite(Scene& s, const MaskedJob& job, const SpriteColumns& in) {
    const uint8_t own = stepDepth(in.step);
    Painter<Depth, Labels>(s, job).draw(MakeSpriteColumn{in, job.x1, originOf(job, in.step), own}, [](int32_t) {}, own);
}

template <bool Depth, bool Labels>
void drawMidTexture(Scene& s, const MaskedJob& job, const MidTextureColumns& in) {
    const auto before = [&](int32_t x) {
        if constexpr (Depth) setDepth(s, midTextureDepth(in.wallScale[x]));
    };
    Painter<Depth, Labels>(s, job).draw(MakeMidTextureColumn{s, job, in}, before, -1);
}

}  // namespace

bool chooseBlend(const Scene& s, RenderStyle style, Fixed alpha, const uint8_t* translation, Blend& out) {
    out = Blend{};
    out.translation = translation;
    alpha = std::clamp<Fixed>(alpha, 0, kUnit);
    Fixed dest = kUnit - alpha;
    switch (style) {
        case RenderStyle::None:
            return false;
        case RenderStyle::Fuzzy:
        case RenderStyle::OptFuzzy:
            out.style = ColumnStyle::Fuzz;
            return true;
        case RenderStyle::SoulTrans:
            alpha = kUnit * 3 / 4, dest = kUnit / 4;
            break;
        case RenderStyle::Translucent:
            break;
        case RenderStyle::Add:
            dest = kUnit;
            break;
        default:
            alpha = kUnit, dest = 0;
            break;
    }
    if (alpha == 0 && dest == kUnit) return false;
    if (alpha == kUnit && dest == 0) {
        out.style = translation ? ColumnStyle::Translated : ColumnStyle::Opaque;
        return true;
    }
    const bool saturates = alpha + dest > kUnit;
    out.style = saturates ? ColumnStyle::Saturated : ColumnStyle::Translucent;
    const auto& table = saturates ? s.blend->clamped : s.blend->weighted;
    out.fg = table[alpha >> 10];
    out.bg = table[dest >> 10];
    return true;
}

void drawSpriteColumns(Scene& s, const MaskedJob& job, const SpriteColumns& columns) {
    if (s.target.depth) {
        s.target.labels ? drawSprite<true, true>(s, job, columns) : drawSprite<true, false>(s, job, columns);
    } else {
        s.target.labels ? drawSprite<false, true>(s, job, columns) : drawSprite<false, false>(s, job, columns);
    }
}

void drawMidTextureColumns(Scene& s, const MaskedJob& job, const MidTextureColumns& columns) {
    if (s.target.depth) {
        s.target.labels ? drawMidTexture<true, true>(s, job, columns) : drawMidTexture<true, false>(s, job, columns);
    } else {
        s.target.labels ? drawMidTexture<false, true>(s, job, columns) : drawMidTexture<false, false>(s, job, columns);
    }
}

}  // namespace caco
