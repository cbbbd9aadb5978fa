using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Caco.Loop.Code;

/// <summary>Finds what ties the parts of a policy together, by symbols.</summary>
internal sealed class CouplingCounter(CSharpCompilation compilation)
{
    // With the parameters' types, which tell overloads apart.
    private static readonly SymbolDisplayFormat MethodFormat = new(
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private readonly HashSet<(string, string)> _pairs = [];
    private readonly Dictionary<IFieldSymbol, SortedSet<string>> _writers = new(SymbolEqualityComparer.Default);

    /// <summary>A line for each pair of types and each field with several writers, in order.</summary>
    public IReadOnlyList<string> Count()
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax)
                {
                    Use(model, node);
                }

                foreach (var target in Targets(node))
                {
                    Write(model, target);
                }
            }
        }

        var pairs = _pairs.Select(static p => $"{p.Item1} - {p.Item2}");
        var fields = _writers.Where(static w => w.Value.Count > 1)
            .Select(static w => $"field {Name(w.Key.ContainingType)}.{w.Key.Name}: {string.Join(", ", w.Value)}");
        return [.. pairs.Order(StringComparer.Ordinal), .. fields.Order(StringComparer.Ordinal)];
    }

    private void Use(SemanticModel model, SyntaxNode node)
    {
        if (Home(model, node) is not { } home || Owner(model.GetSymbolInfo(node).Symbol) is not { } used
            || SymbolEqualityComparer.Default.Equals(home, used))
        {
            return;
        }

        var (a, b) = (Name(home), Name(used));
        _pairs.Add(string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a));
    }

    // The type of the policy that a symbol is or belongs to.
    private INamedTypeSymbol? Owner(ISymbol? symbol)
    {
        var type = symbol switch
        {
            INamedTypeSymbol named => named,
            IMethodSymbol or IFieldSymbol or IPropertySymbol or IEventSymbol => symbol.ContainingType,
            _ => null,
        };
        type = type?.OriginalDefinition;
        return SymbolEqualityComparer.Default.Equals(type?.ContainingAssembly, compilation.Assembly) ? type : null;
    }

    private static INamedTypeSymbol? Home(SemanticModel model, SyntaxNode node)
    {
        var declaration = node.AncestorsAndSelf().FirstOrDefault(static n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
        return declaration is null ? null : model.GetDeclaredSymbol(declaration) as INamedTypeSymbol;
    }

    private static IEnumerable<ExpressionSyntax> Targets(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax tuple } => tuple.Arguments.Select(static a => a.Expression),
        AssignmentExpressionSyntax assignment => [assignment.Left],
        PrefixUnaryExpressionSyntax prefix when IsStep(prefix.Kind()) => [prefix.Operand],
        PostfixUnaryExpressionSyntax postfix when IsStep(postfix.Kind()) => [postfix.Operand],
        ArgumentSyntax argument when argument.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword => [argument.Expression],
        _ => [],
    };

    private static bool IsStep(SyntaxKind kind) => kind is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression
        or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression;

    // Every field on the way counts: _imp.Bearing = 0 changes the field Bearing, and the structure _imp that holds it.
    private void Write(SemanticModel model, ExpressionSyntax target)
    {
        if (Writer(model, target) is not { } writer)
        {
            return;
        }

        for (ExpressionSyntax? part = target; part is not null;)
        {
            if (model.GetSymbolInfo(part).Symbol is IFieldSymbol field
                && SymbolEqualityComparer.Default.Equals(field.ContainingAssembly, compilation.Assembly))
            {
                if (!_writers.TryGetValue(field, out var writers))
                {
                    _writers.Add(field, writers = new(StringComparer.Ordinal));
                }

                writers.Add(writer);
            }

            part = part switch
            {
                ElementAccessExpressionSyntax element => element.Expression,
                ParenthesizedExpressionSyntax parenthesized => parenthesized.Expression,
                MemberAccessExpressionSyntax member when model.GetTypeInfo(member.Expression).Type is { IsValueType: true } => member.Expression,
                _ => null,
            };
        }
    }

    // The method in which something is written; null where it is made ready: constructors, initializers and a policy's Reset.
    private static string? Writer(SemanticModel model, SyntaxNode node)
    {
        var method = node.Ancestors().FirstOrDefault(static n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
            or PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null });
        var symbol = method is null ? null : model.GetDeclaredSymbol(method);
        return symbol switch
        {
            null => null,
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => null,
            IMethodSymbol { Name: "Reset" } reset when reset.ContainingType.AllInterfaces.Any(static i => i.Name == "IPolicy") => null,
            IMethodSymbol { AssociatedSymbol: { } property } accessor =>
                $"{Name(property.ContainingType)}.{property.Name}.{(accessor.MethodKind == MethodKind.PropertySet ? "set" : "get")}",
            _ => $"{Name(symbol.ContainingType)}.{symbol.ToDisplayString(MethodFormat)}",
        };
    }

    private static string Name(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{Name(outer)}.{type.Name}" : type.Name;
}
