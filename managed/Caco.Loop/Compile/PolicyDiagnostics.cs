using Microsoft.CodeAnalysis;

namespace Caco.Loop.Compile;

/// <summary>Makes diagnostics from places in the source.</summary>
internal static class PolicyDiagnostics
{
    public static PolicyDiagnostic At(Location place, string id, string message)
    {
        // Without #line: what agents read must be the file that they can edit.
        var span = place.GetLineSpan();
        return new PolicyDiagnostic(
            span.Path ?? "", span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, id, message);
    }
}
