using CsCheck;

namespace Caco.Vision.Tests;

public class BitImageTests
{
    private static readonly Gen<(int Width, int Height, int Seed)> GenShape =
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 20], Gen.Int[0, 1_000_000]);

    [Fact]
    public void Logic_equals_pixel_by_pixel() => GenShape.Sample(shape =>
    {
        var (width, height, seed) = shape;
        var random = new Random(seed);
        var a = Reference.Random(random, width, height, 0.5);
        var b = Reference.Random(random, width, height, 0.5);
        Check(a, b, static (x, y) => x && y, static (x, y) => x.And(y), "and");
        Check(a, b, static (x, y) => x || y, static (x, y) => x.Or(y), "or");
        Check(a, b, static (x, y) => x != y, static (x, y) => x.Xor(y), "xor");
        Check(a, b, static (x, y) => x && !y, static (x, y) => x.AndNot(y), "andnot");
        Check(a, b, static (x, _) => !x, static (x, _) => x.Not(), "not");
        Check(a, b, static (_, y) => y, static (x, y) => x.CopyFrom(y), "copy");
    }, iter: 200);

    [Fact]
    public void Rectangles_equal_pixel_by_pixel() => GenShape.Sample(shape =>
    {
        var (width, height, seed) = shape;
        var random = new Random(seed);
        var source = Reference.Random(random, width, height, 0.4);
        var rect = new PixelRect(
            random.Next(-10, width + 10), random.Next(-5, height + 5), random.Next(0, width + 20), random.Next(0, height + 9));
        var storage = Reference.Storage(width, height);

        var image = Reference.ToImage(source, storage);
        Assert.Equal(CountInside(source, rect), image.Count(rect));
        image.Fill(rect);
        Reference.AssertSame(Map(source, (x, y, v) => v || rect.Contains(x, y)), image, "fill");

        image = Reference.ToImage(source, storage);
        image.Clear(rect);
        Reference.AssertSame(Map(source, (x, y, v) => v && !rect.Contains(x, y)), image, "clear");

        image = Reference.ToImage(source, storage);
        image.Keep(rect);
        Reference.AssertSame(Map(source, (x, y, v) => v && rect.Contains(x, y)), image, "keep");

        image = Reference.ToImage(source, storage);
        image.KeepBand(rect.Y, rect.Bottom);
        Reference.AssertSame(Map(source, (_, y, v) => v && y >= rect.Y && y < rect.Bottom), image, "band");

        image.Fill();
        Reference.AssertSame(Map(source, (_, _, _) => true), image, "fill all");
    }, iter: 300);

    [Fact]
    public void Row_and_column_counts_equal_pixel_by_pixel() => GenShape.Sample(shape =>
    {
        var (width, height, seed) = shape;
        var source = Reference.Random(new Random(seed), width, height, 0.6);
        var image = Reference.ToImage(source, Reference.Storage(width, height));
        var rows = new int[height];
        var columns = new int[width];
        var expectedRows = new int[height];
        var expectedColumns = new int[width];
        Map(source, (x, y, v) =>
        {
            expectedRows[y] += v ? 1 : 0;
            expectedColumns[x] += v ? 1 : 0;
            return v;
        });
        image.CountRows(rows);
        image.CountColumns(columns);
        Assert.Equal(expectedRows, rows);
        Assert.Equal(expectedColumns, columns);
    }, iter: 200);

    [Fact]
    public void Columns_of_a_tall_full_image_count_all_rows()
    {
        var image = new BitImage(Reference.Storage(70, 1200), 70, 1200);
        image.Fill();
        var counts = new int[70];
        image.CountColumns(counts);
        Assert.All(counts, static c => Assert.Equal(1200, c));
    }

    [Fact]
    public void Too_little_storage_is_refused()
    {
        var storage = new ulong[BitImage.WordsNeeded(100, 10) - 1];
        Assert.Throws<ArgumentException>(() => { _ = new BitImage(storage, 100, 10); });
    }

    [Fact]
    public void Different_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(static () =>
        {
            var a = new BitImage(Reference.Storage(10, 10), 10, 10);
            var b = new BitImage(Reference.Storage(11, 10), 11, 10);
            a.And(b);
        });
    }

    private delegate void ImageOperation(BitImage a, BitImage b);

    private static void Check(
        bool[,] a, bool[,] b, Func<bool, bool, bool> expected, ImageOperation operation, string what)
    {
        var image = Reference.ToImage(a, Reference.Storage(a.GetLength(1), a.GetLength(0)));
        var other = Reference.ToImage(b, Reference.Storage(a.GetLength(1), a.GetLength(0)));
        operation(image, other);
        Reference.AssertSame(Map(a, (x, y, v) => expected(v, b[y, x])), image, what);
    }

    private static bool[,] Map(bool[,] source, Func<int, int, bool, bool> map)
    {
        var result = new bool[source.GetLength(0), source.GetLength(1)];
        for (var y = 0; y < result.GetLength(0); y++)
        {
            for (var x = 0; x < result.GetLength(1); x++)
            {
                result[y, x] = map(x, y, source[y, x]);
            }
        }

        return result;
    }

    private static int CountInside(bool[,] source, PixelRect rect)
    {
        var count = 0;
        Map(source, (x, y, v) =>
        {
            count += v && rect.Contains(x, y) ? 1 : 0;
            return v;
        });
        return count;
    }
}
