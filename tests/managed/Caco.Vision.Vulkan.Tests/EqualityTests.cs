using CsCheck;

namespace Caco.Vision.Vulkan.Tests;

/// <summary>The device beside the processor, to the last number.</summary>
[Collection(DeviceTests.Name)]
public class EqualityTests(DeviceFixture fixture)
{
    private static readonly Gen<(int Width, int Height, int Seed)> GenShape =
        Gen.Select(Gen.Int[1, 130], Gen.Int[1, 130], Gen.Int[0, 1_000_000]);

    [Fact]
    public void Random_masks_through_random_pipelines()
    {
        var device = fixture.Device;
        GenShape.Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            var masks = new bool[random.Next(1, 5)][,];
            for (var i = 0; i < masks.Length; i++)
            {
                masks[i] = Shapes.Random(random, width, height);
            }

            Check.Same(device, Options(width, height, random.Next(2) == 0) with { Pipeline = RandomPipeline(random) }, masks);
        }, iter: 200, threads: 1);
    }

    [Theory]
    [InlineData(Connectivity.Four)]
    [InlineData(Connectivity.Eight)]
    public void Adversarial_masks_of_all_kinds_of_widths(Connectivity connectivity)
    {
        var device = fixture.Device;
        foreach (var (width, height) in ((int, int)[])[
            (1, 1), (1, 130), (2, 64), (31, 33), (32, 5), (33, 40), (63, 63), (64, 64), (65, 66), (96, 17), (127, 129),
            (128, 2), (130, 130)])
        {
            var masks = Array.ConvertAll(Shapes.Names, name => Shapes.Draw(name, width, height));
            var options = Options(width, height) with { Connectivity = connectivity };
            Check.Same(device, options, masks);
            Check.Same(device, options with { Pipeline = new BatchPipeline().Close(3, 2) }, masks);
        }
    }

    [Fact]
    public void Every_operation_with_every_size_of_rectangle()
    {
        var device = fixture.Device;
        var random = new Random(5);
        var masks = new bool[3][,];
        for (var i = 0; i < masks.Length; i++)
        {
            masks[i] = Shapes.Random(random, 101, 77);
        }

        for (var size = 1; size <= Morphology.MaxSize; size++)
        {
            // Widths and heights meet in other pairs; 27 is odd, so that all sizes come by.
            var (width, height) = (size, size * 27 % Morphology.MaxSize + 1);
            var pipeline = (size % 4) switch
            {
                0 => new BatchPipeline().Dilate(width, height),
                1 => new BatchPipeline().Erode(width, height),
                2 => new BatchPipeline().Open(width, height),
                _ => new BatchPipeline().Close(width, height),
            };
            Check.Same(device, Options(101, 77) with { Pipeline = pipeline }, masks);
        }

        foreach (var (width, height) in ((int, int)[])[(8, 1), (1, 8), (1, 1), (64, 64), (2, 2), (7, 5)])
        {
            foreach (var pipeline in (BatchPipeline[])[
                new BatchPipeline().Dilate(width, height), new BatchPipeline().Erode(width, height),
                new BatchPipeline().Open(width, height), new BatchPipeline().Close(width, height)])
            {
                Check.Same(device, Options(101, 77) with { Pipeline = pipeline }, masks);
            }
        }
    }

    [Fact]
    public void Rectangles_to_keep_between_any_steps()
    {
        var device = fixture.Device;
        var mask = Shapes.Random(new Random(11), 90, 70);
        foreach (var pipeline in (BatchPipeline[])[
            new BatchPipeline().Band(10, 50),
            new BatchPipeline().Band(-3, 1000).Keep(new PixelRect(-5, 20, 40, int.MaxValue)),
            new BatchPipeline().Band(30, 20).Dilate(3, 3),
            new BatchPipeline().Close(5, 5).Band(20, 40).Keep(new PixelRect(31, 0, 34, 60)).Dilate(4, 4),
            new BatchPipeline().Erode(2, 1).Keep(new PixelRect(64, 5, 100, 9)),
            new BatchPipeline().Keep(new PixelRect(100, 100, 5, 5)).Erode(1, 1)])
        {
            Check.Same(device, Options(90, 70) with { Pipeline = pipeline }, mask);
        }
    }

    [Fact]
    public void Sums_of_large_frames_go_past_32_bits()
    {
        var device = fixture.Device;
        const int size = 2100;
        var full = Shapes.Draw("full", size, size);
        using var batch = VisionBatch.Create(Options(size, size) with { Device = device, Backend = VisionBackend.Vulkan });
        Check.Write(full, batch.Frame(0), batch.RowStride);
        batch.SetMask(Check.Ones);
        batch.Run(1);
        const long sum = (long)size * size * (size - 1) / 2;
        Assert.True(sum > uint.MaxValue);
        Assert.Equal([new Component(size * size, new PixelRect(0, 0, size, size), sum, sum)], batch.Components(0));
    }

    [Fact]
    public void Every_count_of_a_batch_and_masks_of_their_own()
    {
        var device = fixture.Device;
        const int frames = 9;
        var options = Options(66, 50) with
        {
            MaxFrames = frames, Device = device, KeepMasks = true, Pipeline = new BatchPipeline().Open(2, 2),
        };
        using var actual = VisionBatch.Create(options);
        using var expected = VisionBatch.Create(options with { Backend = VisionBackend.Cpu });
        var random = new Random(3);
        foreach (var count in (int[])[1, 2, 3, 4, 5, 6, 7, 8, frames, 2, 1, frames])
        {
            for (var i = 0; i < frames; i++)
            {
                random.NextBytes(actual.Frame(i));
                actual.Frame(i).CopyTo(expected.Frame(i));
                var mask = PaletteMask.OfRange((byte)random.Next(0, 100), (byte)random.Next(100, 256));
                actual.SetMask(i, mask);
                expected.SetMask(i, mask);
            }

            actual.Run(count);
            expected.Run(count);
            Check.Same(expected, actual);
            Assert.Equal(0, actual.CpuFrames);
        }
    }

    [Fact]
    public void Frames_with_too_many_runs_are_done_on_the_processor()
    {
        var device = fixture.Device;
        var options = Options(64, 40) with { RunsPerFrame = 400, MaxFrames = 5, Device = device, Backend = VisionBackend.Vulkan };
        using var batch = VisionBatch.Create(options);
        using var expected = VisionBatch.Create(options with { Backend = VisionBackend.Cpu });

        // What one has too much must not spill into the next.
        var names = (string[])["dots", "checkerboard", "dots", "rings", "dots"];
        for (var i = 0; i < names.Length; i++)
        {
            Check.Write(Shapes.Draw(names[i], 64, 40), batch.Frame(i), batch.RowStride);
            Check.Write(Shapes.Draw(names[i], 64, 40), expected.Frame(i), expected.RowStride);
        }

        batch.SetMask(Check.Ones);
        expected.SetMask(Check.Ones);
        batch.Run(names.Length);
        expected.Run(names.Length);
        Assert.Equal(2, batch.CpuFrames);
        for (var i = 0; i < names.Length; i++)
        {
            Check.Same(expected.Components(i), batch.Components(i), names[i]);
        }
    }

    private static VisionBatchOptions Options(int width, int height, bool import = true) =>
        new() { Width = width, Height = height, ImportHostMemory = import };

    private static BatchPipeline RandomPipeline(Random random)
    {
        var pipeline = new BatchPipeline();
        for (var steps = random.Next(0, 4); steps > 0; steps--)
        {
            var size = random.Next(2) == 0 ? 10 : 65;
            var (width, height) = (random.Next(1, size), random.Next(1, size));
            pipeline = random.Next(5) switch
            {
                0 => pipeline.Dilate(width, height),
                1 => pipeline.Erode(width, height),
                2 => pipeline.Open(width, height),
                3 => pipeline.Close(width, height),
                _ => pipeline.Keep(new PixelRect(random.Next(-9, 60), random.Next(-9, 60), random.Next(140), random.Next(140))),
            };
        }

        return pipeline;
    }
}
