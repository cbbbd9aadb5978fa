#include "render/masked_columns.h"

#include <algorithm>
#include <span>

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

// The column of the picture that shows at a column that may lie beside it.
size_t wrapped(const Picture& p, int32_t column) {
    const int32_t w = p.width;
    if ((w & (w - 1)) == 0) return static_cast<size_t>(column & (w - 1));
    if (column < 0) column = w + column % w;
    return static_cast<size_t>(column >= w ? column % w : column);
}

std::span<const Post> postsOf(const Picture& p, size_t column) {
    return {p.posts.data() + p.postStart[column], p.posts.data() + p.postStart[column + 1]};
}

MaskedStrip stripOf(const Picture& p, const MaskedColumn& c, size_t column, const uint8_t* map, int32_t x) {
    return {x & (kBlockColumns - 1), p.pixels.data() + column * static_cast<size_t>(p.columnStride), static_cast<uint32_t>(c.origin),
            static_cast<uint32_t>(c.step), map};
}

// Texel position of row 0 in a post that starts at texel 0.
Fixed originOf(const MaskedJob& job, Fixed step) { return subWrap(job.mid, mul16(subWrap(job.horizon, kUnit), step)); }

// Rows of one post; false when nothing of it is visible.
inline bool clipPost(const MaskedColumn& c, const Post& post, int32_t topRow, int32_t bottomRow, MaskedSpan& out) {
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

    MaskedBlend kernelBlend() const {
        return {job.blend.fg, job.blend.bg, s.blend->nearest15.data(), job.blend.style == ColumnStyle::Saturated};
    }

    MaskedBlock blockAt(int32_t x, std::span<const MaskedStrip> strips, std::span<const MaskedPiece> pieces) const {
        MaskedBlock b{};
        b.screen = screen;
        b.stride = stride;
        b.x = x & ~(kBlockColumns - 1);
        b.strips = strips.data();
        b.stripCount = strips.size();
        b.pieces = pieces.data();
        b.pieceCount = pieces.size();
        b.height = job.picture->height;
        b.translation = job.blend.translation;
        b.blend = kernelBlend();
        return b;
    }

    void paintPixels(const MaskedColumn& c, const uint8_t* map, int32_t x, int32_t from, int32_t to) {
        const MaskedStrip strip = stripOf(*job.picture, c, wrapped(*job.picture, c.textureColumn), map, x);
        const MaskedPiece piece{0, from, to};
        scalarKernels().maskedBlock(blockAt(x, {&strip, 1}, {&piece, 1}));
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
        for (const Post& post : postsOf(*job.picture, wrapped(*job.picture, c.textureColumn))) {
            MaskedSpan span;
            if (clipPost(c, post, job.topClip[x], job.bottomClip[x], span)) visit(span);
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
            paintPixels(c, c.map, x, span.top, span.bottom);
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

    void paintOne(const MaskedColumn& c, const uint8_t* map, int32_t x, int32_t from, int32_t to) {
        if constexpr (Depth) setDepth(s, c.depthValue);
        if (overwrites() && to > from) {
            writeDepth(x, from, to);
            writeLabels(x, from, to);
        } else if (job.blend.style == ColumnStyle::Saturated) {
            writeDepth(x, from - 1, to - 1);
            writeLabels(x, from - 1, to - 1);
        }
        paintPixels(c, map, x, from, to);
    }

    void paintFour(const MaskedColumn* c, const uint8_t* map, int32_t x, int32_t from, int32_t to) {
        const int32_t shift = job.blend.style == ColumnStyle::Saturated ? 1 : 0;
        for (int32_t z = 0; z < 4; ++z) {
            if (shift || overwrites()) {
                if constexpr (Depth) setDepth(s, c[z].depthValue);
                writeDepth(x + z, from - shift, to - shift);
                writeLabels(x + z, from - shift, to - shift);
            }
            paintPixels(c[z], map, x + z, from, to);
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
                        paintOne(c[z], map, x + z, cursor.top, cursor.span.bottom);
                        cursor.advance();
                        painted = true;
                    } else if (nextTop > cursor.top) {
                        paintOne(c[z], map, x + z, cursor.top, nextTop - 1);
                        cursor.top = nextTop;
                        painted = true;
                    }
                }
                if (!painted) return;
                continue;
            }
            for (int32_t z = 0; z < 4; ++z) {
                if (k[z].top < maxTop) paintOne(c[z], map, x + z, k[z].top, maxTop - 1);
            }
            paintFour(c, map, x, maxTop, minBottom);
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
    // Depth and labels of saturated pixels lie a row higher where columns are drawn four together.
    bool fitsBlocks() const {
        const ColumnStyle style = job.blend.style;
        const bool plain = style != ColumnStyle::Fuzz && (style != ColumnStyle::Saturated || !(Depth || Labels));
        return plain && job.picture->height <= kMaxStripHeight;
    }

    // What columns [x, end) of a block show, as it gathers in the scene's lists.
    struct Gathered {
        size_t strips = 0, pieces = 0;
    };

    // Appends a column; false when posts overlap.
    bool addColumn(const MaskedColumn& c, int32_t x, const uint8_t* map, Gathered& out) {
        const int32_t top = job.topClip[x], bottom = job.bottomClip[x];
        if (c.step <= 0 || bottom <= top) return true;
        const size_t column = wrapped(*job.picture, c.textureColumn);
        const std::span<const Post> posts = postsOf(*job.picture, column);
        if (s.pieces.size() < out.pieces + posts.size()) s.pieces.resize(2 * (out.pieces + posts.size()));
        const MaskedPiece* const first = s.pieces.data() + out.pieces;
        MaskedPiece* piece = s.pieces.data() + out.pieces;
        bool apart = true;
        for (const Post& post : posts) {
            MaskedSpan span;
            if (!clipPost(c, post, top, bottom, span)) continue;
            apart = apart && (piece == first || span.top > piece[-1].bottom);
            *piece++ = {static_cast<uint32_t>(out.strips), span.top, span.bottom};
        }
        if (piece == first) return true;
        out.pieces += static_cast<size_t>(piece - first);
        s.strips[out.strips++] = stripOf(*job.picture, c, column, map, x);
        return apart;
    }

    // Columns [x, end) of one block; `groups`: columns below are drawn four together. False: posts overlap, nothing was drawn.
    template <class Make> bool block(Make make, int32_t x, int32_t end, int32_t groups) {
        Gathered all;
        const int32_t first = x;
        for (; x < end; ++x) {
            const MaskedColumn c = make(x);
            // Four columns wear the light of the last.
            const bool other = !Make::kOneLight && x < groups && (x & ~3) >= job.x1;
            if (!addColumn(c, x, other ? make(x | 3).map : c.map, all)) return false;
        }
        if (all.pieces == 0) return true;
        MaskedBlock b = blockAt(first, {s.strips.data(), all.strips}, {s.pieces.data(), all.pieces});
        if constexpr (Labels) {
            for (size_t i = 0; i < all.pieces; ++i) {
                const MaskedPiece& p = s.pieces[i];
                growBox(b.x + s.strips[p.strip].lane, p.top, p.bottom);
            }
        }
        b.depth = s.target.depth;
        b.labels = s.target.labels;
        b.depthValue = s.depth;
        b.label = job.label;
        s.kernels->maskedBlock(b);
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

    // All columns of a sprite at once, where the kernels can; false: nothing was drawn.
    bool wholeSprite(const SpriteColumns& in, Fixed origin, int32_t own) {
        const Picture& p = *job.picture;
        if (Labels || !s.kernels->spriteColumns || !fitsBlocks() || !depthSettled(own) || p.flat || in.step <= 0) return false;
        SpriteJob all{};
        all.screen = screen;
        all.depth = s.target.depth;
        all.stride = stride;
        all.x1 = job.x1;
        all.x2 = job.x2;
        all.top = job.topClip;
        all.bottom = job.bottomClip;
        all.pixels = p.pixels.data();
        all.width = p.width;
        all.columnStride = p.columnStride;
        all.height = p.height;
        all.u = in.u;
        all.uStep = in.uStep;
        all.scale = in.scale;
        all.above = in.top;
        all.origin = origin;
        all.step = in.step;
        all.map = in.map;
        all.translation = job.blend.translation;
        all.blend = kernelBlend();
        all.depthValue = s.depth;
        return s.kernels->spriteColumns(all);
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
    const Fixed origin = originOf(job, in.step);
    Painter<Depth, Labels> painter(s, job);
    if (!painter.wholeSprite(in, origin, own)) painter.draw(MakeSpriteColumn{in, job.x1, origin, own}, [](int32_t) {}, own);
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
