using System.Runtime.InteropServices;

namespace Caco.Vision.Vulkan;

/// <summary>Zeroed memory of whole pages that stays where it is.</summary>
internal sealed unsafe class HostMemory : IDisposable
{
    private void* _data;

    /// <param name="bytes">Rounded up to a multiple of the alignment.</param>
    /// <param name="alignment">Of the address; a power of two.</param>
    public HostMemory(long bytes, nuint alignment)
    {
        var size = ((nuint)bytes + alignment - 1) / alignment * alignment;
        _data = NativeMemory.AlignedAlloc(size, alignment);
        NativeMemory.Clear(_data, size);
    }

    ~HostMemory() => Free();

    public nint Data => (nint)_data;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
    }
}
