namespace Caco.Vision.Vulkan;

/// <summary>What does the work of a batch. Used by one thread at a time.</summary>
internal interface IBatchRunner : IDisposable
{
    /// <summary>The frames that it reads, for the caller to write.</summary>
    FrameMemory Frames { get; }

    /// <summary>Sets the mask of a frame.</summary>
    void SetMask(int frame, PaletteMask mask);

    /// <summary>Does frames 0 .. count - 1, to the end.</summary>
    /// <returns>How many of them the processor has done.</returns>
    int Run(int count, BatchResults results);

    /// <summary>The final bits of a frame, as <see cref="BitImage.Over"/> wants them.</summary>
    Span<ulong> Mask(int frame);
}
