using Silk.NET.Vulkan;

#pragma warning disable CA1032 // Each failure comes with what failed and what to do; other constructors would lose that.
namespace Caco.Vision.Vulkan;

/// <summary>Vulkan is not there, or a call of it failed. After a failed run the batch is of no more use.</summary>
public sealed class VulkanException : Exception
{
    internal VulkanException(string message)
        : base(message)
    {
    }

    private VulkanException(string message, bool isDeviceLost)
        : base(message) => IsDeviceLost = isDeviceLost;

    /// <summary>Whether the device itself is gone: everything that was made with it has to be disposed and made anew.</summary>
    public bool IsDeviceLost { get; }

    /// <exception cref="VulkanException">The result is not success.</exception>
    internal static void Check(Result result, string call)
    {
        if (result != Result.Success)
        {
            throw Of(result, call);
        }
    }

    private static VulkanException Of(Result result, string call)
    {
        var advice = result switch
        {
            Result.ErrorDeviceLost => "the device is lost, the driver was reset or the device removed: dispose the batch and "
                + "its device and create them again",
            Result.ErrorOutOfDeviceMemory => "the device's memory is full: fewer or smaller frames, or a lower RunsPerFrame",
            Result.ErrorOutOfHostMemory => "the machine's memory is full",
            Result.ErrorTooManyObjects => "the driver allows no more allocations: dispose batches that are not used",
            Result.ErrorIncompatibleDriver => "no driver is installed or it is too old (Vulkan 1.1 is needed)",
            Result.ErrorInitializationFailed => "the driver could not be started",
            Result.Timeout => "the device did not finish in time (VisionBatchOptions.Timeout): it hangs or is overloaded",
            _ => "see the driver's documentation",
        };
        return new VulkanException($"{call} failed with {result}: {advice}.", result == Result.ErrorDeviceLost);
    }
}
