using System.Reflection;

namespace Caco.Testing;

/// <summary>Where tests find files that are not their own.</summary>
internal static class Places
{
    /// <summary>The checkout that the tests were built from.</summary>
    public static string RepoRoot { get; } = typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static a => a.Key == "RepoRoot").Value!;

    /// <summary>Golden traces and scenarios; the folder may be absent.</summary>
    public static string Shared { get; } = Path.GetFullPath(
        Environment.GetEnvironmentVariable("CACO_SHARED") is { Length: > 0 } named ? named : Path.Combine(RepoRoot, "..", "shared"));
}
