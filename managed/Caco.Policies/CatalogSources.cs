using System.Collections.Immutable;

namespace Caco.Policies;

/// <summary>
/// The sources of the catalogue's policies, as a start for one's own: in namespace <see cref="Namespace"/>, compiling
/// against this assembly and Caco.Vision alone. Any thread.
/// </summary>
public static class CatalogSources
{
    /// <summary>The namespace that the sources are put in.</summary>
    public const string Namespace = "Policy";

    private const string Prefix = "policy-source/";

    /// <summary>Names of the policies whose sources are here.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(CatalogSources).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static name => name.Split('/')[1])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>File names and texts of a policy, in the order of the names.</summary>
    /// <exception cref="PolicyException">No such name.</exception>
    public static ImmutableSortedDictionary<string, string> Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var assembly = typeof(CatalogSources).Assembly;
        var folder = Prefix + name.ToLowerInvariant() + "/";
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(folder, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                using var reader = new StreamReader(stream);
                files[resource[folder.Length..]] = Moved(reader.ReadToEnd());
            }
        }

        return files.Count > 0
            ? files.ToImmutable()
            : throw new PolicyException($"There are no sources of a policy named '{name}'. Known: {string.Join(", ", Names)}.");
    }

    // Into the namespace of its own; what was in the namespaces around it needs a using directive from now on.
    private static string Moved(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        var at = lines.FindIndex(static line => line.StartsWith("namespace Caco.Policies", StringComparison.Ordinal));
        lines[at] = $"namespace {Namespace};";
        var used = lines.FindIndex(static line => line.StartsWith("using Caco.Vision", StringComparison.Ordinal));
        if (used >= 0)
        {
            lines.Insert(used, "using Caco.Policies;");
        }
        else
        {
            lines.InsertRange(at, ["using Caco.Policies;", ""]);
        }

        return string.Join('\n', lines);
    }
}
