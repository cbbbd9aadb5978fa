using Caco.Loop.Evaluate;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

/// <summary>What the test says of given scores; how often it errs is checked by simulation elsewhere.</summary>
public sealed class PairedTestTests
{
    private static readonly CascadeSettings Settings = new() { WorthwhileGain = 0.1 };

    private static double[] Scores(int count, int start = 1) =>
        [.. Enumerable.Range(0, count).Select(i => 100.0 + new Random(start * 1000 + i).Next(-30, 31))];

    [Fact]
    public void Looks_spend_no_more_than_alpha_and_beta_and_the_last_keeps_most()
    {
        var looks = new PairedTest(new CascadeSettings()).Looks;
        Assert.Equal([16, 32, 64, 128], looks.Select(static l => l.Pairs));
        Assert.Equal(0.05, looks.Sum(static l => l.Alpha), 12);
        Assert.Equal(0.05 * 0.75, looks[^1].Alpha, 12);
        Assert.True(looks.Zip(looks.Skip(1)).All(static l => l.First.Alpha < l.Second.Alpha));
        Assert.InRange(looks.Sum(static l => l.Beta), 0.08, 0.1);
        Assert.Equal(0, looks[^1].Beta);
    }

    [Fact]
    public void Looks_end_where_the_seeds_end()
    {
        Assert.Equal([16, 20], new PairedTest(new CascadeSettings(), seeds: 20).Looks.Select(static l => l.Pairs));
        Assert.Equal(0.05, Assert.Single(new PairedTest(new CascadeSettings(), seeds: 3).Looks).Alpha, 12);
    }

    [Fact]
    public void A_strong_gain_is_accepted_at_the_first_look()
    {
        var incumbent = Scores(128);
        var candidate = incumbent.Select(static (s, i) => s + 40 + i % 5).ToArray();
        var outcome = new PairedTest(Settings).Look(0, candidate, incumbent);
        Assert.Equal(PairedVerdict.Accept, outcome.Verdict);
        Assert.Equal((16, 16, 0), (outcome.Pairs, outcome.Wins, outcome.Losses));
        Assert.InRange(outcome.MeanDifference, outcome.Low, outcome.High);
        Assert.True(outcome.Low > 35);
        Assert.StartsWith("a gain is shown on 16 seeds: +4", outcome.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_is_rejected_at_the_first_look()
    {
        var incumbent = Scores(16);
        var outcome = new PairedTest(Settings).Look(0, [.. incumbent.Select(static (s, i) => s - 30 - i % 5)], incumbent);
        Assert.Equal(PairedVerdict.Reject, outcome.Verdict);
        Assert.StartsWith("it is clearly worse on 16 seeds: -3", outcome.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gain_too_small_to_matter_is_given_up()
    {
        var incumbent = Scores(64);
        var outcome = new PairedTest(Settings).Look(2, [.. incumbent.Select(static (s, i) => s + (i % 2 == 0 ? 6 : -6))], incumbent);
        Assert.Equal(PairedVerdict.Reject, outcome.Verdict);
        Assert.StartsWith("a worthwhile gain (+9", outcome.Why, StringComparison.Ordinal);
        Assert.Contains("is out of reach after 64 seeds: 0 a seed", outcome.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_proven_at_the_last_look_is_rejected()
    {
        var (incumbent, candidate) = (Scores(128), Scores(128, 2));
        var test = new PairedTest(Settings);
        var outcome = test.Look(3, candidate, incumbent);
        Assert.Equal(PairedVerdict.Reject, outcome.Verdict);
        Assert.StartsWith("no proof of a gain on 128 seeds", outcome.Why, StringComparison.Ordinal);
        Assert.Equal(PairedVerdict.Continue, test.Look(0, candidate, incumbent).Verdict);
    }

    [Fact]
    public void Play_that_scores_the_same_is_rejected_at_once_and_enough_for_a_simplification()
    {
        var scores = Scores(16);
        var gain = new PairedTest(Settings).Look(0, scores, scores);
        Assert.Equal(PairedVerdict.Reject, gain.Verdict);
        Assert.Equal("it scores exactly the same on all 16 seeds, so there is nothing to gain", gain.Why);
        Assert.Equal((0.0, 0.0, 0.0, 1.0), (gain.MeanDifference, gain.Low, gain.High, gain.P));
        var same = new PairedTest(Settings, PairedMode.NoLoss).Look(0, scores, scores);
        Assert.Equal(PairedVerdict.Accept, same.Verdict);

        // Also where nothing is ever scored, so that no loss could be seen.
        Assert.Equal(PairedVerdict.Accept, new PairedTest(Settings, PairedMode.NoLoss).Look(0, new double[16], new double[16]).Verdict);
    }

    [Fact]
    public void A_simplification_may_not_lose()
    {
        var incumbent = Scores(128);
        var test = new PairedTest(Settings, PairedMode.NoLoss);
        foreach (var look in new[] { 1, 3 })
        {
            // Within the margin, and clearly a loss all the same.
            var small = test.Look(look, [.. incumbent.Select(static (s, i) => s - 5 - i % 3)], incumbent);
            Assert.Equal(PairedVerdict.Reject, small.Verdict);
            Assert.StartsWith("it is clearly worse on", small.Why, StringComparison.Ordinal);
        }

        var equal = test.Look(3, [.. incumbent.Select(static (s, i) => s + (i % 2 == 0 ? 9 : -9))], incumbent);
        Assert.Equal(PairedVerdict.Accept, equal.Verdict);
        Assert.StartsWith("no loss of", equal.Why, StringComparison.Ordinal);
        var noisy = test.Look(3, [.. incumbent.Select(static (s, i) => s - 9 + (i % 2 == 0 ? 80 : -80))], incumbent);
        Assert.StartsWith("no proof that less than", noisy.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_seeds_end_a_trial_only_when_it_is_clearly_worse()
    {
        var incumbent = Scores(8);
        var test = new PairedTest(Settings);
        Assert.True(test.ClearlyWorse([.. incumbent.Select(static (s, i) => s - 40 - 5 * (i % 3))], incumbent, out var why));
        Assert.StartsWith("it is clearly worse on 8 training seeds: -4", why, StringComparison.Ordinal);
        Assert.False(test.ClearlyWorse([.. incumbent.Select(static (s, i) => s - 10 + 30 * (i % 2))], incumbent, out _));
        Assert.False(test.ClearlyWorse(incumbent, incumbent, out _));
        Assert.False(test.ClearlyWorse([0], [100], out _));
    }

    [Fact]
    public void A_comparison_of_its_own_spends_all_of_alpha_at_once()
    {
        var incumbent = Scores(40);
        var outcome = PairedTest.Once([.. incumbent.Select(static (s, i) => s + (i % 3 == 0 ? -2 : 4))], incumbent, Settings);
        Assert.Equal(PairedVerdict.Accept, outcome.Verdict);
        Assert.Equal(40, outcome.Pairs);
        Assert.Equal(PairedVerdict.Reject, PairedTest.Once([1], [0], Settings).Verdict);
    }

    [Fact]
    public void Settings_that_make_no_test_are_named()
    {
        static string Failure(CascadeSettings settings) => Assert.Throws<RequestException>(() => new PairedTest(settings)).Message;
        Assert.StartsWith("cascade.looks", Failure(new CascadeSettings { Looks = [] }), StringComparison.Ordinal);
        Assert.StartsWith("cascade.looks", Failure(new CascadeSettings { Looks = [8, 8] }), StringComparison.Ordinal);
        Assert.StartsWith("cascade.looks", Failure(new CascadeSettings { Looks = [0] }), StringComparison.Ordinal);
        Assert.StartsWith("cascade.alpha", Failure(new CascadeSettings { Alpha = 0.5 }), StringComparison.Ordinal);
        Assert.StartsWith("cascade.beta", Failure(new CascadeSettings { Beta = double.NaN }), StringComparison.Ordinal);
        Assert.StartsWith("cascade.worthwhileGain", Failure(new CascadeSettings { WorthwhileGain = -1 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PairedTest(Settings).Look(0, new double[15], new double[16]));
    }
}
