namespace Caco.Vision.Vulkan;

/// <summary>
/// Mask, morphology and components with statistics of a batch of frames of palette indices: on a Vulkan device in one
/// submission, or with the kernels of Caco.Vision where there is none. Both give the same components in the same order, to the
/// last number.
/// </summary>
/// <remarks>
/// Used by one thread at a time. A run allocates nothing once its arrays have met the largest number of components.
/// </remarks>
public sealed class VisionBatch : IDisposable
{
    private readonly VisionBatchOptions _options;
    private readonly IBatchRunner _runner;
    private readonly VulkanDevice? _owned;
    private readonly BatchResults _results;
    private readonly bool[] _hasMask;
    private int _masked;
    private bool _disposed;

    private VisionBatch(VisionBatchOptions options, IBatchRunner runner, VulkanDevice? owned, string description)
    {
        _options = options;
        _runner = runner;
        _owned = owned;
        _results = new BatchResults(options.MaxFrames);
        _hasMask = new bool[options.MaxFrames];
        Description = description;
    }

    /// <summary>What does the work: <see cref="VisionBackend.Vulkan"/> or <see cref="VisionBackend.Cpu"/>.</summary>
    public VisionBackend Backend => _runner is VulkanRunner ? VisionBackend.Vulkan : VisionBackend.Cpu;

    /// <summary>In words: which device is used and how it gets the frames, or why it is the processor.</summary>
    public string Description { get; }

    /// <summary>Whether the device reads the frames where they lie.</summary>
    public bool ImportsHostMemory => _runner is VulkanRunner { ImportsHostMemory: true };

    /// <summary>Columns of a frame.</summary>
    public int Width => _options.Width;

    /// <summary>Rows of a frame.</summary>
    public int Height => _options.Height;

    /// <summary>Most frames of a run.</summary>
    public int MaxFrames => _options.MaxFrames;

    /// <summary>Bytes from one row of <see cref="Frame"/> to the next.</summary>
    public int RowStride => _runner.Frames.RowStride;

    /// <summary>Frames of the last run.</summary>
    public int Count { get; private set; }

    /// <summary>Frames of the last run that the processor has done: all of them, or those with too many runs.</summary>
    public int CpuFrames { get; private set; }

    /// <summary>Makes a batch on a Vulkan device, or on the processor where there is none.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="VulkanException">
    /// <see cref="VisionBackend.Vulkan"/> was asked for and there is no device, or none that can hold the batch.
    /// </exception>
    public static VisionBatch Create(VisionBatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        if (options.Backend == VisionBackend.Cpu)
        {
            return OnCpu(options, "asked for");
        }

        VulkanDevice? owned = null;
        try
        {
            var device = options.Device ?? (owned = VulkanDevice.Open(options.DeviceName));
            device.ThrowIfDisposed();
            var runner = new VulkanRunner(device, options);
            return new VisionBatch(options, runner, owned, Describe(device, options, runner.ImportsHostMemory));
        }
        catch (VulkanException e)
        {
            owned?.Dispose();
            if (options.Backend == VisionBackend.Vulkan)
            {
                throw;
            }

            return OnCpu(options, e.Message);
        }
    }

    /// <summary>
    /// The pixels of a frame, for the caller to write before a run: shape (Height x Width), rows <see cref="RowStride"/> bytes
    /// apart. With <see cref="VisionBatchOptions.Frames"/> it is the caller's own memory.
    /// </summary>
    public Span<byte> Frame(int slot)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckSlot(slot, MaxFrames);
        return _runner.Frames.Pixels(slot);
    }

    /// <summary>
    /// All frames, one behind the other without gaps: shape (MaxFrames x Height x Width). A batch of games can draw its
    /// observations into it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The frames are the caller's, or more than 2 GiB.</exception>
    public unsafe Span<byte> Frames()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var memory = _runner.Frames;
        return _options.Frames is null && memory.Bytes <= int.MaxValue
            ? new Span<byte>((byte*)memory.Data, (int)memory.Bytes)
            : throw new InvalidOperationException(
                $"These {memory.Bytes:N0} bytes are no span of the batch's own: use Frame, or the memory that was given.");
    }

    /// <summary>Copies a frame into its place.</summary>
    /// <exception cref="ArgumentException">It has another size than the batch.</exception>
    public void SetFrame(int slot, IndexedFrame frame)
    {
        if (frame.Width != Width || frame.Height != Height)
        {
            throw new ArgumentException(
                $"The frame is {frame.Width} x {frame.Height}, those of the batch {Width} x {Height}.", nameof(frame));
        }

        FrameMemory.Copy(frame, Frame(slot), RowStride);
    }

    /// <summary>Sets the mask of every frame; it stays until another one is set.</summary>
    public void SetMask(PaletteMask mask)
    {
        for (var slot = 0; slot < MaxFrames; slot++)
        {
            SetMask(slot, mask);
        }
    }

    /// <summary>Sets the mask of one frame, whose palette flashes for example.</summary>
    public void SetMask(int slot, PaletteMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckSlot(slot, MaxFrames);
        _runner.SetMask(slot, mask);
        _hasMask[slot] = true;
        while (_masked < MaxFrames && _hasMask[_masked])
        {
            _masked++;
        }
    }

    /// <summary>Does frames 0 .. count - 1 and waits for the results; those of the last run are gone.</summary>
    /// <exception cref="InvalidOperationException">A frame has no mask.</exception>
    /// <exception cref="VulkanException">The device failed; the batch can only be disposed.</exception>
    public void Run(int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxFrames);
        if (_masked < count)
        {
            throw new InvalidOperationException($"Frame {_masked} has no mask: call SetMask first.");
        }

        Count = 0;
        CpuFrames = _runner.Run(count, _results);
        Count = count;
    }

    /// <summary>
    /// The components of a frame of the last run, in the order of their first pixels; valid until the next run.
    /// </summary>
    public ReadOnlySpan<Component> Components(int slot)
    {
        CheckSlot(slot, Count);
        return _results[slot];
    }

    /// <summary>
    /// The bits of a frame of the last run, after all steps; valid until the next run or the end of the batch. Not to be written.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="VisionBatchOptions.KeepMasks"/> was not set.</exception>
    public BitImage Mask(int slot)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckSlot(slot, Count);
        return _options.KeepMasks
            ? BitImage.Over(_runner.Mask(slot), Width, Height)
            : throw new InvalidOperationException("The batch was made without KeepMasks: its bits stay on the device.");
    }

    /// <inheritdoc/>
    public override string ToString() => Description;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _runner.Dispose();
        _owned?.Dispose();
    }

    private static VisionBatch OnCpu(VisionBatchOptions options, string reason) =>
        new(options, new CpuRunner(options), null, $"on the processor: {reason}");

    private static string Describe(VulkanDevice device, VisionBatchOptions options, bool imports)
    {
        var frames = imports ? "reads the frames where they lie"
            : options.Frames is null ? "frames are written to staging memory"
            : "frames are copied to staging memory";
        var slow = device.Kind == "processor" ? "; a driver that computes on the processor is slower than VisionBackend.Cpu" : "";
        return $"on {device}, {frames}{slow}";
    }

    private static void Check(VisionBatchOptions options)
    {
        CheckRange(options.Width, 1, VisionBatchOptions.MaxSize, nameof(options.Width));
        CheckRange(options.Height, 1, VisionBatchOptions.MaxSize, nameof(options.Height));
        CheckRange(options.MaxFrames, 1, ushort.MaxValue, nameof(options.MaxFrames));
        CheckRange(options.RunsPerFrame, 0, int.MaxValue, nameof(options.RunsPerFrame));
        CheckRange((long)options.Timeout.TotalMilliseconds, 1, int.MaxValue, nameof(options.Timeout));
        ArgumentNullException.ThrowIfNull(options.Pipeline);
        if (options.Frames is { } frames)
        {
            FrameMemory.Of(frames, options);
        }
    }

    private static void CheckRange(long value, long low, long high, string name)
    {
        if (value < low || value > high)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value} and has to be {low}..{high}.");
        }
    }

    private static void CheckSlot(int slot, int count)
    {
        if ((uint)slot >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"There are {count} frames.");
        }
    }
}
