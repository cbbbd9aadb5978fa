using System.Buffers;
using OpenCvSharp;

namespace Caco.Vision.OpenCv;

/// <summary>What is done with a borrowed matrix; it must not be kept.</summary>
public delegate TResult MatFunc<out TResult>(Mat mat);

/// <summary>
/// Matrices over the memory of frames: OpenCV reads and writes the very bytes, with their stride and region. Bits have no
/// counterpart in OpenCV: <see cref="BitImage.Expand"/> and <see cref="BitImage.Pack"/> go from bits to bytes and back.
/// </summary>
public static unsafe class MatViews
{
    /// <summary>Lends a plane to OpenCV as CV_8UC1 for the length of a call. The matrix dies with the call.</summary>
    /// <remarks>OpenCV does not know that the memory is read-only: do not use the matrix as a destination.</remarks>
    public static TResult Borrow<TResult>(this PixelPlane plane, MatFunc<TResult> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        fixed (byte* data = plane.Pixels)
        {
            using var mat = Over((nint)data, plane.Width, plane.Height, 1, plane.Stride);
            return use(mat);
        }
    }

    /// <summary>The same for a frame of indices; OpenCV sees the indices as bytes.</summary>
    public static TResult Borrow<TResult>(this IndexedFrame frame, MatFunc<TResult> use) => frame.Plane.Borrow(use);

    /// <summary>The same for interleaved colours: CV_8UC3 or CV_8UC4 in the frame's own order of channels.</summary>
    public static TResult Borrow<TResult>(this ColorFrame frame, MatFunc<TResult> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        fixed (byte* data = frame.Pixels)
        {
            using var mat = Over((nint)data, frame.Width, frame.Height, frame.BytesPerPixel, frame.Stride);
            return use(mat);
        }
    }

    /// <summary>
    /// A matrix over memory that stays where it is, a game's own frame for example. The caller keeps the memory alive for as
    /// long as the matrix and disposes the matrix.
    /// </summary>
    /// <param name="data">First byte.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">Bytes a pixel, 1..4.</param>
    /// <param name="stride">Bytes from one row to the next; 0: rows without a gap.</param>
    public static Mat Over(nint data, int width, int height, int channels = 1, int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        return Mat.FromPixelData(height, width, MatType.CV_8UC(channels), data, stride == 0 ? width * channels : stride);
    }
}

/// <summary>A matrix over managed memory, which stays pinned until this is disposed.</summary>
public sealed class PinnedMat : IDisposable
{
    private MemoryHandle _pin;

    /// <summary>Pins the memory and lays a matrix over it.</summary>
    /// <param name="memory">At least (height - 1) * stride + width * channels bytes.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">Bytes a pixel, 1..4.</param>
    /// <param name="stride">Bytes from one row to the next; 0: rows without a gap.</param>
    /// <exception cref="ArgumentException">The memory is too small.</exception>
    public unsafe PinnedMat(Memory<byte> memory, int width, int height, int channels = 1, int stride = 0)
    {
        stride = stride == 0 ? width * channels : stride;
        if (memory.Length < (long)(height - 1) * stride + (long)width * channels)
        {
            throw new ArgumentException(
                $"{width} x {height} x {channels} with a stride of {stride} does not fit into {memory.Length} bytes.",
                nameof(memory));
        }

        _pin = memory.Pin();
        Mat = MatViews.Over((nint)_pin.Pointer, width, height, channels, stride);
    }

    /// <summary>The matrix; changes of it are changes of the memory.</summary>
    public Mat Mat { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mat.Dispose();
        _pin.Dispose();
    }
}
