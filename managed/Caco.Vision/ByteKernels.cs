using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Caco.Vision;

/// <summary>
/// Sums over lines of bytes, 32 a step. All are exact whole numbers, so that the order of the lanes does not matter.
/// </summary>
internal static class ByteKernels
{
    // 16-bit lanes take this many steps of two squares' halves before they are widened.
    private const int Step = 32;
    private const int Wide = 64;

    [MethodImpl(Jit.Kernel)]
    public static long Sum(ReadOnlySpan<byte> values)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        var i = 0;
        long sum = 0;
        if (Avx2.IsSupported)
        {
            var sums = Vector256<ulong>.Zero;
            for (; i + Step <= values.Length; i += Step)
            {
                sums += Avx2.SumAbsoluteDifferences(Vector256.LoadUnsafe(ref v, (nuint)i), Vector256<byte>.Zero).AsUInt64();
            }

            if (i != 0 && i < values.Length)
            {
                var last = Vector256.LoadUnsafe(ref v, (nuint)(values.Length - Step)) & LastBytes(values.Length - i);
                sums += Avx2.SumAbsoluteDifferences(last, Vector256<byte>.Zero).AsUInt64();
                i = values.Length;
            }

            sum = (long)Vector256.Sum(sums);
        }

        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    /// <summary>The sum over all rows of a plane.</summary>
    [MethodImpl(Jit.Kernel)]
    public static long Sum(PixelPlane plane)
    {
        long sum = 0;
        if (!Avx512BW.IsSupported || plane.Width < Wide)
        {
            for (var y = 0; y < plane.Height; y++)
            {
                sum += Sum(plane.Row(y));
            }

            return sum;
        }

        // The last 64 of a row once more, of which the first ones are already counted.
        ref var pixels = ref MemoryMarshal.GetReference(plane.Pixels);
        var rest = plane.Width % Wide;
        var unseen = LastOf64(rest);
        var (even, odd) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (var y = 0; y < plane.Height; y++)
        {
            ref var row = ref Unsafe.Add(ref pixels, (nint)y * plane.Stride);
            nuint i = 0;
            for (; i + 2 * Wide <= (nuint)plane.Width; i += 2 * Wide)
            {
                even += Sums(Vector512.LoadUnsafe(ref row, i));
                odd += Sums(Vector512.LoadUnsafe(ref row, i + Wide));
            }

            if (i + Wide <= (nuint)plane.Width)
            {
                even += Sums(Vector512.LoadUnsafe(ref row, i));
            }

            if (rest != 0)
            {
                odd += Sums(Vector512.LoadUnsafe(ref row, (nuint)(plane.Width - Wide)) & unseen);
            }
        }

        return (long)Vector512.Sum(even + odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Sums(Vector512<byte> values) =>
        Avx512BW.SumAbsoluteDifferences(values, Vector512<byte>.Zero).AsUInt64();

    public static long SumOfSquares(ReadOnlySpan<byte> values) => Dot(values, values);

    /// <summary>Sum of a[i] b[i].</summary>
    [MethodImpl(Jit.Kernel)]
    public static long Dot(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        b = b[..a.Length];
        ref var p = ref MemoryMarshal.GetReference(a);
        ref var q = ref MemoryMarshal.GetReference(b);
        var i = 0;
        long sum = 0;
        if (Avx2.IsSupported)
        {
            while (i + Step <= a.Length)
            {
                // A lane of 32 bits takes 4 products of at most 65025 a step: 8192 steps fit.
                var end = Math.Min(a.Length - Step, i + 8192 * Step);
                var sums = Vector256<int>.Zero;
                for (; i <= end; i += Step)
                {
                    var x = Vector256.LoadUnsafe(ref p, (nuint)i);
                    var y = Vector256.LoadUnsafe(ref q, (nuint)i);
                    var (xLow, xHigh) = Vector256.Widen(x);
                    var (yLow, yHigh) = Vector256.Widen(y);
                    sums += Avx2.MultiplyAddAdjacent(xLow.AsInt16(), yLow.AsInt16())
                        + Avx2.MultiplyAddAdjacent(xHigh.AsInt16(), yHigh.AsInt16());
                }

                var (low, high) = Vector256.Widen(sums.AsUInt32());
                sum += (long)Vector256.Sum(low + high);
            }
        }

        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Sum of |a[i] - b[i]|.</summary>
    [MethodImpl(Jit.Kernel)]
    public static long SumOfDifferences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        b = b[..a.Length];
        ref var p = ref MemoryMarshal.GetReference(a);
        ref var q = ref MemoryMarshal.GetReference(b);
        var i = 0;
        long sum = 0;
        if (Avx512BW.IsSupported)
        {
            var sums = Vector512<ulong>.Zero;
            for (; i + 64 <= a.Length; i += 64)
            {
                sums += Avx512BW.SumAbsoluteDifferences(
                    Vector512.LoadUnsafe(ref p, (nuint)i), Vector512.LoadUnsafe(ref q, (nuint)i)).AsUInt64();
            }

            sum = (long)Vector512.Sum(sums);
        }

        if (Avx2.IsSupported)
        {
            var sums = Vector256<ulong>.Zero;
            for (; i + Step <= a.Length; i += Step)
            {
                sums += Avx2.SumAbsoluteDifferences(
                    Vector256.LoadUnsafe(ref p, (nuint)i), Vector256.LoadUnsafe(ref q, (nuint)i)).AsUInt64();
            }

            if (i != 0 && i < a.Length)
            {
                var mask = LastBytes(a.Length - i);
                var at = (nuint)(a.Length - Step);
                sums += Avx2.SumAbsoluteDifferences(
                    Vector256.LoadUnsafe(ref p, at) & mask, Vector256.LoadUnsafe(ref q, at) & mask).AsUInt64();
                i = a.Length;
            }

            sum += (long)Vector256.Sum(sums);
        }

        for (; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return sum;
    }

    /// <summary>sums[i] += values[i].</summary>
    [MethodImpl(Jit.Kernel)]
    public static void AddTo(Span<ushort> sums, ReadOnlySpan<byte> values)
    {
        values = values[..sums.Length];
        ref var s = ref MemoryMarshal.GetReference(sums);
        ref var v = ref MemoryMarshal.GetReference(values);
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + Step <= values.Length; i += Step)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref v, (nuint)i));
                (Vector256.LoadUnsafe(ref s, (nuint)i) + low).StoreUnsafe(ref s, (nuint)i);
                (Vector256.LoadUnsafe(ref s, (nuint)i + 16) + high).StoreUnsafe(ref s, (nuint)i + 16);
            }
        }

        for (; i < values.Length; i++)
        {
            sums[i] += values[i];
        }
    }

    /// <summary>How many |a[i] - b[i]| are at least <paramref name="least"/>, 1..255.</summary>
    [MethodImpl(Jit.Kernel)]
    public static int CountDifferences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, byte least)
    {
        b = b[..a.Length];
        ref var p = ref MemoryMarshal.GetReference(a);
        ref var q = ref MemoryMarshal.GetReference(b);
        var i = 0;
        var count = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 64 <= a.Length; i += 64)
            {
                count += BitOperations.PopCount(Apart64(ref p, ref q, (nuint)i, least));
            }

            if (i != 0 && i < a.Length)
            {
                // The last 64 once more, of which the first ones are already counted.
                count += BitOperations.PopCount(Apart64(ref p, ref q, (nuint)(a.Length - 64), least) >> (64 - (a.Length - i)));
                return count;
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + Step <= a.Length; i += Step)
            {
                count += BitOperations.PopCount(Apart32(ref p, ref q, (nuint)i, least));
            }

            if (i != 0 && i < a.Length)
            {
                count += BitOperations.PopCount(Apart32(ref p, ref q, (nuint)(a.Length - Step), least) >> (Step - (a.Length - i)));
                return count;
            }
        }

        for (; i < a.Length; i++)
        {
            count += Math.Abs(a[i] - b[i]) >= least ? 1 : 0;
        }

        return count;
    }

    /// <summary>The same for two planes of one shape, row by row.</summary>
    [MethodImpl(Jit.Kernel)]
    public static int CountDifferences(PixelPlane a, PixelPlane b, byte least)
    {
        var count = 0;
        if (!Vector512.IsHardwareAccelerated || a.Width < Wide)
        {
            for (var y = 0; y < a.Height; y++)
            {
                count += CountDifferences(a.Row(y), b.Row(y), least);
            }

            return count;
        }

        ref var first = ref MemoryMarshal.GetReference(a.Pixels);
        ref var second = ref MemoryMarshal.GetReference(b.Pixels);
        var rest = a.Width % Wide;
        for (var y = 0; y < a.Height; y++)
        {
            ref var p = ref Unsafe.Add(ref first, (nint)y * a.Stride);
            ref var q = ref Unsafe.Add(ref second, (nint)y * b.Stride);
            for (nuint i = 0; i + Wide <= (nuint)a.Width; i += Wide)
            {
                count += BitOperations.PopCount(Apart64(ref p, ref q, i, least));
            }

            if (rest != 0)
            {
                count += BitOperations.PopCount(Apart64(ref p, ref q, (nuint)(a.Width - Wide), least) >> (Wide - rest));
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Apart64(ref byte a, ref byte b, nuint at, byte least)
    {
        var x = Vector512.LoadUnsafe(ref a, at);
        var y = Vector512.LoadUnsafe(ref b, at);
        var apart = Vector512.SubtractSaturate(x, y) | Vector512.SubtractSaturate(y, x);
        return Vector512.GreaterThanOrEqual(apart, Vector512.Create(least)).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Apart32(ref byte a, ref byte b, nuint at, byte least)
    {
        var x = Vector256.LoadUnsafe(ref a, at);
        var y = Vector256.LoadUnsafe(ref b, at);
        var apart = Vector256.Max(x, y) - Vector256.Min(x, y);
        return Vector256.GreaterThanOrEqual(apart, Vector256.Create(least)).ExtractMostSignificantBits();
    }

    /// <summary>Ones in the last <paramref name="count"/> bytes of 32, 1..31: what earlier steps have not taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LastBytes(int count) =>
        Vector256.GreaterThanOrEqual(Vector256<byte>.Indices, Vector256.Create((byte)(Step - count)));

    /// <summary>The same of 64, 0..63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> LastOf64(int count) =>
        Vector512.GreaterThanOrEqual(Vector512<byte>.Indices, Vector512.Create((byte)(Wide - count)));

    /// <summary>How many bytes equal <paramref name="value"/> of 64 from an address on, as bits.</summary>
    public static ulong EqualBits(ref byte source, nuint at, byte value)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Vector512.Equals(Vector512.LoadUnsafe(ref source, at), Vector512.Create(value)).ExtractMostSignificantBits();
        }

        var wanted = Vector256.Create(value);
        return Vector256.Equals(Vector256.LoadUnsafe(ref source, at), wanted).ExtractMostSignificantBits()
            | (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref source, at + 32), wanted).ExtractMostSignificantBits() << 32;
    }
}
