using System.Runtime.CompilerServices;

namespace Caco.Vision;

/// <summary>What the compiler is told.</summary>
internal static class Jit
{
    /// <summary>
    /// A loop over pixels: optimised from its first call on, and never inlined, because a large caller runs out of budget
    /// for what the loop itself inlines and leaves calls of vector helpers in it (measured: 20 times slower).
    /// </summary>
    public const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
