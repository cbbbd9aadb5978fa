namespace Caco.Loop.Failures;

/// <summary>The part of an episode that shows its trouble.</summary>
/// <param name="First">Its first decision.</param>
/// <param name="Last">Its last decision.</param>
/// <param name="Why">What it is, for example "the last seconds before death".</param>
public readonly record struct Stretch(int First, int Last, string Why)
{
    /// <summary>Tics of a stretch around one event.</summary>
    public const int Tics = 190;

    /// <summary>The decisions that a contact sheet shows: evenly spread, the last one always.</summary>
    /// <param name="most">Frames at most.</param>
    /// <param name="least">Decisions from one frame to the next at least.</param>
    public IReadOnlyList<int> Frames(int most, int least)
    {
        var (first, last) = (First, Last);
        var step = Math.Max(least, (last - first + most) / most);
        var count = Math.Min(most, (last - first) / step + 1);
        return [.. Enumerable.Range(0, count).Select(i => last - (count - 1 - i) * step)];
    }

    /// <summary>Finds it by the cause.</summary>
    /// <param name="cause">What the episode suffered from.</param>
    /// <param name="samples">The episode, at least one decision.</param>
    /// <param name="decision">Tics of a decision.</param>
    public static Stretch Find(FailureCause cause, IReadOnlyList<SurveySample> samples, int decision)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var length = Math.Max(1, Tics / Math.Max(1, decision));
        var last = samples.Count - 1;
        return cause switch
        {
            FailureCause.Killed => Until(last, length, "the last seconds before death"),
            FailureCause.OutOfAmmo => Run(samples, length, static s => s.IsEmpty, "the longest time without ammunition", atStart: true),
            FailureCause.Stuck => Run(
                samples, length, static s => s.Moves && s.Step < EpisodeSurvey.StillStep, "the longest time of moving on the spot", atStart: false),
            FailureCause.DidNotShoot => Run(
                samples, length, static s => s.Enemies > 0 && !s.Attacks, "the longest time with an enemy on the screen and no trigger", atStart: false),
            FailureCause.MissedShots => Until(MostMisses(samples, length), length, "the time with the most trigger and the fewest hits"),
            FailureCause.SawNoEnemy => new Stretch(0, last, "the whole episode"),
            _ => Quiet(samples, length),
        };
    }

    private static Stretch Until(int last, int length, string why) => new(Math.Max(0, last - length + 1), last, why);

    // A short run is shown with what led to it; of a long one its beginning or its end.
    private static Stretch Run(IReadOnlyList<SurveySample> samples, int length, Predicate<SurveySample> isIn, string why, bool atStart)
    {
        var (bestStart, bestLength, start) = (0, 0, 0);
        for (var i = 0; i < samples.Count; i++)
        {
            if (!isIn(samples[i]))
            {
                start = i + 1;
            }
            else if (i - start + 1 > bestLength)
            {
                (bestStart, bestLength) = (start, i - start + 1);
            }
        }

        var last = atStart ? bestStart + length / 2 : Math.Max(bestStart + bestLength - 1, length - 1);
        return Until(Math.Min(last, samples.Count - 1), length, why);
    }

    private static int MostMisses(IReadOnlyList<SurveySample> samples, int length)
    {
        var (best, most) = (samples.Count - 1, int.MinValue);
        for (var last = Math.Min(length, samples.Count) - 1; last < samples.Count; last++)
        {
            var first = Math.Max(0, last - length + 1);
            var pulled = 0;
            for (var i = first; i <= last; i++)
            {
                pulled += samples[i].Attacks ? 1 : 0;
            }

            // A hit outweighs the decisions that one shot takes.
            var misses = pulled - (int)(10 * (samples[last].Hits - samples[first].Hits));
            if (misses > most)
            {
                (best, most) = (last, misses);
            }
        }

        return best;
    }

    private static Stretch Quiet(IReadOnlyList<SurveySample> samples, int length)
    {
        var (bestStart, bestLength, start) = (0, 0, 0);
        for (var i = 1; i < samples.Count; i++)
        {
            if (samples[i].Hits > samples[i - 1].Hits)
            {
                start = i;
            }
            else if (i - start > bestLength)
            {
                (bestStart, bestLength) = (start, i - start);
            }
        }

        return new Stretch(bestStart, Math.Min(samples.Count - 1, bestStart + Math.Max(bestLength, length)), "the longest time without a hit");
    }
}
