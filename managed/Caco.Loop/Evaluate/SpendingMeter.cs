using Caco.Loop.Ledgers;

namespace Caco.Loop.Evaluate;

/// <summary>Adds up what evaluations use and tells somebody of each. Any thread.</summary>
/// <param name="decisionTics">Tics that an action is held for.</param>
/// <param name="book">Told of each spending with its purpose; may be null.</param>
internal sealed class SpendingMeter(int decisionTics, Action<string, Spending>? book)
{
    private readonly Lock _lock = new();
    private Spending _total = Spending.Nothing;

    public Spending Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    public void Add(string purpose, EvaluationResult result)
    {
        // Cases and episodes that were not finished are known by their tics alone.
        var counted = result.Episodes.Sum(static e => (long)e.Tics);
        var decisions = result.Episodes.Sum(static e => (long)e.Decisions) + Math.Max(0, result.Tics - counted) / decisionTics;
        var spending = new Spending(decisions, Math.Max(counted, result.Tics), result.Seconds, 0, 0);
        lock (_lock)
        {
            _total += spending;
        }

        book?.Invoke(purpose, spending);
    }
}
