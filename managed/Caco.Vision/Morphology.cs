namespace Caco.Vision;

/// <summary>
/// Dilation and erosion of bit images with rectangles from 1 x 1 to 64 x 64, with OpenCV's conventions: the anchor is
/// (width / 2, height / 2), so an even size reaches one pixel further to the left and up than to the right and down;
/// outside the image dilation sees 0 and erosion sees 1. Closing and opening use the same anchor for both halves, so that
/// with an even size the result lies one pixel further right and down, as it does in OpenCV.
/// </summary>
/// <remarks>In place. <c>scratch</c> has <see cref="ScratchWords"/> words and keeps no content. No allocation.</remarks>
public static class Morphology
{
    /// <summary>Largest width and height of a rectangle.</summary>
    public const int MaxSize = 64;

    /// <summary>Words of scratch for an image of this shape and any rectangle.</summary>
    public static int ScratchWords(int width, int height) => BitImage.WordsNeeded(width, height + MaxSize - 1) + 1;

    /// <summary>Each pixel becomes the maximum over the rectangle about it.</summary>
    public static void Dilate(BitImage image, int width, int height, Span<ulong> scratch)
    {
        CheckArguments(image, width, height, scratch);
        if (width > 1)
        {
            DilateAlong(image, width, scratch);
        }

        if (height > 1)
        {
            DilateAcross(image, height, scratch);
        }
    }

    /// <summary>Each pixel becomes the minimum over the rectangle about it.</summary>
    public static void Erode(BitImage image, int width, int height, Span<ulong> scratch)
    {
        CheckArguments(image, width, height, scratch);

        // A minimum is the opposite of the maximum of the opposites; outside then reads as 0 for both.
        image.Not();
        Dilate(image, width, height, scratch);
        image.Not();
    }

    /// <summary>Erode, then dilate: what is smaller than the rectangle goes.</summary>
    public static void Open(BitImage image, int width, int height, Span<ulong> scratch)
    {
        Erode(image, width, height, scratch);
        Dilate(image, width, height, scratch);
    }

    /// <summary>Dilate, then erode: gaps that are smaller than the rectangle fill.</summary>
    public static void Close(BitImage image, int width, int height, Span<ulong> scratch)
    {
        Dilate(image, width, height, scratch);
        Erode(image, width, height, scratch);
    }

    private static void DilateAlong(BitImage image, int width, Span<ulong> scratch)
    {
        // The guard words make all rows one line: a row ends in at least 64 zeros, more than a rectangle reaches.
        var source = scratch[..(image.Storage.Length + 1)];
        image.Storage.CopyTo(source);
        source[^1] = 0;
        WordKernels.SpreadAlong(image.Body, source, width / 2, width);
        image.RestoreGuards();
    }

    private static void DilateAcross(BitImage image, int height, Span<ulong> scratch)
    {
        var stride = image.RowStride;
        var body = image.Body;
        var above = height / 2;
        var rows = image.Height + height - 1;
        var stack = scratch[..(rows * stride)];
        stack[..(above * stride)].Clear();
        body.CopyTo(stack[(above * stride)..]);
        stack[(above * stride + body.Length)..].Clear();

        // After a pass a row holds the maximum of itself and the run - 1 rows below it.
        var run = 1;
        while (run < height)
        {
            var step = Math.Min(run, height - run);
            run += step;
            var valid = (rows - run + 1) * stride;
            var target = run < height ? stack[..valid] : body;
            WordKernels.Combine<OrOperator>(target, stack[..valid], stack.Slice(step * stride, valid));
        }
    }

    private static void CheckArguments(BitImage image, int width, int height, Span<ulong> scratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSize);
        var needed = ScratchWords(image.Width, image.Height);
        if (scratch.Length < needed)
        {
            throw new ArgumentException($"Morphology needs {needed} words of scratch, got {scratch.Length}.",
                nameof(scratch));
        }
    }
}
