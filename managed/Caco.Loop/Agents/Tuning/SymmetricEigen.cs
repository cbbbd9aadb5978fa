namespace Caco.Loop.Agents.Tuning;

/// <summary>Eigenvalues and vectors of a small symmetric matrix, by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    private const int SweepLimit = 60;

    /// <param name="matrix">Shape (n x n), row by row; only read.</param>
    /// <param name="n">Rows.</param>
    /// <returns>Values, and vectors as columns: vector k is Vectors[i * n + k].</returns>
    public static (double[] Values, double[] Vectors) Of(ReadOnlySpan<double> matrix, int n)
    {
        var a = matrix.ToArray();
        var vectors = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            vectors[i * n + i] = 1;
        }

        for (var sweep = 0; sweep < SweepLimit && !IsDiagonal(a, n); sweep++)
        {
            for (var p = 0; p < n - 1; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    Rotate(a, vectors, n, p, q);
                }
            }
        }

        var values = new double[n];
        for (var i = 0; i < n; i++)
        {
            values[i] = a[i * n + i];
        }

        return (values, vectors);
    }

    private static bool IsDiagonal(double[] a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (i != j && Math.Abs(a[i * n + j]) > 1e-16 * Math.Sqrt(Math.Abs(a[i * n + i] * a[j * n + j])))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Rotate(double[] a, double[] vectors, int n, int p, int q)
    {
        var off = a[p * n + q];
        if (off == 0)
        {
            return;
        }

        var theta = (a[q * n + q] - a[p * n + p]) / (2 * off);
        var t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < n; k++)
        {
            (a[k * n + p], a[k * n + q]) = (c * a[k * n + p] - s * a[k * n + q], s * a[k * n + p] + c * a[k * n + q]);
        }

        for (var k = 0; k < n; k++)
        {
            (a[p * n + k], a[q * n + k]) = (c * a[p * n + k] - s * a[q * n + k], s * a[p * n + k] + c * a[q * n + k]);
            (vectors[k * n + p], vectors[k * n + q]) =
                (c * vectors[k * n + p] - s * vectors[k * n + q], s * vectors[k * n + p] + c * vectors[k * n + q]);
        }

        a[p * n + q] = 0;
        a[q * n + p] = 0;
    }
}
