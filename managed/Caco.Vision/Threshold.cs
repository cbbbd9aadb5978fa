using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Caco.Vision;

/// <summary>From palette indices to bits by table look-up. No allocation; all paths give the same bits.</summary>
public static class Threshold
{
    /// <summary>
    /// Pixel (x, y) of <paramref name="target"/> becomes whether the index at (x, y) of <paramref name="frame"/> is in the
    /// mask.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Apply(IndexedFrame frame, PaletteMask mask, BitImage target)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (frame.Width != target.Width || frame.Height != target.Height)
        {
            throw new ArgumentException(
                $"The frame is {frame.Width} x {frame.Height}, the bit image {target.Width} x {target.Height}.",
                nameof(target));
        }

        ref var pixels = ref MemoryMarshal.GetReference(frame.Pixels);
        ref var words = ref MemoryMarshal.GetReference(target.Body);
        var whole = frame.Width / BitImage.WordBits;
        if (Avx512Vbmi.IsSupported && whole > 0)
        {
            FrameByPermute(ref pixels, frame, mask.Bits, ref words);
            return;
        }

        for (var y = 0; y < frame.Height; y++)
        {
            ApplyRow(frame.Row(y), mask, target.MutableRow(y));
        }
    }

    /// <summary>The same for four masks at once, where this processor gains by it; else nothing happens.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="masks">Four.</param>
    /// <param name="a">Of the frame's shape, as the others; for the first mask.</param>
    /// <param name="b">For the second.</param>
    /// <param name="c">For the third.</param>
    /// <param name="d">For the fourth.</param>
    /// <returns>Whether it is done.</returns>
    internal static bool TryApply(
        IndexedFrame frame, ReadOnlySpan<PaletteMask> masks, BitImage a, BitImage b, BitImage c, BitImage d)
    {
        if (!Avx512Vbmi.IsSupported || frame.Width % BitImage.WordBits != 0)
        {
            return false;
        }

        FourByPermute(
            frame, masks, ref MemoryMarshal.GetReference(a.Body), ref MemoryMarshal.GetReference(b.Body),
            ref MemoryMarshal.GetReference(c.Body), ref MemoryMarshal.GetReference(d.Body));
        return true;
    }

    /// <summary>
    /// Pixel (x, y) of <paramref name="target"/> becomes whether the value there lies between two bounds, both included.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Apply(PixelPlane plane, byte low, byte high, BitImage target)
    {
        if (plane.Width != target.Width || plane.Height != target.Height)
        {
            throw new ArgumentException(
                $"The plane is {plane.Width} x {plane.Height}, the bit image {target.Width} x {target.Height}.",
                nameof(target));
        }

        for (var y = 0; y < plane.Height; y++)
        {
            var pixels = plane.Row(y);
            var words = target.MutableRow(y);
            ref var p = ref MemoryMarshal.GetReference(pixels);
            for (var w = 0; w < words.Length; w++)
            {
                var x = w * BitImage.WordBits;
                words[w] = Vector128.IsHardwareAccelerated && x + BitImage.WordBits <= pixels.Length
                    ? Between(ref p, (nuint)x, low, high) | (ulong)Between(ref p, (nuint)x + 32, low, high) << 32
                    : Between(pixels[x..], low, high);
            }
        }
    }

    private static uint Between(ref byte source, nuint at, byte low, byte high)
    {
        var value = Vector256.LoadUnsafe(ref source, at);
        return (Vector256.GreaterThanOrEqual(value, Vector256.Create(low))
            & Vector256.LessThanOrEqual(value, Vector256.Create(high))).ExtractMostSignificantBits();
    }

    private static ulong Between(ReadOnlySpan<byte> pixels, byte low, byte high)
    {
        ulong word = 0;
        for (var i = 0; i < Math.Min(pixels.Length, BitImage.WordBits); i++)
        {
            word |= pixels[i] >= low && pixels[i] <= high ? 1UL << i : 0;
        }

        return word;
    }

    /// <summary>Number of pixels whose index is in the mask, without a bit image.</summary>
    public static int Count(IndexedFrame frame, PaletteMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Span<ulong> words = stackalloc ulong[32];
        var count = 0;
        for (var y = 0; y < frame.Height; y++)
        {
            for (var row = frame.Row(y); !row.IsEmpty;)
            {
                var part = row[..Math.Min(row.Length, words.Length * BitImage.WordBits)];
                var used = words[..((part.Length + BitImage.WordBits - 1) / BitImage.WordBits)];
                ApplyRow(part, mask, used);
                count += WordKernels.PopCount(used);
                row = row[part.Length..];
            }
        }

        return count;
    }

    private static void ApplyRow(ReadOnlySpan<byte> pixels, PaletteMask mask, Span<ulong> words)
    {
        var whole = pixels.Length / BitImage.WordBits;
        var rest = pixels.Length % BitImage.WordBits;
        if (whole == 0)
        {
            RowByTable(pixels, mask.Bytes, words);
            return;
        }

        WholeWords(pixels, mask, words[..whole]);
        if (rest != 0)
        {
            // The last 64 pixels once more, of which the first ones are already done.
            WholeWords(pixels[^BitImage.WordBits..], mask, words.Slice(whole, 1));
            words[whole] >>= BitImage.WordBits - rest;
        }
    }

    private static void WholeWords(ReadOnlySpan<byte> pixels, PaletteMask mask, Span<ulong> words)
    {
        if (Avx512Vbmi.IsSupported)
        {
            RowByPermute(pixels, mask.Bits, words);
        }
        else if (Avx2.IsSupported)
        {
            RowByShuffle256(pixels, mask.Bits, words);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            RowByShuffle128(pixels, mask.Bits, words);
        }
        else
        {
            RowByTable(pixels, mask.Bytes, words);
        }
    }

    /// <summary>
    /// 64 pixels a step. The table of 256 bits lies in one register, twice: bits 3..7 of an index pick a byte by a permute,
    /// bits 0..2 pick the bit by another. A permute reads six bits of an index; those that do not belong to the pick
    /// choose between equal copies.
    /// </summary>
    /// <remarks>Frames of 64 columns or more.</remarks>
    [MethodImpl(Jit.Kernel)]
    private static void FrameByPermute(ref byte pixels, IndexedFrame frame, ReadOnlySpan<byte> bits, ref ulong words)
    {
        var table = Opposite(bits);
        var whole = frame.Width / BitImage.WordBits;
        var rest = frame.Width % BitImage.WordBits;
        var height = frame.Height;
        nuint word = 0;
        for (var y = 0; y < height; y++)
        {
            // The guard behind each row is stepped over.
            var at = (nuint)y * (nuint)frame.Stride;
            for (var i = 0; i < whole; i++, word++, at += BitImage.WordBits)
            {
                Unsafe.Add(ref words, word) = Look(Vector512.LoadUnsafe(ref pixels, at), table);
            }

            if (rest != 0)
            {
                // The last 64 pixels once more, of which the first ones are already done.
                var last = Vector512.LoadUnsafe(ref pixels, at - (nuint)(BitImage.WordBits - rest));
                Unsafe.Add(ref words, word++) = Look(last, table) >> (BitImage.WordBits - rest);
            }

            word++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Look(Vector512<byte> index, Vector512<byte> table)
    {
        var single = Vector512.Create(0x8040201008040201UL).AsByte();
        var row = Avx512Vbmi.PermuteVar64x8(table, (index.AsUInt16() >>> 3).AsByte());
        return Missing(row, Avx512Vbmi.PermuteVar64x8(single, index));
    }

    /// <summary>
    /// Four masks at a time, which share what a pixel is loaded and taken apart for. Rows of whole words; the guards behind
    /// them are stepped over.
    /// </summary>
    [MethodImpl(Jit.Kernel)]
    private static void FourByPermute(
        IndexedFrame frame, ReadOnlySpan<PaletteMask> masks, ref ulong words0, ref ulong words1, ref ulong words2,
        ref ulong words3)
    {
        ref var pixels = ref MemoryMarshal.GetReference(frame.Pixels);
        var single = Vector512.Create(0x8040201008040201UL).AsByte();
        var table0 = Opposite(masks[0].Bits);
        var table1 = Opposite(masks[1].Bits);
        var table2 = Opposite(masks[2].Bits);
        var table3 = Opposite(masks[3].Bits);
        var whole = frame.Width / BitImage.WordBits;
        nuint word = 0;
        for (var y = 0; y < frame.Height; y++, word++)
        {
            var at = (nuint)y * (nuint)frame.Stride;
            for (var i = 0; i < whole; i++, word++, at += BitImage.WordBits)
            {
                var index = Vector512.LoadUnsafe(ref pixels, at);
                var place = (index.AsUInt16() >>> 3).AsByte();
                var bit = Avx512Vbmi.PermuteVar64x8(single, index);
                Unsafe.Add(ref words0, word) = Missing(Avx512Vbmi.PermuteVar64x8(table0, place), bit);
                Unsafe.Add(ref words1, word) = Missing(Avx512Vbmi.PermuteVar64x8(table1, place), bit);
                Unsafe.Add(ref words2, word) = Missing(Avx512Vbmi.PermuteVar64x8(table2, place), bit);
                Unsafe.Add(ref words3, word) = Missing(Avx512Vbmi.PermuteVar64x8(table3, place), bit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Missing(Vector512<byte> row, Vector512<byte> bit) =>
        Vector512.Equals(row & bit, Vector512<byte>.Zero).ExtractMostSignificantBits();

    /// <summary>The opposite of a mask's table: a pixel is in the mask where its bit is missing.</summary>
    private static Vector512<byte> Opposite(ReadOnlySpan<byte> bits)
    {
        var half = ~Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(bits));
        return Vector512.Create(half, half);
    }

    /// <summary>The same over one row of whole words.</summary>
    internal static void RowByPermute(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> bits, Span<ulong> words)
    {
        var width = words.Length * BitImage.WordBits;
        FrameByPermute(
            ref MemoryMarshal.GetReference(pixels), new IndexedFrame(pixels, width, 1), bits,
            ref MemoryMarshal.GetReference(words));
    }

    /// <summary>
    /// 32 pixels a step. The table of 256 bits lies in two registers of 16 bytes, doubled over both lanes: bits 3..6 of an
    /// index pick a byte, bit 7 picks the register, bits 0..2 pick the bit.
    /// </summary>
    [MethodImpl(Jit.Kernel)]
    internal static void RowByShuffle256(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> bits, Span<ulong> words)
    {
        ref var b = ref MemoryMarshal.GetReference(bits);
        ref var p = ref MemoryMarshal.GetReference(pixels);
        var lowHalf = Vector256.Create(Vector128.LoadUnsafe(ref b, 0), Vector128.LoadUnsafe(ref b, 0));
        var highHalf = Vector256.Create(Vector128.LoadUnsafe(ref b, 16), Vector128.LoadUnsafe(ref b, 16));
        var single = Vector256.Create(0x8040201008040201UL).AsByte();
        for (var w = 0; w < words.Length; w++)
        {
            var first = Look(Vector256.LoadUnsafe(ref p, (nuint)(w * BitImage.WordBits)), lowHalf, highHalf, single);
            var second = Look(
                Vector256.LoadUnsafe(ref p, (nuint)(w * BitImage.WordBits + 32)), lowHalf, highHalf, single);
            words[w] = first | (ulong)second << 32;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static uint Look(Vector256<byte> index, Vector256<byte> lowHalf, Vector256<byte> highHalf, Vector256<byte> single)
        {
            var which = (index.AsUInt16() >>> 3).AsByte() & Vector256.Create((byte)15);
            var low = Avx2.Shuffle(lowHalf, which);
            var high = Avx2.Shuffle(highHalf, which);
            var row = Avx2.BlendVariable(low, high, index);
            var bit = Avx2.Shuffle(single, index & Vector256.Create((byte)7));
            return Vector256.Equals(row & bit, bit).ExtractMostSignificantBits();
        }
    }

    /// <summary>The same as with 32 pixels, 16 at a step.</summary>
    [MethodImpl(Jit.Kernel)]
    internal static void RowByShuffle128(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> bits, Span<ulong> words)
    {
        ref var b = ref MemoryMarshal.GetReference(bits);
        ref var p = ref MemoryMarshal.GetReference(pixels);
        var lowHalf = Vector128.LoadUnsafe(ref b, 0);
        var highHalf = Vector128.LoadUnsafe(ref b, 16);
        var single = Vector128.Create(0x8040201008040201UL).AsByte();
        for (var w = 0; w < words.Length; w++)
        {
            ulong word = 0;
            for (var part = 0; part < BitImage.WordBits; part += 16)
            {
                var index = Vector128.LoadUnsafe(ref p, (nuint)(w * BitImage.WordBits + part));
                var which = (index.AsUInt16() >>> 3).AsByte() & Vector128.Create((byte)15);
                var low = Vector128.Shuffle(lowHalf, which);
                var high = Vector128.Shuffle(highHalf, which);
                var top = Vector128.GreaterThan(index, Vector128.Create((byte)127));
                var row = Vector128.ConditionalSelect(top, high, low);
                var bit = Vector128.Shuffle(single, index & Vector128.Create((byte)7));
                word |= (ulong)Vector128.Equals(row & bit, bit).ExtractMostSignificantBits() << part;
            }

            words[w] = word;
        }
    }

    [MethodImpl(Jit.Kernel)]
    internal static void RowByTable(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> table, Span<ulong> words)
    {
        table = table[..Palette.Count];
        for (var w = 0; w < words.Length; w++)
        {
            var part = pixels[(w * BitImage.WordBits)..];
            part = part[..Math.Min(part.Length, BitImage.WordBits)];
            ulong word = 0;
            for (var i = 0; i < part.Length; i++)
            {
                word |= (ulong)(table[part[i]] & 1) << i;
            }

            words[w] = word;
        }
    }
}
