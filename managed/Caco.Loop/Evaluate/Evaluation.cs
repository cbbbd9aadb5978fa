using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Play;

namespace Caco.Loop.Evaluate;

/// <summary>What one evaluation plays.</summary>
public sealed record EvaluationJob
{
    /// <summary>Seeds of whole episodes, may be empty.</summary>
    public IReadOnlyList<uint> Seeds { get; init; } = [];

    /// <summary>Behaviour cases to run, may be empty.</summary>
    public IReadOnlyList<BehaviourCase> Cases { get; init; } = [];

    /// <summary>Writes a replay of every episode to this folder (<see cref="Replays.EpisodeFiles"/>); null: none.</summary>
    public string? ReplayFolder { get; init; }

    /// <summary>Keeps what the policy says of its decisions, beside the replays (<see cref="Replays.EpisodeFiles"/>).</summary>
    public bool Trace { get; init; }
}

/// <summary>What an evaluation gave. Results do not depend on threads or on what else runs.</summary>
public sealed record EvaluationResult
{
    /// <summary>Of the job's seeds in their order; those not reached before a failure are missing.</summary>
    public required IReadOnlyList<EpisodeResult> Episodes { get; init; }

    public required IReadOnlyList<CaseOutcome> Cases { get; init; }

    /// <summary>Null when everything was played; else what the policy did wrong. The trial is lost, nothing else.</summary>
    public PolicyFailure? Failure { get; init; }

    /// <summary>Tics simulated, unfinished episodes included as far as known.</summary>
    public required long Tics { get; init; }

    public required double Seconds { get; init; }
}

/// <summary>Why a policy could not be evaluated to the end.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Message">One line for people and agents: exception with file and line, or the limit that was passed.</param>
/// <param name="Seed">The episode in which it happened, where known.</param>
/// <param name="Tic">The tic at which it happened, where known.</param>
public sealed record PolicyFailure(FailureKind Kind, string Message, uint? Seed = null, int? Tic = null);

/// <summary>What a policy can do wrong while it plays.</summary>
public enum FailureKind
{
    /// <summary>It threw.</summary>
    Exception,

    /// <summary>A decision, or an episode, took too long.</summary>
    Time,

    /// <summary>It used more memory than allowed.</summary>
    Memory,

    /// <summary>The worker process died: a stack overflow, most often.</summary>
    Crash,

    /// <summary>It cannot play this scenario, and says so.</summary>
    Refused,
}

/// <summary>Plays policies in worker processes. Any thread; evaluations may overlap and then share the workers.</summary>
public interface IEvaluator : IAsyncDisposable
{
    /// <summary>Plays all of a job. A policy's misbehaviour is a result, not an exception.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="job">What is played.</param>
    /// <param name="progress">Told of each episode as it ends, from any thread; may be null.</param>
    /// <param name="cancellation">Ends it early; the workers stay usable.</param>
    /// <exception cref="LoopException">The scenario cannot be played at all, or workers cannot be started.</exception>
    Task<EvaluationResult> EvaluateAsync(
        PolicyImage policy, EvaluationJob job, IProgress<EpisodeResult>? progress = null, CancellationToken cancellation = default);
}
