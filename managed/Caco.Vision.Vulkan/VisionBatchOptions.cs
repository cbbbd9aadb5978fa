namespace Caco.Vision.Vulkan;

/// <summary>What a <see cref="VisionBatch"/> is made for.</summary>
public sealed record VisionBatchOptions
{
    /// <summary>Largest width and height of a frame.</summary>
    public const int MaxSize = 8192;

    /// <summary>Columns of every frame, 1..<see cref="MaxSize"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of every frame, 1..<see cref="MaxSize"/>.</summary>
    public required int Height { get; init; }

    /// <summary>Most frames of a run, 1..65535.</summary>
    public int MaxFrames { get; init; } = 1;

    /// <summary>What happens between mask and components.</summary>
    public BatchPipeline Pipeline { get; init; } = new();

    /// <summary>Which pixels of a component touch.</summary>
    public Connectivity Connectivity { get; init; } = Connectivity.Eight;

    /// <summary>Whether <see cref="VisionBatch.Mask"/> is wanted: the bits then travel back as well.</summary>
    public bool KeepMasks { get; init; }

    /// <summary>The caller's frames; null: the batch has memory of its own, see <see cref="VisionBatch.Frame"/>.</summary>
    public HostFrames? Frames { get; init; }

    /// <summary>What is to run it.</summary>
    public VisionBackend Backend { get; init; }

    /// <summary>A part of the name of the device to use, upper and lower case alike; null: the best one.</summary>
    public string? DeviceName { get; init; }

    /// <summary>A device to share with other batches, which outlives this one; null: the batch opens its own.</summary>
    public VulkanDevice? Device { get; init; }

    /// <summary>
    /// Whether the device may read the frames where they lie. Without it, or where the device cannot, frames go through
    /// staging memory.
    /// </summary>
    public bool ImportHostMemory { get; init; } = true;

    /// <summary>
    /// Runs (unbroken ones of a row) of a frame that the device has room for, 48 to 80 bytes each; 0: 16384, or what the
    /// frame can have at most. A frame with more of them is done on the processor: slower, the same result.
    /// </summary>
    public int RunsPerFrame { get; init; }

    /// <summary>How long a run may take before it counts as failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
