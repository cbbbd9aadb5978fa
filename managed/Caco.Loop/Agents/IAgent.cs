using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Agents;

/// <summary>Someone who edits a policy: an optimiser, a coding agent, a model, a person. One proposal at a time.</summary>
public interface IAgent
{
    /// <summary>For the ledger: "tuner", "command" ...</summary>
    string Name { get; }

    /// <summary>Whether it runs programs that could change files outside the working copy; the workspace is watched then.</summary>
    bool RunsPrograms => false;

    /// <summary>Edits the working copy; returns when the edit is done.</summary>
    /// <returns>What was done; null when there is nothing more to propose, which ends the loop.</returns>
    /// <exception cref="LoopException">It could not work (not installed, no key, out of time); the loop reports it and ends.</exception>
    Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation);

    /// <summary>Why the last call had nothing to propose; null where it had something.</summary>
    string? NothingBecause => null;
}

/// <summary>What an agent is given.</summary>
public sealed record AgentRequest
{
    public required long Trial { get; init; }

    /// <summary>Whether better play is asked for, or less code at no loss.</summary>
    public AgentTask Task { get; init; } = AgentTask.Improve;

    /// <summary>
    /// The agent's own folder: policy/ to edit, and to read brief.md, memory.md, results.json, failures/. Nothing outside it
    /// may be changed.
    /// </summary>
    public required WorkspacePaths Copy { get; init; }

    public required LoopSettings Settings { get; init; }

    /// <summary>brief.md with the last results and failure summaries, ready to be handed to a model.</summary>
    public required string Brief { get; init; }

    /// <summary>The trials so far, without episodes.</summary>
    public required IReadOnlyList<TrialRecord> History { get; init; }

    /// <summary>Where the loop itself offers more than files: probes on training seeds.</summary>
    public required IProbe Probe { get; init; }
}

/// <summary>What an agent is asked for.</summary>
public enum AgentTask
{
    /// <summary>A better score.</summary>
    Improve,

    /// <summary>Less code, with no score and no case lost.</summary>
    Simplify,

    /// <summary>The same play written otherwise, with no score and no case lost. Nobody is asked for it: an agent says so.</summary>
    Rewrite,
}

/// <summary>Tries policies on training seeds for an agent; what it plays is booked. Any thread; probes may overlap.</summary>
public interface IProbe
{
    /// <summary>The training seeds, in order.</summary>
    IReadOnlyList<uint> Seeds { get; }

    /// <summary>Compiles and plays sources; other seeds than training seeds are refused.</summary>
    /// <param name="sources">Relative file name and text.</param>
    /// <param name="seeds">Some of <see cref="Seeds"/>; none: it is compiled only.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task<ProbeResult> PlayAsync(IReadOnlyDictionary<string, string> sources, IReadOnlyList<uint> seeds, CancellationToken cancellation);

    /// <summary>Runs the behaviour cases and names those that the incumbent passes, these sources fail, and nobody may lose.</summary>
    /// <param name="sources">Relative file name and text, which must compile.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task<IReadOnlyList<string>> LostCasesAsync(IReadOnlyDictionary<string, string> sources, CancellationToken cancellation);

    /// <summary>An episode's worth by the workspace's rule.</summary>
    double Score(EpisodeResult episode);
}

/// <summary>What a probe gave.</summary>
/// <param name="Episodes">Results; empty when it does not compile.</param>
/// <param name="Diagnostics">Why it does not compile.</param>
/// <param name="Failure">What went wrong while it played.</param>
public sealed record ProbeResult(
    IReadOnlyList<EpisodeResult> Episodes, IReadOnlyList<PolicyDiagnostic> Diagnostics, PolicyFailure? Failure);

/// <summary>What an agent did.</summary>
/// <param name="Hypothesis">What the change is meant to do, in a sentence.</param>
/// <param name="Tokens">A model's tokens, in and out.</param>
/// <param name="Cost">In the currency of the budget.</param>
/// <param name="Note">More to keep in memory.md, or null.</param>
public sealed record Proposal(string Hypothesis, long Tokens = 0, decimal Cost = 0, string? Note = null);
