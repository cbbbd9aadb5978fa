using System.CommandLine;
using System.Globalization;
using Caco.Cli.Bench;
using Caco.Cli.Output;
using Spectre.Console;

namespace Caco.Cli.Commands;

/// <summary>caco bench: the engine's throughput table.</summary>
internal static class BenchCommand
{
    private const int CompileEdits = 20;

    public static Command Create(Terminal terminal)
    {
        var iwad = CommonOptions.Iwad();
        var tics = CommonOptions.Number("--tics", "Tics of one repeat.", 1400, 1, 1_000_000);
        var repeats = CommonOptions.Number("--repeats", "Repeats; the best counts.", 5, 1, 1000);
        var json = CommonOptions.Json();
        var command = new Command("bench", "Measure the engine on the built-in Battle scenario, one core.") { iwad, tics, repeats, json };
        command.SetAction(parsed => Execute(
            terminal, parsed.GetValue(iwad), parsed.GetValue(tics), parsed.GetValue(repeats), parsed.GetValue(json)));
        return command;
    }

    private static int Execute(Terminal terminal, string? iwad, int tics, int repeats, bool json)
    {
        var compile = CompileBench.Run(CompileEdits);
        var report = EngineBench.Run(iwad, tics, repeats) with { Compile = compile };
        if (json)
        {
            terminal.WriteJson(report);
            return ExitCodes.Ok;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("screen");
        foreach (var name in (string[])
            ["frames/s (every tic)", $"tics/s (a frame every {EngineBench.SkippedTics})", "world hash"])
        {
            table.AddColumn(name, static c => c.RightAligned());
        }

        foreach (var line in report.Lines)
        {
            table.AddRow(line.Name, Text(line.TicsPerSecond), Text(line.SkippedTicsPerSecond), line.Hash);
        }

        terminal.Out.Write(table);
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"new episode: {report.NewEpisodeMilliseconds:0.000} ms, world hash {report.NewEpisodeHash}"));
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"policy of {compile.Lines} lines from saved to running: median {compile.MedianMilliseconds:0} ms, slowest of {compile.Edits} edits {compile.WorstMilliseconds:0} ms"));
        terminal.Line($"built-in Battle, random buttons, one thread, best of {report.Repeats} x {report.Tics} tics");
        return ExitCodes.Ok;
    }

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
