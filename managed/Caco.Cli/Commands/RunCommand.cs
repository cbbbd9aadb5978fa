using System.CommandLine;
using System.Globalization;
using Caco.Cli.Output;
using Caco.Cli.Runs;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Policies;
using Spectre.Console;

namespace Caco.Cli.Commands;

/// <summary>caco run: plays episodes and leaves a run folder.</summary>
internal static class RunCommand
{
    private const string DefaultSeeds = "0-9";
    private const int DefaultDecision = 2;

    public static Command Create(Terminal terminal)
    {
        var scenario = new Option<string?>("--scenario")
        {
            Description = "A ViZDoom cfg to play (default: the built-in Battle arena).",
            HelpName = "FILE.cfg",
        };
        var wads = CommonOptions.Wads();
        var iwad = CommonOptions.Iwad();
        var policy = new Option<string>("--policy")
        {
            Description = $"Who plays: {string.Join(", ", PolicyCatalog.Names)}, or a C# file (or a folder of them) with one class that implements IPolicy.",
            HelpName = "NAME|FILE.cs|DIR",
            DefaultValueFactory = static _ => PolicyCatalog.DefaultName,
        };
        var seeds = new Option<string>("--seeds")
        {
            Description = "Seeds, one episode each: 0-9, 7 or 0-3,8.",
            HelpName = "A-B",
            DefaultValueFactory = static _ => DefaultSeeds,
        };
        var tics = CommonOptions.OptionalNumber(
            "--tics", $"Length of an episode, 35 tics a second (default: the scenario's, or {StageRequest.DefaultTics}).", 1, 10_000_000);
        var decision = CommonOptions.Number("--decision", "Tics that every action is held for.", DefaultDecision, 1, 1000);
        var threads = CommonOptions.OptionalNumber("--threads", "Episodes at a time (default: one for each core).", 1, 1024);
        var resolution = new Option<string?>("--resolution")
        {
            Description = "Size of the screen (default: the scenario's).",
            HelpName = "WxH",
        };
        var output = new Option<string?>("--out")
        {
            Description = "The run folder (default: a fresh one below runs/).",
            HelpName = "DIR",
        };
        var json = CommonOptions.Json();
        var command = new Command("run", "Play episodes and write a run folder: results, replays, a picture of the worst episode.")
        {
            scenario, wads, iwad, policy, seeds, tics, decision, threads, resolution, output, json,
        };
        command.SetAction(parsed => Execute(terminal, new Settings
        {
            Stage = new StageRequest
            {
                Scenario = parsed.GetValue(scenario),
                Wads = parsed.GetValue(wads)!,
                Iwad = parsed.GetValue(iwad),
                Tics = parsed.GetValue(tics),
                Screen = parsed.GetValue(resolution) is { } size ? ScreenSize.Parse(size) : null,
            },
            Policy = parsed.GetValue(policy)!,
            Seeds = SeedRange.Parse(parsed.GetValue(seeds)!),
            Decision = parsed.GetValue(decision),
            Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
            Out = parsed.GetValue(output),
            Json = parsed.GetValue(json),
        }));
        return command;
    }

    private sealed record Settings
    {
        public required StageRequest Stage { get; init; }

        public required string Policy { get; init; }

        public required IReadOnlyList<uint> Seeds { get; init; }

        public required int Decision { get; init; }

        public required int Threads { get; init; }

        public required string? Out { get; init; }

        public required bool Json { get; init; }
    }

    private static int Execute(Terminal terminal, Settings settings)
    {
        var policy = PolicySource.Find(settings.Policy);
        using var stage = Stage.Create(settings.Stage with { Sight = policy.Sight });
        var threads = Math.Min(settings.Threads, settings.Seeds.Count);
        terminal.Note(
            $"{stage.Name}, policy {policy.Name}, {Count(settings.Seeds.Count, "episode")} of {Count(stage.Tics, "tic")}, "
            + $"{Count(settings.Decision, "tic")} a decision, {stage.Screen}, {Count(threads, "thread")}");
        var outcome = Play(terminal, settings, stage, policy, threads);
        var folder = RunFolder.Create(settings.Out, stage.Name);
        var results = Results(settings, stage, threads, outcome, folder);
        RunFolder.Write(folder, results, outcome.Episodes.Select(static e => e.Replay));
        DrawWorst(folder, results, stage);
        if (settings.Json)
        {
            terminal.WriteJson(results);
        }
        else
        {
            Print(terminal, results);
        }

        return ExitCodes.Ok;
    }

    private static RunOutcome Play(Terminal terminal, Settings settings, Stage stage, PolicySource policy, int threads)
    {
        var count = settings.Seeds.Count;
        if (!terminal.IsInteractive)
        {
            var done = 0;
            return Run.Play(stage, policy, settings.Seeds, settings.Decision, threads, e => terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"[{Interlocked.Increment(ref done)}/{count}] seed {e.Seed}: reward {e.Reward:0.##}, {e.Kills:0} kills, {e.Tics} tics")));
        }

        return terminal.Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask("episodes", maxValue: count);
                return Run.Play(
                    stage, policy, settings.Seeds, settings.Decision, threads, _ => task.Increment(1));
            });
    }

    private static RunResults Results(Settings settings, Stage stage, int threads, RunOutcome outcome, string folder)
    {
        var seconds = outcome.Elapsed.TotalSeconds;
        var episodes = outcome.Episodes.Select(static e => e.Result).ToList();
        return new RunResults
        {
            Version = App.Version,
            Scenario = stage.Name,
            Policy = settings.Policy,
            Decision = settings.Decision,
            Tics = stage.Tics,
            Resolution = stage.Screen.ToString(),
            Content = stage.Content,
            AssetsHash = stage.AssetsHash.ToString("x16"),
            Summary = RunSummary.Of(episodes),
            Episodes = [.. episodes.Select(static e => EpisodeRow.Of(e, RunFolder.ReplayName(e.Seed)))],
            Threads = threads,
            Speed = new RunSpeed(
                seconds, episodes.Sum(static e => (long)e.Decisions) / seconds, episodes.Sum(static e => (long)e.Tics) / seconds),
            Folder = folder,
        };
    }

    // From the file that was just written, so that every run proves one of its replays.
    private static void DrawWorst(string folder, RunResults results, Stage stage)
    {
        var replay = ReplayFile.Load(Path.Combine(folder, RunFolder.ReplayName(results.Summary.WorstSeed)));
        ReplayPictures.LastSeconds(replay, stage).Save(Path.Combine(folder, RunFolder.SheetName));
    }

    private static void Print(Terminal terminal, RunResults results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("seed", static c => c.RightAligned());
        foreach (var name in (string[])["reward", "kills", "damage", "health", "tics", "score"])
        {
            table.AddColumn(name, static c => c.RightAligned());
        }

        table.AddColumn("end");
        foreach (var e in results.Episodes)
        {
            table.AddRow(
                Text(e.Seed), Text(e.Reward), Text(e.Kills), Text(e.Damage), Text(e.Health), Text(e.Tics), Text(e.Score),
                e.Dead ? "died" : e.Timeout ? "time" : "map left");
        }

        terminal.Out.Write(table);
        var summary = results.Summary;
        var statistics = new Table { Border = TableBorder.Simple };
        statistics.AddColumn("");
        foreach (var name in (string[])["mean", "min", "standard error"])
        {
            statistics.AddColumn(name, static c => c.RightAligned());
        }

        foreach (var (name, figures) in ((string, Statistics)[])
            [("reward", summary.Reward), ("score (damage + 10 x kills)", summary.Score), ("kills", summary.Kills)])
        {
            statistics.AddRow(name, Text(figures.Mean), Text(figures.Min), Text(figures.StandardError));
        }

        terminal.Out.Write(statistics);
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{results.Speed.DecisionsPerSecond:N0} decisions/s, {results.Speed.TicsPerSecond:N0} tics/s ({results.Speed.Seconds:0.00} s, {Count(results.Threads, "thread")})"));
        terminal.Line($"written to {results.Folder}");
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
