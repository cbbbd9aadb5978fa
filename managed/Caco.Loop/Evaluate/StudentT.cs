namespace Caco.Loop.Evaluate;

/// <summary>Student's t distribution, to about ten digits. Any thread.</summary>
public static class StudentT
{
    /// <summary>Probability of a value up to <paramref name="t"/>.</summary>
    public static double Cumulative(double t, double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        if (double.IsInfinity(t))
        {
            return t > 0 ? 1 : 0;
        }

        var tail = 0.5 * IncompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>The value that is passed with probability 1 - <paramref name="probability"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    public static double Quantile(double probability, double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        if (probability < 0.5)
        {
            return -Quantile(1 - probability, degrees);
        }

        var (low, high) = (0.0, 1.0);
        while (Cumulative(high, degrees) < probability && high < 1e12)
        {
            (low, high) = (high, 2 * high);
        }

        for (var i = 0; i < 100 && high - low > 1e-12 * high; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle, degrees) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }

    // The regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8), on the side where
    // that converges quickly.
    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - front * Fraction(1 - x, b, a) / b;
    }

    // Evaluated forward by the recurrences of numerators and denominators, scaled at every step.
    private static double Fraction(double x, double a, double b)
    {
        var (numeratorBefore, denominatorBefore, numerator, denominator) = (1.0, 0.0, 1.0, 1.0);
        var value = 1.0;
        for (var step = 1; step < 1000; step++)
        {
            var m = step / 2;
            var term = step % 2 == 0
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            (numeratorBefore, numerator) = (numerator, numerator + term * numeratorBefore);
            (denominatorBefore, denominator) = (denominator, denominator + term * denominatorBefore);
            var next = numerator / denominator;
            if (Math.Abs(next - value) < 1e-14 * Math.Abs(next))
            {
                return 1 / next;
            }

            value = next;
            (numeratorBefore, denominatorBefore) = (numeratorBefore / denominator, denominatorBefore / denominator);
            (numerator, denominator) = (value, 1);
        }

        return 1 / value;
    }

    // Stirling's series, after the argument has been raised to where it is exact to double precision.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 12; x++)
        {
            shift -= Math.Log(x);
        }

        var inverse = 1 / (x * x);
        var series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188)))) / x;
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series;
    }
}
