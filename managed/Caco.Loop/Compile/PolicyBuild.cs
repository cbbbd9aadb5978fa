namespace Caco.Loop.Compile;

/// <summary>What a compilation gave: a policy that runs, or the reasons why there is none.</summary>
/// <param name="Image">Null when there are diagnostics.</param>
/// <param name="Diagnostics">In the order of files and lines; empty when there is an image.</param>
public sealed record PolicyBuild(PolicyImage? Image, IReadOnlyList<PolicyDiagnostic> Diagnostics);
