namespace Caco.Vision.Tests;

/// <summary>Masks that hurt: pixels of shape (height x width).</summary>
internal static class Shapes
{
    public static readonly string[] Names =
        ["empty", "full", "checkerboard", "comb", "comb upside down", "rings", "spiral", "diagonals", "frame", "dots"];

    public static bool[,] Draw(string name, int width, int height)
    {
        var pixels = new bool[height, width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                pixels[y, x] = name switch
                {
                    "full" => true,
                    "checkerboard" => ((x + y) & 1) == 0,
                    "comb" => y == height - 1 || (x & 1) == 0,
                    "comb upside down" => y == 0 || (x & 1) == 0,
                    "rings" => (Math.Min(Math.Min(x, y), Math.Min(width - 1 - x, height - 1 - y)) & 1) == 0,
                    "diagonals" => (x + y) % 5 == 0 || (x - y + 1000) % 7 == 0,
                    "frame" => x == 0 || y == 0 || x == width - 1 || y == height - 1,
                    "dots" => x % 3 == 1 && y % 3 == 1,
                    _ => false,
                };
            }
        }

        if (name == "spiral")
        {
            DrawSpiral(pixels);
        }

        return pixels;
    }

    /// <summary>Noise, blobs or stripes of noise, by the seed.</summary>
    public static bool[,] Random(Random random, int width, int height)
    {
        var density = random.NextDouble();
        var grain = random.Next(1, 5);
        var coarse = new bool[height / grain + 1, width / grain + 1];
        for (var y = 0; y < coarse.GetLength(0); y++)
        {
            for (var x = 0; x < coarse.GetLength(1); x++)
            {
                coarse[y, x] = random.NextDouble() < density;
            }
        }

        var pixels = new bool[height, width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                pixels[y, x] = coarse[y / grain, x / grain];
            }
        }

        return pixels;
    }

    /// <summary>A path one pixel wide that turns inwards, with one pixel between its turns.</summary>
    private static void DrawSpiral(bool[,] pixels)
    {
        var (height, width) = (pixels.GetLength(0), pixels.GetLength(1));
        var (x, y, dx, dy) = (0, 0, 1, 0);
        pixels[0, 0] = true;
        for (var turns = 0; turns < 2;)
        {
            if (IsFree(x + dx, y + dy) && IsFree(x + 2 * dx, y + 2 * dy, outside: true))
            {
                (x, y) = (x + dx, y + dy);
                pixels[y, x] = true;
                turns = 0;
            }
            else
            {
                (dx, dy) = (-dy, dx);
                turns++;
            }
        }

        bool IsFree(int column, int row, bool outside = false) =>
            column < 0 || row < 0 || column >= width || row >= height ? outside : !pixels[row, column];
    }
}
