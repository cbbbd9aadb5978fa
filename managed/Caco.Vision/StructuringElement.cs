namespace Caco.Vision;

/// <summary>A row of a shape: columns -Back .. -Back + Span - 1 from the anchor, Offset rows below it.</summary>
internal readonly record struct ElementRow(int Offset, int Back, int Span);

/// <summary>
/// The shape of a morphological operation, each row one unbroken run of pixels: OpenCV's <c>getStructuringElement</c>,
/// anchored at (width / 2, height / 2). Immutable, any thread. Plain rectangles are faster through
/// <see cref="Morphology.Dilate(BitImage, int, int, Span{ulong})"/> and its siblings.
/// </summary>
public sealed class StructuringElement
{
    private readonly ElementRow[] _rows;

    private StructuringElement(int width, int height, Func<int, (int Left, int Right)> columnsOfRow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Morphology.MaxSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Morphology.MaxSize);
        Width = width;
        Height = height;
        var rows = new List<ElementRow>();
        for (var y = 0; y < height; y++)
        {
            var (left, right) = columnsOfRow(y);
            if (right > left)
            {
                rows.Add(new ElementRow(y - height / 2, width / 2 - left, right - left));
            }
        }

        _rows = [.. rows];
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    internal ReadOnlySpan<ElementRow> Rows => _rows;

    /// <summary>Every pixel of width x height, each 1..64.</summary>
    public static StructuringElement Rectangle(int width, int height) => new(width, height, _ => (0, width));

    /// <summary>The middle row and the middle column.</summary>
    public static StructuringElement Cross(int width, int height) => new(
        width, height, y => y == height / 2 ? (0, width) : (width / 2, width / 2 + 1));

    /// <summary>
    /// The ellipse that OpenCV draws into width x height: row y reaches round(c sqrt(1 - (y - r)^2 / r^2)) columns to either
    /// side of the middle column, with r = height / 2 and c = width / 2 as whole numbers. At 3 x 3 it is the cross.
    /// </summary>
    public static StructuringElement Ellipse(int width, int height) => new(width, height, y =>
    {
        var r = height / 2;
        var c = width / 2;
        var dy = y - r;
        if (Math.Abs(dy) > r)
        {
            return (0, 0);
        }

        var inverse = r == 0 ? 0 : 1.0 / ((double)r * r);
        var dx = (int)Math.Round(c * Math.Sqrt((r * r - dy * dy) * inverse), MidpointRounding.ToEven);
        return (Math.Max(c - dx, 0), Math.Min(c + dx + 1, width));
    });

    /// <summary>Whether the pixel belongs to the shape.</summary>
    public bool this[int x, int y]
    {
        get
        {
            foreach (var row in _rows)
            {
                var left = Width / 2 - row.Back;
                if (row.Offset == y - Height / 2)
                {
                    return x >= left && x < left + row.Span;
                }
            }

            return false;
        }
    }
}
