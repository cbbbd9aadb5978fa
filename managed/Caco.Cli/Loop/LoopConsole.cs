using System.Globalization;
using Caco.Cli.Output;
using Caco.Loop.Hosting;
using Caco.Loop.Ledgers;
using Spectre.Console;

namespace Caco.Cli.Loop;

/// <summary>Shows a loop while it runs: a live board where someone watches, lines where not.</summary>
internal static class LoopConsole
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    /// <summary>Watches until <paramref name="run"/> has ended.</summary>
    public static async Task WatchAsync(Terminal terminal, string workspace, LoopEvents events, Func<LoopStatus> status, Func<Task> run)
    {
        if (!terminal.IsInteractive)
        {
            void Say(LoopEvent what) => Line(terminal, what);
            events.Happened += Say;
            try
            {
                await run().ConfigureAwait(false);
            }
            finally
            {
                events.Happened -= Say;
            }

            return;
        }

        var board = new LoopBoard(workspace, status);
        events.Happened += board.Observe;
        try
        {
            await terminal.Error.Live(board.Draw()).StartAsync(async live =>
            {
                var task = run();
                while (!task.IsCompleted)
                {
                    await Task.WhenAny(task, Task.Delay(Refresh)).ConfigureAwait(false);
                    live.UpdateTarget(board.Draw());
                }

                await task.ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        finally
        {
            events.Happened -= board.Observe;
        }
    }

    private static void Line(Terminal terminal, LoopEvent what)
    {
        switch (what)
        {
            case LoopNote note:
                terminal.Note(note.IsWarning ? $"warning: {note.Text}" : note.Text);
                break;
            case TrialStarted started:
                terminal.Note(Invariant($"trial {started.Trial}: {started.Agent} is at work"));
                break;
            case TrialProposed proposed:
                terminal.Note(Invariant($"trial {proposed.Trial}: {proposed.Hypothesis}"));
                break;
            case TrialEnded { Trial: var trial }:
                terminal.Note(Invariant($"trial {trial.Id}: {Word(trial.Verdict)}: {trial.Why}"));
                break;
            case LoopEnded ended:
                terminal.Note($"the loop is over: {ended.Reason}");
                break;
        }
    }

    /// <summary>A verdict in lower case.</summary>
    public static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
