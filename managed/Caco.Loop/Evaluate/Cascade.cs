using System.Globalization;
using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Evaluate;

/// <summary>A candidate to be judged.</summary>
public sealed record CascadeRequest
{
    public required PolicyImage Candidate { get; init; }

    /// <summary>Who it has to beat; null for the first policy of a workspace, which only has to play.</summary>
    public IIncumbentScores? Incumbent { get; init; }

    /// <summary>The behaviour cases of the workspace.</summary>
    public IReadOnlyList<BehaviourCase> Cases { get; init; } = [];

    /// <summary>Whether a gain is asked for, or no loss.</summary>
    public PairedMode Mode { get; init; } = PairedMode.Gain;

    /// <summary>
    /// Told of what each part used, with its purpose ("stage", "cases"), as soon as it is known; may be null.
    /// </summary>
    public Action<string, Spending>? Book { get; init; }

    /// <summary>Told of each step; may be null.</summary>
    public IProgress<CascadeStep>? Progress { get; init; }

    /// <summary>Told of each episode as it ends, from any thread; may be null.</summary>
    public IProgress<EpisodeResult>? Episodes { get; init; }
}

/// <summary>Where a judgement stands.</summary>
/// <param name="Stage">"train", "cases" or "validate".</param>
/// <param name="Episodes">Episodes that the stage comes to, or cases.</param>
/// <param name="Paired">What the last look said; null before the first.</param>
public sealed record CascadeStep(string Stage, int Episodes, PairedOutcome? Paired);

/// <summary>All that a trial's record needs of its evaluation.</summary>
public sealed record CascadeOutcome
{
    /// <summary>Accepted, Rejected or Broken.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>The candidate's episodes.</summary>
    public required IReadOnlyList<SplitEpisode> Episodes { get; init; }

    /// <summary>The candidate's cases, with <see cref="CaseOutcome.PassedBefore"/> from the incumbent.</summary>
    public required IReadOnlyList<CaseOutcome> Cases { get; init; }

    /// <summary>What the gate said; null when it did not come so far.</summary>
    public GateOutcome? Gate { get; init; }

    /// <summary>
    /// The comparison on validation seeds; null when it did not come so far, or there was no incumbent.
    /// </summary>
    public PairedOutcome? Paired { get; init; }

    public PolicyFailure? Failure { get; init; }

    /// <summary>What the candidate used; what its incumbent used is booked by <see cref="IncumbentScores"/>.</summary>
    public required Spending Spending { get; init; }
}

/// <summary>
/// Judges candidates with as little play as it takes: a few training episodes, the behaviour cases, then validation
/// seeds until the paired test decides. Candidate and incumbent always play the same seeds. Any thread; judgements may
/// overlap.
/// </summary>
/// <remarks>
/// Training episodes never speak for a candidate, since agents tune on them: they end the trial when it cannot play, or
/// when it is clearly worse than the incumbent.
/// </remarks>
public sealed class Cascade
{
    private readonly IEvaluator _evaluator;
    private readonly LoopSettings _settings;
    private readonly IReadOnlyList<uint> _train;
    private readonly IReadOnlyList<uint> _validate;

    /// <param name="evaluator">Plays.</param>
    /// <param name="settings">Seeds, looks, gate and score rule.</param>
    /// <exception cref="RequestException">The settings make no sense; names the one that does not.</exception>
    public Cascade(IEvaluator evaluator, LoopSettings settings)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(settings);
        _evaluator = evaluator;
        _settings = settings;
        _train = SeedRange.Parse(settings.Seeds.Train);
        _validate = SeedRange.Parse(settings.Seeds.Validate);
        if (settings.Cascade.Train.Any(static n => n < 1)
            || settings.Cascade.Train.Zip(settings.Cascade.Train.Skip(1)).Any(static p => p.First >= p.Second))
        {
            throw new RequestException("cascade.train: name numbers of episodes, above 0 and growing, for example [1, 8].");
        }

        _ = Test(PairedMode.Gain);
    }

    /// <summary>Judges a candidate.</summary>
    /// <exception cref="LoopException">
    /// It cannot be judged: the scenario cannot be played, or the incumbent fails.
    /// </exception>
    public Task<CascadeOutcome> JudgeAsync(CascadeRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Judgement(this, request, cancellation).RunAsync();
    }

    private PairedTest Test(PairedMode mode) => new(_settings.Cascade, mode, _validate.Count);

    /// <summary>One candidate on its way.</summary>
    private sealed class Judgement(Cascade cascade, CascadeRequest request, CancellationToken cancellation)
    {
        private readonly LoopSettings _settings = cascade._settings;
        private readonly PairedTest _test = cascade.Test(request.Mode);
        private readonly SpendingMeter _spending = new(cascade._settings.Scenario.DecisionTics, request.Book);
        private readonly List<EpisodeResult> _train = [];
        private readonly List<EpisodeResult> _validate = [];
        private IReadOnlyList<CaseOutcome> _cases = [];
        private GateOutcome? _gate;
        private PairedOutcome? _paired;

        public async Task<CascadeOutcome> RunAsync() =>
            await TrainAsync().ConfigureAwait(false)
            ?? await CasesAsync().ConfigureAwait(false)
            ?? await ValidateAsync().ConfigureAwait(false);

        private async Task<CascadeOutcome?> TrainAsync()
        {
            foreach (var count in _settings.Cascade.Train.Select(n => Math.Min(n, cascade._train.Count)).Distinct())
            {
                request.Progress?.Report(new CascadeStep("train", count, null));
                if (await PlayAsync(cascade._train, count, _train).ConfigureAwait(false) is { } broken)
                {
                    return broken;
                }

                if (request.Incumbent is { } incumbent)
                {
                    var before = await incumbent
                        .EpisodesAsync(Split.Train, [.. cascade._train.Take(count)], cancellation).ConfigureAwait(false);
                    if (_test.ClearlyWorse(Worth(_train), Worth(before), out var why))
                    {
                        return Outcome(Verdict.Rejected, why);
                    }
                }
            }

            return null;
        }

        private async Task<CascadeOutcome?> CasesAsync()
        {
            if (request.Cases.Count == 0)
            {
                return null;
            }

            request.Progress?.Report(new CascadeStep("cases", request.Cases.Count, null));
            var result = await cascade._evaluator.EvaluateAsync(
                request.Candidate, new EvaluationJob { Cases = request.Cases }, null, cancellation).ConfigureAwait(false);
            _spending.Add("cases", result);
            _cases = result.Cases;
            if (result.Failure is { } failure)
            {
                return Broken(failure);
            }

            if (request.Incumbent is null)
            {
                return null;
            }

            var before = await request.Incumbent.CasesAsync(request.Cases, cancellation).ConfigureAwait(false);
            var passed = before.ToDictionary(static c => c.Case, static c => c.Passed, StringComparer.Ordinal);
            _cases = [.. _cases.Select(c => c with { PassedBefore = passed.TryGetValue(c.Case, out var was) ? was : null })];

            // A simplification is asked for at no loss at all.
            _gate = Gate.Compare(_cases, before, request.Mode == PairedMode.NoLoss ? [] : _settings.Gate.MayLose);
            return _gate.Passed ? null : Outcome(Verdict.Rejected, _gate.Why);
        }

        private async Task<CascadeOutcome> ValidateAsync()
        {
            for (var look = 0; look < _test.Looks.Count; look++)
            {
                // Without an incumbent there is nothing to look at on the way.
                var count = _test.Looks[request.Incumbent is null ? ^1 : look].Pairs;
                request.Progress?.Report(new CascadeStep("validate", count, _paired));
                if (await PlayAsync(cascade._validate, count, _validate).ConfigureAwait(false) is { } broken)
                {
                    return broken;
                }

                if (request.Incumbent is not { } incumbent)
                {
                    break;
                }

                var before = await incumbent
                    .EpisodesAsync(Split.Validate, [.. cascade._validate.Take(count)], cancellation).ConfigureAwait(false);
                _paired = _test.Look(look, Worth(_validate), Worth(before));
                if (_paired.Verdict == PairedVerdict.Continue)
                {
                    continue;
                }

                var isSamePlay = _validate.Zip(before).All(static p => p.First.Hash == p.Second.Hash);
                return _paired.Verdict == PairedVerdict.Accept
                    ? Outcome(Verdict.Accepted, WithCases(_paired.Why))
                    : Outcome(Verdict.Rejected, isSamePlay ? $"it plays exactly as before: {_paired.Why}" : _paired.Why);
            }

            var mean = Worth(_validate).Average();
            return Outcome(
                Verdict.Accepted,
                string.Create(CultureInfo.InvariantCulture, $"the first policy of the workspace: {mean:0.##} a seed on {_validate.Count} seeds"));
        }

        // Plays on from what there is up to so many seeds of the list; an outcome when the policy cannot.
        private async Task<CascadeOutcome?> PlayAsync(IReadOnlyList<uint> seeds, int count, List<EpisodeResult> into)
        {
            if (count <= into.Count)
            {
                return null;
            }

            var job = new EvaluationJob { Seeds = [.. seeds.Take(count).Skip(into.Count)] };
            var result = await cascade._evaluator.EvaluateAsync(request.Candidate, job, request.Episodes, cancellation).ConfigureAwait(false);
            _spending.Add("stage", result);
            into.AddRange(result.Episodes);
            if (result.Failure is { } failure)
            {
                return Broken(failure);
            }

            return into.Count == count
                ? null
                : throw new LoopException($"the evaluation of {request.Candidate.Name} gave {into.Count} of {count} episodes and no failure.");
        }

        private string WithCases(string why) =>
            _gate is { } gate && (gate.Traded.Count > 0 || gate.Gained.Count > 0) ? $"{why}; {gate.Why}" : why;

        private double[] Worth(IEnumerable<EpisodeResult> episodes) => [.. episodes.Select(e => e.Worth(_settings.Score))];

        private CascadeOutcome Broken(PolicyFailure failure)
        {
            var tic = failure.Tic is { } passed ? $", tic {passed}" : "";
            var place = failure.Seed is { } seed ? $" (seed {seed}{tic})" : "";
            return Outcome(Verdict.Broken, $"it cannot play to the end: {failure.Message}{place}") with { Failure = failure };
        }

        private CascadeOutcome Outcome(Verdict verdict, string why) => new()
        {
            Verdict = verdict,
            Why = why,
            Episodes =
            [
                .. _train.Select(static e => new SplitEpisode(Split.Train, e)),
                .. _validate.Select(static e => new SplitEpisode(Split.Validate, e)),
            ],
            Cases = _cases,
            Gate = _gate,
            Paired = _paired,
            Spending = _spending.Total,
        };
    }
}
