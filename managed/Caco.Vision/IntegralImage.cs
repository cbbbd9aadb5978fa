namespace Caco.Vision;

/// <summary>
/// Sums over all rectangles of an image in four look-ups: entry (x, y), shape (Height + 1 x Width + 1), is the sum of the
/// pixels left of column x in the rows above row y (OpenCV's <c>integral</c>). The caller owns the storage.
/// </summary>
public readonly ref struct IntegralImage
{
    private readonly ReadOnlySpan<int> _sums;

    private IntegralImage(ReadOnlySpan<int> sums, int width, int height)
    {
        _sums = sums;
        Width = width;
        Height = height;
    }

    /// <summary>Columns of the image.</summary>
    public int Width { get; }

    /// <summary>Rows of the image.</summary>
    public int Height { get; }

    /// <summary>The table, shape (Height + 1 x Width + 1).</summary>
    public ReadOnlySpan<int> Sums => _sums;

    /// <summary>Numbers of storage for an image of this shape.</summary>
    public static int Needed(int width, int height) => checked((width + 1) * (height + 1));

    /// <summary>Adds up an image of at most 8 million pixels.</summary>
    public static IntegralImage Of(PixelPlane plane, Span<int> storage)
    {
        var stride = Prepare(plane.Width, plane.Height, storage);
        for (var y = 0; y < plane.Height; y++)
        {
            var row = plane.Row(y);
            var above = storage.Slice(y * stride + 1, row.Length);
            var here = storage.Slice((y + 1) * stride + 1, row.Length);
            var sum = 0;
            for (var x = 0; x < row.Length; x++)
            {
                sum += row[x];
                here[x] = above[x] + sum;
            }
        }

        return new IntegralImage(storage, plane.Width, plane.Height);
    }

    /// <summary>Counts the ones of a bit image.</summary>
    public static IntegralImage Of(BitImage image, Span<int> storage)
    {
        var stride = Prepare(image.Width, image.Height, storage);
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            var above = storage.Slice(y * stride + 1, image.Width);
            var here = storage.Slice((y + 1) * stride + 1, image.Width);
            var sum = 0;
            for (var x = 0; x < here.Length; x++)
            {
                sum += (int)(row[x >> 6] >> (x & 63) & 1);
                here[x] = above[x] + sum;
            }
        }

        return new IntegralImage(storage, image.Width, image.Height);
    }

    /// <summary>Sum over a rectangle; parts outside count nothing.</summary>
    public int Sum(PixelRect rect)
    {
        rect = rect.Intersect(new PixelRect(0, 0, Width, Height));
        var stride = Width + 1;
        return _sums[rect.Bottom * stride + rect.Right] - _sums[rect.Bottom * stride + rect.X]
            - _sums[rect.Y * stride + rect.Right] + _sums[rect.Y * stride + rect.X];
    }

    /// <summary>Mean over the part of a rectangle that lies inside; 0 where none does.</summary>
    public double Mean(PixelRect rect)
    {
        rect = rect.Intersect(new PixelRect(0, 0, Width, Height));
        return rect.IsEmpty ? 0 : (double)Sum(rect) / rect.Area;
    }

    private static int Prepare(int width, int height, Span<int> storage)
    {
        var needed = Needed(width, height);
        if (storage.Length < needed)
        {
            throw new ArgumentException($"An integral image of {width} x {height} needs {needed} numbers, got {storage.Length}.",
                nameof(storage));
        }

        var stride = width + 1;
        storage[..stride].Clear();
        for (var y = 1; y <= height; y++)
        {
            storage[y * stride] = 0;
        }

        return stride;
    }
}
