using System.CommandLine;
using Caco.Cli.Output;
using Caco.Loop.Ledgers;
using Caco.Loop.Reports;
using Caco.Loop.Workspaces;

namespace Caco.Cli.Commands;

/// <summary>caco report: the history of a workspace as one page, and as JSON.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = CommonOptions.Workspace();
        var output = new Option<string?>("--out") { Description = "Folder of the report (default: reports/ of the workspace).", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command("report", "Write the history as one self-contained HTML page, and the same as JSON.") { workspace, output, json };
        command.SetAction(parsed =>
        {
            var opened = Workspace.Open(parsed.GetValue(workspace)!);
            using var ledger = SqliteLedger.OpenForReading(opened.Paths);
            var data = ReportBuilder.Build(ledger, new ReportOptions
            {
                Title = Path.GetFileName(opened.Paths.Root),
                Rule = opened.Settings.Score,
                Budget = opened.Settings.Budget,
            });
            var page = ReportFiles.Write(parsed.GetValue(output) ?? opened.Paths.Reports, data);
            terminal.Line(parsed.GetValue(json) ? ReportFiles.ToJson(data) : $"{page} is written, and {ReportFiles.Document} beside it.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
