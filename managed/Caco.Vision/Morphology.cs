namespace Caco.Vision;

/// <summary>
/// Dilation and erosion of bit images with rectangles from 1 x 1 to 64 x 64 and other shapes, with OpenCV's conventions:
/// the anchor is (width / 2, height / 2), so an even size reaches one pixel further to the left and up than to the right and
/// down; outside the image dilation sees 0 and erosion sees 1. Closing and opening use the same anchor for both halves, so
/// that with an even size the result lies one pixel further right and down, as it does in OpenCV.
/// </summary>
/// <remarks>
/// In place, rectangles also from a source to a target. <c>scratch</c> has <see cref="ScratchWords"/> words and keeps no
/// content. No allocation.
/// </remarks>
public static class Morphology
{
    /// <summary>Largest width and height of a shape.</summary>
    public const int MaxSize = 64;

    /// <summary>Rows that the first pass takes together at most; more rows cost more loads than a second pass.</summary>
    private const int FirstRun = 12;

    private const ulong Keep = 0;
    private const ulong Flip = ulong.MaxValue;

    /// <summary>Words of scratch for an image of this size and any rectangle.</summary>
    public static int ScratchWords(int width, int height) => BitImage.WordsNeeded(width, height + MaxSize - 1) + 1;

    /// <summary>Words of scratch for an image of this size and any <see cref="StructuringElement"/>.</summary>
    public static int ElementScratchWords(int width, int height) => 2 * BitImage.WordsNeeded(width, height) + 1;

    /// <summary>Each pixel becomes the maximum over the rectangle about it.</summary>
    public static void Dilate(BitImage image, int width, int height, Span<ulong> scratch) =>
        Dilate(image, image, width, height, scratch);

    /// <summary>Each pixel becomes the minimum over the rectangle about it.</summary>
    public static void Erode(BitImage image, int width, int height, Span<ulong> scratch) =>
        Erode(image, image, width, height, scratch);

    /// <summary>Erode, then dilate: what is smaller than the rectangle goes.</summary>
    public static void Open(BitImage image, int width, int height, Span<ulong> scratch) =>
        Open(image, image, width, height, scratch);

    /// <summary>Dilate, then erode: gaps that are smaller than the rectangle fill.</summary>
    public static void Close(BitImage image, int width, int height, Span<ulong> scratch) =>
        Close(image, image, width, height, scratch);

    /// <summary>Each pixel of the target becomes the maximum over the rectangle about the source's.</summary>
    /// <param name="source">Only read, unless it is the target.</param>
    /// <param name="target">Of the source's shape; the source itself or memory of its own.</param>
    /// <param name="width">1 .. <see cref="MaxSize"/>.</param>
    /// <param name="height">1 .. <see cref="MaxSize"/>.</param>
    /// <param name="scratch"><see cref="ScratchWords"/> words.</param>
    /// <exception cref="ArgumentException">The shapes differ or the scratch is too small.</exception>
    public static void Dilate(BitImage source, BitImage target, int width, int height, Span<ulong> scratch)
    {
        CheckArguments(source, target, width, height, scratch);
        if (Trim(ref source, ref target, height))
        {
            Spread(source, target, width, height, Keep, scratch);
        }
    }

    /// <summary>Each pixel of the target becomes the minimum over the rectangle about the source's.</summary>
    /// <inheritdoc cref="Dilate(BitImage, BitImage, int, int, Span{ulong})"/>
    public static void Erode(BitImage source, BitImage target, int width, int height, Span<ulong> scratch)
    {
        CheckArguments(source, target, width, height, scratch);
        if (Trim(ref source, ref target, height))
        {
            SpreadOpposite(source, target, width, height, scratch);
        }
    }

    /// <summary>Erode the source, then dilate: what is smaller than the rectangle goes.</summary>
    /// <inheritdoc cref="Dilate(BitImage, BitImage, int, int, Span{ulong})"/>
    public static void Open(BitImage source, BitImage target, int width, int height, Span<ulong> scratch)
    {
        CheckArguments(source, target, width, height, scratch);
        if (Trim(ref source, ref target, height))
        {
            SpreadOpposite(source, target, width, height, scratch);
            Spread(target, target, width, height, Keep, scratch);
        }
    }

    /// <summary>Dilate the source, then erode: gaps that are smaller than the rectangle fill.</summary>
    /// <inheritdoc cref="Dilate(BitImage, BitImage, int, int, Span{ulong})"/>
    public static void Close(BitImage source, BitImage target, int width, int height, Span<ulong> scratch)
    {
        CheckArguments(source, target, width, height, scratch);
        if (Trim(ref source, ref target, height))
        {
            Spread(source, target, width, height, Flip, scratch);
            Spread(target, target, width, height, Flip, scratch);
        }
    }

    /// <summary>Each pixel becomes the maximum over the shape about it.</summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="element">The shape, anchored at its middle.</param>
    /// <param name="scratch"><see cref="ElementScratchWords"/> words.</param>
    public static void Dilate(BitImage image, StructuringElement element, Span<ulong> scratch)
    {
        ArgumentNullException.ThrowIfNull(element);
        CheckScratch(scratch, ElementScratchWords(image.Width, image.Height));
        Spread(image, element, scratch);
        image.RestoreGuards();
    }

    /// <summary>Each pixel becomes the minimum over the shape about it.</summary>
    /// <inheritdoc cref="Dilate(BitImage, StructuringElement, Span{ulong})"/>
    public static void Erode(BitImage image, StructuringElement element, Span<ulong> scratch)
    {
        ArgumentNullException.ThrowIfNull(element);
        CheckScratch(scratch, ElementScratchWords(image.Width, image.Height));
        image.Not();
        Spread(image, element, scratch);
        image.Not();
    }

    /// <summary>Erode, then dilate with the shape.</summary>
    /// <inheritdoc cref="Dilate(BitImage, StructuringElement, Span{ulong})"/>
    public static void Open(BitImage image, StructuringElement element, Span<ulong> scratch)
    {
        Erode(image, element, scratch);
        Dilate(image, element, scratch);
    }

    /// <summary>Dilate, then erode with the shape.</summary>
    /// <inheritdoc cref="Dilate(BitImage, StructuringElement, Span{ulong})"/>
    public static void Close(BitImage image, StructuringElement element, Span<ulong> scratch)
    {
        Dilate(image, element, scratch);
        Erode(image, element, scratch);
    }

    /// <summary>
    /// Leaves the rows that matter: those with ones, and as many more as a rectangle reaches. All others stay or become zero
    /// by any of the operations, since the anchor lies in the rectangle: no row of zeros but one that a dilation reaches
    /// gets a one. With that many rows of zeros about it the image's edge is never where it was not.
    /// </summary>
    /// <returns>Whether there is a one; else the target is empty already.</returns>
    private static bool Trim(ref BitImage source, ref BitImage target, int height)
    {
        var first = source.Body.IndexOfAnyExcept(0UL);
        if (first < 0)
        {
            target.Clear();
            return false;
        }

        var last = source.Body.LastIndexOfAnyExcept(0UL);
        var top = Math.Max(0, first / source.RowStride - (height - 1));
        var bottom = Math.Min(source.Height, last / source.RowStride + height);
        target.Body[..(top * target.RowStride)].Clear();
        target.Body[(bottom * target.RowStride)..].Clear();
        source = source.Rows(top, bottom);
        target = target.Rows(top, bottom);
        return true;
    }

    /// <summary>A minimum is the opposite of the maximum of the opposites; outside then reads as 0 for both.</summary>
    private static void SpreadOpposite(BitImage source, BitImage target, int width, int height, Span<ulong> scratch)
    {
        target.Not(source);
        Spread(target, target, width, height, Flip, scratch);
    }

    /// <summary>Dilates and gives the result or its opposite.</summary>
    private static void Spread(
        BitImage source, BitImage target, int width, int height, ulong flip, Span<ulong> scratch)
    {
        // The guard words make all rows one line: a row ends in at least 64 zeros, more than a rectangle reaches.
        var line = scratch[..(source.Storage.Length + 1)];
        if (height == 1)
        {
            source.Storage.CopyTo(line);
        }
        else
        {
            SpreadAcross(source, height, scratch[1..]);
        }

        line[0] = 0;
        line[^1] = 0;
        WordKernels.SpreadAlong(target.Body, line, width / 2, width, flip);
        target.RestoreGuards();
    }

    /// <summary>
    /// Each row of the stack becomes the or of height rows of the image, from height / 2 above it on. The stack holds for
    /// every row i the or of <c>run</c> image rows from i - above on; a pass makes the run up to three times as long.
    /// </summary>
    /// <param name="image">Only read.</param>
    /// <param name="height">At least 2.</param>
    /// <param name="stack">(Height + height - 1) rows; not the memory of the image.</param>
    private static void SpreadAcross(BitImage image, int height, Span<ulong> stack)
    {
        var stride = image.RowStride;
        var above = height / 2;
        var run = Math.Min(height, FirstRun);
        if (image.Height - run + 1 < WordKernels.RowsTogether || run < WordKernels.RowsTogether)
        {
            run = Math.Min(height, 3);
        }

        // Runs that lie within the image are one pass; those over its edge have fewer rows.
        var inside = Math.Max(0, image.Height - run + 1);
        SpreadEdges(image, above, run, inside, stack[..((image.Height + height - run) * stride)]);
        var within = stack.Slice(above * stride, inside * stride);
        if (run > 3)
        {
            WordKernels.OrRows(within, image.Body, stride, run);
        }
        else if (inside > 0)
        {
            WordKernels.OrThree(within, image.Body, stride, (run - 1) * stride);
        }

        while (run < height)
        {
            var far = Math.Min(2 * run, height - run);
            var near = Math.Min(run, far);
            run += far;
            var length = (image.Height + height - run) * stride;
            WordKernels.OrThree(stack[..length], stack[..(length + far * stride)], near * stride, far * stride);
        }
    }

    /// <summary>The rows of the stack whose run reaches over the image's upper or lower edge, each from its neighbour.</summary>
    private static void SpreadEdges(BitImage image, int above, int run, int inside, Span<ulong> stack)
    {
        var stride = image.RowStride;
        var body = image.Body;
        var last = stack.Length / stride - 1;
        var next = 0;
        for (var i = 0; i < above; i++)
        {
            var row = stack.Slice(i * stride, stride);
            Start(row, i > 0 ? stack.Slice((i - 1) * stride, stride) : default);
            for (; next < Math.Min(image.Height, i - above + run); next++)
            {
                WordKernels.Combine<OrOperator>(row, body.Slice(next * stride, stride));
            }
        }

        next = image.Height;
        for (var i = last; i >= above + inside; i--)
        {
            var row = stack.Slice(i * stride, stride);
            Start(row, i < last ? stack.Slice((i + 1) * stride, stride) : default);
            while (next > i - above)
            {
                next--;
                WordKernels.Combine<OrOperator>(row, body.Slice(next * stride, stride));
            }
        }

        static void Start(Span<ulong> row, ReadOnlySpan<ulong> neighbour)
        {
            if (neighbour.IsEmpty)
            {
                row.Clear();
            }
            else
            {
                neighbour.CopyTo(row);
            }
        }
    }

    /// <summary>The or over the rows of a shape of the image spread along that row; guards are left dirty.</summary>
    private static void Spread(BitImage image, StructuringElement element, Span<ulong> scratch)
    {
        var stride = image.RowStride;
        var line = scratch[..(image.Storage.Length + 1)];
        image.Storage.CopyTo(line);
        line[^1] = 0;
        var spread = scratch.Slice(line.Length, image.Body.Length);
        image.Clear();
        var made = default(ElementRow);
        foreach (var row in element.Rows)
        {
            // Rows of a shape often repeat: the spread line of the last one is kept.
            if (row.Back != made.Back || row.Span != made.Span)
            {
                WordKernels.SpreadAlong(spread, line, row.Back, row.Span);
                made = row;
            }

            // Row y sees the image's row y + offset.
            var shift = Math.Abs(row.Offset);
            if (shift >= image.Height)
            {
                continue;
            }

            var shared = (image.Height - shift) * stride;
            var from = Math.Max(0, row.Offset) * stride;
            var to = Math.Max(0, -row.Offset) * stride;
            WordKernels.Combine<OrOperator>(image.Body.Slice(to, shared), spread.Slice(from, shared));
        }
    }

    private static void CheckArguments(
        BitImage image, BitImage target, int width, int height, Span<ulong> scratch)
    {
        image.CheckShape(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSize);
        CheckScratch(scratch, ScratchWords(image.Width, image.Height));
    }

    private static void CheckScratch(Span<ulong> scratch, int needed)
    {
        if (scratch.Length < needed)
        {
            throw new ArgumentException($"Morphology needs {needed} words of scratch, got {scratch.Length}.",
                nameof(scratch));
        }
    }
}
