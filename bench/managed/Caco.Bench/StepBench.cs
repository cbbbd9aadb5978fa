using BenchmarkDotNet.Attributes;
using Caco.Engine;

namespace Caco.Bench;

/// <summary>One game: a tic without frames, and with the frame in the format of the scenario.</summary>
public class StepBench
{
    private const int Steps = 2000;

    private DoomGame _game = null!;
    private double[][] _actions = [];
    private byte[] _start = [];
    private int _step;

    [Params("none", "160x120 GRAY8", "320x240 CRCGCB", "640x480 indices")]
    public string Screen { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        (ScreenFormat format, int width, int height) = Screen switch
        {
            "160x120 GRAY8" => (ScreenFormat.Gray8, 160, 120),
            "320x240 CRCGCB" => (ScreenFormat.Crcgcb, 320, 240),
            "640x480 indices" => (ScreenFormat.Doom256Colors8, 640, 480),
            _ => (ScreenFormat.Doom256Colors8, 0, 0),
        };
        Scenario scenario = Stage.CreateScenario(format);
        _actions = Stage.Actions(scenario, Steps);
        _game = new DoomGame(scenario, Stage.Assets, new GameOptions { Width = width, Height = height, NoScreen = width == 0 });
        _game.SetSeed(Stage.Seed);
        _game.Init();
        _start = _game.Save();
        for (int i = 0; i < Steps; i++)
        {
            Step();
        }

        Stage.Announce("step, screen " + Screen, _game.GetStateHash());
        Restore();
        AllocationColumn.Count(Screen, () => _ = Step2000());
    }

    [IterationSetup]
    public void Restore()
    {
        _game.Restore(_start);
        _step = 0;
    }

    [GlobalCleanup]
    public void TearDown() => _game.Dispose();

    /// <summary>A tic, its rewards and variables, and the frame.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public double Step2000()
    {
        double sum = 0;
        for (int i = 0; i < Steps; i++)
        {
            sum += Step();
        }

        return sum;
    }

    private double Step()
    {
        double reward = _game.MakeAction(_actions[_step]);
        _step = (_step + 1) % Steps;
        _ = _game.GetFrame();
        if (_game.IsEpisodeFinished())
        {
            _game.NewEpisode();
        }

        return reward;
    }
}
