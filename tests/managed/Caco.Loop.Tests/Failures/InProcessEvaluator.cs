using System.Collections.Concurrent;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Loop.Tests;

/// <summary>Plays policies of the catalogue in this process, and says of every decision which one it was.</summary>
internal sealed class InProcessEvaluator(Stage stage, int decision) : IEvaluator
{
    public ConcurrentBag<uint> Played { get; } = [];

    public Task<EvaluationResult> EvaluateAsync(
        PolicyImage policy, EvaluationJob job, IProgress<EpisodeResult>? progress = null, CancellationToken cancellation = default)
    {
        var run = Run.Play(stage, PolicySource.Find(policy.Name), job.Seeds, decision, threads: 1, e => Played.Add(e.Seed));
        foreach (var (episode, replay) in run.Episodes.Where(_ => job.ReplayFolder is not null))
        {
            ReplayFile.Save(EpisodeFiles.Replay(job.ReplayFolder!, episode.Seed), replay);
            if (job.Trace)
            {
                EpisodeFiles.WriteTrace(
                    EpisodeFiles.Trace(job.ReplayFolder!, episode.Seed),
                    Enumerable.Range(0, episode.Decisions).Select(i => new TraceEntry(i * decision, [$"decision {i}", "rule wander"])));
            }
        }

        return Task.FromResult(new EvaluationResult
        {
            Episodes = [.. run.Episodes.Select(static e => e.Result)],
            Cases = [],
            Tics = run.Episodes.Sum(static e => (long)e.Result.Tics),
            Seconds = run.Elapsed.TotalSeconds,
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
