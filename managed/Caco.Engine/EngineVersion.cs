using Caco.Interop;

namespace Caco.Engine;

/// <summary>The versions of the native library and of these bindings. Any thread.</summary>
public static class EngineVersion
{
    /// <summary>The interface version that these bindings were made for, such as "0.1.0".</summary>
    public static string Bindings => Text(CacoNative.CACO_VERSION);

    /// <summary>The interface version of the library that is loaded; loading it checks that both are equal.</summary>
    /// <exception cref="DllNotFoundException">The library was not found.</exception>
    /// <exception cref="NativeVersionException">It is of another version.</exception>
    public static string Native => Text(CacoNative.caco_version());

    private static string Text(uint version) => $"{version >> 16}.{(version >> 8) & 255}.{version & 255}";
}
