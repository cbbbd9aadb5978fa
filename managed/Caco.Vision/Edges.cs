using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>Where brightness changes. No allocation.</summary>
public static class Edges
{
    /// <summary>
    /// Sobel's derivative along the row, 3 x 3: right minus left with weights 1 2 1 over the rows; the border is mirrored
    /// about its pixel (OpenCV's <c>Sobel(src, CV_16S, 1, 0)</c>). Values -1020..1020.
    /// </summary>
    /// <param name="plane">The image.</param>
    /// <param name="target">Shape (Height x Width) without gaps.</param>
    public static void SobelX(PixelPlane plane, Span<short> target) => Sobel(plane, target, alongRow: true);

    /// <summary>The same across the rows: below minus above with weights 1 2 1 over the columns.</summary>
    /// <inheritdoc cref="SobelX"/>
    public static void SobelY(PixelPlane plane, Span<short> target) => Sobel(plane, target, alongRow: false);

    /// <summary>Share of pixels whose <see cref="SobelX"/> is at least <paramref name="least"/> in size.</summary>
    /// <returns>0..1; 0 where there is no pixel.</returns>
    public static double SobelDensity(PixelPlane plane, short least)
    {
        if (plane.IsEmpty)
        {
            return 0;
        }

        Span<short> line = stackalloc short[Math.Min(plane.Width, 8192)];
        if (plane.Width > line.Length)
        {
            throw new ArgumentException($"At most {line.Length} columns, got {plane.Width}.", nameof(plane));
        }

        var count = 0;
        for (var y = 0; y < plane.Height; y++)
        {
            Rows(plane, y, out var above, out var here, out var below);
            SobelRow(above, here, below, line, alongRow: true);
            count += CountAtLeast(line, least);
        }

        return (double)count / plane.Area;
    }

    /// <summary>
    /// Share of horizontal neighbours that differ by at least <paramref name="least"/>: the density of upright edges, of
    /// texture. (Width - 1) x Height pairs.
    /// </summary>
    /// <returns>0..1; 0 where there is no pair.</returns>
    public static double HorizontalDensity(PixelPlane plane, byte least)
    {
        if (plane.Width < 2 || plane.Height == 0)
        {
            return 0;
        }

        if (least == 0)
        {
            return 1;
        }

        var right = plane.Region(new PixelRect(1, 0, plane.Width - 1, plane.Height));
        var left = plane.Region(new PixelRect(0, 0, plane.Width - 1, plane.Height));
        return (double)ByteKernels.CountDifferences(right, left, least) / right.Area;
    }

    /// <summary>Share of vertical neighbours that differ by at least <paramref name="least"/>, Width x (Height - 1) pairs.</summary>
    /// <returns>0..1; 0 where there is no pair.</returns>
    public static double VerticalDensity(PixelPlane plane, byte least)
    {
        if (plane.Width == 0 || plane.Height < 2)
        {
            return 0;
        }

        if (least == 0)
        {
            return 1;
        }

        var below = plane.Band(1, plane.Height);
        return (double)ByteKernels.CountDifferences(below, plane.Band(0, plane.Height - 1), least) / below.Area;
    }

    /// <summary>Mean of the difference of horizontal neighbours without its sign.</summary>
    public static double MeanHorizontal(PixelPlane plane)
    {
        if (plane.Width < 2 || plane.Height == 0)
        {
            return 0;
        }

        long sum = 0;
        for (var y = 0; y < plane.Height; y++)
        {
            var row = plane.Row(y);
            sum += ByteKernels.SumOfDifferences(row[1..], row);
        }

        return (double)sum / ((plane.Width - 1) * plane.Height);
    }

    private static void Sobel(PixelPlane plane, Span<short> target, bool alongRow)
    {
        if (target.Length < plane.Area)
        {
            throw new ArgumentException($"{plane.Width} x {plane.Height} values do not fit into {target.Length}.",
                nameof(target));
        }

        for (var y = 0; y < plane.Height; y++)
        {
            Rows(plane, y, out var above, out var here, out var below);
            SobelRow(above, here, below, target.Slice(y * plane.Width, plane.Width), alongRow);
        }
    }

    private static void Rows(
        PixelPlane plane, int y, out ReadOnlySpan<byte> above, out ReadOnlySpan<byte> here, out ReadOnlySpan<byte> below)
    {
        var last = plane.Height - 1;
        above = plane.Row(y > 0 ? y - 1 : Math.Min(1, last));
        here = plane.Row(y);
        below = plane.Row(y < last ? y + 1 : Math.Max(0, last - 1));
    }

    [MethodImpl(Jit.Kernel)]
    private static void SobelRow(
        ReadOnlySpan<byte> above, ReadOnlySpan<byte> here, ReadOnlySpan<byte> below, Span<short> target, bool alongRow)
    {
        var last = here.Length - 1;
        var x = 1;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var a = ref MemoryMarshal.GetReference(above);
            ref var h = ref MemoryMarshal.GetReference(here);
            ref var b = ref MemoryMarshal.GetReference(below);
            ref var t = ref MemoryMarshal.GetReference(target);

            // 16 pixels a step, of which the outermost has neighbours on both sides.
            for (; x + 16 <= last; x += 16)
            {
                var at = (nuint)x;
                var value = alongRow
                    ? Wide(ref a, at + 1) - Wide(ref a, at - 1) + Wide(ref b, at + 1) - Wide(ref b, at - 1)
                        + ((Wide(ref h, at + 1) - Wide(ref h, at - 1)) << 1)
                    : Wide(ref b, at - 1) - Wide(ref a, at - 1) + Wide(ref b, at + 1) - Wide(ref a, at + 1)
                        + ((Wide(ref b, at) - Wide(ref a, at)) << 1);
                value.StoreUnsafe(ref t, at);
            }
        }

        for (; x < last; x++)
        {
            target[x] = One(above, here, below, x - 1, x, x + 1, alongRow);
        }

        target[0] = One(above, here, below, Math.Min(1, last), 0, Math.Min(1, last), alongRow);
        target[last] = One(above, here, below, Math.Max(0, last - 1), last, Math.Max(0, last - 1), alongRow);

        static Vector256<short> Wide(ref byte source, nuint at)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, at));
            return Vector256.Create(low, high).AsInt16();
        }

        static short One(
            ReadOnlySpan<byte> above, ReadOnlySpan<byte> here, ReadOnlySpan<byte> below, int left, int x, int right,
            bool alongRow) => (short)(alongRow
                ? above[right] - above[left] + below[right] - below[left] + 2 * (here[right] - here[left])
                : below[left] - above[left] + below[right] - above[right] + 2 * (below[x] - above[x]));
    }

    [MethodImpl(Jit.Kernel)]
    private static int CountAtLeast(ReadOnlySpan<short> values, short least)
    {
        var count = 0;
        foreach (var value in values)
        {
            count += Math.Abs(value) >= least ? 1 : 0;
        }

        return count;
    }
}
