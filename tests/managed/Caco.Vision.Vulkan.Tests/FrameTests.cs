using System.Runtime.InteropServices;
using Caco.Engine;

namespace Caco.Vision.Vulkan.Tests;

/// <summary>Ways of the frames to the device, and frames of real games.</summary>
[Collection(DeviceTests.Name)]
public unsafe class FrameTests(DeviceFixture fixture)
{
    /// <summary>Games of the built-in arena draw into the memory that the device reads.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Observations_of_games_without_a_copy(bool import)
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed (apt install freedoom)");
        var device = fixture.Device;
        Assert.SkipWhen(import && !device.CanImportHostMemory, $"{device} cannot import host memory");
        const int count = 4;
        var builtin = BuiltinScenario.Get();
        using var assets = GameAssets.Load([IwadLocator.Find(null), builtin.Source]);
        using var settings = builtin.CreateScenario();
        using var games = GameBatch.FromScenario(settings, assets, count, 5, new BatchOptions
        {
            Observation = BatchObservation.Indices, Threads = 1, Game = new GameOptions { Width = 320, Height = 240 },
        });
        var options = new VisionBatchOptions
        {
            Width = 320,
            Height = 240,
            MaxFrames = count,
            Pipeline = new BatchPipeline().Band(20, 220).Close(4, 4).Dilate(3, 4),
            KeepMasks = true,
        };
        using var actual = VisionBatch.Create(options with { Device = device, ImportHostMemory = import });
        using var expected = VisionBatch.Create(options with { Backend = VisionBackend.Cpu });
        Assert.Equal(import, actual.ImportsHostMemory);
        var palette = Palette.FromRgb(assets.Palette);
        var actions = new double[count * games.ButtonCount];
        var random = new Random(1);
        foreach (var mask in (PaletteMask[])[
            PaletteMask.Compile(palette, static c => c.R > 55 && c.R - c.G > 8 && c.R - c.B > 16),
            PaletteMask.Compile(palette, static c => c.Max < 48),
            PaletteMask.Compile(palette, static c => c.Luma % 3 == 0)])
        {
            for (var i = 0; i < actions.Length; i++)
            {
                actions[i] = random.Next(2);
            }

            games.Step(actions, new BatchCall { Tics = 8, Observations = actual.Frames() });
            actual.Frames().CopyTo(expected.Frames());
            actual.SetMask(mask);
            expected.SetMask(mask);
            actual.Run(count);
            expected.Run(count);
            Check.Same(expected, actual);
            Assert.True(actual.Components(0).Length > 0);
        }
    }

    /// <summary>The caller's memory at any address with any strides: read where it lies, copied, on the processor.</summary>
    [Fact]
    public void Frames_of_the_caller_at_any_address()
    {
        var device = fixture.Device;
        const int bytes = 100_000;
        var memory = (byte*)NativeMemory.Alloc(bytes);
        var random = new Random(8);
        random.NextBytes(new Span<byte>(memory, bytes));
        try
        {
            foreach (var (width, height, row, frame, offset) in ((int, int, int, int, int)[])[
                (1, 1, 1, 1, 0), (5, 3, 5, 15, 1), (33, 20, 35, 700, 2), (64, 64, 64, 4096, 3), (66, 50, 67, 5000, 4097), (130, 40, 0, 9999, 77)])
            {
                var options = new VisionBatchOptions
                {
                    Width = width,
                    Height = height,
                    MaxFrames = 3,
                    KeepMasks = true,
                    Frames = new HostFrames((nint)memory + offset, frame, row),
                };
                using var expected = VisionBatch.Create(options with { Backend = VisionBackend.Cpu });
                expected.SetMask(Check.Ones);
                expected.Run(3);
                foreach (var import in (bool[])[true, false])
                {
                    using var actual = VisionBatch.Create(options with { Device = device, ImportHostMemory = import });
                    Assert.Equal(import && device.CanImportHostMemory, actual.ImportsHostMemory);
                    actual.SetMask(Check.Ones);
                    actual.Run(3);
                    Check.Same(expected, actual);

                    // What the caller changes the next run sees.
                    Assert.True(actual.Frame(1).Overlaps(new Span<byte>(memory, bytes)));
                    random.NextBytes(new Span<byte>(memory, bytes));
                    actual.Run(3);
                    expected.Run(3);
                    Check.Same(expected, actual);
                }
            }
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_of_views_with_strides_are_copied_in(bool onDevice)
    {
        var pixels = new byte[40 * 30];
        new Random(4).NextBytes(pixels);
        var view = new IndexedFrame(pixels, 33, 30, 40).Region(new PixelRect(3, 4, 25, 20));
        var options = new VisionBatchOptions { Width = 25, Height = 20, MaxFrames = 2 };
        using var batch = VisionBatch.Create(
            onDevice ? options with { Device = fixture.Device } : options with { Backend = VisionBackend.Cpu });
        batch.SetFrame(1, view);
        batch.SetMask(Check.Ones);
        batch.Run(2);
        var workspace = new VisionWorkspace(25, 20);
        Assert.True(batch.Components(0).IsEmpty);
        Check.Same(view.Where(Check.Ones, workspace).Components().Items, batch.Components(1), "view");
        Assert.Throws<ArgumentException>(() => batch.SetFrame(0, new IndexedFrame(pixels, 24, 20)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_allocates_nothing(bool onDevice)
    {
        var options = new VisionBatchOptions
        {
            Width = 100, Height = 80, MaxFrames = 3, KeepMasks = true, Pipeline = new BatchPipeline().Close(3, 3),
        };
        using var batch = VisionBatch.Create(
            onDevice ? options with { Device = fixture.Device } : options with { Backend = VisionBackend.Cpu });
        batch.SetMask(Check.Ones);
        var random = new Random(2);
        random.NextBytes(batch.Frames());
        batch.Run(3);
        batch.Run(2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        for (var round = 0; round < 20; round++)
        {
            batch.SetMask(round % 3, Check.Ones);
            batch.Run(2 + round % 2);
            sum += batch.Components(1).Length + batch.Mask(0).Count();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(sum > 0);
        Assert.Equal(0, allocated);
    }
}
