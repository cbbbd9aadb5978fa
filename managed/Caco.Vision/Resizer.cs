using System.Runtime.CompilerServices;

namespace Caco.Vision;

/// <summary>How pixels are made from others, with OpenCV's rules.</summary>
public enum ResizeMethod
{
    /// <summary>The pixel at floor(x * scale): <c>INTER_NEAREST</c>.</summary>
    Nearest,

    /// <summary>Between the four pixels about the place, weights in 1/2048: <c>INTER_LINEAR</c> on 8 bits.</summary>
    Bilinear,

    /// <summary>The mean over the area that a pixel covers: <c>INTER_AREA</c>. Only to smaller or equal sizes.</summary>
    Area,
}

/// <summary>
/// Makes images of one size from images of another. What depends on the sizes alone is worked out once; applying it
/// allocates nothing. Used by one thread at a time.
/// </summary>
public sealed class Resizer
{
    private const int WeightBits = 11;
    private const int WeightOne = 1 << WeightBits;

    // So many bytes fit into 16 bits.
    private const int RowsOfSums = 256;

    private readonly ResizeMethod _method;
    private readonly int[] _columns;
    private readonly int[] _rows;
    private readonly short[] _columnWeights = [];
    private readonly short[] _rowWeights = [];
    private readonly AreaPart[] _columnParts = [];
    private readonly AreaPart[] _rowParts = [];
    private readonly int[] _upper = [];
    private readonly int[] _lower = [];
    private readonly float[] _line = [];
    private readonly float[] _sums = [];
    private readonly ushort[] _columnSums = [];
    private readonly int[] _wholeSums = [];
    private readonly int _wholeX;
    private readonly int _wholeY;

    /// <param name="sourceWidth">Columns of the images to come.</param>
    /// <param name="sourceHeight">Rows of the images to come.</param>
    /// <param name="width">Columns of the results.</param>
    /// <param name="height">Rows of the results.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ArgumentException">The method does not go to a larger size.</exception>
    public Resizer(int sourceWidth, int sourceHeight, int width, int height, ResizeMethod method)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (method == ResizeMethod.Area && (width > sourceWidth || height > sourceHeight))
        {
            throw new ArgumentException(
                $"Area means nothing from {sourceWidth} x {sourceHeight} to {width} x {height}: take Bilinear.", nameof(method));
        }

        (SourceWidth, SourceHeight, Width, Height) = (sourceWidth, sourceHeight, width, height);
        var scaleX = Scale(sourceWidth, width);
        var scaleY = Scale(sourceHeight, height);
        var halves = scaleX == 2 && scaleY == 2;
        _method = method == ResizeMethod.Bilinear && halves ? ResizeMethod.Area : method;
        _columns = new int[width];
        _rows = new int[height];
        switch (_method)
        {
            case ResizeMethod.Nearest:
                FillNearest(_columns, scaleX, sourceWidth);
                FillNearest(_rows, scaleY, sourceHeight);
                break;
            case ResizeMethod.Bilinear:
                _columnWeights = new short[width];
                _rowWeights = new short[height];
                FillBilinear(_columns, _columnWeights, scaleX, sourceWidth, clip: true);

                // Above the first and below the last row the reference still rounds two weighted halves of that row.
                FillBilinear(_rows, _rowWeights, scaleY, sourceHeight, clip: false);
                _upper = new int[width];
                _lower = new int[width];
                break;
            default:
                if (scaleX == (int)scaleX && scaleY == (int)scaleY)
                {
                    (_wholeX, _wholeY) = ((int)scaleX, (int)scaleY);
                    _columnSums = new ushort[sourceWidth];
                    _wholeSums = new int[width];
                    break;
                }

                _columnParts = AreaParts(sourceWidth, width, scaleX);
                _rowParts = AreaParts(sourceHeight, height, scaleY);
                _line = new float[width];
                _sums = new float[width];
                break;
        }
    }

    /// <summary>Columns of a source.</summary>
    public int SourceWidth { get; }

    /// <summary>Rows of a source.</summary>
    public int SourceHeight { get; }

    /// <summary>Columns of a result.</summary>
    public int Width { get; }

    /// <summary>Rows of a result.</summary>
    public int Height { get; }

    /// <summary>Fills the target.</summary>
    /// <param name="source">An image of the source's shape.</param>
    /// <param name="target">Shape (Height x Width) without gaps.</param>
    /// <returns>A view of the target.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public PixelPlane Apply(PixelPlane source, Span<byte> target)
    {
        if (source.Width != SourceWidth || source.Height != SourceHeight)
        {
            throw new ArgumentException(
                $"The image is {source.Width} x {source.Height}, not {SourceWidth} x {SourceHeight}.", nameof(source));
        }

        if (target.Length < Width * Height)
        {
            throw new ArgumentException($"{Width} x {Height} pixels do not fit into {target.Length} bytes.", nameof(target));
        }

        switch (_method)
        {
            case ResizeMethod.Nearest:
                ApplyNearest(source, target);
                break;
            case ResizeMethod.Bilinear:
                ApplyBilinear(source, target);
                break;
            default:
                if (_wholeX != 0)
                {
                    ApplyWholeArea(source, target);
                }
                else
                {
                    ApplyArea(source, target);
                }

                break;
        }

        return new PixelPlane(target, Width, Height);
    }

    // The reciprocal of the reciprocal, as the reference takes it.
    private static double Scale(int source, int target) => 1.0 / ((double)target / source);

    private static void FillNearest(int[] places, double scale, int size)
    {
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Math.Min((int)Math.Floor(i * scale), size - 1);
        }
    }

    private static void FillBilinear(int[] places, short[] weights, double scale, int size, bool clip)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var at = (float)((i + 0.5) * scale - 0.5);
            var place = (int)MathF.Floor(at);
            var part = at - place;
            if (clip && place < 0)
            {
                (place, part) = (0, 0);
            }

            if (clip && place >= size - 1)
            {
                (place, part) = (size - 1, 0);
            }

            places[i] = place;
            weights[i] = (short)MathF.Round(part * WeightOne, MidpointRounding.ToEven);
        }
    }

    private static AreaPart[] AreaParts(int sourceSize, int size, double scale)
    {
        var parts = new List<AreaPart>();
        for (var i = 0; i < size; i++)
        {
            var from = i * scale;
            var to = from + scale;
            var cell = Math.Min(scale, sourceSize - from);
            var first = (int)Math.Ceiling(from);
            var last = Math.Min((int)Math.Floor(to), sourceSize - 1);
            first = Math.Min(first, last);
            if (first - from > 1e-3)
            {
                parts.Add(new AreaPart(i, first - 1, (float)((first - from) / cell)));
            }

            for (var s = first; s < last; s++)
            {
                parts.Add(new AreaPart(i, s, (float)(1.0 / cell)));
            }

            if (to - last > 1e-3)
            {
                parts.Add(new AreaPart(i, last, (float)(Math.Min(Math.Min(to - last, 1), cell) / cell)));
            }
        }

        return [.. parts];
    }

    private void ApplyNearest(PixelPlane source, Span<byte> target)
    {
        for (var y = 0; y < Height; y++)
        {
            var row = source.Row(_rows[y]);
            var result = target.Slice(y * Width, Width);
            for (var x = 0; x < result.Length; x++)
            {
                result[x] = row[_columns[x]];
            }
        }
    }

    [MethodImpl(Jit.Kernel)]
    private void ApplyBilinear(PixelPlane source, Span<byte> target)
    {
        for (var y = 0; y < Height; y++)
        {
            Across(source.Row(Math.Max(_rows[y], 0)), _upper);
            Across(source.Row(Math.Min(_rows[y] + 1, SourceHeight - 1)), _lower);
            var lowerWeight = _rowWeights[y];
            var upperWeight = WeightOne - lowerWeight;
            var result = target.Slice(y * Width, Width);
            for (var x = 0; x < result.Length; x++)
            {
                result[x] = (byte)((((upperWeight * (_upper[x] >> 4)) >> 16) + ((lowerWeight * (_lower[x] >> 4)) >> 16) + 2) >> 2);
            }
        }
    }

    [MethodImpl(Jit.Kernel)]
    private void Across(ReadOnlySpan<byte> row, Span<int> line)
    {
        for (var x = 0; x < line.Length; x++)
        {
            var at = _columns[x];
            var weight = _columnWeights[x];
            line[x] = row[at] * (WeightOne - weight) + row[Math.Min(at + 1, row.Length - 1)] * weight;
        }
    }

    private void ApplyWholeArea(PixelPlane source, Span<byte> target)
    {
        var area = _wholeX * _wholeY;
        var scale = 1f / area;
        for (var y = 0; y < Height; y++)
        {
            var result = target.Slice(y * Width, Width);
            _wholeSums.AsSpan().Clear();
            for (var row = 0; row < _wholeY; row += RowsOfSums)
            {
                _columnSums.AsSpan().Clear();
                for (var i = row; i < Math.Min(row + RowsOfSums, _wholeY); i++)
                {
                    ByteKernels.AddTo(_columnSums, source.Row(y * _wholeY + i));
                }

                AddColumns();
            }

            for (var x = 0; x < result.Length; x++)
            {
                // Four pixels round a half up, other numbers of them to the even neighbour, as in the reference.
                result[x] = _wholeX == 2 && _wholeY == 2
                    ? (byte)((_wholeSums[x] + 2) >> 2)
                    : (byte)MathF.Round(_wholeSums[x] * scale, MidpointRounding.ToEven);
            }
        }
    }

    [MethodImpl(Jit.Kernel)]
    private void AddColumns()
    {
        for (var x = 0; x < _wholeSums.Length; x++)
        {
            var sum = 0;
            foreach (var value in _columnSums.AsSpan(x * _wholeX, _wholeX))
            {
                sum += value;
            }

            _wholeSums[x] += sum;
        }
    }

    [MethodImpl(Jit.Kernel)]
    private void ApplyArea(PixelPlane source, Span<byte> target)
    {
        var previous = _rowParts[0].Target;
        _sums.AsSpan().Clear();
        foreach (var part in _rowParts)
        {
            var row = source.Row(part.Source);
            _line.AsSpan().Clear();
            foreach (var column in _columnParts)
            {
                _line[column.Target] += row[column.Source] * column.Weight;
            }

            if (part.Target != previous)
            {
                Store(target, previous);
                for (var x = 0; x < Width; x++)
                {
                    _sums[x] = part.Weight * _line[x];
                }

                previous = part.Target;
            }
            else
            {
                for (var x = 0; x < Width; x++)
                {
                    _sums[x] += part.Weight * _line[x];
                }
            }
        }

        Store(target, previous);
    }

    private void Store(Span<byte> target, int y)
    {
        var result = target.Slice(y * Width, Width);
        for (var x = 0; x < result.Length; x++)
        {
            result[x] = (byte)Math.Clamp(MathF.Round(_sums[x], MidpointRounding.ToEven), 0, 255);
        }
    }

    private readonly record struct AreaPart(int Target, int Source, float Weight);
}
