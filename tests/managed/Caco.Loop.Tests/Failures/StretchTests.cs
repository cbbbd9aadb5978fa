using Caco.Loop.Failures;

namespace Caco.Loop.Tests;

public sealed class StretchTests
{
    // With decisions of 19 tics a stretch is 10 decisions.
    private const int Decision = 19;

    [Fact]
    public void Death_shows_the_end() => Assert.Equal((90, 99), Find(FailureCause.Killed, Samples(static (_, s) => s)));

    [Fact]
    public void Short_episodes_are_shown_whole() =>
        Assert.Equal((0, 3), Find(FailureCause.Killed, Samples(static (_, s) => s).Take(4).ToList()));

    [Fact]
    public void Starving_shows_when_it_began() => Assert.Equal(
        (46, 55), Find(FailureCause.OutOfAmmo, Samples(static (i, s) => s with { IsEmpty = i is 3 or (>= 50 and < 80) })));

    [Fact]
    public void Being_stuck_shows_the_end_of_the_longest_time() => Assert.Equal(
        (40, 49), Find(FailureCause.Stuck, Samples(static (i, s) => s with { Moves = i is >= 20 and < 50, Step = i is 25 or > 49 ? 5 : 0 })));

    [Fact]
    public void Holding_fire_shows_enemies_without_trigger() => Assert.Equal(
        (15, 24), Find(FailureCause.DidNotShoot, Samples(static (i, s) => s with { Enemies = i is >= 10 and < 30 ? 1 : 0, Attacks = i >= 25 })));

    [Fact]
    public void Missing_shows_trigger_without_hits() => Assert.Equal(
        (60, 69),
        Find(FailureCause.MissedShots, Samples(static (i, s) => s with { Attacks = i is (>= 20 and < 40) or (>= 60 and < 70), Hits = i < 20 ? 0 : Math.Min(i, 40) / 2 })));

    [Fact]
    public void A_low_score_shows_the_time_without_a_hit() => Assert.Equal(
        (20, 70), Find(FailureCause.LowScore, Samples(static (i, s) => s with { Hits = i < 20 ? i : i < 71 ? 20 : i })));

    [Fact]
    public void Frames_are_spread_and_end_with_the_last()
    {
        Assert.Equal([2, 4, 6], new Stretch(1, 6, "").Frames(24, 2));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], new Stretch(0, 6, "").Frames(24, 1));
        var many = new Stretch(0, 1049, "").Frames(24, 4);
        Assert.Equal((24, 1049), (many.Count, many[^1]));
        Assert.True(many[0] is >= 0 and < 50);
        Assert.Equal([5], new Stretch(5, 5, "").Frames(24, 4));
    }

    private static (int, int) Find(FailureCause cause, IReadOnlyList<SurveySample> samples)
    {
        var stretch = Stretch.Find(cause, samples, Decision);
        return (stretch.First, stretch.Last);
    }

    private static List<SurveySample> Samples(Func<int, SurveySample, SurveySample> change) =>
        [.. Enumerable.Range(0, 100).Select(i => change(i, new SurveySample { Tic = i * Decision, Health = 100, Ammo = 9 }))];
}
