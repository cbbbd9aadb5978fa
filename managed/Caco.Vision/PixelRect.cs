namespace Caco.Vision;

/// <summary>A rectangle of pixels: columns X .. X + Width - 1, rows Y .. Y + Height - 1.</summary>
public readonly record struct PixelRect(int X, int Y, int Width, int Height)
{
    /// <summary>One past the last column.</summary>
    public int Right => X + Width;

    /// <summary>One past the last row.</summary>
    public int Bottom => Y + Height;

    /// <summary>Whether it holds no pixel.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>Number of pixels.</summary>
    public int Area => IsEmpty ? 0 : Width * Height;

    /// <summary>Whether the pixel lies inside.</summary>
    public bool Contains(int x, int y) => x >= X && x < Right && y >= Y && y < Bottom;

    /// <summary>What both rectangles hold; empty (0, 0, 0, 0) where they are apart.</summary>
    public PixelRect Intersect(in PixelRect other)
    {
        var left = Math.Max(X, other.X);
        var top = Math.Max(Y, other.Y);
        var right = Math.Min(Right, other.Right);
        var bottom = Math.Min(Bottom, other.Bottom);
        return right <= left || bottom <= top ? default : new PixelRect(left, top, right - left, bottom - top);
    }
}
