namespace Caco.Loop.Agents.Tuning;

/// <summary>
/// Linear regression with a penalty on the coefficients' size that is chosen by generalised cross-validation (Golub, Heath
/// and Wahba 1979): a sensible slope also from few and noisy points.
/// </summary>
/// <param name="Slopes">One for each column.</param>
/// <param name="Errors">Their standard errors.</param>
/// <param name="Explained">Share of the variance that the slopes explain, 0..1.</param>
internal sealed record Ridge(double[] Slopes, double[] Errors, double Explained)
{
    /// <param name="rows">Inputs; each with its result and a weight. Means must have been taken off.</param>
    /// <param name="n">Columns.</param>
    public static Ridge Fit(IReadOnlyList<(double[] X, double Y, double Weight)> rows, int n)
    {
        var gram = new double[n * n];
        var moments = new double[n];
        var total = 0.0;
        foreach (var (x, y, weight) in rows)
        {
            total += weight * y * y;
            for (var i = 0; i < n; i++)
            {
                moments[i] += weight * x[i] * y;
                for (var j = 0; j < n; j++)
                {
                    gram[i * n + j] += weight * x[i] * x[j];
                }
            }
        }

        var (values, vectors) = SymmetricEigen.Of(gram, n);
        var along = new double[n];
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++)
            {
                along[k] += vectors[i * n + k] * moments[i];
            }
        }

        Ridge? best = null;
        var lowest = double.PositiveInfinity;
        var scale = Math.Max(1e-300, values.Sum() / n);
        for (var power = -4; power <= 4; power++)
        {
            var penalty = scale * Math.Pow(10, power / 2.0);
            var (fit, validation) = Solve(values, vectors, along, penalty, total, rows.Count, n);
            if (validation < lowest || best is null)
            {
                (best, lowest) = (fit, validation);
            }
        }

        return best!;
    }

    private static (Ridge Fit, double Validation) Solve(
        double[] values, double[] vectors, double[] along, double penalty, double total, int count, int n)
    {
        var residual = total;
        var freedom = 0.0;
        for (var k = 0; k < n; k++)
        {
            var d = Math.Max(0, values[k]);
            var slope = along[k] / (d + penalty);
            residual += d * slope * slope - 2 * slope * along[k];
            freedom += d / (d + penalty);
        }

        residual = Math.Max(0, residual);
        var left = Math.Max(1e-9, count - freedom - 1);
        var variance = residual / left;
        var slopes = new double[n];
        var errors = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                var d = Math.Max(0, values[k]);
                var v = vectors[i * n + k];
                slopes[i] += v * along[k] / (d + penalty);
                errors[i] += v * v * d / ((d + penalty) * (d + penalty));
            }

            errors[i] = Math.Sqrt(variance * errors[i]);
        }

        var explained = total > 0 ? Math.Clamp(1 - residual / total, 0, 1) : 0;
        return (new Ridge(slopes, errors, explained), residual / (left * left));
    }
}
