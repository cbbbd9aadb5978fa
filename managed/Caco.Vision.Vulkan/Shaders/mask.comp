#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Palette indices to bits: an invocation looks 32 pixels up in the frame's table of 256 bits.

layout(local_size_x = 64) in;

layout(set = 0, binding = 0) readonly buffer Input { uint pixels[]; };
layout(set = 0, binding = 1) readonly buffer Tables { uint tables[]; };
layout(set = 0, binding = 2) writeonly buffer Bits { uint bits[]; };

shared uint table[8];

void main()
{
    uint frame = gl_WorkGroupID.y;
    if (gl_LocalInvocationIndex < 8u)
    {
        table[gl_LocalInvocationIndex] = tables[frame * 8u + gl_LocalInvocationIndex];
    }

    barrier();
    uint at = gl_GlobalInvocationID.x;
    if (at >= height * rowWords)
    {
        return;
    }

    uint x = at % rowWords;
    uint y = at / rowWords;
    uint kept = keptBits(x, y);
    uint word = 0u;
    if (kept != 0u)
    {
        // Rows begin at any byte, loads at every fourth: two neighbours make four pixels. Nothing past the row is read.
        uint first = inputOffset + frame * inputFrame + y * inputRow + 32u * x;
        uint skip = first & 3u;
        uint load = first >> 2;
        uint count = min(32u, width - 32u * x);
        uint loaded = pixels[load];
        for (uint i = 0u; i < count; i += 4u)
        {
            uint four = loaded >> (8u * skip);
            if (skip + count - i > 4u)
            {
                loaded = pixels[++load];
                four |= skip != 0u ? loaded << (32u - 8u * skip) : 0u;
            }

            for (uint k = 0u; k < 4u; k++)
            {
                uint index = four >> (8u * k) & 255u;
                word |= (table[index >> 5] >> (index & 31u) & 1u) << (i + k);
            }
        }
    }

    bits[bodyOf(target, frame) + at] = word & kept;
}
