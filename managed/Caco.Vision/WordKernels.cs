using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>What is done to one pair of words, at every vector width. All forms must give the same bits.</summary>
internal interface IWordOperator
{
    static abstract ulong Apply(ulong a, ulong b);

    static abstract Vector128<ulong> Apply(Vector128<ulong> a, Vector128<ulong> b);

    static abstract Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b);

    static abstract Vector512<ulong> Apply(Vector512<ulong> a, Vector512<ulong> b);
}

internal readonly struct AndOperator : IWordOperator
{
    public static ulong Apply(ulong a, ulong b) => a & b;

    public static Vector128<ulong> Apply(Vector128<ulong> a, Vector128<ulong> b) => a & b;

    public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b) => a & b;

    public static Vector512<ulong> Apply(Vector512<ulong> a, Vector512<ulong> b) => a & b;
}

internal readonly struct OrOperator : IWordOperator
{
    public static ulong Apply(ulong a, ulong b) => a | b;

    public static Vector128<ulong> Apply(Vector128<ulong> a, Vector128<ulong> b) => a | b;

    public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b) => a | b;

    public static Vector512<ulong> Apply(Vector512<ulong> a, Vector512<ulong> b) => a | b;
}

internal readonly struct XorOperator : IWordOperator
{
    public static ulong Apply(ulong a, ulong b) => a ^ b;

    public static Vector128<ulong> Apply(Vector128<ulong> a, Vector128<ulong> b) => a ^ b;

    public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

    public static Vector512<ulong> Apply(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;
}

internal readonly struct AndNotOperator : IWordOperator
{
    public static ulong Apply(ulong a, ulong b) => a & ~b;

    public static Vector128<ulong> Apply(Vector128<ulong> a, Vector128<ulong> b) => Vector128.AndNot(a, b);

    public static Vector256<ulong> Apply(Vector256<ulong> a, Vector256<ulong> b) => Vector256.AndNot(a, b);

    public static Vector512<ulong> Apply(Vector512<ulong> a, Vector512<ulong> b) => Vector512.AndNot(a, b);
}

/// <summary>
/// Loops over lines of words: the widest vector that the processor has, then one word at a time for the tail. A width is
/// left out where it is not accelerated, so each process takes one path.
/// </summary>
internal static class WordKernels
{
    /// <summary>target[i] = op(target[i], other[i]).</summary>
    public static void Combine<TOperator>(Span<ulong> target, ReadOnlySpan<ulong> other)
        where TOperator : struct, IWordOperator =>
        Combine<TOperator>(target, target, other);

    /// <summary>
    /// target[i] = op(first[i], second[i]) for all i of target, in ascending order. A source may be the target itself or
    /// lie ahead of it in the same memory.
    /// </summary>
    public static void Combine<TOperator>(
        Span<ulong> target, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
        where TOperator : struct, IWordOperator
    {
        first = first[..target.Length];
        second = second[..target.Length];
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var a = ref MemoryMarshal.GetReference(first);
        ref var b = ref MemoryMarshal.GetReference(second);
        nuint i = 0;
        var length = (nuint)target.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 8 <= length; i += 8)
            {
                TOperator.Apply(Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref b, i)).StoreUnsafe(ref t, i);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 4 <= length; i += 4)
            {
                TOperator.Apply(Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i)).StoreUnsafe(ref t, i);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 2 <= length; i += 2)
            {
                TOperator.Apply(Vector128.LoadUnsafe(ref a, i), Vector128.LoadUnsafe(ref b, i)).StoreUnsafe(ref t, i);
            }
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref t, i) = TOperator.Apply(Unsafe.Add(ref a, i), Unsafe.Add(ref b, i));
        }
    }

    /// <summary>words[i] = not words[i].</summary>
    public static void Invert(Span<ulong> words)
    {
        ref var t = ref MemoryMarshal.GetReference(words);
        nuint i = 0;
        var length = (nuint)words.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 8 <= length; i += 8)
            {
                (~Vector512.LoadUnsafe(ref t, i)).StoreUnsafe(ref t, i);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 4 <= length; i += 4)
            {
                (~Vector256.LoadUnsafe(ref t, i)).StoreUnsafe(ref t, i);
            }
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref t, i) = ~Unsafe.Add(ref t, i);
        }
    }

    /// <summary>Number of ones.</summary>
    public static int PopCount(ReadOnlySpan<ulong> words)
    {
        var count = 0;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>
    /// For every bit position p of the line: target(p) = source(p - back) | ... | source(p - back + span - 1), the line's
    /// words least significant bit first. Bits past either end of the line read as 0.
    /// </summary>
    /// <param name="target">The line's words without the guards at its ends.</param>
    /// <param name="source">The same line with one zero word before and one after: target.Length + 2 words.</param>
    /// <param name="back">0 .. span - 1.</param>
    /// <param name="span">1 .. 64.</param>
    /// <remarks>
    /// The positions that one word needs cover 64 + span - 1 bits, at most 127: a window of two words, (low, high), shifted
    /// into place. Within it the run of ones is doubled: 1, 2, 4, ... and last the remainder. Lanes are words; scalar and
    /// vector forms are the same steps.
    /// </remarks>
    public static void SpreadAlong(Span<ulong> target, ReadOnlySpan<ulong> source, int back, int span)
    {
        source = source[..(target.Length + 2)];
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        nuint i = 0;
        var length = (nuint)target.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 8 <= length; i += 8)
            {
                var before = Vector512.LoadUnsafe(ref s, i);
                var here = Vector512.LoadUnsafe(ref s, i + 1);
                var after = Vector512.LoadUnsafe(ref s, i + 2);
                var low = here;
                var high = after;
                if (back != 0)
                {
                    low = here << back | before >>> (64 - back);
                    high = after << back | here >>> (64 - back);
                }

                var run = 1;
                while (run < span)
                {
                    var step = Math.Min(run, span - run);
                    low |= low >>> step | high << (64 - step);
                    high |= high >>> step;
                    run += step;
                }

                low.StoreUnsafe(ref t, i);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 4 <= length; i += 4)
            {
                var before = Vector256.LoadUnsafe(ref s, i);
                var here = Vector256.LoadUnsafe(ref s, i + 1);
                var after = Vector256.LoadUnsafe(ref s, i + 2);
                var low = here;
                var high = after;
                if (back != 0)
                {
                    low = here << back | before >>> (64 - back);
                    high = after << back | here >>> (64 - back);
                }

                var run = 1;
                while (run < span)
                {
                    var step = Math.Min(run, span - run);
                    low |= low >>> step | high << (64 - step);
                    high |= high >>> step;
                    run += step;
                }

                low.StoreUnsafe(ref t, i);
            }
        }

        for (; i < length; i++)
        {
            var before = Unsafe.Add(ref s, i);
            var here = Unsafe.Add(ref s, i + 1);
            var after = Unsafe.Add(ref s, i + 2);
            var low = here;
            var high = after;
            if (back != 0)
            {
                low = here << back | before >>> (64 - back);
                high = after << back | here >>> (64 - back);
            }

            var run = 1;
            while (run < span)
            {
                var step = Math.Min(run, span - run);
                low |= low >>> step | high << (64 - step);
                high |= high >>> step;
                run += step;
            }

            Unsafe.Add(ref t, i) = low;
        }
    }
}
