using System.Runtime.CompilerServices;

namespace Caco.Vision;

/// <summary>
/// A view of a frame of palette indices, shape (Height x Width), rows <see cref="Stride"/> bytes apart. Nothing is
/// copied: the view is valid as long as the memory that it was made over.
/// </summary>
public readonly ref struct IndexedFrame
{
    /// <summary>A view with rows that follow one another without a gap.</summary>
    /// <exception cref="ArgumentException">The memory is too small for the shape.</exception>
    public IndexedFrame(ReadOnlySpan<byte> pixels, int width, int height)
        : this(new PixelPlane(pixels, width, height))
    {
    }

    /// <param name="pixels">At least (height - 1) * stride + width bytes.</param>
    /// <param name="width">Pixels a row, not negative.</param>
    /// <param name="height">Rows, not negative.</param>
    /// <param name="stride">Bytes from one row to the next, at least <paramref name="width"/>.</param>
    /// <exception cref="ArgumentException">The memory is too small for the shape.</exception>
    public IndexedFrame(ReadOnlySpan<byte> pixels, int width, int height, int stride)
        : this(new PixelPlane(pixels, width, height, stride))
    {
    }

    private IndexedFrame(PixelPlane plane) => Plane = plane;

    /// <summary>The indices as plain bytes, the same memory.</summary>
    public PixelPlane Plane { get; }

    /// <summary>Pixels a row.</summary>
    public int Width => Plane.Width;

    /// <summary>Rows.</summary>
    public int Height => Plane.Height;

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Plane.Stride;

    /// <summary>Whether there is no pixel.</summary>
    public bool IsEmpty => Plane.IsEmpty;

    /// <summary>The memory behind the view, gaps between rows included.</summary>
    public ReadOnlySpan<byte> Pixels => Plane.Pixels;

    /// <summary>The palette index at column <paramref name="x"/> of row <paramref name="y"/>.</summary>
    public byte this[int x, int y] => Plane[x, y];

    /// <summary>The pixels of one row, <see cref="Width"/> of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Row(int y) => Plane.Row(y);

    /// <summary>A view of a rectangle of this view; parts outside are cut off. Shares the memory.</summary>
    public IndexedFrame Region(PixelRect rect) => new(Plane.Region(rect));

    /// <summary>The rows from <paramref name="top"/> up to, but not including, <paramref name="bottom"/>.</summary>
    public IndexedFrame Band(int top, int bottom) => new(Plane.Band(top, bottom));
}
