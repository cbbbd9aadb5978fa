#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Numbers the roots, which are the first runs of their components: one workgroup a frame, each invocation an unbroken part.
// Their sums become empty.

layout(local_size_x = 256) in;

layout(set = 0, binding = 3) buffer Numbers { uint numbers[]; };
layout(set = 0, binding = 4) buffer Runs { uint runs[]; };
layout(set = 0, binding = 5) writeonly buffer Sums { uint sums[]; };
layout(set = 0, binding = 6) writeonly buffer Results { uint results[]; };

#include "scan.glsl"

void main()
{
    uint frame = gl_WorkGroupID.x;
    uint total = numbersOf(frame) + height * rowWords;
    uint count = numbers[total];
    uint first = frame * capacity;
    uint part = (count + partCount - 1u) / partCount;
    uint begin = min(gl_LocalInvocationIndex * part, count);
    uint end = min(begin + part, count);

    uint roots = 0u;
    for (uint run = begin; run < end; run++)
    {
        roots += runs[(first + run) * runWords + 2u] == run ? 1u : 0u;
    }

    uint components;
    uint component = sumBefore(roots, components);
    for (uint run = begin; run < end; run++)
    {
        uint at = (first + run) * runWords;
        if (runs[at + 2u] != run)
        {
            continue;
        }

        runs[at + 3u] = component;
        uint sum = (first + component) * sumWords;
        sums[sum] = 0u;
        sums[sum + 1u] = ~0u;
        for (uint k = 2u; k < sumWords; k++)
        {
            sums[sum + k] = 0u;
        }

        component++;
    }

    if (gl_LocalInvocationIndex == 0u)
    {
        numbers[total + 1u] = components;
        results[frame * sumWords * (capacity + 1u) + 1u] = components;
    }
}
