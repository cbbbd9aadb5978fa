namespace Caco.Vision.Vulkan;

/// <summary>The compute shaders, in the order in which a run meets them; the name in lower case is the file's.</summary>
internal enum Shader
{
    Mask,
    Rows,
    Columns,
    Number,
    Runs,
    Join,
    Roots,
    Sums,
    Results,
}
