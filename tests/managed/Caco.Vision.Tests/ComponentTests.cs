using CsCheck;

namespace Caco.Vision.Tests;

public class ComponentTests
{
    private static readonly ComponentBuffer Buffer = new(4);

    [Fact]
    public void Components_equal_flood_fill() => Gen.Select(
        Gen.Int[1, 200], Gen.Int[1, 40], Gen.Double[0.0, 1.0], Gen.Int[0, 1_000_000]).Sample(
        (width, height, density, seed) =>
        {
            CheckBoth(Reference.Random(new Random(seed), width, height, density));
        }, iter: 300, threads: 1);

    [Fact]
    public void Adversarial_shapes_equal_flood_fill()
    {
        foreach (var shape in Shapes.Names)
        {
            foreach (var size in (int[])[1, 2, 3, 17, 63, 64, 65, 127, 128, 130])
            {
                CheckBoth(Shapes.Draw(shape, size, size));
            }
        }
    }

    [Fact]
    public void Fluent_steps_read_as_a_sentence_and_find_the_best()
    {
        var workspace = new VisionWorkspace(100, 60);
        var pixels = new byte[100 * 60];
        for (var y = 20; y < 30; y++)
        {
            pixels.AsSpan(y * 100 + 40, 8).Fill(9);
            pixels.AsSpan(y * 100 + 70, 3).Fill(9);
        }

        pixels.AsSpan(0, 100).Fill(9);
        var frame = new IndexedFrame(pixels, 100, 60);
        var best = frame.Where(PaletteMask.OfIndices(9), workspace)
            .Band(5, 50).Close(3, 3).Components().Best(static c => c.Area);
        Assert.NotNull(best);
        Assert.Equal(new PixelRect(40, 20, 8, 10), best.Value.Box);
        Assert.Equal(43.5, best.Value.CenterX);
        Assert.Equal(24.5, best.Value.CenterY);
        Assert.Equal(1.0, best.Value.Fill);
        Assert.Null(frame.Where(PaletteMask.OfIndices(8), workspace).Components().Best(static c => c.Area));
    }

    [Fact]
    public void The_hot_path_allocates_nothing()
    {
        var workspace = new VisionWorkspace(640, 480, 2);
        var random = new Random(5);
        var pixels = new byte[640 * 480];
        random.NextBytes(pixels);
        var previous = new byte[640 * 480];
        var mask = PaletteMask.OfRange(0, 60);
        var counts = new int[640];
        long sink = 0;
        for (var round = 0; round < 3; round++)
        {
            sink += Run(pixels, previous, mask, workspace, counts);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 5; round++)
        {
            sink += Run(pixels, previous, mask, workspace, counts);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, sink);

        static long Run(byte[] pixels, byte[] previous, PaletteMask mask, VisionWorkspace workspace, int[] counts)
        {
            var frame = new IndexedFrame(pixels, 640, 480);
            var pipeline = frame.Where(mask, workspace).Band(40, 400);
            pipeline.Image.CountColumns(counts);
            pipeline.Image.CountRows(counts);
            var other = frame.Where(mask, workspace, 1).Erode(2, 1);
            var found = pipeline.AndNot(other.Image).Open(1, 2).Components();
            found.TryBest(static c => c.Area, out var best);
            return best.Area + found.Count + pipeline.Close(8, 8).Dilate(8, 6).Components(Connectivity.Four).Count
                + FrameDifference.CountChanged(frame, new IndexedFrame(previous, 640, 480));
        }
    }

    private static void CheckBoth(bool[,] pixels)
    {
        foreach (var connectivity in (Connectivity[])[Connectivity.Four, Connectivity.Eight])
        {
            var image = Reference.ToImage(
                pixels, Reference.Storage(pixels.GetLength(1), pixels.GetLength(0)));
            var found = Buffer.Find(image, connectivity);
            Assert.Equal(Reference.Components(pixels, connectivity), found.ToArray());
        }
    }
}
