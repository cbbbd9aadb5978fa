using System.CommandLine;
using Caco.Cli.Output;
using Caco.Loop.Ledgers;
using Caco.Loop.Reports;
using Caco.Loop.Workspaces;

namespace Caco.Cli.Commands;

/// <summary>caco export: the history of a workspace as a folder of files to keep.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = CommonOptions.Workspace();
        var output = new Option<string>("--out") { Description = "The folder to write to.", HelpName = "DIR", Required = true };
        var bundles = new Option<int>("--failures")
        {
            Description = "Failure bundles of each accepted trial, at most.",
            HelpName = "N",
            DefaultValueFactory = static _ => 1,
        };
        var json = CommonOptions.Json();
        var command = new Command("export", "Write the history as files to keep: ledger, accepted changes, cases, failures, page, picture.")
        {
            workspace, output, bundles, json,
        };
        command.SetAction(parsed =>
        {
            var opened = Workspace.Open(parsed.GetValue(workspace)!);
            using var ledger = SqliteLedger.OpenForReading(opened.Paths);
            var folder = parsed.GetValue(output)!;
            var files = HistoryExport.Write(opened, ledger, folder, parsed.GetValue(bundles));
            if (parsed.GetValue(json))
            {
                terminal.WriteJson(new { folder, files });
            }
            else
            {
                terminal.Line($"{files.Count} files are written to {folder}.");
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
