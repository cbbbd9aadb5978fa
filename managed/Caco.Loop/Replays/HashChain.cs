using System.Numerics;

namespace Caco.Loop.Replays;

/// <summary>A chain over world hashes: once it differs it stays different, so that one checkpoint proves all before it.</summary>
public static class HashChain
{
    /// <summary>The chain before any world hash.</summary>
    public const ulong Start = 0x6361636F2D726570;

    /// <summary>The chain after one more world hash.</summary>
    public static ulong Next(ulong chain, ulong hash)
    {
        var mixed = BitOperations.RotateLeft(chain, 23) ^ hash;
        mixed = (mixed ^ (mixed >> 32)) * 0x9E3779B97F4A7C15;
        return mixed ^ (mixed >> 29);
    }
}
