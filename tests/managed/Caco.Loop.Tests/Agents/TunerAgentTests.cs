using Caco.Loop.Agents;
using Caco.Loop.Agents.Tuning;
using Caco.Loop.Compile;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class TunerAgentTests
{
    private const string Policy = """
        class P
        {
            [Tunable(0, 100)] const double Near = 20; // keep
            [Tunable(-1, 1)] const float Lean = -0.5f;
            [Tunable(1, 30)] const int Wait = 3;
            [Tunable(0, 10)] const double Idle = 5;
        }
        """;

    private static double Worth(IReadOnlyDictionary<string, double> c) =>
        100 - Math.Pow((c["P.Near"] - 70) / 20, 2) - Math.Pow((c["P.Lean"] - 0.4) * 5, 2) - Math.Pow((c["P.Wait"] - 12) / 5, 2);

    private static LoopSettings Settings(int generations = 3, int episodes = 4, int population = 0) => new()
    {
        Agent = new AgentSettings { Tuner = new TunerSettings { Generations = generations, Episodes = episodes, Population = population } },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static double WorthOf(AgentStage stage) =>
        Worth(TunableSource.Find(PolicyFiles.Read(stage.Copy.Policy)).Items.ToDictionary(static i => i.Name, static i => i.Value));

    [Fact]
    public async Task Proposals_that_are_accepted_climb_to_the_optimum()
    {
        using var stage = new AgentStage(Policy);
        var agent = new TunerAgent();
        var probe = new FakeProbe(Worth);
        var before = WorthOf(stage);
        for (var trial = 2; trial < 12 && before < 99.5; trial++)
        {
            var proposal = await agent.ProposeAsync(stage.Request(probe, Settings(), trial), Cancellation);
            Assert.NotNull(proposal);
            Assert.Matches(@"^P\.\w+ \S+ -> \S+.*: \+\S+ \(\+.* %\) on \d+ training seeds\.$", proposal.Hypothesis);
            Assert.True(WorthOf(stage) > before);
            before = WorthOf(stage);
        }

        Assert.InRange(before, 99.5, 100);
        Assert.Contains("// keep", stage.Source(), StringComparison.Ordinal);
        Assert.Matches(@"Lean = 0\.\d+f;", stage.Source());
        Assert.Matches(@"Wait = \d+;", stage.Source());
    }

    [Fact]
    public async Task Noise_as_large_as_the_differences_does_not_keep_it_from_gaining()
    {
        using var stage = new AgentStage(Policy);
        var agent = new TunerAgent();
        var probe = new FakeProbe(Worth, noise: 8);
        var before = WorthOf(stage);
        for (var trial = 2; trial < 6; trial++)
        {
            var source = stage.Source();
            var incumbent = WorthOf(stage);
            var proposal = await agent.ProposeAsync(stage.Request(probe, Settings(episodes: 12), trial), Cancellation);
            if (proposal is null || WorthOf(stage) <= incumbent)
            {
                File.WriteAllText(Path.Combine(stage.Copy.Policy, "Policy.cs"), source);
            }
        }

        Assert.True(WorthOf(stage) > before + 6, $"{before} -> {WorthOf(stage)}");
    }

    [Fact]
    public async Task The_note_says_which_constants_matter()
    {
        using var stage = new AgentStage(Policy);
        var agent = new TunerAgent();
        var proposal = await agent.ProposeAsync(stage.Request(new FakeProbe(Worth, noise: 1), Settings(generations: 8, episodes: 8)), Cancellation);
        Assert.NotNull(proposal?.Note);
        Assert.Matches(@"constants that matter:.*P\.Near \((more is better|best near [67]\d)", proposal.Note);
        Assert.Matches(@"No clear effect:.*P\.Idle", proposal.Note);
    }

    [Fact]
    public async Task All_candidates_of_a_generation_play_the_same_seeds_and_the_next_others()
    {
        using var stage = new AgentStage(Policy);
        var probe = new FakeProbe(Worth);
        await new TunerAgent().ProposeAsync(stage.Request(probe, Settings(generations: 2, population: 6)), Cancellation);
        var groups = probe.Calls.GroupBy(static c => string.Join(',', c.Seeds)).ToArray();
        Assert.True(groups.Length >= 5, $"{groups.Length} sets of seeds");
        Assert.Equal(6, groups[0].Count());
        Assert.Equal(4, groups[1].Count());
        var all = groups.SelectMany(static g => g.Key.Split(',')).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public async Task Nothing_is_handed_in_where_nothing_helps()
    {
        using var stage = new AgentStage(Policy);
        var agent = new TunerAgent();
        Assert.Null(await agent.ProposeAsync(stage.Request(new FakeProbe(static _ => 50), Settings(1)), Cancellation));
        Assert.Contains("beat the incumbent's", agent.NothingBecause, StringComparison.Ordinal);
        Assert.Equal(Policy, stage.Source());
    }

    [Fact]
    public async Task A_search_that_stands_still_says_that_it_has_converged()
    {
        using var stage = new AgentStage("class P { [Tunable(0, 4)] const int A = 2; }");
        var agent = new TunerAgent();
        var settings = Settings(generations: 10, episodes: 1);
        var probe = new FakeProbe(static c => -Math.Abs(c["P.A"] - 2));
        Assert.Null(await agent.ProposeAsync(stage.Request(probe, settings), Cancellation));
        Assert.Contains("converged", agent.NothingBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_marks_the_reason_names_what_was_passed_over()
    {
        using var stage = new AgentStage("class P { [Tunable(0, 4)] static int A = 2; }");
        var agent = new TunerAgent();
        Assert.Null(await agent.ProposeAsync(stage.Request(new FakeProbe(Worth)), Cancellation));
        Assert.Contains("no constant", agent.NothingBecause, StringComparison.Ordinal);
        Assert.Contains("P.A is marked [Tunable] and not const", agent.NothingBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Less_code_is_not_its_business()
    {
        using var stage = new AgentStage(Policy);
        var agent = new TunerAgent();
        Assert.Null(await agent.ProposeAsync(stage.Request(new FakeProbe(Worth)) with { Task = AgentTask.Simplify }, Cancellation));
        Assert.NotNull(agent.NothingBecause);
    }

    [Fact]
    public async Task A_killed_loop_goes_on_where_it_was_and_proposes_the_same()
    {
        using var whole = new AgentStage(Policy);
        using var killed = new AgentStage(Policy);
        var expected = await new TunerAgent().ProposeAsync(whole.Request(new FakeProbe(Worth), Settings()), Cancellation);

        var state = Path.Combine(killed.Folder, "tuner.json");
        using var kill = new CancellationTokenSource();
        var plays = 0;
        var dying = new FakeProbe(c =>
        {
            if (Interlocked.Increment(ref plays) == 25)
            {
                kill.Cancel();
            }

            return Worth(c);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TunerAgent(state).ProposeAsync(killed.Request(dying, Settings()), kill.Token));
        Assert.True(File.Exists(state));

        // It has one whole generation behind it, and plays two more.
        var rest = new FakeProbe(Worth);
        var settings = Settings(generations: 2);
        var proposal = await new TunerAgent(state).ProposeAsync(killed.Request(rest, settings), Cancellation);
        Assert.Equal(expected!.Hypothesis, proposal!.Hypothesis);
        Assert.Equal(whole.Source(), killed.Source());

        // The loop dies before the verdict: the same proposal again, without playing.
        File.WriteAllText(Path.Combine(killed.Copy.Policy, "Policy.cs"), Policy);
        var idle = new FakeProbe(Worth);
        var again = await new TunerAgent(state).ProposeAsync(killed.Request(idle, settings), Cancellation);
        Assert.Equal(expected.Hypothesis, again!.Hypothesis);
        Assert.Equal(whole.Source(), killed.Source());
        Assert.Empty(idle.Calls);
    }

    [Fact]
    public async Task A_rejected_proposal_is_not_handed_in_again_and_probes_grow()
    {
        using var stage = new AgentStage(Policy);
        var agent = new TunerAgent();
        await agent.ProposeAsync(stage.Request(new FakeProbe(Worth), Settings()), Cancellation);
        var first = stage.Source();
        File.WriteAllText(Path.Combine(stage.Copy.Policy, "Policy.cs"), Policy);

        var probe = new FakeProbe(Worth);
        Assert.NotNull(await agent.ProposeAsync(stage.Request(probe, Settings(), trial: 3), Cancellation));
        Assert.NotEqual(first, stage.Source());
        Assert.Equal(3, probe.Calls.First().Seeds.Count);
    }

    [Fact]
    public async Task A_damaged_state_begins_a_new_search()
    {
        using var stage = new AgentStage(Policy);
        var state = Path.Combine(stage.Folder, "tuner.json");
        File.WriteAllText(state, "{ \"schema\": ");
        Assert.NotNull(await new TunerAgent(state).ProposeAsync(stage.Request(new FakeProbe(Worth), Settings()), Cancellation));
    }

    [Fact]
    public async Task Constants_that_break_the_policy_are_only_bad_constants()
    {
        using var stage = new AgentStage(Policy);
        var probe = new FakeProbe(static c => c["P.Wait"] > 6 ? double.NaN : Worth(c));
        Assert.NotNull(await new TunerAgent().ProposeAsync(stage.Request(probe, Settings()), Cancellation));
        Assert.InRange(TunableSource.Find(PolicyFiles.Read(stage.Copy.Policy)).Items.Single(static i => i.Name == "P.Wait").Value, 1, 6);
    }

    [Fact]
    public async Task A_policy_that_does_not_play_is_an_error_with_its_message()
    {
        using var stage = new AgentStage(Policy);
        var probe = new FakeProbe(Worth) { Diagnose = static _ => new PolicyDiagnostic("Policy.cs", 3, 1, "CS1002", "; expected") };
        var failure = await Assert.ThrowsAsync<LoopException>(() => new TunerAgent().ProposeAsync(stage.Request(probe, Settings()), Cancellation));
        Assert.Contains("Policy.cs(3,1): CS1002", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_refused()
    {
        using var stage = new AgentStage(Policy);
        await Assert.ThrowsAsync<RequestException>(
            () => new TunerAgent().ProposeAsync(stage.Request(new FakeProbe(Worth), Settings(population: 3)), Cancellation));
    }

    [Fact]
    public async Task A_link_out_of_the_copy_is_refused_by_name()
    {
        using var stage = new AgentStage(Policy);
        File.CreateSymbolicLink(Path.Combine(stage.Copy.Policy, "Other.cs"), "/etc/hostname");
        var failure = await Assert.ThrowsAsync<LoopException>(
            () => new TunerAgent().ProposeAsync(stage.Request(new FakeProbe(Worth), Settings()), Cancellation));
        Assert.Contains("Other.cs is a link to /etc/hostname", failure.Message, StringComparison.Ordinal);
    }
}
