using Caco.Loop.Agents.Tuning;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class SensitivityTests
{
    private static readonly Tunable[] Items =
    [
        .. new[] { "Slope", "Hill", "Idle" }.Select(static name => new Tunable
        {
            Key = "P." + name,
            Name = "P." + name,
            File = "P.cs",
            Span = default,
            Text = "0",
            Value = 0,
            Min = 0,
            Max = 10,
            IsInteger = false,
            Suffix = "",
        }),
    ];

    // Every block has its own luck, larger than any effect.
    private static List<TunerProbe> Probes(int blocks, Func<double[], double> score)
    {
        var random = new DeterministicRandom(3);
        double Uniform() => random.Next(10_000) / 10_000.0;
        return [.. Enumerable.Range(0, blocks).SelectMany(block =>
        {
            var luck = 100 * Uniform();
            return Enumerable.Range(0, 8).Select(_ =>
            {
                double[] point = [Uniform(), Uniform(), Uniform()];
                return new TunerProbe(block, point, score(point) + luck + Uniform(), 4);
            }).ToArray();
        })];
    }

    [Fact]
    public void Slopes_hills_and_idle_constants_are_told_apart()
    {
        var probes = Probes(12, static x => 7 * x[0] - 20 * Math.Pow(x[1] - 0.3, 2));
        var sensitivity = Sensitivity.Of(probes, [0.5, 0.5, 0.5])!;
        Assert.InRange(sensitivity.Slopes[0], 6, 8);
        Assert.InRange(sensitivity.Slopes[1], -10, -6);
        var text = sensitivity.Describe(Items);
        Assert.Matches(@"P\.Slope \(more is better", text);
        Assert.Matches(@"P\.Hill \(best near (2\.[5-9]|3)", text);
        Assert.EndsWith("No clear effect: P.Idle.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_alone_has_no_clear_effect() =>
        Assert.Contains("no constant has a clear effect", Sensitivity.Of(Probes(12, static _ => 0), [0.5, 0.5, 0.5])!.Describe(Items), StringComparison.Ordinal);

    [Fact]
    public void Few_probes_say_nothing() => Assert.Null(Sensitivity.Of(Probes(1, static x => x[0])[..7], [0.5, 0.5, 0.5]));

    [Fact]
    public void Equal_columns_share_their_slope()
    {
        var rows = Enumerable.Range(-10, 21).Select(static i => (new double[] { i, i }, 4.0 * i, 1.0)).ToList();
        var fit = Ridge.Fit(rows, 2);
        Assert.Equal(fit.Slopes[0], fit.Slopes[1], 9);
        Assert.InRange(fit.Slopes[0] + fit.Slopes[1], 3.9, 4);
        Assert.InRange(fit.Explained, 0.99, 1);
    }
}
