namespace Caco.Loop.Compile;

/// <summary>Something that keeps a policy from running: a compiler's error, or a rule of the allow-list that it breaks.</summary>
/// <param name="File">Relative to the policy's folder, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Id">"CS1002", or "CACO01" and so on for the allow-list.</param>
/// <param name="Message">One sentence; for the allow-list it names the symbol and what to use in its place.</param>
public sealed record PolicyDiagnostic(string File, int Line, int Column, string Id, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line},{Column}): {Id}: {Message}";
}
