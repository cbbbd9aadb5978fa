using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Caco.Loop.Compile;
using Caco.Policies;

namespace Caco.Cli.Bench;

/// <summary>How long an edited policy takes from its saved source to a running instance.</summary>
/// <param name="Lines">Lines of the policy.</param>
/// <param name="Edits">Edits that were made, each another text.</param>
/// <param name="MedianMilliseconds">Half of the edits took no longer.</param>
/// <param name="WorstMilliseconds">The slowest.</param>
public sealed record CompileReport(int Lines, int Edits, double MedianMilliseconds, double WorstMilliseconds);

/// <summary>Edits the reference policy again and again, as a loop's agent does, with a compiler that is warm.</summary>
internal static class CompileBench
{
    private const string Policy = "battle";

    public static CompileReport Run(int edits)
    {
        var folder = Directory.CreateTempSubdirectory("caco-bench-");
        try
        {
            var sources = CatalogSources.Of(Policy);
            PolicyCompiler.Warm();
            var times = Enumerable.Range(0, edits).Select(i => Edit(folder.FullName, sources, i)).Order().ToList();
            var lines = sources.Values.Sum(static text => text.Count(static c => c == '\n'));
            return new CompileReport(lines, edits, times[edits / 2], times[^1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Edit(string folder, ImmutableSortedDictionary<string, string> sources, int edit)
    {
        // Every text is a new one: nothing of it can have been kept from before.
        foreach (var (name, text) in sources)
        {
            var mark = string.Create(CultureInfo.InvariantCulture, $"internal static class Edit{edit} {{ }}\n");
            File.WriteAllText(Path.Combine(folder, name), name == sources.Keys.First() ? text + mark : text);
        }

        var start = Stopwatch.GetTimestamp();
        var build = PolicyCompiler.CompileFolder(folder);
        using var policy = LoadedPolicy.Load(build.Image ?? throw new LoopException($"the policy {Policy} does not compile: {build.Diagnostics[0]}"));
        _ = policy.Create();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
