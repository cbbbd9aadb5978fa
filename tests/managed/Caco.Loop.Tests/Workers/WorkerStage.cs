using Caco.Engine;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

/// <summary>Short episodes of the built-in scenario, in workers and in this process.</summary>
internal static class WorkerStage
{
    public const int Tics = 140;

    public static LoopSettings Settings { get; } = new()
    {
        Scenario = new ScenarioSettings { Tics = Tics },
        Workers = new WorkerSettings { Threads = 2, MemoryMiB = 400, DecisionMilliseconds = 400, EpisodeSeconds = 30 },
    };

    /// <summary>So that what never returns does not keep the tests waiting.</summary>
    public static LoopSettings ShortLimits { get; } =
        Settings with { Workers = Settings.Workers with { DecisionMilliseconds = 150 } };

    public static void NeedsIwad() =>
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed, such as Freedoom");

    public static WorkerEvaluator Evaluator(LoopSettings? settings = null) => new(settings ?? Settings, Environment.CurrentDirectory);

    /// <summary>Compiles one file without the rules, for what the rules would not let through.</summary>
    public static PolicyImage Trusted(string source) => Image(PolicyCompiler.Compile(Sources(source), trusted: true));

    public static PolicyImage Compiled(string source) => Image(PolicyCompiler.Compile(Sources(source)));

    /// <summary>A policy whose members are given.</summary>
    public static string Policy(string act, string reset = "", string members = "") =>
        $$"""
        public sealed class Mine : IPolicy
        {
            {{members}}

            public void Reset(EpisodeInfo info)
            {
                {{reset}}
            }

            public void Act(in Observation observation, Span<float> buttons)
            {
                {{act}}
            }
        }
        """;

    /// <summary>What an evaluation must give, played in this process.</summary>
    public static IReadOnlyList<EpisodeResult> Here(PolicyImage image, params IEnumerable<uint> seeds)
    {
        using var stage = Stage.Create(StageRequest.Of(Settings, "."));
        using var player = new EpisodePlayer(stage, Settings.Scenario.DecisionTics);
        using var policy = LoadedPolicy.Load(image);
        return [.. seeds.Select(seed => player.Play(policy.Create(), image.Name, seed, default)!.Result)];
    }

    public static EvaluationJob Job(params IReadOnlyList<uint> seeds) => new() { Seeds = seeds };

    private static Dictionary<string, string> Sources(string source) => new(StringComparer.Ordinal) { ["Mine.cs"] = source };

    private static PolicyImage Image(PolicyBuild build) =>
        build.Image ?? throw new InvalidOperationException(string.Join('\n', build.Diagnostics));
}
