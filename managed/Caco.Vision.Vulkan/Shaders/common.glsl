// What every pass knows. Words have 32 bits here; pixel x of a row is bit x % 32 of the row's word x / 32, so that the bytes
// are those of Caco.Vision.BitImage: two guard words, then each row's words followed by two guard words. Guards are zero.

layout(push_constant) uniform Geometry
{
    uint width;
    uint height;
    uint rowWords;   // from one row to the next, guards included
    uint imageWords; // from one image to the next
    uint capacity;   // runs that a frame may have
    uint reach;      // 1 where diagonals touch, else 0
    uint inputOffset; // bytes
    uint inputFrame;
    uint inputRow;
    uint source; // word of the image that is read, of frame 0
    uint target; // and of the one that is written
    uint back;   // the window of pixel p is p - back .. p - back + span - 1
    uint span;
    uint flipIn; // all ones: the opposite is read, or written
    uint flipOut;
    uint left; // only these columns and rows are kept
    uint right;
    uint top;
    uint bottom;
};

const uint guardWords = 2u;

// Words of a run: row in the upper and first column in the lower half, end, parent, component.
const uint runWords = 4u;

// Words of a component: area, left, right, bottom and top in halves, sums of columns and of rows in two words each.
const uint sumWords = 8u;

// The lowest count bits.
uint lowBits(uint count)
{
    return count >= 32u ? ~0u : (1u << count) - 1u;
}

// The bits of word x that lie in columns from .. to - 1.
uint columnBits(int x, uint from, uint to)
{
    int first = 32 * x;
    return lowBits(uint(clamp(int(to) - first, 0, 32))) & ~lowBits(uint(clamp(int(from) - first, 0, 32)));
}

// The bits of word x of row y that are kept.
uint keptBits(uint x, uint y)
{
    return y >= top && y < bottom ? columnBits(int(x), left, min(right, width)) : 0u;
}

// Where an image's first row begins.
uint bodyOf(uint image, uint frame)
{
    return image + frame * imageWords + guardWords;
}

// Numbers of a frame: for every word of its rows the runs that begin before it, then all runs to treat, then components.
uint numbersOf(uint frame)
{
    return frame * (height * rowWords + 2u);
}
