using Caco.Loop.Ledgers;
using Caco.Loop.Play;

namespace Caco.Loop.Tests;

/// <summary>A ledger in memory that hands out what a test put in.</summary>
internal sealed class FakeLedger(IReadOnlyList<TrialRecord> trials) : ILedger
{
    public List<HoldOutLook> Looks { get; } = [];

    public long NextId => trials.Count + 1;

    public Spending Total => trials.Aggregate(Spending.Nothing, static (sum, t) => sum + t.Spending);

    public Spending TotalAt(long trial) => trials.Where(t => t.Id <= trial).Aggregate(Spending.Nothing, static (sum, t) => sum + t.Spending);

    public void Append(TrialRecord trial) => throw new NotSupportedException();

    public void Spend(long trial, string purpose, Spending spending) => throw new NotSupportedException();

    public TrialRecord? Find(long id) => trials.FirstOrDefault(t => t.Id == id);

    public IReadOnlyList<TrialRecord> Trials(bool withEpisodes = false) =>
        withEpisodes ? trials : [.. trials.Select(static t => t with { Episodes = [], Diff = "" })];

    public TrialRecord? Incumbent() => trials.LastOrDefault(static t => t.Verdict == Verdict.Accepted);

    public void AppendHoldOut(long trial, string reason, IReadOnlyList<EpisodeResult> episodes) => throw new NotSupportedException();

    public IReadOnlyList<HoldOutLook> HoldOutLooks() => Looks;

    public IReadOnlyList<EpisodeResult> Episodes(long trial, Split split) => split == Split.HoldOut
        ? throw new LoopException("The hold-out seeds are sealed.")
        : [.. Find(trial)!.Episodes.Where(e => e.Split == split).Select(static e => e.Episode)];

    public void Dispose()
    {
    }
}
