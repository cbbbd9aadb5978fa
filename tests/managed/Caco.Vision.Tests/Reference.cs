namespace Caco.Vision.Tests;

/// <summary>The same operations one pixel at a time, over plain arrays of shape (height x width).</summary>
internal static class Reference
{
    public static bool[,] Random(Random random, int width, int height, double density)
    {
        var pixels = new bool[height, width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                pixels[y, x] = random.NextDouble() < density;
            }
        }

        return pixels;
    }

    public static bool[,] Dilate(bool[,] source, int width, int height) => Slide(source, width, height, dilate: true);

    public static bool[,] Erode(bool[,] source, int width, int height) => Slide(source, width, height, dilate: false);

    /// <summary>Maximum (or minimum) over offsets -size / 2 .. size - 1 - size / 2; pixels outside take no part.</summary>
    private static bool[,] Slide(bool[,] source, int width, int height, bool dilate)
    {
        var rows = source.GetLength(0);
        var columns = source.GetLength(1);
        var result = new bool[rows, columns];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var value = !dilate;
                for (var ky = 0; ky < height; ky++)
                {
                    for (var kx = 0; kx < width; kx++)
                    {
                        var sy = y + ky - height / 2;
                        var sx = x + kx - width / 2;
                        if (sy >= 0 && sy < rows && sx >= 0 && sx < columns && source[sy, sx] == dilate)
                        {
                            value = dilate;
                        }
                    }
                }

                result[y, x] = value;
            }
        }

        return result;
    }

    /// <summary>Components by flood fill, in the order of their first pixels.</summary>
    public static List<Component> Components(bool[,] source, Connectivity connectivity)
    {
        var rows = source.GetLength(0);
        var columns = source.GetLength(1);
        var seen = new bool[rows, columns];
        var found = new List<Component>();
        var stack = new Stack<(int X, int Y)>();
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                if (!source[y, x] || seen[y, x])
                {
                    continue;
                }

                var (area, left, right, top, bottom, sumX, sumY) = (0, x, x, y, y, 0L, 0L);
                seen[y, x] = true;
                stack.Push((x, y));
                while (stack.TryPop(out var at))
                {
                    area++;
                    sumX += at.X;
                    sumY += at.Y;
                    left = Math.Min(left, at.X);
                    right = Math.Max(right, at.X);
                    top = Math.Min(top, at.Y);
                    bottom = Math.Max(bottom, at.Y);
                    for (var dy = -1; dy <= 1; dy++)
                    {
                        for (var dx = -1; dx <= 1; dx++)
                        {
                            var nx = at.X + dx;
                            var ny = at.Y + dy;
                            if ((connectivity == Connectivity.Four && dx != 0 && dy != 0)
                                || nx < 0 || ny < 0 || nx >= columns || ny >= rows || !source[ny, nx] || seen[ny, nx])
                            {
                                continue;
                            }

                            seen[ny, nx] = true;
                            stack.Push((nx, ny));
                        }
                    }
                }

                found.Add(new Component(
                    area, new PixelRect(left, top, right - left + 1, bottom - top + 1), sumX, sumY));
            }
        }

        return found;
    }

    public static ulong[] Storage(int width, int height) => new ulong[BitImage.WordsNeeded(width, height)];

    public static BitImage ToImage(bool[,] pixels, ulong[] storage)
    {
        var image = new BitImage(storage, pixels.GetLength(1), pixels.GetLength(0));
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                image[x, y] = pixels[y, x];
            }
        }

        return image;
    }

    /// <summary>Compares every pixel and that guards and tails hold no bit.</summary>
    public static void AssertSame(bool[,] expected, BitImage actual, string what)
    {
        var count = 0;
        for (var y = 0; y < actual.Height; y++)
        {
            for (var x = 0; x < actual.Width; x++)
            {
                count += expected[y, x] ? 1 : 0;
                if (expected[y, x] != actual[x, y])
                {
                    Assert.Fail($"{what}: pixel ({x}, {y}) of {actual.Width} x {actual.Height} is {actual[x, y]}");
                }
            }
        }

        Assert.Equal(count, actual.Count());
    }
}
