using System.Collections.Concurrent;
using Caco.Loop.Agents;
using Caco.Loop.Agents.Tuning;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Tests;

/// <summary>A probe without an engine: the score is a function of the policy's constants, and noise by seed and policy.</summary>
internal sealed class FakeProbe(Func<IReadOnlyDictionary<string, double>, double> worth, double noise = 0, int seeds = 400) : IProbe
{
    public IReadOnlyList<uint> Seeds { get; } = [.. Enumerable.Range(0, seeds).Select(static i => (uint)i)];

    public ConcurrentQueue<(IReadOnlyDictionary<string, string> Sources, IReadOnlyList<uint> Seeds)> Calls { get; } = new();

    public int Episodes => Calls.Sum(static c => c.Seeds.Count);

    /// <summary>What is wrong with sources; null: nothing.</summary>
    public Func<IReadOnlyDictionary<string, string>, PolicyDiagnostic?> Diagnose { get; init; } = static _ => null;

    public Task<ProbeResult> PlayAsync(IReadOnlyDictionary<string, string> sources, IReadOnlyList<uint> seeds, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Assert.Subset(Seeds.ToHashSet(), seeds.ToHashSet());
        Calls.Enqueue((sources, seeds));
        if (Diagnose(sources) is { } diagnostic)
        {
            return Task.FromResult(new ProbeResult([], [diagnostic], null));
        }

        if (seeds.Count == 0)
        {
            return Task.FromResult(new ProbeResult([], [], null));
        }

        var constants = TunableSource.Find(sources).Items.ToDictionary(static i => i.Name, static i => i.Value);
        var value = worth(constants);
        if (double.IsNaN(value))
        {
            return Task.FromResult(new ProbeResult([], [], new PolicyFailure(FailureKind.Exception, "It threw.")));
        }

        var start = constants.OrderBy(static c => c.Key).Aggregate(17UL, static (h, c) => h * 31 + (ulong)BitConverter.DoubleToInt64Bits(c.Value));
        return Task.FromResult(new ProbeResult([.. seeds.Select(s => Episode(s, value + noise * Gauss(start, s)))], [], null));
    }

    /// <summary>The cases that constants lose.</summary>
    public Func<IReadOnlyDictionary<string, double>, IReadOnlyList<string>> Lost { get; init; } = static _ => [];

    public Task<IReadOnlyList<string>> LostCasesAsync(IReadOnlyDictionary<string, string> sources, CancellationToken cancellation) =>
        Task.FromResult(Lost(TunableSource.Find(sources).Items.ToDictionary(static i => i.Name, static i => i.Value)));

    public double Score(EpisodeResult episode) => episode.Worth(ScoreRule.Reward);

    private static double Gauss(ulong start, uint seed)
    {
        var random = new DeterministicRandom(start ^ (seed * 0x9E3779B97F4A7C15));
        return Enumerable.Range(0, 12).Sum(_ => random.Next(1 << 20) / (double)(1 << 20)) - 6;
    }

    private static EpisodeResult Episode(uint seed, double reward) => new()
    {
        Seed = seed,
        Reward = reward,
        Kills = 0,
        Hits = 0,
        Damage = 0,
        Health = 100,
        Ammo = 0,
        Tics = 100,
        Decisions = 50,
        Dead = false,
        Timeout = true,
        Hash = "0000000000000000",
    };
}

/// <summary>A working copy with a policy, and requests to edit it.</summary>
internal sealed class AgentStage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AgentStage(string source, string name = "Policy.cs")
    {
        Copy = new WorkspacePaths(_folder.File("copy"));
        Directory.CreateDirectory(Copy.Policy);
        File.WriteAllText(Path.Combine(Copy.Policy, name), source);
    }

    public WorkspacePaths Copy { get; }

    public string Folder => _folder.Path;

    public string Source(string name = "Policy.cs") => File.ReadAllText(Path.Combine(Copy.Policy, name));

    public AgentRequest Request(IProbe probe, LoopSettings? settings = null, long trial = 2) => new()
    {
        Trial = trial,
        Copy = Copy,
        Settings = settings ?? new LoopSettings(),
        Brief = "Play better.",
        History = [.. Enumerable.Range(1, (int)trial - 1).Select(i => Trial(i))],
        Probe = probe,
    };

    public void Dispose() => _folder.Dispose();

    private static Ledgers.TrialRecord Trial(long id) => new()
    {
        Id = id,
        Started = DateTimeOffset.UnixEpoch,
        Agent = "test",
        Hypothesis = "",
        Verdict = Ledgers.Verdict.Rejected,
        Why = "",
        Commit = "",
        Diff = "",
        DiffHash = "",
        PolicyHash = "",
        EngineVersion = "",
        AssetsHash = "",
        Scenario = "",
        SettingsHash = "",
        Sight = Sight.Screen,
        Episodes = [],
        Cases = [],
        Spending = Ledgers.Spending.Nothing,
    };
}
