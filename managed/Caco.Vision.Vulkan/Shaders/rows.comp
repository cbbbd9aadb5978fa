#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Each word becomes the or of span rows from back rows above it on. An invocation makes one word of four rows, which share
// most of what they read. Outside the image everything reads as 0, after the flip.

layout(local_size_x = 64) in;

layout(set = 0, binding = 2) buffer Bits { uint bits[]; };

const uint together = 4u;

void main()
{
    uint frame = gl_WorkGroupID.y;
    uint at = gl_GlobalInvocationID.x;
    uint x = at % rowWords;
    uint y = at / rowWords * together;
    if (y >= height)
    {
        return;
    }

    uint from = bodyOf(source, frame) + x;
    uint pixels = columnBits(int(x), 0u, width);
    uvec4 all = uvec4(0u);
    for (uint k = 0u; k < span + together - 1u; k++)
    {
        // Rows above the image wrap round to large numbers.
        uint row = y + k - back;
        uint word = row < height ? (bits[from + row * rowWords] ^ flipIn) & pixels : 0u;
        all.x |= k < span ? word : 0u;
        all.y |= k - 1u < span ? word : 0u;
        all.z |= k - 2u < span ? word : 0u;
        all.w |= k - 3u < span ? word : 0u;
    }

    uint to = bodyOf(target, frame) + x;
    for (uint k = 0u; k < together && y + k < height; k++)
    {
        bits[to + (y + k) * rowWords] = (all[k] ^ flipOut) & keptBits(x, y + k);
    }
}
