namespace Caco.Vision.Vulkan;

/// <summary>The steps of a batch for one frame on the processor.</summary>
internal static class CpuPipeline
{
    /// <summary>Mask, steps and components of a frame.</summary>
    /// <returns>The final bits, in the workspace.</returns>
    public static BitImage Run(
        IndexedFrame frame, PaletteMask mask, VisionBatchOptions options, VisionWorkspace workspace, int slot,
        BatchResults results)
    {
        var bits = frame.Where(mask, workspace);
        foreach (ref readonly var step in options.Pipeline.Steps)
        {
            var rect = step.Rect;
            _ = step.Kind switch
            {
                StepKind.Keep => bits.Keep(rect),
                StepKind.Dilate => bits.Dilate(rect.Width, rect.Height),
                StepKind.Erode => bits.Erode(rect.Width, rect.Height),
                StepKind.Open => bits.Open(rect.Width, rect.Height),
                _ => bits.Close(rect.Width, rect.Height),
            };
        }

        var found = bits.Components(options.Connectivity).Items;
        found.CopyTo(results.Make(slot, found.Length));
        return bits.Image;
    }
}
