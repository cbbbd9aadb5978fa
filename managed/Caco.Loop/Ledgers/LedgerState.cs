namespace Caco.Loop.Ledgers;

/// <summary>What a ledger remembers of its lines: everything but episodes and diffs. One thread at a time.</summary>
internal sealed class LedgerState
{
    private readonly Dictionary<long, Spending> _pending = [];
    private readonly Dictionary<long, int> _places = [];
    private readonly List<TrialRecord> _trials = [];
    private readonly List<TrialSummary> _summaries = [];
    private readonly List<HoldOutLook> _looks = [];

    /// <summary>Lines so far.</summary>
    public long Seq { get; private set; }

    /// <summary>The last line's check.</summary>
    public string Check { get; private set; } = LedgerLine.FirstCheck;

    public Spending Total { get; private set; } = Spending.Nothing;

    /// <summary>Without episodes and diffs.</summary>
    public IReadOnlyList<TrialRecord> Trials => _trials;

    public IReadOnlyList<TrialSummary> Summaries => _summaries;

    public IReadOnlyList<HoldOutLook> Looks => _looks;

    public long NextId { get; private set; } = 1;

    public TrialRecord? Incumbent { get; private set; }

    /// <summary>A trial without its episodes and diff.</summary>
    public TrialRecord? Find(long id) => _places.TryGetValue(id, out var place) ? _trials[place] : null;

    /// <summary>Everything used up to the end of a trial; null when there is none of that number.</summary>
    public Spending? TotalAt(long id) => _places.TryGetValue(id, out var place) ? _summaries[place].Total : null;

    /// <summary>Everything used once an entry is added.</summary>
    public Spending TotalWith(LedgerEntry entry) => entry switch
    {
        SpendEntry spend => Total + spend.Spending,
        TrialEntry { Trial: var trial } => Total + Beyond(trial.Spending, _pending.GetValueOrDefault(trial.Id, Spending.Nothing)),
        _ => Total,
    };

    public void Add(LedgerLine line)
    {
        Total = TotalWith(line.Entry);
        switch (line.Entry)
        {
            case TrialEntry { Trial: var trial }:
                AddTrial(trial);
                break;
            case SpendEntry spend when !_places.ContainsKey(spend.Trial):
                _pending[spend.Trial] = _pending.GetValueOrDefault(spend.Trial, Spending.Nothing) + spend.Spending;
                break;
            case LookEntry look:
                _looks.Add(new HoldOutLook(look.When, look.Trial, look.Reason));
                break;
        }

        Seq = line.Seq;
        Check = line.Check;
    }

    private void AddTrial(TrialRecord trial)
    {
        var light = trial with { Episodes = [], Diff = "" };
        _places[trial.Id] = _trials.Count;
        _trials.Add(light);
        _summaries.Add(new TrialSummary(light, SplitMeans.Of(trial, Split.Train), SplitMeans.Of(trial, Split.Validate), Total));
        _pending.Remove(trial.Id);
        NextId = Math.Max(NextId, trial.Id + 1);
        if (trial.Verdict == Verdict.Accepted)
        {
            Incumbent = light;
        }
    }

    // A trial's record holds what was booked for it before it was written; only the rest is new.
    private static Spending Beyond(Spending whole, Spending booked) => new(
        Math.Max(0, whole.Decisions - booked.Decisions),
        Math.Max(0, whole.Tics - booked.Tics),
        Math.Max(0, whole.Seconds - booked.Seconds),
        Math.Max(0, whole.Tokens - booked.Tokens),
        Math.Max(0, whole.Cost - booked.Cost));
}

/// <summary>One row of summary.csv.</summary>
/// <param name="Trial">Without episodes and diff.</param>
/// <param name="Train">Means on training seeds.</param>
/// <param name="Validate">Means on validation seeds.</param>
/// <param name="Total">Everything used up to its end.</param>
internal sealed record TrialSummary(TrialRecord Trial, SplitMeans Train, SplitMeans Validate, Spending Total);
