namespace Caco.Vision.Vulkan;

/// <summary>A pass over all bits: which shader, its window, and what of its result is kept.</summary>
internal readonly record struct BatchPass(Shader Shader, int Back, int Span, bool FlipIn, bool FlipOut, PixelRect Kept)
{
    /// <summary>
    /// The mask and the steps as passes. A rectangle to keep is no pass of its own: the one before it keeps no more. An erosion
    /// is a dilation of the opposite, whose window's rows and columns are a pass each.
    /// </summary>
    public static BatchPass[] Compile(BatchPipeline pipeline)
    {
        var passes = new List<BatchPass> { New(Shader.Mask, 1, flipIn: false, flipOut: false) };
        foreach (ref readonly var step in pipeline.Steps)
        {
            switch (step.Kind)
            {
                case StepKind.Keep:
                    passes[^1] = passes[^1] with { Kept = passes[^1].Kept.Intersect(step.Rect) };
                    break;
                case StepKind.Dilate:
                    Add(passes, step.Rect, flip: false);
                    break;
                case StepKind.Erode:
                    Add(passes, step.Rect, flip: true);
                    break;
                case StepKind.Open:
                    Add(passes, step.Rect, flip: true);
                    Add(passes, step.Rect, flip: false);
                    break;
                case StepKind.Close:
                    Add(passes, step.Rect, flip: false);
                    Add(passes, step.Rect, flip: true);
                    break;
                default:
                    throw new InvalidOperationException($"there is no pass for {step.Kind}");
            }
        }

        return [.. passes];
    }

    private static void Add(List<BatchPass> passes, PixelRect size, bool flip)
    {
        var (rows, columns) = (size.Height > 1, size.Width > 1);
        if (rows)
        {
            passes.Add(New(Shader.Rows, size.Height, flip, flip && !columns));
        }

        if (columns)
        {
            passes.Add(New(Shader.Columns, size.Width, flip && !rows, flip));
        }
    }

    private static BatchPass New(Shader shader, int span, bool flipIn, bool flipOut) =>
        new(shader, span / 2, span, flipIn, flipOut, new PixelRect(0, 0, int.MaxValue, int.MaxValue));
}
