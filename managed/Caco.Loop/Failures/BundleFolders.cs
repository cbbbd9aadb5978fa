using System.Globalization;
using System.Text.RegularExpressions;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Failures;

/// <summary>The folders of failure bundles: named for their trial, and kept for the last few trials only.</summary>
internal static partial class BundleFolders
{
    /// <summary>Mined trials whose bundles are kept. A replay and a clip each, they would fill a disk over a long run.</summary>
    public const int TrialsKept = 10;

    /// <summary>Name of a bundle's folder.</summary>
    public static string NameOf(long trial, FailureCause cause, uint seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{trial}-{FailureSummary.Names.FileNameOf(cause)}-{seed}");

    /// <summary>The bundles of a trial, in the order of their names.</summary>
    public static IReadOnlyList<string> Of(string failures, long trial) => !Directory.Exists(failures)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(failures, string.Create(CultureInfo.InvariantCulture, $"{trial}-*"))
                .Where(static folder => Name().IsMatch(Path.GetFileName(folder)))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Removes the bundles of all but the last trials that have some. What has another name stays.</summary>
    /// <exception cref="LoopException">One cannot be removed; names it.</exception>
    public static void Prune(string failures)
    {
        if (!Directory.Exists(failures))
        {
            return;
        }

        var old = new DirectoryInfo(failures).EnumerateDirectories()
            .Where(static folder => folder.LinkTarget is null)
            .Select(static folder => (folder.FullName, Match: Name().Match(folder.Name)))
            .Where(static folder => folder.Match.Success)
            .GroupBy(static folder => long.Parse(folder.Match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .OrderByDescending(static trial => trial.Key)
            .Skip(TrialsKept)
            .SelectMany(static trial => trial);
        foreach (var (folder, _) in old.ToList())
        {
            Disk.DeleteFolder(folder);
        }
    }

    [GeneratedRegex(@"^(\d{1,18})-[a-z-]+-\d{1,10}\z")]
    private static partial Regex Name();
}
