using System.Reflection;

namespace Caco.Interop.Tests;

internal static class Repository
{
    /// <summary>The folder of the sources, as the build knew it.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepoRoot").Value!;

    /// <summary>Skips the test where the native library was not built.</summary>
    public static void NeedLibrary()
    {
        bool named = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(NativeLoader.Variable));
        Assert.SkipUnless(
            named || File.Exists(Path.Combine(AppContext.BaseDirectory, NativeLoader.FileName)),
            $"{NativeLoader.FileName} is not beside the tests: build the native code first");
    }
}
