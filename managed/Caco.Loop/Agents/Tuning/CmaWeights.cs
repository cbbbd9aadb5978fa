namespace Caco.Loop.Agents.Tuning;

/// <summary>Weights and learning rates as the tutorial's table 1 sets them. Immutable.</summary>
internal sealed class CmaWeights
{
    private readonly double[] _weights;

    /// <param name="n">Coordinates.</param>
    /// <param name="population">Points of a generation, at least 4; 0: by the number of coordinates.</param>
    public CmaWeights(int n, int population)
    {
        Population = population == 0 ? DefaultPopulation(n) : population;
        ArgumentOutOfRangeException.ThrowIfLessThan(Population, 4, nameof(population));
        Parents = Population / 2;
        _weights = [.. Enumerable.Range(1, Population).Select(i => Math.Log((Population + 1) / 2.0) - Math.Log(i))];
        Effective = EffectiveOf(_weights.AsSpan(0, Parents));
        var others = EffectiveOf(_weights.AsSpan(Parents));

        PathRate = (4 + Effective / n) / (n + 4 + 2 * Effective / n);
        RankOneRate = 2 / ((n + 1.3) * (n + 1.3) + Effective);
        RankMuRate = Math.Min(
            1 - RankOneRate, 2 * (0.25 + Effective + 1 / Effective - 2) / ((n + 2.0) * (n + 2) + Effective));
        SigmaRate = (Effective + 2) / (n + Effective + 5);
        SigmaDamping = 1 + 2 * Math.Max(0, Math.Sqrt((Effective - 1) / (n + 1)) - 1) + SigmaRate;
        ExpectedLength = Math.Sqrt(n) * (1 - 1.0 / (4 * n) + 1.0 / (21.0 * n * n));
        Normalise(n, others);
    }

    public int Population { get; }

    /// <summary>mu: points that the mean is made of.</summary>
    public int Parents { get; }

    /// <summary>mu_eff.</summary>
    public double Effective { get; }

    /// <summary>c_c.</summary>
    public double PathRate { get; }

    /// <summary>c_1.</summary>
    public double RankOneRate { get; }

    /// <summary>c_mu.</summary>
    public double RankMuRate { get; }

    /// <summary>c_sigma.</summary>
    public double SigmaRate { get; }

    /// <summary>d_sigma.</summary>
    public double SigmaDamping { get; }

    /// <summary>Expected length of a normally distributed vector.</summary>
    public double ExpectedLength { get; }

    /// <summary>Of all weights.</summary>
    public double Sum { get; private set; }

    /// <summary>Weight of the k-th best point.</summary>
    public double Of(int k) => _weights[k];

    public static int DefaultPopulation(int n) => 4 + (int)(3 * Math.Log(n));

    private static double EffectiveOf(ReadOnlySpan<double> weights)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var w in weights)
        {
            sum += w;
            squares += w * w;
        }

        return sum * sum / squares;
    }

    /// <summary>Positive weights sum to 1; negative ones take away no more than what keeps the covariance positive.</summary>
    private void Normalise(int n, double othersEffective)
    {
        var positive = _weights.Where(static w => w > 0).Sum();
        var negative = -_weights.Where(static w => w < 0).Sum();
        var least = Math.Min(
            1 + RankOneRate / RankMuRate,
            Math.Min(1 + 2 * othersEffective / (othersEffective + 2), (1 - RankOneRate - RankMuRate) / (n * RankMuRate)));
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] *= _weights[i] >= 0 ? 1 / positive : least / negative;
        }

        Sum = _weights.Sum();
    }
}
