using System.CommandLine;
using System.Globalization;
using Caco.Cli.Output;
using Caco.Loop.Evaluate;
using Caco.Loop.Hosting;
using Caco.Loop.Workers;
using Caco.Loop.Workspaces;

namespace Caco.Cli.Commands;

/// <summary>caco compare: two policies on the same seeds, with a verdict.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("A") { Description = "A trial's number, a file or folder of sources, or a name of the catalogue." };
        var second = new Argument<string>("B") { Description = "The policy to compare it with." };
        var workspace = CommonOptions.InWorkspace();
        var split = new Option<string>("--split") { Description = "train or validate.", DefaultValueFactory = static _ => "validate" };
        split.AcceptOnlyFromAmong("train", "validate");
        var episodes = CommonOptions.Number("--episodes", "Episodes of each.", 64, 2, 1_000_000);
        var json = CommonOptions.Json();
        var command = new Command("compare", "Play two policies on the same seeds and say whether A scores more than B.") { first, second, workspace, split, episodes, json };
        command.SetAction((parsed, cancellation) => ExecuteAsync(
            terminal, parsed.GetValue(first)!, parsed.GetValue(second)!, parsed.GetValue(workspace)!, parsed.GetValue(split) == "train",
            parsed.GetValue(episodes), parsed.GetValue(json), cancellation));
        return command;
    }

    private sealed record Report(
        string A, string B, double MeanA, double MeanB, int Episodes, bool IsBetter, PairedOutcome Outcome, IReadOnlyList<Pair> Pairs);

    private sealed record Pair(uint Seed, double A, double B);

    private static async Task<int> ExecuteAsync(
        Terminal terminal, string first, string second, string folder, bool train, int count, bool json, CancellationToken cancellation)
    {
        var workspace = Workspace.Open(folder);
        IReadOnlyList<uint> seeds = [.. (train ? workspace.Seeds.Train : workspace.Seeds.Validate).Take(count)];
        await using var evaluator = new WorkerEvaluator(workspace.Settings, workspace.Paths.Root);
        var a = await ScoresAsync(evaluator, workspace, first, seeds, cancellation).ConfigureAwait(false);
        var b = await ScoresAsync(evaluator, workspace, second, seeds, cancellation).ConfigureAwait(false);
        var outcome = PairedTest.Once(a, b, workspace.Settings.Cascade);
        var report = new Report(
            first, second, a.Average(), b.Average(), seeds.Count, outcome.Verdict == PairedVerdict.Accept, outcome,
            [.. seeds.Select((seed, i) => new Pair(seed, a[i], b[i]))]);
        if (json)
        {
            terminal.WriteJson(report);
            return ExitCodes.Ok;
        }

        terminal.Line(FormattableString.Invariant($"A {first}: mean score {report.MeanA:0.##}"));
        terminal.Line(FormattableString.Invariant($"B {second}: mean score {report.MeanB:0.##}"));
        terminal.Line(FormattableString.Invariant(
            $"A - B on {seeds.Count} common seeds: {outcome.MeanDifference:+0.##;-0.##;0}, 95 % interval {outcome.Low:0.##} to {outcome.High:0.##}, one-sided p {outcome.P:0.####}; better on {outcome.Wins}, worse on {outcome.Losses}"));
        terminal.Line($"{(report.IsBetter ? "A scores more" : "no gain of A over B is shown")}: {outcome.Why}");
        return ExitCodes.Ok;
    }

    private static async Task<double[]> ScoresAsync(
        WorkerEvaluator evaluator, Workspace workspace, string text, IReadOnlyList<uint> seeds, CancellationToken cancellation)
    {
        var (image, name) = PolicyReference.Find(text, workspace);
        var result = await evaluator.EvaluateAsync(image, new EvaluationJob { Seeds = seeds }, null, cancellation).ConfigureAwait(false);
        return result.Failure is { } failure
            ? throw new LoopException(string.Create(CultureInfo.InvariantCulture, $"{name} cannot play seed {failure.Seed} to the end: {failure.Message}"))
            : [.. result.Episodes.Select(e => e.Worth(workspace.Settings.Score))];
    }
}
