namespace Caco.Vision.Vulkan;

/// <summary>How large the buffers of a batch are; the shaders reckon the same in <c>Shaders/common.glsl</c>.</summary>
internal sealed class BatchLayout
{
    private const int DefaultRuns = 16384;
    private const int RunWords = 4;

    public BatchLayout(VisionBatchOptions options)
    {
        Frames = options.MaxFrames;
        RowWords = 2 * ((options.Width + BitImage.WordBits - 1) / BitImage.WordBits + 1);
        RowsWords = options.Height * RowWords;
        ImageWords = 2 * BitImage.WordsNeeded(options.Width, options.Height);
        var most = (options.Width + 1) / 2 * options.Height;
        Capacity = Math.Min(most, options.RunsPerFrame == 0 ? DefaultRuns : options.RunsPerFrame);
    }

    /// <summary>Words of a component in the results, and of a frame's head before them.</summary>
    public const int SumWords = 8;

    public int Frames { get; }

    /// <summary>Words (of 32 bits, here and below) from one row to the next.</summary>
    public int RowWords { get; }

    /// <summary>Words of all rows of a frame.</summary>
    public int RowsWords { get; }

    /// <summary>Words from one image to the next.</summary>
    public int ImageWords { get; }

    /// <summary>Runs, and components, that a frame may have.</summary>
    public int Capacity { get; }

    /// <summary>Bytes of all frames' tables.</summary>
    public ulong TableBytes => Bytes(Palette.Count / 32);

    /// <summary>Bytes of one image of every frame.</summary>
    public ulong ImageBytes => Bytes(ImageWords);

    public ulong NumberBytes => Bytes(RowsWords + 2);

    public ulong RunBytes => Bytes((long)RunWords * Capacity);

    public ulong SumBytes => Bytes((long)SumWords * Capacity);

    /// <summary>Words of a frame in the results.</summary>
    public long ResultWords => (long)SumWords * (Capacity + 1);

    public ulong ResultBytes => Bytes(ResultWords);

    /// <summary>The largest buffer; the images are two in one.</summary>
    public ulong LargestBytes => Math.Max(Math.Max(2 * ImageBytes, NumberBytes), ResultBytes);

    private ulong Bytes(long wordsPerFrame) => (ulong)Frames * (ulong)wordsPerFrame * sizeof(uint);
}
