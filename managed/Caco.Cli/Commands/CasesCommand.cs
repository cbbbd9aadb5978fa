using System.CommandLine;
using System.Globalization;
using Caco.Cli.Output;
using Caco.Loop.Cases;
using Caco.Loop.Evaluate;
using Caco.Loop.Hosting;
using Caco.Loop.Ledgers;
using Caco.Loop.Workers;
using Caco.Loop.Workspaces;
using Spectre.Console;

namespace Caco.Cli.Commands;

/// <summary>caco cases: the behaviour cases of a workspace, and how a policy does on them.</summary>
internal static class CasesCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = CommonOptions.Workspace();
        var run = new Option<string?>("--run") { Description = "Run them with this policy (a trial's number, sources, or a catalogue name).", HelpName = "POLICY" };
        var json = CommonOptions.Json();
        var command = new Command("cases", "List the behaviour cases with their history, or run them.") { workspace, run, json };
        command.SetAction((parsed, cancellation) => ExecuteAsync(terminal, parsed.GetValue(workspace)!, parsed.GetValue(run), parsed.GetValue(json), cancellation));
        return command;
    }

    private sealed record Row(string Case, string Description, uint Seed, int Tic, int Tics, Criterion Criterion, bool? Passed, double? Value, IReadOnlyList<long> LostBy);

    private static async Task<int> ExecuteAsync(Terminal terminal, string folder, string? run, bool json, CancellationToken cancellation)
    {
        var workspace = Workspace.Open(folder);
        var cases = new CaseStore(workspace.Paths.Cases).Load();
        var outcomes = run is null ? Known(workspace) : await RunAsync(workspace, cases, run, cancellation).ConfigureAwait(false);
        var histories = Histories(workspace);
        var rows = cases.Select(c => new Row(
            c.Name, c.Description, c.Seed, c.Tic, c.Tics, c.Criterion,
            outcomes.TryGetValue(c.Name, out var o) ? o.Passed : null, outcomes.TryGetValue(c.Name, out o) ? o.Value : null,
            histories.TryGetValue(c.Name, out var lost) ? lost : [])).ToList();
        if (json)
        {
            terminal.WriteJson(rows);
        }
        else if (rows.Count == 0)
        {
            terminal.Line("There are no cases yet: caco loop forks them from the incumbent's episodes.");
        }
        else
        {
            Print(terminal, rows);
        }

        return run is not null && rows.Any(static r => r.Passed != true) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    // Of the incumbent, from its trial.
    private static Dictionary<string, CaseOutcome> Known(Workspace workspace)
    {
        if (!File.Exists(workspace.Paths.Ledger))
        {
            return [];
        }

        using var ledger = SqliteLedger.OpenForReading(workspace.Paths);
        return ledger.Incumbent()?.Cases.ToDictionary(static c => c.Case) ?? [];
    }

    private static Dictionary<string, IReadOnlyList<long>> Histories(Workspace workspace)
    {
        if (!File.Exists(workspace.Paths.Ledger))
        {
            return [];
        }

        using var ledger = SqliteLedger.OpenForReading(workspace.Paths);
        return InterferenceMatrix.Of(ledger.Trials()).Histories().ToDictionary(static h => h.Case, static h => h.LostBy);
    }

    private static async Task<Dictionary<string, CaseOutcome>> RunAsync(
        Workspace workspace, IReadOnlyList<BehaviourCase> cases, string policy, CancellationToken cancellation)
    {
        var (image, _) = PolicyReference.Find(policy, workspace);
        await using var evaluator = new WorkerEvaluator(workspace.Settings, workspace.Paths.Root);
        var result = await evaluator.EvaluateAsync(image, new EvaluationJob { Cases = cases }, null, cancellation).ConfigureAwait(false);
        return result.Failure is { } failure
            ? throw new LoopException($"the policy cannot play the cases: {failure.Message}")
            : result.Cases.ToDictionary(static c => c.Case);
    }

    private static void Print(Terminal terminal, List<Row> rows)
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("case", "what", "seed", "tic", "passes", "value", "lost by trials");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Case), Markup.Escape(row.Description), Text(row.Seed), Text(row.Tic),
                row.Passed switch { true => "yes", false => "no", null => "-" },
                row.Value is { } value ? value.ToString("0.##", CultureInfo.InvariantCulture) : "-",
                row.LostBy.Count == 0 ? "-" : string.Join(", ", row.LostBy));
        }

        terminal.Out.Write(table);
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
