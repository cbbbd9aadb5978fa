using BenchmarkDotNet.Attributes;
using Caco.Engine;

namespace Caco.Bench;

/// <summary>Batches on all processors: a call of four tics for every game, time per game.</summary>
public class BatchBench
{
    private const int Skip = 4;
    private const int Calls = 64;

    private GameBatch _batch = null!;
    private double[][] _actions = [];
    private uint[] _seeds = [];

    [Params(1, 16, 256)]
    public int Games { get; set; }

    [Params(BatchObservation.None, BatchObservation.GrayArea)]
    public BatchObservation Observation { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        using Scenario scenario = Stage.CreateScenario(ScreenFormat.Gray8);
        bool drawn = Observation != BatchObservation.None;
        _actions = Stage.Actions(scenario, Calls, Games);
        _seeds = [.. Enumerable.Range(0, Games).Select(static i => Stage.Seed + (uint)i)];
        _batch = GameBatch.FromScenario(scenario, Stage.Assets, Games, Stage.Seed, new BatchOptions
        {
            Observation = Observation,
            Width = drawn ? 84 : 0,
            Height = drawn ? 84 : 0,
            Stack = drawn ? 4 : 1,
            Game = new GameOptions { Width = 160, Height = 120 },
        });
        Step();
        Stage.Announce($"batch of {Games}, {Observation}, game 0", _batch.GetStateHash(0));
        AllocationColumn.Count($"{Games} {Observation}", Step);
    }

    [IterationSetup]
    public void Restart() => _batch.Reset(new BatchCall { Seeds = _seeds, WithoutObservations = true });

    [GlobalCleanup]
    public void TearDown() => _batch.Dispose();

    /// <summary>64 calls of <see cref="GameBatch.Step(ReadOnlySpan{double}, int)"/>.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public void Step()
    {
        foreach (double[] actions in _actions)
        {
            _batch.Step(actions, Skip);
        }
    }
}
