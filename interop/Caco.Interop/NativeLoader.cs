using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Caco.Interop;

/// <summary>
/// Finds the native library and refuses one of another version before any other of its functions runs. Searched in this order: the file
/// or folder that CACO_NATIVE names (alone, when set), the application's folder, the folder of this assembly, runtimes/RID/native below
/// both, and the system's library path.
/// </summary>
internal static unsafe class NativeLoader
{
    /// <summary>The environment variable that names another library, or the folder that holds one.</summary>
    public const string Variable = "CACO_NATIVE";

    private const string Name = "caco";

    public static string FileName =>
        OperatingSystem.IsWindows() ? "caco.dll" : OperatingSystem.IsMacOS() ? "libcaco.dylib" : "libcaco.so";

#pragma warning disable CA2255 // The resolver must be known before the first import is bound, wherever that happens.
    [ModuleInitializer]
    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (name != Name)
        {
            return 0;
        }

        nint handle = Load(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, assembly, out string from);
        CheckVersion(handle, from);
        return handle;
    }

    /// <summary>Loads the library; throws <see cref="DllNotFoundException"/> that lists the places searched.</summary>
    public static nint Load(string? named, string baseDirectory, Assembly assembly, out string from)
    {
        List<string> places = Places(named, baseDirectory, assembly);
        string? failure = null;
        foreach (string place in places)
        {
            if (!File.Exists(place))
            {
                continue;
            }

            try
            {
                from = place;
                return NativeLibrary.Load(place);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                failure ??= e.Message;
            }
        }

        if (string.IsNullOrEmpty(named) && NativeLibrary.TryLoad(Name, assembly, DllImportSearchPath.SafeDirectories, out nint handle))
        {
            from = FileName + " of the system's library path";
            return handle;
        }

        throw new DllNotFoundException(
            $"The native library {FileName} {(failure == null ? "was not found" : "could not be loaded: " + failure)}. Searched: "
            + $"{string.Join(", ", places)}. Build it (build.ps1 build), or name it in the environment variable {Variable}.");
    }

    private static List<string> Places(string? named, string baseDirectory, Assembly assembly)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return [Directory.Exists(named) ? Path.Combine(named, FileName) : named];
        }

        var folders = new List<string> { baseDirectory };
        string? own = Path.GetDirectoryName(assembly.Location);
        if (!string.IsNullOrEmpty(own) && Path.GetFullPath(own + "/") != Path.GetFullPath(baseDirectory + "/"))
        {
            folders.Add(own);
        }

        var places = new List<string>();
        foreach (string folder in folders)
        {
            places.Add(Path.Combine(folder, FileName));
            places.Add(Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName));
            places.Add(Path.Combine(folder, "runtimes", PortableIdentifier, "native", FileName));
        }

        return [.. places.Distinct()];
    }

    // "linux-x64" rather than "debian.12-x64".
    private static string PortableIdentifier
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return system + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        }
    }

    private static void CheckVersion(nint handle, string from)
    {
        if (!NativeLibrary.TryGetExport(handle, "caco_version", out nint export))
        {
            throw new NativeVersionException($"{from} is not the Caco library: it has no function caco_version.");
        }

        CheckVersion(((delegate* unmanaged[Cdecl]<uint>)export)(), from);
    }

    /// <summary>Throws <see cref="NativeVersionException"/> unless the versions are equal.</summary>
    public static void CheckVersion(uint found, string from)
    {
        const uint expected = CacoNative.CACO_VERSION;
        if (found != expected)
        {
            throw new NativeVersionException(
                $"{from} is version {Text(found)} of the Caco library, and these bindings are for {Text(expected)}: build both from the same sources.");
        }
    }

    private static string Text(uint version) => $"{version >> 16}.{(version >> 8) & 255}.{version & 255}";
}
