namespace Caco.Vision.Vulkan;

/// <summary>What runs a batch.</summary>
public enum VisionBackend
{
    /// <summary>A Vulkan device where there is one, else the processor.</summary>
    Auto,

    /// <summary>A Vulkan device; creation fails where there is none.</summary>
    Vulkan,

    /// <summary>The kernels of Caco.Vision.</summary>
    Cpu,
}
