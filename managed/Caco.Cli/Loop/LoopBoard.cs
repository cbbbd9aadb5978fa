using System.Diagnostics;
using System.Globalization;
using Caco.Loop.Hosting;
using Caco.Loop.Ledgers;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Caco.Cli.Loop;

/// <summary>What the console of a running loop shows: fed by events on any thread, drawn by one.</summary>
internal sealed class LoopBoard(string workspace, Func<LoopStatus> status)
{
    private const int LastTrials = 8;
    private const int LastNotes = 3;

    private readonly Lock _lock = new();
    private readonly List<TrialRecord> _trials = [];
    private readonly List<LoopNote> _notes = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _trial;
    private string _agent = "";
    private string _hypothesis = "";
    private string _stage = "";
    private int _stageEpisodes;
    private long _tics;

    public void Observe(LoopEvent what)
    {
        lock (_lock)
        {
            switch (what)
            {
                case LoopNote note:
                    _notes.Add(note);
                    break;
                case TrialStarted started:
                    (_trial, _agent, _hypothesis, _stage) = (started.Trial, started.Agent, "", "agent at work");
                    _stageEpisodes = 0;
                    break;
                case TrialProposed proposed:
                    _hypothesis = proposed.Hypothesis;
                    break;
                case EpisodePlayed played:
                    _stageEpisodes = played.Stage == _stage ? _stageEpisodes + 1 : 1;
                    _stage = played.Stage;
                    _tics += played.Tics;
                    break;
                case TrialEnded ended:
                    _trials.Add(ended.Trial);
                    break;
            }
        }
    }

    /// <summary>The picture of this moment.</summary>
    public IRenderable Draw()
    {
        lock (_lock)
        {
            var now = status();
            var grid = new Grid().AddColumn().AddColumn();
            Row(grid, "workspace", workspace);
            Row(grid, "incumbent", now.Incumbent is { } id ? Invariant($"trial {id}: {now.Score.Mean:0.#} ± {now.Score.StandardError:0.#} over {now.Episodes} validation episodes") : "none yet");
            Row(grid, "baselines", now.Baselines.Count == 0 ? "-" : string.Join("   ", now.Baselines.Select(b => Invariant($"{b.Name} {b.Mean:0.#}"))));
            Row(grid, "trial", _trial == 0 ? "-" : Invariant($"{_trial} by {_agent}: {_stage}{(_stageEpisodes > 0 ? Invariant($", {_stageEpisodes} episodes") : "")}"));
            Row(grid, "hypothesis", _hypothesis.Length == 0 ? "-" : _hypothesis);
            Row(grid, "speed", Invariant($"{_tics / Math.Max(1e-3, _clock.Elapsed.TotalSeconds):N0} tics/s"));
            Row(grid, "used", Invariant($"{now.Spent.Decisions:N0} steps, {now.Spent.Tics:N0} tics, {TimeSpan.FromSeconds(now.Spent.Seconds):h\\:mm\\:ss}, {now.Spent.Tokens:N0} tokens, {now.Spent.Cost:0.00} cost"));
            Row(grid, "budget left", now.BudgetLeft);
            var table = new Table { Border = TableBorder.Simple }.AddColumns("trial", "verdict", "gain", "hypothesis", "why");
            foreach (var trial in _trials.TakeLast(LastTrials))
            {
                table.AddRow(
                    Markup.Escape(Invariant($"{trial.Id}")), Colored(trial.Verdict),
                    trial.Paired is { } paired ? Invariant($"{paired.MeanDifference:+0.#;-0.#;0} [[{paired.Low:0.#}, {paired.High:0.#}]]") : "-",
                    Markup.Escape(Short(trial.Hypothesis, 60)), Markup.Escape(Short(trial.Why, 90)));
            }

            var rows = new List<IRenderable> { grid, table };
            rows.AddRange(_notes.TakeLast(LastNotes).Select(static n => new Markup(n.IsWarning ? $"[yellow]{Markup.Escape(n.Text)}[/]" : Markup.Escape(n.Text))));
            return new Panel(new Rows(rows)).Header("caco loop (Ctrl-C stops cleanly)");
        }
    }

    private static void Row(Grid grid, string name, string value) => grid.AddRow(new Markup($"[grey]{name}[/]"), new Text(value));

    private static string Colored(Verdict verdict) => verdict switch
    {
        Verdict.Accepted => "[green]accepted[/]",
        Verdict.Rejected => "[yellow]rejected[/]",
        Verdict.Broken => "[red]broken[/]",
        _ => "[grey]baseline[/]",
    };

    private static string Short(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
