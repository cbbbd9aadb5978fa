using System.CommandLine;
using System.Globalization;
using Caco.Cli.Output;
using Caco.Cli.Traces;
using Spectre.Console;

namespace Caco.Cli.Commands;

/// <summary>caco verify-trace: compares the engine with recorded traces of the reference.</summary>
internal static class VerifyTraceCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Trace files (seedN.jsonl.gz) or folders of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var scenarios = CommonOptions.Scenarios();
        var iwad = CommonOptions.Iwad();
        var threads = CommonOptions.OptionalNumber("--threads", "Traces at a time (default: one for each core).", 1, 1024);
        var markdown = new Option<string?>("--report")
        {
            Description = "Write the agreement of every trace and buffer as a markdown table, and the worst frame's picture beside it.",
            HelpName = "FILE.md",
        };
        var json = CommonOptions.Json();
        var command = new Command("verify-trace", "Replay golden traces and compare every row and buffer.")
        {
            paths, scenarios, iwad, threads, markdown, json,
        };
        command.SetAction(parsed => Execute(
            terminal,
            parsed.GetValue(paths)!,
            parsed.GetValue(scenarios),
            parsed.GetValue(iwad),
            parsed.GetValue(threads) ?? Environment.ProcessorCount,
            parsed.GetValue(markdown),
            parsed.GetValue(json)));
        return command;
    }

    private sealed record Summary(int Traces, int Exact, long Rows);

    private sealed record Document(IReadOnlyList<TraceReport> Traces, Summary Summary);

    private static int Execute(
        Terminal terminal, string[] paths, string? scenarios, string? iwad, int threads, string? markdown, bool json)
    {
        var files = paths.SelectMany(TraceVerifier.Find).Distinct(StringComparer.Ordinal).ToList();
        using var verifier = new TraceVerifier(scenarios, iwad);
        var reports = new TraceReport[files.Count];
        try
        {
            Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                reports[i] = verifier.Verify(files[i]);
                terminal.Note(reports[i].ToString());
            });
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        if (markdown is not null)
        {
            TraceMarkdown.Save(markdown, reports);
        }

        var summary = new Summary(reports.Length, reports.Count(static r => r.IsExact), reports.Sum(static r => (long)r.RowsCompared));
        if (json)
        {
            terminal.WriteJson(new Document(reports, summary));
        }
        else
        {
            Print(terminal, reports, summary);
        }

        return summary.Exact == summary.Traces ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Print(Terminal terminal, TraceReport[] reports, Summary summary)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("case");
        table.AddColumn("seed", static c => c.RightAligned());
        table.AddColumn("rows", static c => c.RightAligned());
        table.AddColumn("result");
        foreach (var buffer in GoldenTrace.Buffers)
        {
            table.AddColumn(buffer, static c => c.RightAligned());
        }

        foreach (var report in reports)
        {
            var result = report.Divergence is { } d
                ? $"row {d.Row}: {d.Field}: expected {d.Expected}, got {d.Actual}"
                : "exact";
            table.AddRow([
                Markup.Escape(report.Case), Text(report.Seed), Text(report.RowsCompared), Markup.Escape(result),
                .. report.Buffers.Select(static b => b.Rows == 0 ? "-" : $"{TraceMarkdown.Percent(b.PixelShare)} / {TraceMarkdown.Percent(b.HashShare)}")]);
        }

        terminal.Out.Write(table);
        terminal.Line("buffers: equal pixels of the stored pictures / equal hashes of all rows");
        if (reports.Sum(static r => r.Buffers.Sum(static b => b.MaskedPixels)) is var masked and > 0)
        {
            var rows = reports.Sum(static r => r.Buffers.Max(static b => b.MaskedRows));
            terminal.Line($"left out: {masked} pixels and {rows} rows that show pictures of the reference's own ({string.Join(", ", ForeignArt.Classes)})");
        }

        terminal.Line($"{summary.Exact} of {summary.Traces} traces exact, {summary.Rows} rows compared");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
