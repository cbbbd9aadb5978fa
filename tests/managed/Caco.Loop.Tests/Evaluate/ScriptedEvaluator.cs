using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;

namespace Caco.Loop.Tests;

/// <summary>An evaluator without a game: policies score what a script says, by name and seed.</summary>
internal sealed class ScriptedEvaluator : IEvaluator
{
    private readonly Dictionary<string, Func<uint, double>> _scores = [];
    private readonly Dictionary<string, HashSet<string>> _failing = [];
    private readonly Dictionary<string, (uint Seed, PolicyFailure Failure)> _failures = [];

    /// <summary>What was played, in order.</summary>
    public List<(string Policy, EvaluationJob Job)> Jobs { get; } = [];

    public static PolicyImage Image(string name) => new() { Name = name, Hash = name.PadRight(64, '0') };

    /// <summary>A policy with a score for each seed, which fails the named cases.</summary>
    public PolicyImage Add(string name, Func<uint, double> score, params string[] failing)
    {
        _scores[name] = score;
        _failing[name] = [.. failing];
        return Image(name);
    }

    /// <summary>A policy that does something wrong when it comes to a seed.</summary>
    public PolicyImage AddBroken(string name, Func<uint, double> score, uint seed, PolicyFailure failure)
    {
        _failures[name] = (seed, failure);
        return Add(name, score);
    }

    public Task<EvaluationResult> EvaluateAsync(
        PolicyImage policy, EvaluationJob job, IProgress<EpisodeResult>? progress = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Jobs.Add((policy.Name, job));
        var broken = _failures.TryGetValue(policy.Name, out var failure) && job.Seeds.Contains(failure.Seed);
        var episodes = job.Seeds.TakeWhile(seed => !broken || seed != failure.Seed)
            .Select(seed => Episode(seed, _scores[policy.Name](seed))).ToList();
        episodes.ForEach(episode => progress?.Report(episode));
        return Task.FromResult(new EvaluationResult
        {
            Episodes = episodes,
            Cases = [.. job.Cases.Select(c => new Loop.Cases.CaseOutcome(c.Name, 0, !_failing[policy.Name].Contains(c.Name), 70))],
            Failure = broken ? failure.Failure : null,
            Tics = 200 * episodes.Count + 70 * job.Cases.Count,
            Seconds = 0.5,
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static EpisodeResult Episode(uint seed, double score) => new()
    {
        Seed = seed, Reward = score / 10, Kills = 0, Hits = 0, Damage = score, Health = 50, Ammo = 5, Tics = 200, Decisions = 100,
        Dead = false, Timeout = true, Hash = score.ToString("r"),
    };
}
