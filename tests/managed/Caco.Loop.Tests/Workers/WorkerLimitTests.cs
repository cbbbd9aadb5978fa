using System.Diagnostics;
using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Workers;

namespace Caco.Loop.Tests;

/// <summary>What a policy does wrong costs its evaluation, and nothing else.</summary>
public sealed class WorkerLimitTests : IClassFixture<ShortLimitFixture>
{
    private const string Grow = "private readonly List<byte[]> _kept = []; private void Grow() { while (true) { var b = new byte[1 << 20]; b[0] = 1; _kept.Add(b); } }";
    private const string Dive = "private int Dive(int n) => n + Dive(n + 1) + Dive(n + 2);";

    private readonly WorkerEvaluator _evaluator;

    public WorkerLimitTests(ShortLimitFixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        WorkerStage.NeedsIwad();
        _evaluator = fixture.Evaluator;
    }

    /// <summary>Kind, tic, part of the message, then the policy: Act, Reset, members.</summary>
    public static TheoryData<FailureKind, int?, string, string, string, string> Misbehaviour { get; } = new()
    {
        { FailureKind.Exception, 20, "IndexOutOfRangeException", "if (observation.Tic == 20) buttons[1000] = 1;", "", "" },
        { FailureKind.Exception, 0, "InvalidOperationException: not today", "", "throw new InvalidOperationException(\"not today\");", "" },
        { FailureKind.Exception, 0, "DivideByZeroException", "", "", "private int _zero; public Mine() => _zero = 1 / _zero;" },
        { FailureKind.Exception, 0, "NotSupportedException: static", "", "", "static Mine() => throw new NotSupportedException(\"static\");" },
        { FailureKind.Exception, 4, "NullReferenceException", "if (observation.Tic == 4) _s!.ToString();", "", "private string? _s;" },
        { FailureKind.Exception, 0, "\uFFFD", "throw new InvalidOperationException(\"a\\uD800\\n\\0b\");", "", "" },
        { FailureKind.Refused, 0, "I need a jetpack", "", "throw new PolicyException(\"I need a jetpack\");", "" },
        { FailureKind.Time, 20, "a decision took more than 150 ms", "while (observation.Tic >= 20) { }", "", "" },
        { FailureKind.Time, 0, "Reset took more than", "", "for (var i = 0; ; i++) { _n += i; }", "private long _n;" },
        { FailureKind.Time, 0, "the constructor took more than", "", "", "public Mine() { while (true) { } }" },
        { FailureKind.Time, 0, "the constructor took more than", "", "", "static Mine() { while (true) { } }" },
        { FailureKind.Time, 0, "the first decision took more than 750 ms", "try { while (observation.Tic >= 20) { } } finally { while (true) { } }", "", "" },
        { FailureKind.Time, 20, "a decision took more than", "while (observation.Tic >= 20) { _kept = new byte[100_000]; }", "", "private byte[] _kept = [];" },
        { FailureKind.Time, 20, "a decision took more than", "if (observation.Tic >= 20) { throw new Odd(); }", "", "private sealed class Odd : Exception { public override string Message { get { while (true) { } } } }" },
        { FailureKind.Memory, 20, "400 MiB", "if (observation.Tic == 20) { _kept = new long[10L << 27]; }", "", "private long[] _kept = [];" },
        { FailureKind.Memory, 20, "400 MiB", "if (observation.Tic == 20) { _kept = new byte[2_000_000_000]; }", "", "private byte[] _kept = [];" },
        { FailureKind.Memory, 0, "400 MiB", "", "Grow();", Grow },
        { FailureKind.Memory, 20, "400 MiB", "if (observation.Tic == 20) Grow();", "", Grow },
        { FailureKind.Crash, 20, "the stack overflowed at Mine.Dive", "if (observation.Tic == 20) buttons[0] = Dive(0);", "", Dive },
        { FailureKind.Crash, 0, "the stack overflowed at Mine.Dive", "", "", Dive + "private readonly int _n; public Mine() => _n = Dive(1);" },
    };

    [Theory]
    [MemberData(nameof(Misbehaviour))]
    public async Task Misbehaviour_costs_the_evaluation_only(
        FailureKind kind, int? tic, string message, string act, string reset, string members)
    {
        var bad = WorkerStage.Compiled(WorkerStage.Policy(act, reset, members));
        var result = await _evaluator.EvaluateAsync(bad, WorkerStage.Job(7));
        Assert.True(result.Failure is not null, "it must fail");
        Assert.True(kind == result.Failure.Kind, result.Failure.ToString());
        Assert.Contains(message, result.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Failure.Message);
        Assert.Equal((7u, tic), (result.Failure.Seed!.Value, result.Failure.Tic));
        Assert.Empty(result.Episodes);
        Assert.Equal(tic ?? 0, result.Tics);

        var good = await _evaluator.EvaluateAsync(PolicyImage.Builtin("turn-and-shoot"), WorkerStage.Job(1, 2));
        Assert.Null(good.Failure);
        Assert.Equal(2, good.Episodes.Count);
    }

    [Fact]
    public async Task Episodes_before_a_failure_are_kept()
    {
        var image = WorkerStage.Compiled(WorkerStage.Policy(
            "if (observation.Tic == 100 && observation.Variable(_health) < 100) throw new InvalidOperationException(\"hurt\");",
            "_health = info.VariableSlot(\"HEALTH\");",
            "private int _health;"));
        var result = await _evaluator.EvaluateAsync(image, WorkerStage.Job([.. Enumerable.Range(0, 40).Select(static i => (uint)i)]));
        Assert.Equal(FailureKind.Exception, result.Failure!.Kind);
        Assert.Contains("Mine.cs:12", result.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Episodes, e => e.Seed == result.Failure.Seed);
        Assert.True(result.Tics >= result.Episodes.Sum(static e => e.Tics) + 100);
    }

    [Fact]
    public async Task A_death_with_several_suspects_has_a_seed()
    {
        // Both threads are nearly always inside the policy; only some seeds are hurt so early.
        var image = WorkerStage.Compiled(WorkerStage.Policy(
            """
            if (observation.Variable(_health) < 100) buttons[0] = Dive(0);
            for (var i = 0; i < 1_000_000; i++) { _n = _n * 3 + i; }
            """,
            "_health = info.VariableSlot(\"HEALTH\");",
            "private int _health, _n; " + Dive));
        var hurt = WorkerStage.Here(PolicyImage.Builtin("idle"), Enumerable.Range(0, 30).Select(static i => (uint)i))
            .Where(static e => e.Behaviour.DamageTaken > 0).Select(static e => e.Seed).ToList();
        var calm = Enumerable.Range(0, 30).Select(static i => (uint)i).Except(hurt).First();
        var result = await _evaluator.EvaluateAsync(image, WorkerStage.Job(calm, hurt[0]));
        Assert.True(result.Failure is { Kind: FailureKind.Crash, Tic: > 0 }, $"{result.Failure}");
        Assert.Equal(hurt[0], result.Failure?.Seed);
    }

    [Fact]
    public async Task What_a_policy_prints_disturbs_nothing()
    {
        var noisy = WorkerStage.Trusted(WorkerStage.Policy(
            "Console.WriteLine(\"x\"); Console.Error.WriteLine(\"y\"); Console.Out.Flush(); _ = Console.In.ReadLine();"));
        var result = await _evaluator.EvaluateAsync(noisy, WorkerStage.Job(1, 2));
        Assert.Null(result.Failure);
        Assert.Equal(2, result.Episodes.Count);
    }

    [Fact]
    public async Task A_policy_that_ends_its_process_is_a_crash()
    {
        var image = WorkerStage.Trusted(WorkerStage.Policy("if (observation.Tic == 20) Environment.Exit(3);"));
        var result = await _evaluator.EvaluateAsync(image, WorkerStage.Job(5));
        Assert.Equal(FailureKind.Crash, result.Failure!.Kind);
        Assert.Contains("exit code 3", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal((5u, 20), (result.Failure.Seed!.Value, result.Failure.Tic!.Value));
    }

    [Fact]
    public async Task A_worker_that_is_killed_from_outside_costs_nothing()
    {
        var seeds = Enumerable.Range(0, 12).Select(static i => (uint)i).ToList();
        var image = PolicyImage.Builtin("battle");
        var killer = new Killer(_evaluator);
        var result = await _evaluator.EvaluateAsync(image, WorkerStage.Job([.. seeds]), killer);
        Assert.True(killer.HasKilled);
        Assert.Null(result.Failure);
        Assert.Equal(seeds, result.Episodes.Select(static e => e.Seed));
        Assert.Equal(
            WorkerStage.Here(image, seeds).Select(static e => e.Hash), result.Episodes.Select(static e => e.Hash));
    }

    [Fact]
    public async Task A_worker_that_died_while_nobody_looked_is_replaced()
    {
        await _evaluator.WarmAsync();
        using (var process = Process.GetProcessById(_evaluator.ProcessId!.Value))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.Null((await _evaluator.EvaluateAsync(PolicyImage.Builtin("idle"), WorkerStage.Job(1))).Failure);
    }

    [Fact]
    public async Task Cancelling_leaves_the_worker_usable()
    {
        using var cancellation = new CancellationTokenSource();
        var seeds = Enumerable.Range(0, 5000).Select(static i => (uint)i).ToList();
        var evaluation = _evaluator.EvaluateAsync(
            PolicyImage.Builtin("battle"), WorkerStage.Job([.. seeds]), new Canceller(cancellation), cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => evaluation);
        var process = _evaluator.ProcessId;
        Assert.Null((await _evaluator.EvaluateAsync(PolicyImage.Builtin("idle"), WorkerStage.Job(1))).Failure);
        Assert.Equal(process, _evaluator.ProcessId);
    }

    [Fact]
    public async Task Cancelling_ends_a_policy_that_does_not_return()
    {
        var settings = WorkerStage.Settings with
        {
            Workers = WorkerStage.Settings.Workers with { DecisionMilliseconds = 600_000, EpisodeSeconds = 600 },
        };
        await using var evaluator = WorkerStage.Evaluator(settings);
        await evaluator.WarmAsync();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var image = WorkerStage.Compiled(WorkerStage.Policy("while (true) { }"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => evaluator.EvaluateAsync(image, WorkerStage.Job(1), null, cancellation.Token));
        Assert.Null((await evaluator.EvaluateAsync(PolicyImage.Builtin("idle"), WorkerStage.Job(1))).Failure);
    }

    [Fact]
    public async Task An_episode_has_a_limit_too()
    {
        var settings = WorkerStage.Settings with { Workers = WorkerStage.Settings.Workers with { EpisodeSeconds = 1 } };
        await using var evaluator = WorkerStage.Evaluator(settings);
        var slow = WorkerStage.Compiled(WorkerStage.Policy(
            "for (var i = 0; i < 30_000_000; i++) { _n = _n * 3 + i; }", "", "private int _n;"));
        var result = await evaluator.EvaluateAsync(slow, WorkerStage.Job(4));
        Assert.Equal(FailureKind.Time, result.Failure!.Kind);
        Assert.Contains("an episode took more than 1 s", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(4u, result.Failure.Seed);
        Assert.InRange(result.Failure.Tic!.Value, 1, WorkerStage.Tics);
    }

    [Fact]
    public async Task Odd_values_and_odd_texts_do_no_harm()
    {
        using var folder = new TemporaryFolder();
        var image = WorkerStage.Compiled(WorkerStage.Policy(
            """
            buttons.Fill(observation.Tic % 4 == 0 ? float.NaN : observation.Tic % 3 == 0 ? float.PositiveInfinity : float.MinValue);
            _log.Trace($"half \uD800 a character, {new string('x', 5000)}\0");
            """,
            "_log = info.Log;",
            "private DecisionLog _log = DecisionLog.Off;"));
        var result = await _evaluator.EvaluateAsync(image, WorkerStage.Job(1, 2) with { ReplayFolder = folder.Path, Trace = true });
        Assert.Null(result.Failure);
        Assert.Equal(2, result.Episodes.Count);
        Assert.All(Replays.EpisodeFiles.ReadTrace(Replays.EpisodeFiles.Trace(folder.Path, 1)), static t => Assert.InRange(t.Lines[0].Length, 300, 500));
        using var stage = Play.Stage.Create(Play.StageRequest.Of(WorkerStage.Settings, "."));
        Assert.Null(Replays.ReplayPlayer.Play(Replays.ReplayFile.Load(Replays.EpisodeFiles.Replay(folder.Path, 2)), stage).Divergence);
    }

    [Fact]
    public async Task A_worker_ends_by_itself_when_its_parent_is_gone()
    {
        var settings = WorkerStage.Settings with
        {
            Workers = WorkerStage.Settings.Workers with { DecisionMilliseconds = 600_000, EpisodeSeconds = 600 },
        };
        var worker = await WorkerProcess.StartAsync(settings, ".", 2, CancellationToken.None);
        var image = WorkerStage.Compiled(WorkerStage.Policy("while (true) { }"));
        var play = new PlayHead(image.Name, image.Hash, image.TypeName, [1, 2], [], false, false);
        await worker.SendAsync(Wire.Encode(WireKind.Play, play, image.Assembly, image.Symbols), CancellationToken.None);
        while (worker.Board.Last(0).Phase != Play.PlayPhase.FirstAct)
        {
            await Task.Delay(10);
        }

        await worker.DisposeAsync();
        Assert.False(worker.WasKilledHere, "the end of its input must be enough, whatever the policy does");
    }

    [Fact]
    public async Task Closing_ends_the_worker_and_what_it_plays()
    {
        var evaluator = WorkerStage.Evaluator();
        await evaluator.WarmAsync();
        using var process = Process.GetProcessById(evaluator.ProcessId!.Value);
        var busy = evaluator.EvaluateAsync(PolicyImage.Builtin("battle"), WorkerStage.Job([.. Enumerable.Range(0, 5000).Select(static i => (uint)i)]));
        var closing = evaluator.DisposeAsync().AsTask();
        await Assert.ThrowsAnyAsync<Exception>(() => busy);
        await closing;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(limit.Token);
    }

    [Fact]
    public async Task Cases_are_played_and_measured()
    {
        var job = new EvaluationJob
        {
            Seeds = [3],
            Cases =
            [
                new BehaviourCase { Name = "lives", Description = "", Seed = 3, Tic = 0, Tics = 60, Criterion = new(CriterionKind.Survives, 1) },
                Fork("walks", 20, new(CriterionKind.Distance, 40)),
            ],
        };
        var walking = WorkerStage.Compiled(WorkerStage.Policy(
            "buttons[_go] = 1;", "_go = info.ButtonSlot(\"MOVE_FORWARD\");", "private int _go;"));
        var result = await _evaluator.EvaluateAsync(walking, job);
        Assert.Null(result.Failure);
        Assert.Equal(["lives", "walks"], result.Cases.Select(static c => c.Case));
        Assert.True(result.Cases[0] is { Passed: true, Value: 1, Tics: 60 });
        Assert.True(result.Cases[1] is { Passed: true, Value: >= 40, Tics: > 0 and <= 60 });
        Assert.Equal(result.Episodes[0].Tics + result.Cases.Sum(static c => c.Tics), result.Tics);

        var idle = await _evaluator.EvaluateAsync(PolicyImage.Builtin("idle"), job);
        Assert.False(idle.Cases[1].Passed);

        var broken = job with { Seeds = [], Cases = [job.Cases[1] with { Snapshot = new byte[100] }] };
        await Assert.ThrowsAsync<LoopException>(() => _evaluator.EvaluateAsync(walking, broken));
        Assert.Null((await _evaluator.EvaluateAsync(walking, job)).Failure);
    }

    private static BehaviourCase Fork(string name, int tic, Criterion criterion)
    {
        using var stage = Play.Stage.Create(Play.StageRequest.Of(WorkerStage.Settings, "."));
        using var game = stage.CreateGame();
        game.SetSeed(3);
        game.NewEpisode();
        game.MakeAction([], tic);
        return new BehaviourCase
        {
            Name = name,
            Description = "",
            Seed = 3,
            Tic = tic,
            Tics = 60,
            Criterion = criterion,
            Snapshot = CaseSnapshots.Pack(game.Save()),
        };
    }

    private sealed class Killer(WorkerEvaluator evaluator) : IProgress<Play.EpisodeResult>
    {
        public bool HasKilled { get; private set; }

        public void Report(Play.EpisodeResult value)
        {
            if (!HasKilled)
            {
                HasKilled = true;
                using var process = Process.GetProcessById(evaluator.ProcessId!.Value);
                process.Kill();
            }
        }
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<Play.EpisodeResult>
    {
        public void Report(Play.EpisodeResult value) => source.Cancel();
    }
}
