using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;
using LibGit2Sharp;

namespace Caco.Cli.Tests;

/// <summary>caco loop, killed at random points, loses nothing that it has told, and goes on.</summary>
public sealed partial class KillTests
{
    // More by CACO_KILLS, for a long run.
    private const int DefaultKills = 6;

    [Fact]
    public async Task Killed_at_random_points_the_loop_loses_no_trial_and_resumes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the agent of this test is a shell script");
        var kills = int.TryParse(Environment.GetEnvironmentVariable("CACO_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : DefaultKills;
        using var folder = new LoopFolder("b[attack] = 1; b[turn] = 1;", static settings =>
        {
            settings["agent"]!["kind"] = "command";
            settings["baselines"] = false;
            settings["agent"]!["command"]!["sandbox"] = "never";
            settings["agent"]!["command"]!["command"] = new JsonArray(
                "sh", "-c", $"sed -i \"s/turn. = [0-9]*;/turn] = $(( $(date +%N | sed 's/^0*//') % 12 ));/\" policy/{WalkerPolicy.FileName}; echo HYPOTHESIS: turn otherwise");
        });
        var random = new Random(7);
        var told = new Dictionary<long, string>();
        for (var i = 0; i < kills; i++)
        {
            using var loop = LoopFolder.Start("loop", folder.Root, "--no-failures");
            var reading = ReadAsync(loop, told);
            _ = loop.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

            // The first run is given time to begin; the later ones are killed anywhere.
            var patience = i == 0 ? TimeSpan.FromSeconds(60) : TimeSpan.FromMilliseconds(random.Next(100, 6000));
            await WaitAsync(loop, patience, () => i == 0 && Has(told, 6));
            loop.Kill(entireProcessTree: random.Next(2) == 0);
            await loop.WaitForExitAsync(TestContext.Current.CancellationToken);
            await reading;
        }

        using (var last = LoopFolder.Start("loop", folder.Root, "--no-failures", "--trials", "1"))
        {
            var reading = ReadAsync(last, told);
            _ = last.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await last.WaitForExitAsync(TestContext.Current.CancellationToken);
            await reading;
            Assert.Equal(0, last.ExitCode);
        }

        Check(folder, told);
    }

    private static void Check(LoopFolder folder, Dictionary<long, string> told)
    {
        using var ledger = SqliteLedger.OpenForReading(folder.Paths);
        var trials = ledger.Trials();
        Assert.Equal(Enumerable.Range(1, trials.Count).Select(static i => (long)i), trials.Select(static t => t.Id));
        foreach (var (id, verdict) in told)
        {
            Assert.Equal(verdict, trials[(int)id - 1].Verdict.ToString().ToLowerInvariant());
        }

        var lines = File.ReadLines(folder.Paths.Trials).Select(static l => JsonNode.Parse(l)!).Where(static l => l["trial"] is JsonObject).Count();
        Assert.Equal(trials.Count, lines);
        var store = new PolicyStore(folder.Paths);
        Assert.True(store.HeadHas(ledger.Incumbent()!.Commit));
        using var repository = new Repository(folder.Root);
        Assert.All(trials.Where(static t => t.Commit.Length > 0), t => Assert.NotNull(repository.Lookup<Commit>(t.Commit)));
        Assert.Equal(
            store.Read(ledger.Incumbent()!.Commit)[WalkerPolicy.FileName],
            File.ReadAllText(Path.Combine(folder.Paths.Policy, WalkerPolicy.FileName)));
    }

    private static async Task ReadAsync(Process loop, Dictionary<long, string> told)
    {
        while (await loop.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Told().Match(line) is { Success: true } match)
            {
                lock (told)
                {
                    told[long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)] = match.Groups[2].Value;
                }
            }
        }
    }

    private static bool Has(Dictionary<long, string> told, int count)
    {
        lock (told)
        {
            return told.Count >= count;
        }
    }

    private static async Task WaitAsync(Process loop, TimeSpan patience, Func<bool> enough)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < patience && !loop.HasExited && !enough())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex(@"^trial (\d+): (accepted|rejected|broken|baseline): ")]
    private static partial Regex Told();
}
