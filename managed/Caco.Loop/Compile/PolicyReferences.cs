using Caco.Policies;
using Caco.Vision;
using Microsoft.CodeAnalysis;

namespace Caco.Loop.Compile;

/// <summary>What a policy is compiled against: the framework, the policy contract and the image kernels, nothing of the engine or the loop.</summary>
internal static class PolicyReferences
{
    /// <summary>Read once; any thread.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = Read();

    private static List<MetadataReference> Read()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var files = trusted.Where(file => Path.GetDirectoryName(file) == framework)
            .Append(typeof(IPolicy).Assembly.Location)
            .Append(typeof(Palette).Assembly.Location);
        return [.. files.Select(static file => MetadataReference.CreateFromFile(file))];
    }
}
