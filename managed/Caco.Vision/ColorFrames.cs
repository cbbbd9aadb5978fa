using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>How the bytes of an interleaved colour pixel follow one another.</summary>
public enum PixelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba,

    /// <summary>Blue, green, red, alpha.</summary>
    Bgra,

    /// <summary>Alpha, red, green, blue.</summary>
    Argb,

    /// <summary>Alpha, blue, green, red.</summary>
    Abgr,
}

/// <summary>
/// A view of a colour frame as three planes of the same shape. Nothing is copied.
/// </summary>
public readonly ref struct PlanarFrame
{
    /// <exception cref="ArgumentException">The planes differ in shape.</exception>
    public PlanarFrame(PixelPlane red, PixelPlane green, PixelPlane blue)
    {
        PixelPlane.CheckSame(red, green);
        PixelPlane.CheckSame(red, blue);
        Red = red;
        Green = green;
        Blue = blue;
    }

    /// <summary>The red channel.</summary>
    public PixelPlane Red { get; }

    /// <summary>The green channel.</summary>
    public PixelPlane Green { get; }

    /// <summary>The blue channel.</summary>
    public PixelPlane Blue { get; }

    /// <summary>Pixels a row.</summary>
    public int Width => Red.Width;

    /// <summary>Rows.</summary>
    public int Height => Red.Height;

    /// <summary>Three planes one behind the other, as ViZDoom's CRCGCB (or, with <paramref name="blueFirst"/>, CBCGCR).</summary>
    /// <param name="pixels">Shape (3 x height x width).</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="blueFirst">Whether the first plane is blue.</param>
    public static PlanarFrame FromPlanes(ReadOnlySpan<byte> pixels, int width, int height, bool blueFirst = false)
    {
        var size = checked(width * height);
        if (pixels.Length < 3 * size)
        {
            throw new ArgumentException($"Three planes of {width} x {height} do not fit into {pixels.Length} bytes.",
                nameof(pixels));
        }

        var first = new PixelPlane(pixels[..size], width, height);
        var middle = new PixelPlane(pixels.Slice(size, size), width, height);
        var last = new PixelPlane(pixels.Slice(2 * size, size), width, height);
        return blueFirst ? new PlanarFrame(last, middle, first) : new PlanarFrame(first, middle, last);
    }

    /// <summary>The colour of a pixel.</summary>
    public Rgb this[int x, int y] => new(Red[x, y], Green[x, y], Blue[x, y]);

    /// <summary>A view of a rectangle; parts outside are cut off.</summary>
    public PlanarFrame Region(PixelRect rect) => new(Red.Region(rect), Green.Region(rect), Blue.Region(rect));
}

/// <summary>
/// A view of a frame of interleaved colours, shape (Height x Width x 3 or 4), rows <see cref="Stride"/> bytes apart.
/// Nothing is copied.
/// </summary>
public readonly ref struct ColorFrame
{
    private readonly ReadOnlySpan<byte> _pixels;

    /// <param name="pixels">At least (height - 1) * stride + width * bytes a pixel.</param>
    /// <param name="width">Pixels a row, not negative.</param>
    /// <param name="height">Rows, not negative.</param>
    /// <param name="order">How the channels lie.</param>
    /// <param name="stride">Bytes from one row to the next; 0: rows without a gap.</param>
    /// <exception cref="ArgumentException">The memory is too small for the shape.</exception>
    public ColorFrame(ReadOnlySpan<byte> pixels, int width, int height, PixelOrder order, int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        Order = order;
        Stride = stride == 0 ? width * BytesPerPixel : stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(Stride, width * BytesPerPixel);
        var needed = width == 0 || height == 0 ? 0 : (long)(height - 1) * Stride + width * BytesPerPixel;
        if (pixels.Length < needed)
        {
            throw new ArgumentException(
                $"A frame of {width} x {height} pixels of {BytesPerPixel} bytes with a stride of {Stride} does not fit "
                + $"into {pixels.Length} bytes.", nameof(pixels));
        }

        _pixels = pixels;
        Width = width;
        Height = height;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>How the channels lie.</summary>
    public PixelOrder Order { get; }

    /// <summary>3 or 4.</summary>
    public int BytesPerPixel => Order is PixelOrder.Rgb or PixelOrder.Bgr ? 3 : 4;

    /// <summary>The memory behind the view, gaps between rows included.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    internal int RedAt => Order switch { PixelOrder.Rgb or PixelOrder.Rgba => 0, PixelOrder.Argb => 1, PixelOrder.Abgr => 3, _ => 2 };

    internal int GreenAt => Order is PixelOrder.Argb or PixelOrder.Abgr ? 2 : 1;

    internal int BlueAt => Order switch { PixelOrder.Rgb or PixelOrder.Rgba => 2, PixelOrder.Argb => 3, PixelOrder.Abgr => 1, _ => 0 };

    /// <summary>The colour of a pixel.</summary>
    public Rgb this[int x, int y]
    {
        get
        {
            var pixel = Row(y).Slice(x * BytesPerPixel, BytesPerPixel);
            return new Rgb(pixel[RedAt], pixel[GreenAt], pixel[BlueAt]);
        }
    }

    /// <summary>The bytes of a row, Width x BytesPerPixel.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return _pixels.Slice(y * Stride, Width * BytesPerPixel);
    }

    /// <summary>A view of a rectangle; parts outside are cut off. Shares the memory.</summary>
    public ColorFrame Region(PixelRect rect)
    {
        var inside = rect.Intersect(new PixelRect(0, 0, Width, Height));
        return inside.IsEmpty
            ? new ColorFrame([], 0, 0, Order)
            : new ColorFrame(_pixels[(inside.Y * Stride + inside.X * BytesPerPixel)..], inside.Width, inside.Height, Order, Stride);
    }
}

/// <summary>From colours to bits, for frames that have no palette. No allocation; all paths give the same bits.</summary>
public static class ColorMask
{
    private const int Chunk = 4 * BitImage.WordBits;

    /// <summary>Pixel (x, y) of <paramref name="target"/> becomes whether the threshold accepts the colour there.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Apply(PlanarFrame frame, ColorThreshold threshold, BitImage target)
    {
        CheckShape(frame.Width, frame.Height, target);
        var test = new ColorTest(threshold);
        for (var y = 0; y < frame.Height; y++)
        {
            ApplyRow(frame.Red.Row(y), frame.Green.Row(y), frame.Blue.Row(y), test, target.MutableRow(y));
        }
    }

    /// <inheritdoc cref="Apply(PlanarFrame, ColorThreshold, BitImage)"/>
    public static void Apply(ColorFrame frame, ColorThreshold threshold, BitImage target)
    {
        CheckShape(frame.Width, frame.Height, target);
        var test = new ColorTest(threshold);
        Span<byte> red = stackalloc byte[Chunk];
        Span<byte> green = stackalloc byte[Chunk];
        Span<byte> blue = stackalloc byte[Chunk];
        var size = frame.BytesPerPixel;
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            var words = target.MutableRow(y);
            for (var x = 0; x < frame.Width; x += Chunk)
            {
                var count = Math.Min(Chunk, frame.Width - x);
                var part = row.Slice(x * size, count * size);
                TakeChannel(part, size, frame.RedAt, red[..count]);
                TakeChannel(part, size, frame.GreenAt, green[..count]);
                TakeChannel(part, size, frame.BlueAt, blue[..count]);
                ApplyRow(red[..count], green[..count], blue[..count], test, words[(x / BitImage.WordBits)..]);
            }
        }
    }

    /// <summary>One channel of interleaved pixels, 16 a step: a shuffle picks from each of the registers that they fill.</summary>
    [MethodImpl(Jit.Kernel)]
    internal static void TakeChannel(ReadOnlySpan<byte> pixels, int size, int channel, Span<byte> target)
    {
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Span<byte> picks = stackalloc byte[64];
            picks.Fill(255);
            for (var p = 0; p < 16; p++)
            {
                var at = p * size + channel;
                picks[(at >> 4) * 16 + p] = (byte)(at & 15);
            }

            ref var s = ref MemoryMarshal.GetReference(pixels);
            ref var t = ref MemoryMarshal.GetReference(target);
            var pick0 = Vector128.Create<byte>(picks[..16]);
            var pick1 = Vector128.Create<byte>(picks[16..32]);
            var pick2 = Vector128.Create<byte>(picks[32..48]);
            var pick3 = Vector128.Create<byte>(picks[48..]);
            for (; i + 16 <= target.Length; i += 16)
            {
                var at = (nuint)(i * size);
                var value = Vector128.Shuffle(Vector128.LoadUnsafe(ref s, at), pick0)
                    | Vector128.Shuffle(Vector128.LoadUnsafe(ref s, at + 16), pick1)
                    | Vector128.Shuffle(Vector128.LoadUnsafe(ref s, at + 32), pick2);
                if (size == 4)
                {
                    value |= Vector128.Shuffle(Vector128.LoadUnsafe(ref s, at + 48), pick3);
                }

                value.StoreUnsafe(ref t, (nuint)i);
            }
        }

        for (; i < target.Length; i++)
        {
            target[i] = pixels[i * size + channel];
        }
    }

    [MethodImpl(Jit.Kernel)]
    private static void ApplyRow(
        ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, in ColorTest test, Span<ulong> words)
    {
        ref var r = ref MemoryMarshal.GetReference(red);
        ref var g = ref MemoryMarshal.GetReference(green[..red.Length]);
        ref var b = ref MemoryMarshal.GetReference(blue[..red.Length]);
        for (var w = 0; w * BitImage.WordBits < red.Length; w++)
        {
            var x = w * BitImage.WordBits;
            ulong word = 0;
            if (Vector128.IsHardwareAccelerated && x + BitImage.WordBits <= red.Length)
            {
                word = test.Bits(ref r, ref g, ref b, (nuint)x) | (ulong)test.Bits(ref r, ref g, ref b, (nuint)x + 32) << 32;
            }
            else
            {
                for (var i = 0; i < Math.Min(BitImage.WordBits, red.Length - x); i++)
                {
                    word |= test.Accepts(red[x + i], green[x + i], blue[x + i]) ? 1UL << i : 0;
                }
            }

            words[w] = word;
        }
    }

    private static void CheckShape(int width, int height, BitImage target)
    {
        if (width != target.Width || height != target.Height)
        {
            throw new ArgumentException(
                $"The frame is {width} x {height}, the bit image {target.Width} x {target.Height}.", nameof(target));
        }
    }

    /// <summary>The bounds of a threshold as vectors of bytes.</summary>
    private readonly struct ColorTest(ColorThreshold threshold)
    {
        private readonly ColorThreshold _threshold = threshold;

        public bool Accepts(byte r, byte g, byte b) => _threshold.Accepts(new Rgb(r, g, b));

        /// <summary>The answers for 32 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Bits(ref byte r, ref byte g, ref byte b, nuint at)
        {
            var red = Vector256.LoadUnsafe(ref r, at);
            var green = Vector256.LoadUnsafe(ref g, at);
            var blue = Vector256.LoadUnsafe(ref b, at);
            var (redLow, redHigh) = _threshold.RedBounds;
            var (greenLow, greenHigh) = _threshold.GreenBounds;
            var (blueLow, blueHigh) = _threshold.BlueBounds;
            var (spreadLow, spreadHigh) = _threshold.SpreadBounds;
            var spread = Vector256.Max(red, Vector256.Max(green, blue)) - Vector256.Min(red, Vector256.Min(green, blue));
            var accepted = Within(red, redLow, redHigh) & Within(green, greenLow, greenHigh)
                & Within(blue, blueLow, blueHigh) & Within(spread, spreadLow, spreadHigh)
                & Over(red, green, _threshold.RedOverGreenMargin) & Over(red, blue, _threshold.RedOverBlueMargin)
                & Over(green, red, _threshold.GreenOverRedMargin) & Over(green, blue, _threshold.GreenOverBlueMargin)
                & Over(blue, red, _threshold.BlueOverRedMargin) & Over(blue, green, _threshold.BlueOverGreenMargin);
            return accepted.ExtractMostSignificantBits();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<byte> Within(Vector256<byte> value, byte low, byte high) =>
            Vector256.GreaterThanOrEqual(value, Vector256.Create(low))
            & Vector256.LessThanOrEqual(value, Vector256.Create(high));

        /// <summary>Whether a - b is at least a margin, which may be negative: then b - a is at most its opposite.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<byte> Over(Vector256<byte> a, Vector256<byte> b, int margin)
        {
            if (margin <= -255)
            {
                return Vector256<byte>.AllBitsSet;
            }

            if (margin > 255)
            {
                return Vector256<byte>.Zero;
            }

            return margin > 0
                ? Vector256.GreaterThanOrEqual(Vector256.SubtractSaturate(a, b), Vector256.Create((byte)margin))
                : Vector256.LessThanOrEqual(Vector256.SubtractSaturate(b, a), Vector256.Create((byte)-margin));
        }
    }
}
