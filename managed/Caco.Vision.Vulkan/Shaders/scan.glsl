// Sums over the invocations of a workgroup of 256.

const uint partCount = 256u;

shared uint parts[partCount];

// The sum of the counts of the invocations before this one; total becomes that of all.
uint sumBefore(uint count, out uint total)
{
    uint me = gl_LocalInvocationIndex;
    parts[me] = count;
    barrier();
    for (uint step = 1u; step < partCount; step *= 2u)
    {
        uint other = me >= step ? parts[me - step] : 0u;
        barrier();
        parts[me] += other;
        barrier();
    }

    total = parts[partCount - 1u];
    return parts[me] - count;
}
