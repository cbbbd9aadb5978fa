namespace Caco.Vision.Vulkan.Tests;

/// <summary>One device for all tests: the shaders are compiled once.</summary>
public sealed class DeviceFixture : IDisposable
{
    private readonly VulkanDevice? _device;
    private readonly string _reason;

    public DeviceFixture() => VulkanDevice.TryOpen(null, out _device, out _reason);

    /// <summary>The device; skips the test, visibly, where there is none.</summary>
    public VulkanDevice Device
    {
        get
        {
            Assert.SkipWhen(_device is null, _reason);
            return _device!;
        }
    }

    public void Dispose() => _device?.Dispose();
}

/// <summary>Tests that share the device.</summary>
[CollectionDefinition(Name)]
public sealed class DeviceTests : ICollectionFixture<DeviceFixture>
{
    public const string Name = "Vulkan device";
}
