using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace Caco.Vision.Vulkan;

/// <summary>The way to the system's Vulkan library and an instance of it.</summary>
internal static unsafe class VulkanLoader
{
    /// <summary>File name of the loader on this system.</summary>
    public static string LibraryName =>
        OperatingSystem.IsWindows() ? "vulkan-1.dll" : OperatingSystem.IsMacOS() ? "libvulkan.1.dylib" : "libvulkan.so.1";

    /// <summary>Loads the library.</summary>
    /// <exception cref="VulkanException">It is not installed.</exception>
    public static Vk Load(string libraryName)
    {
        if (NativeLibrary.TryLoad(libraryName, out var library))
        {
            NativeLibrary.Free(library);
            try
            {
                return Vk.GetApi();
            }
            catch (Exception e) when (e is FileNotFoundException or DllNotFoundException or BadImageFormatException)
            {
                // Said below, in words that help.
            }
        }

        throw new VulkanException($"There is no Vulkan loader here ({libraryName} does not load): install it (Debian: apt install "
            + "libvulkan1) and the driver of the device; mesa-vulkan-drivers has one that runs on any processor.");
    }

    /// <exception cref="VulkanException">No driver can make an instance.</exception>
    public static Instance CreateInstance(Vk vk)
    {
        fixed (byte* name = "Caco.Vision\0"u8)
        {
            var application = new ApplicationInfo
            {
                SType = StructureType.ApplicationInfo,
                PApplicationName = name,
                ApiVersion = Vk.Version11,
            };
            var info = new InstanceCreateInfo { SType = StructureType.InstanceCreateInfo, PApplicationInfo = &application };
            VulkanException.Check(vk.CreateInstance(in info, null, out var instance), "vkCreateInstance");
            return instance;
        }
    }
}
