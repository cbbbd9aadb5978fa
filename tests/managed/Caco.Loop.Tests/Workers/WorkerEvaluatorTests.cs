using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

/// <summary>One worker for all tests of a class.</summary>
public sealed class WorkerFixture : IAsyncDisposable
{
    public WorkerEvaluator Evaluator { get; } = WorkerStage.Evaluator();

    public ValueTask DisposeAsync() => Evaluator.DisposeAsync();
}

/// <summary>The same with short limits.</summary>
public sealed class ShortLimitFixture : IAsyncDisposable
{
    public WorkerEvaluator Evaluator { get; } = WorkerStage.Evaluator(WorkerStage.ShortLimits);

    public ValueTask DisposeAsync() => Evaluator.DisposeAsync();
}

public sealed class WorkerEvaluatorTests : IClassFixture<WorkerFixture>
{
    private readonly WorkerEvaluator _evaluator;

    public WorkerEvaluatorTests(WorkerFixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        WorkerStage.NeedsIwad();
        _evaluator = fixture.Evaluator;
    }

    [Fact]
    public async Task A_worker_plays_as_this_process_does()
    {
        var image = PolicyImage.Builtin("battle");
        var told = new List<uint>();
        var result = await _evaluator.EvaluateAsync(image, WorkerStage.Job(3, 1, 2), new Progress(told));
        Assert.Null(result.Failure);
        Assert.Equal([3u, 1u, 2u], result.Episodes.Select(static e => e.Seed));
        Assert.Equal([1u, 2u, 3u], told.Order());
        Assert.Equal(
            WorkerStage.Here(image, 3, 1, 2).Select(static e => e with { Times = null }),
            result.Episodes.Select(static e => e with { Times = null }));
        Assert.Equal(result.Episodes.Sum(static e => (long)e.Tics), result.Tics);
        Assert.All(result.Episodes, static e => Assert.True(e.Times is { Engine: > 0, Look: >= 0, Policy: > 0 } times && times.Total > times.Engine));
    }

    [Fact]
    public async Task A_compiled_policy_plays()
    {
        var image = WorkerStage.Compiled(WorkerStage.Policy(
            "buttons[_attack] = 1;", "_attack = info.ButtonSlot(\"ATTACK\");", "private int _attack;"));
        var result = await _evaluator.EvaluateAsync(image, WorkerStage.Job(0, 1));
        Assert.Null(result.Failure);
        Assert.All(result.Episodes, static e => Assert.True(e.Behaviour.Shots >= 3));
        Assert.Equal(
            WorkerStage.Here(image, 0, 1).Select(static e => e.Hash), result.Episodes.Select(static e => e.Hash));
    }

    [Fact]
    public async Task Replays_and_traces_are_written_on_demand()
    {
        using var folder = new TemporaryFolder();
        var image = WorkerStage.Compiled(WorkerStage.Policy(
            "buttons[0] = 1; _log.Trace($\"tic {observation.Tic}\");", "_log = info.Log;", "private DecisionLog _log = DecisionLog.Off;"));
        var job = WorkerStage.Job(7) with { ReplayFolder = folder.File("replays"), Trace = true };
        var result = await _evaluator.EvaluateAsync(image, job);
        var replay = ReplayFile.Load(folder.File("replays/seed007.caco"));
        using var stage = Stage.Create(StageRequest.Of(WorkerStage.Settings, "."));
        Assert.Null(ReplayPlayer.Play(replay, stage).Divergence);
        Assert.Equal("Mine", replay.Policy);
        var trace = EpisodeFiles.ReadTrace(folder.File("replays/seed007.trace.jsonl"));
        Assert.Equal(result.Episodes[0].Decisions, trace.Count);
        Assert.Equal(4, trace[2].Tic);
        Assert.Equal(["tic 4"], trace[2].Lines);
    }

    [Fact]
    public async Task Only_the_catalogues_own_oracle_sees_more_than_the_settings_grant()
    {
        var oracle = await _evaluator.EvaluateAsync(PolicyImage.Builtin("oracle"), WorkerStage.Job(1));
        Assert.Null(oracle.Failure);
        var curious = WorkerStage.Compiled(WorkerStage.Policy(
            "if (observation.Beyond.Objects.Length + observation.Beyond.Labels.Length + observation.Beyond.Depth.Length > 0) throw new InvalidOperationException(\"seen\");",
            "if (info.Sight != Sight.Screen) throw new InvalidOperationException(\"told\"); _other = PolicyCatalog.Create(\"oracle\"); _other.Reset(info);",
            "private IPolicy? _other;"));
        var result = await _evaluator.EvaluateAsync(curious, WorkerStage.Job(1));
        Assert.Equal(FailureKind.Refused, result.Failure!.Kind);
        Assert.Contains("needs to be shown the objects", result.Failure.Message, StringComparison.Ordinal);

        await using var granting = WorkerStage.Evaluator(WorkerStage.Settings with { Sight = Caco.Policies.Sight.Objects });
        var seeing = WorkerStage.Compiled(WorkerStage.Policy(
            "if (observation.Beyond.Objects.IsEmpty || !observation.Beyond.Depth.IsEmpty) throw new InvalidOperationException(\"blind\");"));
        Assert.Null((await granting.EvaluateAsync(seeing, WorkerStage.Job(1))).Failure);
    }

    [Fact]
    public async Task Overlapping_evaluations_all_come_to_their_end()
    {
        var idle = PolicyImage.Builtin("idle");
        var turning = PolicyImage.Builtin("turn-and-shoot");
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            _evaluator.EvaluateAsync(i % 2 == 0 ? idle : turning, WorkerStage.Job((uint)i))));
        Assert.All(results, static r => Assert.Null(r.Failure));
        Assert.Equal([0u, 1u, 2u, 3u, 4u, 5u], results.Select(static r => r.Episodes.Single().Seed));
    }

    [Fact]
    public async Task A_scenario_that_cannot_be_played_is_named()
    {
        await using var evaluator = WorkerStage.Evaluator(new LoopSettings { Scenario = new ScenarioSettings { Config = "nowhere.cfg" } });
        var error = await Assert.ThrowsAsync<LoopException>(() => evaluator.EvaluateAsync(PolicyImage.Builtin("idle"), WorkerStage.Job(1)));
        Assert.Contains("nowhere.cfg does not exist", error.Message, StringComparison.Ordinal);
    }

    private sealed class Progress(List<uint> told) : IProgress<EpisodeResult>
    {
        public void Report(EpisodeResult value) => told.Add(value.Seed);
    }
}
