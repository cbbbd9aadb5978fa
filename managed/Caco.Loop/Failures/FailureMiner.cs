using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Failures;

/// <summary>What to mine.</summary>
public sealed record MiningRequest
{
    /// <summary>The number that the bundles' names begin with.</summary>
    public required long Trial { get; init; }

    /// <summary>Where bundles are written, for example <see cref="WorkspacePaths.Failures"/>; made when absent.</summary>
    public required string Folder { get; init; }

    /// <summary>The evaluation's episodes: those of the training seeds, which agents may see.</summary>
    public required IReadOnlyList<EpisodeResult> Episodes { get; init; }

    public ScoreRule Rule { get; init; } = ScoreRule.DamageAndKills;

    /// <summary>Bundles at most.</summary>
    public int Most { get; init; } = 8;

    /// <summary>Files that may be the archives that were played on, where they are not where they were.</summary>
    public IReadOnlyList<string> Archives { get; init; } = [];
}

/// <summary>
/// Picks the episodes to learn from, plays them again with the policy's account, looks into them, and writes a folder for each. The same
/// episodes of the same policy give the same bundles.
/// </summary>
/// <remarks>
/// Failures are episodes of the lower half by score. Of each cause, the most frequent first, it takes the worst, then of each the most
/// typical: the one whose behaviour is nearest to all others of its cause.
/// </remarks>
/// <param name="evaluator">Plays; one that may be shared.</param>
public sealed class FailureMiner(IEvaluator evaluator)
{
    // Looking into an episode takes about as long as playing it.
    private const int MostSurveyed = 8;

    /// <summary>Mines an evaluation.</summary>
    /// <param name="policy">Who played the episodes.</param>
    /// <param name="request">What to mine.</param>
    /// <param name="cancellation">Ends it early; bundles that are written stay.</param>
    /// <returns>The bundles, the most important first.</returns>
    /// <exception cref="LoopException">A folder cannot be written, an archive is missing, or a replay gives another episode.</exception>
    public async Task<IReadOnlyList<FailureBundle>> MineAsync(
        PolicyImage policy, MiningRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(request);
        var scratch = Directory.CreateTempSubdirectory("caco-mine-").FullName;
        using var session = new Session(evaluator, policy, request, scratch);
        try
        {
            return await session.RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>The lower half by score, the lowest first.</summary>
    internal static IReadOnlyList<EpisodeResult> LowerHalf(IReadOnlyList<EpisodeResult> episodes, ScoreRule rule) =>
        [.. episodes.OrderBy(e => e.Worth(rule)).ThenBy(static e => e.Seed).Take((episodes.Count + 1) / 2)];

    /// <summary>The worst of each cause, then the most typical of each, causes with more episodes first.</summary>
    internal static IReadOnlyList<(EpisodeResult Episode, FailureCause Cause, bool IsWorst)> Pick(
        IReadOnlyList<(EpisodeResult Episode, FailureCause Cause)> failures, ScoreRule rule, int most)
    {
        var causes = failures.GroupBy(static f => f.Cause, static f => f.Episode)
            .OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key)
            .Select(g => (Cause: g.Key, Episodes: g.OrderBy(e => e.Worth(rule)).ThenBy(static e => e.Seed).ToList()))
            .ToList();
        var worst = causes.Select(static c => (c.Episodes[0], c.Cause, true));
        var typical = causes.Select(c => (Episode: c.Episodes[TypicalOf(c.Episodes, rule)], c.Cause, false))
            .Where(t => causes.All(c => c.Episodes[0].Seed != t.Episode.Seed));
        return [.. worst.Concat(typical).Take(most)];
    }

    /// <summary>The index of the episode that is nearest to all others by behaviour, each figure measured by its range.</summary>
    internal static int TypicalOf(IReadOnlyList<EpisodeResult> episodes, ScoreRule rule)
    {
        var figures = episodes.Select(e => Figures(e, rule)).ToList();
        var ranges = Enumerable.Range(0, figures[0].Length)
            .Select(k => figures.Max(f => f[k]) - figures.Min(f => f[k])).ToArray();
        double Distance(double[] a, double[] b) => ranges.Select((range, k) => range > 0 ? Math.Abs(a[k] - b[k]) / range : 0).Sum();

        return Enumerable.Range(0, episodes.Count)
            .OrderBy(i => Math.Round(figures.Sum(other => Distance(figures[i], other)), 9))
            .ThenBy(i => episodes[i].Seed)
            .First();
    }

    private static double[] Figures(EpisodeResult e, ScoreRule rule) =>
    [
        e.Worth(rule), e.Tics, e.Kills, e.Health, e.Behaviour.Shots, e.Behaviour.Accuracy, e.Behaviour.StarvedShare, e.Behaviour.StuckShare,
        e.Behaviour.Explored, e.Behaviour.DamageTaken,
    ];

    private sealed class Session(IEvaluator evaluator, PolicyImage policy, MiningRequest request, string scratch) : IDisposable
    {
        private readonly Dictionary<uint, EpisodeResult> _played = [];
        private readonly Dictionary<uint, EpisodeSurvey> _surveys = [];
        private Stage? _stage;

        public void Dispose() => _stage?.Dispose();

        public async Task<IReadOnlyList<FailureBundle>> RunAsync(CancellationToken cancellation)
        {
            var half = LowerHalf(request.Episodes, request.Rule);
            var doubtful = half.Where(static e => IsDoubtful(FailureClassifier.Classify(e).Cause)).Take(MostSurveyed).ToList();
            await PlayAsync(doubtful, cancellation).ConfigureAwait(false);
            await Task.Run(() => doubtful.ForEach(e => Survey(e.Seed, cancellation)), cancellation).ConfigureAwait(false);

            var failures = half.Select(e => (e, FailureClassifier.Classify(e, _surveys.GetValueOrDefault(e.Seed)).Cause)).ToList();
            var picks = Pick(failures, request.Rule, request.Most);
            await PlayAsync(picks.Select(static p => p.Episode), cancellation).ConfigureAwait(false);
            return await Task.Run(() => Write(picks, failures, cancellation), cancellation).ConfigureAwait(false);
        }

        private static bool IsDoubtful(FailureCause cause) =>
            cause is FailureCause.SawNoEnemy or FailureCause.DidNotShoot or FailureCause.MissedShots or FailureCause.LowScore;

        // Again, with recordings and the policy's account; what cannot be played a second time is left out.
        private async Task PlayAsync(IEnumerable<EpisodeResult> episodes, CancellationToken cancellation)
        {
            var seeds = episodes.Select(static e => e.Seed).Where(seed => !_played.ContainsKey(seed)).Distinct().ToList();
            if (seeds.Count == 0)
            {
                return;
            }

            var job = new EvaluationJob { Seeds = seeds, ReplayFolder = scratch, Trace = true };
            var result = await evaluator.EvaluateAsync(policy, job, null, cancellation).ConfigureAwait(false);
            foreach (var episode in result.Episodes)
            {
                _played.Add(episode.Seed, episode);
            }
        }

        private EpisodeSurvey? Survey(uint seed, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_surveys.TryGetValue(seed, out var survey) && _played.ContainsKey(seed))
            {
                var replay = ReplayFile.Load(EpisodeFiles.Replay(scratch, seed));
                if (replay.Actions.Count == 0)
                {
                    return null;
                }

                _stage ??= Stage.Create(replay, request.Archives);
                survey = EpisodeSurvey.Of(replay, _stage);
                _surveys.Add(seed, survey);
            }

            return survey;
        }

        private List<FailureBundle> Write(
            IReadOnlyList<(EpisodeResult Episode, FailureCause Cause, bool IsWorst)> picks,
            IReadOnlyList<(EpisodeResult Episode, FailureCause Cause)> failures,
            CancellationToken cancellation)
        {
            var bundles = new List<FailureBundle>();
            if (picks.Count > 0)
            {
                CreateFolder();
            }

            foreach (var (picked, cause, isWorst) in picks)
            {
                if (Survey(picked.Seed, cancellation) is not { } survey)
                {
                    continue;
                }

                // A policy that does not play as before is shown as it plays now; the cause stays what the statistics say.
                var episode = _played[picked.Seed];
                var replay = ReplayFile.Load(EpisodeFiles.Replay(scratch, picked.Seed));
                var trace = EpisodeFiles.Trace(scratch, picked.Seed);
                bundles.Add(new BundleWriter(_stage!, request.Folder).Write(
                    new FailureContext
                    {
                        Trial = request.Trial,
                        Episode = episode,
                        Cause = cause,
                        Detail = DetailOf(episode, cause, survey),
                        IsWorst = isWorst,
                        Rule = request.Rule,
                        All = request.Episodes,
                        OfCause = failures.Count(f => f.Cause == cause),
                        Limit = _stage!.Tics,
                        Decision = replay.Decision,
                        Survey = survey,
                        Stretch = Stretch.Find(cause, survey.Samples, replay.Decision),
                        Trace = File.Exists(trace) ? EpisodeFiles.ReadTrace(trace) : null,
                    },
                    replay));
            }

            return bundles;
        }

        private static string DetailOf(EpisodeResult episode, FailureCause cause, EpisodeSurvey survey)
        {
            var (found, detail) = FailureClassifier.Classify(episode, survey);
            return found == cause ? detail : FailureSummary.Names.Of(cause);
        }

        private void CreateFolder()
        {
            try
            {
                Directory.CreateDirectory(request.Folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new LoopException($"the folder {request.Folder} for failure bundles cannot be made: {e.Message}", e);
            }
        }
    }
}
