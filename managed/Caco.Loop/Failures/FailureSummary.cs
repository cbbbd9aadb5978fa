using System.Globalization;
using System.Text;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Failures;

/// <summary>A failure among the evaluation's other episodes.</summary>
internal sealed record FailureContext
{
    public required long Trial { get; init; }

    public required EpisodeResult Episode { get; init; }

    public required FailureCause Cause { get; init; }

    public required string Detail { get; init; }

    public required bool IsWorst { get; init; }

    public required ScoreRule Rule { get; init; }

    /// <summary>All episodes of the evaluation.</summary>
    public required IReadOnlyList<EpisodeResult> All { get; init; }

    /// <summary>How many of them suffered from the same.</summary>
    public required int OfCause { get; init; }

    /// <summary>Tics that an episode lasts at most.</summary>
    public required int Limit { get; init; }

    public required int Decision { get; init; }

    public required EpisodeSurvey Survey { get; init; }

    public required Stretch Stretch { get; init; }

    /// <summary>What the policy said in the whole episode; null where it was not kept.</summary>
    public required IReadOnlyList<TraceEntry>? Trace { get; init; }

    public double Score => Episode.Worth(Rule);
}

/// <summary>An episode in at most <see cref="MostLines"/> lines, fit for a model's context.</summary>
internal static class FailureSummary
{
    public const int MostLines = 20;
    public const int WidestLine = 200;

    private const double TicsPerSecond = 35;
    private const int Points = 12;
    private const int LastWords = 3;

    /// <param name="of">The failure.</param>
    /// <param name="noClip">Why there is no clip; null: there is one.</param>
    public static string Write(FailureContext of, string? noClip)
    {
        var lines = new List<string>();
        void Line(FormattableString text) => lines.Add(Cut(text.ToString(CultureInfo.InvariantCulture)));

        var (episode, survey, samples) = (of.Episode, of.Survey, of.Survey.Samples);
        var scores = of.All.Select(e => e.Worth(of.Rule)).Order().ToList();
        Line($"Trial {of.Trial}, seed {episode.Seed}: {Names.Of(of.Cause)} ({of.Detail}). The {(of.IsWorst ? "worst" : "most typical")} of {of.OfCause} such among {of.All.Count} episodes.");
        Line($"Score {of.Score:0.#}; all episodes: mean {scores.Average():0.#}, lowest {scores[0]:0.#}, median {scores[scores.Count / 2]:0.#}, highest {scores[^1]:0.#}.");
        Line($"Kills {episode.Kills:0}, damage {episode.Damage:0}, hits {episode.Hits:0}, reward {episode.Reward:0.##}.");
        Line($"{(episode.Dead ? "Died" : episode.Timeout ? "Played to the end of time" : "Ended")} at tic {episode.Tics} of {of.Limit} ({episode.Tics / TicsPerSecond:0.0} s), {episode.Decisions} decisions of {of.Decision} tics; health {episode.Health:0}, ammunition {episode.Ammo:0}.");
        Line($"Shots {episode.Behaviour.Shots}, accuracy {Percent(episode.Behaviour.Accuracy)}, damage taken {episode.Behaviour.DamageTaken:0}, explored {episode.Behaviour.Explored} squares of 128 units.");
        Line($"A living enemy on the screen in {Percent(survey.InViewShare)} of the decisions, {(survey.FirstSeenTic is { } first ? $"first at tic {first}" : "never one")}; nearest at the end: {(survey.NearestAtEnd is { } near ? string.Create(CultureInfo.InvariantCulture, $"{near:0} units") : "none alive")}.");
        Line($"Time: trigger held {Percent(survey.TriggerShare)}, standing still {Percent(survey.StillShare)}, moving on the spot {Percent(episode.Behaviour.StuckShare)}, without ammunition {Percent(survey.EmptyShare)}.");
        Line($"Health by tic: {Timeline(samples, static s => s.Health)}.");
        Line($"Ammunition by tic: {Timeline(samples, static s => s.Ammo)}.");
        Line($"Kills by tic: {Timeline(samples, static s => s.Kills)}.");
        Line($"Hardest hits taken: {HardHits(samples)}.");
        var (from, to) = (samples[of.Stretch.First].Tic, samples[of.Stretch.Last].Tic);
        Line($"Shown: {of.Stretch.Why}, tics {from} to {to}.");
        lines.AddRange(Words(of, to).Select(Cut));
        Line($"Look at: {Advice(of.Cause)}");
        lines.Add($"Files: sheet.png, {(noClip is null ? "clip.mp4" : $"no clip ({noClip})")}, {(of.Trace is null ? "no trace" : "trace.txt")}, causes.json, replay.caco.");
        return string.Join('\n', lines) + '\n';
    }

    private static IEnumerable<string> Words(FailureContext of, int to)
    {
        if (of.Trace is null)
        {
            return ["The policy's own account was not kept."];
        }

        var last = of.Trace.Where(t => t.Tic <= to).TakeLast(LastWords).ToList();
        return last.Count == 0
            ? ["The policy said nothing: it can, through EpisodeInfo.Log.Trace(...)."]
            : last.Select(static t => string.Create(CultureInfo.InvariantCulture, $"It said at tic {t.Tic}: {string.Join("; ", t.Lines)}"));
    }

    private static string Advice(FailureCause cause) => cause switch
    {
        FailureCause.Killed => "whether the policy saw what killed it (red boxes), turned to it, kept its distance, and went for health in time.",
        FailureCause.OutOfAmmo => "what the last rounds were spent on, and whether ammunition in sight (green boxes) was fetched.",
        FailureCause.Stuck => "what the wall in the way looks like to the policy, and which rule keeps pressing on.",
        FailureCause.SawNoEnemy => "where it wandered: the same places again, or never round the corner.",
        FailureCause.MissedShots => "how far off the sights the red boxes are when the trigger is pulled, and at what distance.",
        FailureCause.DidNotShoot => "frames with red boxes: whether they were detected, and what other rule acted.",
        _ => "the time without a hit: what it did instead of fighting.",
    };

    /// <summary>Values at evenly spread decisions, the first and the last among them; the tic is named where the value changed.</summary>
    private static string Timeline(IReadOnlyList<SurveySample> samples, Func<SurveySample, double> value)
    {
        var text = new StringBuilder();
        double? before = null;
        for (var i = 0; i < Points; i++)
        {
            var sample = samples[(samples.Count - 1) * i / (Points - 1)];
            if (value(sample) != before)
            {
                text.Append(text.Length == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"{value(sample):0} at {sample.Tic}");
                before = value(sample);
            }
        }

        return text.ToString();
    }

    private static string HardHits(IReadOnlyList<SurveySample> samples)
    {
        var hits = Enumerable.Range(1, samples.Count - 1)
            .Select(i => (Lost: samples[i - 1].Health - samples[i].Health, samples[i].Tic))
            .Where(static h => h.Lost > 0)
            .OrderByDescending(static h => h.Lost).ThenBy(static h => h.Tic)
            .Take(4)
            .Select(static h => string.Create(CultureInfo.InvariantCulture, $"{h.Lost:0} at tic {h.Tic}"))
            .ToList();
        return hits.Count == 0 ? "none" : string.Join(", ", hits);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0}%");

    private static string Cut(string line) => line.Length <= WidestLine ? line : line[..(WidestLine - 3)] + "...";

    /// <summary>Causes in words, and as parts of file names.</summary>
    internal static class Names
    {
        public static string Of(FailureCause cause) => cause switch
        {
            FailureCause.Killed => "killed",
            FailureCause.OutOfAmmo => "out of ammunition",
            FailureCause.Stuck => "stuck",
            FailureCause.SawNoEnemy => "saw no enemy",
            FailureCause.MissedShots => "missed",
            FailureCause.DidNotShoot => "did not shoot",
            _ => "low score",
        };

        public static string FileNameOf(FailureCause cause) => Of(cause).Replace(' ', '-');
    }
}
