#version 450
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

// Copies what is known of the components to memory that the processor reads: no more crosses the bus than there are.

layout(local_size_x = 64) in;

layout(set = 0, binding = 3) readonly buffer Numbers { uint numbers[]; };
layout(set = 0, binding = 5) readonly buffer Sums { uint sums[]; };
layout(set = 0, binding = 6) writeonly buffer Results { uint results[]; };

void main()
{
    uint frame = gl_WorkGroupID.y;
    uint words = numbers[numbersOf(frame) + height * rowWords + 1u] * sumWords;
    uint from = frame * capacity * sumWords;
    uint to = frame * (capacity + 1u) * sumWords + sumWords;
    for (uint i = gl_GlobalInvocationID.x; i < words; i += gl_NumWorkGroups.x * gl_WorkGroupSize.x)
    {
        results[to + i] = sums[from + i];
    }
}
