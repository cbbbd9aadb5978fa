using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Caco.Loop.Agents;
using Caco.Loop.Code;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;

namespace Caco.Loop.Hosting;

/// <summary>What is handed in for judgement.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Agent">Who made it.</param>
/// <param name="Hypothesis">What it is meant to do, in a sentence.</param>
/// <param name="Sources">Relative file name and text.</param>
/// <param name="Task">What it is judged for.</param>
/// <param name="Started">When the trial began.</param>
/// <param name="Spent">What the agent used so far, probes included.</param>
public sealed record Candidate(
    long Trial, string Agent, string Hypothesis, IReadOnlyDictionary<string, string> Sources, AgentTask Task, DateTimeOffset Started, Spending Spent);

/// <summary>
/// Takes a candidate from its sources to a verdict in the ledger. The order of writing is such that a kill at any moment
/// loses nothing that was told: first the commit, then the ledger's row, then the branch and the working tree, which the
/// next opening makes good.
/// </summary>
public sealed class TrialRunner(LoopSession session)
{
    private readonly Cascade _cascade = new(session.Evaluator, session.Settings);

    /// <summary>Judges, records, and on acceptance puts the candidate in the incumbent's place.</summary>
    /// <exception cref="LoopException">The trial could not be judged or written; it is not recorded.</exception>
    public async Task<TrialRecord> RunAsync(Candidate candidate, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var clock = Stopwatch.StartNew();
        var build = PolicyCompiler.Compile(candidate.Sources);
        var parent = session.Incumbent;
        var outcome = Obvious(candidate, build, parent)
            ?? await JudgeAsync(candidate, build.Image!, cancellation).ConfigureAwait(false);
        if (outcome.Verdict == Verdict.Accepted && candidate.Task == AgentTask.Simplify)
        {
            outcome = Simpler(candidate, outcome);
        }

        if (outcome.Verdict == Verdict.Accepted)
        {
            outcome = await CompleteAsync(candidate, build.Image!, outcome, cancellation).ConfigureAwait(false);
        }

        var trial = Record(candidate, build, outcome, parent, clock.Elapsed);
        session.Ledger.Append(trial);
        if (trial.Verdict == Verdict.Accepted)
        {
            foreach (var note in session.Store.Accept(trial.Commit))
            {
                session.Events.Raise(new LoopNote(note, IsWarning: true));
            }

            session.Seat(trial);
        }
        else
        {
            session.RefreshStatus();
        }

        session.Events.Raise(new TrialEnded(trial));
        return trial;
    }

    /// <summary>A verdict that needs no play.</summary>
    private static CascadeOutcome? Obvious(Candidate candidate, PolicyBuild build, Incumbent? parent)
    {
        if (build.Image is null)
        {
            return Without(Verdict.Broken, $"it does not compile: {string.Join("; ", build.Diagnostics.Take(5))}");
        }

        if (parent is not null && Same(parent.Sources, candidate.Sources))
        {
            return Without(Verdict.Rejected, "nothing was changed");
        }

        return null;
    }

    private async Task<CascadeOutcome> JudgeAsync(Candidate candidate, PolicyImage image, CancellationToken cancellation)
    {
        var stage = "train";
        var request = new CascadeRequest
        {
            Candidate = image,
            Incumbent = session.Incumbent?.Scores,
            Cases = session.LoadCases(),
            Mode = candidate.Task == AgentTask.Improve ? PairedMode.Gain : PairedMode.NoLoss,
            Book = (purpose, spent) => session.Ledger.Spend(candidate.Trial, purpose, spent),
            Progress = new Told<CascadeStep>(step => stage = step.Stage),
            Episodes = new Told<EpisodeResult>(e => session.Events.Raise(new EpisodePlayed(candidate.Trial, stage, e.Tics))),
        };
        return await _cascade.JudgeAsync(request, cancellation).ConfigureAwait(false);
    }

    // A simplification has to be one by the figures, too.
    private CascadeOutcome Simpler(Candidate candidate, CascadeOutcome outcome)
    {
        if (session.Incumbent is not { } parent)
        {
            return outcome;
        }

        var (before, now) = (CodeMeter.Measure(parent.Sources).Total, CodeMeter.Measure(candidate.Sources).Total);
        return now.Statements < before.Statements && now.Complexity <= before.Complexity && now.Coupling <= before.Coupling
            ? outcome
            : outcome with
            {
                Verdict = Verdict.Rejected,
                Why = $"it is not simpler: statements {before.Statements} to {now.Statements}, complexity {before.Complexity} to {now.Complexity}, coupling {before.Coupling} to {now.Coupling}",
            };
    }

    // An early acceptance leaves seeds unplayed that later scores and comparisons need.
    private async Task<CascadeOutcome> CompleteAsync(Candidate candidate, PolicyImage image, CascadeOutcome outcome, CancellationToken cancellation)
    {
        var played = outcome.Episodes.Where(static e => e.Split == Split.Validate).Select(static e => e.Episode.Seed).ToHashSet();
        var missing = session.Workspace.Seeds.Validate.Take(session.Settings.Cascade.Looks[^1]).Where(seed => !played.Contains(seed)).ToList();
        if (missing.Count == 0)
        {
            return outcome;
        }

        var report = new EpisodeReport(session.Events, candidate.Trial, "complete");
        var result = await session.Evaluator.EvaluateAsync(image, new EvaluationJob { Seeds = missing }, report, cancellation).ConfigureAwait(false);
        var spent = Costs.Of(result);
        session.Ledger.Spend(candidate.Trial, "complete", spent);
        outcome = outcome with
        {
            Episodes = [.. outcome.Episodes, .. result.Episodes.Select(static e => new SplitEpisode(Split.Validate, e))],
            Spending = outcome.Spending + spent,
        };
        return result.Failure is { } failure
            ? outcome with { Verdict = Verdict.Broken, Failure = failure, Why = $"accepted at first, but it cannot play to the end: {failure.Message}" }
            : outcome;
    }

    private TrialRecord Record(Candidate candidate, PolicyBuild build, CascadeOutcome outcome, Incumbent? parent, TimeSpan elapsed)
    {
        var commit = session.Store.Commit(candidate.Trial, candidate.Sources, parent?.Trial.Commit, candidate.Hypothesis);
        var diff = session.Store.Diff(parent?.Trial.Commit, commit);
        var spent = candidate.Spent + outcome.Spending;
        return new TrialRecord
        {
            Id = candidate.Trial,
            Parent = parent?.Trial.Id,
            Started = candidate.Started,
            Agent = candidate.Agent,
            Hypothesis = candidate.Hypothesis,
            Verdict = outcome.Verdict,
            Why = outcome.Why,
            Commit = commit,
            Diff = diff,
            DiffHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(diff))),
            PolicyHash = build.Image?.Hash ?? "",
            EngineVersion = Identity.EngineVersion,
            AssetsHash = session.AssetsHash,
            Scenario = session.Stage.Name,
            SettingsHash = session.SettingsHash,
            Sight = session.Settings.Sight,
            Episodes = outcome.Episodes,
            Cases = outcome.Cases,
            Paired = outcome.Paired,
            Failure = outcome.Failure,
            Code = build.Image is null ? null : CodeMeter.Measure(candidate.Sources).Total,
            Spending = spent with { Seconds = candidate.Spent.Seconds + elapsed.TotalSeconds },
        };
    }

    private static CascadeOutcome Without(Verdict verdict, string why) => new()
    {
        Verdict = verdict,
        Why = why,
        Episodes = [],
        Cases = [],
        Spending = Spending.Nothing,
    };

    private static bool Same(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(file => b.TryGetValue(file.Key, out var text) && text == file.Value);
}

/// <summary>Calls back where it is, unlike Progress.</summary>
internal sealed class Told<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
