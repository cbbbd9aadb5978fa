namespace Caco.Vision;

/// <summary>
/// A yes or no for each of the 256 palette indices: what a predicate on colours becomes once the palette is known.
/// Exact: applying it to indices equals applying the predicate to the colours. Immutable, any thread.
/// </summary>
public sealed class PaletteMask
{
    private readonly byte[] _bytes;
    private readonly byte[] _bits;

    private PaletteMask(byte[] bytes)
    {
        _bytes = bytes;
        _bits = new byte[Palette.Count / 8];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0)
            {
                _bits[i >> 3] |= (byte)(1 << (i & 7));
            }
        }
    }

    /// <summary>One byte an index: 255 where it is in the mask, else 0; shape (256).</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>One bit an index, index i is bit i % 8 of byte i / 8; shape (32).</summary>
    internal ReadOnlySpan<byte> Bits => _bits;

    /// <summary>How many of the 256 indices are in the mask.</summary>
    public int Count => _bytes.AsSpan().Count((byte)255);

    /// <summary>Whether an index is in the mask.</summary>
    public bool this[byte index] => _bytes[index] != 0;

    /// <summary>Asks the predicate once for each colour of the palette.</summary>
    public static PaletteMask Compile(Palette palette, Func<Rgb, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(predicate);
        var bytes = new byte[Palette.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = predicate(palette[i]) ? (byte)255 : (byte)0;
        }

        return new PaletteMask(bytes);
    }

    /// <summary>The colours that a threshold accepts.</summary>
    public static PaletteMask Compile(Palette palette, ColorThreshold threshold) => Compile(palette, threshold.Accepts);

    /// <summary>The named indices and no others.</summary>
    public static PaletteMask OfIndices(params ReadOnlySpan<byte> indices)
    {
        var bytes = new byte[Palette.Count];
        foreach (var index in indices)
        {
            bytes[index] = 255;
        }

        return new PaletteMask(bytes);
    }

    /// <summary>The indices first .. last, both included.</summary>
    public static PaletteMask OfRange(byte first, byte last)
    {
        var bytes = new byte[Palette.Count];
        for (int i = first; i <= last; i++)
        {
            bytes[i] = 255;
        }

        return new PaletteMask(bytes);
    }

    /// <summary>Indices that are in both.</summary>
    public PaletteMask And(PaletteMask other) => Combine(other, static (a, b) => (byte)(a & b));

    /// <summary>Indices that are in one or both.</summary>
    public PaletteMask Or(PaletteMask other) => Combine(other, static (a, b) => (byte)(a | b));

    /// <summary>Indices of this one that are not in the other.</summary>
    public PaletteMask Except(PaletteMask other) => Combine(other, static (a, b) => (byte)(a & ~b));

    /// <summary>Indices that are not in it.</summary>
    public PaletteMask Not() => Combine(this, static (a, _) => (byte)~a);

    private PaletteMask Combine(PaletteMask other, Func<byte, byte, byte> combine)
    {
        ArgumentNullException.ThrowIfNull(other);
        var bytes = new byte[Palette.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = combine(_bytes[i], other._bytes[i]);
        }

        return new PaletteMask(bytes);
    }
}
