using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class CaseMakerTests
{
    private static readonly LoopSettings Settings = new();

    [Fact]
    public async Task Cases_come_from_real_episodes_and_are_passed_by_who_made_them()
    {
        using var stage = Arena.Create(700);
        await using var evaluator = new CatalogEvaluator(stage, Arena.Decision);
        var replays = Episodes(stage, 6);
        var booked = Spending.Nothing;
        var request = new CaseRequest
        {
            Stage = stage, Policy = PolicyImage.Builtin("battle"), Replays = replays, Book = (_, spending) => booked += spending,
        };
        var cases = await new CaseMaker(evaluator, Settings).MakeAsync(request);
        foreach (var made in cases)
        {
            TestContext.Current.SendDiagnosticMessage($"{made.Name}: {made.Description} ({made.Snapshot.Length} bytes)");
        }

        Assert.InRange(cases.Count, 5, Settings.Gate.AutomaticCases);
        Assert.Distinct(cases.Select(static c => c.Name));
        Assert.All(cases, static c => Assert.Null(CaseStore.Problem(c)));
        Assert.True(cases.Select(static c => c.Criterion.Kind).Distinct().Count() >= 3, "they are of different kinds");
        Assert.All(cases, c => Assert.Equal((request.Policy.Hash, CaseSnapshots.ContentOf(stage)), (c.Origin, c.Content)));
        Assert.True(booked.Tics > 6 * 700 * 2 / 3);

        var again = await evaluator.EvaluateAsync(request.Policy, new EvaluationJob { Cases = cases });
        Assert.All(again.Cases, static outcome => Assert.True(outcome.Passed));
        var idle = await evaluator.EvaluateAsync(PolicyImage.Builtin("idle"), new EvaluationJob { Cases = cases });
        Assert.True(idle.Cases.Count(static c => !c.Passed) > cases.Count / 2, "they ask for something");

        // What was made before is not made again.
        var more = await new CaseMaker(evaluator, Settings).MakeAsync(request with { Existing = cases });
        Assert.Empty(more.Select(static c => c.Name).Intersect(cases.Select(static c => c.Name)));
        Assert.True(cases.Count + more.Count <= Settings.Gate.AutomaticCases);
    }

    [Fact]
    public async Task The_same_episodes_give_the_same_cases()
    {
        using var stage = Arena.Create(400);
        await using var evaluator = new CatalogEvaluator(stage, Arena.Decision);
        var maker = new CaseMaker(evaluator, Settings with { Gate = new GateSettings { AutomaticCases = 4 } });
        var request = new CaseRequest { Stage = stage, Policy = PolicyImage.Builtin("battle"), Replays = Episodes(stage, 3) };
        var (one, two) = (await maker.MakeAsync(request), await maker.MakeAsync(request));
        Assert.InRange(one.Count, 1, 4);
        Assert.Equal(one.Select(static c => c with { Snapshot = default }), two.Select(static c => c with { Snapshot = default }));
        Assert.All(one.Zip(two), static p => Assert.Equal(p.First.Snapshot.ToArray(), p.Second.Snapshot.ToArray()));
    }

    [Fact]
    public async Task Nothing_is_made_when_there_is_no_room_or_the_replay_is_of_something_else()
    {
        using var stage = Arena.Create(200);
        await using var evaluator = new CatalogEvaluator(stage, Arena.Decision);
        var request = new CaseRequest { Stage = stage, Policy = PolicyImage.Builtin("battle"), Replays = Episodes(stage, 1) };
        var full = Settings with { Gate = new GateSettings { AutomaticCases = 0 } };
        Assert.Empty(await new CaseMaker(evaluator, full).MakeAsync(request));
        Assert.Empty(await new CaseMaker(evaluator, Settings).MakeAsync(request with { Replays = [] }));
        var strange = request with { Replays = [request.Replays[0] with { Seed = 99 }] };
        var failure = await Assert.ThrowsAsync<LoopException>(() => new CaseMaker(evaluator, Settings).MakeAsync(strange));
        Assert.StartsWith("the replay of seed 99 does not give the same episode", failure.Message, StringComparison.Ordinal);
    }

    private static List<Replay> Episodes(Stage stage, int count)
    {
        using var player = new EpisodePlayer(stage, PolicySource.Find("battle"), Arena.Decision);
        return [.. Enumerable.Range(0, count).Select(seed => player.Play((uint)seed).Replay)];
    }
}
