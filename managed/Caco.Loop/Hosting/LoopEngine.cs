using System.Diagnostics;
using System.Globalization;
using Caco.Loop.Agents;
using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workers;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Hosting;

/// <summary>
/// The loop: shows an agent what fails, lets it edit, judges the edit, keeps what helps, and goes on until the budget, the
/// agent or the host ends it. Resumes where an earlier run stopped. One run at a time.
/// </summary>
public sealed class LoopEngine(LoopSession session, IAgent agent, LoopOptions options, TimeProvider time)
{
    private const int MiningEpisodes = 24;
    private const int CaseEpisodes = 12;

    // A model that answers nonsense once may do better the next time; a missing program never does.
    private const int FailuresInARow = 3;

    private readonly TrialRunner _runner = new(session);
    private readonly FailureMiner _miner = new(session.Evaluator);

    /// <summary>Runs to the end.</summary>
    /// <returns>Why it ended, in a sentence.</returns>
    /// <exception cref="LoopException">The workspace cannot be worked on, or the agent cannot work; says what to do.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await PrepareAsync(cancellation).ConfigureAwait(false);
        var trials = 0;
        var failures = 0;
        var task = AgentTask.Improve;
        string? reason;
        while ((reason = End(clock, trials)) is null)
        {
            TrialRecord? trial;
            try
            {
                trial = await StepAsync(task, cancellation).ConfigureAwait(false);
                failures = 0;
            }
            catch (AgentFailure e) when (++failures < FailuresInARow)
            {
                session.Events.Raise(new LoopNote($"the agent {agent.Name} failed: {e.Message}", IsWarning: true));
                continue;
            }

            // Not every agent can simplify.
            if (trial is null && task == AgentTask.Simplify)
            {
                task = AgentTask.Improve;
                continue;
            }

            if (trial is null)
            {
                reason = agent.NothingBecause ?? $"the agent {agent.Name} has nothing more to propose";
                break;
            }

            trials++;
            if (trial.Verdict == Verdict.Accepted)
            {
                await StudyAsync(cancellation).ConfigureAwait(false);
            }

            var isGain = trial.Verdict == Verdict.Accepted && session.TaskOf(task, trial.Hypothesis) == AgentTask.Improve;
            task = isGain && session.Settings.Compress ? AgentTask.Simplify : AgentTask.Improve;
        }

        session.Events.Raise(new LoopEnded(reason));
        return reason;
    }

    /// <summary>The incumbent's failures as they were last mined.</summary>
    internal IReadOnlyList<FailureBundle> Failures { get; private set; } = [];

    /// <summary>Makes everything ready for the first proposal: incumbent, baselines, failures, cases.</summary>
    internal async Task PrepareAsync(CancellationToken cancellation)
    {
        await Task.Run(PolicyCompiler.Warm, cancellation).ConfigureAwait(false);
        await SeatIncumbentAsync(cancellation).ConfigureAwait(false);
        await PlayBaselinesAsync(cancellation).ConfigureAwait(false);
        await StudyAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What an agent reads now.</summary>
    internal async Task<string> BriefAsync(AgentTask task, CancellationToken cancellation)
    {
        var paths = session.Workspace.Paths;
        return AgentBrief.Compose(
            await ReadAsync(paths.Brief, cancellation).ConfigureAwait(false), await ReadAsync(paths.Memory, cancellation).ConfigureAwait(false),
            task, session.Settings.Gate.Rewrites, session.Status, session.Incumbent, session.Ledger.Trials(), Failures);
    }

    /// <summary>The first trial of a workspace judges what is in policy/; later runs take the last accepted one.</summary>
    private async Task SeatIncumbentAsync(CancellationToken cancellation)
    {
        if (session.Ledger.Incumbent() is { } last)
        {
            session.Seat(session.Ledger.Find(last.Id)!);
            if (session.IsCurrent(last))
            {
                return;
            }

            session.Events.Raise(new LoopNote("the scenario, its archives or the score rule have changed: the incumbent is judged anew", IsWarning: true));
            await RejudgeAsync(cancellation).ConfigureAwait(false);
            return;
        }

        var sources = PolicyFolder.Read(session.Workspace.Paths.Policy);
        var trial = await BeginAsync("start", "the policy that the workspace begins with", sources, cancellation).ConfigureAwait(false);
        if (trial.Verdict != Verdict.Accepted)
        {
            throw new LoopException($"the policy in {session.Workspace.Paths.Policy} cannot be the start of a loop: {trial.Why}");
        }
    }

    private async Task RejudgeAsync(CancellationToken cancellation)
    {
        var sources = session.Incumbent!.Sources;
        session.Unseat();
        var trial = await BeginAsync("start", "the incumbent under changed conditions", sources, cancellation).ConfigureAwait(false);
        if (trial.Verdict != Verdict.Accepted)
        {
            throw new LoopException($"the incumbent cannot play under the changed conditions: {trial.Why}");
        }
    }

    private Task<TrialRecord> BeginAsync(
        string who, string hypothesis, IReadOnlyDictionary<string, string> sources, CancellationToken cancellation)
    {
        var id = session.Ledger.NextId;
        session.Events.Raise(new TrialStarted(id, who));
        session.Events.Raise(new TrialProposed(id, hypothesis));
        return _runner.RunAsync(
            new Candidate(id, who, hypothesis, sources, AgentTask.Improve, time.GetUtcNow(), Spending.Nothing), cancellation);
    }

    /// <summary>Floors and ceilings on the validation seeds, once for each scenario and setting.</summary>
    private async Task PlayBaselinesAsync(CancellationToken cancellation)
    {
        if (!session.Settings.Baselines)
        {
            return;
        }

        var known = session.Ledger.Trials().Where(t => t.Verdict == Verdict.Baseline && session.IsCurrent(t)).Select(static t => t.Agent).ToHashSet();
        foreach (var name in Baselines.Names.Where(name => !known.Contains(name)))
        {
            var id = session.Ledger.NextId;
            session.Events.Raise(new TrialStarted(id, name));
            var started = time.GetUtcNow();
            var played = await Baselines.PlayAsync(
                session.Evaluator, [PolicyImage.Builtin(name)], session.Settings, (what, spent) => session.Ledger.Spend(id, what, spent), cancellation).ConfigureAwait(false);
            var trial = session.BaselineTrial(id, played[0], started);
            session.Ledger.Append(trial);
            session.RefreshStatus();
            session.Events.Raise(new TrialEnded(trial));
        }
    }

    private async Task<TrialRecord?> StepAsync(AgentTask task, CancellationToken cancellation)
    {
        var id = session.Ledger.NextId;
        var started = time.GetUtcNow();
        var clock = Stopwatch.StartNew();
        session.Events.Raise(new TrialStarted(id, agent.Name));
        var history = session.Ledger.Trials();
        var brief = await BriefAsync(task, cancellation).ConfigureAwait(false);
        var copy = session.Store.MakeCopy(
            id, session.Incumbent!.Trial.Commit, brief, Failures, session.Settings, AgentResults.Of(session.Ledger));
        try
        {
            var probe = new TrainProbe(session, id);
            var request = new AgentRequest
            {
                Trial = id, Task = task, Copy = copy, Settings = LoopSettingsFile.ForAgents(session.Settings), Brief = brief, History = history, Probe = probe,
            };
            var proposal = await ProposeAsync(request, cancellation).ConfigureAwait(false);
            if (proposal is null)
            {
                return null;
            }

            session.Events.Raise(new TrialProposed(id, proposal.Hypothesis));
            var talk = new Spending(0, 0, 0, proposal.Tokens, proposal.Cost);
            if (talk != Spending.Nothing)
            {
                session.Ledger.Spend(id, "agent", talk);
            }

            var own = CopySpending.Read(copy);
            if (own != Spending.Nothing)
            {
                session.Ledger.Spend(id, "agent's own play", own);
            }

            var spent = probe.Spent + talk + own;
            var candidate = new Candidate(
                id, agent.Name, proposal.Hypothesis, PolicyFolder.Read(copy.Policy), session.TaskOf(task, proposal.Hypothesis), started, spent with { Seconds = clock.Elapsed.TotalSeconds });
            var trial = await _runner.RunAsync(candidate, cancellation).ConfigureAwait(false);
            await RememberAsync(trial, proposal.Note, cancellation).ConfigureAwait(false);
            return trial;
        }
        finally
        {
            session.Store.DropCopy(copy);
        }
    }

    // Whoever runs programs could touch more than its copy: that is undone and told.
    private async Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation)
    {
        using var guard = agent.RunsPrograms ? WorkspaceGuard.Watch(session.Workspace, session.Ledger, request.Copy, time) : null;
        try
        {
            return await agent.ProposeAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (LoopException e)
        {
            // What it used is used, whatever came of it.
            session.Ledger.Spend(request.Trial, "agent", new Spending(0, 0, 0, e.Tokens, e.Cost));
            throw new AgentFailure(e.Message, e);
        }
        finally
        {
            foreach (var note in guard?.Check() ?? [])
            {
                session.Events.Raise(new LoopNote(note, IsWarning: true));
            }
        }
    }

    /// <summary>Looks at the incumbent: mines its failures, and forks cases from what it can do.</summary>
    internal async Task StudyAsync(CancellationToken cancellation)
    {
        var incumbent = session.Incumbent!;
        var seeds = session.Workspace.Seeds.Train.Take(MiningEpisodes).ToList();
        var episodes = await incumbent.Scores.EpisodesAsync(Split.Train, seeds, cancellation).ConfigureAwait(false);
        await AddCasesAsync(incumbent, cancellation).ConfigureAwait(false);
        if (options.MineFailures)
        {
            Failures = await _miner.MineAsync(
                incumbent.Image,
                new MiningRequest
                {
                    Trial = incumbent.Trial.Id,
                    Folder = session.Workspace.Paths.Failures,
                    Episodes = episodes,
                    Rule = session.Settings.Score,
                    Archives = [.. session.Stage.Content.Select(static c => c.Path).Where(static p => p.Length > 0)],
                },
                cancellation).ConfigureAwait(false);
            BundleFolders.Prune(session.Workspace.Paths.Failures);
            session.Events.Raise(new LoopNote(string.Create(CultureInfo.InvariantCulture, $"{Failures.Count} failures of trial {incumbent.Trial.Id} are in failures/")));
        }
    }

    // Only play that has proved itself is worth keeping, and the loop makes no more cases than it was given room for.
    private async Task AddCasesAsync(Incumbent incumbent, CancellationToken cancellation)
    {
        var existing = session.LoadCases();
        if (existing.Count(static c => c.Origin.Length > 0) >= session.Settings.Gate.AutomaticCases)
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("caco-cases-").FullName;
        try
        {
            var seeds = session.Workspace.Seeds.Train.Take(CaseEpisodes).ToList();
            var result = await session.Evaluator.EvaluateAsync(
                incumbent.Image, new EvaluationJob { Seeds = seeds, ReplayFolder = folder }, null, cancellation).ConfigureAwait(false);
            session.Ledger.Spend(session.Ledger.NextId, "cases", Costs.Of(result));
            var made = await new CaseMaker(session.Evaluator, session.Settings).MakeAsync(
                new CaseRequest
                {
                    Stage = session.Stage,
                    Policy = incumbent.Image,
                    Replays = [.. result.Episodes.Select(e => ReplayFile.Load(EpisodeFiles.Replay(folder, e.Seed)))],
                    Existing = existing,
                    Book = (what, spent) => session.Ledger.Spend(session.Ledger.NextId, what, spent),
                },
                cancellation).ConfigureAwait(false);
            foreach (var behaviour in made)
            {
                session.Cases.Save(behaviour);
            }

            session.Events.Raise(new LoopNote(string.Create(
                CultureInfo.InvariantCulture, $"{made.Count} behaviour cases were made from trial {incumbent.Trial.Id}, {existing.Count + made.Count} in all")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes a trial down in memory.md, with what its agent has to add.</summary>
    internal async Task RememberAsync(TrialRecord trial, string? note, CancellationToken cancellation)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"* trial {trial.Id}, {trial.Verdict.ToString().ToLowerInvariant()}: {trial.Hypothesis} ({trial.Why})\n");
        if (note is { Length: > 0 })
        {
            text += "  " + note.Trim().ReplaceLineEndings("\n  ") + "\n";
        }

        await File.AppendAllTextAsync(session.Workspace.Paths.Memory, text, cancellation).ConfigureAwait(false);
    }

    private string? End(Stopwatch clock, int trials)
    {
        if (options.Trials is { } most && trials >= most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{trials} trials, as asked for");
        }

        if (options.Minutes is { } minutes && clock.Elapsed.TotalMinutes >= minutes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{minutes:0.#} minutes, as asked for");
        }

        return session.Budget.Reached();
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false) : "";
}

/// <summary>The agent could not do its work this time.</summary>
internal sealed class AgentFailure(string message, Exception inner) : LoopException(message, inner);
