using System.Globalization;
using System.Text;

namespace Caco.Cli.Traces;

/// <summary>The report of a verification as markdown: a table with a line for every trace, and the worst frame's picture.</summary>
public static class TraceMarkdown
{
    /// <summary>Writes the report, and beside it the picture of the worst frame where one is not fully equal.</summary>
    /// <param name="path">The markdown file; the picture has the same name and ".worst.png".</param>
    /// <exception cref="LoopException">A file cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<TraceReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        try
        {
            var worst = Worst(reports);
            var picture = worst is null ? null : Path.ChangeExtension(path, ".worst.png");
            worst?.Worst!.Draw(worst.Palette).Save(picture!);
            File.WriteAllText(path, Text(reports, Path.GetFileName(picture)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoopException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The report's text.</summary>
    /// <param name="picture">File name of the worst frame's picture; null: there is none.</param>
    public static string Text(IReadOnlyList<TraceReport> reports, string? picture)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var text = new StringBuilder();
        text.AppendLine("# Agreement with the recorded reference").AppendLine();
        text.AppendLine(Invariant(
            $"{reports.Count(static r => r.IsExact)} of {reports.Count} traces are exact in every row's variables, rewards, flags and objects ({reports.Sum(static r => (long)r.RowsCompared)} rows)."));
        text.AppendLine();
        text.AppendLine("A buffer's cell: equal pixels of the stored pictures / rows with the same hash. 100 % means all: shares are cut, not rounded.");
        text.AppendLine(Invariant(
            $"Left out: pixels of sprites whose pictures only the reference's own resource file has ({string.Join(", ", ForeignArt.Classes)}), and rows that show them."));
        text.AppendLine("Label boxes are not recorded; the label pictures stand for them.").AppendLine();
        text.Append("| case | seed | rows | state |");
        foreach (var buffer in GoldenTrace.Buffers)
        {
            text.Append(Invariant($" {buffer} |"));
        }

        text.AppendLine(" masked pixels | rows left out |");
        text.Append("|---|---:|---:|---|");
        text.Insert(text.Length, "---:|", GoldenTrace.Buffers.Count).AppendLine("---:|---:|");
        foreach (var report in reports)
        {
            AppendRow(text, report);
        }

        AppendTotal(text, reports);
        AppendWorst(text, reports, picture);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, TraceReport report)
    {
        var state = report.Divergence is { } d ? Invariant($"row {d.Row}: {d.Field}") : "exact";
        text.Append(Invariant($"| {report.Case} | {report.Seed} | {report.RowsCompared} | {state} |"));
        foreach (var buffer in report.Buffers)
        {
            text.Append(buffer.Rows == 0 ? " - |" : Invariant($" {Percent(buffer.PixelShare)} / {Percent(buffer.HashShare)} |"));
        }

        text.AppendLine(Invariant(
            $" {report.Buffers.Sum(static b => b.MaskedPixels)} | {report.Buffers.Max(static b => b.MaskedRows)} |"));
    }

    private static void AppendTotal(StringBuilder text, IReadOnlyList<TraceReport> reports)
    {
        text.AppendLine().AppendLine("| buffer | stored pictures | compared pixels | unequal pixels | masked pixels | rows | unequal rows | rows left out |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (var i = 0; i < GoldenTrace.Buffers.Count; i++)
        {
            var all = reports.Select(r => r.Buffers[i]).ToList();
            text.AppendLine(Invariant(
                $"| {GoldenTrace.Buffers[i]} | {all.Sum(static b => b.Pictures)} | {all.Sum(static b => b.Pixels)} | {all.Sum(static b => b.Pixels - b.EqualPixels)} | {all.Sum(static b => b.MaskedPixels)} | {all.Sum(static b => b.Rows)} | {all.Sum(static b => b.Rows - b.EqualRows - b.MaskedRows)} | {all.Sum(static b => b.MaskedRows)} |"));
        }
    }

    private static void AppendWorst(StringBuilder text, IReadOnlyList<TraceReport> reports, string? picture)
    {
        text.AppendLine();
        if (Worst(reports) is not { Worst: { } worst } report)
        {
            text.AppendLine("Every stored picture is equal in every pixel.");
            return;
        }

        text.AppendLine(Invariant(
            $"Worst frame: {report.Case} seed {report.Seed}, row {worst.Row}, {worst.Buffer}: {worst.Unequal} unequal and {worst.Masked} masked pixels of {worst.Expected.Length}. From the left: reference, engine, difference (red: unequal, blue: masked)."));
        if (picture is not null)
        {
            text.AppendLine().AppendLine(Invariant($"![worst frame]({picture})"));
        }
    }

    private static TraceReport? Worst(IReadOnlyList<TraceReport> reports)
    {
        TraceReport? worst = null;
        foreach (var report in reports)
        {
            if (report.Worst is { } candidate && candidate.IsWorseThan(worst?.Worst))
            {
                worst = report;
            }
        }

        return worst;
    }

    // Cut, not rounded: 100 % means all.
    internal static string Percent(double share) => Invariant($"{Math.Floor(share * 100000) / 1000:0.###} %");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
