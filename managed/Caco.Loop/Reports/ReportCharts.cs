using System.Globalization;
using System.Text;
using Caco.Loop.Failures;

namespace Caco.Loop.Reports;

/// <summary>The pictures of a report.</summary>
internal static class ReportCharts
{
    private const double Width = 960;
    private const int LabelGap = 15;

    /// <summary>Scores over environment steps, with baselines as lines across; empty where nothing was scored.</summary>
    public static string Scores(ReportData data)
    {
        var (incumbents, others, baselines) = (data.Incumbents, data.Others, data.Baselines);
        if (incumbents.Count + others.Count + baselines.Count == 0)
        {
            return "";
        }

        var own = incumbents.Concat(others).ToList();
        var steps = own.Select(static p => (double)p.Steps).Append(0).Append(data.Trials.Count == 0 ? 0 : data.Trials.Max(static t => t.Score?.Steps ?? 0));
        var scores = incumbents.Concat(baselines).SelectMany(static p => (double[])[p.Low, p.Mean, p.High]).Concat(others.Select(static p => p.Mean));
        var plot = new SvgPlot(Width, 380, steps, scores, right: 190, exact: false);
        plot.Axes("environment steps (decisions), probes and rejected trials included", "score on validation seeds");
        Baselines(plot, baselines);
        foreach (var point in others)
        {
            plot.Dot("other", point.Steps, point.Mean, 4, Tip(point) + ", not accepted");
        }

        if (incumbents.Count > 0)
        {
            plot.Steps("s0", [.. incumbents.Select(static p => ((double)p.Steps, p.Mean))], plot.MaxX);
        }

        foreach (var point in incumbents)
        {
            plot.Whisker("s0", point.Steps, point.Low, point.High);
            plot.Dot("dot s0", point.Steps, point.Mean, 4.5, Tip(point));
        }

        return plot.ToSvg("Score over environment steps");
    }

    private static void Baselines(SvgPlot plot, IReadOnlyList<ScorePoint> baselines)
    {
        // Labels of lines that lie close together move apart.
        var nextFree = double.NegativeInfinity;
        foreach (var baseline in baselines.OrderByDescending(static b => b.Mean))
        {
            plot.Segment("baseline", plot.MinX, baseline.Mean, plot.MaxX, baseline.Mean);
            var at = Math.Max(plot.PixelY(baseline.Mean), nextFree);
            plot.EdgeLabel("edge", at, Text($"{baseline.Name} {baseline.Mean:0.#} ± {(baseline.High - baseline.Low) / 2:0.#}"));
            nextFree = at + LabelGap;
        }
    }

    /// <summary>A dot for each seed, above the diagonal where the later trial scored more.</summary>
    public static string Scatter(PairedScores pairs)
    {
        var all = pairs.Seeds.SelectMany(static s => (double[])[s.Before, s.After]).ToList();
        var plot = new SvgPlot(440, 380, all, all);
        plot.Axes($"score of trial {pairs.Before}", $"score of trial {pairs.After}");
        plot.Segment("diagonal", plot.MinX, plot.MinX, plot.MaxX, plot.MaxX);
        foreach (var seed in pairs.Seeds)
        {
            var style = seed.After > seed.Before ? "dot better" : seed.After < seed.Before ? "dot worse" : "dot even";
            plot.Dot(style, seed.Before, seed.After, 3.5, Text($"seed {seed.Seed}: {seed.Before:0.##} to {seed.After:0.##}"));
        }

        return plot.ToSvg($"Trial {pairs.After} against trial {pairs.Before}, seed by seed");
    }

    /// <summary>Shares of the causes, a column for each accepted trial.</summary>
    public static string Causes(IReadOnlyList<CauseRow> rows)
    {
        var plot = new SvgPlot(Width, 300, [-0.5, rows.Count - 0.5], [0, 1], right: 14, exact: true);
        plot.Axes("accepted trial", "share of validation episodes", static share => Text($"{100 * share:0}%"), ticksX: false);
        var every = Math.Max(1, (rows.Count + 23) / 24);
        for (var i = 0; i < rows.Count; i++)
        {
            var from = 0.0;
            foreach (var cause in rows[i].Causes.Where(static c => c.Count > 0))
            {
                var details = cause.Details.Count == 0 ? "" : $" ({string.Join(", ", cause.Details)})";
                plot.Bar(
                    CauseStyle(cause.Cause), i - 0.4, i + 0.4, from, from + cause.Share,
                    Text($"trial {rows[i].Trial}: {CauseName(cause.Cause)} {cause.Count} of {rows[i].Episodes}{details}"));
                from += cause.Share;
            }

            if (i % every == 0)
            {
                plot.LabelX(i, rows[i].Trial.ToString(CultureInfo.InvariantCulture));
            }
        }

        return plot.ToSvg("Failure causes over accepted trials");
    }

    /// <summary>A cause as a report names it, where episodes are shown that are no failures, too.</summary>
    public static string CauseName(FailureCause cause) =>
        cause == FailureCause.LowScore ? "no single cause" : FailureSummary.Names.Of(cause);

    public static string CauseStyle(FailureCause cause) => $"c{(int)cause}";

    /// <summary>A measure of the code over accepted trials.</summary>
    public static string Measure(IReadOnlyList<CodeRow> rows, string name, Func<CodeRow, double> value)
    {
        var plot = new SvgPlot(310, 200, rows.Select(static r => (double)r.Trial), rows.Select(value), left: 52);
        plot.Axes("trial", name, counts: true);
        plot.Polyline("s0", rows.Select(r => ((double)r.Trial, value(r))));
        foreach (var row in rows)
        {
            plot.Dot("dot s0", row.Trial, value(row), 3, Text($"trial {row.Trial}: {value(row):0}"));
        }

        return plot.ToSvg(name + " over accepted trials");
    }

    private static string Tip(ScorePoint p) => Text($"{p.Name}: {p.Mean:0.##} ({p.Low:0.##} to {p.High:0.##}), {p.Episodes} episodes, {p.Steps} steps");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
