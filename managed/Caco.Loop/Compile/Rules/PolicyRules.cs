using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Caco.Loop.Compile.Rules;

/// <summary>
/// The allow-list for policies: judged are symbols, after the compiler has resolved them, so that neither aliases nor
/// extension methods nor conversions hide anything. What is not on the list is rejected with its place.
/// </summary>
internal static class PolicyRules
{
    private const int MaxReported = 50;

    /// <summary>What breaks a rule, in no particular order; empty for a policy that may run.</summary>
    /// <param name="compilation">Compiled without errors.</param>
    /// <param name="trees">The policy's own files.</param>
    public static IReadOnlyList<PolicyDiagnostic> Check(CSharpCompilation compilation, IReadOnlyList<SyntaxTree> trees)
    {
        var judge = new SymbolJudge(compilation.Assembly);
        var report = new RuleReport(MaxReported);
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            new OperationRules(model, judge, report).CheckTree(tree.GetRoot());
            new SyntaxRules(model, judge, report).CheckTree(tree.GetRoot());
        }

        return report.Diagnostics;
    }
}

/// <summary>Collects breaches; those of one type are reported once a line.</summary>
internal sealed class RuleReport(int most)
{
    private readonly HashSet<(string File, int Line, string Id, string Origin)> _known = [];
    private readonly List<PolicyDiagnostic> _diagnostics = [];

    public IReadOnlyList<PolicyDiagnostic> Diagnostics => _diagnostics;

    public void Add(RuleBreach? breach, Location place)
    {
        if (breach is null || _diagnostics.Count == most)
        {
            return;
        }

        var diagnostic = PolicyDiagnostics.At(place, breach.Id, breach.Message);
        if (_known.Add((diagnostic.File, diagnostic.Line, diagnostic.Id, breach.Origin)))
        {
            _diagnostics.Add(diagnostic);
        }
    }

    public void Add(string id, string subject, Location place) => Add(RuleIds.Breach(id, subject), place);
}
