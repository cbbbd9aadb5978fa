using Caco.Loop.Evaluate;

namespace Caco.Loop.Tests;

public sealed class StudentTTests
{
    // From printed tables of the t distribution.
    [Theory]
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 2, 4.303)]
    [InlineData(0.95, 5, 2.015)]
    [InlineData(0.975, 15, 2.131)]
    [InlineData(0.999, 15, 3.733)]
    [InlineData(0.995, 7, 3.499)]
    [InlineData(0.975, 127, 1.979)]
    [InlineData(0.9, 60, 1.296)]
    [InlineData(0.5, 9, 0)]
    public void Quantiles_are_those_of_the_tables(double probability, double degrees, double expected)
    {
        Assert.Equal(expected, StudentT.Quantile(probability, degrees), 0.0006);
        Assert.Equal(-expected, StudentT.Quantile(1 - probability, degrees), 0.0006);
    }

    [Fact]
    public void One_degree_is_the_Cauchy_distribution_and_two_have_a_closed_form()
    {
        foreach (var t in new[] { -30.0, -2, -0.1, 0, 0.5, 1, 7, 400 })
        {
            Assert.Equal(0.5 + Math.Atan(t) / Math.PI, StudentT.Cumulative(t, 1), 1e-10);
            Assert.Equal(0.5 + t / (2 * Math.Sqrt(2 + t * t)), StudentT.Cumulative(t, 2), 1e-10);
        }

        Assert.Equal(1, StudentT.Cumulative(double.PositiveInfinity, 3));
    }

    [Fact]
    public void Quantile_and_probability_undo_each_other()
    {
        foreach (var degrees in new[] { 1.0, 3, 8, 31, 127, 5000 })
        {
            foreach (var probability in new[] { 0.0005, 0.02, 0.3, 0.5, 0.8, 0.999 })
            {
                Assert.Equal(probability, StudentT.Cumulative(StudentT.Quantile(probability, degrees), degrees), 1e-9);
            }
        }
    }
}
