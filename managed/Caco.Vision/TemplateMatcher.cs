namespace Caco.Vision;

/// <summary>What a template is compared by; both scores are at most 1.</summary>
public enum MatchScore
{
    /// <summary>Sum of products over the root of the sums of squares: <c>TM_CCORR_NORMED</c>.</summary>
    Correlation,

    /// <summary>The same after both means are taken away, so that brightness and contrast do not matter: <c>TM_CCOEFF_NORMED</c>.</summary>
    Coefficient,
}

/// <summary>Where a template fits best.</summary>
/// <param name="X">Column of its left edge.</param>
/// <param name="Y">Row of its upper edge.</param>
/// <param name="Score">1 is the template itself.</param>
public readonly record struct TemplateMatch(int X, int Y, double Score);

/// <summary>
/// Normalised cross-correlation of one template with images, from exact whole sums. The template is copied once; matching
/// allocates nothing once it has met the widest image. Used by one thread at a time.
/// </summary>
public sealed class TemplateMatcher
{
    private readonly byte[] _template;
    private readonly long _sum;
    private readonly long _squares;
    private int[] _columnSums = [];
    private int[] _columnSquares = [];

    /// <param name="template">The image to look for.</param>
    /// <exception cref="ArgumentException">It has no pixel.</exception>
    public TemplateMatcher(PixelPlane template)
    {
        if (template.IsEmpty)
        {
            throw new ArgumentException("A template needs a pixel.", nameof(template));
        }

        Width = template.Width;
        Height = template.Height;
        _template = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            template.Row(y).CopyTo(_template.AsSpan(y * Width));
        }

        _sum = ByteKernels.Sum(_template);
        _squares = ByteKernels.SumOfSquares(_template);
    }

    /// <summary>Columns of the template.</summary>
    public int Width { get; }

    /// <summary>Rows of the template.</summary>
    public int Height { get; }

    /// <summary>The best place of the template in an image, the first of equals; null where it does not fit into it.</summary>
    public TemplateMatch? Best(PixelPlane image, MatchScore score)
    {
        if (image.Width < Width || image.Height < Height)
        {
            return null;
        }

        Start(image);
        var best = new TemplateMatch(0, 0, double.NegativeInfinity);
        for (var y = 0; y <= image.Height - Height; y++)
        {
            Slide(image, y);
            var (sum, squares) = FirstWindow();
            for (var x = 0; x <= image.Width - Width; x++)
            {
                var value = Score(image, x, y, sum, squares, score);
                if (value > best.Score)
                {
                    best = new TemplateMatch(x, y, value);
                }

                Step(ref sum, ref squares, x);
            }
        }

        return best;
    }

    /// <summary>The score of every place.</summary>
    /// <param name="image">At least as large as the template.</param>
    /// <param name="score">What to compare by.</param>
    /// <param name="target">Shape (image height - Height + 1 x image width - Width + 1).</param>
    public void Map(PixelPlane image, MatchScore score, Span<float> target)
    {
        var columns = image.Width - Width + 1;
        var rows = image.Height - Height + 1;
        if (columns < 1 || rows < 1 || target.Length < columns * rows)
        {
            throw new ArgumentException(
                $"A template of {Width} x {Height} in {image.Width} x {image.Height} does not go with {target.Length} scores.",
                nameof(target));
        }

        Start(image);
        for (var y = 0; y < rows; y++)
        {
            Slide(image, y);
            var (sum, squares) = FirstWindow();
            for (var x = 0; x < columns; x++)
            {
                target[y * columns + x] = (float)Score(image, x, y, sum, squares, score);
                Step(ref sum, ref squares, x);
            }
        }
    }

    private void Start(PixelPlane image)
    {
        if (_columnSums.Length < image.Width + 1)
        {
            _columnSums = new int[image.Width + 1];
            _columnSquares = new int[image.Width + 1];
        }

        _columnSums.AsSpan().Clear();
        _columnSquares.AsSpan().Clear();
        for (var y = 0; y < Height - 1; y++)
        {
            AddRow(image.Row(y), 1);
        }
    }

    /// <summary>Makes the column sums those of the rows y .. y + Height - 1.</summary>
    private void Slide(PixelPlane image, int y)
    {
        if (y > 0)
        {
            AddRow(image.Row(y - 1), -1);
        }

        AddRow(image.Row(y + Height - 1), 1);
    }

    private void AddRow(ReadOnlySpan<byte> row, int sign)
    {
        for (var x = 0; x < row.Length; x++)
        {
            _columnSums[x] += sign * row[x];
            _columnSquares[x] += sign * row[x] * row[x];
        }
    }

    private (long Sum, long Squares) FirstWindow()
    {
        long sum = 0;
        long squares = 0;
        for (var x = 0; x < Width; x++)
        {
            sum += _columnSums[x];
            squares += _columnSquares[x];
        }

        return (sum, squares);
    }

    private void Step(ref long sum, ref long squares, int x)
    {
        sum += _columnSums[x + Width] - _columnSums[x];
        squares += _columnSquares[x + Width] - _columnSquares[x];
    }

    private double Score(PixelPlane image, int x, int y, long sum, long squares, MatchScore score)
    {
        long products = 0;
        for (var row = 0; row < Height; row++)
        {
            products += ByteKernels.Dot(image.Row(y + row).Slice(x, Width), _template.AsSpan(row * Width, Width));
        }

        double numerator = products;
        double a = _squares;
        double b = squares;
        if (score == MatchScore.Coefficient)
        {
            double count = Width * Height;
            numerator -= _sum * (double)sum / count;
            a -= _sum * (double)_sum / count;
            b -= sum * (double)sum / count;
        }

        var denominator = Math.Sqrt(Math.Max(a, 0) * Math.Max(b, 0));

        // A flat patch has no pattern to compare.
        return denominator <= 1e-9 ? 0 : Math.Clamp(numerator / denominator, -1, 1);
    }
}
