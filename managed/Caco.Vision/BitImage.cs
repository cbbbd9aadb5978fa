using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>
/// A view of an image of one bit a pixel. Pixel x of a row is bit x % 64 of word x / 64 of that row.
/// </summary>
/// <remarks>
/// Storage layout, shape (1 + Height x RowStride) words of 64 bits: one guard word, then each row's data words followed
/// by one guard word. Guards and the bits past the last column are always zero: neighbours of a row's first and last
/// word can be read without a test, and a kernel may run over all rows as over one line. The caller owns the storage.
/// Used by one thread at a time.
/// </remarks>
public readonly ref struct BitImage
{
    /// <summary>Bits a word.</summary>
    public const int WordBits = 64;

    private readonly Span<ulong> _words;

    /// <param name="storage">At least <see cref="WordsNeeded"/> words; its content becomes an empty image.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">The storage is too small.</exception>
    public BitImage(Span<ulong> storage, int width, int height)
        : this(storage, width, height, clear: true)
    {
    }

    internal BitImage(Span<ulong> storage, int width, int height, bool clear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var needed = WordsNeeded(width, height);
        if (storage.Length < needed)
        {
            throw new ArgumentException($"A bit image of {width} x {height} needs {needed} words, got {storage.Length}.",
                nameof(storage));
        }

        _words = storage[..needed];
        Width = width;
        Height = height;
        WordsPerRow = (width + WordBits - 1) / WordBits;
        if (clear)
        {
            _words.Clear();
        }
    }

    /// <summary>An image over storage that another image of the same shape has filled; its content stays.</summary>
    /// <exception cref="ArgumentException">The storage is too small.</exception>
    public static BitImage Over(Span<ulong> storage, int width, int height) => new(storage, width, height, clear: false);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Words that hold the pixels of a row.</summary>
    public int WordsPerRow { get; }

    /// <summary>Words from one row to the next: <see cref="WordsPerRow"/> and the guard.</summary>
    public int RowStride => WordsPerRow + 1;

    /// <summary>The bits of a row's last word that are pixels.</summary>
    internal ulong LastWordMask => ulong.MaxValue >> (WordsPerRow * WordBits - Width);

    /// <summary>All words, guards included.</summary>
    internal Span<ulong> Storage => _words;

    /// <summary>The words of all rows with the guards behind them, without the leading guard.</summary>
    internal Span<ulong> Body => _words[1..];

    /// <summary>One pixel.</summary>
    public bool this[int x, int y]
    {
        get
        {
            CheckColumn(x);
            return (Row(y)[x >> 6] >> (x & 63) & 1) != 0;
        }

        set
        {
            CheckColumn(x);
            ref var word = ref MutableRow(y)[x >> 6];
            var bit = 1UL << (x & 63);
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>Words of storage for an image of this shape.</summary>
    public static int WordsNeeded(int width, int height) =>
        checked(1 + ((width + WordBits - 1) / WordBits + 1) * height);

    /// <summary>The data words of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<ulong> Row(int y) => MutableRow(y);

    /// <summary>Makes every pixel 0.</summary>
    public void Clear() => _words.Clear();

    /// <summary>Makes every pixel 1.</summary>
    public void Fill()
    {
        _words.Fill(ulong.MaxValue);
        _words[0] = 0;
        RestoreGuards();
    }

    /// <summary>Makes the pixels of a rectangle 1; parts outside the image are ignored.</summary>
    public void Fill(PixelRect rect)
    {
        rect = rect.Intersect(new PixelRect(0, 0, Width, Height));
        for (var y = rect.Y; y < rect.Bottom; y++)
        {
            var row = MutableRow(y);
            for (var w = rect.X >> 6; w <= (rect.Right - 1) >> 6; w++)
            {
                row[w] |= SpanMask(w, rect.X, rect.Right);
            }
        }
    }

    /// <summary>Makes the pixels of a rectangle 0; parts outside the image are ignored.</summary>
    public void Clear(PixelRect rect)
    {
        rect = rect.Intersect(new PixelRect(0, 0, Width, Height));
        for (var y = rect.Y; y < rect.Bottom; y++)
        {
            var row = MutableRow(y);
            for (var w = rect.X >> 6; w <= (rect.Right - 1) >> 6; w++)
            {
                row[w] &= ~SpanMask(w, rect.X, rect.Right);
            }
        }
    }

    /// <summary>Makes all rows outside top .. bottom - 1 zero.</summary>
    public void KeepBand(int top, int bottom)
    {
        top = Math.Clamp(top, 0, Height);
        bottom = Math.Clamp(bottom, top, Height);
        Body[..(top * RowStride)].Clear();
        Body[(bottom * RowStride)..].Clear();
    }

    /// <summary>Makes all pixels outside a rectangle zero.</summary>
    public void Keep(PixelRect rect)
    {
        rect = rect.Intersect(new PixelRect(0, 0, Width, Height));
        KeepBand(rect.Y, rect.Bottom);
        for (var y = rect.Y; y < rect.Bottom; y++)
        {
            var row = MutableRow(y);
            for (var w = 0; w < row.Length; w++)
            {
                row[w] &= SpanMask(w, rect.X, rect.Right);
            }
        }
    }

    /// <summary>Each pixel becomes pixel and other.</summary>
    public void And(BitImage other) => WordKernels.Combine<AndOperator>(_words, Same(other));

    /// <summary>Each pixel becomes pixel or other.</summary>
    public void Or(BitImage other) => WordKernels.Combine<OrOperator>(_words, Same(other));

    /// <summary>Each pixel becomes pixel exclusive-or other.</summary>
    public void Xor(BitImage other) => WordKernels.Combine<XorOperator>(_words, Same(other));

    /// <summary>Each pixel becomes pixel and not other.</summary>
    public void AndNot(BitImage other) => WordKernels.Combine<AndNotOperator>(_words, Same(other));

    /// <summary>Each pixel becomes its opposite.</summary>
    public void Not() => Not(this);

    /// <summary>Each pixel becomes the opposite of the other's.</summary>
    public void Not(BitImage other)
    {
        WordKernels.Invert(_words, Same(other));
        _words[0] = 0;
        RestoreGuards();
    }

    /// <summary>Writes a byte a pixel: 255 for a one, else 0, as OpenCV's masks are.</summary>
    /// <param name="target">Shape (Height x Width), rows <paramref name="stride"/> bytes apart.</param>
    /// <param name="stride">Bytes from one row to the next; 0: rows without a gap.</param>
    /// <exception cref="ArgumentException">The bytes do not fit.</exception>
    public void Expand(Span<byte> target, int stride = 0)
    {
        stride = stride == 0 ? Width : stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, Width);
        if (target.Length < (long)(Height - 1) * stride + Width)
        {
            throw new ArgumentException(
                $"The bytes of {Width} x {Height} with a stride of {stride} do not fit into {target.Length}.", nameof(target));
        }

        var single = Vector128.Create(0x8040201008040201UL).AsByte();
        for (var y = 0; y < Height; y++)
        {
            var words = MutableRow(y);
            var row = target.Slice(y * stride, Width);
            var x = 0;
            for (; x + 16 <= Width; x += 16)
            {
                var bits = words[x >> 6] >> (x & 63);
                var each = Vector128.Create((bits & 255) * 0x0101010101010101, (bits >> 8 & 255) * 0x0101010101010101).AsByte();
                Vector128.Equals(each & single, single).CopyTo(row[x..]);
            }

            for (; x < Width; x++)
            {
                row[x] = (words[x >> 6] >> (x & 63) & 1) != 0 ? (byte)255 : (byte)0;
            }
        }
    }

    /// <summary>Each pixel becomes whether the plane's is not zero, as OpenCV reads masks.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Pack(PixelPlane plane) => Threshold.Apply(plane, 1, 255, this);

    /// <summary>Takes over all pixels of an image of the same shape.</summary>
    public void CopyFrom(BitImage other) => Same(other).CopyTo(_words);

    /// <summary>Number of pixels that are 1.</summary>
    public int Count() => WordKernels.PopCount(_words);

    /// <summary>Number of pixels of a rectangle that are 1; parts outside the image count nothing.</summary>
    public int Count(PixelRect rect)
    {
        rect = rect.Intersect(new PixelRect(0, 0, Width, Height));
        if (rect.IsEmpty)
        {
            return 0;
        }

        var (left, right) = (rect.X >> 6, (rect.Right - 1) >> 6);
        return WordKernels.PopCount(
            Body[(rect.Y * RowStride + left)..], RowStride, rect.Height, right - left + 1,
            SpanMask(left, rect.X, rect.Right), SpanMask(right, rect.X, rect.Right));
    }

    /// <summary>Number of ones of each row; <paramref name="counts"/> has shape (Height) or more.</summary>
    public void CountRows(Span<int> counts)
    {
        CheckLength(counts.Length, Height);
        for (var y = 0; y < Height; y++)
        {
            var sum = 0;
            foreach (var word in MutableRow(y))
            {
                sum += BitOperations.PopCount(word);
            }

            counts[y] = sum;
        }
    }

    /// <summary>Number of ones of each column; <paramref name="counts"/> has shape (Width) or more.</summary>
    public void CountColumns(Span<int> counts)
    {
        CheckLength(counts.Length, Width);

        // A counter of one bit a plane for 64 columns at once: adding a row ripples through few planes.
        const int planeCount = 32;
        Span<ulong> planes = stackalloc ulong[planeCount];
        for (var w = 0; w < WordsPerRow; w++)
        {
            planes.Clear();
            var used = 0;
            for (var y = 0; y < Height; y++)
            {
                var carry = Body[y * RowStride + w];
                for (var p = 0; carry != 0; p++)
                {
                    var both = planes[p] & carry;
                    planes[p] ^= carry;
                    carry = both;
                    used = Math.Max(used, p + 1);
                }
            }

            var columns = Math.Min(WordBits, Width - w * WordBits);
            for (var i = 0; i < columns; i++)
            {
                var sum = 0;
                for (var p = 0; p < used; p++)
                {
                    sum |= (int)(planes[p] >> i & 1) << p;
                }

                counts[w * WordBits + i] = sum;
            }
        }
    }

    /// <summary>Whether shape and pixels are the same.</summary>
    public bool SequenceEqual(BitImage other) =>
        Width == other.Width && Height == other.Height && _words.SequenceEqual(other._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<ulong> MutableRow(int y)
    {
        if ((uint)y >= (uint)Height)
        {
            ThrowOutside(y, Height);
        }

        return _words.Slice(1 + y * RowStride, WordsPerRow);
    }

    /// <summary>The rows top .. bottom - 1, at least one, as an image over the same words.</summary>
    internal BitImage Rows(int top, int bottom) =>
        new(_words.Slice(top * RowStride, 1 + (bottom - top) * RowStride), Width, bottom - top, clear: false);

    /// <summary>Puts the bits behind the last column and the guard behind each row back to zero.</summary>
    internal void RestoreGuards() => RestoreGuards(Body, WordsPerRow, LastWordMask);

    [MethodImpl(Jit.Kernel)]
    private static void RestoreGuards(Span<ulong> body, int wordsPerRow, ulong mask)
    {
        ref var first = ref MemoryMarshal.GetReference(body);
        if (mask == ulong.MaxValue)
        {
            for (var guard = wordsPerRow; guard < body.Length; guard += wordsPerRow + 1)
            {
                Unsafe.Add(ref first, guard) = 0;
            }

            return;
        }

        for (var guard = wordsPerRow; guard < body.Length; guard += wordsPerRow + 1)
        {
            Unsafe.Add(ref first, guard - 1) &= mask;
            Unsafe.Add(ref first, guard) = 0;
        }
    }

    /// <summary>Bits of word <paramref name="word"/> that lie in columns left .. right - 1.</summary>
    private static ulong SpanMask(int word, int left, int right)
    {
        var from = Math.Clamp(left - word * WordBits, 0, WordBits);
        var to = Math.Clamp(right - word * WordBits, 0, WordBits);
        return from >= to ? 0 : ulong.MaxValue >> (WordBits - (to - from)) << from;
    }

    /// <exception cref="ArgumentException">The shapes differ.</exception>
    internal void CheckShape(BitImage other)
    {
        if (other.Width != Width || other.Height != Height)
        {
            throw new ArgumentException(
                $"Bit images differ in shape: {Width} x {Height} and {other.Width} x {other.Height}.", nameof(other));
        }
    }

    private ReadOnlySpan<ulong> Same(BitImage other)
    {
        CheckShape(other);
        return other._words;
    }

    private void CheckColumn(int x)
    {
        if ((uint)x >= (uint)Width)
        {
            ThrowOutside(x, Width);
        }
    }

    private static void CheckLength(int length, int needed)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{needed} counts do not fit into {length}.");
        }
    }

    private static void ThrowOutside(int value, int size) => throw new ArgumentOutOfRangeException(null,
        $"Coordinate {value} lies outside a bit image of size {size}.");
}
