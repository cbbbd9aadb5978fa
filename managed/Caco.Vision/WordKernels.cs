using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>What is done to one pair of words.</summary>
internal interface IWordOperator
{
    static abstract TVector Apply<TOps, TVector>(TVector a, TVector b)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct;
}

internal readonly struct AndOperator : IWordOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TOps, TVector>(TVector a, TVector b)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct => TOps.And(a, b);
}

internal readonly struct OrOperator : IWordOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TOps, TVector>(TVector a, TVector b)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct => TOps.Or(a, b);
}

internal readonly struct XorOperator : IWordOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TOps, TVector>(TVector a, TVector b)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct => TOps.Xor(a, b);
}

internal readonly struct AndNotOperator : IWordOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TOps, TVector>(TVector a, TVector b)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct => TOps.And(a, TOps.Not(b));
}

/// <summary>
/// Loops over lines of words: the widest vector that the processor has, then narrower ones down to single words for the
/// tail. Sources and targets are checked here, once a call.
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
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var a = ref MemoryMarshal.GetReference(first[..target.Length]);
        ref var b = ref MemoryMarshal.GetReference(second[..target.Length]);
        var length = (nuint)target.Length;
        var i = Combine<TOperator, Words512, Vector512<ulong>>(ref t, ref a, ref b, 0, length);
        i = Combine<TOperator, Words256, Vector256<ulong>>(ref t, ref a, ref b, i, length);
        i = Combine<TOperator, Words128, Vector128<ulong>>(ref t, ref a, ref b, i, length);
        Combine<TOperator, SingleWord, ulong>(ref t, ref a, ref b, i, length);
    }

    /// <summary>target[i] = not source[i]; the target may be the source.</summary>
    public static void Invert(Span<ulong> target, ReadOnlySpan<ulong> source)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source[..target.Length]);
        var length = (nuint)target.Length;
        var i = Invert<Words512, Vector512<ulong>>(ref t, ref s, 0, length);
        i = Invert<Words256, Vector256<ulong>>(ref t, ref s, i, length);
        i = Invert<Words128, Vector128<ulong>>(ref t, ref s, i, length);
        Invert<SingleWord, ulong>(ref t, ref s, i, length);
    }

    /// <summary>Number of ones.</summary>
    [MethodImpl(Jit.Kernel)]
    public static int PopCount(ReadOnlySpan<ulong> words)
    {
        var (a, b, c, d) = (0, 0, 0, 0);
        ref var w = ref MemoryMarshal.GetReference(words);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a += BitOperations.PopCount(Unsafe.Add(ref w, i));
            b += BitOperations.PopCount(Unsafe.Add(ref w, i + 1));
            c += BitOperations.PopCount(Unsafe.Add(ref w, i + 2));
            d += BitOperations.PopCount(Unsafe.Add(ref w, i + 3));
        }

        for (; i < words.Length; i++)
        {
            a += BitOperations.PopCount(Unsafe.Add(ref w, i));
        }

        return a + b + c + d;
    }

    /// <summary>Number of ones of a part of some rows.</summary>
    /// <param name="words">From the first row's first word on.</param>
    /// <param name="stride">Words from one row to the next.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="width">Words a row, at least 1.</param>
    /// <param name="first">What counts of a row's first word.</param>
    /// <param name="last">And of its last one, which may be the same.</param>
    [MethodImpl(Jit.Kernel)]
    public static int PopCount(ReadOnlySpan<ulong> words, int stride, int rows, int width, ulong first, ulong last)
    {
        ref var all = ref MemoryMarshal.GetReference(words[..((rows - 1) * stride + width)]);
        var (a, b) = (0, 0);
        for (var y = 0; y < rows; y++)
        {
            ref var w = ref Unsafe.Add(ref all, y * stride);
            if (width == 1)
            {
                a += BitOperations.PopCount(w & first & last);
                continue;
            }

            a += BitOperations.PopCount(w & first);
            for (var i = 1; i < width - 1; i++)
            {
                b += BitOperations.PopCount(Unsafe.Add(ref w, i));
            }

            a += BitOperations.PopCount(Unsafe.Add(ref w, width - 1) & last);
        }

        return a + b;
    }

    /// <summary>
    /// target[i] = source[i] | source[i + near] | source[i + far], in ascending order: the target may be the source
    /// or lie before it. The source has target.Length + far words.
    /// </summary>
    public static void OrThree(Span<ulong> target, ReadOnlySpan<ulong> source, int near, int far)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source[..(target.Length + far)]);
        var length = (nuint)target.Length;
        var i = OrThree<Words512, Vector512<ulong>>(ref t, ref s, (nuint)near, (nuint)far, 0, length);
        i = OrThree<Words256, Vector256<ulong>>(ref t, ref s, (nuint)near, (nuint)far, i, length);
        i = OrThree<Words128, Vector128<ulong>>(ref t, ref s, (nuint)near, (nuint)far, i, length);
        OrThree<SingleWord, ulong>(ref t, ref s, (nuint)near, (nuint)far, i, length);
    }

    /// <summary>Longest span for one window: the bits that a shift within a byte leaves open lie below what counts.</summary>
    private const int NearSpan = 57;

    /// <summary>Rows that <see cref="OrRows"/> makes at a time: they share most of what they load.</summary>
    public const int RowsTogether = 4;

    /// <summary>target[i] = source[i] | source[i + stride] | ... | source[i + (run - 1) stride].</summary>
    /// <param name="target">At least <see cref="RowsTogether"/> rows; not the memory of the source.</param>
    /// <param name="source">run - 1 rows more than the target.</param>
    /// <param name="stride">Words of a row, at least 2.</param>
    /// <param name="run">At least <see cref="RowsTogether"/>.</param>
    public static void OrRows(Span<ulong> target, ReadOnlySpan<ulong> source, int stride, int run)
    {
        var rows = target.Length / stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, RowsTogether);
        ArgumentOutOfRangeException.ThrowIfLessThan(run, RowsTogether);
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source[..(target.Length + (run - 1) * stride)]);
        _ = OrRows<Words256, Vector256<ulong>>(ref t, ref s, (nuint)stride, (nuint)run, (nuint)rows)
            || OrRows<Words128, Vector128<ulong>>(ref t, ref s, (nuint)stride, (nuint)run, (nuint)rows)
            || OrRows<SingleWord, ulong>(ref t, ref s, (nuint)stride, (nuint)run, (nuint)rows);
    }

    /// <summary>
    /// For every bit position p of the line: target(p) = (source(p - back) | ... | source(p - back + span - 1)) ^ flip, the
    /// line's words least significant bit first. Bits past either end of the line read as 0.
    /// </summary>
    /// <param name="target">The line's words without the guards at its ends; not the memory of the source.</param>
    /// <param name="source">The same line with one zero word before and one after: target.Length + 2 words.</param>
    /// <param name="back">0 .. span - 1.</param>
    /// <param name="span">1 .. 64.</param>
    /// <param name="flip">All ones for the opposite of every bit, else 0.</param>
    public static void SpreadAlong(Span<ulong> target, ReadOnlySpan<ulong> source, int back, int span, ulong flip = 0)
    {
        source = source[..(target.Length + 2)];
        if (span > NearSpan)
        {
            SpreadFar(target, source, back, span, flip);
            return;
        }

        switch (BitOperations.Log2((uint)span * 2 - 1))
        {
            case 0 or 1:
                SpreadNear<One>(target, source, back, span, flip);
                break;
            case 2:
                SpreadNear<Two>(target, source, back, span, flip);
                break;
            case 3:
                SpreadNear<Three>(target, source, back, span, flip);
                break;
            case 4:
                SpreadNear<Four>(target, source, back, span, flip);
                break;
            case 5:
                SpreadNear<Five>(target, source, back, span, flip);
                break;
            default:
                SpreadNear<Six>(target, source, back, span, flip);
                break;
        }
    }

    private static void SpreadNear<TSteps>(Span<ulong> target, ReadOnlySpan<ulong> source, int back, int span, ulong flip)
        where TSteps : struct, IConstant
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        var length = (nuint)target.Length;
        var i = SpreadNear<TSteps, Words512, Vector512<ulong>>(ref t, ref s, back, span, flip, 0, length);
        i = SpreadNear<TSteps, Words256, Vector256<ulong>>(ref t, ref s, back, span, flip, i, length);
        i = SpreadNear<TSteps, Words128, Vector128<ulong>>(ref t, ref s, back, span, flip, i, length);
        SpreadNear<TSteps, SingleWord, ulong>(ref t, ref s, back, span, flip, i, length);
    }

    private static void SpreadFar(Span<ulong> target, ReadOnlySpan<ulong> source, int back, int span, ulong flip)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        var length = (nuint)target.Length;
        var i = SpreadFar<Words512, Vector512<ulong>>(ref t, ref s, back, span, flip, 0, length);
        i = SpreadFar<Words256, Vector256<ulong>>(ref t, ref s, back, span, flip, i, length);
        i = SpreadFar<Words128, Vector128<ulong>>(ref t, ref s, back, span, flip, i, length);
        SpreadFar<SingleWord, ulong>(ref t, ref s, back, span, flip, i, length);
    }

    [MethodImpl(Jit.Kernel)]
    private static nuint Combine<TOperator, TOps, TVector>(
        ref ulong t, ref ulong a, ref ulong b, nuint i, nuint length)
        where TOperator : struct, IWordOperator
        where TOps : struct, IWordOps<TVector>
        where TVector : struct
    {
        if (TOps.IsSupported)
        {
            for (; i + (nuint)TOps.Count <= length; i += (nuint)TOps.Count)
            {
                TOps.Store(TOperator.Apply<TOps, TVector>(TOps.Load(ref a, i), TOps.Load(ref b, i)), ref t, i);
            }
        }

        return i;
    }

    [MethodImpl(Jit.Kernel)]
    private static nuint Invert<TOps, TVector>(ref ulong t, ref ulong s, nuint i, nuint length)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct
    {
        if (TOps.IsSupported)
        {
            for (; i + (nuint)TOps.Count <= length; i += (nuint)TOps.Count)
            {
                TOps.Store(TOps.Not(TOps.Load(ref s, i)), ref t, i);
            }
        }

        return i;
    }

    [MethodImpl(Jit.Kernel)]
    private static nuint OrThree<TOps, TVector>(
        ref ulong t, ref ulong s, nuint near, nuint far, nuint i, nuint length)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct
    {
        if (TOps.IsSupported)
        {
            for (; i + (nuint)TOps.Count <= length; i += (nuint)TOps.Count)
            {
                var all = TOps.Or(TOps.Or(TOps.Load(ref s, i), TOps.Load(ref s, i + near)), TOps.Load(ref s, i + far));
                TOps.Store(all, ref t, i);
            }
        }

        return i;
    }

    /// <summary>
    /// Four rows at a time: the rows that all four runs share are one or; the three before and the three behind them are
    /// or-ed on, outwards. The last step of a row and the last four rows lie over the ones before: no narrower tail.
    /// </summary>
    /// <returns>Whether this width could do it.</returns>
    [MethodImpl(Jit.Kernel)]
    private static bool OrRows<TOps, TVector>(ref ulong t, ref ulong s, nuint stride, nuint run, nuint rows)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct
    {
        if (!TOps.IsSupported || stride < (nuint)TOps.Count)
        {
            return false;
        }

        var lastStep = stride - (nuint)TOps.Count;
        for (nuint y = 0; ; y = nuint.Min(y + RowsTogether, rows - RowsTogether))
        {
            for (nuint x = 0; ; x = nuint.Min(x + (nuint)TOps.Count, lastStep))
            {
                var i = y * stride + x;
                var end = i + run * stride;
                var shared = TOps.Load(ref s, i + 3 * stride);
                for (var k = i + 4 * stride; k < end; k += stride)
                {
                    shared = TOps.Or(shared, TOps.Load(ref s, k));
                }

                var two = TOps.Or(shared, TOps.Load(ref s, i + 2 * stride));
                var one = TOps.Or(two, TOps.Load(ref s, i + stride));
                var below = TOps.Load(ref s, end);
                TOps.Store(TOps.Or(one, TOps.Load(ref s, i)), ref t, i);
                TOps.Store(TOps.Or(one, below), ref t, i + stride);
                below = TOps.Or(below, TOps.Load(ref s, end + stride));
                TOps.Store(TOps.Or(two, below), ref t, i + 2 * stride);
                below = TOps.Or(below, TOps.Load(ref s, end + 2 * stride));
                TOps.Store(TOps.Or(shared, below), ref t, i + 3 * stride);
                if (x == lastStep)
                {
                    break;
                }
            }

            if (y == rows - RowsTogether)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// A window of 64 bits a word, which begins <c>back</c> bits before it: in it a run of ones is doubled towards the
    /// word's place, 1, 2, 4, ... and last the remainder. What lies behind the window, up to <c>span - 1</c> bits, reaches
    /// all that is not before it: every place from the lowest such one up.
    /// </summary>
    /// <remarks><c>TSteps</c> doublings reach <paramref name="span"/>, which is at most <see cref="NearSpan"/>.</remarks>
    [MethodImpl(Jit.Kernel)]
    private static nuint SpreadNear<TSteps, TOps, TVector>(
        ref ulong t, ref ulong s, int back, int span, ulong flip, nuint i, nuint length)
        where TSteps : struct, IConstant
        where TOps : struct, IWordOps<TVector>
        where TVector : struct
    {
        if (!TOps.IsSupported || i + (nuint)TOps.Count > length)
        {
            return i;
        }

        // Source word i + 1 is target word i. Bit p of the late words is source bit p + forward, for all but the lowest.
        var forward = span - 1 - back;
        var lateBytes = (forward + 7) / 8;
        ref var late = ref Unsafe.Add(ref Unsafe.As<ulong, byte>(ref s), 8 + lateBytes);
        var latePlace = TOps.Broadcast((ulong)(8 * lateBytes - forward));
        var lateBits = TOps.Broadcast(span == 1 ? 0 : ulong.MaxValue << (65 - span));
        var backs = TOps.Broadcast((ulong)back);
        var rests = TOps.Broadcast((ulong)(64 - back));
        var flips = TOps.Broadcast(flip);
        var step1 = TOps.Broadcast((ulong)Step(span, 0));
        var step2 = TOps.Broadcast((ulong)Step(span, 1));
        var step3 = TOps.Broadcast((ulong)Step(span, 2));
        var step4 = TOps.Broadcast((ulong)Step(span, 3));
        var step5 = TOps.Broadcast((ulong)Step(span, 4));
        var step6 = TOps.Broadcast((ulong)Step(span, 5));
        for (; i + (nuint)TOps.Count <= length; i += (nuint)TOps.Count)
        {
            var run = TOps.Or(
                TOps.ShiftLeft(TOps.Load(ref s, i + 1), backs), TOps.ShiftRight(TOps.Load(ref s, i), rests));
            var behind = TOps.And(TOps.ShiftLeft(TOps.LoadAt(ref late, i * 8), latePlace), lateBits);
            run = TOps.Or(run, TOps.ShiftRight(run, step1));
            if (TSteps.Value >= 2)
            {
                run = TOps.Or(run, TOps.ShiftRight(run, step2));
            }

            if (TSteps.Value >= 3)
            {
                run = TOps.Or(run, TOps.ShiftRight(run, step3));
            }

            if (TSteps.Value >= 4)
            {
                run = TOps.Or(run, TOps.ShiftRight(run, step4));
            }

            if (TSteps.Value >= 5)
            {
                run = TOps.Or(run, TOps.ShiftRight(run, step5));
            }

            if (TSteps.Value >= 6)
            {
                run = TOps.Or(run, TOps.ShiftRight(run, step6));
            }

            var word = TOps.Or(run, TOps.Or(behind, TOps.Negate(behind)));
            TOps.Store(TOps.Xor(word, flips), ref t, i);
        }

        return i;
    }

    /// <summary>How far doubling number <paramref name="index"/> goes on the way to <paramref name="span"/>.</summary>
    private static int Step(int span, int index)
    {
        var run = Math.Min(1 << index, span);
        return Math.Min(run, span - run);
    }

    /// <summary>
    /// The positions that one word needs cover 64 + span - 1 bits, at most 127: a window of two words, (low, high), shifted
    /// into place. Within it the run of ones is doubled: 1, 2, 4, ... and last the remainder.
    /// </summary>
    [MethodImpl(Jit.Kernel)]
    private static nuint SpreadFar<TOps, TVector>(
        ref ulong t, ref ulong s, int back, int span, ulong flip, nuint i, nuint length)
        where TOps : struct, IWordOps<TVector>
        where TVector : struct
    {
        if (!TOps.IsSupported)
        {
            return i;
        }

        var backs = TOps.Broadcast((ulong)back);
        var rests = TOps.Broadcast((ulong)(64 - back));
        var flips = TOps.Broadcast(flip);
        for (; i + (nuint)TOps.Count <= length; i += (nuint)TOps.Count)
        {
            var before = TOps.Load(ref s, i);
            var here = TOps.Load(ref s, i + 1);
            var after = TOps.Load(ref s, i + 2);
            var low = TOps.Or(TOps.ShiftLeft(here, backs), TOps.ShiftRight(before, rests));
            var high = TOps.Or(TOps.ShiftLeft(after, backs), TOps.ShiftRight(here, rests));
            for (var run = 1; run < span;)
            {
                var step = Math.Min(run, span - run);
                var steps = TOps.Broadcast((ulong)step);
                var carry = TOps.ShiftLeft(high, TOps.Broadcast((ulong)(64 - step)));
                low = TOps.Or(TOps.Or(low, TOps.ShiftRight(low, steps)), carry);
                high = TOps.Or(high, TOps.ShiftRight(high, steps));
                run += step;
            }

            TOps.Store(TOps.Xor(low, flips), ref t, i);
        }

        return i;
    }
}
