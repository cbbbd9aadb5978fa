using System.Diagnostics;
using System.Globalization;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Cases;

/// <summary>What cases are to be made of.</summary>
public sealed record CaseRequest
{
    /// <summary>Where the episodes were played, and where the cases will be.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Who played them: the new incumbent.</summary>
    public required PolicyImage Policy { get; init; }

    /// <summary>Its episodes, at best on training seeds. Their order counts.</summary>
    public required IReadOnlyList<Replay> Replays { get; init; }

    /// <summary>The cases that there are; those with an origin count towards the most that are made.</summary>
    public IReadOnlyList<BehaviourCase> Existing { get; init; } = [];

    /// <summary>Told of what was used, with the purpose; may be null.</summary>
    public Action<string, Spending>? Book { get; init; }
}

/// <summary>
/// Makes behaviour cases from a policy's own episodes: simulates them again, picks moments worth keeping (a kill,
/// survival under fire, leaving a place where it stood still, ammunition and health fetched when low), of different
/// kinds and from different places, and adds some whole episodes as golden scores. The same episodes give the same
/// cases.
/// </summary>
/// <remarks>
/// <para>
/// A case is kept only when the policy that made it passes it from its fork with nothing remembered, and also from two
/// places shortly before and after: the world is chaotic, and what hangs on one tic is luck and would be lost by any
/// change.
/// </para>
/// <para>
/// Golden episodes are taken from the lower half of the scores for the same reason: the best episodes are lucky ones,
/// and asking every change to repeat them would reject nearly all.
/// </para>
/// </remarks>
/// <param name="evaluator">Plays the cases to see whether they are passed.</param>
/// <param name="settings">How many cases, which tolerance, which score.</param>
public sealed class CaseMaker(IEvaluator evaluator, LoopSettings settings)
{
    // Forks this many decisions before and after must be passed too.
    private const int Shake = 3;

    // Ideas played for each that there is room for.
    private const int IdeasForOne = 3;

    private const int CasesForOneGolden = 12;
    private const int LeastApart = 70;
    private const string GoldenPrefix = "golden-";

    /// <summary>Makes as many cases as there is room for; saves nothing.</summary>
    /// <exception cref="LoopException">A replay is not one of this stage, or the policy cannot play.</exception>
    public async Task<IReadOnlyList<BehaviourCase>> MakeAsync(CaseRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var room = settings.Gate.AutomaticCases - request.Existing.Count(static c => c.Origin.Length > 0);
        if (room <= 0 || request.Replays.Count == 0)
        {
            return [];
        }

        var start = Stopwatch.GetTimestamp();
        var timelines = request.Replays.Select(replay =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Timeline.Of(replay, request.Stage);
        }).ToList();
        var content = CaseSnapshots.ContentOf(request.Stage);
        var golden = Golden(request, timelines, content, room);
        var ideas = Choose(timelines, request.Existing, IdeasForOne * (room - golden.Count));
        var forks = Fork(request, timelines, content, ideas);
        Book(request, timelines, ideas, Stopwatch.GetElapsedTime(start));

        var passed = await PassedAsync(request, [.. golden, .. forks.SelectMany(static f => f)], cancellation).ConfigureAwait(false);
        List<BehaviourCase> kept = [.. golden.Where(c => passed.Contains(c.Name))];
        kept.AddRange(forks.Where(f => f.All(c => passed.Contains(c.Name))).Select(static f => f[0]).Take(room - kept.Count));
        return kept;
    }

    private List<BehaviourCase> Golden(CaseRequest request, List<Timeline> timelines, string content, int room)
    {
        var names = request.Existing.Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
        var ranked = timelines
            .Select(t => (t.Replay.Seed, Worth: Worth(t), Name: Text($"{GoldenPrefix}{t.Replay.Seed}")))
            .Where(g => g.Worth > 0 && !names.Contains(g.Name))
            .OrderBy(static g => g.Worth).ThenBy(static g => g.Seed)
            .ToList();

        // Evenly over the lower half.
        var half = (ranked.Count + 1) / 2;
        var most = settings.Gate.AutomaticCases / CasesForOneGolden - names.Count(static n => n.StartsWith(GoldenPrefix, StringComparison.Ordinal));
        var count = Math.Clamp(most, 0, Math.Min(room, half));
        return
        [
            .. Enumerable.Range(0, count).Select(i => ranked[(2 * i + 1) * half / (2 * count)]).Select(g =>
            {
                var least = Math.Floor((1 - settings.Gate.ScoreTolerance) * g.Worth * 100) / 100;
                return new BehaviourCase
                {
                    Name = g.Name,
                    Description = Text($"scores at least {least:0.##} in the whole episode of seed {g.Seed}, where {g.Worth:0.##} was scored"),
                    Seed = g.Seed,
                    Tic = 0,
                    Tics = request.Stage.Tics,
                    Criterion = new Criterion(CriterionKind.Score, least),
                    Origin = request.Policy.Hash,
                    Content = content,
                };
            }),
        ];
    }

    private double Worth(Timeline timeline) => settings.Score == ScoreRule.Reward
        ? timeline.Replay.Reward
        : timeline.Moments[^1].Damage + 10 * timeline.Moments[^1].Kills;

    // One idea from each group in turn, the most interesting of each first, none close to another one; those of one kind
    // do not overlap.
    private static List<(int Episode, CaseIdea Idea)> Choose(List<Timeline> timelines, IReadOnlyList<BehaviourCase> existing, int most)
    {
        var groups = timelines
            .SelectMany(static (timeline, episode) => CaseFinder.Find(timeline).Select(idea => (Episode: episode, Idea: idea)))
            .Where(static i => i.Idea.Decision >= Shake)
            .GroupBy(static i => i.Idea.Group, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => new Queue<(int Episode, CaseIdea Idea)>(
                g.OrderByDescending(static i => i.Idea.Interest).ThenBy(static i => i.Episode).ThenBy(static i => i.Idea.Decision)))
            .ToList();
        var taken = existing.Where(static c => c.Tic > 0).Select(static c => (c.Seed, c.Tic, c.Criterion.Kind)).ToList();
        var chosen = new List<(int, CaseIdea)>();
        while (chosen.Count < most && groups.Any(static g => g.Count > 0))
        {
            foreach (var group in groups)
            {
                while (chosen.Count < most && group.TryDequeue(out var next))
                {
                    var timeline = timelines[next.Episode];
                    var place = (timeline.Replay.Seed, timeline.Moments[next.Idea.Decision].Tic, next.Idea.Criterion.Kind);
                    if (taken.TrueForAll(t => t.Seed != place.Seed
                        || Math.Abs(t.Tic - place.Tic) >= (t.Kind == place.Kind ? next.Idea.Tics : LeastApart)))
                    {
                        taken.Add(place);
                        chosen.Add(next);
                        break;
                    }
                }
            }
        }

        return chosen;
    }

    // For each idea its case, and the same from before and after under names of their own.
    private static List<List<BehaviourCase>> Fork(
        CaseRequest request, List<Timeline> timelines, string content, List<(int Episode, CaseIdea Idea)> ideas)
    {
        (int Decisions, string Suffix)[] shakes = [(0, ""), (-Shake, "-early"), (Shake, "-late")];
        var snapshots = ideas.GroupBy(static i => i.Episode).ToDictionary(static g => g.Key, g => Timeline.Snapshots(
            timelines[g.Key].Replay,
            request.Stage,
            g.SelectMany(i => shakes.Select(s => i.Idea.Decision + s.Decisions)).ToHashSet()));

        BehaviourCase Make(Timeline timeline, CaseIdea idea, int decision, string suffix, byte[] snapshot) => new()
        {
            Name = Text($"{idea.Group.Split(' ')[0]}-{timeline.Replay.Seed}-{timeline.Moments[idea.Decision].Tic}{suffix}"),
            Description = idea.Description,
            Seed = timeline.Replay.Seed,
            Tic = timeline.Moments[decision].Tic,
            Tics = idea.Tics,
            Criterion = idea.Criterion,
            Origin = request.Policy.Hash,
            Content = content,
            Snapshot = snapshot,
        };

        return
        [
            .. ideas.Select(i => shakes.Select(s => Make(
                timelines[i.Episode], i.Idea, i.Idea.Decision + s.Decisions, s.Suffix, snapshots[i.Episode][i.Idea.Decision + s.Decisions])).ToList()),
        ];
    }

    private static void Book(CaseRequest request, List<Timeline> timelines, List<(int Episode, CaseIdea Idea)> ideas, TimeSpan time)
    {
        var again = ideas.Select(static i => i.Episode).Distinct().Select(e => timelines[e]);
        var played = timelines.Concat(again).ToList();
        request.Book?.Invoke("cases", new Spending(
            played.Sum(static t => (long)t.Replay.Actions.Count), played.Sum(static t => (long)t.Moments[^1].Tic), time.TotalSeconds, 0, 0));
    }

    private async Task<HashSet<string>> PassedAsync(CaseRequest request, List<BehaviourCase> cases, CancellationToken cancellation)
    {
        if (cases.Count == 0)
        {
            return [];
        }

        var result = await evaluator.EvaluateAsync(request.Policy, new EvaluationJob { Cases = cases }, null, cancellation).ConfigureAwait(false);
        new SpendingMeter(settings.Scenario.DecisionTics, request.Book).Add("cases", result);
        return result.Failure is { } failure
            ? throw new LoopException($"{request.Policy.Name} cannot play the cases made from its own episodes: {failure.Message}")
            : result.Cases.Where(static c => c.Passed).Select(static c => c.Case).ToHashSet(StringComparer.Ordinal);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
