namespace Caco.Vision.Vulkan.Tests;

/// <summary>The rules of a batch, on the device and on the processor.</summary>
[Collection(DeviceTests.Name)]
public class BatchTests(DeviceFixture fixture)
{
    private static readonly VisionBatchOptions Options = new() { Width = 20, Height = 10, MaxFrames = 2 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Misuse_is_told(bool onDevice)
    {
        var batch = VisionBatch.Create(
            onDevice ? Options with { Device = fixture.Device } : Options with { Backend = VisionBackend.Cpu });
        Assert.Equal(onDevice ? VisionBackend.Vulkan : VisionBackend.Cpu, batch.Backend);
        Assert.Throws<InvalidOperationException>(() => batch.Run(1));
        batch.SetMask(1, Check.Ones);
        Assert.Throws<InvalidOperationException>(() => batch.Run(1));
        batch.SetMask(0, Check.Ones);
        batch.Run(1);
        Assert.True(batch.Components(0).IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Components(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Run(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Run(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Frame(2).Length);
        Assert.Throws<InvalidOperationException>(() => batch.Mask(0).Count());
        batch.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Run(1));
        Assert.Throws<ObjectDisposedException>(() => batch.Frame(0).Length);
    }

    [Fact]
    public void Options_out_of_range_are_told()
    {
        foreach (var options in (VisionBatchOptions[])[
            Options with { Width = 0 }, Options with { Height = VisionBatchOptions.MaxSize + 1 },
            Options with { MaxFrames = 0 }, Options with { RunsPerFrame = -1 }, Options with { Timeout = TimeSpan.Zero },
            Options with { Frames = new HostFrames(0, 200) }, Options with { Frames = new HostFrames(4096, 199) },
            Options with { Frames = new HostFrames(4096, 200, 19) }])
        {
            Assert.ThrowsAny<ArgumentException>(() => VisionBatch.Create(options));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPipeline().Close(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPipeline().Erode(1, 65));
    }

    [Fact]
    public void A_batch_that_no_buffer_holds_falls_back_or_fails_as_asked()
    {
        var device = fixture.Device;
        var most = device.Limits.MaxStorageBufferRange;
        Assert.SkipWhen(most > int.MaxValue, $"{device} takes buffers that are too large to be tried");
        var options = new VisionBatchOptions
        {
            Width = 1024, Height = 1024, MaxFrames = 2, RunsPerFrame = 1 << 19, Device = device,
        };
        options = options with { MaxFrames = (int)(most / (1 << 24)) + 1 };
        using var batch = VisionBatch.Create(options);
        Assert.Equal(VisionBackend.Cpu, batch.Backend);
        Assert.Contains("RunsPerFrame", batch.Description, StringComparison.Ordinal);
        Assert.Throws<VulkanException>(() => VisionBatch.Create(options with { Backend = VisionBackend.Vulkan }));
    }

    /// <summary>Batches of one device on threads of their own: submissions take turns.</summary>
    [Fact]
    public void Batches_share_a_device_between_threads()
    {
        var device = fixture.Device;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var random = new Random(i);
            for (var round = 0; round < 5; round++)
            {
                var mask = Caco.Vision.Tests.Shapes.Random(random, 90, 70);
                Check.Same(device, new VisionBatchOptions { Width = 90, Height = 70, Pipeline = new BatchPipeline().Close(2, 2) }, mask);
            }
        });
    }

    [Fact]
    public void A_batch_says_what_it_uses()
    {
        var device = fixture.Device;
        using var batch = VisionBatch.Create(Options with { DeviceName = device.Name });
        Assert.Contains(device.Name, batch.Description, StringComparison.Ordinal);
        Assert.Equal(batch.ImportsHostMemory, batch.Description.Contains("where they lie", StringComparison.Ordinal));
        Assert.Equal(device.CanImportHostMemory, batch.ImportsHostMemory);
        using var staged = VisionBatch.Create(Options with { Device = device, ImportHostMemory = false });
        Assert.Contains("staging", staged.Description, StringComparison.Ordinal);
        using var cpu = VisionBatch.Create(Options with { Backend = VisionBackend.Cpu });
        Assert.Equal("on the processor: asked for", cpu.ToString());
    }
}
