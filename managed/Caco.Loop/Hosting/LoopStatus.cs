using Caco.Loop.Ledgers;
using Caco.Loop.Play;

namespace Caco.Loop.Hosting;

/// <summary>Where a loop stands now. Immutable.</summary>
public sealed record LoopStatus
{
    /// <summary>The incumbent's trial; null before the first verdict.</summary>
    public long? Incumbent { get; init; }

    /// <summary>Its validation score.</summary>
    public Statistics Score { get; init; } = new(0, 0, 0, 0);

    /// <summary>Validation episodes behind the score.</summary>
    public int Episodes { get; init; }

    /// <summary>Policies of the catalogue on the same seeds.</summary>
    public IReadOnlyList<BaselineScore> Baselines { get; init; } = [];

    /// <summary>Everything used so far.</summary>
    public Spending Spent { get; init; } = Spending.Nothing;

    /// <summary>What the budget still allows, in words.</summary>
    public string BudgetLeft { get; init; } = "no limit";
}

/// <summary>A baseline's mean score on the validation seeds.</summary>
public sealed record BaselineScore(string Name, double Mean, double StandardError, int Episodes);
