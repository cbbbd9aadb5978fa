using Caco.Engine;
using Caco.Loop.Imaging;

namespace Caco.Cli.Traces;

/// <summary>
/// Pictures that exist only in the reference's own resource file. Frames that show them cannot be equal: their pixels are
/// left out by name and counted.
/// </summary>
public static class ForeignArt
{
    /// <summary>Classes whose sprites the reference draws with pictures of its own.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["RocketSmokeTrail"];

    /// <summary>The label values of these classes in a frame; empty where none is in view.</summary>
    public static HashSet<byte> ValuesIn(IEnumerable<ObjectInfo> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [.. labels.Where(static label => Classes.Contains(label.Name)).Select(static label => (byte)label.Value)];
    }

    /// <summary>True at every pixel that the reference's or the engine's label picture gives to one of the values.</summary>
    /// <param name="values">Label values to leave out.</param>
    /// <param name="expected">The reference's label picture.</param>
    /// <param name="actual">The engine's, of the same size.</param>
    public static bool[] Mask(IReadOnlySet<byte> values, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        ArgumentNullException.ThrowIfNull(values);
        var mask = new bool[expected.Length];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = values.Contains(expected[i]) || values.Contains(actual[i]);
        }

        return mask;
    }
}

/// <summary>A stored picture beside the engine's frame.</summary>
/// <param name="Expected">The reference's values, shape (Height x Width).</param>
/// <param name="Actual">The engine's values.</param>
/// <param name="Mask">Pixels that are left out; null: none.</param>
/// <param name="Unequal">Pixels that differ and are not left out.</param>
/// <param name="Masked">Pixels that are left out.</param>
public sealed record PictureComparison(
    string Buffer, int Row, int Width, int Height, byte[] Expected, byte[] Actual, bool[]? Mask, int Unequal, int Masked)
{
    /// <summary>Counts what differs.</summary>
    public static PictureComparison Of(
        string buffer, int row, int width, int height, byte[] expected, ReadOnlySpan<byte> actual, bool[]? mask)
    {
        ArgumentNullException.ThrowIfNull(expected);
        int unequal = 0, masked = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (mask is not null && mask[i])
            {
                masked++;
            }
            else if (expected[i] != actual[i])
            {
                unequal++;
            }
        }

        return new PictureComparison(buffer, row, width, height, expected, actual.ToArray(), mask, unequal, masked);
    }

    /// <summary>Whether this one is worse than another: more unequal pixels, then more masked ones.</summary>
    public bool IsWorseThan(PictureComparison? other) =>
        other is null || Unequal > other.Unequal || (Unequal == other.Unequal && Masked > other.Masked);

    /// <summary>The reference, the engine and the difference side by side: unequal pixels red, masked ones blue.</summary>
    /// <param name="palette">Shape (256 x 3), RGB, for buffers of colours; others are shown as grey levels.</param>
    public Picture Draw(ReadOnlySpan<byte> palette)
    {
        const int Gap = 4;
        var picture = new Picture(Width * 3 + Gap * 2, Height, Picture.White);
        var colors = Buffer is "screen" or "automap" ? palette.ToArray() : Grey();
        picture.Place(Picture.FromIndices(Expected, colors, Width, Height), 0, 0);
        picture.Place(Picture.FromIndices(Actual, colors, Width, Height), Width + Gap, 0);
        picture.Place(Difference(), (Width + Gap) * 2, 0);
        return picture;
    }

    private static byte[] Grey() => [.. Enumerable.Range(0, 256 * 3).Select(static i => (byte)(i / 3))];

    private Picture Difference()
    {
        // 0 equal, 1 masked, 2 unequal.
        byte[] colors = [0, 0, 0, 40, 60, 200, 255, 0, 0, .. new byte[253 * 3]];
        var kinds = new byte[Expected.Length];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = Mask is not null && Mask[i] ? (byte)1 : Expected[i] != Actual[i] ? (byte)2 : (byte)0;
        }

        return Picture.FromIndices(kinds, colors, Width, Height);
    }
}
