using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Tests;

/// <summary>Plays policies of the catalogue in the test's own process.</summary>
internal sealed class CatalogEvaluator(Stage stage, int decision) : IEvaluator
{
    public Task<EvaluationResult> EvaluateAsync(
        PolicyImage policy, EvaluationJob job, IProgress<EpisodeResult>? progress = null, CancellationToken cancellation = default)
    {
        using var player = new EpisodePlayer(stage, PolicySource.Find(policy.Name), decision);
        var episodes = job.Seeds.Select(seed => player.Play(seed).Result).ToList();
        var cases = job.Cases.Select(c => player.Play(PolicyCatalog.Create(policy.Name), c, ScoreRule.DamageAndKills)!).ToList();
        return Task.FromResult(new EvaluationResult
        {
            Episodes = episodes, Cases = cases, Tics = episodes.Sum(static e => e.Tics) + cases.Sum(static c => c.Tics), Seconds = 0,
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
