using Caco.Loop.Compile;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Evaluate;

/// <summary>How a policy to compare with fares on the validation seeds.</summary>
/// <param name="Name">The policy.</param>
/// <param name="PolicyHash">Its image's hash.</param>
/// <param name="Episodes">In the order of the seeds; fewer when it failed.</param>
/// <param name="Summary">Figures over the episodes; null when there are none.</param>
/// <param name="Failure">Why it could not play, for example since the scenario lacks a button that it needs.</param>
/// <param name="Spending">What it used.</param>
public sealed record Baseline(
    string Name, string PolicyHash, IReadOnlyList<EpisodeResult> Episodes, ScoreSummary? Summary, PolicyFailure? Failure, Spending Spending);

/// <summary>Floors and ceilings: policies of the catalogue on the seeds that candidates are judged on.</summary>
public static class Baselines
{
    /// <summary>
    /// Names of the catalogue's policies that every score is shown with: what chance does, what a trivial rule does,
    /// the reference, and the ceiling of a policy that is handed all objects.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. new[] { "random", "turn-and-shoot", "battle", "oracle" }.Where(PolicyCatalog.Contains)];

    /// <summary>Plays baselines on as many validation seeds as the last look of the cascade has.</summary>
    /// <param name="evaluator">Plays; an oracle sees what it needs, whatever the workspace grants.</param>
    /// <param name="policies">Who plays, one after the other.</param>
    /// <param name="settings">Seeds, looks and score rule.</param>
    /// <param name="book">Told of what each used; may be null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<IReadOnlyList<Baseline>> PlayAsync(
        IEvaluator evaluator, IReadOnlyList<PolicyImage> policies, LoopSettings settings, Action<string, Spending>? book = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(settings);
        var all = SeedRange.Parse(settings.Seeds.Validate);
        var seeds = all.Take(new PairedTest(settings.Cascade, PairedMode.Gain, all.Count).Looks[^1].Pairs).ToList();
        var baselines = new List<Baseline>();
        foreach (var image in policies)
        {
            var spending = new SpendingMeter(settings.Scenario.DecisionTics, book);
            var result = await evaluator.EvaluateAsync(image, new EvaluationJob { Seeds = seeds }, null, cancellation).ConfigureAwait(false);
            spending.Add("baseline", result);
            baselines.Add(new Baseline(
                image.Name,
                image.Hash,
                result.Episodes,
                result.Episodes.Count == 0 ? null : ScoreSummary.Of(result.Episodes, settings.Score),
                result.Failure,
                spending.Total));
        }

        return baselines;
    }
}
