using Caco.Loop.Ledgers;

namespace Caco.Loop.Hosting;

/// <summary>Something that happened in a loop, for consoles and logs.</summary>
public abstract record LoopEvent;

/// <summary>A sentence for people: a recovery, a warning, a file written.</summary>
public sealed record LoopNote(string Text, bool IsWarning = false) : LoopEvent;

/// <summary>A trial has begun; the agent is at work.</summary>
public sealed record TrialStarted(long Trial, string Agent) : LoopEvent;

/// <summary>The agent is done and says what it tried.</summary>
public sealed record TrialProposed(long Trial, string Hypothesis) : LoopEvent;

/// <summary>An episode has ended.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Stage">"probe", "train", "validate", "cases" ...</param>
/// <param name="Tics">Tics of the episode.</param>
public sealed record EpisodePlayed(long Trial, string Stage, int Tics) : LoopEvent;

/// <summary>A trial has its verdict and is in the ledger.</summary>
public sealed record TrialEnded(TrialRecord Trial) : LoopEvent;

/// <summary>The loop is over.</summary>
/// <param name="Reason">Budget, nothing more to propose, stopped.</param>
public sealed record LoopEnded(string Reason) : LoopEvent;

/// <summary>Hands the events of one loop to whoever listens. Any thread; listeners must be quick and must not throw.</summary>
public sealed class LoopEvents
{
    /// <summary>Raised on the thread where it happens.</summary>
    public event Action<LoopEvent>? Happened;

    /// <summary>Tells all listeners.</summary>
    public void Raise(LoopEvent what) => Happened?.Invoke(what);
}
