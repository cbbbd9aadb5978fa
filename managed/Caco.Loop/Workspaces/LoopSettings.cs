using System.Text.Json.Serialization;
using Caco.Policies;

namespace Caco.Loop.Workspaces;

/// <summary>The document loop.json: everything that a workspace's owner decides. Immutable.</summary>
public sealed record LoopSettings
{
    /// <summary>Names the shape of the document; a change that breaks readers gets another number.</summary>
    public const string CurrentSchema = "caco.loop/1";

    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What is played.</summary>
    public ScenarioSettings Scenario { get; init; } = new();

    /// <summary>What the policy may see beside the screen and the public variables; "screen", or "objects, labels, depth".</summary>
    public Sight Sight { get; init; } = Sight.Screen;

    /// <summary>What an episode is worth.</summary>
    public ScoreRule Score { get; init; } = ScoreRule.DamageAndKills;

    public SeedSettings Seeds { get; init; } = new();

    public CascadeSettings Cascade { get; init; } = new();

    public GateSettings Gate { get; init; } = new();

    public AgentSettings Agent { get; init; } = new();

    public BudgetSettings Budget { get; init; } = new();

    public WorkerSettings Workers { get; init; } = new();

    /// <summary>Whether a simplification is asked for after an accepted gain.</summary>
    public bool Compress { get; init; }

    /// <summary>Whether floors and ceilings are played on the validation seeds, to be shown beside every score.</summary>
    public bool Baselines { get; init; } = true;
}

/// <summary>What is played. Paths are absolute or relative to the workspace.</summary>
public sealed record ScenarioSettings
{
    /// <summary>A cfg, or null for the built-in Battle scenario.</summary>
    public string? Config { get; init; }

    /// <summary>Archives to load after the scenario's own.</summary>
    public IReadOnlyList<string> Wads { get; init; } = [];

    /// <summary>The IWAD; null: found in the usual places.</summary>
    public string? Iwad { get; init; }

    /// <summary>Tics of an episode at most; null: the scenario's, or 2100.</summary>
    public int? Tics { get; init; }

    /// <summary>Screen size as "320x240"; null: the scenario's.</summary>
    public string? Resolution { get; init; }

    /// <summary>Tics that an action is held for, at least 1.</summary>
    public int DecisionTics { get; init; } = 2;
}

/// <summary>What an episode is worth.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScoreRule>))]
public enum ScoreRule
{
    /// <summary>DAMAGECOUNT + 10 x KILLCOUNT at the end.</summary>
    DamageAndKills,

    /// <summary>The scenario's total reward.</summary>
    Reward,
}

/// <summary>Which seeds serve which purpose, as ranges ("0-999"). No seed may serve two.</summary>
public sealed record SeedSettings
{
    /// <summary>For agents: probes, failures, the first stages of the cascade.</summary>
    public string Train { get; init; } = "0-999";

    /// <summary>For the verdict: candidate and incumbent are compared on these.</summary>
    public string Validate { get; init; } = "1000-1127";

    /// <summary>Sealed: only a person looks, and every look is recorded.</summary>
    public string HoldOut { get; init; } = "5000-5099";
}

/// <summary>How much play a candidate gets before the verdict.</summary>
public sealed record CascadeSettings
{
    /// <summary>Episodes of the stages on training seeds, growing; a candidate that is clearly worse than the incumbent stops early.</summary>
    public IReadOnlyList<int> Train { get; init; } = [1, 8];

    /// <summary>Episodes at which the sequential test looks at the validation seeds, growing; the last is the most that is played.</summary>
    public IReadOnlyList<int> Looks { get; init; } = [16, 32, 64, 128];

    /// <summary>Chance of accepting a candidate that is no better, over all looks together, in (0, 0.5).</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Chance of giving up on a candidate that gains <see cref="WorthwhileGain"/>, in (0, 0.5).</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>The gain that one does not want to miss, as a share of the incumbent's mean score.</summary>
    public double WorthwhileGain { get; init; } = 0.03;
}

/// <summary>What may not be lost.</summary>
public sealed record GateSettings
{
    /// <summary>Names of cases that a candidate may lose; "*" for all.</summary>
    public IReadOnlyList<string> MayLose { get; init; } = [];

    /// <summary>Cases forked from the incumbent's own episodes after an acceptance, at most this many in all.</summary>
    public int AutomaticCases { get; init; } = 24;

    /// <summary>Which share of its score a golden episode may lose before it counts as lost, 0..1.</summary>
    public double ScoreTolerance { get; init; } = 0.25;

    /// <summary>
    /// Whether a change whose hypothesis begins with "REWRITE:" is judged for no loss instead of for a gain. Each may cost
    /// what lies within chance, so that it is for people who want readable code more than the last points.
    /// </summary>
    public bool Rewrites { get; init; }
}

/// <summary>Who edits.</summary>
public sealed record AgentSettings
{
    /// <summary>"tuner", "command", "openai", "watch", or the name of one that the host registered.</summary>
    public string Kind { get; init; } = "tuner";

    public TunerSettings Tuner { get; init; } = new();

    public CommandAgentSettings Command { get; init; } = new();

    public OpenAiSettings OpenAi { get; init; } = new();
}

/// <summary>The embedded optimiser.</summary>
public sealed record TunerSettings
{
    /// <summary>Candidates of one generation; 0: by the number of constants (4 + 3 ln n).</summary>
    public int Population { get; init; }

    /// <summary>Generations before a candidate is handed in.</summary>
    public int Generations { get; init; } = 3;

    /// <summary>Training episodes of one probe.</summary>
    public int Episodes { get; init; } = 16;

    /// <summary>First step as a share of each constant's range.</summary>
    public double Step { get; init; } = 0.2;

    /// <summary>Start of the optimiser's random numbers.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>A coding agent's command line.</summary>
public sealed record CommandAgentSettings
{
    /// <summary>Program and arguments; "{brief}" and "{copy}" stand for the brief's file and the working copy.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Whether the brief is written to its standard input.</summary>
    public bool BriefOnInput { get; init; } = true;

    public double MinutesLimit { get; init; } = 15;

    /// <summary>Cost booked for each call, in the currency of the budget, where the command reports none.</summary>
    public decimal CostPerCall { get; init; }

    /// <summary>Whether bubblewrap confines it: "auto" (when installed), "always" or "never".</summary>
    public string Sandbox { get; init; } = "auto";

    /// <summary>Whether the confined command may use the network.</summary>
    public bool Network { get; init; } = true;

    /// <summary>Folders that the confined command may write beside its working copy, "~/" for the home folder: sessions, caches.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];
}

/// <summary>An OpenAI-compatible endpoint.</summary>
public sealed record OpenAiSettings
{
    public string Endpoint { get; init; } = "https://api.openai.com/v1";

    public string Model { get; init; } = "";

    /// <summary>The environment variable that holds the key.</summary>
    public string KeyVariable { get; init; } = "OPENAI_API_KEY";

    public int MaxOutputTokens { get; init; } = 16_000;

    public decimal CostPerMillionInput { get; init; }

    public decimal CostPerMillionOutput { get; init; }

    public double MinutesLimit { get; init; } = 10;
}

/// <summary>What ends the loop, cleanly, after the trial in which it is reached; null: no limit.</summary>
public sealed record BudgetSettings
{
    /// <summary>Tics simulated, probes and rejected trials included.</summary>
    public long? Tics { get; init; }

    public double? Minutes { get; init; }

    public decimal? Cost { get; init; }

    public long? Tokens { get; init; }

    public int? Trials { get; init; }
}

/// <summary>The processes that policies run in.</summary>
public sealed record WorkerSettings
{
    /// <summary>Episodes at a time; 0: one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Memory that a worker may use, MiB, beside what the engine needs.</summary>
    public int MemoryMiB { get; init; } = 1024;

    /// <summary>
    /// A decision that takes longer ends the trial; construction, Reset and the first one of an episode may take five times as long. Processor time where the
    /// system tells it, so that a busy machine fails nobody.
    /// </summary>
    public int DecisionMilliseconds { get; init; } = 500;

    /// <summary>An episode that takes longer ends the trial.</summary>
    public int EpisodeSeconds { get; init; } = 60;
}
