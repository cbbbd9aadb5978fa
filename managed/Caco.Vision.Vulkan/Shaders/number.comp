#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// For every word of a frame the number of runs that begin before it: one workgroup a frame, each invocation an unbroken
// part. A frame with more runs than there is room for is left out: it says how many they are and goes on with none.

layout(local_size_x = 256) in;

layout(set = 0, binding = 2) readonly buffer Bits { uint bits[]; };
layout(set = 0, binding = 3) writeonly buffer Numbers { uint numbers[]; };
layout(set = 0, binding = 6) writeonly buffer Results { uint results[]; };

#include "scan.glsl"

uint beginsOf(uint word, uint before)
{
    return uint(bitCount(word & ~(word << 1 | before >> 31)));
}

void main()
{
    uint frame = gl_WorkGroupID.x;
    uint body = bodyOf(source, frame);
    uint words = height * rowWords;
    uint part = (words + partCount - 1u) / partCount;
    uint begin = min(gl_LocalInvocationIndex * part, words);
    uint end = min(begin + part, words);

    uint count = 0u;
    uint before = bits[body + begin - 1u];
    for (uint i = begin; i < end; i++)
    {
        uint word = bits[body + i];
        count += beginsOf(word, before);
        before = word;
    }

    uint total;
    uint number = sumBefore(count, total);
    uint to = numbersOf(frame);
    before = bits[body + begin - 1u];
    for (uint i = begin; i < end; i++)
    {
        uint word = bits[body + i];
        numbers[to + i] = number;
        number += beginsOf(word, before);
        before = word;
    }

    if (gl_LocalInvocationIndex == 0u)
    {
        numbers[to + words] = total > capacity ? 0u : total;
        results[frame * sumWords * (capacity + 1u)] = total;
    }
}
