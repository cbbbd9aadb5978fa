using System.Collections.Immutable;

namespace Caco.Vision.Vulkan;

/// <summary>Kinds of steps.</summary>
internal enum StepKind
{
    Keep,
    Dilate,
    Erode,
    Open,
    Close,
}

/// <summary>A step: a rectangle to keep, or the size of the rectangle of a morphological operation.</summary>
internal readonly record struct PipelineStep(StepKind Kind, PixelRect Rect);

/// <summary>
/// What happens to the mask of every frame, in the words of <see cref="BitPipeline"/>:
/// <c>new BatchPipeline().Band(40, 205).Close(4, 4).Dilate(3, 4)</c>. Immutable, any thread.
/// </summary>
public sealed class BatchPipeline
{
    private readonly ImmutableArray<PipelineStep> _steps;

    /// <summary>No step: the mask as it is.</summary>
    public BatchPipeline()
        : this([])
    {
    }

    private BatchPipeline(ImmutableArray<PipelineStep> steps) => _steps = steps;

    internal ReadOnlySpan<PipelineStep> Steps => _steps.AsSpan();

    /// <summary>Keeps the rows top .. bottom - 1, <see cref="BitPipeline.Band"/>.</summary>
    public BatchPipeline Band(int top, int bottom)
    {
        top = Math.Max(top, 0);
        return Keep(new PixelRect(0, top, int.MaxValue, Math.Max(bottom, top) - top));
    }

    /// <summary>Keeps a rectangle, <see cref="BitPipeline.Keep(PixelRect)"/>.</summary>
    public BatchPipeline Keep(PixelRect rect)
    {
        // Nothing lies left of column 0 or above row 0; the far edges are cut at the frame's.
        var (left, top) = (Math.Max(rect.X, 0), Math.Max(rect.Y, 0));
        var right = Math.Clamp((long)rect.X + rect.Width, left, int.MaxValue);
        var bottom = Math.Clamp((long)rect.Y + rect.Height, top, int.MaxValue);
        return With(StepKind.Keep, new PixelRect(left, top, (int)right - left, (int)bottom - top));
    }

    /// <summary><see cref="Morphology.Dilate(BitImage, int, int, Span{ulong})"/>.</summary>
    public BatchPipeline Dilate(int width, int height) => With(StepKind.Dilate, width, height);

    /// <summary><see cref="Morphology.Erode(BitImage, int, int, Span{ulong})"/>.</summary>
    public BatchPipeline Erode(int width, int height) => With(StepKind.Erode, width, height);

    /// <summary><see cref="Morphology.Open(BitImage, int, int, Span{ulong})"/>.</summary>
    public BatchPipeline Open(int width, int height) => With(StepKind.Open, width, height);

    /// <summary><see cref="Morphology.Close(BitImage, int, int, Span{ulong})"/>.</summary>
    public BatchPipeline Close(int width, int height) => With(StepKind.Close, width, height);

    private BatchPipeline With(StepKind kind, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Morphology.MaxSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Morphology.MaxSize);
        return With(kind, new PixelRect(0, 0, width, height));
    }

    private BatchPipeline With(StepKind kind, PixelRect rect) => new(_steps.Add(new PipelineStep(kind, rect)));
}
