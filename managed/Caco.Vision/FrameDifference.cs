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
        PixelPlane.CheckSame(a.Plane, b.Plane);

        var equal = 0;
        for (var y = 0; y < a.Height; y++)
        {
            equal += CountEqual(a.Row(y), b.Row(y));
        }

        return a.Width * a.Height - equal;
    }

    /// <summary>Sum of the differences of two planes' pixels without their signs.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static long SumAbsolute(PixelPlane a, PixelPlane b)
    {
        PixelPlane.CheckSame(a, b);
        if (a.Stride == a.Width && b.Stride == b.Width)
        {
            return ByteKernels.SumOfDifferences(a.Pixels[..a.Area], b.Pixels[..b.Area]);
        }

        long sum = 0;
        for (var y = 0; y < a.Height; y++)
        {
            sum += ByteKernels.SumOfDifferences(a.Row(y), b.Row(y));
        }

        return sum;
    }

    /// <summary>Mean difference of two planes' pixels without its sign, 0..255; 0 where there is no pixel.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MeanAbsolute(PixelPlane a, PixelPlane b)
    {
        var sum = SumAbsolute(a, b);
        return a.IsEmpty ? 0 : (double)sum / a.Area;
    }

    /// <summary>The same for frames of indices whose values a table gives, without grey frames.</summary>
    /// <param name="a">One frame.</param>
    /// <param name="b">The other.</param>
    /// <param name="table">Value of each index, shape (256), <see cref="Gray.Table"/> for example.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MeanAbsolute(IndexedFrame a, IndexedFrame b, ReadOnlySpan<byte> table)
    {
        PixelPlane.CheckSame(a.Plane, b.Plane);
        Span<byte> first = stackalloc byte[1024];
        Span<byte> second = stackalloc byte[1024];
        long sum = 0;
        for (var y = 0; y < a.Height; y++)
        {
            var p = a.Row(y);
            var q = b.Row(y);
            while (!p.IsEmpty)
            {
                var count = Math.Min(p.Length, first.Length);
                Gray.Look(p[..count], table, first);
                Gray.Look(q[..count], table, second);
                sum += ByteKernels.SumOfDifferences(first[..count], second);
                p = p[count..];
                q = q[count..];
            }
        }

        return a.IsEmpty ? 0 : (double)sum / a.Plane.Area;
    }

    [MethodImpl(Jit.Kernel)]
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
