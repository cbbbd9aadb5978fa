using System.CommandLine;
using System.Globalization;
using Caco.Cli.Output;
using Caco.Loop.Evaluate;
using Caco.Loop.Hosting;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Workers;
using Caco.Loop.Workspaces;
using Spectre.Console;

namespace Caco.Cli.Commands;

/// <summary>caco eval: plays a policy under a workspace's rules, in its worker processes.</summary>
internal static class EvalCommand
{
    private const int DefaultEpisodes = 32;

    public static Command Create(Terminal terminal)
    {
        var policy = new Argument<string>("POLICY")
        {
            Description = "A trial's number, a file or folder of sources, or a name of the catalogue (default: the workspace's policy/).",
            DefaultValueFactory = static _ => "policy",
        };
        var workspace = CommonOptions.InWorkspace();
        var split = new Option<string>("--split") { Description = "train, validate, or holdout (sealed: see --reason).", DefaultValueFactory = static _ => "train" };
        split.AcceptOnlyFromAmong("train", "validate", "holdout");
        var episodes = CommonOptions.Number("--episodes", "Episodes, from the split's first seed on.", DefaultEpisodes, 1, 1_000_000);
        var seeds = new Option<string?>("--seeds") { Description = "These seeds of the split, for example 0-7, in place of --episodes.", HelpName = "RANGE" };
        var reason = new Option<string?>("--reason") { Description = "Why the hold-out seeds are looked at; recorded with the look.", HelpName = "TEXT" };
        var replays = new Option<string?>("--replays") { Description = "Write replays and decision traces to this folder.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command("eval", "Play a policy on a workspace's seeds and sum up how it went.")
        {
            policy, workspace, split, episodes, seeds, reason, replays, json,
        };
        command.SetAction((parsed, cancellation) => ExecuteAsync(
            terminal, parsed.GetValue(policy)!, parsed.GetValue(workspace)!, SplitOf(parsed.GetValue(split)!), parsed.GetValue(episodes),
            parsed.GetValue(seeds),
            parsed.GetValue(reason), parsed.GetValue(replays), parsed.GetValue(json), cancellation));
        return command;
    }

    private sealed record Report(
        string Policy, string PolicyHash, Split Split, ScoreSummary? Summary, PolicyFailure? Failure, double Seconds,
        double DecisionsPerSecond, TimeShares? Shares, IReadOnlyList<EpisodeResult> Episodes);

    private static Split SplitOf(string name) => name switch { "train" => Split.Train, "validate" => Split.Validate, _ => Split.HoldOut };

    private static async Task<int> ExecuteAsync(
        Terminal terminal, string policy, string folder, Split split, int count, string? range, string? reason, string? replays, bool json, CancellationToken cancellation)
    {
        var workspace = Workspace.Open(folder);
        var (image, name) = PolicyReference.Find(policy, workspace);
        var all = split switch { Split.Train => workspace.Seeds.Train, Split.Validate => workspace.Seeds.Validate, _ => workspace.Seeds.HoldOut };
        if (split == Split.HoldOut && string.IsNullOrWhiteSpace(reason))
        {
            throw new RequestException("the hold-out seeds are sealed: say with --reason why they are looked at; it is recorded.");
        }

        var settings = workspace.Settings;
        var job = new EvaluationJob { Seeds = Seeds(all, split, count, range), ReplayFolder = replays, Trace = replays is not null };
        if (replays is not null)
        {
            Directory.CreateDirectory(replays);
        }

        await using var evaluator = new WorkerEvaluator(settings, workspace.Paths.Root);
        await evaluator.WarmAsync(cancellation).ConfigureAwait(false);
        var result = await evaluator.EvaluateAsync(image, job, Progress(terminal, job.Seeds.Count), cancellation).ConfigureAwait(false);
        Book(workspace, split, policy, reason, result);
        var report = new Report(
            name, image.Hash, split, result.Episodes.Count == 0 ? null : ScoreSummary.Of(result.Episodes, settings.Score), result.Failure,
            result.Seconds, result.Episodes.Sum(static e => (long)e.Decisions) / Math.Max(1e-9, result.Seconds),
            TimeShares.Of(result, evaluator.Threads), result.Episodes);
        if (json)
        {
            terminal.WriteJson(report);
        }
        else
        {
            Print(terminal, report);
        }

        return result.Failure is null ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static IReadOnlyList<uint> Seeds(IReadOnlyList<uint> all, Split split, int count, string? range)
    {
        if (range is null)
        {
            return [.. all.Take(count)];
        }

        var seeds = SeedRange.Parse(range);
        var known = all.ToHashSet();
        foreach (var seed in seeds.Where(seed => !known.Contains(seed)))
        {
            throw new RequestException($"--seeds {range}: seed {seed} does not belong to the {split.ToString().ToLowerInvariant()} seeds of loop.json.");
        }

        return seeds;
    }

    private static Told? Progress(Terminal terminal, int count)
    {
        var done = 0;
        return terminal.IsInteractive
            ? new Told(_ => terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{Interlocked.Increment(ref done)}/{count} episodes{(done == count ? "\n" : "")}")))
            : null;
    }

    private sealed class Told(Action<EpisodeResult> action) : IProgress<EpisodeResult>
    {
        public void Report(EpisodeResult value) => action(value);
    }

    // In an agent's copy the loop books it later; a look at the hold-out seeds is recorded at once, by its trial.
    private static void Book(Workspace workspace, Split split, string policy, string? reason, EvaluationResult result)
    {
        if (split == Split.HoldOut)
        {
            using var taken = workspace.Lock("a look at the hold-out seeds");
            using var ledger = SqliteLedger.Open(workspace.Paths);
            var trial = long.TryParse(policy, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : ledger.Incumbent()?.Id ?? 0;
            ledger.AppendHoldOut(trial, reason!, result.Episodes);
        }
        else if (!File.Exists(workspace.Paths.Ledger))
        {
            CopySpending.Append(workspace.Paths, new Spending(result.Episodes.Sum(static e => (long)e.Decisions), result.Tics, result.Seconds, 0, 0));
        }
    }

    private static void Print(Terminal terminal, Report report)
    {
        if (report.Failure is { } failure)
        {
            terminal.Line(FormattableString.Invariant($"{report.Policy} cannot play to the end: {failure.Kind}: {failure.Message} (seed {failure.Seed}, tic {failure.Tic})"));
        }

        if (report.Summary is not { } s)
        {
            return;
        }

        var table = new Table { Border = TableBorder.Simple }.AddColumns("", "");
        void Row(string what, FormattableString value) => table.AddRow(what, Markup.Escape(value.ToString(CultureInfo.InvariantCulture)));
        Row("policy", $"{report.Policy} ({report.PolicyHash[..12]})");
        Row("episodes", $"{s.Count} on {report.Split.ToString().ToLowerInvariant()} seeds");
        Row("score", $"{s.Mean:0.#}, standard error {s.StandardError:0.#}, 95 % interval {s.Low:0.#} to {s.High:0.#}");
        Row("lowest, 5 %, median, highest", $"{s.Min:0.#}, {s.Percentile5:0.#}, {s.Median:0.#}, {s.Max:0.#}");
        Row("kills, damage", $"{s.Kills:0.#}, {s.Damage:0.#}");
        Row("shots, accuracy", $"{s.Shots:0.#}, {s.Accuracy:0.###}");
        Row("deaths", $"{s.DeathShare:0%}{(s.Deaths.Count == 0 ? "" : " by " + string.Join(", ", s.Deaths.Select(static d => FormattableString.Invariant($"{d.Key} {d.Value}"))))}");
        Row("without ammunition, stuck", $"{s.StarvedShare:0%}, {s.StuckShare:0%} of the decisions");
        Row("places", $"{s.Explored:0.#} squares of 128 units");
        Row("speed", $"{report.DecisionsPerSecond:N0} decisions/s together, {s.NanosecondsPerDecision:N0} ns of the policy a decision");
        if (report.Shares is { } shares)
        {
            Row("time", $"engine {shares.Engine:0.0%}, looking {shares.Look:0.0%}, policy {shares.Policy:0.0%}, the rest {shares.Overhead:0.0%}");
        }

        terminal.Out.Write(table);
    }
}
