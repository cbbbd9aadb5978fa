using Caco.Loop.Agents;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Hosting;

/// <summary>Plays candidates on training seeds for an agent, and books what it used.</summary>
internal sealed class TrainProbe(
    IEvaluator evaluator, IReadOnlyList<uint> seeds, ScoreRule rule, ILedger ledger, long trial, LoopEvents events) : IProbe
{
    private readonly HashSet<uint> _allowed = [.. seeds];

    public IReadOnlyList<uint> Seeds => seeds;

    /// <summary>What all probes used.</summary>
    public Spending Spent { get; private set; } = Spending.Nothing;

    public double Score(EpisodeResult episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return episode.Worth(rule);
    }

    public async Task<ProbeResult> PlayAsync(
        IReadOnlyDictionary<string, string> sources, IReadOnlyList<uint> seeds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        foreach (var seed in seeds)
        {
            if (!_allowed.Contains(seed))
            {
                throw new LoopException($"seed {seed} is no training seed; probes may use training seeds only.");
            }
        }

        var compiled = PolicyCompiler.Compile(sources);
        if (compiled.Image is not { } image)
        {
            return new ProbeResult([], compiled.Diagnostics, null);
        }

        var job = new EvaluationJob { Seeds = seeds };
        var result = await evaluator.EvaluateAsync(image, job, new EpisodeReport(events, trial, "probe"), cancellation).ConfigureAwait(false);
        var spent = Costs.Of(result);
        ledger.Spend(trial, "probe", spent);
        Spent += spent;
        return new ProbeResult(result.Episodes, [], result.Failure);
    }
}

/// <summary>Passes episodes on as events.</summary>
internal sealed class EpisodeReport(LoopEvents events, long trial, string stage) : IProgress<EpisodeResult>
{
    public void Report(EpisodeResult value) => events.Raise(new EpisodePlayed(trial, stage, value.Tics));
}

/// <summary>What evaluations cost.</summary>
internal static class Costs
{
    public static Spending Of(EvaluationResult result) =>
        new(result.Episodes.Sum(static e => (long)e.Decisions), result.Tics, result.Seconds, 0, 0);
}
