namespace Caco.Vision.Vulkan;

/// <summary>A batch on the processor: the kernels of Caco.Vision, frame by frame.</summary>
internal sealed class CpuRunner : IBatchRunner
{
    private readonly VisionBatchOptions _options;
    private readonly VisionWorkspace _workspace;
    private readonly PaletteMask?[] _masks;
    private readonly ulong[] _kept;
    private readonly int _imageWords;
    private readonly HostMemory? _memory;

    public CpuRunner(VisionBatchOptions options)
    {
        _options = options;
        _workspace = new VisionWorkspace(options.Width, options.Height);
        _masks = new PaletteMask?[options.MaxFrames];
        _imageWords = BitImage.WordsNeeded(options.Width, options.Height);
        _kept = options.KeepMasks ? new ulong[checked(options.MaxFrames * _imageWords)] : [];
        if (options.Frames is { } frames)
        {
            Frames = FrameMemory.Of(frames, options);
        }
        else
        {
            _memory = new HostMemory(FrameMemory.Packed(0, options).Bytes, (nuint)Environment.SystemPageSize);
            Frames = FrameMemory.Packed(_memory.Data, options);
        }
    }

    public FrameMemory Frames { get; }

    public void SetMask(int frame, PaletteMask mask) => _masks[frame] = mask;

    public int Run(int count, BatchResults results)
    {
        for (var frame = 0; frame < count; frame++)
        {
            var image = CpuPipeline.Run(Frames.Frame(frame), _masks[frame]!, _options, _workspace, frame, results);
            if (_options.KeepMasks)
            {
                BitImage.Over(Mask(frame), image.Width, image.Height).CopyFrom(image);
            }
        }

        return count;
    }

    public Span<ulong> Mask(int frame) => _kept.AsSpan(frame * _imageWords, _imageWords);

    public void Dispose() => _memory?.Dispose();
}
