namespace Caco.Vision;

/// <summary>Sums over the pixels of a region, exact; what is asked of them follows.</summary>
/// <param name="Count">Number of pixels.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="SumOfSquares">Sum of the squares of the values.</param>
public readonly record struct RegionStatistics(long Count, long Sum, long SumOfSquares)
{
    /// <summary>Mean value; 0 where there is no pixel.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>Mean square distance from the mean (divided by the number of pixels); 0 where there is no pixel.</summary>
    public double Variance =>
        Count == 0 ? 0 : (double)((Int128)Count * SumOfSquares - (Int128)Sum * Sum) / ((double)Count * Count);

    /// <summary>Square root of <see cref="Variance"/>.</summary>
    public double Deviation => Math.Sqrt(Variance);

    /// <summary>Sums over all pixels of a plane; take a <see cref="PixelPlane.Region"/> for a part.</summary>
    public static RegionStatistics Of(PixelPlane plane)
    {
        long sum = 0;
        long squares = 0;
        for (var y = 0; y < plane.Height; y++)
        {
            var row = plane.Row(y);
            sum += ByteKernels.Sum(row);
            squares += ByteKernels.SumOfSquares(row);
        }

        return new RegionStatistics((long)plane.Width * plane.Height, sum, squares);
    }

    /// <summary>Only the sum of the values, which costs a fifth of all.</summary>
    public static long SumOf(PixelPlane plane) => ByteKernels.Sum(plane);

    /// <summary>Sums over the values that a histogram counts.</summary>
    /// <param name="histogram">Shape (256).</param>
    /// <param name="table">Value of each entry, shape (256); empty: the entry's number.</param>
    public static RegionStatistics Of(ReadOnlySpan<int> histogram, ReadOnlySpan<byte> table = default)
    {
        long count = 0;
        long sum = 0;
        long squares = 0;
        for (var i = 0; i < Palette.Count; i++)
        {
            long value = table.IsEmpty ? i : table[i];
            count += histogram[i];
            sum += histogram[i] * value;
            squares += histogram[i] * value * value;
        }

        return new RegionStatistics(count, sum, squares);
    }
}

/// <summary>Counts over regions. No allocation.</summary>
public static class Histogram
{
    /// <summary>How often each of the 256 values occurs.</summary>
    /// <param name="plane">Values, or the <see cref="IndexedFrame.Plane"/> of a frame of indices.</param>
    /// <param name="counts">Shape (256); what it held is forgotten.</param>
    public static void Count(PixelPlane plane, Span<int> counts)
    {
        if (counts.Length < Palette.Count)
        {
            throw new ArgumentException($"A histogram needs {Palette.Count} counts, got {counts.Length}.", nameof(counts));
        }

        // Four tables: equal neighbours, which are common, do not wait for one another.
        Span<int> tables = stackalloc int[4 * Palette.Count];
        tables.Clear();
        for (var y = 0; y < plane.Height; y++)
        {
            var row = plane.Row(y);
            var x = 0;
            for (; x + 4 <= row.Length; x += 4)
            {
                tables[row[x]]++;
                tables[row[x + 1] + Palette.Count]++;
                tables[row[x + 2] + 2 * Palette.Count]++;
                tables[row[x + 3] + 3 * Palette.Count]++;
            }

            for (; x < row.Length; x++)
            {
                tables[row[x]]++;
            }
        }

        for (var i = 0; i < Palette.Count; i++)
        {
            counts[i] = tables[i] + tables[i + Palette.Count] + tables[i + 2 * Palette.Count] + tables[i + 3 * Palette.Count];
        }
    }

    /// <summary>Share of a frame's pixels whose index is in the mask: with a mask of dark colours, the dark fraction.</summary>
    /// <returns>0..1; 0 where there is no pixel.</returns>
    public static double Fraction(IndexedFrame frame, PaletteMask mask) =>
        frame.IsEmpty ? 0 : (double)Threshold.Count(frame, mask) / frame.Plane.Area;

    /// <summary>Share of a plane's pixels that are below a value.</summary>
    /// <returns>0..1; 0 where there is no pixel.</returns>
    public static double DarkFraction(PixelPlane plane, byte below)
    {
        if (plane.IsEmpty || below == 0)
        {
            return 0;
        }

        Span<byte> zeros = stackalloc byte[256];
        zeros.Clear();
        var bright = 0;
        for (var y = 0; y < plane.Height; y++)
        {
            for (var row = plane.Row(y); !row.IsEmpty;)
            {
                var part = row[..Math.Min(row.Length, zeros.Length)];
                bright += ByteKernels.CountDifferences(part, zeros, below);
                row = row[part.Length..];
            }
        }

        return 1 - (double)bright / plane.Area;
    }
}
