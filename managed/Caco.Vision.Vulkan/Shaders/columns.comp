#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Each pixel becomes the or of span pixels of its row from back columns before it on. A word needs at most the word before
// and the word behind it; in these 96 bits the run of ones is doubled, 1, 2, 4, ... and last the remainder.

layout(local_size_x = 64) in;

layout(set = 0, binding = 2) buffer Bits { uint bits[]; };

uvec3 shiftRight(uvec3 value, uint count)
{
    if (count == 0u)
    {
        return value;
    }

    if (count >= 32u)
    {
        return uvec3(value.y, value.z, 0u);
    }

    return value >> count | uvec3(value.y, value.z, 0u) << (32u - count);
}

uint load(uint word, int x)
{
    return (bits[word] ^ flipIn) & columnBits(x, 0u, width);
}

void main()
{
    uint frame = gl_WorkGroupID.y;
    uint at = gl_GlobalInvocationID.x;
    if (at >= height * rowWords)
    {
        return;
    }

    int x = int(at % rowWords);
    uint kept = keptBits(uint(x), at / rowWords);
    uint result = 0u;
    if (kept != 0u)
    {
        // Guards on both sides make the neighbours of a row's first and last word readable.
        uint from = bodyOf(source, frame) + at;
        uvec3 window = shiftRight(uvec3(load(from - 1u, x - 1), load(from, x), load(from + 1u, x + 1)), 32u - back);
        for (uint run = 1u; run < span;)
        {
            uint step = min(run, span - run);
            window |= shiftRight(window, step);
            run += step;
        }

        result = (window.x ^ flipOut) & kept;
    }

    bits[bodyOf(target, frame) + at] = result;
}
