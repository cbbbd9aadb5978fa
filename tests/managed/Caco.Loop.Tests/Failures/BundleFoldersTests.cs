using Caco.Loop.Failures;

namespace Caco.Loop.Tests;

public sealed class BundleFoldersTests
{
    [Fact]
    public void Bundles_of_old_trials_go_and_all_else_stays()
    {
        using var folder = new TemporaryFolder();
        for (var trial = 1; trial <= BundleFolders.TrialsKept + 2; trial++)
        {
            foreach (var seed in (uint[])[3, 4_000_000_000])
            {
                var bundle = folder.File(BundleFolders.NameOf(trial * 7, FailureCause.OutOfAmmo, seed));
                Directory.CreateDirectory(bundle);
                File.WriteAllText(Path.Combine(bundle, "summary.txt"), "x");
            }
        }

        string[] others = ["notes", "1-mine", ".draft-1-stuck-2", "7-Stuck-3"];
        Array.ForEach(others, name => Directory.CreateDirectory(folder.File(name)));
        BundleFolders.Prune(folder.Path);
        var kept = Directory.GetDirectories(folder.Path).Select(static d => Path.GetFileName(d)).Except(others).ToList();
        Assert.Equal(2 * BundleFolders.TrialsKept, kept.Count);
        Assert.All(kept, static name => Assert.InRange(int.Parse(name.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture), 3 * 7, 100 * 7));
        Assert.All(others, name => Assert.True(Directory.Exists(folder.File(name)), name));
        BundleFolders.Prune(folder.File("absent"));
    }
}
