namespace Caco.Vision.Vulkan;

/// <summary>The buffers of a batch, by binding, and what the processor keeps of them.</summary>
internal sealed unsafe class VulkanBuffers : IDisposable
{
    private readonly HostMemory? _memory;

    /// <exception cref="VulkanException">There is no memory for them.</exception>
    public VulkanBuffers(VulkanDevice device, VisionBatchOptions options, BatchLayout layout)
    {
        try
        {
            if (options.ImportHostMemory && device.Import is { } import)
            {
                if (options.Frames is null)
                {
                    var alignment = Math.Max((nuint)import.Alignment, (nuint)Environment.SystemPageSize);
                    _memory = new HostMemory(FrameMemory.Packed(0, options).Bytes, alignment);
                }

                Frames = options.Frames is { } frames
                    ? FrameMemory.Of(frames, options)
                    : FrameMemory.Packed(_memory!.Data, options);
                Input = DeviceBuffer.TryImport(device, Frames.Data, Frames.Bytes, out var offset)!;
                InputOffset = offset;
                Device = Frames;
            }

            if (Input is null)
            {
                Input = DeviceBuffer.Create(
                    device, ((ulong)FrameMemory.Packed(0, options).Bytes + 3) / 4 * 4, BufferPlace.Upload);
                Device = FrameMemory.Packed((nint)Input.Mapped, options);
                IsStaged = options.Frames is not null;
                Frames = options.Frames is { } frames ? FrameMemory.Of(frames, options) : Device;
                _memory?.Dispose();
            }

            Tables = DeviceBuffer.Create(device, layout.TableBytes, BufferPlace.Upload);
            Bits = DeviceBuffer.Create(device, 2 * layout.ImageBytes, BufferPlace.Device);
            Numbers = DeviceBuffer.Create(device, layout.NumberBytes, BufferPlace.Device);
            Runs = DeviceBuffer.Create(device, layout.RunBytes, BufferPlace.Device);
            Sums = DeviceBuffer.Create(device, layout.SumBytes, BufferPlace.Device);
            Results = DeviceBuffer.Create(device, layout.ResultBytes, BufferPlace.Readback);
            Masks = options.KeepMasks ? DeviceBuffer.Create(device, layout.ImageBytes, BufferPlace.Readback) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The frames as the caller writes them.</summary>
    public FrameMemory Frames { get; }

    /// <summary>The frames as the device reads them.</summary>
    public FrameMemory Device { get; }

    /// <summary>Whether the former have to be copied to the latter.</summary>
    public bool IsStaged { get; }

    /// <summary>Byte of the input at which frame 0 begins.</summary>
    public uint InputOffset { get; }

    public DeviceBuffer Input { get; }

    public DeviceBuffer Tables { get; } = null!;

    public DeviceBuffer Bits { get; } = null!;

    public DeviceBuffer Numbers { get; } = null!;

    public DeviceBuffer Runs { get; } = null!;

    public DeviceBuffer Sums { get; } = null!;

    public DeviceBuffer Results { get; } = null!;

    /// <summary>The final bits for the processor; null where they are not wanted.</summary>
    public DeviceBuffer? Masks { get; }

    /// <summary>The shaders' bindings.</summary>
    public DeviceBuffer[] Bindings => [Input, Tables, Bits, Numbers, Runs, Sums, Results];

    public void Dispose()
    {
        foreach (var buffer in (DeviceBuffer?[])[.. Bindings, Masks])
        {
            buffer?.Dispose();
        }

        _memory?.Dispose();
    }
}
