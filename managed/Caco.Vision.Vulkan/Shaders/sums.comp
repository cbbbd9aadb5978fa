#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Adds each run to its component.

layout(local_size_x = 64) in;

layout(set = 0, binding = 3) readonly buffer Numbers { uint numbers[]; };
layout(set = 0, binding = 4) readonly buffer Runs { uint runs[]; };
layout(set = 0, binding = 5) buffer Sums { uint sums[]; };

// Adds to a number of 64 bits in two words: of all that add to the low word, one sees each of its overflows.
void addLong(uint at, uint value)
{
    uint old = atomicAdd(sums[at], value);
    if (old + value < old)
    {
        atomicAdd(sums[at + 1u], 1u);
    }
}

void main()
{
    uint frame = gl_WorkGroupID.y;
    uint count = numbers[numbersOf(frame) + height * rowWords];
    uint first = frame * capacity;
    for (uint run = gl_GlobalInvocationID.x; run < count; run += gl_NumWorkGroups.x * gl_WorkGroupSize.x)
    {
        uint root = run;
        for (uint parent = runs[(first + run) * runWords + 2u]; parent != root;)
        {
            root = parent;
            parent = runs[(first + root) * runWords + 2u];
        }

        uint at = (first + run) * runWords;
        uint rootAt = (first + root) * runWords;
        uint y = runs[at] >> 16;
        uint begin = runs[at] & 0xffffu;
        uint end = runs[at + 1u];
        uint area = end - begin;
        uint sum = (first + runs[rootAt + 3u]) * sumWords;
        atomicAdd(sums[sum], area);
        atomicMin(sums[sum + 1u], begin);
        atomicMax(sums[sum + 2u], end);

        // The root lies in the top row: with the same lower half everywhere the upper half decides.
        atomicMax(sums[sum + 3u], y + 1u << 16 | runs[rootAt] >> 16);

        // begin + ... + end - 1: one of the factors is even.
        uint twice = begin + end - 1u;
        addLong(sum + 4u, (area & 1u) == 0u ? area / 2u * twice : twice / 2u * area);
        addLong(sum + 6u, y * area);
    }
}
