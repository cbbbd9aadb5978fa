#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Joins each run with those of the row above that it touches. Parents have lower numbers than their children and only ever
// fall, so that every search and every union ends, whatever other invocations do meanwhile.

layout(local_size_x = 64) in;

layout(set = 0, binding = 3) readonly buffer Numbers { uint numbers[]; };
layout(set = 0, binding = 4) coherent buffer Runs { uint runs[]; };

uint first;

uint parentAt(uint run)
{
    return (first + run) * runWords + 2u;
}

uint rootOf(uint run)
{
    uint parent = runs[parentAt(run)];
    while (parent != run)
    {
        // Halving the path keeps later searches short.
        uint next = runs[parentAt(parent)];
        if (next != parent)
        {
            atomicMin(runs[parentAt(run)], next);
        }

        run = parent;
        parent = next;
    }

    return run;
}

void join(uint a, uint b)
{
    a = rootOf(a);
    b = rootOf(b);
    while (a != b)
    {
        uint high = max(a, b);
        uint low = min(a, b);
        uint old = atomicMin(runs[parentAt(high)], low);
        if (old == high)
        {
            return;
        }

        // Someone else has given it a parent: that one has to be joined as well.
        a = rootOf(old);
        b = rootOf(low);
    }
}

void main()
{
    uint frame = gl_WorkGroupID.y;
    uint base = numbersOf(frame);
    uint count = numbers[base + height * rowWords];
    first = frame * capacity;
    for (uint run = gl_GlobalInvocationID.x; run < count; run += gl_NumWorkGroups.x * gl_WorkGroupSize.x)
    {
        uint at = (first + run) * runWords;
        uint y = runs[at] >> 16;
        if (y == 0u)
        {
            continue;
        }

        uint begin = runs[at] & 0xffffu;
        uint end = runs[at + 1u];
        uint row = base + (y - 1u) * rowWords;
        uint last = numbers[row + rowWords];

        // The word that holds the leftmost column that matters tells where to start: one run earlier may reach into it.
        uint above = numbers[row + (max(begin, reach) - reach >> 5)];
        above = max(above, numbers[row] + 1u) - 1u;
        for (; above < last; above++)
        {
            uint other = (first + above) * runWords;
            if ((runs[other] & 0xffffu) >= end + reach)
            {
                break;
            }

            if (runs[other + 1u] + reach > begin)
            {
                join(run, above);
            }
        }
    }
}
