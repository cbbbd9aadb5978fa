using Caco.Loop.Cases;
using Caco.Loop.Ledgers;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class InterferenceMatrixTests
{
    private static readonly TrialRecord[] History =
    [
        Trial(1, null, Verdict.Accepted, ("aim", true), ("door", false)),
        Trial(2, 1, Verdict.Rejected, ("aim", false), ("door", true)),
        Trial(3, 1, Verdict.Accepted, ("aim", true), ("door", true)),
        Trial(4, 3, Verdict.Broken),
        Trial(5, 3, Verdict.Accepted, ("aim", false), ("door", true), ("forked", true)),
        Trial(6, 5, Verdict.Rejected, ("aim", false), ("door", false), ("forked", false)),
        Trial(7, null, Verdict.Baseline, ("aim", true)),
    ];

    [Fact]
    public void Changes_and_cases_meet_in_their_effects()
    {
        var matrix = InterferenceMatrix.Of(History);
        Assert.Equal(["aim", "door", "forked"], matrix.Cases);
        Assert.Equal([1, 2, 3, 5, 6], matrix.Rows.Select(static r => r.Trial));
        Assert.Equal([CaseEffect.NotRun, CaseEffect.NotRun, CaseEffect.NotRun], matrix.Rows[0].Effects);
        Assert.Equal([CaseEffect.Lost, CaseEffect.Gained, CaseEffect.NotRun], matrix.Rows[1].Effects);
        Assert.Equal([CaseEffect.Kept, CaseEffect.Gained, CaseEffect.NotRun], matrix.Rows[2].Effects);
        Assert.Equal([CaseEffect.Lost, CaseEffect.Kept, CaseEffect.Kept], matrix.Rows[3].Effects);
        Assert.Equal([CaseEffect.StillFailing, CaseEffect.Lost, CaseEffect.Lost], matrix.Rows[4].Effects);
        Assert.Equal(CaseEffect.Lost, matrix.At(5, "aim"));
        Assert.Equal(CaseEffect.NotRun, matrix.At(4, "aim"));
        Assert.Equal(CaseEffect.NotRun, matrix.At(5, "nothing"));
    }

    [Fact]
    public void Summaries_count_by_case_and_by_change()
    {
        var matrix = InterferenceMatrix.Of(History);
        var aim = matrix.Histories()[0];
        Assert.Equal(("aim", 4, 0), (aim.Case, aim.Runs, aim.Gained));
        Assert.Equal([2, 5], aim.LostBy);
        Assert.Equal([5], aim.LostForGood);
        Assert.Equal((0, 2, 1, 1 / 3.0), (matrix.Rows[3].Gained, matrix.Rows[3].Kept, matrix.Rows[3].Lost, matrix.Rows[3].LostShare));
        Assert.Equal(4 / 7.0, matrix.LostShare, 12);
    }

    [Fact]
    public void What_the_gate_saw_of_the_incumbent_comes_before_what_the_parent_recorded()
    {
        var trial = Trial(2, 1, Verdict.Rejected) with { Cases = [new CaseOutcome("door", 1, true, 5) { PassedBefore = true }] };
        Assert.Equal(CaseEffect.Kept, InterferenceMatrix.Of([History[0], trial]).At(2, "door"));
    }

    [Fact]
    public void An_empty_history_has_an_empty_matrix()
    {
        var matrix = InterferenceMatrix.Of([]);
        Assert.Empty(matrix.Rows);
        Assert.Empty(matrix.Histories());
        Assert.Equal(0, matrix.LostShare);
    }

    private static TrialRecord Trial(long id, long? parent, Verdict verdict, params (string Name, bool Passed)[] cases) => new()
    {
        Id = id, Parent = parent, Started = DateTimeOffset.UnixEpoch, Agent = "person", Hypothesis = "h" + id, Verdict = verdict, Why = "",
        Commit = "", Diff = "", DiffHash = "", PolicyHash = "", EngineVersion = "", AssetsHash = "", Scenario = "", SettingsHash = "",
        Sight = Sight.Screen, Episodes = [], Spending = Spending.Nothing,
        Cases = [.. cases.Select(static c => new CaseOutcome(c.Name, 0, c.Passed, 10))],
    };
}
