namespace Caco.Policies;

/// <summary>A small generator (SplitMix64) that a policy owns: the same start gives the same numbers everywhere.</summary>
public struct DeterministicRandom(ulong start)
{
    private ulong _state = start;

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number 0 .. bound - 1; <paramref name="bound"/> at least 1.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)(((NextBits() >> 32) * (ulong)bound) >> 32);
    }
}
