using Silk.NET.Vulkan;
using VkBuffer = Silk.NET.Vulkan.Buffer;

namespace Caco.Vision.Vulkan;

/// <summary>Who uses a buffer.</summary>
internal enum BufferPlace
{
    /// <summary>The device alone.</summary>
    Device,

    /// <summary>Written by the processor, read by the device.</summary>
    Upload,

    /// <summary>Written by the device, read by the processor.</summary>
    Readback,
}

/// <summary>A storage buffer with memory of its own, or over memory of the process.</summary>
internal sealed unsafe class DeviceBuffer : IDisposable
{
    private readonly VulkanDevice _device;
    private VkBuffer _buffer;
    private DeviceMemory _memory;

    private DeviceBuffer(VulkanDevice device, ulong size)
    {
        _device = device;
        Size = size;
    }

    public VkBuffer Handle => _buffer;

    /// <summary>Bytes.</summary>
    public ulong Size { get; }

    /// <summary>Where the processor sees it; null for <see cref="BufferPlace.Device"/> and for imported memory.</summary>
    public void* Mapped { get; private set; }

    /// <exception cref="VulkanException">There is no memory for it.</exception>
    public static DeviceBuffer Create(VulkanDevice device, ulong size, BufferPlace place)
    {
        var buffer = new DeviceBuffer(device, size);
        try
        {
            buffer.CreateHandle(null);
            device.Api.GetBufferMemoryRequirements(device.Handle, buffer._buffer, out var needs);
            var info = new MemoryAllocateInfo
            {
                SType = StructureType.MemoryAllocateInfo,
                AllocationSize = needs.Size,
                MemoryTypeIndex = (uint)MemoryType(device, needs.MemoryTypeBits, place),
            };
            buffer.Allocate(info);
            if (place != BufferPlace.Device)
            {
                void* mapped;
                VulkanException.Check(
                    device.Api.MapMemory(device.Handle, buffer._memory, 0, Vk.WholeSize, 0, &mapped), "vkMapMemory");
                buffer.Mapped = mapped;
            }

            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>A buffer over the pages that hold these bytes.</summary>
    /// <param name="device">With <see cref="VulkanDevice.Import"/>.</param>
    /// <param name="data">The first byte.</param>
    /// <param name="bytes">Their number.</param>
    /// <param name="offset">Where in the buffer the first byte lies.</param>
    /// <returns>Null where the device cannot import this memory.</returns>
    public static DeviceBuffer? TryImport(VulkanDevice device, nint data, long bytes, out uint offset)
    {
        // Whole pages are there when one byte of them is; coarser demands only a fitting address meets.
        var import = device.Import!;
        var alignment = import.Alignment;
        var start = (ulong)data / alignment * alignment;
        var size = ((ulong)data + (ulong)bytes + alignment - 1) / alignment * alignment - start;
        offset = (uint)((ulong)data - start);
        var types = import.MemoryTypes((void*)start);
        if (types == 0 || size > device.Limits.MaxStorageBufferRange
            || (alignment > (ulong)Environment.SystemPageSize && (offset != 0 || size != (ulong)bytes)))
        {
            return null;
        }

        var buffer = new DeviceBuffer(device, size);
        try
        {
            var external = HostImport.BufferInfo;
            buffer.CreateHandle(&external);
            device.Api.GetBufferMemoryRequirements(device.Handle, buffer._buffer, out var needs);
            var type = MemoryType(device, needs.MemoryTypeBits & types, BufferPlace.Upload);
            if (type < 0 || needs.Size > size)
            {
                buffer.Dispose();
                return null;
            }

            var pointer = HostImport.ImportInfo((void*)start);
            buffer.Allocate(new MemoryAllocateInfo
            {
                SType = StructureType.MemoryAllocateInfo,
                PNext = &pointer,
                AllocationSize = size,
                MemoryTypeIndex = (uint)type,
            });
            return buffer;
        }
        catch (VulkanException e) when (!e.IsDeviceLost)
        {
            buffer.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        if (_buffer.Handle != 0)
        {
            _device.Api.DestroyBuffer(_device.Handle, _buffer, null);
            _buffer = default;
        }

        if (_memory.Handle != 0)
        {
            // What is mapped is unmapped with it; imported memory stays the caller's.
            _device.Api.FreeMemory(_device.Handle, _memory, null);
            _memory = default;
        }
    }

    private void CreateHandle(void* next)
    {
        var info = new BufferCreateInfo
        {
            SType = StructureType.BufferCreateInfo,
            PNext = next,
            Size = Size,
            Usage = BufferUsageFlags.StorageBufferBit | BufferUsageFlags.TransferSrcBit | BufferUsageFlags.TransferDstBit,
            SharingMode = SharingMode.Exclusive,
        };
        VulkanException.Check(_device.Api.CreateBuffer(_device.Handle, in info, null, out _buffer), "vkCreateBuffer");
    }

    private void Allocate(in MemoryAllocateInfo info)
    {
        VulkanException.Check(
            _device.Api.AllocateMemory(_device.Handle, in info, null, out _memory), $"vkAllocateMemory of {Size:N0} bytes");
        VulkanException.Check(_device.Api.BindBufferMemory(_device.Handle, _buffer, _memory, 0), "vkBindBufferMemory");
    }

    /// <summary>The type of memory that suits best; -1 where none will do.</summary>
    private static int MemoryType(VulkanDevice device, uint allowed, BufferPlace place)
    {
        device.Api.GetPhysicalDeviceMemoryProperties(device.Physical, out var memory);
        const MemoryPropertyFlags Shared = MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit;
        var (needed, wanted) = place switch
        {
            BufferPlace.Device => (MemoryPropertyFlags.None, MemoryPropertyFlags.DeviceLocalBit),
            BufferPlace.Upload => (Shared, Shared),

            // The processor reads memory without a cache word by word over the bus.
            _ => (Shared, Shared | MemoryPropertyFlags.HostCachedBit),
        };
        var best = -1;
        for (var i = 0; i < memory.MemoryTypeCount; i++)
        {
            var flags = memory.MemoryTypes[i].PropertyFlags;
            if ((allowed >> i & 1) != 0 && flags.HasFlag(needed) && (best < 0 || flags.HasFlag(wanted)))
            {
                if (flags.HasFlag(wanted))
                {
                    return i;
                }

                best = i;
            }
        }

        return best;
    }
}
