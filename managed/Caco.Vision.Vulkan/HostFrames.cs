namespace Caco.Vision.Vulkan;

/// <summary>
/// Frames of palette indices in the caller's own memory, the observations of many games for example. The memory stays where
/// it is for as long as the batch lives: native, or pinned.
/// </summary>
/// <param name="Data">The first pixel of frame 0.</param>
/// <param name="FrameStride">Bytes from one frame to the next.</param>
/// <param name="RowStride">Bytes from one row to the next, at least the width; 0: the width.</param>
public readonly record struct HostFrames(nint Data, long FrameStride, int RowStride = 0);
