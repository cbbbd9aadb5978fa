using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class BudgetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteLedger _ledger;

    public BudgetTests()
    {
        _ledger = SqliteLedger.Open(new WorkspacePaths(_folder.Path));
        _ledger.Append(LedgerStage.Trial(1, Verdict.Baseline));
        _ledger.Append(LedgerStage.Trial(2, spending: new Spending(1, 1_000, 30, 500, 0.75m)));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Without_limits_there_is_no_end()
    {
        var budget = new Budget(new BudgetSettings(), _ledger);
        Assert.Null(budget.Reached());
        Assert.Equal("no limit", budget.Left());
    }

    [Fact]
    public void Each_limit_is_named_when_it_is_reached()
    {
        Reaches(new BudgetSettings { Tics = 1_200 }, new BudgetSettings { Tics = 1_201 }, "1,200 tics is used up (1,200)");
        Reaches(new BudgetSettings { Tokens = 510 }, new BudgetSettings { Tokens = 511 }, "510 tokens");
        Reaches(new BudgetSettings { Cost = 0.76m }, new BudgetSettings { Cost = 0.77m }, "0.76 cost");
        Reaches(new BudgetSettings { Trials = 1 }, new BudgetSettings { Trials = 2 }, "1 trials");

        void Reaches(BudgetSettings low, BudgetSettings high, string sentence)
        {
            Assert.Contains(sentence, new Budget(low, _ledger).Reached(), StringComparison.Ordinal);
            Assert.Contains("loop.json", new Budget(low, _ledger).Reached(), StringComparison.Ordinal);
            Assert.Null(new Budget(high, _ledger).Reached());
        }
    }

    [Fact]
    public void Minutes_count_for_one_run()
    {
        var time = new Clock();
        var budget = new Budget(new BudgetSettings { Minutes = 2.5, Tics = 5_000 }, _ledger, time);
        Assert.Equal("3,800 tics, 2.5 minutes", budget.Left());
        time.Minutes = 2;
        Assert.Equal("3,800 tics, 0.5 minutes", budget.Left());
        Assert.Null(budget.Reached());
        time.Minutes = 3;
        Assert.Contains("2.5 minutes is used up (3)", budget.Reached(), StringComparison.Ordinal);
        Assert.Equal(0, budget.Remaining().Minutes);
    }

    private sealed class Clock : TimeProvider
    {
        public double Minutes { get; set; }

        public override long TimestampFrequency => 60_000;

        public override long GetTimestamp() => (long)(Minutes * 60 * 60_000);
    }
}
