using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>How much two frames differ. No allocation.</summary>
public static class FrameDifference
{
    /// <summary>Number of pixels whose palette index differs.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static int CountChanged(IndexedFrame a, IndexedFrame b)
    {
        if (a.Width != b.Width || a.Height != b.Height)
        {
            throw new ArgumentException($"The frames are {a.Width} x {a.Height} and {b.Width} x {b.Height}.", nameof(b));
        }

        var equal = 0;
        for (var y = 0; y < a.Height; y++)
        {
            equal += CountEqual(a.Row(y), b.Row(y));
        }

        return a.Width * a.Height - equal;
    }

    private static int CountEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        b = b[..a.Length];
        ref var p = ref MemoryMarshal.GetReference(a);
        ref var q = ref MemoryMarshal.GetReference(b);
        nuint i = 0;
        var length = (nuint)a.Length;
        var count = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 64 <= length; i += 64)
            {
                var same = Vector512.Equals(Vector512.LoadUnsafe(ref p, i), Vector512.LoadUnsafe(ref q, i));
                count += System.Numerics.BitOperations.PopCount(same.ExtractMostSignificantBits());
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 32 <= length; i += 32)
            {
                var same = Vector256.Equals(Vector256.LoadUnsafe(ref p, i), Vector256.LoadUnsafe(ref q, i));
                count += System.Numerics.BitOperations.PopCount(same.ExtractMostSignificantBits());
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 16 <= length; i += 16)
            {
                var same = Vector128.Equals(Vector128.LoadUnsafe(ref p, i), Vector128.LoadUnsafe(ref q, i));
                count += System.Numerics.BitOperations.PopCount(same.ExtractMostSignificantBits());
            }
        }

        for (; i < length; i++)
        {
            count += Unsafe.Add(ref p, i) == Unsafe.Add(ref q, i) ? 1 : 0;
        }

        return count;
    }
}
