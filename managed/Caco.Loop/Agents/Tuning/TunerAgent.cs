using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Caco.Loop.Agents.Tuning;

/// <summary>
/// Improves the constants marked [Tunable(min, max)] by CMA-ES over training episodes, without any network. All candidates
/// of a generation play the same seeds, every generation other ones; the worse half is dropped halfway. What comes out is
/// handed in only when it beats the incumbent on fresh training seeds that both play.
/// </summary>
/// <param name="stateFile">Keeps the search over kills and restarts; null: it lives as long as the agent.</param>
/// <param name="log">Told of every generation.</param>
public sealed class TunerAgent(string? stateFile = null, ILogger? log = null) : IAgent
{
    /// <summary>Times that the settings' generations are played without a find before it gives up.</summary>
    private const int RoundLimit = 5;

    private const double GreatestEffort = 4;
    private const double MoreEffort = 1.5;

    /// <summary>A find is handed in when its gain is this many standard errors: a coin's toss is not worth a verdict.</summary>
    private const double WorthAsking = 1;

    /// <summary>Converged: every deviation is below this share of the range, or below what rounding takes away.</summary>
    private const double Narrow = 0.01;

    private readonly ILogger _log = log ?? NullLogger.Instance;
    private TunerState? _state;

    /// <inheritdoc/>
    public string Name => "tuner";

    /// <inheritdoc/>
    public string? NothingBecause { get; private set; }

    /// <inheritdoc/>
    public async Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        NothingBecause = null;
        if (request.Task == AgentTask.Simplify)
        {
            return Nothing("the tuner changes constants; it cannot shorten code.");
        }

        Check(request.Settings.Agent.Tuner, request.Probe);
        var sources = PolicyFiles.Read(request.Copy.Policy);
        var scan = TunableSource.Find(sources);
        foreach (var skipped in scan.Skipped)
        {
            _log.LogWarning("{Skipped}", skipped);
        }

        if (scan.Items.Count == 0)
        {
            return Nothing(string.Join(
                ' ', ["no constant of the policy is marked [Tunable(min, max)].", .. scan.Skipped]));
        }

        var space = new SearchSpace(sources, scan.Items);
        _state = Continue(_state ?? TunerState.Load(stateFile), space, request);
        return _state.Proposed is { } lost
            ? HandIn(request, space, lost, _state.ProposedBecause)
            : await SearchAsync(request, space, cancellation).ConfigureAwait(false);
    }

    private static void Check(Workspaces.TunerSettings settings, IProbe probe)
    {
        if (settings.Population is not 0 and < 4 || settings.Generations < 1 || settings.Episodes < 1
            || settings.Step is not (> 0 and <= 1))
        {
            throw new RequestException(
                "loop.json, agent.tuner: population must be 0 or at least 4, generations and episodes at least 1, step above 0 and at most 1.");
        }

        if (probe.Seeds.Count == 0)
        {
            throw new RequestException("loop.json, seeds.train: the tuner needs training seeds.");
        }
    }

    private Proposal? Nothing(string why)
    {
        NothingBecause = why;
        return null;
    }

    /// <summary>Takes note of what became of the last proposal; another code, or constants that someone else set, begin a new search.</summary>
    private static TunerState Continue(TunerState? state, SearchSpace space, AgentRequest request)
    {
        var settings = request.Settings.Agent.Tuner;
        if (state is null || state.Code != space.Code)
        {
            return Fresh(space, settings);
        }

        if (state.Proposed is { } proposed && space.Current.SequenceEqual(proposed))
        {
            return state with
            {
                Incumbent = space.Current,
                Proposed = null,
                Search = state.Search with { Mean = space.Point(space.Current) },
            };
        }

        if (!space.Current.SequenceEqual(state.Incumbent))
        {
            return Fresh(space, settings);
        }

        // A proposal whose trial was never written was lost with its loop, and is handed in again.
        return state.Proposed is null || request.History.All(t => t.Id < state.ProposedTrial)
            ? state
            : state with { Proposed = null, Rejected = [.. state.Rejected, state.Proposed], Effort = Greater(state.Effort) };
    }

    private static TunerState Fresh(SearchSpace space, Workspaces.TunerSettings settings) => new()
    {
        Code = space.Code,
        Incumbent = space.Current,
        Search = CmaState.Start(space.Point(space.Current), settings.Step),
    };

    private static double Greater(double effort) => Math.Min(GreatestEffort, effort * MoreEffort);

    private async Task<Proposal?> SearchAsync(AgentRequest request, SearchSpace space, CancellationToken cancellation)
    {
        var settings = request.Settings.Agent.Tuner;
        for (var round = 0; round < RoundLimit; round++)
        {
            var best = space.Current;
            for (var g = 0; g < settings.Generations; g++)
            {
                best = await GenerationAsync(request, space, cancellation).ConfigureAwait(false);
            }

            var sensitivity = Sensitivity.Of(_state!.Probes, _state.Search.Mean);
            var finalists = await HarmlessAsync(
                request.Probe, space, Finalists(space, Optimiser(space, settings), best, sensitivity), cancellation).ConfigureAwait(false);
            var find = await FinalAsync(request, space, finalists, cancellation).ConfigureAwait(false);
            if (find is not null)
            {
                return HandIn(request, space, find.Values, Describe(space, find)) with { Note = sensitivity?.Describe(space.Items) };
            }

            _state = _state with { Effort = Greater(_state.Effort) };
            _state.Save(stateFile);
            if (IsConverged(space, Optimiser(space, settings)))
            {
                return Nothing($"the search has converged after {_state.Search.Generation} generations. {sensitivity?.Describe(space.Items)}");
            }
        }

        return Nothing(
            $"{RoundLimit * settings.Generations} generations found no constants that beat the incumbent's on fresh training seeds. "
            + Sensitivity.Of(_state!.Probes, _state.Search.Mean)?.Describe(space.Items));
    }

    private CmaEs Optimiser(SearchSpace space, Workspaces.TunerSettings settings) => new(
        new CmaSettings
        {
            Lower = space.Lower,
            Upper = space.Upper,
            LeastSteps = space.LeastSteps,
            Population = settings.Population,
            Seed = settings.Seed,
        },
        _state!.Search);

    /// <summary>Plays one generation and learns from it.</summary>
    /// <returns>The constants that did best.</returns>
    private async Task<double[]> GenerationAsync(AgentRequest request, SearchSpace space, CancellationToken cancellation)
    {
        var settings = request.Settings.Agent.Tuner;
        var search = Optimiser(space, settings);
        var points = search.Ask();
        var values = points.Select(p => space.Values(p)).ToArray();
        var seeds = TakeSeeds(request.Probe, Episodes(settings));
        var half = (seeds.Length + 1) / 2;
        var race = new Race(request.Probe, space);
        var first = await race.PlayAsync(values, seeds[..half], cancellation).ConfigureAwait(false);

        var order = Enumerable.Range(0, values.Length).OrderByDescending(i => Mean(first[i])).ToArray();
        var kept = order[..Math.Min(order.Length, search.Population / 2 + 1)];
        var keptValues = kept.Select(i => values[i]).ToArray();
        var second = await race.PlayAsync(keptValues, seeds[half..], cancellation).ConfigureAwait(false);
        var isWhole = half == seeds.Length;
        var total = kept.Select((i, k) => isWhole || second[k].Length > 0 ? Mean([.. first[i], .. second[k]]) : Mean([])).ToArray();

        // Only ranks count: the kept by all their episodes, behind them the others.
        var ranking = kept.Index().OrderByDescending(k => total[k.Index]).Select(static k => k.Item).Concat(order[kept.Length..]).ToArray();
        var losses = new double[points.Count];
        foreach (var (rank, i) in ranking.Index())
        {
            losses[i] = rank;
        }

        search.Tell(losses);
        var block = _state!.Probes.Count == 0 ? 0 : _state.Probes[^1].Block + 1;
        _state = (_state with { Search = search.Save() })
            .With(Probes(space, block, values, first))
            .With(!isWhole ? Probes(space, block + 1, keptValues, second) : []);
        _state.Save(stateFile);
        _log.LogInformation(
            "Tuner: generation {Generation}, {Candidates} candidates on {Seeds} seeds, best mean {Best:0.##}, step {Step:0.###}.",
            search.Generation, points.Count, seeds.Length, total.Max(), search.Sigma);
        return values[ranking[0]];
    }

    private static IEnumerable<TunerProbe> Probes(SearchSpace space, int block, double[][] values, double[][] scores) =>
        values.Index().Where(v => scores[v.Index].Length > 0)
            .Select(v => new TunerProbe(block, space.Point(v.Item), scores[v.Index].Average(), scores[v.Index].Length));

    private int Episodes(Workspaces.TunerSettings settings) => (int)Math.Ceiling(settings.Episodes * _state!.Effort);

    /// <summary>The next training seeds; all of them where there are not so many.</summary>
    private uint[] TakeSeeds(IProbe probe, int count)
    {
        var all = probe.Seeds;
        var taken = Enumerable.Range(_state!.NextSeed, Math.Min(count, all.Count)).Select(i => all[i % all.Count]).ToArray();
        _state = _state with { NextSeed = (_state.NextSeed + taken.Length) % all.Count };
        return taken;
    }

    /// <summary>Where the optimum may be: several guesses, because each is wrong in its own way.</summary>
    private List<double[]> Finalists(SearchSpace space, CmaEs search, double[] best, Sensitivity? sensitivity)
    {
        var result = new List<double[]>();
        Add(space.Values(search.Mean));
        if (sensitivity is not null)
        {
            Add(space.Values(Uphill(space, search, sensitivity)));
            Add(OnlyWhatMatters(space, search, sensitivity));
        }

        Add(best);
        return result;

        void Add(double[] values)
        {
            if (!values.SequenceEqual(space.Current) && !result.Concat(_state!.Rejected).Any(values.SequenceEqual))
            {
                result.Add(values);
            }
        }
    }

    /// <summary>From the mean along the slopes, as far as a large sample of the distribution would lie.</summary>
    private static double[] Uphill(SearchSpace space, CmaEs search, Sensitivity sensitivity)
    {
        const double deviations = 1.5;
        var direction = search.Spread(sensitivity.Slopes);
        var length = 0.0;
        for (var i = 0; i < space.Count; i++)
        {
            length += direction[i] * sensitivity.Slopes[i];
        }

        length = Math.Sqrt(Math.Max(length, 1e-300));
        var point = new double[space.Count];
        for (var i = 0; i < space.Count; i++)
        {
            point[i] = Math.Clamp(search.Mean[i] + deviations * direction[i] / length, 0, 1);
        }

        return point;
    }

    /// <summary>The incumbent with the few constants moved uphill that have an effect of their own: a change that can be read.</summary>
    private static double[] OnlyWhatMatters(SearchSpace space, CmaEs search, Sensitivity sensitivity)
    {
        const double likely = 1.5;
        var uphill = space.Values(Uphill(space, search, sensitivity));
        return [.. space.Current.Select((value, i) => Math.Abs(sensitivity.T(i)) >= likely ? uphill[i] : value)];
    }

    /// <summary>The finalists, changed as far as it takes to lose no behaviour case.</summary>
    private async Task<List<double[]>> HarmlessAsync(IProbe probe, SearchSpace space, List<double[]> finalists, CancellationToken cancellation)
    {
        var repair = new CaseRepair(probe, space);
        var harmless = new List<double[]>();
        foreach (var finalist in finalists)
        {
            if (await repair.RepairAsync(finalist, cancellation).ConfigureAwait(false) is { } values
                && !harmless.Concat(_state!.Rejected).Any(values.SequenceEqual))
            {
                harmless.Add(values);
            }
        }

        _log.LogInformation("Tuner: {Harmless} of {Finalists} finalists lose no case.", harmless.Count, finalists.Count);
        return harmless;
    }

    /// <summary>Plays finalists and incumbent on fresh seeds: all of them on half, the best two on the rest.</summary>
    private async Task<Find?> FinalAsync(AgentRequest request, SearchSpace space, List<double[]> finalists, CancellationToken cancellation)
    {
        if (finalists.Count == 0)
        {
            return null;
        }

        var seeds = TakeSeeds(request.Probe, 4 * Episodes(request.Settings.Agent.Tuner));
        var half = (seeds.Length + 1) / 2;
        var race = new Race(request.Probe, space);
        var first = await race.PlayAsync([space.Current, .. finalists], seeds[..half], cancellation).ConfigureAwait(false);
        race.RefuseBrokenIncumbent(first[0]);
        var kept = Enumerable.Range(1, finalists.Count)
            .Where(i => Mean(first[i]) > Mean(first[0])).OrderByDescending(i => Mean(first[i])).Take(2).ToArray();
        if (kept.Length == 0)
        {
            return null;
        }

        var second = await race.PlayAsync([space.Current, .. kept.Select(i => finalists[i - 1])], seeds[half..], cancellation)
            .ConfigureAwait(false);
        double[] incumbent = [.. first[0], .. second[0]];
        var finds = kept.Select((i, k) => Find.Of(finalists[i - 1], [.. first[i], .. second[k + 1]], incumbent));
        var best = finds.OfType<Find>().MaxBy(static f => f.Gain);
        _log.LogInformation(
            "Tuner: {Finalists} finalists on {Seeds} seeds, best gain {Gain:0.##} ({Errors:0.#} standard errors).",
            finalists.Count, seeds.Length, best?.Gain, best?.Errors);
        return best is { Gain: > 0, Errors: >= WorthAsking } ? best : null;
    }

    private Proposal HandIn(AgentRequest request, SearchSpace space, double[] values, string hypothesis)
    {
        _state = _state! with { Proposed = values, ProposedTrial = request.Trial, ProposedBecause = hypothesis };
        _state.Save(stateFile);
        PolicyFiles.Write(request.Copy.Policy, space.Sources(values));
        return new Proposal(hypothesis);
    }

    private static string Describe(SearchSpace space, Find find)
    {
        var relative = find.IncumbentMean != 0
            ? string.Create(CultureInfo.InvariantCulture, $" ({find.Gain / Math.Abs(find.IncumbentMean):+0.0 %;-0.0 %})")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Changes(space, find.Values)}: {find.Gain:+0.##}{relative} on {find.Episodes} training seeds.");
    }

    private static string Changes(SearchSpace space, double[] values)
    {
        const int named = 4;
        var changed = Enumerable.Range(0, space.Count).Where(i => values[i] != space.Current[i])
            .OrderByDescending(i => Math.Abs(values[i] - space.Current[i]) / (space.Items[i].Max - space.Items[i].Min)).ToArray();
        var first = changed.Take(named).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{space.Items[i].Name} {space.Current[i]} -> {values[i]}"));
        var others = changed.Length > named ? $" and {changed.Length - named} smaller changes" : "";
        return string.Join(", ", first) + others;
    }

    private static bool IsConverged(SearchSpace space, CmaEs search) => Enumerable.Range(0, space.Count)
        .All(i => search.Deviation(i) <= Math.Max(Narrow, space.LeastSteps[i] * 1.2));

    private static double Mean(double[] scores) => scores.Length == 0 ? double.NegativeInfinity : scores.Average();

    /// <summary>Constants that beat the incumbent's.</summary>
    private sealed record Find(double[] Values, double Gain, double Errors, double IncumbentMean, int Episodes)
    {
        public static Find? Of(double[] values, double[] scores, double[] incumbent)
        {
            if (scores.Length != incumbent.Length)
            {
                return null;
            }

            var differences = scores.Zip(incumbent, static (a, b) => a - b).ToArray();
            var gain = differences.Average();
            var variance = differences.Sum(d => (d - gain) * (d - gain)) / Math.Max(1, differences.Length - 1);
            var error = Math.Sqrt(variance / differences.Length);
            return new Find(values, gain, error > 0 ? gain / error : double.PositiveInfinity, incumbent.Average(), scores.Length);
        }
    }
}
