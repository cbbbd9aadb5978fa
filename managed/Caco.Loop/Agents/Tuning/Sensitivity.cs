using System.Globalization;

namespace Caco.Loop.Agents.Tuning;

/// <summary>
/// How the score follows the constants, from all probes: a regression on each constant and its square, within blocks of
/// probes that were played on the same seeds, so that lucky seeds do not count.
/// </summary>
internal sealed class Sensitivity
{
    /// <summary>An effect this many standard errors away from zero is called clear; some thirty are looked at together.</summary>
    private const double ClearT = 2.5;

    private readonly Ridge _fit;
    private readonly double[] _middle;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly int _probes;

    private Sensitivity(Ridge fit, double[] middle, IReadOnlyList<TunerProbe> probes)
    {
        _fit = fit;
        _middle = middle;
        _probes = probes.Count;
        _low = [.. middle.Select((_, i) => probes.Min(p => p.Point[i]))];
        _high = [.. middle.Select((_, i) => probes.Max(p => p.Point[i]))];
    }

    /// <summary>At the middle, score for each constant's whole range.</summary>
    public ReadOnlySpan<double> Slopes => _fit.Slopes.AsSpan(0, _middle.Length);

    /// <summary>Standard errors that a constant's effect is away from none.</summary>
    public double T(int i) => Math.Max(Math.Abs(TOf(i)), Math.Abs(TOf(_middle.Length + i)));

    /// <summary>Null where there are too few probes to say anything.</summary>
    /// <param name="probes">All probes, in shares of the ranges.</param>
    /// <param name="middle">The point around which slopes are measured.</param>
    public static Sensitivity? Of(IReadOnlyList<TunerProbe> probes, double[] middle)
    {
        var n = middle.Length;
        var rows = new List<(double[] X, double Y, double Weight)>();
        var used = new List<TunerProbe>();
        foreach (var block in probes.Where(p => p.Point.Length == n && double.IsFinite(p.Score)).GroupBy(static p => p.Block))
        {
            var members = block.Select(p => (X: Columns(p.Point, middle), p.Score, p.Episodes)).ToArray();
            if (members.Length < 2)
            {
                continue;
            }

            used.AddRange(block);
            var score = members.Average(static m => m.Score);
            var mean = Enumerable.Range(0, 2 * n).Select(i => members.Average(m => m.X[i])).ToArray();
            rows.AddRange(members.Select(m => (m.X.Zip(mean, static (x, c) => x - c).ToArray(), m.Score - score, (double)m.Episodes)));
        }

        return rows.Count < Math.Max(8, n / 2) ? null : new Sensitivity(Ridge.Fit(rows, 2 * n), middle, used);
    }

    /// <summary>For memory.md: which constants matter, and how sure that is.</summary>
    public string Describe(IReadOnlyList<Tunable> items)
    {
        var order = Enumerable.Range(0, items.Count).OrderByDescending(T).ToArray();
        var clear = order.Where(i => T(i) >= ClearT).ToArray();
        var rest = order.Except(clear).Select(i => items[i].Name).ToArray();
        var first = clear.Length == 0
            ? "no constant has a clear effect of its own"
            : $"constants that matter: {string.Join("; ", clear.Take(8).Select(i => Effect(items[i], i)))}";
        var last = rest.Length == 0 ? "" : $". No clear effect: {string.Join(", ", rest)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"From {_probes} probes (constants explain {_fit.Explained:0 %} of their differences): {first}{last}.");
    }

    private string Effect(Tunable item, int i)
    {
        var (slope, bend) = (_fit.Slopes[i], _fit.Slopes[_middle.Length + i]);
        var top = _middle[i] - slope / (2 * bend);
        var isHill = TOf(_middle.Length + i) <= -ClearT && top > _low[i] && top < _high[i];
        var what = isHill
            ? string.Create(CultureInfo.InvariantCulture, $"best near {item.Round(item.Min + top * (item.Max - item.Min))}")
            : slope > 0 ? "more is better" : "less is better";
        return string.Create(CultureInfo.InvariantCulture, $"{item.Name} ({what}, {T(i):0.0} standard errors)");
    }

    private double TOf(int column) => _fit.Errors[column] > 0 ? _fit.Slopes[column] / _fit.Errors[column] : 0;

    private static double[] Columns(double[] point, double[] middle)
    {
        var columns = new double[2 * point.Length];
        for (var i = 0; i < point.Length; i++)
        {
            var x = point[i] - middle[i];
            columns[i] = x;
            columns[point.Length + i] = x * x;
        }

        return columns;
    }
}
