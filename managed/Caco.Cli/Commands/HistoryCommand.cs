using System.CommandLine;
using System.Globalization;
using Caco.Cli.Loop;
using Caco.Cli.Output;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;
using Spectre.Console;

namespace Caco.Cli.Commands;

/// <summary>caco history: the trials of a workspace.</summary>
internal static class HistoryCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = CommonOptions.Workspace();
        var last = CommonOptions.Number("--last", "How many of the last trials.", 30, 1, 1_000_000);
        var diff = CommonOptions.OptionalNumber("--diff", "Print what this trial changed.", 1, int.MaxValue);
        var json = CommonOptions.Json();
        var command = new Command("history", "List the trials: what was tried, what came of it, and why.") { workspace, last, diff, json };
        command.SetAction(parsed => Execute(terminal, parsed.GetValue(workspace)!, parsed.GetValue(last), parsed.GetValue(diff), parsed.GetValue(json)));
        return command;
    }

    private static int Execute(Terminal terminal, string folder, int last, int? diff, bool json)
    {
        var workspace = Workspace.Open(folder);
        using var ledger = SqliteLedger.OpenForReading(workspace.Paths);
        if (diff is { } id)
        {
            terminal.Line((ledger.Find(id) ?? throw new RequestException($"there is no trial {id}.")).Diff);
            return ExitCodes.Ok;
        }

        var trials = ledger.Trials(withEpisodes: true).TakeLast(last).ToList();
        if (json)
        {
            terminal.WriteJson(trials);
            return ExitCodes.Ok;
        }

        var table = new Table { Border = TableBorder.Simple }.AddColumns("trial", "agent", "verdict", "score", "gain", "hypothesis", "why");
        foreach (var trial in trials)
        {
            var scores = trial.Episodes.Where(static e => e.Split == Split.Validate).Select(e => e.Episode.Worth(workspace.Settings.Score)).ToList();
            table.AddRow(
                [.. ((string[])[
                    trial.Id.ToString(CultureInfo.InvariantCulture), trial.Agent, LoopConsole.Word(trial.Verdict),
                    scores.Count == 0 ? "-" : FormattableString.Invariant($"{scores.Average():0.#}"),
                    trial.Paired is { } p ? FormattableString.Invariant($"{p.MeanDifference:+0.#;-0.#;0} ({p.Low:0.#} to {p.High:0.#})") : "-",
                    trial.Hypothesis, trial.Why]).Select(Markup.Escape)]);
        }

        terminal.Out.Write(table);
        var total = ledger.Total;
        terminal.Line(FormattableString.Invariant(
            $"used in all: {total.Decisions:N0} environment steps, {total.Tics:N0} tics, {total.Seconds / 60:0.#} minutes, {total.Tokens:N0} tokens, {total.Cost:0.00} cost; hold-out looks: {ledger.HoldOutLooks().Count}"));
        return ExitCodes.Ok;
    }
}
