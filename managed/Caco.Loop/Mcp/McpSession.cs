using System.Diagnostics;
using System.Globalization;
using System.Text;
using Caco.Loop.Agents;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Failures;
using Caco.Loop.Hosting;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Caco.Loop.Mcp;

/// <summary>One MCP client's work in a workspace: a working copy that it edits, and what the tools do with it.</summary>
internal sealed class McpSession(LoopSession session, LoopEngine engine, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TrialRunner _runner = new(session);
    private WorkspacePaths? _copy;
    private long _trial;
    private DateTimeOffset _started;
    private Spending _spent = Spending.Nothing;

    /// <summary>Runs one tool at a time; what a user can mend reaches the client as the tool's error.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await BeginAsync(cancellation).ConfigureAwait(false);
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is LoopException or RequestException or Engine.CacoException)
        {
            throw new McpException(e.Message, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<string> BriefAsync(CancellationToken cancellation)
    {
        var brief = await engine.BriefAsync(AgentTask.Improve, cancellation).ConfigureAwait(false);
        return $"Working copy to edit: {_copy!.Policy}\n\n{brief}";
    }

    public async Task<string> EvaluateAsync(int episodes, CancellationToken cancellation)
    {
        var (image, problem) = Compile();
        if (image is null)
        {
            return problem;
        }

        var result = await PlayAsync(image, Seeds(episodes, 256), cancellation).ConfigureAwait(false);
        return Describe(result);
    }

    public async Task<string> CompareAsync(int episodes, CancellationToken cancellation)
    {
        var (image, problem) = Compile();
        if (image is null)
        {
            return problem;
        }

        var seeds = Seeds(Math.Max(4, episodes), 256);
        var mine = await PlayAsync(image, seeds, cancellation).ConfigureAwait(false);
        if (mine.Failure is not null)
        {
            return Describe(mine);
        }

        var before = await session.Incumbent!.Scores.EpisodesAsync(Split.Train, seeds, cancellation).ConfigureAwait(false);
        double[] candidate = [.. mine.Episodes.Select(e => e.Worth(session.Settings.Score))];
        double[] incumbent = [.. before.Select(e => e.Worth(session.Settings.Score))];
        var outcome = PairedTest.Once(candidate, incumbent, session.Settings.Cascade);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"working copy {candidate.Average():0.#}, incumbent {incumbent.Average():0.#} on {seeds.Count} training seeds: difference {outcome.MeanDifference:+0.#;-0.#;0} (95 % interval {outcome.Low:0.#} to {outcome.High:0.#}, one-sided p {outcome.P:0.###}), better on {outcome.Wins}, worse on {outcome.Losses}. {outcome.Why}.");
    }

    public async Task<string> FailuresAsync(int episodes, CancellationToken cancellation)
    {
        var (image, problem) = Compile();
        if (image is null)
        {
            return problem;
        }

        var result = await PlayAsync(image, Seeds(Math.Max(4, episodes), 64), cancellation).ConfigureAwait(false);
        if (result.Failure is not null)
        {
            return Describe(result);
        }

        var bundles = await new FailureMiner(session.Evaluator).MineAsync(
            image,
            new MiningRequest { Trial = _trial, Folder = _copy!.Failures, Episodes = result.Episodes, Rule = session.Settings.Score },
            cancellation).ConfigureAwait(false);
        return bundles.Count == 0
            ? "No failures were found."
            : string.Join("\n\n", bundles.Select(static b => $"{b.Folder}\n{b.Summary}"));
    }

    public async Task<ContentBlock> FrameAsync(int seed, int tic, CancellationToken cancellation)
    {
        var (image, problem) = Compile();
        if (image is null)
        {
            throw new LoopException(problem);
        }

        if (seed < 0 || !session.Workspace.Seeds.Train.Contains((uint)seed))
        {
            throw new RequestException($"seed {seed} is no training seed.");
        }

        var folder = Directory.CreateTempSubdirectory("caco-frame-").FullName;
        try
        {
            var job = new EvaluationJob { Seeds = [(uint)seed], ReplayFolder = folder };
            var result = await session.Evaluator.EvaluateAsync(image, job, null, cancellation).ConfigureAwait(false);
            Book(result);
            if (result.Failure is { } failure)
            {
                throw new LoopException($"the policy cannot play seed {seed} to the end: {failure.Message}");
            }

            return ImageContentBlock.FromBytes(Draw(folder, (uint)seed, tic), "image/png");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task<string> RunCaseAsync(string name, CancellationToken cancellation)
    {
        var (image, problem) = Compile();
        if (image is null)
        {
            return problem;
        }

        var cases = session.LoadCases();
        if (name.Length > 0)
        {
            cases = [session.Cases.Find(name)];
        }

        if (cases.Count == 0)
        {
            return "The workspace has no cases yet.";
        }

        var result = await session.Evaluator.EvaluateAsync(image, new EvaluationJob { Cases = cases }, null, cancellation).ConfigureAwait(false);
        Book(result);
        var text = new StringBuilder();
        foreach (var outcome in result.Cases)
        {
            var what = cases.First(c => c.Name == outcome.Case);
            text.Append(CultureInfo.InvariantCulture, $"{(outcome.Passed ? "passed" : "FAILED")} {outcome.Case}: {what.Description} ({outcome.Value:0.##}, needed {what.Criterion.AtLeast:0.##})\n");
        }

        return result.Failure is { } failure ? text + failure.Message : text.ToString();
    }

    public string History(int last)
    {
        var trials = session.Ledger.Trials().TakeLast(Math.Clamp(last, 1, 500)).ToList();
        return trials.Count == 0
            ? "No trials yet."
            : string.Join('\n', trials.Select(static t => string.Create(
                CultureInfo.InvariantCulture, $"{t.Id} {t.Verdict.ToString().ToLowerInvariant()} by {t.Agent}: {t.Hypothesis} ({t.Why})")));
    }

    public async Task<string> SubmitAsync(string hypothesis, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(hypothesis))
        {
            throw new RequestException("say in one sentence what the change is meant to do.");
        }

        if (session.Budget.Reached() is { } reached)
        {
            throw new LoopException($"the workspace's budget is used up: {reached}.");
        }

        var candidate = new Candidate(
            _trial, "mcp", hypothesis.Trim(), PolicyFolder.Read(_copy!.Policy), session.TaskOf(AgentTask.Improve, hypothesis.Trim()), _started, _spent);
        var trial = await _runner.RunAsync(candidate, cancellation).ConfigureAwait(false);
        await engine.RememberAsync(trial, null, cancellation).ConfigureAwait(false);
        if (trial.Verdict == Verdict.Accepted)
        {
            session.Store.DropCopy(_copy);
            _copy = null;
            await engine.StudyAsync(cancellation).ConfigureAwait(false);
        }

        _trial = session.Ledger.NextId;
        _started = time.GetUtcNow();
        _spent = Spending.Nothing;
        return string.Create(CultureInfo.InvariantCulture, $"trial {trial.Id} is {trial.Verdict.ToString().ToLowerInvariant()}: {trial.Why}");
    }

    public void Dispose()
    {
        if (_copy is { } copy)
        {
            session.Store.DropCopy(copy);
        }

        _turn.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        if (session.Incumbent is null)
        {
            await engine.PrepareAsync(cancellation).ConfigureAwait(false);
        }

        if (_copy is null)
        {
            _trial = session.Ledger.NextId;
            _started = time.GetUtcNow();
            var brief = await engine.BriefAsync(AgentTask.Improve, cancellation).ConfigureAwait(false);
            _copy = session.Store.MakeCopy(_trial, session.Incumbent!.Trial.Commit, brief, engine.Failures, session.Settings, AgentResults.Of(session.Ledger));
        }
    }

    private (PolicyImage? Image, string Problem) Compile()
    {
        var build = PolicyCompiler.Compile(PolicyFolder.Read(_copy!.Policy));
        return (build.Image, build.Image is null ? $"It does not compile:\n{string.Join('\n', build.Diagnostics)}" : "");
    }

    private List<uint> Seeds(int episodes, int most)
    {
        var train = session.Workspace.Seeds.Train;
        return [.. train.Take(Math.Clamp(episodes, 1, Math.Min(most, train.Count)))];
    }

    private async Task<EvaluationResult> PlayAsync(PolicyImage image, IReadOnlyList<uint> seeds, CancellationToken cancellation)
    {
        var result = await session.Evaluator.EvaluateAsync(image, new EvaluationJob { Seeds = seeds }, null, cancellation).ConfigureAwait(false);
        Book(result);
        return result;
    }

    private void Book(EvaluationResult result)
    {
        var spent = Costs.Of(result);
        session.Ledger.Spend(_trial, "probe", spent);
        _spent += spent;
    }

    private byte[] Draw(string folder, uint seed, int tic)
    {
        var replay = ReplayFile.Load(EpisodeFiles.Replay(folder, seed));
        byte[]? png = null;
        var shown = 0;
        ReplayPlayer.Play(replay, session.Stage, (game, _, now) =>
        {
            if (now <= tic)
            {
                var (frame, _) = ReplayPictures.Capture(game, session.Stage, now);
                png = frame.Encode();
                shown = now;
            }
        });
        return png ?? throw new LoopException($"seed {seed} has no picture at tic {tic} (the last is at {shown}).");
    }

    private string Describe(EvaluationResult result)
    {
        if (result.Failure is { } failure)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It cannot play to the end: {failure.Kind}: {failure.Message}{(failure.Seed is { } seed ? $" (seed {seed}, tic {failure.Tic})" : "")}");
        }

        var s = ScoreSummary.Of(result.Episodes, session.Settings.Score);
        var causes = string.Join(", ", FailureCauses.Count(result.Episodes).Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Cause} {c.Count}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            score {s.Mean:0.#} (standard error {s.StandardError:0.#}, lowest {s.Min:0.#}, highest {s.Max:0.#}) over {s.Count} training episodes
            kills {s.Kills:0.#}, shots {s.Shots:0.#}, accuracy {s.Accuracy:0.##}, deaths {s.DeathShare:0%}, without ammunition {s.StarvedShare:0%}, stuck {s.StuckShare:0%}, places {s.Explored:0}
            what the episodes suffered from: {causes}
            {s.DecisionsPerSecond:N0} decisions/s a worker, {s.NanosecondsPerDecision:N0} ns of the policy for each
            """);
    }
}
