using Caco.Loop.Evaluate;

namespace Caco.Loop.Tests;

public sealed class SignFlipsTests
{
    [Fact]
    public void Few_differences_have_all_their_flips()
    {
        Assert.Equal(1, SignFlips.PValue([]));
        Assert.Equal(1, SignFlips.PValue([0, 0, 0]));
        Assert.Equal(0.5, SignFlips.PValue([3]));
        Assert.Equal(1, SignFlips.PValue([-3]));
        Assert.Equal(1.0 / 8, SignFlips.PValue([1, 2, 4]));
        Assert.Equal(3.0 / 8, SignFlips.PValue([1, -2, 4]));
        Assert.Equal(1.0 / 4, SignFlips.PValue([0, 5, 0, 0.1]));
    }

    [Fact]
    public void The_transform_counts_what_a_plain_enumeration_counts()
    {
        var random = new Random(5);
        for (var round = 0; round < 20; round++)
        {
            var differences = Enumerable.Range(0, 1 + round % 12).Select(_ => (double)random.Next(-3, 5)).ToArray();
            Assert.Equal(Enumerated(differences), SignFlips.PValue(differences), 1e-12);
        }
    }

    [Fact]
    public void Ties_that_rounding_would_break_are_counted()
    {
        // 0.1 + 0.2 is not 0.3 in binary.
        Assert.Equal(Enumerated([1, 2, -3, 4]), SignFlips.PValue([0.1, 0.2, -0.3, 0.4]));
    }

    [Fact]
    public void The_order_of_a_few_seeds_and_the_scale_do_not_matter()
    {
        double[] differences = [3, -1, 4, 1, -5, 9, 2, 6];
        var p = SignFlips.PValue(differences);
        Assert.Equal(p, SignFlips.PValue([.. differences.Reverse()]));
        Assert.Equal(p, SignFlips.PValue([.. differences.Select(static d => d * 1e6)]));
    }

    [Fact]
    public void Many_differences_give_nearly_the_p_value_of_the_normal_limit()
    {
        var random = new Random(3);
        for (var round = 0; round < 40; round++)
        {
            var differences = Enumerable.Range(0, 100).Select(_ => random.NextDouble() - 0.45).ToArray();
            var z = differences.Sum() / Math.Sqrt(differences.Sum(static d => d * d));
            var normal = 1 - StudentT.Cumulative(z, 1e6);
            Assert.InRange(SignFlips.PValue(differences), normal - 0.025, normal + 0.025);
        }
    }

    [Fact]
    public void Under_random_signs_a_p_value_of_at_most_u_comes_up_at_most_as_often()
    {
        // What makes the test exact, checked for a size beyond full enumeration.
        var random = new Random(11);
        var sizes = Enumerable.Range(0, 40).Select(_ => Math.Pow(random.NextDouble(), -0.7)).ToArray();
        const int Rounds = 3000;
        double[] levels = [0.01, 0.05, 0.2, 0.5];
        var counts = new int[levels.Length];
        for (var round = 0; round < Rounds; round++)
        {
            var p = SignFlips.PValue([.. sizes.Select(size => random.Next(2) == 0 ? size : -size)]);
            for (var i = 0; i < levels.Length; i++)
            {
                counts[i] += p <= levels[i] ? 1 : 0;
            }
        }

        for (var i = 0; i < levels.Length; i++)
        {
            var tolerance = 3.5 * Math.Sqrt(levels[i] * (1 - levels[i]) / Rounds);
            Assert.InRange(counts[i] / (double)Rounds, levels[i] - tolerance, levels[i] + tolerance);
        }
    }

    private static double Enumerated(double[] differences)
    {
        var reached = 0;
        for (var flip = 0; flip < 1 << differences.Length; flip++)
        {
            var sum = differences.Select((d, i) => (flip >> i & 1) == 1 ? -d : d).Sum();
            reached += sum >= differences.Sum() ? 1 : 0;
        }

        return reached / (double)(1 << differences.Length);
    }
}
