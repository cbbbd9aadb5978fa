using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan;

/// <summary>
/// VK_EXT_external_memory_host: buffers over memory that the process has already. Its one function is no part of Vulkan
/// proper and is asked for by name.
/// </summary>
internal sealed unsafe class HostImport
{
    private const ExternalMemoryHandleTypeFlags HandleType = ExternalMemoryHandleTypeFlags.HostAllocationBitExt;

    private readonly Device _device;
    private readonly delegate* unmanaged<Device, ExternalMemoryHandleTypeFlags, void*, MemoryHostPointerPropertiesEXT*, Result>
        _getProperties;

    private HostImport(Device device, void* function, ulong alignment)
    {
        _device = device;
        _getProperties = (delegate* unmanaged<
            Device, ExternalMemoryHandleTypeFlags, void*, MemoryHostPointerPropertiesEXT*, Result>)function;
        Alignment = alignment;
    }

    /// <summary>The extension's name, with a zero behind it.</summary>
    public static ReadOnlySpan<byte> ExtensionName => "VK_EXT_external_memory_host\0"u8;

    /// <summary>Bytes that an address and a size have to be multiples of.</summary>
    public ulong Alignment { get; }

    /// <summary>Whether the device has the extension.</summary>
    public static bool IsOffered(Vk vk, PhysicalDevice device)
    {
        var count = 0u;
        if (vk.EnumerateDeviceExtensionProperties(device, (byte*)null, ref count, null) != Result.Success)
        {
            return false;
        }

        var extensions = new ExtensionProperties[count];
        fixed (ExtensionProperties* all = extensions)
        {
            if (vk.EnumerateDeviceExtensionProperties(device, (byte*)null, ref count, all) != Result.Success)
            {
                return false;
            }

            for (var i = 0; i < extensions.Length; i++)
            {
                if (new ReadOnlySpan<byte>(all[i].ExtensionName, ExtensionName.Length).SequenceEqual(ExtensionName))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The extension of a device that was created with it; null where its function is missing.</summary>
    public static HostImport? TryCreate(Vk vk, PhysicalDevice physical, Device device)
    {
        fixed (byte* name = "vkGetMemoryHostPointerPropertiesEXT\0"u8)
        {
            var function = (void*)vk.GetDeviceProcAddr(device, name);
            var host = new PhysicalDeviceExternalMemoryHostPropertiesEXT
            {
                SType = StructureType.PhysicalDeviceExternalMemoryHostPropertiesExt,
            };
            var properties = new PhysicalDeviceProperties2 { SType = StructureType.PhysicalDeviceProperties2, PNext = &host };
            vk.GetPhysicalDeviceProperties2(physical, &properties);
            return function is null ? null : new HostImport(device, function, host.MinImportedHostPointerAlignment);
        }
    }

    /// <summary>Types of memory, as bits, that an address can be imported as; 0 where it cannot.</summary>
    public uint MemoryTypes(void* address)
    {
        var properties = new MemoryHostPointerPropertiesEXT { SType = StructureType.MemoryHostPointerPropertiesExt };
        return _getProperties(_device, HandleType, address, &properties) == Result.Success ? properties.MemoryTypeBits : 0;
    }

    /// <summary>What a buffer over such memory has to be created with.</summary>
    public static ExternalMemoryBufferCreateInfo BufferInfo => new()
    {
        SType = StructureType.ExternalMemoryBufferCreateInfo,
        HandleTypes = HandleType,
    };

    /// <summary>What makes an allocation an import.</summary>
    public static ImportMemoryHostPointerInfoEXT ImportInfo(void* address) => new()
    {
        SType = StructureType.ImportMemoryHostPointerInfoExt,
        HandleType = HandleType,
        PHostPointer = address,
    };
}
