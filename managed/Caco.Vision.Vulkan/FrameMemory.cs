namespace Caco.Vision.Vulkan;

/// <summary>Where the frames of a batch lie.</summary>
/// <param name="Data">The first pixel of frame 0.</param>
/// <param name="FrameStride">Bytes from one frame to the next.</param>
/// <param name="RowStride">Bytes from one row to the next.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Count">Frames.</param>
internal readonly unsafe record struct FrameMemory(
    nint Data, long FrameStride, int RowStride, int Width, int Height, int Count)
{
    /// <summary>Bytes of a frame from its first pixel to its last.</summary>
    public int FrameBytes => checked((Height - 1) * RowStride + Width);

    /// <summary>Bytes from the first pixel of all to the last.</summary>
    public long Bytes => checked((Count - 1) * FrameStride + FrameBytes);

    /// <summary>Frames one behind the other without gaps.</summary>
    public static FrameMemory Packed(nint data, VisionBatchOptions options) => new(
        data, (long)options.Width * options.Height, options.Width, options.Width, options.Height, options.MaxFrames);

    /// <exception cref="ArgumentException">The strides are too small for the shape.</exception>
    public static FrameMemory Of(HostFrames frames, VisionBatchOptions options)
    {
        var row = frames.RowStride == 0 ? options.Width : frames.RowStride;
        var memory = new FrameMemory(
            frames.Data, frames.FrameStride, row, options.Width, options.Height, options.MaxFrames);
        if (frames.Data == 0 || row < options.Width || (options.MaxFrames > 1 && frames.FrameStride < memory.FrameBytes))
        {
            throw new ArgumentException(
                $"Frames of {options.Width} x {options.Height} cannot lie at {frames.Data:x} with {row} bytes a row and "
                + $"{frames.FrameStride} bytes a frame.", nameof(options));
        }

        return memory;
    }

    public Span<byte> Pixels(int frame) => new((byte*)Data + frame * FrameStride, FrameBytes);

    public IndexedFrame Frame(int frame) => new(Pixels(frame), Width, Height, RowStride);

    /// <summary>Copies the pixels of the first frames to memory of another layout.</summary>
    public void CopyTo(in FrameMemory target, int count)
    {
        for (var frame = 0; frame < count; frame++)
        {
            Copy(Frame(frame), target.Pixels(frame), target.RowStride);
        }
    }

    /// <summary>Copies rows to places that are <paramref name="stride"/> bytes apart.</summary>
    public static void Copy(IndexedFrame from, Span<byte> to, int stride)
    {
        if (from.Stride == stride)
        {
            from.Pixels[..((from.Height - 1) * stride + from.Width)].CopyTo(to);
            return;
        }

        for (var y = 0; y < from.Height; y++)
        {
            from.Row(y).CopyTo(to[(y * stride)..]);
        }
    }
}
