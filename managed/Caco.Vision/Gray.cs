using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Caco.Vision;

/// <summary>From palette indices to quantities by table, and from colours to grey. No allocation.</summary>
public static class Gray
{
    /// <summary>
    /// The brightness of each palette entry as OpenCV's <c>COLOR_RGB2GRAY</c> gives it:
    /// (9798 R + 19235 G + 3735 B + 16384) / 32768 rounded down. Shape (256), made once for a palette.
    /// </summary>
    public static byte[] Table(Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        var table = new byte[Palette.Count];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = Of(palette[i]);
        }

        return table;
    }

    /// <summary>The brightness of a colour, see <see cref="Table"/>.</summary>
    public static byte Of(Rgb color) => (byte)((9798 * color.R + 19235 * color.G + 3735 * color.B + 16384) >> 15);

    /// <summary>Each index of a frame becomes its entry of a table.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="table">Shape (256).</param>
    /// <param name="target">Where the values go, shape (Height x Width) without gaps.</param>
    /// <returns>A view of the target.</returns>
    public static PixelPlane Apply(IndexedFrame frame, ReadOnlySpan<byte> table, Span<byte> target)
    {
        CheckTable(table);
        CheckTarget(frame.Width, frame.Height, target);
        if (frame.Stride == frame.Width)
        {
            Look(frame.Pixels[..frame.Plane.Area], table, target[..frame.Plane.Area]);
            return new PixelPlane(target, frame.Width, frame.Height);
        }

        for (var y = 0; y < frame.Height; y++)
        {
            Look(frame.Row(y), table, target.Slice(y * frame.Width, frame.Width));
        }

        return new PixelPlane(target, frame.Width, frame.Height);
    }

    /// <summary>
    /// Each index of a frame becomes its entry of a table, and how far that is from what the target held: the grey frame and
    /// its difference to the last one in one pass, cheaper than <see cref="FrameDifference.SumAbsolute"/> after
    /// <see cref="Apply(IndexedFrame, ReadOnlySpan{byte}, Span{byte})"/>.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="table">Shape (256).</param>
    /// <param name="target">The values of the last frame become those of this one, shape (Height x Width) without gaps.</param>
    /// <returns>Sum of |new - old| over all pixels.</returns>
    public static long Update(IndexedFrame frame, ReadOnlySpan<byte> table, Span<byte> target)
    {
        CheckTable(table);
        CheckTarget(frame.Width, frame.Height, target);
        if (frame.Stride == frame.Width)
        {
            return Replace(frame.Pixels[..frame.Plane.Area], table, target);
        }

        long sum = 0;
        for (var y = 0; y < frame.Height; y++)
        {
            sum += Replace(frame.Row(y), table, target.Slice(y * frame.Width, frame.Width));
        }

        return sum;
    }

    /// <summary>The brightness of each colour of a frame.</summary>
    /// <inheritdoc cref="Apply(IndexedFrame, ReadOnlySpan{byte}, Span{byte})"/>
    public static PixelPlane Apply(ColorFrame frame, Span<byte> target)
    {
        CheckTarget(frame.Width, frame.Height, target);
        var (size, r, g, b) = (frame.BytesPerPixel, frame.RedAt, frame.GreenAt, frame.BlueAt);
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            var result = target.Slice(y * frame.Width, frame.Width);
            for (var x = 0; x < result.Length; x++)
            {
                var pixel = row.Slice(x * size, size);
                result[x] = Of(new Rgb(pixel[r], pixel[g], pixel[b]));
            }
        }

        return new PixelPlane(target, frame.Width, frame.Height);
    }

    /// <summary>Sum of a table's values over all pixels of a frame: the mean brightness without a grey frame.</summary>
    public static long Sum(IndexedFrame frame, ReadOnlySpan<byte> table)
    {
        CheckTable(table);
        Span<byte> values = stackalloc byte[1024];
        long sum = 0;
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            while (!row.IsEmpty)
            {
                var part = row[..Math.Min(row.Length, values.Length)];
                Look(part, table, values[..part.Length]);
                sum += ByteKernels.Sum(values[..part.Length]);
                row = row[part.Length..];
            }
        }

        return sum;
    }

    [MethodImpl(Jit.Kernel)]
    internal static void Look(ReadOnlySpan<byte> indices, ReadOnlySpan<byte> table, Span<byte> target)
    {
        target = target[..indices.Length];
        var i = 0;
        if (Avx512Vbmi.IsSupported)
        {
            ref var t = ref MemoryMarshal.GetReference(table);
            ref var s = ref MemoryMarshal.GetReference(indices);
            ref var d = ref MemoryMarshal.GetReference(target);
            var t0 = Vector512.LoadUnsafe(ref t, 0);
            var t1 = Vector512.LoadUnsafe(ref t, 64);
            var t2 = Vector512.LoadUnsafe(ref t, 128);
            var t3 = Vector512.LoadUnsafe(ref t, 192);
            for (; i + 64 <= indices.Length; i += 64)
            {
                var index = Vector512.LoadUnsafe(ref s, (nuint)i);
                var low = Avx512Vbmi.PermuteVar64x8x2(t0, index, t1);
                var high = Avx512Vbmi.PermuteVar64x8x2(t2, index, t3);
                Avx512BW.BlendVariable(low, high, index).StoreUnsafe(ref d, (nuint)i);
            }
        }

        for (; i < indices.Length; i++)
        {
            target[i] = table[indices[i]];
        }
    }

    /// <summary>The same, and the sum of the differences to what the target held.</summary>
    [MethodImpl(Jit.Kernel)]
    private static long Replace(ReadOnlySpan<byte> indices, ReadOnlySpan<byte> table, Span<byte> target)
    {
        long sum = 0;
        if (Avx512Vbmi.IsSupported)
        {
            var whole = indices.Length / 64 * 64;
            ref var s = ref MemoryMarshal.GetReference(indices);
            ref var d = ref MemoryMarshal.GetReference(target[..indices.Length]);
            ref var t = ref MemoryMarshal.GetReference(table);
            var t0 = Vector512.LoadUnsafe(ref t);
            var t1 = Vector512.LoadUnsafe(ref t, 64);
            var t2 = Vector512.LoadUnsafe(ref t, 128);
            var t3 = Vector512.LoadUnsafe(ref t, 192);
            var sums = Vector512<ulong>.Zero;
            for (nuint i = 0; i < (nuint)whole; i += 64)
            {
                var index = Vector512.LoadUnsafe(ref s, i);
                var low = Avx512Vbmi.PermuteVar64x8x2(t0, index, t1);
                var high = Avx512Vbmi.PermuteVar64x8x2(t2, index, t3);
                var value = Avx512BW.BlendVariable(low, high, index);
                sums += Avx512BW.SumAbsoluteDifferences(value, Vector512.LoadUnsafe(ref d, i)).AsUInt64();
                value.StoreUnsafe(ref d, i);
            }

            sum = (long)Vector512.Sum(sums);
            indices = indices[whole..];
            target = target[whole..];
        }

        Span<byte> values = stackalloc byte[1024];
        while (!indices.IsEmpty)
        {
            var part = values[..Math.Min(indices.Length, values.Length)];
            Look(indices[..part.Length], table, part);
            sum += ByteKernels.SumOfDifferences(part, target[..part.Length]);
            part.CopyTo(target);
            indices = indices[part.Length..];
            target = target[part.Length..];
        }

        return sum;
    }

    private static void CheckTable(ReadOnlySpan<byte> table)
    {
        if (table.Length < Palette.Count)
        {
            throw new ArgumentException($"A table needs {Palette.Count} entries, got {table.Length}.", nameof(table));
        }
    }

    private static void CheckTarget(int width, int height, Span<byte> target)
    {
        if (target.Length < width * height)
        {
            throw new ArgumentException($"{width} x {height} values do not fit into {target.Length} bytes.", nameof(target));
        }
    }
}
