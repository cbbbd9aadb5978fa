using System.Numerics;

namespace Caco.Vision;

/// <summary>
/// Short names for views: pictures that look alike have hashes of small <see cref="Distance"/>. Bits are numbered row by
/// row from the least significant. No allocation once made; used by one thread at a time.
/// </summary>
public sealed class PerceptualHash
{
    private const int Side = 8;

    private readonly Resizer _average;
    private readonly Resizer _difference;
    private readonly byte[] _small = new byte[(Side + 1) * Side];

    /// <param name="width">Columns of the images to come, at least 9.</param>
    /// <param name="height">Rows of the images to come, at least 8.</param>
    public PerceptualHash(int width, int height)
    {
        _average = new Resizer(width, height, Side, Side, ResizeMethod.Area);
        _difference = new Resizer(width, height, Side + 1, Side, ResizeMethod.Area);
    }

    /// <summary>Bit i: whether pixel i of the image shrunk to 8 x 8 (area means) is above their mean.</summary>
    public ulong Average(PixelPlane plane)
    {
        _average.Apply(plane, _small);
        var sum = 0;
        for (var i = 0; i < Side * Side; i++)
        {
            sum += _small[i];
        }

        ulong hash = 0;
        for (var i = 0; i < Side * Side; i++)
        {
            hash |= _small[i] * Side * Side > sum ? 1UL << i : 0;
        }

        return hash;
    }

    /// <summary>Bit 8 y + x: whether pixel x + 1 of row y of the image shrunk to 9 x 8 is brighter than pixel x.</summary>
    public ulong Difference(PixelPlane plane)
    {
        _difference.Apply(plane, _small);
        ulong hash = 0;
        for (var i = 0; i < Side * Side; i++)
        {
            var at = i / Side * (Side + 1) + i % Side;
            hash |= _small[at + 1] > _small[at] ? 1UL << i : 0;
        }

        return hash;
    }

    /// <summary>In how many of 64 bits two hashes differ.</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);
}
