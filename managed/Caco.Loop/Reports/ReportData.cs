using Caco.Loop.Cases;
using Caco.Loop.Code;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Reports;

/// <summary>All that a report shows: the document report.json, and the page's only source. Immutable.</summary>
public sealed record ReportData
{
    /// <summary>Names the shape of the document; a change that breaks readers gets another number.</summary>
    public const string CurrentSchema = "caco.report/1";

    public string Schema { get; init; } = CurrentSchema;

    public required ReportHeader Header { get; init; }

    /// <summary>The accepted trials in order, on the validation seeds.</summary>
    public required IReadOnlyList<ScorePoint> Incumbents { get; init; }

    /// <summary>Trials that came to the validation seeds and were not accepted.</summary>
    public required IReadOnlyList<ScorePoint> Others { get; init; }

    /// <summary>Policies of the catalogue, on the same seeds.</summary>
    public required IReadOnlyList<ScorePoint> Baselines { get; init; }

    /// <summary>The incumbent against the one before it; null where there was none.</summary>
    public PairedScores? LastStep { get; init; }

    /// <summary>The incumbent against the first; null where they are the same, or the same as <see cref="LastStep"/>.</summary>
    public PairedScores? FirstToLast { get; init; }

    /// <summary>What the episodes of each accepted trial suffered from.</summary>
    public required IReadOnlyList<CauseRow> Causes { get; init; }

    public required InterferenceTable Interference { get; init; }

    /// <summary>The code of each accepted trial.</summary>
    public required IReadOnlyList<CodeRow> Code { get; init; }

    /// <summary>All trials, the newest first.</summary>
    public required IReadOnlyList<TrialRow> Trials { get; init; }

    /// <summary>That someone looked at the hold-out seeds, and why; never what was seen.</summary>
    public required IReadOnlyList<HoldOutLook> HoldOutLooks { get; init; }

    /// <summary>The incumbent's best validation seeds, the best first.</summary>
    public required IReadOnlyList<SeedRow> BestSeeds { get; init; }

    /// <summary>Its worst, the worst first.</summary>
    public required IReadOnlyList<SeedRow> WorstSeeds { get; init; }
}

/// <summary>What was played, and what it took.</summary>
public sealed record ReportHeader
{
    public required string Title { get; init; }

    public required string Scenario { get; init; }

    public required string EngineVersion { get; init; }

    public required string AssetsHash { get; init; }

    public required string SettingsHash { get; init; }

    /// <summary>What the policies saw, for example "Screen" or "Objects, Labels".</summary>
    public required string Sight { get; init; }

    /// <summary>What an episode is worth.</summary>
    public required ScoreRule Rule { get; init; }

    /// <summary>Number and commit of the incumbent; null before the first.</summary>
    public long? Incumbent { get; init; }

    public string? Commit { get; init; }

    public DateTimeOffset? FirstTrial { get; init; }

    public DateTimeOffset? LastTrial { get; init; }

    public required int Accepted { get; init; }

    public required int Rejected { get; init; }

    public required int Broken { get; init; }

    /// <summary>Everything ever used, lost trials included.</summary>
    public required Spending Spent { get; init; }

    /// <summary>The limits, where the report was given them.</summary>
    public BudgetSettings? Budget { get; init; }

    /// <summary>Trials of other scenarios, settings or archives: listed, and not drawn.</summary>
    public required int NotComparable { get; init; }
}

/// <summary>A trial's score on the validation seeds.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Name">For people: "trial 7", or a baseline's name.</param>
/// <param name="Steps">Environment steps used up to its verdict, all earlier trials included.</param>
/// <param name="Mean">Over the episodes.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Episodes">How many.</param>
public sealed record ScorePoint(long Trial, string Name, long Steps, double Mean, double Low, double High, int Episodes);

/// <summary>Two trials on the seeds that both played.</summary>
/// <param name="Before">The earlier trial.</param>
/// <param name="After">The later one.</param>
/// <param name="Seeds">One entry for each seed.</param>
/// <param name="MeanDifference">After less before.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean difference.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Better">Seeds with a higher score.</param>
/// <param name="Worse">Seeds with a lower score.</param>
public sealed record PairedScores(
    long Before, long After, IReadOnlyList<SeedPair> Seeds, double MeanDifference, double Low, double High, int Better, int Worse);

/// <summary>A seed's scores.</summary>
public sealed record SeedPair(uint Seed, double Before, double After);

/// <summary>What a trial's episodes suffered from.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Episodes">How many there are.</param>
/// <param name="Causes">As <see cref="FailureCauses"/> counts.</param>
public sealed record CauseRow(long Trial, int Episodes, IReadOnlyList<CauseCount> Causes);

/// <summary>A trial's code.</summary>
public sealed record CodeRow(long Trial, CodeMeasures Measures);

/// <summary>What changes did to behaviour cases, as <see cref="InterferenceMatrix"/> has it.</summary>
/// <param name="Cases">Names, in the order of their first run.</param>
/// <param name="Rows">One for each trial that ran cases, in order.</param>
/// <param name="LostShare">Share of the chances to lose a case that came true, over all changes.</param>
public sealed record InterferenceTable(IReadOnlyList<string> Cases, IReadOnlyList<InterferenceTableRow> Rows, double LostShare);

/// <summary>What one change did.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Effects">One for each case of the table.</param>
/// <param name="Lost">The names of the cases that it lost.</param>
public sealed record InterferenceTableRow(long Trial, Verdict Verdict, IReadOnlyList<CaseEffect> Effects, IReadOnlyList<string> Lost);

/// <summary>A trial as the table shows it.</summary>
public sealed record TrialRow
{
    public required long Id { get; init; }

    public required long? Parent { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required string Agent { get; init; }

    public required string Hypothesis { get; init; }

    public required Verdict Verdict { get; init; }

    public required string Why { get; init; }

    public required string Commit { get; init; }

    /// <summary>On the validation seeds; null where it did not come so far.</summary>
    public ScorePoint? Score { get; init; }

    /// <summary>Mean gain over the incumbent of then with its 95 % interval; null where it was not compared.</summary>
    public TrialGain? Gain { get; init; }

    public CodeMeasures? Code { get; init; }

    public required Spending Spending { get; init; }

    public required string DiffHash { get; init; }

    /// <summary>The change, cut after <see cref="ReportOptions.DiffLines"/> lines.</summary>
    public required string Diff { get; init; }
}

/// <summary>A mean difference and its 95 % interval.</summary>
public sealed record TrialGain(double Mean, double Low, double High, int Pairs);

/// <summary>How a seed went.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Score">What it was worth.</param>
/// <param name="Kills">Kills made.</param>
/// <param name="Tics">Tics played.</param>
/// <param name="Cause">What it suffered from most.</param>
/// <param name="Detail">For example the class that killed.</param>
public sealed record SeedRow(uint Seed, double Score, double Kills, int Tics, FailureCause Cause, string Detail);

/// <summary>What a report is made with.</summary>
public sealed record ReportOptions
{
    public string Title { get; init; } = "Caco";

    public ScoreRule Rule { get; init; } = ScoreRule.DamageAndKills;

    /// <summary>Limits to show beside what was used.</summary>
    public BudgetSettings? Budget { get; init; }

    /// <summary>Lines of a diff at most.</summary>
    public int DiffLines { get; init; } = 400;

    /// <summary>Best and worst seeds, each.</summary>
    public int Seeds { get; init; } = 8;
}
