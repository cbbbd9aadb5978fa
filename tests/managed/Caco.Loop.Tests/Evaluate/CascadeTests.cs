using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class CascadeTests : IAsyncDisposable
{
    private static readonly BehaviourCase[] Cases = [Case("door"), Case("imp"), Case("medikit")];

    private readonly ScriptedEvaluator _evaluator = new();
    private readonly PolicyImage _incumbent;
    private readonly LoopSettings _settings = new() { Cascade = new CascadeSettings { WorthwhileGain = 0.1 } };

    public CascadeTests() => _incumbent = _evaluator.Add("incumbent", Base, "medikit");

    public ValueTask DisposeAsync() => _evaluator.DisposeAsync();

    [Fact]
    public async Task A_better_policy_is_accepted_with_no_more_play_than_needed()
    {
        var outcome = await Judge(_evaluator.Add("better", static seed => Base(seed) + 30 + seed % 3));
        Assert.Equal(Verdict.Accepted, outcome.Verdict);
        Assert.StartsWith("a gain is shown on 16 seeds: +31", outcome.Why, StringComparison.Ordinal);
        Assert.EndsWith("it gains: medikit", outcome.Why, StringComparison.Ordinal);
        Assert.Equal(
            [.. Enumerable.Range(0, 8).Select(static i => (Split.Train, (uint)i)), .. Enumerable.Range(1000, 16).Select(static i => (Split.Validate, (uint)i))],
            outcome.Episodes.Select(static e => (e.Split, e.Episode.Seed)));
        Assert.Equal((16, PairedVerdict.Accept), (outcome.Paired!.Pairs, outcome.Paired.Verdict));
        Assert.Equal([true, true, false], outcome.Cases.Select(static c => c.PassedBefore!.Value));
        Assert.Equal(24 * 200 + 3 * 70, outcome.Spending.Tics);
        Assert.Equal(24 * 100 + 3 * 35, outcome.Spending.Decisions);
    }

    [Fact]
    public async Task Both_play_the_same_seeds_and_nothing_twice()
    {
        await Judge(_evaluator.Add("equal", static seed => Base(seed) + (seed % 2 == 0 ? 25 : -25)));
        uint[] Played(string name) => [.. _evaluator.Jobs.Where(j => j.Policy == name).SelectMany(static j => j.Job.Seeds)];
        Assert.Equal(Played("equal"), Played("incumbent"));
        Assert.Distinct(Played("equal"));
        Assert.All(Played("equal"), static seed => Assert.True(seed is < 1000 or >= 1000 and <= 1127));
    }

    [Fact]
    public async Task Cases_come_before_the_expensive_validation_and_after_the_smoke_episodes()
    {
        await Judge(_evaluator.Add("better", static seed => Base(seed) + 30));
        Assert.Equal([1, 7, 0, 16], _evaluator.Jobs.Where(static j => j.Policy == "better").Select(static j => j.Job.Seeds.Count));
    }

    [Fact]
    public async Task A_policy_that_fails_is_broken_and_costs_one_episode()
    {
        var failure = new PolicyFailure(FailureKind.Exception, "DivideByZeroException in Aim.cs:12", 0, 140);
        var outcome = await Judge(_evaluator.AddBroken("broken", Base, 0, failure));
        Assert.Equal(Verdict.Broken, outcome.Verdict);
        Assert.Equal("it cannot play to the end: DivideByZeroException in Aim.cs:12 (seed 0, tic 140)", outcome.Why);
        Assert.Equal(failure, outcome.Failure);
        Assert.Empty(outcome.Episodes);
        Assert.Single(_evaluator.Jobs);
    }

    [Fact]
    public async Task A_policy_that_fails_in_validation_keeps_what_it_played()
    {
        var outcome = await Judge(_evaluator.AddBroken("late", static s => Base(s) + 5, 1010, new PolicyFailure(FailureKind.Time, "a decision took 800 ms")));
        Assert.Equal(Verdict.Broken, outcome.Verdict);
        Assert.Equal(8 + 10, outcome.Episodes.Count);
        Assert.Equal("it cannot play to the end: a decision took 800 ms", outcome.Why);
    }

    [Fact]
    public async Task A_clearly_worse_policy_is_rejected_on_training_seeds()
    {
        var outcome = await Judge(_evaluator.Add("worse", static seed => Base(seed) - 60 - seed % 3));
        Assert.Equal(Verdict.Rejected, outcome.Verdict);
        Assert.StartsWith("it is clearly worse on 8 training seeds", outcome.Why, StringComparison.Ordinal);
        Assert.Equal(8, outcome.Episodes.Count);
        Assert.Null(outcome.Paired);
        Assert.Null(outcome.Gate);
    }

    [Fact]
    public async Task A_policy_that_is_no_better_is_rejected_by_the_paired_test()
    {
        var outcome = await Judge(_evaluator.Add("equal", static seed => Base(seed) + (seed % 2 == 0 ? 25 : -25)));
        Assert.Equal(Verdict.Rejected, outcome.Verdict);
        Assert.Equal(PairedVerdict.Reject, outcome.Paired!.Verdict);
        Assert.Equal(outcome.Why, outcome.Paired.Why);
        Assert.True(outcome.Gate!.Passed);
    }

    [Fact]
    public async Task Play_that_does_not_change_is_rejected_at_the_first_look()
    {
        var outcome = await Judge(_evaluator.Add("same", Base));
        Assert.Equal("it plays exactly as before: it scores exactly the same on all 16 seeds, so there is nothing to gain", outcome.Why);
        Assert.Equal(8 + 16, outcome.Episodes.Count);
    }

    [Fact]
    public async Task A_gain_that_loses_a_case_is_rejected_by_the_gate_with_its_name()
    {
        var outcome = await Judge(_evaluator.Add("forgetful", static seed => Base(seed) + 40, "imp", "medikit"));
        Assert.Equal(Verdict.Rejected, outcome.Verdict);
        Assert.Equal("it loses 1 of 3 cases: imp", outcome.Why);
        Assert.Equal(["imp"], outcome.Gate!.Lost);
        Assert.Equal(["medikit"], outcome.Gate.StillFailing);
        Assert.Null(outcome.Paired);
        Assert.DoesNotContain(_evaluator.Jobs, static j => j.Job.Seeds.Contains(1000u));
    }

    [Theory]
    [InlineData("imp")]
    [InlineData("*")]
    public async Task An_allowed_trade_is_accepted_and_named(string allowed)
    {
        var outcome = await Judge(
            _evaluator.Add("trader", static seed => Base(seed) + 40, "imp", "medikit"),
            _settings with { Gate = new GateSettings { MayLose = [allowed] } });
        Assert.Equal(Verdict.Accepted, outcome.Verdict);
        Assert.EndsWith("; it loses what may be lost: imp", outcome.Why, StringComparison.Ordinal);
        Assert.Equal(["imp"], outcome.Gate!.Traded);
    }

    [Fact]
    public async Task A_simplification_that_plays_the_same_is_accepted_and_may_trade_nothing()
    {
        var same = await Judge(_evaluator.Add("same", Base, "medikit"), mode: PairedMode.NoLoss);
        Assert.Equal(Verdict.Accepted, same.Verdict);
        Assert.Equal("it scores exactly the same on all 16 seeds", same.Why);
        var loser = await Judge(
            _evaluator.Add("shorter", Base, "door"), _settings with { Gate = new GateSettings { MayLose = ["*"] } }, PairedMode.NoLoss);
        Assert.Equal("it loses 1 of 3 cases: door; it gains: medikit", loser.Why);
    }

    [Fact]
    public async Task The_first_policy_only_has_to_play()
    {
        var booked = new List<(string, Spending)>();
        var outcome = await new Cascade(_evaluator, _settings).JudgeAsync(new CascadeRequest
        {
            Candidate = _incumbent, Cases = Cases, Book = (purpose, spending) => booked.Add((purpose, spending)),
        });
        Assert.Equal(Verdict.Accepted, outcome.Verdict);
        Assert.StartsWith("the first policy of the workspace: ", outcome.Why, StringComparison.Ordinal);
        Assert.Equal(8 + 128, outcome.Episodes.Count);
        Assert.Null(outcome.Paired);
        Assert.Equal(outcome.Spending, booked.Aggregate(Spending.Nothing, static (sum, b) => sum + b.Item2));
        Assert.Equal(["stage", "stage", "cases", "stage"], booked.Select(static b => b.Item1));
    }

    [Fact]
    public async Task What_the_incumbent_did_before_is_not_played_again()
    {
        using var scores = new IncumbentScores(_evaluator, _incumbent, 2);
        scores.Know(Enumerable.Range(1000, 128).Select(static s => new SplitEpisode(Split.Validate, ScriptedEvaluator.Episode((uint)s, Base((uint)s)))));
        var cascade = new Cascade(_evaluator, _settings);
        foreach (var name in new[] { "one", "two" })
        {
            await cascade.JudgeAsync(new CascadeRequest
            {
                Candidate = _evaluator.Add(name, static seed => Base(seed) + 30), Incumbent = scores, Cases = Cases,
            });
        }

        Assert.Equal(8, _evaluator.Jobs.Where(static j => j.Policy == "incumbent").Sum(static j => j.Job.Seeds.Count));
        Assert.Equal(3, _evaluator.Jobs.Where(static j => j.Policy == "incumbent").Sum(static j => j.Job.Cases.Count));
        Assert.Equal(8 * 200 + 3 * 70, scores.Spent.Tics);
    }

    [Fact]
    public async Task Hold_out_seeds_are_refused_and_a_failing_incumbent_is_named()
    {
        using var scores = new IncumbentScores(
            _evaluator, _evaluator.AddBroken("old", Base, 3, new PolicyFailure(FailureKind.Memory, "it used 2 GiB")), 2);
        var sealedSeeds = await Assert.ThrowsAsync<LoopException>(() => scores.EpisodesAsync(Split.HoldOut, [5000], default));
        Assert.Contains("sealed", sealedSeeds.Message, StringComparison.Ordinal);
        var failure = await Assert.ThrowsAsync<LoopException>(() => scores.EpisodesAsync(Split.Train, [1, 2, 3], default));
        Assert.Equal("the incumbent old could not play what it is compared on: it used 2 GiB", failure.Message);
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Cascade(_evaluator, _settings).JudgeAsync(
            new CascadeRequest { Candidate = _incumbent }, source.Token));
    }

    [Fact]
    public void Stages_that_do_not_grow_are_named()
    {
        var failure = Assert.Throws<RequestException>(() => new Cascade(
            _evaluator, _settings with { Cascade = new CascadeSettings { Train = [8, 1] } }));
        Assert.StartsWith("cascade.train", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Short_ranges_of_seeds_are_played_to_their_end()
    {
        var settings = _settings with { Seeds = new SeedSettings { Train = "0-2", Validate = "10-29" } };
        var outcome = await Judge(_evaluator.Add("equal", static seed => Base(seed) + (seed % 2 == 0 ? 60 : -60)), settings);
        Assert.Equal(3 + 20, outcome.Episodes.Count);
        Assert.Equal(20, outcome.Paired!.Pairs);
    }

    [Fact]
    public async Task Baselines_are_played_on_the_seeds_of_the_verdict_and_one_that_cannot_play_says_so()
    {
        var refusal = new PolicyFailure(FailureKind.Refused, "it needs ATTACK");
        var baselines = await Baselines.PlayAsync(
            _evaluator, [_evaluator.Add("random", static _ => 10), _evaluator.AddBroken("oracle", Base, 1000, refusal)], _settings);
        Assert.Equal(["random", "oracle"], baselines.Select(static b => b.Name));
        Assert.Equal((128, 10.0), (baselines[0].Summary!.Count, baselines[0].Summary!.Mean));
        Assert.Equal(128 * 200, baselines[0].Spending.Tics);
        Assert.Equal(refusal, baselines[1].Failure);
        Assert.Null(baselines[1].Summary);
    }

    private static double Base(uint seed) => 100 + seed * 37 % 60;

    private static BehaviourCase Case(string name) => new()
    {
        Name = name, Description = name, Seed = 1, Tic = 0, Tics = 70, Criterion = new Criterion(CriterionKind.Kills, 1),
    };

    private async Task<CascadeOutcome> Judge(PolicyImage candidate, LoopSettings? settings = null, PairedMode mode = PairedMode.Gain)
    {
        using var scores = new IncumbentScores(_evaluator, _incumbent, 2);
        return await new Cascade(_evaluator, settings ?? _settings).JudgeAsync(new CascadeRequest
        {
            Candidate = candidate, Incumbent = scores, Cases = Cases, Mode = mode,
        });
    }
}
