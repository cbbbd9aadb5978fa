using Caco.Loop.Cases;

namespace Caco.Loop.Tests;

public sealed class GateTests
{
    private static CaseOutcome[] Outcomes(string passed, string failed) =>
    [
        .. passed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static n => new CaseOutcome(n, 1, true, 10)),
        .. failed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static n => new CaseOutcome(n, 0, false, 10)),
    ];

    [Fact]
    public void Each_case_is_gained_kept_lost_or_still_failing()
    {
        var outcome = Gate.Compare(Outcomes("a b", "c d new"), Outcomes("a c gone", "b d"), []);
        Assert.Equal(["a"], outcome.Kept);
        Assert.Equal(["b"], outcome.Gained);
        Assert.Equal(["c"], outcome.Lost);
        Assert.Equal(["d"], outcome.StillFailing);
        Assert.False(outcome.Passed);
        Assert.Equal("it loses 1 of 5 cases: c; it gains: b", outcome.Why);
    }

    [Fact]
    public void What_may_be_lost_is_named_and_lets_pass()
    {
        var some = Gate.Compare(Outcomes("", "a b"), Outcomes("a b", ""), ["a"]);
        Assert.False(some.Passed);
        Assert.Equal("it loses 1 of 2 cases: b; it loses what may be lost: a", some.Why);
        var all = Gate.Compare(Outcomes("", "a b"), Outcomes("a b", ""), ["*"]);
        Assert.True(all.Passed);
        Assert.Equal(["a", "b"], all.Traded);
    }

    [Fact]
    public void Without_losses_it_passes()
    {
        Assert.Equal("no case is lost", Gate.Compare(Outcomes("a", "b"), Outcomes("a", "b"), []).Why);
        Assert.Equal("no cases", Gate.Compare([], [], []).Why);
    }
}
