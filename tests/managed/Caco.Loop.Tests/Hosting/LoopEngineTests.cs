using Caco.Loop.Agents;
using Caco.Loop.Cases;
using Caco.Loop.Hosting;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

/// <summary>The whole loop on the real engine, with an agent that follows a script.</summary>
public sealed class LoopEngineTests
{
    private const string Walk = "b[forward] = 1;";
    private const string WalkThenTurret = "b[forward] = observation.Tic < 35 ? 1 : 0; b[attack] = 1; b[turn] = 3;";
    private const string Turret = "b[attack] = 1; b[turn] = 3;";

    private static readonly BehaviourCase Leaves = new()
    {
        Name = "leaves-the-start",
        Description = "walks away from where it starts",
        Seed = 3,
        Tic = 0,
        Tics = 70,
        Criterion = new Criterion(CriterionKind.Distance, 64),
    };

    [Fact]
    public async Task A_good_edit_is_kept_a_bad_one_is_not_and_a_trade_is_refused_by_name()
    {
        using var stage = new LoopStage(Walk);
        new CaseStore(stage.Paths.Cases).Save(Leaves);
        var agent = new ScriptedAgent(
            LoopStage.Edit("shoot round about after the walk", WalkThenTurret),
            LoopStage.Edit("walk only", Walk),
            LoopStage.Edit("do not walk, shoot at once", Turret));
        var trials = await RunAsync(stage, agent);
        var judged = trials.Where(static t => t.Verdict != Verdict.Baseline).ToList();
        Assert.Equal([Verdict.Accepted, Verdict.Accepted, Verdict.Rejected, Verdict.Rejected], judged.Select(static t => t.Verdict));

        var good = judged[1];
        Assert.NotNull(good.Paired);
        Assert.True(good.Paired.Low > 0);
        Assert.Equal(24, good.Episodes.Count(static e => e.Split == Split.Validate));

        var bad = judged[2];
        Assert.All(bad.Cases, static c => Assert.True(c.Passed));
        Assert.True(bad.Paired is { MeanDifference: < 0 } || bad.Why.Contains("worse", StringComparison.Ordinal));

        var trade = judged[3];
        Assert.Contains(Leaves.Name, trade.Why, StringComparison.Ordinal);
        Assert.Null(trade.Paired);
        Assert.False(Assert.Single(trade.Cases).Passed);

        // What was accepted last is in the folder, and nothing else.
        Assert.Equal(WalkerPolicy.Source(WalkThenTurret), File.ReadAllText(Path.Combine(stage.Paths.Policy, WalkerPolicy.FileName)));
        Assert.Contains("walk only", File.ReadAllText(stage.Paths.Memory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trade_that_the_owner_allows_is_accepted_and_says_so()
    {
        using var stage = new LoopStage(Walk, static s => s with { Gate = s.Gate with { MayLose = [Leaves.Name] } });
        new CaseStore(stage.Paths.Cases).Save(Leaves);
        var trials = await RunAsync(stage, new ScriptedAgent(LoopStage.Edit("do not walk, shoot at once", Turret)));
        var trade = trials[^1];
        Assert.Equal(Verdict.Accepted, trade.Verdict);
        Assert.Contains(Leaves.Name, trade.Why, StringComparison.Ordinal);
        var matrix = InterferenceMatrix.Of(trials);
        Assert.Equal(CaseEffect.Lost, matrix.At(trade.Id, Leaves.Name));
    }

    [Fact]
    public async Task A_broken_edit_costs_its_trial_only()
    {
        using var stage = new LoopStage(WalkThenTurret);
        var trials = await RunAsync(stage, new ScriptedAgent(
            LoopStage.Edit("does not compile", "b[forward] = ;"),
            LoopStage.Edit("breaks the rules", "System.IO.File.Delete(\"x\");"),
            LoopStage.Edit("throws", "throw new InvalidOperationException(\"on purpose\");"),
            LoopStage.Edit("nothing new", WalkThenTurret)));
        var judged = trials.Where(static t => t.Verdict != Verdict.Baseline).Skip(1).ToList();
        Assert.Equal([Verdict.Broken, Verdict.Broken, Verdict.Broken, Verdict.Rejected], judged.Select(static t => t.Verdict));
        Assert.Contains($"{WalkerPolicy.FileName}(", judged[0].Why, StringComparison.Ordinal);
        Assert.Contains("System.IO.File", judged[1].Why, StringComparison.Ordinal);
        Assert.Contains("on purpose", judged[2].Why, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", judged[3].Why, StringComparison.Ordinal);
        Assert.All(judged, t => Assert.Equal(40, t.Commit.Length));
    }

    [Fact]
    public async Task A_second_run_resumes_from_the_ledger_and_plays_nothing_twice()
    {
        using var stage = new LoopStage(WalkThenTurret);
        var first = await RunAsync(stage, new ScriptedAgent());
        await using var session = LoopSession.Open(stage.Root, stage.Events);
        var engine = new LoopEngine(session, new ScriptedAgent(), new LoopOptions { MineFailures = false }, TimeProvider.System);
        var before = session.Ledger.Total;
        await engine.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first.Count, session.Ledger.Trials().Count);

        // Failures are looked for again in training episodes that the ledger does not hold; nothing else is played.
        Assert.True(session.Ledger.Total.Tics - before.Tics <= 16 * 350);
        Assert.Equal(first[0].Id, session.Status.Incumbent);
    }

    [Fact]
    public async Task After_a_gain_less_code_is_asked_for_and_kept_only_when_it_is_less_at_no_loss()
    {
        const string longer = "if (observation.Tic >= 0) { b[attack] = 1; } else { b[attack] = 0; } b[turn] = 3;";
        using var stage = new LoopStage(Walk, static s => s with { Compress = true });
        var agent = new ScriptedAgent(
            LoopStage.Edit("shoot round about", longer),
            LoopStage.Edit("the same in fewer words", Turret),
            LoopStage.Edit("walk again", Walk));
        var trials = await RunAsync(stage, agent);
        Assert.Equal([AgentTask.Improve, AgentTask.Simplify, AgentTask.Improve], agent.Requests.Take(3).Select(static r => r.Task));
        Assert.Equal([Verdict.Accepted, Verdict.Accepted, Verdict.Accepted, Verdict.Rejected], trials.Select(static t => t.Verdict));
        Assert.True(trials[2].Code!.Statements < trials[1].Code!.Statements);
        Assert.True(trials[2].Code!.Complexity < trials[1].Code!.Complexity);
    }

    [Fact]
    public async Task A_rewrite_needs_no_gain_where_rewrites_are_allowed()
    {
        const string hypothesis = "REWRITE: the same with a name for the speed";
        const string same = "const float Speed = 1; b[forward] = Speed;";
        using var strict = new LoopStage(Walk);
        Assert.Equal([Verdict.Accepted, Verdict.Rejected], (await RunAsync(strict, new ScriptedAgent(LoopStage.Edit(hypothesis, same)))).Select(static t => t.Verdict));

        using var stage = new LoopStage(Turret, static s => s with { Gate = s.Gate with { Rewrites = true } });
        var trials = await RunAsync(stage, new ScriptedAgent(
            LoopStage.Edit(hypothesis, "const float On = 1; b[attack] = On; b[turn] = 3;"), LoopStage.Edit("REWRITE: without the gun", Walk)));
        Assert.Equal([Verdict.Accepted, Verdict.Accepted, Verdict.Rejected], trials.Select(static t => t.Verdict));
    }

    [Fact]
    public async Task A_simplification_that_is_none_is_refused_with_its_figures()
    {
        const string longer = "b[attack] = 1; if (observation.Tic >= 0) { b[turn] = 3; }";
        using var stage = new LoopStage(Walk, static s => s with { Compress = true });
        var trials = await RunAsync(
            stage, new ScriptedAgent(LoopStage.Edit("shoot round about", Turret), LoopStage.Edit("more words", longer)));
        Assert.Equal(Verdict.Rejected, trials[^1].Verdict);
        Assert.Contains("not simpler", trials[^1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_fails_again_and_again_ends_the_loop_with_its_reason()
    {
        using var stage = new LoopStage(Turret, static s => s with
        {
            Agent = s.Agent with { Command = new CommandAgentSettings { Command = ["false"], Sandbox = "never" } },
        });
        var failure = await Assert.ThrowsAnyAsync<LoopException>(
            () => RunAsync(stage, AgentFactory.Create("command", stage.Paths), new LoopOptions { MineFailures = false }));
        Assert.Equal(2, stage.Seen.Count(static e => e is LoopNote { Text: var text } && text.Contains("failed", StringComparison.Ordinal)));
        Assert.NotEqual("", failure.Message);
    }

    [Fact]
    public async Task What_an_agent_does_outside_its_copy_is_undone_and_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the agent of this test is a shell script");
        using var stage = new LoopStage("b[forward] = 1;", static s => s with
        {
            Agent = s.Agent with
            {
                Command = new CommandAgentSettings
                {
                    Sandbox = "never",
                    Command = ["sh", "-c", $"sed -i 's/b.forward. = 1;/b[attack] = 1; b[turn] = 3;/' policy/{WalkerPolicy.FileName}; rm -f ../../../ledger.db ../../../trials.jsonl ../../../brief.md; echo x > ../../../extra.txt; echo 'HYPOTHESIS: shoot'"],
                },
            },
        });
        var trials = await RunAsync(stage, AgentFactory.Create("command", stage.Paths), new LoopOptions { MineFailures = false, Trials = 1 });
        Assert.Equal(Verdict.Accepted, trials[^1].Verdict);
        Assert.True(File.Exists(stage.Paths.Brief));
        Assert.False(File.Exists(Path.Combine(stage.Root, "extra.txt")));
        var notes = string.Join('\n', stage.Seen.OfType<LoopNote>().Select(static n => n.Text));
        Assert.All((string[])["brief.md", "extra.txt", "ledger.db"], name => Assert.Contains(name, notes, StringComparison.Ordinal));
        using var again = SqliteLedger.Open(stage.Paths);
        Assert.Equal(trials.Count, again.Trials().Count);
    }

    [Fact]
    public async Task The_budget_ends_the_loop_cleanly()
    {
        using var stage = new LoopStage(Walk, static s => s with { Budget = new BudgetSettings { Trials = 6 } });
        var edits = Enumerable.Range(1, 9).Select(i => LoopStage.Edit($"turn by {i}", $"b[attack] = 1; b[turn] = {i};")).ToArray();
        var trials = await RunAsync(stage, new ScriptedAgent(edits));
        Assert.Equal(6, trials.Count(static t => t.Verdict != Verdict.Baseline));
        Assert.Contains(stage.Seen, static e => e is LoopEnded { Reason: var why } && why.Contains("trials", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tuner_improves_a_turret_by_its_constant()
    {
        using var stage = new LoopStage("b[attack] = 1; b[turn] = Degrees;", static s => s with
        {
            Agent = s.Agent with { Tuner = new TunerSettings { Episodes = 8, Generations = 2, Population = 4, Step = 0.4 } },
        });
        var file = Path.Combine(stage.Paths.Policy, WalkerPolicy.FileName);

        // A turret that turns by a hundredth of a degree looks at one wall.
        File.WriteAllText(file, File.ReadAllText(file).Replace(
            "private int forward", "[Tunable(0, 12)] private const float Degrees = 0.01f;\n    private int forward", StringComparison.Ordinal));
        var trials = await RunAsync(stage, AgentFactory.Create("tuner", stage.Paths), new LoopOptions { Trials = 2, MineFailures = false });
        var accepted = trials.Where(static t => t.Verdict == Verdict.Accepted).ToList();
        Assert.True(accepted.Count >= 2, string.Join('\n', trials.Select(static t => $"{t.Id} {t.Verdict} {t.Hypothesis}: {t.Why}")));
        Assert.Contains("Degrees", accepted[^1].Hypothesis, StringComparison.Ordinal);
        Assert.DoesNotContain("0.01f", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.True(accepted[^1].Spending.Tics > accepted[^1].Episodes.Sum(static e => (long)e.Episode.Tics));
    }

    private static Task<IReadOnlyList<TrialRecord>> RunAsync(LoopStage stage, ScriptedAgent agent) =>
        RunAsync(stage, agent, new LoopOptions { MineFailures = false });

    private static async Task<IReadOnlyList<TrialRecord>> RunAsync(LoopStage stage, IAgent agent, LoopOptions options)
    {
        await using var session = LoopSession.Open(stage.Root, stage.Events);
        var engine = new LoopEngine(session, agent, options, TimeProvider.System);
        await engine.RunAsync(TestContext.Current.CancellationToken);
        return session.Ledger.Trials(withEpisodes: true);
    }
}
