using Caco.Policies;

namespace Caco.Loop.Agents.Tuning;

/// <summary>
/// The covariance matrix adaptation evolution strategy with active update, after N. Hansen, "The CMA Evolution Strategy: A
/// Tutorial" (arXiv:1604.00772v2); the names of its symbols stand in the comments. It uses the ranks of the losses only.
/// </summary>
/// <remarks>
/// Bounds: points are mirrored at them, as if the box had mirrors for walls; where the mean walks through one, the whole
/// distribution is turned over, so that it stays inside. Least steps keep a coordinate that is rounded from freezing within one rounding.
/// Samples follow from settings, state and seed alone. One thread at a time.
/// </remarks>
public sealed class CmaEs
{
    private const double SmallestVariance = 1e-28;

    private readonly CmaSettings _settings;
    private readonly CmaWeights _weights;
    private readonly int _n;
    private readonly double[] _mean;
    private readonly double[] _covariance;
    private readonly double[] _covariancePath;
    private readonly double[] _stepPath;
    private readonly double[] _axes;
    private readonly double[] _lengths;
    private double _sigma;
    private int _generation;

    /// <summary>Starts or goes on.</summary>
    /// <param name="settings">Bounds and sizes.</param>
    /// <param name="state">Where to begin: <see cref="CmaState.Start"/>, or what <see cref="Save"/> gave.</param>
    public CmaEs(CmaSettings settings, CmaState state)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(state);
        _settings = settings;
        _n = state.Mean.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(_n, 1, nameof(state));
        if (state.Covariance.Length != _n * _n || state.CovariancePath.Length != _n || state.StepPath.Length != _n)
        {
            throw new ArgumentException("The arrays of a state must fit its mean.", nameof(state));
        }

        _weights = new CmaWeights(_n, settings.Population);
        _mean = [.. state.Mean];
        _covariance = [.. state.Covariance];
        _covariancePath = [.. state.CovariancePath];
        _stepPath = [.. state.StepPath];
        _sigma = state.Sigma;
        _generation = state.Generation;
        _axes = new double[_n * _n];
        _lengths = new double[_n];
        Widen();
        Decompose();
    }

    /// <summary>Points of one generation.</summary>
    public int Population => _weights.Population;

    /// <summary>Generations told.</summary>
    public int Generation => _generation;

    /// <summary>The middle of the distribution: under noise the best guess at the optimum.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Overall step size.</summary>
    public double Sigma => _sigma;

    /// <summary>Standard deviation of a coordinate.</summary>
    public double Deviation(int coordinate) => _sigma * Math.Sqrt(_covariance[coordinate * _n + coordinate]);

    /// <summary>The points to be judged; the same ones until <see cref="Tell"/>.</summary>
    public IReadOnlyList<double[]> Ask()
    {
        var points = Sample();
        foreach (var point in points)
        {
            for (var i = 0; i < _n; i++)
            {
                point[i] = Mirror(point[i], i).Value;
            }
        }

        return points;
    }

    private double[][] Sample()
    {
        var random = Generator();
        var points = new double[Population][];
        var z = new double[_n];
        for (var k = 0; k < points.Length; k++)
        {
            for (var i = 0; i < _n; i++)
            {
                z[i] = Normal(ref random) * _lengths[i];
            }

            var point = new double[_n];
            for (var i = 0; i < _n; i++)
            {
                point[i] = _mean[i] + _sigma * Row(_axes, i, z);
            }

            points[k] = point;
        }

        return points;
    }

    /// <summary>Learns from a generation.</summary>
    /// <param name="losses">Of the points that <see cref="Ask"/> gives, in their order: less is better, NaN counts as the worst.</param>
    public void Tell(IReadOnlyList<double> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        if (losses.Count != Population)
        {
            throw new ArgumentException($"A generation has {Population} points.", nameof(losses));
        }

        var order = Enumerable.Range(0, Population)
            .OrderBy(i => double.IsNaN(losses[i]) ? double.PositiveInfinity : losses[i]).ThenBy(static i => i).ToArray();
        var points = Sample();
        var steps = order.Select(i => Step(points[i])).ToArray();
        var mean = Recombine(steps);
        var whitened = Whiten(mean);
        UpdateMean(mean);
        var isStalled = UpdatePaths(mean, whitened);
        UpdateCovariance(steps, isStalled);
        _sigma *= Math.Exp(Math.Min(1, _weights.SigmaRate / _weights.SigmaDamping * (Norm(_stepPath) / _weights.ExpectedLength - 1)));
        _generation++;
        TurnOver();
        Widen();
        Narrow();
        Decompose();
    }

    /// <summary>All that a later instance needs to go on.</summary>
    public CmaState Save() => new()
    {
        Mean = [.. _mean],
        Sigma = _sigma,
        Covariance = [.. _covariance],
        CovariancePath = [.. _covariancePath],
        StepPath = [.. _stepPath],
        Generation = _generation,
    };

    /// <summary>The distribution's covariance times a vector: the direction of steepest gain, as the distribution measures it.</summary>
    internal double[] Spread(ReadOnlySpan<double> vector)
    {
        var result = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            result[i] = _sigma * _sigma * Row(_covariance, i, vector);
        }

        return result;
    }

    private DeterministicRandom Generator()
    {
        // Starts that differ by little must not give overlapping streams.
        var seed = new DeterministicRandom(unchecked((ulong)_settings.Seed)).NextBits();
        return new DeterministicRandom(seed ^ new DeterministicRandom((ulong)_generation + 0x434D41).NextBits());
    }

    private static double Normal(ref DeterministicRandom random)
    {
        var u = ((random.NextBits() >> 11) + 1) * (1.0 / (1UL << 53));
        var v = (random.NextBits() >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>The value in the box, and whether an odd number of mirrors lies between the two.</summary>
    private (double Value, bool IsTurned) Mirror(double value, int i)
    {
        if (_settings.Lower is not { } lower || _settings.Upper is not { } upper)
        {
            return (value, false);
        }

        var range = upper[i] - lower[i];
        var t = (value - lower[i]) % (2 * range);
        t = t < 0 ? t + 2 * range : t;
        return t > range ? (lower[i] + 2 * range - t, true) : (lower[i] + t, false);
    }

    /// <summary>y = (x - m) / sigma.</summary>
    private double[] Step(double[] point)
    {
        var step = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            step[i] = (point[i] - _mean[i]) / _sigma;
        }

        return step;
    }

    /// <summary>y_w, the weighted mean of the better half.</summary>
    private double[] Recombine(double[][] steps)
    {
        var mean = new double[_n];
        for (var k = 0; k < _weights.Parents; k++)
        {
            for (var i = 0; i < _n; i++)
            {
                mean[i] += _weights.Of(k) * steps[k][i];
            }
        }

        return mean;
    }

    private void UpdateMean(double[] step)
    {
        for (var i = 0; i < _n; i++)
        {
            _mean[i] += _sigma * step[i];
        }
    }

    /// <summary>C^(-1/2) y.</summary>
    private double[] Whiten(double[] y)
    {
        var along = new double[_n];
        for (var k = 0; k < _n; k++)
        {
            for (var i = 0; i < _n; i++)
            {
                along[k] += _axes[i * _n + k] * y[i];
            }

            along[k] /= _lengths[k];
        }

        var result = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            result[i] = Row(_axes, i, along);
        }

        return result;
    }

    /// <summary>p_sigma and p_c; gives whether the step path is so long that the other is held (1 - h_sigma).</summary>
    private bool UpdatePaths(double[] step, double[] whitened)
    {
        var (cs, cc, mu) = (_weights.SigmaRate, _weights.PathRate, _weights.Effective);
        for (var i = 0; i < _n; i++)
        {
            _stepPath[i] = (1 - cs) * _stepPath[i] + Math.Sqrt(cs * (2 - cs) * mu) * whitened[i];
        }

        var length = Norm(_stepPath) / Math.Sqrt(1 - Math.Pow(1 - cs, 2 * (_generation + 1)));
        var isStalled = length >= (1.4 + 2.0 / (_n + 1)) * _weights.ExpectedLength;
        for (var i = 0; i < _n; i++)
        {
            _covariancePath[i] = (1 - cc) * _covariancePath[i] + (isStalled ? 0 : Math.Sqrt(cc * (2 - cc) * mu) * step[i]);
        }

        return isStalled;
    }

    private void UpdateCovariance(double[][] steps, bool isStalled)
    {
        var (c1, cmu, cc) = (_weights.RankOneRate, _weights.RankMuRate, _weights.PathRate);
        var kept = 1 + (isStalled ? c1 * cc * (2 - cc) : 0) - c1 - cmu * _weights.Sum;
        var weights = new double[Population];
        for (var k = 0; k < Population; k++)
        {
            // A bad step takes away only as much as a step of common length would.
            var w = _weights.Of(k);
            var length = w >= 0 ? 1 : Norm(Whiten(steps[k]));
            weights[k] = w >= 0 ? w : w * _n / (length * length + 1e-20);
        }

        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rankMu = 0.0;
                for (var k = 0; k < Population; k++)
                {
                    rankMu += weights[k] * steps[k][i] * steps[k][j];
                }

                var value = kept * _covariance[i * _n + j] + c1 * _covariancePath[i] * _covariancePath[j] + cmu * rankMu;
                _covariance[i * _n + j] = value;
                _covariance[j * _n + i] = value;
            }
        }
    }

    /// <summary>Brings the mean back into the box, and what was learnt of directions with it.</summary>
    private void TurnOver()
    {
        for (var i = 0; i < _n; i++)
        {
            (_mean[i], var isTurned) = Mirror(_mean[i], i);
            if (!isTurned)
            {
                continue;
            }

            _stepPath[i] = -_stepPath[i];
            _covariancePath[i] = -_covariancePath[i];
            for (var j = 0; j < _n; j++)
            {
                // Twice for the coordinate itself: its variance keeps its sign.
                _covariance[i * _n + j] = -_covariance[i * _n + j];
                _covariance[j * _n + i] = -_covariance[j * _n + i];
            }
        }
    }

    /// <summary>No coordinate's deviation below its least step.</summary>
    private void Widen()
    {
        if (_settings.LeastSteps is not { } least)
        {
            return;
        }

        for (var i = 0; i < _n; i++)
        {
            var deviation = Deviation(i);
            if (deviation >= least[i])
            {
                continue;
            }

            var factor = deviation > 0 ? least[i] / deviation : 1;
            for (var j = 0; j < _n; j++)
            {
                _covariance[i * _n + j] *= factor;
                _covariance[j * _n + i] *= factor;
            }
        }
    }

    /// <summary>Under nothing but noise the step size wanders; wider than half the range it means nothing.</summary>
    private void Narrow()
    {
        if (_settings.Lower is not { } lower || _settings.Upper is not { } upper)
        {
            return;
        }

        var factor = 1.0;
        for (var i = 0; i < _n; i++)
        {
            factor = Math.Min(factor, (upper[i] - lower[i]) / 2 / Deviation(i));
        }

        _sigma *= factor;
    }

    /// <summary>C = B D^2 B^T.</summary>
    private void Decompose()
    {
        var (values, vectors) = SymmetricEigen.Of(_covariance, _n);
        vectors.CopyTo(_axes, 0);
        var floor = Math.Max(SmallestVariance, values.Max() * 1e-16);
        for (var i = 0; i < _n; i++)
        {
            _lengths[i] = Math.Sqrt(Math.Max(floor, values[i]));
        }
    }

    private double Row(double[] matrix, int row, ReadOnlySpan<double> vector)
    {
        var sum = 0.0;
        for (var j = 0; j < _n; j++)
        {
            sum += matrix[row * _n + j] * vector[j];
        }

        return sum;
    }

    private static double Norm(double[] vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}

/// <summary>What does not change while a search goes on.</summary>
public sealed record CmaSettings
{
    /// <summary>Least value of each coordinate; null: no bounds.</summary>
    public double[]? Lower { get; init; }

    /// <summary>Greatest value of each coordinate; null: no bounds.</summary>
    public double[]? Upper { get; init; }

    /// <summary>Least standard deviation of each coordinate; null: none.</summary>
    public double[]? LeastSteps { get; init; }

    /// <summary>Points of one generation, at least 4; 0: 4 + 3 ln n.</summary>
    public int Population { get; init; }

    /// <summary>Start of the random numbers.</summary>
    public long Seed { get; init; } = 1;
}

/// <summary>Where a search stands; a document for JSON.</summary>
public sealed record CmaState
{
    public required double[] Mean { get; init; }

    public required double Sigma { get; init; }

    /// <summary>Shape (n x n), row by row.</summary>
    public required double[] Covariance { get; init; }

    public required double[] CovariancePath { get; init; }

    public required double[] StepPath { get; init; }

    public int Generation { get; init; }

    /// <summary>The beginning of a search: a round distribution.</summary>
    public static CmaState Start(IReadOnlyList<double> mean, double sigma)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        var n = mean.Count;
        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            covariance[i * n + i] = 1;
        }

        return new CmaState
        {
            Mean = [.. mean],
            Sigma = sigma,
            Covariance = covariance,
            CovariancePath = new double[n],
            StepPath = new double[n],
        };
    }
}
