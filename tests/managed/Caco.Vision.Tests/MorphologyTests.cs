using CsCheck;

namespace Caco.Vision.Tests;

public class MorphologyTests
{
    private delegate void Operation(BitImage source, BitImage target, int width, int height, Span<ulong> scratch);

    [Fact]
    public void Rectangles_equal_pixel_by_pixel() => Gen.Select(
        Gen.Int[1, 200], Gen.Int[1, 24], Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[0, 1_000_000]).Sample(
        (width, height, kernelWidth, kernelHeight, seed) =>
        {
            var random = new Random(seed);
            CheckAll(Reference.Random(random, width, height, random.NextDouble()), kernelWidth, kernelHeight);
        }, iter: 150);

    [Fact]
    public void Every_size_to_64_equals_pixel_by_pixel()
    {
        var random = new Random(11);
        for (var size = 1; size <= Morphology.MaxSize; size++)
        {
            CheckAll(Reference.Random(random, 150, 3, 0.03), size, 1);
            CheckAll(Reference.Random(random, 3, 90, 0.97), 1, size);
        }

        CheckAll(Reference.Random(random, 130, 70, 0.001), 64, 64);
        CheckAll(Reference.Random(random, 64, 64, 0.999), 63, 64);
        CheckAll(Reference.Random(random, 1, 1, 1), 64, 64);
        CheckAll(Reference.Random(random, 128, 2, 1), 64, 3);
    }

    /// <summary>Rows without ones are left out of the work: bands of any height at any place, single pixels, nothing.</summary>
    [Fact]
    public void Masks_with_empty_rows_equal_pixel_by_pixel() => Gen.Select(
        Gen.Int[1, 140], Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[1, 40], Gen.Int[0, 1_000_000]).Sample(
        (width, height, kernelWidth, kernelHeight, seed) =>
        {
            var random = new Random(seed);
            var pixels = Reference.Random(random, width, height, random.Next(4) == 0 ? 0.02 : random.NextDouble());
            var top = random.Next(0, height);
            var bottom = random.Next(top, height + 1);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width && (y < top || y >= bottom); x++)
                {
                    pixels[y, x] = false;
                }
            }

            CheckAll(pixels, kernelWidth, kernelHeight);
            var found = new ComponentBuffer().Find(Reference.ToImage(pixels, Reference.Storage(width, height)));
            Assert.Equal(Reference.Components(pixels, Connectivity.Eight), found.ToArray());
        }, iter: 100);

    [Fact]
    public void An_even_size_reaches_further_to_the_right_and_down_by_its_anchor()
    {
        // With the anchor at 1 of 0..1 a pixel looks at itself and its left and upper neighbours.
        var image = new BitImage(Reference.Storage(10, 10), 10, 10);
        image[4, 5] = true;
        Morphology.Dilate(image, 2, 2, new ulong[Morphology.ScratchWords(10, 10)]);
        Assert.Equal(4, image.Count());
        Assert.Equal(4, image.Count(new PixelRect(4, 5, 2, 2)));
    }

    [Fact]
    public void A_closed_single_pixel_of_an_even_size_moves_as_in_OpenCV()
    {
        var image = new BitImage(Reference.Storage(10, 10), 10, 10);
        image[4, 5] = true;
        Morphology.Close(image, 2, 2, new ulong[Morphology.ScratchWords(10, 10)]);
        Assert.Equal(1, image.Count());
        Assert.True(image[5, 6]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(65, 1)]
    [InlineData(1, 65)]
    public void Other_sizes_are_refused(int width, int height) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        Morphology.Dilate(new BitImage(Reference.Storage(5, 5), 5, 5), width, height, new ulong[1000]));

    [Fact]
    public void Too_little_scratch_is_refused() => Assert.Throws<ArgumentException>(() =>
        Morphology.Dilate(new BitImage(Reference.Storage(5, 5), 5, 5), 3, 3, new ulong[5]));

    [Fact]
    public void A_target_of_another_shape_is_refused() => Assert.Throws<ArgumentException>(() => Morphology.Close(
        new BitImage(Reference.Storage(5, 5), 5, 5), new BitImage(Reference.Storage(5, 6), 5, 6), 3, 3, new ulong[1000]));

    [Fact]
    public void Nothing_is_allocated()
    {
        var source = new BitImage(Reference.Storage(130, 40), 130, 40);
        var target = new BitImage(Reference.Storage(130, 40), 130, 40);
        var scratch = new ulong[Morphology.ScratchWords(130, 40)];
        Morphology.Close(source, target, 8, 8, scratch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Morphology.Close(source, target, 8, 8, scratch);
        Morphology.Open(source, target, 3, 20, scratch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void CheckAll(bool[,] source, int width, int height)
    {
        Check(source, width, height, Morphology.Dilate, Reference.Dilate(source, width, height), "dilate");
        Check(source, width, height, Morphology.Erode, Reference.Erode(source, width, height), "erode");
        Check(source, width, height, Morphology.Close,
            Reference.Erode(Reference.Dilate(source, width, height), width, height), "close");
        Check(source, width, height, Morphology.Open,
            Reference.Dilate(Reference.Erode(source, width, height), width, height), "open");
    }

    private static void Check(
        bool[,] source, int width, int height, Operation operation, bool[,] expected, string what)
    {
        var columns = source.GetLength(1);
        var rows = source.GetLength(0);
        var image = Reference.ToImage(source, Reference.Storage(columns, rows));
        var scratch = new ulong[Morphology.ScratchWords(columns, rows)];
        Array.Fill(scratch, 0xDEADBEEFDEADBEEF);
        var target = new BitImage(Reference.Storage(columns, rows), columns, rows);
        target.Fill();
        operation(image, target, width, height, scratch);
        Reference.AssertSame(expected, target, $"{what} {width} x {height}");
        Reference.AssertSame(source, image, $"source of {what} {width} x {height}");
        operation(image, image, width, height, scratch);
        Reference.AssertSame(expected, image, $"{what} {width} x {height} in place");
    }
}
