using System.CommandLine;
using Caco.Cli.Output;
using Caco.Cli.Traces;

namespace Caco.Cli.Commands;

/// <summary>caco compare-trace: the first row in which the engine leaves a trace, or one trace another.</summary>
internal static class CompareTraceCommand
{
    public static Command Create(Terminal terminal)
    {
        var trace = new Argument<string>("TRACE") { Description = "The reference: a trace file (seedN.jsonl.gz)." };
        var other = new Argument<string?>("OTHER")
        {
            Description = "A second trace of the same play; without it the engine plays the reference's actions.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var record = new Option<string?>("--record")
        {
            Description = "Write what the engine does along all actions of TRACE as a trace of its own, with world hashes and random draws.",
            HelpName = "FILE.jsonl.gz",
        };
        var buffers = new Option<bool>("--buffers") { Description = "The hashes of the frame buffers count as well." };
        var scenarios = CommonOptions.Scenarios();
        var iwad = CommonOptions.Iwad();
        var json = CommonOptions.Json();
        var command = new Command(
            "compare-trace", "Find the first difference: name tic, actor and field, and the random stream drawn last.")
        {
            trace, other, record, buffers, scenarios, iwad, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(other) is not null && result.GetValue(record) is not null)
            {
                result.AddError("--record writes what the engine does, and with two traces it does nothing: leave one of them out.");
            }
        });
        command.SetAction(parsed => Execute(
            terminal,
            parsed.GetValue(trace)!,
            parsed.GetValue(other),
            parsed.GetValue(record),
            parsed.GetValue(buffers),
            parsed.GetValue(scenarios),
            parsed.GetValue(iwad),
            parsed.GetValue(json)));
        return command;
    }

    private static int Execute(
        Terminal terminal, string trace, string? other, string? record, bool buffers, string? scenarios, string? iwad, bool json)
    {
        var comparison = other is null
            ? WithEngine(trace, record, buffers, scenarios, iwad)
            : WithTrace(trace, other, buffers);
        if (json)
        {
            terminal.WriteJson(comparison);
        }
        else
        {
            terminal.Line(comparison.ToString());
        }

        return comparison.IsExact ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static TraceComparison WithTrace(string trace, string other, bool buffers)
    {
        var (meta, second) = (GoldenTrace.ReadMeta(trace), GoldenTrace.ReadMeta(other));
        if (!meta.Buttons.SequenceEqual(second.Buttons) || !meta.Variables.SequenceEqual(second.Variables))
        {
            throw new LoopException($"{trace} and {other} have other buttons or variables: they are not traces of the same play.");
        }

        return TraceComparison.Of(meta, GoldenTrace.ReadRows(trace), GoldenTrace.ReadRows(other), buffers);
    }

    private static TraceComparison WithEngine(string trace, string? record, bool buffers, string? scenarios, string? iwad)
    {
        using var verifier = new TraceVerifier(scenarios, iwad);
        var meta = GoldenTrace.ReadMeta(trace);
        using var file = record is null ? null : new TraceFile(record, meta);
        using var rows = verifier.Play(trace, meta, hashed: buffers || record is not null).GetEnumerator();
        var comparison = TraceComparison.Of(meta, GoldenTrace.ReadRows(trace), Tee(rows, file), buffers);

        // A record goes to the end of the actions, whatever was found.
        while (file is not null && rows.MoveNext())
        {
            file.Add(rows.Current);
        }

        return comparison;
    }

    private static IEnumerable<TraceRow> Tee(IEnumerator<TraceRow> rows, TraceFile? file)
    {
        while (rows.MoveNext())
        {
            file?.Add(rows.Current);
            yield return rows.Current;
        }
    }
}
