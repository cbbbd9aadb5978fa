#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Writes down the runs, each at its number: row by row from the left. A word knows the numbers of the runs that begin in it
// and, since begins and ends take turns, of those that end in it. Every run is its own parent.

layout(local_size_x = 64) in;

layout(set = 0, binding = 2) readonly buffer Bits { uint bits[]; };
layout(set = 0, binding = 3) readonly buffer Numbers { uint numbers[]; };
layout(set = 0, binding = 4) writeonly buffer Runs { uint runs[]; };

void main()
{
    uint frame = gl_WorkGroupID.y;
    uint at = gl_GlobalInvocationID.x;
    uint words = height * rowWords;
    uint base = numbersOf(frame);
    if (at >= words || numbers[base + words] == 0u)
    {
        return;
    }

    uint from = bodyOf(source, frame) + at;
    uint word = bits[from];
    uint carry = bits[from - 1u] >> 31;
    uint shifted = word << 1 | carry;
    uint x = at % rowWords * 32u;
    uint y = at / rowWords;
    uint first = frame * capacity;
    uint run = numbers[base + at];
    for (uint rest = word & ~shifted; rest != 0u; rest &= rest - 1u, run++)
    {
        uint to = (first + run) * runWords;
        runs[to] = y << 16 | x + uint(findLSB(rest));
        runs[to + 2u] = run;
    }

    // The run that comes over from the word before began there.
    run = numbers[base + at] - carry;
    for (uint rest = ~word & shifted; rest != 0u; rest &= rest - 1u, run++)
    {
        runs[(first + run) * runWords + 1u] = x + uint(findLSB(rest));
    }
}
