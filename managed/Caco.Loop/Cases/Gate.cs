using Caco.Loop.Workspaces;

namespace Caco.Loop.Cases;

/// <summary>What a change did to a case.</summary>
public enum CaseEffect
{
    /// <summary>Failed before, passes now.</summary>
    Gained,

    /// <summary>Passes as before.</summary>
    Kept,

    /// <summary>Passed before, fails now.</summary>
    Lost,

    /// <summary>Fails as before.</summary>
    StillFailing,

    /// <summary>Not run, or not known of the policy before.</summary>
    NotRun,
}

/// <summary>What a candidate gained and lost against the incumbent; names of cases in their order.</summary>
/// <param name="Gained">Failed before, pass now.</param>
/// <param name="Kept">Pass as before.</param>
/// <param name="Lost">Passed before, fail now, and may not be lost.</param>
/// <param name="Traded">Passed before, fail now, and may be lost.</param>
/// <param name="StillFailing">Fail as before.</param>
/// <param name="Why">The decision in a sentence.</param>
public sealed record GateOutcome(
    IReadOnlyList<string> Gained, IReadOnlyList<string> Kept, IReadOnlyList<string> Lost, IReadOnlyList<string> Traded,
    IReadOnlyList<string> StillFailing, string Why)
{
    /// <summary>Whether nothing is lost that may not be.</summary>
    public bool Passed => Lost.Count == 0;
}

/// <summary>
/// The regression gate: a candidate may not lose what the incumbent can do, unless the owner allows it. Any thread.
/// </summary>
public static class Gate
{
    /// <summary>In the list of cases that may be lost: all of them.</summary>
    public const string All = "*";

    /// <summary>Compares the outcomes of two policies on the same cases.</summary>
    /// <param name="candidate">The candidate's outcomes.</param>
    /// <param name="incumbent">
    /// The incumbent's outcomes; a case that it fails, or was not run on, cannot be lost.
    /// </param>
    /// <param name="mayLose">Names of <see cref="GateSettings.MayLose"/>.</param>
    public static GateOutcome Compare(
        IReadOnlyList<CaseOutcome> candidate, IReadOnlyList<CaseOutcome> incumbent, IReadOnlyList<string> mayLose)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(incumbent);
        ArgumentNullException.ThrowIfNull(mayLose);
        var before = incumbent.ToDictionary(static c => c.Case, static c => c.Passed, StringComparer.Ordinal);
        var effects = candidate.ToLookup(
            c => Effect(before.TryGetValue(c.Case, out var passed) ? passed : null, c.Passed), static c => c.Case);
        bool IsAllowed(string name) => mayLose.Contains(All) || mayLose.Contains(name, StringComparer.Ordinal);
        List<string> lost = [.. effects[CaseEffect.Lost].Where(name => !IsAllowed(name))];
        List<string> traded = [.. effects[CaseEffect.Lost].Where(IsAllowed)];
        List<string> gained = [.. effects[CaseEffect.Gained]];
        return new GateOutcome(
            gained, [.. effects[CaseEffect.Kept]], lost, traded, [.. effects[CaseEffect.StillFailing]],
            Sentence(candidate.Count, lost, traded, gained));
    }

    /// <summary>What a change did to a case.</summary>
    /// <param name="before">Whether the policy before passed it; null: not known.</param>
    /// <param name="now">Whether it passes now; null: not run.</param>
    public static CaseEffect Effect(bool? before, bool? now) => (before, now) switch
    {
        (null, _) or (_, null) => CaseEffect.NotRun,
        (false, true) => CaseEffect.Gained,
        (true, true) => CaseEffect.Kept,
        (true, false) => CaseEffect.Lost,
        _ => CaseEffect.StillFailing,
    };

    private static string Sentence(int count, List<string> lost, List<string> traded, List<string> gained)
    {
        var parts = new List<string>();
        if (lost.Count > 0)
        {
            parts.Add($"it loses {lost.Count} of {count} cases: {string.Join(", ", lost)}");
        }

        if (traded.Count > 0)
        {
            parts.Add($"it loses what may be lost: {string.Join(", ", traded)}");
        }

        if (gained.Count > 0)
        {
            parts.Add($"it gains: {string.Join(", ", gained)}");
        }

        return parts.Count > 0 ? string.Join("; ", parts) : count == 0 ? "no cases" : "no case is lost";
    }
}
