using System.Runtime.InteropServices;

namespace Caco.Vision.Vulkan;

/// <summary>The push constants of all shaders, field by field as in <c>Shaders/common.glsl</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Geometry
{
    public uint Width;
    public uint Height;
    public uint RowWords;
    public uint ImageWords;
    public uint Capacity;
    public uint Reach;
    public uint InputOffset;
    public uint InputFrame;
    public uint InputRow;
    public uint Source;
    public uint Target;
    public uint Back;
    public uint Span;
    public uint FlipIn;
    public uint FlipOut;
    public uint Left;
    public uint Right;
    public uint Top;
    public uint Bottom;
}
