using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Caco.Loop.Code;

/// <summary>How much code a member is.</summary>
/// <param name="File">As in the sources that were measured.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Name">With its types: "Steering.Turn", "Steering.Speed.get".</param>
/// <param name="Lines">Lines with code on them.</param>
/// <param name="Statements">Statements.</param>
/// <param name="Complexity">Cyclomatic complexity.</param>
public sealed record MemberMeasures(string File, int Line, string Name, int Lines, int Statements, int Complexity);

/// <summary>How much code a file is; its coupling is that of all files together and not counted here.</summary>
public sealed record FileMeasures(string File, int Lines, int Statements, int Complexity, int Tunables);

/// <summary>Measures of a policy: of all, of each file in order of the names, and of each member, the most complex first.</summary>
/// <param name="Total">All files together.</param>
/// <param name="Files">In order of their names.</param>
/// <param name="Members">By falling complexity, then lines, then name.</param>
/// <param name="Coupled">What <see cref="CodeMeasures.Coupling"/> counts, a line each: "A - B", "field A._x: M, N".</param>
public sealed record CodeReport(
    CodeMeasures Total, IReadOnlyList<FileMeasures> Files, IReadOnlyList<MemberMeasures> Members, IReadOnlyList<string> Coupled)
{
    /// <summary>The most complex members as a table in plain text.</summary>
    public string Table(int members = 12)
    {
        var shown = Members.Take(members).ToList();
        var width = Math.Max(6, shown.Select(static m => m.Name.Length).DefaultIfEmpty(0).Max());
        var text = new StringBuilder();
        text.Append("complexity  lines  statements  ").Append("member".PadRight(width)).Append("  where\n");
        foreach (var m in shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"{m.Complexity,10}  {m.Lines,5}  {m.Statements,10}  ")
                .Append(m.Name.PadRight(width))
                .Append(CultureInfo.InvariantCulture, $"  {m.File}:{m.Line}\n");
        }

        return text.ToString();
    }
}

/// <summary>Measures the sources of a policy. Any thread; the text need not compile, but what cannot be bound is not coupled.</summary>
public static class CodeMeter
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(static () =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => IsSeenByPolicies(Path.GetFileNameWithoutExtension(path)))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <param name="sources">Relative file name and text.</param>
    public static CodeReport Measure(IReadOnlyDictionary<string, string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var trees = sources.OrderBy(static s => s.Key, StringComparer.Ordinal)
            .Select(static s => (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(s.Value, Options, s.Key))
            .ToList();
        var files = trees.Select(static tree => MeasureFile(tree)).ToList();
        var members = trees.SelectMany(static tree => Members(tree.GetRoot()).Select(Measure))
            .OrderByDescending(static m => m.Complexity)
            .ThenByDescending(static m => m.Lines)
            .ThenBy(static m => m.Name, StringComparer.Ordinal)
            .ThenBy(static m => m.File, StringComparer.Ordinal)
            .ThenBy(static m => m.Line)
            .ToList();
        var coupled = new CouplingCounter(Bind(trees)).Count();
        var total = new CodeMeasures(
            files.Sum(static f => f.Lines),
            files.Sum(static f => f.Statements),
            files.Sum(static f => f.Complexity),
            coupled.Count,
            files.Sum(static f => f.Tunables));
        return new CodeReport(total, files, members, coupled);
    }

    private static bool IsSeenByPolicies(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal)
        || assembly is "netstandard" or "mscorlib" or "Caco.Policies" or "Caco.Vision";

    // The names that every policy may use without saying so.
    private static CSharpCompilation Bind(IEnumerable<SyntaxTree> trees)
    {
        var usings = CSharpSyntaxTree.ParseText(
            "global using System; global using System.Collections.Generic; global using System.Linq; "
            + "global using Caco.Policies; global using Caco.Vision;",
            Options);
        return CSharpCompilation.Create(
            "measured", [usings, .. trees], References.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    private static FileMeasures MeasureFile(CSharpSyntaxTree tree)
    {
        var root = tree.GetRoot();
        return new FileMeasures(
            tree.FilePath, CountLines(root), CountStatements(root), Members(root).Count() + CountBranches(root), CountTunables(root));
    }

    private static MemberMeasures Measure(SyntaxNode member) => new(
        member.SyntaxTree.FilePath,
        member.SyntaxTree.GetLineSpan(member.Span).StartLinePosition.Line + 1,
        NameOf(member),
        CountLines(member),
        CountStatements(member),
        1 + CountBranches(member));

    /// <summary>What has a body of its own. Local functions and lambdas belong to the member that they stand in.</summary>
    private static IEnumerable<SyntaxNode> Members(SyntaxNode root) => root.DescendantNodes().Where(static node => node switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        PropertyDeclarationSyntax property => property.ExpressionBody is not null,
        IndexerDeclarationSyntax indexer => indexer.ExpressionBody is not null,
        _ => false,
    });

    private static int CountLines(SyntaxNode root)
    {
        var lines = new HashSet<int>();
        foreach (var token in root.DescendantTokens().Where(static t => t.Span.Length > 0))
        {
            var span = root.SyntaxTree.GetLineSpan(token.Span);
            for (var line = span.StartLinePosition.Line; line <= span.EndLinePosition.Line; line++)
            {
                lines.Add(line);
            }
        }

        return lines.Count;
    }

    private static int CountStatements(SyntaxNode root) => root.DescendantNodes().Count(static node =>
        node is ArrowExpressionClauseSyntax
        || (node is StatementSyntax && node is not (BlockSyntax or LocalFunctionStatementSyntax or EmptyStatementSyntax or LabeledStatementSyntax)));

    private static int CountBranches(SyntaxNode root) => root.DescendantNodes().Count(static node => node.Kind() switch
    {
        SyntaxKind.IfStatement or SyntaxKind.ConditionalExpression => true,
        SyntaxKind.ForStatement or SyntaxKind.ForEachStatement or SyntaxKind.ForEachVariableStatement => true,
        SyntaxKind.WhileStatement or SyntaxKind.DoStatement or SyntaxKind.CatchClause => true,
        SyntaxKind.CaseSwitchLabel or SyntaxKind.CasePatternSwitchLabel => true,
        SyntaxKind.WhenClause or SyntaxKind.CatchFilterClause or SyntaxKind.AndPattern or SyntaxKind.OrPattern => true,
        SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression => true,
        SyntaxKind.CoalesceExpression or SyntaxKind.CoalesceAssignmentExpression => true,
        SyntaxKind.SwitchExpressionArm => ((SwitchExpressionArmSyntax)node).Pattern is not DiscardPatternSyntax,
        _ => false,
    });

    private static int CountTunables(SyntaxNode root) => root.DescendantNodes().OfType<FieldDeclarationSyntax>()
        .Where(static field => field.AttributeLists.SelectMany(static list => list.Attributes).Any(IsTunable))
        .Sum(static field => field.Declaration.Variables.Count);

    private static bool IsTunable(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name;
        return name.ToString() is "Tunable" or "TunableAttribute";
    }

    private static string NameOf(SyntaxNode member)
    {
        var types = member.Ancestors().OfType<BaseTypeDeclarationSyntax>().Reverse().Select(static t => t.Identifier.Text);
        return string.Join('.', types.Append(OwnName(member)));
    }

    private static string OwnName(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax => "constructor",
        DestructorDeclarationSyntax => "finalizer",
        OperatorDeclarationSyntax op => "operator " + op.OperatorToken.Text,
        ConversionOperatorDeclarationSyntax conversion => "operator " + conversion.Type,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        IndexerDeclarationSyntax => "this[]",
        AccessorDeclarationSyntax accessor => OwnName(accessor.Parent!.Parent!) + "." + accessor.Keyword.Text,
        EventDeclarationSyntax declared => declared.Identifier.Text,
        _ => member.Kind().ToString(),
    };
}
