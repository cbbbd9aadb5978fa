using System.Globalization;
using System.Text;
using Caco.Cli.Output;
using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Cli.Runs;

/// <summary>The folder that a run leaves: results.json, episodes.csv, replays and a contact sheet.</summary>
internal static class RunFolder
{
    public const string ResultsName = "results.json";
    public const string EpisodesName = "episodes.csv";
    public const string SheetName = "worst-episode.png";
    public const string ReplaysName = "replays";

    private const string CsvHeader = "seed,reward,score,kills,hits,damage,health,ammo,tics,decisions,dead,timeout,hash,replay";

    /// <summary>Makes the folder that was named, or a fresh one below runs/.</summary>
    public static string Create(string? named, string scenario)
    {
        var folder = named;
        if (folder is null)
        {
            var stem = Path.Combine(
                "runs", string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:yyyyMMdd-HHmmss}-{scenario}"));
            folder = stem;
            for (var i = 2; Directory.Exists(folder); i++)
            {
                folder = $"{stem}-{i}";
            }
        }

        Directory.CreateDirectory(Path.Combine(folder, ReplaysName));
        return folder;
    }

    /// <summary>A replay's file, relative to the run folder.</summary>
    public static string ReplayName(uint seed) => string.Create(CultureInfo.InvariantCulture, $"{ReplaysName}/seed{seed:000}.caco");

    /// <summary>Writes everything but the contact sheet.</summary>
    public static void Write(string folder, RunResults results, IEnumerable<Replay> replays)
    {
        foreach (var replay in replays)
        {
            ReplayFile.Save(Path.Combine(folder, ReplayName(replay.Seed)), replay);
        }

        File.WriteAllText(Path.Combine(folder, EpisodesName), Csv(results.Episodes));
        File.WriteAllText(Path.Combine(folder, ResultsName), Terminal.ToJson(results) + "\n");
    }

    private static string Csv(IReadOnlyList<EpisodeRow> episodes)
    {
        var text = new StringBuilder(CsvHeader).Append('\n');
        foreach (var e in episodes)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{e.Seed},{e.Reward},{e.Score},{e.Kills},{e.Hits},{e.Damage},{e.Health},{e.Ammo},{e.Tics},{e.Decisions},{(e.Dead ? 1 : 0)},{(e.Timeout ? 1 : 0)},{e.Hash},{e.Replay}\n");
        }

        return text.ToString();
    }
}
