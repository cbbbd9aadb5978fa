using Caco.Loop.Cases;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Workers;

/// <summary>Head of <see cref="WireKind.Open"/>.</summary>
/// <param name="Settings">The workspace's.</param>
/// <param name="Root">The folder that their relative paths start from.</param>
/// <param name="Threads">Episodes at a time.</param>
/// <param name="Board">The file of the <see cref="PositionBoard"/>.</param>
internal sealed record OpenHead(LoopSettings Settings, string Root, int Threads, string Board);

/// <summary>Head of <see cref="WireKind.Play"/>; parts: assembly, symbols, the cases' snapshots.</summary>
/// <param name="Name">The policy's name.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="TypeName">Null for a policy of the catalogue.</param>
/// <param name="Seeds">Episodes.</param>
/// <param name="Cases">Cases, whose snapshots are parts.</param>
/// <param name="Replays">Whether replays are wanted.</param>
/// <param name="Traces">Whether decision traces are wanted.</param>
internal sealed record PlayHead(
    string Name,
    string Hash,
    string? TypeName,
    IReadOnlyList<uint> Seeds,
    IReadOnlyList<BehaviourCase> Cases,
    bool Replays,
    bool Traces);

/// <summary>Head of <see cref="WireKind.Episode"/>; parts: replay and trace, empty where not wanted.</summary>
internal sealed record EpisodeHead(int Index, EpisodeResult Result);

/// <summary>Head of <see cref="WireKind.Case"/>.</summary>
internal sealed record CaseHead(int Index, CaseOutcome Outcome);

/// <summary>Head of <see cref="WireKind.Failure"/>.</summary>
/// <param name="Failure">What happened.</param>
/// <param name="Tics">Tics of the episodes that it ended.</param>
/// <param name="IsFatal">Whether the worker ends with it.</param>
internal sealed record FailureHead(PolicyFailure Failure, long Tics, bool IsFatal);

/// <summary>Head of <see cref="WireKind.Done"/>.</summary>
/// <param name="UnfinishedTics">Tics of episodes that were given up.</param>
internal sealed record DoneHead(long UnfinishedTics);

/// <summary>Head of <see cref="WireKind.Broken"/>.</summary>
internal sealed record BrokenHead(string Message);
