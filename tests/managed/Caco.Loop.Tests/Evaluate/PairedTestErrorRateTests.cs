using Caco.Loop.Evaluate;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

/// <summary>Thousands of simulated comparisons: how often the test errs, and how often one would without it.</summary>
public sealed class PairedTestErrorRateTests
{
    private const int Rounds = 2000;
    private static readonly CascadeSettings Settings = new() { WorthwhileGain = 0.1 };

    /// <summary>Draws a seed's scores of candidate and incumbent: a common part, the seed's difficulty, and a part of each.</summary>
    private delegate (double Candidate, double Incumbent) Pair(Random random);

    public static TheoryData<string> EqualPolicies => ["normal", "skewed", "heavy tails", "zeros", "rarely different", "points", "uneven spread"];

    private static Pair Equal(string kind) => kind switch
    {
        "normal" => static r =>
        {
            var seed = 100 + 20 * Normal(r);
            return (seed + 15 * Normal(r), seed + 15 * Normal(r));
        },
        "skewed" => static r =>
        {
            var seed = 40 * Math.Exp(0.5 * Normal(r));
            return (seed * Math.Exp(0.8 * Normal(r)), seed * Math.Exp(0.8 * Normal(r)));
        },
        "heavy tails" => static r =>
        {
            var seed = 100 + 20 * Normal(r);
            return (seed + 10 * Cauchy(r), seed + 10 * Cauchy(r));
        },
        "zeros" => static r =>
        {
            var mercy = r.NextDouble();
            double Score() => r.NextDouble() < mercy ? -40 * Math.Log(1 - r.NextDouble()) : 0;
            return (Score(), Score());
        },
        "rarely different" => static r =>
        {
            var seed = 100 + 20 * Normal(r);
            return r.NextDouble() < 0.9 ? (seed, seed) : (100 + 20 * Normal(r), seed);
        },
        "points" => static r =>
        {
            var skill = 2 + r.Next(3);
            double Score() => Enumerable.Range(0, skill).Sum(_ => r.Next(3) == 0 ? 70.0 : 0);
            return (Score(), Score());
        },
        "uneven spread" => static r =>
        {
            var seed = 100 + 20 * Normal(r);
            return (seed + 45 * Normal(r), seed + 5 * Normal(r));
        },
        _ => throw new ArgumentException(kind),
    };

    [Theory]
    [MemberData(nameof(EqualPolicies))]
    public void A_policy_that_is_no_better_is_accepted_no_more_often_than_alpha(string kind)
    {
        var (accepted, _, pairs) = Simulate(Equal(kind), PairedMode.Gain, 17);
        TestContext.Current.SendDiagnosticMessage($"{kind}: {accepted:0.0000} accepted, {pairs:0} pairs");
        Assert.InRange(accepted, 0, WithTolerance(Settings.Alpha));
    }

    [Theory]
    [InlineData("skewed up")]
    [InlineData("skewed down")]
    public void Equal_means_with_differences_that_are_not_symmetric_stay_near_alpha(string kind)
    {
        // Nothing exact is promised here; an exponential distribution against a narrow one is as bad as scores get.
        Pair pair = kind == "skewed up"
            ? static r => (-100 * Math.Log(1 - r.NextDouble()), 100 + 20 * Normal(r))
            : static r => (100 + 20 * Normal(r), -100 * Math.Log(1 - r.NextDouble()));
        var (accepted, _, _) = Simulate(pair, PairedMode.Gain, 23);
        TestContext.Current.SendDiagnosticMessage($"{kind}: {accepted:0.0000} accepted");
        Assert.InRange(accepted, 0, WithTolerance(1.5 * Settings.Alpha));
    }

    [Fact]
    public void A_simplification_that_loses_the_margin_is_accepted_no_more_often_than_alpha()
    {
        var (accepted, _, _) = Simulate(
            static r =>
            {
                var seed = 100 + 10 * Normal(r);
                return (seed - 10 + 20 * Normal(r), seed + 20 * Normal(r));
            },
            PairedMode.NoLoss,
            29);
        TestContext.Current.SendDiagnosticMessage($"margin lost: {accepted:0.0000} accepted");
        Assert.InRange(accepted, 0, WithTolerance(Settings.Alpha) + 0.01);
    }

    [Theory]
    [InlineData(PairedMode.Gain, 10)]
    [InlineData(PairedMode.NoLoss, 0)]
    public void What_is_worth_having_is_seldom_given_up_and_mostly_accepted(PairedMode mode, double gain)
    {
        var (accepted, givenUp, pairs) = Simulate(
            r =>
            {
                var seed = 100 + 20 * Normal(r);
                return (seed + gain + 25 * Normal(r), seed + 25 * Normal(r));
            },
            mode,
            31);
        TestContext.Current.SendDiagnosticMessage($"{mode}: {accepted:0.000} accepted, {givenUp:0.000} given up, {pairs:0} pairs");
        Assert.InRange(givenUp, 0, WithTolerance(Settings.Beta));
        Assert.InRange(accepted, 0.8, 1);
        Assert.InRange(pairs, 16, 110);
    }

    [Fact]
    public void A_large_gain_is_accepted_early()
    {
        var (accepted, _, pairs) = Simulate(
            static r =>
            {
                var seed = 100 + 20 * Normal(r);
                return (seed + 30 + 25 * Normal(r), seed + 25 * Normal(r));
            },
            PairedMode.Gain,
            37);
        Assert.True(accepted > 0.99);
        Assert.InRange(pairs, 16, 40);
    }

    [Fact]
    public void The_interval_holds_the_true_difference_about_as_often_as_it_says()
    {
        var random = new Random(41);
        var test = new PairedTest(Settings with { Looks = [64] });
        var inside = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (candidate, incumbent) = Draw(static r => (104 + 30 * Normal(r), 100 + 10 * Normal(r)), 64, random);
            var outcome = test.Look(0, candidate, incumbent);
            inside += outcome.Low <= 4 && 4 <= outcome.High ? 1 : 0;
        }

        Assert.InRange(inside / (double)Rounds, 0.935, 0.965);
    }

    [Fact]
    public void Looking_again_and_again_with_a_t_test_would_break_alpha()
    {
        var random = new Random(43);
        var (atLooks, always) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var (candidate, incumbent) = Draw(Equal("normal"), 128, random);
            atLooks += Settings.Looks.Any(n => NaiveP(candidate, incumbent, n) <= 0.05) ? 1 : 0;
            always += Enumerable.Range(8, 121).Any(n => NaiveT(candidate, incumbent, n) >= 1.9) ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage($"naive: {atLooks / (double)Rounds:0.000} at four looks, {always / (double)Rounds:0.000} after every seed");
        Assert.InRange(atLooks / (double)Rounds, 0.09, 0.2);
        Assert.InRange(always / (double)Rounds, 0.15, 0.5);
    }

    private static double NaiveT(double[] candidate, double[] incumbent, int count)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var difference = candidate[i] - incumbent[i];
            sum += difference;
            squares += difference * difference;
        }

        var mean = sum / count;
        return mean / Math.Sqrt((squares / count - mean * mean) / (count - 1));
    }

    private static double NaiveP(double[] candidate, double[] incumbent, int count) =>
        1 - StudentT.Cumulative(NaiveT(candidate, incumbent, count), count - 1);

    // Shares of comparisons that are accepted, and that are rejected before the last look, and the pairs that one takes.
    private static (double Accepted, double GivenUp, double Pairs) Simulate(Pair pair, PairedMode mode, int start)
    {
        var random = new Random(start);
        var test = new PairedTest(Settings, mode);
        var (accepted, givenUp, pairs) = (0, 0, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var (candidate, incumbent) = Draw(pair, test.Looks[^1].Pairs, random);
            for (var look = 0; look < test.Looks.Count; look++)
            {
                var outcome = test.Look(look, candidate, incumbent);
                if (outcome.Verdict == PairedVerdict.Continue)
                {
                    continue;
                }

                accepted += outcome.Verdict == PairedVerdict.Accept ? 1 : 0;
                givenUp += outcome.Verdict == PairedVerdict.Reject && look < test.Looks.Count - 1 ? 1 : 0;
                pairs += outcome.Pairs;
                break;
            }
        }

        return (accepted / (double)Rounds, givenUp / (double)Rounds, pairs / (double)Rounds);
    }

    private static (double[] Candidate, double[] Incumbent) Draw(Pair pair, int count, Random random)
    {
        var (candidate, incumbent) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            (candidate[i], incumbent[i]) = pair(random);
        }

        return (candidate, incumbent);
    }

    // Three standard errors of a share over the rounds.
    private static double WithTolerance(double rate) => rate + 3 * Math.Sqrt(rate * (1 - rate) / Rounds);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Cauchy(Random random) => Math.Tan(Math.PI * (random.NextDouble() - 0.5));
}
