// The innermost loops of drawing and the instruction sets they are written for. Each path is a translation unit of its own with its
// own compiler flags (native/CMakeLists.txt); all of them give the same bytes.
//
// What is declared here is all that those units may share with the rest: plain data, no inline function and no template. The linker
// keeps one copy of an inline function, and it must not be the one with instructions that this machine lacks.
#pragma once

#include <cstddef>
#include <cstdint>

namespace caco {

enum class KernelPath : uint8_t { Scalar, Avx2, Avx512 };

// Textured columns [x1, x2): rows [top[x], bottom[x]) of column x. Arrays by column may be read 15 entries to either side of the
// range, up to a multiple of 16.
struct WallColumnJob {
    // Target: width x height bytes, row stride = width, with kKernelSlack bytes after the last row.
    uint8_t* screen;
    uint8_t* depth;             // null = none
    uint8_t* labels;            // null = none; cleared where four neighbouring columns share rows
    int32_t stride, height;
    int32_t x1, x2;
    const int16_t* top;
    const int16_t* bottom;
    const int32_t* wallScale;   // texels per row, 18 fractional bits
    const int32_t* column;      // texture column, 16.16
    int32_t columnOffset;
    // Texture: column u starts at pixels + u * textureStride.
    const uint8_t* pixels;
    int32_t textureWidth, textureStride;
    uint32_t bits;              // texel row = upper bits of the position
    int32_t q;
    uint32_t mid;
    int32_t horizon;
    // Light: row `fixedMap`, or a row of `colormap` that follows from the column.
    const uint8_t* fixedMap;
    const uint8_t* colormap;
    int32_t shade, lightStart, lightStep;
    // Depth: `lockedDepth` for all columns, or, when negative, what follows from the column, scaled by the table.
    int32_t lockedDepth;
    const uint8_t* depthScale;
};

// A camera and the ends of segs from a first one on, as map points.
struct SegBatch {
    int32_t x, y, sine, cosine, tanSine, tanCosine;
    bool flip;                  // the view is mirrored
    const int32_t* x1;
    const int32_t* y1;
    const int32_t* x2;
    const int32_t* y2;
};
inline constexpr int32_t kBatchSegs = 8;

// Ends of segs in view space.
struct SegPoints {
    int32_t tx1[kBatchSegs], ty1[kBatchSegs], tx2[kBatchSegs], ty2[kBatchSegs];
};

// Texture columns and scales of the columns [x1, x2) of a wall: f = u / z; column = f * range, wallScale = f * scaleStep + scaleOrigin,
// each plus 1.5e-8, to the nearest integer modulo 2^32. u and z grow by their steps from x1 on; all four are integers and the sums stay
// below 2^53, so that it does not matter how they are added.
struct ColumnTable {
    int32_t x1, x2;
    double u, uStep, z, zStep;
    double range, scaleStep, scaleOrigin;
    int32_t* column;
    int32_t* wallScale;
};

// Columns [x1, x2) of a wall between the rows that are still open, [ceilingClip[x], floorClip[x]).
struct WallPiece {
    int32_t x1, x2;
    // Rows of the wall's edges; they are moved to where the open rows end.
    int16_t* topEdge;
    int16_t* bottomEdge;
    int16_t* ceilingClip;
    int16_t* floorClip;
    // Rows that the planes above and below get where there are any; null = no plane.
    int16_t* ceilingTop;
    int16_t* ceilingBottom;
    int16_t* floorTop;
    int16_t* floorBottom;
    bool closes;                // leaves no row open: afterwards [closedTop, closedBottom)
    int16_t closedTop, closedBottom;
};

// Rows [top[x], bottom[x]) of columns [left, right); none where top[x] is beyond every row. Up to 15 entries behind the last column may
// be read.
struct PlaneColumns {
    const int16_t* top;
    const int16_t* bottom;
    int32_t left, right;
    int32_t row, endRow;        // rows still to be looked at: [row, endRow)
};

// Neighbouring columns [x1, x2) that have row y.
struct RowRun {
    int16_t y, x1, x2;
};

// A floor or ceiling as the view sees it (renderer.md 6.4).
struct FlatPlane {
    const int32_t* slope;       // per row: distance of a plane one unit away
    int32_t height;             // from the eye
    // Texels: of the camera; per column, and straight ahead, at distance one.
    uint32_t x, y, xStep, yStep, xAhead, yAhead;
    int32_t originColumn;
    bool lit;                   // else every run has the first light row
    int32_t visibility, shade, horizon;
    int32_t stride;             // of the screen
};

// Runs of pixels in rows of a 64 x 64 flat: texels (u >> 26, v >> 26).
inline constexpr size_t kFlatRuns = 64;
struct FlatRuns {
    uint8_t* screen;
    const uint8_t* texels;      // three bytes beyond the flat may be read
    const uint8_t* maps;
    size_t count;
    int32_t offset[kFlatRuns];  // of the first pixel on the screen
    int32_t pixels[kFlatRuns];  // 1 to kMaxRunPixels
    int32_t map[kFlatRuns];     // offset of the light row
    uint32_t u[kFlatRuns], v[kFlatRuns], du[kFlatRuns], dv[kFlatRuns];
};

// One column of a picture with holes.
struct MaskedStrip {
    int32_t lane;               // column within the block
    const uint8_t* texels;
    uint32_t origin, step;      // texel of row y: (origin + y * step) >> 16
    const uint8_t* map;
};

// Rows [top, bottom] that a strip shows.
struct MaskedPiece {
    uint32_t strip;             // index
    int32_t top, bottom;
};

// How texels mix with what is on the screen (assets/blend.h).
struct MaskedBlend {
    const uint32_t* fg;         // weighted colours of the texel; null: opaque
    const uint32_t* bg;         // weighted colours of the screen
    const uint8_t* nearest15;
    bool saturates;
};

// Pieces in the 16 columns from x on, a multiple of 16: at most one strip a column, and no two pieces of a strip share a row.
struct MaskedBlock {
    uint8_t* screen;
    uint8_t* depth;             // null = none
    uint8_t* labels;            // null = none
    int32_t stride, x;
    const MaskedStrip* strips;
    size_t stripCount;
    const MaskedPiece* pieces;
    size_t pieceCount;
    int32_t height;             // texels of a strip, at most kMaxStripHeight except for the scalar path; no piece asks for others
    const uint8_t* translation; // null = none
    MaskedBlend blend;
    uint8_t depthValue, label;
};

// Columns [x1, x2) of a picture at one scale and light, in which texels of 0 are holes.
struct SpriteJob {
    uint8_t* screen;
    uint8_t* depth;             // null = none
    int32_t stride;
    int32_t x1, x2;
    const int16_t* top;         // first row, by column
    const int16_t* bottom;      // row after the last
    const uint8_t* pixels;      // column u starts at pixels + u * columnStride
    int32_t width, columnStride, height;    // height: at most kMaxStripHeight
    uint32_t u, uStep;          // picture column of x1, and per column, 16.16
    int32_t scale, above;       // a post that starts at texel v starts at row (above + v * scale) >> 16
    int32_t origin, step;       // texel of row y: (origin + y * step) >> 16
    const uint8_t* map;
    const uint8_t* translation; // null = none
    MaskedBlend blend;
    uint8_t depthValue;
};

inline constexpr int32_t kBlockColumns = 16;
inline constexpr int32_t kMaxStripHeight = 256;
inline constexpr size_t kKernelSlack = 64;
inline constexpr int32_t kMaxRunPixels = 2048;
inline constexpr size_t kRowRuns = kMaxRunPixels / 2;   // a row has no more
inline constexpr uint32_t kMaxKernelBits = 8;   // of WallColumnJob::bits, except for the scalar path

struct DrawKernels {
    const char* name;
    void (*wallColumns)(const WallColumnJob& job);
    // A bit for each of the first `count` <= kBatchSegs segs that faces the camera and crosses the cone of view; their ends.
    uint32_t (*facingSegs)(const SegBatch& batch, int32_t count, SegPoints& out);
    void (*columnTable)(const ColumnTable& table);
    // rows[i] = (row + i * step) >> 16
    void (*slopeRows)(int16_t* rows, int32_t count, int32_t row, int32_t step);
    void (*cutRows)(const WallPiece& piece);
    // Does everything in values[x1 .. x2) equal `value`?
    bool (*allEqual)(const int16_t* values, int32_t x1, int32_t x2, int16_t value);
    // The runs of the next rows, as many rows as are sure to fit; takes those rows off.
    size_t (*rowRuns)(PlaneColumns& columns, RowRun (&out)[kRowRuns]);
    // Sets `count` <= kFlatRuns and the arrays; reads runs up to a multiple of 16.
    void (*makeFlatRuns)(const FlatPlane& plane, const RowRun* runs, size_t count, FlatRuns& out);
    void (*flatRuns)(const FlatRuns& runs);
    void (*maskedBlock)(const MaskedBlock& block);
    // Null where there is none. False: posts would not start at the rows where their texels do; nothing was drawn.
    bool (*spriteColumns)(const SpriteJob& job);
    // out[i] = table[in[i]]; in place is fine.
    void (*mapBytes)(const uint8_t* table, const uint8_t* in, size_t count, uint8_t* out);
    // Three tables, one after the other: three planes of `count` bytes.
    void (*mapPlanes)(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out);
    // Three or four tables: bytes of a pixel side by side.
    void (*mapTriples)(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out);
    void (*mapQuads)(const uint8_t* tables, const uint8_t* in, size_t count, uint8_t* out);
};

// Null when this machine cannot run the path.
const DrawKernels* findKernels(KernelPath path);
// The best path of this machine, or the one that the environment variable CACO_KERNELS names ("scalar", "avx2", "avx512").
const DrawKernels& defaultKernels();
const DrawKernels& scalarKernels();

} // namespace caco
