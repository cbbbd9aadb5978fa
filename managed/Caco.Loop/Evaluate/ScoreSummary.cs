using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Evaluate;

/// <summary>What a set of episodes says of a policy.</summary>
public sealed record ScoreSummary
{
    /// <summary>Episodes.</summary>
    public required int Count { get; init; }

    /// <summary>Mean worth of an episode.</summary>
    public required double Mean { get; init; }

    /// <summary>Of the mean; 0 for one episode.</summary>
    public required double StandardError { get; init; }

    /// <summary>Lower end of Student's 95 % interval of the mean; the mean itself for one episode.</summary>
    public required double Low { get; init; }

    /// <summary>Its upper end.</summary>
    public required double High { get; init; }

    /// <summary>The worst episode.</summary>
    public required double Min { get; init; }

    /// <summary>The 5th percentile, linear between the ranks.</summary>
    public required double Percentile5 { get; init; }

    public required double Median { get; init; }

    public required double Max { get; init; }

    /// <summary>Kills of an episode, mean.</summary>
    public required double Kills { get; init; }

    /// <summary>Damage made in an episode, mean.</summary>
    public required double Damage { get; init; }

    /// <summary>Hits for each shot, over all shots together; 0 without shots.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Shots of an episode, mean.</summary>
    public required double Shots { get; init; }

    /// <summary>Share of the episodes in which the player died.</summary>
    public required double DeathShare { get; init; }

    /// <summary>Deaths by what killed the player ("?" where that is not known), most frequent first.</summary>
    public required IReadOnlyDictionary<string, int> Deaths { get; init; }

    /// <summary>Share of the decisions without ammunition, mean over episodes.</summary>
    public required double StarvedShare { get; init; }

    /// <summary>Share of the decisions that pressed a move and did not move, mean over episodes.</summary>
    public required double StuckShare { get; init; }

    /// <summary>Squares of 128 units stood on, mean.</summary>
    public required double Explored { get; init; }

    /// <summary>Health lost, mean.</summary>
    public required double DamageTaken { get; init; }

    /// <summary>Tics of an episode, mean.</summary>
    public required double Tics { get; init; }

    /// <summary>All decisions.</summary>
    public required long Decisions { get; init; }

    /// <summary>Decisions a second of one worker; null where nobody measured.</summary>
    public double? DecisionsPerSecond { get; init; }

    /// <summary>Time that the policy takes for a decision, looking included; null where nobody measured.</summary>
    public double? NanosecondsPerDecision { get; init; }

    /// <summary>Figures of at least one episode.</summary>
    public static ScoreSummary Of(IReadOnlyCollection<EpisodeResult> episodes, ScoreRule rule)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        if (episodes.Count == 0)
        {
            throw new ArgumentException("There is nothing to say of no episodes.", nameof(episodes));
        }

        double[] scores = [.. episodes.Select(e => e.Worth(rule)).Order()];
        var statistics = Statistics.Of(scores);
        var half = scores.Length < 2 ? 0 : StudentT.Quantile(0.975, scores.Length - 1) * statistics.StandardError;
        var shots = episodes.Sum(static e => (double)e.Behaviour.Shots);
        List<EpisodeResult> timed = [.. episodes.Where(static e => e.Times is { Total: > 0 } && e.Decisions > 0)];
        var timedDecisions = timed.Sum(static e => (double)e.Decisions);
        return new ScoreSummary
        {
            Count = scores.Length,
            Mean = statistics.Mean,
            StandardError = statistics.StandardError,
            Low = statistics.Mean - half,
            High = statistics.Mean + half,
            Min = scores[0],
            Percentile5 = Percentile(scores, 0.05),
            Median = Percentile(scores, 0.5),
            Max = scores[^1],
            Kills = episodes.Average(static e => e.Kills),
            Damage = episodes.Average(static e => e.Damage),
            Accuracy = shots > 0 ? episodes.Sum(static e => e.Behaviour.Shots * e.Behaviour.Accuracy) / shots : 0,
            Shots = shots / scores.Length,
            DeathShare = episodes.Count(static e => e.Dead) / (double)scores.Length,
            Deaths = Causes(episodes),
            StarvedShare = episodes.Average(static e => e.Behaviour.StarvedShare),
            StuckShare = episodes.Average(static e => e.Behaviour.StuckShare),
            Explored = episodes.Average(static e => e.Behaviour.Explored),
            DamageTaken = episodes.Average(static e => e.Behaviour.DamageTaken),
            Tics = episodes.Average(static e => e.Tics),
            Decisions = episodes.Sum(static e => (long)e.Decisions),
            DecisionsPerSecond = timed.Count == 0 ? null : 1000 * timedDecisions / timed.Sum(static e => e.Times!.Total),
            NanosecondsPerDecision = timed.Count == 0 ? null : 1e6 * timed.Sum(static e => e.Times!.Look + e.Times.Policy) / timedDecisions,
        };
    }

    private static double Percentile(double[] sorted, double share)
    {
        var rank = share * (sorted.Length - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    private static Dictionary<string, int> Causes(IEnumerable<EpisodeResult> episodes) => episodes
        .Where(static e => e.Dead)
        .GroupBy(static e => e.Behaviour.Killer.Length == 0 ? "?" : e.Behaviour.Killer)
        .OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal)
        .ToDictionary(static g => g.Key, static g => g.Count());
}
