using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>What each column of an image says: how far the floor goes, where the wall begins. No allocation.</summary>
public static class ColumnProfile
{
    /// <summary>
    /// Free space: for each column the number of ones from row <paramref name="bottom"/> - 1 upwards without a gap. With the
    /// bits of the floor's colours, bottom - free is the row where the floor ends.
    /// </summary>
    /// <param name="floor">Ones are free.</param>
    /// <param name="bottom">One past the lowest row that counts, the weapon or status bar left out; 0..Height.</param>
    /// <param name="free">Shape (Width) or more.</param>
    public static void FreeSpace(BitImage floor, int bottom, Span<int> free)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bottom, floor.Height);
        CheckLength(free.Length, floor.Width);
        free[..floor.Width].Fill(bottom);
        for (var w = 0; w < floor.WordsPerRow; w++)
        {
            // Columns that have been free so far; those that end at a row are written and leave.
            var live = w == floor.WordsPerRow - 1 ? floor.LastWordMask : ulong.MaxValue;
            for (var y = bottom - 1; y >= 0 && live != 0; y--)
            {
                var next = live & floor.Row(y)[w];
                Write(live & ~next, w, bottom - 1 - y, free);
                live = next;
            }
        }
    }

    /// <summary>Row of the first one of each column from above; Height where there is none.</summary>
    /// <param name="image">The image.</param>
    /// <param name="rows">Shape (Width) or more.</param>
    public static void FirstFromAbove(BitImage image, Span<int> rows)
    {
        CheckLength(rows.Length, image.Width);
        rows[..image.Width].Fill(image.Height);
        for (var w = 0; w < image.WordsPerRow; w++)
        {
            var open = w == image.WordsPerRow - 1 ? image.LastWordMask : ulong.MaxValue;
            for (var y = 0; y < image.Height && open != 0; y++)
            {
                var found = open & image.Row(y)[w];
                Write(found, w, y, rows);
                open &= ~found;
            }
        }
    }

    /// <summary>Row of the first one of each column from below; -1 where there is none.</summary>
    /// <inheritdoc cref="FirstFromAbove"/>
    public static void FirstFromBelow(BitImage image, Span<int> rows)
    {
        CheckLength(rows.Length, image.Width);
        rows[..image.Width].Fill(-1);
        for (var w = 0; w < image.WordsPerRow; w++)
        {
            var open = w == image.WordsPerRow - 1 ? image.LastWordMask : ulong.MaxValue;
            for (var y = image.Height - 1; y >= 0 && open != 0; y--)
            {
                var found = open & image.Row(y)[w];
                Write(found, w, y, rows);
                open &= ~found;
            }
        }
    }

    /// <summary>
    /// The floor's edge: for each column the row of top + 1 .. bottom - 1 that differs most from the row above it, the first
    /// from above of equals.
    /// </summary>
    /// <param name="plane">Brightness or depth.</param>
    /// <param name="top">First row that counts.</param>
    /// <param name="bottom">One past the last row; at least top + 2 and at most Height, at most 65535.</param>
    /// <param name="rows">Shape (Width) or more.</param>
    public static void StrongestEdge(PixelPlane plane, int top, int bottom, Span<int> rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bottom, Math.Min(plane.Height, ushort.MaxValue));
        ArgumentOutOfRangeException.ThrowIfLessThan(bottom, top + 2);
        CheckLength(rows.Length, plane.Width);
        var x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var r = ref MemoryMarshal.GetReference(rows);
            for (; x + 16 <= plane.Width; x += 16)
            {
                var best = Vector256<ushort>.Zero;
                var bestRow = Vector256.Create((ushort)(top + 1));
                var above = Wide(plane.Row(top)[x..]);
                for (var y = top + 1; y < bottom; y++)
                {
                    var here = Wide(plane.Row(y)[x..]);
                    var apart = Vector256.Max(here, above) - Vector256.Min(here, above);
                    var better = Vector256.GreaterThan(apart, best);
                    best = Vector256.Max(best, apart);
                    bestRow = Vector256.ConditionalSelect(better, Vector256.Create((ushort)y), bestRow);
                    above = here;
                }

                var (low, high) = Vector256.Widen(bestRow);
                low.AsInt32().StoreUnsafe(ref r, (nuint)x);
                high.AsInt32().StoreUnsafe(ref r, (nuint)x + 8);
            }
        }

        for (; x < plane.Width; x++)
        {
            var best = 0;
            rows[x] = top + 1;
            for (var y = top + 1; y < bottom; y++)
            {
                var apart = Math.Abs(plane[x, y] - plane[x, y - 1]);
                if (apart > best)
                {
                    best = apart;
                    rows[x] = y;
                }
            }
        }

        static Vector256<ushort> Wide(ReadOnlySpan<byte> source)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(source[..16]));
            return Vector256.Create(low, high);
        }
    }

    private static void Write(ulong columns, int word, int value, Span<int> target)
    {
        while (columns != 0)
        {
            target[word * BitImage.WordBits + BitOperations.TrailingZeroCount(columns)] = value;
            columns &= columns - 1;
        }
    }

    private static void CheckLength(int length, int needed)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{needed} columns do not fit into {length}.");
        }
    }
}
