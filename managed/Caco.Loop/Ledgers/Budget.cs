using System.Globalization;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Ledgers;

/// <summary>
/// What may still be used. Tics, cost, tokens and trials count over the ledger's whole life, killed runs included; minutes
/// count from the making of this object, for one run. Any thread.
/// </summary>
/// <param name="settings">The limits.</param>
/// <param name="ledger">What was used.</param>
/// <param name="time">The clock; null: the system's.</param>
public sealed class Budget(BudgetSettings settings, ILedger ledger, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _start = (time ?? TimeProvider.System).GetTimestamp();

    /// <summary>The limit that is reached, in a sentence; null while there is none.</summary>
    public string? Reached()
    {
        var total = ledger.Total;
        var (minutes, trials) = (Minutes(), TrialCount());
        return settings switch
        {
            { Tics: { } most } when total.Tics >= most => Sentence("tics", most, total.Tics),
            { Cost: { } most } when total.Cost >= most => Sentence("cost", most, total.Cost),
            { Tokens: { } most } when total.Tokens >= most => Sentence("tokens", most, total.Tokens),
            { Trials: { } most } when trials >= most => Sentence("trials", most, trials),
            { Minutes: { } most } when minutes >= most => Sentence("minutes", most, Math.Round(minutes, 1)),
            _ => null,
        };
    }

    /// <summary>What is left, in words; "no limit" where none is set.</summary>
    public string Left()
    {
        var left = Remaining();
        (IFormattable? Value, string What)[] limits =
        [
            (left.Tics, "tics"), (left.Minutes is { } minutes ? Math.Round(minutes, 1) : null, "minutes"), (left.Cost, "cost"),
            (left.Tokens, "tokens"), (left.Trials, "trials"),
        ];
        var parts = limits.Where(static limit => limit.Value is not null)
            .Select(static limit => $"{limit.Value!.ToString("#,0.##", CultureInfo.InvariantCulture)} {limit.What}")
            .ToList();
        return parts.Count == 0 ? "no limit" : string.Join(", ", parts);
    }

    /// <summary>What is left of each limit, at least 0; null where none is set.</summary>
    public BudgetSettings Remaining()
    {
        var total = ledger.Total;
        return new BudgetSettings
        {
            Tics = settings.Tics is { } tics ? Math.Max(0, tics - total.Tics) : null,
            Minutes = settings.Minutes is { } minutes ? Math.Max(0, minutes - Minutes()) : null,
            Cost = settings.Cost is { } cost ? Math.Max(0, cost - total.Cost) : null,
            Tokens = settings.Tokens is { } tokens ? Math.Max(0, tokens - total.Tokens) : null,
            Trials = settings.Trials is { } trials ? Math.Max(0, trials - TrialCount()) : null,
        };
    }

    // Baselines are no trials of the loop's.
    private int TrialCount() => settings.Trials is null ? 0 : ledger.Trials().Count(static t => t.Verdict != Verdict.Baseline);

    private double Minutes() => _time.GetElapsedTime(_start).TotalMinutes;

    private static string Sentence(string what, IFormattable most, IFormattable used) => string.Create(
        CultureInfo.InvariantCulture, $"the budget of {most:#,0.##} {what} is used up ({used:#,0.##}); raise budget.{what} in loop.json to go on");
}
