using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan;

/// <summary>A device of the machine, and whether it can do what the shaders need.</summary>
/// <param name="Name">As the driver gives it.</param>
/// <param name="Kind">Discrete, integrated, ...</param>
/// <param name="Lack">What it cannot; null where it can all.</param>
internal readonly record struct DeviceCandidate(string Name, PhysicalDeviceType Kind, string? Lack)
{
    /// <summary>Storage buffers that a shader sees at once: bindings 0 .. 6.</summary>
    public const uint StorageBuffers = 7;

    private const uint WorkgroupSize = 256;

    public static unsafe DeviceCandidate Of(Vk vk, PhysicalDevice device)
    {
        vk.GetPhysicalDeviceProperties(device, out var properties);
        var name = Marshal.PtrToStringUTF8((nint)properties.DeviceName) ?? string.Empty;
        ref readonly var limits = ref properties.Limits;
        var lack =
            properties.ApiVersion < Vk.Version11 ? "Vulkan 1.1"
            : limits.MaxPerStageDescriptorStorageBuffers < StorageBuffers ? $"{StorageBuffers} storage buffers a shader"
            : limits.MaxComputeWorkGroupInvocations < WorkgroupSize || limits.MaxComputeWorkGroupSize[0] < WorkgroupSize
                ? $"workgroups of {WorkgroupSize}"
            : ComputeFamily(vk, device) < 0 ? "a queue for compute shaders"
            : null;
        return new DeviceCandidate(name, properties.DeviceType, lack);
    }

    /// <summary>The first queue family with compute shaders; -1 where there is none.</summary>
    public static unsafe int ComputeFamily(Vk vk, PhysicalDevice device)
    {
        var count = 0u;
        vk.GetPhysicalDeviceQueueFamilyProperties(device, ref count, null);
        var families = new QueueFamilyProperties[count];
        fixed (QueueFamilyProperties* all = families)
        {
            vk.GetPhysicalDeviceQueueFamilyProperties(device, ref count, all);
        }

        return Array.FindIndex(families, static f => f.QueueFlags.HasFlag(QueueFlags.ComputeBit));
    }

    /// <summary>The device that a name asks for, or without a name the best: discrete, integrated, virtual, the processor.</summary>
    /// <param name="candidates">All devices.</param>
    /// <param name="name">A part of the name, upper and lower case alike; null: any.</param>
    /// <returns>Its index; of equals the first.</returns>
    /// <exception cref="VulkanException">None fits.</exception>
    public static int Choose(ReadOnlySpan<DeviceCandidate> candidates, string? name)
    {
        var best = -1;
        var names = new List<string>();
        for (var i = 0; i < candidates.Length; i++)
        {
            var candidate = candidates[i];
            names.Add(candidate.Lack is null ? candidate.Name : $"{candidate.Name} (lacks {candidate.Lack})");
            if (candidate.Lack is null && candidate.Name.Contains(name ?? string.Empty, StringComparison.OrdinalIgnoreCase)
                && (best < 0 || Rank(candidate.Kind) > Rank(candidates[best].Kind)))
            {
                best = i;
            }
        }

        if (best >= 0)
        {
            return best;
        }

        throw new VulkanException(
            candidates.IsEmpty
                ? "Vulkan's loader finds no device: install the driver of the device (apt install mesa-vulkan-drivers has one that runs "
                    + "on any processor)."
                : (name is null ? "No Vulkan device can run the shaders: " : $"No Vulkan device with '{name}' in its name can be used: ")
                    + $"there are {string.Join(", ", names)}.");
    }

    private static int Rank(PhysicalDeviceType kind) => kind switch
    {
        PhysicalDeviceType.DiscreteGpu => 4,
        PhysicalDeviceType.IntegratedGpu => 3,
        PhysicalDeviceType.VirtualGpu => 2,
        PhysicalDeviceType.Cpu => 1,
        _ => 0,
    };
}
