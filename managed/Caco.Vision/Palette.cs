namespace Caco.Vision;

/// <summary>A colour of eight bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>The largest of the three channels.</summary>
    public byte Max => Math.Max(R, Math.Max(G, B));

    /// <summary>The smallest of the three channels.</summary>
    public byte Min => Math.Min(R, Math.Min(G, B));

    /// <summary>Luma, 0..255: (77 R + 150 G + 29 B) / 256 rounded down.</summary>
    public byte Luma => (byte)((77 * R + 150 * G + 29 * B) >> 8);
}

/// <summary>256 colours. Immutable, so that a compiled <see cref="PaletteMask"/> stays true for it. Any thread.</summary>
public sealed class Palette : IEquatable<Palette>
{
    /// <summary>Number of entries.</summary>
    public const int Count = 256;

    private readonly byte[] _rgb;

    private Palette(byte[] rgb) => _rgb = rgb;

    /// <summary>Copies a palette of shape (256 x 3), R then G then B, as the first 768 bytes of a PLAYPAL lump.</summary>
    /// <exception cref="ArgumentException"><paramref name="rgb"/> has fewer than 768 bytes.</exception>
    public static Palette FromRgb(ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length < Count * 3)
        {
            throw new ArgumentException($"A palette needs {Count * 3} bytes (256 x RGB), but {rgb.Length} were given.",
                nameof(rgb));
        }

        return new Palette(rgb[..(Count * 3)].ToArray());
    }

    /// <summary>Black to white, entry i = (i, i, i): what a GRAY8 frame is shown with.</summary>
    public static Palette Gray { get; } = CreateGray();

    /// <summary>The entries, shape (256 x 3).</summary>
    public ReadOnlySpan<byte> RgbBytes => _rgb;

    /// <summary>Entry <paramref name="index"/>, 0..255.</summary>
    public Rgb this[int index] => new(_rgb[index * 3], _rgb[index * 3 + 1], _rgb[index * 3 + 2]);

    /// <summary>Whether these are the bytes of this palette: a cheap test for "the flash has not changed".</summary>
    public bool HasBytes(ReadOnlySpan<byte> rgb) => rgb.Length >= _rgb.Length && rgb[.._rgb.Length].SequenceEqual(_rgb);

    /// <inheritdoc/>
    public bool Equals(Palette? other) => other is not null && other._rgb.AsSpan().SequenceEqual(_rgb);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Palette);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_rgb);
        return hash.ToHashCode();
    }

    private static Palette CreateGray()
    {
        var rgb = new byte[Count * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)(i / 3);
        }

        return new Palette(rgb);
    }
}
