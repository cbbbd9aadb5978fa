namespace Caco.Vision;

/// <summary>Where a block of the current frame was in the previous one.</summary>
/// <param name="X">Columns that it has moved to the right.</param>
/// <param name="Y">Rows that it has moved down.</param>
/// <param name="Difference">Mean difference of the pixels at that place, 0..255.</param>
public readonly record struct Motion(int X, int Y, double Difference);

/// <summary>Motion of blocks by exhaustive search. No allocation.</summary>
public static class BlockMotion
{
    /// <summary>
    /// The shift of at most <paramref name="reach"/> pixels in each direction with the least sum of differences; of equals
    /// the one that moves least, then the first from above and left.
    /// </summary>
    /// <param name="previous">The frame before.</param>
    /// <param name="current">The frame now, of the same shape.</param>
    /// <param name="block">Where to look in the current frame; parts outside are cut off.</param>
    /// <param name="reach">0 or more; places where the block would leave the previous frame are left out.</param>
    public static Motion Estimate(PixelPlane previous, PixelPlane current, PixelRect block, int reach)
    {
        PixelPlane.CheckSame(previous, current);
        ArgumentOutOfRangeException.ThrowIfNegative(reach);
        block = block.Intersect(new PixelRect(0, 0, current.Width, current.Height));
        if (block.IsEmpty)
        {
            return default;
        }

        var best = new Motion(0, 0, 0);
        var least = Sum(previous, current, block, 0, 0, long.MaxValue);
        for (var dy = -reach; dy <= reach; dy++)
        {
            for (var dx = -reach; dx <= reach; dx++)
            {
                if (block.X - dx < 0 || block.Right - dx > current.Width || block.Y - dy < 0
                    || block.Bottom - dy > current.Height)
                {
                    continue;
                }

                var sum = Sum(previous, current, block, dx, dy, least);
                if (sum < least || (sum == least && dx * dx + dy * dy < best.X * best.X + best.Y * best.Y))
                {
                    least = sum;
                    best = new Motion(dx, dy, 0);
                }
            }
        }

        return best with { Difference = (double)least / block.Area };
    }

    /// <summary>The motion of every whole block of size x size pixels, row by row.</summary>
    /// <param name="previous">The frame before.</param>
    /// <param name="current">The frame now.</param>
    /// <param name="size">Width and height of a block.</param>
    /// <param name="reach">Longest shift in each direction.</param>
    /// <param name="motions">Shape (Height / size x Width / size).</param>
    public static void EstimateAll(PixelPlane previous, PixelPlane current, int size, int reach, Span<Motion> motions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var columns = current.Width / size;
        var rows = current.Height / size;
        if (motions.Length < columns * rows)
        {
            throw new ArgumentException($"{columns} x {rows} motions do not fit into {motions.Length}.", nameof(motions));
        }

        for (var i = 0; i < columns * rows; i++)
        {
            motions[i] = Estimate(
                previous, current, new PixelRect(i % columns * size, i / columns * size, size, size), reach);
        }
    }

    /// <summary>Stops, with what it has, once the sum exceeds the limit.</summary>
    private static long Sum(PixelPlane previous, PixelPlane current, PixelRect block, int dx, int dy, long limit)
    {
        long sum = 0;
        for (var y = block.Y; y < block.Bottom && sum <= limit; y++)
        {
            sum += ByteKernels.SumOfDifferences(
                current.Row(y).Slice(block.X, block.Width), previous.Row(y - dy).Slice(block.X - dx, block.Width));
        }

        return sum;
    }
}
