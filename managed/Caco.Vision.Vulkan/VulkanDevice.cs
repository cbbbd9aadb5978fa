using System.Diagnostics.CodeAnalysis;
using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan;

/// <summary>
/// A Vulkan device with the shaders compiled for it. Opening takes from milliseconds to a second, so that batches may share
/// one: any number of them on any threads, their submissions take turns. Disposed after all of its batches.
/// </summary>
public sealed unsafe class VulkanDevice : IDisposable
{
    private readonly Instance _instance;
    private readonly Device _device;
    private readonly ComputePipelines? _pipelines;
    private bool _disposed;

    private VulkanDevice(string? name, string libraryName)
    {
        Api = VulkanLoader.Load(libraryName);
        try
        {
            _instance = VulkanLoader.CreateInstance(Api);
            Physical = Pick(name);
            Queue = CreateDevice(out _device);
            _pipelines = new ComputePipelines(Api, _device);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>As the driver gives it.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>"discrete GPU", "integrated GPU", "virtual GPU", "processor" or "other".</summary>
    public string Kind { get; private set; } = string.Empty;

    /// <summary>Whether it reads the memory of the process where it lies (VK_EXT_external_memory_host).</summary>
    public bool CanImportHostMemory => Import is not null;

    internal Vk Api { get; }

    internal PhysicalDevice Physical { get; }

    internal Device Handle => _device;

    internal Queue Queue { get; }

    internal uint QueueFamily { get; private set; }

    internal PhysicalDeviceLimits Limits { get; private set; }

    internal HostImport? Import { get; private set; }

    internal ComputePipelines Pipelines => _pipelines!;

    /// <summary>Held while something is submitted: a queue takes one thread at a time.</summary>
    internal Lock QueueLock { get; } = new();

    /// <summary>Opens the device with <paramref name="name"/> in its name, or without a name the best one.</summary>
    /// <exception cref="VulkanException">There is none; the message says why and what to do.</exception>
    public static VulkanDevice Open(string? name = null) => new(name, VulkanLoader.LibraryName);

    /// <summary>The same without an exception.</summary>
    /// <param name="name">A part of its name, upper and lower case alike; null: the best one.</param>
    /// <param name="device">The device, which the caller disposes.</param>
    /// <param name="reason">Why there is none, empty where there is one.</param>
    public static bool TryOpen(string? name, [NotNullWhen(true)] out VulkanDevice? device, out string reason) =>
        TryOpen(name, VulkanLoader.LibraryName, out device, out reason);

    internal static bool TryOpen(
        string? name, string libraryName, [NotNullWhen(true)] out VulkanDevice? device, out string reason)
    {
        try
        {
            device = new VulkanDevice(name, libraryName);
            reason = string.Empty;
            return true;
        }
        catch (VulkanException e)
        {
            device = null;
            reason = e.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Kind})";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _pipelines?.Free();
        if (_device.Handle != 0)
        {
            Api.DestroyDevice(_device, null);
        }

        if (_instance.Handle != 0)
        {
            Api.DestroyInstance(_instance, null);
        }
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private PhysicalDevice Pick(string? name)
    {
        var count = 0u;
        VulkanException.Check(
            Api.EnumeratePhysicalDevices(_instance, ref count, null), "vkEnumeratePhysicalDevices");
        var devices = new PhysicalDevice[count];
        fixed (PhysicalDevice* all = devices)
        {
            VulkanException.Check(
                Api.EnumeratePhysicalDevices(_instance, ref count, all), "vkEnumeratePhysicalDevices");
        }

        var candidates = Array.ConvertAll(devices, d => DeviceCandidate.Of(Api, d));
        var chosen = DeviceCandidate.Choose(candidates, name);
        Name = candidates[chosen].Name;
        Kind = candidates[chosen].Kind switch
        {
            PhysicalDeviceType.DiscreteGpu => "discrete GPU",
            PhysicalDeviceType.IntegratedGpu => "integrated GPU",
            PhysicalDeviceType.VirtualGpu => "virtual GPU",
            PhysicalDeviceType.Cpu => "processor",
            _ => "other",
        };
        return devices[chosen];
    }

    private Queue CreateDevice(out Device device)
    {
        Api.GetPhysicalDeviceProperties(Physical, out var properties);
        Limits = properties.Limits;
        QueueFamily = (uint)DeviceCandidate.ComputeFamily(Api, Physical);
        var priority = 1f;
        var queue = new DeviceQueueCreateInfo
        {
            SType = StructureType.DeviceQueueCreateInfo,
            QueueFamilyIndex = QueueFamily,
            QueueCount = 1,
            PQueuePriorities = &priority,
        };
        var info = new DeviceCreateInfo
        {
            SType = StructureType.DeviceCreateInfo,
            QueueCreateInfoCount = 1,
            PQueueCreateInfos = &queue,
        };
        fixed (byte* extension = HostImport.ExtensionName)
        {
            var canImport = HostImport.IsOffered(Api, Physical);
            if (canImport)
            {
                info.EnabledExtensionCount = 1;
                info.PpEnabledExtensionNames = &extension;
            }

            VulkanException.Check(Api.CreateDevice(Physical, in info, null, out device), "vkCreateDevice");
            Import = canImport ? HostImport.TryCreate(Api, Physical, device) : null;
        }

        Api.GetDeviceQueue(device, QueueFamily, 0, out var result);
        return result;
    }
}
