namespace Caco.Loop.Ledgers;

/// <summary>
/// What happened, append-only: a row that was written survives the end of the process at any moment. Any thread.
/// </summary>
/// <remarks>
/// Hold-out episodes never enter a <see cref="TrialRecord"/>; they are kept apart, and reading them needs a reason, which
/// is recorded itself.
/// </remarks>
public interface ILedger : IDisposable
{
    /// <summary>The number of the next trial.</summary>
    long NextId { get; }

    /// <summary>Appends a trial; when the call returns it is on disk, in the database and in trials.jsonl.</summary>
    /// <exception cref="LoopException">The disk is full or read-only, or the number is taken; nothing was written.</exception>
    void Append(TrialRecord trial);

    /// <summary>Books what was used before its trial has ended (a stage, a probe, an agent's call), so that a kill loses no spending.</summary>
    /// <param name="trial">The trial it belongs to, which may not be written yet.</param>
    /// <param name="purpose">"agent", "probe", "stage", "cases", "baseline", "hold-out" ...</param>
    /// <param name="spending">What was used.</param>
    void Spend(long trial, string purpose, Spending spending);

    /// <summary>Everything ever used, lost trials included.</summary>
    Spending Total { get; }

    /// <summary>Everything used up to the end of a trial, lost trials and what was played between trials included.</summary>
    /// <exception cref="LoopException">There is no trial of that number.</exception>
    Spending TotalAt(long trial);

    /// <summary>A trial with its episodes; null when there is none of that number.</summary>
    TrialRecord? Find(long id);

    /// <summary>The trials in order, with or without their episodes and diffs.</summary>
    IReadOnlyList<TrialRecord> Trials(bool withEpisodes = false);

    /// <summary>The last accepted trial; null before the first.</summary>
    TrialRecord? Incumbent();

    /// <summary>Keeps hold-out episodes of a trial. Only a person's command calls it.</summary>
    void AppendHoldOut(long trial, string reason, IReadOnlyList<Play.EpisodeResult> episodes);

    /// <summary>The looks that were taken at the hold-out seeds: when, why, which trial; not their results.</summary>
    IReadOnlyList<HoldOutLook> HoldOutLooks();

    /// <summary>The episodes of a split of a trial.</summary>
    /// <exception cref="LoopException">The split is <see cref="Split.HoldOut"/>: those are sealed.</exception>
    IReadOnlyList<Play.EpisodeResult> Episodes(long trial, Split split);
}

/// <summary>Someone looked at the hold-out seeds.</summary>
public sealed record HoldOutLook(DateTimeOffset When, long Trial, string Reason);
