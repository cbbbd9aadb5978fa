// The drawing loops for AVX-512 with byte permutations: a table of 64 or 128 bytes is one instruction for 64 pixels.
#include "render/kernel_columns.h"
#include "render/kernel_tables.h"

#if defined(__AVX512VBMI__)
#include <immintrin.h>

namespace caco {
namespace {

// --- tables of 256 bytes

struct Table {
    __m512i part[4];
};

inline Table loadTable(const uint8_t* t) {
    return {{_mm512_loadu_si512(t), _mm512_loadu_si512(t + 64), _mm512_loadu_si512(t + 128), _mm512_loadu_si512(t + 192)}};
}

inline __m512i lookUp(const Table& t, __m512i index) {
    const __m512i low = _mm512_permutex2var_epi8(t.part[0], index, t.part[1]);
    const __m512i high = _mm512_permutex2var_epi8(t.part[2], index, t.part[3]);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(index), low, high);
}

inline __mmask64 firstBytes(size_t count) { return count >= 64 ? ~__mmask64{0} : (__mmask64{1} << count) - 1; }

void mapBytes(const uint8_t* table, const uint8_t* in, size_t count, uint8_t* out) {
    const Table t = loadTable(table);
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        _mm512_storeu_si512(out + i, lookUp(t, _mm512_loadu_si512(in + i)));
    }
    const __mmask64 rest = firstBytes(count - i);
    if (rest) _mm512_mask_storeu_epi8(out + i, rest, lookUp(t, _mm512_maskz_loadu_epi8(rest, in + i)));
}

void mapPlanes(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) {
    const Table t0 = loadTable(tables), t1 = loadTable(tables + 256), t2 = loadTable(tables + 512);
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        const __m512i x = _mm512_loadu_si512(in + i);
        _mm512_storeu_si512(out + i, lookUp(t0, x));
        _mm512_storeu_si512(out + count + i, lookUp(t1, x));
        _mm512_storeu_si512(out + 2 * count + i, lookUp(t2, x));
    }
    const __mmask64 rest = firstBytes(count - i);
    if (!rest) return;
    const __m512i x = _mm512_maskz_loadu_epi8(rest, in + i);
    _mm512_mask_storeu_epi8(out + i, rest, lookUp(t0, x));
    _mm512_mask_storeu_epi8(out + count + i, rest, lookUp(t1, x));
    _mm512_mask_storeu_epi8(out + 2 * count + i, rest, lookUp(t2, x));
}

// Where byte i of an interleaved block of three planes comes from: pixel i / 3 of plane i % 3.
struct TripleOrder {
    alignas(64) uint8_t pixel[3][64];   // as an index into planes 0 (0..63) and 1 (64..127)
    uint64_t third[3];                  // bytes of plane 2
};
constexpr TripleOrder makeTripleOrder() {
    TripleOrder o{};
    for (size_t i = 0; i < 192; ++i) {
        o.pixel[i / 64][i % 64] = static_cast<uint8_t>(i / 3 + (i % 3 == 1 ? 64 : 0));
        if (i % 3 == 2) o.third[i / 64] |= uint64_t{1} << (i % 64);
    }
    return o;
}
constexpr TripleOrder kTripleOrder = makeTripleOrder();

void mapTriples(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) {
    const Table t0 = loadTable(tables), t1 = loadTable(tables + 256), t2 = loadTable(tables + 512);
    for (size_t i = 0; i < count; i += 64) {
        const __m512i x = _mm512_maskz_loadu_epi8(firstBytes(count - i), in + i);
        const __m512i a = lookUp(t0, x), b = lookUp(t1, x), c = lookUp(t2, x);
        for (size_t part = 0; part < 3; ++part) {
            const size_t done = 3 * i + 64 * part;
            if (done >= 3 * count) break;
            const __m512i order = _mm512_load_si512(kTripleOrder.pixel[part]);
            const __m512i two = _mm512_permutex2var_epi8(a, order, b);
            const __m512i bytes = _mm512_mask_permutexvar_epi8(two, kTripleOrder.third[part], order, c);
            _mm512_mask_storeu_epi8(out + done, firstBytes(3 * count - done), bytes);
        }
    }
}

void mapQuads(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out) {
    const Table t0 = loadTable(tables), t1 = loadTable(tables + 256), t2 = loadTable(tables + 512), t3 = loadTable(tables + 768);
    // Pixels in such an order that unpacking within the 128-bit lanes puts them right.
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    for (size_t i = 0; i < count; i += 64) {
        const __m512i x = _mm512_permutexvar_epi32(order, _mm512_maskz_loadu_epi8(firstBytes(count - i), in + i));
        const __m512i a = lookUp(t0, x), b = lookUp(t1, x), c = lookUp(t2, x), d = lookUp(t3, x);
        const __m512i abLow = _mm512_unpacklo_epi8(a, b), abHigh = _mm512_unpackhi_epi8(a, b);
        const __m512i cdLow = _mm512_unpacklo_epi8(c, d), cdHigh = _mm512_unpackhi_epi8(c, d);
        const __m512i quads[4] = {_mm512_unpacklo_epi16(abLow, cdLow), _mm512_unpackhi_epi16(abLow, cdLow),
                                  _mm512_unpacklo_epi16(abHigh, cdHigh), _mm512_unpackhi_epi16(abHigh, cdHigh)};
        for (size_t part = 0; part < 4 && i + 16 * part < count; ++part) {
            const size_t done = 4 * i + 64 * part;
            _mm512_mask_storeu_epi8(out + done, firstBytes(4 * count - done), quads[part]);
        }
    }
}

// --- positions

inline __m512i lanes() { return _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15); }
inline __m512i broadcast(int32_t v) { return _mm512_set1_epi32(v); }
inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
inline int32_t greater(int32_t a, int32_t b) { return a > b ? a : b; }

// (a * b) >> 16 of 64-bit products.
inline __m512i multiply16(__m512i a, __m512i b) {
    const __m512i even = _mm512_srli_epi64(_mm512_mul_epi32(a, b), 16);
    const __m512i odd = _mm512_slli_epi64(_mm512_mul_epi32(_mm512_srli_epi64(a, 32), _mm512_srli_epi64(b, 32)), 16);
    return _mm512_mask_blend_epi32(0xAAAA, even, odd);
}

// Offsets of light rows.
inline __m512i lightOffsets(int32_t shade, __m512i visibility) {
    const __m512i rows = _mm512_srai_epi32(_mm512_sub_epi32(broadcast(shade), _mm512_min_epi32(visibility, broadcast(24 << 16))), 16);
    return _mm512_slli_epi32(_mm512_min_epi32(_mm512_max_epi32(rows, _mm512_setzero_si512()), broadcast(31)), 8);
}

// One byte of the positions of 64 pixels: 3 = the uppermost.
struct ByteOrder {
    alignas(64) uint8_t from[64];
};
constexpr ByteOrder everyFourth(uint8_t first) {
    ByteOrder o{};
    for (size_t i = 0; i < 64; ++i) o.from[i] = static_cast<uint8_t>(4 * (i & 31) + first);
    return o;
}
template <int Byte> inline __m512i positionBytes(int32_t position, int32_t step) {
    static constexpr ByteOrder kOrder = everyFourth(Byte);
    const __m512i p0 = _mm512_add_epi32(broadcast(position), _mm512_mullo_epi32(lanes(), broadcast(step)));
    const __m512i sixteen = broadcast(static_cast<int32_t>(16u * static_cast<uint32_t>(step)));
    const __m512i p1 = _mm512_add_epi32(p0, sixteen), p2 = _mm512_add_epi32(p1, sixteen), p3 = _mm512_add_epi32(p2, sixteen);
    const __m512i upper = _mm512_load_si512(kOrder.from);
    const __m512i low = _mm512_permutex2var_epi8(p0, upper, p1), high = _mm512_permutex2var_epi8(p2, upper, p3);
    return _mm512_inserti64x4(low, _mm512_castsi512_si256(high), 1);
}

// --- segs

// a0 * a1 + b0 * b1 in 64 bits.
inline __m512i sumOfProducts(__m256i a0, __m256i a1, __m256i b0, __m256i b1) {
    const auto product = [](__m256i a, __m256i b) { return _mm512_mul_epi32(_mm512_cvtepi32_epi64(a), _mm512_cvtepi32_epi64(b)); };
    return _mm512_add_epi64(product(a0, a1), product(b0, b1));
}

uint32_t facingSegs(const SegBatch& b, int32_t count, SegPoints& out) {
    const auto there = static_cast<__mmask8>(firstBytes(static_cast<size_t>(count)));
    const auto load = [&](const int32_t* ends, int32_t camera) {
        return _mm256_sub_epi32(_mm256_maskz_loadu_epi32(there, ends), _mm256_set1_epi32(camera));
    };
    const auto minus = [](__m256i v) { return _mm256_sub_epi32(_mm256_setzero_si256(), v); };
    const __m256i x1 = load(b.x1, b.x), y1 = load(b.y1, b.y), x2 = load(b.x2, b.x), y2 = load(b.y2, b.y);
    const __mmask8 front = there & _mm512_movepi64_mask(sumOfProducts(y1, _mm256_sub_epi32(x1, x2), x1, _mm256_sub_epi32(y2, y1)));
    if (!front) return 0;
    const auto turned = [](__m256i x, int32_t byX, __m256i y, int32_t byY) {
        return _mm512_cvtepi64_epi32(_mm512_srai_epi64(sumOfProducts(x, _mm256_set1_epi32(byX), y, _mm256_set1_epi32(byY)), 20));
    };
    __m256i tx1 = turned(x1, b.sine, minus(y1), b.cosine), ty1 = turned(x1, b.tanCosine, y1, b.tanSine);
    __m256i tx2 = turned(x2, b.sine, minus(y2), b.cosine), ty2 = turned(x2, b.tanCosine, y2, b.tanSine);
    if (b.flip) {
        const __m256i tx = tx1, ty = ty1;
        tx1 = _mm256_sub_epi32(_mm256_set1_epi32(256), tx2), ty1 = ty2;
        tx2 = _mm256_sub_epi32(_mm256_set1_epi32(256), tx), ty2 = ty;
    }
    // Which ends lie beyond the left and the right edge of the view.
    const uint32_t left1 = _mm256_cmplt_epi32_mask(tx1, minus(ty1)), right1 = _mm256_cmpgt_epi32_mask(tx1, ty1);
    const uint32_t left2 = _mm256_cmplt_epi32_mask(tx2, minus(ty2)), right2 = _mm256_cmpgt_epi32_mask(tx2, ty2);
    const uint32_t flat1 = right1 | _mm256_testn_epi32_mask(ty1, ty1), flat2 = left2 | _mm256_testn_epi32_mask(ty2, ty2);
    const uint32_t misses = (left1 & left2) | (~left1 & flat1) | (right2 & right1) | (~right2 & flat2);
    const auto store = [](int32_t* to, __m256i v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v); };
    store(out.tx1, tx1), store(out.ty1, ty1), store(out.tx2, tx2), store(out.ty2, ty2);
    return front & ~misses;
}

// --- numbers by column

inline __m256i nearest(__m512d v) {
    return _mm512_cvtepi64_epi32(_mm512_castpd_si512(_mm512_add_pd(_mm512_add_pd(v, _mm512_set1_pd(kNudge)), _mm512_set1_pd(kToInteger))));
}

void columnTable(const ColumnTable& t) {
    const __m512d lane = _mm512_setr_pd(0, 1, 2, 3, 4, 5, 6, 7), eight = _mm512_set1_pd(8);
    const __m512d uStep = _mm512_set1_pd(t.uStep), zStep = _mm512_set1_pd(t.zStep);
    __m512d u = _mm512_add_pd(_mm512_set1_pd(t.u), _mm512_mul_pd(lane, uStep));
    __m512d z = _mm512_add_pd(_mm512_set1_pd(t.z), _mm512_mul_pd(lane, zStep));
    for (int32_t x = t.x1; x < t.x2; x += 8) {
        const auto here = static_cast<__mmask8>(firstBytes(static_cast<size_t>(t.x2 - x)));
        const __m512d f = _mm512_div_pd(u, z);
        _mm256_mask_storeu_epi32(t.column + x, here, nearest(_mm512_mul_pd(f, _mm512_set1_pd(t.range))));
        const __m512d scale = _mm512_add_pd(_mm512_mul_pd(f, _mm512_set1_pd(t.scaleStep)), _mm512_set1_pd(t.scaleOrigin));
        _mm256_mask_storeu_epi32(t.wallScale + x, here, nearest(scale));
        u = _mm512_add_pd(u, _mm512_mul_pd(eight, uStep));
        z = _mm512_add_pd(z, _mm512_mul_pd(eight, zStep));
    }
}

void slopeRows(int16_t* rows, int32_t count, int32_t row, int32_t step) {
    __m512i at = _mm512_add_epi32(broadcast(row), _mm512_mullo_epi32(lanes(), broadcast(step)));
    const __m512i sixteen = _mm512_slli_epi32(broadcast(step), 4);
    for (int32_t i = 0; i < count; i += 16) {
        const auto here = static_cast<__mmask16>(firstBytes(static_cast<size_t>(count - i)));
        _mm256_mask_storeu_epi16(rows + i, here, _mm512_cvtepi32_epi16(_mm512_srai_epi32(at, 16)));
        at = _mm512_add_epi32(at, sixteen);
    }
}

inline __mmask32 firstWords(int32_t count) { return count >= 32 ? ~__mmask32{0} : (__mmask32{1} << count) - 1; }

void cutRows(const WallPiece& p) {
    for (int32_t x = p.x1; x < p.x2; x += 32) {
        const __mmask32 here = firstWords(p.x2 - x);
        const auto load = [&](const int16_t* rows) { return _mm512_maskz_loadu_epi16(here, rows + x); };
        const __m512i open = load(p.ceilingClip), end = load(p.floorClip);
        const __m512i top = _mm512_max_epi16(load(p.topEdge), open), bottom = _mm512_min_epi16(load(p.bottomEdge), end);
        _mm512_mask_storeu_epi16(p.topEdge + x, here, top);
        _mm512_mask_storeu_epi16(p.bottomEdge + x, here, bottom);
        if (p.ceilingTop) {
            const __m512i last = _mm512_min_epi16(top, end);
            const __mmask32 any = _mm512_mask_cmplt_epi16_mask(here, open, last);
            _mm512_mask_storeu_epi16(p.ceilingTop + x, any, open);
            _mm512_mask_storeu_epi16(p.ceilingBottom + x, any, last);
        }
        if (p.floorTop) {
            const __m512i first = _mm512_max_epi16(bottom, open);
            const __mmask32 any = _mm512_mask_cmplt_epi16_mask(here, first, end);
            _mm512_mask_storeu_epi16(p.floorTop + x, any, first);
            _mm512_mask_storeu_epi16(p.floorBottom + x, any, end);
        }
        if (p.closes) {
            _mm512_mask_storeu_epi16(p.ceilingClip + x, here, _mm512_set1_epi16(p.closedTop));
            _mm512_mask_storeu_epi16(p.floorClip + x, here, _mm512_set1_epi16(p.closedBottom));
        }
    }
}

bool allEqual(const int16_t* values, int32_t x1, int32_t x2, int16_t value) {
    __mmask32 other = 0;
    for (int32_t x = x1; x < x2; x += 32) {
        const __mmask32 here = firstWords(x2 - x);
        other |= _mm512_mask_cmpneq_epi16_mask(here, _mm512_maskz_loadu_epi16(here, values + x), _mm512_set1_epi16(value));
    }
    return other == 0;
}

// --- floors and ceilings

// From a plane's left column on; columns beyond the right one have no height.
struct PlaneRows {
    alignas(64) uint16_t top[kMaxRunPixels + 64];
    alignas(64) uint16_t height[kMaxRunPixels + 64];
};

void copyColumns(const PlaneColumns& p, PlaneRows& rows) {
    const int32_t width = p.right - p.left;
    for (int32_t i = 0; i < width; i += 64) {
        const __mmask64 there = firstBytes(static_cast<size_t>(width - i));
        for (int32_t half = i; half < i + 64; half += 32) {
            const auto live = static_cast<__mmask32>(there >> (half - i));
            const __m512i top = _mm512_maskz_loadu_epi16(live, p.top + p.left + half);
            const __m512i height = _mm512_sub_epi16(_mm512_maskz_loadu_epi16(live, p.bottom + p.left + half), top);
            _mm512_store_si512(rows.top + half, top);
            _mm512_store_si512(rows.height + half, _mm512_max_epi16(height, _mm512_setzero_si512()));
        }
    }
}

size_t rowRuns(PlaneColumns& p, RowRun (&out)[kRowRuns]) {
    PlaneRows rows;
    copyColumns(p, rows);
    return findRowRuns(p, out, [&rows](int32_t first, int32_t, int32_t y) {
        const auto half = [&](int32_t from) {
            const __m512i below = _mm512_sub_epi16(_mm512_set1_epi16(static_cast<int16_t>(y)), _mm512_load_si512(rows.top + from));
            return _mm512_cmplt_epu16_mask(below, _mm512_load_si512(rows.height + from));
        };
        return uint64_t{_mm512_kunpackd(half(first + 32), half(first))};
    });
}

// One of the three numbers of 16 runs.
inline __m512i runNumbers(__m512i words, __m512i moreWords, int first) {
    static constexpr auto kEveryThird = [] {
        struct Order {
            alignas(64) int16_t from[32];
        } o{};
        for (int i = 0; i < 16; ++i) o.from[i] = static_cast<int16_t>(3 * i);
        return o;
    }();
    const __m512i order = _mm512_add_epi16(_mm512_load_si512(kEveryThird.from), _mm512_set1_epi16(static_cast<int16_t>(first)));
    return _mm512_cvtepi16_epi32(_mm512_castsi512_si256(_mm512_permutex2var_epi16(words, order, moreWords)));
}

void makeFlatRuns(const FlatPlane& p, const RowRun* runs, size_t count, FlatRuns& out) {
    const auto times = [](uint32_t a, __m512i b) { return _mm512_mullo_epi32(broadcast(static_cast<int32_t>(a)), b); };
    const auto plus = [](uint32_t a, __m512i b) { return _mm512_add_epi32(broadcast(static_cast<int32_t>(a)), b); };
    out.count = count;
    for (size_t i = 0; i < count; i += 16) {
        const auto* words = reinterpret_cast<const int16_t*>(runs + i);
        const __m512i first = _mm512_loadu_si512(words), more = _mm512_castsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(words + 32)));
        const auto there = static_cast<__mmask16>(firstBytes(count - i));
        const __m512i y = _mm512_maskz_mov_epi32(there, runNumbers(first, more, 0)), x1 = runNumbers(first, more, 1);
        const __m512i distance = multiply16(broadcast(p.height), _mm512_i32gather_epi32(y, p.slope, 4));
        const __m512i column = plus(0u - static_cast<uint32_t>(p.originColumn), x1);
        const auto store = [i](auto* to, __m512i v) { _mm512_storeu_si512(to + i, v); };
        store(out.offset, _mm512_add_epi32(times(static_cast<uint32_t>(p.stride), y), x1));
        store(out.pixels, _mm512_sub_epi32(runNumbers(first, more, 2), x1));
        store(out.du, multiply16(distance, broadcast(static_cast<int32_t>(p.xStep))));
        store(out.dv, multiply16(distance, broadcast(static_cast<int32_t>(p.yStep))));
        store(out.u, plus(p.x, multiply16(distance, plus(p.xAhead, times(p.xStep, column)))));
        store(out.v, plus(p.y, multiply16(distance, plus(p.yAhead, times(p.yStep, column)))));
        const __m512i rows = _mm512_abs_epi32(_mm512_sub_epi32(broadcast(p.horizon), _mm512_slli_epi32(y, 16)));
        store(out.map, p.lit ? lightOffsets(p.shade, multiply16(broadcast(p.visibility), rows)) : _mm512_setzero_si512());
    }
}

// Runs lie side by side in a batch, each padded to whole groups of 16.
constexpr int32_t kBatchPixels = 1024;
struct FlatBatch {
    alignas(64) uint16_t number[kBatchPixels + kMaxRunPixels + 64];
    alignas(64) uint8_t texels[kBatchPixels + kMaxRunPixels + 64];
};

inline int32_t padded(int32_t count) { return (count + 15) & ~15; }

// Numbers of 32 pixels that go on and on. Two vectors hold four pixels of eight in turn, as packing needs them.
struct PixelPair {
    __m512i first, second, next;
    PixelPair(uint32_t start, uint32_t step) {
        const __m512i order = _mm512_setr_epi32(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        const __m512i steps = broadcast(static_cast<int32_t>(step));
        first = _mm512_add_epi32(broadcast(static_cast<int32_t>(start)), _mm512_mullo_epi32(order, steps));
        second = _mm512_add_epi32(first, _mm512_slli_epi32(steps, 2));
        next = _mm512_slli_epi32(steps, 5);
    }
    void advance() {
        first = _mm512_add_epi32(first, next);
        second = _mm512_add_epi32(second, next);
    }
};

// Up to 31 numbers too many.
void numberTexels(const FlatRuns& r, size_t run, uint16_t* number) {
    const auto texel = [](__m512i u, __m512i v) {
        return _mm512_or_si512(_mm512_and_si512(_mm512_srli_epi32(u, 20), broadcast(0xFC0)), _mm512_srli_epi32(v, 26));
    };
    PixelPair u(r.u[run], r.du[run]), v(r.v[run], r.dv[run]);
    for (int32_t i = 0; i < r.pixels[run]; i += 32) {
        _mm512_storeu_si512(number + i, _mm512_packus_epi32(texel(u.first, v.first), texel(u.second, v.second)));
        u.advance();
        v.advance();
    }
}

// Texels at 16 numbers.
inline __m128i fetchGroup(const uint8_t* texels, const uint16_t* number) {
    __m128i bytes = _mm_setzero_si128();
    const auto pair = [&](int i) {
        uint32_t two;
        __builtin_memcpy(&two, number + i, sizeof two);
        return two;
    };
#define CACO_PAIR(i)                                                              \
    {                                                                             \
        const uint32_t two = pair(i);                                             \
        bytes = _mm_insert_epi8(bytes, static_cast<int8_t>(texels[two & 0xFFFF]), i); \
        bytes = _mm_insert_epi8(bytes, static_cast<int8_t>(texels[two >> 16]), i + 1); \
    }
    CACO_PAIR(0) CACO_PAIR(2) CACO_PAIR(4) CACO_PAIR(6) CACO_PAIR(8) CACO_PAIR(10) CACO_PAIR(12) CACO_PAIR(14)
#undef CACO_PAIR
    return bytes;
}

void lightRun(const FlatRuns& r, size_t run, const uint8_t* texels) {
    const Table map = loadTable(r.maps + r.map[run]);
    uint8_t* const dest = r.screen + r.offset[run];
    const int32_t count = r.pixels[run];
    for (int32_t i = 0; i < count; i += 64) {
        _mm512_mask_storeu_epi8(dest + i, firstBytes(static_cast<size_t>(count - i)), lookUp(map, _mm512_loadu_si512(texels + i)));
    }
}

// Numbers and light by vectors, but the texels one by one: this machine's gathers are slower than its loads, and so are permutations of
// the whole flat. Each step is done for many runs before the next, so that none waits for what the one before has just written.
void flatRuns(const FlatRuns& r) {
    FlatBatch b;
    for (size_t done = 0; done < r.count;) {
        size_t next = done;
        int32_t pixels = 0;
        for (; next < r.count && pixels < kBatchPixels; ++next) {
            numberTexels(r, next, b.number + pixels);
            pixels += padded(r.pixels[next]);
            for (int line = 0; line < 256; line += 64) __builtin_prefetch(r.maps + r.map[next] + line);
        }
        for (int32_t i = 0; i < pixels; i += 16) {
            _mm_store_si128(reinterpret_cast<__m128i*>(b.texels + i), fetchGroup(r.texels, b.number + i));
        }
        pixels = 0;
        for (; done < next; ++done) {
            lightRun(r, done, b.texels + pixels);
            pixels += padded(r.pixels[done]);
        }
    }
}

// --- walls: 16 columns at a time in blocks of 64 rows, drawn down the columns and then turned

constexpr int32_t kLanes = 16, kBlockRows = 64;

struct WallBlock {
    alignas(64) int32_t position[kLanes];   // texture position at the block's first row
    alignas(64) int32_t step[kLanes];
    alignas(64) int32_t texels[kLanes];     // offset of the texture column
    alignas(64) int32_t light[kLanes];      // offset of the light row
    alignas(64) int32_t tailFrom[kLanes];   // rows from here on have the light of `tailLight`
    alignas(64) int32_t tailLight[kLanes];
    __m512i top, bottom;                    // of the live columns; nothing elsewhere
    int32_t from, to;                       // the live columns lie in [from, to)
    int32_t first, last;                    // rows that any live column has: [first, last)
};

__m512i textureColumns(const WallColumnJob& job, int32_t x) {
    const __m512i c = _mm512_srai_epi32(_mm512_add_epi32(_mm512_loadu_si512(job.column + x), broadcast(job.columnOffset)), 16);
    const int32_t width = job.textureWidth;
    if ((width & (width - 1)) == 0) return _mm512_and_si512(c, broadcast(width - 1));
    alignas(64) int32_t columns[kLanes];
    _mm512_store_si512(columns, c);
    for (int32_t& column : columns) column = wrapColumn(column, width);
    return _mm512_load_si512(columns);
}

__m512i lightRows(const WallColumnJob& job, int32_t x) {
    if (job.fixedMap) return _mm512_setzero_si512();
    const __m512i i = _mm512_add_epi32(lanes(), broadcast(x - job.x1));
    return lightOffsets(job.shade, _mm512_add_epi32(broadcast(job.lightStart), _mm512_mullo_epi32(i, broadcast(job.lightStep))));
}

// Groups of four that share rows: below those, all their columns wear the light of the first.
void setTails(__m512i light, WallBlock& b) {
    __m512i from = _mm512_max_epi32(b.top, _mm512_shuffle_epi32(b.top, _MM_PERM_CDAB));
    __m512i to = _mm512_min_epi32(b.bottom, _mm512_shuffle_epi32(b.bottom, _MM_PERM_CDAB));
    from = _mm512_max_epi32(from, _mm512_shuffle_epi32(from, _MM_PERM_BADC));
    to = _mm512_min_epi32(to, _mm512_shuffle_epi32(to, _MM_PERM_BADC));
    const __m512i first = _mm512_shuffle_epi32(light, _MM_PERM_AAAA);
    const __mmask16 tail = _mm512_cmpgt_epi32_mask(to, from) & _mm512_cmpneq_epi32_mask(light, first);
    _mm512_store_si512(b.tailFrom, _mm512_mask_blend_epi32(tail, broadcast(INT32_MAX), to));
    _mm512_store_si512(b.tailLight, first);
}

// The least of 16 numbers from 0 on.
inline int32_t least(__m256i v) {
    return _mm_cvtsi128_si32(_mm_minpos_epu16(_mm_min_epu16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1)))) & 0xFFFF;
}

inline __m256i loadRows16(const int16_t* rows) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows)); }

bool makeBlock(const WallColumnJob& job, int32_t x, WallBlock& b) {
    const __m256i top16 = loadRows16(job.top + x), bottom16 = loadRows16(job.bottom + x);
    // Shifts by 32 and more never happen: the block has a column of the job.
    const uint32_t there = 0xFFFFu << greater(job.x1 - x, 0) & 0xFFFFu >> greater(x + kLanes - job.x2, 0);
    const __mmask16 live = _mm256_mask_cmpgt_epi16_mask(static_cast<__mmask16>(there), bottom16, top16);
    if (!live) return false;
    b.from = __builtin_ctz(live);
    b.to = 32 - __builtin_clz(live);
    b.first = least(_mm256_mask_blend_epi16(live, _mm256_set1_epi16(-1), top16));
    b.last = 0xFFFF - least(_mm256_mask_sub_epi16(_mm256_set1_epi16(-1), live, _mm256_set1_epi16(-1), bottom16));
    const __m512i top = _mm512_cvtepi16_epi32(top16);
    b.top = _mm512_mask_blend_epi32(live, broadcast(INT32_MAX), top);
    b.bottom = _mm512_mask_blend_epi32(live, broadcast(INT32_MIN), _mm512_cvtepi16_epi32(bottom16));
    const __m512i step = _mm512_mullo_epi32(_mm512_loadu_si512(job.wallScale + x), broadcast(job.q));
    const __m512i rows =
        _mm512_add_epi32(_mm512_sub_epi32(_mm512_slli_epi32(top, 16), broadcast(job.horizon)), broadcast(65536));
    const __m512i atTop = _mm512_add_epi32(broadcast(static_cast<int32_t>(job.mid)), multiply16(step, rows));
    const __m512i ahead = _mm512_mullo_epi32(_mm512_sub_epi32(top, broadcast(b.first)), step);
    _mm512_store_si512(b.position, _mm512_sub_epi32(atTop, ahead));
    _mm512_store_si512(b.step, step);
    _mm512_store_si512(b.texels, _mm512_mullo_epi32(textureColumns(job, x), broadcast(job.textureStride)));
    const __m512i light = lightRows(job, x);
    _mm512_store_si512(b.light, light);
    setTails(light, b);
    return true;
}

// Texels of a column by the upper bytes of their positions.
template <int Kind> inline __m512i fetchTexels(const uint8_t* texels, uint32_t bits, __m512i upper) {
    if constexpr (Kind == 8) {
        return lookUp(loadTable(texels), upper);
    } else {
        const uint32_t shift = 8 - bits;
        const __m512i index = _mm512_and_si512(_mm512_srl_epi16(upper, _mm_cvtsi32_si128(static_cast<int32_t>(shift))),
                                               _mm512_set1_epi8(static_cast<char>((1 << bits) - 1)));
        if constexpr (Kind == 7) {
            return _mm512_permutex2var_epi8(_mm512_loadu_si512(texels), index, _mm512_loadu_si512(texels + 64));
        } else {
            return _mm512_permutexvar_epi8(index, _mm512_maskz_loadu_epi8(firstBytes(size_t{1} << bits), texels));
        }
    }
}

// The upper bytes of the positions of a column's rows. Row 4 r + l is byte r of lane l, so that turned rows lie in order.
template <int Rows> inline __m512i rowBytes(uint32_t position, int32_t step) {
    const __m512i steps = broadcast(step);
    const auto from = [&](__m512i rows) {
        return _mm512_add_epi32(broadcast(static_cast<int32_t>(position)), _mm512_mullo_epi32(rows, steps));
    };
    if constexpr (Rows == 32) {
        static constexpr ByteOrder kOrder = [] {
            ByteOrder o{};
            for (size_t i = 0; i < 64; ++i) o.from[i] = static_cast<uint8_t>(4 * (i / 16 * 8 + i % 8) + 3);
            return o;
        }();
        const __m512i p0 = from(_mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29));
        const __m512i p1 = _mm512_add_epi32(p0, _mm512_slli_epi32(steps, 1));
        return _mm512_permutex2var_epi8(p0, _mm512_load_si512(kOrder.from), p1);
    } else {
        static constexpr ByteOrder kOrder = everyFourth(3);
        const __m512i p0 = from(_mm512_slli_epi32(lanes(), 2));
        const __m512i p1 = _mm512_add_epi32(p0, steps), p2 = _mm512_add_epi32(p1, steps), p3 = _mm512_add_epi32(p2, steps);
        const __m512i upper = _mm512_load_si512(kOrder.from);
        const __m512i low = _mm512_permutex2var_epi8(p0, upper, p1), high = _mm512_permutex2var_epi8(p2, upper, p3);
        return _mm512_inserti64x4(low, _mm512_castsi512_si256(high), 1);
    }
}

// The bytes of a column that belong to rows from `row` on.
inline __mmask64 rowsFrom(int32_t row) {
    static constexpr ByteOrder kRow = [] {
        ByteOrder o{};
        for (size_t i = 0; i < 64; ++i) o.from[i] = static_cast<uint8_t>(i % 16 * 4 + i / 16);
        return o;
    }();
    return _mm512_cmpge_epu8_mask(_mm512_load_si512(kRow.from), _mm512_set1_epi8(static_cast<char>(greater(row, 0))));
}

// Rows [y, y + Rows) of the live columns, column by column.
template <int Kind, int Rows> void drawColumns(const WallColumnJob& job, const WallBlock& b, int32_t y, __m512i* out) {
    const uint8_t* colormap = job.fixedMap ? job.fixedMap : job.colormap;
    const uint32_t below = static_cast<uint32_t>(y - b.first);
    int32_t loaded = b.light[b.from];
    Table map = loadTable(colormap + loaded);
    for (int32_t c = b.from; c < b.to; ++c) {
        const uint32_t step = static_cast<uint32_t>(b.step[c]);
        const __m512i upper = rowBytes<Rows>(static_cast<uint32_t>(b.position[c]) + below * step, b.step[c]);
        const __m512i texels = fetchTexels<Kind>(job.pixels + b.texels[c], job.bits, upper);
        if (b.light[c] != loaded) {
            loaded = b.light[c];
            map = loadTable(colormap + loaded);
        }
        __m512i lit = lookUp(map, texels);
        if (b.tailFrom[c] < y + Rows) {
            lit = _mm512_mask_blend_epi8(rowsFrom(b.tailFrom[c] - y), lit, lookUp(loadTable(colormap + b.tailLight[c]), texels));
        }
        out[c] = lit;
    }
}

// 16 columns of 64 bytes, four lanes each -> byte r of the columns' lanes side by side in rows[r].
inline void turn(const __m512i* columns, __m512i* rows) {
    __m512i a[16], b[16];
    for (int i = 0; i < 16; ++i) a[i] = columns[i];
    for (int i = 0; i < 8; ++i) b[2 * i] = _mm512_unpacklo_epi8(a[i], a[i + 8]), b[2 * i + 1] = _mm512_unpackhi_epi8(a[i], a[i + 8]);
    for (int i = 0; i < 8; ++i) a[2 * i] = _mm512_unpacklo_epi8(b[i], b[i + 8]), a[2 * i + 1] = _mm512_unpackhi_epi8(b[i], b[i + 8]);
    for (int i = 0; i < 8; ++i) b[2 * i] = _mm512_unpacklo_epi8(a[i], a[i + 8]), b[2 * i + 1] = _mm512_unpackhi_epi8(a[i], a[i + 8]);
    for (int i = 0; i < 8; ++i) {
        rows[2 * i] = _mm512_unpacklo_epi8(b[i], b[i + 8]);
        rows[2 * i + 1] = _mm512_unpackhi_epi8(b[i], b[i + 8]);
    }
}

// The first half of that: rows 0 to 7.
inline void turnHalf(const __m512i* columns, __m512i* rows) {
    __m512i a[8], b[8];
    for (int i = 0; i < 8; ++i) a[i] = _mm512_unpacklo_epi8(columns[i], columns[i + 8]);
    for (int i = 0; i < 4; ++i) b[2 * i] = _mm512_unpacklo_epi8(a[i], a[i + 4]), b[2 * i + 1] = _mm512_unpackhi_epi8(a[i], a[i + 4]);
    for (int i = 0; i < 4; ++i) a[2 * i] = _mm512_unpacklo_epi8(b[i], b[i + 4]), a[2 * i + 1] = _mm512_unpackhi_epi8(b[i], b[i + 4]);
    for (int i = 0; i < 4; ++i) {
        rows[2 * i] = _mm512_unpacklo_epi8(a[i], a[i + 4]);
        rows[2 * i + 1] = _mm512_unpackhi_epi8(a[i], a[i + 4]);
    }
}

inline __mmask16 coveredLanes(__m512i top, __m512i bottom, int32_t y) {
    const __m512i row = broadcast(y);
    return _mm512_cmple_epi32_mask(top, row) & _mm512_cmpgt_epi32_mask(bottom, row);
}

// Rows [y, end) of the block.
void storeRows(const WallColumnJob& job, const WallBlock& b, int32_t x, int32_t y, int32_t end, const __m512i* rows) {
    // A column covers a row if the row is less than its height below its top, as unsigned numbers.
    const __m256i height = _mm512_maskz_cvtepi32_epi16(_mm512_cmpgt_epi32_mask(b.bottom, b.top), _mm512_sub_epi32(b.bottom, b.top));
    __m256i below = _mm512_cvtepi32_epi16(_mm512_sub_epi32(broadcast(y), b.top));
    const auto* pixels = reinterpret_cast<const __m128i*>(rows);
    const ptrdiff_t stride = job.stride;
    uint8_t* dest = job.screen + y * stride + x;
    for (int32_t i = y; i < end; ++i, dest += stride, ++pixels) {
        _mm_mask_storeu_epi8(dest, _mm256_cmplt_epu16_mask(below, height), _mm_load_si128(pixels));
        below = _mm256_add_epi16(below, _mm256_set1_epi16(1));
    }
}

// The same bytes in every row of the columns [top, bottom).
void fillColumns(uint8_t* base, int32_t stride, int32_t x, __m512i top, __m512i bottom, __m128i bytes) {
    const int32_t first = _mm512_reduce_min_epi32(top), last = _mm512_reduce_max_epi32(bottom);
    uint8_t* dest = base + static_cast<ptrdiff_t>(first) * stride + x;
    for (int32_t y = first; y < last; ++y, dest += stride) {
        _mm_mask_storeu_epi8(dest, coveredLanes(top, bottom, y), bytes);
    }
}

// Depth and labels of the rows that four columns share reach one row further; labels are written only there.
void markBlock(const WallColumnJob& job, const WallBlock& b, int32_t x) {
    alignas(64) int32_t depthEnd[kLanes], labelTop[kLanes], labelEnd[kLanes];
    alignas(16) uint8_t depth[kLanes];
    _mm512_store_si512(depthEnd, b.bottom);
    bool labels = false;
    for (int32_t z = 0; z < kLanes; z += 4) {
        int32_t from, to;
        const bool shared = sharedRows(job, x + z, from, to);
        labels |= shared;
        const int32_t end = shared ? smaller(to + 1, job.height) : INT32_MIN;
        for (int32_t i = z; i < z + 4; ++i) {
            if (shared) depthEnd[i] = greater(depthEnd[i], end);
            labelTop[i] = shared ? from : INT32_MAX;
            labelEnd[i] = end;
        }
    }
    if (job.depth) {
        for (int32_t i = 0; i < kLanes; ++i) depth[i] = wallDepth(job, b.step[i]);
        fillColumns(job.depth, job.stride, x, b.top, _mm512_load_si512(depthEnd), _mm_load_si128(reinterpret_cast<__m128i*>(depth)));
    }
    if (job.labels && labels) {
        fillColumns(job.labels, job.stride, x, _mm512_load_si512(labelTop), _mm512_load_si512(labelEnd), _mm_setzero_si128());
    }
}

template <int Kind> void drawBlocks(const WallColumnJob& job) {
    for (int32_t x = job.x1 & ~(kLanes - 1); x < job.x2; x += kLanes) {
        WallBlock b;
        if (!makeBlock(job, x, b)) continue;
        for (int32_t y = b.first; y < b.last; y += kBlockRows) {
            __m512i columns[kLanes], rows[kLanes];
            const int32_t end = smaller(b.last, y + kBlockRows);
            if (end - y > kBlockRows / 2) {
                drawColumns<Kind, kBlockRows>(job, b, y, columns);
                turn(columns, rows);
            } else {
                drawColumns<Kind, kBlockRows / 2>(job, b, y, columns);
                turnHalf(columns, rows);
            }
            storeRows(job, b, x, y, end, rows);
        }
        if (job.depth || job.labels) markBlock(job, b, x);
    }
}

void wallColumns(const WallColumnJob& job) {
    if (job.bits == 8) {
        drawBlocks<8>(job);
    } else if (job.bits == 7) {
        drawBlocks<7>(job);
    } else {
        drawBlocks<6>(job);
    }
}

// --- sprites and other pictures with holes

// Up to 256 texels by their numbers; nothing behind them is read.
struct TexelReader {
    int32_t height;
    __mmask64 here[4];

    explicit TexelReader(int32_t h) : height(h) {
        for (int32_t i = 0; i < 4; ++i) here[i] = h > 64 * i ? firstBytes(static_cast<size_t>(h - 64 * i)) : 0;
    }
    __m512i read(const uint8_t* texels, __m512i index) const {
        const auto part = [&](int i) { return _mm512_maskz_loadu_epi8(here[i], texels + 64 * i); };
        if (height <= 64) return _mm512_permutexvar_epi8(index, part(0));
        if (height <= 128) return _mm512_permutex2var_epi8(part(0), index, part(1));
        return lookUp({{part(0), part(1), part(2), part(3)}}, index);
    }
};

// 64 rows of the strips from row y on, each in its lane. Rows that no piece has hold anything.
void drawStrips(const MaskedBlock& b, int32_t y, __m512i* columns) {
    const TexelReader reader(b.height);
    const MaskedStrip* last = nullptr;
    Table map{};
    __m512i index{};
    for (size_t i = 0; i < b.stripCount; ++i) {
        const MaskedStrip& s = b.strips[i];
        if (!last || s.origin != last->origin || s.step != last->step) {
            index = positionBytes<2>(static_cast<int32_t>(s.origin + static_cast<uint32_t>(y) * s.step), static_cast<int32_t>(s.step));
        }
        if (!last || s.map != last->map) map = loadTable(s.map);
        last = &s;
        __m512i texels = reader.read(s.texels, index);
        if (b.translation) texels = lookUp(loadTable(b.translation), texels);
        columns[s.lane] = lookUp(map, texels);
    }
}

// The lanes that have pixels, for each of 64 rows from row y on.
void findLanes(const MaskedBlock& b, int32_t y, uint16_t* lanes) {
    __m512i upper = _mm512_setzero_si512(), lower = upper;
    for (size_t i = 0; i < b.pieceCount; ++i) {
        const MaskedPiece& p = b.pieces[i];
        if (p.top >= y + kBlockRows || p.bottom < y) continue;
        const int32_t from = greater(p.top - y, 0), to = smaller(p.bottom - y, kBlockRows - 1);
        const uint64_t rows = (~uint64_t{0} >> (63 - to)) & (~uint64_t{0} << from);
        const auto lane = static_cast<int16_t>(1 << b.strips[p.strip].lane);
        upper = _mm512_or_si512(upper, _mm512_maskz_set1_epi16(static_cast<__mmask32>(rows), lane));
        lower = _mm512_or_si512(lower, _mm512_maskz_set1_epi16(static_cast<__mmask32>(rows >> 32), lane));
    }
    _mm512_storeu_si512(lanes, upper);
    _mm512_storeu_si512(lanes + 32, lower);
}

// 16 pixels mixed with what is on the screen.
struct Blender {
    const MaskedBlend& blend;

    static __m512i gather(const void* table, __mmask16 lanes, __m512i index) {
        return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, index, table, 4);
    }
    // Bytes of a table by words: nothing behind it is read.
    static __m128i bytes(const uint8_t* table, __mmask16 lanes, __m512i index) {
        const __m512i words = gather(table, lanes, _mm512_srli_epi32(index, 2));
        return _mm512_cvtepi32_epi8(_mm512_srlv_epi32(words, _mm512_slli_epi32(_mm512_and_si512(index, broadcast(3)), 3)));
    }
    __m128i mix(__mmask16 lanes, __m128i texels, __m128i pixels) const {
        const __m512i ones = broadcast(0x01f07c1f);
        __m512i sum = _mm512_add_epi32(gather(blend.fg, lanes, _mm512_cvtepu8_epi32(texels)), gather(blend.bg, lanes, _mm512_cvtepu8_epi32(pixels)));
        if (blend.saturates) {
            __m512i carry = _mm512_and_si512(sum, broadcast(0x40100400));
            carry = _mm512_sub_epi32(carry, _mm512_srli_epi32(carry, 5));
            sum = _mm512_or_si512(_mm512_and_si512(_mm512_or_si512(sum, ones), broadcast(0x3fffffff)), carry);
        } else {
            sum = _mm512_or_si512(sum, ones);
        }
        return bytes(blend.nearest15, lanes, _mm512_and_si512(sum, _mm512_srli_epi32(sum, 15)));
    }
};

void storeMasked(const MaskedBlock& b, int32_t y, int32_t end, const uint8_t* rows, const uint16_t* lanes) {
    const __m128i depth = _mm_set1_epi8(static_cast<char>(b.depthValue)), label = _mm_set1_epi8(static_cast<char>(b.label));
    const Blender blender{b.blend};
    const bool opaque = !b.blend.fg;
    ptrdiff_t offset = static_cast<ptrdiff_t>(y) * b.stride + b.x;
    for (int32_t i = 0; i < end - y; ++i, offset += b.stride) {
        const auto mask = static_cast<__mmask16>(lanes[i]);
        __m128i row = _mm_load_si128(reinterpret_cast<const __m128i*>(rows + (i & 15) * 64 + (i >> 4) * 16));
        if (!opaque) row = blender.mix(mask, row, _mm_maskz_loadu_epi8(mask, b.screen + offset));
        _mm_mask_storeu_epi8(b.screen + offset, mask, row);
        if (b.depth) _mm_mask_storeu_epi8(b.depth + offset, mask, depth);
        if (b.labels) _mm_mask_storeu_epi8(b.labels + offset, mask, label);
    }
}

void maskedBlock(const MaskedBlock& b) {
    int32_t first = INT32_MAX, end = INT32_MIN;
    for (size_t i = 0; i < b.pieceCount; ++i) {
        first = smaller(first, b.pieces[i].top);
        end = greater(end, b.pieces[i].bottom + 1);
    }
    for (int32_t y = first; y < end; y += kBlockRows) {
        __m512i columns[kLanes], rows[kLanes];
        alignas(64) uint16_t lanes[kBlockRows];
        for (__m512i& column : columns) column = _mm512_setzero_si512();
        drawStrips(b, y, columns);
        findLanes(b, y, lanes);
        turn(columns, rows);
        storeMasked(b, y, smaller(end, y + kBlockRows), reinterpret_cast<const uint8_t*>(rows), lanes);
    }
}

// Does every texel start at the row where a post would that starts with it? Then rows follow from texels alone. Fractions that are cut
// off on the way make the two differ by a row now and then.
bool startsAgree(const SpriteJob& j) {
    const __m512i step = broadcast(j.step);
    for (int32_t v = 0; v <= j.height; v += kLanes) {
        const __m512i texel = _mm512_add_epi32(lanes(), broadcast(v));
        const __m512i row = _mm512_srai_epi32(_mm512_add_epi32(broadcast(j.above), _mm512_mullo_epi32(texel, broadcast(j.scale))), 16);
        const __m512i position = _mm512_add_epi32(broadcast(j.origin), _mm512_mullo_epi32(row, step));
        const __m512i beyond = _mm512_sub_epi32(position, _mm512_slli_epi32(texel, 16));
        const __mmask16 agree = _mm512_cmplt_epu32_mask(beyond, step);
        const auto counts = static_cast<__mmask16>(firstBytes(static_cast<size_t>(j.height + 1 - v)));
        if ((agree & counts) != counts) return false;
    }
    return true;
}

// Rows [from, to) as bits, of the 64 from row y on.
inline uint64_t rowBits(int32_t y, int32_t from, int32_t to) {
    from = greater(from - y, 0);
    to = smaller(to - y, kBlockRows);
    return from < to ? (~uint64_t{0} >> (kBlockRows - to)) & (~uint64_t{0} << from) : 0;
}

// Rows [first, end) of the columns [x1, x2) of one block.
void drawSpriteBlock(const SpriteJob& j, const TexelReader& reader, const Table& map, int32_t x1, int32_t x2, int32_t first, int32_t end) {
    MaskedBlock b{};
    b.screen = j.screen;
    b.depth = j.depth;
    b.stride = j.stride;
    b.x = x1 & ~(kLanes - 1);
    b.blend = j.blend;
    b.depthValue = j.depthValue;
    __m512i columns[kLanes], rows[kLanes];
    alignas(64) uint16_t shown[kBlockRows];
    for (__m512i& column : columns) column = _mm512_setzero_si512();
    for (int32_t y = first; y < end; y += kBlockRows) {
        __m512i upper = _mm512_setzero_si512(), lower = upper;
        const __m512i index = positionBytes<2>(static_cast<int32_t>(static_cast<uint32_t>(j.origin) + static_cast<uint32_t>(y) * static_cast<uint32_t>(j.step)), j.step);
        for (int32_t x = x1; x < x2; ++x) {
            const int32_t u = static_cast<int32_t>(j.u + static_cast<uint32_t>(x - j.x1) * j.uStep) >> 16;
            __m512i texels = reader.read(j.pixels + static_cast<ptrdiff_t>(wrapColumn(u, j.width)) * j.columnStride, index);
            const uint64_t open = rowBits(y, greater(j.top[x], first), smaller(j.bottom[x], end)) & _mm512_test_epi8_mask(texels, texels);
            if (j.translation) texels = lookUp(loadTable(j.translation), texels);
            columns[x - b.x] = lookUp(map, texels);
            const auto lane = static_cast<int16_t>(1 << (x - b.x));
            upper = _mm512_or_si512(upper, _mm512_maskz_set1_epi16(static_cast<__mmask32>(open), lane));
            lower = _mm512_or_si512(lower, _mm512_maskz_set1_epi16(static_cast<__mmask32>(open >> 32), lane));
        }
        _mm512_store_si512(shown, upper);
        _mm512_store_si512(shown + 32, lower);
        turn(columns, rows);
        storeMasked(b, y, smaller(end, y + kBlockRows), reinterpret_cast<const uint8_t*>(rows), shown);
    }
}

bool spriteColumns(const SpriteJob& j) {
    if (!startsAgree(j)) return false;
    const TexelReader reader(j.height);
    const Table map = loadTable(j.map);
    const int32_t above = j.above >> 16, below = (j.above + j.height * j.scale) >> 16;
    for (int32_t x = j.x1; x < j.x2;) {
        const int32_t x2 = smaller((x | (kLanes - 1)) + 1, j.x2);
        int32_t first = INT32_MAX, end = INT32_MIN;
        for (int32_t i = x; i < x2; ++i) {
            const bool open = j.top[i] < j.bottom[i];
            first = smaller(first, open ? j.top[i] : INT32_MAX);
            end = greater(end, open ? j.bottom[i] : INT32_MIN);
        }
        first = greater(first, above);
        end = smaller(end, below);
        if (first < end) drawSpriteBlock(j, reader, map, x, x2, first, end);
        x = x2;
    }
    return true;
}

constexpr DrawKernels kTable{"avx512", wallColumns, facingSegs, columnTable, slopeRows, cutRows, allEqual, rowRuns, makeFlatRuns, flatRuns, maskedBlock, spriteColumns, mapBytes, mapPlanes, mapTriples, mapQuads};

} // namespace

const DrawKernels* const kAvx512Kernels = &kTable;

} // namespace caco

#else

namespace caco {
const DrawKernels* const kAvx512Kernels = nullptr;
} // namespace caco

#endif
