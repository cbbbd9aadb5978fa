using System.Globalization;
using System.Security.Cryptography;
using Caco.Loop.Agents;
using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Workers;
using Caco.Loop.Workspaces;
using Caco.Policies;
using Microsoft.Extensions.Logging;

namespace Caco.Loop.Hosting;

/// <summary>
/// A workspace that is open for work: ledger, git, cases, workers and the incumbent. What the loop, the MCP server and the
/// commands share. One thread at a time, but for <see cref="Status"/>.
/// </summary>
public sealed class LoopSession : IAsyncDisposable
{
    private readonly WorkspaceLock _lock;
    private readonly HashSet<string> _toldStrange = [];
    private volatile LoopStatus _status = new();

    private LoopSession(Workspace workspace, WorkspaceLock taken, ILedger ledger, PolicyStore store, IEvaluator evaluator, Stage stage, LoopEvents events)
    {
        _lock = taken;
        Workspace = workspace;
        Ledger = ledger;
        Store = store;
        Evaluator = evaluator;
        Stage = stage;
        Events = events;
        Cases = new CaseStore(workspace.Paths.Cases);
        Budget = new Budget(workspace.Settings.Budget, ledger);
        SettingsHash = Identity.SettingsHash(workspace.Settings, stage);
    }

    /// <summary>Opens a workspace for writing and brings in order what a killed process may have left; tells what it did by events.</summary>
    /// <param name="folder">The workspace.</param>
    /// <param name="events">Told of repairs.</param>
    /// <param name="logs">For the workers; may be null.</param>
    /// <exception cref="LoopException">It is no workspace, another loop runs in it, or its scenario cannot be played.</exception>
    public static LoopSession Open(string folder, LoopEvents events, ILoggerFactory? logs = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var workspace = Workspace.Open(folder);
        var taken = workspace.Lock("loop");
        SqliteLedger? ledger = null;
        Stage? stage = null;
        try
        {
            ledger = SqliteLedger.Open(workspace.Paths);
            var store = new PolicyStore(workspace.Paths);
            IEnumerable<string> repairs = [.. taken.Report is { } stale ? [stale] : Array.Empty<string>(), .. ledger.Reports, .. Recovery.Run(workspace, ledger, store)];
            foreach (var text in repairs)
            {
                events.Raise(new LoopNote(text, IsWarning: true));
            }

            stage = Stage.Create(StageRequest.Of(workspace.Settings, workspace.Paths.Root));
            var evaluator = new WorkerEvaluator(workspace.Settings, workspace.Paths.Root, logs?.CreateLogger<WorkerEvaluator>());
            return new LoopSession(workspace, taken, ledger, store, evaluator, stage, events);
        }
        catch
        {
            stage?.Dispose();
            ledger?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    public Workspace Workspace { get; }

    public LoopSettings Settings => Workspace.Settings;

    public ILedger Ledger { get; }

    public PolicyStore Store { get; }

    public IEvaluator Evaluator { get; }

    /// <summary>What is played, for what the session itself draws and describes.</summary>
    public Stage Stage { get; }

    public CaseStore Cases { get; }

    public LoopEvents Events { get; }

    public Budget Budget { get; }

    /// <summary>Identifies the settings that scores depend on, 64 hex digits.</summary>
    public string SettingsHash { get; }

    /// <summary>Hash over all archives, 16 hex digits.</summary>
    public string AssetsHash => Stage.AssetsHash.ToString("x16");

    /// <summary>Where things stand. Any thread.</summary>
    public LoopStatus Status => _status;

    /// <summary>The incumbent with its scores; null before the first verdict.</summary>
    internal Incumbent? Incumbent { get; private set; }

    /// <summary>The cases that can be played here; others are reported once.</summary>
    internal IReadOnlyList<BehaviourCase> LoadCases()
    {
        var (fitting, strange) = Cases.LoadFor(Stage);
        foreach (var (name, why) in strange.Where(s => _toldStrange.Add(s.Name)))
        {
            Events.Raise(new LoopNote($"the case {name} {why} and is left out; delete it from cases/ when it has served its time", IsWarning: true));
        }

        return fitting;
    }

    /// <summary>What a proposal is judged for: a change that says that it is a rewrite, where those are allowed, for no loss.</summary>
    internal AgentTask TaskOf(AgentTask asked, string hypothesis) =>
        asked == AgentTask.Improve && Settings.Gate.Rewrites && Hypothesis.IsRewrite(hypothesis) ? AgentTask.Rewrite : asked;

    /// <summary>Makes a trial the incumbent: reads its sources, compiles them, takes over its scores.</summary>
    internal void Seat(TrialRecord trial)
    {
        var sources = Store.Read(trial.Commit);
        var build = PolicyCompiler.Compile(sources);
        if (build.Image is not { } image)
        {
            throw new LoopException(
                $"the incumbent, trial {trial.Id}, does not compile with this version: {string.Join("; ", build.Diagnostics.Take(3))}");
        }

        Incumbent?.Dispose();
        Incumbent = new Incumbent(
            trial, image, sources, new IncumbentScores(Evaluator, image, Settings.Scenario.DecisionTics, (what, spent) => Ledger.Spend(Ledger.NextId, what, spent)));

        // Scores of other settings or archives would not be comparable.
        if (IsCurrent(trial))
        {
            Incumbent.Scores.Know(trial.Episodes);
        }

        RefreshStatus();
    }

    /// <summary>Takes the incumbent from its place: the next policy only has to play.</summary>
    internal void Unseat()
    {
        Incumbent?.Dispose();
        Incumbent = null;
    }

    /// <summary>The ledger's row of a policy that is only there to compare with.</summary>
    internal TrialRecord BaselineTrial(long id, Baseline baseline, DateTimeOffset started) => new()
    {
        Id = id,
        Started = started,
        Agent = baseline.Name,
        Hypothesis = $"{baseline.Name}, for comparison: {PolicyCatalog.Summary(baseline.Name)}",
        Verdict = Verdict.Baseline,
        Why = baseline.Failure is { } failure
            ? $"it cannot play here: {failure.Message}"
            : string.Create(CultureInfo.InvariantCulture, $"mean score {baseline.Summary!.Mean:0.#} on {baseline.Episodes.Count} validation seeds"),
        Commit = "",
        Diff = "",
        DiffHash = Convert.ToHexStringLower(SHA256.HashData([])),
        PolicyHash = baseline.PolicyHash,
        EngineVersion = Identity.EngineVersion,
        AssetsHash = AssetsHash,
        Scenario = Stage.Name,
        SettingsHash = SettingsHash,
        Sight = Settings.Sight | PolicyCatalog.SightOf(baseline.Name),
        Episodes = [.. baseline.Episodes.Select(static e => new SplitEpisode(Split.Validate, e))],
        Cases = [],
        Failure = baseline.Failure,
        Spending = baseline.Spending,
    };

    /// <summary>Works the status out again.</summary>
    internal void RefreshStatus()
    {
        var validated = Incumbent?.Trial.Episodes.Where(static e => e.Split == Split.Validate).Select(e => e.Episode.Worth(Settings.Score)).ToList() ?? [];
        _status = new LoopStatus
        {
            Incumbent = Incumbent?.Trial.Id,
            Score = validated.Count == 0 ? new Statistics(0, 0, 0, 0) : Statistics.Of(validated),
            Episodes = validated.Count,
            Baselines = [.. Ledger.Trials(withEpisodes: true).Where(IsCurrent).Where(static t => t.Verdict == Verdict.Baseline && t.Episodes.Count > 0).Select(Score)],
            Spent = Ledger.Total,
            BudgetLeft = Budget.Left(),
        };
    }

    /// <summary>Whether a trial was played under the settings and archives of today.</summary>
    internal bool IsCurrent(TrialRecord trial) => trial.SettingsHash == SettingsHash && trial.AssetsHash == AssetsHash;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Incumbent?.Dispose();
        await Evaluator.DisposeAsync().ConfigureAwait(false);
        Stage.Dispose();
        Ledger.Dispose();
        _lock.Dispose();
    }

    private BaselineScore Score(TrialRecord trial)
    {
        var scores = Statistics.Of([.. trial.Episodes.Select(e => e.Episode.Worth(Settings.Score))]);
        return new BaselineScore(trial.Agent, scores.Mean, scores.StandardError, trial.Episodes.Count);
    }
}

/// <summary>Who holds the place.</summary>
internal sealed record Incumbent(TrialRecord Trial, PolicyImage Image, IReadOnlyDictionary<string, string> Sources, IncumbentScores Scores) : IDisposable
{
    public void Dispose() => Scores.Dispose();
}
