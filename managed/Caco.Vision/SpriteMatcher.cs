using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caco.Vision;

/// <summary>
/// Finds a sprite where every one of its opaque pixels is there, index by index. 64 places are tried at once: a word of
/// candidates loses those whose next pixel differs. Immutable, any thread.
/// </summary>
public sealed class SpriteMatcher
{
    private readonly SpritePixel[] _pixels;

    /// <param name="sprite">The indices.</param>
    /// <param name="opaque">The pixels that count, of the sprite's shape.</param>
    /// <exception cref="ArgumentException">The shapes differ or no pixel counts.</exception>
    public SpriteMatcher(IndexedFrame sprite, BitImage opaque)
    {
        if (sprite.Width != opaque.Width || sprite.Height != opaque.Height)
        {
            throw new ArgumentException(
                $"The sprite is {sprite.Width} x {sprite.Height}, its mask {opaque.Width} x {opaque.Height}.", nameof(opaque));
        }

        Width = sprite.Width;
        Height = sprite.Height;
        var pixels = new List<SpritePixel>();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (opaque[x, y])
                {
                    pixels.Add(new SpritePixel(x, y, sprite[x, y]));
                }
            }
        }

        if (pixels.Count == 0)
        {
            throw new ArgumentException("A sprite needs an opaque pixel.", nameof(opaque));
        }

        _pixels = [.. Spread(pixels)];
    }

    /// <summary>Columns of the sprite.</summary>
    public int Width { get; }

    /// <summary>Rows of the sprite.</summary>
    public int Height { get; }

    /// <summary>Finds all places where the whole sprite lies within the frame.</summary>
    /// <param name="frame">Where to look.</param>
    /// <param name="found">Left upper corners, row by row; what does not fit is only counted.</param>
    /// <returns>How many places there are.</returns>
    public int Find(IndexedFrame frame, Span<(int X, int Y)> found)
    {
        var count = 0;
        var columns = frame.Width - Width + 1;
        for (var y = 0; y + Height <= frame.Height; y++)
        {
            for (var x = 0; x < columns; x += BitImage.WordBits)
            {
                var candidates = Match(frame, x, y, columns - x);
                while (candidates != 0)
                {
                    if (count < found.Length)
                    {
                        found[count] = (x + BitOperations.TrailingZeroCount(candidates), y);
                    }

                    count++;
                    candidates &= candidates - 1;
                }
            }
        }

        return count;
    }

    /// <summary>Bit i: whether the sprite lies at column x + i of row y.</summary>
    private ulong Match(IndexedFrame frame, int x, int y, int places)
    {
        var candidates = places >= BitImage.WordBits ? ulong.MaxValue : (1UL << places) - 1;
        foreach (var pixel in _pixels)
        {
            var row = frame.Row(y + pixel.Y)[(x + pixel.X)..];
            if (Vector128.IsHardwareAccelerated && row.Length >= BitImage.WordBits)
            {
                candidates &= ByteKernels.EqualBits(ref MemoryMarshal.GetReference(row), 0, pixel.Index);
            }
            else
            {
                ulong same = 0;
                for (var i = 0; i < Math.Min(row.Length, BitImage.WordBits); i++)
                {
                    same |= row[i] == pixel.Index ? 1UL << i : 0;
                }

                candidates &= same;
            }

            if (candidates == 0)
            {
                break;
            }
        }

        return candidates;
    }

    /// <summary>
    /// An order in which few pixels decide: each next one has an index that has come least often, so that flat parts come
    /// last.
    /// </summary>
    private static IEnumerable<SpritePixel> Spread(List<SpritePixel> pixels)
    {
        var seen = new int[Palette.Count];
        return pixels.Select(pixel => (Pixel: pixel, Turn: seen[pixel.Index]++))
            .OrderBy(static p => p.Turn).Select(static p => p.Pixel);
    }

    private readonly record struct SpritePixel(int X, int Y, byte Index);
}
