using System.Diagnostics;
using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan.Tests;

/// <summary>Which device is taken, and what is said where there is none.</summary>
public class DeviceChoiceTests
{
    private const string ChildVariable = "CACO_VISION_WITHOUT_DRIVER";

    private static readonly DeviceCandidate[] All =
    [
        new("llvmpipe (LLVM 15)", PhysicalDeviceType.Cpu, null),
        new("Virtual One", PhysicalDeviceType.VirtualGpu, null),
        new("Intel Iris", PhysicalDeviceType.IntegratedGpu, null),
        new("Old Card", PhysicalDeviceType.DiscreteGpu, "Vulkan 1.1"),
        new("Big Card A", PhysicalDeviceType.DiscreteGpu, null),
        new("Big Card B", PhysicalDeviceType.DiscreteGpu, null),
    ];

    [Fact]
    public void The_best_is_discrete_then_integrated_then_virtual_then_the_processor()
    {
        Assert.Equal(4, DeviceCandidate.Choose(All, null));
        Assert.Equal(2, DeviceCandidate.Choose(All.AsSpan(0, 4), null));
        Assert.Equal(1, DeviceCandidate.Choose(All.AsSpan(0, 2), null));
        Assert.Equal(0, DeviceCandidate.Choose(All.AsSpan(0, 1), null));
    }

    [Fact]
    public void A_part_of_the_name_chooses()
    {
        Assert.Equal(5, DeviceCandidate.Choose(All, "card b"));
        Assert.Equal(0, DeviceCandidate.Choose(All, "LLVMPIPE"));
        Assert.Equal(4, DeviceCandidate.Choose(All, "card"));
    }

    [Fact]
    public void Without_a_fitting_device_the_message_names_those_there_are()
    {
        var none = Assert.Throws<VulkanException>(() => DeviceCandidate.Choose(All, "Arc"));
        Assert.Contains("'Arc'", none.Message, StringComparison.Ordinal);
        Assert.Contains("Intel Iris", none.Message, StringComparison.Ordinal);
        Assert.Contains("Old Card (lacks Vulkan 1.1)", none.Message, StringComparison.Ordinal);
        var old = Assert.Throws<VulkanException>(() => DeviceCandidate.Choose(All.AsSpan(3, 1), null));
        Assert.Contains("lacks Vulkan 1.1", old.Message, StringComparison.Ordinal);
        var empty = Assert.Throws<VulkanException>(() => DeviceCandidate.Choose([], null));
        Assert.Contains("mesa-vulkan-drivers", empty.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_loader_the_message_says_what_to_install()
    {
        Assert.False(VulkanDevice.TryOpen(null, "libvulkan-that-is-not-there.so", out var device, out var reason));
        Assert.Null(device);
        Assert.Contains("libvulkan-that-is-not-there.so", reason, StringComparison.Ordinal);
        Assert.Contains("libvulkan1", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_device_has_falls_back_or_fails_as_asked()
    {
        var options = new VisionBatchOptions { Width = 8, Height = 8, DeviceName = "no device has this name" };
        using var batch = VisionBatch.Create(options);
        Assert.Equal(VisionBackend.Cpu, batch.Backend);
        Assert.StartsWith("on the processor: ", batch.Description, StringComparison.Ordinal);
        Assert.Throws<VulkanException>(() => VisionBatch.Create(options with { Backend = VisionBackend.Vulkan }));
    }

    /// <summary>In a process of its own, whose loader finds no driver.</summary>
    [Fact]
    public async Task Without_a_driver_the_processor_does_it()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(DeviceChoiceTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(DeviceChoiceTests).FullName}.{nameof(A_batch_always_comes_about)}");
        start.Environment["VK_ICD_FILENAMES"] = "/no/driver.json";
        start.Environment["VK_DRIVER_FILES"] = "/no/driver.json";
        start.Environment[ChildVariable] = "1";
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, output);
        Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_always_comes_about()
    {
        using var batch = VisionBatch.Create(new VisionBatchOptions { Width = 40, Height = 30 });
        Check.Write(Caco.Vision.Tests.Shapes.Draw("frame", 40, 30), batch.Frame(0), batch.RowStride);
        batch.SetMask(Check.Ones);
        batch.Run(1);
        Assert.Equal(new PixelRect(0, 0, 40, 30), Assert.Single(batch.Components(0).ToArray()).Box);
        if (Environment.GetEnvironmentVariable(ChildVariable) is not null)
        {
            Assert.Equal(VisionBackend.Cpu, batch.Backend);
            Assert.Equal(1, batch.CpuFrames);
            Assert.Matches("driver|loader", batch.Description);
        }
    }

    [Fact]
    public void Failures_say_what_to_do()
    {
        VulkanException.Check(Result.Success, "vkAnything");
        var lost = Assert.Throws<VulkanException>(() => VulkanException.Check(Result.ErrorDeviceLost, "vkQueueSubmit"));
        Assert.True(lost.IsDeviceLost);
        Assert.Contains("vkQueueSubmit", lost.Message, StringComparison.Ordinal);
        var full = Assert.Throws<VulkanException>(() => VulkanException.Check(Result.ErrorOutOfDeviceMemory, "vkAllocateMemory"));
        Assert.False(full.IsDeviceLost);
        Assert.Contains("RunsPerFrame", full.Message, StringComparison.Ordinal);
    }
}
