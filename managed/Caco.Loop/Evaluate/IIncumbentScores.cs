using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;

namespace Caco.Loop.Evaluate;

/// <summary>
/// What the incumbent did on seeds and cases: known from its own trial, or played when it is first asked for.
/// </summary>
public interface IIncumbentScores
{
    /// <summary>Its episodes on seeds of a split, in their order.</summary>
    /// <exception cref="LoopException">It could not play them.</exception>
    Task<IReadOnlyList<EpisodeResult>> EpisodesAsync(Split split, IReadOnlyList<uint> seeds, CancellationToken cancellation);

    /// <summary>Its outcomes of cases, in their order.</summary>
    /// <exception cref="LoopException">It could not play them.</exception>
    Task<IReadOnlyList<CaseOutcome>> CasesAsync(IReadOnlyList<BehaviourCase> cases, CancellationToken cancellation);
}

/// <summary>
/// Keeps an incumbent's results in memory and plays what is missing through an evaluator. Any thread; one request plays
/// at a time, so that nothing is played twice.
/// </summary>
public sealed class IncumbentScores : IIncumbentScores, IDisposable
{
    private readonly IEvaluator _evaluator;
    private readonly PolicyImage _policy;
    private readonly SpendingMeter _spending;
    private readonly Dictionary<(Split, uint), EpisodeResult> _episodes = [];
    private readonly Dictionary<string, (BehaviourCase Case, CaseOutcome Outcome)> _cases = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="evaluator">Plays what is missing.</param>
    /// <param name="policy">The incumbent.</param>
    /// <param name="decisionTics">Tics that an action is held for.</param>
    /// <param name="book">Told of what was used, with the purpose; may be null.</param>
    public IncumbentScores(IEvaluator evaluator, PolicyImage policy, int decisionTics, Action<string, Spending>? book = null)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(policy);
        _evaluator = evaluator;
        _policy = policy;
        _spending = new SpendingMeter(decisionTics, book);
    }

    /// <summary>What was used so far to play what was missing.</summary>
    public Spending Spent => _spending.Total;

    /// <summary>Adds episodes that are known already, for example those of its own trial.</summary>
    public void Know(IEnumerable<SplitEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        lock (_episodes)
        {
            foreach (var (split, episode) in episodes)
            {
                _episodes[(split, episode.Seed)] = episode;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EpisodeResult>> EpisodesAsync(
        Split split, IReadOnlyList<uint> seeds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        if (split == Split.HoldOut)
        {
            throw new LoopException("the hold-out seeds are sealed: no comparison of the loop may use them.");
        }

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            List<uint> missing = [.. seeds.Where(seed => Find(split, seed) is null)];
            if (missing.Count > 0)
            {
                var result = await PlayAsync(new EvaluationJob { Seeds = missing }, cancellation).ConfigureAwait(false);
                Know(result.Episodes.Select(episode => new SplitEpisode(split, episode)));
            }

            return [.. seeds.Select(seed => Find(split, seed)!)];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CaseOutcome>> CasesAsync(IReadOnlyList<BehaviourCase> cases, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cases);
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // A case that was written anew under its name is another one.
            List<BehaviourCase> missing =
                [.. cases.Where(c => !_cases.TryGetValue(c.Name, out var known) || !ReferenceEquals(known.Case, c) && known.Case != c)];
            if (missing.Count > 0)
            {
                var result = await PlayAsync(new EvaluationJob { Cases = missing }, cancellation).ConfigureAwait(false);
                foreach (var (behaviour, outcome) in missing.Zip(result.Cases))
                {
                    _cases[behaviour.Name] = (behaviour, outcome);
                }
            }

            return [.. cases.Select(c => _cases[c.Name].Outcome)];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private EpisodeResult? Find(Split split, uint seed)
    {
        lock (_episodes)
        {
            return _episodes.GetValueOrDefault((split, seed));
        }
    }

    private async Task<EvaluationResult> PlayAsync(EvaluationJob job, CancellationToken cancellation)
    {
        var result = await _evaluator.EvaluateAsync(_policy, job, null, cancellation).ConfigureAwait(false);
        _spending.Add("incumbent", result);
        if (result.Failure is { } failure)
        {
            throw new LoopException($"the incumbent {_policy.Name} could not play what it is compared on: {failure.Message}");
        }

        return result.Episodes.Count == job.Seeds.Count && result.Cases.Count == job.Cases.Count
            ? result
            : throw new LoopException($"the incumbent {_policy.Name} was not played on everything that it is compared on.");
    }
}
