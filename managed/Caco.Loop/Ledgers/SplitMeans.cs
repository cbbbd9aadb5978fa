namespace Caco.Loop.Ledgers;

/// <summary>Means over the episodes that a trial played on one split; null without episodes.</summary>
/// <param name="Episodes">How many.</param>
/// <param name="Score">Mean of damage plus ten for each kill.</param>
/// <param name="Reward">Mean of the scenario's reward.</param>
public sealed record SplitMeans(int Episodes, double? Score, double? Reward)
{
    /// <summary>The means of a trial.</summary>
    public static SplitMeans Of(TrialRecord trial, Split split)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var episodes = trial.Episodes.Where(e => e.Split == split).Select(static e => e.Episode).ToList();
        return episodes.Count == 0
            ? new SplitMeans(0, null, null)
            : new SplitMeans(episodes.Count, episodes.Average(static e => e.Score), episodes.Average(static e => e.Reward));
    }
}
