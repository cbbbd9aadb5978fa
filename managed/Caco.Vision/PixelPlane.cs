using System.Runtime.CompilerServices;

namespace Caco.Vision;

/// <summary>
/// A view of an image of one byte a pixel whose value is a quantity: GRAY8, a depth buffer, a label buffer, one channel of
/// a planar colour frame. Shape (Height x Width), rows <see cref="Stride"/> bytes apart. Nothing is copied: the view is
/// valid as long as the memory that it was made over.
/// </summary>
public readonly ref struct PixelPlane
{
    private readonly ReadOnlySpan<byte> _pixels;

    /// <summary>A view with rows that follow one another without a gap.</summary>
    /// <exception cref="ArgumentException">The memory is too small for the shape.</exception>
    public PixelPlane(ReadOnlySpan<byte> pixels, int width, int height)
        : this(pixels, width, height, width)
    {
    }

    /// <param name="pixels">At least (height - 1) * stride + width bytes.</param>
    /// <param name="width">Pixels a row, not negative.</param>
    /// <param name="height">Rows, not negative.</param>
    /// <param name="stride">Bytes from one row to the next, at least <paramref name="width"/>.</param>
    /// <exception cref="ArgumentException">The memory is too small for the shape.</exception>
    public PixelPlane(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, width);
        var needed = width == 0 || height == 0 ? 0 : (long)(height - 1) * stride + width;
        if (pixels.Length < needed)
        {
            ThrowTooSmall(pixels.Length, width, height, stride);
        }

        _pixels = pixels;
        Width = width;
        Height = height;
        Stride = stride;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Whether there is no pixel.</summary>
    public bool IsEmpty => Width == 0 || Height == 0;

    /// <summary>Number of pixels.</summary>
    public int Area => Width * Height;

    /// <summary>The memory behind the view, gaps between rows included.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The value at column <paramref name="x"/> of row <paramref name="y"/>.</summary>
    public byte this[int x, int y]
    {
        get
        {
            if ((uint)x >= (uint)Width)
            {
                ThrowOutside(x, Width);
            }

            return Row(y)[x];
        }
    }

    /// <summary>The pixels of one row, <see cref="Width"/> of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Row(int y)
    {
        if ((uint)y >= (uint)Height)
        {
            ThrowOutside(y, Height);
        }

        return _pixels.Slice(y * Stride, Width);
    }

    /// <summary>A view of a rectangle of this view; parts outside are cut off. Shares the memory.</summary>
    public PixelPlane Region(PixelRect rect)
    {
        var inside = rect.Intersect(new PixelRect(0, 0, Width, Height));
        return inside.IsEmpty
            ? default
            : new PixelPlane(_pixels[(inside.Y * Stride + inside.X)..], inside.Width, inside.Height, Stride);
    }

    /// <summary>The rows from <paramref name="top"/> up to, but not including, <paramref name="bottom"/>.</summary>
    public PixelPlane Band(int top, int bottom) => Region(new PixelRect(0, top, Width, bottom - top));

    internal static void CheckSame(PixelPlane a, PixelPlane b)
    {
        if (a.Width != b.Width || a.Height != b.Height)
        {
            throw new ArgumentException($"The frames are {a.Width} x {a.Height} and {b.Width} x {b.Height}.");
        }
    }

    private static void ThrowTooSmall(int length, int width, int height, int stride) => throw new ArgumentException(
        $"A frame of {width} x {height} with a stride of {stride} does not fit into {length} bytes.");

    private static void ThrowOutside(int value, int size) => throw new ArgumentOutOfRangeException(null,
        $"Coordinate {value} lies outside a frame of size {size}.");
}
