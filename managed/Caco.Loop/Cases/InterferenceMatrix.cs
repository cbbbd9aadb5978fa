using Caco.Loop.Ledgers;

namespace Caco.Loop.Cases;

/// <summary>What a change did to each case.</summary>
/// <param name="Trial">The change.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Hypothesis">What it was meant to do.</param>
/// <param name="Effects">In the order of the matrix' cases.</param>
public sealed record InterferenceRow(long Trial, Verdict Verdict, string Hypothesis, IReadOnlyList<CaseEffect> Effects)
{
    public int Gained => Count(CaseEffect.Gained);

    public int Kept => Count(CaseEffect.Kept);

    public int Lost => Count(CaseEffect.Lost);

    /// <summary>Share of the cases that could be lost that were lost; 0 where there were none.</summary>
    public double LostShare => Lost + Kept == 0 ? 0 : Lost / (double)(Lost + Kept);

    private int Count(CaseEffect effect) => Effects.Count(e => e == effect);
}

/// <summary>How a case fared over the history.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Runs">Changes that it was run on.</param>
/// <param name="Gained">Changes that gained it.</param>
/// <param name="LostBy">Changes that lost it, in order.</param>
/// <param name="LostForGood">Those of them that were accepted all the same.</param>
public sealed record CaseHistory(string Case, int Runs, int Gained, IReadOnlyList<long> LostBy, IReadOnlyList<long> LostForGood);

/// <summary>
/// Change x case over a history: what each change gained, kept and lost. It measures how far rules that do not touch
/// each other in the source overwrite each other in behaviour. Immutable.
/// </summary>
public sealed class InterferenceMatrix
{
    private InterferenceMatrix(IReadOnlyList<string> cases, IReadOnlyList<InterferenceRow> rows)
    {
        Cases = cases;
        Rows = rows;
    }

    /// <summary>Names of all cases that were ever run, in order of their first appearance.</summary>
    public IReadOnlyList<string> Cases { get; }

    /// <summary>The changes that cases were run on, in order.</summary>
    public IReadOnlyList<InterferenceRow> Rows { get; }

    /// <summary>Share of the chances to lose a case that came true, over all changes.</summary>
    public double LostShare
    {
        get
        {
            var (lost, kept) = (Rows.Sum(static r => r.Lost), Rows.Sum(static r => r.Kept));
            return lost + kept == 0 ? 0 : lost / (double)(lost + kept);
        }
    }

    /// <summary>The matrix of a history.</summary>
    /// <param name="trials">In order; those without cases, and baselines, have no row.</param>
    public static InterferenceMatrix Of(IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<(TrialRecord Trial, Dictionary<int, CaseEffect> Effects)>();
        var known = new Dictionary<long, IReadOnlyList<CaseOutcome>>();
        foreach (var trial in trials)
        {
            known[trial.Id] = trial.Cases;
            if (trial.Cases.Count == 0 || trial.Verdict == Verdict.Baseline)
            {
                continue;
            }

            var parent = trial.Parent is { } id && known.TryGetValue(id, out var outcomes) ? outcomes : [];
            var effects = new Dictionary<int, CaseEffect>();
            foreach (var outcome in trial.Cases)
            {
                columns.TryAdd(outcome.Case, columns.Count);
                effects[columns[outcome.Case]] = Gate.Effect(Before(outcome, parent), outcome.Passed);
            }

            rows.Add((trial, effects));
        }

        return new InterferenceMatrix([.. columns.Keys], [.. rows.Select(row => new InterferenceRow(
            row.Trial.Id,
            row.Trial.Verdict,
            row.Trial.Hypothesis,
            [.. Enumerable.Range(0, columns.Count).Select(c => row.Effects.GetValueOrDefault(c, CaseEffect.NotRun))]))]);
    }

    /// <summary>
    /// What a change did to a case; <see cref="CaseEffect.NotRun"/> also for what is not in the matrix.
    /// </summary>
    public CaseEffect At(long trial, string name)
    {
        var column = Cases.ToList().IndexOf(name);
        var row = Rows.FirstOrDefault(r => r.Trial == trial);
        return row is null || column < 0 ? CaseEffect.NotRun : row.Effects[column];
    }

    /// <summary>The cases, those that are lost most often first.</summary>
    public IReadOnlyList<CaseHistory> Histories()
    {
        CaseHistory History(string name, int column)
        {
            var effects = Rows.Select(row => (Row: row, Effect: row.Effects[column])).ToList();
            var lost = effects.Where(static e => e.Effect == CaseEffect.Lost).Select(static e => e.Row).ToList();
            return new CaseHistory(
                name,
                effects.Count(static e => e.Effect != CaseEffect.NotRun),
                effects.Count(static e => e.Effect == CaseEffect.Gained),
                [.. lost.Select(static r => r.Trial)],
                [.. lost.Where(static r => r.Verdict == Verdict.Accepted).Select(static r => r.Trial)]);
        }

        return [.. Cases.Select(History).OrderByDescending(static h => h.LostBy.Count)];
    }

    // A case that the parent was not run on was forked from its play after its verdict, and such cases are kept only where
    // the policy passes them.
    private static bool? Before(CaseOutcome outcome, IReadOnlyList<CaseOutcome> parent) =>
        outcome.PassedBefore ?? parent.FirstOrDefault(p => p.Case == outcome.Case)?.Passed ?? (parent.Count > 0 ? true : null);
}
