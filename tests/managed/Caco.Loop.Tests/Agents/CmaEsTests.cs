using Caco.Loop.Agents.Tuning;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class CmaEsTests
{
    private static double Sphere(double[] x) => x.Sum(static v => v * v);

    private static double Rosenbrock(double[] x) => Enumerable.Range(0, x.Length - 1)
        .Sum(i => 100 * Math.Pow(x[i + 1] - x[i] * x[i], 2) + Math.Pow(1 - x[i], 2));

    /// <summary>Axes from 1 to 1000 long, turned out of the coordinates by reflections.</summary>
    private static double RotatedEllipsoid(double[] x)
    {
        var n = x.Length;
        var y = (double[])x.Clone();
        for (var turn = 0; turn < 3; turn++)
        {
            var normal = Enumerable.Range(0, n).Select(i => Math.Sin(1 + i * 1.7 + turn * 0.9)).ToArray();
            var dot = 2 * normal.Zip(y, static (a, b) => a * b).Sum() / normal.Sum(static v => v * v);
            for (var i = 0; i < n; i++)
            {
                y[i] -= dot * normal[i];
            }
        }

        return Enumerable.Range(0, n).Sum(i => Math.Pow(10, 6.0 * i / (n - 1)) * y[i] * y[i]);
    }

    private static (CmaEs Search, int Evaluations) Minimise(
        Func<double[], double> loss, double[] start, double sigma, double goal, int limit, CmaSettings? settings = null)
    {
        var search = new CmaEs(settings ?? new CmaSettings(), CmaState.Start(start, sigma));
        var evaluations = 0;
        var best = double.PositiveInfinity;
        while (best > goal && evaluations < limit)
        {
            var points = search.Ask();
            var losses = points.Select(loss).ToArray();
            search.Tell(losses);
            best = Math.Min(best, losses.Where(double.IsFinite).Min());
            evaluations += points.Count;
        }

        Assert.True(best <= goal, $"{best} after {evaluations} evaluations");
        return (search, evaluations);
    }

    private static double[] Filled(int n, double value) => [.. Enumerable.Repeat(value, n)];

    // The limits are about one and a half times what the literature reports for these functions and starts.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_finds_the_middle_of_a_sphere(int seed) =>
        Minimise(Sphere, Filled(10, 3), 1, 1e-10, 3_000, new CmaSettings { Seed = seed });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_learns_the_axes_of_a_turned_ellipsoid(int seed) =>
        Minimise(RotatedEllipsoid, Filled(10, 3), 1, 1e-10, 9_000, new CmaSettings { Seed = seed });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_follows_the_bent_valley(int seed) =>
        Minimise(Rosenbrock, Filled(5, 0), 0.5, 1e-10, 5_000, new CmaSettings { Seed = seed });

    [Fact]
    public void One_coordinate_is_enough() => Minimise(static x => Math.Pow(x[0] - 2, 2), [10], 1, 1e-10, 500);

    [Fact]
    public void An_optimum_in_the_corner_is_reached_and_no_point_leaves_the_box()
    {
        var settings = new CmaSettings { Lower = Filled(6, -1), Upper = Filled(6, 2) };
        double Loss(double[] x)
        {
            Assert.All(x, static v => Assert.InRange(v, -1, 2));
            return x.Sum(static v => Math.Pow(v - 5, 2));
        }

        var (search, _) = Minimise(Loss, Filled(6, 0), 0.5, 6 * 9 + 0.01, 4_000, settings);
        Assert.All(search.Mean.ToArray(), static v => Assert.InRange(v, 1.9, 2));
    }

    [Fact]
    public void Rounded_coordinates_do_not_freeze()
    {
        // Whole numbers in the first half: without least steps the search narrows within one rounding and stops.
        var settings = new CmaSettings
        {
            Lower = Filled(8, -50),
            Upper = Filled(8, 50),
            LeastSteps = [.. Filled(4, 0.4), .. Filled(4, 0)],
        };
        static double Loss(double[] x) => x.Select(static (v, i) => i < 4 ? Math.Round(v) : v).Sum(static v => Math.Pow(v - 7, 2));
        var (search, _) = Minimise(Loss, Filled(8, -20), 2, 1e-3, 6_000, settings);
        Assert.True(search.Deviation(0) >= 0.39);
    }

    [Fact]
    public void Under_noise_the_mean_comes_near()
    {
        var random = new DeterministicRandom(7);
        double Noisy(double[] x) => Sphere(x) + random.Next(1000) / 1000.0 * 2;
        var search = new CmaEs(new CmaSettings { Population = 20 }, CmaState.Start(Filled(5, 4), 1));
        for (var i = 0; i < 150; i++)
        {
            var points = search.Ask();
            search.Tell([.. points.Select(Noisy)]);
        }

        Assert.InRange(Sphere(search.Mean.ToArray()), 0, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_search_and_a_saved_one_goes_on_as_if_it_had_not_stopped()
    {
        static double[] Run(int stopAfter)
        {
            var settings = new CmaSettings { Seed = 5 };
            var search = new CmaEs(settings, CmaState.Start([2, 2, 2], 1));
            for (var i = 0; i < 20; i++)
            {
                if (i == stopAfter)
                {
                    search = new CmaEs(settings, search.Save());
                }

                var points = search.Ask();
                search.Tell([.. points.Select(Sphere)]);
            }

            return search.Mean.ToArray();
        }

        Assert.Equal(Run(-1), Run(-1));
        Assert.Equal(Run(-1), Run(9));
    }

    [Fact]
    public void Losses_that_are_no_numbers_count_as_the_worst()
    {
        static double Loss(double[] x) => x[0] < 0 ? double.NaN : Sphere(x);
        Minimise(Loss, Filled(4, 2), 0.5, 1e-6, 3_000);
    }

    [Fact]
    public void A_generation_must_be_whole()
    {
        var search = new CmaEs(new CmaSettings(), CmaState.Start([0, 0], 1));
        Assert.Throws<ArgumentException>(() => search.Tell([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CmaEs(new CmaSettings { Population = 3 }, CmaState.Start([0], 1)));
    }

    [Fact]
    public void A_symmetric_matrix_is_its_axes()
    {
        double[] matrix = [4, 1, -2, 1, 2, 0, -2, 0, 3];
        var (values, vectors) = SymmetricEigen.Of(matrix, 3);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                var sum = Enumerable.Range(0, 3).Sum(k => vectors[i * 3 + k] * values[k] * vectors[j * 3 + k]);
                Assert.Equal(matrix[i * 3 + j], sum, 12);
            }
        }
    }
}
