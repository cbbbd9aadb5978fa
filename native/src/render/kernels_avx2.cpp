// The drawing loops for AVX2: tables are looked up 16 entries at a time and chosen among by the upper bits of the index.
#include "render/kernel_columns.h"
#include "render/kernel_tables.h"

#if defined(__AVX2__)
#include <immintrin.h>

namespace caco {
namespace {

// --- tables of up to 256 bytes

inline __m256i part(const uint8_t* table, int i) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table + 16 * i)));
}

// Entries of parts [First, First + Count) by index bits Bits: the lower four, then one bit for each halving.
template <int First, int Count> inline __m256i choose(const uint8_t* table, __m256i low, const __m256i* bit) {
    if constexpr (Count == 1) {
        return _mm256_shuffle_epi8(part(table, First), low);
    } else {
        constexpr int kHalf = Count / 2;
        constexpr int kBit = kHalf == 8 ? 3 : kHalf == 4 ? 2 : kHalf == 2 ? 1 : 0;
        return _mm256_blendv_epi8(choose<First, kHalf>(table, low, bit), choose<First + kHalf, kHalf>(table, low, bit), bit[kBit]);
    }
}

// table[index] for 32 indices below 16 * Parts.
template <int Parts> inline __m256i lookUp(const uint8_t* table, __m256i index) {
    const __m256i low = _mm256_and_si256(index, _mm256_set1_epi8(15));
    // Index bits 4 to 7 as the sign bits of the bytes.
    const __m256i bit[4] = {_mm256_slli_epi16(index, 3), _mm256_slli_epi16(index, 2), _mm256_slli_epi16(index, 1), index};
    return choose<0, Parts>(table, low, bit);
}

inline __m256i load(const uint8_t* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
inline void store(uint8_t* p, __m256i v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v); }

void mapBytes(const uint8_t* table, const uint8_t* in, size_t count, uint8_t* out) {
    size_t i = 0;
    for (; i + 32 <= count; i += 32) store(out + i, lookUp<16>(table, load(in + i)));
    for (; i < count; ++i) out[i] = table[in[i]];
}

void mapPlanes(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) {
    for (size_t p = 0; p < 3; ++p) mapBytes(tables + 256 * p, in, count, out + p * count);
}

void mapTriples(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) { kScalarKernels.mapTriples(tables, in, count, out); }
void mapQuads(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) { kScalarKernels.mapQuads(tables, in, count, out); }
uint32_t facingSegs(const SegBatch& batch, int32_t count, SegPoints& out) { return kScalarKernels.facingSegs(batch, count, out); }
void makeFlatRuns(const FlatPlane& plane, const RowRun* runs, size_t count, FlatRuns& out) {
    kScalarKernels.makeFlatRuns(plane, runs, count, out);
}
void columnTable(const ColumnTable& table) { kScalarKernels.columnTable(table); }
void slopeRows(int16_t* rows, int32_t count, int32_t row, int32_t step) { kScalarKernels.slopeRows(rows, count, row, step); }
void cutRows(const WallPiece& piece) { kScalarKernels.cutRows(piece); }
bool allEqual(const int16_t* values, int32_t x1, int32_t x2, int16_t value) { return kScalarKernels.allEqual(values, x1, x2, value); }
void maskedBlock(const MaskedBlock& block) { kScalarKernels.maskedBlock(block); }

// The lowest bytes of 32 numbers below 256, in order.
inline __m256i packBytes(__m256i a, __m256i b, __m256i c, __m256i d) {
    const __m256i bytes = _mm256_packus_epi16(_mm256_packus_epi32(a, b), _mm256_packus_epi32(c, d));
    return _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

inline __m256i broadcast(uint32_t v) { return _mm256_set1_epi32(static_cast<int32_t>(v)); }

inline __m256i firstSteps(uint32_t start, uint32_t step) {
    return _mm256_add_epi32(broadcast(start), _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), broadcast(step)));
}

// --- floors and ceilings

// All bits set in those of 16 columns that have the row.
inline __m128i coveredLanes(const int16_t* top, const int16_t* bottom, int32_t y) {
    const __m256i t = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(top));
    const __m256i e = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bottom));
    const __m256i row = _mm256_set1_epi16(static_cast<int16_t>(y));
    const __m256i covered = _mm256_andnot_si256(_mm256_cmpgt_epi16(t, row), _mm256_cmpgt_epi16(e, row));
    return _mm_packs_epi16(_mm256_castsi256_si128(covered), _mm256_extracti128_si256(covered, 1));
}

size_t rowRuns(PlaneColumns& p, RowRun (&out)[kRowRuns]) {
    const int16_t* const top = p.top + p.left;
    const int16_t* const bottom = p.bottom + p.left;
    return findRowRuns(p, out, [=](int32_t first, int32_t count, int32_t y) {
        uint64_t inside = 0;
        for (int32_t i = 0; i < count; i += 16) {
            const __m128i covered = coveredLanes(top + first + i, bottom + first + i, y);
            inside |= uint64_t{static_cast<uint16_t>(_mm_movemask_epi8(covered))} << i;
        }
        return inside & (~uint64_t{0} >> (64 - count));
    });
}

// Draws whole groups of 32 pixels and says how many pixels that were.
int32_t flatGroups(const FlatRuns& r, size_t run) {
    __m256i u = firstSteps(r.u[run], r.du[run]), v = firstSteps(r.v[run], r.dv[run]);
    const __m256i du = broadcast(8 * r.du[run]), dv = broadcast(8 * r.dv[run]);
    const auto fetch = [&] {
        const __m256i column = _mm256_and_si256(_mm256_srli_epi32(u, 20), _mm256_set1_epi32(0xFC0));
        const __m256i texel = _mm256_or_si256(column, _mm256_srli_epi32(v, 26));
        u = _mm256_add_epi32(u, du);
        v = _mm256_add_epi32(v, dv);
        const __m256i words = _mm256_i32gather_epi32(reinterpret_cast<const int*>(r.texels), texel, 1);
        return _mm256_and_si256(words, _mm256_set1_epi32(255));
    };
    uint8_t* const dest = r.screen + r.offset[run];
    int32_t i = 0;
    for (; i + 32 <= r.pixels[run]; i += 32) {
        const __m256i a = fetch(), b = fetch(), c = fetch(), d = fetch();
        store(dest + i, lookUp<16>(r.maps + r.map[run], packBytes(a, b, c, d)));
    }
    return i;
}

void flatRuns(const FlatRuns& r) {
    FlatRuns rest = r;
    for (size_t i = 0; i < r.count; ++i) {
        const int32_t done = flatGroups(r, i);
        rest.offset[i] += done;
        rest.pixels[i] -= done;
        rest.u[i] += static_cast<uint32_t>(done) * r.du[i];
        rest.v[i] += static_cast<uint32_t>(done) * r.dv[i];
    }
    kScalarKernels.flatRuns(rest);
}

// --- walls: 16 columns at a time in blocks of 32 rows, drawn down the columns and then turned

constexpr int32_t kLanes = kBlockColumns, kBlockRows = 32;

inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
inline int32_t greater(int32_t a, int32_t b) { return a > b ? a : b; }

struct WallBlock {
    alignas(32) int16_t top[kLanes], bottom[kLanes];    // an empty range where a column does not count
    uint32_t position[kLanes], step[kLanes];            // texture position at the block's first row
    int32_t texels[kLanes], light[kLanes];              // offsets of the texture column and of the light row
    int32_t tailFrom[kLanes], tailLight[kLanes];        // rows from `tailFrom` on have the light `tailLight`
    int32_t first, last;                                // rows that any column has: [first, last)
    int32_t full, fullEnd;                              // rows that all 16 columns have
};

int32_t lightRow(const WallColumnJob& job, int32_t x) {
    if (job.fixedMap) return 0;
    const int32_t visibility = smaller(job.lightStart + job.lightStep * (x - job.x1), 24 << 16);
    return 256 * smaller(greater((job.shade - visibility) >> 16, 0), 31);
}

void setTails(const WallColumnJob& job, int32_t x, WallBlock& b) {
    for (int32_t z = 0; z < kLanes; z += 4) {
        int32_t from, to = INT32_MAX;
        const bool differ = b.light[z + 1] != b.light[z] || b.light[z + 2] != b.light[z] || b.light[z + 3] != b.light[z];
        if (!differ || !sharedRows(job, x + z, from, to)) to = INT32_MAX;
        for (int32_t i = z; i < z + 4; ++i) {
            b.tailFrom[i] = to;
            b.tailLight[i] = b.light[z];
        }
    }
}

bool makeBlock(const WallColumnJob& job, int32_t x, WallBlock& b) {
    b.first = b.fullEnd = INT32_MAX;
    b.last = b.full = INT32_MIN;
    for (int32_t i = 0; i < kLanes; ++i) {
        const bool live = x + i >= job.x1 && x + i < job.x2 && job.bottom[x + i] > job.top[x + i];
        b.top[i] = live ? job.top[x + i] : INT16_MAX;
        b.bottom[i] = live ? job.bottom[x + i] : INT16_MIN;
        b.full = greater(b.full, b.top[i]);
        b.fullEnd = smaller(b.fullEnd, b.bottom[i]);
        b.first = smaller(b.first, b.top[i]);
        b.last = greater(b.last, b.bottom[i]);
    }
    if (b.last <= b.first) return false;
    for (int32_t i = 0; i < kLanes; ++i) {
        const int32_t step = wallStep(job, x + i);
        const int32_t rows = job.top[x + i] * 65536 - job.horizon + 65536;
        b.step[i] = static_cast<uint32_t>(step);
        b.position[i] = job.mid + static_cast<uint32_t>((static_cast<int64_t>(step) * rows) >> 16) -
                        static_cast<uint32_t>(job.top[x + i] - b.first) * b.step[i];
        b.texels[i] = wrapColumn((job.column[x + i] + job.columnOffset) >> 16, job.textureWidth) * job.textureStride;
        b.light[i] = lightRow(job, x + i);
    }
    setTails(job, x, b);
    return true;
}

// Rows [y, y + 32) of a column.
template <int Parts> inline __m256i drawColumn(const WallColumnJob& job, const WallBlock& b, int32_t c, int32_t y) {
    const uint8_t* colormap = job.fixedMap ? job.fixedMap : job.colormap;
    const __m128i shift = _mm_cvtsi32_si128(static_cast<int32_t>(32 - job.bits));
    const __m256i p0 = firstSteps(b.position[c] + static_cast<uint32_t>(y - b.first) * b.step[c], b.step[c]);
    const __m256i eight = broadcast(8 * b.step[c]);
    const __m256i p1 = _mm256_add_epi32(p0, eight), p2 = _mm256_add_epi32(p1, eight), p3 = _mm256_add_epi32(p2, eight);
    const __m256i index =
        packBytes(_mm256_srl_epi32(p0, shift), _mm256_srl_epi32(p1, shift), _mm256_srl_epi32(p2, shift), _mm256_srl_epi32(p3, shift));
    const __m256i texels = lookUp<Parts>(job.pixels + b.texels[c], index);
    const __m256i lit = lookUp<16>(colormap + b.light[c], texels);
    if (b.tailFrom[c] >= y + kBlockRows) return lit;
    alignas(32) static constexpr int8_t kRow[32] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                                    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
    const __m256i row = _mm256_load_si256(reinterpret_cast<const __m256i*>(kRow));
    const __m256i tail = _mm256_cmpgt_epi8(row, _mm256_set1_epi8(static_cast<char>(greater(b.tailFrom[c] - y, 0) - 1)));
    return _mm256_blendv_epi8(lit, lookUp<16>(colormap + b.tailLight[c], texels), tail);
}

// 16 columns of 32 rows -> 32 rows of 16 pixels: row 16 l + r of the block is lane l of rows[r].
inline void turn(const __m256i* columns, __m256i* rows) {
    __m256i a[16], b[16];
    for (int i = 0; i < 8; ++i) {
        a[2 * i] = _mm256_unpacklo_epi8(columns[i], columns[i + 8]);
        a[2 * i + 1] = _mm256_unpackhi_epi8(columns[i], columns[i + 8]);
    }
    for (int i = 0; i < 8; ++i) b[2 * i] = _mm256_unpacklo_epi8(a[i], a[i + 8]), b[2 * i + 1] = _mm256_unpackhi_epi8(a[i], a[i + 8]);
    for (int i = 0; i < 8; ++i) a[2 * i] = _mm256_unpacklo_epi8(b[i], b[i + 8]), a[2 * i + 1] = _mm256_unpackhi_epi8(b[i], b[i + 8]);
    for (int i = 0; i < 8; ++i) {
        rows[2 * i] = _mm256_unpacklo_epi8(a[i], a[i + 8]);
        rows[2 * i + 1] = _mm256_unpackhi_epi8(a[i], a[i + 8]);
    }
}

inline void storeCovered(uint8_t* dest, __m128i bytes, __m128i covered) {
    auto* p = reinterpret_cast<__m128i*>(dest);
    _mm_storeu_si128(p, _mm_blendv_epi8(_mm_loadu_si128(p), bytes, covered));
}

void storeRows(const WallColumnJob& job, const WallBlock& b, int32_t x, int32_t y, const __m256i* rows) {
    const auto* pixels = reinterpret_cast<const uint8_t*>(rows);
    const int32_t end = smaller(b.last, y + kBlockRows);
    uint8_t* dest = job.screen + static_cast<ptrdiff_t>(y) * job.stride + x;
    for (int32_t i = y; i < end; ++i, dest += job.stride) {
        const int32_t r = i - y;
        const __m128i row = _mm_load_si128(reinterpret_cast<const __m128i*>(pixels + (r & 15) * 32 + (r >> 4) * 16));
        if (i >= b.full && i < b.fullEnd) {
            _mm_storeu_si128(reinterpret_cast<__m128i*>(dest), row);
        } else {
            storeCovered(dest, row, coveredLanes(b.top, b.bottom, i));
        }
    }
}

// The same bytes in every row of the columns [top, bottom).
void fillColumns(uint8_t* base, int32_t stride, int32_t x, const int16_t* top, const int16_t* bottom, const uint8_t* bytes) {
    int32_t first = INT16_MAX, last = INT16_MIN;
    for (int32_t i = 0; i < kLanes; ++i) {
        first = smaller(first, top[i]);
        last = greater(last, bottom[i]);
    }
    const __m128i row = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    uint8_t* dest = base + static_cast<ptrdiff_t>(first) * stride + x;
    for (int32_t y = first; y < last; ++y, dest += stride) storeCovered(dest, row, coveredLanes(top, bottom, y));
}

// Depth and labels of the rows that four columns share reach one row further; labels are written only there.
void markBlock(const WallColumnJob& job, const WallBlock& b, int32_t x) {
    alignas(32) int16_t depthEnd[kLanes], labelTop[kLanes], labelEnd[kLanes];
    uint8_t depth[kLanes];
    const uint8_t none[kLanes] = {};
    for (int32_t z = 0; z < kLanes; z += 4) {
        int32_t from, to;
        const bool shared = sharedRows(job, x + z, from, to);
        for (int32_t i = z; i < z + 4; ++i) {
            labelTop[i] = shared ? static_cast<int16_t>(from) : INT16_MAX;
            labelEnd[i] = shared ? static_cast<int16_t>(smaller(to + 1, job.height)) : INT16_MIN;
            depthEnd[i] = static_cast<int16_t>(greater(b.bottom[i], labelEnd[i]));
            depth[i] = job.depth ? wallDepth(job, static_cast<int32_t>(b.step[i])) : 0;
        }
    }
    if (job.depth) fillColumns(job.depth, job.stride, x, b.top, depthEnd, depth);
    if (job.labels) fillColumns(job.labels, job.stride, x, labelTop, labelEnd, none);
}

template <int Parts> void drawBlocks(const WallColumnJob& job) {
    for (int32_t x = job.x1 & ~(kLanes - 1); x < job.x2; x += kLanes) {
        WallBlock b;
        if (!makeBlock(job, x, b)) continue;
        for (int32_t y = b.first; y < b.last; y += kBlockRows) {
            __m256i columns[kLanes], rows[kLanes];
            for (int32_t c = 0; c < kLanes; ++c) columns[c] = drawColumn<Parts>(job, b, c, y);
            turn(columns, rows);
            storeRows(job, b, x, y, rows);
        }
        if (job.depth || job.labels) markBlock(job, b, x);
    }
}

// Textures of few rows would be read beyond their end.
void wallColumns(const WallColumnJob& job) {
    switch (job.bits) {
    case 8: return drawBlocks<16>(job);
    case 7: return drawBlocks<8>(job);
    case 6: return drawBlocks<4>(job);
    case 5: return drawBlocks<2>(job);
    default: return kScalarKernels.wallColumns(job);
    }
}

constexpr DrawKernels kTable{"avx2", wallColumns, facingSegs, columnTable, slopeRows, cutRows, allEqual, rowRuns, makeFlatRuns, flatRuns, maskedBlock, nullptr, mapBytes, mapPlanes, mapTriples, mapQuads};

} // namespace

const DrawKernels* const kAvx2Kernels = &kTable;

} // namespace caco

#else

namespace caco {
const DrawKernels* const kAvx2Kernels = nullptr;
} // namespace caco

#endif
