using Caco.Loop.Agents;
using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;

namespace Caco.Loop.Hosting;

/// <summary>Plays candidates on training seeds for an agent, and books what it used.</summary>
internal sealed class TrainProbe(LoopSession session, long trial) : IProbe
{
    private readonly IReadOnlyList<BehaviourCase> _cases = session.LoadCases();
    private readonly HashSet<uint> _allowed = [.. session.Workspace.Seeds.Train];
    private readonly Lock _lock = new();
    private Spending _spent = Spending.Nothing;

    public IReadOnlyList<uint> Seeds => session.Workspace.Seeds.Train;

    /// <summary>What all probes used.</summary>
    public Spending Spent
    {
        get
        {
            lock (_lock)
            {
                return _spent;
            }
        }
    }

    public double Score(EpisodeResult episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return episode.Worth(session.Settings.Score);
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

        if (seeds.Count == 0)
        {
            return new ProbeResult([], [], null);
        }

        var job = new EvaluationJob { Seeds = seeds };
        var report = new EpisodeReport(session.Events, trial, "probe");
        var result = await session.Evaluator.EvaluateAsync(image, job, report, cancellation).ConfigureAwait(false);
        Book(result);
        return new ProbeResult(result.Episodes, [], result.Failure);
    }

    public async Task<IReadOnlyList<string>> LostCasesAsync(IReadOnlyDictionary<string, string> sources, CancellationToken cancellation)
    {
        if (_cases.Count == 0)
        {
            return [];
        }

        if (PolicyCompiler.Compile(sources).Image is not { } image)
        {
            return [.. _cases.Select(static c => c.Name)];
        }

        var before = await session.Incumbent!.Scores.CasesAsync(_cases, cancellation).ConfigureAwait(false);
        var result = await session.Evaluator.EvaluateAsync(image, new EvaluationJob { Cases = _cases }, null, cancellation).ConfigureAwait(false);
        Book(result);
        return result.Failure is null
            ? Gate.Compare(result.Cases, before, session.Settings.Gate.MayLose).Lost
            : [.. _cases.Select(static c => c.Name)];
    }

    private void Book(EvaluationResult result)
    {
        var spent = Costs.Of(result);
        session.Ledger.Spend(trial, "probe", spent);
        lock (_lock)
        {
            _spent += spent;
        }
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
