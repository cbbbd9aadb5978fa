using System.Text.Json.Serialization;
using Caco.Loop.Cases;
using Caco.Loop.Code;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Policies;

namespace Caco.Loop.Ledgers;

/// <summary>One candidate and all that is known of it. A trial is written once, when its verdict stands, and never changed.</summary>
public sealed record TrialRecord
{
    /// <summary>From 1, without gaps.</summary>
    public required long Id { get; init; }

    /// <summary>The incumbent it was made from; null for the first.</summary>
    public long? Parent { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Who made it: "tuner", "command", "person", "baseline" ...</summary>
    public required string Agent { get; init; }

    /// <summary>What the change is meant to do, in a sentence.</summary>
    public required string Hypothesis { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Why, in a sentence; names lost cases, the failing line, the interval.</summary>
    public required string Why { get; init; }

    /// <summary>The commit that holds the candidate's sources, 40 hex digits; also of rejected ones.</summary>
    public required string Commit { get; init; }

    /// <summary>The change against the parent as a unified diff.</summary>
    public required string Diff { get; init; }

    /// <summary>SHA-256 of the diff.</summary>
    public required string DiffHash { get; init; }

    /// <summary><see cref="Compile.PolicyImage.Hash"/>; empty when it does not compile.</summary>
    public required string PolicyHash { get; init; }

    public required string EngineVersion { get; init; }

    /// <summary>Hash over all archives, 16 hex digits.</summary>
    public required string AssetsHash { get; init; }

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>SHA-256 over the settings in force (cfg text, decision length, score rule).</summary>
    public required string SettingsHash { get; init; }

    public required Sight Sight { get; init; }

    /// <summary>Whole episodes of the training and validation seeds.</summary>
    public required IReadOnlyList<SplitEpisode> Episodes { get; init; }

    public required IReadOnlyList<CaseOutcome> Cases { get; init; }

    /// <summary>The comparison on validation seeds; null when it did not come so far.</summary>
    public PairedOutcome? Paired { get; init; }

    /// <summary>What went wrong while it played.</summary>
    public PolicyFailure? Failure { get; init; }

    /// <summary>Size and complexity of the sources; null when they do not compile.</summary>
    public CodeMeasures? Code { get; init; }

    /// <summary>What this trial used, its agent and probes included.</summary>
    public required Spending Spending { get; init; }
}

/// <summary>What became of a trial.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>The new incumbent.</summary>
    Accepted,

    /// <summary>Not better, or it lost what may not be lost.</summary>
    Rejected,

    /// <summary>It does not compile, breaks a rule, or cannot play to the end.</summary>
    Broken,

    /// <summary>For comparison only: a policy of the catalogue.</summary>
    Baseline,
}

/// <summary>Which seeds an episode belongs to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Split>))]
public enum Split
{
    Train,
    Validate,
    HoldOut,
}

/// <summary>An episode and the purpose that its seed serves.</summary>
public sealed record SplitEpisode(Split Split, EpisodeResult Episode);

/// <summary>What something cost. Sums of what was really used, also where it came to nothing.</summary>
/// <param name="Decisions">Environment steps.</param>
/// <param name="Tics">Tics simulated.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Tokens">A model's tokens, in and out.</param>
/// <param name="Cost">In the currency of the budget.</param>
public sealed record Spending(long Decisions, long Tics, double Seconds, long Tokens, decimal Cost)
{
    public static Spending Nothing { get; } = new(0, 0, 0, 0, 0);

    public static Spending operator +(Spending a, Spending b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new(a.Decisions + b.Decisions, a.Tics + b.Tics, a.Seconds + b.Seconds, a.Tokens + b.Tokens, a.Cost + b.Cost);
    }

    public static Spending Add(Spending left, Spending right) => left + right;
}
